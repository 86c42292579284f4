//! Feature gates that decide a verdict, as data per release.

use crate::target::{KubeVersion, Source};

/// Declares the gates and the releases in which a server starts with them on or off.
///
/// A row reads: where it comes from, and: from 1.N on the default is this. Before its first release a gate does not exist,
/// which is the same as off. The source is the enhancement proposal, or the documentation's page of a gate that names none.
macro_rules! gates {
    ($($(#[$doc:meta])* $gate:ident: $source:ident $($kep:literal)?, $($since:literal $state:ident),+;)*) => {
        /// Names a feature gate as Kubernetes spells it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Gate {
            $($(#[$doc])* $gate,)*
        }

        /// Lists every gate with the minor releases that changed its default, oldest first.
        pub(crate) static GATES: &[Row] =
            &[$(Row {
                gate: Gate::$gate,
                name: stringify!($gate),
                source: gates!(@$source $gate $($kep)?),
                defaults: &[$(($since, gates!(@$state))),+],
            },)*];
    };
    (@KEP $gate:ident $kep:literal) => {
        Source::Kep($kep)
    };
    (@Page $gate:ident) => {
        Source::Gate(stringify!($gate))
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
    /// Where to read what it is and when it changes.
    pub(crate) source: Source,
    /// The minor releases that changed the default, oldest first, with the new default.
    pub(crate) defaults: &'static [(u8, bool)],
}

// The releases of each row are those of `test/compatibility_lifecycle/reference/versioned_feature_list.yaml` in the
// upstream repository, which is generated from `pkg/features/kube_features.go`, and of the gate's page in the
// documentation; what 1.36 does with them is measured. Locking to the default is left out: it changes no default.
gates! {
    /// `initContainers[].restartPolicy: Always`.
    SidecarContainers: KEP 753, 28 off, 29 on;
    /// `spec.resources`.
    PodLevelResources: KEP 2837, 32 off, 34 on;
    /// `resizePolicy`.
    InPlacePodVerticalScaling: KEP 1287, 27 off, 33 on;
    /// `restartPolicy` and `restartPolicyRules` of a container.
    ContainerRestartRules: KEP 5307, 34 off, 35 on;
    /// The action `RestartAllContainers`, and rules for native sidecars.
    RestartAllContainersOnContainerExits: KEP 5532, 35 off, 36 on;
    /// `lifecycle.stopSignal`.
    ContainerStopSignals: KEP 4960, 33 off;
    /// `lifecycle.*.sleep`.
    PodLifecycleSleepAction: KEP 3960, 29 off, 30 on;
    /// `lifecycle.*.sleep.seconds: 0`.
    PodLifecycleSleepActionAllowZero: KEP 4818, 32 off, 33 on;
    /// `grpc.mode` of a probe.
    GRPCContainerProbeTLS: Page, 37 off;

    /// Names of environment variables of nearly any printable characters.
    RelaxedEnvironmentVariableValidation: KEP 4369, 30 off, 32 on;
    /// `valueFrom.fileKeyRef`.
    EnvFiles: KEP 3721, 34 off, 35 on;

    /// `hostUsers`.
    UserNamespacesSupport: KEP 127, 25 off, 30 off, 33 on;
    /// `hostUsers: false` together with `hostNetwork: true`.
    UserNamespacesHostNetworkSupport: KEP 5607, 35 off;
    /// Pod Security lets a pod with `hostUsers: false` run as root; since 1.35 its versions say so instead.
    UserNamespacesPodSecurityStandards: KEP 127, 29 off;
    /// `securityContext.procMount` other than `Default`.
    ProcMountType: KEP 4265, 12 off, 31 off, 33 on;
    /// `securityContext.supplementalGroupsPolicy`.
    SupplementalGroupsPolicy: KEP 3619, 31 off, 33 on;
    /// `securityContext.seLinuxChangePolicy`.
    SELinuxChangePolicy: KEP 1710, 32 off, 33 on;
    /// `seLinuxChangePolicy: MountOption`.
    SELinuxMount: KEP 1710, 30 off, 33 off, 37 on;
    /// `appArmorProfile`; before it there were annotations only.
    AppArmorFields: KEP 24, 30 on;

    /// `volumeMounts[].recursiveReadOnly`.
    RecursiveReadOnlyMounts: KEP 3857, 30 off, 31 on;
    /// `volumeMounts[].bindMountOptions`.
    VolumeBindMountOptions: Page, 37 off;
    /// `volumes[].image`.
    ImageVolume: KEP 4639, 31 off, 33 off, 35 on;
    /// `projected.sources[].clusterTrustBundle`.
    ClusterTrustBundleProjection: KEP 3257, 29 off, 33 off, 37 on;
    /// `projected.sources[].podCertificate`.
    PodCertificateRequest: KEP 4317, 34 off, 35 off, 37 on;
    /// `defaultUser` and `user` of the volumes that are written from the API.
    AtomicWriteVolumeUserFields: Page, 37 off;
    /// `emptyDir.mode`.
    EmptyDirVolumeMode: Page, 37 off;
    /// A `gitRepo` volume that the kubelet fills; it is accepted either way.
    GitRepoVolumeDriver: KEP 5040, 1 on, 33 off;
    /// `volumeAttributesClassName` of a claim.
    VolumeAttributesClass: KEP 3751, 29 off, 31 off, 34 on;
    /// `dataSourceRef.namespace` of a claim.
    CrossNamespaceVolumeDataSource: KEP 3294, 26 off;

    /// `spec.hostnameOverride`.
    HostnameOverride: KEP 4762, 34 off, 35 on;
    /// `_` and a single `.` in `dnsConfig.searches`.
    RelaxedDNSSearchValidation: KEP 4427, 32 off, 33 on;
    /// No leading zeros in IP addresses, and no IPv4 inside IPv6.
    StrictIPCIDRValidation: KEP 4858, 33 off, 36 on;
    /// A Service name that begins with a digit.
    RelaxedServiceNameValidation: KEP 5311, 34 off, 36 on;
    /// `spec.resourceClaims`.
    DynamicResourceAllocation: KEP 4381, 26 off, 32 off, 34 on;
    /// `spec.schedulingGroup`; in 1.35 `spec.workloadRef`.
    GenericWorkload: KEP 4671, 35 off, 37 off;
    /// `spec.scheduling` of a Job.
    WorkloadWithJob: Page, 36 off;
    /// `spec.schedulingGates`.
    PodSchedulingReadiness: KEP 3521, 27 on;
    /// The annotation `controller.kubernetes.io/pod-deletion-cost` is an integer.
    PodDeletionCost: KEP 2255, 22 on;

    /// `matchLabelKeys` and `mismatchLabelKeys` of pod affinity.
    MatchLabelKeysInPodAffinity: KEP 3633, 29 off, 31 on;
    /// `matchLabelKeys` of topology spread.
    MatchLabelKeysInPodTopologySpread: KEP 3243, 25 off, 27 on;
    /// The keys of `matchLabelKeys` are merged into the selector of the spread constraint.
    MatchLabelKeysInPodTopologySpreadSelectorMerge: KEP 3243, 34 on;
    /// `nodeAffinityPolicy` and `nodeTaintsPolicy` of topology spread.
    NodeInclusionPolicyInPodTopologySpread: KEP 3094, 25 off, 26 on;
    /// The operators `Lt` and `Gt` of a toleration.
    TaintTolerationComparisonOperators: KEP 5471, 35 off;

    /// `rollingUpdate.maxUnavailable` of a `StatefulSet`. In 1.35 it is on up to 1.35.3, which counts here, and off since.
    MaxUnavailableStatefulSet: KEP 961, 24 off, 35 on, 36 off, 37 on;
    /// `persistentVolumeClaimRetentionPolicy` of a `StatefulSet`.
    StatefulSetAutoDeletePVC: KEP 1847, 23 off, 27 on;
    /// `backoffLimitPerIndex` of a Job.
    JobBackoffLimitPerIndex: KEP 3850, 28 off, 29 on;
    /// `podReplacementPolicy` of a Job.
    JobPodReplacementPolicy: KEP 3939, 28 off, 29 on;
    /// `successPolicy` of a Job.
    JobSuccessPolicy: KEP 3998, 30 off, 31 on;
    /// `managedBy` of a Job.
    JobManagedBy: KEP 4368, 30 off, 32 on;
    /// Other resources for the pods of a suspended Job.
    MutablePodResourcesForSuspendedJobs: KEP 5440, 35 off, 36 on;
    /// Other nodes for the pods of a Job that was suspended after it had started.
    MutableSchedulingDirectivesForSuspendedJobs: KEP 5440, 35 off, 36 on;
    /// A claim that asks for less again while its volume has not grown.
    RecoverVolumeExpansionFailure: KEP 1790, 23 off, 32 on;
    /// `minReplicas: 0` of a `HorizontalPodAutoscaler`.
    HPAScaleToZero: KEP 2021, 16 off, 37 on;
    /// `tolerance` of a `HorizontalPodAutoscaler`.
    HPAConfigurableTolerance: KEP 4951, 33 off, 35 on;

    /// `trafficDistribution` of a Service.
    ServiceTrafficDistribution: KEP 4444, 30 off, 31 on;
    /// `trafficDistribution: PreferSameZone` and `PreferSameNode`.
    PreferSameTrafficDistribution: KEP 3015, 33 off, 34 on;
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

    /// Tells where to read what the gate is for.
    pub(crate) fn source(self) -> Source {
        GATES[self as usize].source
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
