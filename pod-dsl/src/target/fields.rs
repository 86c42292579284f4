//! Which field of which object exists since which release: a strict server refuses a field that it does not know.

use std::sync::LazyLock;

use super::{
    KubeVersion, Source,
    Source::{Gate, Kep, OpenApi},
};

/// Is a field that came or went: its structure, its name in JSON, a minor release, and who says so.
type Row = (&'static str, &'static str, u8, Source);

/// Lists the fields that came after [`KubeVersion::OLDEST`], by structure and JSON name, with the minor release that
/// brought them.
///
/// It covers everything that can be reached from a Pod, `PodTemplate`, `ReplicationController`, Deployment, `ReplicaSet`,
/// `StatefulSet`, `DaemonSet`, Job, `CronJob`, Service, `PersistentVolumeClaim`, Secret and `ConfigMap`, and from the other
/// kinds that are judged. A structure that is new itself needs no row: the field that leads to it has one. The releases
/// were found by comparing the published `OpenAPI` descriptions one by one, as k8s-openapi carries them (0.21 for 1.29,
/// 0.22 for 1.30, 0.23 for 1.31, 0.24 for 1.32, 0.29 for the later ones).
static FIELDS: &[Row] = &[
    ("ClusterTrustBundleProjection", "user", 37, Gate("AtomicWriteVolumeUserFields")),
    ("ConfigMapVolumeSource", "defaultUser", 37, Gate("AtomicWriteVolumeUserFields")),
    ("Container", "restartPolicyRules", 34, Kep(5307)),
    ("ContainerStatus", "allocatedResourcesStatus", 31, Kep(4680)),
    ("ContainerStatus", "stopSignal", 33, Kep(4960)),
    ("ContainerStatus", "user", 31, Kep(3619)),
    ("ContainerStatus", "volumeMounts", 30, Kep(3857)),
    ("DeploymentStatus", "terminatingReplicas", 33, Kep(3973)),
    ("DownwardAPIVolumeFile", "user", 37, Gate("AtomicWriteVolumeUserFields")),
    ("DownwardAPIVolumeSource", "defaultUser", 37, Gate("AtomicWriteVolumeUserFields")),
    ("EmptyDirVolumeSource", "mode", 37, Gate("EmptyDirVolumeMode")),
    ("EndpointHints", "forNodes", 33, Kep(3015)),
    ("EnvVarSource", "fileKeyRef", 34, Kep(3721)),
    ("EphemeralContainer", "restartPolicyRules", 34, Kep(5307)),
    ("GRPCAction", "mode", 37, Gate("GRPCContainerProbeTLS")),
    ("HPAScalingRules", "tolerance", 33, Kep(4951)),
    ("HTTPGetAction", "protocol", 37, OpenApi(37)),
    ("HorizontalPodAutoscalerCondition", "observedGeneration", 37, OpenApi(37)),
    ("JobSpec", "managedBy", 30, Kep(4368)),
    ("JobSpec", "scheduling", 37, Gate("WorkloadWithJob")),
    ("JobSpec", "successPolicy", 30, Kep(3998)),
    ("KeyToPath", "user", 37, Gate("AtomicWriteVolumeUserFields")),
    ("LeaseSpec", "preferredHolder", 31, Kep(4355)),
    ("LeaseSpec", "strategy", 31, Kep(4355)),
    ("Lifecycle", "stopSignal", 33, Kep(4960)),
    ("NodeAllocatableResourceClaimStatus", "mapping", 37, OpenApi(37)),
    ("NodeAllocatableResourceClaimStatus", "overhead", 37, OpenApi(37)),
    ("PersistentVolumeClaimStatus", "healthStatus", 37, OpenApi(37)),
    ("PodCertificateProjection", "user", 37, Gate("AtomicWriteVolumeUserFields")),
    ("PodCertificateProjection", "userAnnotations", 35, Kep(4317)),
    ("PodCondition", "observedGeneration", 33, Kep(5067)),
    ("PodResourceClaim", "resourceClaimName", 31, Kep(4381)),
    ("PodResourceClaim", "resourceClaimTemplateName", 31, Kep(4381)),
    ("PodSecurityContext", "appArmorProfile", 30, Kep(24)),
    ("PodSecurityContext", "seLinuxChangePolicy", 32, Kep(1710)),
    ("PodSecurityContext", "supplementalGroupsPolicy", 31, Kep(3619)),
    ("PodSpec", "evictionResponders", 37, OpenApi(37)),
    ("PodSpec", "hostnameOverride", 34, Kep(4762)),
    ("PodSpec", "resources", 32, Kep(2837)),
    ("PodSpec", "schedulingGroup", 36, Kep(4671)),
    ("PodSpec", "workloadRef", 35, Kep(4671)),
    ("PodStatus", "allocatedResources", 35, Kep(5419)),
    ("PodStatus", "extendedResourceClaimStatus", 34, Kep(5004)),
    ("PodStatus", "nodeAllocatableResourceClaimStatuses", 36, OpenApi(36)),
    ("PodStatus", "observedGeneration", 33, Kep(5067)),
    ("PodStatus", "resources", 35, Kep(5419)),
    ("PodStatus", "volumeHealth", 37, OpenApi(37)),
    ("ProjectedVolumeSource", "defaultUser", 37, Gate("AtomicWriteVolumeUserFields")),
    ("ReplicaSetStatus", "terminatingReplicas", 33, Kep(3973)),
    ("ResourceClaim", "request", 31, Kep(4381)),
    ("ResourceHealth", "message", 36, Kep(4680)),
    ("SecretVolumeSource", "defaultUser", 37, Gate("AtomicWriteVolumeUserFields")),
    ("SecurityContext", "appArmorProfile", 30, Kep(24)),
    ("ServiceAccountTokenProjection", "user", 37, Gate("AtomicWriteVolumeUserFields")),
    ("ServiceSpec", "trafficDistribution", 30, Kep(4444)),
    ("Volume", "image", 31, Kep(4639)),
    ("VolumeMount", "bindMountOptions", 37, Gate("VolumeBindMountOptions")),
    ("VolumeMount", "recursiveReadOnly", 30, Kep(3857)),
    ("VolumeMountStatus", "volumeStatus", 36, OpenApi(36)),
    ("VolumeProjection", "podCertificate", 34, Kep(4317)),
];

