//! Verbs of a pod: its containers by role, and what holds for all of them.

use std::{panic::Location, sync::Arc};

use k8s_openapi::api::core::v1 as k8s;

use super::scheduling::{Affinity, Spread, Toleration};
use crate::{
    intent::{Allow, At},
    model::{
        Adapter, Ambassador, Container, ContainerAs, ContainerRole, Pod, PodSecurity, Profile, Raw,
        Resources, RestartPolicy, SecretName, Sidecar, Volume,
    },
};

/// Tells where a pod's names are resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DnsPolicy {
    /// By the cluster, which asks upstream for what it does not know; the default.
    ClusterFirst,
    /// By the cluster, for a pod in the host's network too.
    ClusterFirstWithHostNet,
    /// As the node does.
    Default,
    /// As `dns_nameserver` and `dns_search` say.
    None,
}

/// The containers.
impl Pod {
    /// Adds an application container. They stand in the order in which they are added.
    pub fn container(self, container: Container) -> Self {
        self.member(container.with_role(ContainerRole::App))
    }

    /// Adds an init container: it runs after those added before it and ends before the application starts.
    pub fn init(self, container: Container) -> Self {
        self.member(container.with_role(ContainerRole::Init))
    }

    /// Adds a container that extends the application.
    ///
    /// It is written as a plain container; as a native sidecar (an init container with `restartPolicy: Always`) where a
    /// link says that somebody needs it at start or until stop, or where the pod runs to completion, which a plain
    /// helper would keep from ending.
    pub fn sidecar(self, sidecar: impl Into<Sidecar>) -> Self {
        self.member(sidecar.into().map_role(ContainerRole::Sidecar))
    }

    /// Adds a container that extends the application, as a native sidecar in any case.
    pub fn native_sidecar(self, container: Container) -> Self {
        self.sidecar(Sidecar::new(container).native())
    }

    /// Adds a proxy; see [`Ambassador`].
    pub fn ambassador(self, ambassador: Ambassador) -> Self {
        self.member(ambassador.map_role(|role| ContainerRole::Ambassador(Box::new(role))))
    }

    /// Adds a container that gives the application's output a uniform interface; see [`Adapter`].
    pub fn adapter(self, adapter: Adapter) -> Self {
        self.member(adapter.map_role(ContainerRole::Adapter))
    }

    /// Adds everything another pod has: its containers, volumes, labels, annotations and `raw` changes, and every field
    /// of its spec that this pod has not set.
    ///
    /// Equal volumes become one; two different ones of one name are a finding, and so are two containers of one name.
    pub fn include(mut self, other: Self) -> Self {
        use k8s_openapi::DeepMerge;
        // Merging gives the other's fields precedence, so it is merged under ours: what is said here stands.
        let mut spec = other.spec;
        spec.merge_from(self.spec);
        self.spec = spec;
        let mut metadata = other.metadata;
        metadata.merge_from(self.metadata);
        self.metadata = metadata;
        self.containers.extend(other.containers);
        self.volumes.extend(other.volumes);
        self.required_scc = self.required_scc.or(other.required_scc);
        self.profile = self.profile.max(other.profile);
        self.raw.extend(other.raw);
        self.allows.extend(other.allows);
        self
    }

    fn member(mut self, container: ContainerAs<ContainerRole>) -> Self {
        self.containers.push(container);
        self
    }

    /// Adds a volume that no container mounts, or fixes the place of one that some do: volumes stand in the order in
    /// which they are first named, by this verb or by a mount.
    pub fn volume(mut self, volume: &Volume) -> Self {
        self.volumes.push(volume.clone());
        self
    }
}

/// The metadata.
impl Pod {
    /// Sets the namespace. Left out, the object goes into the namespace that `kubectl` or `oc` works in.
    #[track_caller]
    pub fn namespace(mut self, namespace: impl Into<String>) -> Self {
        self.metadata.namespace = Some(namespace.into());
        self.said("namespace", Location::caller())
    }

    /// Adds a label.
    #[track_caller]
    pub fn label(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.metadata.labels.get_or_insert_default().insert(key.into(), value.into());
        self.said("labels", Location::caller())
    }

    /// Adds several labels.
    #[track_caller]
    pub fn labels<K: Into<String>, V: Into<String>>(
        mut self,
        labels: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        self.metadata
            .labels
            .get_or_insert_default()
            .extend(labels.into_iter().map(|(k, v)| (k.into(), v.into())));
        self.said("labels", Location::caller())
    }

    /// Adds an annotation.
    #[track_caller]
    pub fn annotation(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.metadata.annotations.get_or_insert_default().insert(key.into(), value.into());
        self.said("annotations", Location::caller())
    }

    fn said(mut self, field: &'static str, at: At) -> Self {
        self.trace.mark(field, at);
        self
    }
}

/// What holds for all containers.
impl Pod {
    /// Sets when containers are started again that have ended. With anything but `Always` the pod runs to completion.
    #[track_caller]
    pub fn restart_policy(mut self, policy: RestartPolicy) -> Self {
        self.spec.restart_policy = Some(policy.as_str().to_owned());
        self.said("restartPolicy", Location::caller())
    }

