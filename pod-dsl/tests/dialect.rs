//! What OpenShift gets otherwise than Kubernetes, what a profile fills in, and that neither happens unsaid.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use pod_dsl::{By, Object, Severity, prelude::*};
use serde_json::Value;

fn web() -> Container {
    Container::new("web", "ghcr.io/example/shop:1.4")
}

/// Lists the paths at which two objects differ, in the spelling of the API.
fn differences(left: &Value, right: &Value, path: &str, found: &mut Vec<String>) {
    let (Value::Object(left), Value::Object(right)) = (left, right) else {
        match (left.as_array(), right.as_array()) {
            (Some(left), Some(right)) if left.len() == right.len() => {
                for (index, (left, right)) in left.iter().zip(right).enumerate() {
                    differences(left, right, &format!("{path}[{index}]"), found);
                }
            }
            _ if left == right => {}
            _ => found.push(path.to_owned()),
        }
        return;
    };
    let keys: std::collections::BTreeSet<_> = left.keys().chain(right.keys()).collect();
    for key in keys {
        let step =
            if path.ends_with("annotations") { format!("{path}[{key}]") } else { format!("{path}.{key}") };
        let step = step.trim_start_matches('.');
        let empty = Value::Object(serde_json::Map::new());
        let empty = if key == "annotations" { &empty } else { &Value::Null };
        differences(left.get(key).unwrap_or(empty), right.get(key).unwrap_or(empty), step, found);
    }
}

/// Holds the delta against what really differs.
fn delta_is_whole(pod: &Pod) -> Vec<String> {
    let read = |target: &Target| -> Vec<Value> {
        let objects = pod.render(target).unwrap();
        objects.iter().map(|object| serde_json::to_value(object).unwrap()).collect()
    };
    let mut found = Vec::new();
    for (left, right) in read(&Target::kubernetes()).iter().zip(&read(&Target::openshift())) {
        differences(left, right, "", &mut found);
    }
    let mut told: Vec<_> =
        pod.delta(&Target::openshift()).into_iter().map(|(_, change)| change.path).collect();
    found.sort();
    told.sort();
    assert_eq!(found, told);
    told
}

#[test]
fn fixed_ids_are_left_to_the_project_and_the_delta_says_so() {
    let init = Container::new("fetch", "ghcr.io/example/fetch:1").security(Security::new().run_as_user(2000));
    let pod = Pod::new("shop")
        .security(PodSecurity::new().run_as_user(1000).fs_group(2000))
        .init(init)
        .container(web().security(Security::new().run_as_user(1001).run_as_group(3000)));
    assert_eq!(
        delta_is_whole(&pod),
        [
            "spec.containers[0].securityContext.runAsUser",
            "spec.initContainers[0].securityContext.runAsUser",
            "spec.securityContext.fsGroup",
            "spec.securityContext.runAsUser",
        ]
    );
    let yaml = pod.to_yaml(&Target::openshift()).unwrap();
    assert!(yaml.starts_with(
        "# Left to the project's range: runAsUser 1000, fsGroup 2000, runAsUser 2000, runAsUser 1001.\n"
    ));
    // The group of the process is nobody's to decide.
    assert!(yaml.contains("runAsGroup: 3000"));
}

