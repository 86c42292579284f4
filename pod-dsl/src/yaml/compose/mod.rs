//! Builds the tree of one document from its tokens, by libyaml's grammar and with go-yaml v2's meaning.

mod alias;
mod scalar;

use std::collections::HashMap;

use super::{
    entries::Entries,
    node::{Key, Node, Value},
    scan::{Scanner, Style, Tag, Token},
    source::Fault,
};
use alias::{Anchored, Expansion};
pub(crate) use scalar::base64;

/// The depth of lists and objects in each other. go-yaml and Go's JSON stop at 10,000, which the stack of a small thread
/// would not survive. Of the kinds that are judged only `metadata.managedFields[].fieldsV1` can go deeper than some
/// thirty levels, and that as deep as the fields it lists.
pub(super) const MAX_DEPTH: usize = 200;

/// Holds what one document was read into.
#[derive(Debug)]
pub(crate) struct Tree<'a> {
    /// The value; null for a document without any.
    pub(crate) root: Node<'a>,
    /// The keys that stand twice in an object.
    pub(crate) repeated: Vec<Repeated>,
    /// Where text begins that kubectl does not read, because the document has ended before it.
    pub(crate) ignored: Option<usize>,
    /// How many bytes of text came through aliases.
    pub(crate) expanded: usize,
}

/// Points at a key that stands twice; the last one wins in kubectl.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Repeated {
    /// Where the key stands first.
    pub(crate) first: usize,
    /// Where it stands again.
    pub(crate) again: usize,
}

/// Reads the document that begins at `start` of `text` and ends with `text`.
pub(super) fn compose(text: &str, start: usize) -> Result<Tree<'_>, Fault> {
    let start = start + if text[start..].starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let mut composer = Composer {
        scanner: Scanner::new(text, start),
        anchors: HashMap::new(),
        expansion: Expansion::default(),
        has_aliases: text[start..].contains('*'),
        repeated: Vec::new(),
        depth: 0,
    };
    let root = composer.document()?;
    let ignored = composer.rest()?;
    Ok(Tree { root, repeated: composer.repeated, ignored, expanded: composer.expansion.bytes() })
}

struct Composer<'a> {
    scanner: Scanner<'a>,
    anchors: HashMap<&'a str, Anchored<'a>>,
    expansion: Expansion,
    /// Whether an alias may stand anywhere; without one, no anchor need be kept.
    has_aliases: bool,
    repeated: Vec<Repeated>,
    depth: usize,
}

/// Tells of a token whether no node stands before it.
type Ends = fn(&Token<'_>) -> bool;

/// Tells what may stand where a node is expected.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Context {
    /// Inside brackets.
    Flow,
    /// In a block.
    Block,
    /// In a block that is the value or the key of an object, where a list need not be indented.
    BlockOrList,
}

