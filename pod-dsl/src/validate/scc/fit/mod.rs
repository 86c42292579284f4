//! One pod under one SCC: what the SCC fills in, and what it refuses then.
//!
//! As on the server, the pod's own context is filled in and judged first, then each container's; what is filled in is
//! judged as if it had been written.
//!
//! Source: `pkg/securitycontextconstraints/sccmatching/{provider,matcher}.go` of openshift/apiserver-library-go, and the
//! strategies beside it.

mod capabilities;
mod containers;
mod groups;
mod host;
mod privileges;
mod seccomp;
mod selinux;
mod sysctls;
mod users;
mod volumes;

use std::fmt;

use k8s_openapi::api::core::v1::{Pod, PodSecurityContext, SecurityContext};

use self::{containers::containers, groups::Groups, selinux::Label, users::User};
pub(super) use self::{
    seccomp::name_of as profile_name,
    sysctls::is_safe as is_safe_sysctl,
    volumes::{ALL as ALL_VOLUMES, KINDS as VOLUME_KINDS, kind_of},
};
use super::ranges::Ranges;
use crate::{
    object::SecurityContextConstraints,
    validate::{
        Rule,
        rule::{Severity, rules},
    },
};

rules! {
    MALFORMED: scc, "scc-malformed", "the strategies of an SCC are ones that OpenShift knows, with what they need";
}

/// Lists the rules of every area.
pub(super) static AREAS: &[&[&Rule]] = &[
    RULES,
    capabilities::RULES,
    groups::RULES,
    host::RULES,
    privileges::RULES,
    seccomp::RULES,
    selinux::RULES,
    sysctls::RULES,
    users::RULES,
    volumes::RULES,
];

/// Says why one SCC does not admit a pod.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Refusal {
    /// The rule that is broken.
    pub rule: &'static Rule,
    /// The field, as it stands in a Pod: `spec.containers[0].securityContext.privileged`.
    pub path: String,
    /// What the SCC does not do, to follow its name: "does not allow privileged containers".
    pub message: String,
    /// How OpenShift names the field in its answer, where that leads nowhere.
    pub spelt: Option<String>,
    /// What to do.
    pub help: Option<&'static str>,
}

/// Reads as a line of a list: the field, then what is not allowed of it.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            return f.write_str(&self.message);
        }
        write!(f, "{}: {}", self.path, self.message)
    }
}

/// Fills a pod in as an SCC does, and judges it by the SCC.
///
/// The pod is one that has the server's own defaults.
///
/// # Errors
/// Everything for which the SCC refuses the pod.
pub(crate) fn fit(pod: &Pod, scc: &SecurityContextConstraints, ranges: &Ranges) -> Result<Pod, Vec<Refusal>> {
    let mut fit = Fit { scc, refusals: Vec::new() };
    let strategies = [
        User::of(&scc.run_as_user, ranges).map(Strategies::User),
        Label::of(&scc.se_linux_context, ranges).map(Strategies::Label),
        Groups::fs_group(&scc.fs_group, ranges).map(Strategies::FsGroup),
        Groups::supplemental(&scc.supplemental_groups, ranges).map(Strategies::Supplemental),
    ];
    let [
        Ok(Strategies::User(user)),
        Ok(Strategies::Label(label)),
        Ok(Strategies::FsGroup(fs_group)),
        Ok(Strategies::Supplemental(supplemental)),
    ] = &strategies
    else {
        for why in strategies.into_iter().filter_map(Result::err) {
            fit.refuse(&MALFORMED, "", why);
        }
        return Err(fit.refusals);
    };
    let mut pod = pod.clone();
    fit.pod(&mut pod, label, fs_group, supplemental);
    let Pod { metadata, spec: Some(spec), .. } = &mut pod else { return Ok(pod) };
    let annotations = metadata.annotations.clone().unwrap_or_default();
    let whole = spec.security_context.clone().unwrap_or_default();
    for one in containers(spec) {
        let path = one.path;
        let mut context = one.context.take().unwrap_or_default();
        user.fill(&mut context, &whole);
        label.fill_container(&mut context, &whole);
        capabilities::fill(scc, &mut context);
        user.mark(&mut context, &whole);
        privileges::fill_root_filesystem(scc, &mut context);
        seccomp::fill_container(&mut context, &whole, &annotations, one.name);
        privileges::fill_escalation(scc, &mut context);

        user.check(&mut fit, &context, &whole, &path);
        label.check_container(&mut fit, &context, &whole, &path);
        seccomp::check_container(&mut fit, &context, &whole, &annotations, one.name, &path);
        privileges::check(&mut fit, &context, &path);
        capabilities::check(&mut fit, &context, &path);
        host::check_ports(&mut fit, one.ports, &path);
        // What says nothing stays away.
        *one.context = (context != SecurityContext::default()).then_some(context);
    }
    let mut refusals = fit.refusals;
    // What is said for the whole pod is wrong once, however many containers it holds for.
    let mut told = std::collections::HashSet::new();
    refusals.retain(|refusal| told.insert((refusal.path.clone(), refusal.message.clone())));
    if refusals.is_empty() { Ok(pod) } else { Err(refusals) }
}

