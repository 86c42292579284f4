//! Each rule of starting and stopping, with the expected order worked out by hand from the kubelet's own.

use serde_json::{Value, json};

use super::{Completion, Event, Gate, Restarts, Span, Timeline};

fn timeline(spec: &Value) -> Timeline {
    Timeline::of(&serde_json::from_value(spec.clone()).unwrap())
}

/// Writes steps as `web starts <1 ~0`: after 1 in any case, 0 is tried first.
fn told(timeline: &Timeline, steps: &[super::Step]) -> Vec<String> {
    let tell = |step: &super::Step| {
        let who = step.container.map_or("pod", |index| timeline.containers[index].name.as_str());
        let waits = step.after.iter().map(|wait| {
            let mark = if wait.certain { '<' } else { '~' };
            format!(" {mark}{}", wait.step)
        });
        format!("{who} {}{}", step.event.as_str(), waits.collect::<String>())
    };
    steps.iter().map(tell).collect()
}

fn native(name: &str) -> Value {
    json!({"name": name, "restartPolicy": "Always"})
}

fn exec(command: &[&str]) -> Value {
    json!({"exec": {"command": command}})
}

#[test]
fn init_containers_come_one_after_another_and_regular_ones_when_all_are_done() {
    let it = timeline(&json!({
        "initContainers": [{"name": "a"}, {"name": "b"}], "containers": [{"name": "web"}],
    }));
    let expected =
        ["a starts", "a completes <0", "b starts <1", "b completes <2", "web starts <3", "pod pod-ready <4"];
    assert_eq!(told(&it, &it.start), expected);
    assert_eq!(it.gate("a", "b"), Some(Gate { event: Event::Completes, certain: true }));
    assert!(it.starts_before("a", "web") && !it.starts_before("web", "a"));
    assert_eq!(it.begins("b"), Some(Span::OPEN));
}

#[test]
fn a_native_sidecar_holds_the_next_back_until_it_has_started_and_not_until_it_is_ready() {
    let mut proxy = native("proxy");
    proxy["readinessProbe"] =
        json!({"tcpSocket": {"port": 1}, "initialDelaySeconds": 3, "successThreshold": 2});
    let spec = json!({"initContainers": [proxy, {"name": "init"}], "containers": [{"name": "web"}]});
    let it = timeline(&spec);
    let expected = [
        "proxy starts",
        "proxy ready <0",
        "init starts <0",
        "init completes <2",
        "web starts <3",
        "pod pod-ready <1 <4",
    ];
    assert_eq!(told(&it, &it.start), expected);
    assert_eq!(it.gate("proxy", "web"), Some(Gate { event: Event::Starts, certain: true }));
    // The first good answer comes after 3 s, and the second that counts a period of 10 s later.
    assert_eq!(it.start[1].takes, Span::from(13));
}

#[test]
fn a_startup_probe_is_what_later_ones_wait_for() {
    let mut proxy = native("proxy");
    proxy["startupProbe"] = json!({"tcpSocket": {"port": 1}, "initialDelaySeconds": 4, "periodSeconds": 2, "failureThreshold": 5});
    proxy["lifecycle"] = json!({"postStart": {"sleep": {"seconds": 3}}});
    let it = timeline(&json!({"initContainers": [proxy], "containers": [{"name": "web"}]}));
    let expected = [
        "proxy starts",
        "proxy post-start <0",
        "proxy startup-probe <1",
        "web starts <2",
        "pod pod-ready <2 <3",
    ];
    assert_eq!(told(&it, &it.start), expected);
    assert_eq!(it.gate("proxy", "web"), Some(Gate { event: Event::StartupProbe, certain: true }));
    // 3 s of hook, then 4 s of delay; at the latest 5 periods of 2 s more.
    assert_eq!(it.begins("web"), Some(Span { at_least: 7, at_most: Some(17) }));
    assert_eq!(it.ready(), Span { at_least: 7, at_most: Some(17) });
}

