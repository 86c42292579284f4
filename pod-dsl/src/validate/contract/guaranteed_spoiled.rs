//! A helper takes the pod its Guaranteed quality of service.

use super::{
    ContractRule, Example,
    context::{Context, Stand},
    rule::Check,
};
use crate::{
    explain::QosClass,
    validate::{Finding, Rule, Severity},
};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::advice(Severity::Warning, "guaranteed-spoiled", "beside a container whose requests are its limits the others' are, too"),
    guessed: Severity::Warning,
    references: &["R02"],
    doc: "
A pod is Guaranteed, the last to be evicted and able to have cpus of its own, when every container has limits of cpu and memory
and requests that are equal. One container without them, an init container too, makes the whole pod Burstable.

Give the others limits that are their requests. Where nobody meant the pod to be Guaranteed, allow the rule.
",
    bad: Example::Yaml(r#"
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: example.com/web:1
      resources: {limits: {cpu: "1", memory: 1Gi}}
    - name: proxy
      image: example.com/proxy:1
      resources: {requests: {cpu: 50m, memory: 32Mi}}
"#),
    good: Example::Yaml(r#"
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: example.com/web:1
      resources: {limits: {cpu: "1", memory: 1Gi}}
    - name: proxy
      image: example.com/proxy:1
      resources: {limits: {cpu: 50m, memory: 32Mi}}
"#),
    check: Check::pod(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    // Who lacks one of these limits is not Guaranteed, and nothing is to be summed up.
    let limited = |member| {
        let own = context.container(member).resources.as_ref().and_then(|own| own.limits.as_ref());
        own.is_some_and(|limits| ["cpu", "memory"].iter().all(|which| limits.contains_key(*which)))
    };
    if !context.all().any(limited) {
        return;
    }
    let resources = context.resources();
    if resources.qos == QosClass::Guaranteed || !resources.pod_level.limits.is_empty() {
        return;
    }
    let guaranteed = |member: &usize| resources.containers[*member].qos == QosClass::Guaranteed;
    let (sound, others): (Vec<_>, Vec<_>) = context.all().partition(guaranteed);
    // Whoever runs beside it counts most: of an init container alone nobody expects it.
    let is_main = sound.iter().any(|&member| context.stand(member) == Stand::Plain);
    let Some(&first) = others.first().filter(|_| is_main) else { return };
    let does = if others.len() == 1 { "does" } else { "do" };
    let message = format!(
        "the requests of {} are its limits and those of {} {does} not follow, so the pod is {} and not Guaranteed",
        context.names(sound),
        context.names(others.iter().copied()),
        resources.qos.as_str()
    );
    let mut finding = RULE.seen(context.at(first, "resources"), message);
    finding.help("set limits of cpu and memory that are the requests, in init containers as well");
    found.push(finding);
}
