//! Which SCC admits a pod: those that may be used, in the order of the server, until one does.
//!
//! Source: `pkg/securitycontextconstraints/sccadmission/admission.go` of openshift/apiserver-library-go.

use k8s_openapi::api::core::v1::Pod;

use super::{
    Refusal,
    complete::complete,
    fit::{fit, list},
    order,
    ranges::Ranges,
    shipped::{named, of_everybody},
    solver::{Origin, solve},
};
use crate::{
    grammar,
    object::SecurityContextConstraints,
    target::{KubeVersion, Target},
    validate::{Finding, Judge, Path, defaults, rule::rules},
};

rules! {
    NO_RANGES: scc, "scc-namespace-without-ranges", "a namespace of OpenShift has ranges of users and groups and an SELinux level";
    NOT_USABLE: scc, "scc-required-not-usable", "the SCC that a pod demands is one that it may use";
}

/// The annotation by which a pod demands an SCC.
pub(super) const REQUIRED: &str = "openshift.io/required-scc";

/// Is what the SCCs answer.
#[derive(Debug)]
pub(crate) enum Admission {
    /// An SCC admits the pod and has filled it in.
    Filled {
        /// The pod, with the server's own defaults too.
        pod: Box<Pod>,
        /// The name of the SCC.
        scc: String,
    },
    /// No SCC is asked about it.
    AsItIs,
    /// None admits it, which has been reported.
    Refused,
    /// Nobody here knows, because the SCC is one whose content was not given.
    Unknown,
}

/// Asks the SCCs about a pod and reports why none admits it.
pub(crate) fn admit(j: &mut Judge, pod: &Pod, target: &Target) -> Admission {
    // Windows has nothing of what SCCs are about.
    let os = pod.spec.as_ref().and_then(|spec| spec.os.as_ref());
    if os.is_some_and(|os| os.name == "windows") {
        return Admission::AsItIs;
    }
    let ranges = match Ranges::for_pod(pod, target) {
        Ok(ranges) => ranges,
        Err(why) => {
            let message = format_args!("OpenShift refuses every pod in this namespace: {why}");
            j.report(&NO_RANGES, &Path::root(""), message)
                .help("judge by a namespace that OpenShift has made a project of, as `oc get namespace NAME -o yaml` shows it");
            return Admission::Refused;
        }
    };
    let usable = Usable::of(target, j.version);
    let required = pod
        .metadata
        .annotations
        .as_ref()
        .and_then(|annotations| annotations.get(REQUIRED))
        .filter(|name| !name.is_empty());
    let usable = match required {
        None => usable,
        Some(name) if grammar::dns_subdomain(name).is_err() => {
            let metadata = Path::root("metadata");
            let annotations = metadata.field("annotations");
            let message = format_args!("the pod demands the SCC `{name}`, and no SCC can have that name");
            let finding = j.report(&NOT_USABLE, &annotations.key(REQUIRED), message);
            finding.scc = Some(name.clone());
            finding.help("write the name of an SCC as `oc get scc` lists it, or drop the annotation");
            return Admission::Refused;
        }
        Some(name) => match usable.only(name, target, j.version) {
            Ok(usable) => usable,
            Err(others) => {
                not_usable(j, name, &others);
                return Admission::Refused;
            }
        },
    };
    let mut filled = pod.clone();
    defaults::pod(&mut filled, j.gates, j.version);
    let mut refused = Vec::new();
    for scc in &usable.known {
        match fit(&filled, scc, &ranges) {
            Ok(pod) => return Admission::Filled { pod: Box::new(pod), scc: name_of(scc) },
            Err(refusals) => refused.push((scc, refusals)),
        }
    }
    if !usable.unknown.is_empty() {
        for name in &usable.unknown {
            j.assume(format!("SecurityContextConstraints {name}, which admits the pod"));
        }
        return Admission::Unknown;
    }
    report(j, &filled, &refused, &ranges, target);
    Admission::Refused
}

/// Are the SCCs that may be used.
struct Usable {
    /// Those whose content is known, in the order in which they are tried.
    known: Vec<SecurityContextConstraints>,
    /// The names of the others.
    unknown: Vec<String>,
}

impl Usable {
    /// Lists what was granted, or else what every user of a project may use.
    fn of(target: &Target, version: KubeVersion) -> Self {
        let mut usable = Self { known: Vec::new(), unknown: Vec::new() };
        for scc in target.granted() {
            match content(scc.name(), target, version) {
                Some(content) => usable.known.push(content),
                None => usable.unknown.push(scc.name().to_owned()),
            }
        }
        if target.granted().is_empty() {
            usable.known = of_everybody(version);
        }
        order::sort(&mut usable.known);
        usable
    }