    /// Sets how long the pod has to stop, in seconds; the cluster's default is 30.
    #[track_caller]
    pub fn termination_grace_period_seconds(mut self, seconds: i64) -> Self {
        self.spec.termination_grace_period_seconds = Some(seconds);
        self.said("terminationGracePeriodSeconds", Location::caller())
    }

    /// Sets how long the pod may run in all, in seconds.
    #[track_caller]
    pub fn active_deadline_seconds(mut self, seconds: i64) -> Self {
        self.spec.active_deadline_seconds = Some(seconds);
        self.said("activeDeadlineSeconds", Location::caller())
    }

    /// Lets the containers see and signal each other's processes. PID 1 is then the sandbox, not the application.
    #[track_caller]
    pub fn share_process_namespace(mut self) -> Self {
        self.spec.share_process_namespace = Some(true);
        self.said("shareProcessNamespace", Location::caller())
    }

    /// Puts the pod into the node's network.
    #[track_caller]
    pub fn host_network(mut self) -> Self {
        self.spec.host_network = Some(true);
        self.said("hostNetwork", Location::caller())
    }

    /// Puts the pod into the node's process namespace.
    #[track_caller]
    pub fn host_pid(mut self) -> Self {
        self.spec.host_pid = Some(true);
        self.said("hostPID", Location::caller())
    }

    /// Puts the pod into the node's IPC namespace.
    #[track_caller]
    pub fn host_ipc(mut self) -> Self {
        self.spec.host_ipc = Some(true);
        self.said("hostIPC", Location::caller())
    }

    /// Tells whether user ids of the pod are user ids of the node; `false` gives the pod a user namespace of its own.
    #[track_caller]
    pub fn host_users(mut self, host_users: bool) -> Self {
        self.spec.host_users = Some(host_users);
        self.said("hostUsers", Location::caller())
    }

    /// Sets the `securityContext` of the pod, over what was set before.
    #[track_caller]
    pub fn security(mut self, security: PodSecurity) -> Self {
        use k8s_openapi::DeepMerge;
        self.spec.security_context.get_or_insert_default().merge_from(security.wire);
        self.said("securityContext", Location::caller())
    }

    /// Lets every user listen on ports below 1024, by the safe sysctl `net.ipv4.ip_unprivileged_port_start`. Pod
    /// Security `baseline` and every shipped SCC admit it.
    #[track_caller]
    pub fn unprivileged_ports(mut self) -> Self {
        const NAME: &str = "net.ipv4.ip_unprivileged_port_start";
        let sysctls = self.spec.security_context.get_or_insert_default().sysctls.get_or_insert_default();
        if sysctls.iter().all(|sysctl| sysctl.name != NAME) {
            sysctls.push(k8s::Sysctl { name: NAME.to_owned(), value: "0".to_owned() });
        }
        self.said("securityContext", Location::caller())
    }

    /// Demands an SCC by name: on OpenShift the pod is admitted under this one or not at all. Writes the annotation
    /// `openshift.io/required-scc` for OpenShift and nothing for Kubernetes, which has no SCCs.
    #[track_caller]
    pub fn requires_scc(mut self, name: impl Into<String>) -> Self {
        self.required_scc = Some(name.into());
        self.said("annotations", Location::caller())
    }

    /// Holds the pod to a profile: what it needs and nobody said is filled in, and what is said against it is an error.
    #[track_caller]
    pub fn profile(mut self, profile: Profile) -> Self {
        self.profile = profile;
        self.said("profile", Location::caller())
    }

    /// Sets the `ServiceAccount` the pod acts as.
    #[track_caller]
    pub fn service_account(mut self, name: impl Into<String>) -> Self {
        self.spec.service_account_name = Some(name.into());
        self.said("serviceAccountName", Location::caller())
    }

    /// Tells whether the containers get the token of the `ServiceAccount`.
    #[track_caller]
    pub fn automount_service_account_token(mut self, mount: bool) -> Self {
        self.spec.automount_service_account_token = Some(mount);
        self.said("automountServiceAccountToken", Location::caller())
    }

    /// Adds a Secret with which images are pulled.
    #[track_caller]
    pub fn image_pull_secret(mut self, name: impl Into<SecretName>) -> Self {
        let reference = k8s::LocalObjectReference { name: name.into().0 };
        self.spec.image_pull_secrets.get_or_insert_default().push(reference);
        self.said("imagePullSecrets", Location::caller())
    }

    /// Asks for resources of the pod as a whole, shared by its containers.
    #[track_caller]
    pub fn resources(mut self, resources: Resources) -> Self {
        self.spec.resources = Some(resources.wire);
        self.said("resources", Location::caller())
    }

    /// Sets the priority class.
    #[track_caller]
    pub fn priority_class(mut self, name: impl Into<String>) -> Self {
        self.spec.priority_class_name = Some(name.into());
        self.said("priorityClassName", Location::caller())
    }

    /// Sets the runtime class.
    #[track_caller]
    pub fn runtime_class(mut self, name: impl Into<String>) -> Self {
        self.spec.runtime_class_name = Some(name.into());
        self.said("runtimeClassName", Location::caller())
    }

