//! What a document must be, so that it can be read at all.

use crate::validate::{
    finding::Stage,
    rule::{Rule, Severity},
};

macro_rules! rules {
    ($($name:ident: $severity:ident, $id:literal, $summary:literal;)*) => {
        $(pub(super) static $name: Rule =
            Rule { id: $id, stage: Stage::Decode, severity: Severity::$severity, cause: None, summary: $summary };)*
        /// Lists the rules of reading.
        pub(crate) static RULES: &[&Rule] = &[$(&$name),*];
    };
}

rules! {
    SYNTAX: Error, "syntax-broken", "a document is YAML or JSON as kubectl reads it";
    IGNORED: Warning, "text-unread", "nothing stands behind the end of a document that kubectl would pass over";
    REREAD: Warning, "key-reread", "a key is text, and kubectl reads it as it is written";
    UNTYPED: Error, "object-untyped", "a document is an object with an `apiVersion` and a `kind`";
    UNSERVED: Error, "kind-unserved", "the server knows the kind under this `apiVersion`";
    TOO_LARGE: Error, "object-too-large", "an object has at most 3 MiB as JSON, which is all the server takes in one request";
    REPEATED: Error, "field-repeated", "a field stands once in its object";
    UNKNOWN: Error, "field-unknown", "an object holds only fields that its type has in this release";
    MISTYPED: Error, "value-mistyped", "a value has the type of its field";
    AMOUNT: Error, "amount-malformed", "an amount is a number with an optional suffix";
    TIME: Error, "time-malformed", "a time has the form 2006-01-02T15:04:05Z";
    GENERATION: Error, "generation-annotation-malformed", "the annotations that once were fields of a workload are whole numbers";
    BASE64: Error, "base64-malformed", "binary data is base64";
}
