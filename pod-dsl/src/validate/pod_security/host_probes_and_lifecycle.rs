//! Probes and lifecycle handlers that call another host than the pod.

use k8s_openapi::api::core::v1::{HTTPGetAction, TCPSocketAction};

use super::{Check, Watch, rule};
use crate::validate::Path;

pub(super) static CHECK: Check = Check::baseline(
    "hostProbesAndHostLifecycle",
    34,
    rule("probe-of-other-host", "probes and lifecycle handlers call the pod itself"),
    judge,
);

fn judge(watch: &mut Watch<'_>) {
    watch.containers(|watch, container, path| {
        for (probe, field) in [
            (&container.liveness_probe, "livenessProbe"),
            (&container.readiness_probe, "readinessProbe"),
            (&container.startup_probe, "startupProbe"),
        ] {
            if let Some(probe) = probe {
                handler(watch, probe.http_get.as_ref(), probe.tcp_socket.as_ref(), &path.field(field));
            }
        }
        let Some(lifecycle) = &container.lifecycle else { return };
        let path = path.field("lifecycle");
        for (hook, field) in [(&lifecycle.post_start, "postStart"), (&lifecycle.pre_stop, "preStop")] {
            if let Some(hook) = hook {
                handler(watch, hook.http_get.as_ref(), hook.tcp_socket.as_ref(), &path.field(field));
            }
        }
    });
}

fn handler(
    watch: &mut Watch<'_>,
    http: Option<&HTTPGetAction>,
    tcp: Option<&TCPSocketAction>,
    path: &Path<'_>,
) {
    for (host, field) in [
        (http.and_then(|http| http.host.as_deref()), "httpGet.host"),
        (tcp.and_then(|tcp| tcp.host.as_deref()), "tcpSocket.host"),
    ] {
        if let Some(host) = host.filter(|host| !host.is_empty()) {
            watch
                .report(
                    &path.field(field),
                    format_args!("the node calls the host `{host}`"),
                    "no `host` here",
                )
                .help("leave `host` out: then it is the pod's own address")
                .note("such a call could reach what only the node can reach; a header `Host` does no harm");
        }
    }
}
