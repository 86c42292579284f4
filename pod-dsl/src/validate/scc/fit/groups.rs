//! The groups of a pod: the one that owns its volumes, and those beside.
//!
//! Source: `pkg/securitycontextconstraints/group`.

use std::fmt;

use super::Fit;
use crate::{
    object::{IdRange, Strategy},
    validate::{Rule, rule::rules, scc::ranges::Ranges},
};

rules! {
    FS_GROUP: scc, "scc-fs-group-not-allowed", "fsGroup is one that the SCC allows";
    SUPPLEMENTAL: scc, "scc-supplemental-group-not-allowed", "supplementalGroups are ones that the SCC allows";
}

/// Decides on groups.
pub(super) struct Groups {
    rule: &'static Rule,
    /// None where any group will do.
    within: Option<Vec<IdRange>>,
    /// Whether the ranges are ones that somebody stated; else they stand for whichever the project has.
    known: bool,
}

impl Groups {
    /// Decides on the group that owns the volumes. Of a project's range it is the very first and no other.
    pub(super) fn fs_group(strategy: &Strategy, ranges: &Ranges) -> Result<Self, String> {
        let first = ranges.groups.first().map(|range| IdRange { min: range.min, max: range.min });
        Self::of(strategy, "fsGroup", &FS_GROUP, first.into_iter().collect(), ranges.known)
    }

    /// Decides on the groups beside.
    pub(super) fn supplemental(strategy: &Strategy, ranges: &Ranges) -> Result<Self, String> {
        Self::of(strategy, "supplementalGroups", &SUPPLEMENTAL, ranges.groups.clone(), ranges.known)
    }

    fn of(
        strategy: &Strategy,
        field: &str,
        rule: &'static Rule,
        of_project: Vec<IdRange>,
        known: bool,
    ) -> Result<Self, String> {
        let own = strategy.ranges.as_ref().filter(|ranges| !ranges.is_empty());
        match strategy.type_.as_str() {
            "RunAsAny" => Ok(Self { rule, within: None, known: true }),
            "MustRunAs" => Ok(match own {
                Some(own) => Self { rule, within: Some(own.clone()), known: true },
                None => Self { rule, within: Some(of_project), known },
            }),
            other => {
                Err(format!("has the strategy `{other}` in `{field}`; `MustRunAs` and `RunAsAny` are known"))
            }
        }
    }

    fn first(&self) -> Option<i64> {
        self.within.as_ref()?.first().map(|range| range.min)
    }

    pub(super) fn fill(&self, group: &mut Option<i64>) {
        *group = group.or(self.first());
    }

    /// An empty list is one that was said, and stays empty.
    pub(super) fn fill_list(&self, groups: &mut Option<Vec<i64>>) {
        if groups.is_none() {
            *groups = self.first().map(|group| vec![group]);
        }
    }

    pub(super) fn check(&self, fit: &mut Fit<'_>, groups: &[i64], path: fmt::Arguments<'_>) {
        let Some(within) = &self.within else { return };
        if groups.is_empty() {
            fit.refuse(self.rule, path, "demands a group, and the list has none")
                .help("leave the empty list out, and OpenShift fills it in");
        }
        for &group in groups {
            let message = if self.known {
                if within.iter().any(|range| (range.min..=range.max).contains(&group)) {
                    continue;
                }
                let allowed: Vec<_> = within.iter().map(spell).collect();
                format!("does not allow group {group}, only {}", allowed.join(" and "))
            } else if self.first() == Some(group) {
                // It was filled in.
                continue;
            } else {
                format!(
                    "allows groups of the project's own range only, and {group} cannot be known to be one of them"
                )
            };
            fit.refuse(self.rule, path, message)
                .help("leave the group out, and OpenShift gives one of the range");
        }
    }
}

fn spell(range: &IdRange) -> String {
    if range.min == range.max { range.min.to_string() } else { format!("{} to {}", range.min, range.max) }
}
