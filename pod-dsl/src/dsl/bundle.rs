//! Verbs of a bundle.

use std::panic::Location;

use serde::Serialize;

use crate::{
    intent::Trace,
    model::{
        Bundle, CronJob, DaemonSet, Deployment, Described, Expose, Item, Job, Pod, ReplicaSet, StatefulSet,
    },
    object::{Object, ObjectError},
};

/// The label by which the console groups objects.
const PART_OF: &str = "app.kubernetes.io/part-of";

impl Bundle {
    /// Begins with no object.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an object: a pod, a workload, what stands around them, another bundle, or a finished wire object of
    /// `k8s-openapi`.
    #[track_caller]
    #[expect(clippy::should_implement_trait, reason = "a verb of the builder, by the name its users expect")]
    pub fn add(mut self, item: impl Into<Self>) -> Self {
        let Self { items, patches } = item.into();
        self.items.extend(items);
        self.patches.extend(patches);
        self
    }

    /// Labels what has been added so far as parts of one application, `app.kubernetes.io/part-of`: OpenShift's console draws
    /// them as one group. What has the label keeps it, and data of an unknown kind is left as it is.
    ///
    /// ```
    /// use pod_dsl::prelude::*;
    ///
    /// let http = Port::tcp(8080);
    /// let web = Pod::new("web").container(Container::new("web", "ghcr.io/example/shop:1.4").port(&http)).deployment();
    /// let service = Service::of(&web).port(80, &http);
    /// let shop = Bundle::new().add(web).add(service).part_of("shop");
    /// let yaml = shop.to_yaml(&Target::openshift())?;
    /// assert_eq!(yaml.matches("app.kubernetes.io/part-of: shop").count(), 2);
    /// # Ok::<(), Report>(())
    /// ```
    pub fn part_of(mut self, application: impl Into<String>) -> Self {
        let application = application.into();
        for item in &mut self.items {
            let metadata = match item {
                Item::Pod(pod) => &mut pod.metadata,
                Item::Deployment(workload) => &mut workload.metadata,
                Item::StatefulSet(workload) => &mut workload.metadata,
                Item::DaemonSet(workload) => &mut workload.metadata,
                Item::ReplicaSet(workload) => &mut workload.metadata,
                Item::Job(workload) => &mut workload.metadata,
                Item::CronJob(workload) => &mut workload.metadata,
                Item::Expose(expose) => &mut expose.metadata,
                Item::Object(object, ..) => match object.metadata_mut() {
                    Some(metadata) => metadata,
                    None => continue,
                },
            };
            let labels = metadata.labels.get_or_insert_default();
            labels.entry(PART_OF.to_owned()).or_insert_with(|| application.clone());
        }
        self
    }

    /// Adds any other object, as a type of the user's own or as parsed data: a `ServiceMonitor`, an `HTTPRoute`. It is
    /// written like the rest, and the report names it as not judged where its kind is not known here.
    ///
    /// ```
    /// use pod_dsl::prelude::*;
    /// use serde_json::json;
    ///
    /// let monitor = json!({
    ///     "apiVersion": "monitoring.coreos.com/v1",
    ///     "kind": "ServiceMonitor",
    ///     "metadata": { "name": "shop" },
    ///     "spec": { "selector": { "matchLabels": { "app": "shop" } }, "endpoints": [{ "port": "metrics" }] },
    /// });
    /// let bundle = Bundle::new().add_object(&monitor)?;
    /// assert_eq!(bundle.check(&Target::kubernetes()).not_judged(), ["ServiceMonitor/shop"]);
    /// # Ok::<(), pod_dsl::ObjectError>(())
    /// ```
    ///
    /// # Errors
    /// Says what is missing where the value is no object with `apiVersion`, `kind` and a name, or cannot be serialised.
    #[track_caller]
    pub fn add_object(mut self, object: &impl Serialize) -> Result<Self, ObjectError> {
        let object = Object::from_serialize(object)?;
        self.items.push(Item::Object(Box::new(object), Trace::new(Location::caller()), Vec::new()));
        Ok(self)
    }
}

macro_rules! items {
    ($($noun:ident),*) => {$(
        impl From<$noun> for Bundle {
            fn from(item: $noun) -> Self {
                Self { items: vec![Item::$noun(Box::new(item))], patches: Vec::new() }
            }
        }
    )*};
}
items!(Pod, Deployment, StatefulSet, DaemonSet, ReplicaSet, Job, CronJob, Expose);

impl<T: Into<Object>> From<Described<T>> for Bundle {
    fn from(Described { wire, trace, loose }: Described<T>) -> Self {
        Self { items: vec![Item::Object(Box::new(wire.into()), trace, loose)], patches: Vec::new() }
    }
}

impl From<Object> for Bundle {
    #[track_caller]
    fn from(object: Object) -> Self {
        Self {
            items: vec![Item::Object(Box::new(object), Trace::new(Location::caller()), Vec::new())],
            patches: Vec::new(),
        }
    }
}

impl Extend<Bundle> for Bundle {
    fn extend<I: IntoIterator<Item = Self>>(&mut self, bundles: I) {
        for Self { items, patches } in bundles {
            self.items.extend(items);
            self.patches.extend(patches);
        }
    }
}

impl FromIterator<Bundle> for Bundle {
    fn from_iter<I: IntoIterator<Item = Self>>(bundles: I) -> Self {
        let mut all = Self::new();
        all.extend(bundles);
        all
    }
}
