//! What a profile fills in: every field that was left open and that the profile needs.

use k8s_openapi::api::core::v1 as k8s;

use crate::{
    intent::{By, Change, Promise},
    model::{ContainerAs, ContainerRole, Pod, Profile},
};

const DEFAULT_CONTAINER: &str = "kubectl.kubernetes.io/default-container";
const FIRST_UNPRIVILEGED_PORT: &str = "net.ipv4.ip_unprivileged_port_start";

/// Fills in what the pod's profile needs; `stands[i]` is the list and index at which container `i` stands.
pub(super) fn fill(pod: &Pod, stands: &[(&'static str, usize)], wire: &mut k8s::Pod) -> Vec<Change> {
    let profile = pod.profile;
    let mut fill = Fill { profile, changes: Vec::new() };
    if profile.0.is_some() {
        fill.default_container(pod, wire);
    }
    let spec = wire.spec.get_or_insert_default();
    // A Windows pod has none of these settings, and Pod Security asks it for none.
    if profile.0 < Some(Promise::Restricted) || spec.os.as_ref().is_some_and(|os| os.name == "windows") {
        return fill.changes;
    }
    fill.security(pod, stands, spec);
    if profile.0 == Some(Promise::Portable) {
        fill.low_ports(pod, spec);
    }
    fill.changes
}

struct Fill {
    profile: Profile,
    changes: Vec<Change>,
}

impl Fill {
    fn note(&mut self, path: impl Into<String>, value: &str, because: &str) {
        let because = format!("{}: {because}", self.profile.as_str());
        self.changes.push(Change::added(By::Profile, path, value, because));
    }

    /// Fills a field that is open, and notes it.
    fn open<T>(&mut self, field: &mut Option<T>, value: T, path: &str, json: &str, because: &str) {
        if field.is_none() {
            *field = Some(value);
            self.note(path, json, because);
        }
    }

    /// Names the container that `kubectl logs` and `oc rsh` mean when none is named: the first of the application.
    fn default_container(&mut self, pod: &Pod, wire: &mut k8s::Pod) {
        let running =
            |container: &&ContainerAs<ContainerRole>| !matches!(container.role, ContainerRole::Init);
        let app = pod.containers.iter().find(|container| matches!(container.role, ContainerRole::App));
        let (Some(app), true) = (app, pod.containers.iter().filter(running).count() > 1) else { return };
        let annotations = wire.metadata.annotations.get_or_insert_default();
        if !annotations.contains_key(DEFAULT_CONTAINER) {
            annotations.insert(DEFAULT_CONTAINER.to_owned(), app.wire.name.clone());
            let path = format!("metadata.annotations[{DEFAULT_CONTAINER}]");
            let because = "`logs`, `exec` and `rsh` mean the application where no container is named";
            self.note(path, &format!("{:?}", app.wire.name), because);
        }
    }

    fn security(&mut self, pod: &Pod, stands: &[(&'static str, usize)], spec: &mut k8s::PodSpec) {
        const USER: &str = "Pod Security `restricted` wants a user that is not root";
        const SECCOMP: &str = "Pod Security `restricted` wants a seccomp profile";
        // What is said for the pod holds for every container, so where one is exempted it is said for each of the others.
        let exempted = pod.containers.iter().any(|container| container.outside_profile.is_some());
        let whole = spec.security_context.clone().unwrap_or_default();
        let runtime_default =
            || k8s::SeccompProfile { type_: "RuntimeDefault".to_owned(), ..k8s::SeccompProfile::default() };
        if !exempted {
            let context = spec.security_context.get_or_insert_default();
            let path = "spec.securityContext";
            self.open(&mut context.run_as_non_root, true, &format!("{path}.runAsNonRoot"), "true", USER);
            let json = r#"{"type":"RuntimeDefault"}"#;
            let field = format!("{path}.seccompProfile");
            self.open(&mut context.seccomp_profile, runtime_default(), &field, json, SECCOMP);
        }
        for (container, (list, index)) in pod.containers.iter().zip(stands) {
            if container.outside_profile.is_some() {
                continue;
            }
            let containers = if *list == "containers" {
                Some(&mut spec.containers)
            } else {
                spec.init_containers.as_mut()
            };
            let Some(wire) = containers.and_then(|list| list.get_mut(*index)) else { continue };
            let path = format!("spec.{list}[{index}].securityContext");
            let context = wire.security_context.get_or_insert_default();
            if exempted && whole.run_as_non_root.is_none() {
                self.open(&mut context.run_as_non_root, true, &format!("{path}.runAsNonRoot"), "true", USER);
            }
            if exempted && whole.seccomp_profile.is_none() {
                let json = r#"{"type":"RuntimeDefault"}"#;
                let field = format!("{path}.seccompProfile");
                self.open(&mut context.seccomp_profile, runtime_default(), &field, json, SECCOMP);
            }
            self.container(context, &path);
        }
    }

    fn container(&mut self, context: &mut k8s::SecurityContext, path: &str) {
        // The server refuses `false` beside what escalates by itself; there the profile's own check speaks.
        let escalates = context.privileged == Some(true)
            || context.capabilities.as_ref().is_some_and(|capabilities| {
                capabilities.add.iter().flatten().any(|name| name == "SYS_ADMIN" || name == "CAP_SYS_ADMIN")
            });
        if !escalates {
            self.open(
                &mut context.allow_privilege_escalation,
                false,
                &format!("{path}.allowPrivilegeEscalation"),
                "false",
                "Pod Security `restricted` wants no way to more privileges",
            );
        }
        self.open(
            &mut context.capabilities.get_or_insert_default().drop,
            vec!["ALL".to_owned()],
            &format!("{path}.capabilities.drop"),
            r#"["ALL"]"#,
            "Pod Security `restricted` wants every capability dropped",
        );
    }

    /// Lets the user that is not root listen on the low ports that the containers listen on.
    fn low_ports(&mut self, pod: &Pod, spec: &mut k8s::PodSpec) {
        let low = pod
            .containers
            .iter()
            .flat_map(super::container::listeners)
            .map(|(port, _)| port.number)
            .filter(|&number| number != 0 && number < 1024)
            .min();
        let Some(low) = low else { return };
        if spec.host_network == Some(true) {
            return;
        }
        let sysctls = spec.security_context.get_or_insert_default().sysctls.get_or_insert_default();
        if sysctls.iter().all(|sysctl| sysctl.name != FIRST_UNPRIVILEGED_PORT) {
            sysctls.push(k8s::Sysctl { name: FIRST_UNPRIVILEGED_PORT.to_owned(), value: "0".to_owned() });
            let path = format!("spec.securityContext.sysctls[{}]", sysctls.len() - 1);
            let because = format!("port {low} is below 1024 for a user that is not root");
            let json = format!(r#"{{"name":"{FIRST_UNPRIVILEGED_PORT}","value":"0"}}"#);
            self.note(path, &json, &because);
        }
    }
}
