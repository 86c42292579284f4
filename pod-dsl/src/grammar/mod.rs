//! Judges the small formats a pod is written in: names, numbers, quantities, paths, images, schedules, addresses.
//!
//! This is the floor of the crate: it knows nothing of pods, only of strings. Each check is a `const fn`, so
//! the same rule serves the validator at run time and a literal at compile time ([`name!`](crate::name),
//! [`image!`](crate::image), [`quantity!`](crate::quantity), [`schedule!`](crate::schedule), or [`must`] in a `const` of your own).
//! What a check accepts is what the Kubernetes 1.36 API server accepts, oddities included, unless its
//! documentation says otherwise.
//!
//! | module | formats |
//! |---|---|
//! | [`name`] | DNS names, label and annotation keys, ports, environment variables, configuration keys |
//! | [`number`] | port numbers, file modes, percentages |
//! | [`quantity`](mod@quantity) | `500m`, `1.5Gi`, `2e3`: exact arithmetic and the canonical spelling |
//! | [`path`] | absolute, relative and back-stepping paths |
//! | [`image`](mod@image) | image references and what they default to |
//! | [`address`] | IP addresses and CIDR blocks, strict and legacy |
//! | [`schedule`] | cron schedules |
//! | [`kernel`] | Linux capabilities and signals |
//!
//! # Examples
//!
//! ```
//! use pod_dsl::grammar;
//!
//! const _: () = grammar::must(grammar::dns_label("web"));
//!
//! let fault = grammar::dns_label("Web").unwrap_err();
//! assert!(fault.message().contains("lower-case"));
//! ```

pub mod address;
mod class;
mod duration;
mod fault;
pub mod image;
pub mod kernel;
mod literal;
pub mod name;
pub mod number;
pub mod path;
pub mod quantity;
mod quantity_text;
pub mod schedule;

pub use address::{Cidr, cidr, ip_address, legacy_cidr, legacy_ip_address, preferred_cidr, preferred_ip};
pub use fault::{Fault, must};
pub use image::{ImageReference, PullPolicy, image_reference, parse_image, pull_policy_of};
pub use kernel::{Capability, CapabilitySpelling, capability, capability_name, linux_signal, windows_signal};
pub use name::{
    annotation_key, c_identifier, config_map_key, dns_label, dns_label_1035, dns_label_prefix, dns_subdomain,
    dns_subdomain_prefix, dns_subdomain_with_underscore, domain_prefixed_path, env_name, env_name_strict,
    hostname, hostname_override, http_header_name, label_value, path_segment_name, port_name, qualified_name,
    search_domain, sysctl_name, wildcard_dns_subdomain,
};
pub use number::{file_mode, percentage, port_number};
pub use path::{
    absolute_path, descending_path, mount_path, path_without_backsteps, unreserved_descending_path,
};
pub use quantity::{Quantity, QuantityFormat};
pub use quantity_text::{parse_quantity, parse_wire_quantity};
pub use schedule::cron_schedule;

#[cfg(test)]
mod tests;
