//! Fields that never change, one row each.

use super::{Update, change, first};
use crate::{
    target::{Platform, Target},
    validate::{Rule, rule::rules},
};

rules! {
    SELECTOR: Invalid, "selector-changed", "the selector of a workload stays what it was";
    SECRET_TYPE: Invalid, "secret-type-changed", "the type of a Secret stays what it was";
    ROLE: Invalid, "role-ref-changed", "a binding grants the role that it was made for";
    STORAGE: Forbidden, "storage-class-changed", "provisioner, parameters and reclaim policy of a StorageClass stay what they were";
    /// Since pull request 136822 of the upstream repository, which came with 1.36, the server calls the change invalid.
    STORAGE_SINCE_1_36: Invalid, "storage-class-field-changed", "provisioner, parameters and reclaim policy of a StorageClass stay what they were";
    BINDING: Invalid, "storage-class-binding-changed", "the volume binding mode of a StorageClass stays what it was";
    PRIORITY: Forbidden, "priority-class-value-changed", "the value of a PriorityClass stays what it was";
    PREEMPTION: Invalid, "priority-class-preemption-changed", "the preemption policy of a PriorityClass stays what it was";
    HANDLER: Invalid, "runtime-class-handler-changed", "the handler of a RuntimeClass stays what it was";
    CONTROLLER: Invalid, "ingress-class-controller-changed", "the controller of an IngressClass stays what it was";
    ADDRESSES: Invalid, "address-type-changed", "the address type of an EndpointSlice stays what it was";
    SCOPES: Invalid, "quota-scopes-changed", "the scopes of a ResourceQuota stay what they were";
    WILDCARD: Invalid, "route-wildcard-policy-changed", "the wildcard policy of a Route stays what it was";
    /// Who may `update` the resource `routes/custom-host` may; the roles `admin` and `edit` may only `create` there.
    HOST: warning, "route-host-changed", "an ordinary user leaves the host of a Route what it was";
}

/// Is a field that may not change: the kinds that have it, where it stands, and the rule.
struct Fixed {
    kinds: &'static [&'static str],
    field: &'static [&'static str],
    rule: &'static Rule,
}

const fn fixed(kinds: &'static [&'static str], field: &'static [&'static str], rule: &'static Rule) -> Fixed {
    Fixed { kinds, field, rule }
}

static FIXED: &[Fixed] = &[
    fixed(&["Deployment", "ReplicaSet", "DaemonSet", "Job"], &["spec", "selector"], &SELECTOR),
    fixed(&["Secret"], &["type"], &SECRET_TYPE),
    fixed(&["RoleBinding", "ClusterRoleBinding"], &["roleRef"], &ROLE),
    fixed(&["StorageClass"], &["parameters"], &STORAGE),
    fixed(&["StorageClass"], &["provisioner"], &STORAGE),
    fixed(&["StorageClass"], &["reclaimPolicy"], &STORAGE),
    fixed(&["StorageClass"], &["volumeBindingMode"], &BINDING),
    fixed(&["PriorityClass"], &["value"], &PRIORITY),
    fixed(&["PriorityClass"], &["preemptionPolicy"], &PREEMPTION),
    fixed(&["RuntimeClass"], &["handler"], &HANDLER),
    fixed(&["IngressClass"], &["spec", "controller"], &CONTROLLER),
    fixed(&["EndpointSlice"], &["addressType"], &ADDRESSES),
    fixed(&["ResourceQuota"], &["spec", "scopes"], &SCOPES),
];

/// Judges the fields that never change.
pub(super) fn check(u: &mut Update<'_>, target: &Target) {
    for Fixed { field, rule, .. } in FIXED.iter().filter(|row| row.kinds.contains(&u.old.kind())) {
        let since_1_36 = rule.id == STORAGE.id && u.version.minor() >= 36;
        let rule = if since_1_36 { &STORAGE_SINCE_1_36 } else { *rule };
        let changes = u.changes(field);
        if !changes.is_empty() {
            let message =
                format_args!("{}, and the server keeps it as it was made", change(&changes)).to_string();
            u.refuse(rule, &field.join("."), message).at(first(&changes));
        }
    }
    if u.old.kind() == "Route" && target.platform() == Platform::OpenShift {
        let changes = u.changes(&["spec", "wildcardPolicy"]);
        if !changes.is_empty() {
            let message = format!("{}, and the server keeps it as it was made", change(&changes));
            u.refuse(&WILDCARD, "spec.wildcardPolicy", message).at(first(&changes));
        }
        let changes = u.changes(&["spec", "host"]);
        if !changes.is_empty() {
            let message = format!(
                "{}, which takes a right that the roles admin and edit lack: to update routes/custom-host",
                change(&changes)
            );
            u.tell(&HOST, "spec.host", message)
                .at(first(&changes))
                .help("delete the Route and create it again, or make a second one for the new host");
        }
    }
}
