//! What is shown of a pod as JSON.

use serde_json::{Map, Value, json};

use super::{Shown, View};
use crate::explain::{
    PodResources, Timeline,
    resources::{Amounts, Decider, Effective},
    timeline::{Completion, Life, ProbeTiming, Span, Step},
};

/// Gives a pod as one object.
pub(super) fn pod(shown: &Shown<'_>, views: &[View]) -> Value {
    let document = shown.document;
    let mut fields = Map::new();
    fields.insert("file".to_owned(), document.source.file().as_ref().into());
    fields.insert("index".to_owned(), document.index.into());
    if let Some(item) = document.item {
        fields.insert("item".to_owned(), item.into());
    }
    fields.insert("kind".to_owned(), document.kind().into());
    fields.insert("name".to_owned(), document.name().into());
    fields.insert("path".to_owned(), shown.path.into());
    for view in views {
        let (name, value) = match view {
            View::Delta => continue,
            View::Timeline => ("timeline", timeline(&Timeline::of(shown.spec))),
            View::Resources => ("resources", resources(&PodResources::of(shown.spec))),
        };
        fields.insert(name.to_owned(), value);
    }
    Value::Object(fields)
}

fn timeline(timeline: &Timeline) -> Value {
    let steps = |steps: &[Step]| steps.iter().map(|one| step(timeline, one)).collect::<Value>();
    let restarted = match &timeline.completion {
        Completion::Never { restarted } => restarted.as_slice(),
        Completion::WhenEnded => &[],
    };
    json!({
        "containers": timeline.containers.iter().map(life).collect::<Value>(),
        "start": steps(&timeline.start),
        "stop": steps(&timeline.stop),
        "ready": span(timeline.ready()),
        "endsByItself": timeline.completion == Completion::WhenEnded,
        "restarted": restarted,
        "gracePeriodSeconds": timeline.grace_period,
        "activeDeadlineSeconds": timeline.active_deadline,
    })
}

fn life(life: &Life) -> Value {
    let probe = |timing: Option<ProbeTiming>| {
        timing.map(|timing| json!({"budgetSeconds": timing.budget(), "detectionSeconds": timing.detection()}))
    };
    json!({
        "name": life.name,
        "kind": life.kind.as_str(),
        "restarts": life.restarts.as_str(),
        "restartRules": life.restart_rules,
        "stopSignal": life.stop_signal,
        "startupProbe": probe(life.startup),
        "readinessProbe": probe(life.readiness),
        "livenessProbe": probe(life.liveness),
    })
}

fn step(timeline: &Timeline, step: &Step) -> Value {
    let waits = |certain: bool| {
        let waits = step.after.iter().filter(move |wait| wait.certain == certain);
        waits.map(|wait| Value::from(wait.step)).collect::<Value>()
    };
    json!({
        "event": step.event.as_str(),
        "container": step.container.and_then(|index| timeline.containers.get(index)).map(|life| &life.name),
        "after": waits(true),
        "afterTrying": waits(false),
        "takes": span(step.takes),
    })
}

fn span(span: Span) -> Value {
    json!({"atLeastSeconds": span.at_least, "atMostSeconds": span.at_most})
}

fn resources(resources: &PodResources) -> Value {
    let containers = resources.containers.iter().map(|one| {
        json!({
            "name": one.name,
            "kind": one.kind.as_str(),
            "requests": amounts(&one.given.requests),
            "limits": amounts(&one.given.limits),
            "qosClass": one.qos.as_str(),
        })
    });
    json!({
        "containers": containers.collect::<Value>(),
        "requests": effective(&resources.requests),
        "limits": effective(&resources.limits),
        "qosClass": resources.qos.as_str(),
    })
}

fn effective(effective: &Effective) -> Value {
    let decided = effective.decided_by.iter().map(|(name, decider)| {
        let decider = match decider {
            Decider::Running => json!({"by": "running"}),
            Decider::Init(container) => json!({"by": "init", "container": container}),
            Decider::Pod => json!({"by": "pod"}),
            Decider::Overhead => json!({"by": "overhead"}),
        };
        (name.clone(), decider)
    });
    json!({
        "total": amounts(&effective.total),
        "running": amounts(&effective.running),
        "starting": amounts(&effective.starting),
        "decidedBy": decided.collect::<Map<_, _>>(),
    })
}

fn amounts(amounts: &Amounts) -> Value {
    let all = amounts.iter().map(|(name, amount)| (name.to_owned(), Value::from(amount.to_string())));
    Value::Object(all.collect())
}
