//! Which kinds are known here, and which a server does not serve.

use super::{
    document::{Document, documents},
    field::Field,
    reading::{Reading, finding},
    rules, words,
};
use crate::{
    object::{Data, Object},
    target::KubeVersion,
    validate::{finding::Finding, path::Path},
    yaml::{
        node::{Node, Value},
        source::Source,
    },
};

/// Reads an object that came as data, as a document that holds it would be read. One of a kind that is not known here
/// stays as it is. The findings point nowhere, because the document is ours and not the user's.
///
/// # Errors
/// Whatever [`decode`] finds.
pub(crate) fn decode_data(data: &Data, version: KubeVersion) -> Result<Object, Vec<Finding>> {
    let unreadable = |error: &dyn std::fmt::Display| vec![Finding::new(&rules::SYNTAX, "", error)];
    let text = serde_json::to_vec(data).map_err(|error| unreadable(&error))?;
    let source = Source::new("", &text);
    let Some(document) = documents(&source).next() else { return Err(unreadable(&"there is no object")) };
    match decode(&document, version) {
        Ok(Some(object)) => Ok(object),
        Ok(None) => Ok(Object::Other(data.clone())),
        Err(mut faults) => {
            for fault in &mut faults {
                fault.place = None;
            }
            Err(faults)
        }
    }
}

/// Reads a document into the type of its kind, as the API server of a release does.
///
/// Gives `None` for a kind that is not known here.
///
/// # Errors
/// Everything for which kubectl or the server refuses to read it: the text is no YAML or JSON; it is no object, or does
/// not say of which kind; the kind is not served; fields that are unknown or stand twice, and values of a wrong
/// type, all of them.
pub(crate) fn decode(document: &Document<'_>, version: KubeVersion) -> Result<Option<Object>, Vec<Finding>> {
    let refused =
        |found: Vec<Finding>| Err(found.into_iter().map(|finding| document.about(finding)).collect());
    let node = match &document.node {
        Ok(node) => node,
        Err(fault) => {
            let help = fault.help.map(str::to_owned);
            return refused(vec![finding(
                document.source,
                &rules::SYNTAX,
                "",
                fault.at,
                &fault.message,
                help,
            )]);
        }
    };
    if let Some(fault) = untyped(document, node) {
        return refused(vec![fault]);
    }
    let (api_version, kind) = (document.api_version(), document.kind());
    let reading = Reading::new(document.source, version);
    let read = || Object::read(api_version, kind, Field::root(node, &reading));
    let Some(mut result) = read() else {
        if let Some(fault) = unserved(document, node) {
            return refused(vec![fault]);
        }
        return Ok(None);
    };
    // The types end with the first value that they refuse. What stands behind it is found by reading past it.
    let mut rounds = 1;
    while result.is_err()
        && reading.goes_on(rounds)
        && let Some(again) = read()
    {
        result = again;
        rounds += 1;
    }
    let mut found = document.faults(node);
    if result.is_ok() {
        former_field(kind, node, &reading);
    }
    found.extend(reading.finish());
    match result {
        Ok(object) if found.is_empty() => Ok(Some(object)),
        _ => refused(found),
    }
}

/// Refuses an annotation that holds a former field and that the server cannot turn back into one.
fn former_field(kind: &str, node: &Node<'_>, reading: &Reading<'_>) {
    let name = match kind {
        "DaemonSet" => "deprecated.daemonset.template.generation",
        "Deployment" => "deprecated.deployment.rollback.to",
        _ => return,
    };
    let annotations = node.get("metadata").and_then(|metadata| metadata.get("annotations"));
    let Some(value) = annotations.and_then(|annotations| annotations.get(name)) else { return };
    let text = value.as_str().unwrap_or_default();
    let unset = kind == "Deployment" && text.is_empty();
    if !unset && text.parse::<i64>().is_err() {
        let metadata = Path::root("metadata");
        let annotations = metadata.field("annotations");
        let message = format!("`{text}` is no whole number");
        let help = Some("remove the annotation".to_owned());
        reading.report(&rules::GENERATION, &annotations.key(name), value.at, message, help);
    }
}

