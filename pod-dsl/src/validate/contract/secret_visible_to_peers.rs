//! A secret in the environment can be read by the other containers.

use super::{ContractRule, Example, context::Context, rule::Check};
use crate::validate::{Finding, Rule, Severity};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::advice(Severity::Warning, "secret-visible-to-peers", "in a pod that shares processes secrets are files"),
    guessed: Severity::Warning,
    references: &["S05"],
    doc: "
With `shareProcessNamespace` a process of the same user, or of root, reads the environment of every other under
`/proc/PID/environ`. A helper of another origin then holds the application's passwords.

Mount the secret as a file in the one container that needs it: files of other containers are seen only by who may look into
their root file system.
",
    bad: Example::Yaml("
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  shareProcessNamespace: true
  containers:
    - name: web
      image: example.com/web:1
      env:
        - name: PASSWORD
          valueFrom: {secretKeyRef: {name: web, key: password}}
    - name: watch
      image: example.com/watch:1
"),
    good: Example::Yaml("
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  shareProcessNamespace: true
  containers:
    - name: web
      image: example.com/web:1
      volumeMounts: [{name: password, mountPath: /etc/web/password, readOnly: true}]
    - name: watch
      image: example.com/watch:1
  volumes:
    - name: password
      secret: {secretName: web}
"),
    check: Check::pod(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    if context.spec().share_process_namespace != Some(true) {
        return;
    }
    for member in context.running() {
        let container = context.container(member);
        let env = container
            .env
            .iter()
            .flatten()
            .position(|env| env.value_from.as_ref().is_some_and(|from| from.secret_key_ref.is_some()));
        let whole = container.env_from.iter().flatten().position(|from| from.secret_ref.is_some());
        let field = match (env, whole) {
            (Some(at), _) => format!("env[{at}]"),
            (None, Some(at)) => format!("envFrom[{at}]"),
            (None, None) => continue,
        };
        let sees = |other: usize| match (context.uid(member), context.uid(other)) {
            (_, Some(0)) => true,
            (own, others) => own == others,
        };
        let Some(other) = context.running().find(|&other| other != member && sees(other)) else { continue };
        let message = format!(
            "`{}` has a secret in its environment, which `{}` can read, since the pod shares its processes",
            container.name,
            context.name(other)
        );
        let mut finding = RULE.seen(context.at(member, &field), message);
        finding.help("mount the secret as a file");
        found.push(finding);
    }
}
