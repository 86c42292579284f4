//! Reading: what kubectl makes of a file is what we make of it.

#![allow(clippy::option_option, reason = "a test may be plain")]

mod cases;
mod hostile;
mod streams;
mod written;

use std::{
    io::Write as _,
    process::{Command, Stdio},
};

use serde_json::{Value as Json, json};

use crate::yaml::{
    node::{Node, Value},
    read::documents,
    source::{Fault, Source},
};

/// Begins every document that kubectl is asked about.
const HEAD: &str = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n";

/// Gives the documents of a file as JSON, as kubectl would send them.
fn read(text: &[u8]) -> Vec<Result<Json, Fault>> {
    documents(&Source::new("test.yaml", text))
        .map(|document| document.tree.map(|tree| to_json(&tree.root)))
        .collect()
}

/// Writes a tree as JSON; kubectl keeps an integer that fits 64 bits and makes any other number a float.
fn to_json(node: &Node<'_>) -> Json {
    match &node.value {
        Value::Null => Json::Null,
        Value::Bool(is) => json!(is),
        Value::Int(number) => json!(number),
        #[expect(clippy::cast_precision_loss, reason = "that is what kubectl does with it")]
        Value::UInt(number) => json!(*number as f64),
        #[expect(clippy::cast_possible_truncation, reason = "it is whole and small")]
        Value::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => json!(*number as i64),
        Value::Float(number) => json!(number),
        Value::Str(text) => json!(text),
        Value::Seq(items) => items.iter().map(to_json).collect(),
        Value::Map(entries) => {
            Json::Object(entries.iter().map(|(key, value)| (key.text.to_string(), to_json(value))).collect())
        }
    }
}

/// Holds what kubectl says to a file.
enum Answer {
    /// There is no kubectl to ask, which is said aloud.
    Absent,
    /// It refuses the file.
    Refused,
    /// It prints these documents.
    Read(Vec<Json>),
}

/// Asks kubectl what it makes of a file.
fn ask_kubectl(text: &[u8]) -> Answer {
    let path = std::env::temp_dir().join(format!(
        "pod-dsl-{}-{:?}.yaml",
        std::process::id(),
        std::thread::current().id()
    ));
    std::fs::File::create(&path).and_then(|mut file| file.write_all(text)).unwrap();
    let run = Command::new("kubectl")
        .args(["annotate", "--local", "-o", "json", "asked=yes", "-f"])
        .arg(&path)
        .stdin(Stdio::null())
        .output();
    std::fs::remove_file(&path).unwrap();
    let Ok(run) = run else {
        println!("SKIPPED: there is no kubectl on the path to compare with");
        return Answer::Absent;
    };
    if !run.status.success() {
        return Answer::Refused;
    }
    let documents: Result<Vec<Json>, _> =
        serde_json::Deserializer::from_slice(&run.stdout).into_iter().collect();
    let mut documents = documents.unwrap();
    for document in &mut documents {
        document["metadata"].as_object_mut().unwrap().remove("annotations");
    }
    Answer::Read(documents)
}
