//! Capabilities that are kept or added at the level `restricted`. Windows has none.

use super::{Check, Watch, capabilities_baseline, rule};

pub(super) static CHECK: Check = Check::restricted(
    "capabilities_restricted",
    22,
    rule("capabilities-kept", "a container drops all capabilities and adds at most NET_BIND_SERVICE"),
    judge,
)
.instead_of(capabilities_baseline::ID);

fn judge(watch: &mut Watch<'_>) {
    if watch.is_excused_on_windows() {
        return;
    }
    watch.contexts(|watch, context, path| {
        let mut dropped =
            context.capabilities.iter().flat_map(|capabilities| capabilities.drop.iter().flatten());
        if !dropped.any(|capability| capability == "ALL") {
            watch
                .report(
                    &path.field("capabilities.drop"),
                    "the container keeps capabilities that the runtime gives it",
                    "only containers that drop `ALL`",
                )
                .help("set `capabilities.drop: [ALL]`, in these letters");
        }
    });
    capabilities_baseline::added(watch, &["NET_BIND_SERVICE"], format_args!("only `NET_BIND_SERVICE`"));
}
