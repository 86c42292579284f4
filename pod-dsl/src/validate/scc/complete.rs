//! What the server fills in where an SCC says nothing.
//!
//! Source: `SetDefaults_SCC` of `openshift-kube-apiserver/admission/customresourcevalidation/securitycontextconstraints`
//! in openshift/kubernetes.

use super::fit::{ALL_VOLUMES, VOLUME_KINDS};
use crate::object::SecurityContextConstraints;

/// Gives the SCC as the server stores it.
pub(crate) fn complete(mut scc: SecurityContextConstraints) -> SecurityContextConstraints {
    for strategy in [&mut scc.fs_group, &mut scc.supplemental_groups] {
        if strategy.type_.is_empty() {
            "RunAsAny".clone_into(&mut strategy.type_);
        }
    }
    // As it was before there was the field.
    scc.allow_privilege_escalation.get_or_insert(true);
    let mut volumes = scc.volumes.take().unwrap_or_else(|| vec![ALL_VOLUMES.to_owned()]);
    let all = volumes.iter().any(|kind| kind == ALL_VOLUMES);
    if !scc.allow_host_dir_volume_plugin {
        if all {
            volumes = VOLUME_KINDS.iter().map(|kind| (*kind).to_owned()).collect();
        }
        volumes.retain(|kind| kind != "hostPath");
    } else if !all && !volumes.iter().any(|kind| kind == "hostPath") {
        volumes.push("hostPath".to_owned());
    }
    scc.volumes = Some(volumes);
    scc
}

#[cfg(test)]
mod tests {
    use super::{SecurityContextConstraints, complete};

    fn volumes(said: Option<&[&str]>, host_folders: bool) -> Vec<String> {
        let said = said.map(|said| said.iter().map(|kind| (*kind).to_owned()).collect());
        let scc = SecurityContextConstraints {
            allow_host_dir_volume_plugin: host_folders,
            volumes: said,
            ..SecurityContextConstraints::default()
        };
        complete(scc).volumes.unwrap()
    }

    #[test]
    fn a_flag_decides_on_folders_of_the_node() {
        assert_eq!(volumes(Some(&["secret"]), true), ["secret", "hostPath"]);
        assert_eq!(volumes(Some(&["secret", "hostPath"]), false), ["secret"]);
        assert_eq!(volumes(Some(&[]), true), ["hostPath"]);
        assert_eq!(volumes(None, true), ["*"]);
        let all_others = volumes(None, false);
        assert!(all_others.len() > 20 && !all_others.iter().any(|kind| kind == "hostPath" || kind == "*"));
        assert_eq!(volumes(Some(&["*"]), false), all_others);
    }

    #[test]
    fn what_is_not_said_is_as_it_was_before_it_could_be() {
        let scc = complete(SecurityContextConstraints::default());
        assert_eq!(scc.allow_privilege_escalation, Some(true));
        assert_eq!(
            (scc.fs_group.type_.as_str(), scc.supplemental_groups.type_.as_str()),
            ("RunAsAny", "RunAsAny")
        );
    }
}
