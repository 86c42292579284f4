//! `AppArmor` profiles: the runtime's own or one of the node. Annotations asked for them before fields did, and both
//! are looked at.

use super::{Check, Watch, rule};
use crate::validate::Path;

pub(super) static CHECK: Check = Check::baseline(
    "appArmorProfile",
    0,
    rule("app-armor-unconfined", "no container asks for no AppArmor profile"),
    judge,
);

const ANNOTATION: &str = "container.apparmor.security.beta.kubernetes.io/";

fn judge(watch: &mut Watch<'_>) {
    watch.settings(
        "appArmorProfile",
        |pod| pod.app_armor_profile.as_ref(),
        |own| own.app_armor_profile.as_ref(),
        |watch, profile, path| {
            let kind = &profile.type_;
            if !matches!(kind.as_str(), "RuntimeDefault" | "Localhost") {
                watch
                    .report(
                        &path.field("type"),
                        format_args!("the AppArmor profile is `{kind}`"),
                        "only `RuntimeDefault` and `Localhost`",
                    )
                    .help("set `type: RuntimeDefault`");
            }
        },
    );
    let path = Path::root("metadata");
    let path = path.field("annotations");
    for (key, profile) in
        watch.meta.annotations.iter().flatten().filter(|(key, _)| key.starts_with(ANNOTATION))
    {
        if !profile.is_empty() && profile != "runtime/default" && !profile.starts_with("localhost/") {
            watch
                .report(
                    &path.key(key),
                    format_args!("the AppArmor profile is `{profile}`"),
                    "only `runtime/default` and `localhost/…`",
                )
                .help("leave the annotation out");
        }
    }
}
