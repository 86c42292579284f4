//! What the API server says to the update of an object that is there, and what the update does to pods that run.
//!
//! What is there is compared with what it becomes: the result of `kubectl apply`, a merge of three objects ([`Data::applied`]),
//! filled in as the server fills in. So a field that only the server knows is no change, and one that the new object no
//! longer has is. Source of the rules: the `Validate…Update` functions of `pkg/apis/*/validation` and the `ValidateUpdate`
//! of the strategies in `pkg/registry`.
//!
//! To add a rule: a field that may not change has a row in [`fixed`]; whatever has exceptions has a file of its own, named
//! after the kind. The cases stand in `tests/`.

mod applied;
mod claim;
mod config;
mod fixed;
mod gone;
mod job;
mod merged;
mod new;
mod persistent_volume;
mod pod;
mod replace;
mod roll;
mod same;
mod service;
mod spared;
mod stateful_set;
#[cfg(test)]
pub(super) mod tests;

use std::mem::discriminant;

pub use applied::Applied;
pub(crate) use applied::Identity;
pub(crate) use gone::left_behind;
pub(crate) use new::New;

use applied::There;
use same::{Difference, differences};

use super::{Finding, Rule, gates::Gates, stored::fill_object};
use crate::{
    object::{Data, Object},
    target::{KubeVersion, Target},
};

/// Lists the rules about updates.
pub(super) static AREA: &[&[&Rule]] = &[
    applied::RULES,
    claim::RULES,
    config::RULES,
    fixed::RULES,
    gone::RULES,
    job::RULES,
    persistent_volume::RULES,
    pod::RULES,
    roll::RULES,
    service::RULES,
    stateful_set::RULES,
];

/// Tells whether a finding is an information about an update.
#[cfg(feature = "cli")]
pub(crate) fn tells_update(finding: &Finding) -> bool {
    finding.severity == super::Severity::Info
        && AREA.iter().copied().flatten().any(|rule| rule.id == finding.rule)
}

/// Is what an object is held against: what is applied now, and what is applied together with it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Against<'a> {
    pub(crate) applied: &'a Applied,
    /// All that is new, the object itself included.
    pub(crate) beside: &'a [Object],
}

/// Is an update while it is judged.
struct Update<'a> {
    /// What is there, as the server keeps it.
    there: &'a There,
    old: &'a Object,
    /// What it becomes.
    new: Object,
    old_tree: Data,
    new_tree: Data,
    version: KubeVersion,
    gates: Gates,
    found: Vec<Finding>,
    assumes: Vec<String>,
}

/// Is what is said about an update.
#[derive(Debug, Default)]
pub(crate) struct Updated {
    pub(crate) found: Vec<Finding>,
    /// What that assumes of the cluster.
    pub(crate) assumes: Vec<String>,
    /// What is not asked of the object because it is there: rules, and the paths if not all.
    spared: Vec<(&'static str, Option<String>)>,
    /// What need not be assumed, because what is there proves it.
    proven: Vec<String>,
}

impl Updated {
    /// Takes away what was found about the object, and assumed of the cluster, as if it were made.
    pub(crate) fn spare(&self, found: &mut Vec<Finding>, assumes: &mut Vec<String>) {
        assumes.retain(|fact| !self.proven.contains(fact));
        found.retain(|finding| {
            !self.spared.iter().any(|(rule, path)| {
                *rule == finding.rule && path.as_ref().is_none_or(|path| *path == finding.path)
            })
        });
    }
}

/// Says what is found about the update of an object. An object that is not there is created, and nothing is said.
pub(crate) fn check(new: &Object, against: &Against<'_>, target: &Target, version: KubeVersion) -> Updated {
    let Some(mut update) = Update::begin(new, against, target, version) else { return Updated::default() };
    let u = &mut update;
    fixed::check(u, target);
    pod::check(u);
    stateful_set::check(u);
    job::check(u);
    service::check(u, new);
    claim::check(u, against);
    persistent_volume::check(u);
    config::check(u);
    merged::check(u, new, target, version);
    // What is refused changes nothing.
    if update.found.is_empty() {
        roll::check(&mut update);
        config::unseen(&mut update, against, target);
    }
    let mut updated = Updated::default();
    spared::check(&update, target, &mut updated);
    (updated.found, updated.assumes) = (update.found, update.assumes);
    updated
}

impl<'a> Update<'a> {
    fn begin(new: &Object, against: &Against<'a>, target: &Target, version: KubeVersion) -> Option<Self> {
        let id = Identity::of(new);
        let home = target.facts().and_then(|facts| facts.metadata.name.as_deref());
        let there = against.applied.find(&id, home).filter(|_| !id.name.is_empty())?;
        // In two versions of its group an object looks otherwise.
        let old = there.object.as_ref().filter(|old| discriminant(*old) == discriminant(new))?;
        let (old_tree, applied) = (Data::of(old).ok()?, Data::of(new).ok()?);
        let merged = old_tree.applied(there.last.as_ref(), &applied);
        let text = |field: &str| applied.get(&[field]).and_then(Data::as_str);
        let merged = serde_json::to_value(&merged).ok()?;
        let mut new = Object::read(text("apiVersion")?, text("kind")?, merged)?.ok()?;
        pod::admit(&mut new, old);
        fill_object(&mut new, version);
        let new_tree = Data::of(&new).ok()?;
        let (gates, found, assumes) = (Gates::of(version), Vec::new(), Vec::new());
        Some(Self { there, old, new, old_tree, new_tree, version, gates, found, assumes })
    }

    /// Lists what changes below a path of fields.
    fn changes(&self, fields: &[&str]) -> Vec<Difference> {
        differences(self.old_tree.get(fields), self.new_tree.get(fields), &fields.join("."))
    }

    /// Reports what cannot be done in place, with the way to do it nevertheless.
    fn refuse(&mut self, rule: &'static Rule, path: &str, message: impl std::fmt::Display) -> &mut Finding {
        let help = replace::help(self.old.kind()).replace("NAME", self.old.name());
        self.tell(rule, path, message).help(help)
    }

    /// Reports what is worth knowing.
    fn tell(&mut self, rule: &'static Rule, path: &str, message: impl std::fmt::Display) -> &mut Finding {
        self.found.push(Finding::new(rule, path, message));
        let last = self.found.len() - 1;
        &mut self.found[last]
    }

    /// Notes a fact about the cluster that the answer rests on.
    fn assume(&mut self, fact: impl Into<String>) {
        self.assumes.push(fact.into());
    }

    /// Names the object, as an assumption does.
    fn subject(&self) -> String {
        format!("{} {}", self.old.kind(), self.old.name())
    }
}

/// Spells changes in a sentence.
fn shown(changes: &[Difference]) -> String {
    const MOST: usize = 5;
    let mut text: Vec<_> = changes.iter().take(MOST).map(ToString::to_string).collect();
    if changes.len() > MOST {
        text.push(format!("{} more", changes.len() - MOST));
    }
    match text.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}

/// Says that something changes, in the right number.
fn change(changes: &[Difference]) -> String {
    format!("{} {}", shown(changes), if changes.len() == 1 { "changes" } else { "change" })
}

/// Gives the path of the first change, which is where to look.
fn first(changes: &[Difference]) -> String {
    changes.first().map(|change| change.path.clone()).unwrap_or_default()
}
