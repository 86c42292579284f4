//! Containers that may run as root. In a user namespace of its own a pod may, where that counts: its root is nobody
//! outside.

use super::{Check, Watch, rule};

pub(super) static CHECK: Check = Check::restricted(
    "runAsNonRoot",
    0,
    rule("may-run-as-root", "runAsNonRoot is true for every container"),
    judge,
);

const FIELD: &str = "runAsNonRoot";
const ALLOWS: &str = "only `runAsNonRoot: true`";

fn judge(watch: &mut Watch<'_>) {
    if watch.trusts_user_namespace() {
        return;
    }
    watch.settings(
        FIELD,
        |pod| pod.run_as_non_root.as_ref(),
        |own| own.run_as_non_root.as_ref(),
        |watch, non_root, path| {
            if !non_root {
                watch.report(path, "`runAsNonRoot` is false", ALLOWS).help("set `runAsNonRoot: true`");
            }
        },
    );
    let unset = watch.unset(|pod| pod.run_as_non_root.as_ref(), |own| own.run_as_non_root.as_ref());
    if let Some(names) = unset {
        let path = watch.path.field("securityContext");
        watch
            .report(&path.field(FIELD), format_args!("nothing keeps {names} from running as root"), ALLOWS)
            .help("set `runAsNonRoot: true` in the security context of the pod")
            .note("the image must name a user other than 0, or `runAsUser` must: else the container does not start");
    }
}
