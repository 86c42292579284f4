//! What is refused, where, and in which words; and what is not.

mod kinds;
mod one_by_one;

use std::fmt::Write as _;

pub(crate) use one_by_one::trials;

use serde_json::json;

use super::{decode, documents};
use crate::{
    object::Object,
    target::KubeVersion,
    validate::{Finding, Place, Severity},
    yaml::source::Source,
};

const VERSION: KubeVersion = KubeVersion::DEFAULT;

fn read(text: &str, version: KubeVersion) -> Vec<Result<Option<Object>, Vec<Finding>>> {
    let source = Source::new("a.yaml", text.as_bytes());
    documents(&source).map(|document| decode(&document, version)).collect()
}

fn one(text: &str) -> Result<Option<Object>, Vec<Finding>> {
    read(text, VERSION).remove(0)
}

fn line_and_column(finding: &Finding) -> (usize, usize) {
    match &finding.place {
        Some(Place::Text { line, column, .. }) => (*line, *column),
        place => panic!("{place:?}"),
    }
}

/// Puts lines below `spec:` of a Pod; the first of them is line 5.
fn pod(spec: &str) -> String {
    let mut text = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n".to_owned();
    spec.lines().for_each(|line| writeln!(text, "  {line}").unwrap());
    text
}

/// The lines below `spec:`, the rule, the path, line and column, what is said, and the help.
type Refusal = (&'static str, &'static str, &'static str, (usize, usize), &'static str, &'static str);

const REFUSED: &[Refusal] = &[
    (
        "hostNetwrk: true",
        "field-unknown",
        "spec.hostNetwrk",
        (5, 3),
        "PodSpec has no field `hostNetwrk`",
        "did you mean `hostNetwork`?",
    ),
    (
        "Containers: []",
        "field-unknown",
        "spec.Containers",
        (5, 3),
        "PodSpec has no field `Containers`",
        "it is spelled `containers`",
    ),
    (
        "volumes:\n- name: a\n  emptyDir: {mode: 1}",
        "field-unknown",
        "spec.volumes[0].emptyDir.mode",
        (7, 16),
        "in Kubernetes 1.36",
        "it came with 1.37: see https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/#EmptyDirVolumeMode",
    ),
    (
        "containers:\n- name: a\n  env:\n  - name: b\n    value: yes",
        "value-mistyped",
        "spec.containers[0].env[0].value",
        (9, 14),
        "expected a string, found the boolean true, written `yes`",
        "put it in quotes: \"yes\"",
    ),
    (
        "containers:\n- {name: 0644}",
        "value-mistyped",
        "spec.containers[0].name",
        (6, 12),
        "expected a string, found the number 420, written `0644`",
        "put it in quotes: \"0644\"",
    ),
    (
        "hostNetwork: \"true\"",
        "value-mistyped",
        "spec.hostNetwork",
        (5, 16),
        "expected a boolean, found the string \"true\"",
        "write it without quotes: true",
    ),
    (
        "priority: \"5\"",
        "value-mistyped",
        "spec.priority",
        (5, 13),
        "expected a whole number of 32 bits, found the string \"5\"",
        "write it without quotes: 5",
    ),
    ("priority: 2147483648", "value-mistyped", "spec.priority", (5, 13), "found the number 2147483648", ""),
    ("priority: 1.5", "value-mistyped", "spec.priority", (5, 13), "found the number 1.5", ""),
    (
        "terminationGracePeriodSeconds: 9223372036854775808",
        "value-mistyped",
        "spec.terminationGracePeriodSeconds",
        (5, 34),
        "expected a whole number of 64 bits",
        "",
    ),
    (
        "containers: {name: a}",
        "value-mistyped",
        "spec.containers",
        (5, 15),
        "expected a list, found an object",
        "begin each item with `- `",
    ),
    (
        "containers:\n- a",
        "value-mistyped",
        "spec.containers[0]",
        (6, 5),
        "expected an object, found the string \"a\"",
        "",
    ),
    (
        "securityContext: []",
        "value-mistyped",
        "spec.securityContext",
        (5, 20),
        "expected an object, found a list",
        "write its fields without `- `",
    ),
    (
        "nodeSelector: {a: 1}",
        "value-mistyped",
        "spec.nodeSelector[a]",
        (5, 21),
        "expected a string, found the number 1",
        "put it in quotes: \"1\"",
    ),
    ("nodeSelector: a", "value-mistyped", "spec.nodeSelector", (5, 17), "expected an object", ""),
    ("overhead: {cpu: 1x}", "amount-malformed", "spec.overhead[cpu]", (5, 19), "`1x` is no amount", ""),
    ("overhead: {cpu: \"\"}", "amount-malformed", "spec.overhead[cpu]", (5, 19), "`` is no amount", ""),
    ("overhead: {cpu: yes}", "value-mistyped", "spec.overhead[cpu]", (5, 19), "expected an amount", ""),
    ("overhead: {cpu: \"1\\t\"}", "amount-malformed", "spec.overhead[cpu]", (5, 19), "is no amount", ""),
    (
        "containers:\n- livenessProbe: {tcpSocket: {port: yes}}",
        "value-mistyped",
        "spec.containers[0].livenessProbe.tcpSocket.port",
        (6, 39),
        "expected a whole number of 32 bits or a string",
        "",
    ),
    (
        "containers:\n- livenessProbe: {tcpSocket: {port: 1.5}}",
        "value-mistyped",
        "spec.containers[0].livenessProbe.tcpSocket.port",
        (6, 39),
        "found the number 1.5",
        "",
    ),
    (
        "containers:\n- livenessProbe: {tcpSocket: {port: 3000000000}}",
        "value-mistyped",
        "spec.containers[0].livenessProbe.tcpSocket.port",
        (6, 39),
        "found the number 3000000000",
        "",
    ),
    (
        "hostNetwork: true\nhostNetwork: true",
        "field-repeated",
        "spec.hostNetwork",
        (6, 3),
        "stands in line 5 already",
        "",
    ),
];

#[test]
fn a_refusal_names_the_rule_the_path_the_place_and_the_remedy() {
    for (spec, rule, path, place, message, help) in REFUSED {
        let found = one(&pod(spec)).expect_err(spec);
        assert_eq!(found.len(), 1, "{spec}: {found:?}");
        let finding = &found[0];
        assert_eq!(
            (finding.rule, finding.path.as_str(), line_and_column(finding)),
            (*rule, *path, *place),
            "{spec}"
        );
        assert!(finding.message.contains(message), "{spec}: {}", finding.message);
        assert_eq!(finding.helps.first().map_or("", String::as_str), *help, "{spec}");
        assert_eq!(finding.object, "Pod/a");
    }
}

#[test]
fn the_rules_have_names_of_their_own() {
    let mut ids: Vec<_> = super::rules::RULES.iter().map(|rule| rule.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), super::rules::RULES.len());
    for id in ids {
        assert!(
            id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-' || byte.is_ascii_digit()),
            "{id}"
        );
    }
}