/// Lists the fields that a later release took away again, with the last minor release that knows them.
static GONE: &[Row] = &[
    ("NodeAllocatableResourceClaimStatus", "resources", 36, OpenApi(37)),
    ("PodResourceClaim", "source", 30, Kep(4381)),
    ("PodSpec", "workloadRef", 35, Kep(4671)),
];

/// Tells in which release a field came, by the name of its structure and its name in JSON.
///
/// It answers `None` for a field that every known release has.
pub(crate) fn since(struct_name: &str, json_field: &str) -> Option<KubeVersion> {
    KubeVersion::new(row_of(FIELDS, struct_name, json_field)?.2)
}

/// Tells which release was the last to know a field, where a later one took it away.
pub(crate) fn until(struct_name: &str, json_field: &str) -> Option<KubeVersion> {
    KubeVersion::new(row_of(GONE, struct_name, json_field)?.2)
}

/// Tells whether a release knows a field that some release knows.
pub(crate) fn is_known(struct_name: &str, json_field: &str, version: KubeVersion) -> bool {
    since(struct_name, json_field).is_none_or(|first| first <= version)
        && until(struct_name, json_field).is_none_or(|last| version <= last)
}

/// Lists the fields of a structure that some release knows and this one does not: for most structures none, so that
/// whoever walks many of them asks once for each and not for every field.
pub(crate) fn unknown(struct_name: &str, version: KubeVersion) -> &'static [&'static str] {
    /// For each release the structures with fields that it does not know.
    static UNKNOWN: LazyLock<Vec<(KubeVersion, Vec<Unknown>)>> =
        LazyLock::new(|| KubeVersion::all().map(|version| (version, unknown_to(version))).collect());
    let of_release = UNKNOWN.iter().find(|(known, _)| *known == version);
    of_release
        .and_then(|(_, structs)| structs.iter().find(|(name, _)| *name == struct_name))
        .map_or(&[], |(_, fields)| fields)
}

/// Is a structure with the fields of it that a release does not know.
type Unknown = (&'static str, Vec<&'static str>);

fn unknown_to(version: KubeVersion) -> Vec<Unknown> {
    let mut structs: Vec<Unknown> = Vec::new();
    for (name, field, ..) in FIELDS.iter().chain(GONE) {
        if is_known(name, field, version) {
            continue;
        }
        match structs.iter_mut().find(|(known, _)| known == name) {
            // What came late and has gone again stands in both tables.
            Some((_, fields)) if fields.contains(field) => {}
            Some((_, fields)) => fields.push(field),
            None => structs.push((name, vec![field])),
        }
    }
    structs
}

/// Tells where to read about a field that came or went.
pub(crate) fn source(struct_name: &str, json_field: &str) -> Option<Source> {
    [FIELDS, GONE].iter().find_map(|table| Some(row_of(table, struct_name, json_field)?.3))
}

fn row_of(table: &'static [Row], struct_name: &str, json_field: &str) -> Option<&'static Row> {
    let row =
        table.binary_search_by(|(name, field, ..)| (*name, *field).cmp(&(struct_name, json_field))).ok()?;
    Some(&table[row])
}

#[cfg(test)]
mod tests {
    use super::{FIELDS, GONE, is_known, since, unknown, until};
    use crate::target::KubeVersion;

    fn release(minor: u8) -> KubeVersion {
        KubeVersion::new(minor).unwrap()
    }

    #[test]
    fn a_new_field_is_unknown_before_its_release() {
        assert_eq!(since("Lifecycle", "stopSignal"), Some(release(33)));
        assert!(!is_known("Lifecycle", "stopSignal", release(32)));
        assert!(is_known("Lifecycle", "stopSignal", release(33)));
        assert_eq!(since("Lifecycle", "preStop"), None);
        assert!(is_known("Lifecycle", "preStop", KubeVersion::OLDEST));
    }

    #[test]
    fn a_release_does_not_know_what_came_later_and_what_had_gone() {
        assert_eq!(unknown("Lifecycle", release(32)), ["stopSignal"]);
        assert_eq!(unknown("Lifecycle", release(33)), [""; 0]);
        assert_eq!(unknown("PodSpec", release(36)), ["evictionResponders", "workloadRef"]);
        assert_eq!(unknown("PodResourceClaim", release(31)), ["source"]);
        assert_eq!(unknown("ObjectMeta", KubeVersion::OLDEST), [""; 0]);
    }

    #[test]
    fn a_field_can_be_taken_away_again() {
        assert_eq!(until("PodSpec", "workloadRef"), Some(release(35)));
        assert!(!is_known("PodSpec", "workloadRef", release(34)));
        assert!(is_known("PodSpec", "workloadRef", release(35)));
        assert!(!is_known("PodSpec", "workloadRef", release(36)));
    }

    #[test]
    fn the_tables_are_sorted_and_name_known_releases() {
        for table in [FIELDS, GONE] {
            assert!(table.is_sorted_by(|a, b| (a.0, a.1) < (b.0, b.1)));
            assert!(table.iter().all(|(_, _, minor, _)| KubeVersion::new(*minor).is_some()));
        }
    }
}
