//! Verbs of a patch.

use std::{panic::Location, sync::Arc};

use serde::Serialize;

use crate::{
    model::{Bundle, Edit, Patch},
    object::{Data, Missing, Object, Typed},
};

impl Patch {
    /// Changes an object in its type: every field of the API is one closure away. The type says the kind.
    ///
    /// ```
    /// use k8s_openapi::api::apps::v1::Deployment;
    /// use pod_dsl::{Patch, prelude::*};
    ///
    /// let web = Pod::new("web").container(Container::new("web", "ghcr.io/example/shop:1.4")).deployment();
    /// let bundle = Bundle::new().add(web).patch(Patch::change("web", |web: &mut Deployment| {
    ///     web.metadata.annotations.get_or_insert_default().insert("team".into(), "shop".into());
    /// }));
    /// assert!(bundle.to_yaml(&Target::kubernetes())?.contains("team: shop"));
    /// # Ok::<(), Report>(())
    /// ```
    #[track_caller]
    pub fn change<T: Typed>(
        name: impl Into<String>,
        change: impl Fn(&mut T) + Send + Sync + 'static,
    ) -> Self {
        let apply = move |object: &mut Object| T::within(object).map(&change).is_some();
        Self::of(T::KIND.to_owned(), name.into(), Edit::Change(Arc::new(apply)))
    }

    /// Merges partial data into the object `Kind/name`, as `kubectl patch` does by default: maps field by field, lists of
    /// named items (containers, volumes, variables, …) by their names, other lists whole; `null` takes a field away, and
    /// `"$patch": "delete"` an item.
    ///
    /// A container that is not there is an error, unless [`may_add`](Self::may_add) says that it is meant to come.
    ///
    /// ```
    /// use pod_dsl::{Patch, prelude::*};
    /// use serde_json::json;
    ///
    /// let web = Pod::new("web").container(Container::new("web", "ghcr.io/example/shop:1.4").env("LEVEL", "info"));
    /// let partial = json!({"spec": {"containers": [{"name": "web", "env": [{"name": "LEVEL", "value": "debug"}]}]}});
    /// let bundle = Bundle::new().add(web).patch(Patch::merge("Pod/web", &partial));
    /// assert!(bundle.to_yaml(&Target::kubernetes())?.contains("value: debug"));
    ///
    /// let misspelt = json!({"spec": {"containers": [{"name": "wep", "image": "ghcr.io/example/shop:1.5"}]}});
    /// let report = bundle.patch(Patch::merge("Pod/web", &misspelt)).check(&Target::kubernetes());
    /// assert_eq!(report.errors().next().map(|finding| finding.rule), Some("patch-hits-nothing"));
    /// # Ok::<(), Report>(())
    /// ```
    #[track_caller]
    pub fn merge(target: impl AsRef<str>, partial: &impl Serialize) -> Self {
        let (kind, name) = split(target.as_ref());
        let partial = Data::of(partial).map_err(|error| error.to_string());
        Self::of(kind, name, Edit::Merge { partial, missing: Missing::Refused })
    }

    /// Carries out the operations of a JSON patch (RFC 6902) on the object `Kind/name`. A path that does not exist, and a
    /// `test` that fails, are errors.
    ///
    /// ```
    /// use pod_dsl::{Patch, prelude::*};
    /// use serde_json::json;
    ///
    /// let web = Pod::new("web").container(Container::new("web", "ghcr.io/example/shop:1.4"));
    /// let operations = json!([{"op": "add", "path": "/spec/priorityClassName", "value": "high"}]);
    /// let bundle = Bundle::new().add(web).patch(Patch::json("Pod/web", &operations));
    /// assert!(bundle.to_yaml(&Target::kubernetes())?.contains("priorityClassName: high"));
    /// # Ok::<(), Report>(())
    /// ```
    #[cfg(feature = "patch")]
    #[track_caller]
    pub fn json(target: impl AsRef<str>, operations: &impl Serialize) -> Self {
        let (kind, name) = split(target.as_ref());
        let read = serde_json::to_value(operations).and_then(serde_json::from_value);
        Self::of(kind, name, Edit::Json(read.map_err(|error| error.to_string())))
    }

    #[track_caller]
    fn of(kind: String, name: String, edit: Edit) -> Self {
        Self { kind, name, namespace: None, only: None, edit, at: Location::caller() }
    }

    /// Means the object of this namespace, where several have the name.
    pub fn in_namespace(mut self, namespace: impl Into<String>) -> Self {
        self.namespace = Some(namespace.into());
        self
    }

    /// Changes only what is written for Kubernetes.
    pub fn only_on_kubernetes(mut self) -> Self {
        self.only = Some("kubernetes");
        self
    }

    /// Changes only what is written for OpenShift.
    pub fn only_on_openshift(mut self) -> Self {
        self.only = Some("openshift");
        self
    }

    /// Lets a merge add the containers that are not there.
    pub fn may_add(mut self) -> Self {
        if let Edit::Merge { missing, .. } = &mut self.edit {
            *missing = Missing::Added;
        }
        self
    }
}

impl Bundle {
    /// Changes a finished object, after everything else and before the judgement. Patches come in the order in which they
    /// are said.
    pub fn patch(mut self, patch: Patch) -> Self {
        self.patches.push(patch);
        self
    }
}

/// Splits `Kind/name`. What is not of this form names no object, and the patch says so when it hits nothing.
fn split(target: &str) -> (String, String) {
    let (kind, name) = target.split_once('/').unwrap_or(("", target));
    (kind.to_owned(), name.to_owned())
}
