//! A container calls `localhost`, and its peer listens on 127.0.0.1 only.

use super::{
    ContractRule, Example,
    context::Context,
    guess::{called_by_name, hosts_in_env, loopback_ports},
    rule::Check,
};
use crate::{
    intent::Address,
    validate::{Finding, Rule, Severity},
};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::advice(Severity::Info, "localhost-ambiguous", "a peer that listens on IPv4 alone is called by 127.0.0.1"),
    guessed: Severity::Info,
    references: &["N12"],
    doc: "
`localhost` may be ::1 first, depending on the image's resolver and its `/etc/hosts`. A peer that listens on 127.0.0.1 alone is
then not found at the first try, or not at all.

Call 127.0.0.1. In Rust `port.address()` always gives the number.
",
    bad: Example::Yaml(r#"
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: example.com/web:1
      env: [{name: DATABASE, value: "localhost:5432"}]
    - name: database
      image: gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.18.2
      args: [--port=5432, "project:region:instance"]
"#),
    good: Example::Yaml(r#"
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: example.com/web:1
      env: [{name: DATABASE, value: "127.0.0.1:5432"}]
    - name: database
      image: gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.18.2
      args: [--port=5432, "project:region:instance"]
"#),
    check: Check::pod(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    if !context.listeners().any(|listener| listener.address == Address::Loopback) {
        return;
    }
    for member in context.running() {
        let container = context.container(member);
        let env = container.env.iter().flatten().enumerate();
        let env = env.filter_map(|(at, env)| Some((format!("env[{at}].value"), env.value.as_deref()?)));
        let args = container.args.iter().flatten().enumerate();
        let args = args.map(|(at, arg)| (format!("args[{at}]"), arg.as_str()));
        let apart = hosts_in_env(container)
            .into_iter()
            .map(|(at, port, host)| (format!("env[{at}].value"), port, host));
        let together = env.chain(args).flat_map(|(field, text)| {
            loopback_ports(text).into_iter().map(move |(port, host)| (field.clone(), port, host))
        });
        let configured = called_by_name(container, &context.subject, context.companions)
            .into_iter()
            .map(|port| (String::new(), port, "localhost"));
        for (field, port, host) in together.chain(apart).chain(configured) {
            if host == "localhost" {
                let peer = context.listeners().find(|listener| {
                    listener.owner != member && listener.port == port && listener.address == Address::Loopback
                });
                let Some(peer) = peer else { continue };
                let (name, other) = (context.name(member), context.name(peer.owner));
                let message =
                    format!("`{name}` calls localhost:{port}, and `{other}` listens on 127.0.0.1 only");
                let mut finding = RULE.found(&peer.basis, context.at(member, &field), message);
                finding.help(format!("write 127.0.0.1:{port}"));
                found.push(finding);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::tells;

    #[test]
    fn a_name_in_a_configuration_or_a_variable_of_its_own_counts() {
        tells(
            &super::RULE,
            &[
                (
                    r#"apiVersion: v1
kind: ConfigMap
metadata: {name: c}
data: {d.conf: "server { listen 80; location / { proxy_pass http://localhost:9000; } }"}
---
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec: {containers: [{name: app, image: example.com/app:1, args: [-addr, "127.0.0.1:9000"]}, {name: proxy, image: "nginx:1.29", volumeMounts: [{name: c, mountPath: /etc/proxy}]}], volumes: [{name: c, configMap: {name: c}}]}"#,
                    r#"apiVersion: v1
kind: ConfigMap
metadata: {name: c}
data: {d.conf: "server { listen 80; location / { proxy_pass http://127.0.0.1:9000; } }"}
---
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec: {containers: [{name: app, image: example.com/app:1, args: [-addr, "127.0.0.1:9000"]}, {name: proxy, image: "nginx:1.29", volumeMounts: [{name: c, mountPath: /etc/proxy}]}], volumes: [{name: c, configMap: {name: c}}]}"#,
                ),
                (
                    r#"{containers: [{name: app, image: example.com/app:1, env: [{name: DB_HOST, value: localhost}, {name: DB_PORT, value: "5432"}]}, {name: db, image: "gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.18.2", args: [--port=5432, "p:r:i"]}]}"#,
                    r#"{containers: [{name: app, image: example.com/app:1, env: [{name: DB_HOST, value: 127.0.0.1}, {name: DB_PORT, value: "5432"}]}, {name: db, image: "gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.18.2", args: [--port=5432, "p:r:i"]}]}"#,
                ),
            ],
        );
    }
}
