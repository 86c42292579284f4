//! How to do what cannot be done in place, and what that costs.

/// Gives what to do for an object of a kind whose update is refused.
pub(super) fn help(kind: &str) -> &'static str {
    match kind {
        "Pod" => {
            "delete it and create it again (`kubectl replace --force -f FILE`): its processes end, and what it keeps in emptyDir volumes is lost"
        }
        "Deployment" | "ReplicaSet" | "DaemonSet" => {
            "delete it and create it again (`kubectl replace --force -f FILE`), which ends all of its pods at once; or give the new one another name, and delete the old one when the new one runs"
        }
        "StatefulSet" => {
            "delete it and leave its pods (`kubectl delete statefulset NAME --cascade=orphan`), then apply: pods and claims stay, and claims that are there stay as they are"
        }
        "Job" => {
            "delete it and create it again (`kubectl replace --force -f FILE`): its pods end, and what they have done counts no more; or give the new one another name"
        }
        "Service" => {
            "delete it and create it again (`kubectl replace --force -f FILE`): it gets new addresses, and until then nobody reaches its pods by it"
        }
        "PersistentVolumeClaim" => {
            "create a claim of another name, copy the data and use that one: with a claim its volume is deleted, and the data with it, unless the reclaim policy is Retain"
        }
        "PersistentVolume" => {
            "set persistentVolumeReclaimPolicy to Retain, delete the volume and its claim and create both again: pods that use it have to end first"
        }
        "ConfigMap" | "Secret" => {
            "give the new one another name and let the pods refer to it; or delete it and create it again (`kubectl replace --force -f FILE`), and restart the pods that use it"
        }
        "RoleBinding" | "ClusterRoleBinding" => {
            "delete it and create it again (`kubectl auth reconcile -f FILE` does both): until then its subjects lack what it grants"
        }
        "StorageClass" | "PriorityClass" | "RuntimeClass" | "IngressClass" => {
            "delete it and create it again (`kubectl replace --force -f FILE`): what was made by it stays as it is"
        }
        _ => "delete it and create it again (`kubectl replace --force -f FILE`)",
    }
}
