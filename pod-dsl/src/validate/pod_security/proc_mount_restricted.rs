//! A `/proc` without masks at the level `restricted`, where a user namespace is no excuse.

use super::{Check, Watch, proc_mount, rule};

pub(super) static CHECK: Check = Check::restricted(
    "procMount_restricted",
    35,
    rule("proc-mount-unmasked-anyway", "a user namespace is no reason for a /proc without the usual masks"),
    judge,
)
.instead_of(proc_mount::ID);

fn judge(watch: &mut Watch<'_>) {
    proc_mount::unmasked(watch, "only `procMount: Default`, also with `hostUsers: false`");
}
