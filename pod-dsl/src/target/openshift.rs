//! What OpenShift wants otherwise.

use crate::{object::Object, pattern::Expanded};

/// The annotation that admits a pod under one SCC or not at all.
const REQUIRED_SCC: &str = "openshift.io/required-scc";

/// Applies the differences and says, a line each, what a reader has to know.
pub(super) fn render(expanded: &mut Expanded) -> Option<String> {
    let scc = expanded.required_scc.clone()?;
    let Object::Pod(pod) = &mut expanded.object else { return None };
    let line = format!("Needs the SCC `{scc}`, which an administrator has to grant.");
    pod.metadata.annotations.get_or_insert_default().insert(REQUIRED_SCC.to_owned(), scc);
    Some(line)
}
