//! Mirror pods, by which a kubelet shows a pod of its own: they refer to nothing that the server keeps.

use k8s_openapi::{
    api::core::v1::{Container, PodSpec, Volume},
    apimachinery::pkg::apis::meta::v1::ObjectMeta,
};

use super::{annotations::MIRROR, each};
use crate::validate::{Judge, Path, rule::rules};

rules! {
    /// The admission plugin `ServiceAccount` looks for these before anything is validated, and names the first.
    REFERENCE: admission, "mirror-pod-refers", "a mirror pod has no service account, no Secret and no token";
}

const HELP: &str = "leave the annotation `kubernetes.io/config.mirror` out: only a kubelet sets it";

/// Checks what a mirror pod refers to; `path` is that of the pod spec.
pub(super) fn check(j: &mut Judge, spec: &PodSpec, meta: &ObjectMeta, path: &Path<'_>) {
    if !meta.annotations.as_ref().is_some_and(|all| all.contains_key(MIRROR)) {
        return;
    }
    let accounts = [&spec.service_account_name, &spec.service_account];
    if accounts.into_iter().flatten().any(|name| !name.is_empty()) {
        report(j, &path.field("serviceAccountName"), "service account");
    }
    secrets(j, spec, path);
    let volumes = path.field("volumes");
    for (index, volume) in spec.volumes.iter().flatten().enumerate() {
        let path = volumes.index(index);
        if has_secret(volume) {
            report(j, &path, "Secret");
        }
        let sources = volume.projected.iter().flat_map(|projected| projected.sources.iter().flatten());
        if sources.into_iter().any(|source| source.service_account_token.is_some()) {
            report(j, &path, "token");
        }
    }
}

fn secrets(j: &mut Judge, spec: &PodSpec, path: &Path<'_>) {
    if spec.image_pull_secrets.as_ref().is_some_and(|secrets| !secrets.is_empty()) {
        report(j, &path.field("imagePullSecrets"), "Secret");
    }
    each::container(spec, path, |container, _, path| {
        if reads_secret(container) {
            report(j, path, "Secret");
        }
    });
}

fn reads_secret(container: &Container) -> bool {
    let mut variables = container.env.iter().flatten().filter_map(|variable| variable.value_from.as_ref());
    let mut lists = container.env_from.iter().flatten();
    variables.any(|from| from.secret_key_ref.is_some()) || lists.any(|list| list.secret_ref.is_some())
}

fn has_secret(volume: &Volume) -> bool {
    let mut projected = volume.projected.iter().flat_map(|projected| projected.sources.iter().flatten());
    volume.secret.is_some()
        || volume.azure_file.as_ref().is_some_and(|source| !source.secret_name.is_empty())
        || volume.cephfs.as_ref().is_some_and(|source| source.secret_ref.is_some())
        || volume.cinder.as_ref().is_some_and(|source| source.secret_ref.is_some())
        || volume.csi.as_ref().is_some_and(|source| source.node_publish_secret_ref.is_some())
        || volume.flex_volume.as_ref().is_some_and(|source| source.secret_ref.is_some())
        || volume.iscsi.as_ref().is_some_and(|source| source.secret_ref.is_some())
        // The types of the API cannot tell a reference without a name from none.
        || volume.scale_io.as_ref().is_some_and(|source| !source.secret_ref.name.is_empty())
        || volume.rbd.as_ref().is_some_and(|source| source.secret_ref.is_some())
        || volume.storageos.as_ref().is_some_and(|source| source.secret_ref.is_some())
        || projected.any(|source| source.secret.is_some())
}

fn report(j: &mut Judge, path: &Path<'_>, what: &str) {
    j.report(&REFERENCE, path, format_args!("a mirror pod may not refer to a {what}")).help(HELP);
}

#[cfg(test)]
pub(crate) mod tests {
    use crate::validate::{
        api::case,
        trials::{Case, Trial},
    };

