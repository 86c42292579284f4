//! How `pod-dsl check` says what it found.

mod github;
mod json;
mod sarif;
mod text;

use std::{
    io::{self, Write},
    process::ExitCode,
};

use clap::ValueEnum;

use super::emit::complain;
use crate::validate::{Allowed, Finding, foreign::Verdict};

/// Chooses for whom the findings are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people: each finding with its line, and a summary
    #[default]
    Text,
    /// One JSON object a document, in order
    Json,
    /// One SARIF 2.1.0 log, for code scanning
    Sarif,
    /// Annotations of GitHub Actions
    Github,
}

/// Is what is said about one document.
#[derive(Debug)]
pub(super) struct Answer<'d> {
    /// The file as it was named.
    pub(super) file: &'d str,
    /// Which document of the file it stands in, counted from 0, empty ones included.
    pub(super) index: usize,
    /// Which item it is, where the document is a list.
    pub(super) item: Option<usize>,
    /// The kind, empty where it could not be read.
    pub(super) kind: &'d str,
    /// The name, empty where it could not be read.
    pub(super) name: &'d str,
    /// The server's answer; none where the object is not to be applied and is only told about.
    pub(super) verdict: Option<Verdict>,
    /// What was found and stands.
    pub(super) findings: Vec<Finding>,
    /// What was found and is allowed.
    pub(super) allowed: Vec<Allowed>,
    /// What the verdict assumes about the cluster.
    pub(super) assumes: Vec<String>,
}

/// Is the whole run, as its end knows it.
#[derive(Debug, Default)]
pub(super) struct Run {
    /// The files and folders that could not be read, with the reasons.
    pub(super) unread: Vec<String>,
    /// Whether a warning counts as an error.
    pub(super) deny_warnings: bool,
}

/// Writes answers as they come, so that memory does not depend on how many there are.
pub(super) trait Show {
    /// Begins.
    fn begin(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    /// Writes what is said about one document.
    fn document(&mut self, out: &mut dyn Write, answer: &Answer<'_>) -> io::Result<()>;

    /// Ends.
    fn end(&mut self, _out: &mut dyn Write, _run: &Run) -> io::Result<()> {
        Ok(())
    }
}

impl Format {
    /// Gives the one who writes so.
    pub(super) fn show(self) -> Box<dyn Show> {
        match self {
            Self::Text => Box::<text::Text>::default(),
            Self::Json => Box::new(json::Json),
            Self::Sarif => Box::new(sarif::Sarif::new()),
            Self::Github => Box::new(github::Github),
        }
    }
}

/// Opens standard output, in large pieces.
pub(super) fn standard() -> io::BufWriter<Standard> {
    io::BufWriter::with_capacity(1 << 16, Standard { out: io::stdout().lock(), gone: false })
}

/// Is standard output. When its reader goes away, as `head` does, what comes then is dropped and no error: the exit
/// status still has to say how the whole run went.
#[derive(Debug)]
pub(super) struct Standard {
    out: io::StdoutLock<'static>,
    gone: bool,
}

impl Standard {
    fn unless_gone<T>(
        &mut self,
        otherwise: T,
        act: impl FnOnce(&mut io::StdoutLock<'static>) -> io::Result<T>,
    ) -> io::Result<T> {
        if self.gone {
            return Ok(otherwise);
        }
        match act(&mut self.out) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.gone = true;
                Ok(otherwise)
            }
            done => done,
        }
    }
}

impl Write for Standard {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.unless_gone(bytes.len(), |out| out.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.unless_gone((), Write::flush)
    }
}

/// Gives the exit status when all is written: 2 where standard output does not take it, as a full disk.
pub(super) fn status(written: io::Result<()>, otherwise: ExitCode) -> ExitCode {
    match written {
        Ok(()) => otherwise,
        Err(error) => {
            complain(&format_args!("standard output: {error}"));
            ExitCode::from(2)
        }
    }
}
