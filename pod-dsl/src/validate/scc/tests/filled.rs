//! What an SCC fills in, and what it leaves as it was said.

use serde_json::{Value, json};

use super::{Pod, confined, pod, scc, under};

fn filled(name: &str, changes: &Value, pod: &Pod) -> Value {
    serde_json::to_value(under(&scc(name, changes), pod).unwrap()).unwrap()
}

fn container(name: &str, changes: &Value, context: &Value) -> Value {
    filled(name, changes, &confined(context))["spec"]["containers"][0]["securityContext"].clone()
}

#[test]
fn a_pod_that_says_nothing_gets_what_the_project_has() {
    let pod = filled("restricted-v2", &json!({}), &pod(&json!({})));
    assert_eq!(
        pod["spec"]["securityContext"],
        json!({
            "fsGroup": 1_000_680_000,
            "seLinuxOptions": {"level": "s0:c26,c15"},
            "seccompProfile": {"type": "RuntimeDefault"},
        })
    );
    assert_eq!(
        pod["spec"]["containers"][0]["securityContext"],
        json!({
            "allowPrivilegeEscalation": false,
            "capabilities": {"drop": ["ALL"]},
            "runAsNonRoot": true,
            "runAsUser": 1_000_680_000,
        })
    );
    assert_eq!(pod["metadata"]["annotations"]["seccomp.security.alpha.kubernetes.io/pod"], "runtime/default");
}

#[test]
fn groups_beside_are_filled_in_where_the_scc_decides_on_them() {
    let pod = filled("hostnetwork-v2", &json!({}), &pod(&json!({})));
    assert_eq!(pod["spec"]["securityContext"]["supplementalGroups"], json!([1_000_680_000]));
}

#[test]
fn what_was_said_for_the_pod_is_not_repeated_for_its_containers() {
    let said = pod(&json!({"securityContext": {"runAsUser": 1_000_680_007_i64, "runAsNonRoot": true}}));
    let context =
        filled("restricted-v2", &json!({}), &said)["spec"]["containers"][0]["securityContext"].clone();
    assert_eq!((&context["runAsUser"], &context["runAsNonRoot"]), (&Value::Null, &Value::Null));
}

#[test]
fn who_cannot_be_root_is_marked() {
    assert_eq!(container("nonroot-v2", &json!({}), &json!({}))["runAsNonRoot"], true);
    assert_eq!(container("anyuid", &json!({}), &json!({"runAsUser": 5}))["runAsNonRoot"], true);
    assert_eq!(container("anyuid", &json!({}), &json!({"runAsUser": 0}))["runAsNonRoot"], Value::Null);
    assert_eq!(container("anyuid", &json!({}), &json!({}))["runAsNonRoot"], Value::Null);
    let only = json!({"runAsUser": {"type": "MustRunAs", "uid": 7}});
    assert_eq!(container("anyuid", &only, &json!({}))["runAsUser"], 7);
}

#[test]
fn capabilities_are_joined_sorted_and_once() {
    let own = json!({"capabilities": {"add": ["NET_BIND_SERVICE"], "drop": ["KILL", "CHOWN", "KILL"]}});
    assert_eq!(
        container("restricted-v2", &json!({}), &own)["capabilities"],
        json!({"add": ["NET_BIND_SERVICE"], "drop": ["ALL", "CHOWN", "KILL"]})
    );
    // What changes nothing stays as it was said.
    let dropped = json!({"capabilities": {"drop": ["ALL", "ALL"]}});
    assert_eq!(
        container("restricted-v2", &json!({}), &dropped)["capabilities"],
        json!({"drop": ["ALL", "ALL"]})
    );
    let default = json!({"defaultAddCapabilities": ["CHOWN", "FOWNER"], "requiredDropCapabilities": null});
    let unwilling = json!({"capabilities": {"drop": ["CHOWN"]}});
    assert_eq!(
        container("restricted-v2", &default, &unwilling)["capabilities"],
        json!({"add": ["FOWNER"], "drop": ["CHOWN"]})
    );
}

#[test]
fn escalation_is_denied_unless_the_container_needs_it() {
    let denying = json!({"defaultAllowPrivilegeEscalation": false});
    let of = |name, changes: &Value, context: Value| {
        container(name, changes, &context)["allowPrivilegeEscalation"].clone()
    };
    assert_eq!(of("restricted-v2", &json!({}), json!({})), false);
    assert_eq!(of("restricted", &json!({}), json!({})), Value::Null);
    assert_eq!(of("privileged", &denying, json!({})), false);
    assert_eq!(of("privileged", &denying, json!({"allowPrivilegeEscalation": true})), true);
    assert_eq!(of("privileged", &denying, json!({"privileged": true})), Value::Null);
    assert_eq!(of("privileged", &denying, json!({"capabilities": {"add": ["CAP_SYS_ADMIN"]}})), Value::Null);
}

#[test]
fn a_root_file_system_is_closed_where_the_scc_demands_it() {
    let closed = json!({"readOnlyRootFilesystem": true});
    assert_eq!(container("restricted-v2", &closed, &json!({}))["readOnlyRootFilesystem"], true);
}

#[test]
fn an_annotation_of_old_wins_over_the_seccomp_field() {
    let mut said = pod(&json!({"securityContext": {"seccompProfile": {"type": "Unconfined"}}}));
    let of_pod = ("seccomp.security.alpha.kubernetes.io/pod".to_owned(), "docker/default".to_owned());
    let of_container =
        ("container.seccomp.security.alpha.kubernetes.io/c0".to_owned(), "localhost/a".to_owned());
    said.metadata.annotations = Some([of_pod, of_container].into());
    let filled = filled("privileged", &json!({}), &said);
    assert_eq!(filled["spec"]["securityContext"]["seccompProfile"], json!({"type": "RuntimeDefault"}));
    assert_eq!(
        filled["spec"]["containers"][0]["securityContext"]["seccompProfile"],
        json!({"localhostProfile": "a", "type": "Localhost"})
    );
}

#[test]
fn the_first_profile_that_has_a_name_is_filled_in() {
    let profiles = json!({"seccompProfiles": ["*", "localhost/a"]});
    let filled = filled("privileged", &profiles, &pod(&json!({})));
    assert_eq!(
        filled["spec"]["securityContext"]["seccompProfile"],
        json!({"localhostProfile": "a", "type": "Localhost"})
    );
    assert_eq!(container("privileged", &json!({}), &json!({})), Value::Null, "nothing is filled in");
}
