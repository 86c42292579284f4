//! `pod-dsl format`: rewrites a manifest in our layout, meaning what it meant.

use std::{io, path::PathBuf, process::ExitCode};

use clap::Args;

use super::{emit::complain, inputs, output};
use crate::yaml::{Format, Writer, read, source::Source};

/// Rewrites a manifest in the canonical layout: kubectl and oc read from it exactly what they read before
///
/// Every document stays, and a List stays a List. Comments, anchors and empty documents are lost. Where a field stands
/// twice, kubectl takes the last, and so does this, with a warning. Where a document cannot be read, nothing is written.
#[derive(Args, Clone, Debug)]
pub(super) struct FormatArgs {
    /// The file, or - for standard input
    #[arg(value_name = "FILE|-")]
    file: PathBuf,

    /// The format to write
    #[arg(long, value_enum, default_value_t)]
    to: Format,
}

impl FormatArgs {
    pub(super) fn run(&self) -> ExitCode {
        let bytes = match inputs::read(&self.file) {
            Ok(bytes) => bytes,
            Err(error) => {
                complain(&format_args!("{}: {error}", self.file.display()));
                return ExitCode::from(2);
            }
        };
        let source = Source::new(&self.file.to_string_lossy(), &bytes);
        // All is tried before the first is written: half a manifest would apply, and look whole.
        if !self.is_writable(&source) {
            return ExitCode::from(1);
        }
        let mut writer = Writer::new(output::standard(), self.to);
        let mut trees = read::documents(&source).filter_map(|document| document.tree.ok());
        let written = trees.try_for_each(|tree| writer.document(None, &tree.root));
        output::status(written.map_err(Into::into).and_then(|()| writer.flush()), ExitCode::SUCCESS)
    }

    /// Tells whether every document can be read and written; says why not, and what is lost.
    fn is_writable(&self, source: &Source<'_>) -> bool {
        let mut writer = Writer::new(io::sink(), self.to);
        let mut writable = true;
        for document in read::documents(source) {
            let tree = match document.tree {
                Ok(tree) => tree,
                Err(fault) => {
                    writable = false;
                    say(source, "error", fault.at, &fault.message);
                    if let Some(help) = fault.help {
                        complain(&format_args!("  = help: {help}"));
                    }
                    continue;
                }
            };
            for repeated in &tree.repeated {
                let first = source.position(repeated.first).0;
                let what = format!("this field stands in line {first} already; only this one is kept");
                say(source, "warning", repeated.again, &what);
            }
            if let Some(at) = tree.ignored {
                say(
                    source,
                    "warning",
                    at,
                    "kubectl reads nothing from here on to the next `---`: it is left out",
                );
            }
            if let Err(error) = writer.document(None, &tree.root) {
                writable = false;
                say(source, "error", tree.root.at, &error.to_string());
            }
        }
        writable
    }
}

/// Says something about a byte of the source, on standard error.
fn say(source: &Source<'_>, severity: &str, at: usize, what: &str) {
    let (line, column) = source.position(at);
    complain(&format_args!("{severity}: {}:{line}:{column}: {what}", source.file()));
}
