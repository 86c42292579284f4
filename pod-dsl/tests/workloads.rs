//! A pod becomes a workload without a second description, and every link still holds.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use pod_dsl::{k8s, prelude::*};

fn pod() -> Pod {
    Pod::new("shop")
        .label("tier", "web")
        .container(Container::new("web", "ghcr.io/example/shop:1.4").port(8080))
}

fn yaml(what: &impl Emit) -> String {
    what.to_yaml(&Target::kubernetes()).unwrap()
}

fn paths(what: &impl Emit) -> Vec<(String, u32)> {
    let report = what.check(&Target::kubernetes());
    let lines = report.errors().map(|finding| {
        let line = match &finding.place {
            Some(pod_dsl::validate::Place::Rust(at)) => at.line(),
            _ => 0,
        };
        (finding.path.clone(), line)
    });
    lines.collect()
}

#[test]
fn selector_and_labels_come_from_one_source() {
    let text = yaml(&pod().deployment().replicas(3));
    assert_eq!(
        text,
        "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
spec:
  replicas: 3
  selector:
    matchLabels:
      app.kubernetes.io/name: shop
  template:
    metadata:
      labels:
        app.kubernetes.io/name: shop
        tier: web
    spec:
      containers:
        - name: web
          image: ghcr.io/example/shop:1.4
          ports:
            - containerPort: 8080
"
    );
    let other = yaml(&pod().daemon_set().select_by("app", "shop").select_by("track", "stable"));
    assert!(!other.contains("app.kubernetes.io/name"));
    assert_eq!(other.matches("app: shop").count(), 2);
    let said = yaml(&pod().label("app.kubernetes.io/name", "store").deployment());
    assert_eq!(said.matches("app.kubernetes.io/name: store").count(), 2);
}

#[test]
fn a_helper_of_a_job_is_native_so_that_the_job_ends() {
    let pod = || pod().sidecar(Container::new("proxy", "ghcr.io/example/proxy:1"));
    let text = yaml(&pod().job().backoff_limit(2));
    assert!(text.contains("restartPolicy: Never\n") && text.contains("restartPolicy: Always\n"), "{text}");
    assert!(text.find("initContainers").unwrap() < text.find("name: proxy").unwrap());
    // The same pod as a Deployment has a plain helper.
    assert!(!yaml(&pod().deployment()).contains("initContainers"));
    let because = pod().job().changes(&Target::kubernetes());
    assert_eq!(because[0].1.path, "spec.template.spec.initContainers[0].restartPolicy");
}

#[test]
fn a_job_by_the_clock_keeps_what_was_said_of_the_job() {
    let job = pod()
        .job()
        .restart(JobRestart::OnFailure)
        .ttl_seconds_after_finished(600)
        .raw(|job| job.spec.get_or_insert_default().manual_selector = Some(false));
    let text =
        yaml(&job.on_schedule("0 3 * * *").time_zone("Europe/Berlin").concurrency(Concurrency::Forbid));
    for part in [
        "kind: CronJob",
        "schedule: \"0 3 * * *\"",
        "timeZone: Europe/Berlin",
        "concurrencyPolicy: Forbid",
        "ttlSecondsAfterFinished: 600",
        "manualSelector: false",
        "restartPolicy: OnFailure",
    ] {
        assert!(text.contains(part), "{part} is not in:\n{text}");
    }
}

#[test]
fn storage_of_a_stateful_set_is_a_volume_like_any_other() {
    let data = Volume::claim_template("data", ["ReadWriteOnce"], "1Gi")
        .claim(|c| c.storage_class_name = Some("fast".into()));
    let pod = || {
        Pod::new("redis")
            .container(Container::new("redis", "docker.io/library/redis:8").mount(&data, "/data"))
    };
    let text = yaml(&pod().stateful_set().service_name("redis").replicas(3));
    assert!(text.contains("volumeClaimTemplates:") && text.contains("storageClassName: fast"));
    assert!(!text.contains("volumes:"), "{text}");
    let report = pod().deployment().check(&Target::kubernetes());
    assert!(report.errors().any(|finding| finding.rule == "claim-template-alone"));
}

#[test]
fn a_finding_in_the_template_points_to_the_line_that_said_it() {
    let line = line!() + 2;
    let pod = Pod::new("shop").container(
        Container::new("Web", "ghcr.io/example/shop:1.4"), // an upper-case letter
    );
    assert_eq!(paths(&pod.deployment()), [("spec.template.spec.containers[0].name".to_owned(), line)]);
    let pod = Pod::new("shop").container(Container::new("web", "ghcr.io/example/shop:1.4"));
    let line = line!() + 1;
    let wrong = pod.deployment().replicas(-1);
    assert_eq!(paths(&wrong), [("spec.replicas".to_owned(), line)]);
}

#[test]
fn a_restart_policy_that_the_kind_cannot_have_is_refused_at_its_line() {
    let line = line!() + 1;
    let never = pod().restart_policy(RestartPolicy::Never);
    assert_eq!(paths(&never.deployment()), [("spec.template.spec.restartPolicy".to_owned(), line)]);
}

#[test]
fn a_template_whose_pods_cannot_be_created_is_not_emitted() {
    // The server takes a blank in an image of a template, and refuses the pods.
    let pod = Pod::new("shop").container(Container::new("web", "ghcr.io/example/shop:1.4 "));
    let report = pod.deployment().to_yaml(&Target::kubernetes()).unwrap_err();
    let found: Vec<_> = report.errors().map(|finding| (finding.rule, finding.path.as_str())).collect();
    assert_eq!(found, [("template-pods-refused", "spec.template.spec.containers[0].image")]);
}

#[test]
fn raw_changes_are_judged() {
    let pod = pod().raw(|pod: &mut k8s::Pod| pod.spec.get_or_insert_default().node_name = Some("n1".into()));
    let wrong = pod.deployment().raw(|deployment| deployment.metadata.name = Some("Shop".into()));
    assert_eq!(paths(&wrong)[0].0, "metadata.name");
}

#[test]
fn what_stands_beside_a_workload_bears_its_name() {
    let shop = || {
        let shop = Container::new("shop", "ghcr.io/example/shop:1.4")
            .config_file("/etc/shop/shop.toml", "port = 8080\n");
        Pod::new("web").namespace("team").container(shop)
    };
    for yaml in [
        shop().deployment().to_yaml(&Target::kubernetes()).unwrap(),
        shop().cron_job("@daily").to_yaml(&Target::kubernetes()).unwrap(),
    ] {
        assert!(
            yaml.starts_with(
                "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web-shop\n  namespace: team\n"
            ),
            "{yaml}"
        );
    }
}
