//! What OpenShift wants otherwise.

use std::fmt;

use k8s_openapi::{api::core::v1::PodSpec, apimachinery::pkg::apis::meta::v1::ObjectMeta};

use super::Target;
use crate::{
    intent::{By, Change, Fault, UpstreamTo},
    object::{Object, PodWithin},
    pattern::Expanded,
};

/// The annotation that admits a pod under one SCC or not at all.
const REQUIRED_SCC: &str = "openshift.io/required-scc";

/// The annotation by which an image follows a tag of an image stream.
const TRIGGERS: &str = "image.openshift.io/triggers";

/// The annotation by which the console draws an arrow from this workload to others.
const CONNECTS_TO: &str = "app.openshift.io/connects-to";

/// The SCC that every user of a project may use, and that gives a pod the ids of the project's range.
const OF_THE_PROJECT: &str = "restricted-v2";

/// The first release, OpenShift 4.20, whose users may use `restricted-v3`: with a user namespace of its own a pod may
/// have any id that is not root's.
const RESTRICTED_V3_SINCE: u8 = 33;

/// The ids that `restricted-v3` admits.
const OF_A_USER_NAMESPACE: std::ops::RangeInclusive<i64> = 1000..=65534;

/// Applies the differences, records each, and says, a line each, what a reader has to know.
pub(super) fn render(target: &Target, expanded: &mut Expanded) -> Vec<String> {
    if let Some(route) = expanded.route.take() {
        let before = expanded.object.kind().to_owned();
        expanded.object = Object::Route(route);
        expanded.intent.loose.retain(|end| end.fault != Fault::RouteNeeded);
        let because = "a Route is what OpenShift's router serves, and what was described says as much";
        expanded.changes.push(Change {
            path: "kind".to_owned(),
            before: Some(format!("{before:?}")),
            after: Some(format!("{:?}", expanded.object.kind())),
            by: By::Dialect,
            asked: true,
            because: because.to_owned(),
        });
        return Vec::new();
    }
    let Expanded { object, intent, changes, required_scc, same_bytes, image_triggers, .. } = expanded;
    if let (Some(triggers), Some(metadata)) = (image_triggers.take(), object.metadata_mut()) {
        let change = annotate(metadata, "", TRIGGERS, &triggers, "a tag of an image stream sets the image");
        changes.extend(change.map(Change::asked));
    }
    let Some(mut pod) = object.pod_within() else { return Vec::new() };
    let mut lines = Vec::new();
    if let Some(scc) = required_scc {
        let change = annotate(pod.metadata, pod.path, REQUIRED_SCC, scc, "the pod demands this SCC");
        changes.extend(change.map(Change::asked));
        if scc != OF_THE_PROJECT {
            lines.push(format!("Needs the SCC `{scc}`, which an administrator has to grant."));
        }
    }
    // What was asked for by name is written; the rest stays as it was said where that is what was promised.
    if target.strict || *same_bytes {
        return lines;
    }
    if ids_are_the_projects(target, required_scc.as_deref(), pod.spec) {
        lines.extend(leave_out_ids(&mut pod, changes));
    }
    let services: Vec<_> = intent
        .upstreams
        .iter()
        .filter_map(|upstream| match &upstream.to {
            UpstreamTo::External { service: Some(service), .. } => Some(format!("{service:?}")),
            _ => None,
        })
        .collect();
    // The console reads it of what makes the pods.
    if let Some(metadata) = object.metadata_mut().filter(|_| !services.is_empty()) {
        let list = format!("[{}]", services.join(","));
        let because = "the console draws what the ambassador connects to";
        changes.extend(annotate(metadata, "", CONNECTS_TO, &list, because));
    }
    lines
}

/// Adds an annotation that nobody has set; `prefix` stands before `metadata` in its path.
fn annotate(
    metadata: &mut ObjectMeta,
    prefix: &str,
    name: &str,
    value: &str,
    because: &str,
) -> Option<Change> {
    let annotations = metadata.annotations.get_or_insert_default();
    if annotations.contains_key(name) {
        return None;
    }
    annotations.insert(name.to_owned(), value.to_owned());
    let path = format!("{prefix}metadata.annotations[{name}]");
    Some(Change::added(By::Dialect, path, format_args!("{value:?}"), because))
}

/// Tells whether fixed ids would keep the pod out where the range of the project decides.
///
/// An SCC that was granted may admit them, and a namespace that was stated has ranges to judge by: there everything stays
/// as it was said.
fn ids_are_the_projects(target: &Target, required: Option<&str>, spec: &PodSpec) -> bool {
    let decided = target.facts().is_some()
        || !target.granted().is_empty()
        || required.is_some_and(|scc| scc != OF_THE_PROJECT);
    if decided {
        return false;
    }
    let user_namespace = spec.host_users == Some(false)
        && required.is_none()
        && target.version().is_ok_and(|version| version.minor() >= RESTRICTED_V3_SINCE);
    !(user_namespace && ids(spec).all(|id| OF_A_USER_NAMESPACE.contains(&id)))
}

/// Lists the ids that an SCC decides on.
fn ids(spec: &PodSpec) -> impl Iterator<Item = i64> {
    let whole = spec.security_context.iter();
    let of_pod = whole.flat_map(|context| [context.run_as_user, context.fs_group]);
    let own = spec.containers.iter().chain(spec.init_containers.iter().flatten());
    let of_containers =
        own.map(|container| container.security_context.as_ref().and_then(|context| context.run_as_user));
    of_pod.chain(of_containers).flatten()
}

/// Leaves out user and group ids other than root's, which is meant where it is said.
fn leave_out_ids(pod: &mut PodWithin<'_>, changes: &mut Vec<Change>) -> Option<String> {
    let before = changes.len();
    let prefix = pod.path;
    let mut leave_out = |id: &mut Option<i64>, path: fmt::Arguments<'_>| {
        if let Some(value) = id.take_if(|id| *id != 0) {
            let because = "an ordinary project gives ids from its own range and refuses any other";
            changes.push(Change::left_out(By::Dialect, format!("{prefix}{path}"), value, because));
        }
    };
    if let Some(context) = &mut pod.spec.security_context {
        leave_out(&mut context.run_as_user, format_args!("spec.securityContext.runAsUser"));
        leave_out(&mut context.fs_group, format_args!("spec.securityContext.fsGroup"));
    }
    let init = pod.spec.init_containers.iter_mut().flatten();
    let lists = init.enumerate().map(|(index, container)| ("initContainers", index, container));
    let apps = pod.spec.containers.iter_mut().enumerate();
    for (list, index, container) in
        lists.chain(apps.map(|(index, container)| ("containers", index, container)))
    {
        if let Some(context) = &mut container.security_context {
            let path = format_args!("spec.{list}[{index}].securityContext.runAsUser");
            leave_out(&mut context.run_as_user, path);
        }
    }
    let left_out: Vec<_> = changes[before..]
        .iter()
        .map(|change| {
            let field = change.path.rsplit('.').next().unwrap_or_default();
            format!("{field} {}", change.before.as_deref().unwrap_or_default())
        })
        .collect();
    (!left_out.is_empty()).then(|| format!("Left to the project's range: {}.", left_out.join(", ")))
}
