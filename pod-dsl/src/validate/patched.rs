//! What is said of patches that cannot be carried out.

use super::{Finding, Place, Rule, Severity};
use crate::{intent::At, object::Unmerged};

static HITS_NOTHING: Rule = Rule::contract("patch-hits-nothing", "what a patch changes is there");
static UNREADABLE: Rule = Rule::contract("patch-unreadable", "a patched object is still one of its kind");
static WITHOUT_EFFECT: Rule = Rule {
    severity: Severity::Warning,
    ..Rule::contract("patch-without-effect", "a patch changes something")
};

/// Lists the rules about patches.
pub(super) static RULES: &[&Rule] = &[&HITS_NOTHING, &UNREADABLE, &WITHOUT_EFFECT];

fn at(rule: &Rule, path: &str, message: impl std::fmt::Display, line: At) -> Finding {
    let mut finding = Finding::new(rule, path, message);
    finding.place = Some(Place::Rust(line));
    finding
}

/// Reports a patch whose object is not in the bundle.
pub(crate) fn no_object(kind: &str, name: &str, there: impl Iterator<Item = String>, line: At) -> Finding {
    let mut finding =
        at(&HITS_NOTHING, "", format!("a patch is for `{kind}/{name}`, and there is no such object"), line);
    let there: Vec<_> = there.take(20).map(|one| format!("`{one}`")).collect();
    finding.help(if there.is_empty() {
        "the bundle is empty".to_owned()
    } else {
        format!("there is {}", there.join(", "))
    });
    finding
}

/// Reports a patch that several objects answer to.
pub(crate) fn several(kind: &str, name: &str, number: usize, line: At) -> Finding {
    let message = format!("a patch is for `{kind}/{name}`, and there are {number} objects of that name");
    let mut finding = at(&HITS_NOTHING, "", message, line);
    finding.help("say which one is meant: `.in_namespace(\"…\")`");
    finding
}

/// Reports a part of a merge that hits nothing.
pub(crate) fn missed(fault: &Unmerged, line: At) -> Finding {
    let mut finding = at(&HITS_NOTHING, &fault.path, &fault.message, line);
    if fault.path.ends_with("ontainers") {
        finding.help("correct the name, or say that the container is to be added: `.may_add()`");
    }
    finding
}

/// Reports a JSON patch that cannot be carried out. It is quoted as the patch says it, by JSON pointer.
#[cfg(feature = "patch")]
pub(crate) fn path_missed(message: &str, line: At) -> Finding {
    at(&HITS_NOTHING, "", format!("the JSON patch cannot be carried out: {message}"), line)
}

/// Reports that a patched object cannot be read as what it is, or that a patch is none.
pub(crate) fn unreadable(path: &str, message: &str, line: At) -> Finding {
    at(&UNREADABLE, path, message, line)
}

/// Reports a patch after which the object is what it was.
pub(crate) fn without_effect(line: At) -> Finding {
    at(&WITHOUT_EFFECT, "", "a patch changes nothing: the object is so already", line)
}
