//! Tells what follows from a pod spec without standing in it: in which order its containers start and stop, and what
//! the pod as a whole asks of a node.
//!
//! Both are values that rules and programs can ask, and both read as text in a terminal. They take a spec of the API's
//! own type, so they serve pods that nobody here built; [`stored`](crate::validate::stored) fills a pod in as the
//! server would before they look.
//!
//! # Examples
//!
//! ```
//! use pod_dsl::{explain::{PodResources, QosClass, Timeline}, k8s, prelude::*};
//!
//! let proxy = Container::new("proxy", "haproxy:2.9").resources(Resources::new().request_cpu("100m"));
//! let app = Container::new("app", "web:1").resources(Resources::new().request_cpu("1")).starts_after(&proxy.handle());
//! let pod = Pod::new("shop").container(app).sidecar(proxy);
//! let objects = pod.render(&Target::kubernetes())?;
//! let pod_dsl::Object::Pod(pod) = &objects[0] else { unreachable!() };
//! let spec: &k8s::PodSpec = pod.spec.as_ref().unwrap();
//!
//! let timeline = Timeline::of(spec);
//! assert!(timeline.starts_before("proxy", "app") && timeline.outlives("proxy", "app"));
//!
//! let resources = PodResources::of(spec);
//! assert_eq!(resources.requests.total.get("cpu").unwrap().to_string(), "1100m");
//! assert_eq!(resources.qos, QosClass::Burstable);
//! # Ok::<(), pod_dsl::Report>(())
//! ```

mod kind;
pub mod resources;
pub mod timeline;

pub use kind::ContainerKind;
pub use resources::{PodResources, QosClass};
pub use timeline::Timeline;
