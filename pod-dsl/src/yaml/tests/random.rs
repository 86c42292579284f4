//! A million strings and more, and thousands of structures: what is written is what is read.

use std::collections::BTreeSet;
use std::thread;

use serde::ser::{Serialize, Serializer};

use super::generator::{Random, alike};
use crate::yaml::scalar::{Scalar, resolve};
use crate::yaml::{Format, Writer, to_string};

const STRINGS: usize = 1_000_000;
const BATCH: usize = 500;
const THREADS: u64 = 2;

/// Holds strings as the values of a mapping.
struct Values<'a>(&'a [String]);

impl Serialize for Values<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().enumerate().map(|(at, text)| (format!("k{at}"), text)))
    }
}

/// Holds strings as the keys of a mapping.
struct Keys<'a>(&'a [String]);

impl Serialize for Keys<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().enumerate().map(|(at, text)| (text, at)))
    }
}

fn batch(random: &mut Random) -> Vec<String> {
    let mut seen = BTreeSet::new();
    while seen.len() < BATCH {
        seen.insert(random.string());
    }
    seen.into_iter().collect()
}

/// Checks that what begins without a quote is the text itself, and text to the table of scalars.
fn assert_bare_is_text(written: &str, text: &str) {
    if !written.starts_with(['"', '|', '?']) {
        assert_eq!(written, text, "written bare");
        assert_eq!(resolve(written), Scalar::Str(text), "written bare");
    }
}

fn texts<'a>(values: impl Iterator<Item = &'a serde_yaml::Value>) -> Vec<Option<&'a str>> {
    values.map(serde_yaml::Value::as_str).collect()
}

fn assert_reads_back(strings: &[String]) {
    let expected: Vec<_> = strings.iter().map(|text| Some(text.as_str())).collect();
    let entries = |yaml: &str| {
        let starts: Vec<_> =
            yaml.lines().filter(|line| !line.starts_with([' ', ':'])).map(str::to_owned).collect();
        starts.into_iter().filter(|line| !line.is_empty()).zip(strings)
    };

    let yaml = to_string(&Values(strings)).unwrap();
    for (line, text) in entries(&yaml) {
        assert_bare_is_text(line.split_once(": ").unwrap().1, text);
    }
    let read: serde_yaml::Mapping = serde_yaml::from_str(&yaml).unwrap();
    assert_eq!(texts(read.values()), expected, "as values");

    let yaml = to_string(strings).unwrap();
    for (line, text) in entries(&yaml) {
        assert_bare_is_text(line.strip_prefix("- ").unwrap(), text);
    }
    let read: Vec<serde_yaml::Value> = serde_yaml::from_str(&yaml).unwrap();
    assert_eq!(texts(read.iter()), expected, "as items");

    let yaml = to_string(&Keys(strings)).unwrap();
    for (line, text) in entries(&yaml) {
        // A key of the complex form has its value on the next line.
        assert_bare_is_text(line.rsplit_once(": ").map_or("?", |(key, _)| key), text);
    }
    let read: serde_yaml::Mapping = serde_yaml::from_str(&yaml).unwrap();
    assert_eq!(texts(read.keys()), expected, "as keys");
}

#[test]
fn a_million_strings_come_back_from_every_position() {
    thread::scope(|scope| {
        for seed in 0..THREADS {
            scope.spawn(move || {
                let mut random = Random::new(100 + seed);
                for _ in 0..STRINGS / BATCH / 2 {
                    assert_reads_back(&batch(&mut random));
                }
            });
        }
    });
}

#[test]
fn strings_come_back_from_the_flow_formats() {
    let mut random = Random::new(200);
    for _ in 0..40 {
        let strings = batch(&mut random);
        let expected: Vec<_> = strings.iter().map(|text| Some(text.as_str())).collect();
        for format in [Format::Kyaml, Format::Json] {
            let mut writer = Writer::new(Vec::new(), format);
            writer.document(None, &(Values(&strings), &strings, Keys(&strings))).unwrap();
            let text = String::from_utf8(writer.into_inner()).unwrap();
            let (values, items, keys): (serde_yaml::Mapping, Vec<serde_yaml::Value>, serde_yaml::Mapping) =
                match format {
                    Format::Json => serde_json::from_str(&text).unwrap(),
                    _ => serde_yaml::from_str(&text).unwrap(),
                };
            assert_eq!(texts(values.values()), expected, "{format:?}");
            assert_eq!(texts(items.iter()), expected, "{format:?}");
            assert_eq!(texts(keys.keys()), expected, "{format:?}");
        }
    }
}

#[test]
fn structures_come_back_in_every_format() {
    let mut random = Random::new(300);
    for _ in 0..4_000 {
        let structure = random.structure();
        let expected = structure.to_json();
        for format in [Format::Yaml, Format::Kyaml, Format::Json] {
            let mut writer = Writer::new(Vec::new(), format);
            writer.document(None, &structure).unwrap();
            let text = String::from_utf8(writer.into_inner()).unwrap();
            let read: serde_json::Value = match format {
                Format::Json => serde_json::from_str(&text).unwrap(),
                _ => serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{error}:\n{text}")),
            };
            assert!(alike(&read, &expected), "{format:?}: {read}\n{text}");
        }
    }
}

#[test]
fn writing_what_was_read_changes_nothing() {
    let mut random = Random::new(400);
    for _ in 0..2_000 {
        let yaml = to_string(&random.structure()).unwrap();
        let read: serde_yaml::Value = serde_yaml::from_str(&yaml).unwrap();
        assert_eq!(to_string(&read).unwrap(), yaml);
    }
}
