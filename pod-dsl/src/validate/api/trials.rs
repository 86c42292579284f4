//! Lists where the cases of each area stand, in the order of the areas.

use crate::validate::trials::Area;

macro_rules! areas {
    ($($($area:ident)::+),* $(,)?) => {
        pub(crate) const AREAS: &[Area] =
            &[$((stringify!($($area)::+), super::$($area)::+::tests::trials)),*];
    };
}

areas![
    access,
    affinity,
    annotations,
    claim,
    config,
    containers,
    dns,
    env,
    handlers,
    label_keys,
    lifecycle,
    limits,
    metadata,
    mirror,
    mounts,
    networking,
    openshift,
    pod_scalars,
    ports,
    probes,
    resources,
    scaling,
    security,
    selector,
    service,
    spread,
    storage,
    tolerations,
    volumes,
    windows,
    workload,
];
