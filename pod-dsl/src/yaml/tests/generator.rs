//! Seeded random strings and structures, nasty by composition, so that a failure can be seen again.

use serde::ser::{Serialize, Serializer};
use serde_json::{Value, json};

/// Generates numbers by splitmix64 (Steele, Lea and Flood, 2014).
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(super) fn below(&mut self, limit: usize) -> usize {
        (self.next() >> 33) as usize % limit
    }

    pub(super) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// Makes a string from up to seven nasty atoms, at times from the middle of one.
    pub(super) fn string(&mut self) -> String {
        let mut text = String::new();
        let joint = self.pick(&["", "", "", " ", "\n", "\n  ", ": ", ","]);
        for at in 0..=self.below(7) {
            if at > 0 {
                text += joint;
            }
            match self.below(24) {
                0 => text.extend(self.character()),
                1 => text += &self.next().to_string()[..=self.below(4)],
                2 if self.below(16) == 0 => text += &"long words ".repeat(self.below(200)),
                _ => text += self.pick(ATOMS),
            }
            if self.below(4) == 0 {
                break;
            }
        }
        text
    }

    fn character(&mut self) -> Option<char> {
        let limit = self.pick(&[0x80, 0x100, 0x3000, 0x1_0000, 0x11_0000]);
        char::from_u32(u32::try_from(self.below(limit)).unwrap())
    }

    /// Makes a structure with at least one level, in whose mappings no key stands twice.
    pub(super) fn structure(&mut self) -> Node {
        if self.below(8) == 0 { self.list(5) } else { self.mapping(5) }
    }

    fn node(&mut self, depth: usize) -> Node {
        match self.below(if depth == 0 { 6 } else { 10 }) {
            0 => Node::Scalar(json!(null)),
            1 => Node::Scalar(json!(self.below(2) == 0)),
            2 => Node::Scalar(json!((self.next() >> self.below(64)).cast_signed())),
            3 => Node::Scalar(json!(f64::from_bits(self.next() | 1 << 52))).finite(),
            4 | 5 => Node::Scalar(json!(self.string())),
            6 | 7 => self.list(depth - 1),
            _ => self.mapping(depth - 1),
        }
    }

    fn list(&mut self, depth: usize) -> Node {
        Node::List((0..self.below(5)).map(|_| self.node(depth)).collect())
    }

    fn mapping(&mut self, depth: usize) -> Node {
        let mut fields: Vec<(String, Node)> = Vec::new();
        for _ in 0..self.below(7) {
            let key = if self.below(3) == 0 { self.string() } else { (self.pick(FIELDS)).to_owned() };
            if fields.iter().all(|(known, _)| *known != key) {
                let value = match (key.as_str(), self.below(3)) {
                    ("kind", 1..) => {
                        Node::Scalar(json!(self.pick(&["Pod", "List", "Secret", "Deployment", "Widget"])))
                    }
                    ("apiVersion", 1..) => {
                        Node::Scalar(json!(self.pick(&["v1", "apps/v1", "example.com/v1"])))
                    }
                    _ => self.node(depth),
                };
                fields.push((key, value));
            }
        }
        Node::Mapping(fields)
    }
}

/// Holds a tree whose mappings keep their order, which `serde_json::Value` does not.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Scalar(Value),
    List(Vec<Node>),
    Mapping(Vec<(String, Node)>),
}

impl Node {
    /// Replaces a number that is none by one that is.
    fn finite(self) -> Self {
        if matches!(self, Self::Scalar(Value::Null)) { Self::Scalar(json!(0.5)) } else { self }
    }

    pub(super) fn to_json(&self) -> Value {
        match self {
            Self::Scalar(value) => value.clone(),
            Self::List(items) => items.iter().map(Self::to_json).collect(),
            Self::Mapping(fields) => {
                Value::Object(fields.iter().map(|(key, value)| (key.clone(), value.to_json())).collect())
            }
        }
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Scalar(value) => value.serialize(serializer),
            Self::List(items) => serializer.collect_seq(items),
            Self::Mapping(fields) => serializer.collect_map(fields.iter().map(|(key, value)| (key, value))),
        }
    }
}

/// Compares floats as closely as `serde_json` reads them: its fast way may miss the last bits.
pub(super) fn equal(one: f64, other: f64) -> bool {
    (one - other).abs() <= other.abs() * 1e-15
}

