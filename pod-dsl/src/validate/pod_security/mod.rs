//! Pod Security admission: the checks of the levels `baseline` and `restricted`, in every version.
//!
//! A namespace names the version of the standards it wants, and a check may differ from version to version. Each check
//! stands in a file of its own, says from which version on there is such a check, and asks the [`Watch`] for whatever
//! else depends on the version.
//!
//! Source: `staging/src/k8s.io/pod-security-admission/policy`. That directory calls each check by an id, which findings
//! carry besides the id of our rule.

mod allow_privilege_escalation;
mod app_armor_profile;
mod capabilities_baseline;
mod capabilities_restricted;
mod host_namespaces;
mod host_path_volumes;
mod host_ports;
mod host_probes_and_lifecycle;
mod policy;
mod privileged;
mod proc_mount;
mod proc_mount_restricted;
mod restricted_volumes;
mod run_as_non_root;
mod run_as_user;
mod se_linux_options;
mod seccomp_profile_baseline;
mod seccomp_profile_restricted;
mod sysctls;
#[cfg(test)]
mod tests;
mod watch;
mod windows_host_process;

use k8s_openapi::{api::core::v1::PodSpec, apimachinery::pkg::apis::meta::v1::ObjectMeta};

pub(crate) use self::policy::{Level, Policy, PolicyVersion, Standard};
use self::watch::Watch;
use super::{Finding, Judge, Path, Rule, Severity, Stage};

/// Describes one check.
#[derive(Debug)]
struct Check {
    /// The id that Kubernetes gives it.
    id: &'static str,
    /// The level that has it; `restricted` has those of `baseline` as well.
    level: Level,
    /// The first version of the standards that has it, as the N of 1.N.
    since: u8,
    /// The check of `baseline` that it makes superfluous, because it is stricter.
    instead_of: Option<&'static str>,
    /// What is right, and what a violation is called here.
    rule: Rule,
    /// Looks at a pod.
    judge: fn(&mut Watch<'_>),
}

/// Lists the checks of both levels, in the order of their ids, as the server does.
static CHECKS: &[&Check] = &[
    &app_armor_profile::CHECK,
    &capabilities_baseline::CHECK,
    &host_namespaces::CHECK,
    &host_path_volumes::CHECK,
    &host_ports::CHECK,
    &host_probes_and_lifecycle::CHECK,
    &privileged::CHECK,
    &proc_mount::CHECK,
    &se_linux_options::CHECK,
    &seccomp_profile_baseline::CHECK,
    &sysctls::CHECK,
    &windows_host_process::CHECK,
    &allow_privilege_escalation::CHECK,
    &capabilities_restricted::CHECK,
    &proc_mount_restricted::CHECK,
    &restricted_volumes::CHECK,
    &run_as_non_root::CHECK,
    &run_as_user::CHECK,
    &seccomp_profile_restricted::CHECK,
];

impl Check {
    const fn baseline(id: &'static str, since: u8, rule: Rule, judge: fn(&mut Watch<'_>)) -> Self {
        Self { id, level: Level::Baseline, since, instead_of: None, rule, judge }
    }

    const fn restricted(id: &'static str, since: u8, rule: Rule, judge: fn(&mut Watch<'_>)) -> Self {
        Self { id, level: Level::Restricted, since, instead_of: None, rule, judge }
    }

    const fn instead_of(mut self, id: &'static str) -> Self {
        self.instead_of = Some(id);
        self
    }

    /// Tells whether the check is one of a level in version 1.`minor`.
    fn applies(&self, level: Level, minor: u8) -> bool {
        let stands = |check: &Check| check.level <= level && check.since <= minor;
        stands(self) && !CHECKS.iter().any(|other| other.instead_of == Some(self.id) && stands(other))
    }
}

/// Declares the rule of a check.
const fn rule(id: &'static str, summary: &'static str) -> Rule {
    Rule::of(Stage::PodSecurity, Severity::Error, id, summary)
}

/// Lists the rule of each check.
pub(crate) fn rules() -> impl Iterator<Item = &'static Rule> {
    CHECKS.iter().map(|check| &check.rule)
}

/// Lists every place at which a pod violates a standard, each with the id of the check in [`Finding::check`].
///
/// The spec is one that is filled in and has lost what gates switch off, and `path` is its path. The judge gives the
/// release and the gates; nothing is reported to it.
pub(crate) fn violations(
    j: &Judge,
    spec: &PodSpec,
    meta: &ObjectMeta,
    path: &Path<'_>,
    standard: Standard,
) -> Vec<Finding> {
    let minor = standard.version.minor_on(j.version);
    let mut found = Vec::new();
    for check in CHECKS.iter().copied().filter(|check| check.applies(standard.level, minor)) {
        let mut watch = Watch::new(check, spec, meta, path, standard, minor, j.gates);
        (check.judge)(&mut watch);
        found.extend(watch.finish());
    }
    found
}

/// Reports what in a pod a namespace refuses as errors, of what it warns as warnings, and what it only records as
/// something to know. What is said of a place is said once, as heavily as it weighs.
pub(crate) fn check(j: &mut Judge, spec: &PodSpec, meta: &ObjectMeta, path: &Path<'_>, policy: &Policy) {
    let mut told: Vec<Finding> = Vec::new();
    for (standard, severity) in
        policy.standards().into_iter().zip([Severity::Error, Severity::Warning, Severity::Info])
    {
        for mut finding in violations(j, spec, meta, path, standard) {
            if told.iter().any(|other| other.path == finding.path) {
                continue;
            }
            finding.severity = severity;
            match severity {
                Severity::Error => {}
                Severity::Warning => _ = finding.note("the namespace only warns of this and refuses nothing"),
                Severity::Info => _ = finding.note("the namespace only records this in its audit log"),
            }
            told.push(finding);
        }
    }
    for finding in told {
        j.tell(finding);
    }
}