#[test]
fn regular_containers_are_tried_in_order_and_nobody_waits_but_for_a_post_start_hook() {
    let it = timeline(&json!({
        "initContainers": [native("proxy")],
        "containers": [
            {"name": "first", "startupProbe": {"tcpSocket": {"port": 1}}},
            {"name": "second", "lifecycle": {"postStart": exec(&["wait-for-it"])}},
            {"name": "third"},
        ],
    }));
    let expected = [
        "proxy starts",
        "first starts <0",
        "first startup-probe <1",
        "second starts <0 ~1",
        "second post-start <3",
        "third starts <0 ~4",
        "pod pod-ready <0 <2 <4 <5",
    ];
    assert_eq!(told(&it, &it.start), expected);
    assert_eq!(it.gate("first", "second"), Some(Gate { event: Event::Starts, certain: false }));
    assert_eq!(it.gate("second", "third"), Some(Gate { event: Event::PostStart, certain: false }));
    assert!(!it.starts_before("second", "third"), "a hook that fails holds nobody back");
    assert!(it.starts_before("proxy", "third"));
    assert_eq!(it.gate("third", "first"), None);
    assert_eq!(it.gate("nobody", "first"), None);
    // The startup probe of a regular container delays its own readiness: 3 periods of 10 s.
    assert_eq!(it.begins("second"), Some(Span::NOTHING));
    assert_eq!(it.begins("third"), Some(Span::OPEN));
}

#[test]
fn a_pod_with_readiness_gates_waits_for_somebody_outside() {
    let it = timeline(&json!({
        "containers": [{"name": "web"}], "readinessGates": [{"conditionType": "example.com/lb"}],
    }));
    assert_eq!(it.ready(), Span::OPEN);
}

#[test]
fn native_sidecars_stop_last_and_in_reverse_while_all_pre_stop_hooks_begin_at_once() {
    let mut outer = native("outer");
    outer["lifecycle"] = json!({"preStop": exec(&["drain"])});
    let it = timeline(&json!({
        "terminationGracePeriodSeconds": 20,
        "initContainers": [outer, {"name": "init"}, native("inner")],
        "containers": [{"name": "web", "lifecycle": {"preStop": {"sleep": {"seconds": 5}}}}, {"name": "logs"}],
    }));
    let expected = [
        "pod deleted",
        "outer pre-stop <0",
        "web pre-stop <0",
        "web signal <2",
        "logs signal <0",
        "web ends <3",
        "logs ends <4",
        "inner signal <5 <6",
        "inner ends <7",
        "outer signal <1 <8",
        "outer ends <9",
        "pod killed <0",
    ];
    assert_eq!(told(&it, &it.stop), expected);
    assert!(it.outlives("outer", "web") && it.outlives("inner", "logs"));
    assert!(it.outlives("outer", "inner") && !it.outlives("inner", "outer"));
    assert!(!it.outlives("web", "logs") && !it.outlives("logs", "inner") && !it.outlives("web", "web"));
    assert!(it.outlives("web", "init") && it.outlives("outer", "init") && !it.outlives("init", "web"));
    assert!(!it.outlives("web", "nobody"));
    assert_eq!(it.pre_stop("web"), Some(Span::exactly(5)));
    assert_eq!(it.pre_stop("outer"), Some(Span { at_least: 0, at_most: Some(20) }));
    assert_eq!(it.pre_stop("logs"), None);
    assert_eq!(it.stop.last().unwrap().takes, Span::exactly(20));
}

#[test]
fn a_pre_stop_hook_is_cut_off_by_the_grace_period() {
    let with = |seconds: Value, hook: &Value| {
        timeline(&json!({
            "terminationGracePeriodSeconds": seconds, "containers": [{"name": "web", "lifecycle": {"preStop": hook}}],
        }))
    };
    let slow = exec(&["sh", "-c", "sleep 60; nginx -s quit"]);
    assert_eq!(with(json!(90), &slow).pre_stop("web"), Some(Span { at_least: 60, at_most: Some(90) }));
    assert_eq!(with(json!(10), &slow).pre_stop("web"), Some(Span::exactly(10)));
    assert_eq!(with(Value::Null, &slow).grace_period, 30);
    // The kubelet makes 1 of it, and the server of what is negative.
    assert_eq!(with(json!(0), &slow).grace_period, 1);
    assert_eq!(with(json!(-5), &slow).grace_period, 1);
}

#[test]
fn a_pod_ends_when_its_regular_containers_have_ended() {
    let spec = |pod: &str, web: &Value| {
        timeline(&json!({
            "restartPolicy": pod, "initContainers": [native("proxy"), {"name": "init"}],
            "containers": [{"name": "web", "restartPolicy": web}, {"name": "logs"}],
        }))
    };
    for policy in ["Never", "OnFailure"] {
        let it = spec(policy, &Value::Null);
        assert_eq!(it.completion, Completion::WhenEnded);
        assert!(it.ends_with("web") && it.ends_with("logs"), "every regular container keeps it");
        assert!(!it.ends_with("proxy") && !it.ends_with("init") && !it.ends_with("nobody"));
        assert_eq!(it.containers[0].restarts, Restarts::Always, "a native sidecar has a policy of its own");
    }
    let it = spec("Always", &Value::Null);
    assert_eq!(it.completion, Completion::Never { restarted: vec!["web".to_owned(), "logs".to_owned()] });
    assert!(!it.ends_with("web"));
    assert_eq!(it.containers[1].restarts, Restarts::OnFailure, "an init container that is done is done");
    // A container's own policy, from 1.35 on, overrides that of the pod.
    assert_eq!(
        spec("Never", &json!("Always")).completion,
        Completion::Never { restarted: vec!["web".to_owned()] }
    );
    assert_eq!(
        spec("Always", &json!("Never")).completion,
        Completion::Never { restarted: vec!["logs".to_owned()] }
    );
    assert_eq!(spec("Never", &Value::Null).containers[1].restarts, Restarts::Never);
}

