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
    /// `container "app", "bitnami/nginx" { … }`, or without a body where it is not written yet; in a bundle an object
    /// may have a handle: `config_map settings = "shop" { … }`
    Block { keyword: Ident, handle: Option<Ident>, head: TokenStream, body: Option<Vec<Statement>> },
    /// `LOG_LEVEL = "info";`, where `place` is that of the key
    Entry { place: Span, key: TokenStream, value: TokenStream },
    /// An expression that stands for itself, in a bundle
    Value { place: Span, expression: TokenStream },
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

/// Which statements may stand somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grammar {
    /// Verbs and blocks.
    Pod,
    /// Objects as well, and expressions that stand for them.
    Bundle,
    /// `KEY = value;`
    Entries,
}

/// A word that opens a block, and the builder's calls that stand behind it.
#[derive(Debug)]
pub(crate) struct Role {
    pub(crate) keyword: &'static str,
    /// The method that takes the finished block.
    pub(crate) method: &'static str,
    /// The type that `new` makes of the name (and the image).
    pub(crate) of: &'static str,
    /// The type and its constructor around `Container::new(name, image)`, if the role has one of its own.
    pub(crate) wrapper: Option<(&'static str, &'static str)>,
    /// What the head holds, in order: the container's name and image, then the rest for the wrapper.
    pub(crate) head: &'static [Part],
}

/// One expression of a block's head.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) what: &'static str,
    /// Shows how it is written.
    pub(crate) example: &'static str,
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

const NAME: Part = Part { what: "a name", example: "\"web\"", stand_in: StandIn::Text };
const IMAGE: Part = Part { what: "an image", example: "\"quay.io/team/web:1.4\"", stand_in: StandIn::Text };
const PORT: Part = Part { what: "a port", example: "&metrics", stand_in: StandIn::Port };
const LISTENER: Part = Part { what: "a listener", example: "&http", stand_in: StandIn::Port };
const INNER_UPSTREAM: Part = Part { what: "an upstream", example: "&app", stand_in: StandIn::Port };
const OUTER_UPSTREAM: Part = Part { what: "an upstream", example: "upstream", stand_in: StandIn::Upstream };

/// Every role, in the order in which messages list them.
#[rustfmt::skip]
pub(crate) const ROLES: &[Role] = &[
    Role { keyword: "container", method: "container", of: "Container", wrapper: None, head: &[NAME, IMAGE] },
    Role { keyword: "init", method: "init", of: "Container", wrapper: None, head: &[NAME, IMAGE] },
    Role { keyword: "sidecar", method: "sidecar", of: "Container", wrapper: Some(("Sidecar", "new")), head: &[NAME, IMAGE] },
    Role { keyword: "native_sidecar", method: "native_sidecar", of: "Container", wrapper: None, head: &[NAME, IMAGE] },
    Role { keyword: "inbound_ambassador", method: "ambassador", of: "Container", wrapper: Some(("Ambassador", "inbound")), head: &[NAME, IMAGE, LISTENER, INNER_UPSTREAM] },
    Role { keyword: "outbound_ambassador", method: "ambassador", of: "Container", wrapper: Some(("Ambassador", "outbound")), head: &[NAME, IMAGE, LISTENER, OUTER_UPSTREAM] },
    Role { keyword: "adapter", method: "adapter", of: "Container", wrapper: Some(("Adapter", "new")), head: &[NAME, IMAGE, PORT] },
];

/// Every object that a bundle has a block for.
#[rustfmt::skip]
pub(crate) const OBJECTS: &[Role] = &[
    Role { keyword: "pod", method: "add", of: "Pod", wrapper: None, head: &[NAME] },
    Role { keyword: "config_map", method: "add", of: "ConfigMap", wrapper: None, head: &[NAME] },
    Role { keyword: "secret", method: "add", of: "Secret", wrapper: None, head: &[NAME] },
];

/// A verb whose argument may be written as a block of the argument's own verbs.
#[derive(Debug)]
pub(crate) struct Nested {
    pub(crate) keyword: &'static str,
    /// The type whose block it stands in.
    pub(crate) within: &'static str,
    /// The argument's type.
    pub(crate) of: &'static str,
    /// The constructors of which one stands before the braces; without any it is `new`.
    pub(crate) constructors: &'static [&'static str],
}

const PROBES: &[&str] = &["http_get(path, port)", "tcp(port)", "grpc(port)", "exec([command])"];

