use k8s_openapi::api::{
    apps::v1::{Deployment, StatefulSet},
    batch::v1::{CronJob, Job},
    core::v1::{Pod, ReplicationController, Secret, Service},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use crate::{target::KubeVersion, validate::gates::Gates};

fn gates() -> Gates {
    Gates::of(KubeVersion::DEFAULT)
}

fn filled<T: DeserializeOwned + Serialize>(object: Value, fill: impl FnOnce(&mut T)) -> Value {
    let mut object: T = serde_json::from_value(object).unwrap();
    fill(&mut object);
    serde_json::to_value(&object).unwrap()
}

fn pod_in(version: KubeVersion, spec: &Value) -> Value {
    let object = json!({"metadata": {"name": "a"}, "spec": spec});
    filled::<Pod>(object, |pod| super::pod(pod, Gates::of(version), version))["spec"].take()
}

fn pod(spec: &Value) -> Value {
    pod_in(KubeVersion::DEFAULT, spec)
}

#[test]
fn an_almost_empty_pod_is_completed() {
    let spec = pod(&json!({"containers": [{"name": "c", "image": "nginx", "ports": [{"containerPort": 80}],
        "livenessProbe": {"httpGet": {"port": 80}, "periodSeconds": 0}}], "volumes": [{"name": "v"}]}));
    assert_eq!(spec["restartPolicy"], "Always");
    assert_eq!(spec["dnsPolicy"], "ClusterFirst");
    assert_eq!(spec["schedulerName"], "default-scheduler");
    assert_eq!(spec["terminationGracePeriodSeconds"], 30);
    assert_eq!(spec["enableServiceLinks"], true);
    assert_eq!(spec["securityContext"], json!({}));
    assert_eq!(spec["volumes"][0]["emptyDir"], json!({}));
    let container = &spec["containers"][0];
    assert_eq!(container["imagePullPolicy"], "Always");
    assert_eq!(container["terminationMessagePath"], "/dev/termination-log");
    assert_eq!(container["terminationMessagePolicy"], "File");
    assert_eq!(container["ports"][0], json!({"containerPort": 80, "protocol": "TCP"}));
    assert_eq!(
        container["livenessProbe"],
        json!({"httpGet": {"port": 80, "path": "/", "scheme": "HTTP"}, "timeoutSeconds": 1, "periodSeconds": 10,
            "successThreshold": 1, "failureThreshold": 3})
    );
}

#[test]
fn the_pull_policy_follows_the_tag() {
    for (image, policy) in [
        ("nginx", "Always"),
        ("nginx:latest", "Always"),
        ("nginx:1.27", "IfNotPresent"),
        ("registry:5000/nginx", "Always"),
        ("nginx@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "IfNotPresent"),
    ] {
        let spec = pod(&json!({"containers": [{"name": "c", "image": image}]}));
        assert_eq!(spec["containers"][0]["imagePullPolicy"], policy, "{image}");
    }
}

#[test]
fn only_a_pod_gets_requests_host_ports_and_a_sound_grace_period() {
    let spec = json!({"hostNetwork": true, "terminationGracePeriodSeconds": -5, "containers": [{"name": "c",
        "ports": [{"containerPort": 80}], "resources": {"limits": {"cpu": "1", "memory": "1Gi"}, "requests": {"cpu": "100u"}}}]});
    let alone = pod(&spec);
    assert_eq!(alone["terminationGracePeriodSeconds"], 1);
    assert_eq!(alone["containers"][0]["ports"][0]["hostPort"], 80);
    assert_eq!(alone["containers"][0]["resources"]["requests"], json!({"cpu": "1m", "memory": "1Gi"}));
    let object = json!({"spec": {"selector": {}, "template": {"spec": spec}}});
    let deployment = filled::<Deployment>(object, |object| super::deployment(object, gates()));
    let template = &deployment["spec"]["template"]["spec"];
    assert_eq!(template["terminationGracePeriodSeconds"], -5);
    assert_eq!(template["containers"][0]["ports"][0].get("hostPort"), None);
    assert_eq!(template["containers"][0]["resources"]["requests"], json!({"cpu": "1m"}));
    assert_eq!(template.get("enableServiceLinks"), None);
}

#[test]
fn the_resources_of_the_whole_pod_come_from_its_containers() {
    let spec = json!({
        "resources": {"limits": {"cpu": "4", "memory": "1Gi"}},
        "initContainers": [
            {"name": "sidecar", "restartPolicy": "Always", "resources": {"requests": {"cpu": "250m"}}},
            {"name": "setup", "resources": {"requests": {"cpu": "2"}}},
        ],
        "containers": [
            {"name": "a", "resources": {"requests": {"cpu": "1"}, "limits": {"hugepages-2Mi": "4Mi"}}},
            {"name": "b", "resources": {"requests": {"cpu": "500m"}}},
        ],
    });
    let whole = pod(&spec)["resources"].take();
    // While it starts the pod needs 250m + 2; while it runs 250m + 1 + 500m.
    assert_eq!(whole["requests"], json!({"cpu": "2250m", "memory": "1Gi", "hugepages-2Mi": "4Mi"}));
    assert_eq!(whole["limits"], json!({"cpu": "4", "memory": "1Gi", "hugepages-2Mi": "4Mi"}));
    let before = pod_in(KubeVersion::new(33).unwrap(), &spec)["resources"].take();
    assert_eq!(before, json!({"limits": {"cpu": "4", "memory": "1Gi"}}), "the gate is off in 1.33");
}

#[test]
fn volumes_get_modes_and_versions() {
    let spec = pod(&json!({"containers": [], "volumes": [
        {"name": "a", "secret": {"secretName": "s"}},
        {"name": "b", "projected": {"sources": [{"serviceAccountToken": {"path": "t"}},
            {"downwardAPI": {"items": [{"path": "n", "fieldRef": {"fieldPath": "metadata.name"}}]}}]}},
        {"name": "c", "hostPath": {"path": "/x"}},
        {"name": "d", "image": {"reference": "data:1"}},
        {"name": "e", "azureDisk": {"diskName": "d", "diskURI": "u", "cachingMode": ""}},
        {"name": "f", "ephemeral": {"volumeClaimTemplate": {"spec": {}}}},
    ]}));
    let volumes = &spec["volumes"];
    assert_eq!(volumes[0]["secret"]["defaultMode"], 0o644);
    assert_eq!(volumes[1]["projected"]["sources"][0]["serviceAccountToken"]["expirationSeconds"], 3600);
    assert_eq!(
        volumes[1]["projected"]["sources"][1]["downwardAPI"]["items"][0]["fieldRef"]["apiVersion"],
        "v1"
    );
    assert_eq!(volumes[2]["hostPath"]["type"], "");
    assert_eq!(volumes[3]["image"]["pullPolicy"], "IfNotPresent");
    assert_eq!(volumes[4]["azureDisk"]["cachingMode"], "", "an empty one is kept, and refused");
    assert_eq!(volumes[4]["azureDisk"]["kind"], "Shared");
    assert_eq!(volumes[5]["ephemeral"]["volumeClaimTemplate"]["spec"]["volumeMode"], "Filesystem");
}

#[test]
fn workloads_are_completed() {
    let template = json!({"metadata": {"labels": {"a": "b"}}, "spec": {"containers": []}});
    let set = filled::<StatefulSet>(json!({"spec": {"selector": {}, "template": template}}), |object| {
        super::stateful_set(object, gates());
    });
    assert_eq!(
        set["spec"]["updateStrategy"],
        json!({"type": "RollingUpdate", "rollingUpdate": {"partition": 0}}),
        "1.36 throws `maxUnavailable` away"
    );
    assert_eq!(set["spec"]["podManagementPolicy"], "OrderedReady");
    let job = filled::<Job>(json!({"spec": {"template": template, "backoffLimitPerIndex": 1}}), |object| {
        super::job(object, gates());
    });
    assert_eq!(job["metadata"]["labels"], json!({"a": "b"}));
    assert_eq!(job["spec"]["completions"], 1);
    assert_eq!(job["spec"]["backoffLimit"], i32::MAX);
    assert_eq!(job["spec"]["podReplacementPolicy"], "TerminatingOrFailed");
    let spec = json!({"spec": {"schedule": "@daily", "jobTemplate": {"spec": {"template": template}}}});
    let cron = filled::<CronJob>(spec, |object| super::cron_job(object, gates()));
    assert_eq!(cron["spec"]["concurrencyPolicy"], "Allow");
    assert_eq!(cron["spec"]["jobTemplate"]["spec"].get("completions"), None);
    assert_eq!(cron["spec"]["jobTemplate"]["spec"]["template"]["spec"]["restartPolicy"], "Always");
    let controller = filled::<ReplicationController>(json!({"spec": {"template": template}}), |object| {
        super::replication_controller(object, gates());
    });
    assert_eq!(controller["spec"]["selector"], json!({"a": "b"}));
}

#[test]
fn services_and_secrets_are_completed() {
    let spec = json!({"spec": {"type": "NodePort", "sessionAffinity": "ClientIP", "ports": [{"port": 80}]}});
    let service = filled::<Service>(spec, super::service);
    assert_eq!(service["spec"]["ports"][0], json!({"port": 80, "targetPort": 80, "protocol": "TCP"}));
    assert_eq!(service["spec"]["externalTrafficPolicy"], "Cluster");
    assert_eq!(service["spec"]["sessionAffinityConfig"]["clientIP"]["timeoutSeconds"], 10_800);
    let secret = filled::<Secret>(json!({"data": {"k": "b2xk"}, "stringData": {"k": "new"}}), super::secret);
    assert_eq!(secret["type"], "Opaque");
    assert_eq!(secret["data"]["k"], "bmV3", "the text wins");
}
