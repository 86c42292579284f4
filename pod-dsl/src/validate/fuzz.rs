//! What must hold for any bytes: the body of the fuzz target in `fuzz/`, which `cargo test` runs over the same seeds.

use super::{
    Applied, Companions, New,
    decode::documents,
    foreign::{Judgement, judge_document},
};
use crate::{
    target::{KubeVersion, Target},
    yaml::{Format, Writer, read, source::Source},
};

/// Reads bytes as a manifest, judges it for both platforms and by the oldest and the newest release, and writes it again.
///
/// # Panics
/// Where a document is judged in two ways, or where what is written reads as something else than what was read.
pub fn manifest(bytes: &[u8]) {
    let source = Source::new("manifest.yaml", bytes);
    judged(&source);
    rewritten(&source);
}

/// Holds that judging is deterministic, and that every finding can be shown.
fn judged(source: &Source<'_>) {
    for version in [KubeVersion::OLDEST, KubeVersion::DEFAULT, KubeVersion::NEWEST] {
        let companions = Companions::of_file(source, version);
        // Whatever it is, it is an update of itself.
        let applied = Applied::manifest("applied.yaml", source.text().as_bytes(), &Target::kubernetes());
        let mut new = New::default();
        new.read(source, version);
        let against = new.against(&applied);
        for document in documents(source) {
            for target in Target::all() {
                let judge =
                    || shown(judge_document(&document, &target, version, &companions, Some(&against)));
                let (once, again) = (judge(), judge());
                assert_eq!(once, again, "judged by {target} {version}");
            }
        }
    }
}

fn shown(judgement: Judgement) -> (&'static str, Vec<String>, Vec<String>) {
    let findings = judgement.findings.iter().map(|finding| format!("{finding}\n{finding:?}")).collect();
    (judgement.verdict.as_str(), findings, judgement.assumes)
}

/// Holds that what is written means what was read, and that writing it again changes nothing.
fn rewritten(source: &Source<'_>) {
    for tree in read::documents(source).filter_map(|document| document.tree.ok()) {
        for format in [Format::Yaml, Format::Kyaml, Format::Json] {
            let Some(once) = written(&tree.root, format) else { continue };
            let source = Source::new("written.yaml", &once);
            let again = read::documents(&source).next().and_then(|document| document.tree.ok());
            let Some(again) = again else {
                // A document that is null is none.
                assert!(tree.root.is_null(), "{format:?}: {} cannot be read", source.text());
                continue;
            };
            let json = |node| serde_json::to_value(node).ok();
            assert_eq!(
                json(&again.root),
                json(&tree.root),
                "{format:?}: {} means something else",
                source.text()
            );
            let twice = written(&again.root, format);
            assert_eq!(twice.as_deref(), Some(&*once), "{format:?}: {} moves", source.text());
        }
    }
}

/// Writes a tree, unless the writer refuses it, as it does where kubectl could not read it back.
fn written(root: &impl serde::Serialize, format: Format) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut writer = Writer::new(&mut bytes, format);
    writer.document(None, root).and_then(|()| writer.flush().map_err(Into::into)).ok()?;
    drop(writer);
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::manifest;

    /// What a fuzzer would put in place of something else.
    const TOKENS: &[&str] = &[
        "",
        "\n",
        " ",
        "\t",
        "\r",
        "\0",
        "- ",
        ": ",
        "{",
        "}",
        "[",
        "]",
        ",",
        "\"",
        "'",
        "|",
        ">",
        "&a ",
        "*a",
        "<<: ",
        "---\n",
        "...\n",
        "%",
        "#",
        "!",
        "!!str ",
        "?",
        "~",
        "null",
        "0",
        "-1",
        "9223372036854775807",
        "-9223372036854775808",
        "18446744073709551616",
        "1e999",
        "0x",
        "0o7",
        "1_0",
        ".inf",
        "y",
        "1Ki",
        "1.5m",
        "-0",
        "1e-999999999",
        "9E999999999",
        "1h",
        "101%",
        "@every 1ns",
        "*/0 * * * *",
        "é",
        "\u{feff}",
        "\u{85}",
        "\u{2028}",
        "\\ud800",
        "$(A)",
        "..",
        "/",
        "a/b/c",
        "metadata.labels['",
        "2001:db8::1%eth0",
        "::ffff:1.2.3.4",
        "10.0.0.0/33",
        "IPv6",
        "hugepages-0",
        "List",
        "items:",
        "kind:",
        "apiVersion:",
    ];

    /// Makes numbers by a linear congruence (Knuth's MMIX), so that a failure can be seen again.
    struct Random(u64);

    impl Random {
        fn below(&mut self, limit: usize) -> usize {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 33) as usize % limit.max(1)
        }

        /// Changes bytes as a fuzzer does: drops, doubles, replaces, joins.
        fn change(&mut self, bytes: &mut Vec<u8>, seeds: &[Vec<u8>]) {
            let (from, length) = (self.below(bytes.len() + 1), self.below(24));
            let to = (from + length).min(bytes.len());
            match self.below(6) {
                0 => drop(bytes.drain(from..to)),
                1 => {
                    let part = bytes[from..to].to_vec();
                    let at = self.below(bytes.len() + 1);
                    bytes.splice(at..at, part);
                }
                2 | 3 => {
                    let token = TOKENS[self.below(TOKENS.len())];
                    bytes.splice(from..from + self.below(to - from + 1), token.bytes());
                }
                4 => {
                    let other = &seeds[self.below(seeds.len())];
                    bytes.truncate(from);
                    bytes.extend_from_slice(&other[self.below(other.len())..]);
                }
                _ => {
                    if let Some(byte) = bytes.get_mut(from) {
                        *byte ^= 1 << self.below(8);
                    }
                }
            }
        }
    }

    /// Gives the seeds of the fuzz target; a published crate has none of them with it.
    fn seeds() -> Vec<Vec<u8>> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/seeds/manifest");
        let files = fs::read_dir(folder).into_iter().flatten();
        let mut files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
        files.sort();
        files.into_iter().map(|file| fs::read(file).unwrap()).collect()
    }

    /// Tells how often each seed is changed; `FUZZ_ROUNDS=10000 cargo test fuzz` searches where there is no fuzzer.
    fn rounds() -> usize {
        std::env::var("FUZZ_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(60)
    }

    #[test]
    fn nothing_that_is_fed_to_it_breaks_it() {
        let (seeds, rounds) = (seeds(), rounds());
        for (number, seed) in seeds.iter().enumerate() {
            manifest(seed);
            let mut random = Random(number as u64);
            for _ in 0..rounds {
                let mut bytes = seed.clone();
                for _ in 0..=random.below(6) {
                    random.change(&mut bytes, &seeds);
                }
                // Long ones cost time here and find nothing that short ones do not.
                bytes.truncate(4096);
                manifest(&bytes);
            }
        }
    }
}
