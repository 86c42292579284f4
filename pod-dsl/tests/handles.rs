//! What handles make impossible: for each such rule an attempt to make its mistake through the builder, which leaves the
//! rule nothing to say; the rule's page tells so. What does not even compile stands in `tests/ui/`.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use pod_dsl::{Report, prelude::*, preset::Haproxy};

fn app() -> Container {
    Container::new("app", "ghcr.io/example/app:1")
}

fn helper() -> Container {
    Container::new("helper", "ghcr.io/example/helper:1")
}

fn check(pod: &Pod) -> Report {
    pod.check(&Target::kubernetes())
}

/// Passes a log from the application to a helper that has it at another path.
fn shared() -> Report {
    let log = Volume::empty_dir("logs").size_limit("64Mi").file("app.log");
    let pod = Pod::new("shop").container(app().writes(&log, "/var/log/app/app.log"));
    check(&pod.sidecar(helper().reads(&log, "/logs/app.log")))
}

/// Has a proxy that is needed from the start to the stop, put in last and asked for by an init container, too.
fn needed() -> Report {
    let port = Port::tcp(8080);
    let proxy = helper().port(&port);
    let migrate = Container::new("migrate", "ghcr.io/example/app:1").starts_after(&proxy.handle());
    let app = app().starts_after(&proxy.handle()).drains_through(&proxy.handle());
    check(&Pod::new("shop").init(migrate).container(app).sidecar(proxy))
}

/// Calls a peer on loopback by the address that its port gives.
fn called() -> Report {
    let redis = Port::tcp(6379).loopback();
    check(&Pod::new("shop").container(app().env("REDIS", redis.address())).sidecar(helper().listens(&redis)))
}

/// Puts a proxy of a preset before an application on another port, and asks both by their ports.
fn proxied() -> Report {
    let (http, legacy) = (Port::tcp(8080).named("http"), Port::tcp(8989).named("legacy"));
    let app = app().port(&legacy).liveness(Probe::http_get("/livez", &legacy));
    check(&Pod::new("shop").container(app).ambassador(Haproxy::http().inbound(&http, &legacy)))
}

/// Leads to a service outside through a preset.
fn outside() -> Report {
    let redis = Port::tcp(6379);
    let app = app().env("REDIS", redis.address());
    let proxy = Haproxy::tcp().outbound(&redis, Upstream::service("redis", 6379));
    check(&Pod::new("shop").container(app).ambassador(proxy))
}

/// Signals a peer.
fn signalled() -> Report {
    let app = app();
    let reloader = helper().signals(&app.handle(), Signal::Hup);
    check(&Pod::new("shop").container(app).sidecar(reloader))
}

/// Runs a helper beside a Job's work.
fn job() -> Report {
    Pod::new("report").container(app()).sidecar(helper()).job().check(&Target::kubernetes())
}

/// Leads to a workload by a Service.
fn served() -> Report {
    let http = Port::tcp(8080).named("http");
    let web = Pod::new("web").container(app().port(&http)).deployment();
    let service = Service::of(&web).port(80, &http);
    Bundle::new().add(web).add(service).check(&Target::kubernetes())
}

/// Mounts a file with a mode.
fn moded() -> Report {
    let secret = Volume::secret("tls", "shop-tls").default_mode(0o400);
    check(&Pod::new("shop").container(app().mount(&secret, "/tls")))
}

/// Makes a report of an attempt.
type Attempt = fn() -> Report;

const IMPOSSIBLE: &[(&str, Attempt)] = &[
    ("channel-one-sided", shared),
    ("channel-unwritable", shared),
    ("consumer-may-write", shared),
    ("file-mode-decimal", moded),
    ("helper-after-init", needed),
    ("helper-outlives-job", job),
    ("helper-starts-too-late", needed),
    ("helper-stopped-first", needed),
    ("local-address-unserved", called),
    ("localhost-ambiguous", called),
    ("mount-of-missing-volume", shared),
    ("outbound-proxy-exposed", outside),
    ("probe-port-elsewhere", proxied),
    ("proxy-upstream-unserved", proxied),
    ("service-port-unserved", served),
    ("service-without-pods", served),
    ("shared-file-elsewhere", shared),
    ("sidecar-start-unprobed", needed),
    ("signal-unreachable", signalled),
    ("spool-unbounded", shared),
    ("volume-unused", shared),
    ("workload-labels-not-selected", served),
];

