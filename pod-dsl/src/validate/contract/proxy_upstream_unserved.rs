//! A proxy forwards to a port nobody in the pod listens on.

use super::{ContractRule, Example, context::Context, rule::Check};
use crate::{
    intent::{Protocol, UpstreamTo},
    validate::{Finding, Rule, Severity},
};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::contract("proxy-upstream-unserved", "a proxy forwards to a port that somebody in the pod listens on"),
    guessed: Severity::Warning,
    references: &["N03"],
    doc: "
The published solution of a course's lab forwarded to port 8775 for five and a half years, while the application listened on
8989: the number stood once in prose and once inside a `ConfigMap`. Everything applies, every container runs, and every
request ends with \"connection refused\".

Make the proxy's configuration and the application's port agree. With the builder the number is said once:
`Ambassador::inbound(container, &listener, &upstream)` takes the port's handle, and the preset writes the configuration from
it, so that another number cannot be written.

In a manifest of others it is an information only where another container says nothing of the ports it listens on.
",
    bad: Example::Yaml(
        "
apiVersion: v1
kind: ConfigMap
metadata: {name: proxy}
data:
  haproxy.cfg: |
    frontend web
        bind *:8080
        default_backend legacy
    backend legacy
        server legacy 127.0.0.1:8775
---
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: legacy
      image: example.com/legacy:1
      env: [{name: PORT, value: \"8989\"}]
    - name: proxy
      image: haproxy:3.2
      volumeMounts: [{name: config, mountPath: /usr/local/etc/haproxy}]
  volumes:
    - name: config
      configMap: {name: proxy}
",
    ),
    good: Example::Yaml(
        "
apiVersion: v1
kind: ConfigMap
metadata: {name: proxy}
data:
  haproxy.cfg: |
    frontend web
        bind *:8080
        default_backend legacy
    backend legacy
        server legacy 127.0.0.1:8989
---
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: legacy
      image: example.com/legacy:1
      env: [{name: PORT, value: \"8989\"}]
    - name: proxy
      image: haproxy:3.2
      volumeMounts: [{name: config, mountPath: /usr/local/etc/haproxy}]
  volumes:
    - name: config
      configMap: {name: proxy}
",
    ),
    check: Check::pod(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for upstream in context.intent.upstreams.iter().filter(|upstream| upstream.proxied) {
        let UpstreamTo::Listener { port, .. } = upstream.to else { continue };
        if context.listeners().any(|listener| listener.port == port && listener.protocol == Protocol::Tcp) {
            continue;
        }
        let owner = upstream.owner;
        let message = format!("`{}` forwards to 127.0.0.1:{port}, where nobody listens", context.name(owner));
        let field = upstream.basis.field();
        let mut finding = RULE.found(&upstream.basis, context.at(owner, field), message);
        finding.helps.extend(context.who_listens(owner));
        if upstream.basis.is_guess() && !context.all_listeners_known(owner) {
            finding.severity = Severity::Info;
        }
        found.push(finding);
    }
}
