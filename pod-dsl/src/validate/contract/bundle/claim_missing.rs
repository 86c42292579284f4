//! A pod uses a claim that is not there, while one stands beside it that nobody uses.

use super::super::{ContractRule, Example, rule::Check};
use super::Beside;
use crate::{
    object::Object,
    validate::{Finding, Rule, Severity},
};

pub(in crate::validate::contract) static RULE: ContractRule = ContractRule {
    rule: Rule::contract("claim-missing", "the claim a pod uses is the one that stands beside it"),
    guessed: Severity::Warning,
    references: &[],
    doc: "
A pod whose claim does not exist stays `Pending`, and the claim beside it keeps storage for nobody.

Take the volume from the claim: `claim.volume()`.
",
    bad: Example::Yaml(
        "
apiVersion: v1
kind: Pod
metadata: {name: shop, labels: {app: shop}}
spec:
  volumes: [{name: data, persistentVolumeClaim: {claimName: date}}]
  containers:
    - name: web
      image: example.com/web:1
      ports: [{containerPort: 8080}]
      volumeMounts: [{name: data, mountPath: /data}]
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data}
spec:
  accessModes: [ReadWriteOnce]
  resources: {requests: {storage: 1Gi}}
",
    ),
    good: Example::Yaml(
        "
apiVersion: v1
kind: Pod
metadata: {name: shop, labels: {app: shop}}
spec:
  volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
  containers:
    - name: web
      image: example.com/web:1
      ports: [{containerPort: 8080}]
      volumeMounts: [{name: data, mountPath: /data}]
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data}
spec:
  accessModes: [ReadWriteOnce]
  resources: {requests: {storage: 1Gi}}
",
    ),
    check: Check::object(check),
};

fn check(beside: &Beside<'_>, found: &mut Vec<Finding>) {
    let Object::PersistentVolumeClaim(claim) = beside.object else { return };
    let name = claim.metadata.name.as_deref().unwrap_or_default();
    let claims: Vec<_> = beside
        .others()
        .filter(|other| matches!(other, Object::PersistentVolumeClaim(_)))
        .map(Object::name)
        .collect();
    let used: Vec<_> = beside
        .pods()
        .flat_map(|pod| pod.subject().spec.volumes.iter().flatten())
        .filter_map(|volume| Some(volume.persistent_volume_claim.as_ref()?.claim_name.as_str()))
        .collect();
    if beside.companions.unread || used.contains(&name) {
        return;
    }
    let Some(missing) = used.iter().find(|used| !claims.contains(used)) else { return };
    let message = format!("no pod beside this claim uses it, and one uses `{missing}`, which is not there");
    let mut finding = beside.found(&RULE, "metadata.name", message);
    finding.help(format!("if this is the claim that is meant, name it: `{name}`"));
    found.push(finding);
}
