//! A helper keeps a pod that is to end from ending.

use k8s_openapi::api::core::v1::Container;

use super::{
    ContractRule, Example,
    context::{Context, Workload},
    guess::CommandLine,
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
        let first = members.first() == Some(&member);
        let all_end = members.iter().filter(|&&other| other != member).all(|&other| {
            context.member(other).duty.as_ref().is_some_and(|(duty, _)| *duty == Duty::OneShot)
        });
        if basis.is_guess()
            && !is_job
            && context.member(member).role == Role::App
            && (first || !(all_end || only_stays(context.container(member)) || serves(context, member)))
        {
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
        if basis.is_guess() && !is_job && serves(context, member) {
            finding.severity = Severity::Info;
        }
        finding
            .help(format!("make `{name}` a native sidecar: `initContainers` with `restartPolicy: Always`"));
        found.push(finding);
    }
}

/// Tells whether a well-known server stands behind what the pod is there for.
fn serves(context: &Context<'_>, member: usize) -> bool {
    context.known(member).is_some()
}

/// Tells whether a container does nothing but stay, or show what others write: it is there for them alone.
pub(super) fn only_stays(container: &Container) -> bool {
    const STAYING: &[&str] = &[
        ":", "cat", "date", "do", "done", "echo", "exec", "sleep", "tail", "touch", "true", "wait", "while",
    ];
    let line = CommandLine::of(container);
    if line.script.is_none() && !line.replaces_entry_point {
        return false;
    }
    let commands = line.commands();
    let stays = |words: &Vec<&str>| {
        words.first().is_some_and(|word| STAYING.contains(&word.rsplit('/').next().unwrap_or(word)))
    };
    !commands.is_empty() && commands.iter().all(stays)
}

/// Tells whether some container stops the others when it has done its work.
fn is_dismissed(context: &Context<'_>) -> bool {
    let says = |container: &Container| {
        let words = container.command.iter().chain(&container.args).flatten();
        words.into_iter().any(|word| FAREWELLS.iter().any(|farewell| word.contains(farewell)))
    };
    context.all().any(|member| says(context.container(member)))
}

#[cfg(test)]
mod tests {
    use super::super::tests::tells;

    #[test]
    fn who_follows_a_file_is_probed_or_only_stays_does_not_end() {
        tells(
            &super::RULE,
            &[
                (
                    r#"apiVersion: batch/v1
kind: Job
metadata: {name: shop}
spec: {template: {spec: {restartPolicy: Never, containers: [{name: work, image: example.com/work:1}, {name: log, image: busybox:1.37, command: [sh, -c, "tail -n+1 -F /logs/a"]}]}}}"#,
                    r#"apiVersion: batch/v1
kind: Job
metadata: {name: shop}
spec: {template: {spec: {restartPolicy: Never, initContainers: [{name: log, image: busybox:1.37, command: [sh, -c, "tail -n+1 -F /logs/a"], restartPolicy: Always}], containers: [{name: work, image: example.com/work:1}]}}}"#,
                ),
                (
                    "apiVersion: batch/v1
kind: Job
metadata: {name: shop}
spec: {template: {spec: {restartPolicy: Never, containers: [{name: work, image: example.com/work:1}, {name: api, image: example.com/api:1, readinessProbe: {httpGet: {port: 80}}}]}}}",
                    "apiVersion: batch/v1
kind: Job
metadata: {name: shop}
spec: {template: {spec: {restartPolicy: Never, initContainers: [{name: api, image: example.com/api:1, readinessProbe: {httpGet: {port: 80}}, restartPolicy: Always}], containers: [{name: work, image: example.com/work:1}]}}}",
                ),
                (
                    r#"{restartPolicy: Never, containers: [{name: work, image: example.com/work:1}, {name: keep, image: busybox:1.37, command: [sh, -c, "while true; do sleep 3600; done"]}]}"#,
                    "{restartPolicy: Never, containers: [{name: work, image: example.com/work:1}, {name: peer, image: example.com/peer:1}]}",
                ),
            ],
        );
    }
}
