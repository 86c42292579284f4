use k8s_openapi::{
    api::{
        apps::v1::StatefulSetSpec,
        batch::v1::Job,
        core::v1::{PersistentVolumeClaim, Pod, PodTemplateSpec, Secret, Service},
    },
    apimachinery::pkg::apis::meta::v1::ObjectMeta,
};
use serde_json::Value;

use super::AREA;
use crate::{
    KubeVersion,
    validate::{
        Form, Judge, Path, defaults,
        trials::{Case, Trial},
    },
};

macro_rules! pod {
    ($spec:literal) => {
        pod!(r#""name":"a""#, $spec)
    };
    ($meta:literal, $spec:literal) => {
        concat!(
            r#"{"kind":"Pod","metadata":{"#,
            $meta,
            r#"},"spec":{"#,
            $spec,
            r#","restartPolicy":"Always"}}"#
        )
    };
}
macro_rules! template {
    ($meta:literal, $spec:literal) => {
        concat!(
            r#"{"kind":"Deployment","metadata":{"name":"a"},"spec":{"selector":{},"template":{"metadata":{"#,
            $meta,
            r#"},"spec":{"#,
            $spec,
            "}}}}"
        )
    };
}
macro_rules! volume {
    ($source:literal) => {
        concat!(
            r#"{"kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[],"volumes":[{"name":"v","#,
            $source,
            "}]}}"
        )
    };
}
macro_rules! service {
    ($meta:literal, $spec:literal) => {
        concat!(r#"{"kind":"Service","metadata":{"#, $meta, r#"},"spec":{"#, $spec, "}}")
    };
}

/// A Deployment with image triggers.
macro_rules! triggered {
    ($triggers:literal) => {
        concat!(
            "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a, annotations: {image.openshift.io/triggers: '",
            $triggers,
            "'}}, spec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {initContainers: [{name: i, image: i}], containers: [{name: c, image: i}]}}}}"
        )
    };
}

#[rustfmt::skip]
pub(crate) const CASES: &[Case] = &[
    ("", pod!(r#""containers":[{"name":"c","image":"i","env":[{"name":"PATH","value":"/bin"},{"name":"PATH","value":"$(PATH):/x"}],"ports":[{"name":"http","containerPort":80},{"name":"dns","containerPort":53,"protocol":"UDP"},{"containerPort":53}],"resources":{"limits":{"memory":"1Gi","cpu":"100m"}}}],"terminationGracePeriodSeconds":-5,"nodeSelector":{"kubernetes.io/arch":"amd64"},"imagePullSecrets":[{"name":"x"},{"name":"y"}]"#), &[]),
    ("", volume!(r#""projected":{"sources":[{"configMap":{"name":"m","items":[{"key":"a","path":"a/b"},{"key":"b","path":"a/bc"}]}},{"secret":{"name":"s"}}]}"#), &[]),
    ("", service!(r#""name":"s""#, r#""clusterIP":"None","externalIPs":[],"ports":[{"port":80}]"#), &[]),
    ("grace-period-negative", template!("", r#""containers":[],"terminationGracePeriodSeconds":-5"#), &[("grace-period-negative", "spec.template.spec.terminationGracePeriodSeconds")]),
    ("node-label-deprecated", pod!(r#""containers":[],"nodeSelector":{"beta.kubernetes.io/os":"linux"}"#), &[("node-label-deprecated", "spec.nodeSelector[beta.kubernetes.io/os]")]),
    ("node-label-deprecated", pod!(r#""containers":[],"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"failure-domain.beta.kubernetes.io/zone","whenUnsatisfiable":"DoNotSchedule","labelSelector":{}}]"#), &[("node-label-deprecated", "spec.topologySpreadConstraints[0].topologyKey")]),
    ("node-label-deprecated", pod!(r#""containers":[],"affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"node-role.kubernetes.io/master","operator":"Exists"}]}]},"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":1,"preference":{"matchExpressions":[{"key":"beta.kubernetes.io/arch","operator":"Exists"}]}}]}}"#), &[
        ("node-label-deprecated", "spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[0].key"),
        ("node-label-deprecated", "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].key"),
    ]),
    ("node-preference-unmatchable", pod!(r#""containers":[],"affinity":{"nodeAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":1,"preference":{"matchExpressions":[{"key":"a","operator":"In","values":["b","c d"]}]}}]}}"#), &[("node-preference-unmatchable", "spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[0].values[1]")]),
    ("selector-null", pod!(r#""containers":[],"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"zone","whenUnsatisfiable":"DoNotSchedule"}]"#), &[("selector-null", "spec.topologySpreadConstraints[0].labelSelector")]),
    ("selector-null", pod!(r#""containers":[],"affinity":{"podAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"zone"}]},"podAntiAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":1,"podAffinityTerm":{"topologyKey":"zone"}}]}}"#), &[
        ("selector-null", "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector"),
        ("selector-null", "spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.labelSelector"),
    ]),
    ("annotation-without-effect", pod!(r#""name":"a","annotations":{"scheduler.alpha.kubernetes.io/critical-pod":""}"#, r#""containers":[]"#), &[("annotation-without-effect", "metadata.annotations[scheduler.alpha.kubernetes.io/critical-pod]")]),
    ("annotation-seccomp-without-effect", template!(r#""annotations":{"seccomp.security.alpha.kubernetes.io/pod":"unconfined","container.seccomp.security.alpha.kubernetes.io/c":"unconfined"}"#, r#""containers":[{"name":"c","image":"i"}]"#), &[
        ("annotation-seccomp-without-effect", "spec.template.metadata.annotations[container.seccomp.security.alpha.kubernetes.io/c]"),
        ("annotation-seccomp-without-effect", "spec.template.metadata.annotations[seccomp.security.alpha.kubernetes.io/pod]"),
    ]),
    ("", pod!(r#""name":"a","annotations":{"seccomp.security.alpha.kubernetes.io/pod":"unconfined","container.seccomp.security.alpha.kubernetes.io/c":"unconfined"}"#, r#""securityContext":{"seccompProfile":{"type":"Unconfined"}},"containers":[{"name":"c","image":"i","securityContext":{"seccompProfile":{"type":"Unconfined"}}}]"#), &[]),
    ("annotation-app-armor-deprecated", template!(r#""annotations":{"container.apparmor.security.beta.kubernetes.io/c":"unconfined"}"#, r#""containers":[{"name":"c","image":"i"}]"#), &[("annotation-app-armor-deprecated", "spec.template.metadata.annotations[container.apparmor.security.beta.kubernetes.io/c]")]),
    ("", template!(r#""annotations":{"container.apparmor.security.beta.kubernetes.io/c":"unconfined"}"#, r#""securityContext":{"appArmorProfile":{"type":"RuntimeDefault"}},"containers":[{"name":"c","image":"i"}]"#), &[]),
    ("annotation-app-armor-deprecated", pod!(r#""name":"a","annotations":{"container.apparmor.security.beta.kubernetes.io/c":"unconfined"}"#, r#""securityContext":{"appArmorProfile":{"type":"RuntimeDefault"}},"containers":[{"name":"c","image":"i"}]"#), &[("annotation-app-armor-deprecated", "metadata.annotations[container.apparmor.security.beta.kubernetes.io/c]")]),
    ("", pod!(r#""name":"a","annotations":{"container.apparmor.security.beta.kubernetes.io/c":"localhost/p"}"#, r#""securityContext":{"appArmorProfile":{"type":"Localhost","localhostProfile":"p"}},"containers":[{"name":"c","image":"i"}]"#), &[]),
    ("", pod!(r#""name":"a","annotations":{"container.apparmor.security.beta.kubernetes.io/c":"unconfined"}"#, r#""os":{"name":"windows"},"containers":[{"name":"c","image":"i"}]"#), &[]),
    ("volume-kind-deprecated", volume!(r#""gitRepo":{"repository":"r"}"#), &[("volume-kind-deprecated", "spec.volumes[0].gitRepo")]),
    ("volume-kind-without-effect", volume!(r#""glusterfs":{"endpoints":"e","path":"p"}"#), &[("volume-kind-without-effect", "spec.volumes[0].glusterfs")]),
    ("volume-kind-without-effect", volume!(r#""cephfs":{"monitors":["m"]}"#), &[("volume-kind-without-effect", "spec.volumes[0].cephfs")]),
    // `a/b/` is in the way of `a`, as `a/b` was, and of `a/b`.
    ("volume-files-overlap", volume!(r#""configMap":{"name":"m","items":[{"key":"a","path":"a"},{"key":"b","path":"a/b"},{"key":"c","path":"a/b/"}]}"#), &[("volume-files-overlap", "spec.volumes[0].configMap.items"), ("volume-files-overlap", "spec.volumes[0].configMap.items")]),
    // The same words are said once, and a pair may be told of from either side.
    ("volume-files-overlap", volume!(r#""secret":{"secretName":"m","items":[{"key":"a","path":"a"},{"key":"b","path":"a"},{"key":"c","path":"a"}]}"#), &[("volume-files-overlap", "spec.volumes[0].secret.items")]),
    ("volume-files-overlap", volume!(r#""downwardAPI":{"items":[{"path":"a","fieldRef":{"fieldPath":"metadata.name"}},{"path":"a/b","fieldRef":{"fieldPath":"metadata.name"}},{"path":"a","fieldRef":{"fieldPath":"metadata.name"}}]}"#), &[("volume-files-overlap", "spec.volumes[0].downwardAPI.items"), ("volume-files-overlap", "spec.volumes[0].downwardAPI.items"), ("volume-files-overlap", "spec.volumes[0].downwardAPI.items")]),
    ("volume-files-overlap", volume!(r#""projected":{"sources":[{"serviceAccountToken":{"path":"token"}},{"secret":{"name":"s","items":[{"key":"a","path":"token/"}]}},{"downwardAPI":{"items":[{"path":"token/x","fieldRef":{"fieldPath":"metadata.name"}}]}}]}"#), &[("volume-files-overlap", "spec.volumes[0].projected.sources[1]"), ("volume-files-overlap", "spec.volumes[0].projected.sources[2]"), ("volume-files-overlap", "spec.volumes[0].projected.sources[2]")]),
    ("volume-projection-empty", volume!(r#""projected":{"sources":[{},{}]}"#), &[("volume-projection-empty", "spec.volumes[0].projected.sources[0]")]),
    ("host-alias-twice", pod!(r#""containers":[],"hostAliases":[{"ip":"10.0.0.1"},{"ip":"10.0.0.1"}]"#), &[("host-alias-twice", "spec.hostAliases[1].ip")]),
    ("image-pull-secret-twice", pod!(r#""containers":[],"imagePullSecrets":[{"name":"x"},{"name":"x"}]"#), &[("image-pull-secret-twice", "spec.imagePullSecrets[1].name")]),
    ("image-pull-secret-unnamed", pod!(r#""containers":[],"imagePullSecrets":[{}]"#), &[("image-pull-secret-unnamed", "spec.imagePullSecrets[0].name")]),
    ("env-hidden", pod!(r#""containers":[],"initContainers":[{"name":"c","image":"i","env":[{"name":"A","value":"1"},{"name":"A","value":"2"},{"name":"A","value":"$(A)"},{"name":"A","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}}]}]"#), &[("env-hidden", "spec.initContainers[0].env[1]"), ("env-hidden", "spec.initContainers[0].env[2]"), ("env-hidden", "spec.initContainers[0].env[3]")]),
    // A Pod's request is that of its limit, so one slip shows twice.
    ("resource-bytes-fractional", pod!(r#""containers":[{"name":"c","image":"i","resources":{"limits":{"memory":"100m"}}}],"overhead":{"ephemeral-storage":"1500m"}"#), &[("resource-bytes-fractional", "spec.containers[0].resources.limits[memory]"), ("resource-bytes-fractional", "spec.containers[0].resources.requests[memory]"), ("resource-bytes-fractional", "spec.overhead[ephemeral-storage]")]),
    ("resource-bytes-fractional", volume!(r#""ephemeral":{"volumeClaimTemplate":{"spec":{"resources":{"requests":{"storage":"1m"}}}}}"#), &[("resource-bytes-fractional", "spec.volumes[0].ephemeral.volumeClaimTemplate.spec.resources.requests[storage]")]),
    ("resource-bytes-fractional", r#"{"kind":"PersistentVolumeClaim","metadata":{"name":"a"},"spec":{"resources":{"requests":{"storage":"1m"}}}}"#, &[("resource-bytes-fractional", "spec.resources.requests[storage]")]),
    ("port-host-ip-without-host-port", pod!(r#""containers":[{"name":"c","image":"i","ports":[{"containerPort":80,"hostIP":"10.0.0.1"}]}]"#), &[("port-host-ip-without-host-port", "spec.containers[0].ports[0]")]),
    ("port-declared-twice", pod!(r#""initContainers":[{"name":"d","image":"i","ports":[{"containerPort":80}]}],"containers":[{"name":"c","image":"i","ports":[{"containerPort":80}]}]"#), &[("port-declared-twice", "spec.containers[0].ports[0]")]),
    ("port-declared-with-and-without-host-port", pod!(r#""containers":[{"name":"c","image":"i","ports":[{"containerPort":80},{"containerPort":80,"hostPort":8080}]}]"#), &[("port-declared-with-and-without-host-port", "spec.containers[0].ports[1]")]),
    ("port-host-ip-ambiguous", pod!(r#""containers":[{"name":"c","image":"i","ports":[{"containerPort":80,"hostPort":8080},{"containerPort":80,"hostPort":8080,"hostIP":"10.0.0.1"}]}]"#), &[("port-host-ip-ambiguous", "spec.containers[0].ports[1]")]),
    ("port-name-in-two-containers", pod!(r#""containers":[{"name":"c","image":"i","ports":[{"name":"web","containerPort":80}]},{"name":"d","image":"i","ports":[{"name":"web","containerPort":81}]}]"#), &[("port-name-in-two-containers", "spec.containers[1].ports[0]")]),
    ("address-not-canonical", pod!(r#""containers":[],"dnsConfig":{"nameservers":["10.0.0.1","2001:DB8::1"]},"hostAliases":[{"ip":"2001:db8:0::1"}]"#), &[("address-not-canonical", "spec.dnsConfig.nameservers[1]"), ("address-not-canonical", "spec.hostAliases[0].ip")]),
    ("metadata-name-no-label", pod!(r#""name":"a.b""#, r#""containers":[]"#), &[("metadata-name-no-label", "metadata.name")]),
    ("metadata-name-no-label", pod!(r#""generateName":"a.b-""#, r#""containers":[]"#), &[("metadata-name-no-label", "metadata.name")]),
    ("", pod!(r#""generateName":"a-""#, r#""containers":[]"#), &[]),
    ("resource-bytes-fractional", r#"{"kind":"PersistentVolumeClaim","metadata":{"name":"a"},"spec":{"resources":{"limits":{"storage":"1m"}}}}"#, &[("resource-bytes-fractional", "spec.resources.limits[storage]")]),
    ("claim-class-in-annotation", r#"{"kind":"PersistentVolumeClaim","metadata":{"name":"a","annotations":{"volume.beta.kubernetes.io/storage-class":"fast"}},"spec":{}}"#,
        &[("claim-class-in-annotation", "metadata.annotations[volume.beta.kubernetes.io/storage-class]")]),
    // The certificate and the key of this pair are three bytes each.
    ("", r#"{"kind":"Secret","data":{"tls.crt":"LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCkFBQUEKLS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQo=","tls.key":"LS0tLS1CRUdJTiBFQyBQUklWQVRFIEtFWS0tLS0tCkFBQUEKLS0tLS1FTkQgRUMgUFJJVkFURSBLRVktLS0tLQo="}}"#, &[]),
    ("secret-key-pair-unreadable", r#"{"kind":"Secret","data":{"tls.crt":"","tls.key":""}}"#, &[("secret-key-pair-unreadable", "data[tls.crt]")]),
    // The key stands where the certificate should.
    ("secret-key-pair-unreadable", r#"{"kind":"Secret","data":{"tls.crt":"LS0tLS1CRUdJTiBFQyBQUklWQVRFIEtFWS0tLS0tCkFBQUEKLS0tLS1FTkQgRUMgUFJJVkFURSBLRVktLS0tLQo=","tls.key":""}}"#, &[("secret-key-pair-unreadable", "data[tls.crt]")]),
    ("secret-key-pair-unreadable", r#"{"kind":"Secret","data":{"tls.crt":"LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCkFBQUEKLS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQo=","tls.key":"c2VjcmV0"}}"#, &[("secret-key-pair-unreadable", "data[tls.key]")]),
    ("stateful-set-history-negative", r#"{"kind":"StatefulSet","metadata":{"name":"a"},"spec":{"selector":{},"serviceName":"s","template":{},"revisionHistoryLimit":-1}}"#, &[("stateful-set-history-negative", "spec.revisionHistoryLimit")]),
    ("resource-bytes-fractional", r#"{"kind":"StatefulSet","metadata":{"name":"a"},"spec":{"selector":{},"serviceName":"s","template":{},"volumeClaimTemplates":[{"spec":{"resources":{"requests":{"storage":"1m"}}}}]}}"#, &[("resource-bytes-fractional", "spec.volumeClaimTemplates[0].spec.resources.requests[storage]")]),
    ("job-indexes-untracked", r#"{"kind":"Job","metadata":{"name":"a"},"spec":{"template":{},"completionMode":"Indexed","completions":100001,"parallelism":10001}}"#, &[("job-indexes-untracked", "spec")]),
    ("", r#"{"kind":"Job","metadata":{"name":"a"},"spec":{"template":{},"completionMode":"Indexed","completions":100001,"parallelism":10000}}"#, &[]),
    ("service-topology-hints-deprecated", service!(r#""name":"s","annotations":{"service.kubernetes.io/topology-aware-hints":"auto"}"#, r#""ports":[]"#), &[("service-topology-hints-deprecated", "metadata.annotations[service.kubernetes.io/topology-aware-hints]")]),
    ("service-load-balancer-ip-unused", service!(r#""name":"s""#, r#""clusterIP":"None","loadBalancerIP":"10.0.0.1""#), &[("service-load-balancer-ip-unused", "spec.loadBalancerIP")]),
    ("service-external-ips-of-headless", service!(r#""name":"s""#, r#""clusterIP":"None","externalIPs":["10.0.0.1"]"#), &[("service-external-ips-of-headless", "spec.externalIPs")]),
    ("service-session-affinity-unused", service!(r#""name":"s""#, r#""clusterIP":"None","sessionAffinity":"ClientIP""#), &[("service-session-affinity-unused", "spec.sessionAffinity")]),
    ("service-external-ips-of-alias", service!(r#""name":"s""#, r#""type":"ExternalName","externalName":"example.com","externalIPs":["10.0.0.1"]"#), &[("service-external-ips-of-alias", "spec.externalIPs")]),
    ("service-external-name-unused", service!(r#""name":"s""#, r#""externalName":"example.com""#), &[("service-external-name-unused", "spec.externalName")]),
    ("service-traffic-distribution-deprecated", service!(r#""name":"s""#, r#""trafficDistribution":"PreferClose""#), &[("service-traffic-distribution-deprecated", "spec.trafficDistribution")]),
    ("address-not-canonical", service!(r#""name":"s""#, r#""clusterIP":"2001:DB8::1","externalIPs":["2001:DB8::2"],"loadBalancerIP":"2001:DB8::3","loadBalancerSourceRanges":["2001:DB8::/64"]"#), &[("address-not-canonical", "spec.clusterIPs[0]"), ("address-not-canonical", "spec.externalIPs[0]"), ("address-not-canonical", "spec.loadBalancerIP"), ("address-not-canonical", "spec.loadBalancerSourceRanges[0]")]),
];

/// Whole documents, each for a release.
#[rustfmt::skip]
const DOCUMENTS: &[(u8, Case)] = &[
    (36, ("", "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: a, annotations: {kubernetes.io/ingress.class: b}}, spec: {ingressClassName: b, rules: [{}]}}", &[])),
    (36, ("ingress-class-annotation-deprecated", "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: a, annotations: {kubernetes.io/ingress.class: b}}, spec: {rules: [{}]}}", &[("ingress-class-annotation-deprecated", "metadata.annotations[kubernetes.io/ingress.class]")])),
    (36, ("address-not-canonical", "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: a}, spec: {ingress: [{from: [{ipBlock: {cidr: '2001:DB8::/32'}}]}], egress: [{to: [{ipBlock: {cidr: '::/0', except: ['2001:DB8::/32']}}]}]}}",
        &[("address-not-canonical", "spec.egress[0].to[0].ipBlock.except[0]"), ("address-not-canonical", "spec.ingress[0].from[0].ipBlock.cidr")])),
    (33, ("endpoints-deprecated", "{apiVersion: v1, kind: Endpoints, metadata: {name: a}}", &[("endpoints-deprecated", "")])),
    (32, ("address-not-canonical", "{apiVersion: v1, kind: Endpoints, metadata: {name: a}, subsets: [{addresses: [{ip: '2001:DB8::1'}]}]}", &[("address-not-canonical", "subsets[0].addresses[0].ip")])),
    (36, ("address-not-canonical", "{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: a}, addressType: IPv6, endpoints: [{addresses: ['2001:DB8::1']}]}", &[("address-not-canonical", "endpoints[0].addresses[0]")])),
    (36, ("disruption-budget-of-nobody", "{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: a}, spec: {minAvailable: 1}}", &[("disruption-budget-of-nobody", "spec.selector")])),
    (32, ("service-account-mountable-secrets", "{apiVersion: v1, kind: ServiceAccount, metadata: {name: a, annotations: {kubernetes.io/enforce-mountable-secrets: 'true'}}}", &[("service-account-mountable-secrets", "metadata.annotations[kubernetes.io/enforce-mountable-secrets]")])),
    (31, ("", "{apiVersion: v1, kind: ServiceAccount, metadata: {name: a, annotations: {kubernetes.io/enforce-mountable-secrets: 'true'}}}", &[])),
    (36, ("persistent-volume-annotation-deprecated", "{apiVersion: v1, kind: PersistentVolume, metadata: {name: a, annotations: {volume.beta.kubernetes.io/storage-class: b, volume.beta.kubernetes.io/mount-options: c}}, spec: {accessModes: [ReadWriteOnce], capacity: {storage: 1}, nfs: {server: s, path: /}}}",
        &[("persistent-volume-annotation-deprecated", "metadata.annotations[volume.beta.kubernetes.io/mount-options]"), ("persistent-volume-annotation-deprecated", "metadata.annotations[volume.beta.kubernetes.io/storage-class]")])),
    (36, ("persistent-volume-recycle-deprecated", "{apiVersion: v1, kind: PersistentVolume, metadata: {name: a}, spec: {accessModes: [ReadWriteOnce], capacity: {storage: 1}, persistentVolumeReclaimPolicy: Recycle, nfs: {server: s, path: /}}}", &[("persistent-volume-recycle-deprecated", "spec.persistentVolumeReclaimPolicy")])),
    (36, ("node-label-deprecated", "{apiVersion: v1, kind: PersistentVolume, metadata: {name: a}, spec: {accessModes: [ReadWriteOnce], capacity: {storage: 1}, nfs: {server: s, path: /}, nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: beta.kubernetes.io/os, operator: Exists}]}]}}}}",
        &[("node-label-deprecated", "spec.nodeAffinity.required.nodeSelectorTerms[0].matchExpressions[0].key")])),
    (36, ("node-label-deprecated", "{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: a}, provisioner: a, allowedTopologies: [{matchLabelExpressions: [{key: failure-domain.beta.kubernetes.io/zone, values: [a]}]}]}", &[("node-label-deprecated", "allowedTopologies[0].matchLabelExpressions[0].key")])),
    (36, ("node-label-deprecated", "{apiVersion: node.k8s.io/v1, kind: RuntimeClass, metadata: {name: a}, handler: a, scheduling: {nodeSelector: {beta.kubernetes.io/os: linux}}}", &[("node-label-deprecated", "scheduling.nodeSelector[beta.kubernetes.io/os]")])),
    (36, ("kind-of-openshift", "{apiVersion: route.openshift.io/v1, kind: Route, metadata: {name: a}, spec: {to: {name: ''}}}", &[("kind-of-openshift", "kind")])),
    (36, ("deployment-config-deprecated", "{apiVersion: apps.openshift.io/v1, kind: DeploymentConfig, metadata: {name: a}, spec: {anything: 1}}", &[("deployment-config-deprecated", "kind")])),
    (36, ("", "{apiVersion: example.com/v1, kind: DeploymentConfig, metadata: {name: a}}", &[])),
    (36, ("", triggered!(r#"[{"from":{"kind":"ImageStreamTag","name":"web:1"},"fieldPath":"spec.template.spec.containers[?(@.name==\"c\")].image"},{"from":{"kind":"ImageStreamTag","name":"web:1"},"fieldPath":"spec.template.spec.initContainers[0].image","paused":true}]"#), &[])),
    (36, ("image-triggers-malformed", triggered!(r#"{}"#), &[("image-triggers-malformed", "metadata.annotations[image.openshift.io/triggers]")])),
    (36, ("image-trigger-leads-nowhere", triggered!(r#"[{"from":{"kind":"ImageStreamTag","name":"web:1"},"fieldPath":"spec.template.spec.containers[?(@.name==\"d\")].image"},{"from":{"kind":"ImageStreamTag","name":"web:1"},"fieldPath":"spec.template.spec.containers[1].image"},{"from":{"kind":"ImageStreamTag","name":"web:1"},"fieldPath":"spec.containers[0].image"}]"#),
        &[("image-trigger-leads-nowhere", "metadata.annotations[image.openshift.io/triggers]"), ("image-trigger-leads-nowhere", "metadata.annotations[image.openshift.io/triggers]"), ("image-trigger-leads-nowhere", "metadata.annotations[image.openshift.io/triggers]")])),
    (36, ("image-triggers-malformed", triggered!(r#"["web:latest"]"#), &[("image-triggers-malformed", "metadata.annotations[image.openshift.io/triggers]")])),
    (36, ("image-triggers-malformed", triggered!(r#"[{"from":{"kind":"ImageStreamTag","name":"web:latest"},"fieldPath":"spec.template.spec.containers[0].image","paused":"true"}]"#), &[("image-triggers-malformed", "metadata.annotations[image.openshift.io/triggers]")])),
    (36, ("", triggered!(r#"[{"from":{"kind":"ImageStreamTag","name":"web:latest"},"fieldPath":"spec.template.spec.containers[0].image","paused":true}]"#), &[])),
    (36, ("image-trigger-of-nothing", triggered!(r#"[{"from":{"kind":"ImageStreamTag","name":"web"},"fieldPath":"spec.template.spec.containers[0].image"}]"#), &[("image-trigger-of-nothing", "metadata.annotations[image.openshift.io/triggers]")])),
];

fn judge(j: &mut Judge, object: &Value) {
    let read = || object.clone();
    let path = Path::root("spec");
    let metadata = Path::root("metadata");
    let (gates, version) = (j.gates, j.version);
    match object["kind"].as_str().unwrap() {
        "Pod" => {
            let mut pod: Pod = serde_json::from_value(read()).unwrap();
            defaults::pod(&mut pod, gates, version);
            super::name(j, &pod.metadata, &metadata);
            super::check(j, &pod.spec.unwrap(), &pod.metadata, &path, &metadata);
        }
        "Deployment" => {
            let whole: ObjectMeta = serde_json::from_value(object["metadata"].clone()).unwrap();
            super::name(j, &whole, &metadata);
            let mut template: PodTemplateSpec =
                serde_json::from_value(object["spec"]["template"].clone()).unwrap();
            defaults::pod_template_spec(&mut template, gates);
            let (meta, spec) = (template.metadata.unwrap_or_default(), template.spec.unwrap());
            let path = Path::root("spec.template");
            super::check(j, &spec, &meta, &path.field("spec"), &path.field("metadata"));
        }
        "Service" => {
            let mut service: Service = serde_json::from_value(read()).unwrap();
            defaults::service(&mut service);
            super::service(j, &service);
        }
        "StatefulSet" => {
            // The object around the spec differs among the releases of the types.
            let set: StatefulSetSpec = serde_json::from_value(object["spec"].clone()).unwrap();
            super::stateful_set(j, &set, &path);
        }
        "Job" => {
            let job: Job = serde_json::from_value(read()).unwrap();
            super::job(j, &job.spec.unwrap(), &path);
        }
        "Secret" => {
            let secret: Secret = serde_json::from_value(read()).unwrap();
            super::key_pair(j, &secret.data.unwrap(), &Path::root("data"));
        }
        "PersistentVolumeClaim" => {
            let claim: PersistentVolumeClaim = serde_json::from_value(read()).unwrap();
            super::claim_class(j, &claim.metadata, &metadata);
            super::claim(j, &claim.spec.unwrap(), &path);
        }
        other => panic!("no case is of kind {other}"),
    }
}

pub(crate) fn trials() -> Vec<Trial> {
    let of = |case: &Case| {
        let object: Value = serde_json::from_str(case.1).unwrap();
        Trial::new(case, move |off| {
            let form = if object["kind"] == "Pod" { Form::Pod } else { Form::Template };
            let mut j = Judge::new(KubeVersion::DEFAULT, form).without(off);
            judge(&mut j, &object);
            j.finish().0
        })
    };
    let documents = DOCUMENTS.iter().map(|(release, case)| Trial::document(*release, case));
    CASES.iter().map(of).chain(documents).collect()
}

#[test]
fn no_warning_is_a_refusal() {
    assert!(AREA.concat().iter().all(|rule| rule.cause.is_none()));
}
