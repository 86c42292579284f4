//! The least privileged SCC for a pod.

use k8s_openapi::api::core::v1::Pod;

use super::{
    Refusal,
    choose::{REQUIRED, name_of},
    complete::complete,
    fit::fit,
    level::level,
    minimal::{Asked, minimal},
    order,
    ranges::Ranges,
    shipped::{named, of_everybody, shipped},
};
use crate::{
    object::SecurityContextConstraints,
    target::{KubeVersion, Target},
    validate::{
        Finding, Form, Judge, Path, admission, defaults,
        pod_security::{self, Level, PolicyVersion, Standard},
    },
};

/// Lists the SCCs that give away no more than what they are for. The others allow a pod root, the node, or what the
/// second generation has taken back; where only such a one admits a pod, one that is written for it is better.
const NARROW: &[&str] =
    &["restricted-v2", "restricted-v3", "nonroot-v2", "hostnetwork-v2", "nested-container"];

/// Says whose SCC it is, and so what has to be granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Every user of a project may use it: nothing has to be granted.
    Everybody,
    /// OpenShift ships it, and an administrator has to grant it.
    Shipped,
    /// It is the cluster's own, or to be: it is `restricted-v2` and allows what the pod asks for besides.
    Own,
}

/// Says which SCC a pod needs, why no stricter one does, and what comes of it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Solution {
    /// The SCC.
    pub scc: SecurityContextConstraints,
    /// Whose it is.
    pub origin: Origin,
    /// The stricter ones that OpenShift ships, from the strictest on, each with what it refuses.
    pub stricter: Vec<(String, Vec<Refusal>)>,
    /// The first one that OpenShift ships and that admits the pod.
    pub shipped: String,
    /// What an SCC of the cluster's own allows beyond `restricted-v2`, a phrase each.
    pub besides: Vec<String>,
    /// The level of Pod Security that OpenShift then gives the namespace: `restricted`, `baseline` or `privileged`.
    pub pod_security: &'static str,
    /// What Pod Security refuses all the same at that level.
    pub violations: Vec<Finding>,
    /// The name of the pod, or of what stands for it.
    pub(super) pod: String,
    /// The account it runs as, where it names one.
    pub(super) account: Option<String>,
    /// The account that is granted the SCC, where somebody has named one.
    pub(super) granted_to: Option<String>,
    /// The namespace it says it goes into.
    pub(super) namespace: Option<String>,
    /// The SCC it demands and that it cannot be admitted under.
    pub(super) demands: Option<String>,
}

