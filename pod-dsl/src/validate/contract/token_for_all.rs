//! Helpers get the token of the pod's service account.

use super::{ContractRule, Example, context::Context, guess::known, rule::Check};
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
        let known = known(context.container(member).image.as_deref().unwrap_or_default());
        // Those that authenticate ask the API whom they may let pass, and log agents ask it for names.
        known.is_some_and(|known| {
            known.role == Some(Role::Adapter)
                || matches!(known.name, "haproxy" | "nginx" | "redis" | "memcached" | "envoy")
        })
    };
    let Some(&member) = members.iter().find(|&&member| needless(member)) else { return };
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
