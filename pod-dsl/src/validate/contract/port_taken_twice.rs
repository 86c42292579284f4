//! Two containers listen on one port.

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
    rule: Rule::contract("port-taken-twice", "containers of a pod listen on different ports"),
    guessed: Severity::Warning,
    references: &["N01"],
    doc: r#"
The containers of a pod have one network: one address, one set of ports. The second container that listens on a port ends with
"address already in use", starts again, and ends again. Which of the two it is may change from start to start. The API server
says nothing about ports that are not declared, and of declared ones it only warns.

Give one of them another port. In Rust every port is a handle and two handles of one number are two listeners, so the builder
finds it whether the port is declared or not; within one `pod!` block it does not compile.
"#,
    bad: Example::Yaml(
        "
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: example.com/web:1
      ports: [{containerPort: 8080}]
    - name: admin
      image: example.com/admin:1
      args: [--port=8080]
",
    ),
    good: Example::Yaml(
        "
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: example.com/web:1
      ports: [{containerPort: 8080}]
    - name: admin
      image: example.com/admin:1
      args: [--port=8081]
",
    ),
    check: Check::pod(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let listeners: Vec<_> = context.listeners().filter(|listener| is_sure(context, listener)).collect();
    for (at, second) in listeners.iter().enumerate() {
        let clashes = |first: &&&Listener| {
            first.owner != second.owner
                && first.port == second.port
                && first.protocol == second.protocol
                && first.port != 0
        };
        let Some(first) = listeners[..at].iter().find(clashes) else { continue };
        // What is said weighs more than what is guessed, and both are needed.
        let basis = if first.basis.is_guess() { &first.basis } else { &second.basis };
        let (one, other) = (context.name(first.owner), context.name(second.owner));
        let (port, protocol) = (second.port, second.protocol.as_str());
        let message =
            format!("`{one}` and `{other}` both listen on port {port} ({protocol}), and a pod has it once");
        let field = second.basis.field();
        let mut finding = RULE.found(basis, context.at(second.owner, field), message);
        finding.help(format!("let `{other}` listen on another port"));
        if is_answered_for(context, first, second) || is_answered_for(context, second, first) {
            finding.severity = Severity::Info;
        }
        found.push(finding);
    }
}

/// What an image listens on by itself is not sure where a configuration is mounted that may say otherwise.
fn is_sure(context: &Context<'_>, listener: &Listener) -> bool {
    let container = context.container(listener.owner);
    match listener.basis.source() {
        None | Some(Source::Text) => true,
        // Of one that is told the pod's address by a variable nobody knows that it takes the peer's, too.
        Some(Source::Declared) => {
            let port = listener.port;
            let words = container.command.iter().chain(&container.args).flatten();
            let told = |word: &String| {
                word.contains("$(")
                    && [format!("):{port}"), format!(")]:{port}")].iter().any(|end| word.ends_with(end))
            };
            !words.into_iter().any(told)
        }
        Some(Source::Likely | Source::Probe) => false,
        Some(Source::Image) => {
            let configured = container.volume_mounts.iter().flatten().any(|mount| {
                let volume = context.volume(&mount.name).map(|(_, volume)| volume);
                volume.is_some_and(|volume| volume.config_map.is_some() || volume.secret.is_some())
            });
            !configured && container.args.is_none()
        }
    }
}

/// Tells whether a container declares a port only to be probed there by its name, while a peer answers for it: as the
/// drivers of storage do, beside `livenessprobe`.
fn is_answered_for(context: &Context<'_>, declared: &Listener, other: &Listener) -> bool {
    declared.basis.source() == Some(Source::Declared)
        && other.basis.source() == Some(Source::Text)
        && asked(context.container(declared.owner))
            .iter()
            .any(|asked| number(asked.port, context.container(declared.owner)) == Some(declared.port))
}

#[cfg(test)]
mod tests {
    use super::super::tests::tells;

    #[test]
    fn who_only_signals_a_server_is_none() {
        let pod = |command: &str| {
            format!(
                "apiVersion: v1
kind: ConfigMap
metadata: {{name: sites}}
data: {{default.conf: 'server {{ listen 8080; }}'}}
---
apiVersion: v1
kind: Pod
metadata: {{name: shop}}
spec:
  containers:
    - {{name: web, image: 'nginx:1.29', volumeMounts: [{{name: sites, mountPath: /etc/nginx/conf.d}}]}}
    - {{name: other, image: 'nginx:1.29', command: [sh, -c, '{command}'], volumeMounts: [{{name: sites, mountPath: /etc/nginx/conf.d}}]}}
  volumes: [{{name: sites, configMap: {{name: sites}}}}]"
            )
        };
        let serves = pod("nginx -t && exec nginx");
        let watches = pod(
            "while sleep 5; do sha256sum /etc/nginx/conf.d/* | diff - /tmp/last || pkill -HUP -o nginx; done",
        );
        tells(&super::RULE, &[(&serves, &watches)]);
    }

    #[test]
    fn one_address_of_the_pod_is_not_another() {
        tells(
            &super::RULE,
            &[(
                r#"{containers: [{name: node, image: example.com/node:1, args: ["--listen-address=127.0.0.1:9100"]}, {name: auth, image: quay.io/brancz/kube-rbac-proxy:v0.19.1, args: ["--secure-listen-address=0.0.0.0:9100"], env: [{name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}], ports: [{containerPort: 9100}]}]}"#,
                r#"{containers: [{name: node, image: example.com/node:1, args: ["--listen-address=127.0.0.1:9100"]}, {name: auth, image: quay.io/brancz/kube-rbac-proxy:v0.19.1, args: ["--secure-listen-address=[$(IP)]:9100"], env: [{name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}], ports: [{containerPort: 9100}]}]}"#,
            )],
        );
    }
}
