//! A pod, its containers and its scheduling.

use super::shapes;
use super::tables::{CLAIM, LOCAL_NAME, METADATA, NAME_AND_KEY, REQUIREMENT, RESOURCES, SELECTOR};
use super::volume::VOLUME;

shapes! {
    POD_TEMPLATE_SPEC: "metadata" => METADATA, "spec" => POD_SPEC;
    POD_SPEC: "serviceAccountName", "serviceAccount", "automountServiceAccountToken",
        "imagePullSecrets" => LOCAL_NAME, "hostNetwork", "hostPID", "hostIPC", "hostUsers",
        "shareProcessNamespace", "hostname", "subdomain", "hostnameOverride", "setHostnameAsFQDN",
        "hostAliases" => HOST_ALIAS, "dnsPolicy", "dnsConfig" => DNS_CONFIG, "enableServiceLinks",
        "restartPolicy", "terminationGracePeriodSeconds", "activeDeadlineSeconds", "os" => LOCAL_NAME,
        "securityContext" => POD_SECURITY, "initContainers" => CONTAINER, "containers" => CONTAINER,
        "ephemeralContainers" => CONTAINER, "volumes" => VOLUME, "resourceClaims" => CLAIM,
        "resources" => RESOURCES, "overhead", "runtimeClassName", "readinessGates", "nodeName",
        "nodeSelector", "affinity" => AFFINITY, "tolerations" => TOLERATION,
        "topologySpreadConstraints" => SPREAD, "schedulerName", "schedulingGates" => LOCAL_NAME,
        "priorityClassName", "priority", "preemptionPolicy";
    HOST_ALIAS: "ip", "hostnames";
    DNS_CONFIG: "nameservers", "searches", "options" => NAME_AND_VALUE;
    POD_SECURITY: "runAsNonRoot", "runAsUser", "runAsGroup", "supplementalGroups",
        "supplementalGroupsPolicy", "fsGroup", "fsGroupChangePolicy", "seLinuxOptions" => SE_LINUX,
        "seLinuxChangePolicy", "seccompProfile" => PROFILE, "appArmorProfile" => PROFILE, "windowsOptions",
        "sysctls" => NAME_AND_VALUE;

    CONTAINER: "name", "image", "imagePullPolicy", "command", "args", "workingDir", "restartPolicy",
        "restartPolicyRules", "ports" => CONTAINER_PORT, "envFrom" => ENV_FROM, "env" => ENV,
        "resources" => RESOURCES, "resizePolicy" => RESIZE, "volumeMounts" => VOLUME_MOUNT,
        "volumeDevices" => VOLUME_DEVICE, "startupProbe" => PROBE, "livenessProbe" => PROBE,
        "readinessProbe" => PROBE, "lifecycle" => LIFECYCLE, "securityContext" => CONTAINER_SECURITY,
        "terminationMessagePath", "terminationMessagePolicy", "stdin", "stdinOnce", "tty",
        "targetContainerName";
    CONTAINER_PORT: "name", "containerPort", "hostPort", "hostIP", "protocol";
    ENV: "name", "value", "valueFrom" => ENV_SOURCE;
    ENV_SOURCE: "fieldRef" => FIELD_REF, "resourceFieldRef" => RESOURCE_FIELD,
        "configMapKeyRef" => NAME_AND_KEY, "secretKeyRef" => NAME_AND_KEY, "fileKeyRef" => FILE_KEY;
    ENV_FROM: "prefix", "configMapRef" => NAME_AND_KEY, "secretRef" => NAME_AND_KEY;
    FIELD_REF: "apiVersion", "fieldPath";
    RESOURCE_FIELD: "containerName", "resource", "divisor";
    FILE_KEY: "volumeName", "path", "key", "optional";
    RESIZE: "resourceName", "restartPolicy";
    VOLUME_MOUNT: "name", "mountPath", "subPath", "subPathExpr", "readOnly", "recursiveReadOnly",
        "mountPropagation";
    VOLUME_DEVICE: "name", "devicePath";
    PROBE: "httpGet" => HTTP_GET, "tcpSocket" => TCP_SOCKET, "grpc" => GRPC, "exec", "initialDelaySeconds",
        "periodSeconds", "timeoutSeconds", "successThreshold", "failureThreshold",
        "terminationGracePeriodSeconds";
    HTTP_GET: "scheme", "host", "path", "port", "httpHeaders" => NAME_AND_VALUE;
    TCP_SOCKET: "host", "port";
    GRPC: "port", "service";
    LIFECYCLE: "postStart" => HANDLER, "preStop" => HANDLER, "stopSignal";
    HANDLER: "exec", "httpGet" => HTTP_GET, "tcpSocket" => TCP_SOCKET, "sleep";
    NAME_AND_VALUE: "name", "value";
    CONTAINER_SECURITY: "privileged", "allowPrivilegeEscalation", "runAsNonRoot", "runAsUser", "runAsGroup",
        "readOnlyRootFilesystem", "capabilities" => CAPABILITIES, "seLinuxOptions" => SE_LINUX,
        "seccompProfile" => PROFILE, "appArmorProfile" => PROFILE, "procMount", "windowsOptions";
    CAPABILITIES: "drop", "add";
    SE_LINUX: "user", "role", "type", "level";
    PROFILE: "type", "localhostProfile";

    AFFINITY: "nodeAffinity" => NODE_AFFINITY, "podAffinity" => POD_AFFINITY,
        "podAntiAffinity" => POD_AFFINITY;
    NODE_AFFINITY: "requiredDuringSchedulingIgnoredDuringExecution" => NODE_SELECTOR,
        "preferredDuringSchedulingIgnoredDuringExecution" => WEIGHTED_NODE;
    NODE_SELECTOR: "nodeSelectorTerms" => NODE_TERM;
    NODE_TERM: "matchExpressions" => REQUIREMENT, "matchFields" => REQUIREMENT;
    WEIGHTED_NODE: "weight", "preference" => NODE_TERM;
    POD_AFFINITY: "requiredDuringSchedulingIgnoredDuringExecution" => POD_TERM,
        "preferredDuringSchedulingIgnoredDuringExecution" => WEIGHTED_POD;
    WEIGHTED_POD: "weight", "podAffinityTerm" => POD_TERM;
    POD_TERM: "topologyKey", "labelSelector" => SELECTOR, "matchLabelKeys", "mismatchLabelKeys",
        "namespaces", "namespaceSelector" => SELECTOR;
    TOLERATION: "key", "operator", "value", "effect", "tolerationSeconds";
    SPREAD: "maxSkew", "minDomains", "topologyKey", "whenUnsatisfiable", "labelSelector" => SELECTOR,
        "matchLabelKeys", "nodeAffinityPolicy", "nodeTaintsPolicy";
}
