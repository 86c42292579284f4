//! A `/proc` without masks. In a user namespace of its own a pod may have one, where that counts.

use super::{Check, Watch, rule};

pub(super) const ID: &str = "procMount";

pub(super) static CHECK: Check = Check::baseline(
    ID,
    0,
    rule("proc-mount-unmasked", "no container has a /proc without the usual masks"),
    judge,
);

fn judge(watch: &mut Watch<'_>) {
    if !watch.trusts_user_namespace() {
        unmasked(watch, "only `procMount: Default`");
    }
}

/// Reports each container with a `procMount` of another kind than the default one.
pub(super) fn unmasked(watch: &mut Watch<'_>, allows: &str) {
    watch.contexts(|watch, context, path| {
        if let Some(kind) = context.proc_mount.as_deref().filter(|kind| *kind != "Default") {
            watch
                .report(&path.field("procMount"), format_args!("`/proc` is mounted as `{kind}`"), allows)
                .help("leave `procMount` out");
        }
    });
}
