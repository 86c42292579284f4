//! Nobody says which container kubectl and oc mean by default.

use super::{ContractRule, Example, context::Context, rule::Check};
use crate::validate::{Finding, Rule, Severity};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::advice(Severity::Info, "default-container-missing", "a pod of several containers names the one that is meant by default"),
    guessed: Severity::Info,
    references: &["M02"],
    doc: "
`kubectl logs` and `kubectl exec` take the first container where none is named, and print a note each time. With a helper in
front, that is the helper.

Set the annotation `kubectl.kubernetes.io/default-container` to the application's name. It is an information where it is
missing, and a warning where it names no container: then the commands end with an error.
",
    bad: Example::Yaml("
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: example.com/web:1
    - name: proxy
      image: example.com/proxy:1
"),
    good: Example::Yaml("
apiVersion: v1
kind: Pod
metadata: {name: shop, annotations: {kubectl.kubernetes.io/default-container: web}}
spec:
  containers:
    - name: web
      image: example.com/web:1
    - name: proxy
      image: example.com/proxy:1
"),
    check: Check::pod(check),
};

const KEY: &str = "kubectl.kubernetes.io/default-container";

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let said = context.subject.meta.annotations.as_ref().and_then(|annotations| annotations.get(KEY));
    if let Some(name) = said {
        if context.all().all(|member| context.name(member) != name) {
            let message = format!("`{name}` is to be the default container, and there is none of that name");
            let mut finding = RULE.seen(context.in_meta(&format!("annotations[{KEY}]")), message);
            finding.severity = Severity::Warning;
            finding.help(format!("the containers are {}", context.names(context.running())));
            found.push(finding);
        }
        return;
    }
    let first = context.plain().next();
    if let Some(first) = first.filter(|_| context.running().count() > 1) {
        let message = format!(
            "kubectl and oc take `{}` where no container is named, and nobody says that it is meant",
            context.name(first)
        );
        let mut finding = RULE.seen(context.path(first), message);
        finding.help(format!("set the annotation `{KEY}`"));
        found.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::tells;

    #[test]
    fn a_native_sidecar_is_a_second_container() {
        tells(
            &super::RULE,
            &[(
                "apiVersion: v1
kind: Pod
metadata: {name: shop, annotations: {a: b}}
spec: {initContainers: [{name: proxy, image: example.com/proxy:1, restartPolicy: Always}], containers: [{name: app, image: example.com/app:1}]}",
                "apiVersion: v1
kind: Pod
metadata: {name: shop, annotations: {kubectl.kubernetes.io/default-container: app}}
spec: {initContainers: [{name: proxy, image: example.com/proxy:1, restartPolicy: Always}], containers: [{name: app, image: example.com/app:1}]}",
            )],
        );
    }
}
