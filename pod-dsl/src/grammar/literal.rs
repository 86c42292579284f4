//! Checks a literal while the program compiles.

/// Checks at compile time that a name is a DNS label, as names of containers, volumes and services are.
///
/// It yields the `&'static str`. The rule is [`grammar::dns_label`](crate::grammar::dns_label).
///
/// # Examples
///
/// ```
/// assert_eq!(pod_dsl::name!("log-shipper"), "log-shipper");
/// ```
///
/// ```compile_fail,E0080
/// pod_dsl::name!("Log_Shipper");
/// ```
#[macro_export]
macro_rules! name {
    ($text:expr) => {{
        const TEXT: &str = $text;
        const _: () = $crate::grammar::must($crate::grammar::dns_label(TEXT));
        TEXT
    }};
}

/// Checks at compile time that an image reference is one a container runtime can read.
///
/// It yields the `&'static str`. The rule is
/// [`grammar::image_reference`](fn@crate::grammar::image_reference), which is stricter than the API server: the
/// server takes anything that is not empty and leaves the pod to fail on its node.
///
/// # Examples
///
/// ```
/// assert_eq!(pod_dsl::image!("quay.io/team/web:1.4"), "quay.io/team/web:1.4");
/// ```
///
/// ```compile_fail,E0080
/// pod_dsl::image!("quay.io/Team/web:1.4");
/// ```
#[macro_export]
macro_rules! image {
    ($text:expr) => {{
        const TEXT: &str = $text;
        const _: () = $crate::grammar::must($crate::grammar::image_reference(TEXT));
        TEXT
    }};
}

/// Checks at compile time that an amount of a resource can be read by Kubernetes.
///
/// It yields the `&'static str`. The rule is
/// [`grammar::parse_quantity`](fn@crate::grammar::parse_quantity).
///
/// # Examples
///
/// ```
/// assert_eq!(pod_dsl::quantity!("1.5Gi"), "1.5Gi");
/// ```
///
/// ```compile_fail,E0080
/// pod_dsl::quantity!("1.5GB");
/// ```
#[macro_export]
macro_rules! quantity {
    ($text:expr) => {{
        const TEXT: &str = $text;
        const _: $crate::grammar::Quantity = $crate::grammar::must($crate::grammar::parse_quantity(TEXT));
        TEXT
    }};
}

/// Checks at compile time that the schedule of a cron job is one the API server can read.
///
/// It yields the `&'static str`. The rule is [`grammar::cron_schedule`](fn@crate::grammar::cron_schedule).
///
/// # Examples
///
/// ```
/// assert_eq!(pod_dsl::schedule!("0 3 * * MON-FRI"), "0 3 * * MON-FRI");
/// ```
///
/// ```compile_fail,E0080
/// pod_dsl::schedule!("0 24 * * *");
/// ```
#[macro_export]
macro_rules! schedule {
    ($text:expr) => {{
        const TEXT: &str = $text;
        const _: () = $crate::grammar::must($crate::grammar::cron_schedule(TEXT));
        TEXT
    }};
}
