//! The kubelet asks a port that listens on loopback only.

use super::{
    ContractRule, Example,
    context::Context,
    handlers::{asked, number},
    rule::Check,
};
use crate::{
    intent::{Address, Listener},
    validate::{Finding, Rule, Severity},
};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::contract("probe-misses-loopback", "a port that is probed listens on the pod's address"),
    guessed: Severity::Warning,
    references: &["P02"],
    doc: "
The kubelet stands outside the pod and asks its address. A port that listens on 127.0.0.1 only refuses it, so the probe fails
each time: the container is started again and again, or never becomes ready.

Ask from inside with an exec probe, ask a port that listens on all addresses, or ask through the proxy that stands before the
application.
",
    bad: Example::Yaml(r#"
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: example.com/web:1
      args: ["--listen=127.0.0.1:8080"]
      livenessProbe: {httpGet: {path: /live, port: 8080}}
"#),
    good: Example::Yaml(r#"
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: example.com/web:1
      args: ["--listen=127.0.0.1:8080"]
      livenessProbe: {exec: {command: [web, check]}}
"#),
    check: Check::pod(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for member in context.running() {
        let container = context.container(member);
        for asked in asked(container)
            .into_iter()
            .filter(|asked| asked.host.is_empty() && asked.field.contains("Probe"))
        {
            let Some(port) = number(asked.port, container) else { continue };
            let own = |listener: &&Listener| listener.port == port && listener.owner == member;
            let Some(listener) = context.listeners().find(own) else { continue };
            if listener.address != Address::Loopback {
                continue;
            }
            let message = format!(
                "the kubelet asks the pod's address at port {port}, and `{}` listens there on 127.0.0.1 only",
                container.name
            );
            let mut finding = RULE.found(&listener.basis, context.at(member, asked.field), message);
            finding.help("ask by an exec probe, or let it listen on all addresses");
            found.push(finding);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::tells;

    #[test]
    fn the_host_may_be_told_apart_from_the_port() {
        tells(
            &super::RULE,
            &[
                (
                    "{containers: [{name: app, image: example.com/app:1}, {name: redis, image: redis:8, args: [--bind, 127.0.0.1], ports: [{name: redis, containerPort: 6379}], readinessProbe: {tcpSocket: {port: redis}}}]}",
                    "{containers: [{name: app, image: example.com/app:1}, {name: redis, image: redis:8, args: [--bind, 0.0.0.0], ports: [{name: redis, containerPort: 6379}], readinessProbe: {tcpSocket: {port: redis}}}]}",
                ),
                (
                    r#"{containers: [{name: app, image: example.com/app:1}, {name: db, image: "gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.18.2", args: [--health-check, --http-port=9090, --port=5432, "p:r:i"], startupProbe: {httpGet: {path: /startup, port: 9090}}}]}"#,
                    r#"{containers: [{name: app, image: example.com/app:1}, {name: db, image: "gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.18.2", args: [--health-check, --http-address=0.0.0.0, --http-port=9090, --port=5432, "p:r:i"], startupProbe: {httpGet: {path: /startup, port: 9090}}}]}"#,
                ),
                (
                    r#"{containers: [{name: app, image: example.com/app:1, env: [{name: HOST, value: 127.0.0.1}, {name: PORT, value: "3000"}], readinessProbe: {httpGet: {port: 3000}}}]}"#,
                    r#"{containers: [{name: app, image: example.com/app:1, env: [{name: HOST, value: 0.0.0.0}, {name: PORT, value: "3000"}], readinessProbe: {httpGet: {port: 3000}}}]}"#,
                ),
            ],
        );
    }
}
