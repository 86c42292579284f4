//! One document each: the value kubectl reads, or nothing where it refuses.

use serde_json::{Value as Json, json};

use super::{Answer, HEAD, ask_kubectl, read};

/// Lists the text of `x:` (with what follows) and the JSON of it.
const READ: &[(&str, &str)] = &[
    // Plain scalars.
    ("x: yes", "true"),
    ("x: 0644", "420"),
    ("x: 1_000", "1000"),
    ("x: 1.0", "1"),
    ("x: 1e3", "1000"),
    ("x: 0.1", "0.1"),
    ("x: .5", "0.5"),
    ("x: 18446744073709551615", "18446744073709552000.0"),
    ("x: 1e-7", "1e-7"),
    ("x: 12:30:45", r#""12:30:45""#),
    ("x: 2001-01-01", r#""2001-01-01""#),
    ("x: <<", r#""<<""#),
    ("x:", "null"),
    ("x: ~", "null"),
    ("x: a b", r#""a b""#),
    ("x: a:b", r#""a:b""#),
    ("x: a#b #c", r#""a#b""#),
    ("x: a\n  b\n\n  c", r#""a b\nc""#),
    ("x: a\n  b\n\n\n  c # d", r#""a b\n\nc""#),
    ("x: -a", r#""-a""#),
    ("x: ?a", r#""?a""#),
    ("x: :a", r#"":a""#),
    ("x: [-a, -]", r#"["-a", "-"]"#),
    ("x: a - b", r#""a - b""#),
    ("x: é", r#""é""#),
    ("x: a\u{85}  b", r#""a b""#),
    ("x: a\u{2028}  b", "\"a\u{2028}b\""),
    ("x:\ttab", r#""tab""#),
    ("x: a\tb\t", r#""a\tb""#),
    // Quotes.
    ("x: 'it''s'", r#""it's""#),
    ("x: 'a\n  b\n\n  c  '", r#""a b\nc  ""#),
    (r#"x: "a\tb\x41\u00e9\U0001F600\e\_\'\/""#, "!"),
    (r#"x: "a\tb\x41\u00e9\U0001F600\e\_\'\N\L""#, "\"a\\tbAé😀\\u001b\u{a0}'\u{85}\u{2028}\""),
    ("x: \"a \\\n   b\n\n  c\"", r#""a b\nc""#),
    ("x: \"a  \n  b\"", r#""a b""#),
    ("x: \"\"", r#""""#),
    ("x: \"é\"", r#""é""#),
    ("x: \"a\n--- b\"", "!"),
    ("x: 'a", "!"),
    ("x: \"a\" b", "!"),
    (r#"x: "\ud800""#, "!"),
    // Blocks.
    ("x: |\n  a\n   b\n\n", r#""a\n b\n""#),
    ("x: |-\n  a\n\n", r#""a""#),
    ("x: |+\n  a\n\n\n", r#""a\n\n\n\n""#),
    ("x: |2-\n    a\n   b\n", r#""  a\n b""#),
    ("x: |-2\n    a\n", r#""  a""#),
    ("x: |\n  no end", r#""no end\n""#),
    ("x: |\n\n\n  a", r#""\n\na\n""#),
    ("x: |\ny: 1", r#""""#),
    ("x: >+\n  a\n  b\n\n   c\n  d\n  e\n\n", r#""a b\n\n c\nd e\n\n\n""#),
    ("x: >\n  a\n\n  b\n", r#""a\nb\n""#),
    ("x: | # why\n  a # b\n", r#""a # b\n""#),
    ("x: |\n  a\r\n  b\r\n", r#""a\nb\n""#),
    ("x: |\n  é\u{a0}ü\n", "\"é\u{a0}ü\\n\""),
    ("x: |0\n  a", "!"),
    ("x: | a", "!"),
    ("x: |\n\ta", "!"),
    ("x: |\n \ta\n  b", "!"),
    ("x: |\n  a\n b", "!"),
    // Lists and objects.
    ("x:\n- a\n-\n- - c\n  - d\n- e: 1\n  f: 2", r#"["a", null, ["c", "d"], {"e": 1, "f": 2}]"#),
    ("x:\n  - a\n  -\n  - - c", r#"["a", null, ["c"]]"#),
    ("x: [a, b,]", r#"["a", "b"]"#),
    ("x: [a: b, c]", r#"[{"a": "b"}, "c"]"#),
    ("x: [a:b, 'c':1]", r#"["a:b", {"c": 1}]"#),
    ("x: {a, b: , c: 1,}", r#"{"a": null, "b": null, "c": 1}"#),
    ("x: {a:1}", r#"{"a:1": null}"#),
    ("x: {\"a\":1, 'b':2}", r#"{"a": 1, "b": 2}"#),
    ("x: {? a : b, ? c}", r#"{"a": "b", "c": null}"#),
    ("x: [\n  a,\n b\n]", r#"["a", "b"]"#),
    ("x: {a: [b, {c: d}]\n}", r#"{"a": ["b", {"c": "d"}]}"#),
    ("x: [[], {}, [{}]]", "[[], {}, [{}]]"),
    ("? x\n: b\n? z\n: - w", r#""b""#),
    ("x: {http://a: b}", r#"{"http://a": "b"}"#),
    ("x:\n    a: 1\n    b:\n     - c", r#"{"a": 1, "b": ["c"]}"#),
    ("x: [a,,b]", "!"),
    ("x: [a?b]", "!"),
    ("x: [a", "!"),
    ("x: [a}", "!"),
    ("x: a: b", "!"),
    ("x: - a", "!"),
    ("x:\t- a", "!"),
    ("x:\n\t- a", "!"),
    ("x: 1\n y: 2", "!"),
    ("x: 1\n- a", "!"),
    ("x:\n- a\n b", r#"["a b"]"#),
    ("x:\n  - a\n - b", "!"),
    ("x\ny: 1", "!"),
    ("x: @a", "!"),
    ("x: `a`", "!"),
    ("x: %a", "!"),
    ("%x: a", "!"),
    ("x: {{ a }}", "!"),
    ("x: [? : b]", "!"),
    // Keys.
    (
        "x: {1: a, 0x10: b, 1.5: c, 1e6: d, true: e, y: f}",
        r#"{"1": "a", "16": "b", "1.5": "c", "1e+06": "d", "true": "f"}"#,
    ),
    ("x: {.inf: a, .nan: b}", r#"{".inf": "a", ".nan": "b"}"#),
    ("x: {a: 1, a: 2}", r#"{"a": 2}"#),
    ("x: {1: a, '1': b}", "*"),
    ("x: {~: a}", "!"),
    ("x: {[a]: b}", "!"),
    ("x: {18446744073709551615: a}", "!"),
    ("x: .inf", "!"),
    ("x: [.nan]", "!"),
    ("x:\n  \"a b\": 1\n  'c': 2", r#"{"a b": 1, "c": 2}"#),
    // Anchors, aliases and merges.
    ("x: {a: &k foo, b: *k, *k : 1}", r#"{"a": "foo", "b": "foo", "foo": 1}"#),
    ("x: {a: &k , b: *k }", r#"{"a": null, "b": null}"#),
    ("x: {a: &k 1, b: &k 2, c: *k}", r#"{"a": 1, "b": 2, "c": 2}"#),
    (
        "x:\n  a: &k\n    b: 1\n  c: *k\n  d: &l\n  - 1\n  e: *l",
        r#"{"a": {"b": 1}, "c": {"b": 1}, "d": [1], "e": [1]}"#,
    ),
    ("x: {a: &k {q: 1, w: 2}, b: {<<: *k, q: 3}}", r#"{"a": {"q": 1, "w": 2}, "b": {"q": 3, "w": 2}}"#),
    ("x: {a: &k {q: 1}, b: {q: 3, <<: *k}}", r#"{"a": {"q": 1}, "b": {"q": 1}}"#),
    ("x: {a: &k {q: 1}, b: {<<: [*k, {q: 9, e: 1}]}}", r#"{"a": {"q": 1}, "b": {"q": 1, "e": 1}}"#),
    (
        "x: {a: &k {q: 1}, b: &l {<<: *k}, c: {<<: *l, r: 2}}",
        r#"{"a": {"q": 1}, "b": {"q": 1}, "c": {"q": 1, "r": 2}}"#,
    ),
    ("x: {'<<': {f: 1}, a: <<}", r#"{"<<": {"f": 1}, "a": "<<"}"#),
    ("x: {!!merge <<: {f: 1}}", r#"{"f": 1}"#),
    ("x: {!!str <<: {f: 1}}", r#"{"<<": {"f": 1}}"#),
    ("x: {<<: 3}", "!"),
    ("x: {<<: }", "!"),
    ("x: {<<: [1]}", "!"),
    ("x: {a: &k [{b: 1}], c: {<<: *k}}", "!"),
    ("x: *k", "!"),
    ("x: &k [*k]", "!"),
    ("x: &k {a: {<<: *k}}", "!"),
    ("x: &", "!"),
    ("x: &a &b c", "!"),
    ("x: &a *b", "!"),
    // Tags.
    ("x: !!str 12", r#""12""#),
    ("x: !!int '12'", "12"),
    ("x: !!int 0o7", "7"),
    ("x: !!float 3", "3"),
    ("x: !!bool 'yes'", "true"),
    ("x: !!null ''", "null"),
    ("x: !!binary aGk=", r#""hi""#),
    ("x: !!binary |\n  aG\n  k=", r#""hi""#),
    ("x: !!timestamp 2001-01-01", r#""2001-01-01""#),
    ("x: ! 12", r#""12""#),
    ("x: !foo 12", r#""12""#),
    ("x: !foo", r#""""#),
    ("x: !<tag:yaml.org,2002:int> '3'", "3"),
    ("x: !!str", r#""""#),
    ("x: !!str null", r#""null""#),
    ("x: !!map [a]", r#"["a"]"#),
    ("x: !!set {a, b}", r#"{"a": null, "b": null}"#),
    ("x: !!str &k a", r#""a""#),
    ("x: &k !!str 1", r#""1""#),
    ("x: {!!int 5: a}", r#"{"5": "a"}"#),
    ("x: !!int a", "!"),
    ("x: !!null a", "!"),
    ("x: !!binary '*'", "!"),
    ("x: !e!a b", "!"),
    ("x: !!", "!"),
    ("x: !a}b", "!"),
    // What ends a document, and characters.
    ("x: 1\n...\n@@@", "1"),
    ("x: 1\n# end", "1"),
    ("x: \u{7f}", "!"),
    ("x: \"\u{1}\"", "!"),
    ("x: \u{feff}a", "\"\u{feff}a\""),
    ("x: |\n  a\u{0}", "!"),
];

/// Reads the expectation: a value, `!` for a refusal, `*` for what kubectl answers now so and now so.
fn expected(text: &str) -> Option<Json> {
    (text != "!").then(|| serde_json::from_str(text).unwrap())
}

#[test]
fn a_document_is_read_as_kubectl_reads_it() {
    let mut wrong = Vec::new();
    for (body, json) in READ.iter().filter(|(_, json)| *json != "*") {
        let found = read(format!("{HEAD}{body}\n").as_bytes()).remove(0);
        match (found, expected(json)) {
            (Ok(found), Some(expected)) if found["x"] == expected => {}
            (Err(_), None) => {}
            (found, expected) => wrong.push(format!("{body:?} gives {found:?}, not {expected:?}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn kubectl_confirms_the_table() {
    let mut wrong = Vec::new();
    for (body, json) in READ.iter().filter(|(_, json)| *json != "*") {
        let answer = match ask_kubectl(format!("{HEAD}{body}\n").as_bytes()) {
            Answer::Absent => return,
            Answer::Refused => None,
            Answer::Read(documents) => Some(documents[0]["x"].clone()),
        };
        if answer != expected(json) {
            wrong.push(format!("{body:?} is {answer:?} to kubectl"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_key_that_stands_twice_is_remembered() {
    let source = crate::yaml::source::Source::new(
        "",
        b"a: 1\nb: {c: 1, 'c': 2}\na: 2\nd: &d {e: 1}\nf: {<<: *d, e: 2}\n",
    );
    let document = crate::yaml::read::documents(&source).next().unwrap();
    let lines: Vec<_> = document
        .tree
        .unwrap()
        .repeated
        .iter()
        .map(|repeated| (source.position(repeated.first), source.position(repeated.again)))
        .collect();
    assert_eq!(lines, [((2, 5), (2, 11)), ((1, 1), (3, 1))]);
}

#[test]
fn many_keys_are_kept_apart() {
    let body: String = (0..100).map(|n| format!("k{n}: {n}\n")).chain(["k42: x\n".to_owned()]).collect();
    let found = read(body.as_bytes()).remove(0).unwrap();
    assert_eq!(found.as_object().unwrap().len(), 100);
    assert_eq!(found["k42"], json!("x"));
    assert_eq!(found["k99"], json!(99));
}
