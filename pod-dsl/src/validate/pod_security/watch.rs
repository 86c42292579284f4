//! What a check sees of a pod, and how it says what it found.

use std::fmt;

use k8s_openapi::{
    api::core::v1::{Container, PodSecurityContext, PodSpec, SecurityContext},
    apimachinery::pkg::apis::meta::v1::ObjectMeta,
};

use super::{Check, Standard};
use crate::validate::{
    Finding, Path,
    api::each,
    gates::{Gate, Gates},
};

/// Shows a pod to a check, and takes its findings.
pub(super) struct Watch<'a> {
    check: &'static Check,
    pub(super) spec: &'a PodSpec,
    pub(super) meta: &'a ObjectMeta,
    /// The path of the pod spec.
    pub(super) path: &'a Path<'a>,
    standard: Standard,
    /// The N of the version 1.N that counts.
    minor: u8,
    gates: Gates,
    found: Vec<Finding>,
}

impl<'a> Watch<'a> {
    pub(super) fn new(
        check: &'static Check,
        spec: &'a PodSpec,
        meta: &'a ObjectMeta,
        path: &'a Path<'a>,
        standard: Standard,
        minor: u8,
        gates: Gates,
    ) -> Self {
        Self { check, spec, meta, path, standard, minor, gates, found: Vec::new() }
    }

    /// Says what is wrong at a place, and what the level `allows`: "no privileged containers".
    pub(super) fn report(
        &mut self,
        path: &Path<'_>,
        what: impl fmt::Display,
        allows: impl fmt::Display,
    ) -> &mut Finding {
        let message = format_args!("{what}, but Pod Security `{}` allows {allows}", self.standard);
        let mut finding = Finding::new(&self.check.rule, path, message);
        finding.check = Some(self.check.id);
        self.found.push(finding);
        let last = self.found.len() - 1;
        &mut self.found[last]
    }

    /// Tells whether the version that counts is 1.`minor` or newer.
    pub(super) fn since(&self, minor: u8) -> bool {
        self.minor >= minor
    }

    /// Tells whether this is a pod for Windows and the version one that excuses it from what Windows does not have.
    pub(super) fn is_excused_on_windows(&self) -> bool {
        self.since(25) && self.spec.os.as_ref().is_some_and(|os| os.name == "windows")
    }

    /// Tells whether the pod has a user namespace of its own, and whether that counts: since version 1.35 always, and
    /// before, in any version, on servers with a gate that went away with that release.
    pub(super) fn trusts_user_namespace(&self) -> bool {
        let counts = self.since(35) || self.gates.on(Gate::UserNamespacesPodSecurityStandards);
        counts && self.spec.host_users == Some(false)
    }

    /// Visits every container with its path.
    pub(super) fn containers(&mut self, mut visit: impl FnMut(&mut Self, &Container, &Path<'_>)) {
        let (spec, path) = (self.spec, self.path);
        each::container(spec, path, |container, _, path| visit(self, container, path));
    }

    /// Visits every container with its security context, an empty one where it has none, and the path of that.
    pub(super) fn contexts(&mut self, mut visit: impl FnMut(&mut Self, &SecurityContext, &Path<'_>)) {
        let none = SecurityContext::default();
        self.containers(|watch, container, path| {
            let context = container.security_context.as_ref().unwrap_or(&none);
            visit(watch, context, &path.field("securityContext"));
        });
    }

    /// Visits a field that the security context of a pod and those of its containers have alike, wherever it is set.
    pub(super) fn settings<T>(
        &mut self,
        field: &str,
        of_pod: impl FnOnce(&PodSecurityContext) -> Option<&T>,
        of_container: impl Fn(&SecurityContext) -> Option<&T>,
        mut visit: impl FnMut(&mut Self, &T, &Path<'_>),
    ) {
        let (spec, path) = (self.spec, self.path);
        if let Some(value) = spec.security_context.as_ref().and_then(of_pod) {
            visit(self, value, &path.field("securityContext").field(field));
        }
        self.contexts(|watch, context, path| {
            if let Some(value) = of_container(context) {
                visit(watch, value, &path.field(field));
            }
        });
    }

    /// Names the containers for which a field is set neither in the pod's security context nor in their own, as
    /// `` `web`, `log` ``; says nothing where there are none.
    pub(super) fn unset<T>(
        &mut self,
        of_pod: impl FnOnce(&PodSecurityContext) -> Option<&T>,
        of_container: impl Fn(&SecurityContext) -> Option<&T>,
    ) -> Option<String> {
        if self.spec.security_context.as_ref().and_then(of_pod).is_some() {
            return None;
        }
        let mut names = Vec::new();
        self.containers(|_, container, _| {
            if container.security_context.as_ref().and_then(&of_container).is_none() {
                names.push(format!("`{}`", container.name));
            }
        });
        (!names.is_empty()).then(|| names.join(", "))
    }

    /// Gives what was found.
    pub(super) fn finish(self) -> Vec<Finding> {
        self.found
    }
}
