//! A command that does its work and ends stands among containers that are always started again.

use super::{ContractRule, Example, context::Context, rule::Check};
use crate::{
    intent::Duty,
    validate::{Finding, Rule, Severity},
};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::contract(
        "one-shot-restarted",
        "what ends by itself is an init container, or its pod may end",
    ),
    guessed: Severity::Warning,
    references: &["L08"],
    doc: "
With the restart policy `Always` a container that has ended is started again, each time after a longer wait
(`CrashLoopBackOff`), however well it ended. A `sleep 3600` at the end hides it for an hour.

What prepares something is an init container. What is a task of its own is a Job.

It is an information where the command sleeps for long, as containers for trying things out do.
",
    bad: Example::Yaml(
        r#"
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: nginx:1.29
      volumeMounts: [{name: content, mountPath: /usr/share/nginx/html, readOnly: true}]
    - name: write
      image: busybox:1.37
      command: [sh, -c, "echo hello > /work/index.html"]
      volumeMounts: [{name: content, mountPath: /work}]
  volumes:
    - name: content
      emptyDir: {}
"#,
    ),
    good: Example::Yaml(
        r#"
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  initContainers:
    - name: write
      image: busybox:1.37
      command: [sh, -c, "echo hello > /work/index.html"]
      volumeMounts: [{name: content, mountPath: /work}]
  containers:
    - name: web
      image: nginx:1.29
      volumeMounts: [{name: content, mountPath: /usr/share/nginx/html, readOnly: true}]
  volumes:
    - name: content
      emptyDir: {}
"#,
    ),
    check: Check::pod(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    if context.ends() {
        return;
    }
    for member in context.plain() {
        let container = context.container(member);
        let Some((Duty::OneShot, basis)) = &context.member(member).duty else { continue };
        if container.restart_policy.as_deref().is_some_and(|policy| policy != "Always") {
            continue;
        }
        let message =
            format!("`{}` does its work and ends, and is then started again and again", container.name);
        let mut finding = RULE.found(basis, context.at(member, basis.field()), message);
        finding.help("make it an init container, or the pod a Job");
        let words = container.command.iter().chain(&container.args).flatten();
        if words.into_iter().any(|word| word.contains("sleep")) {
            finding.severity = Severity::Info;
        }
        found.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::tells;

    #[test]
    fn what_migrates_a_database_ends() {
        tells(
            &super::RULE,
            &[
                (
                    "{containers: [{name: app, image: example.com/app:1}, {name: prepare, image: example.com/app:1, command: [python, manage.py, migrate]}]}",
                    "{containers: [{name: app, image: example.com/app:1}, {name: prepare, image: example.com/app:1, command: [python, manage.py, runserver]}]}",
                ),
                (
                    r#"{containers: [{name: app, image: example.com/app:1}, {name: prepare, image: example.com/app:1, command: [bundle, exec, rake, "db:migrate"]}]}"#,
                    "{containers: [{name: app, image: example.com/app:1}, {name: prepare, image: example.com/app:1, command: [bundle, exec, puma]}]}",
                ),
                (
                    r#"{containers: [{name: app, image: example.com/app:1}, {name: prepare, image: example.com/app:1, command: [sh, -c, "alembic upgrade head"]}]}"#,
                    r#"{containers: [{name: app, image: example.com/app:1}, {name: prepare, image: example.com/app:1, command: [sh, -c, "alembic upgrade head && exec gunicorn app"]}]}"#,
                ),
            ],
        );
    }
}
