//! The application is killed when its proxy fails.

use super::{
    ContractRule, Example,
    context::Context,
    guess::loopback_ports,
    handlers::{asked, number},
    rule::Check,
};
use crate::{
    intent::{Listener, Role},
    validate::{Finding, Rule, Severity},
};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::advice(Severity::Warning, "liveness-through-proxy", "liveness asks the container itself, without the proxy"),
    guessed: Severity::Warning,
    references: &["P06"],
    doc: "
A liveness probe that goes to the proxy's port tells that the proxy and the application answer together. When the proxy is the
one that fails, the application is killed, which mends nothing.

Ask the application itself for its liveness: by its own port where that is open, else by an exec probe. Readiness through the
proxy is right, since clients come that way.
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
      livenessProbe: {httpGet: {path: /live, port: 4180}}
    - name: login
      image: quay.io/oauth2-proxy/oauth2-proxy:v7.12.0
      args: ["--http-address=0.0.0.0:4180", "--upstream=http://127.0.0.1:8080"]
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
      readinessProbe: {httpGet: {path: /ready, port: 4180}}
    - name: login
      image: quay.io/oauth2-proxy/oauth2-proxy:v7.12.0
      args: ["--http-address=0.0.0.0:4180", "--upstream=http://127.0.0.1:8080"]
"#),
    check: Check::pod(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for member in context.running() {
        let container = context.container(member);
        let asked = asked(container).into_iter().filter(|asked| asked.is_liveness);
        let asked = asked.filter_map(|asked| Some((asked.field, number(asked.port, container)?)));
        let exec = container.liveness_probe.as_ref().and_then(|probe| probe.exec.as_ref());
        let called = exec.and_then(|exec| exec.command.as_ref()).into_iter().flatten();
        let called = called.flat_map(|word| loopback_ports(word));
        let called = called.map(|(port, _)| ("livenessProbe.exec.command", port));
        for (field, port) in asked.chain(called) {
            let on_port = || context.listeners().filter(move |listener| listener.port == port);
            if on_port().any(|listener| listener.owner == member) {
                continue;
            }
            let is_proxy =
                |listener: &&Listener| context.member(listener.owner).role == Role::InboundAmbassador;
            let Some(proxy) = on_port().find(is_proxy) else { continue };
            let (name, by) = (&container.name, context.name(proxy.owner));
            let message = format!(
                "the liveness of `{name}` is asked at port {port} of `{by}`: when `{by}` fails, `{name}` is killed"
            );
            let mut finding = RULE.found(&proxy.basis, context.at(member, field), message);
            finding.help(format!("ask `{name}` itself, by its own port or by an exec probe"));
            found.push(finding);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::tells;

    #[test]
    fn a_command_asks_through_the_proxy_too() {
        tells(
            &super::RULE,
            &[(
                r#"apiVersion: v1
kind: ConfigMap
metadata: {name: c}
data: {haproxy.cfg: "listen x\n  bind :8443\n  server a 127.0.0.1:3000\n"}
---
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec: {containers: [{name: app, image: example.com/app:1, ports: [{containerPort: 3000}], livenessProbe: {exec: {command: [curl, -f, "http://localhost:8443/h"]}}}, {name: proxy, image: "haproxy:3.2", volumeMounts: [{name: c, mountPath: /etc/proxy}]}], volumes: [{name: c, configMap: {name: c}}]}"#,
                r#"apiVersion: v1
kind: ConfigMap
metadata: {name: c}
data: {haproxy.cfg: "listen x\n  bind :8443\n  server a 127.0.0.1:3000\n"}
---
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec: {containers: [{name: app, image: example.com/app:1, ports: [{containerPort: 3000}], livenessProbe: {exec: {command: [curl, -f, "http://localhost:3000/h"]}}}, {name: proxy, image: "haproxy:3.2", volumeMounts: [{name: c, mountPath: /etc/proxy}]}], volumes: [{name: c, configMap: {name: c}}]}"#,
            )],
        );
    }
}
