//! Pods under SCCs, from both sides of every rule.

mod chosen;
mod filled;
mod refused;
mod solved;

use k8s_openapi::api::core::v1::{Namespace, Pod};
use serde_json::{Value, json};

use super::{fit::fit, ranges::Ranges, shipped::named};
use crate::{
    object::SecurityContextConstraints,
    target::{KubeVersion, Target},
    validate::{Form, Judge, admission, defaults},
};

/// Makes a pod of the fields of its spec; one without containers gets one.
fn pod(spec: &Value) -> Pod {
    let mut spec = spec.clone();
    let fields = spec.as_object_mut().unwrap();
    fields.entry("containers").or_insert_with(|| json!([{}]));
    for list in ["containers", "initContainers", "ephemeralContainers"] {
        for (index, container) in
            fields.get_mut(list).into_iter().flat_map(|list| list.as_array_mut().unwrap()).enumerate()
        {
            let own = container.as_object_mut().unwrap();
            own.entry("name").or_insert_with(|| json!(format!("c{index}")));
            own.entry("image").or_insert_with(|| json!("example.com/a:1"));
        }
    }
    serde_json::from_value(json!({"metadata": {"name": "a"}, "spec": spec})).unwrap()
}

/// Makes a pod with one container that has this security context.
fn confined(context: &Value) -> Pod {
    pod(&json!({"containers": [{"securityContext": context}]}))
}

/// Is a namespace that OpenShift has made a project of, with labels of its own.
pub(super) fn project(labels: &Value) -> Namespace {
    let annotations = json!({
        "openshift.io/sa.scc.uid-range": "1000680000/10000",
        "openshift.io/sa.scc.supplemental-groups": "1000680000/10000",
        "openshift.io/sa.scc.mcs": "s0:c26,c15",
    });
    let metadata = json!({"name": "shop", "labels": labels, "annotations": annotations});
    serde_json::from_value(json!({"metadata": metadata})).unwrap()
}

/// Gives an SCC that OpenShift ships, with some of its fields changed.
fn scc(name: &str, changes: &Value) -> SecurityContextConstraints {
    let mut value = serde_json::to_value(named(name, KubeVersion::DEFAULT).unwrap()).unwrap();
    let fields = value.as_object_mut().unwrap();
    fields.extend(changes.as_object().unwrap().clone());
    serde_json::from_value(value).unwrap()
}

/// Fills a pod in by an SCC in the project, or lists the rules and paths for which it is refused.
fn under(scc: &SecurityContextConstraints, pod: &Pod) -> Result<Pod, Vec<(&'static str, String)>> {
    let mut pod = pod.clone();
    let judge = Judge::new(KubeVersion::DEFAULT, Form::Pod);
    defaults::pod(&mut pod, judge.gates, judge.version);
    let ranges = Ranges::of(&project(&json!({}))).unwrap();
    fit(&pod, scc, &ranges)
        .map_err(|refusals| refusals.into_iter().map(|refusal| (refusal.rule.id, refusal.path)).collect())
}

/// Judges a pod for a target; gives the rules of the errors with their paths, and what was assumed.
fn judged(pod: &Pod, target: &Target) -> (Vec<(&'static str, String)>, Vec<String>) {
    let mut judge = Judge::new(target.version().unwrap(), Form::Pod);
    admission::pod(&mut judge, &mut pod.clone(), target);
    let (found, assumes) = judge.finish();
    let errors = found.into_iter().filter(|finding| finding.severity == crate::Severity::Error);
    (errors.map(|finding| (finding.rule, finding.path)).collect(), assumes)
}
