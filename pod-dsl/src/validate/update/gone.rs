//! What is there and stands in nothing that is new.

use super::{
    Applied,
    applied::{Identity, There},
};
use crate::validate::{Finding, rule::rules};

rules! {
    LEFT_BEHIND: info, "object-left-behind", "what is no longer wanted is deleted: to apply the rest does not do it";
}

/// Names each object that is applied now and is not among what is new.
pub(crate) fn left_behind<'a>(
    applied: &'a Applied,
    new: &'a [Identity],
) -> impl Iterator<Item = (&'a There, Finding)> {
    applied.left_behind(new).map(|there| {
        let message =
            "it is applied now and is not in what is new: it stays in the cluster until somebody deletes it";
        let mut finding = Finding::new(&LEFT_BEHIND, "", message);
        finding.object = format!("{}/{}", there.id.kind, there.id.name);
        finding.place.clone_from(&there.place);
        finding.help(format!(
            "`kubectl delete {} {}`, or apply with `--prune`",
            there.id.kind.to_lowercase(),
            there.id.name
        ));
        (there, finding)
    })
}