impl<'a> Composer<'a> {
    fn document(&mut self) -> Result<Node<'a>, Fault> {
        match self.scanner.peek()? {
            (at, Token::StreamEnd | Token::DocumentEnd) => Ok(Node { at: *at, value: Value::Null }),
            _ => finite(self.node(Context::Block)?),
        }
    }

    /// Finds what stands behind the document, which kubectl never looks at.
    fn rest(&mut self) -> Result<Option<usize>, Fault> {
        match self.scanner.peek()? {
            (_, Token::StreamEnd) => return Ok(None),
            (_, Token::DocumentEnd) => {
                self.scanner.next()?;
            }
            (at, _) => return Ok(Some(*at)),
        }
        Ok(match self.scanner.peek() {
            Ok((_, Token::StreamEnd)) => None,
            Ok((at, _)) => Some(*at),
            Err(fault) => Some(fault.at),
        })
    }

    fn node(&mut self, context: Context) -> Result<Node<'a>, Fault> {
        let before = self.expansion.count();
        let (mut at, mut token) = self.scanner.next()?;
        if let Token::Alias(name) = token {
            return self.alias(at, name);
        }
        let start = at;
        let mut anchor = None;
        let mut tag = None;
        loop {
            match token {
                Token::Anchor(name) if anchor.is_none() => anchor = Some(name),
                Token::Tag(found) if tag.is_none() => tag = Some(found),
                _ => break,
            }
            // What is not part of the node stays where it is; an empty node ends here.
            if self.ends_empty(context)? {
                return self.finish(
                    before,
                    anchor,
                    Node { at: start, value: scalar::tagged(tag.as_deref(), "", start)? },
                );
            }
            (at, token) = self.scanner.next()?;
        }
        if let Some(name) = anchor {
            // Until it is whole, an anchor cannot be referred to.
            self.anchors.insert(name, Anchored::Open);
        }
        let value = match token {
            Token::Scalar(text, Style::Plain) if tag.is_none() => scalar::plain(text),
            Token::Scalar(text, Style::Quoted) if tag.is_none() => Value::Str(text),
            Token::Scalar(text, _) => scalar::tagged(tag.as_deref(), &text, at)?,
            token => {
                if let Some(tag) = &tag {
                    scalar::known_handle(tag, start)?;
                }
                self.collection(at, &token, context)?
            }
        };
        self.finish(before, anchor, Node { at, value })
    }

    /// Tells whether a node that has an anchor or a tag has nothing else.
    fn ends_empty(&mut self, context: Context) -> Result<bool, Fault> {
        Ok(match &self.scanner.peek()?.1 {
            Token::Anchor(_)
            | Token::Tag(_)
            | Token::Scalar(..)
            | Token::FlowSequence
            | Token::FlowMapping => false,
            Token::BlockSequence | Token::BlockMapping => context == Context::Flow,
            Token::BlockEntry => context != Context::BlockOrList,
            _ => true,
        })
    }

    fn finish(&mut self, before: usize, anchor: Option<&'a str>, node: Node<'a>) -> Result<Node<'a>, Fault> {
        if let Some(name) = anchor.filter(|_| self.has_aliases) {
            let anchored = self.expansion.hold(&node, before)?;
            self.anchors.insert(name, anchored);
        }
        Ok(node)
    }

    fn collection(&mut self, at: usize, token: &Token<'_>, context: Context) -> Result<Value<'a>, Fault> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(too_deep(at));
        }
        let value = match token {
            Token::BlockMapping if context != Context::Flow => self.block_mapping(),
            Token::BlockSequence if context != Context::Flow => self.block_sequence(),
            Token::BlockEntry if context == Context::BlockOrList => self.flat_sequence(),
            Token::FlowMapping => self.flow_mapping(),
            Token::FlowSequence => self.flow_sequence(),
            _ => Err(Fault::new(at, "a value is missing here")),
        };
        self.depth -= 1;
        value
    }

    /// Tells whether the next token is one of some.
    fn is_next(&mut self, is: Ends) -> Result<bool, Fault> {
        Ok(is(&self.scanner.peek()?.1))
    }

    /// Reads a node unless a token comes first before which there is none.
    fn node_or_null(&mut self, context: Context, ends: Ends) -> Result<Node<'a>, Fault> {
        if self.is_next(ends)? { self.null() } else { self.node(context) }
    }

    fn null(&mut self) -> Result<Node<'a>, Fault> {
        self.expansion.count();
        Ok(Node { at: self.scanner.peek()?.0, value: Value::Null })
    }

    fn block_sequence(&mut self) -> Result<Value<'a>, Fault> {
        let mut items = Vec::new();
        loop {
            match self.scanner.next()? {
                (_, Token::BlockEntry) => {
                    items.push(finite(self.node_or_null(Context::Block, |token| {
                        matches!(token, Token::BlockEntry | Token::BlockEnd)
                    })?)?);
                }
                (_, Token::BlockEnd) => return Ok(Value::Seq(items)),
                (at, _) => {
                    return Err(Fault::new(at, "`- ` is missing: this stands at the column of a list")
                        .help("indent it to the item it belongs to, or to the object around the list"));
                }
            }
        }
    }

    /// Reads a list that stands at the column of its key; its first `-` is taken already.
    fn flat_sequence(&mut self) -> Result<Value<'a>, Fault> {
        let mut items = Vec::new();
        loop {
            let ends = |token: &Token<'_>| {
                matches!(token, Token::BlockEntry | Token::Key | Token::Value | Token::BlockEnd)
            };
            items.push(finite(self.node_or_null(Context::Block, ends)?)?);
            if !self.is_next(|token| matches!(token, Token::BlockEntry))? {
                return Ok(Value::Seq(items));
            }
            self.scanner.next()?;
        }
    }

    fn block_mapping(&mut self) -> Result<Value<'a>, Fault> {
        const ENDS: Ends = |token| matches!(token, Token::Key | Token::Value | Token::BlockEnd);
        let mut entries = Entries::new();
        loop {
            match self.scanner.next()? {
                (_, Token::Key) => {
                    let merges = self.is_merge_key()?;
                    let key = self.node_or_null(Context::BlockOrList, ENDS)?;
                    let value = if self.is_next(|token| matches!(token, Token::Value))? {
                        self.scanner.next()?;
                        self.value_of(merges, Context::BlockOrList, ENDS)?
                    } else {
                        self.null().map(Entry::of)?
                    };
                    self.enter(&mut entries, merges, key, value)?;
                }
                (_, Token::BlockEnd) => return Ok(Value::Map(entries.list)),
                (at, _) => {
                    return Err(Fault::new(at, "this does not belong to the object around it")
                        .help("an object's keys all stand at the same column, and what belongs to a key stands deeper"));
                }
            }
        }
    }

    fn flow_sequence(&mut self) -> Result<Value<'a>, Fault> {
        const ENDS: Ends = |token| matches!(token, Token::FlowEntry | Token::FlowSequenceEnd);
        let mut items = Vec::new();
        loop {
            if self.is_next(|token| matches!(token, Token::FlowSequenceEnd))? {
                self.scanner.next()?;
                return Ok(Value::Seq(items));
            }
            if !items.is_empty() {
                self.comma("]")?;
                if self.is_next(|token| matches!(token, Token::FlowSequenceEnd))? {
                    continue;
                }
            }
            if !self.is_next(|token| matches!(token, Token::Key))? {
                items.push(finite(self.node(Context::Flow)?)?);
                continue;
            }
            // `[a: b]` is a list of one object of one entry.
            let (at, _) = self.scanner.next()?;
            self.expansion.count();
            let merges = self.is_merge_key()?;
            let key = if self
                .is_next(|token| matches!(token, Token::Value | Token::FlowEntry | Token::FlowSequenceEnd))?
            {
                // libyaml drops that token, and so the document with it.
                let null = self.null()?;
                self.scanner.next()?;
                null
            } else {
                self.node(Context::Flow)?
            };
            let value = if self.is_next(|token| matches!(token, Token::Value))? {
                self.scanner.next()?;
                self.value_of(merges, Context::Flow, ENDS)?
            } else {
                self.null().map(Entry::of)?
            };
            let mut entries = Entries::new();
            self.enter(&mut entries, merges, key, value)?;
            items.push(Node { at, value: Value::Map(entries.list) });
        }
    }

    fn flow_mapping(&mut self) -> Result<Value<'a>, Fault> {
        const ENDS: Ends = |token| matches!(token, Token::FlowEntry | Token::FlowMappingEnd);
        let mut entries = Entries::new();
        let mut first = true;
        loop {
            if self.is_next(|token| matches!(token, Token::FlowMappingEnd))? {
                self.scanner.next()?;
                return Ok(Value::Map(entries.list));
            }
            if !std::mem::take(&mut first) {
                self.comma("}")?;
                if self.is_next(|token| matches!(token, Token::FlowMappingEnd))? {
                    continue;
                }
            }
            let braced_key = self.is_next(|token| matches!(token, Token::Key))?;
            if braced_key {
                self.scanner.next()?;
            }
            let merges = self.is_merge_key()?;
            let (key, value) = if braced_key {
                let key = self.node_or_null(Context::Flow, |token| {
                    matches!(token, Token::Value | Token::FlowEntry | Token::FlowMappingEnd)
                })?;
                let value = if self.is_next(|token| matches!(token, Token::Value))? {
                    self.scanner.next()?;
                    self.value_of(merges, Context::Flow, ENDS)?
                } else {
                    self.null().map(Entry::of)?
                };
                (key, value)
            } else {
                (self.node(Context::Flow)?, self.null().map(Entry::of)?)
            };
            self.enter(&mut entries, merges, key, value)?;
        }
    }

    fn comma(&mut self, close: &str) -> Result<(), Fault> {
        match self.scanner.next()? {
            (_, Token::FlowEntry) => Ok(()),
            (at, _) => Err(Fault::new(at, format!("`,` or `{close}` is missing"))
                .help("inside brackets, text that holds one of `,?[]{}` or a `: ` needs quotes")),
        }
    }

    /// Tells whether the key that comes next is one that merges: a bare `<<`, or one that is tagged so.
    fn is_merge_key(&mut self) -> Result<bool, Fault> {
        Ok(match &self.scanner.peek()?.1 {
            Token::Scalar(text, Style::Plain) => text == "<<",
            Token::Tag(tag) => tag.handle == "!!" && tag.suffix == "merge",
            _ => false,
        })
    }

    /// Reads the value of an entry.
    fn value_of(&mut self, merges: bool, context: Context, ends: Ends) -> Result<Entry<'a>, Fault> {
        let alias = merges && matches!(self.scanner.peek()?.1, Token::Alias(_));
        Ok(Entry { value: finite(self.node_or_null(context, ends)?)?, alias })
    }

    fn enter(
        &mut self,
        entries: &mut Entries<'a>,
        merges: bool,
        key: Node<'a>,
        entry: Entry<'a>,
    ) -> Result<(), Fault> {
        if merges {
            return merge(entries, entry);
        }
        let key = Key { at: key.at, text: scalar::key(key)? };
        let again = key.at;
        if let Some((place, first)) = entries.set(key, entry.value)
            && !entries.merged.remove(&place)
        {
            self.repeated.push(Repeated { first, again });
        }
        Ok(())
    }
}

