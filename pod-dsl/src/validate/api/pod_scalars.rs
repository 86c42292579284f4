//! The single values of a pod spec: policies, deadlines, names, gates, operating system.

use k8s_openapi::api::core::v1::PodSpec;

use super::{each, metadata};
use crate::{
    grammar,
    validate::{Form, Judge, Path, gates::Gate, rule::rules},
};

rules! {
    RESTART_POLICY_UNKNOWN: NotSupported, "pod-restart-policy-unknown", "restartPolicy is Always, OnFailure or Never";
    PREEMPTION_POLICY_EMPTY: Required, "pod-preemption-policy-empty", "a preemptionPolicy that is given is not empty";
    PREEMPTION_POLICY_UNKNOWN: NotSupported, "pod-preemption-policy-unknown", "preemptionPolicy is PreemptLowerPriority or Never";
    DEADLINE_OUT_OF_RANGE: Invalid, "pod-active-deadline-out-of-range", "activeDeadlineSeconds is 1 to 2147483647";
    HOSTNAME_MALFORMED: Invalid, "pod-hostname-malformed", "hostname is a DNS label";
    SUBDOMAIN_MALFORMED: Invalid, "pod-subdomain-malformed", "subdomain is a DNS label";
    HOSTNAME_OVERRIDE_MALFORMED: Invalid, "pod-hostname-override-malformed", "hostnameOverride is a DNS name";
    HOSTNAME_OVERRIDE_TOO_LONG: TooLong, "pod-hostname-override-too-long", "hostnameOverride has at most 64 bytes";
    HOSTNAME_OVERRIDE_WITH_FQDN: Forbidden, "pod-hostname-override-with-fqdn", "hostnameOverride and setHostnameAsFQDN exclude each other";
    HOSTNAME_OVERRIDE_ON_HOST: Forbidden, "pod-hostname-override-on-host-network", "hostnameOverride and hostNetwork exclude each other";
    SERVICE_ACCOUNT_MALFORMED: Invalid, "pod-service-account-malformed", "serviceAccountName is a DNS name";
    NODE_NAME_MALFORMED: Invalid, "pod-node-name-malformed", "nodeName is a DNS name";
    NODE_NAME_WITH_GATES: Forbidden, "pod-node-name-with-scheduling-gates", "a pod that waits at scheduling gates has no node yet";
    PRIORITY_CLASS_MALFORMED: Invalid, "pod-priority-class-malformed", "priorityClassName is a DNS name";
    RUNTIME_CLASS_MALFORMED: Invalid, "pod-runtime-class-malformed", "runtimeClassName is a DNS name";
    READINESS_GATE_MALFORMED: Invalid, "pod-readiness-gate-malformed", "the condition of a readiness gate is a qualified name";
    SCHEDULING_GATE_MALFORMED: Invalid, "pod-scheduling-gate-malformed", "a scheduling gate is a qualified name";
    SCHEDULING_GATE_TWICE: Duplicate, "pod-scheduling-gate-twice", "a scheduling gate stands once";
    OS_NAME_MISSING: Required, "pod-os-name-missing", "os has a name";
    OS_NAME_UNKNOWN: NotSupported, "pod-os-unknown", "the operating system is linux or windows";
    USER_NAMESPACE_HOST_NETWORK: Forbidden, "user-namespace-with-host-network", "hostUsers false and hostNetwork exclude each other";
    USER_NAMESPACE_HOST_PID: Forbidden, "user-namespace-with-host-pid", "hostUsers false and hostPID exclude each other";
    USER_NAMESPACE_HOST_IPC: Forbidden, "user-namespace-with-host-ipc", "hostUsers false and hostIPC exclude each other";
    USER_NAMESPACE_DEVICES: Forbidden, "user-namespace-with-volume-devices", "hostUsers false and volumeDevices exclude each other";
    /// The admission plugin Priority computes the number; a pod may only repeat it.
    PRIORITY_GIVEN: admission, "pod-priority-given", "the priority of a pod comes from its class";
    /// The same plugin takes the preemption policy from the class.
    PREEMPTION_POLICY_GIVEN: admission, "pod-preemption-policy-given", "the preemption policy of a pod comes from its class";
}

