//! What a namespace enforces, warns of and records, on its pods and on templates.

use serde_json::{Value, json};

use super::{NEWEST_PROVEN, judge, namespace, pod};
use crate::{
    KubeVersion,
    prelude::*,
    validate::{self, Finding, Form, Judge, Severity, Stage, admission},
};

const LOOSE: &str = r#""securityContext":{"procMount":"Unmasked","allowPrivilegeEscalation":true}"#;

fn told(labels: &[(&str, &str)]) -> Vec<(Severity, &'static str)> {
    let found = judge(NEWEST_PROVEN, "", labels, &pod(json!({}), "", LOOSE)).into_iter();
    found.map(|finding| (finding.severity, finding.check.unwrap_or(finding.rule))).collect()
}

#[test]
fn each_mode_has_its_severity_and_a_place_is_told_once() {
    use Severity::{Error, Info, Warning};
    let (proc, escalation) = ("procMount", "allowPrivilegeEscalation");
    assert_eq!(told(&[]), []);
    assert_eq!(told(&[("enforce", "baseline")]), [(Error, proc)]);
    assert_eq!(told(&[("warn", "baseline")]), [(Warning, proc)]);
    assert_eq!(told(&[("audit", "baseline")]), [(Info, proc)]);
    let rising = [("enforce", "baseline"), ("warn", "restricted"), ("audit", "restricted")];
    assert_eq!(told(&rising), [(Error, proc), (Warning, escalation)]);
    assert_eq!(told(&[("warn", "baseline"), ("audit", "restricted")]), [(Warning, proc), (Info, escalation)]);
}

#[test]
fn a_label_that_is_not_understood_is_told() {
    let found = told(&[("enforce", "base"), ("warn", "none")]);
    let label = (Severity::Warning, "pod-security-label-misread");
    assert_eq!(found[..2], [label, label]);
    assert!(found[2..].iter().all(|(severity, _)| *severity == Severity::Error), "{found:?}");
    assert_eq!(found.len(), 4);
}

#[test]
fn a_namespace_with_a_label_that_is_not_understood_is_not_made() {
    let found = |labels: &str| {
        let text =
            format!("{{apiVersion: v1, kind: Namespace, metadata: {{name: shop, labels: {{{labels}}}}}}}");
        let report = validate::check_manifest("ns.yaml", text.as_bytes(), &Target::kubernetes());
        report.errors().map(|finding| (finding.rule, finding.path.clone())).collect::<Vec<_>>()
    };
    let prefix = "pod-security.kubernetes.io";
    let sound =
        format!("{prefix}/enforce: baseline, {prefix}/enforce-version: v1.30, {prefix}/audit: privileged");
    assert_eq!(found(&sound), []);
    for label in ["enforce: strict", "warn: Restricted", "audit-version: \"1.30\"", "enforce-version: v1.030"]
    {
        let (name, _) = label.split_once(':').unwrap();
        let expected = ("namespace-pod-security-malformed", format!("metadata.labels[{prefix}/{name}]"));
        assert_eq!(found(&format!("{prefix}/{label}")), [expected], "{label}");
    }
}

#[test]
fn a_namespace_that_comes_along_is_there_when_its_pods_come() {
    let file = |name: &str| {
        format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: web, namespace: {name}}}\nspec:\n  \
             selector: {{matchLabels: {{a: b}}}}\n  template:\n    metadata: {{labels: {{a: b}}}}\n    \
             spec: {{hostPID: true, containers: [{{name: a, image: 'a:1'}}]}}\n---\n\
             apiVersion: v1\nkind: Pod\nmetadata: {{name: web, namespace: {name}}}\n\
             spec: {{hostPID: true, containers: [{{name: a, image: 'a:1'}}]}}\n---\n\
             apiVersion: v1\nkind: Namespace\nmetadata: {{name: shop, labels: {{pod-security.kubernetes.io/enforce: baseline}}}}\n"
        )
    };
    let found = |name: &str, target: &Target| {
        let report = validate::check_manifest("all.yaml", file(name).as_bytes(), target);
        let of_admission = report.findings().iter().filter(|finding| finding.check.is_some());
        of_admission.map(|finding| (finding.object.clone(), finding.severity)).collect::<Vec<_>>()
    };
    let refused = ("Pod/web".to_owned(), Severity::Error);
    assert_eq!(
        found("shop", &Target::kubernetes()),
        [("Deployment/web".to_owned(), Severity::Warning), refused]
    );
    assert_eq!(found("other", &Target::kubernetes()), []);
    let stated = Target::kubernetes().namespace(k8s_openapi::api::core::v1::Namespace::default());
    assert_eq!(found("shop", &stated), [], "what was stated counts");
}

