//! What is different about the objects of a file on OpenShift, as text and as JSON.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::{Run, complain};
use crate::{
    cli::rules::Listing,
    pipeline::{Emit, PlatformDelta, said_by},
    target::{KubeVersion, Platform, Target},
    validate::{
        Companions, Finding,
        decode::{Document, decode, documents},
        foreign,
    },
    yaml::source::Source,
};

/// Shows the differences of every object of a file.
pub(super) fn source(
    source: &Source<'_>,
    target: &Target,
    format: Listing,
    run: &mut Run,
    out: &mut dyn Write,
) -> io::Result<()> {
    let version = target.version().unwrap_or(KubeVersion::DEFAULT);
    let target = foreign::with_facts_of(source, target.clone(), version);
    let kubernetes = target.clone().on(Platform::Kubernetes);
    let companions = Companions::of_file(source, version);
    for document in documents(source) {
        let object = match decode(&document, version) {
            Ok(Some(object)) => object,
            // What no kind is known of is the same for both, as far as is known here.
            Ok(None) => continue,
            Err(faults) => {
                run.refused = true;
                for fault in &faults {
                    complain(fault);
                }
                continue;
            }
        };
        let found = [&kubernetes, &target]
            .map(|target| foreign::judge_document(&document, target, version, &companions, None).findings);
        let delta = PlatformDelta::of_object(object, &target, found);
        match format {
            Listing::Json => {
                serde_json::to_writer(&mut *out, &of_document(&document, &delta))?;
                out.write_all(b"\n")?;
            }
            Listing::Text => {
                let gap = if run.shown > 0 { "\n" } else { "" };
                write!(out, "{gap}{}/{}\n{delta}", document.kind(), document.name())?;
            }
        }
        run.shown += 1;
    }
    Ok(())
}

/// Tells the differences of what a program emits.
pub(in crate::cli) fn of_program(emit: &impl Emit, target: &Target) -> String {
    let all = emit.platform_delta(target);
    let texts: Vec<_> = all.iter().map(|delta| format!("{}\n{delta}", delta.object)).collect();
    texts.join("\n")
}

fn of_document(document: &Document<'_>, delta: &PlatformDelta) -> Value {
    let mut fields = Map::new();
    fields.insert("file".to_owned(), document.source.file().as_ref().into());
    fields.insert("index".to_owned(), document.index.into());
    if let Some(item) = document.item {
        fields.insert("item".to_owned(), item.into());
    }
    fields.insert("kind".to_owned(), document.kind().into());
    fields.insert("name".to_owned(), document.name().into());
    // The change is spelt as compact JSON; a value that nobody knows is a text in angle brackets.
    macro_rules! changes {
        ($all:expr) => {
            $all.iter()
                .map(|change| {
                    let value = |text: &Option<String>| {
                        text.as_ref().map(|text| serde_json::from_str(text).unwrap_or_else(|_| Value::from(text.as_str())))
                    };
                    json!({
                        "path": change.path,
                        "before": value(&change.before),
                        "after": value(&change.after),
                        "by": change.by.as_str(),
                        "because": change.because,
                    })
                })
                .collect::<Value>()
        };
    }
    fields.insert("changes".to_owned(), changes!(delta.changes));
    let admitted = delta.admitted.as_ref().map(|admitted| {
        json!({"scc": admitted.scc, "assumed": admitted.assumed, "filled": changes!(admitted.filled)})
    });
    fields.insert("admitted".to_owned(), admitted.into());
    fields.insert("onKubernetes".to_owned(), findings(&delta.on_kubernetes));
    fields.insert("onOpenShift".to_owned(), findings(&delta.on_openshift));
    Value::Object(fields)
}

fn findings(all: &[Finding]) -> Value {
    let each = all.iter().map(|finding| {
        json!({
            "rule": finding.rule,
            "severity": finding.severity.to_string(),
            "stage": finding.stage.as_str(),
            "by": said_by(finding),
            "path": finding.path,
            "message": finding.message,
        })
    });
    each.collect()
}