/// Refuses what does not say what it is.
fn untyped(document: &Document<'_>, node: &Node<'_>) -> Option<Finding> {
    let say = |path: &str, at, message: String| {
        Some(finding(document.source, &rules::UNTYPED, path, at, message, None))
    };
    if !matches!(node.value, Value::Map(_)) {
        return say("", node.at, format!("a Kubernetes object is expected here, not {}", node.value.kind()));
    }
    ["apiVersion", "kind"].into_iter().find_map(|field| match node.entry(field) {
        Some((_, value)) if value.as_str().is_some_and(|text| !text.is_empty()) => None,
        Some((key, _)) => say(field, key.at, format!("`{field}` must be a string that is not empty")),
        None => say("", node.at, format!("`{field}` is missing: it says what kind of object this is")),
    })
}

/// Lists kinds that every server serves, and where; the same kind in another version of its group is long gone.
const SERVED: &[(&str, &[&str])] = &[
    (
        "v1",
        &[
            "Binding",
            "ComponentStatus",
            "ConfigMap",
            "Endpoints",
            "Event",
            "LimitRange",
            "Namespace",
            "Node",
            "PersistentVolume",
            "PersistentVolumeClaim",
            "Pod",
            "PodTemplate",
            "ReplicationController",
            "ResourceQuota",
            "Secret",
            "Service",
            "ServiceAccount",
        ],
    ),
    ("apps/v1", &["ControllerRevision", "DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"]),
    ("batch/v1", &["CronJob", "Job"]),
    ("autoscaling/v1", &["HorizontalPodAutoscaler", "Scale"]),
    ("autoscaling/v2", &["HorizontalPodAutoscaler"]),
    ("policy/v1", &["Eviction", "PodDisruptionBudget"]),
    ("networking.k8s.io/v1", &["Ingress", "IngressClass", "NetworkPolicy"]),
    ("rbac.authorization.k8s.io/v1", &["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"]),
    ("coordination.k8s.io/v1", &["Lease"]),
    ("discovery.k8s.io/v1", &["EndpointSlice"]),
    ("node.k8s.io/v1", &["RuntimeClass"]),
    ("scheduling.k8s.io/v1", &["PriorityClass"]),
    (
        "storage.k8s.io/v1",
        &["CSIDriver", "CSINode", "CSIStorageCapacity", "StorageClass", "VolumeAttachment"],
    ),
];

/// Lists the groups of which [`SERVED`] names every version and kind; elsewhere a gate may bring more.
const CLOSED: &[&str] = &["", "apps", "batch", "autoscaling", "policy", "extensions"];

/// Lists kinds of OpenShift that once stood under `v1`, and where they are served now.
const ON_OPENSHIFT: &[(&str, &str)] = &[
    ("BuildConfig", "build.openshift.io/v1"),
    ("DeploymentConfig", "apps.openshift.io/v1"),
    ("ImageStream", "image.openshift.io/v1"),
    ("Route", "route.openshift.io/v1"),
    ("SecurityContextConstraints", "security.openshift.io/v1"),
    ("Template", "template.openshift.io/v1"),
];

/// Refuses a kind that no release from 1.29 on serves under its `apiVersion`.
fn unserved(document: &Document<'_>, node: &Node<'_>) -> Option<Finding> {
    let (api_version, kind) = (document.api_version(), document.kind());
    let group = api_version.split_once('/').map_or("", |(group, _)| group);
    let home = SERVED.iter().rfind(|(_, kinds)| kinds.contains(&kind)).map(|(home, _)| *home);
    let kinds = SERVED.iter().find(|(served, _)| *served == api_version).map(|(_, kinds)| *kinds);
    if kinds.is_some_and(|kinds| kinds.contains(&kind)) {
        return None;
    }
    let home_group = home.and_then(|home| home.split_once('/')).map_or("", |(group, _)| group);
    let moved = home.is_some() && home_group == group;
    if !moved && !CLOSED.contains(&group) {
        return None;
    }
    let help = match home {
        Some(home) => Some(format!("it is served as {home}")),
        None => match ON_OPENSHIFT.iter().find(|(of_openshift, _)| *of_openshift == kind) {
            Some((_, home)) => Some(format!("OpenShift serves it as {home}")),
            None => words::nearest(kind, kinds.unwrap_or_default()),
        },
    };
    let at = node.entry("kind").map_or(node.at, |(_, value)| value.at);
    let message = format!("no server from {} on serves {kind} as {api_version}", KubeVersion::OLDEST);
    Some(finding(document.source, &rules::UNSERVED, "kind", at, message, help))
}