#[test]
fn what_handles_say_cannot_come_apart() {
    for (rule, attempt) in IMPOSSIBLE {
        let report = attempt();
        let told: Vec<_> = report.findings().iter().filter(|finding| finding.rule == *rule).collect();
        assert!(told.is_empty(), "{rule}: {report}");
        assert!(report.is_accepted(), "{rule}: {report}");
    }
}

#[test]
fn the_page_of_each_such_rule_says_what_rust_does() {
    let book = include_str!("../../docs/rules.md");
    for (rule, _) in IMPOSSIBLE {
        let Some((_, page)) = book.split_once(&format!("\n## {rule}\n")) else { continue };
        let text = page.split("\nWrong:").next().unwrap().replace('\n', " ");
        assert!(
            ["In Rust", "With the builder", "Ambassador::"].iter().any(|word| text.contains(word)),
            "{rule}: {text}"
        );
    }
}

/// Is a mistake that only the builder's words can make: the rule, the pod, and the message.
type Mistake = (&'static str, fn() -> Report, &'static str);

const MISTAKES: &[Mistake] = &[
    (
        "claim-template-alone",
        || {
            let data = Volume::claim_template("data", ["ReadWriteOnce"], "1Gi");
            check(&Pod::new("shop").container(app().mount(&data, "/data")))
        },
        "error: `data` is a claim template, and only a StatefulSet makes claims of one",
    ),
    (
        "image-user-unseen",
        || {
            let proxy = Container::new("proxy", "docker.io/library/haproxy:3.2").image_user(99);
            check(&Pod::new("shop").profile(Profile::portable()).container(proxy))
        },
        "warning: the image of `proxy` does not say by number as whom it runs, and under `runAsNonRoot` Kubernetes starts no such container",
    ),
    (
        "link-to-stranger",
        || check(&Pod::new("shop").container(app().starts_after(&helper().handle()))),
        "error: `app` is linked to `helper`, which is not in this pod",
    ),
    (
        "need-unmet",
        || {
            let proxy = helper();
            let app = app().drains_through(&proxy.handle());
            check(&Pod::new("shop").container(app).sidecar(Sidecar::new(proxy).plain()))
        },
        "error: `app` needs `helper`, but nothing waits for a plain container",
    ),
    (
        "route-needed",
        || {
            let https = Port::tcp(8443).named("https");
            let web = Pod::new("web").container(app().port(&https)).deployment();
            Expose::of(&Service::of(&web).port(443, &https))
                .host("web.example.com")
                .passthrough()
                .check(&Target::kubernetes())
        },
        "error: `web` leaves encryption to the pod behind it, which an Ingress cannot say",
    ),
    (
        "shared-file-misplaced",
        || {
            let log = Volume::empty_dir("logs").file("app.log");
            check(&Pod::new("shop").container(app().writes(&log, "/var/log/other.log")))
        },
        "error: `app.log` stands at `/var/log/other.log` in `app`, which does not end with its path on volume `logs`: `app.log`",
    ),
    (
        "source-unreadable",
        || Secret::new("db").data_from_file("cert", "/no/such/file").check(&Target::kubernetes()),
        "error: `/no/such/file` cannot be read: No such file or directory (os error 2)",
    ),
    (
        "volume-option-misfit",
        || {
            let config = Volume::config_map("config", "shop").size_limit("1Gi");
            check(&Pod::new("shop").container(app().mount(&config, "/config")))
        },
        "error: `size_limit` is an option of an emptyDir volume; `config` is of another kind",
    ),
];

#[test]
fn a_mistake_of_the_builder_is_told_word_for_word() {
    let mut told = Vec::new();
    for (rule, make, message) in MISTAKES {
        let report = make();
        let found: Vec<_> = report.findings().iter().filter(|finding| finding.rule == *rule).collect();
        let words = found
            .iter()
            .map(|finding| format!("{}: {}", finding.severity, finding.message))
            .collect::<Vec<_>>()
            .join("\n");
        if words != *message {
            told.push(format!("{rule}: {words:?}"));
        }
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
}