/// Every verb that has such a block.
#[rustfmt::skip]
const NESTED: &[Nested] = &[
    Nested { keyword: "resources", within: "Container", of: "Resources", constructors: &[] },
    Nested { keyword: "security", within: "Container", of: "Security", constructors: &[] },
    Nested { keyword: "startup", within: "Container", of: "Probe", constructors: PROBES },
    Nested { keyword: "liveness", within: "Container", of: "Probe", constructors: PROBES },
    Nested { keyword: "readiness", within: "Container", of: "Probe", constructors: PROBES },
    Nested { keyword: "resources", within: "Pod", of: "Resources", constructors: &[] },
    Nested { keyword: "security", within: "Pod", of: "PodSecurity", constructors: &[] },
    Nested { keyword: "affinity", within: "Pod", of: "Affinity", constructors: &[] },
    Nested { keyword: "toleration", within: "Pod", of: "Toleration", constructors: &["key(key)", "equal(key, value)", "everything()"] },
    Nested { keyword: "spread", within: "Pod", of: "Spread", constructors: &["over(topology, labels)"] },
];

/// A word whose block holds entries, `KEY = value;`.
#[derive(Debug)]
pub(crate) struct Entries {
    pub(crate) keyword: &'static str,
    /// The types whose block it stands in.
    pub(crate) within: &'static [&'static str],
    /// The verb that each entry becomes.
    pub(crate) verb: &'static str,
    /// The verb that `..expression;` becomes.
    pub(crate) splice: Option<&'static str>,
}

/// Every word that has such a block.
#[rustfmt::skip]
const ENTRIES: &[Entries] = &[
    Entries { keyword: "env", within: &["Container"], verb: "env", splice: Some("env_from") },
    Entries { keyword: "labels", within: &["Pod"], verb: "label", splice: Some("labels") },
    Entries { keyword: "labels", within: &["ConfigMap", "Secret"], verb: "label", splice: None },
    Entries { keyword: "annotations", within: &["Pod", "ConfigMap", "Secret"], verb: "annotation", splice: None },
    Entries { keyword: "node_selector", within: &["Pod"], verb: "node_selector", splice: None },
    Entries { keyword: "data", within: &["ConfigMap"], verb: "data", splice: None },
    Entries { keyword: "string_data", within: &["Secret"], verb: "string_data", splice: None },
];

impl Nested {
    /// Finds the nested block that a word opens in the block of a type.
    pub(crate) fn of(word: &str, within: &str) -> Option<&'static Nested> {
        NESTED.iter().find(|nested| nested.keyword == word && nested.within == within)
    }

    /// Tells whether a word opens a nested block anywhere.
    pub(crate) fn is(word: &str) -> bool {
        NESTED.iter().any(|nested| nested.keyword == word)
    }
}

impl Entries {
    /// Finds the block of entries that a word opens in the block of a type.
    pub(crate) fn of(word: &str, within: &str) -> Option<&'static Entries> {
        ENTRIES.iter().find(|entries| entries.keyword == word && entries.within.contains(&within))
    }

    /// Tells whether a word opens a block of entries anywhere.
    pub(crate) fn is(word: &str) -> bool {
        ENTRIES.iter().any(|entries| entries.keyword == word)
    }
}

/// Gives the blocks that may stand in the block of a type, beside those of roles, and the types in whose blocks `word`
/// opens one.
pub(crate) fn blocks_within(of: &str) -> Vec<&'static str> {
    let nested = NESTED.iter().filter(|nested| nested.within == of).map(|nested| nested.keyword);
    nested
        .chain(ENTRIES.iter().filter(|entries| entries.within.contains(&of)).map(|entries| entries.keyword))
        .collect()
}

impl Role {
    /// Finds the role that a word opens.
    pub(crate) fn of(word: &str) -> Option<&'static Role> {
        ROLES.iter().find(|role| role.keyword == word)
    }

    /// Finds the object of a bundle that a word opens.
    pub(crate) fn of_object(word: &str) -> Option<&'static Role> {
        OBJECTS.iter().find(|role| role.keyword == word)
    }

    /// Says what the head holds: "a name, an image and a port".
    pub(crate) fn needs(&self) -> String {
        let parts: Vec<_> = self.head.iter().map(|part| part.what).collect();
        match parts.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
            _ => parts.concat(),
        }
    }

    /// Shows how a block of this role is written.
    pub(crate) fn example(&self) -> String {
        let parts: Vec<_> = self.head.iter().map(|part| part.example).collect();
        format!("`{} {} {{ … }}`", self.keyword, parts.join(", "))
    }

    /// Gives the keywords of a list of roles.
    pub(crate) fn keywords(roles: &[Role]) -> Vec<&'static str> {
        roles.iter().map(|role| role.keyword).collect()
    }
}

/// Gives those of the known words that somebody who wrote `word` may have meant: a slip or two away, or a part of the
/// word.
pub(crate) fn near<'a>(word: &str, known: &[&'a str]) -> Vec<&'a str> {
    let lower = word.to_lowercase();
    let meant = |known: &&str| {
        let part = lower.len() > 2 && (known.contains(&lower) || lower.contains(*known));
        part || slips(&lower, known) <= 2
    };
    known.iter().copied().filter(meant).collect()
}

/// Names all roles, for a message that lists the choices.
pub(crate) fn known_blocks() -> String {
    format!("known blocks: {}", Role::keywords(ROLES).join(", "))
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
