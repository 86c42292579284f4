//! Kernel parameters: those that are the pod's own and do no harm to others.

use super::{Check, Watch, rule};

pub(super) static CHECK: Check =
    Check::baseline("sysctls", 0, rule("sysctl-unsafe", "only safe sysctls are set"), judge);

/// The safe ones, each with the first version that allows it.
const SAFE: [(&str, u8); 14] = [
    ("kernel.shm_rmid_forced", 0),
    ("net.ipv4.ip_local_port_range", 0),
    ("net.ipv4.ip_unprivileged_port_start", 0),
    ("net.ipv4.ping_group_range", 0),
    ("net.ipv4.tcp_syncookies", 0),
    ("net.ipv4.ip_local_reserved_ports", 27),
    ("net.ipv4.tcp_fin_timeout", 29),
    ("net.ipv4.tcp_keepalive_intvl", 29),
    ("net.ipv4.tcp_keepalive_probes", 29),
    ("net.ipv4.tcp_keepalive_time", 29),
    ("net.ipv4.tcp_rmem", 32),
    ("net.ipv4.tcp_wmem", 32),
    ("net.ipv4.tcp_notsent_lowat", 37),
    ("net.ipv4.tcp_slow_start_after_idle", 37),
];

fn judge(watch: &mut Watch<'_>) {
    let safe: Vec<_> = SAFE.iter().filter(|(_, since)| watch.since(*since)).map(|(name, _)| *name).collect();
    let Some(context) = &watch.spec.security_context else { return };
    let path = watch.path.field("securityContext");
    let list = path.field("sysctls");
    for (index, sysctl) in context.sysctls.iter().flatten().enumerate() {
        // Another spelling of a safe name, with slashes, is not a safe name to the server.
        if !safe.contains(&sysctl.name.as_str()) {
            let what = format_args!("the sysctl `{}` is set", sysctl.name);
            let allows = format_args!("only {}", safe.join(", "));
            watch
                .report(&list.index(index).field("name"), what, allows)
                .help("leave it out, or let an administrator set it on the nodes");
        }
    }
}