/// Holds the value of an entry, and whether an alias stands for it.
struct Entry<'a> {
    value: Node<'a>,
    alias: bool,
}

impl<'a> Entry<'a> {
    fn of(value: Node<'a>) -> Self {
        Self { value, alias: false }
    }
}

/// Refuses the numbers that JSON, which kubectl sends, cannot write. Only a key may be one: it becomes text.
fn finite(node: Node<'_>) -> Result<Node<'_>, Fault> {
    match node.value {
        Value::Float(number) if !number.is_finite() => {
            Err(Fault::new(node.at, "this is an infinite number, or none at all, which JSON cannot carry")
                .help("put it in quotes if it is text"))
        }
        _ => Ok(node),
    }
}

/// Sets the entries of one or several objects in another. Like go-yaml, it sets them over what stands there already;
/// among several objects the first counts.
fn merge<'a>(entries: &mut Entries<'a>, Entry { value, alias }: Entry<'a>) -> Result<(), Fault> {
    let refused = Fault::new(value.at, "`<<` merges an object, an alias of one, or a list of such")
        .help("put `<<` in quotes if it is meant as a key");
    let sources = match value.value {
        Value::Map(_) => vec![value],
        Value::Seq(items) if !alias && items.iter().all(|item| matches!(item.value, Value::Map(_))) => items,
        _ => return Err(refused),
    };
    for source in sources.into_iter().rev() {
        let Value::Map(list) = source.value else { continue };
        for (key, value) in list {
            let place = entries.set(key, value).map_or(entries.list.len() - 1, |(place, _)| place);
            entries.merged.insert(place);
        }
    }
    Ok(())
}

pub(super) fn too_deep(at: usize) -> Fault {
    Fault::new(at, format!("lists and objects stand in each other more than {MAX_DEPTH} levels deep")).help(
        "kubectl and the API server go down 10,000 levels, but no kind that is judged here needs so many",
    )
}
