//! Containers that run as user 0. In a user namespace of its own a pod may, where that counts.

use super::{Check, Watch, rule};

pub(super) static CHECK: Check =
    Check::restricted("runAsUser", 23, rule("run-as-user-zero", "no container runs as user 0"), judge);

fn judge(watch: &mut Watch<'_>) {
    if watch.trusts_user_namespace() {
        return;
    }
    watch.settings(
        "runAsUser",
        |pod| pod.run_as_user.as_ref(),
        |own| own.run_as_user.as_ref(),
        |watch, user, path| {
            if *user == 0 {
                watch
                    .report(path, "`runAsUser` is 0, which is root", "only other users")
                    .help("leave `runAsUser` out, or name another user");
            }
        },
    );
}
