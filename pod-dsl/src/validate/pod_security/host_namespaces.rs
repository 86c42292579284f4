//! Namespaces of the node that a pod shares.

use super::{Check, Watch, rule};

pub(super) static CHECK: Check = Check::baseline(
    "hostNamespaces",
    0,
    rule("host-namespace-shared", "a pod has a network, processes and IPC of its own"),
    judge,
);

fn judge(watch: &mut Watch<'_>) {
    let (spec, path) = (watch.spec, watch.path);
    for (shared, field, what) in [
        (spec.host_network, "hostNetwork", "network"),
        (spec.host_pid, "hostPID", "process ids"),
        (spec.host_ipc, "hostIPC", "IPC"),
    ] {
        if shared == Some(true) {
            let what = format_args!("the pod shares the {what} of the node");
            watch
                .report(&path.field(field), what, "only namespaces of its own")
                .help(format!("leave `{field}` out"));
        }
    }
}
