//! Verbs of a container, the same for every role.

use std::{panic::Location, sync::Arc};

use k8s_openapi::api::core::v1 as k8s;

use crate::{
    intent::{Allow, At},
    model::{
        ContainerAs, ContainerHandle, EnvFrom, EnvValue, FileAccess, FileUse, LifecycleHandler, Mount,
        Mounted, Port, Probe, Raw, Resources, RestartPolicy, Security, SharedFile, Volume,
    },
};

/// Tells when the kubelet pulls an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImagePullPolicy {
    /// Before every start; the default for the tag `latest` and for none.
    Always,
    /// When the node has it not; the default else.
    IfNotPresent,
    /// Never.
    Never,
}

/// What runs.
impl<R> ContainerAs<R> {
    /// Gives a handle by which other containers say what they need of this one.
    pub fn handle(&self) -> ContainerHandle {
        ContainerHandle { id: self.id, name: self.wire.name.clone() }
    }

    /// Names the container anew, as one that a [preset](crate::preset) made must be where there are two of its kind.
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.wire.name = name.into();
        self
    }

    /// Sets the image, over that of the constructor; what is known of the other image's user is forgotten.
    #[track_caller]
    pub fn image(mut self, image: impl Into<String>) -> Self {
        self.wire.image = Some(image.into());
        if let Some(kit) = &mut self.kit {
            kit.image_user = None;
        }
        self.said("image", Location::caller())
    }

    /// Sets the command, over the image's entry point. No shell reads it.
    #[track_caller]
    pub fn command<S: Into<String>>(mut self, command: impl IntoIterator<Item = S>) -> Self {
        self.wire.command = Some(command.into_iter().map(Into::into).collect());
        self.said("command", Location::caller())
    }

    /// Sets the arguments, over the image's own.
    #[track_caller]
    pub fn args<S: Into<String>>(mut self, args: impl IntoIterator<Item = S>) -> Self {
        self.wire.args = Some(args.into_iter().map(Into::into).collect());
        self.said("args", Location::caller())
    }

    /// Adds one argument.
    #[track_caller]
    pub fn arg(mut self, arg: impl Into<String>) -> Self {
        self.wire.args.get_or_insert_default().push(arg.into());
        self.said("args", Location::caller())
    }

    /// Sets the working directory.
    #[track_caller]
    pub fn working_dir(mut self, path: impl Into<String>) -> Self {
        self.wire.working_dir = Some(path.into());
        self.said("workingDir", Location::caller())
    }

    /// Sets when the image is pulled.
    #[track_caller]
    pub fn image_pull_policy(mut self, policy: ImagePullPolicy) -> Self {
        let policy = match policy {
            ImagePullPolicy::Always => "Always",
            ImagePullPolicy::IfNotPresent => "IfNotPresent",
            ImagePullPolicy::Never => "Never",
        };
        self.wire.image_pull_policy = Some(policy.to_owned());
        self.said("imagePullPolicy", Location::caller())
    }

    /// Keeps standard input open.
    #[track_caller]
    pub fn stdin(mut self) -> Self {
        self.wire.stdin = Some(true);
        self.said("stdin", Location::caller())
    }

    /// Closes standard input when the first client that attached has gone.
    #[track_caller]
    pub fn stdin_once(mut self) -> Self {
        self.wire.stdin_once = Some(true);
        self.said("stdinOnce", Location::caller())
    }

    /// Gives the container a terminal.
    #[track_caller]
    pub fn tty(mut self) -> Self {
        self.wire.tty = Some(true);
        self.said("tty", Location::caller())
    }

    /// Sets when this container is started again, over the pod's policy. A helper that is to live as long as the
    /// application is a native sidecar instead.
    #[track_caller]
    pub fn restart_policy(mut self, policy: RestartPolicy) -> Self {
        self.wire.restart_policy = Some(policy.as_str().to_owned());
        self.said("restartPolicy", Location::caller())
    }

    /// Sets requests, limits and claims.
    #[track_caller]
    pub fn resources(mut self, resources: Resources) -> Self {
        self.wire.resources = Some(resources.wire);
        self.said("resources", Location::caller())
    }

    /// Sets the `securityContext`, over what was set before.
    #[track_caller]
    pub fn security(mut self, security: Security) -> Self {
        use k8s_openapi::DeepMerge;
        self.wire.security_context.get_or_insert_default().merge_from(security.wire);
        self.said("securityContext", Location::caller())
    }

    pub(super) fn said(mut self, field: &'static str, at: At) -> Self {
        self.trace.mark(field, at);
        self
    }
}