#[test]
fn a_probe_gives_up_after_its_delay_and_as_many_periods_as_it_may_fail() {
    let it = timeline(&json!({"containers": [{
        "name": "web",
        "startupProbe": {"initialDelaySeconds": 5, "periodSeconds": 4, "failureThreshold": 6},
        "livenessProbe": {"timeoutSeconds": 20},
        "readinessProbe": {"periodSeconds": 0, "failureThreshold": -1},
    }]}));
    let web = &it.containers[0];
    assert_eq!(web.startup.unwrap().budget(), 5 + 4 * 6);
    // An answer is awaited for 20 s before the next question, although the period is 10.
    assert_eq!(web.liveness.unwrap().detection(), 3 * 20);
    assert_eq!(web.readiness.unwrap().detection(), 3 * 10);
}

#[test]
fn the_text_tells_every_step_and_what_it_waits_for() {
    let mut proxy = native("proxy");
    proxy["startupProbe"] = json!({"tcpSocket": {"port": 1}});
    let it = timeline(&json!({
        "restartPolicy": "Never", "activeDeadlineSeconds": 600, "terminationGracePeriodSeconds": 5,
        "initContainers": [{"name": "migrate"}, proxy],
        "containers": [
            {"name": "web", "livenessProbe": {"tcpSocket": {"port": 1}}, "lifecycle": {"stopSignal": "SIGQUIT"}},
        ],
    }));
    let expected = "\
start
  1  init container `migrate` starts
  2  init container `migrate` ends with success       after 1; however long its work takes
  3  native sidecar `proxy` starts                    after 2
  4  native sidecar `proxy` passes its startup probe  after 3; at most 30 s, or it is restarted
  5  container `web` starts                           after 4
  6  the pod is ready                                 after 4, 5
run
  init container `migrate` fails the pod if it fails
  native sidecar `proxy` is started again whenever it ends
  container `web` is not started again; is killed after failing its liveness probe for 30 s
  the pod ends by itself when its regular containers have ended for good; native sidecars are stopped then, as below; it is failed and stopped after 600 s in any case
stop, within 5 s
  1  the pod is deleted: Services stop sending to it
  2  container `web` gets SIGQUIT                     after 1
  3  container `web` has ended                        after 2
  4  native sidecar `proxy` gets SIGTERM              after 3
  5  native sidecar `proxy` has ended                 after 4
  6  what is left gets SIGKILL                        after 1; 5 s
";
    assert_eq!(it.to_string(), expected);
}

#[test]
fn nonsense_has_a_timeline_too() {
    let most = i32::MAX;
    for spec in [
        json!({}),
        json!({"containers": []}),
        json!({"containers": [{"name": "x".repeat(70_000)}]}),
        json!({"initContainers": [{"name": ""}, {"name": ""}], "containers": [{"name": ""}]}),
        json!({"terminationGracePeriodSeconds": i64::MAX, "activeDeadlineSeconds": i64::MIN, "containers": [{
            "name": "a",
            "startupProbe": {"initialDelaySeconds": most, "periodSeconds": most, "failureThreshold": most},
            "readinessProbe": {"successThreshold": most, "periodSeconds": -most},
            "lifecycle": {"preStop": {"sleep": {"seconds": i64::MAX}}, "postStart": {"sleep": {"seconds": -1}}},
        }]}),
        json!({"containers": [{"name": "a", "lifecycle": {
            "preStop": exec(&["sleep", "99999999999999999999d", "9999999999999999999d"]), "postStart": exec(&[]),
        }}]}),
    ] {
        let it = timeline(&spec);
        assert!(it.to_string().starts_with("start\n"), "{spec}");
        assert!(it.start.iter().enumerate().all(|(at, step)| step.after.iter().all(|wait| wait.step < at)));
        assert!(it.gate("", "").is_none() || it.containers.len() > 1);
    }
}
