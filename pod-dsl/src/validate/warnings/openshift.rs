//! What is said of the kinds of OpenShift, and of what OpenShift does with others.

use k8s_openapi::{api::core::v1::PodSpec, apimachinery::pkg::apis::meta::v1::ObjectMeta};
use serde_json::Value;

use crate::{
    object::RouteSpec,
    validate::{Judge, Path, rule::rules},
};

rules! {
    ELSEWHERE: warning, "kind-of-openshift", "a cluster of Kubernetes serves the kinds of Kubernetes";
    CONFIG_DEPRECATED: warning, "deployment-config-deprecated", "pods are run by a Deployment";
    SUBDOMAIN_UNUSED: warning, "route-subdomain-unused", "a Route has a host or a subdomain";
    TRIGGERS: warning, "image-triggers-malformed", "the annotation for image triggers is a JSON list of triggers";
    TRIGGER_NOWHERE: warning, "image-trigger-leads-nowhere", "an image trigger names a container that there is";
    TRIGGER_OF_NOTHING: warning, "image-trigger-of-nothing", "an image trigger follows a tag of an image stream";
}

/// Names the annotation by which OpenShift keeps the image of a container up to date.
pub(crate) const TRIGGERS_ANNOTATION: &str = "image.openshift.io/triggers";

/// Warns of a kind that the target does not serve.
pub(crate) fn only_openshift(j: &mut Judge, kind: &str) {
    let message = format_args!(
        "only OpenShift serves {kind}; a cluster of Kubernetes answers that it knows no such kind"
    );
    let finding = j.report(&ELSEWHERE, &Path::root("kind"), message);
    if kind == "Route" {
        finding.help("on Kubernetes, an Ingress does what a Route does");
    }
    finding.help("judge it for OpenShift: `--target openshift`");
}

/// Warns of a kind that is not known here, where something is known of it nevertheless.
pub(crate) fn unknown_kind(j: &mut Judge, api_version: &str, kind: &str) {
    if (api_version, kind) == ("apps.openshift.io/v1", "DeploymentConfig") {
        let message =
            "DeploymentConfigs are on their way out since OpenShift 4.14, and a cluster may be without them";
        j.report(&CONFIG_DEPRECATED, &Path::root("kind"), message).help(
            "make a Deployment of it: `selector` becomes `selector.matchLabels`, the strategy is RollingUpdate or Recreate, \
             and triggers become the annotation `image.openshift.io/triggers`",
        );
    }
}

/// Warns of the spec of a Route.
pub(crate) fn route(j: &mut Judge, spec: &RouteSpec, path: &Path<'_>) {
    let given = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.is_empty());
    if given(&spec.host) && given(&spec.subdomain) {
        let message = "`host` is given, so `subdomain` may mean nothing";
        j.report(&SUBDOMAIN_UNUSED, &path.field("subdomain"), message).help("leave one of them out");
    }
}

/// Warns of image triggers that OpenShift cannot follow; `path` is that of the pod spec in the template.
pub(crate) fn triggers(j: &mut Judge, meta: &ObjectMeta, spec: &PodSpec, path: &str) {
    let Some(text) = meta.annotations.as_ref().and_then(|annotations| annotations.get(TRIGGERS_ANNOTATION))
    else {
        return;
    };
    let annotations = Path::root("metadata.annotations");
    let at = annotations.key(TRIGGERS_ANNOTATION);
    let triggers = match serde_json::from_str::<Vec<Value>>(text) {
        Ok(triggers) => triggers,
        Err(error) => {
            j.report(&TRIGGERS, &at, format_args!("the annotation is no JSON list: {error}"));
            return;
        }
    };
    for trigger in &triggers {
        // The controller reads all of them or none.
        let odd = match (trigger.is_object(), trigger.get("paused")) {
            (false, _) => Some("a trigger is no JSON object"),
            (true, Some(paused)) if !paused.is_boolean() && !paused.is_null() => {
                Some("`paused` is neither `true` nor `false`: a text is none of them")
            }
            (true, _) => None,
        };
        if let Some(odd) = odd {
            j.report(&TRIGGERS, &at, format_args!("{odd}, so OpenShift follows none of the triggers"));
            continue;
        }
        let text = |pointer| trigger.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
        let (kind, name) = (text("/from/kind"), text("/from/name"));
        if kind != "ImageStreamTag"
            || name.split_once(':').is_none_or(|(name, tag)| name.is_empty() || tag.is_empty())
        {
            let message =
                format_args!("a trigger follows `{kind}` `{name}`, which is no tag of an image stream");
            j.report(&TRIGGER_OF_NOTHING, &at, message)
                .help(r#"write `"from": {"kind": "ImageStreamTag", "name": "web:latest"}`"#);
        }
        let field = text("/fieldPath");
        if !leads_to_container(field, path, spec) {
            j.report(&TRIGGER_NOWHERE, &at, format_args!("`{field}` is the image of no container")).help(
                format!(
                    "write `{path}.containers[?(@.name==\"{}\")].image`",
                    spec.containers.first().map_or("web", |container| container.name.as_str())
                ),
            );
        }
    }
}

/// Tells whether a path leads to the image of a container, which it names or counts.
fn leads_to_container(field: &str, path: &str, spec: &PodSpec) -> bool {
    let within = || {
        let rest = field.strip_prefix(path)?.strip_prefix('.')?;
        let (list, rest) = rest.split_once('[')?;
        let containers = match list {
            "containers" => spec.containers.as_slice(),
            "initContainers" => spec.init_containers.as_deref().unwrap_or_default(),
            _ => return None,
        };
        let which = rest.strip_suffix("].image")?;
        let Some(name) = which.strip_prefix("?(@.name==").and_then(|rest| rest.strip_suffix(')')) else {
            return Some(which.parse::<usize>().is_ok_and(|index| index < containers.len()));
        };
        let name = ['"', '\''].iter().find_map(|quote| name.strip_prefix(*quote)?.strip_suffix(*quote))?;
        Some(containers.iter().any(|container| container.name == name))
    };
    within().unwrap_or(false)
}
