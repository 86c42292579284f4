//! What the scanner makes of the text.

use std::borrow::Cow;

/// Names a piece of YAML, as the grammar sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    StreamEnd,
    DocumentStart,
    DocumentEnd,
    BlockSequence,
    BlockMapping,
    BlockEnd,
    FlowSequence,
    FlowSequenceEnd,
    FlowMapping,
    FlowMappingEnd,
    FlowEntry,
    BlockEntry,
    Key,
    Value,
    Alias(&'a str),
    Anchor(&'a str),
    Tag(Box<Tag<'a>>),
    Scalar(Cow<'a, str>, Style),
}

/// Holds a tag in its two parts, `!!` and `str`, say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tag<'a> {
    /// What stands for a prefix; empty for `!<…>` and for `!` alone.
    pub(crate) handle: &'a str,
    /// What follows, with its escapes undone.
    pub(crate) suffix: Cow<'a, str>,
}

/// Tells whether a scalar stands bare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// Without quotes: its content decides what it is.
    Plain,
    /// In quotes or as a block: text, unless a tag says otherwise.
    Quoted,
}
