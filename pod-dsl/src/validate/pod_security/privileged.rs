//! Privileged containers.

use super::{Check, Watch, rule};

pub(super) static CHECK: Check =
    Check::baseline("privileged", 0, rule("container-privileged", "no container is privileged"), judge);

fn judge(watch: &mut Watch<'_>) {
    watch.contexts(|watch, context, path| {
        if context.privileged == Some(true) {
            watch
                .report(&path.field("privileged"), "the container is privileged", "no privileged containers")
                .help("leave `privileged` out and add the one capability that is needed");
        }
    });
}
