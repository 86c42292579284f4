//! Types that many kinds share.

use super::shapes;

shapes! {
    METADATA: "name", "generateName", "namespace", "labels", "annotations", "ownerReferences" => OWNER,
        "finalizers", "…", "managedFields", "uid", "resourceVersion", "generation", "creationTimestamp",
        "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink";
    OWNER: "apiVersion", "kind", "name", "uid", "controller", "blockOwnerDeletion";
    SELECTOR: "matchLabels", "matchExpressions" => REQUIREMENT;
    REQUIREMENT: "key", "operator", "values";
    RESOURCES: "requests", "limits", "claims" => CLAIM;
    CLAIM: "name", "request", "resourceClaimName", "resourceClaimTemplateName";
    NAME_AND_KEY: "name", "key", "optional";
    LOCAL_NAME: "name";
    OBJECT_REFERENCE: "apiVersion", "apiGroup", "kind", "name", "namespace", "fieldPath";
    CONDITION: "type", "status", "reason", "message";
}
