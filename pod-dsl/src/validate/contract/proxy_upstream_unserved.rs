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

#[cfg(test)]
mod tests {
    use super::super::tests::tells;

    #[test]
    fn every_proxy_says_in_its_own_way_where_it_forwards_to() {
        tells(
            &super::RULE,
            &[
                (
                    r#"apiVersion: v1
kind: ConfigMap
metadata: {name: c}
data: {o.cfg: "upstreams = [ 'http://127.0.0.1:1/' ]\n"}
---
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec: {containers: [{name: app, image: example.com/app:1, ports: [{containerPort: 8080}]}, {name: proxy, image: "quay.io/oauth2-proxy/oauth2-proxy:v7.6.0", volumeMounts: [{name: c, mountPath: /etc/proxy}]}], volumes: [{name: c, configMap: {name: c}}]}"#,
                    r#"apiVersion: v1
kind: ConfigMap
metadata: {name: c}
data: {o.cfg: "upstreams = [ 'http://127.0.0.1:8080/' ]\n"}
---
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec: {containers: [{name: app, image: example.com/app:1, ports: [{containerPort: 8080}]}, {name: proxy, image: "quay.io/oauth2-proxy/oauth2-proxy:v7.6.0", volumeMounts: [{name: c, mountPath: /etc/proxy}]}], volumes: [{name: c, configMap: {name: c}}]}"#,
                ),
                (
                    r#"apiVersion: v1
kind: ConfigMap
metadata: {name: c}
data: {Caddyfile: ":80 {\n  reverse_proxy localhost:1\n}\n"}
---
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec: {containers: [{name: app, image: example.com/app:1, ports: [{containerPort: 8080}]}, {name: proxy, image: "caddy:2.10", volumeMounts: [{name: c, mountPath: /etc/proxy}]}], volumes: [{name: c, configMap: {name: c}}]}"#,
                    r#"apiVersion: v1
kind: ConfigMap
metadata: {name: c}
data: {Caddyfile: ":80 {\n  reverse_proxy localhost:8080\n}\n"}
---
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec: {containers: [{name: app, image: example.com/app:1, ports: [{containerPort: 8080}]}, {name: proxy, image: "caddy:2.10", volumeMounts: [{name: c, mountPath: /etc/proxy}]}], volumes: [{name: c, configMap: {name: c}}]}"#,
                ),
                (
                    r#"apiVersion: v1
kind: ConfigMap
metadata: {name: c}
data: {d.conf: "server { listen 80; location / { proxy_pass http://127.0.0.1:8001; } }"}
---
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec: {containers: [{name: app, image: example.com/app:1, command: [gunicorn, -b, "127.0.0.1:8000", app]}, {name: proxy, image: "nginx:1.29", volumeMounts: [{name: c, mountPath: /etc/proxy}]}], volumes: [{name: c, configMap: {name: c}}]}"#,
                    r#"apiVersion: v1
kind: ConfigMap
metadata: {name: c}
data: {d.conf: "server { listen 80; location / { proxy_pass http://127.0.0.1:8000; } }"}
---
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec: {containers: [{name: app, image: example.com/app:1, command: [gunicorn, -b, "127.0.0.1:8000", app]}, {name: proxy, image: "nginx:1.29", volumeMounts: [{name: c, mountPath: /etc/proxy}]}], volumes: [{name: c, configMap: {name: c}}]}"#,
                ),
                (
                    r#"{containers: [{name: app, image: example.com/app:1, ports: [{containerPort: 8080}]}, {name: web, image: nginx:1.29, command: [sh, -c, "echo 'server { listen 80; location / { proxy_pass http://127.0.0.1:1; } }' > /etc/nginx/conf.d/default.conf; exec nginx"]}]}"#,
                    r#"{containers: [{name: app, image: example.com/app:1, ports: [{containerPort: 8080}]}, {name: web, image: nginx:1.29, command: [sh, -c, "echo 'server { listen 80; location / { proxy_pass http://127.0.0.1:8080; } }' > /etc/nginx/conf.d/default.conf; exec nginx"]}]}"#,
                ),
            ],
        );
    }
}
