//! What a rule sees while it judges: the release, the kind of pod, and where to say what it found.

use std::fmt;

use super::{finding::Finding, gates::Gates, path::Path, rule::Rule};
use crate::target::{IpFamilies, KnownNetwork, KubeVersion};

/// Tells in which shape a pod spec stands; some rules hold for one of them only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// A Pod as it is created.
    Pod,
    /// The template of a workload, whose pods are made later.
    Template,
}

/// Collects findings while the rules walk an object.
#[derive(Debug)]
pub(crate) struct Judge {
    /// The release whose server is asked.
    pub(crate) version: KubeVersion,
    /// The shape in which the pod spec stands.
    pub(crate) form: Form,
    /// The feature gates of that release.
    pub(crate) gates: Gates,
    /// The IP families of the cluster's Services, where they were stated.
    pub(crate) ip_families: Option<IpFamilies>,
    /// What is known of the network of the cluster's Services.
    pub(crate) service_network: KnownNetwork,
    found: Vec<Finding>,
    assumes: Vec<String>,
    /// A rule that is switched off, so that a test can prove that some case needs it. Its findings are dropped at the end.
    off: Option<&'static str>,
}

impl Judge {
    pub(crate) fn new(version: KubeVersion, form: Form) -> Self {
        Self {
            version,
            form,
            gates: Gates::of(version),
            ip_families: None,
            service_network: KnownNetwork::default(),
            found: Vec::new(),
            assumes: Vec::new(),
            off: None,
        }
    }

    /// Switches a rule off; only tests have a use for it.
    #[cfg(test)]
    pub(crate) fn without(mut self, rule: &'static str) -> Self {
        self.off = Some(rule);
        self
    }

    /// Reports that `rule` is broken at `path`; the finding is given back, so that help and notes can be added.
    pub(crate) fn report(
        &mut self,
        rule: &'static Rule,
        path: &Path<'_>,
        message: impl fmt::Display,
    ) -> &mut Finding {
        self.tell(Finding::new(rule, path, message));
        let last = self.found.len() - 1;
        &mut self.found[last]
    }

    /// Takes a finding that was made elsewhere.
    pub(crate) fn tell(&mut self, finding: Finding) {
        self.found.push(finding);
    }

    /// Counts what was found so far, so that a caller can tell whether a part was sound.
    pub(crate) fn count(&self) -> usize {
        self.found.iter().filter(|finding| Some(finding.rule) != self.off).count()
    }

    /// Notes a fact about the cluster that the verdict rests on.
    pub(crate) fn assume(&mut self, fact: impl Into<String>) {
        let fact = fact.into();
        if !self.assumes.contains(&fact) {
            self.assumes.push(fact);
        }
    }

    /// Ends the judgement.
    pub(crate) fn finish(mut self) -> (Vec<Finding>, Vec<String>) {
        self.found.retain(|finding| Some(finding.rule) != self.off);
        (self.found, self.assumes)
    }
}
