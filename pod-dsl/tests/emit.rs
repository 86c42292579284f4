//! What is judged, what is written and what is not: the calls of the library as a program uses them.

use std::io;

use pod_dsl::{EmitError, Finding, Object, prelude::*, validate::Place, write_stream};
use serde::{Serialize, Serializer};
use serde_json::json;

/// Gives a pod that is sound.
fn sound(name: &str) -> Pod {
    Pod::new(name).container(Container::new("web", "ghcr.io/example/web:1"))
}

/// Gives a pod that the server refuses.
fn refused(name: &str) -> Pod {
    sound(name).container(Container::new("Second", "ghcr.io/example/web:1"))
}

/// Gives rule, path and Rust line of a finding.
fn told(finding: &Finding) -> (&str, &str, u32) {
    let Some(Place::Rust(at)) = &finding.place else { panic!("no line of Rust: {finding}") };
    assert_eq!(at.file(), file!());
    (finding.rule, &finding.path, at.line())
}

#[test]
fn the_builder_tells_all_findings_at_once_with_path_and_line() {
    let shared = Volume::empty_dir("Shared");
    let volume_line = line!() - 1;
    let first = line!();
    let pod = Pod::new("shop")
        .container(
            Container::new("web", " padded:1")
                .port(Port::tcp(8080).named("much-too-long-name"))
                .mount(&shared, "/data"),
        )
        .container(Container::new("Web_1", "ghcr.io/example/web:1"));

    let report = pod.to_yaml(&Target::kubernetes()).unwrap_err();
    let found: Vec<_> = report.errors().map(told).collect();
    for expected in [
        ("container-image-padded", "spec.containers[0].image", first + 3),
        ("port-name-malformed", "spec.containers[0].ports[0].name", first + 4),
        ("container-name-malformed", "spec.containers[1].name", first + 7),
        ("volume-name-malformed", "spec.volumes[0].name", volume_line),
    ] {
        assert!(found.contains(&expected), "{expected:?} is not among {found:#?}");
    }
    assert_eq!(report, pod.check(&Target::kubernetes()), "`check` tells what `to_yaml` does");
}

#[test]
fn the_macro_tells_the_line_of_the_statement() {
    let number = 0;
    let first = line!();
    let pod = pod! {
        pod "shop";
        container "web", "ghcr.io/example/web:1" {
            port 8080;
            port number;
        }
    };
    let report = pod.check(&Target::kubernetes());
    let found: Vec<_> = report.errors().map(told).collect();
    assert_eq!(found, [("port-number-missing", "spec.containers[0].ports[1].containerPort", first + 5)]);
}

#[test]
fn a_report_reads_as_a_compiler_s() {
    let text = refused("shop").check(&Target::kubernetes()).to_string();
    assert!(text.starts_with("error[container-name-malformed]: "), "{text}");
    assert!(text.contains(&format!("\n  --> {}:", file!())), "{text}");
    assert!(text.contains("\n   |  Pod/shop: spec.containers[1].name\n"), "{text}");
    assert!(text.contains("refused: 1 error"), "{text}");
}

#[test]
fn a_contract_error_can_be_allowed_with_a_reason_where_it_stands() {
    let stranger = Container::new("proxy", "haproxy:3.2").handle();
    let web = || Container::new("web", "ghcr.io/example/web:1").starts_after(&stranger);
    let rule = "link-to-stranger";

    let report = Pod::new("shop").container(web()).check(&Target::kubernetes());
    assert_eq!(report.errors().map(|finding| finding.rule).collect::<Vec<_>>(), [rule]);

    let by_container = Pod::new("shop").container(web().allow(rule, "a webhook adds the proxy"));
    let by_pod = Pod::new("shop").container(web()).allow(rule, "a webhook adds the proxy");
    for pod in [by_container, by_pod] {
        let report = pod.check(&Target::kubernetes());
        assert!(report.is_empty(), "{report}");
        assert_eq!(report.allowed()[0].reason, "a webhook adds the proxy");
        assert!(pod.to_yaml(&Target::kubernetes()).is_ok());
    }

    let elsewhere =
        sound("shop").container(Container::new("other", "ghcr.io/example/web:1").starts_after(&stranger));
    let elsewhere =
        elsewhere.sidecar(Container::new("log", "busybox:1.37").allow(rule, "not about this one"));
    assert!(!elsewhere.check(&Target::kubernetes()).is_accepted());
}

