//! A binding gives a role that is not there, or gives it to an account that is not there.

use super::super::{ContractRule, Example, rule::Check};
use super::{Beside, names};
use crate::{
    object::Object,
    validate::{Finding, Rule, Severity},
};

pub(in crate::validate::contract) static RULE: ContractRule = ContractRule {
    rule: Rule::contract("binding-to-nobody", "a binding gives a role that is there to an account that is there"),
    guessed: Severity::Warning,
    references: &[],
    doc: "
The server takes a binding whatever it names. One of a role that does not exist gives nothing, and one to an account that does
not exist gives it to nobody; what the pod wants to do is forbidden when it does it.

`RoleBinding::of(&role).to(&account)` takes both from the objects.
",
    bad: Example::Yaml("
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: list-pods}
rules: [{apiGroups: [\"\"], resources: [pods], verbs: [list]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: list-pods}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: list-pod}
subjects: [{kind: ServiceAccount, name: lister, namespace: shop}]
"),
    good: Example::Yaml("
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: list-pods}
rules: [{apiGroups: [\"\"], resources: [pods], verbs: [list]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: list-pods}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: list-pods}
subjects: [{kind: ServiceAccount, name: lister, namespace: shop}]
"),
    check: Check::object(check),
};

fn check(beside: &Beside<'_>, found: &mut Vec<Finding>) {
    let Object::RoleBinding(binding) = beside.object else { return };
    if beside.companions.unread {
        return;
    }
    let role = &binding.role_ref;
    if role.kind == "Role" {
        let used = |name: &str| {
            beside
                .others()
                .any(|other| matches!(other, Object::RoleBinding(other) if other.role_ref.name == name))
        };
        if let Some(free) = instead(beside, "Role", &role.name, used) {
            let mut finding = beside.found(
                &RULE,
                "roleRef.name",
                format!("there is no Role `{}` beside this binding", role.name),
            );
            finding.help(format!("there is {free}"));
            found.push(finding);
        }
    }
    for (at, subject) in binding.subjects.iter().flatten().enumerate() {
        let bound = |name: &str| {
            beside.others().any(|other| {
                matches!(other, Object::RoleBinding(other)
                    if other.subjects.iter().flatten().any(|subject| subject.name == name))
            })
        };
        if subject.kind != "ServiceAccount" {
            continue;
        }
        if let Some(free) = instead(beside, "ServiceAccount", &subject.name, bound) {
            let message = format!("there is no ServiceAccount `{}` beside this binding", subject.name);
            let mut finding = beside.found(&RULE, format!("subjects[{at}].name"), message);
            finding.help(format!("there is {free}"));
            found.push(finding);
        }
    }
}

/// Lists the objects of a kind that nothing leads to, where there is none of a name.
fn instead(beside: &Beside<'_>, kind: &str, name: &str, used: impl Fn(&str) -> bool) -> Option<String> {
    let of_kind: Vec<_> = beside.others().filter(|other| other.kind() == kind).map(Object::name).collect();
    let free: Vec<_> = of_kind.iter().copied().filter(|name| !used(name)).collect();
    (!of_kind.contains(&name) && !free.is_empty()).then(|| names(free))
}
