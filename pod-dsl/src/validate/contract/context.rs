//! What a rule about links sees of a pod: its spec as it was written, the links that were said or guessed, and what stands
//! beside it.

use std::cell::OnceCell;

use k8s_openapi::{
    api::core::v1::{Container, PodSpec, Volume, VolumeMount},
    apimachinery::pkg::apis::meta::v1::ObjectMeta,
};

use super::{
    Companions,
    guess::{self, CommandLine, Known, Run},
};
use crate::{
    explain::{PodResources, Timeline},
    intent::{Intent, Listener, Member},
    target::Platform,
};

/// Names what makes the pods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Workload {
    /// Nothing: it is a Pod.
    Pod,
    /// A controller that keeps pods running.
    Service(&'static str),
    /// A Job or a `CronJob`, whose pods are to end.
    Job(&'static str),
}

impl Workload {
    /// Gives the kind.
    pub(crate) const fn kind(self) -> &'static str {
        match self {
            Self::Pod => "Pod",
            Self::Service(kind) | Self::Job(kind) => kind,
        }
    }
}

/// Is a pod, or the template of a workload, with what its rules need.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Subject<'a> {
    pub(crate) workload: Workload,
    /// The metadata of the object that was written: the pod or the workload.
    pub(crate) owner: &'a ObjectMeta,
    /// The metadata of the pods.
    pub(crate) meta: &'a ObjectMeta,
    /// The spec, as it was written: nothing is filled in.
    pub(crate) spec: &'a PodSpec,
    /// What stands before `spec` in a path: nothing, or `spec.template.`.
    pub(crate) prefix: &'static str,
}

/// Tells where a container stands among the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stand {
    /// In `containers`.
    Plain,
    /// In `initContainers` with `restartPolicy: Always`.
    Native,
    /// In `initContainers`, ending before the next begins.
    Init,
}

/// Is what the rules are asked about.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    pub(crate) subject: Subject<'a>,
    pub(crate) platform: Platform,
    pub(crate) companions: &'a Companions<'a>,
    /// The links; its members are the containers of the spec, those of `initContainers` first.
    pub(crate) intent: Intent,
    /// What each container runs.
    runs: Vec<Run<'a>>,
    timeline: OnceCell<Timeline>,
    resources: OnceCell<PodResources>,
}

impl<'a> Context<'a> {
    /// Joins what was said with what can be guessed.
    pub(crate) fn new(
        subject: Subject<'a>,
        said: &Intent,
        platform: Platform,
        companions: &'a Companions<'a>,
    ) -> Self {
        let init = subject.spec.init_containers.iter().flatten();
        let runs: Vec<_> = init.chain(&subject.spec.containers).map(Run::of).collect();
        let intent = guess::complete(said, &subject, companions, &runs);
        let (timeline, resources) = (OnceCell::new(), OnceCell::new());
        Self { subject, platform, companions, intent, runs, timeline, resources }
    }

    /// Gives the order in which the containers start and stop.
    pub(crate) fn timeline(&self) -> &Timeline {
        self.timeline.get_or_init(|| Timeline::of(self.subject.spec))
    }

    /// Gives what the containers ask for and may take.
    pub(crate) fn resources(&self) -> &PodResources {
        self.resources.get_or_init(|| PodResources::of(self.subject.spec))
    }

