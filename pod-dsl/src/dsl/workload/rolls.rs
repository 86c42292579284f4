//! Rolling a workload when its configuration changes.

use std::panic::Location;

use k8s_openapi::{Metadata, apimachinery::pkg::apis::meta::v1::ObjectMeta};
use serde::Serialize;

use crate::{
    model::{Described, Kind, Workload},
    object::{Data, digest},
};

/// Is a kind whose data pods are given: a `ConfigMap`, a Secret.
pub trait Content: Metadata<Ty = ObjectMeta> + Serialize {
    /// The fields that hold it.
    const FIELDS: &'static [&'static str];

    /// The kind, as it is spelled in the annotation.
    const SPELLED: &'static str;
}

impl Content for k8s_openapi::api::core::v1::ConfigMap {
    const FIELDS: &'static [&'static str] = &["data", "binaryData"];
    const SPELLED: &'static str = "config-map";
}

impl Content for k8s_openapi::api::core::v1::Secret {
    const FIELDS: &'static [&'static str] = &["data", "stringData"];
    const SPELLED: &'static str = "secret";
}

impl<K: Kind> Workload<K> {
    /// Replaces the pods when the content of a `ConfigMap` or Secret changes, which the API does not do by itself: the pods
    /// get an annotation with a digest of the content as it is now, so say it when the content is complete.
    ///
    /// Of a Secret, too, the digest stands in what is written: who guesses a weak value can see there that they guessed it.
    ///
    /// ```
    /// use pod_dsl::prelude::*;
    ///
    /// let shop = |level: &str| {
    ///     let config = ConfigMap::new("shop").data("LEVEL", level);
    ///     let web = Container::new("web", "ghcr.io/example/shop:1.4").env("LEVEL", config.key("LEVEL"));
    ///     Pod::new("shop").container(web).deployment().rolls_with(&config).to_yaml(&Target::kubernetes())
    /// };
    /// assert!(shop("info")?.contains("checksum/config-map.shop: "));
    /// assert_ne!(shop("info")?, shop("debug")?);
    /// # Ok::<(), Report>(())
    /// ```
    #[track_caller]
    pub fn rolls_with<T: Content>(mut self, content: &Described<T>) -> Self {
        let key = format!("checksum/{}.{}", T::SPELLED, content.name());
        // What cannot be serialised is no object, and is refused where it is written.
        let data = Data::of(&content.wire).unwrap_or(Data::Null);
        let fields: Vec<_> = T::FIELDS.iter().map(|field| data.get(&[field])).collect();
        let digest = digest(&serde_json::to_vec(&fields).unwrap_or_default());
        self.pod.metadata.annotations.get_or_insert_default().insert(key, digest);
        self.pod.trace.mark("annotations", Location::caller());
        self
    }

    /// Spreads the workload's own pods over zones and nodes, as evenly as it goes: one that cannot be placed evenly is
    /// placed all the same.
    ///
    /// ```
    /// use pod_dsl::prelude::*;
    ///
    /// let shop = Pod::new("shop").container(Container::new("web", "ghcr.io/example/shop:1.4")).deployment().spread();
    /// let yaml = shop.to_yaml(&Target::kubernetes())?;
    /// assert!(yaml.contains("topology.kubernetes.io/zone") && yaml.contains("kubernetes.io/hostname"));
    /// # Ok::<(), Report>(())
    /// ```
    #[track_caller]
    pub fn spread(mut self) -> Self {
        let selects = self.selects();
        let over = |topology| crate::dsl::Spread::over(topology, selects.clone()).schedule_anyway();
        let constraints = self.pod.spec.topology_spread_constraints.get_or_insert_default();
        constraints.extend(["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map(|of| over(of).wire));
        self.pod.trace.mark("topologySpreadConstraints", Location::caller());
        self
    }
}
