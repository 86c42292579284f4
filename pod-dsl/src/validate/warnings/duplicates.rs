//! Entries of lists that stand twice.

use k8s_openapi::api::core::v1::{Container, PodSpec};

use crate::validate::{Judge, Path, rule::rules};

rules! {
    ALIAS_TWICE: warning, "host-alias-twice", "an address stands once among the host aliases";
    PULL_SECRET_TWICE: warning, "image-pull-secret-twice", "a pull secret stands once";
    PULL_SECRET_UNNAMED: warning, "image-pull-secret-unnamed", "a pull secret has a name";
    ENV_HIDDEN: warning, "env-hidden", "a variable does not hide an earlier one of its name";
}

pub(super) fn check(j: &mut Judge, spec: &PodSpec, path: &Path<'_>) {
    let list = path.field("hostAliases");
    let aliases = spec.host_aliases.as_deref().unwrap_or_default();
    for (index, alias) in aliases.iter().enumerate() {
        if aliases[..index].iter().any(|earlier| earlier.ip == alias.ip) {
            let message = format_args!("the address `{}` stands twice", alias.ip);
            j.report(&ALIAS_TWICE, &list.index(index).field("ip"), message)
                .help("put the hostnames into one alias");
        }
    }
    let list = path.field("imagePullSecrets");
    let secrets = spec.image_pull_secrets.as_deref().unwrap_or_default();
    for (index, secret) in secrets.iter().enumerate() {
        let item = list.index(index);
        let at = item.field("name");
        if secrets[..index].iter().any(|earlier| earlier.name == secret.name) {
            j.report(&PULL_SECRET_TWICE, &at, format_args!("the pull secret `{}` stands twice", secret.name));
        }
        if secret.name.is_empty() {
            j.report(&PULL_SECRET_UNNAMED, &at, "the pull secret has no name, so it means nothing");
        }
    }
    for (list, containers) in [
        ("initContainers", spec.init_containers.as_deref().unwrap_or_default()),
        ("containers", spec.containers.as_slice()),
    ] {
        let list = path.field(list);
        for (index, container) in containers.iter().enumerate() {
            let path = list.index(index);
            hidden(j, container, &path.field("env"));
        }
    }
}

/// Warns of a variable that stands twice, unless its new value is built of the old one.
fn hidden(j: &mut Judge, container: &Container, path: &Path<'_>) {
    let env = container.env.as_deref().unwrap_or_default();
    for (index, variable) in env.iter().enumerate() {
        if !env[..index].iter().any(|earlier| earlier.name == variable.name) {
            continue;
        }
        let reference = format!("$({})", variable.name);
        let value = variable.value.as_deref().unwrap_or_default();
        let builds_on = variable.value_from.is_none() && value != reference && value.contains(&reference);
        if !builds_on {
            let message = format_args!("the variable `{}` hides an earlier one of its name", variable.name);
            j.report(&ENV_HIDDEN, &path.index(index), message)
                .help("leave one out: `apply` may drop either, since it merges by name");
        }
    }
}