    pub(crate) fn spec(&self) -> &'a PodSpec {
        self.subject.spec
    }

    /// Gives a container by its place among the members.
    pub(crate) fn container(&self, member: usize) -> &'a Container {
        container(self.subject.spec, member)
    }

    /// Gives the command line of a container.
    pub(super) fn command(&self, member: usize) -> &CommandLine<'a> {
        &self.runs[member].command
    }

    /// Gives what is known of the image of a container.
    pub(super) fn known(&self, member: usize) -> Option<&'static Known> {
        self.runs[member].known
    }

    pub(crate) fn member(&self, member: usize) -> &Member {
        &self.intent.members[member]
    }

    pub(crate) fn name(&self, member: usize) -> &'a str {
        &self.container(member).name
    }

    pub(crate) fn stand(&self, member: usize) -> Stand {
        stand(self.subject.spec, member)
    }

    /// Lists every container.
    pub(crate) fn all(&self) -> impl Iterator<Item = usize> + use<> {
        0..self.intent.members.len()
    }

    /// Lists the containers that run side by side: plain ones and native sidecars.
    pub(crate) fn running(&self) -> impl Iterator<Item = usize> + use<'_, 'a> {
        self.all().filter(|&member| self.stand(member) != Stand::Init)
    }

    pub(crate) fn plain(&self) -> impl Iterator<Item = usize> + use<'_, 'a> {
        self.all().filter(|&member| self.stand(member) == Stand::Plain)
    }

    /// Spells the path of a container.
    pub(crate) fn path(&self, member: usize) -> String {
        let Member { list, index, .. } = self.member(member);
        format!("{}spec.{list}[{index}]", self.subject.prefix)
    }

    /// Spells the path of a field of a container; an empty field is the container itself.
    pub(crate) fn at(&self, member: usize, field: &str) -> String {
        let path = self.path(member);
        if field.is_empty() { path } else { format!("{path}.{field}") }
    }

    /// Spells the path of a field of the pod's spec.
    pub(crate) fn in_spec(&self, field: &str) -> String {
        format!("{}spec.{field}", self.subject.prefix)
    }

    /// Spells the path of a field of the pods' metadata.
    pub(crate) fn in_meta(&self, field: &str) -> String {
        format!("{}metadata.{field}", self.subject.prefix)
    }

    /// Tells whether the pod is to end by itself.
    pub(crate) fn ends(&self) -> bool {
        matches!(self.subject.workload, Workload::Job(_))
            || matches!(self.spec().restart_policy.as_deref(), Some("Never" | "OnFailure"))
    }

    pub(crate) fn volume(&self, name: &str) -> Option<(usize, &'a Volume)> {
        self.spec().volumes.iter().flatten().enumerate().find(|(_, volume)| volume.name == name)
    }

    /// Lists who mounts a volume, with the place of the mount in its list.
    pub(crate) fn mounts_of<'s>(
        &'s self,
        volume: &'s str,
    ) -> impl Iterator<Item = (usize, usize, &'a VolumeMount)> + 's {
        self.all().flat_map(move |member| {
            let mounts = self.container(member).volume_mounts.iter().flatten().enumerate();
            mounts.filter(move |(_, mount)| mount.name == volume).map(move |(at, mount)| (member, at, mount))
        })
    }

    /// Lists the listeners of the containers that run side by side.
    pub(crate) fn listeners(&self) -> impl Iterator<Item = &Listener> {
        self.intent.listeners.iter().filter(|listener| self.stand(listener.owner) != Stand::Init)
    }

    /// Tells whether something is known of where each of the others listens that run beside a container.
    pub(crate) fn all_listeners_known(&self, beside: usize) -> bool {
        let mut others = self.running().filter(|&other| other != beside);
        others.all(|other| self.intent.listeners.iter().any(|listener| listener.owner == other))
    }

    /// Says where the others listen, as help for somebody who sends to the wrong port.
    pub(crate) fn who_listens(&self, beside: usize) -> Vec<String> {
        let others = self.running().filter(|&other| other != beside);
        others
            .filter_map(|other| {
                let mut ports: Vec<_> = self
                    .listeners()
                    .filter(|listener| listener.owner == other)
                    .map(|listener| listener.port.to_string())
                    .collect();
                ports.dedup();
                (!ports.is_empty()).then(|| format!("`{}` listens on {}", self.name(other), ports.join(", ")))
            })
            .collect()
    }

    /// Gives the user a container runs as, where one is named.
    pub(crate) fn uid(&self, member: usize) -> Option<i64> {
        let own = self.container(member).security_context.as_ref().and_then(|own| own.run_as_user);
        own.or_else(|| self.spec().security_context.as_ref().and_then(|shared| shared.run_as_user))
    }

    /// Tells what a container says, or its pod, about users other than root.
    pub(crate) fn non_root(&self, member: usize) -> Option<bool> {
        let own = self.container(member).security_context.as_ref().and_then(|own| own.run_as_non_root);
        own.or_else(|| self.spec().security_context.as_ref().and_then(|shared| shared.run_as_non_root))
    }

    /// Lists names as in a sentence: `a`, `b` and `c`.
    pub(crate) fn names(&self, members: impl IntoIterator<Item = usize>) -> String {
        let names: Vec<_> = members.into_iter().map(|member| format!("`{}`", self.name(member))).collect();
        match names.split_last() {
            None => String::new(),
            Some((last, [])) => last.clone(),
            Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        }
    }
}

/// Gives a container by its place: those of `initContainers` first.
pub(super) fn container(spec: &PodSpec, member: usize) -> &Container {
    let init = spec.init_containers.as_deref().unwrap_or_default();
    init.get(member).unwrap_or_else(|| &spec.containers[member - init.len()])
}

/// Tells where the container of that place stands.
pub(super) fn stand(spec: &PodSpec, member: usize) -> Stand {
    let init = spec.init_containers.as_deref().unwrap_or_default();
    match init.get(member) {
        None => Stand::Plain,
        Some(container) if container.restart_policy.as_deref() == Some("Always") => Stand::Native,
        Some(_) => Stand::Init,
    }
}