    /// Leaves the one that a pod demands. One that nobody here has heard of may have been granted.
    ///
    /// # Errors
    /// Gives the names of those that may be used, where it is none of them.
    fn only(self, name: &str, target: &Target, version: KubeVersion) -> Result<Self, Vec<String>> {
        let Self { mut known, mut unknown } = self;
        if content(name, target, version).is_none() {
            return Ok(Self { known: Vec::new(), unknown: vec![name.to_owned()] });
        }
        let mut names: Vec<_> = known.iter().map(name_of).collect();
        known.retain(|scc| scc.metadata.name.as_deref() == Some(name));
        if known.is_empty() {
            names.append(&mut unknown);
            return Err(names);
        }
        Ok(Self { known, unknown: Vec::new() })
    }
}

/// Gives what an SCC says: what was stated, or else what OpenShift ships under the name.
fn content(name: &str, target: &Target, version: KubeVersion) -> Option<SecurityContextConstraints> {
    target.content_of(name).cloned().map(complete).or_else(|| named(name, version))
}

pub(super) fn name_of(scc: &SecurityContextConstraints) -> String {
    scc.metadata.name.clone().unwrap_or_default()
}

fn not_usable(j: &mut Judge, name: &str, others: &[String]) {
    let metadata = Path::root("metadata");
    let annotations = metadata.field("annotations");
    let message =
        format_args!("the pod demands the SCC `{name}`, which may not be used here; {} may", list(others));
    let finding = j.report(&NOT_USABLE, &annotations.key(REQUIRED), message);
    finding.scc = Some(name.to_owned());
    finding.help(format!(
        "drop the annotation, or let an administrator grant `{name}`: `pod-dsl grant` prints how"
    ));
}

/// Reports what the SCC refuses that comes nearest to admitting the pod: the one with the fewest refusals.
fn report(
    j: &mut Judge,
    pod: &Pod,
    refused: &[(&SecurityContextConstraints, Vec<Refusal>)],
    ranges: &Ranges,
    target: &Target,
) {
    let Some((nearest, refusals)) = refused.iter().min_by_key(|(_, refusals)| refusals.len()) else { return };
    let name = name_of(nearest);
    for (index, refusal) in refusals.iter().enumerate() {
        let message = format_args!("OpenShift refuses the pod: the SCC `{name}` {}", refusal.message);
        let finding = j.report(refusal.rule, &Path::root(&refusal.path), message);
        finding.scc = Some(name.clone());
        if let Some(spelt) = &refusal.spelt {
            finding.note(format!("OpenShift names the field `{spelt}`"));
        }
        if let Some(help) = refusal.help {
            finding.help(help);
        }
        if index == 0 {
            explain(finding, pod, refused, ranges, target);
        }
    }
}

/// Adds what holds for the pod as a whole: whom else the server has asked, and who would admit it.
fn explain(
    finding: &mut Finding,
    pod: &Pod,
    refused: &[(&SecurityContextConstraints, Vec<Refusal>)],
    ranges: &Ranges,
    target: &Target,
) {
    let asked: Vec<_> = refused.iter().map(|(scc, _)| name_of(scc)).collect();
    if asked.len() > 1 {
        finding.note(format!(
            "OpenShift admits the pod under none of the SCCs that may be used here: {}",
            list(&asked)
        ));
    }
    let own_users = |scc: &SecurityContextConstraints| {
        let mut pod = pod.clone();
        pod.spec.get_or_insert_default().host_users = Some(false);
        fit(&pod, scc, ranges).is_ok()
    };
    if let Some((scc, _)) = refused.iter().find(|(scc, _)| own_users(scc)) {
        finding.help(format!("or say `hostUsers: false`: `{}` then admits the pod as it is", name_of(scc)));
    }
    let Some(solution) = solve(pod, target) else { return };
    let least = name_of(&solution.scc);
    let how = "`pod-dsl grant` prints what is applied";
    match solution.origin {
        Origin::Everybody => {}
        Origin::Shipped => _ = finding.help(format!("or let an administrator grant `{least}`: {how}")),
        Origin::Own => {
            let besides = solution.besides.join("; ");
            finding.help(format!(
                "or let an administrator grant an SCC that is restricted-v2 and allows besides: {besides}; {how}"
            ));
        }
    }
}