#[test]
fn a_finding_says_what_is_wrong_what_is_allowed_and_what_to_do() {
    let labels = [("enforce", "baseline"), ("enforce-version", "v1.30")];
    let found = judge(
        NEWEST_PROVEN,
        "",
        &labels,
        &pod(json!({}), "", r#""ports":[{"containerPort":1,"hostPort":2}]"#),
    );
    assert_eq!(found.len(), 1);
    let expected =
        "the container takes port 2 of the node, but Pod Security `baseline:v1.30` allows no host ports";
    assert_eq!((found[0].message.as_str(), found[0].stage), (expected, Stage::PodSecurity));
    assert!(!found[0].helps.is_empty());
}

#[test]
fn containers_without_a_setting_are_named() {
    let init = r#""securityContext":{"runAsNonRoot":null,"seccompProfile":{"type":"Localhost","localhostProfile":"a"}},"initContainers":[
        {"name":"a","securityContext":{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]}}},
        {"name":"b","securityContext":{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]},"runAsNonRoot":true}}]"#;
    let found = judge(NEWEST_PROVEN, "", &[("enforce", "restricted")], &pod(json!({}), init, ""));
    assert_eq!(found.len(), 1);
    assert!(
        found[0].message.contains("`a`, `web`") && !found[0].message.contains("`b`"),
        "{}",
        found[0].message
    );
}

#[test]
fn openshift_asks_for_restricted_and_trusts_user_namespaces() {
    let root = r#""hostUsers":false,"securityContext":{"runAsNonRoot":null,"runAsUser":0}"#;
    let refused = |release, spec, container| {
        let mut j = Judge::new(KubeVersion::new(release).unwrap(), Form::Pod);
        admission::pod_security(&mut j, &pod(json!({}), spec, container), &Target::openshift());
        j.finish().0.into_iter().filter_map(|finding| finding.check).collect::<Vec<_>>()
    };
    assert_eq!(refused(36, "", LOOSE), ["allowPrivilegeEscalation", "procMount_restricted"]);
    assert_eq!(refused(33, root, ""), [""; 0]);
    assert_eq!(refused(32, root, ""), ["runAsNonRoot", "runAsUser"]);
}

fn of_deployment(target: &Target, container: &Value) -> Vec<Finding> {
    let deployment = json!({
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "web"},
        "spec": {
            "selector": {"matchLabels": {"app": "web"}},
            "template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [container]}},
        },
    });
    let report = Bundle::new().add_object(&deployment).unwrap().check(target);
    report.findings().iter().filter(|finding| finding.stage != Stage::Contract).cloned().collect()
}

#[test]
fn a_template_is_told_what_its_pods_meet() {
    let target = |labels: &[(&str, &str)]| Target::kubernetes().namespace(namespace(labels));
    let container =
        json!({"name": "web", "image": "example.com/web:1", "securityContext": {"privileged": true}});
    let path = "spec.template.spec.containers[0].securityContext.privileged";

    let refused = of_deployment(&target(&[("enforce", "baseline")]), &container);
    assert_eq!(refused.len(), 1, "{refused:?}");
    assert_eq!(
        (refused[0].rule, refused[0].check, refused[0].path.as_str()),
        ("template-pods-refused", Some("privileged"), path)
    );

    let warned = of_deployment(&target(&[("warn", "baseline")]), &container);
    assert_eq!(warned.len(), 1, "{warned:?}");
    assert_eq!((warned[0].rule, warned[0].severity), ("container-privileged", Severity::Warning));
    assert_eq!(warned[0].path, path);

    assert_eq!(of_deployment(&target(&[]), &container), []);
}

#[test]
fn what_a_namespace_refuses_cannot_be_allowed() {
    let pod = || {
        let container = Container::new("web", "example.com/web:1").security(Security::new().privileged());
        Pod::new("web").allow("container-privileged", "a test").container(container)
    };
    let enforced = Target::kubernetes().namespace(namespace(&[("enforce", "baseline")]));
    assert_eq!(pod().check(&enforced).errors().count(), 1);
    let warned = Target::kubernetes().namespace(namespace(&[("warn", "baseline")]));
    assert_eq!(pod().check(&warned).allowed().len(), 1);
}
