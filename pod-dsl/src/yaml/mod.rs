//! The ink: how objects become text that kubectl and oc read back exactly.
//!
//! The layout is the one people write by hand: two spaces, lists indented under their key, `name`
//! before `image`, text of several lines as a block. It is the same for the same value, always, and
//! whatever is written without quotes is text to every reader ([`scalar`] is the one table of that).
//!
//! ```
//! let pod = serde_json::json!({
//!     "kind": "Pod",
//!     "apiVersion": "v1",
//!     "metadata": {"name": "web", "labels": {"on": "yes"}},
//!     "spec": {"containers": [{"image": "nginx:1.29", "name": "web"}]},
//! });
//! assert_eq!(pod_dsl::yaml::to_string(&pod)?, r#"apiVersion: v1
//! kind: Pod
//! metadata:
//!   name: web
//!   labels:
//!     "on": "yes"
//! spec:
//!   containers:
//!     - name: web
//!       image: nginx:1.29
//! "#);
//! # Ok::<(), pod_dsl::yaml::WriteError>(())
//! ```

pub mod scalar;

mod collection;
mod compose;
mod emit;
mod entries;
pub(crate) mod find;
mod json;
mod key;
pub(crate) mod node;
mod order;
pub(crate) mod read;
mod rewrite;
mod scan;
pub(crate) mod source;
mod text;
mod write;

pub(crate) use compose::{Repeated, base64};
pub use write::{Format, WriteError, Writer, to_string};

#[cfg(test)]
mod tests;
