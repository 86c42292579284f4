//! Documents: what stands between them, above them, and where they go.

use std::fmt;
use std::io::{self, Write};

use serde::Serialize;

use super::emit::Emitter;
use super::text::{must_escape, spaces};

/// Chooses how documents are written. Every one of them is read by `kubectl apply -f`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Format {
    /// YAML as people write it.
    #[default]
    Yaml,
    /// KYAML, the flow style of [KEP-5295]: each string in double quotes, brackets instead of
    /// indentation, `---` above each document.
    ///
    /// [KEP-5295]: https://github.com/kubernetes/enhancements/tree/master/keps/sig-cli/5295-kyaml
    Kyaml,
    /// JSON, indented by two spaces, one document after the other.
    Json,
}

/// Writes a stream of documents. One document is held in memory at a time, and the memory is used again.
///
/// ```
/// use pod_dsl::yaml::{Format, Writer};
///
/// let mut out = Vec::new();
/// let mut writer = Writer::new(&mut out, Format::Yaml);
/// writer.document(Some("judged for OpenShift"), &serde_json::json!({"a": 1}))?;
/// writer.document(None, &serde_json::json!({"b": "no"}))?;
/// assert_eq!(String::from_utf8(out)?, "# judged for OpenShift\na: 1\n---\nb: \"no\"\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Writer<W> {
    out: W,
    format: Format,
    emitter: Emitter,
    documents: u64,
}

impl<W: Write> Writer<W> {
    /// Makes a writer that has written nothing yet. Each document reaches `out` in one piece, so that no
    /// buffer is needed around it, but for many small documents.
    pub fn new(out: W, format: Format) -> Self {
        Self { out, format, emitter: Emitter::new(format), documents: 0 }
    }

    /// Writes one document, with what separates it from the one before. The header becomes comment lines
    /// above it; JSON has no comments, so there it is left out.
    ///
    /// # Errors
    ///
    /// [`WriteError::Value`] if the value holds something that kubectl could not read from the text: a
    /// float that is not finite, an integer beyond 64 bits, bytes, a key that is no scalar, or more
    /// than 256 levels. Nothing of the document has been written then.
    /// [`WriteError::Io`] if `out` refuses the text; a closed pipe is one such case.
    pub fn document<T: Serialize + ?Sized>(
        &mut self,
        header: Option<&str>,
        value: &T,
    ) -> Result<(), WriteError> {
        self.emitter.clear();
        let buffer = &mut self.emitter.buffer;
        if self.format == Format::Kyaml || (self.format == Format::Yaml && self.documents > 0) {
            buffer.extend_from_slice(b"---\n");
        }
        if let Some(header) = header.filter(|_| self.format != Format::Json) {
            comment(header, buffer);
        }
        self.emitter.document(value).map_err(|refusal| WriteError::Value(refusal.into_string()))?;
        self.out.write_all(&self.emitter.buffer)?;
        self.documents += 1;
        Ok(())
    }

    /// Passes on to the output that all should be delivered.
    ///
    /// # Errors
    ///
    /// Whatever the output reports.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// Shows the output.
    pub fn get_ref(&self) -> &W {
        &self.out
    }

    /// Shows the output, to be changed: to take out what was written so far, say.
    pub fn get_mut(&mut self) -> &mut W {
        &mut self.out
    }

    /// Gives the output back.
    pub fn into_inner(self) -> W {
        self.out
    }
}

/// Writes one value as YAML.
///
/// # Errors
///
/// As [`Writer::document`], but for the output, which cannot fail.
pub fn to_string<T: Serialize + ?Sized>(value: &T) -> Result<String, WriteError> {
    let mut writer = Writer::new(Vec::new(), Format::Yaml);
    writer.document(None, value)?;
    String::from_utf8(writer.out).map_err(|error| WriteError::Value(error.to_string()))
}

/// Appends text as comment lines. Whatever could end a comment early, or hide in one, is spelled out.
fn comment(text: &str, buffer: &mut Vec<u8>) {
    for line in text.lines() {
        buffer.push(b'#');
        if !line.is_empty() {
            spaces(1, buffer);
        }
        for character in line.chars() {
            if must_escape(character) || (character.is_control() && character != '\t') {
                buffer.extend(character.escape_unicode().map(|ascii| ascii as u8));
            } else {
                buffer.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
            }
        }
        buffer.push(b'\n');
    }
}

/// Tells why a document was not written.
#[derive(Debug)]
#[non_exhaustive]
pub enum WriteError {
    /// The value holds something that kubectl and oc could not read back; the text says what.
    Value(String),
    /// The output could not be written.
    Io(io::Error),
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(why) => f.write_str(why),
            Self::Io(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for WriteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Value(_) => None,
            Self::Io(error) => Some(error),
        }
    }
}

impl From<io::Error> for WriteError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<WriteError> for io::Error {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Value(why) => Self::new(io::ErrorKind::InvalidData, why),
            WriteError::Io(error) => error,
        }
    }
}
