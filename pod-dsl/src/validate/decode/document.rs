//! The objects of a file: its documents, and the items of its lists.

use std::borrow::Cow;

use super::{
    reading::{finding, place},
    rules,
};
use crate::{
    validate::{
        finding::{Finding, Place},
        rule::Severity,
    },
    yaml::{
        Repeated, find,
        node::{Key, Node, Value, json_size},
        read,
        scalar::{Scalar, resolve},
        source::{Fault, Source},
    },
};

/// Holds one object of a file as it was read, or why it could not be.
#[derive(Debug)]
pub(crate) struct Document<'s> {
    /// The file.
    pub(crate) source: &'s Source<'s>,
    /// Which document of the file it stands in, counted from 0.
    pub(crate) index: usize,
    /// Which item it is, where the document is a list.
    #[cfg_attr(
        not(feature = "cli"),
        allow(dead_code, reason = "only the command numbers the items of a list")
    )]
    pub(crate) item: Option<usize>,
    pub(super) node: Result<Node<'s>, Fault>,
    repeated: Vec<Repeated>,
    ignored: Option<usize>,
    /// Whether it is long enough to be too large.
    long: bool,
}

/// What the API server takes in one request.
const MAX_JSON: usize = 3 << 20;

/// The length of a text that cannot become more than [`MAX_JSON`]: Go writes one character as six at most.
const SURELY_SMALL: usize = MAX_JSON / 6;

/// Reads the objects of a file, one document at a time. The items of a list are objects of their own, as they are to
/// kubectl, and an empty document is none.
pub(crate) fn documents<'s>(source: &'s Source<'s>) -> impl Iterator<Item = Document<'s>> {
    read::documents(source).flat_map(move |document| {
        let mut found = Vec::new();
        match document.tree {
            Err(fault) => found.push(Document {
                source,
                index: document.index,
                item: None,
                node: Err(fault),
                repeated: Vec::new(),
                ignored: None,
                long: false,
            }),
            Ok(tree) => {
                let mut whole = Document {
                    source,
                    index: document.index,
                    item: None,
                    node: Ok(tree.root),
                    repeated: tree.repeated,
                    ignored: tree.ignored,
                    long: document.length + tree.expanded > SURELY_SMALL,
                };
                match whole.take_items() {
                    None => found.push(whole),
                    Some(items) => whole.spread(items, &mut found),
                }
            }
        }
        found
    })
}

