//! What an image needs beside its command: files of configuration, folders to write to, a user that is a number.

use crate::model::{ContainerAs, Kit, ProxyFile};

impl<R> ContainerAs<R> {
    /// Writes a file of configuration: its text goes into a `ConfigMap` named after the pod and the container, which is
    /// mounted where the path says. A file that is said again takes the place of the first.
    ///
    /// ```
    /// use pod_dsl::prelude::*;
    ///
    /// let shop = Container::new("shop", "ghcr.io/example/shop:1.4").config_file("/etc/shop/shop.toml", "port = 8080\n");
    /// let yaml = Pod::new("web").container(shop).to_yaml(&Target::kubernetes())?;
    /// assert!(yaml.contains("name: web-shop") && yaml.contains("mountPath: /etc/shop"));
    /// # Ok::<(), Report>(())
    /// ```
    pub fn config_file(mut self, path: impl Into<String>, text: impl Into<String>) -> Self {
        let path = path.into();
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
        let file = ProxyFile {
            config_map: None,
            volume: None,
            folder: if folder.is_empty() { "/" } else { folder }.to_owned(),
            name: name.to_owned(),
            text: text.into(),
        };
        let files = &mut self.kit().files;
        files.retain(|said| (&said.folder, &said.name) != (&file.folder, &file.name));
        files.push(file);
        self
    }

    /// Gives the container a folder of its own to write to, empty at the pod's start and named after the container; a pod
    /// that fills it beyond `size` (`64Mi`) is evicted. A container whose root file system is read-only needs one for
    /// every path it writes to.
    ///
    /// ```
    /// use pod_dsl::prelude::*;
    ///
    /// let shop = Container::new("shop", "ghcr.io/example/shop:1.4")
    ///     .security(Security::restricted().read_only_root_filesystem())
    ///     .scratch("/tmp", "64Mi");
    /// let yaml = Pod::new("web").container(shop).to_yaml(&Target::kubernetes())?;
    /// assert!(yaml.contains("name: shop-tmp") && yaml.contains("sizeLimit: \"64Mi\""));
    /// # Ok::<(), Report>(())
    /// ```
    pub fn scratch(mut self, path: impl Into<String>, size: impl Into<String>) -> Self {
        self.kit().scratch.push((path.into(), size.into()));
        self
    }

    /// Says as which user the image runs, where the image says root or a name: the kubelet cannot tell a name from root,
    /// and starts neither under `runAsNonRoot`.
    ///
    /// It is written as `runAsUser` where nothing else names a user, and left out for OpenShift, which gives one of the
    /// project's range. A pod of [`Profile::portable`](crate::Profile::portable) is the same for both and so cannot have
    /// it; there it is warned of.
    ///
    /// ```
    /// use pod_dsl::prelude::*;
    ///
    /// let proxy = Container::new("proxy", "docker.io/library/haproxy:3.2").image_user(99);
    /// let pod = Pod::new("web").profile(Profile::restricted()).container(proxy);
    /// assert!(pod.to_yaml(&Target::kubernetes())?.contains("runAsUser: 99"));
    /// assert!(!pod.to_yaml(&Target::openshift())?.contains("runAsUser:"));
    /// # Ok::<(), Report>(())
    /// ```
    pub fn image_user(mut self, id: i64) -> Self {
        self.kit().image_user = Some(id);
        self
    }

    fn kit(&mut self) -> &mut Kit {
        self.kit.get_or_insert_default()
    }
}
