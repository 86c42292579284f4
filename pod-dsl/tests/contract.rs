//! Contracts that were said by handles: what breaks one is an error, with the line that said it, and can be allowed.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use pod_dsl::{Report, Severity, k8s, prelude::*};

fn check(pod: &Pod) -> Report {
    pod.check(&Target::kubernetes())
}

/// Gives the severity and the path of what a rule found.
fn found(report: &Report, rule: &str) -> Vec<(Severity, String)> {
    let findings = report.findings().iter().filter(|finding| finding.rule == rule);
    findings.map(|finding| (finding.severity, finding.path.clone())).collect()
}

fn error(path: &str) -> Vec<(Severity, String)> {
    vec![(Severity::Error, path.to_owned())]
}

fn app() -> Container {
    Container::new("app", "ghcr.io/example/app:1")
}

fn proxy() -> Container {
    Container::new("proxy", "haproxy:3.2")
}

#[test]
fn a_proxy_that_forwards_to_a_port_nobody_listens_on_is_an_error() {
    let (http, legacy, forgotten) = (Port::tcp(8080), Port::tcp(8989), Port::tcp(8775));
    let pod = |upstream: &Port| {
        let ambassador = Ambassador::inbound(proxy(), &http, upstream).config(Haproxy::http());
        Pod::new("shop").container(app().listens(&legacy)).ambassador(ambassador)
    };
    let report = check(&pod(&forgotten));
    assert_eq!(found(&report, "proxy-upstream-unserved"), error("spec.containers[1]"));
    let finding = report.errors().next().unwrap();
    assert_eq!(finding.helps, ["`app` listens on 8989"]);
    assert!(finding.to_string().contains(file!()), "{finding}");
    assert_eq!(found(&check(&pod(&legacy)), "proxy-upstream-unserved"), []);
}

#[test]
fn two_listeners_on_one_port_are_an_error_though_none_is_declared() {
    let pod = |second: u16| {
        Pod::new("shop").container(app().listens(Port::tcp(8080))).sidecar(proxy().listens(Port::tcp(second)))
    };
    assert_eq!(found(&check(&pod(8080)), "port-taken-twice"), error("spec.containers[1]"));
    assert_eq!(found(&check(&pod(8081)), "port-taken-twice"), []);
}

#[test]
fn an_address_that_nobody_serves_is_an_error() {
    let redis = Port::tcp(6379).loopback();
    let caller = app().env("REDIS", redis.address());
    let report = check(&Pod::new("shop").container(caller.clone()).sidecar(proxy()));
    assert_eq!(found(&report, "local-address-unserved"), error("spec.containers[0]"));
    let report = check(&Pod::new("shop").container(caller).sidecar(proxy().listens(&redis)));
    assert_eq!(found(&report, "local-address-unserved"), []);
}

#[test]
fn a_probe_of_a_port_on_loopback_is_an_error() {
    let port = Port::tcp(8080).loopback();
    let pod = Pod::new("shop").container(app().listens(&port).liveness(Probe::tcp(&port)));
    let path = "spec.containers[0].livenessProbe.tcpSocket.port";
    assert_eq!(found(&check(&pod), "probe-misses-loopback"), error(path));
}

#[test]
fn an_outbound_proxy_that_a_raw_change_publishes_is_still_on_loopback() {
    let redis = Port::tcp(6379);
    let ambassador =
        Ambassador::outbound(proxy(), &redis, Upstream::service("redis", 6379)).config(Haproxy::tcp());
    let pod = Pod::new("shop").container(app().env("REDIS", redis.address())).ambassador(ambassador);
    assert_eq!(found(&check(&pod), "outbound-proxy-exposed"), []);
}

#[test]
fn a_consumer_whose_mount_a_raw_change_opens_is_found() {
    let log = Volume::empty_dir("logs").size_limit("64Mi").file("app.log");
    let agent = || Container::new("agent", "ghcr.io/example/agent:1").reads(&log, "/logs/app.log");
    let pod =
        |agent: Container| Pod::new("shop").container(app().writes(&log, "/var/log/app.log")).sidecar(agent);
    assert_eq!(found(&check(&pod(agent())), "consumer-may-write"), []);
    let open = agent().raw(|c: &mut k8s::Container| c.volume_mounts.as_mut().unwrap()[0].read_only = None);
    let expected = vec![(Severity::Warning, "spec.containers[1].volumeMounts[0]".to_owned())];
    assert_eq!(found(&check(&pod(open)), "consumer-may-write"), expected);
}

