//! Kernel parameters that a pod sets.

use std::borrow::Cow;

use k8s_openapi::api::core::v1::{PodSecurityContext, PodSpec};

use crate::{
    grammar,
    validate::{Judge, Path, rule::rules},
};

rules! {
    NAME_MISSING: Required, "sysctl-name-missing", "a sysctl has a name";
    NAME_MALFORMED: Invalid, "sysctl-name-malformed", "the name of a sysctl has dots or slashes between lower-case words";
    TWICE: Duplicate, "sysctl-twice", "a sysctl stands once";
    ON_HOST_NETWORK: Invalid, "sysctl-on-host-network", "a pod on the network of the node sets no sysctl of the network";
    ON_HOST_IPC: Invalid, "sysctl-on-host-ipc", "a pod that shares memory with the node sets no sysctl of shared memory";
}

pub(super) fn check(j: &mut Judge, context: &PodSecurityContext, spec: &PodSpec, path: &Path<'_>) {
    let sysctls = context.sysctls.as_deref().unwrap_or_default();
    for (index, sysctl) in sysctls.iter().enumerate() {
        let item = path.index(index);
        let at = item.field("name");
        let name = sysctl.name.as_str();
        if name.is_empty() {
            j.report(&NAME_MISSING, &at, "the sysctl has no name");
        } else if let Err(fault) = grammar::sysctl_name(name) {
            j.report(&NAME_MALFORMED, &at, format_args!("the sysctl `{name}`: {fault}"));
        } else if sysctls[..index].iter().any(|earlier| earlier.name == name) {
            j.report(&TWICE, &at, format_args!("the sysctl `{name}` stands twice"));
        }
        let kernel = spelt_with_dots(name);
        // What stands before a `*` says whose the parameter is, also where the name is malformed for it.
        let kernel = kernel.split('*').next().unwrap_or_default();
        if spec.host_network == Some(true) && is_of_network(kernel) {
            let message = format_args!("`{name}` would change the network of the node");
            j.report(&ON_HOST_NETWORK, &at, message).help("leave it out, or `hostNetwork`");
        } else if spec.host_ipc == Some(true) && is_of_ipc(kernel) {
            let message = format_args!("`{name}` would change the shared memory of the node");
            j.report(&ON_HOST_IPC, &at, message).help("leave it out, or `hostIPC`");
        }
    }
}

/// Spells a name as the kernel does: where the first separator is a slash, dots and slashes change places.
fn spelt_with_dots(name: &str) -> Cow<'_, str> {
    if name.find(['.', '/']).is_none_or(|first| name.as_bytes()[first] == b'.') {
        return Cow::Borrowed(name);
    }
    let swap = |character| match character {
        '.' => '/',
        '/' => '.',
        other => other,
    };
    Cow::Owned(name.chars().map(swap).collect())
}

fn is_of_network(name: &str) -> bool {
    name.starts_with("net.")
}

fn is_of_ipc(name: &str) -> bool {
    name == "kernel.sem"
        || ["kernel.shm", "kernel.msg", "fs.mqueue."].iter().any(|start| name.starts_with(start))
}
