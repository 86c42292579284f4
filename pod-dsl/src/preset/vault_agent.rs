//! The Vault agent, which brings secrets into a pod.

use serde_json::{Value, json};

use super::container;
use crate::model::{Container, Mount, Sidecar, Volume};

/// Signs in at Vault as the pod's `ServiceAccount` and writes secrets, by templates, as files of a shared volume: once
/// before the application starts, and afresh whenever they change.
///
/// Give it a volume in memory, so that no secret reaches a disk. `OpenBao`'s agent understands the same configuration.
///
/// ```
/// use pod_dsl::{preset::VaultAgent, prelude::*};
///
/// let secrets = Volume::empty_dir("secrets").in_memory().size_limit("1Mi");
/// let vault = VaultAgent::new("https://vault.example.com:8200", "shop")
///     .template("db.env", r#"{{ with secret "database/creds/shop" }}PASSWORD={{ .Data.password }}{{ end }}"#);
/// let pod = Pod::new("shop")
///     .service_account("shop")
///     .init(vault.init(&secrets))
///     .container(Container::new("web", "ghcr.io/example/shop:1.4").mount(&secrets, Mount::at("/secrets").read_only()))
///     .sidecar(vault.sidecar(&secrets));
/// let yaml = pod.to_yaml(&Target::kubernetes())?;
/// assert!(yaml.contains("medium: Memory") && yaml.contains("/secrets/db.env"));
/// # Ok::<(), Report>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "a description does nothing until it is used; every verb gives it back"]
pub struct VaultAgent {
    address: String,
    role: String,
    auth: String,
    templates: Vec<(String, String)>,
}

impl VaultAgent {
    /// Names the default image: a tag that was current when this was written, to be replaced by one that you tested.
    pub const IMAGE: &'static str = "docker.io/hashicorp/vault:1.21";

    /// Signs in at this address under a role of Vault's `kubernetes` auth method.
    pub fn new(address: impl Into<String>, role: impl Into<String>) -> Self {
        Self {
            address: address.into(),
            role: role.into(),
            auth: "auth/kubernetes".to_owned(),
            templates: Vec::new(),
        }
    }

    /// Sets where the auth method is mounted; `auth/kubernetes` where nothing is said.
    pub fn auth_path(mut self, path: impl Into<String>) -> Self {
        self.auth = path.into();
        self
    }

    /// Writes a file of the volume by a template in the language of Consul Template.
    pub fn template(mut self, file: impl Into<String>, template: impl Into<String>) -> Self {
        self.templates.push((file.into(), template.into()));
        self
    }

    /// Gives a container that writes the files once and ends, for [`Pod::init`](crate::Pod::init).
    #[track_caller]
    pub fn init(&self, volume: &Volume) -> Container {
        self.agent("vault-agent-init", volume, true)
    }

    /// Gives a sidecar that keeps the files fresh.
    #[track_caller]
    pub fn sidecar(&self, volume: &Volume) -> Sidecar {
        Sidecar::new(self.agent("vault-agent", volume, false))
    }

    #[track_caller]
    fn agent(&self, name: &str, volume: &Volume, once: bool) -> Container {
        // The image's entry point would try to change its user and its capabilities; its `vault` is 100.
        container(name, Self::IMAGE, "10m", 64)
            .image_user(100)
            .command(["vault", "agent", "-config=/config/agent.json"])
            .env("HOME", "/tmp")
            .config_file("/config/agent.json", self.text(once))
            .scratch("/tmp", "16Mi")
            .mount(volume, Mount::at("/secrets"))
    }

    /// Writes the configuration as JSON, which is HCL as well, and in which every text can be quoted.
    fn text(&self, once: bool) -> String {
        let templates: Vec<Value> = self
            .templates
            .iter()
            .map(
                |(file, contents)| json!({ "destination": format!("/secrets/{file}"), "contents": contents }),
            )
            .collect();
        let config = json!({
            "exit_after_auth": once,
            "vault": { "address": self.address },
            "auto_auth": { "method": { "type": "kubernetes", "mount_path": self.auth, "config": { "role": self.role } } },
            "template_config": { "exit_on_retry_failure": true },
            "template": templates,
        });
        format!("{config:#}\n")
    }
}