#[test]
fn what_go_reads_is_read() {
    for spec in [
        "priority: 1.0",
        "priority: 1e3",
        "priority: 0x10",
        "hostNetwork: yes",
        "hostNetwork: null",
        "containers:",
        "containers:\n-\n- name:",
        "containers:\n- args: [~, a]",
        "nodeSelector: {a: , y: \"\"}",
        "overhead: {cpu: 1, memory: 1.5, a: 1e3, b: \" 1Gi \", c: .5, d: 18446744073709551615, e: }",
        "containers:\n- livenessProbe: {tcpSocket: {port: 80}}\n- livenessProbe: {tcpSocket: {port: \"80\"}}\n- livenessProbe: {tcpSocket: {port: }}",
        "volumes:\n- name: a\n  ephemeral: {volumeClaimTemplate: {metadata: {creationTimestamp: ~}}}",
        "<<: {hostNetwork: true}\nhostNetwork: false",
        "volumes: [{name: a, configMap: {defaultMode: 0644}}]",
    ] {
        let result = one(&pod(spec));
        assert!(result.is_ok(), "{spec}: {result:?}");
    }
    let Ok(Some(Object::Pod(found))) =
        one(&pod("overhead: {cpu: 1.50, memory: \" 1Gi \"}\ncontainers:\n-\npriority: 1e3"))
    else {
        panic!()
    };
    let spec = found.spec.unwrap();
    assert_eq!(
        spec.overhead.unwrap().into_values().map(|amount| amount.0).collect::<Vec<_>>(),
        ["1.5", "1Gi"]
    );
    assert_eq!(spec.containers.len(), 1);
    assert_eq!(spec.priority, Some(1000));
}

