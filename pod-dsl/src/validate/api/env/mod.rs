//! Environment variables: their names, and where their values come from.

mod source;

use k8s_openapi::api::core::v1::{EnvFromSource, EnvVar, PodSpec};

use super::{each, metadata};
use crate::{
    grammar::{Fault, dns_subdomain_prefix, env_name, env_name_strict},
    validate::{Judge, Path, gates::Gate, rule::rules},
};

rules! {
    NAME_MISSING: Required, "env-name-missing", "an environment variable has a name";
    NAME_MALFORMED: Invalid, "env-name-malformed", "an environment variable's name is printable ASCII without '='";
    SOURCE_MISSING: Invalid, "env-source-missing", "valueFrom names a source";
    SOURCE_BESIDE_VALUE: Invalid, "env-source-beside-value", "an environment variable has a value or a source";
    SOURCES_SEVERAL: Invalid, "env-sources-several", "valueFrom names one source";
    FIELD_VERSION_UNKNOWN: Invalid, "env-field-version-unknown", "a fieldRef's apiVersion is v1";
    FIELD_PATH_MISSING: Required, "env-field-path-missing", "a fieldRef has a fieldPath";
    FIELD_PATH_UNKNOWN: Invalid, "env-field-path-unknown", "a fieldPath leads to a field of the pod";
    FIELD_PATH_NOT_FOR_ENV: NotSupported, "env-field-path-unsupported", "a fieldPath leads to a field that fits into a variable";
    FIELD_KEY_MALFORMED: Invalid, "env-field-key-malformed", "a label or annotation is named by a legal key";
    RESOURCE_MISSING: Required, "env-resource-missing", "a resourceFieldRef has a resource";
    RESOURCE_UNKNOWN: NotSupported, "env-resource-unknown", "a resourceFieldRef is for a limit or request of cpu, memory, ephemeral-storage or hugepages";
    DIVISOR_UNSUPPORTED: Invalid, "env-divisor-unsupported", "a divisor is one of its resource's units";
    REF_NAME_MALFORMED: Invalid, "env-ref-name-malformed", "a config map or secret is named by a DNS subdomain";
    REF_KEY_MISSING: Required, "env-ref-key-missing", "a reference to a config map or secret has a key";
    REF_KEY_MALFORMED: Invalid, "env-ref-key-malformed", "a key of a config map or secret has letters, digits, '-', '_' and '.'";
    FILE_KEY_MISSING: Required, "env-file-key-missing", "a fileKeyRef has a key";
    FILE_KEY_MALFORMED: Invalid, "env-file-key-malformed", "a fileKeyRef's key is an environment variable's name";
    FILE_VOLUME_MISSING: Required, "env-file-volume-missing", "a fileKeyRef has a volumeName";
    FILE_VOLUME_MALFORMED: Invalid, "env-file-volume-malformed", "a fileKeyRef's volumeName is a DNS label";
    FILE_VOLUME_UNKNOWN: NotFound, "env-file-volume-unknown", "a fileKeyRef's volume is one of the pod's";
    FILE_VOLUME_KIND: Invalid, "env-file-volume-kind", "a fileKeyRef's volume is an emptyDir";
    FILE_PATH_MISSING: Required, "env-file-path-missing", "a fileKeyRef has a path";
    FILE_PATH_BACKSTEP: Invalid, "env-file-path-backstep", "a fileKeyRef's path has no '..'";
    FROM_PREFIX_MALFORMED: Invalid, "env-from-prefix-malformed", "a prefix is spelled as an environment variable's name";
    FROM_SOURCE_MISSING: Invalid, "env-from-source-missing", "envFrom names a config map or secret";
    FROM_SOURCES_SEVERAL: Invalid, "env-from-sources-several", "an entry of envFrom names one source";
    FROM_NAME_MISSING: Required, "env-from-name-missing", "a source of envFrom has a name";
    FROM_NAME_MALFORMED: Invalid, "env-from-name-malformed", "a source of envFrom is named by a DNS subdomain";
}

/// Judges the environment of all containers.
pub(super) fn check(j: &mut Judge, spec: &PodSpec, path: &Path<'_>) {
    let volumes = spec.volumes.as_deref().unwrap_or_default();
    each::container(spec, path, |container, _, path| {
        let list = path.field("env");
        for (index, variable) in container.env.iter().flatten().enumerate() {
            let path = list.index(index);
            name(j, variable, &path.field("name"));
            source::check(j, variable, volumes, &path.field("valueFrom"));
        }
        let list = path.field("envFrom");
        for (index, source) in container.env_from.iter().flatten().enumerate() {
            from(j, source, &list, &list.index(index));
        }
    });
}

fn name(j: &mut Judge, variable: &EnvVar, path: &Path<'_>) {
    if variable.name.is_empty() {
        j.report(&NAME_MISSING, path, "the environment variable has no name");
    } else {
        let verdict = spelled(j, &variable.name);
        metadata::report_all(j, &NAME_MALFORMED, path, "variable", &variable.name, verdict);
    }
}

fn spelled(j: &Judge, name: &str) -> Result<(), Fault> {
    if j.gates.on(Gate::RelaxedEnvironmentVariableValidation) {
        env_name(name)
    } else {
        env_name_strict(name)
    }
}

/// Judges an entry of `envFrom`; the server reports a wrong number of sources at the list.
fn from(j: &mut Judge, source: &EnvFromSource, list: &Path<'_>, path: &Path<'_>) {
    let prefix = source.prefix.as_deref().unwrap_or_default();
    if !prefix.is_empty() {
        let verdict = spelled(j, prefix);
        metadata::report_all(j, &FROM_PREFIX_MALFORMED, &path.field("prefix"), "prefix", prefix, verdict);
    }
    let config_map = source.config_map_ref.as_ref().map(|reference| (&reference.name, "configMapRef"));
    let secret = source.secret_ref.as_ref().map(|reference| (&reference.name, "secretRef"));
    match (config_map, secret) {
        (None, None) => {
            j.report(&FROM_SOURCE_MISSING, list, "an entry names neither a configMapRef nor a secretRef");
        }
        (Some(_), Some(_)) => {
            j.report(&FROM_SOURCES_SEVERAL, list, "an entry names both a configMapRef and a secretRef")
                .help("write one entry for each");
        }
        _ => {}
    }
    for (name, field) in [config_map, secret].into_iter().flatten() {
        let path = path.field(field);
        let path = path.field("name");
        if name.is_empty() {
            j.report(&FROM_NAME_MISSING, &path, format_args!("the {field} has no name"));
        } else {
            // A dash at the end passes here, unlike in the reference of a single key.
            metadata::report_all(j, &FROM_NAME_MALFORMED, &path, "name", name, dns_subdomain_prefix(name));
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
