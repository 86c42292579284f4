//! What follows from the links between containers: placement, probes, mounts, and what cannot be carried out.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use pod_dsl::{Object, k8s, prelude::*};

/// Gives the finished pod.
fn finished(pod: &Pod) -> k8s::Pod {
    let objects = pod.render(&Target::kubernetes()).unwrap();
    match objects.into_iter().next_back() {
        Some(Object::Pod(pod)) => *pod,
        other => panic!("a pod comes last: {other:?}"),
    }
}

/// Gives the names in `initContainers`, a `+` behind those of native sidecars, and the names in `containers`.
fn places(pod: &Pod) -> (Vec<String>, Vec<String>) {
    let spec = finished(pod).spec.unwrap();
    let name = |container: &k8s::Container| {
        let native = if container.restart_policy.is_some() { "+" } else { "" };
        format!("{}{native}", container.name)
    };
    let init = spec.init_containers.unwrap_or_default();
    (init.iter().map(name).collect(), spec.containers.iter().map(name).collect())
}

/// Gives the rules and paths of the errors.
fn errors(pod: &Pod) -> Vec<(&'static str, String)> {
    let report = pod.check(&Target::kubernetes());
    report.errors().map(|finding| (finding.rule, finding.path.clone())).collect()
}

fn app() -> Container {
    Container::new("app", "ghcr.io/example/app:1")
}

fn proxy() -> Container {
    Container::new("proxy", "haproxy:3.2")
}

#[test]
fn a_helper_is_a_plain_container_where_nothing_demands_more() {
    let pod = Pod::new("shop").container(app()).sidecar(proxy());
    assert_eq!(places(&pod), (vec![], vec!["app".to_owned(), "proxy".to_owned()]));
}

#[test]
fn a_helper_of_a_pod_that_ends_is_native() {
    for policy in [RestartPolicy::Never, RestartPolicy::OnFailure] {
        let pod = Pod::new("shop").restart_policy(policy).container(app()).sidecar(proxy());
        assert_eq!(places(&pod), (vec!["proxy+".to_owned()], vec!["app".to_owned()]));
    }
}

#[test]
fn a_helper_that_others_start_after_is_native_and_stands_before_them_and_is_waited_for() {
    let port = Port::tcp(8080);
    let proxy = proxy().port(&port);
    let migrate = Container::new("migrate", "ghcr.io/example/app:1").starts_after(&proxy.handle());
    let pod = Pod::new("shop").container(app()).init(migrate).sidecar(proxy);
    assert_eq!(places(&pod), (vec!["proxy+".to_owned(), "migrate".to_owned()], vec!["app".to_owned()]));

    let init = finished(&pod).spec.unwrap().init_containers.unwrap();
    let startup = init[0].startup_probe.as_ref().unwrap();
    assert_eq!(startup.tcp_socket.as_ref().unwrap().port, IntOrString::Int(8080));
    assert_eq!(init[1].startup_probe, None);
}

#[test]
fn a_startup_probe_of_one_s_own_stands() {
    let proxy = proxy().port(8080).startup(Probe::exec(["true"]));
    let pod = Pod::new("shop").container(app().starts_after(&proxy.handle())).sidecar(proxy);
    let init = finished(&pod).spec.unwrap().init_containers.unwrap();
    let startup = init[0].startup_probe.as_ref().unwrap();
    assert!(startup.exec.is_some() && startup.tcp_socket.is_none());
}

#[test]
fn a_helper_that_others_drain_through_is_native() {
    let proxy = proxy();
    let pod = Pod::new("shop").container(app().drains_through(&proxy.handle())).sidecar(proxy);
    assert_eq!(places(&pod), (vec!["proxy+".to_owned()], vec!["app".to_owned()]));
}

#[test]
fn a_helper_that_is_kept_plain_leaves_the_need_unmet() {
    let proxy = proxy();
    let pod = Pod::new("shop")
        .container(app().drains_through(&proxy.handle()))
        .sidecar(Sidecar::new(proxy).plain());
    assert_eq!(errors(&pod), [("need-unmet", "spec.containers[0]".to_owned())]);
}

#[test]
fn a_link_to_a_container_of_no_pod_is_found() {
    let pod = Pod::new("shop").container(app().signals(&proxy().handle(), Signal::Hup));
    assert_eq!(errors(&pod), [("link-to-stranger", "spec.containers[0]".to_owned())]);
}

#[test]
fn a_signal_shares_the_process_namespace() {
    let app = app();
    let reloader = Container::new("reloader", "busybox:1.37").signals(&app.handle(), Signal::Hup);
    let pod = Pod::new("shop").container(app).sidecar(reloader);
    assert_eq!(finished(&pod).spec.unwrap().share_process_namespace, Some(true));
}

