//! A helper keeps a pod that is to end from ending.

use k8s_openapi::api::core::v1::Container;

use super::{
    ContractRule, Example,
    context::{Context, Workload},
    rule::Check,
};
use crate::{
    intent::{Duty, Role},
    validate::{Finding, Rule, Severity},
};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::contract("helper-outlives-job", "a helper beside a Job's work ends with it"),
    guessed: Severity::Warning,
    references: &["L01"],
    doc: "
A pod whose restart policy is not `Always` has ended when all its containers have. A proxy or an agent never does, so the Job
stays active for ever after its work is done: the next run of a `CronJob` with `concurrencyPolicy: Forbid` never comes, and
`activeDeadlineSeconds` calls the run failed. Of 39 public Jobs 7 were so.

Make the helper a native sidecar (`initContainers` with `restartPolicy: Always`): it is told to stop when the work has ended. In
Rust the contract does it by itself.
",
    bad: Example::Yaml(r#"
apiVersion: batch/v1
kind: Job
metadata: {name: migrate}
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: migrate
          image: example.com/migrate:1
        - name: database
          image: gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.18.2
          args: [--port=5432, "project:region:instance"]
"#),
    good: Example::Yaml(r#"
apiVersion: batch/v1
kind: Job
metadata: {name: migrate}
spec:
  template:
    spec:
      restartPolicy: Never
      initContainers:
        - name: database
          image: gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.18.2
          args: [--port=5432, "project:region:instance"]
          restartPolicy: Always
      containers:
        - name: migrate
          image: example.com/migrate:1
"#),
    check: Check::pod(check),
};

/// Words by which a container that has done its work stops the others.
const FAREWELLS: &[&str] = &["quitquitquit", "/quit", "pkill", "killall", "kill ", "shutdown"];

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let members: Vec<_> = context.plain().collect();
    if !context.ends() || members.len() < 2 || is_dismissed(context) {
        return;
    }
    let lasts = |member: usize| {
        let (duty, basis) = context.member(member).duty.as_ref()?;
        (*duty == Duty::LongRunning).then_some(basis)
    };
    // Where all of them last, the pod is not made to end.
    if members.iter().all(|&member| lasts(member).is_some()) {
        return;
    }
    let is_job = matches!(context.subject.workload, Workload::Job(_));
    for &member in &members {
        let Some(basis) = lasts(member) else { continue };
        // A pod that is not restarted may be there for what lasts in it; a helper is there for others.
        if basis.is_guess() && !is_job && context.member(member).role == Role::App {
            continue;
        }
        let name = context.name(member);
        let others = context.names(members.iter().copied().filter(|&other| other != member));
        let kind = match context.subject.workload {
            Workload::Job(kind) => format!("{kind}'s pod"),
            Workload::Pod | Workload::Service(_) => "pod".to_owned(),
        };
        let message = format!("`{name}` goes on when {others} has ended, so this {kind} never ends");
        let mut finding = RULE.found(basis, context.path(member), message);
        finding
            .help(format!("make `{name}` a native sidecar: `initContainers` with `restartPolicy: Always`"));
        found.push(finding);
    }
}

/// Tells whether some container stops the others when it has done its work.
fn is_dismissed(context: &Context<'_>) -> bool {
    let says = |container: &Container| {
        let words = container.command.iter().chain(&container.args).flatten();
        words.into_iter().any(|word| FAREWELLS.iter().any(|farewell| word.contains(farewell)))
    };
    context.all().any(|member| says(context.container(member)))
}
