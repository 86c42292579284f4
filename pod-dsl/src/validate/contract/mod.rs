//! What no server can know: the links between the containers of a pod, and between a pod and what stands beside it.
//!
//! A rule that concerns links has a file here, named after the fault: id, severities, page, two examples and the check.
//! The examples run as its tests, and what is found in the bad one is compared word for word with `golden/<id>.txt`.
//! To add a rule: write the file, name it in [`ALL`], and run `BLESS=1 cargo test -p pod-dsl --lib contract`, which writes
//! the golden text and `docs/rules.md`.

mod companions;
mod context;
mod exempt;
mod guess;
mod page;
mod rule;
mod service;
#[cfg(test)]
mod tests;

mod link_to_stranger;
mod need_unmet;
mod port_needs_root;
mod proxy_upstream_unserved;
mod shared_file_misplaced;
mod volume_option_misfit;

pub(crate) use companions::Companions;
pub(crate) use exempt::Exemptions;
pub(crate) use page::{references, text};
pub use rule::{ContractRule, Example};

use self::{companions::pod_of, context::Context, rule::Check, service::ServiceContext};
use super::{Finding, Rule};
use crate::{
    intent::{Intent, LooseEnd},
    object::Object,
    target::{KubeVersion, Platform},
};

/// Lists the rules about links.
pub const ALL: &[&ContractRule] = &[
    // What the builder could not carry out.
    &link_to_stranger::RULE,
    &need_unmet::RULE,
    &shared_file_misplaced::RULE,
    &volume_option_misfit::RULE,
    // Network.
    &port_needs_root::RULE,
    &proxy_upstream_unserved::RULE,
];

/// Lists the rules.
pub(crate) fn rules() -> impl Iterator<Item = &'static Rule> {
    ALL.iter().map(|rule| &rule.rule).chain(exempt::RULES.iter().copied())
}

/// Judges the links of an object: of its pods, where it has some, with what was said of them; or of a Service.
pub(crate) fn check(
    object: &Object,
    said: &Intent,
    target: (Platform, KubeVersion),
    companions: &Companions<'_>,
    found: &mut Vec<Finding>,
) {
    if let Object::Service(service) = object {
        let context = ServiceContext::new(service, target, companions);
        for rule in ALL {
            if let Some(check) = rule.check.service {
                check(&context, found);
            }
        }
    } else if let Some(pod) = pod_of(object, said) {
        let context = Context::new(pod.subject(), said, target, companions);
        for rule in ALL {
            if let Some(check) = rule.check.pod {
                check(&context, found);
            }
        }
    }
}

/// Reports what a handle said and nothing could be made of.
fn loose_end(rule: &ContractRule, end: &LooseEnd) -> Finding {
    let mut finding = rule.seen(&end.path, &end.message);
    finding.help(&end.help);
    finding.place = Some(super::Place::Rust(end.at));
    finding
}