    /// Tells whether the containers get an environment variable for every Service of the namespace; they do by default.
    #[track_caller]
    pub fn enable_service_links(mut self, enable: bool) -> Self {
        self.spec.enable_service_links = Some(enable);
        self.said("enableServiceLinks", Location::caller())
    }
}

/// Names and name resolution.
impl Pod {
    /// Sets the host name, which is else the pod's name.
    #[track_caller]
    pub fn hostname(mut self, name: impl Into<String>) -> Self {
        self.spec.hostname = Some(name.into());
        self.said("hostname", Location::caller())
    }

    /// Sets the subdomain: with a headless Service of that name the pod has a name of its own in the cluster's DNS.
    #[track_caller]
    pub fn subdomain(mut self, name: impl Into<String>) -> Self {
        self.spec.subdomain = Some(name.into());
        self.said("subdomain", Location::caller())
    }

    /// Adds a line to `/etc/hosts`.
    #[track_caller]
    pub fn host_alias<N: Into<String>>(
        mut self,
        ip: impl Into<String>,
        hostnames: impl IntoIterator<Item = N>,
    ) -> Self {
        let hostnames = hostnames.into_iter().map(Into::into).collect();
        let alias = k8s::HostAlias { ip: ip.into(), hostnames: Some(hostnames) };
        self.spec.host_aliases.get_or_insert_default().push(alias);
        self.said("hostAliases", Location::caller())
    }

    /// Sets where names are resolved.
    #[track_caller]
    pub fn dns_policy(mut self, policy: DnsPolicy) -> Self {
        let policy = match policy {
            DnsPolicy::ClusterFirst => "ClusterFirst",
            DnsPolicy::ClusterFirstWithHostNet => "ClusterFirstWithHostNet",
            DnsPolicy::Default => "Default",
            DnsPolicy::None => "None",
        };
        self.spec.dns_policy = Some(policy.to_owned());
        self.said("dnsPolicy", Location::caller())
    }

    /// Adds a name server, by its IP address.
    #[track_caller]
    pub fn dns_nameserver(mut self, ip: impl Into<String>) -> Self {
        self.dns().nameservers.get_or_insert_default().push(ip.into());
        self.said("dnsConfig", Location::caller())
    }

    /// Adds a domain in which short names are searched.
    #[track_caller]
    pub fn dns_search(mut self, domain: impl Into<String>) -> Self {
        self.dns().searches.get_or_insert_default().push(domain.into());
        self.said("dnsConfig", Location::caller())
    }

    /// Adds a resolver option, as `ndots` with the value `2`.
    #[track_caller]
    pub fn dns_option(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let option = k8s::PodDNSConfigOption { name: Some(name.into()), value: Some(value.into()) };
        self.dns().options.get_or_insert_default().push(option);
        self.said("dnsConfig", Location::caller())
    }

    fn dns(&mut self) -> &mut k8s::PodDNSConfig {
        self.spec.dns_config.get_or_insert_default()
    }
}

/// Where the pod may run.
impl Pod {
    /// Demands a label of the node.
    #[track_caller]
    pub fn node_selector(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.spec.node_selector.get_or_insert_default().insert(key.into(), value.into());
        self.said("nodeSelector", Location::caller())
    }

    /// Says near what and away from what the pod runs; several calls add up.
    #[track_caller]
    pub fn affinity(mut self, affinity: Affinity) -> Self {
        use k8s_openapi::DeepMerge;
        self.spec.affinity.get_or_insert_default().merge_from(affinity.wire);
        self.said("affinity", Location::caller())
    }

    /// Lets the pod run on nodes with a taint.
    #[track_caller]
    pub fn toleration(mut self, toleration: Toleration) -> Self {
        self.spec.tolerations.get_or_insert_default().push(toleration.wire);
        self.said("tolerations", Location::caller())
    }

    /// Spreads the pods over zones, nodes or whatever else a node label tells apart.
    #[track_caller]
    pub fn spread(mut self, spread: Spread) -> Self {
        self.spec.topology_spread_constraints.get_or_insert_default().push(spread.wire);
        self.said("topologySpreadConstraints", Location::caller())
    }

    /// Sets the scheduler that places the pod.
    #[track_caller]
    pub fn scheduler(mut self, name: impl Into<String>) -> Self {
        self.spec.scheduler_name = Some(name.into());
        self.said("schedulerName", Location::caller())
    }
}

/// The way out, and exemptions.
impl Pod {
    /// Changes the finished wire object: every field of the API is one closure away. The result is judged like all else.
    pub fn raw(mut self, change: impl Fn(&mut k8s::Pod) + Send + Sync + 'static) -> Self {
        self.raw.push(Raw(Arc::new(change)));
        self
    }

    /// Allows the findings of a rule anywhere in the pod, with the reason. What the API server refuses cannot be allowed.
    #[track_caller]
    pub fn allow(mut self, rule: impl Into<String>, reason: impl Into<String>) -> Self {
        self.allows.push(Allow { rule: rule.into(), reason: reason.into(), at: Location::caller() });
        self
    }
}
