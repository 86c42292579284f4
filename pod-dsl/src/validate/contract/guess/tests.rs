//! What is guessed of whole pods.

use serde_json::{Value, json};

use crate::{
    intent::{Address, Duty, Intent, Role, UpstreamTo},
    validate::contract::{
        Companions,
        context::{Subject, Workload},
    },
};

fn guessed(spec: &Value, config: &Value) -> Intent {
    let spec = serde_json::from_value(spec.clone()).unwrap();
    let meta = serde_json::from_value(json!({"name": "shop"})).unwrap();
    let map: k8s_openapi::api::core::v1::ConfigMap =
        serde_json::from_value(json!({"metadata": {"name": "config"}, "data": config})).unwrap();
    let companions = Companions { config_maps: vec![std::borrow::Cow::Owned(map)], ..Companions::default() };
    let subject = Subject { workload: Workload::Pod, owner: &meta, meta: &meta, spec: &spec, prefix: "" };
    let init = subject.spec.init_containers.iter().flatten();
    let runs: Vec<_> = init.chain(&subject.spec.containers).map(super::Run::of).collect();
    super::complete(&Intent::default(), &subject, &companions, &runs)
}

fn listeners(intent: &Intent) -> Vec<(usize, u16, Address)> {
    intent.listeners.iter().map(|listener| (listener.owner, listener.port, listener.address)).collect()
}

fn upstreams(intent: &Intent) -> Vec<(usize, u16, bool)> {
    let port = |to: &UpstreamTo| match to {
        UpstreamTo::Listener { port, .. } | UpstreamTo::External { port, .. } => *port,
    };
    intent.upstreams.iter().map(|upstream| (upstream.owner, port(&upstream.to), upstream.proxied)).collect()
}

#[test]
fn a_proxy_is_told_by_its_configuration() {
    let intent = guessed(
        &json!({
            "containers": [
                {"name": "app", "image": "app:1", "env": [{"name": "PORT", "value": "8989"}]},
                {"name": "proxy", "image": "haproxy:3.2", "volumeMounts": [{"name": "c", "mountPath": "/usr/local/etc/haproxy"}]},
            ],
            "volumes": [{"name": "c", "configMap": {"name": "config"}}],
        }),
        &json!({"haproxy.cfg": "frontend f\n bind *:8080\nbackend b\n server s 127.0.0.1:8989\n"}),
    );
    assert_eq!(listeners(&intent), [(0, 8989, Address::Any), (1, 8080, Address::Any)]);
    assert_eq!(upstreams(&intent), [(1, 8989, true)]);
    assert_eq!(intent.members[1].role, Role::InboundAmbassador);
    assert!(intent.listeners.iter().all(|listener| listener.basis.is_guess()));
}

#[test]
fn an_outbound_proxy_is_told_by_its_image_and_needed_by_who_calls_it() {
    let intent = guessed(
        &json!({
            "containers": [
                {"name": "app", "image": "app:1", "env": [{"name": "DB", "value": "postgres://127.0.0.1:5432/x"}]},
                {"name": "db", "image": "gcr.io/x/cloud-sql-proxy:2", "args": ["--port=5432", "a:b:c"]},
            ],
        }),
        &json!({}),
    );
    assert_eq!(listeners(&intent), [(1, 5432, Address::Loopback)]);
    assert_eq!(intent.members[1].role, Role::OutboundAmbassador);
    assert_eq!(intent.needs.len(), 2);
}

#[test]
fn a_command_tells_how_long_a_container_lasts_and_what_it_writes() {
    let intent = guessed(
        &json!({
            "containers": [
                {"name": "a", "image": "b", "command": ["sh", "-c", "echo hi > /out/a.txt && sleep 10"],
                 "volumeMounts": [{"name": "v", "mountPath": "/out"}]},
                {"name": "b", "image": "b", "command": ["sh", "-c", "tail -F /in/a.txt"],
                 "volumeMounts": [{"name": "v", "mountPath": "/in"}]},
                {"name": "c", "image": "b"},
            ],
            "volumes": [{"name": "v", "emptyDir": {}}],
        }),
        &json!({}),
    );
    let duties: Vec<_> =
        intent.members.iter().map(|member| member.duty.as_ref().map(|(duty, _)| *duty)).collect();
    assert_eq!(duties, [Some(Duty::OneShot), Some(Duty::LongRunning), None]);
    let file = intent.channels.iter().find(|channel| channel.file.as_deref() == Some("a.txt")).unwrap();
    assert_eq!((file.writers.as_slice(), file.readers.as_slice()), ([0].as_slice(), [1].as_slice()));
}

#[test]
fn nothing_panics_on_odd_pods() {
    for spec in [
        json!({"containers": []}),
        json!({"containers": [{"name": "", "command": ["sh", "-c"], "args": [""], "ports": [{"containerPort": -1}]}]}),
        json!({"containers": [{"name": "a", "args": ["--", "-", "--=", "kill", ">"], "image": "::@"}]}),
    ] {
        guessed(&spec, &json!({"nginx.conf": "listen ;{}}{", "envoy.yaml": "&a [*a]"}));
    }
}
