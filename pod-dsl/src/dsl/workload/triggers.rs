//! Following a tag of an image stream, on OpenShift.

use std::panic::Location;

use crate::{
    intent::ImageTrigger,
    model::{ContainerHandle, Triggered, Workload},
};

impl<K: Triggered> Workload<K> {
    /// Lets OpenShift set the image of a container whenever a tag of an image stream moves, as `web:latest`; a stream of
    /// another namespace is spelt `images/web:latest`. It is written for OpenShift only, as the annotation
    /// `image.openshift.io/triggers`; until the tag is there, and on Kubernetes, the image that was said is what runs.
    ///
    /// ```
    /// use pod_dsl::prelude::*;
    ///
    /// let web = Container::new("web", "image-registry.openshift-image-registry.svc:5000/shop/web:1");
    /// let handle = web.handle();
    /// let shop = Pod::new("shop").container(web).deployment().follows_tag(&handle, "web:latest");
    /// let yaml = shop.to_yaml(&Target::openshift())?;
    /// assert!(yaml.contains("image.openshift.io/triggers: ") && yaml.contains("web:latest"), "{yaml}");
    /// assert!(!shop.to_yaml(&Target::kubernetes())?.contains("triggers"));
    /// # Ok::<(), Report>(())
    /// ```
    #[track_caller]
    pub fn follows_tag(mut self, container: &ContainerHandle, tag: impl Into<String>) -> Self {
        let tag = tag.into();
        let (namespace, name) = match tag.split_once('/') {
            Some((namespace, name)) => (Some(namespace.to_owned()), name.to_owned()),
            None => (None, tag),
        };
        self.triggers.push(ImageTrigger {
            container: container.name.clone(),
            name,
            namespace,
            at: Location::caller(),
        });
        self.said("annotations")
    }
}