/// Checks the single values of a pod spec; `path` is that of the pod spec.
pub(super) fn check(j: &mut Judge, spec: &PodSpec, path: &Path<'_>) {
    policies(j, spec, path);
    if let Some(seconds) = spec.active_deadline_seconds
        && !(1..=i64::from(i32::MAX)).contains(&seconds)
    {
        let message = format_args!("{seconds} seconds are out of range: 1 to {} are allowed", i32::MAX);
        j.report(&DEADLINE_OUT_OF_RANGE, &path.field("activeDeadlineSeconds"), message);
    }
    metadata::labels(j, spec.node_selector.as_ref(), &path.field("nodeSelector"));
    hostname_override(j, spec, path);
    names(j, spec, path);
    gates(j, spec, path);
    if let Some(os) = &spec.os {
        let path = path.field("os");
        match os.name.as_str() {
            "linux" | "windows" => {}
            "" => {
                j.report(&OS_NAME_MISSING, &path.field("name"), "the operating system has no name");
            }
            // The server leaves the `name` out of the path.
            other => {
                let message =
                    format_args!("`{other}` is no operating system of a pod; `linux` and `windows` are");
                j.report(&OS_NAME_UNKNOWN, &path, message);
            }
        }
    }
    if spec.host_users == Some(false) {
        user_namespace(j, spec, path);
    }
    if j.form == Form::Pod {
        admission(j, spec, path);
    }
}

fn policies(j: &mut Judge, spec: &PodSpec, path: &Path<'_>) {
    if let Some(policy) = spec.restart_policy.as_deref().filter(|policy| !policy.is_empty())
        && !matches!(policy, "Always" | "OnFailure" | "Never")
    {
        let message = format_args!("`{policy}` is no restart policy; `Always`, `OnFailure` and `Never` are");
        j.report(&RESTART_POLICY_UNKNOWN, &path.field("restartPolicy"), message);
    }
    let at = path.field("preemptionPolicy");
    match spec.preemption_policy.as_deref() {
        None | Some("PreemptLowerPriority" | "Never") => {}
        Some("") => {
            j.report(&PREEMPTION_POLICY_EMPTY, &at, "the preemption policy is empty");
        }
        Some(other) => {
            let message =
                format_args!("`{other}` is no preemption policy; `PreemptLowerPriority` and `Never` are");
            j.report(&PREEMPTION_POLICY_UNKNOWN, &at, message);
        }
    }
}

fn hostname_override(j: &mut Judge, spec: &PodSpec, path: &Path<'_>) {
    let Some(name) = spec.hostname_override.as_deref() else { return };
    let path = path.field("hostnameOverride");
    if spec.set_hostname_as_fqdn == Some(true) {
        j.report(
            &HOSTNAME_OVERRIDE_WITH_FQDN,
            &path,
            "`hostnameOverride` cannot stand beside `setHostnameAsFQDN: true`",
        );
    }
    if spec.host_network == Some(true) {
        j.report(
            &HOSTNAME_OVERRIDE_ON_HOST,
            &path,
            "`hostnameOverride` cannot stand beside `hostNetwork: true`",
        )
        .help("on the network of the node a pod has the node's name");
    }
    if name.len() > 64 {
        let message = format_args!("the hostname has {} bytes; 64 are allowed", name.len());
        j.report(&HOSTNAME_OVERRIDE_TOO_LONG, &path, message);
    }
    let verdict = grammar::dns_subdomain(name);
    metadata::report_all(j, &HOSTNAME_OVERRIDE_MALFORMED, &path, "the hostname", name, verdict);
}

fn names(j: &mut Judge, spec: &PodSpec, path: &Path<'_>) {
    let given = |name: &Option<String>| name.as_deref().is_some_and(|name| !name.is_empty());
    // The older spelling of the service account counts where the newer is not used.
    let account =
        if given(&spec.service_account_name) { &spec.service_account_name } else { &spec.service_account };
    for (name, field, rule, form) in [
        (&spec.hostname, "hostname", &HOSTNAME_MALFORMED, grammar::dns_label as fn(&str) -> _),
        (&spec.subdomain, "subdomain", &SUBDOMAIN_MALFORMED, grammar::dns_label),
        (account, "serviceAccountName", &SERVICE_ACCOUNT_MALFORMED, grammar::dns_subdomain),
        (&spec.node_name, "nodeName", &NODE_NAME_MALFORMED, grammar::dns_subdomain),
        (&spec.priority_class_name, "priorityClassName", &PRIORITY_CLASS_MALFORMED, grammar::dns_subdomain),
    ] {
        if let Some(name) = name.as_deref().filter(|name| !name.is_empty()) {
            metadata::report_all(j, rule, &path.field(field), "the name", name, form(name));
        }
    }
    // An empty name of a runtime class is a name, and a wrong one.
    if let Some(name) = spec.runtime_class_name.as_deref() {
        let verdict = grammar::dns_subdomain(name);
        metadata::report_all(
            j,
            &RUNTIME_CLASS_MALFORMED,
            &path.field("runtimeClassName"),
            "the name",
            name,
            verdict,
        );
    }
    let waits = spec.scheduling_gates.as_ref().is_some_and(|gates| !gates.is_empty());
    if j.form == Form::Pod && waits && given(&spec.node_name) {
        j.report(
            &NODE_NAME_WITH_GATES,
            &path.field("nodeName"),
            "a pod with scheduling gates cannot have a node yet",
        );
    }
}

