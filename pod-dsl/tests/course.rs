//! What the course's examples emit means the same as the course's own YAML, typed in here from its pages.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use pod_dsl::{Emit, Target};
use serde::Deserialize;
use serde_yaml::Value;

#[path = "../../examples"]
#[allow(dead_code, unreachable_pub)]
mod examples {
    pub mod legacy_ambassador;
    pub mod process_namespace;
    pub mod shared_volume;
}
use examples::{legacy_ambassador, process_namespace, shared_volume};

const SHARED_VOLUME: &str = "
apiVersion: v1
kind: Pod
metadata:
  name: my-pod
spec:
  volumes:
  - name: shared-data
    emptyDir: {}
  containers:
  - name: app
    image: bitnami/nginx
    volumeMounts:
      - name: shared-data
        mountPath: /app
    ports:
    - containerPort: 8080
  - name: sidecard
    image: busybox
    volumeMounts:
    - name: shared-data
      mountPath: /pod-data
    command: ['sh', '-c', 'echo Hello from the side container > /pod-data/index.html && sleep 3600']
";

const PROCESS_NAMESPACE: &str = "
apiVersion: v1
kind: Pod
metadata:
  name: my-pod
spec:
  shareProcessNamespace: true
  containers:
  - name: app
    image: bitnami/nginx
    ports:
    - containerPort: 8080
  - name: sidecard
    image: busybox
    securityContext:
      capabilities:
        add:
        - SYS_PTRACE
    stdin: true
    tty: true
";

/// The lab's solution with the port of its task: the published one forwarded to 8775, where nobody listens. Its file
/// ended without a line break, which HAProxy 2.3 and newer refuse.
const LEGACY_AMBASSADOR: &str = "
apiVersion: v1
kind: ConfigMap
metadata:
  name: vader-service-ambassador-config
data:
  haproxy.cfg: |
    global
        daemon
        maxconn 256

    defaults
        mode http
        timeout connect 5000ms
        timeout client 50000ms
        timeout server 50000ms

    listen http-in
        bind *:80
        server server1 127.0.0.1:8989 maxconn 32
---
apiVersion: v1
kind: Pod
metadata:
  name: vader-service
spec:
  containers:
  - name: millennium-falcon
    image: ibmcase/millennium-falcon:1
  - name: haproxy-ambassador
    image: haproxy:1.7
    ports:
    - containerPort: 80
    volumeMounts:
    - name: config-volume
      mountPath: /usr/local/etc/haproxy
  volumes:
  - name: config-volume
    configMap:
      name: vader-service-ambassador-config
";

fn parse(yaml: &str) -> Vec<Value> {
    serde_yaml::Deserializer::from_str(yaml).map(|document| Value::deserialize(document).unwrap()).collect()
}

fn means(emit: &impl Emit, target: &Target, course: &str) {
    assert_eq!(parse(&emit.to_yaml(target).unwrap()), parse(course), "for {target}");
}

#[test]
fn the_first_pod_means_what_the_course_s_does() {
    for target in Target::all() {
        means(&shared_volume::pod(), &target, SHARED_VOLUME);
        means(&shared_volume::twin(), &target, SHARED_VOLUME);
    }
}

#[test]
fn the_second_pod_means_what_the_course_s_does() {
    means(&process_namespace::pod(), &Target::kubernetes(), PROCESS_NAMESPACE);
    means(&process_namespace::twin(), &Target::kubernetes(), PROCESS_NAMESPACE);
}

#[test]
fn for_openshift_the_second_pod_only_names_its_scc_besides() {
    let mut pod = parse(&process_namespace::pod().to_yaml(&Target::openshift()).unwrap()).remove(0);
    let metadata = pod["metadata"].as_mapping_mut().unwrap();
    let annotations = metadata.remove("annotations").unwrap();
    assert_eq!(annotations, parse("openshift.io/required-scc: ptrace")[0]);
    assert_eq!(pod, parse(PROCESS_NAMESPACE)[0]);
}

#[test]
fn the_lab_means_what_the_course_s_does_with_the_right_port() {
    for target in Target::all() {
        means(&legacy_ambassador::pod(), &target, LEGACY_AMBASSADOR);
        means(&legacy_ambassador::twin(), &target, LEGACY_AMBASSADOR);
    }
}
