//! `pod-dsl format`: rewrites a manifest in our layout, meaning what it meant.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;

use super::{emit::complain, inputs, output};
use crate::yaml::{Format, WriteError, Writer, read, source::Source};

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
        // All is read before the first is written: half a manifest would apply, and look whole.
        let mut trees = Vec::new();
        let mut unread = false;
        for document in read::documents(&source) {
            match document.tree {
                Ok(tree) => {
                    for repeated in &tree.repeated {
                        let first = source.position(repeated.first).0;
                        let what =
                            format!("this field stands in line {first} already; only this one is kept");
                        say(&source, "warning", repeated.again, &what);
                    }
                    if let Some(at) = tree.ignored {
                        say(
                            &source,
                            "warning",
                            at,
                            "kubectl reads nothing from here on to the next `---`: it is left out",
                        );
                    }
                    trees.push(tree.root);
                }
                Err(fault) => {
                    unread = true;
                    say(&source, "error", fault.at, &fault.message);
                    if let Some(help) = fault.help {
                        complain(&format_args!("  = help: {help}"));
                    }
                }
            }
        }
        if unread {
            return ExitCode::from(1);
        }
        let mut writer = Writer::new(output::standard(), self.to);
        for tree in &trees {
            match writer.document(None, tree) {
                Ok(()) => {}
                Err(WriteError::Io(error)) => return output::status(Err(error), ExitCode::SUCCESS),
                Err(WriteError::Value(why)) => {
                    // What came before stands in the buffer or is written; the status says that it is not all.
                    complain(&format_args!("{}: {why}", self.file.display()));
                    return output::status(writer.flush(), ExitCode::from(1));
                }
            }
        }
        output::status(writer.flush(), ExitCode::SUCCESS)
    }
}

/// Says something about a byte of the source, on standard error.
fn say(source: &Source<'_>, severity: &str, at: usize, what: &str) {
    let (line, column) = source.position(at);
    complain(&format_args!("{severity}: {}:{line}:{column}: {what}", source.file()));
}
