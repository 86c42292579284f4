//! A probe asks 127.0.0.1, which is the node.

use super::{ContractRule, Example, context::Context, handlers::asked, rule::Check};
use crate::validate::{Finding, Rule, Severity};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::contract("probe-asks-node", "a probe asks the pod and not the node"),
    guessed: Severity::Warning,
    references: &["P03"],
    doc: "
The kubelet makes the request, on the node. `host: 127.0.0.1` is therefore the node itself, and what answers there is another
program or none. Only a pod in the node's network (`hostNetwork: true`) can be asked so.

Leave `host` out: the pod's address is asked then. A port that listens on loopback alone is asked by an exec probe.
",
    bad: Example::Yaml("
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: example.com/web:1
      livenessProbe: {httpGet: {host: 127.0.0.1, path: /live, port: 8080}}
"),
    good: Example::Yaml("
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: example.com/web:1
      livenessProbe: {httpGet: {path: /live, port: 8080}}
"),
    check: Check::pod(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    if context.spec().host_network == Some(true) {
        return;
    }
    for member in context.all() {
        let container = context.container(member);
        for asked in asked(container) {
            if !matches!(asked.host, "127.0.0.1" | "localhost" | "::1" | "[::1]") {
                continue;
            }
            let field = asked.field.replace(".port", ".host");
            let (name, host) = (&container.name, asked.host);
            let message = format!("the kubelet asks `{name}` at {host}, which is the node and not the pod");
            let mut finding = RULE.seen(context.at(member, &field), message);
            finding.help("leave `host` out, or ask from inside by an exec probe");
            found.push(finding);
        }
    }
}
