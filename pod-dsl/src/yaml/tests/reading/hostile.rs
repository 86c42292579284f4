//! Text made to hurt: it ends in an error, soon, and without a panic.

use std::fmt::Write as _;

use super::read;
use crate::yaml::{read::documents, source::Source};

/// Makes numbers that look random and are the same on every run.
pub(super) struct Seeded(pub(super) u64);

impl Seeded {
    pub(super) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }
}

fn joined(count: usize, part: impl Fn(usize) -> String) -> String {
    (0..count).map(part).collect::<Vec<_>>().concat()
}

fn refusal(text: &str) -> String {
    match read(text.as_bytes()).remove(0) {
        Err(fault) => fault.message,
        Ok(_) => panic!("{} … is accepted", &text[..40]),
    }
}

#[test]
fn aliases_cannot_blow_up() {
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for n in 1..30 {
        let aliases = vec![format!("*a{}", n - 1); 10].join(", ");
        writeln!(bomb, "a{n}: &a{n} [{aliases}]").unwrap();
    }
    assert!(refusal(&bomb).contains("aliases"));

    let mut text = format!("a: &a {:?}\nb:\n", "x".repeat(1 << 20));
    text += &"- *a\n".repeat(1000);
    assert!(refusal(&text).contains("aliases"));

    let mut merges = String::from("m0: &m0 {a: 1}\n");
    for n in 1..60 {
        writeln!(merges, "m{n}: &m{n} {{a{n}: {{<<: *m{0}}}, b{n}: {{<<: *m{0}}}}}", n - 1).unwrap();
    }
    assert!(refusal(&merges).contains("aliases"));
}

#[test]
fn anchors_cannot_blow_up() {
    let open = joined(150, |n| format!("[&a{n} "));
    let text = format!("{open}[{}]{}\n# *", "1,".repeat(100_000), "]".repeat(150));
    assert!(refusal(&text).contains("anchors"));
}

#[test]
fn depth_is_bounded() {
    for text in [
        "[".repeat(100_000),
        "{a: ".repeat(100_000),
        "- ".repeat(100_000),
        "? ".repeat(100_000),
        "{\"a\":[".repeat(100_000),
    ] {
        let message = refusal(&text);
        assert!(message.contains("deep") || message.contains("JSON"), "{message}");
    }
    let blocks = joined(2000, |n| format!("{}a:\n", " ".repeat(n)));
    assert!(refusal(&blocks).contains("deep"));
    let fits = format!("{}{}", "[".repeat(200), "]".repeat(200));
    assert!(read(fits.as_bytes())[0].is_ok());
}

#[test]
fn size_alone_is_no_harm() {
    let text = format!(
        "a: {}\nb: {:?}\nc: |\n  {}\n",
        "x".repeat(3 << 20),
        "y".repeat(3 << 20),
        "z".repeat(3 << 20)
    );
    assert!(read(text.as_bytes())[0].is_ok());
    let keys = joined(100_000, |n| format!("k{n}: {{}}\n"));
    assert!(read(keys.as_bytes())[0].is_ok());
    let long_key = format!("{}: 1\n", "k".repeat(2000));
    assert!(read(long_key.as_bytes())[0].is_err());
}

#[test]
fn no_bytes_make_the_reader_panic() {
    const ATOMS: [&[u8]; 48] = [
        b"a",
        b": ",
        b":",
        b"- ",
        b"-",
        b"\n",
        b"\n  ",
        b"\n ",
        b"    ",
        b"\t",
        b"[",
        b"]",
        b"{",
        b"}",
        b",",
        b"?",
        b"? ",
        b"#",
        b" #",
        b"&a ",
        b"*a",
        b"!",
        b"!!str ",
        b"!<a>",
        b"|",
        b">",
        b"|2-\n",
        b"'",
        b"\"",
        b"\\",
        b"\\u12",
        b"%",
        b"@",
        b"---\n",
        b"--- ",
        b"...\n",
        b"<<: ",
        b"\r",
        b"\xC2\x85",
        b"\xE2\x80\xA8",
        b"\xEF\xBB\xBF",
        b"\xFF",
        b"\0",
        b"\xC3\xA9",
        b"1",
        b"0x",
        b".inf",
        b"~",
    ];
    let mut random = Seeded(7);
    for _ in 0..20_000 {
        let length = random.below(40);
        let mut text: Vec<u8> = Vec::new();
        for _ in 0..length {
            text.extend(ATOMS[random.below(ATOMS.len())]);
        }
        if random.below(4) == 0 {
            text.insert(0, b'{');
        }
        let source = Source::new("", &text);
        for document in documents(&source) {
            // A place can be shown for whatever was found.
            match document.tree {
                Ok(tree) => drop(source.position(tree.root.at)),
                Err(fault) => drop((source.position(fault.at), source.line(fault.at).len())),
            }
        }
    }
}
