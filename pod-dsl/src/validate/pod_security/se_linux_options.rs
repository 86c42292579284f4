//! `SELinux` labels other than those that containers are made for.

use super::{Check, Watch, rule};

pub(super) static CHECK: Check = Check::baseline(
    "seLinuxOptions",
    0,
    rule("selinux-options-custom", "SELinux options have a type for containers, and neither user nor role"),
    judge,
);

/// The types, each with the first version that allows it.
const TYPES: [(&str, u8); 4] =
    [("container_t", 0), ("container_init_t", 0), ("container_kvm_t", 0), ("container_engine_t", 31)];

fn judge(watch: &mut Watch<'_>) {
    watch.settings(
        "seLinuxOptions",
        |pod| pod.se_linux_options.as_ref(),
        |own| own.se_linux_options.as_ref(),
        |watch, options, path| {
            let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
            let types = TYPES.iter().filter(|(_, since)| watch.since(*since)).map(|(name, _)| *name);
            let types: Vec<_> = types.collect();
            if let Some(kind) = given(&options.type_).filter(|kind| !types.contains(&kind.as_str())) {
                let what = format_args!("the SELinux type is `{kind}`");
                let allows = format_args!("only {}", types.join(", "));
                watch.report(&path.field("type"), what, allows).help("leave `type` out");
            }
            for (value, field) in [(&options.user, "user"), (&options.role, "role")] {
                if let Some(value) = given(value) {
                    let what = format_args!("the SELinux {field} is `{value}`");
                    let allows = format_args!("no {field} to be set");
                    watch.report(&path.field(field), what, allows).help(format!("leave `{field}` out"));
                }
            }
        },
    );
}
