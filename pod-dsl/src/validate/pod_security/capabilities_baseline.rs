//! Capabilities beyond those that container runtimes give by default.

use super::{Check, Watch, rule};

pub(super) const ID: &str = "capabilities_baseline";

pub(super) static CHECK: Check = Check::baseline(
    ID,
    0,
    rule("capability-beyond-default", "only capabilities that containers have by default are added"),
    judge,
);

const ALLOWED: [&str; 13] = [
    "AUDIT_WRITE",
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_BIND_SERVICE",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
];

fn judge(watch: &mut Watch<'_>) {
    added(watch, &ALLOWED, format_args!("only {}", ALLOWED.join(", ")));
}

/// Reports each capability that is added and not `allowed`, in the spelling of the list: the server knows no other.
pub(super) fn added(watch: &mut Watch<'_>, allowed: &[&str], allows: std::fmt::Arguments<'_>) {
    watch.contexts(|watch, context, path| {
        let list = path.field("capabilities.add");
        let added = context.capabilities.iter().flat_map(|capabilities| capabilities.add.iter().flatten());
        for (index, capability) in added.enumerate() {
            if !allowed.contains(&capability.as_str()) {
                let what = format_args!("the capability `{capability}` is added");
                watch
                    .report(&list.index(index), what, allows)
                    .help("leave it out, or find out which part of the work needs it");
            }
        }
    });
}
