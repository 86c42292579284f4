//! Containers that talk through localhost share the node's network.

use super::{ContractRule, Example, context::Context, rule::Check};
use crate::{
    intent::UpstreamTo,
    validate::{Finding, Rule, Severity},
};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::advice(Severity::Warning, "host-network-shared", "containers that talk through localhost have a network of their own"),
    guessed: Severity::Info,
    references: &["N09"],
    doc: "
With `hostNetwork` the pod has no network of its own: `localhost` is the node, every port is one of the node's, and two pods
with the same port cannot run on one node. What was meant for the pod alone is open to all that run there. Names are then
resolved as the node does, so that the names of Services are not found, unless `dnsPolicy` is `ClusterFirstWithHostNet`.

Leave `hostNetwork` to what works on the node itself. Where it must be, set `dnsPolicy: ClusterFirstWithHostNet` if the pod
calls Services by name: that it does and has not is a warning, all else an information.
",
    bad: Example::Yaml(r#"
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  hostNetwork: true
  containers:
    - name: agent
      image: example.com/agent:1
      env: [{name: COLLECTOR, value: "http://collector.monitoring.svc:4318"}]
"#),
    good: Example::Yaml(r#"
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  hostNetwork: true
  dnsPolicy: ClusterFirstWithHostNet
  containers:
    - name: agent
      image: example.com/agent:1
      env: [{name: COLLECTOR, value: "http://collector.monitoring.svc:4318"}]
"#),
    check: Check::pod(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    if context.spec().host_network != Some(true) {
        return;
    }
    let by_cluster = matches!(context.spec().dns_policy.as_deref(), Some("ClusterFirstWithHostNet" | "None"));
    let named = (!by_cluster)
        .then(|| context.running().find_map(|member| Some((member, service_name(context, member)?))));
    if let Some((member, (field, name))) = named.flatten() {
        let message = format!(
            "`{}` calls `{name}`, which is not found in the node's network with this dnsPolicy",
            context.name(member)
        );
        let mut finding = RULE.seen(context.at(member, &field), message);
        finding.help("set `dnsPolicy: ClusterFirstWithHostNet`");
        found.push(finding);
    }
    let links =
        context.intent.upstreams.iter().find(|upstream| matches!(upstream.to, UpstreamTo::Listener { .. }));
    let several = context.running().count() > 1;
    if links.is_none() && several && context.spec().dns_policy.is_none() {
        let message = "in the node's network names are resolved as the node does, so that Services are not found by name";
        let mut finding = RULE.seen(context.in_spec("hostNetwork"), message);
        finding.severity = Severity::Info;
        finding.help("set `dnsPolicy: ClusterFirstWithHostNet` if Services are called");
        found.push(finding);
    }
    if let Some(upstream) = links
        && several
    {
        let name = context.name(upstream.owner);
        let message = format!(
            "`{name}` calls localhost, which is the node here: every pod of the node can listen or call there"
        );
        let mut finding = RULE.found(&upstream.basis, context.in_spec("hostNetwork"), message);
        finding.severity = Severity::Info;
        found.push(finding);
    }
}

/// Finds the name of a Service in the environment or the arguments of a container.
fn service_name(context: &Context<'_>, member: usize) -> Option<(String, String)> {
    let container = context.container(member);
    let env = container.env.iter().flatten().enumerate();
    let env = env.filter_map(|(at, env)| Some((format!("env[{at}].value"), env.value.as_deref()?)));
    let args =
        container.args.iter().flatten().enumerate().map(|(at, arg)| (format!("args[{at}]"), arg.as_str()));
    env.chain(args).find_map(|(field, text)| {
        let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-')));
        let name = words.into_iter().find(|word| word.split('.').skip(1).any(|label| label == "svc"))?;
        Some((field, name.to_owned()))
    })
}
