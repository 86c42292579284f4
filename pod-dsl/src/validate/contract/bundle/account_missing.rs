//! A pod acts as an account that is not there, while one stands beside it that nobody acts as.

use super::super::{ContractRule, Example, rule::Check};
use super::Beside;
use crate::{
    object::Object,
    validate::{Finding, Rule, Severity},
};

pub(in crate::validate::contract) static RULE: ContractRule = ContractRule {
    rule: Rule::contract("account-missing", "the account a pod acts as is the one that stands beside it"),
    guessed: Severity::Warning,
    references: &[],
    doc: "
A pod whose account does not exist is not created; its workload waits without a pod. The account beside it, with its roles,
serves nobody.

Name the account by the object: `.service_account(account.name())`.
",
    bad: Example::Yaml("
apiVersion: v1
kind: Pod
metadata: {name: shop, labels: {app: shop}}
spec:
  serviceAccountName: shpo
  containers:
    - name: web
      image: example.com/web:1
      ports: [{containerPort: 8080}]
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: shop}
"),
    good: Example::Yaml("
apiVersion: v1
kind: Pod
metadata: {name: shop, labels: {app: shop}}
spec:
  serviceAccountName: shop
  containers:
    - name: web
      image: example.com/web:1
      ports: [{containerPort: 8080}]
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: shop}
"),
    check: Check::object(check),
};

fn check(beside: &Beside<'_>, found: &mut Vec<Finding>) {
    let Object::ServiceAccount(account) = beside.object else { return };
    let name = account.metadata.name.as_deref().unwrap_or_default();
    let wanted =
        |pod: &super::OwnedPod<'_>| pod.subject().spec.service_account_name.clone().unwrap_or_default();
    let accounts: Vec<_> = beside
        .others()
        .filter(|other| matches!(other, Object::ServiceAccount(_)))
        .map(Object::name)
        .collect();
    if name == "default" || beside.companions.unread || beside.pods().any(|pod| wanted(pod) == name) {
        return;
    }
    let missing: Vec<_> = beside
        .pods()
        .filter(|pod| !matches!(wanted(pod).as_str(), "" | "default"))
        .filter(|pod| !accounts.contains(&wanted(pod).as_str()))
        .collect();
    let Some(pod) = missing.first() else { return };
    let subject = pod.subject();
    let message = format!(
        "no pod beside this account acts as it, and {} `{}` acts as `{}`, which is not there",
        subject.workload.kind(),
        subject.owner.name.as_deref().unwrap_or_default(),
        wanted(pod),
    );
    let mut finding = beside.found(&RULE, "metadata.name", message);
    finding.help(format!("if this is the account that is meant, name it: `{name}`"));
    found.push(finding);
}