fn gates(j: &mut Judge, spec: &PodSpec, path: &Path<'_>) {
    for (index, gate) in spec.readiness_gates.iter().flatten().enumerate() {
        let list = path.field("readinessGates");
        let item = list.index(index);
        let verdict = grammar::qualified_name(&gate.condition_type);
        let at = item.field("conditionType");
        metadata::report_all(
            j,
            &READINESS_GATE_MALFORMED,
            &at,
            "the condition",
            &gate.condition_type,
            verdict,
        );
    }
    let list = path.field("schedulingGates");
    let gates = spec.scheduling_gates.as_deref().unwrap_or_default();
    for (index, gate) in gates.iter().enumerate() {
        let at = list.index(index);
        let verdict = grammar::qualified_name(&gate.name);
        metadata::report_all(j, &SCHEDULING_GATE_MALFORMED, &at, "the gate", &gate.name, verdict);
        if gates[..index].iter().any(|earlier| earlier.name == gate.name) {
            j.report(&SCHEDULING_GATE_TWICE, &at, format_args!("the gate `{}` stands twice", gate.name));
        }
    }
}

fn user_namespace(j: &mut Judge, spec: &PodSpec, path: &Path<'_>) {
    const HELP: &str = "leave `hostUsers: false` out, or do without the namespace of the node";
    if spec.host_network == Some(true) && !j.gates.on(Gate::UserNamespacesHostNetworkSupport) {
        let message = "a pod with users of its own cannot be on the network of the node";
        j.report(&USER_NAMESPACE_HOST_NETWORK, &path.field("hostNetwork"), message).help(HELP);
    }
    // The server spells these two with a capital.
    if spec.host_pid == Some(true) {
        let message = "a pod with users of its own cannot see the processes of the node";
        j.report(&USER_NAMESPACE_HOST_PID, &path.field("HostPID"), message).help(HELP);
    }
    if spec.host_ipc == Some(true) {
        let message = "a pod with users of its own cannot share memory with the node";
        j.report(&USER_NAMESPACE_HOST_IPC, &path.field("HostIPC"), message).help(HELP);
    }
    // Source: `AllowUserNamespacesWithVolumeDevices`, which came with 1.35.
    if j.version.minor() >= 35 {
        each::container(spec, path, |container, _, path| {
            if container.volume_devices.as_ref().is_some_and(|devices| !devices.is_empty()) {
                let message = "a pod with users of its own cannot have block devices";
                j.report(&USER_NAMESPACE_DEVICES, &path.field("volumeDevices"), message)
                    .help("leave `hostUsers: false` out, or mount the volume as a file system");
            }
        });
    }
}

/// Checks what the admission plugin Priority compares with the class of the pod, as far as it can be known here.
fn admission(j: &mut Judge, spec: &PodSpec, path: &Path<'_>) {
    let class = spec.priority_class_name.as_deref().unwrap_or_default();
    let computed = match class {
        "" => 0,
        "system-cluster-critical" => 2_000_000_000,
        "system-node-critical" => 2_000_001_000,
        // Another class is assumed to exist, and what it says is not known here.
        _ => return,
    };
    let class = if class.is_empty() { "a pod without a class" } else { class };
    if let Some(priority) = spec.priority.filter(|priority| *priority != computed) {
        let message = format_args!("the priority {priority} differs from that of {class}, {computed}");
        j.report(&PRIORITY_GIVEN, &path.field("priority"), message)
            .help("leave `priority` out and name a class in `priorityClassName`");
    }
    if let Some(policy) = spec.preemption_policy.as_deref().filter(|policy| *policy != "PreemptLowerPriority")
    {
        let message = format_args!(
            "the preemption policy `{policy}` differs from that of {class}, `PreemptLowerPriority`"
        );
        j.report(&PREEMPTION_POLICY_GIVEN, &path.field("preemptionPolicy"), message)
            .help("leave `preemptionPolicy` out and name a class that has it in `priorityClassName`");
    }
}

#[cfg(test)]
pub(crate) mod tests;