/// Finds the least privileged SCC that admits a pod. Where OpenShift ships only a broad one, such as `anyuid`,
/// `hostaccess` or `privileged`, it is one written for the pod: `restricted-v2` and exactly what the pod asks for, under
/// the pod's name or the one that it demands by `openshift.io/required-scc`.
///
/// What the target says of its namespace and of SCCs of the cluster's own is taken into account. Gives `None` for a pod
/// for Windows, which no SCC is asked about.
///
/// ```
/// use pod_dsl::{Target, k8s, validate::scc};
///
/// let pod: k8s::Pod = serde_json::from_value(serde_json::json!({
///     "metadata": { "name": "tracer" },
///     "spec": { "containers": [{
///         "name": "a", "image": "example.com/a:1", "securityContext": { "capabilities": { "add": ["SYS_PTRACE"] } },
///     }] },
/// }))?;
/// let solution = scc::solve(&pod, &Target::openshift()).unwrap();
/// assert_eq!(solution.shipped, "privileged");
/// assert_eq!(solution.scc.metadata.name.as_deref(), Some("tracer"));
/// assert_eq!(solution.besides, ["the capability `SYS_PTRACE`"]);
/// assert_eq!(solution.pod_security, "privileged");
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn solve(pod: &Pod, target: &Target) -> Option<Solution> {
    let version = target.version().unwrap_or(KubeVersion::DEFAULT);
    let mut judge = Judge::new(version, Form::Pod);
    let mut pod = pod.clone();
    defaults::pod(&mut pod, judge.gates, version);
    let spec = pod.spec.clone().unwrap_or_default();
    if spec.os.as_ref().is_some_and(|os| os.name == "windows") {
        return None;
    }
    // Where a namespace has no ranges, that is told where a pod is judged; here any project will do.
    let ranges = Ranges::for_pod(&pod, target).unwrap_or_else(|_| Ranges::unknown());
    let search = Search { pod: &pod, ranges: &ranges, version };

    let demanded =
        pod.metadata.annotations.as_ref().and_then(|all| all.get(REQUIRED)).filter(|it| !it.is_empty());
    let known = demanded
        .and_then(|name| target.content_of(name).cloned().map(complete).or_else(|| named(name, version)));
    let (stricter, shipped) = search.shipped();
    let shipped_name = name_of(&shipped);
    let (scc, besides) = match &known {
        Some(known) if search.admits(known) => (known.clone(), Vec::new()),
        _ if NARROW.contains(&shipped_name.as_str()) && (demanded.is_none() || known.is_some()) => {
            (shipped, Vec::new())
        }
        _ => {
            let name = demanded.filter(|_| known.is_none()).cloned().unwrap_or_else(|| name_of_pod(&pod));
            let Asked { scc, besides } = minimal(&pod, &name, &ranges, version);
            if search.admits(&scc) { (scc, besides) } else { (shipped, Vec::new()) }
        }
    };
    let name = name_of(&scc);
    let everybody = of_everybody(version).contains(&scc);
    let origin = match named(&name, version) {
        _ if everybody => Origin::Everybody,
        Some(shipped) if shipped == scc => Origin::Shipped,
        _ => Origin::Own,
    };
    let level = level(&scc, &ranges);
    Some(Solution {
        origin,
        stricter,
        shipped: shipped_name,
        besides,
        pod_security: level.as_str(),
        violations: search.violations(&mut judge, &scc, level),
        pod: name_of_pod(&pod),
        account: spec.service_account_name.or(spec.service_account).filter(|name| !name.is_empty()),
        granted_to: None,
        namespace: pod.metadata.namespace.clone().filter(|name| !name.is_empty()),
        demands: demanded.filter(|demanded| **demanded != name).cloned(),
        scc,
    })
}

/// Looks for an SCC that admits one pod.
struct Search<'a> {
    pod: &'a Pod,
    ranges: &'a Ranges,
    version: KubeVersion,
}

impl Search<'_> {
    fn admits(&self, scc: &SecurityContextConstraints) -> bool {
        fit(self.pod, scc, self.ranges).is_ok()
    }

    /// Gives the strictest that OpenShift ships and that admits the pod, and those before it with what they refuse. A
    /// priority says who is asked first, not who is stricter.
    fn shipped(&self) -> (Vec<(String, Vec<Refusal>)>, SecurityContextConstraints) {
        let mut all = shipped(self.version);
        all.sort_by_cached_key(order::points);
        let mut stricter = Vec::new();
        let mut last = SecurityContextConstraints::default();
        for scc in all {
            match fit(self.pod, &scc, self.ranges) {
                Ok(_) => return (stricter, scc),
                Err(refusals) => stricter.push((name_of(&scc), refusals)),
            }
            last = scc;
        }
        // The last one is `privileged`, and it admits everything.
        (stricter, last)
    }

    /// Lists what Pod Security refuses of the pod as the SCC fills it in.
    fn violations(&self, judge: &mut Judge, scc: &SecurityContextConstraints, level: Level) -> Vec<Finding> {
        let Ok(filled) = fit(self.pod, scc, self.ranges) else { return Vec::new() };
        let standard = Standard { level, version: PolicyVersion::Latest };
        admission::openshift_gates(judge);
        let spec = filled.spec.unwrap_or_default();
        pod_security::violations(judge, &spec, &filled.metadata, &Path::root("spec"), standard)
    }
}

/// Names a pod: by its name, or by the beginning of the one that the server makes.
fn name_of_pod(pod: &Pod) -> String {
    let given = |name: &Option<String>| name.as_deref().filter(|name| !name.is_empty()).map(str::to_owned);
    let generated =
        || given(&pod.metadata.generate_name).map(|name| name.trim_end_matches(['-', '.']).to_owned());
    given(&pod.metadata.name).or_else(generated).unwrap_or_else(|| "pod".to_owned())
}
