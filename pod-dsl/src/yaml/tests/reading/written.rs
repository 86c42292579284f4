//! What our writer writes is what our reader reads.

use serde_json::{Map, Value as Json, json};

use super::{hostile::Seeded, read};
use crate::yaml::{Format, Writer};

/// Text that one reader of YAML or another takes for something else.
const TEXTS: &[&str] = &[
    "",
    " ",
    "a",
    "a b ",
    " a",
    "yes",
    "NO",
    "on",
    "y",
    "null",
    "~",
    "0644",
    "1_000",
    "0x1F",
    "1e3",
    ".5",
    "-1",
    "+1",
    "12:30:45",
    "2001-01-01",
    "<<",
    "=",
    "- a",
    "a: b",
    "a:",
    ": a",
    "#a",
    "a #b",
    "&a",
    "*a",
    "!a",
    "|",
    ">",
    "%a",
    "@a",
    "`a`",
    "{a",
    "[a]",
    "'a'",
    "\"a\"",
    "\\",
    "a\nb",
    "a\n",
    "a\n\n",
    "\na",
    "  a\nb\n",
    "a\n b\n",
    "\ta",
    "a\tb\n",
    "a\r\nb",
    "\u{85}",
    "\u{2028}",
    "\u{feff}",
    "\u{1}",
    "\u{7f}",
    "é",
    "😀",
    "---",
    "...",
    "--- a\nb\n",
    "?",
    "? a",
    "-",
    "key with spaces",
    "true",
    "False",
    ".inf",
    ".nan",
];

fn value(random: &mut Seeded, depth: usize) -> Json {
    let text = |random: &mut Seeded| TEXTS[random.below(TEXTS.len())].to_owned();
    match random.below(if depth == 0 { 6 } else { 9 }) {
        0 => Json::Null,
        1 => json!(random.below(2) == 0),
        2 => json!(i64::try_from(random.below(1 << 40)).unwrap() - (1 << 39)),
        3..6 => json!(text(random)),
        6 => (0..random.below(4)).map(|_| value(random, depth - 1)).collect(),
        _ => {
            let entry = |random: &mut Seeded| (text(random), value(random, depth - 1));
            Json::Object((0..random.below(5)).map(|_| entry(random)).collect::<Map<_, _>>())
        }
    }
}

#[test]
fn what_is_written_is_read_back() {
    let mut random = Seeded(42);
    for format in [Format::Yaml, Format::Kyaml, Format::Json] {
        for _ in 0..1000 {
            let values: Vec<_> = (0..3).map(|_| json!({"first": value(&mut random, 4)})).collect();
            let mut writer = Writer::new(Vec::new(), format);
            for value in &values {
                writer.document(None, value).unwrap();
            }
            let text = writer.into_inner();
            let found: Vec<_> = read(&text).into_iter().map(Result::unwrap).collect();
            assert_eq!(found, values, "{}", String::from_utf8_lossy(&text));
        }
    }
}