    /// Writes a mirror pod with fields of its spec and of its container.
    macro_rules! mirror {
        ($spec:literal, $container:literal) => {
            concat!(
                r#"{"kind":"Pod","metadata":{"name":"a","annotations":{"kubernetes.io/config.mirror":"x"}},"spec":{"nodeName":"n""#,
                $spec,
                r#","containers":[{"name":"c""#,
                $container,
                "}]}}"
            )
        };
        ($spec:literal) => {
            mirror!($spec, "")
        };
    }
    const RULE: &str = "mirror-pod-refers";
    const VOLUME: &[(&str, &str)] = &[(RULE, "spec.volumes[0]")];
    const CONTAINER: &[(&str, &str)] = &[(RULE, "spec.containers[0]")];

    #[rustfmt::skip]
    const CASES: &[Case] = &[
        ("", mirror!(r#","imagePullSecrets":[],"volumes":[{"name":"v","azureFile":{"secretName":"","shareName":"s"}},{"name":"w","projected":{"sources":[{"configMap":{"name":"c"}}]}},{"name":"x","csi":{"driver":"d"}},{"name":"y","scaleIO":{"gateway":"g","system":"s","secretRef":{}}}]"#, r#","env":[{"name":"A","valueFrom":{"configMapKeyRef":{"name":"c","key":"k"}}}],"envFrom":[{"configMapRef":{"name":"c"}}]"#), &[]),
        ("", r#"{"kind":"Pod","metadata":{"name":"a"},"spec":{"serviceAccountName":"s","containers":[{"name":"c","envFrom":[{"secretRef":{"name":"s"}}]}]}}"#, &[]),
        (RULE, mirror!(r#","serviceAccountName":"s""#), &[(RULE, "spec.serviceAccountName")]),
        (RULE, mirror!(r#","serviceAccount":"s""#), &[(RULE, "spec.serviceAccountName")]),
        (RULE, mirror!(r#","imagePullSecrets":[{"name":"s"}]"#), &[(RULE, "spec.imagePullSecrets")]),
        (RULE, mirror!("", r#","env":[{"name":"A","valueFrom":{"secretKeyRef":{"name":"s","key":"k"}}}]"#), CONTAINER),
        (RULE, mirror!("", r#","envFrom":[{"secretRef":{"name":"s"}}]"#), CONTAINER),
        (RULE, mirror!(r#","volumes":[{"name":"v","secret":{"secretName":"s"}}]"#), VOLUME),
        (RULE, mirror!(r#","volumes":[{"name":"v","projected":{"sources":[{"secret":{"name":"s"}}]}}]"#), VOLUME),
        (RULE, mirror!(r#","volumes":[{"name":"v","projected":{"sources":[{"serviceAccountToken":{"path":"p"}}]}}]"#), VOLUME),
        (RULE, mirror!(r#","volumes":[{"name":"v","azureFile":{"secretName":"s","shareName":"s"}}]"#), VOLUME),
        (RULE, mirror!(r#","volumes":[{"name":"v","cephfs":{"monitors":["m"],"secretRef":{"name":"s"}}}]"#), VOLUME),
        (RULE, mirror!(r#","volumes":[{"name":"v","cinder":{"volumeID":"v","secretRef":{"name":"s"}}}]"#), VOLUME),
        (RULE, mirror!(r#","volumes":[{"name":"v","csi":{"driver":"d","nodePublishSecretRef":{"name":"s"}}}]"#), VOLUME),
        (RULE, mirror!(r#","volumes":[{"name":"v","flexVolume":{"driver":"d","secretRef":{"name":"s"}}}]"#), VOLUME),
        (RULE, mirror!(r#","volumes":[{"name":"v","iscsi":{"targetPortal":"p","iqn":"iqn.2024-01.a:b","lun":0,"secretRef":{"name":"s"}}}]"#), VOLUME),
        (RULE, mirror!(r#","volumes":[{"name":"v","rbd":{"monitors":["m"],"image":"i","secretRef":{"name":"s"}}}]"#), VOLUME),
        (RULE, mirror!(r#","volumes":[{"name":"v","scaleIO":{"gateway":"g","system":"s","volumeName":"v","secretRef":{"name":"s"}}}]"#), VOLUME),
        (RULE, mirror!(r#","volumes":[{"name":"v","storageos":{"volumeName":"v","secretRef":{"name":"s"}}}]"#), VOLUME),
    ];

    pub(crate) fn trials() -> Vec<Trial> {
        case::bring(super::check, CASES, &[])
    }
}
