//! `pod-dsl.toml`, which saves the flags in a repository.
//!
//! ```toml
//! target = "openshift-4.20"
//! kube-version = "1.33"
//! namespace = "deploy/namespace.yaml"
//! scc = ["anyuid"]
//! ip-families = "dual"
//! service-network = "172.30.0.0/16,fd02::/112"
//! deny = ["warnings"]
//!
//! [allow]
//! port-needs-root = "the nodes' runtime opens low ports to every user"
//! ```

use std::{
    env, fs,
    path::{Path, PathBuf},
    str::FromStr,
};

use toml::{Table, Value};

use super::{platform::Chosen, rules::can_be_allowed};
use crate::{
    target::{IpFamilies, KubeVersion, ServiceNetwork},
    validate,
};

/// The name of the file.
const NAME: &str = "pod-dsl.toml";

/// Holds what the file says; a flag says it instead.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Config {
    pub(super) target: Option<Chosen>,
    pub(super) kube_version: Option<KubeVersion>,
    pub(super) namespace: Option<PathBuf>,
    pub(super) sccs: Vec<String>,
    pub(super) ip_families: Option<IpFamilies>,
    pub(super) service_network: Option<ServiceNetwork>,
    pub(super) deny_warnings: bool,
    /// Rules that are allowed, with the reasons.
    pub(super) allow: Vec<(&'static str, String)>,
}

/// Reads the file that was named, or else the nearest one: in the current folder or above it, as far as the repository
/// goes. Where there is none, nothing is configured.
///
/// # Errors
/// Says why the file cannot be read or what in it is wrong.
pub(super) fn load(named: Option<&Path>) -> Result<Config, String> {
    let Some(file) = named.map(Path::to_owned).or_else(nearest) else { return Ok(Config::default()) };
    let wrong = |why: String| format!("{}: {why}", file.display());
    let text = fs::read_to_string(&file).map_err(|error| wrong(error.to_string()))?;
    parse(&text, file.parent().unwrap_or(Path::new(""))).map_err(wrong)
}

fn nearest() -> Option<PathBuf> {
    let mut folder = env::current_dir().ok()?;
    loop {
        let file = folder.join(NAME);
        if file.is_file() {
            return Some(file);
        }
        if folder.join(".git").exists() || !folder.pop() {
            return None;
        }
    }
}

/// Reads the text of the file; files that it names are relative to `folder`.
fn parse(text: &str, folder: &Path) -> Result<Config, String> {
    let table: Table = text.parse().map_err(|error: toml::de::Error| error.to_string())?;
    let mut config = Config::default();
    for (key, value) in table {
        match key.as_str() {
            "target" => config.target = Some(word(&key, &value)?),
            "kube-version" => config.kube_version = Some(word(&key, &value)?),
            "namespace" => config.namespace = Some(folder.join(string(&key, &value)?)),
            "scc" => config.sccs = strings(&key, &value)?,
            "ip-families" => config.ip_families = Some(word(&key, &value)?),
            "service-network" => config.service_network = Some(word(&key, &value)?),
            "deny" => {
                let all = strings(&key, &value)?;
                if let Some(other) = all.iter().find(|what| *what != "warnings") {
                    return Err(format!("deny: `{other}` cannot be denied; \"warnings\" can"));
                }
                config.deny_warnings = !all.is_empty();
            }
            "allow" => config.allow = allowances(&value)?,
            _ => {
                return Err(format!(
                    "`{key}` is not known; target, kube-version, namespace, scc, ip-families, service-network, deny and \
                     [allow] are"
                ));
            }
        }
    }
    Ok(config)
}

fn string<'v>(key: &str, value: &'v Value) -> Result<&'v str, String> {
    value.as_str().ok_or_else(|| format!("{key}: a string is expected"))
}

fn strings(key: &str, value: &Value) -> Result<Vec<String>, String> {
    let all = value.as_array().ok_or_else(|| format!("{key}: a list of strings is expected"))?;
    all.iter().map(|value| string(key, value).map(str::to_owned)).collect()
}

fn word<T: FromStr<Err: std::fmt::Display>>(key: &str, value: &Value) -> Result<T, String> {
    string(key, value)?.parse().map_err(|error| format!("{key}: {error}"))
}

fn allowances(value: &Value) -> Result<Vec<(&'static str, String)>, String> {
    let table = value.as_table().ok_or("allow: a table is expected, a rule and the reason in each line")?;
    let allowance = |(id, reason): (&String, &Value)| {
        let rule = validate::rules()
            .find(|rule| rule.id == id)
            .ok_or_else(|| format!("allow: there is no rule `{id}`; `pod-dsl rules` lists them"))?;
        if !can_be_allowed(rule) {
            return Err(format!(
                "allow: what breaks `{id}` is refused by the cluster, and that cannot be allowed"
            ));
        }
        let reason = string(&format!("allow.{id}"), reason)?;
        if reason.trim().is_empty() {
            return Err(format!("allow.{id}: say why"));
        }
        Ok((rule.id, reason.to_owned()))
    };
    table.iter().map(allowance).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::parse;
    use crate::target::{IpFamilies, KubeVersion, Platform};

    #[test]
    fn a_file_saves_the_flags() {
        let text = r#"
            target = "openshift-4.20"
            namespace = "ns.yaml"
            scc = ["anyuid"]
            ip-families = "dual"
            service-network = "10.0.0.0/16"
            deny = ["warnings"]
            [allow]
            port-needs-root = "because"
        "#;
        let config = parse(text, Path::new("deploy")).unwrap();
        let target = config.target.unwrap();
        assert_eq!((target.platform, target.carries), (Platform::OpenShift, KubeVersion::new(33)));
        assert_eq!(config.namespace.as_deref(), Some(Path::new("deploy/ns.yaml")));
        assert_eq!(config.sccs, ["anyuid"]);
        assert_eq!(config.ip_families, Some(IpFamilies::Dual));
        assert_eq!(config.service_network, "10.0.0.0/16".parse().ok());
        assert!(config.deny_warnings);
        assert_eq!(config.allow, [("port-needs-root", "because".to_owned())]);
    }

    #[test]
    fn a_slip_is_named() {
        for (text, word) in [
            ("targets = 1", "targets"),
            ("target = \"k8s\"", "kubernetes"),
            ("target = 1", "string"),
            ("kube-version = \"1.12\"", "1.29"),
            ("ip-families = \"ipv5\"", "dual"),
            ("service-network = \"10.0.0.0\"", "172.30.0.0/16"),
            ("deny = [\"errors\"]", "errors"),
            ("deny = \"warnings\"", "list"),
            ("allow = []", "table"),
            ("[allow]\nno-such-rule = \"x\"", "no-such-rule"),
            ("[allow]\nconfig-map-key-malformed = \"x\"", "refused by the cluster"),
            ("[allow]\nport-needs-root = \" \"", "say why"),
            ("target =", "expected"),
        ] {
            let why = parse(text, Path::new("")).unwrap_err();
            assert!(why.contains(word), "{text}: {why}");
        }
    }
}
