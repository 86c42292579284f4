//! The order of fields, from typed objects and from plain values alike.

use k8s_openapi::api::core::v1::Pod;
use serde_json::{Value, json};

use crate::yaml::{read::documents, source::Source, to_string};

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

const OTHERS: &str = r#"apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers: []
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  type: NodePort
  selector:
    app: web
  ports:
    - name: http
      port: 80
      targetPort: http
---
apiVersion: v1
kind: Secret
metadata:
  name: web
type: Opaque
stringData:
  z: a
---
apiVersion: batch/v1
kind: CronJob
metadata:
  name: web
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    spec:
      backoffLimit: 1
      template:
        spec:
          restartPolicy: Never
          containers: []
---
apiVersion: route.openshift.io/v1
kind: Route
metadata:
  name: web
spec:
  to:
    kind: Service
    name: web
  tls:
    termination: edge
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: web
rules:
  - apiGroups:
      - ""
    resources:
      - pods
    verbs:
      - get
---
apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: Service
    metadata:
      name: web
    spec:
      type: ClusterIP
      ports: []
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
    for yaml in OTHERS.split("---\n") {
        assert_eq!(written_backwards(yaml), yaml);
    }
}

#[test]
fn kinds_that_others_define_keep_their_own_order_below_spec() {
    let knative = json!({
        "apiVersion": "serving.knative.dev/v1",
        "extra": 1,
        "kind": "Service",
        "metadata": {"name": "x"},
        "spec": {"a": {"args": 2, "name": 1}, "z": 1},
        "status": {},
    });
    assert_eq!(
        to_string(&knative).unwrap(),
        r"apiVersion: serving.knative.dev/v1
kind: Service
metadata:
  name: x
spec:
  a:
    args: 2
    name: 1
  z: 1
extra: 1
status: {}
"
    );
}

#[test]
fn fields_that_no_table_lists_follow_in_the_order_they_came() {
    let spec = json!({"beta": 2, "containers": [], "volumes": [], "zeta": 1});
    let pod = json!({"apiVersion": "v1", "kind": "Pod", "spec": spec});
    assert_eq!(
        to_string(&pod).unwrap(),
        "apiVersion: v1\nkind: Pod\nspec:\n  containers: []\n  volumes: []\n  beta: 2\n  zeta: 1\n"
    );
}

/// Reads a document and writes it again.
fn rewritten(text: &str) -> String {
    let source = Source::new("", text.as_bytes());
    let tree = documents(&source).next().unwrap().tree.unwrap();
    to_string(&tree.root).unwrap()
}

#[test]
fn the_kind_of_an_object_in_another_may_stand_anywhere() {
    let expected = "apiVersion: template.openshift.io/v1
kind: Template
metadata:
  name: web
objects:
  - apiVersion: route.openshift.io/v1
    kind: Route
    metadata:
      name: web
    spec:
      to:
        name: web
      tls:
        termination: edge
    id: web
  - kind: Other
    spec:
      b: 1
      a: 2
";
    let fields = [
        "apiVersion: route.openshift.io/v1",
        "id: web",
        "kind: Route",
        "metadata: {name: web}",
        "spec: {tls: {termination: edge}, to: {name: web}}",
    ];
    for mut number in 0..120 {
        let mut left = fields.to_vec();
        let mut route = Vec::new();
        while !left.is_empty() {
            route.push(left.remove(number % left.len()));
            number /= left.len() + 1;
        }
        let text = format!(
            "objects: [{{{}}}, {{spec: {{b: 1, a: 2}}, kind: Other}}]\nkind: Template\n\
             metadata: {{name: web}}\napiVersion: template.openshift.io/v1\n",
            route.join(", ")
        );
        let written = rewritten(&text);
        assert_eq!(written, expected, "{text}");
        assert_eq!(rewritten(&written), written);
    }
}
