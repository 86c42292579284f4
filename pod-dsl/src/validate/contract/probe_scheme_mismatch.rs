//! A probe speaks plain HTTP to a port that wants TLS.

use super::{
    ContractRule, Example,
    context::Context,
    handlers::{asked, number},
    rule::Check,
};
use crate::{
    intent::{Listener, Source},
    validate::{Finding, Rule, Severity},
};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::contract("probe-scheme-mismatch", "a probe speaks the scheme of the port it asks"),
    guessed: Severity::Warning,
    references: &["P07"],
    doc: "
A server that expects TLS answers a plain request with an error or not at all, so the probe fails each time.

Set `scheme: HTTPS` on the probe: the kubelet does not verify the certificate, so any will do.
",
    bad: Example::Yaml(
        r#"
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: example.com/web:1
      args: ["--secure-listen-address=0.0.0.0:8443"]
      readinessProbe: {httpGet: {path: /ready, port: 8443}}
"#,
    ),
    good: Example::Yaml(
        r#"
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: example.com/web:1
      args: ["--secure-listen-address=0.0.0.0:8443"]
      readinessProbe: {httpGet: {path: /ready, port: 8443, scheme: HTTPS}}
"#,
    ),
    check: Check::pod(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for member in context.running() {
        let container = context.container(member);
        for asked in asked(container) {
            let (Some(tls), Some(port)) = (asked.tls, number(asked.port, container)) else { continue };
            let own = |listener: &&Listener| listener.owner == member && listener.port == port;
            let Some(listener) = context.listeners().find(own) else { continue };
            // Of a port of others nobody knows that it does not want TLS, unless a configuration says so.
            let plain = !listener.basis.is_guess()
                || (listener.basis.source() == Some(Source::Text) && listener.basis.field().is_empty());
            let mismatch = if tls { !listener.tls && plain } else { listener.tls };
            if !mismatch {
                continue;
            }
            let (speaks, wants) = if tls { ("HTTPS", "plain HTTP") } else { ("plain HTTP", "TLS") };
            let message =
                format!("this speaks {speaks} to port {port} of `{}`, which wants {wants}", container.name);
            let mut finding = RULE.found(&listener.basis, context.at(member, asked.field), message);
            finding.help(format!("set `scheme: {}`", if tls { "HTTP" } else { "HTTPS" }));
            found.push(finding);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::tells;

    #[test]
    fn a_secure_port_wants_tls_and_a_configuration_may_not() {
        tells(
            &super::RULE,
            &[
                (
                    "{containers: [{name: app, image: example.com/app:1, args: [--secure-port=8443], livenessProbe: {httpGet: {port: 8443, scheme: HTTP}}}]}",
                    "{containers: [{name: app, image: example.com/app:1, args: [--secure-port=8443], livenessProbe: {httpGet: {port: 8443, scheme: HTTPS}}}]}",
                ),
                (
                    r#"apiVersion: v1
kind: ConfigMap
metadata: {name: c}
data: {d.conf: "server { listen 8080; }"}
---
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec: {containers: [{name: web, image: nginx:1.29, livenessProbe: {httpGet: {port: 8080, scheme: HTTPS}}, volumeMounts: [{name: c, mountPath: /etc/nginx/conf.d}]}], volumes: [{name: c, configMap: {name: c}}]}"#,
                    r#"apiVersion: v1
kind: ConfigMap
metadata: {name: c}
data: {d.conf: "server { listen 8080; }"}
---
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec: {containers: [{name: web, image: nginx:1.29, livenessProbe: {httpGet: {port: 8080, scheme: HTTP}}, volumeMounts: [{name: c, mountPath: /etc/nginx/conf.d}]}], volumes: [{name: c, configMap: {name: c}}]}"#,
                ),
            ],
        );
    }
}
