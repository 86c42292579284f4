//! Amounts of bytes that are not whole.

use std::collections::BTreeMap;

use k8s_openapi::{api::core::v1::PodSpec, apimachinery::pkg::api::resource::Quantity};

use crate::{
    grammar,
    validate::{Judge, Path, rule::rules},
};

rules! {
    BYTES_FRACTIONAL: warning, "resource-bytes-fractional", "memory and storage are whole bytes";
}

pub(super) fn check(j: &mut Judge, spec: &PodSpec, path: &Path<'_>) {
    whole_bytes(j, spec.overhead.as_ref(), &path.field("overhead"));
    for (list, containers) in [
        ("initContainers", spec.init_containers.as_deref().unwrap_or_default()),
        ("containers", spec.containers.as_slice()),
    ] {
        let list = path.field(list);
        for (index, container) in containers.iter().enumerate() {
            let Some(resources) = &container.resources else { continue };
            let path = list.index(index);
            whole_bytes(j, resources.limits.as_ref(), &path.field("resources.limits"));
            whole_bytes(j, resources.requests.as_ref(), &path.field("resources.requests"));
        }
    }
}

fn whole_bytes(j: &mut Judge, amounts: Option<&BTreeMap<String, Quantity>>, path: &Path<'_>) {
    let Some(amounts) = amounts else { return };
    for name in ["memory", "ephemeral-storage"] {
        if let Some(amount) = amounts.get(name) {
            fractional(j, amount, &path.key(name));
        }
    }
}

/// Warns of a part of a byte; the usual slip is `100m`, which is a tenth of one, for `100M`.
pub(super) fn fractional(j: &mut Judge, amount: &Quantity, path: &Path<'_>) {
    let parts = grammar::parse_wire_quantity(&amount.0).map(grammar::Quantity::milli_value);
    if parts.is_ok_and(|parts| parts % 1000 != 0) {
        j.report(&BYTES_FRACTIONAL, path, format_args!("`{}` is not a whole number of bytes", amount.0))
            .help("`m` means a thousandth; `M` and `Mi` are millions of bytes");
    }
}
