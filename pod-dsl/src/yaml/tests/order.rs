//! The order of fields, from typed objects and from plain values alike.

use k8s_openapi::api::core::v1::Pod;
use serde_json::{Value, json};

use crate::yaml::to_string;

const POD: &str = r#"apiVersion: v1
kind: Pod
metadata:
  name: web
  labels:
    zone: a
    app: web
spec:
  serviceAccountName: shop
  initContainers:
    - name: proxy
      image: haproxy:2.9
      restartPolicy: Always
      startupProbe:
        tcpSocket:
          port: 6379
        periodSeconds: 1
  containers:
    - name: app
      image: bitnami/nginx
      command:
        - sh
      args:
        - "-c"
        - |
          echo a
          echo b
      ports:
        - name: http
          containerPort: 8080
          protocol: TCP
      env:
        - name: POD_IP
          valueFrom:
            fieldRef:
              fieldPath: status.podIP
      resources:
        requests:
          memory: "64Mi"
          cpu: "100m"
        limits:
          memory: "128Mi"
      volumeMounts:
        - name: shared
          mountPath: /app
          readOnly: true
      securityContext:
        runAsNonRoot: true
        capabilities:
          drop:
            - ALL
  volumes:
    - name: shared
      emptyDir: {}
  nodeSelector:
    "y": "yes"
"#;

/// Gives every mapping's fields in the opposite order, where the value can hold one at all.
fn written_backwards(yaml: &str) -> String {
    struct Backwards<'a>(&'a serde_yaml::Value);

    impl serde::Serialize for Backwards<'_> {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            match self.0 {
                serde_yaml::Value::Mapping(fields) => {
                    let fields: Vec<_> = fields.iter().collect();
                    serializer.collect_map(fields.iter().rev().map(|(key, value)| (key, Backwards(value))))
                }
                serde_yaml::Value::Sequence(items) => serializer.collect_seq(items.iter().map(Backwards)),
                scalar => serde::Serialize::serialize(scalar, serializer),
            }
        }
    }

    to_string(&Backwards(&serde_yaml::from_str(yaml).unwrap())).unwrap()
}

/// Turns the mappings around that keep their order, so that they come out as they were.
fn with_free_mappings_turned(yaml: &str) -> String {
    yaml.replace("    zone: a\n    app: web\n", "    app: web\n    zone: a\n").replace(
        "          memory: \"64Mi\"\n          cpu: \"100m\"\n",
        "          cpu: \"100m\"\n          memory: \"64Mi\"\n",
    )
}

#[test]
fn a_pod_comes_out_as_people_write_it_whatever_the_order_it_came_in() {
    assert_eq!(written_backwards(&with_free_mappings_turned(POD)), POD);
}

#[test]
fn typed_objects_and_plain_values_are_written_alike() {
    let typed: Pod = serde_yaml::from_str(POD).unwrap();
    let plain: Value = serde_json::to_value(&typed).unwrap();
    let sorted = with_free_mappings_turned(POD);
    assert_eq!(to_string(&typed).unwrap(), sorted);
    assert_eq!(to_string(&plain).unwrap(), sorted);
}

#[test]
fn other_kinds_have_their_own_order() {
    for yaml in [
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 2\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers: []\n",
        "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  type: NodePort\n  selector:\n    app: web\n  ports:\n    - name: http\n      port: 80\n      targetPort: http\n",
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: web\ntype: Opaque\nstringData:\n  z: a\n",
        "apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: web\nspec:\n  schedule: \"0 3 * * *\"\n  jobTemplate:\n    spec:\n      backoffLimit: 1\n      template:\n        spec:\n          restartPolicy: Never\n          containers: []\n",
        "apiVersion: route.openshift.io/v1\nkind: Route\nmetadata:\n  name: web\nspec:\n  to:\n    kind: Service\n    name: web\n  tls:\n    termination: edge\n",
        "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: web\nrules:\n  - apiGroups:\n      - \"\"\n    resources:\n      - pods\n    verbs:\n      - get\n",
        "apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: Service\n    metadata:\n      name: web\n    spec:\n      type: ClusterIP\n      ports: []\n",
    ] {
        assert_eq!(written_backwards(yaml), yaml);
    }
}

#[test]
fn kinds_that_others_define_keep_their_own_order_below_spec() {
    let knative = json!({"spec": {"z": 1, "a": {"name": 1, "args": 2}}, "kind": "Service", "metadata": {"name": "x"},
        "apiVersion": "serving.knative.dev/v1", "status": {}, "extra": 1});
    assert_eq!(
        to_string(&knative).unwrap(),
        "apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata:\n  name: x\nspec:\n  a:\n    args: 2\n    name: 1\n  z: 1\nextra: 1\nstatus: {}\n"
    );
}

#[test]
fn fields_that_no_table_lists_follow_in_the_order_they_came() {
    let pod = json!({"apiVersion": "v1", "kind": "Pod", "spec": {"zeta": 1, "volumes": [], "beta": 2, "containers": []}});
    assert_eq!(
        to_string(&pod).unwrap(),
        "apiVersion: v1\nkind: Pod\nspec:\n  containers: []\n  volumes: []\n  beta: 2\n  zeta: 1\n"
    );
}
