//! Sets of ASCII bytes and the shapes built of them: what a regular expression would say, as `const fn`.

/// Holds a set of ASCII characters, one bit each.
#[derive(Clone, Copy)]
pub(super) struct Class(u128);

impl Class {
    pub(super) const fn range(first: u8, last: u8) -> Class {
        let mut bits = 0;
        let mut byte = first;
        while byte <= last {
            bits |= 1 << byte;
            byte += 1;
        }
        Class(bits)
    }

    pub(super) const fn of(characters: &str) -> Class {
        Class(0).and(characters)
    }

    pub(super) const fn and(self, characters: &str) -> Class {
        let bytes = characters.as_bytes();
        let mut bits = self.0;
        let mut i = 0;
        while i < bytes.len() {
            bits |= 1 << bytes[i];
            i += 1;
        }
        Class(bits)
    }

    pub(super) const fn or(self, other: Class) -> Class {
        Class(self.0 | other.0)
    }

    pub(super) const fn without(self, byte: u8) -> Class {
        Class(self.0 & !(1 << byte))
    }

    pub(super) const fn has(self, byte: u8) -> bool {
        byte < 128 && self.0 >> byte & 1 == 1
    }

    /// Tells whether all bytes belong; true for none.
    pub(super) const fn has_all(self, bytes: &[u8]) -> bool {
        self.end_of_run(bytes, 0) == bytes.len()
    }

    /// Tells whether at least one byte belongs.
    pub(super) const fn has_any(self, bytes: &[u8]) -> bool {
        let mut rest = bytes;
        while let [byte, after @ ..] = rest {
            if *byte < 128 && self.0 >> *byte & 1 == 1 {
                return true;
            }
            rest = after;
        }
        false
    }

    /// Returns the first place from `at` on whose byte does not belong.
    ///
    /// Neither loop calls `has`, because the compiler runs them for every literal it checks, and there a call costs more
    /// than all else.
    pub(super) const fn end_of_run(self, bytes: &[u8], mut at: usize) -> usize {
        while at < bytes.len() {
            let byte = bytes[at];
            if byte >= 128 || self.0 >> byte & 1 == 0 {
                break;
            }
            at += 1;
        }
        at
    }
}

pub(super) const DIGIT: Class = Class::range(b'0', b'9');
pub(super) const LOWER: Class = Class::range(b'a', b'z');
pub(super) const UPPER: Class = Class::range(b'A', b'Z');
pub(super) const LOWER_DIGIT: Class = LOWER.or(DIGIT);
pub(super) const LETTER: Class = LOWER.or(UPPER);
pub(super) const ALPHANUMERIC: Class = LETTER.or(DIGIT);
pub(super) const HEX: Class = DIGIT.or(Class::range(b'a', b'f')).or(Class::range(b'A', b'F'));
pub(super) const PRINTABLE: Class = Class::range(b' ', b'~');

/// Holds how a word may begin, continue and end.
#[derive(Clone, Copy)]
pub(super) struct Word {
    pub(super) first: Class,
    pub(super) inside: Class,
    pub(super) last: Class,
}

impl Word {
    /// Tells whether the bytes are such a word; none never are.
    pub(super) const fn matches(self, bytes: &[u8]) -> bool {
        self.matches_between(bytes, 0, bytes.len())
    }

    /// Tells whether the bytes are such words with a dot between each two.
    pub(super) const fn matches_dotted(self, bytes: &[u8]) -> bool {
        let mut from = 0;
        loop {
            let to = find(bytes, from, b'.');
            if !self.matches_between(bytes, from, to) {
                return false;
            }
            if to == bytes.len() {
                return true;
            }
            from = to + 1;
        }
    }

    /// Tells whether the bytes from `from` up to `to` are such a word; a single byte is first and last at once.
    const fn matches_between(self, bytes: &[u8], from: usize, to: usize) -> bool {
        from < to
            && self.first.has(bytes[from])
            && self.last.has(bytes[to - 1])
            && self.inside.end_of_run(bytes, from + 1) >= to - 1
    }
}

/// Returns the place of the first `wanted` from `at` on, or the end.
pub(super) const fn find(bytes: &[u8], mut at: usize, wanted: u8) -> usize {
    while at < bytes.len() && bytes[at] != wanted {
        at += 1;
    }
    at
}

/// Returns the bytes from `from` up to `to`; slicing by range is not yet possible in a `const fn`.
pub(super) const fn part(bytes: &[u8], from: usize, to: usize) -> &[u8] {
    bytes.split_at(to).0.split_at(from).1
}

pub(super) const fn equal(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && starts_with(a, b)
}

pub(super) const fn equal_ignoring_case(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() {
        if !a[i].eq_ignore_ascii_case(&b[i]) {
            return false;
        }
        i += 1;
    }
    true
}

pub(super) const fn starts_with(bytes: &[u8], prefix: &[u8]) -> bool {
    if bytes.len() < prefix.len() {
        return false;
    }
    let mut i = 0;
    while i < prefix.len() {
        if bytes[i] != prefix[i] {
            return false;
        }
        i += 1;
    }
    true
}

/// Tells whether `needle` occurs anywhere.
pub(super) const fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    let mut at = 0;
    while at + needle.len() <= bytes.len() {
        if starts_with(bytes.split_at(at).1, needle) {
            return true;
        }
        at += 1;
    }
    false
}

/// Returns the length of the blank character that begins at `at`, or 0: the blanks of Unicode, as Go's
/// `unicode.IsSpace` counts them.
pub(super) const fn blank(bytes: &[u8], at: usize) -> usize {
    match bytes.split_at(at).1 {
        [b'\t' | b'\n' | 0x0b | 0x0c | b'\r' | b' ', ..] => 1,
        [0xc2, 0x85 | 0xa0, ..] => 2,
        [0xe1, 0x9a, 0x80, ..]
        | [0xe2, 0x80, 0x80..=0x8a | 0xa8 | 0xa9 | 0xaf, ..]
        | [0xe2, 0x81, 0x9f, ..]
        | [0xe3, 0x80, 0x80, ..] => 3,
        _ => 0,
    }
}

/// Returns the text between the blanks at its two ends.
pub(super) const fn trim(bytes: &[u8]) -> &[u8] {
    let mut from = 0;
    while from < bytes.len() && blank(bytes, from) > 0 {
        from += blank(bytes, from);
    }
    let mut to = from;
    let mut at = from;
    while at < bytes.len() {
        let width = blank(bytes, at);
        if width == 0 {
            at += 1;
            to = at;
        } else {
            at += width;
        }
    }
    part(bytes, from, to)
}
