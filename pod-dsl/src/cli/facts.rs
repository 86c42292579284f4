//! Facts about a cluster that arguments name: the manifest of a Namespace, and SCCs by name or by manifest.

use std::path::Path;

use k8s_openapi::api::core::v1::Namespace;

use super::{inputs, platform::Chosen};
use crate::{
    object::{Object, SecurityContextConstraints},
    target::{KubeVersion, Platform, Scc, Target},
    validate::decode::{Document, decode, documents},
    yaml::source::Source,
};

/// Puts together the OpenShift that arguments describe.
///
/// # Errors
/// Says what of it cannot be read, or that it is none.
pub(super) fn openshift(
    target: Option<Chosen>,
    version: Option<KubeVersion>,
    namespace_file: Option<&Path>,
    granted: &[String],
) -> Result<Target, String> {
    let chosen = target.unwrap_or(Chosen { platform: Platform::OpenShift, carries: None });
    if chosen.platform != Platform::OpenShift {
        return Err("only OpenShift has SCCs: give --target openshift, or one of its releases".to_owned());
    }
    let version = chosen.version(version)?;
    let mut target = Target::openshift().kube_version(version.to_string());
    if let Some(file) = namespace_file {
        target = target.namespace(namespace(file, version)?);
    }
    for given in granted {
        target = sccs(given, version)?.into_iter().fold(target, Target::may_use);
    }
    Ok(target)
}

/// Reads the Namespace to judge by.
///
/// # Errors
/// Says why the file cannot be read as one.
pub(super) fn namespace(file: &Path, version: KubeVersion) -> Result<Namespace, String> {
    let name = file.to_string_lossy();
    let bytes = inputs::read(file).map_err(|error| format!("{name}: {error}"))?;
    let source = Source::new(&name, &bytes);
    let is_namespace =
        |document: &Document<'_>| (document.api_version(), document.kind()) == ("v1", "Namespace");
    let Some(document) = documents(&source).find(is_namespace) else {
        return Err(format!("{name}: the manifest of a Namespace is expected here"));
    };
    match decode(&document, version) {
        Ok(Some(Object::Namespace(namespace))) => Ok(*namespace),
        Ok(_) => Err(format!("{name}: the manifest of a Namespace is expected here")),
        Err(faults) => {
            let all: Vec<_> = faults.iter().map(ToString::to_string).collect();
            Err(all.join("\n\n"))
        }
    }
}

/// Reads what was given as an SCC: a name, or a manifest with SCCs of the cluster's own. A name of a cluster has no
/// folder in it and no ending of a manifest.
///
/// # Errors
/// Says why the file cannot be read, or that it has no SCC.
pub(super) fn sccs(given: &str, version: KubeVersion) -> Result<Vec<Scc>, String> {
    let file = Path::new(given);
    let is_file = given.contains('/') || inputs::is_manifest(file);
    if !is_file {
        return Ok(vec![Scc::named(given)]);
    }
    let bytes = inputs::read(file).map_err(|error| format!("{given}: {error}"))?;
    let all = defined(&Source::new(given, &bytes), version);
    if all.is_empty() {
        return Err(format!("{given}: the manifest of SecurityContextConstraints is expected here"));
    }
    Ok(all.into_iter().map(Scc::from).collect())
}

/// Lists the SCCs that a file has. One that cannot be read is told where the file is judged.
pub(super) fn defined(source: &Source<'_>, version: KubeVersion) -> Vec<SecurityContextConstraints> {
    let of_kind = |document: &Document<'_>| document.kind() == "SecurityContextConstraints";
    let read = documents(source).filter(of_kind).filter_map(|document| match decode(&document, version) {
        Ok(Some(Object::SecurityContextConstraints(scc))) => Some(*scc),
        _ => None,
    });
    read.collect()
}
