//! The whole objects, and the tables by the names under which types are serialized.

use super::pod::{CONTAINER, CONTAINER_PORT, ENV, POD_SPEC, POD_TEMPLATE_SPEC, PROBE, VOLUME_MOUNT};
use super::tables::{CONDITION, LOCAL_NAME, METADATA, RESOURCES, SELECTOR};
use super::volume::{CLAIM_SPEC, VOLUME, VOLUME_SPEC};
use super::workload::{
    BUDGET_SPEC, CRON_JOB_SPEC, DAEMON_SET_SPEC, DEPLOYMENT_SPEC, INGRESS_SPEC, JOB_SPEC,
    NETWORK_POLICY_SPEC, POLICY_RULE, ROLE_REF, ROUTE_SPEC, SCALER_SPEC, SERVICE_PORT, SERVICE_SPEC,
    STATEFUL_SET_SPEC, SUBJECT,
};
use super::{Shape, objects, shapes};

objects! {
    POD: "spec" => POD_SPEC;
    POD_TEMPLATE: "template" => POD_TEMPLATE_SPEC;
    DEPLOYMENT: "spec" => DEPLOYMENT_SPEC;
    STATEFUL_SET: "spec" => STATEFUL_SET_SPEC;
    DAEMON_SET: "spec" => DAEMON_SET_SPEC;
    JOB: "spec" => JOB_SPEC;
    CRON_JOB: "spec" => CRON_JOB_SPEC;
    BUDGET: "spec" => BUDGET_SPEC;
    SCALER: "spec" => SCALER_SPEC;
    SERVICE: "spec" => SERVICE_SPEC;
    INGRESS: "spec" => INGRESS_SPEC;
    ROUTE: "spec" => ROUTE_SPEC;
    NETWORK_POLICY: "spec" => NETWORK_POLICY_SPEC;
    CLAIM: "spec" => CLAIM_SPEC;
    PERSISTENT_VOLUME: "spec" => VOLUME_SPEC;
    CONFIG_MAP: "immutable", "data", "binaryData";
    SECRET: "type", "immutable", "stringData", "data";
    SERVICE_ACCOUNT: "automountServiceAccountToken", "imagePullSecrets" => LOCAL_NAME,
        "secrets" => LOCAL_NAME;
    ROLE: "aggregationRule", "rules" => POLICY_RULE;
    ROLE_BINDING: "roleRef" => ROLE_REF, "subjects" => SUBJECT;
    PRIORITY_CLASS: "value", "globalDefault", "preemptionPolicy", "description";
    STORAGE_CLASS: "provisioner", "parameters", "reclaimPolicy", "volumeBindingMode",
        "allowVolumeExpansion", "mountOptions", "allowedTopologies";
    RUNTIME_CLASS: "handler", "overhead", "scheduling";
    CONSTRAINTS: "priority", "allowPrivilegedContainer", "allowPrivilegeEscalation",
        "defaultAllowPrivilegeEscalation", "allowHostNetwork", "allowHostPorts", "allowHostPID",
        "allowHostIPC", "allowHostDirVolumePlugin", "userNamespaceLevel", "readOnlyRootFilesystem",
        "requiredDropCapabilities", "defaultAddCapabilities", "allowedCapabilities",
        "runAsUser" => STRATEGY_AND_RANGE, "runAsGroup" => STRATEGY_AND_RANGE, "seLinuxContext" => STRATEGY_AND_RANGE,
        "fsGroup" => STRATEGY_AND_RANGE, "supplementalGroups" => STRATEGY_AND_RANGE, "seccompProfiles",
        "volumes", "allowedFlexVolumes", "allowedUnsafeSysctls", "forbiddenSysctls", "users", "groups";
}

shapes! {
    STRATEGY_AND_RANGE: "type", "uid", "uidRangeMin", "uidRangeMax", "ranges" => RANGE, "seLinuxOptions";
    RANGE: "min", "max";
}

/// An object of a kind that is not known, or not yet. Lists and templates hold more of them; this table
/// may not be reached from one of a known kind (a test says why).
pub(in crate::yaml) static OBJECT: Shape = Shape::new(&[
    ("apiVersion", None),
    ("kind", None),
    ("metadata", Some(&METADATA)),
    ("spec", None),
    ("items", Some(&OBJECT)),
    ("objects", Some(&OBJECT)),
    ("…", None),
    ("status", None),
]);

/// Finds the table of a kind, or of a type that is serialized on its own, by name.
pub(in crate::yaml) static NAMED: Shape = Shape::new(&[
    ("Pod", Some(&POD)),
    ("PodTemplate", Some(&POD_TEMPLATE)),
    ("Deployment", Some(&DEPLOYMENT)),
    ("ReplicaSet", Some(&DEPLOYMENT)),
    ("StatefulSet", Some(&STATEFUL_SET)),
    ("DaemonSet", Some(&DAEMON_SET)),
    ("Job", Some(&JOB)),
    ("CronJob", Some(&CRON_JOB)),
    ("PodDisruptionBudget", Some(&BUDGET)),
    ("HorizontalPodAutoscaler", Some(&SCALER)),
    ("Service", Some(&SERVICE)),
    ("Ingress", Some(&INGRESS)),
    ("Route", Some(&ROUTE)),
    ("NetworkPolicy", Some(&NETWORK_POLICY)),
    ("PersistentVolumeClaim", Some(&CLAIM)),
    ("PersistentVolume", Some(&PERSISTENT_VOLUME)),
    ("ConfigMap", Some(&CONFIG_MAP)),
    ("Secret", Some(&SECRET)),
    ("ServiceAccount", Some(&SERVICE_ACCOUNT)),
    ("Role", Some(&ROLE)),
    ("ClusterRole", Some(&ROLE)),
    ("RoleBinding", Some(&ROLE_BINDING)),
    ("ClusterRoleBinding", Some(&ROLE_BINDING)),
    ("PriorityClass", Some(&PRIORITY_CLASS)),
    ("StorageClass", Some(&STORAGE_CLASS)),
    ("RuntimeClass", Some(&RUNTIME_CLASS)),
    ("SecurityContextConstraints", Some(&CONSTRAINTS)),
    ("ObjectMeta", Some(&METADATA)),
    ("PodSpec", Some(&POD_SPEC)),
    ("PodTemplateSpec", Some(&POD_TEMPLATE_SPEC)),
    ("Container", Some(&CONTAINER)),
    ("ContainerPort", Some(&CONTAINER_PORT)),
    ("EnvVar", Some(&ENV)),
    ("Probe", Some(&PROBE)),
    ("ResourceRequirements", Some(&RESOURCES)),
    ("Volume", Some(&VOLUME)),
    ("VolumeMount", Some(&VOLUME_MOUNT)),
    ("ServicePort", Some(&SERVICE_PORT)),
    ("LabelSelector", Some(&SELECTOR)),
    ("PodCondition", Some(&CONDITION)),
    ("Condition", Some(&CONDITION)),
]);