/// Compares values; a number may have become a float on the way, as it does in kubectl.
pub(super) fn alike(read: &Value, written: &Value) -> bool {
    match (read, written) {
        (Value::Number(read), Value::Number(written)) => {
            read == written || equal(read.as_f64().unwrap(), written.as_f64().unwrap())
        }
        (Value::Array(read), Value::Array(written)) => {
            read.len() == written.len()
                && read.iter().zip(written).all(|(read, written)| alike(read, written))
        }
        (Value::Object(read), Value::Object(written)) => {
            read.len() == written.len()
                && written.iter().all(|(key, value)| read.get(key).is_some_and(|read| alike(read, value)))
        }
        _ => read == written,
    }
}

const FIELDS: &[&str] = &[
    "apiVersion",
    "kind",
    "metadata",
    "spec",
    "status",
    "items",
    "objects",
    "name",
    "labels",
    "template",
    "containers",
    "image",
    "env",
    "value",
    "ports",
    "volumes",
    "data",
    "stringData",
    "type",
    "selector",
    "a",
    "b",
];

const ATOMS: &[&str] = &[
    // Words that some reader takes for a boolean, a null or a number.
    "yes",
    "no",
    "y",
    "n",
    "Y",
    "N",
    "on",
    "off",
    "On",
    "OFF",
    "true",
    "False",
    "TRUE",
    "null",
    "Null",
    "~",
    "nan",
    ".nan",
    ".inf",
    "-.Inf",
    "inf",
    "none",
    // Numbers of all bases, with underscores, signs, dots and colons.
    "0",
    "1",
    "-1",
    "+1",
    "0644",
    "08",
    "0o17",
    "0x1F",
    "0b101",
    "1_000",
    "685_230.15",
    "1e3",
    "1.5",
    ".5",
    "1.",
    "-0",
    "0_8",
    "12:30:45",
    "190:20:30",
    "1:30",
    "18446744073709551616",
    // Dates and times.
    "2001-01-01",
    "2001-12-14t21:59:43.10-05:00",
    "2001-12-14 21:59:43.10 -5",
    // Indicators, alone and where they mean something.
    "=",
    "<<",
    "-",
    "- ",
    "?",
    "? ",
    ":",
    ": ",
    ",",
    "[",
    "]",
    "{",
    "}",
    "#",
    " #",
    "# ",
    "&",
    "&a",
    "*",
    "*a",
    "!",
    "!!str",
    "|",
    "|-",
    ">",
    "'",
    "\"",
    "%",
    "%YAML",
    "@",
    "`",
    "\\",
    "\\n",
    "---",
    "--- ",
    "...",
    "${",
    "$(A)",
    "key: value",
    "- item",
    "[a, b]",
    "{a: b}",
    "\"quoted\"",
    "'single'",
    // White space and line breaks of every sort.
    " ",
    "  ",
    "\t",
    "\n",
    "\n\n",
    "\n ",
    "\n\t",
    " \n",
    "\t\n",
    "\r",
    "\r\n",
    "\u{b}",
    "\u{c}",
    "\u{85}",
    "\u{a0}",
    "\u{2028}",
    "\u{2029}",
    "\u{3000}",
    // What is not printable, or no character at all.
    "\u{0}",
    "\u{7}",
    "\u{8}",
    "\u{1b}",
    "\u{1b}[31m",
    "\u{7f}",
    "\u{80}",
    "\u{9f}",
    "\u{ad}",
    "\u{200b}",
    "\u{200d}",
    "\u{202e}",
    "\u{2066}",
    "\u{feff}",
    "\u{fffd}",
    "\u{fffe}",
    "\u{ffff}",
    "\u{fdd0}",
    "\u{1fffe}",
    "\u{e000}",
    "\u{e0001}",
    "\u{10ffff}",
    // Scripts, composed and not.
    "ä",
    "a\u{308}",
    "ß",
    "漢字",
    "кот",
    "עברית",
    "مرحبا",
    "हिन्दी",
    "😀",
    "👩‍👩‍👧",
    "🇩🇪",
    "𝒳",
    // What manifests hold.
    "app",
    "nginx:1.29",
    "registry.example.com/a/b@sha256:0123",
    "/usr/local/bin",
    "--flag=value",
    "-c",
    "a=b,c=d",
    "app.kubernetes.io/name",
    "*.example.com",
    "64Mi",
    "100m",
    "#!/bin/sh\nset -e\n",
    "server {\n  listen 80;\n}\n",
    "a\n\n  b\n",
    "x: [\n",
    "exec \"$@\"",
    "frontend http\n    bind *:80\n",
];