#[test]
fn a_helper_that_is_kept_plain_beside_work_that_ends_is_an_error() {
    let pod = |sidecar: Sidecar| {
        Pod::new("migrate").restart_policy(RestartPolicy::Never).container(app()).sidecar(sidecar)
    };
    let plain = check(&pod(Sidecar::new(proxy()).plain()));
    assert_eq!(found(&plain, "helper-outlives-job"), error("spec.containers[1]"));
    assert_eq!(found(&check(&pod(Sidecar::new(proxy()))), "helper-outlives-job"), []);
}

#[test]
fn a_native_sidecar_on_loopback_that_is_waited_for_says_how_to_ask() {
    let port = Port::tcp(6379).loopback();
    let helper = |helper: Container| {
        Pod::new("shop").container(app().starts_after(&helper.handle())).sidecar(helper.listens(&port))
    };
    let expected = vec![(Severity::Warning, "spec.initContainers[0]".to_owned())];
    assert_eq!(found(&check(&helper(proxy())), "sidecar-start-unprobed"), expected);
    let asked = proxy().startup(Probe::exec(["true"]));
    assert_eq!(found(&check(&helper(asked)), "sidecar-start-unprobed"), []);
}

#[test]
fn a_signal_that_a_raw_change_cuts_off_is_an_error() {
    let app = app();
    let reloader = Container::new("reloader", "busybox:1.37").signals(&app.handle(), Signal::Hup);
    let pod = Pod::new("shop").container(app).sidecar(reloader);
    assert_eq!(found(&check(&pod), "signal-unreachable"), []);
    let cut = pod.raw(|pod: &mut k8s::Pod| pod.spec.as_mut().unwrap().share_process_namespace = None);
    assert_eq!(found(&check(&cut), "signal-unreachable"), error("spec.containers[1]"));
}

#[test]
fn a_signal_to_another_user_is_an_error() {
    let user = |user| Security::new().run_as_user(user);
    let app = app().security(user(1000));
    let reloader =
        Container::new("reloader", "busybox:1.37").security(user(2000)).signals(&app.handle(), Signal::Hup);
    let pod = Pod::new("shop").container(app).sidecar(reloader);
    assert_eq!(found(&check(&pod), "signal-forbidden"), error("spec.containers[1].securityContext"));
}

#[test]
fn a_service_of_the_bundle_is_judged_with_its_pods() {
    let service = |target: &str| {
        serde_json::json!({
            "apiVersion": "v1", "kind": "Service", "metadata": {"name": "shop"},
            "spec": {"selector": {"app": "shop"}, "ports": [{"port": 80, "targetPort": target}]},
        })
    };
    let pod = || Pod::new("shop").label("app", "shop").container(app().port(Port::tcp(8080).named("http")));
    let bundle = |target: &str| Bundle::new().add_object(&service(target)).unwrap().add(pod());
    let report = bundle("web").check(&Target::kubernetes());
    assert_eq!(found(&report, "service-port-unserved"), error("spec.ports[0].targetPort"));
    assert_eq!(found(&bundle("http").check(&Target::kubernetes()), "service-port-unserved"), []);
}

#[test]
fn an_error_of_a_contract_can_be_allowed_and_the_report_says_why() {
    let pod = Pod::new("shop")
        .container(app().listens(Port::tcp(8080)))
        .sidecar(proxy().listens(Port::tcp(8080)).allow("port-taken-twice", "it binds 127.0.0.2"));
    let report = check(&pod);
    assert!(report.is_accepted());
    assert_eq!(report.allowed()[0].reason, "it binds 127.0.0.2");
    assert!(report.to_string().contains("= reason: it binds 127.0.0.2"), "{report}");
}
