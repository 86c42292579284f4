//! Helpers get the token of the pod's service account.

use k8s_openapi::api::core::v1::Container;

use super::{
    ContractRule, Example,
    context::Context,
    guess::{CommandLine, follows},
    rule::Check,
};
use crate::{
    intent::Role,
    validate::{Finding, Rule, Severity},
};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::advice(Severity::Info, "token-for-all", "the token of a service account is given to who needs it"),
    guessed: Severity::Info,
    references: &["S08"],
    doc: "
The token of the service account is mounted into every container of the pod. A proxy or an exporter that never asks the API
then holds the application's rights in the cluster.

Set `automountServiceAccountToken: false` and mount a projected token in the one container that asks. It is an information: that
a helper needs no token is only likely.
",
    bad: Example::Yaml("
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  serviceAccountName: shop
  containers:
    - name: web
      image: example.com/web:1
    - name: metrics
      image: nginx/nginx-prometheus-exporter:1.5
"),
    good: Example::Yaml("
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  serviceAccountName: shop
  automountServiceAccountToken: false
  containers:
    - name: web
      image: example.com/web:1
    - name: metrics
      image: nginx/nginx-prometheus-exporter:1.5
"),
    check: Check::pod(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let spec = context.spec();
    let account = spec.service_account_name.as_deref().unwrap_or_default();
    if matches!(account, "" | "default") || spec.automount_service_account_token == Some(false) {
        return;
    }
    let members: Vec<_> = context.running().collect();
    let needless = |member: usize| {
        let known = context.known(member);
        // Those that authenticate ask the API whom they may let pass, and log agents ask it for names.
        known.is_some_and(|known| {
            known.role == Some(Role::Adapter)
                || matches!(
                    known.name,
                    "haproxy" | "nginx" | "nginx-unprivileged" | "redis" | "memcached" | "envoy"
                )
                || matches!(known.name, "grafana" | "mariadb" | "mongo" | "mysql" | "postgres" | "rabbitmq")
        }) || shows_files(context.container(member))
    };
    // Where a helper is there to ask the API, the others most likely need not.
    let asks = |member: &&usize| asks_the_api(context.container(**member));
    let asker = members.iter().find(asks).copied();
    let other = || members.iter().find(|&&member| asker.is_some_and(|asker| asker != member));
    let Some(&member) = members.iter().find(|&&member| needless(member)).or_else(other) else { return };
    if members.len() < 2 {
        return;
    }
    let message = format!(
        "`{}` gets the token of service account `{account}`, for which it likely has no use",
        context.name(member)
    );
    let mut finding = RULE.seen(context.path(member), message);
    finding.help("set `automountServiceAccountToken: false`, and mount a projected token where it is needed");
    found.push(finding);
}

/// Tells whether a container does nothing but show files that others write.
fn shows_files(container: &Container) -> bool {
    CommandLine::of(container).commands().iter().any(|words| follows(words).is_some())
}

/// Images whose only work is to ask the API, by the last segment of their names.
const ASKERS: &[&str] = &["k8s-sidecar", "kubectl", "origin-cli"];

fn asks_the_api(container: &Container) -> bool {
    let image = container.image.as_deref().unwrap_or_default();
    let name = image.rsplit('/').next().unwrap_or(image).split([':', '@']).next().unwrap_or_default();
    ASKERS.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::super::tests::tells;

    #[test]
    fn who_shows_files_needs_no_token_and_who_asks_the_api_needs_it_alone() {
        tells(
            &super::RULE,
            &[
                (
                    "{serviceAccountName: shop, automountServiceAccountToken: true, containers: [{name: app, image: example.com/app:1}, {name: tail, image: busybox:1.37, command: [tail, -F, /logs/a]}]}",
                    "{serviceAccountName: shop, automountServiceAccountToken: false, containers: [{name: app, image: example.com/app:1}, {name: tail, image: busybox:1.37, command: [tail, -F, /logs/a]}]}",
                ),
                (
                    r#"{serviceAccountName: shop, containers: [{name: app, image: example.com/app:1}, {name: peer, image: "ghcr.io/kiwigrid/k8s-sidecar:1.30.0"}]}"#,
                    r#"{serviceAccountName: shop, containers: [{name: app, image: example.com/app:1}, {name: peer, image: "example.com/peer:1"}]}"#,
                ),
            ],
        );
    }
}