#[test]
fn all_that_is_unknown_repeated_or_mistyped_is_named_at_once() {
    let spec = "a: 1\ndnsPolicy: Default\ndnsPolicy: None\npriority: a\nb: {c: 1}\ncontainers:\n- 1\n- ports: {}\n  \
                resources: {limits: {cpu: x, memory: []}}\n  c: 1\n";
    let found = one(&pod(spec)).unwrap_err();
    let named: Vec<_> = found.iter().map(|finding| (finding.rule, finding.path.as_str())).collect();
    assert_eq!(
        named,
        [
            ("field-repeated", "spec.dnsPolicy"),
            ("field-unknown", "spec.a"),
            ("value-mistyped", "spec.priority"),
            ("field-unknown", "spec.b"),
            ("value-mistyped", "spec.containers[0]"),
            ("value-mistyped", "spec.containers[1].ports"),
            ("amount-malformed", "spec.containers[1].resources.limits[cpu]"),
            ("value-mistyped", "spec.containers[1].resources.limits[memory]"),
            ("field-unknown", "spec.containers[1].c"),
        ]
    );
    // A claim template says a type that no type of ours reads.
    let text = "apiVersion: apps/v1\nkind: StatefulSet\nspec: {replicas: a, volumeClaimTemplates: [{kind: 1, spec: 2}]}\n";
    assert_eq!(one(text).unwrap_err().len(), 3);
}

#[test]
fn thousands_of_faults_are_found_soon() {
    let fields: Vec<_> = (0..50_000).map(|n| format!("hostNetwork{n}: 1\n")).collect();
    let found = one(&pod(&fields.concat())).unwrap_err();
    assert_eq!(found.len(), 50_000);
    assert_eq!(line_and_column(&found[49_999]), (50_004, 3));
    assert_eq!((found[0].helps.len(), found[49_999].helps.len()), (1, 0));
    // Each wrong type is found by reading once more, up to a hundred times.
    let arguments = "- 1\n".repeat(50_000);
    assert_eq!(
        one(&pod(&format!("containers:\n- args:\n  {}", arguments.replace('\n', "\n  ")))).unwrap_err().len(),
        100
    );
}

#[test]
fn a_field_belongs_to_its_releases() {
    let text = pod("containers:\n- lifecycle: {stopSignal: SIGTERM}\n");
    let release = |minor| read(&text, KubeVersion::new(minor).unwrap()).remove(0);
    assert!(release(33).is_ok());
    let found = release(32).unwrap_err();
    assert_eq!(found[0].helps, ["it came with 1.33: see https://kep.k8s.io/4960"]);
    // The types compiled in know this field no more.
    let text = pod("workloadRef: {name: a, podGroup: b}\n");
    let release = |minor| read(&text, KubeVersion::new(minor).unwrap()).remove(0);
    assert!(release(35).is_ok());
    assert!(release(36).is_err());
}

#[test]
fn binary_data_and_times_are_read_as_go_reads_them() {
    let secret = |data: &str| {
        one(&format!("apiVersion: v1\nkind: Secret\nmetadata: {{name: a}}\ndata: {{k: {data}}}\n"))
    };
    for good in ["aGk=", "\"aG\\nk=\"", "YR==", "", "[104, 105]", "[]"] {
        assert!(secret(good).is_ok(), "{good}: {:?}", secret(good));
    }
    let Ok(Some(Object::Secret(found))) = secret("[104, 105]") else { panic!() };
    assert_eq!(found.data.unwrap()["k"].0, b"hi");
    for (bad, rule) in [
        ("hello", "base64-malformed"),
        ("1", "value-mistyped"),
        ("[300]", "value-mistyped"),
        ("{}", "value-mistyped"),
    ] {
        let found = secret(bad).expect_err(bad);
        assert_eq!((found[0].rule, found[0].path.as_str()), (rule, "data[k]"), "{bad}");
    }
    let timed = |time: &str| {
        one(&format!("apiVersion: v1\nkind: ConfigMap\nmetadata: {{creationTimestamp: {time}}}\n"))
    };
    assert!(timed("2026-01-02T03:04:05Z").is_ok());
    assert!(timed("null").is_ok());
    for bad in ["2026-01-02", "\"\"", "2026-01-02T03:04:05"] {
        assert_eq!(timed(bad).expect_err(bad)[0].rule, "time-malformed", "{bad}");
    }
    assert_eq!(timed("1").unwrap_err()[0].rule, "value-mistyped");
}

#[test]
fn an_object_inside_another_may_say_any_type() {
    let claim = |fields: &str| {
        one(&format!(
            "apiVersion: apps/v1\nkind: StatefulSet\nspec:\n  volumeClaimTemplates:\n  - {{{fields}}}\n"
        ))
    };
    assert!(claim("apiVersion: x, kind: Other, metadata: {name: a}").is_ok());
    assert!(claim("kind: ").is_ok());
    assert_eq!(claim("kind: 1").unwrap_err()[0].rule, "value-mistyped");
}

