//! A container calls `localhost`, and its peer listens on 127.0.0.1 only.

use super::{ContractRule, Example, context::Context, guess::loopback_ports, rule::Check};
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
    for member in context.running() {
        let container = context.container(member);
        let env = container.env.iter().flatten().enumerate();
        let env = env.filter_map(|(at, env)| Some((format!("env[{at}].value"), env.value.as_deref()?)));
        let args = container.args.iter().flatten().enumerate();
        let args = args.map(|(at, arg)| (format!("args[{at}]"), arg.as_str()));
        for (field, text) in env.chain(args) {
            for (port, _) in loopback_ports(text).into_iter().filter(|(_, host)| *host == "localhost") {
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
