//! What a document says it is, and what becomes of lists.

use super::{VERSION, line_and_column, one};
use crate::{
    validate::decode::{decode, documents},
    yaml::source::Source,
};

#[test]
fn the_kind_decides() {
    let kind = |api_version: &str, kind: &str| {
        one(&format!("apiVersion: {api_version}\nkind: {kind}\nmetadata: {{name: a}}\n"))
    };
    for (api_version, known) in [
        (
            "v1",
            "Pod PodTemplate ReplicationController Service ConfigMap Secret PersistentVolumeClaim ServiceAccount Namespace PersistentVolume Endpoints LimitRange ResourceQuota",
        ),
        ("apps/v1", "Deployment ReplicaSet StatefulSet DaemonSet"),
        ("batch/v1", "Job CronJob"),
        ("autoscaling/v2", "HorizontalPodAutoscaler"),
        ("networking.k8s.io/v1", "Ingress IngressClass NetworkPolicy"),
        ("policy/v1", "PodDisruptionBudget"),
        ("autoscaling/v1", "HorizontalPodAutoscaler"),
        ("coordination.k8s.io/v1", "Lease"),
        ("discovery.k8s.io/v1", "EndpointSlice"),
        ("node.k8s.io/v1", "RuntimeClass"),
        ("rbac.authorization.k8s.io/v1", "Role RoleBinding ClusterRole ClusterRoleBinding"),
        ("route.openshift.io/v1", "Route"),
        ("scheduling.k8s.io/v1", "PriorityClass"),
        ("security.openshift.io/v1", "SecurityContextConstraints"),
        ("storage.k8s.io/v1", "StorageClass"),
    ] {
        for known in known.split(' ') {
            let decoded = kind(api_version, known).unwrap_or_else(|found| panic!("{found:?}"));
            assert!(decoded.is_some(), "{known}");
        }
    }
    for (api_version, other) in [
        ("v1", "Node"),
        ("v1", "Event"),
        ("example.com/v1", "Deployment"),
        ("example.com/v1", "Pod"),
        ("networking.k8s.io/v1beta1", "ServiceCIDR"),
        ("networking.k8s.io/v1", "ServiceCIDR"),
    ] {
        let decoded = kind(api_version, other);
        assert_eq!(decoded, Ok(None));
    }
    for (api_version, gone, help) in [
        ("extensions/v1beta1", "Deployment", "it is served as apps/v1"),
        ("apps/v1beta1", "StatefulSet", "it is served as apps/v1"),
        ("apps/v2", "Deployment", "it is served as apps/v1"),
        ("v1", "Deployment", "it is served as apps/v1"),
        ("apps/v1", "Pod", "it is served as v1"),
        ("batch/v1beta1", "CronJob", "it is served as batch/v1"),
        ("networking.k8s.io/v1beta1", "Ingress", "it is served as networking.k8s.io/v1"),
        ("rbac.authorization.k8s.io/v1beta1", "Role", "it is served as rbac.authorization.k8s.io/v1"),
        ("policy/v1beta1", "PodDisruptionBudget", "it is served as policy/v1"),
        ("scheduling.k8s.io/v1beta1", "PriorityClass", "it is served as scheduling.k8s.io/v1"),
        ("storage.k8s.io/v1beta1", "StorageClass", "it is served as storage.k8s.io/v1"),
        ("v1", "Route", "OpenShift serves it as route.openshift.io/v1"),
        ("v1", "pod", "it is spelled `Pod`"),
        ("apps/v1", "Deploymnet", "did you mean `Deployment`?"),
    ] {
        let found = kind(api_version, gone).expect_err(gone);
        assert_eq!((found[0].rule, line_and_column(&found[0])), ("kind-unserved", (2, 7)), "{gone}");
        assert_eq!(found[0].helps, [help], "{gone}");
    }
}

#[test]
fn a_document_says_what_it_is() {
    for (text, path, place) in [
        ("kind: Pod\n", "", (1, 1)),
        ("\napiVersion: v1\n", "", (2, 1)),
        ("apiVersion: 1\nkind: Pod\n", "apiVersion", (1, 1)),
        ("apiVersion: v1\nkind:\n", "kind", (2, 1)),
        ("apiVersion: v1\nkind: ''\n", "kind", (2, 1)),
        ("hello\n", "", (1, 1)),
        ("---\n- apiVersion: v1\n", "", (2, 1)),
        ("{}", "", (1, 1)),
    ] {
        let found = one(text).expect_err(text);
        assert_eq!((found[0].rule, found[0].path.as_str()), ("object-untyped", path), "{text}");
        assert_eq!(line_and_column(&found[0]), place, "{text}");
    }
}

#[test]
fn the_items_of_a_list_are_objects() {
    let text = "\
apiVersion: v1
kind: List
items:
- {apiVersion: v1, kind: ConfigMap, metadata: {name: one}}
- apiVersion: v1
  kind: List
  items: [{apiVersion: v1, kind: ConfigMap, metadata: {name: two}}]
- {apiVersion: v1, kind: ConfigMap, metadata: {name: three}, data: 1, data: 2}
- a
---
apiVersion: v1
kind: PodList
items: [{metadata: {name: four}}]
---
apiVersion: v1
kind: List
items: []
---
apiVersion: v1
kind: ConfigMap
metadata: {name: five}
";
    let source = Source::new("", text.as_bytes());
    let found: Vec<_> = documents(&source)
        .map(|document| {
            let rules = decode(&document, VERSION).err().unwrap_or_default();
            let rules: Vec<_> = rules.iter().map(|finding| finding.rule).collect();
            (
                document.index,
                document.item,
                document.kind().to_owned(),
                document.name().to_owned(),
                rules.join(" "),
            )
        })
        .collect();
    let expected = [
        (0, Some(0), "ConfigMap", "one", ""),
        (0, Some(1), "ConfigMap", "two", ""),
        (0, Some(2), "ConfigMap", "three", "field-repeated value-mistyped"),
        (0, Some(3), "", "", "object-untyped"),
        (1, Some(0), "Pod", "four", ""),
        (3, None, "ConfigMap", "five", ""),
    ];
    assert_eq!(
        found,
        expected.map(|(n, item, kind, name, rules)| (n, item, kind.into(), name.into(), rules.into()))
    );
}