/// The environment.
impl<R> ContainerAs<R> {
    /// Sets an environment variable: to text or a number, a field of the pod, a key of a `ConfigMap` or Secret, or the
    /// address of a port of the pod.
    ///
    /// ```
    /// use pod_dsl::prelude::*;
    ///
    /// let redis = Port::tcp(6379).loopback();
    /// let app = Container::new("app", "ghcr.io/example/shop:1.4")
    ///     .env("LOG_LEVEL", "info")
    ///     .env("WORKERS", 4)
    ///     .env("POD_IP", Field::pod_ip())
    ///     .env("REDIS_ADDR", redis.address());
    /// # let _ = Pod::new("app").container(app);
    /// ```
    #[track_caller]
    pub fn env(mut self, name: impl Into<String>, value: impl Into<EnvValue>) -> Self {
        let EnvValue { value, from, calls } = value.into();
        let env = self.wire.env.get_or_insert_default();
        self.trace.mark_item("env", env.len(), Location::caller());
        env.push(k8s::EnvVar { name: name.into(), value, value_from: from });
        self.calls.extend(calls);
        self
    }

    /// Sets an environment variable for every key of a `ConfigMap` or Secret.
    #[track_caller]
    pub fn env_from(mut self, source: impl Into<EnvFrom>) -> Self {
        let sources = self.wire.env_from.get_or_insert_default();
        self.trace.mark_item("envFrom", sources.len(), Location::caller());
        sources.push(source.into().wire);
        self
    }
}

/// Ports.
impl<R> ContainerAs<R> {
    /// Listens on a port and declares it as `containerPort`.
    #[track_caller]
    pub fn port(mut self, port: impl Into<Port>) -> Self {
        let declared = self.listeners.iter().filter(|(_, declared)| *declared).count();
        self.trace.mark_item("ports", declared, Location::caller());
        self.listeners.push((port.into(), true));
        self
    }

    /// Listens on a port without declaring it. A port need not be declared to be reached; declaring it gives it a name
    /// and tells readers.
    pub fn listens(mut self, port: impl Into<Port>) -> Self {
        self.listeners.push((port.into(), false));
        self
    }
}

/// Ports of others.
impl<R> ContainerAs<R> {
    /// Says that this container sends requests to a port of the same pod; an environment variable with the port's address
    /// says so by itself.
    pub fn calls(mut self, port: &Port) -> Self {
        self.calls.push(port.clone());
        self
    }
}

/// Volumes and shared files.
impl<R> ContainerAs<R> {
    /// Mounts a volume at a path, which adds the volume to the pod.
    #[track_caller]
    pub fn mount(mut self, volume: &Volume, mount: impl Into<Mount>) -> Self {
        let mut wire = mount.into().wire;
        wire.name.clone_from(&volume.wire.name);
        self.mounts.push(Mounted { volume: volume.clone(), wire, at: Location::caller() });
        self
    }

    /// Attaches a volume as a block device at a path.
    #[track_caller]
    pub fn device(mut self, volume: &Volume, path: impl Into<String>) -> Self {
        let device = k8s::VolumeDevice { name: volume.wire.name.clone(), device_path: path.into() };
        let devices = self.wire.volume_devices.get_or_insert_default();
        self.trace.mark_item("volumeDevices", devices.len(), Location::caller());
        devices.push(device);
        // The volume joins the pod like one that is mounted; the empty path marks it as attached elsewhere.
        self.mounts.push(Mounted {
            volume: volume.clone(),
            wire: k8s::VolumeMount::default(),
            at: Location::caller(),
        });
        self
    }

