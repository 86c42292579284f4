//! The judge that counts: the `kubectl` on this machine, where there is one. It reads a file with
//! `--local`, so that no cluster is needed, and on the path where no type mends what was misread.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use super::generator::{Node, Random, alike};
use crate::yaml::{Format, Writer};

/// Reads a manifest of one object with kubectl. Gives nothing, and says so, where there is no kubectl.
pub(super) fn reads(manifest: &str) -> Option<Value> {
    reads_all(manifest).map(|mut objects| objects.pop().unwrap())
}

fn reads_all(manifest: &str) -> Option<Vec<Value>> {
    let child = Command::new("kubectl")
        .args(["annotate", "--local", "-f", "-", "read=yes", "-o", "json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        eprintln!("SKIPPED: there is no kubectl on this machine, so nothing was compared with it");
        return None;
    };
    let mut stdin = child.stdin.take().unwrap();
    let output = std::thread::scope(|scope| {
        scope.spawn(move || stdin.write_all(manifest.as_bytes()));
        child.wait_with_output().unwrap()
    });
    assert!(output.status.success(), "kubectl refuses it: {}", String::from_utf8_lossy(&output.stderr));
    let objects = serde_json::Deserializer::from_slice(&output.stdout).into_iter();
    Some(objects.map(Result::unwrap).collect())
}

/// How many strings kubectl gets to see: `POD_DSL_KUBECTL_STRINGS`, or a share that takes some seconds.
fn share() -> usize {
    std::env::var("POD_DSL_KUBECTL_STRINGS").ok().and_then(|count| count.parse().ok()).unwrap_or(300_000)
}

const FORMATS: [Format; 3] = [Format::Yaml, Format::Kyaml, Format::Json];

fn config_map(data: Node) -> Node {
    let scalar = |value: &str| Node::Scalar(json!(value));
    let metadata = Node::Mapping(vec![("name".to_owned(), scalar("x"))]);
    let fields =
        [("data", data), ("metadata", metadata), ("kind", scalar("ConfigMap")), ("apiVersion", scalar("v1"))];
    Node::Mapping(fields.map(|(key, value)| (key.to_owned(), value)).into())
}

fn assert_read_alike(data: Node, format: Format) -> bool {
    let object = config_map(data);
    let mut writer = Writer::new(Vec::new(), format);
    writer.document(Some("a comment"), &object).unwrap();
    let manifest = String::from_utf8(writer.into_inner()).unwrap();
    let Some(read) = reads(&manifest) else { return false };
    let written = object.to_json();
    if !alike(&read["data"], &written["data"]) {
        difference(&written["data"], &read["data"], "data", format);
    }
    true
}

/// Fails at the innermost difference.
fn difference(written: &Value, read: &Value, path: &str, format: Format) -> ! {
    match (written, read) {
        (Value::Array(written), Value::Array(read)) => {
            for (at, (written, read)) in written.iter().zip(read).enumerate() {
                if !alike(read, written) {
                    difference(written, read, &format!("{path}[{at}]"), format);
                }
            }
        }
        (Value::Object(written), Value::Object(read)) => {
            for (key, written) in written {
                let read = read.get(key).unwrap_or_else(|| panic!("{format:?}: {path} lost its key {key:?}"));
                if !alike(read, written) {
                    difference(written, read, &format!("{path}.{key:?}"), format);
                }
            }
        }
        _ => {}
    }
    panic!("{format:?}: {path} was written as {written:?} and kubectl reads {read:?}")
}

#[test]
fn kubectl_reads_random_strings_as_they_were_meant() {
    let mut random = Random::new(2);
    let mut seen = 0;
    while seen < share() {
        let strings: std::collections::BTreeSet<String> = (0..10_000).map(|_| random.string()).collect();
        let scalars = || strings.iter().map(|text| Node::Scalar(json!(text)));
        let data = vec![
            ("items".to_owned(), Node::List(scalars().collect())),
            (
                "values".to_owned(),
                Node::Mapping(scalars().enumerate().map(|(at, node)| (format!("k{at}"), node)).collect()),
            ),
            (
                "keys".to_owned(),
                Node::Mapping(strings.iter().map(|key| (key.clone(), Node::Scalar(json!(true)))).collect()),
            ),
        ];
        if !assert_read_alike(Node::Mapping(data), FORMATS[seen / 10_000 % 3]) {
            return;
        }
        seen += 10_000;
    }
    println!("kubectl read {seen} strings, each as value, item and key");
}

#[test]
fn kubectl_reads_random_structures_as_they_were_meant() {
    let mut random = Random::new(3);
    for format in FORMATS {
        for _ in 0..2 {
            if !assert_read_alike(Node::List((0..2_000).map(|_| random.structure()).collect()), format) {
                return;
            }
        }
    }
}

#[test]
fn kubectl_reads_keys_of_any_length() {
    let keys = [998, 999, 1000, 1001, 1002, 1022, 1023, 1024, 1025, 1026, 5000].map(|length| {
        let key = "k".repeat(length);
        let list = Node::List(vec![
            Node::Scalar(json!("a")),
            Node::Mapping(vec![(key.clone(), Node::Scalar(json!("x\ny")))]),
        ]);
        let pair = Node::Mapping(vec![
            (format!("{key} \u{7}"), Node::Scalar(json!(1))),
            ("\"".repeat(length), list),
        ]);
        (key, pair)
    });
    for format in FORMATS {
        assert_read_alike(Node::Mapping(keys.to_vec()), format);
    }
}

#[test]
fn kubectl_reads_a_stream_of_documents_with_comments() {
    for format in FORMATS {
        let mut writer = Writer::new(Vec::new(), format);
        for name in ["one", "two", "---"] {
            let scalar = |text: &str| Node::Scalar(json!(text));
            let data = Node::Mapping(vec![
                ("a".to_owned(), scalar(name)),
                ("b".to_owned(), scalar("---\n...\n---")),
            ]);
            writer.document(Some("made by hand\n\n--- not a document: {"), &config_map(data)).unwrap();
        }
        let stream = String::from_utf8(writer.into_inner()).unwrap();
        let Some(objects) = reads_all(&stream) else { return };
        let names: Vec<_> = objects.iter().map(|object| &object["data"]["a"]).collect();
        assert_eq!(names, ["one", "two", "---"], "{stream}");
        assert!(objects.iter().all(|object| object["data"]["b"] == "---\n...\n---"), "{stream}");
    }
}