#[test]
fn an_empty_selector_is_not_an_absent_one() {
    let selector = |written: &str| {
        let text = format!("apiVersion: apps/v1\nkind: DaemonSet\nspec: {{selector: {written}}}\n");
        let Ok(Some(object)) = one(&text) else { panic!("{text}") };
        serde_json::to_value(object).unwrap()["spec"]["selector"].take()
    };
    for absent in ["", "null"] {
        assert_eq!(selector(absent), json!({}), "{absent}");
    }
    for written in ["{}", "{matchLabels: }", "{matchLabels: {}}"] {
        assert_eq!(selector(written), json!({"matchLabels": {}}), "{written}");
    }
    assert_eq!(selector("{matchLabels: {a: b}}"), json!({"matchLabels": {"a": "b"}}));
}

#[test]
fn former_fields_must_still_fit() {
    let workload = |kind: &str, annotation: &str| {
        one(&format!(
            "apiVersion: apps/v1\nkind: {kind}\nmetadata:\n  annotations: {{deprecated.{annotation}}}\n"
        ))
    };
    assert!(workload("DaemonSet", "daemonset.template.generation: \"3\"").is_ok());
    assert!(workload("Deployment", "deployment.rollback.to: \"\"").is_ok());
    assert!(workload("StatefulSet", "daemonset.template.generation: x").is_ok());
    for (kind, annotation) in
        [("DaemonSet", "daemonset.template.generation: x"), ("Deployment", "deployment.rollback.to: x")]
    {
        let found = workload(kind, annotation).unwrap_err();
        assert_eq!((found[0].rule, line_and_column(&found[0]).0), ("generation-annotation-malformed", 4));
    }
    assert!(workload("DaemonSet", "daemonset.template.generation: \"\"").is_err());
}

#[test]
fn an_object_fits_into_one_request() {
    let config =
        |size: usize| one(&format!("apiVersion: v1\nkind: ConfigMap\ndata: {{a: {:?}}}\n", "x".repeat(size)));
    assert!(config((3 << 20) - 100).is_ok());
    assert_eq!(config(3 << 20).unwrap_err()[0].rule, "object-too-large");
    // Go writes this character as six.
    let escaped = one(&format!("apiVersion: v1\nkind: ConfigMap\ndata: {{a: {:?}}}\n", "<".repeat(600_000)));
    assert_eq!(escaped.unwrap_err()[0].rule, "object-too-large");
}

#[test]
fn broken_text_is_one_finding_and_the_next_document_is_read() {
    let found = read("a: [\n---\napiVersion: v1\nkind: Pod\n", VERSION);
    assert_eq!(found.len(), 2);
    let broken = found[0].as_ref().unwrap_err();
    assert_eq!((broken[0].rule, line_and_column(&broken[0])), ("syntax-broken", (2, 1)));
    assert!(found[1].is_ok());
    let shown = one("apiVersion: v1\nkind: Pod\nspec: {hostNetwork: \"yes\"}\n").unwrap_err()[0].to_string();
    assert_eq!(
        shown,
        "error[value-mistyped]: expected a boolean, found the string \"yes\"\n  --> a.yaml:3:21\n   |  Pod/: spec.hostNetwork\n  3 | spec: {hostNetwork: \"yes\"}\n    |                     ^"
    );
}

#[test]
fn a_key_that_is_no_text_is_told_and_weighs_by_what_becomes_of_it() {
    let text = b"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  on: a\n  0x10 : b\n  404: c\n  \"off\": d\n  1 x: e\n  12:30: f\n";
    let source = Source::new("", text);
    let document = documents(&source).next().unwrap();
    assert!(decode(&document, VERSION).is_ok());
    let told: Vec<_> = document
        .warnings()
        .iter()
        .map(|found| (found.severity, found.path.clone(), line_and_column(found)))
        .collect();
    assert_eq!(
        told,
        [
            (Severity::Warning, "data.true".to_owned(), (5, 3)),
            (Severity::Warning, "data.16".to_owned(), (6, 3)),
            (Severity::Info, "data.404".to_owned(), (7, 3)),
        ]
    );
}

#[test]
fn what_kubectl_passes_over_is_a_warning() {
    let source = Source::new("", b"apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n...\nkind: Service\n");
    let document = documents(&source).next().unwrap();
    assert!(decode(&document, VERSION).is_ok());
    let warnings = document.warnings();
    assert_eq!((warnings[0].rule, line_and_column(&warnings[0])), ("text-unread", (5, 1)));
    assert_eq!(document.place("metadata.name").map(|place| place.to_string()).as_deref(), Some(":3:18"));
}
