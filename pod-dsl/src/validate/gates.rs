//! Feature gates that decide a verdict, as data per release.

use crate::target::KubeVersion;

/// Declares the gates and the releases in which a server starts with them on or off.
///
/// A row reads: from 1.N on the default is this. Before its first row a gate does not exist, which is the same as off.
macro_rules! gates {
    ($($(#[$doc:meta])* $gate:ident: $($since:literal $state:ident),+;)*) => {
        /// Names a feature gate as Kubernetes spells it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Gate {
            $($(#[$doc])* $gate,)*
        }

        /// Lists every gate with the minor releases that changed its default, oldest first.
        pub(crate) static GATES: &[Row] =
            &[$(Row { gate: Gate::$gate, name: stringify!($gate), defaults: &[$(($since, gates!(@$state))),+] },)*];
    };
    (@on) => { true };
    (@off) => { false };
}

/// Holds the history of one gate.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    /// The gate.
    pub(crate) gate: Gate,
    /// Its name, as `--feature-gates` takes it.
    pub(crate) name: &'static str,
    /// The minor releases that changed the default, oldest first, with the new default.
    pub(crate) defaults: &'static [(u8, bool)],
}

// Source of each row up to 1.35: `pkg/features/kube_features.go` of the upstream repository (and
// `test/compatibility_lifecycle/reference/versioned_feature_list.yaml`, which is generated from it). The rows for 1.36
// and 1.37: the page of the gate in the Kubernetes documentation, `reference/command-line-tools-reference/feature-gates/`;
// what 1.36 does with them is measured. Locking to the default is left out: it changes no default.
gates! {
    /// `initContainers[].restartPolicy: Always`.
    SidecarContainers: 28 off, 29 on;
    /// `spec.resources`.
    PodLevelResources: 32 off, 34 on;
    /// `resizePolicy`.
    InPlacePodVerticalScaling: 27 off, 33 on;
    /// `restartPolicy` and `restartPolicyRules` of a container.
    ContainerRestartRules: 34 off, 35 on;
    /// The action `RestartAllContainers`, and rules for native sidecars.
    RestartAllContainersOnContainerExits: 35 off, 36 on;
    /// `lifecycle.stopSignal`.
    ContainerStopSignals: 33 off;
    /// `lifecycle.*.sleep`.
    PodLifecycleSleepAction: 29 off, 30 on;
    /// `lifecycle.*.sleep.seconds: 0`.
    PodLifecycleSleepActionAllowZero: 32 off, 33 on;
    /// `grpc.mode` of a probe.
    GRPCContainerProbeTLS: 37 off;

    /// Names of environment variables of nearly any printable characters.
    RelaxedEnvironmentVariableValidation: 30 off, 32 on;
    /// `valueFrom.fileKeyRef`.
    EnvFiles: 34 off, 35 on;

    /// `hostUsers`.
    UserNamespacesSupport: 25 off, 30 off, 33 on;
    /// `hostUsers: false` together with `hostNetwork: true`.
    UserNamespacesHostNetworkSupport: 35 off;
    /// Pod Security lets a pod with `hostUsers: false` run as root; since 1.35 its versions say so instead.
    UserNamespacesPodSecurityStandards: 29 off;
    /// `securityContext.procMount` other than `Default`.
    ProcMountType: 12 off, 31 off, 33 on;
    /// `securityContext.supplementalGroupsPolicy`.
    SupplementalGroupsPolicy: 31 off, 33 on;
    /// `securityContext.seLinuxChangePolicy`.
    SELinuxChangePolicy: 32 off, 33 on;
    /// `seLinuxChangePolicy: MountOption`.
    SELinuxMount: 30 off, 33 off, 37 on;
    /// `appArmorProfile`; before it there were annotations only.
    AppArmorFields: 30 on;

    /// `volumeMounts[].recursiveReadOnly`.
    RecursiveReadOnlyMounts: 30 off, 31 on;
    /// `volumeMounts[].bindMountOptions`.
    VolumeBindMountOptions: 37 off;
    /// `volumes[].image`.
    ImageVolume: 31 off, 33 off, 35 on;
    /// `projected.sources[].clusterTrustBundle`.
    ClusterTrustBundleProjection: 29 off, 33 off, 37 on;
    /// `projected.sources[].podCertificate`.
    PodCertificateRequest: 34 off, 35 off, 37 on;
    /// `defaultUser` and `user` of the volumes that are written from the API.
    AtomicWriteVolumeUserFields: 37 off;
    /// `emptyDir.mode`.
    EmptyDirVolumeMode: 37 off;
    /// A `gitRepo` volume that the kubelet fills; it is accepted either way.
    GitRepoVolumeDriver: 1 on, 33 off;
    /// `volumeAttributesClassName` of a claim.
    VolumeAttributesClass: 29 off, 31 off, 34 on;
    /// `dataSourceRef.namespace` of a claim.
    CrossNamespaceVolumeDataSource: 26 off;

    /// `spec.hostnameOverride`.
    HostnameOverride: 34 off, 35 on;
    /// `_` and a single `.` in `dnsConfig.searches`.
    RelaxedDNSSearchValidation: 32 off, 33 on;
    /// No leading zeros in IP addresses, and no IPv4 inside IPv6.
    StrictIPCIDRValidation: 33 off, 36 on;
    /// A Service name that begins with a digit.
    RelaxedServiceNameValidation: 34 off, 36 on;
    /// `spec.resourceClaims`.
    DynamicResourceAllocation: 26 off, 32 off, 34 on;
    /// `spec.schedulingGroup`; in 1.35 `spec.workloadRef`.
    GenericWorkload: 35 off, 37 off;
    /// `spec.scheduling` of a Job.
    WorkloadWithJob: 36 off;
    /// `spec.schedulingGates`.
    PodSchedulingReadiness: 27 on;
    /// The annotation `controller.kubernetes.io/pod-deletion-cost` is an integer.
    PodDeletionCost: 22 on;

    /// `matchLabelKeys` and `mismatchLabelKeys` of pod affinity.
    MatchLabelKeysInPodAffinity: 29 off, 31 on;
    /// `matchLabelKeys` of topology spread.
    MatchLabelKeysInPodTopologySpread: 25 off, 27 on;
    /// The keys of `matchLabelKeys` are merged into the selector of the spread constraint.
    MatchLabelKeysInPodTopologySpreadSelectorMerge: 34 on;
    /// `nodeAffinityPolicy` and `nodeTaintsPolicy` of topology spread.
    NodeInclusionPolicyInPodTopologySpread: 25 off, 26 on;
    /// The operators `Lt` and `Gt` of a toleration.
    TaintTolerationComparisonOperators: 35 off;

    /// `rollingUpdate.maxUnavailable` of a `StatefulSet`.
    MaxUnavailableStatefulSet: 24 off, 35 on;
    /// `persistentVolumeClaimRetentionPolicy` of a `StatefulSet`.
    StatefulSetAutoDeletePVC: 23 off, 27 on;
    /// `backoffLimitPerIndex` of a Job.
    JobBackoffLimitPerIndex: 28 off, 29 on;
    /// `podReplacementPolicy` of a Job.
    JobPodReplacementPolicy: 28 off, 29 on;
    /// `successPolicy` of a Job.
    JobSuccessPolicy: 30 off, 31 on;
    /// `managedBy` of a Job.
    JobManagedBy: 30 off, 32 on;
    /// `trafficDistribution` of a Service.
    ServiceTrafficDistribution: 30 off, 31 on;
    /// `trafficDistribution: PreferSameZone` and `PreferSameNode`.
    PreferSameTrafficDistribution: 33 off, 34 on;
}

impl Row {
    /// Tells whether a server of release `1.minor` starts with the gate on.
    fn is_on(&self, minor: u8) -> bool {
        self.defaults.iter().rev().find(|(since, _)| *since <= minor).is_some_and(|(_, on)| *on)
    }
}

/// Holds the state of every gate that validation asks for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Gates {
    /// One bit for each gate, in the order of the table.
    on: u64,
}

// Each gate has a bit.
const _: () = assert!(GATES.len() <= 64);

impl Gates {
    /// Gives the state with which a server of this release starts.
    pub(crate) fn of(version: KubeVersion) -> Self {
        let mut gates = Self { on: 0 };
        for row in GATES {
            gates.set(row.gate, row.is_on(version.minor()));
        }
        gates
    }

    /// Tells whether a gate is on.
    pub(crate) const fn on(self, gate: Gate) -> bool {
        self.on & (1 << gate as u32) != 0
    }

    /// Switches a gate, as `--feature-gates` of the API server does.
    pub(crate) fn set(&mut self, gate: Gate, on: bool) {
        let bit = 1 << gate as u32;
        self.on = if on { self.on | bit } else { self.on & !bit };
    }
}

impl Gate {
    /// Spells the gate as Kubernetes does.
    pub(crate) fn name(self) -> &'static str {
        GATES[self as usize].name
    }
}