/// Is one of the four strategies, so that all of them can be looked at before any is used.
enum Strategies {
    User(User),
    Label(Label),
    FsGroup(Groups),
    Supplemental(Groups),
}

/// Judges by one SCC.
struct Fit<'a> {
    scc: &'a SecurityContextConstraints,
    refusals: Vec<Refusal>,
}

impl Fit<'_> {
    /// Refuses what stands at `path`; the refusal is given back, so that help can be added.
    fn refuse(
        &mut self,
        rule: &'static Rule,
        path: impl fmt::Display,
        message: impl fmt::Display,
    ) -> &mut Refusal {
        debug_assert!(rule.severity == Severity::Error, "an SCC refuses");
        self.refusals.push(Refusal {
            rule,
            path: path.to_string(),
            message: message.to_string(),
            spelt: None,
            help: None,
        });
        let last = self.refusals.len() - 1;
        &mut self.refusals[last]
    }

    /// Fills in and judges what belongs to the pod as a whole.
    fn pod(&mut self, pod: &mut Pod, label: &Label, fs_group: &Groups, supplemental: &Groups) {
        let spec = pod.spec.get_or_insert_default();
        let mut context = spec.security_context.take().unwrap_or_default();
        supplemental.fill_list(&mut context.supplemental_groups);
        fs_group.fill(&mut context.fs_group);
        label.fill(&mut context.se_linux_options);
        seccomp::fill_pod(self.scc, &mut context, &mut pod.metadata);

        let path = "spec.securityContext";
        fs_group.check(self, context.fs_group.as_slice(), format_args!("{path}.fsGroup"));
        let groups = context.supplemental_groups.as_deref().unwrap_or_default();
        supplemental.check(self, groups, format_args!("{path}.supplementalGroups"));
        seccomp::check_pod(self, &context, &pod.metadata);
        label.check(self, context.se_linux_options.as_ref(), path);
        host::check(self, spec);
        sysctls::check(self, &context);
        volumes::check(self, spec);
        volumes::check_token(self, spec);
        spec.security_context = (context != PodSecurityContext::default()).then_some(context);
    }
}

impl Refusal {
    /// Says what to do.
    fn help(&mut self, help: &'static str) -> &mut Self {
        self.help = Some(help);
        self
    }

    /// Says how OpenShift names the field.
    fn spelt(&mut self, spelt: String) -> &mut Self {
        self.spelt = Some(spelt);
        self
    }
}

/// Names things in a sentence: `a`, `b` and `c`.
pub(super) fn list(all: &[impl AsRef<str>]) -> String {
    let quoted: Vec<_> = all.iter().map(|one| format!("`{}`", one.as_ref())).collect();
    match quoted.as_slice() {
        [] => "none".to_owned(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}
