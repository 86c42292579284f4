//! `RuntimeClass`: which runtime runs the pods of a class.

use k8s_openapi::api::{core::v1::Toleration, node::v1::RuntimeClass};

use super::super::{
    metadata::{self, NameRule, report_all},
    resources, tolerations,
};
use crate::{
    grammar::dns_label,
    validate::{Judge, Path, rule::rules, warnings},
};

rules! {
    TOLERATION_TWICE: Duplicate, "runtime-class-toleration-twice", "each toleration of a RuntimeClass stands once";
    HANDLER_MISSING: Required, "runtime-class-handler-missing", "a RuntimeClass names a handler";
    HANDLER: Invalid, "runtime-class-handler-malformed", "a handler is named by a DNS label";
}

/// Judges a `RuntimeClass`.
///
/// Source: `ValidateRuntimeClass` of `pkg/apis/node/validation`. An empty handler is a missing one since pull request
/// 135046 of the upstream repository, which came with 1.36.
pub(crate) fn runtime_class(j: &mut Judge, object: &RuntimeClass) {
    warnings::runtime_class(j, object);
    let path = Path::root("metadata");
    metadata::check(j, "RuntimeClass", &object.metadata, NameRule::Subdomain, &path);
    let (handler, at) = (object.handler.as_str(), Path::root("handler"));
    if handler.is_empty() && j.version.minor() >= 36 {
        j.report(&HANDLER_MISSING, &at, "a handler is needed");
    } else {
        report_all(j, &HANDLER, &at, "the handler", handler, dns_label(handler));
    }
    if let Some(fixed) = object.overhead.as_ref().and_then(|overhead| overhead.pod_fixed.as_ref()) {
        resources::limits(j, fixed, &Path::root("overhead"));
    }
    if let Some(scheduling) = &object.scheduling {
        let path = Path::root("scheduling");
        metadata::labels(j, scheduling.node_selector.as_ref(), &path.field("nodeSelector"));
        let list = scheduling.tolerations.as_deref().unwrap_or_default();
        let path = path.field("tolerations");
        tolerations::list(j, list, &path);
        let said = |toleration: &Toleration| {
            let Toleration { effect, key, operator, value, .. } = toleration.clone();
            [effect, key, operator, value].map(Option::unwrap_or_default)
        };
        for (index, toleration) in list.iter().enumerate() {
            if list[..index].iter().any(|other| said(other) == said(toleration)) {
                j.report(&TOLERATION_TWICE, &path.index(index), "an earlier toleration says the same");
            }
        }
    }
}