#[cfg(test)]
mod tests {
    use super::{GATES, Gate, Gates};
    use crate::target::KubeVersion;

    fn in_release(minor: u8) -> Gates {
        Gates::of(KubeVersion::new(minor).unwrap())
    }

    #[test]
    fn a_gate_follows_the_release() {
        assert!(in_release(29).on(Gate::SidecarContainers));
        assert!(!in_release(33).on(Gate::PodLevelResources));
        assert!(in_release(34).on(Gate::PodLevelResources));
        assert!(!in_release(29).on(Gate::PodLevelResources), "a gate that does not exist yet is off");
        assert!(!in_release(36).on(Gate::SELinuxMount));
        assert!(in_release(37).on(Gate::SELinuxMount));
        assert!(in_release(37).on(Gate::PreferSameTrafficDistribution), "the last bit");
    }

    #[test]
    fn a_gate_can_be_switched() {
        let mut gates = in_release(36);
        gates.set(Gate::ContainerStopSignals, true);
        gates.set(Gate::SidecarContainers, false);
        assert!(gates.on(Gate::ContainerStopSignals));
        assert!(!gates.on(Gate::SidecarContainers));
        assert!(gates.on(Gate::EnvFiles), "the others stay");
    }

    #[test]
    fn the_table_is_in_order() {
        for (index, row) in GATES.iter().enumerate() {
            assert_eq!(row.gate as usize, index, "{}", row.name);
            assert_eq!(row.gate.name(), row.name);
            assert!(row.defaults.is_sorted_by(|a, b| a.0 < b.0), "{}", row.name);
        }
    }
}
