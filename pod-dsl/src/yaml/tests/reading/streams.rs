//! Several documents in one file.

use super::{Answer, HEAD, ask_kubectl, read};
use crate::yaml::{read::documents, source::Source};

const JSON: &str = r#"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"j"}}"#;

/// Gives the names of the documents, `!` for one that is refused, with their indices.
fn names(text: &str) -> Vec<(usize, String)> {
    let source = Source::new("", text.as_bytes());
    documents(&source)
        .map(|document| {
            let name = document.tree.map(|tree| {
                let name = tree.root.get("metadata").and_then(|metadata| metadata.get("name"));
                name.and_then(|name| name.as_str()).unwrap_or("?").to_owned()
            });
            (document.index, name.unwrap_or_else(|_| "!".to_owned()))
        })
        .collect()
}

#[test]
fn documents_are_counted_and_empty_ones_are_not_given_out() {
    let found =
        |list: &[(usize, &str)]| list.iter().map(|(n, name)| (*n, (*name).to_owned())).collect::<Vec<_>>();
    for (text, expected) in [
        (format!("{HEAD}---\n{HEAD}"), &[(0, "a"), (1, "a")][..]),
        (format!("---\n{HEAD}---\n"), &[(0, "a")]),
        (format!("# why\n---\n{HEAD}"), &[(0, "a")]),
        (format!("---\n# why\n---\n{HEAD}"), &[(1, "a")]),
        (format!("---\n---\n\n---\n# c\n---\n{HEAD}"), &[(3, "a")]),
        (format!("{HEAD}--- # and\n{JSON}"), &[(0, "a"), (1, "j")]),
        (format!("null\n---\n{HEAD}"), &[(1, "a")]),
        (format!("{HEAD}---\r\n{HEAD}"), &[(0, "a"), (1, "a")]),
        (format!("---\n{JSON}\n---\n{JSON}"), &[(0, "j"), (1, "j")]),
        (format!("{JSON}\n{JSON}{JSON}\n"), &[(0, "j"), (1, "j"), (2, "j")]),
        (format!("{JSON}\n---\n{HEAD}"), &[(0, "j"), (1, "a")]),
        ("{apiVersion: v1, metadata: {name: f}}".to_owned(), &[(0, "f")]),
        (format!("x: [\n---\n{HEAD}"), &[(0, "!"), (1, "a")]),
        (format!("{HEAD}--- x\n{HEAD}"), &[(0, "!"), (1, "!")]),
        (format!("%YAML 1.1\n---\n{HEAD}"), &[(0, "!"), (1, "a")]),
        (format!("{HEAD}...\n"), &[(0, "a")]),
        ("[a]".to_owned(), &[(0, "?")]),
        (String::new(), &[]),
        ("\n# nothing\n".to_owned(), &[]),
    ] {
        assert_eq!(names(&text), found(expected), "{text:?}");
    }
}

#[test]
fn kubectl_cuts_files_at_the_same_places() {
    for text in [
        format!("{HEAD}---\n{HEAD}"),
        format!("---\n# why\n---\n{HEAD}"),
        format!("---\n---\n\n---\n# c\n---\n{HEAD}"),
        format!("{HEAD}--- # and\n{JSON}"),
        format!("---\n{JSON}\n---\n{JSON}"),
        format!("{JSON}\n{JSON}{JSON}\n"),
        format!("{HEAD}x: |\n  a"),
        format!("\u{feff}{HEAD}---\n\u{feff}{HEAD}"),
        format!("{HEAD}x: \"a\n ---\"\n"),
        HEAD.replace('\n', "\r\n"),
        HEAD.replace('\n', "\r"),
    ] {
        let mut theirs = match ask_kubectl(text.as_bytes()) {
            Answer::Absent => return,
            Answer::Refused => panic!("kubectl refuses {text:?}"),
            Answer::Read(documents) => documents,
        };
        let ours: Vec<_> = read(text.as_bytes()).into_iter().map(Result::unwrap).collect();
        for document in &mut theirs {
            document.as_object_mut().unwrap().retain(|key, _| key != "annotations");
        }
        assert_eq!(ours, theirs, "{text:?}");
    }
}

#[test]
fn what_kubectl_never_reads_is_pointed_at() {
    let ignored = |text: &str| {
        let source = Source::new("", text.as_bytes());
        let document = documents(&source).next().unwrap();
        document.tree.unwrap().ignored.map(|at| source.position(at).0)
    };
    assert_eq!(ignored("a: 1\n"), None);
    assert_eq!(ignored("a: 1\n...\n# end\n"), None);
    assert_eq!(ignored("a: 1\n...\nb: 2\n"), Some(3));
    assert_eq!(ignored("{a: 1}\n{b: 2}\n"), Some(2));
    assert_eq!(ignored("---\n...\nb: 2\n"), Some(3));
}

#[test]
fn json_alone_is_read_by_its_own_rules() {
    let found = read(br#"{"a":-0,"b":[1.5,1e2,"\ud83d\ude00\ud800!\/"],"c":18446744073709551615,"d":{}}"#);
    let expected = serde_json::json!({"a": 0, "b": [1.5, 100, "😀\u{fffd}!/"], "c": 18_446_744_073_709_552_000.0, "d": {}});
    assert_eq!(found[0], Ok(expected));
}
