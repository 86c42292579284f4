//! A container is to run as root and not to run as root.

use super::{ContractRule, Example, context::Context, rule::Check};
use crate::{
    grammar::parse_image,
    intent::{Basis, Clue, Source},
    target::Platform,
    validate::{Finding, Rule, Severity},
};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::contract("root-forbidden", "a container that may not run as root has another user"),
    guessed: Severity::Warning,
    references: &["S06"],
    doc: "
`runAsNonRoot: true` is asked by the kubelet when it starts the container; with user 0 it does not start
(`CreateContainerConfigError`). The server takes both.

The same happens where no user is named and the image starts as root, as the official ones of nginx, httpd, redis and of most
languages and distributions do; their entry point would change the user, but it never runs. That is told as a warning.

Drop one of the two, or name a user that the image works as. A container's own `securityContext` overrides that of the pod, field by field, so often one of them stands
there.
",
    bad: Example::Yaml("
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  securityContext: {runAsNonRoot: true}
  containers:
    - name: web
      image: example.com/web:1
      securityContext: {runAsUser: 0}
"),
    good: Example::Yaml("
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  securityContext: {runAsNonRoot: true}
  containers:
    - name: web
      image: example.com/web:1
      securityContext: {runAsUser: 1000}
"),
    check: Check::pod(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for member in context.all() {
        if context.non_root(member) != Some(true) {
            continue;
        }
        if context.uid(member).is_none() && context.platform != Platform::OpenShift {
            found.extend(image(context, member));
        }
        if context.uid(member) != Some(0) {
            continue;
        }
        let own = context.container(member).security_context.as_ref();
        let path = match own {
            Some(own) if own.run_as_user.is_some() => context.at(member, "securityContext.runAsUser"),
            Some(own) if own.run_as_non_root.is_some() => context.at(member, "securityContext.runAsNonRoot"),
            _ => context.path(member),
        };
        let message =
            format!("`{}` has user 0 and `runAsNonRoot`, so it does not start", context.name(member));
        let mut finding = RULE.seen(path, message);
        finding.help("give it another user, or drop `runAsNonRoot`");
        found.push(finding);
    }
}

/// Official images that start as root, by their repository on Docker Hub.
const AS_ROOT: &[&str] = &[
    "alpine",
    "busybox",
    "debian",
    "golang",
    "httpd",
    "mariadb",
    "mongo",
    "mysql",
    "nginx",
    "node",
    "php",
    "postgres",
    "python",
    "rabbitmq",
    "redis",
    "ruby",
    "tomcat",
    "traefik",
    "ubuntu",
    "wordpress",
];

/// Finds an image that starts as root where the kubelet does not let it; on OpenShift the project gives a user.
fn image(context: &Context<'_>, member: usize) -> Option<Finding> {
    let image = context.container(member).image.as_deref()?;
    let named = image.split('@').next().unwrap_or(image);
    let reference = parse_image(named).ok().filter(|reference| reference.registry() == "docker.io")?;
    if !AS_ROOT.contains(&reference.repository().strip_prefix("library/")?) {
        return None;
    }
    let words = format!("the image of `{}`", context.name(member));
    let basis = Basis::Guessed(Clue { field: "image".into(), words, source: Source::Image });
    let message = format!(
        "`{}` has `runAsNonRoot` and no user of its own, and its image starts as root, so it does not start",
        context.name(member)
    );
    let mut finding = RULE.found(&basis, context.at(member, "image"), message);
    finding.help("set `runAsUser`, or take an image that is made to run as another user");
    Some(finding)
}

#[cfg(test)]
mod tests {
    use super::super::tests::tells;

    #[test]
    fn an_image_that_starts_as_root_does_not_start() {
        tells(
            &super::RULE,
            &[
                (
                    r#"{securityContext: {runAsNonRoot: true}, containers: [{name: web, image: "nginx:1.29"}]}"#,
                    r#"{securityContext: {runAsNonRoot: true}, containers: [{name: web, image: "nginxinc/nginx-unprivileged:1.29"}]}"#,
                ),
                (
                    r#"{securityContext: {runAsNonRoot: true}, containers: [{name: web, image: "docker.io/library/redis:8"}]}"#,
                    r#"{securityContext: {runAsNonRoot: true}, containers: [{name: web, image: "example.com/redis:8"}]}"#,
                ),
            ],
        );
    }
}
