//! `StatefulSet`: all but a handful of fields stay.

use super::{Update, change, first};
use crate::validate::rule::rules;

rules! {
    SPEC: Forbidden, "stateful-set-spec-changed", "of a StatefulSet only replicas, template, strategy and a few more change";
}

/// The fields of a spec that may change.
const MUTABLE: &[&str] = &[
    "minReadySeconds",
    "ordinals",
    "persistentVolumeClaimRetentionPolicy",
    "replicas",
    "template",
    "updateStrategy",
];

/// The release from which the length of the history may change, too.
const HISTORY: u8 = 33;

/// Judges the update of a `StatefulSet`.
///
/// Source: `ValidateStatefulSetUpdate`.
pub(super) fn check(u: &mut Update<'_>) {
    if u.old.kind() != "StatefulSet" {
        return;
    }
    let history = u.version.minor() >= HISTORY;
    let mut changes = u.changes(&["spec"]);
    changes.retain(|change| {
        let field = change.path.trim_start_matches("spec.").split(['.', '[']).next().unwrap_or_default();
        !(MUTABLE.contains(&field) || (history && field == "revisionHistoryLimit"))
    });
    if changes.is_empty() {
        return;
    }
    let templates = changes.iter().any(|change| change.path.starts_with("spec.volumeClaimTemplates"));
    let message = format!(
        "{}, and of a StatefulSet only {}{} may",
        change(&changes),
        MUTABLE.join(", "),
        if history { ", revisionHistoryLimit" } else { "" },
    );
    let finding = u.refuse(&SPEC, "spec", message).at(first(&changes));
    if templates {
        finding.note("a claim template makes claims for new pods only; to enlarge claims that are there, change each claim itself");
    }
}
