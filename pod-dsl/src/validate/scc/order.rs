//! In which order SCCs are tried: the highest priority first, then the one that allows least, then by name.
//!
//! Source: `pkg/securitycontextconstraints/util/sort` of openshift/apiserver-library-go.

use std::cmp::Reverse;

use super::fit::ALL_VOLUMES;
use crate::object::SecurityContextConstraints;

/// Sorts SCCs as the server tries them.
pub(super) fn sort(all: &mut [SecurityContextConstraints]) {
    all.sort_by_cached_key(|scc| {
        (Reverse(scc.priority.unwrap_or_default()), points(scc), scc.metadata.name.clone())
    });
}

/// Measures how much an SCC allows. A grave permission weighs more than all lesser ones together.
pub(super) fn points(scc: &SecurityContextConstraints) -> i32 {
    let flags = [
        (scc.allow_privileged_container, 1_600_000),
        (scc.allow_host_network, 400_000),
        (scc.allow_host_ports, 800_000),
    ];
    let flags: i32 = flags.into_iter().filter_map(|(is_set, points)| is_set.then_some(points)).sum();
    flags
        + volumes(scc)
        + strategy(&scc.run_as_user.type_)
        + strategy(&scc.se_linux_context.type_)
        + capabilities(scc)
}

fn volumes(scc: &SecurityContextConstraints) -> i32 {
    const TRIVIAL: [&str; 6] = ["secret", "configMap", "emptyDir", "downwardAPI", "projected", "none"];
    let mut kinds = scc.volumes.iter().flatten().map(String::as_str);
    if kinds.clone().any(|kind| kind == "hostPath" || kind == ALL_VOLUMES) {
        return 200_000;
    }
    if kinds.any(|kind| !TRIVIAL.contains(&kind)) { 100_000 } else { 0 }
}

fn strategy(name: &str) -> i32 {
    match name {
        "RunAsAny" => 40_000,
        "MustRunAsNonRoot" => 30_000,
        "MustRunAsRange" => 20_000,
        "MustRunAs" => 10_000,
        _ => 0,
    }
}

fn capabilities(scc: &SecurityContextConstraints) -> i32 {
    let count =
        |all: &Option<Vec<String>>| i32::try_from(all.iter().flatten().count()).unwrap_or(i32::MAX / 1000);
    let has = |all: &Option<Vec<String>>, names: &[&str]| {
        all.iter().flatten().any(|one| names.contains(&one.to_uppercase().as_str()))
    };
    let default = 300 * count(&scc.default_add_capabilities);
    let allowed = if has(&scc.allowed_capabilities, &["*", "ALL"]) {
        4000
    } else {
        10 * count(&scc.allowed_capabilities)
    };
    let dropped = if has(&scc.required_drop_capabilities, &["ALL"]) {
        3000
    } else {
        50 * count(&scc.required_drop_capabilities)
    };
    5000_i32.saturating_add(default).saturating_add(allowed).saturating_sub(dropped).clamp(0, 9999)
}

#[cfg(test)]
mod tests {
    use super::{points, sort};
    use crate::{
        object::SecurityContextConstraints,
        target::KubeVersion,
        validate::scc::shipped::{named, shipped},
    };

    #[test]
    fn the_points_are_those_of_the_server() {
        let expected = [
            ("anyuid", 154_950),
            ("restricted-v2", 132_010),
            ("restricted-v3", 132_010),
            ("restricted", 134_800),
            ("nested-container", 135_020),
            ("nonroot-v2", 142_010),
            ("nonroot", 144_800),
            ("hostmount-anyuid", 254_950),
            ("hostmount-anyuid-v2", 284_950),
            ("hostnetwork-v2", 1_332_010),
            ("hostnetwork", 1_334_800),
            ("hostaccess", 1_434_800),
            ("privileged", 3_089_000),
        ];
        let off_by = |(name, expected): (&str, i32)| {
            let scc = named(name, KubeVersion::DEFAULT).unwrap();
            (name.to_owned(), expected - points(&scc))
        };
        let differences: Vec<_> = expected.into_iter().map(off_by).collect();
        assert!(differences.iter().all(|(_, by)| *by == 0), "{differences:?}");
    }

    #[test]
    fn a_priority_comes_before_everything() {
        let mut own = named("privileged", KubeVersion::DEFAULT).unwrap();
        own.metadata.name = Some("own".to_owned());
        own.priority = Some(11);
        let mut all = shipped(KubeVersion::DEFAULT);
        all.push(own.clone());
        sort(&mut all);
        assert_eq!(all[0], own);
        let same = SecurityContextConstraints { priority: None, ..own };
        let mut all = vec![same.clone(), named("privileged", KubeVersion::DEFAULT).unwrap()];
        sort(&mut all);
        assert_eq!(all[0].metadata.name, Some("own".to_owned()), "by name, where all else is equal");
    }
}