#[test]
fn what_the_server_refuses_cannot_be_allowed() {
    let pod = refused("shop").allow("container-name-malformed", "we like capitals");
    let report = pod.to_yaml(&Target::kubernetes()).unwrap_err();
    let finding = report.errors().next().unwrap();
    assert_eq!(finding.rule, "container-name-malformed");
    assert!(finding.notes[0].contains("cannot be allowed"), "{finding}");
    assert!(report.allowed().is_empty());
}

#[test]
fn a_bundle_is_refused_whole() {
    let bundle = Bundle::new().add(sound("first")).add(refused("second"));
    assert!(bundle.to_yaml(&Target::kubernetes()).is_err());
    assert!(bundle.render(&Target::kubernetes()).is_err());

    let mut written = Vec::new();
    let error = bundle.write_yaml(&Target::kubernetes(), &mut written).unwrap_err();
    assert!(matches!(&error, EmitError::Refused(report) if report.errors().count() == 1), "{error}");
    assert!(written.is_empty());
}

#[test]
fn a_writer_gets_what_the_text_is() {
    let bundle = Bundle::new().add(sound("first")).add(ConfigMap::new("config").data("a", "1"));
    let mut written = Vec::new();
    let report = bundle.write_yaml(&Target::openshift(), &mut written).unwrap();
    assert!(report.is_empty());
    assert_eq!(String::from_utf8(written).unwrap(), bundle.to_yaml(&Target::openshift()).unwrap());
}

#[test]
fn a_writer_that_fails_is_told_from_a_refusal() {
    struct Full;
    impl io::Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::Error::from(io::ErrorKind::StorageFull))
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let error = sound("shop").write_yaml(&Target::kubernetes(), &mut Full).unwrap_err();
    assert!(matches!(error, EmitError::Io(error) if error.kind() == io::ErrorKind::StorageFull));
}

#[test]
fn a_stream_is_one_text_of_many_documents() {
    let mut stream = Vec::new();
    write_stream(["first", "second"].map(sound), &Target::kubernetes(), &mut stream).unwrap();
    let bundle = Bundle::new().add(sound("first")).add(sound("second"));
    assert_eq!(String::from_utf8(stream).unwrap(), bundle.to_yaml(&Target::kubernetes()).unwrap());
}

#[test]
fn a_stream_ends_before_what_is_refused() {
    let mut stream = Vec::new();
    let items = [sound("first"), refused("second"), sound("third")];
    let error = write_stream(items, &Target::kubernetes(), &mut stream).unwrap_err();
    assert!(error.to_string().contains("Pod/second"), "{error}");
    assert_eq!(String::from_utf8(stream).unwrap(), sound("first").to_yaml(&Target::kubernetes()).unwrap());
}

#[test]
fn a_release_that_is_not_known_is_a_finding() {
    let report = sound("shop").to_yaml(&Target::kubernetes().kube_version("1.12")).unwrap_err();
    assert_eq!(report.errors().map(|finding| finding.rule).collect::<Vec<_>>(), ["kube-version-unknown"]);
    assert!(report.to_string().contains("`1.12`") && report.to_string().contains("1.29 to 1.37"), "{report}");
}

#[test]
fn a_field_is_judged_by_the_release_that_is_asked_for() {
    let pod = sound("shop")
        .init(Container::new("once", "busybox:1.37").restart_policy(pod_dsl::RestartPolicy::Never));
    assert!(pod.check(&Target::kubernetes().kube_version("1.36")).is_accepted());
    let report = pod.check(&Target::kubernetes().kube_version("1.33"));
    assert!(!report.is_accepted(), "{report}");
}