#[test]
fn an_ambassador_tells_the_console_what_it_connects_to() {
    let redis = Port::tcp(6379).loopback();
    let pod = Pod::new("shop").container(web().env("REDIS", redis.address())).ambassador(
        Ambassador::outbound(
            Container::new("proxy", "haproxy:2.9-alpine"),
            &redis,
            Upstream::service("redis", 6379),
        )
        .config(Haproxy::tcp()),
    );
    assert_eq!(delta_is_whole(&pod), ["metadata.annotations[app.openshift.io/connects-to]"]);
    assert!(
        pod.to_yaml(&Target::openshift()).unwrap().contains(r#"app.openshift.io/connects-to: "[\"redis\"]""#)
    );
}

#[test]
fn ids_stay_where_something_admits_them() {
    let fixed = |id| Pod::new("shop").container(web().security(Security::new().run_as_user(id)));
    let openshift = Target::openshift;
    let paths = |pod: &Pod, target: &Target| pod.delta(target).len();
    assert_eq!(paths(&fixed(1000), &openshift()), 1);
    // A user namespace of its own: `restricted-v3` admits ids that are not root's, from OpenShift 4.20 on.
    assert_eq!(paths(&fixed(1000).host_users(false), &openshift()), 0);
    assert_eq!(paths(&fixed(999).host_users(false), &openshift()), 1);
    assert_eq!(paths(&fixed(1000).host_users(false), &openshift().kube_version("1.32")), 1);
    // Root is meant where it is said: leaving it out would change what the program may do.
    assert_eq!(paths(&fixed(0), &openshift()), 0);
    assert_eq!(paths(&fixed(1000), &openshift().may_use(Scc::named("nonroot-v2"))), 0);
    let pinned = fixed(1000).requires_scc("nonroot-v2").delta(&openshift());
    assert_eq!(pinned.len(), 1);
    assert!(pinned[0].1.asked && pinned[0].1.path.ends_with("[openshift.io/required-scc]"));
    assert_eq!(paths(&fixed(1000), &openshift().strict()), 0);
    assert_eq!(paths(&fixed(1000), &Target::kubernetes()), 0);
}

#[test]
fn a_profile_fills_in_what_was_left_open_and_lists_it() {
    let bare =
        || Pod::new("shop").container(web().port(80)).sidecar(Container::new("log", "ghcr.io/example/log:1"));
    let added = |pod: Pod| -> Vec<String> {
        let all = pod.changes(&Target::kubernetes()).into_iter();
        all.filter(|(_, change)| change.by == By::Profile).map(|(_, change)| change.path).collect()
    };
    let main = "metadata.annotations[kubectl.kubernetes.io/default-container]";
    assert_eq!(added(bare()), Vec::<String>::new());
    assert_eq!(added(bare().profile(Profile::none())), Vec::<String>::new());
    assert_eq!(added(bare().profile(Profile::baseline())), [main]);
    let restricted = [
        main,
        "spec.securityContext.runAsNonRoot",
        "spec.securityContext.seccompProfile",
        "spec.containers[0].securityContext.allowPrivilegeEscalation",
        "spec.containers[0].securityContext.capabilities.drop",
        "spec.containers[1].securityContext.allowPrivilegeEscalation",
        "spec.containers[1].securityContext.capabilities.drop",
    ];
    assert_eq!(added(bare().profile(Profile::restricted())), restricted);
    let mut portable = restricted.to_vec();
    portable.push("spec.securityContext.sysctls[0]");
    assert_eq!(added(bare().profile(Profile::portable())), portable);
    // What was said stands.
    let said = bare()
        .profile(Profile::restricted())
        .security(PodSecurity::new().run_as_user(1000).run_as_non_root());
    assert!(!added(said).contains(&"spec.securityContext.runAsNonRoot".to_owned()));
}

#[test]
fn a_container_outside_the_profile_is_left_as_it_is() {
    let pod = Pod::new("shop").profile(Profile::restricted()).container(web()).sidecar(
        Container::new("root", "ghcr.io/example/root:1").outside_profile("it writes the node's clock"),
    );
    let yaml = pod.to_yaml(&Target::kubernetes()).unwrap();
    let (ours, theirs) = yaml.split_once("- name: root").unwrap();
    assert!(ours.contains("runAsNonRoot: true") && ours.contains("seccompProfile"));
    assert!(!theirs.contains("securityContext"), "{yaml}");
    // What is said for the pod would hold for both.
    assert!(!ours.contains("spec:\n  securityContext"));
}

#[test]
fn a_portable_pod_has_the_same_bytes_everywhere() {
    let redis = Port::tcp(6379).loopback();
    let pod = Pod::new("shop")
        .profile(Profile::portable())
        .container(web().port(80).env("REDIS", redis.address()))
        .ambassador(
            Ambassador::outbound(
                Container::new("proxy", "haproxy:2.9-alpine"),
                &redis,
                Upstream::service("redis", 6379),
            )
            .config(Haproxy::tcp()),
        );
    assert_eq!(pod.to_yaml(&Target::kubernetes()).unwrap(), pod.to_yaml(&Target::openshift()).unwrap());
    assert!(delta_is_whole(&pod).is_empty());
}

#[test]
fn what_is_said_against_a_profile_is_an_error_on_every_target() {
    let line = line!() + 1;
    let privileged = |container: Container| container.security(Security::new().privileged());
    let pod =
        |helper: Container| Pod::new("shop").profile(Profile::baseline()).container(web()).sidecar(helper);
    let helper = || Container::new("helper", "ghcr.io/example/helper:1");
    for target in Target::all() {
        let report = pod(privileged(helper())).to_yaml(&target).unwrap_err();
        let found: Vec<_> = report.errors().filter(|finding| finding.rule == "profile-not-kept").collect();
        assert_eq!(found.len(), 1, "{report}");
        assert_eq!(found[0].path, "spec.containers[1].securityContext.privileged");
        assert!(found[0].place.as_ref().unwrap().to_string().contains(&format!(":{line}:")), "{report}");
        let template = pod(privileged(helper())).deployment().check(&target);
        assert!(
            template
                .errors()
                .any(|f| f.path == "spec.template.spec.containers[1].securityContext.privileged")
        );
    }
    let exempt =
        pod(privileged(helper()).outside_profile("it loads a kernel module")).check(&Target::kubernetes());
    assert!(exempt.is_accepted(), "{exempt}");
    assert_eq!(exempt.allowed()[0].reason, "it loads a kernel module");
}

fn door(expose: impl FnOnce(Expose) -> Expose) -> Bundle {
    let http = Port::tcp(8080).named("http");
    let shop = Pod::new("shop").container(web().port(&http)).deployment();
    let service = Service::of(&shop).port(80, &http);
    let door = expose(Expose::of(&service));
    Bundle::new().add(shop).add(service).add(door)
}

#[test]
fn a_door_is_an_ingress_here_and_a_route_there() {
    let bundle = door(|door| door.host("shop.example.com").path("/api").edge().certificate("shop-tls"));
    let kubernetes = bundle.to_yaml(&Target::kubernetes()).unwrap();
    for part in
        ["kind: Ingress\n", "name: http\n", "path: /api\n", "secretName: shop-tls\n", "- shop.example.com\n"]
    {
        assert!(kubernetes.contains(part), "{part} is not in:\n{kubernetes}");
    }
    let openshift = bundle.to_yaml(&Target::openshift()).unwrap();
    for part in [
        "apiVersion: route.openshift.io/v1\nkind: Route\n",
        "host: shop.example.com\n",
        "path: /api\n",
        "targetPort: http\n",
        "termination: edge\n",
        "name: shop-tls\n",
    ] {
        assert!(openshift.contains(part), "{part} is not in:\n{openshift}");
    }
    assert!(!openshift.contains("kind: Ingress"));
    let delta = bundle.delta(&Target::openshift());
    assert!(
        delta.iter().any(|(_, change)| change.path == "kind" && change.after.as_deref() == Some("\"Route\""))
    );
}

#[test]
fn what_only_a_route_can_say_is_refused_for_kubernetes() {
    let bundle = door(|door| door.host("shop.example.com").passthrough());
    let line = line!() - 1;
    let refused = bundle.to_yaml(&Target::kubernetes()).unwrap_err();
    let found: Vec<_> = refused.errors().map(|finding| (finding.rule, finding.path.as_str())).collect();
    assert_eq!(found, [("route-needed", "spec.tls")]);
    assert!(refused.to_string().contains(&format!("dialect.rs:{line}:")), "{refused}");
    assert!(bundle.to_yaml(&Target::openshift()).unwrap().contains("termination: passthrough"));
    // The rules of a Route hold: what is passed on unread has no path.
    let wrong =
        door(|door| door.host("shop.example.com").path("/api").passthrough()).check(&Target::openshift());
    assert!(wrong.errors().any(|finding| finding.path == "spec.path"), "{wrong}");
}

#[test]
fn a_portable_pod_keeps_to_what_openshift_admits_on_every_target() {
    let pod = |security| Pod::new("shop").profile(Profile::portable()).container(web().security(security));
    let paths = |pod: Pod, target: &Target| -> Vec<String> {
        let report = pod.check(target);
        let broken = report.errors().filter(|finding| finding.rule == "profile-not-kept");
        broken.map(|finding| finding.path.clone()).collect()
    };
    let user = "spec.containers[0].securityContext.runAsUser";
    assert_eq!(paths(pod(Security::new().run_as_user(1000)), &Target::kubernetes()), [user]);
    assert_eq!(paths(pod(Security::new().run_as_user(1000)), &Target::openshift()), [user]);
    // A user namespace of its own may have any id that is not root's.
    let own = pod(Security::new().run_as_user(1000)).host_users(false);
    assert_eq!(paths(own, &Target::kubernetes()), Vec::<String>::new());
    assert_eq!(paths(pod(Security::new()), &Target::kubernetes()), Vec::<String>::new());
}

#[test]
fn an_image_follows_a_tag_wherever_its_container_has_been_placed() {
    let proxy = Container::new("proxy", "ghcr.io/example/proxy:1");
    let web = Container::new("web", "ghcr.io/example/web:1").starts_after(&proxy.handle());
    let (proxy_handle, web_handle) = (proxy.handle(), web.handle());
    let pod = Pod::new("shop").sidecar(proxy).container(web);
    let shop = pod
        .clone()
        .deployment()
        .follows_tag(&web_handle, "web:latest")
        .follows_tag(&proxy_handle, "images/proxy:1");
    let triggers = |objects: Vec<Object>| {
        let object = serde_json::to_value(&objects[0]).unwrap();
        let text =
            object["metadata"]["annotations"]["image.openshift.io/triggers"].as_str().map(str::to_owned);
        text.map(|text| serde_json::from_str::<Value>(&text).unwrap())
    };
    let expected = serde_json::json!([
        {
            "from": {"kind": "ImageStreamTag", "name": "web:latest"},
            "fieldPath": "spec.template.spec.containers[?(@.name==\"web\")].image",
        },
        {
            "from": {"kind": "ImageStreamTag", "name": "proxy:1", "namespace": "images"},
            "fieldPath": "spec.template.spec.initContainers[?(@.name==\"proxy\")].image",
        },
    ]);
    assert_eq!(triggers(shop.render(&Target::openshift()).unwrap()), Some(expected));
    assert_eq!(triggers(shop.render(&Target::kubernetes()).unwrap()), None);
    let report = shop.check(&Target::openshift());
    assert!(report.findings().iter().all(|finding| !finding.rule.starts_with("image-trigger")), "{report}");
    let delta = shop.delta(&Target::openshift());
    assert!(
        delta.iter().any(|(_, change)| change.asked && change.path.contains("image.openshift.io/triggers"))
    );

    let cron = pod.cron_job("@daily").follows_tag(&web_handle, "web:latest");
    let paths = triggers(cron.render(&Target::openshift()).unwrap()).unwrap();
    let path = "spec.jobTemplate.spec.template.spec.containers[?(@.name==\"web\")].image";
    assert_eq!(paths[0]["fieldPath"], path);

    let stranger = Container::new("other", "ghcr.io/example/other:1").handle();
    let report = cron.follows_tag(&stranger, "web:latest").check(&Target::openshift());
    assert!(report.errors().any(|finding| finding.rule == "link-to-stranger"), "{report}");
}

#[test]
fn a_door_asks_as_its_pods_listen() {
    let found = |port: Port, expose: fn(Expose) -> Expose| {
        let web = Pod::new("shop").container(web().port(&port)).deployment();
        let service = Service::of(&web).port(443, &port);
        let door = expose(Expose::of(&service).host("shop.example.com"));
        let report = Bundle::new().add(door).add(service).add(web).check(&Target::openshift());
        let told = report.findings().iter().filter(|finding| finding.rule == "route-tls-mismatch");
        told.map(|finding| finding.severity).collect::<Vec<_>>()
    };
    let tls = || Port::tcp(9000).named("api").tls();
    assert_eq!(found(tls(), Expose::passthrough), []);
    assert_eq!(found(tls(), Expose::reencrypt), []);
    assert_eq!(found(tls(), Expose::edge), [Severity::Error], "what was said is known");
    assert_eq!(found(tls(), |door| door), [Severity::Error]);
    let plain = || Port::tcp(8080).named("http");
    assert_eq!(found(plain(), Expose::edge), []);
    assert_eq!(found(plain(), Expose::passthrough), [Severity::Warning], "a name is a guess");
    assert_eq!(found(Port::tcp(8443).named("https"), Expose::edge), [Severity::Warning]);
    assert_eq!(found(Port::tcp(9000).named("api"), Expose::reencrypt), [], "nobody knows");
}
