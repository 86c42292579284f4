//! What a rule about links sees of a Service: the pods beside it that it selects.

use std::collections::BTreeMap;

use k8s_openapi::{
    api::core::v1::{Service, ServicePort},
    apimachinery::pkg::util::intstr::IntOrString,
};

use super::{
    companions::{Companions, OwnedPod, same_namespace},
    context::Context,
};
use crate::{intent::Listener, target::Platform};

/// Is a Service with the pods of the same file or bundle.
#[derive(Debug)]
pub(crate) struct ServiceContext<'a> {
    pub(crate) service: &'a Service,
    pub(crate) companions: &'a Companions<'a>,
    platform: Platform,
}

impl<'a> ServiceContext<'a> {
    pub(crate) fn new(service: &'a Service, platform: Platform, companions: &'a Companions<'a>) -> Self {
        Self { service, companions, platform }
    }

    /// Gives the labels that are selected; `None` where the Service selects nothing.
    pub(crate) fn selector(&self) -> Option<&'a BTreeMap<String, String>> {
        let spec = self.service.spec.as_ref()?;
        let alias = spec.type_.as_deref() == Some("ExternalName");
        spec.selector.as_ref().filter(|selector| !alias && !selector.is_empty())
    }

    /// Lists the pods beside it that have the labels, whatever their namespace.
    pub(crate) fn labelled(&self) -> impl Iterator<Item = &'a OwnedPod<'a>> {
        let selector = self.selector();
        self.companions.pods.iter().filter(move |pod| {
            let labels = pod.subject().meta.labels.as_ref();
            selector.is_some_and(|selector| {
                selector.iter().all(|(key, value)| labels.and_then(|labels| labels.get(key)) == Some(value))
            })
        })
    }

    /// Lists the pods beside it that it sends to, each with its links.
    pub(crate) fn selected(&self) -> impl Iterator<Item = Context<'a>> {
        self.labelled()
            .filter(|pod| same_namespace(pod.subject().owner, &self.service.metadata))
            .map(|pod| Context::new(pod.subject(), &pod.intent, self.platform, self.companions))
    }

    /// Lists the ports.
    pub(crate) fn ports(&self) -> impl Iterator<Item = (usize, &'a ServicePort)> {
        self.service.spec.iter().flat_map(|spec| spec.ports.iter().flatten().enumerate())
    }

    pub(crate) fn name(&self) -> &'a str {
        self.service.metadata.name.as_deref().unwrap_or_default()
    }
}

/// Gives where a port of a Service leads to in its pods.
pub(super) fn target_of(port: &ServicePort) -> IntOrString {
    match &port.target_port {
        None | Some(IntOrString::Int(0)) => IntOrString::Int(port.port),
        Some(IntOrString::String(name)) if name.is_empty() => IntOrString::Int(port.port),
        Some(target) => target.clone(),
    }
}

/// Finds the listener in a pod to which a port leads.
pub(super) fn leads_to<'c>(port: &ServicePort, context: &'c Context<'_>) -> Option<&'c Listener> {
    let protocol = port.protocol.as_deref().unwrap_or("TCP");
    let target = target_of(port);
    context.listeners().find(|listener| {
        let same = match &target {
            IntOrString::Int(number) => i32::from(listener.port) == *number,
            IntOrString::String(name) => listener.declared && listener.name.as_deref() == Some(name),
        };
        same && listener.protocol.as_str() == protocol
    })
}
