//! Controllers of pods, and what stands around pods: services, routes, policies.

use super::pod::POD_TEMPLATE_SPEC;
use super::shapes;
use super::tables::{METADATA, OBJECT_REFERENCE, SELECTOR};

shapes! {
    DEPLOYMENT_SPEC: "replicas", "revisionHistoryLimit", "progressDeadlineSeconds", "minReadySeconds",
        "paused", "selector" => SELECTOR, "strategy" => STRATEGY, "template" => POD_TEMPLATE_SPEC;
    STATEFUL_SET_SPEC: "serviceName", "replicas", "revisionHistoryLimit", "minReadySeconds",
        "podManagementPolicy", "ordinals", "selector" => SELECTOR, "updateStrategy" => STRATEGY,
        "persistentVolumeClaimRetentionPolicy", "template" => POD_TEMPLATE_SPEC,
        "volumeClaimTemplates" => super::kinds::CLAIM;
    DAEMON_SET_SPEC: "revisionHistoryLimit", "minReadySeconds", "selector" => SELECTOR,
        "updateStrategy" => STRATEGY, "template" => POD_TEMPLATE_SPEC;
    STRATEGY: "type", "rollingUpdate" => ROLLING_UPDATE;
    ROLLING_UPDATE: "maxSurge", "maxUnavailable", "partition";
    JOB_TEMPLATE_SPEC: "metadata" => METADATA, "spec" => JOB_SPEC;
    JOB_SPEC: "completionMode", "completions", "parallelism", "backoffLimit", "backoffLimitPerIndex",
        "maxFailedIndexes", "activeDeadlineSeconds", "ttlSecondsAfterFinished", "suspend",
        "podFailurePolicy", "podReplacementPolicy", "successPolicy", "manualSelector",
        "selector" => SELECTOR, "template" => POD_TEMPLATE_SPEC;
    CRON_JOB_SPEC: "schedule", "timeZone", "concurrencyPolicy", "startingDeadlineSeconds", "suspend",
        "successfulJobsHistoryLimit", "failedJobsHistoryLimit", "jobTemplate" => JOB_TEMPLATE_SPEC;
    BUDGET_SPEC: "minAvailable", "maxUnavailable", "selector" => SELECTOR, "unhealthyPodEvictionPolicy";
    SCALER_SPEC: "scaleTargetRef" => OBJECT_REFERENCE, "minReplicas", "maxReplicas", "metrics" => METRIC,
        "behavior" => BEHAVIOR, "targetCPUUtilizationPercentage";
    METRIC: "type", "resource" => RESOURCE_METRIC, "containerResource" => RESOURCE_METRIC;
    RESOURCE_METRIC: "name", "container", "target" => METRIC_TARGET;
    METRIC_TARGET: "type", "averageUtilization", "averageValue", "value";
    BEHAVIOR: "scaleUp" => SCALING, "scaleDown" => SCALING;
    SCALING: "stabilizationWindowSeconds", "tolerance", "selectPolicy", "policies" => SCALING_POLICY;
    SCALING_POLICY: "type", "value", "periodSeconds";

    SERVICE_SPEC: "type", "clusterIP", "clusterIPs", "externalName", "externalIPs", "loadBalancerClass",
        "loadBalancerIP", "loadBalancerSourceRanges", "allocateLoadBalancerNodePorts",
        "externalTrafficPolicy", "internalTrafficPolicy", "trafficDistribution", "healthCheckNodePort",
        "ipFamilyPolicy", "ipFamilies", "publishNotReadyAddresses", "sessionAffinity",
        "sessionAffinityConfig", "selector", "ports" => SERVICE_PORT;
    SERVICE_PORT: "name", "port", "targetPort", "nodePort", "protocol", "appProtocol";
    INGRESS_SPEC: "ingressClassName", "defaultBackend" => INGRESS_BACKEND, "tls" => INGRESS_TLS,
        "rules" => INGRESS_RULE;
    INGRESS_TLS: "hosts", "secretName";
    INGRESS_RULE: "host", "http" => INGRESS_PATHS;
    INGRESS_PATHS: "paths" => INGRESS_PATH;
    INGRESS_PATH: "path", "pathType", "backend" => INGRESS_BACKEND;
    INGRESS_BACKEND: "service" => INGRESS_SERVICE, "resource" => OBJECT_REFERENCE;
    INGRESS_SERVICE: "name", "port" => INGRESS_PORT;
    INGRESS_PORT: "name", "number";
    ROUTE_SPEC: "host", "subdomain", "path", "to" => ROUTE_TARGET, "alternateBackends" => ROUTE_TARGET,
        "port", "tls" => ROUTE_TLS, "wildcardPolicy", "httpHeaders";
    ROUTE_TARGET: "kind", "name", "weight";
    ROUTE_TLS: "termination", "insecureEdgeTerminationPolicy", "certificate", "key", "caCertificate",
        "destinationCACertificate", "externalCertificate";
    NETWORK_POLICY_SPEC: "podSelector" => SELECTOR, "policyTypes", "ingress" => NETWORK_RULE,
        "egress" => NETWORK_RULE;
    NETWORK_RULE: "from" => NETWORK_PEER, "to" => NETWORK_PEER, "ports" => NETWORK_PORT;
    NETWORK_PEER: "namespaceSelector" => SELECTOR, "podSelector" => SELECTOR, "ipBlock" => IP_BLOCK;
    NETWORK_PORT: "port", "endPort", "protocol";
    IP_BLOCK: "cidr", "except";

    POLICY_RULE: "apiGroups", "resources", "resourceNames", "nonResourceURLs", "verbs";
    ROLE_REF: "apiGroup", "kind", "name";
    SUBJECT: "apiGroup", "kind", "name", "namespace";
}