#[test]
fn an_object_of_another_kind_is_written_as_it_is_and_said_to_be_not_judged() {
    struct HttpRoute {
        name: &'static str,
    }
    impl Serialize for HttpRoute {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let api_version = "gateway.networking.k8s.io/v1";
            json!({ "apiVersion": api_version, "kind": "HTTPRoute", "metadata": { "name": self.name } })
                .serialize(serializer)
        }
    }
    let monitor = json!({
        "apiVersion": "monitoring.coreos.com/v1", "kind": "ServiceMonitor", "metadata": { "name": "shop" },
        "spec": { "endpoints": [{ "port": "metrics" }] },
    });
    let bundle = Bundle::new()
        .add_object(&HttpRoute { name: "shop" })
        .unwrap()
        .add_object(&monitor)
        .unwrap()
        .add(sound("shop"));

    let report = bundle.check(&Target::kubernetes());
    assert!(report.is_accepted());
    assert_eq!(report.not_judged(), ["HTTPRoute/shop", "ServiceMonitor/shop"]);
    assert!(
        report.to_string().contains("ServiceMonitor/shop is of a kind that is not known here"),
        "{report}"
    );
    let yaml = bundle.to_yaml(&Target::kubernetes()).unwrap();
    assert!(yaml.contains("kind: HTTPRoute\nmetadata:\n  name: shop\n"), "{yaml}");
    assert!(yaml.contains("  endpoints:\n    - port: metrics\n"), "{yaml}");
}

#[test]
fn what_is_no_object_is_told_at_once() {
    let error = Bundle::new().add_object(&json!({ "apiVersion": "v1", "kind": "Service" })).unwrap_err();
    assert!(error.to_string().contains("lacks `metadata.name`"), "{error}");
}

#[test]
fn a_bundle_is_in_an_order_that_applies() {
    let namespace = json!({ "apiVersion": "v1", "kind": "Namespace", "metadata": { "name": "shop" } });
    let route =
        json!({ "apiVersion": "route.openshift.io/v1", "kind": "Route", "metadata": { "name": "shop" } });
    let bundle = Bundle::new()
        .add_object(&route)
        .unwrap()
        .add(sound("b"))
        .add(sound("a"))
        .add(ConfigMap::new("config"))
        .add_object(&namespace)
        .unwrap();
    let objects = bundle.render(&Target::kubernetes()).unwrap();
    let order: Vec<_> = objects.iter().map(|object| (object.kind(), object.name())).collect();
    let expected =
        [("Namespace", "shop"), ("ConfigMap", "config"), ("Pod", "b"), ("Pod", "a"), ("Route", "shop")];
    assert_eq!(order, expected);
}

#[test]
fn bundles_nest_and_collect() {
    let tenants: Bundle = ["a", "b"].into_iter().map(|name| Bundle::from(sound(name))).collect();
    let all = Bundle::new().add(ConfigMap::new("config")).add(tenants);
    assert_eq!(all.render(&Target::kubernetes()).unwrap().len(), 3);
}

#[test]
fn a_raw_change_is_judged_like_all_else() {
    let pod = sound("shop").raw(|pod| {
        if let Some(spec) = &mut pod.spec {
            spec.restart_policy = Some("Sometimes".to_owned());
        }
    });
    let report = pod.check(&Target::kubernetes());
    assert!(report.errors().any(|finding| finding.path == "spec.restartPolicy"), "{report}");
}

#[test]
fn rendered_objects_are_those_that_are_written() {
    let objects = sound("shop").render(&Target::kubernetes()).unwrap();
    let [Object::Pod(pod)] = objects.as_slice() else { panic!("one pod: {objects:?}") };
    assert_eq!(pod.metadata.name.as_deref(), Some("shop"));
}
