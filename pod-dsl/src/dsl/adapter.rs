//! Verbs of an adapter.

use crate::model::{Adapter, AdapterRole, Container, Placement, Port};

impl Adapter {
    /// Makes a container an adapter that serves what it made of the application's output on `port`, which is published
    /// as `containerPort`, under the name `metrics` where the port has none.
    ///
    /// ```
    /// use pod_dsl::prelude::*;
    ///
    /// let logs = Volume::empty_dir("logs");
    /// let access_log = logs.file("access.log");
    /// let pod = Pod::new("shop")
    ///     .container(Container::new("web", "ghcr.io/example/shop:1.4").writes(&access_log, "/var/log/shop/access.log"))
    ///     .adapter(Adapter::new(
    ///         Container::new("log-metrics", "ghcr.io/example/mtail:3").reads(&access_log, "/logs/access.log"),
    ///         Port::tcp(9113),
    ///     ));
    /// assert!(pod.to_yaml(&Target::kubernetes())?.contains("readOnly: true"));
    /// # Ok::<(), Report>(())
    /// ```
    pub fn new(container: Container, port: impl Into<Port>) -> Self {
        let mut port = port.into();
        port.name.get_or_insert_with(|| "metrics".to_owned());
        container.with_role(AdapterRole { placement: Placement::ByContract, port })
    }

    /// Writes it as a native sidecar: an init container with `restartPolicy: Always`.
    pub fn native(mut self) -> Self {
        self.role.placement = Placement::Native;
        self
    }

    /// Writes it as a plain container, whatever the links say.
    pub fn plain(mut self) -> Self {
        self.role.placement = Placement::Plain;
        self
    }
}