    /// Writes a shared file, which stands at `path` in this container: mounts its volume where that puts it.
    #[track_caller]
    pub fn writes(self, file: &SharedFile, path: impl Into<String>) -> Self {
        self.file(file, path.into(), FileAccess::Writes, Location::caller())
    }

    /// Reads a shared file, which stands at `path` in this container: mounts its volume read-only where that puts it.
    #[track_caller]
    pub fn reads(self, file: &SharedFile, path: impl Into<String>) -> Self {
        self.file(file, path.into(), FileAccess::Reads, Location::caller())
    }

    fn file(mut self, file: &SharedFile, path: String, access: FileAccess, at: At) -> Self {
        self.files.push(FileUse { file: file.clone(), path, access, at });
        self
    }
}

/// Probes and lifecycle.
impl<R> ContainerAs<R> {
    /// Asks whether the container has started; until it has, no other probe runs, and what comes after a native sidecar
    /// waits.
    #[track_caller]
    pub fn startup(mut self, probe: Probe) -> Self {
        self.startup = Some(Box::new(probe));
        self.said("startupProbe", Location::caller())
    }

    /// Asks whether the container is alive; it is started again when it is not.
    #[track_caller]
    pub fn liveness(mut self, probe: Probe) -> Self {
        self.liveness = Some(Box::new(probe));
        self.said("livenessProbe", Location::caller())
    }

    /// Asks whether the container is ready; Services send to the pod only while it is.
    #[track_caller]
    pub fn readiness(mut self, probe: Probe) -> Self {
        self.readiness = Some(Box::new(probe));
        self.said("readinessProbe", Location::caller())
    }

    /// Runs right after the container has started.
    #[track_caller]
    pub fn post_start(mut self, handler: LifecycleHandler) -> Self {
        self.post_start = Some(Box::new(handler));
        self.said("lifecycle", Location::caller())
    }

    /// Runs before the container is told to stop; its time counts against the grace period.
    #[track_caller]
    pub fn pre_stop(mut self, handler: LifecycleHandler) -> Self {
        self.pre_stop = Some(Box::new(handler));
        self.said("lifecycle", Location::caller())
    }

    /// Sets the file whose text is the container's last message.
    #[track_caller]
    pub fn termination_message_path(mut self, path: impl Into<String>) -> Self {
        self.wire.termination_message_path = Some(path.into());
        self.said("terminationMessagePath", Location::caller())
    }
}

/// The way out, and exemptions.
impl<R> ContainerAs<R> {
    /// Changes the finished wire container: every field of the API is one closure away. The result is judged like all
    /// else.
    ///
    /// ```
    /// use pod_dsl::{k8s, prelude::*};
    ///
    /// let web = Container::new("web", "quay.io/nginx/nginx-unprivileged:1.29")
    ///     .raw(|c: &mut k8s::Container| c.termination_message_policy = Some("FallbackToLogsOnError".into()));
    /// # let _ = Pod::new("web").container(web);
    /// ```
    pub fn raw(mut self, change: impl Fn(&mut k8s::Container) + Send + Sync + 'static) -> Self {
        self.raw.push(Raw(Arc::new(change)));
        self
    }

    /// Exempts the container from the pod's [profile](crate::Profile), with the reason: nothing is filled in for it, and
    /// what it does against the profile is reported as allowed.
    #[track_caller]
    pub fn outside_profile(mut self, reason: impl Into<String>) -> Self {
        self.outside_profile = Some((reason.into(), Location::caller()));
        self
    }

    /// Allows the findings of a rule about this container, with the reason. What the API server refuses cannot be
    /// allowed.
    #[track_caller]
    pub fn allow(mut self, rule: impl Into<String>, reason: impl Into<String>) -> Self {
        self.allows.push(Allow { rule: rule.into(), reason: reason.into(), at: Location::caller() });
        self
    }
}