#[test]
fn probes_name_a_port_that_is_declared_with_a_name_and_number_others() {
    let (http, plain, hidden) =
        (Port::tcp(8080).named("http"), Port::tcp(8081), Port::tcp(8082).named("admin"));
    let web = app()
        .port(&http)
        .port(&plain)
        .listens(&hidden)
        .readiness(Probe::http_get("/ready", &http))
        .liveness(Probe::tcp(&plain))
        .startup(Probe::tcp(&hidden))
        .pre_stop(LifecycleHandler::http_get("/stop", &http));
    let web = finished(&Pod::new("shop").container(web)).spec.unwrap().containers.remove(0);
    let port = |probe: Option<k8s::Probe>| {
        let probe = probe.unwrap();
        probe.http_get.map(|http| http.port).or(probe.tcp_socket.map(|tcp| tcp.port)).unwrap()
    };
    assert_eq!(port(web.readiness_probe), IntOrString::String("http".to_owned()));
    assert_eq!(port(web.liveness_probe), IntOrString::Int(8081));
    assert_eq!(port(web.startup_probe), IntOrString::Int(8082));
    let pre_stop = web.lifecycle.unwrap().pre_stop.unwrap();
    assert_eq!(pre_stop.http_get.unwrap().port, IntOrString::String("http".to_owned()));
    assert_eq!(web.ports.unwrap().len(), 2, "a listener that is not declared is no containerPort");
}

#[test]
fn an_outbound_ambassador_listens_on_loopback_and_is_not_published() {
    let redis = Port::tcp(6379);
    let pod = Pod::new("shop").container(app().env("REDIS", redis.address())).ambassador(
        Ambassador::outbound(proxy(), &redis, Upstream::service("redis", 6379)).config(Haproxy::tcp()),
    );
    let yaml = pod.to_yaml(&Target::kubernetes()).unwrap();
    assert!(yaml.contains("bind 127.0.0.1:6379\n") && yaml.contains("server server1 redis:6379\n"), "{yaml}");
    assert!(yaml.contains("- name: REDIS\n          value: \"127.0.0.1:6379\"\n"), "{yaml}");
    assert!(!yaml.contains("containerPort"), "{yaml}");
}

#[test]
fn an_adapter_publishes_its_port_as_metrics_and_only_reads() {
    let logs = Volume::empty_dir("logs");
    let log = logs.file("app.log");
    let exporter = Container::new("exporter", "ghcr.io/example/mtail:3").reads(&log, "/logs/app.log");
    let pod = Pod::new("shop")
        .container(app().writes(&log, "/var/log/app.log"))
        .adapter(Adapter::new(exporter, Port::tcp(9113)));
    let containers = finished(&pod).spec.unwrap().containers;
    let ports = containers[1].ports.as_ref().unwrap();
    assert_eq!((ports[0].container_port, ports[0].name.as_deref()), (9113, Some("metrics")));
    let mount = |index: usize| &containers[index].volume_mounts.as_ref().unwrap()[0];
    assert_eq!((mount(0).mount_path.as_str(), mount(0).read_only), ("/var/log", None));
    assert_eq!((mount(1).mount_path.as_str(), mount(1).read_only), ("/logs", Some(true)));
}

#[test]
fn a_shared_file_stands_where_the_volume_says() {
    let log = Volume::empty_dir("logs").file("app.log");
    let pod = Pod::new("shop").container(app().writes(&log, "/var/log/other.log"));
    assert_eq!(errors(&pod), [("shared-file-misplaced", "spec.containers[0]".to_owned())]);
}

#[test]
fn an_option_of_another_kind_of_volume_is_found() {
    let volume = Volume::config_map("config", "config").size_limit("1Gi");
    let pod = Pod::new("shop").container(app().mount(&volume, "/config"));
    assert_eq!(errors(&pod), [("volume-option-misfit", "spec.volumes[0]".to_owned())]);
}

#[test]
fn a_volume_that_several_mount_stands_once_and_two_of_one_name_clash() {
    let [data, same, other] =
        [Volume::empty_dir("data"), Volume::empty_dir("data"), Volume::empty_dir("data").in_memory()];
    let with = |second: &Volume| {
        Pod::new("shop").container(app().mount(&data, "/data")).sidecar(proxy().mount(second, "/data"))
    };
    assert_eq!(finished(&with(&same)).spec.unwrap().volumes.unwrap().len(), 1);
    assert!(errors(&with(&other)).contains(&("volume-name-twice", "spec.volumes[1].name".to_owned())));
}

#[test]
fn what_is_included_is_added_and_what_is_said_here_stands() {
    let logging = || {
        Pod::new("logging")
            .label("team", "platform")
            .label("logging", "yes")
            .sidecar(Container::new("agent", "fluent/fluent-bit:4.2.0"))
    };
    let built = Pod::new("shop").label("team", "shop").container(app()).include(logging());
    let spliced = pod! {
        pod "shop";
        label "team", "shop";
        container "app", "ghcr.io/example/app:1" {}
        ..logging();
    };
    for pod in [built, spliced] {
        let metadata = finished(&pod).metadata;
        assert_eq!(metadata.name.as_deref(), Some("shop"));
        let labels = metadata.labels.unwrap();
        assert_eq!((labels["team"].as_str(), labels["logging"].as_str()), ("shop", "yes"));
        assert_eq!(places(&pod).1, ["app", "agent"]);
    }
}
