//! What the objects of a bundle say of each other: who selects whom, and what a name leads to.
//!
//! Anything may stand in the cluster already. So a name that leads to nothing counts as wrong only where something of its
//! kind stands beside it that nothing else leads to: what was meant, most likely, under another name.

pub(super) mod account_missing;
pub(super) mod autoscaler_without_target;
pub(super) mod binding_to_nobody;
pub(super) mod claim_missing;
pub(super) mod policy_port_unserved;
pub(super) mod route_tls_mismatch;
pub(super) mod route_to_nowhere;
pub(super) mod selector_without_pods;

use std::fmt;

use k8s_openapi::{
    api::networking::v1::NetworkPolicySpec,
    apimachinery::pkg::apis::meta::v1::{LabelSelector, ObjectMeta},
};

use super::{
    ContractRule,
    companions::{Companions, OwnedPod, same_namespace},
};
use crate::{object::Object, target::Platform, validate::Finding};

/// Is an object with what stands beside it in the same file or bundle.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Beside<'a> {
    pub(crate) object: &'a Object,
    pub(crate) companions: &'a Companions<'a>,
    pub(crate) platform: Platform,
}

impl<'a> Beside<'a> {
    /// Makes a finding: an error in a bundle, which is whole, and less in a file, which may be a part.
    fn found(&self, rule: &ContractRule, path: impl fmt::Display, message: impl fmt::Display) -> Finding {
        let mut finding = rule.seen(path, message);
        if !self.companions.built {
            finding.severity = rule.guessed;
        }
        finding
    }

    fn meta(&self) -> Option<&'a ObjectMeta> {
        self.object.metadata()
    }

    /// Lists the pods of the object's namespace.
    fn pods(&self) -> impl Iterator<Item = &'a OwnedPod<'a>> {
        let meta = self.meta();
        let near =
            move |pod: &&OwnedPod<'_>| meta.is_some_and(|meta| same_namespace(pod.subject().owner, meta));
        self.companions.pods.iter().filter(near)
    }

    /// Lists the other objects of the object's namespace.
    fn others(&self) -> impl Iterator<Item = &'a Object> {
        let meta = self.meta();
        let near = move |other: &&Object| {
            meta.zip(other.metadata()).is_some_and(|(meta, other)| same_namespace(other, meta))
        };
        self.companions.others.iter().map(|other| &**other).filter(near)
    }
}

/// Tells whether a selector matches labels.
fn selects(selector: &LabelSelector, meta: &ObjectMeta) -> bool {
    let value = |key: &str| meta.labels.as_ref().and_then(|labels| labels.get(key));
    let labels = selector.match_labels.iter().flatten().all(|(key, wanted)| value(key) == Some(wanted));
    let expressions = selector.match_expressions.iter().flatten().all(|expression| {
        let value = value(&expression.key);
        let listed = value.is_some_and(|value| expression.values.iter().flatten().any(|one| one == value));
        match expression.operator.as_str() {
            "In" => listed,
            "NotIn" => !listed,
            "Exists" => value.is_some(),
            "DoesNotExist" => value.is_none(),
            // What the server refuses selects nothing, and is told about by its rule.
            _ => true,
        }
    });
    labels && expressions
}

/// Gives the selector of a policy, which the types of some releases say is optional.
#[allow(clippy::useless_conversion, reason = "in some releases it is none")]
fn pod_selector(policy: &NetworkPolicySpec) -> Option<LabelSelector> {
    policy.pod_selector.clone().into()
}

/// Lists names as in a sentence.
fn names<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let names: Vec<_> = names.into_iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}
