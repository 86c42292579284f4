//! Containers that are processes of a Windows node.

use super::{Check, Watch, rule};

pub(super) static CHECK: Check = Check::baseline(
    "windowsHostProcess",
    0,
    rule("windows-host-process", "no container is a process of a Windows node"),
    judge,
);

fn judge(watch: &mut Watch<'_>) {
    watch.settings(
        "windowsOptions",
        |pod| pod.windows_options.as_ref(),
        |own| own.windows_options.as_ref(),
        |watch, options, path| {
            if options.host_process == Some(true) {
                watch
                    .report(
                        &path.field("hostProcess"),
                        "it runs as a process of the node",
                        "no host processes",
                    )
                    .help("leave `hostProcess` out");
            }
        },
    );
}
