//! What is told of a rule, and which mistakes of the catalogue which rule finds.

use std::fmt::Write as _;

use super::{ALL, ContractRule, Example};
use crate::validate::Rule;

/// The API server finds these mistakes itself, so that no rule of ours is needed: the rule, and the mistakes' ids.
static FOUND_BY_SERVER: &[(&str, &[&str])] = &[
    ("container-init-field", &["P04"]),
    ("container-name-repeated", &["M01"]),
    ("field-dropped-by-gate", &["L09"]),
    ("field-repeated", &["M04"]),
    ("field-unknown", &["M03", "L09"]),
    ("field-unknown-to-release", &["L09"]),
    ("handler-sleep-out-of-range", &["L06"]),
    ("job-labels-not-selected", &["M05"]),
    ("job-restart-policy-missing", &["L10"]),
    ("job-restart-policy-not-never", &["L10"]),
    ("job-restart-policy-unknown", &["L10"]),
    ("key-reread", &["M04"]),
    ("mount-of-missing-volume", &["V02"]),
    ("mount-path-twice", &["V08"]),
    ("port-declared-twice", &["N01"]),
    ("port-name-in-two-containers", &["N02"]),
    ("probe-successes-several", &["P08"]),
    ("resource-request-above-limit", &["R03"]),
    ("security-shared-processes-with-host-pid", &["S03"]),
    ("value-mistyped", &["M04"]),
    ("volume-mode-out-of-range", &["V13"]),
    ("workload-active-deadline", &["L10"]),
    ("workload-labels-not-selected", &["M05"]),
    ("workload-restart-policy", &["L10"]),
];

/// Lists the mistakes that a rule finds, by their ids.
pub(crate) fn references(rule: &Rule) -> &'static [&'static str] {
    let own = ALL.iter().find(|own| own.rule.id == rule.id).map(|own| own.references);
    let server = || FOUND_BY_SERVER.iter().find(|(id, _)| *id == rule.id).map(|(_, references)| *references);
    own.or_else(server).unwrap_or_default()
}

/// Writes a rule's page as Markdown: its text and its two examples.
pub(crate) fn text(rule: &Rule) -> Option<String> {
    ALL.iter().find(|own| own.rule.id == rule.id).map(|own| page(own))
}

fn page(rule: &ContractRule) -> String {
    let mut page = rule.doc.trim().to_owned();
    for (title, example) in [("Wrong", rule.bad), ("Right", rule.good)] {
        let (language, text) = match example {
            Example::Yaml(text) => ("yaml", text),
            Example::Rust(text) => ("rust", text),
        };
        // A string takes whatever is written.
        let _ = write!(page, "\n\n{title}:\n\n```{language}\n{}\n```", text.trim_matches('\n'));
    }
    page.push('\n');
    page
}

/// The book's examples in Rust run as tests of the documentation.
#[cfg(doctest)]
#[doc = include_str!("../../../../docs/rules.md")]
struct Book;

#[cfg(test)]
pub(super) mod tests {
    use std::fmt::Write as _;

    use super::{ALL, FOUND_BY_SERVER, page};
    use crate::validate;

    const HEAD: &str = "\
# The rules about links

No server, schema or linter sees the links between containers that share a pod; these rules do. The page is made from the
rules in `pod-dsl/src/validate/contract/`: `BLESS=1 cargo test -p pod-dsl --lib contract` writes it anew.

A finding rests on what was said (a handle of the builder, a field that means nothing else) or on a guess: ports that are
declared, arguments, environment, commands, hooks, well-known images, and the text of the configuration of haproxy, nginx,
envoy, Caddy, oauth2-proxy and log shippers in `ConfigMap`s of the same file. What rests on a guess is never an error. All of these can be allowed, with a reason: with
`.allow(\"rule\", \"because …\")` in Rust, under `[allow]` in `pod-dsl.toml`, and in a manifest by an annotation at the object
or its template:

```yaml
metadata:
  annotations:
    allow.pod-dsl.dev/image-tag-floating: \"a demonstration; it shall follow the newest\"
    proxy.allow.pod-dsl.dev/port-needs-root: \"only the container `proxy`: the nodes open low ports\"
```

";

    /// Writes the whole book: a table of the rules, a page for each, and what the server finds itself.
    pub(in crate::validate::contract) fn book() -> String {
        let mut book = HEAD.to_owned();
        book += "| rule | finds | said | guessed | what is right |\n|---|---|---|---|---|\n";
        let mut all = ALL.to_vec();
        all.sort_by_key(|rule| rule.rule.id);
        for own in &all {
            let (rule, finds) = (&own.rule, own.references.join(" "));
            writeln!(
                book,
                "| [`{id}`](#{id}) | {finds} | {} | {} | {} |",
                rule.severity,
                own.guessed,
                rule.summary,
                id = rule.id
            )
            .unwrap();
        }
        book += "\nThe API server finds these itself, and so does `pod-dsl check`:\n\n| rule | finds |\n|---|---|\n";
        for (id, references) in FOUND_BY_SERVER {
            writeln!(book, "| `{id}` | {} |", references.join(" ")).unwrap();
        }
        for own in &all {
            write!(book, "\n## {}\n\n{}", own.rule.id, page(own)).unwrap();
        }
        book
    }

    #[test]
    fn what_the_server_finds_is_found_by_rules_there_are() {
        for (id, _) in FOUND_BY_SERVER {
            assert!(validate::rules().any(|rule| rule.id == *id), "{id}");
        }
    }
}
