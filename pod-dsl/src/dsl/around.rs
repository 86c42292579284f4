//! Verbs of the objects that stand around a pod: what leads to it, what it may do, what it keeps.

mod access;
mod autoscaler;
mod budget;
mod claim;
mod expose;
mod namespace;
mod network_policy;
mod service;

use std::collections::BTreeMap;

use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;

pub use network_policy::Peer;

use crate::model::{Kind, Pod, Workload};

/// Is what makes pods, or is one, and can be selected by labels: a workload, a pod.
pub trait Selected {
    /// Gives the name.
    fn its_name(&self) -> String;

    /// Gives the namespace, where one was said.
    fn its_namespace(&self) -> Option<String>;

    /// Gives the labels by which its pods are known.
    fn its_labels(&self) -> BTreeMap<String, String>;

    /// Gives `apiVersion` and `kind` of what can be scaled; `None` for what cannot.
    fn scales(&self) -> Option<(&'static str, &'static str)> {
        None
    }
}

impl<K: Kind> Selected for Workload<K> {
    fn its_name(&self) -> String {
        self.name().to_owned()
    }

    fn its_namespace(&self) -> Option<String> {
        self.metadata.namespace.clone()
    }

    fn its_labels(&self) -> BTreeMap<String, String> {
        self.selects()
    }

    fn scales(&self) -> Option<(&'static str, &'static str)> {
        K::SCALES.map(|kind| ("apps/v1", kind))
    }
}

/// A pod is known by all of its labels. One that has none cannot be selected, and the judge says so.
impl Selected for Pod {
    fn its_name(&self) -> String {
        self.metadata.name.clone().unwrap_or_default()
    }

    fn its_namespace(&self) -> Option<String> {
        self.metadata.namespace.clone()
    }

    fn its_labels(&self) -> BTreeMap<String, String> {
        self.metadata.labels.clone().unwrap_or_default()
    }
}

fn selector(of: &impl Selected) -> LabelSelector {
    LabelSelector { match_labels: Some(of.its_labels()), match_expressions: None }
}
