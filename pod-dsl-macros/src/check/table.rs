//! The one table of what Kubernetes takes: which argument of which verb is judged by which function of
//! `pod_dsl::grammar`.

/// What an argument holds, with the names of the functions that judge it; no name where any text will do.
#[derive(Debug, Clone, Copy)]
pub(super) enum Takes {
    Text(&'static str),
    Number(&'static str),
    /// A list of texts.
    Each(&'static str),
    /// A list of pairs of texts.
    Pairs(&'static str, &'static str),
}
use Takes::{Each, Number, Pairs, Text};

const LABEL: Takes = Text("dns_label");
const OBJECT: Takes = Text("dns_subdomain");
const KEY: Takes = Text("qualified_name");
const VALUE: Takes = Text("label_value");
const LABELS: Takes = Pairs("qualified_name", "label_value");
const PORT: Takes = Number("port_number");
const AMOUNT: Takes = Text("parse_quantity");
const IMAGE: Takes = Text("image_reference");
const ADDRESS: Takes = Text("legacy_ip_address");
const FILE_KEY: Takes = Text("config_map_key");
const INSIDE: Takes = Text("descending_path");
const KEY_PATH: Takes = Text("unreserved_descending_path");
const ANY: Takes = Text("");

/// A type of the library, one of its verbs or constructors, the place of an argument, and what it takes.
const TABLE: &[(&str, &str, usize, Takes)] = &[
    ("Pod", "new", 0, OBJECT),
    ("Pod", "namespace", 0, LABEL),
    ("Pod", "label", 0, KEY),
    ("Pod", "label", 1, VALUE),
    ("Pod", "labels", 0, LABELS),
    ("Pod", "annotation", 0, Text("annotation_key")),
    ("Pod", "annotation", 1, ANY),
    ("Pod", "service_account", 0, OBJECT),
    ("Pod", "image_pull_secret", 0, OBJECT),
    ("Pod", "priority_class", 0, OBJECT),
    ("Pod", "runtime_class", 0, OBJECT),
    ("Pod", "hostname", 0, Text("hostname")),
    ("Pod", "subdomain", 0, Text("hostname")),
    ("Pod", "host_alias", 0, ADDRESS),
    ("Pod", "host_alias", 1, Each("dns_subdomain")),
    ("Pod", "dns_nameserver", 0, ADDRESS),
    ("Pod", "dns_search", 0, Text("search_domain")),
    ("Pod", "node_selector", 0, KEY),
    ("Pod", "node_selector", 1, VALUE),
    ("Container", "new", 0, LABEL),
    ("Container", "new", 1, IMAGE),
    ("Container", "env", 0, Text("env_name")),
    ("Container", "port", 0, PORT),
    ("Container", "listens", 0, PORT),
    ("Container", "mount", 1, Text("mount_path")),
    ("Container", "device", 1, Text("path_without_backsteps")),
    ("Container", "writes", 1, Text("mount_path")),
    ("Container", "reads", 1, Text("mount_path")),
    ("Ambassador", "inbound", 1, PORT),
    ("Ambassador", "inbound", 2, PORT),
    ("Ambassador", "outbound", 1, PORT),
    ("Adapter", "new", 1, PORT),
    ("Upstream", "service", 0, OBJECT),
    ("Upstream", "service", 1, PORT),
    ("Upstream", "host", 1, PORT),
    ("Port", "tcp", 0, PORT),
    ("Port", "udp", 0, PORT),
    ("Port", "sctp", 0, PORT),
    ("Port", "named", 0, Text("port_name")),
    ("Port", "host_port", 0, PORT),
    ("Port", "host_ip", 0, ADDRESS),
    ("Volume", "empty_dir", 0, LABEL),
    ("Volume", "config_map", 0, LABEL),
    ("Volume", "config_map", 1, OBJECT),
    ("Volume", "secret", 0, LABEL),
    ("Volume", "secret", 1, OBJECT),
    ("Volume", "projected", 0, LABEL),
    ("Volume", "persistent_volume_claim", 0, LABEL),
    ("Volume", "persistent_volume_claim", 1, OBJECT),
    ("Volume", "host_path", 0, LABEL),
    ("Volume", "host_path", 1, Text("path_without_backsteps")),
    ("Volume", "csi", 0, LABEL),
    ("Volume", "ephemeral", 0, LABEL),
    ("Volume", "ephemeral", 2, AMOUNT),
    ("Volume", "image", 0, LABEL),
    ("Volume", "image", 1, IMAGE),
    ("Volume", "downward_api", 0, LABEL),
    ("Volume", "nfs", 0, LABEL),
    ("Volume", "raw", 0, LABEL),
    ("Volume", "file", 0, INSIDE),
    ("Volume", "size_limit", 0, AMOUNT),
    ("Volume", "default_mode", 0, Number("file_mode")),
    ("Volume", "item", 0, FILE_KEY),
    ("Volume", "item", 1, KEY_PATH),
    ("Volume", "with_config_map", 0, OBJECT),
    ("Volume", "with_secret", 0, OBJECT),
    ("Volume", "with_token", 0, KEY_PATH),
    ("Volume", "with_field", 0, KEY_PATH),
    ("Volume", "with_resource", 0, KEY_PATH),
    ("Mount", "at", 0, Text("mount_path")),
    ("Mount", "sub_path", 0, INSIDE),
    ("Mount", "sub_path_expr", 0, INSIDE),
    ("Resources", "request_cpu", 0, AMOUNT),
    ("Resources", "request_memory", 0, AMOUNT),
    ("Resources", "limit_cpu", 0, AMOUNT),
    ("Resources", "limit_memory", 0, AMOUNT),
    ("Resources", "request", 0, KEY),
    ("Resources", "request", 1, AMOUNT),
    ("Resources", "limit", 0, KEY),
    ("Resources", "limit", 1, AMOUNT),
    ("Resources", "claim", 0, LABEL),
    ("Security", "add_capability", 0, Text("capability_name")),
    ("Security", "drop_capability", 0, Text("capability_name")),
    ("PodSecurity", "sysctl", 0, Text("sysctl_name")),
    ("Probe", "http_get", 1, PORT),
    ("Probe", "tcp", 0, PORT),
    ("Probe", "grpc", 0, PORT),
    ("Probe", "header", 0, Text("http_header_name")),
    ("LifecycleHandler", "http_get", 1, PORT),
    ("Affinity", "require_near", 0, LABELS),
    ("Affinity", "require_near", 1, KEY),
    ("Affinity", "prefer_near", 1, LABELS),
    ("Affinity", "prefer_near", 2, KEY),
    ("Affinity", "require_away_from", 0, LABELS),
    ("Affinity", "require_away_from", 1, KEY),
    ("Affinity", "prefer_away_from", 1, LABELS),
    ("Affinity", "prefer_away_from", 2, KEY),
    ("Requirement", "is_in", 0, KEY),
    ("Requirement", "is_in", 1, Each("label_value")),
    ("Requirement", "is_not_in", 0, KEY),
    ("Requirement", "is_not_in", 1, Each("label_value")),
    ("Requirement", "exists", 0, KEY),
    ("Requirement", "does_not_exist", 0, KEY),
    ("Requirement", "greater_than", 0, KEY),
    ("Requirement", "less_than", 0, KEY),
    ("Toleration", "key", 0, KEY),
    ("Toleration", "equal", 0, KEY),
    ("Toleration", "equal", 1, VALUE),
    ("Spread", "over", 0, KEY),
    ("Spread", "over", 1, LABELS),
    ("EnvValue", "config_map_key", 0, OBJECT),
    ("EnvValue", "config_map_key", 1, FILE_KEY),
    ("EnvValue", "secret_key", 0, OBJECT),
    ("EnvValue", "secret_key", 1, FILE_KEY),
    ("EnvValue", "file_key", 0, LABEL),
    ("EnvFrom", "config_map", 0, OBJECT),
    ("EnvFrom", "secret", 0, OBJECT),
    ("Field", "label", 0, KEY),
    ("Field", "annotation", 0, Text("annotation_key")),
    ("ResourceField", "container", 0, LABEL),
    ("ResourceField", "divisor", 0, AMOUNT),
    ("ConfigMap", "new", 0, OBJECT),
    ("ConfigMap", "data", 0, FILE_KEY),
    ("ConfigMap", "data", 1, ANY),
    ("ConfigMap", "file", 0, FILE_KEY),
    ("ConfigMap", "binary_data", 0, FILE_KEY),
    ("ConfigMap", "namespace", 0, LABEL),
    ("ConfigMap", "label", 0, KEY),
    ("ConfigMap", "label", 1, VALUE),
    ("ConfigMap", "annotation", 0, Text("annotation_key")),
    ("ConfigMap", "annotation", 1, ANY),
    ("ConfigMap", "key", 0, FILE_KEY),
    ("Secret", "new", 0, OBJECT),
    ("Secret", "string_data", 0, FILE_KEY),
    ("Secret", "string_data", 1, ANY),
    ("Secret", "data", 0, FILE_KEY),
    ("Secret", "namespace", 0, LABEL),
    ("Secret", "label", 0, KEY),
    ("Secret", "label", 1, VALUE),
    ("Secret", "annotation", 0, Text("annotation_key")),
    ("Secret", "annotation", 1, ANY),
    ("Secret", "key", 0, FILE_KEY),
    ("Namespace", "new", 0, LABEL),
    ("PersistentVolumeClaim", "new", 0, OBJECT),
    ("PersistentVolumeClaim", "new", 2, AMOUNT),
    ("PersistentVolumeClaim", "storage_class", 0, OBJECT),
    ("Peer", "cidr", 0, Text("legacy_cidr")),
    ("Peer", "namespaces_with", 0, KEY),
    ("Peer", "namespaces_with", 1, VALUE),
    ("Service", "external", 0, LABEL),
    ("Service", "with_name", 0, LABEL),
    ("Service", "port", 0, PORT),
    ("Service", "serving_cert", 0, OBJECT),
    ("ServiceAccount", "new", 0, OBJECT),
    ("ServiceAccount", "image_pull_secret", 0, OBJECT),
    ("Haproxy", "config_map", 0, OBJECT),
    ("Haproxy", "volume", 0, LABEL),
];

/// Verbs that only a type of this library has, so that they are known without the type: what stands before them is a pod
/// or a job that was made elsewhere.
const ANYWHERE: &[(&str, usize, Takes)] =
    &[("cron_job", 0, Text("cron_schedule")), ("on_schedule", 0, Text("cron_schedule"))];

/// Says in messages what a function judges; of the others every text is some text.
const NOUNS: &[(&str, &str)] = &[
    ("annotation_key", "a key"),
    ("config_map_key", "a key"),
    ("dns_label", "a name"),
    ("dns_subdomain", "a name"),
    ("env_name", "a variable's name"),
    ("file_mode", "a file mode"),
    ("hostname", "a host name"),
    ("image_reference", "an image"),
    ("label_value", "a label's value"),
    ("mount_path", "a path"),
    ("parse_quantity", "an amount"),
    ("port_name", "a port's name"),
    ("port_number", "a port"),
    ("qualified_name", "a key"),
];

/// Types that have a container's verbs beside their own.
const ROLES: &[&str] = &["Sidecar", "Ambassador", "Adapter"];

/// Finds what an argument takes, if it is known.
pub(super) fn takes(of: &str, verb: &str, argument: usize) -> Option<Takes> {
    let line = |of: &str| TABLE.iter().find(|line| (line.0, line.1, line.2) == (of, verb, argument));
    let inherited = || line("Container").filter(|_| ROLES.contains(&of) && verb != "new");
    line(of).or_else(inherited).map(|line| line.3)
}

/// Finds what an argument of a verb takes, whatever the type.
pub(super) fn takes_anywhere(verb: &str, argument: usize) -> Option<Takes> {
    ANYWHERE.iter().find(|line| (line.0, line.1) == (verb, argument)).map(|line| line.2)
}

/// Tells whether a name is that of a type in the table.
pub(super) fn is_type(name: &str) -> bool {
    ROLES.contains(&name) || TABLE.iter().any(|line| line.0 == name)
}

/// Says what a function judges.
pub(super) fn noun(function: &str) -> &'static str {
    NOUNS.iter().find(|(name, _)| *name == function).map_or("the value", |(_, noun)| noun)
}
