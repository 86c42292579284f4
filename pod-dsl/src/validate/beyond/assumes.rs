//! Objects of the cluster that admission looks up: that they exist is assumed, and said.
//!
//! Source: the admission plugins `ServiceAccount`, `Priority` and `RuntimeClass`, which every server runs.

use k8s_openapi::api::core::v1::PodSpec;

use crate::{
    grammar,
    validate::{Form, Judge, Path, rule::rules},
};

rules! {
    /// The admission plugin `RuntimeClass` sets the overhead of its class, and refuses any other.
    OVERHEAD_GIVEN: admission, "pod-overhead-without-runtime-class", "the overhead of a pod comes from its runtime class";
}

/// Notes what the verdict on a pod or a template rests on; `path` is that of the pod spec.
pub(crate) fn check(j: &mut Judge, spec: &PodSpec, path: &Path<'_>) {
    let given = |name: &Option<String>| name.as_deref().filter(|name| !name.is_empty()).map(str::to_owned);
    // Every namespace has the account `default`, and every cluster the two classes of its own pods.
    if let Some(account) = given(&spec.service_account_name).or_else(|| given(&spec.service_account)) {
        assume(j, "ServiceAccount", &account, &["default"]);
    }
    if let Some(class) = given(&spec.priority_class_name) {
        assume(j, "PriorityClass", &class, &["system-cluster-critical", "system-node-critical"]);
    }
    if let Some(class) = given(&spec.runtime_class_name) {
        assume(j, "RuntimeClass", &class, &[]);
    } else if j.form == Form::Pod && spec.overhead.as_ref().is_some_and(|overhead| !overhead.is_empty()) {
        let message = "the pod has an overhead and no runtime class that it could come from";
        j.report(&OVERHEAD_GIVEN, &path.field("overhead"), message)
            .help("leave `overhead` out and name a class in `runtimeClassName`");
    }
}

/// Notes one object, unless it is always there or cannot be: a malformed name is refused as such.
fn assume(j: &mut Judge, kind: &str, name: &str, always: &[&str]) {
    if !always.contains(&name) && grammar::dns_subdomain(name).is_ok() {
        j.assume(format!("{kind} {name}"));
    }
}

#[cfg(test)]
mod tests {
    use super::{OVERHEAD_GIVEN, check};
    use crate::{
        KubeVersion,
        validate::{Form, Judge, Path},
    };

    fn judge(form: Form, spec: serde_json::Value) -> (Vec<(&'static str, String)>, Vec<String>) {
        let mut j = Judge::new(KubeVersion::DEFAULT, form);
        check(&mut j, &serde_json::from_value(spec).unwrap(), &Path::root("spec"));
        let (found, assumes) = j.finish();
        (found.into_iter().map(|finding| (finding.rule, finding.path)).collect(), assumes)
    }

    #[test]
    fn what_a_cluster_may_lack_is_assumed() {
        let named = serde_json::json!({
            "containers": [], "serviceAccountName": "shop", "priorityClassName": "fast", "runtimeClassName": "kata",
        });
        let expected = ["ServiceAccount shop", "PriorityClass fast", "RuntimeClass kata"].map(str::to_owned);
        assert_eq!(judge(Form::Template, named), (vec![], expected.to_vec()));
        let old = serde_json::json!({"containers": [], "serviceAccount": "shop"});
        assert_eq!(judge(Form::Pod, old).1, ["ServiceAccount shop"]);
    }

    #[test]
    fn what_is_always_there_or_cannot_be_is_not_assumed() {
        for (account, class) in [("default", "system-node-critical"), ("No_Name", "No_Name"), ("", "")] {
            let spec = serde_json::json!({
                "containers": [], "serviceAccountName": account, "priorityClassName": class,
            });
            assert_eq!(judge(Form::Pod, spec).1, [""; 0], "{account}");
        }
    }

    #[test]
    fn an_overhead_comes_from_a_class() {
        let spec = |class: &str| serde_json::json!({"containers": [], "overhead": {"cpu": "1"}, "runtimeClassName": class});
        assert_eq!(judge(Form::Pod, spec("")).0, [(OVERHEAD_GIVEN.id, "spec.overhead".to_owned())]);
        assert_eq!(judge(Form::Pod, spec("kata")).0, []);
        assert_eq!(judge(Form::Template, spec("")).0, [], "the template is accepted, and its pods are not");
    }
}
