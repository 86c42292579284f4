//! Images that nearly everybody knows: what they listen on, what they do, where they write.

use crate::{
    grammar::parse_image,
    intent::{Address, Role},
};

/// Is what is known of an image.
#[derive(Debug)]
pub(in crate::validate::contract) struct Known {
    /// The last segment of the image's name.
    pub(in crate::validate::contract) name: &'static str,
    /// The ports it listens on when nothing else is said.
    pub(in crate::validate::contract) ports: &'static [u16],
    /// Where its listeners can be reached when nothing else is said.
    pub(in crate::validate::contract) address: Address,
    /// What it mostly is beside an application; `None` for what is an application itself.
    pub(in crate::validate::contract) role: Option<Role>,
    /// What it writes below, on its own root file system.
    pub(in crate::validate::contract) writes: &'static [&'static str],
    /// The folders from which it only reads what others give it.
    pub(in crate::validate::contract) reads: &'static [&'static str],
    /// The folders that the image fills and needs.
    pub(in crate::validate::contract) fills: &'static [&'static str],
}

const PLAIN: Known =
    Known { name: "", ports: &[], address: Address::Any, role: None, writes: &[], reads: &[], fills: &[] };

const fn server(name: &'static str, ports: &'static [u16]) -> Known {
    Known { name, ports, ..PLAIN }
}

const fn helper(name: &'static str, role: Role, ports: &'static [u16]) -> Known {
    Known { name, ports, role: Some(role), ..PLAIN }
}

/// What log shippers read from wherever it is mounted.
const EVERYWHERE: &[&str] = &["/"];

const fn log_agent(name: &'static str) -> Known {
    Known { reads: EVERYWHERE, ..helper(name, Role::Sidecar, &[]) }
}

const fn outbound(name: &'static str, ports: &'static [u16], address: Address) -> Known {
    Known { address, ..helper(name, Role::OutboundAmbassador, ports) }
}

const NGINX_WRITES: &[&str] = &["/var/cache/nginx", "/var/run"];
const NGINX_READS: &[&str] = &["/usr/share/nginx/html", "/etc/nginx"];
const NGINX_FILLS: &[&str] = &["/etc/nginx", "/usr/share/nginx"];

/// Sorted by name.
static IMAGES: &[Known] = &[
    server("alertmanager", &[9093]),
    outbound("alloydb-auth-proxy", &[5432], Address::Loopback),
    outbound("cloud-sql-proxy", &[], Address::Loopback),
    outbound("cloudsql-proxy", &[], Address::Loopback),
    server("consul", &[8500]),
    helper("daprd", Role::Sidecar, &[3500, 50001]),
    server("elasticsearch", &[9200]),
    helper("envoy", Role::Sidecar, &[]),
    server("etcd", &[2379, 2380]),
    log_agent("filebeat"),
    log_agent("fluent-bit"),
    log_agent("fluentd"),
    outbound("gce-proxy", &[], Address::Loopback),
    helper("git-sync", Role::Sidecar, &[]),
    server("grafana", &[3000]),
    server("haproxy", &[]),
    Known {
        writes: &["/usr/local/apache2/logs"],
        reads: &["/usr/local/apache2/htdocs"],
        fills: &["/usr/local/apache2", "/usr/local/apache2/conf"],
        ..server("httpd", &[80])
    },
    helper("kube-rbac-proxy", Role::InboundAmbassador, &[]),
    server("mariadb", &[3306]),
    server("memcached", &[11211]),
    helper("memcached-exporter", Role::Adapter, &[9150]),
    server("mongo", &[27017]),
    server("mysql", &[3306]),
    helper("mysqld-exporter", Role::Adapter, &[9104]),
    Known { writes: NGINX_WRITES, reads: NGINX_READS, fills: NGINX_FILLS, ..server("nginx", &[80]) },
    helper("nginx-prometheus-exporter", Role::Adapter, &[9113]),
    Known {
        writes: &["/tmp"],
        reads: NGINX_READS,
        fills: NGINX_FILLS,
        ..server("nginx-unprivileged", &[8080])
    },
    helper("node-exporter", Role::Adapter, &[9100]),
    Known { address: Address::Loopback, ..helper("oauth2-proxy", Role::InboundAmbassador, &[4180]) },
    helper("origin-oauth-proxy", Role::InboundAmbassador, &[]),
    outbound("pgbouncer", &[], Address::Any),
    Known { writes: &["/var/run/postgresql"], ..server("postgres", &[5432]) },
    helper("postgres-exporter", Role::Adapter, &[9187]),
    helper("postgres_exporter", Role::Adapter, &[9187]),
    server("prometheus", &[9090]),
    log_agent("promtail"),
    server("rabbitmq", &[5672]),
    server("redis", &[6379]),
    helper("redis-exporter", Role::Adapter, &[9121]),
    helper("redis_exporter", Role::Adapter, &[9121]),
    helper("statsd-exporter", Role::Adapter, &[9102]),
    outbound("twemproxy", &[], Address::Any),
    server("vault", &[8200]),
    log_agent("vector"),
    server("zookeeper", &[2181]),
];

/// Owners whose images have the names of the well-known ones and behave otherwise: other ports, other users.
const OTHERS: &[&str] = &["bitnami/", "bitnamilegacy/"];

/// Finds an image by the last segment of its name, whatever its registry, its tag and its digest.
pub(in crate::validate::contract) fn known(image: &str) -> Option<&'static Known> {
    let named = image.split('@').next().unwrap_or(image);
    let last = named.rsplit('/').next().unwrap_or(named);
    let name = last.split(':').next().unwrap_or(last);
    let at = IMAGES.binary_search_by(|known| known.name.cmp(name)).ok()?;
    // Few are known, so only these are looked at closely.
    let path = parse_image(named).ok()?.path();
    (!OTHERS.iter().any(|owner| path.starts_with(owner))).then(|| &IMAGES[at])
}

#[cfg(test)]
mod tests {
    use super::{IMAGES, known};

    #[test]
    fn an_image_is_known_whatever_its_registry() {
        for image in ["nginx", "nginx:1.29", "docker.io/library/nginx@sha256:0", "localhost:5000/nginx:a"] {
            assert_eq!(known(image).map(|known| known.ports), Some([80].as_slice()), "{image}");
        }
        for other in ["example.com/my-nginx", "bitnami/nginx", ""] {
            assert!(known(other).is_none(), "{other}");
        }
        assert!(IMAGES.is_sorted_by(|a, b| a.name < b.name));
    }
}
