//! An init container decides how much of a node the pod takes.

use super::{
    ContractRule, Example,
    context::{Context, Stand},
    rule::Check,
};
use crate::{
    explain::resources::Decider,
    validate::{Finding, Rule, Severity},
};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::advice(Severity::Info, "init-request-dominates", "an init container requests no more than what runs later"),
    guessed: Severity::Info,
    references: &["R04"],
    doc: "
A pod is placed by the most it needs at any time: what runs together, or one init container with the native sidecars before it.
An init container that requests more than all that runs later keeps its share of the node for the pod's whole life.

Lower its request, or accept it: it is an information, with the sum that the scheduler counts.
",
    bad: Example::Yaml(r#"
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  initContainers:
    - name: migrate
      image: example.com/migrate:1
      resources: {requests: {cpu: "2"}}
  containers:
    - name: web
      image: example.com/web:1
      resources: {requests: {cpu: 250m}}
"#),
    good: Example::Yaml("
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  initContainers:
    - name: migrate
      image: example.com/migrate:1
      resources: {requests: {cpu: 250m}}
  containers:
    - name: web
      image: example.com/web:1
      resources: {requests: {cpu: 250m}}
"),
    check: Check::pod(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    if !context.all().any(|member| context.stand(member) == Stand::Init) {
        return;
    }
    let requests = &context.resources().requests;
    for (resource, decider) in &requests.decided_by {
        let Decider::Init(name) = decider else { continue };
        let (Some(total), Some(member)) = (
            requests.total.get(resource),
            context
                .all()
                .find(|&member| context.stand(member) != Stand::Plain && context.name(member) == name),
        ) else {
            continue;
        };
        // Without anything to compare it with there is nothing that it dominates.
        let Some(running) = requests.running.get(resource).filter(|running| !running.is_zero()) else {
            continue;
        };
        let message = format!(
            "the pod takes {total} of {resource} for `{name}`, and all that runs later requests {running}"
        );
        let mut finding = RULE.seen(context.at(member, &format!("resources.requests[{resource}]")), message);
        finding.help(format!("lower the request of `{name}`"));
        found.push(finding);
    }
}
