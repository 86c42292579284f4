//! What a user can write in `pod!`.
//!
//! Expressions, patterns and types stay raw tokens: the compiler reads them where they are pasted. So half-typed ones
//! reach the editor, and this crate needs no parser for Rust.

use proc_macro2::{Ident, Span, TokenStream};

/// One statement or block.
#[derive(Debug)]
pub(crate) enum Statement {
    /// `pod "name";`
    Pod { keyword: Ident, name: TokenStream },
    /// `mount &shared, "/app";`
    Verb { verb: Ident, arguments: TokenStream },
    /// `let pattern = expression;`, with the word `let` and without the `;`
    Let(TokenStream),
    /// `volume shared = empty_dir("shared-data");`
    Volume { keyword: Ident, name: Ident, constructor: TokenStream },
    /// `container "app", "bitnami/nginx" { … }`, or without a body where it is not written yet
    Block { keyword: Ident, head: TokenStream, body: Option<Vec<Statement>> },
    /// `..expression;`
    Splice { dots: TokenStream, expression: TokenStream },
    /// `if … { … } else if … { … } else { … }`, or `for … { … }` as the only branch
    Flow(Vec<Branch>),
    /// `match expression { pattern => …, }`
    Match { head: TokenStream, braces: Span, arms: Vec<Branch> },
}

/// Statements in braces, behind the tokens that decide whether they run: `if condition`, `else`, `pattern =>`.
#[derive(Debug)]
pub(crate) struct Branch<S = Statement> {
    pub(crate) head: TokenStream,
    pub(crate) braces: Span,
    pub(crate) body: Vec<S>,
}

/// A word that opens a block, and the builder's calls that stand behind it.
#[derive(Debug)]
pub(crate) struct Role {
    pub(crate) keyword: &'static str,
    /// The pod's method that takes the finished block.
    pub(crate) method: &'static str,
    /// The type and its constructor around `Container::new(name, image)`, if the role has one of its own.
    pub(crate) wrapper: Option<(&'static str, &'static str)>,
    /// What the head holds, in order: the container's name and image, then the rest for the wrapper.
    pub(crate) head: &'static [Part],
}

/// One expression of a block's head.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) what: &'static str,
    /// Takes its place while it is not written yet, so that the block around it still has its type.
    pub(crate) stand_in: StandIn,
}

/// An expression of the right type for a part that is missing. It never runs, because its absence is an error.
#[derive(Debug, Clone, Copy)]
pub(crate) enum StandIn {
    Text,
    Port,
    Upstream,
}

const NAME: Part = Part { what: "a name", stand_in: StandIn::Text };
const IMAGE: Part = Part { what: "an image", stand_in: StandIn::Text };
const PORT: Part = Part { what: "a port", stand_in: StandIn::Port };
const LISTENER: Part = Part { what: "a listener", stand_in: StandIn::Port };
const INNER_UPSTREAM: Part = Part { what: "an upstream", stand_in: StandIn::Port };
const OUTER_UPSTREAM: Part = Part { what: "an upstream", stand_in: StandIn::Upstream };

/// Every role, in the order in which messages list them.
#[rustfmt::skip]
pub(crate) const ROLES: &[Role] = &[
    Role { keyword: "container", method: "container", wrapper: None, head: &[NAME, IMAGE] },
    Role { keyword: "init", method: "init", wrapper: None, head: &[NAME, IMAGE] },
    Role { keyword: "sidecar", method: "sidecar", wrapper: Some(("Sidecar", "new")), head: &[NAME, IMAGE] },
    Role { keyword: "native_sidecar", method: "native_sidecar", wrapper: None, head: &[NAME, IMAGE] },
    Role { keyword: "inbound_ambassador", method: "ambassador", wrapper: Some(("Ambassador", "inbound")), head: &[NAME, IMAGE, LISTENER, INNER_UPSTREAM] },
    Role { keyword: "outbound_ambassador", method: "ambassador", wrapper: Some(("Ambassador", "outbound")), head: &[NAME, IMAGE, LISTENER, OUTER_UPSTREAM] },
    Role { keyword: "adapter", method: "adapter", wrapper: Some(("Adapter", "new")), head: &[NAME, IMAGE, PORT] },
];

impl Role {
    /// Finds the role that a word opens.
    pub(crate) fn of(word: &str) -> Option<&'static Role> {
        ROLES.iter().find(|role| role.keyword == word)
    }

    /// Says what the head holds: "a name, an image and a port".
    pub(crate) fn needs(&self) -> String {
        let parts: Vec<_> = self.head.iter().map(|part| part.what).collect();
        match parts.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
            _ => parts.concat(),
        }
    }

    /// Gives the roles that somebody who wrote `word` may have meant: a slip or two away, or a part of the word.
    pub(crate) fn near(word: &str) -> impl Iterator<Item = &'static Role> {
        let lower = word.to_lowercase();
        ROLES.iter().filter(move |role| {
            let part = lower.len() > 2 && (role.keyword.contains(&lower) || lower.contains(role.keyword));
            part || slips(&lower, role.keyword) <= 2
        })
    }
}

/// Names all roles, for a message that lists the choices.
pub(crate) fn known_blocks() -> String {
    let words: Vec<_> = ROLES.iter().map(|role| role.keyword).collect();
    format!("known blocks: {}", words.join(", "))
}

/// Counts the characters to insert, drop or change to make one word the other.
fn slips(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (line, have) in one.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = line + 1;
        for (column, want) in other.iter().enumerate() {
            let change = diagonal + usize::from(have != *want);
            diagonal = row[column + 1];
            row[column + 1] = change.min(row[column] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}
