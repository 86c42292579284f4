//! What only the merge makes wrong: what is there keeps what the new object is silent about, and the two may not fit.

use super::Update;
use crate::{
    object::Object,
    target::{KubeVersion, Target},
    validate::{Finding, Severity, by_kind::judge_object},
};

/// Judges what an object becomes, and keeps what neither the new object nor the one that is there is refused for.
///
/// A pod, a Job, a Service, a claim and a volume are not asked: the cluster writes into them what nobody may create, and
/// their strategies take away what does not fit any more.
pub(super) fn check(u: &mut Update<'_>, new: &Object, target: &Target, version: KubeVersion) {
    if matches!(
        new,
        Object::Pod(_)
            | Object::Job(_)
            | Object::Service(_)
            | Object::PersistentVolumeClaim(_)
            | Object::PersistentVolume(_)
    ) {
        return;
    }
    let refused = |object: &Object| -> Vec<Finding> {
        let mut found = judge_object(&mut object.clone(), target, version).found;
        found.retain(|finding| finding.severity == Severity::Error && finding.cause.is_some());
        found
    };
    let mut found = refused(&u.new);
    if found.is_empty() {
        return;
    }
    let others: Vec<_> = refused(new).into_iter().chain(refused(u.old)).map(|finding| finding.rule).collect();
    found.retain(|finding| !others.contains(&finding.rule));
    for mut finding in found {
        finding
            .note("the new object says nothing of this: it is what is there already, which stays when the new one is applied")
            .help("say it in the new object, or take it out of what is there first (`kubectl edit`)");
        u.found.push(finding);
    }
}
