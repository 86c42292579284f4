//! A pod and its config maps, finished but for the dialect.

use std::mem;

use k8s_openapi::{api::core::v1 as k8s, apimachinery::pkg::apis::meta::v1::ObjectMeta};

use super::{
    Expanded, config, consequences,
    container::finish,
    kit, links, mounts,
    placement::{self, Place},
    profile,
};
use crate::{
    intent::{Allow, Fault, LooseEnd, Origins, Promise, Trace},
    model::{Pod, Volume},
};

/// Turns a pod into the objects it stands for: the config maps of its proxies, then the pod itself. What the pod holds in
/// the form of the API goes into them as it is.
pub fn expand(pod: Pod) -> Vec<Expanded> {
    expand_for(pod, false).0
}

/// Turns a pod into its objects, the pod last, and gives beside them the claim templates that its maker makes claims
/// from; where it makes none, they are loose ends.
pub(super) fn expand_for(mut pod: Pod, claims: bool) -> (Vec<Expanded>, Vec<k8s::PersistentVolumeClaim>) {
    let places = placement::decide(&pod);
    let order = placement::order(&pod, &places);
    let stands = placement::stands(&places, &order);
    let mut intent = links::of(&pod, &places, &stands);

    let mut objects = Vec::new();
    for (container, stand) in pod.containers.iter_mut().zip(&stands) {
        config::mount(&pod.metadata, container, &mut objects);
        kit::scratch(container);
        intent.loose.extend(kit::user(container, pod.spec.security_context.as_ref(), pod.profile, *stand));
    }
    let mut origins = Origins::new(pod.trace.clone());
    let mut loose = Vec::new();
    let mut spec = pod.spec.clone();
    let mut init = Vec::new();
    spec.containers.reserve_exact(places.len());
    for member in order {
        let list = if places[member] == Place::Plain { &mut spec.containers } else { &mut init };
        let container = &mut pod.containers[member];
        list.push(finish(container, &places[member], stands[member], &mut loose));
        origins.part(stands[member].0, stands[member].1, container.trace.clone());
    }
    spec.init_containers = (!init.is_empty()).then_some(init);

    let used = pod.containers.iter().flat_map(mounts::volumes);
    let (templates, used): (Vec<_>, Vec<_>) =
        pod.volumes.iter().chain(used).partition(|volume| volume.claim.is_some());
    let volumes = volumes(used.into_iter(), &mut origins, &mut loose);
    let templates = claim_templates(&templates, claims, &mut loose);
    spec.volumes = (!volumes.is_empty()).then_some(volumes);
    if pod.containers.iter().any(|container| !container.signals.is_empty()) && spec.host_pid != Some(true) {
        spec.share_process_namespace = Some(true);
    }

    let mut wire = k8s::Pod { metadata: mem::take(&mut pod.metadata), spec: Some(spec), status: None };
    let mut changes = consequences::of(&pod, &places, &stands, wire.spec.get_or_insert_default());
    changes.extend(profile::fill(&pod, &stands, &mut wire));
    for change in &pod.raw {
        change.0(&mut wire);
    }
    intent.loose.append(&mut loose);
    intent.promise = pod.profile.0;
    let outside =
        pod.containers.iter().zip(&stands).filter(|(container, _)| container.outside_profile.is_some());
    intent.outside_promise = outside.map(|(_, stand)| *stand).collect();
    let of_container =
        pod.containers.iter().zip(&stands).flat_map(|(container, stand)| {
            container.allows.iter().map(|allow| (Some(*stand), allow.clone()))
        });
    let outside = pod.containers.iter().zip(&stands).filter_map(|(container, stand)| {
        let (reason, at) = container.outside_profile.clone()?;
        Some((Some(*stand), Allow { rule: "profile-not-kept".to_owned(), reason, at }))
    });
    let of_pod = pod.allows.iter().map(|allow| (None, allow.clone()));
    let allows = of_pod.chain(of_container).chain(outside).collect();
    objects.push(Expanded {
        object: wire.into(),
        intent,
        origins,
        allows,
        changes,
        route: None,
        same_bytes: pod.profile.0 == Some(Promise::Portable),
        required_scc: pod.required_scc,
        image_triggers: None,
    });
    (objects, templates)
}

/// Gives each claim template once, in the order in which they were first named.
fn claim_templates(
    named: &[&Volume],
    claims: bool,
    loose: &mut Vec<LooseEnd>,
) -> Vec<k8s::PersistentVolumeClaim> {
    let mut templates: Vec<k8s::PersistentVolumeClaim> = Vec::new();
    for volume in named {
        let metadata = ObjectMeta { name: Some(volume.wire.name.clone()), ..ObjectMeta::default() };
        let spec = volume.claim.as_deref().cloned();
        let template = k8s::PersistentVolumeClaim { metadata, spec, status: None };
        if templates.contains(&template) {
            continue;
        }
        templates.push(template);
        if !claims {
            loose.push(LooseEnd {
                fault: Fault::ClaimTemplateAlone,
                path: String::new(),
                message: format!("`{}` is a claim template, and only a StatefulSet makes claims of one", volume.wire.name),
                help: "make the pod a StatefulSet, or use a volume of a claim that exists: `Volume::persistent_volume_claim`".to_owned(),
                at: volume.at,
            });
        }
    }
    templates
}

/// Gives each volume once, in the order in which they were first named. Two that differ under one name are both given,
/// and the judge says so.
fn volumes<'a>(
    named: impl Iterator<Item = &'a Volume>,
    origins: &mut Origins,
    loose: &mut Vec<LooseEnd>,
) -> Vec<k8s::Volume> {
    let mut volumes: Vec<k8s::Volume> = Vec::new();
    for volume in named {
        if volumes.contains(&*volume.wire) {
            continue;
        }
        let index = volumes.len();
        origins.part("volumes", index, Trace::new(volume.at));
        loose.extend(volume.misuses.iter().map(|(at, message)| LooseEnd {
            fault: Fault::VolumeOptionMisfit,
            path: format!("spec.volumes[{index}]"),
            message: message.clone(),
            help: "drop the option, or make the volume of the kind it belongs to".to_owned(),
            at,
        }));
        volumes.push((*volume.wire).clone());
    }
    volumes
}
