//! Volumes that are a path of the node.

use super::{Check, Watch, rule};

pub(super) const ID: &str = "hostPathVolumes";

pub(super) static CHECK: Check =
    Check::baseline(ID, 0, rule("host-path-volume", "no volume is a path of the node"), judge);

fn judge(watch: &mut Watch<'_>) {
    let (spec, list) = (watch.spec, watch.path.field("volumes"));
    for (index, volume) in spec.volumes.iter().flatten().enumerate() {
        if volume.host_path.is_some() {
            let what = format_args!("the volume `{}` is a path of the node", volume.name);
            watch
                .report(&list.index(index).field("hostPath"), what, "no `hostPath`")
                .help("use an `emptyDir`, or a `persistentVolumeClaim` for what is to last");
        }
    }
}