impl<'s> Document<'s> {
    /// Gives the tree, where the document could be read.
    pub(crate) fn node(&self) -> Option<&Node<'s>> {
        self.node.as_ref().ok()
    }

    /// Gives the kind it says it is; empty where it says none.
    pub(crate) fn kind(&self) -> &str {
        self.text(&["kind"])
    }

    /// Gives the `apiVersion` it says it has; empty where it says none.
    pub(crate) fn api_version(&self) -> &str {
        self.text(&["apiVersion"])
    }

    /// Gives its name; empty where it has none.
    pub(crate) fn name(&self) -> &str {
        self.text(&["metadata", "name"])
    }

    /// Points at what a path of the API server leads to, or at the nearest thing above it that is there.
    pub(crate) fn place(&self, path: &str) -> Option<Place> {
        Some(place(self.source, find::find(self.node()?, path)))
    }

    /// Tells what is odd about the text without making it wrong.
    pub(crate) fn warnings(&self) -> Vec<Finding> {
        let unread = self.ignored.map(|at| {
            let help = "begin a new document with `---`".to_owned();
            finding(
                self.source,
                &rules::IGNORED,
                "",
                at,
                "kubectl reads nothing from here on to the next `---`",
                Some(help),
            )
        });
        let mut found: Vec<_> = unread.into_iter().collect();
        if let Some(node) = self.node() {
            self.reread(node, node, &mut found);
        }
        found.into_iter().map(|finding| self.about(finding)).collect()
    }

    /// Finds keys that are written as something else than text, which kubectl makes text of: `on` becomes `true`.
    fn reread(&self, whole: &Node<'s>, node: &Node<'s>, found: &mut Vec<Finding>) {
        match &node.value {
            Value::Seq(items) => items.iter().for_each(|item| self.reread(whole, item, found)),
            Value::Map(entries) => {
                for (key, value) in entries {
                    if let Some(written) = self.bare_key(key) {
                        let path = find::path_of(whole, key.at).unwrap_or_default();
                        let message = format!("kubectl reads the key {written} as the text `{}`", key.text);
                        let help = Some("put it in quotes".to_owned());
                        let mut told = finding(self.source, &rules::REREAD, path, key.at, message, help);
                        // A number that is spelled as it will be does no harm here.
                        if written == key.text {
                            told.severity = Severity::Info;
                        }
                        found.push(told);
                    }
                    self.reread(whole, value, found);
                }
            }
            _ => {}
        }
    }

    /// Gives a key as it is written, where that is without quotes and no text.
    fn bare_key(&self, key: &Key<'s>) -> Option<&'s str> {
        // What is read as something else becomes one of these words, or a number; nearly all keys are neither.
        let is_word = matches!(&*key.text, "" | "true" | "false" | "null");
        if !is_word && !key.text.starts_with(|first: char| first.is_ascii_digit() || "+-.IN".contains(first))
        {
            return None;
        }
        let rest = self.source.text().get(key.at..)?;
        let end = rest.find(|next: char| next.is_whitespace() || matches!(next, ':' | ',' | '}'))?;
        let (written, after) = rest.split_at(end);
        let value = after.trim_start_matches(' ').strip_prefix(':');
        let whole = value.is_some_and(|value| value.chars().next().is_none_or(char::is_whitespace));
        let is_text = matches!(resolve(written), Scalar::Str(_) | Scalar::Merge);
        (whole && !written.is_empty() && !is_text).then_some(written)
    }

    /// Tells what is wrong with it before it is given a type.
    pub(super) fn faults(&self, node: &Node<'s>) -> Vec<Finding> {
        let mut found = Vec::new();
        for repeated in &self.repeated {
            let path = find::path_of(node, repeated.again).unwrap_or_default();
            let line = self.source.position(repeated.first).0;
            let message =
                format!("this field stands in line {line} already; kubectl silently takes the last one");
            found.push(finding(self.source, &rules::REPEATED, path, repeated.again, message, None));
        }
        if self.long {
            let size = json_size(node);
            if size > MAX_JSON {
                let message = format!("the object has {size} bytes as JSON, and the server takes {MAX_JSON}");
                found.push(finding(self.source, &rules::TOO_LARGE, "", node.at, message, None));
            }
        }
        found
    }

    /// Says of which object a finding speaks.
    pub(super) fn about(&self, mut finding: Finding) -> Finding {
        finding.object = match (self.kind(), self.name()) {
            ("", _) => String::new(),
            (kind, name) => format!("{kind}/{name}"),
        };
        finding
    }

    fn text(&self, path: &[&str]) -> &str {
        let mut node = self.node();
        for segment in path {
            node = node.and_then(|node| node.get(segment));
        }
        node.and_then(Node::as_str).unwrap_or_default()
    }

    /// Takes the items out of a list: `List`, or a kind of its own such as `PodList`.
    fn take_items(&mut self) -> Option<Vec<Node<'s>>> {
        if !self.kind().ends_with("List") {
            return None;
        }
        let Ok(Node { value: Value::Map(entries), .. }) = &mut self.node else { return None };
        let (_, items) = entries.iter_mut().find(|(key, _)| key.text == "items")?;
        match &mut items.value {
            Value::Seq(items) => Some(std::mem::take(items)),
            _ => None,
        }
    }

    /// Makes a document of every item; lists may hold lists.
    fn spread(mut self, items: Vec<Node<'s>>, found: &mut Vec<Self>) {
        let kind = self.kind().trim_end_matches("List").to_owned();
        let api_version = self.api_version().to_owned();
        let mut rest = items.into_iter().peekable();
        while let Some(mut node) = rest.next() {
            infer_type(&mut node, &kind, &api_version);
            let end = rest.peek().map_or(usize::MAX, |next| next.at);
            let (own, others) = self.repeated.into_iter().partition(|repeated| repeated.again < end);
            self.repeated = others;
            let mut item = Document {
                source: self.source,
                index: self.index,
                item: Some(found.len()),
                node: Ok(node),
                repeated: own,
                ignored: self.ignored.take(),
                long: self.long,
            };
            match item.take_items() {
                None => found.push(item),
                Some(items) => item.spread(items, found),
            }
        }
    }
}

/// An item of a `PodList` that does not say what it is, is a Pod.
fn infer_type(node: &mut Node<'_>, kind: &str, api_version: &str) {
    let untyped = node.get("kind").is_none() && node.get("apiVersion").is_none();
    let at = node.at;
    if let Value::Map(entries) = &mut node.value
        && untyped
        && !kind.is_empty()
    {
        for (name, text) in [("apiVersion", api_version), ("kind", kind)] {
            let key = Key { at, text: Cow::Borrowed(name) };
            entries.push((key, Node { at, value: Value::Str(Cow::Owned(text.to_owned())) }));
        }
    }
}
