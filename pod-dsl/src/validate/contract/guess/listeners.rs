//! Who listens where, as far as ports, arguments, environment, configuration and images tell.

use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::{
    Reading,
    calls::is_api_proxy,
    read_from, rests_on, socat,
    text::{host_address, listen_address, loopback_ports},
};
use crate::intent::{Address, Basis, Intent, Listener, Protocol, Source};

/// Flags whose value is a port number to listen on.
const PORT_FLAGS: &[&str] = &[
    "admin-port",
    "bind-port",
    "grpc-port",
    "health-port",
    "health-probe-port",
    "http-port",
    "https-port",
    "listen-port",
    "listening-port",
    "metrics-port",
    "port",
    "secure-port",
    "server-port",
    "web-port",
];

/// Flags whose value is an address to listen on, with the port.
const ADDRESS_FLAGS: &[&str] = &[
    "bind",
    "bind-address",
    "health-probe-bind-address",
    "http-address",
    "http-listen-address",
    "https-address",
    "insecure-listen-address",
    "listen",
    "listen-addr",
    "listen-address",
    "metrics-addr",
    "metrics-address",
    "metrics-bind-address",
    "proxy-endpoints-port",
    "secure-listen-address",
    "telemetry-listen-address",
    "web.listen-address",
];

/// Flags that some programs listen by and others call by: they count only where the host is that of all addresses.
const DOUBTFUL_FLAGS: &[&str] = &["addr", "address", "http", "http-addr", "grpc-addr", "server", "endpoint"];

/// Variables that hold a port or an address to listen on.
const VARIABLES: &[&str] = &[
    "ASPNETCORE_HTTP_PORTS",
    "ASPNETCORE_URLS",
    "BIND_ADDR",
    "HTTPS_PORT",
    "HTTP_ADDR",
    "HTTP_LISTEN_ADDR",
    "HTTP_PORT",
    "LISTEN_ADDR",
    "LISTEN_ADDRESS",
    "LISTEN_PORT",
    "METRICS_PORT",
    "NGINX_PORT",
    "PORT",
];

/// Adds what can be guessed of each container.
pub(super) fn add(readings: &[Reading<'_>], intent: &mut Intent) {
    for reading in readings {
        let configured = reading.config.iter().filter_map(|statement| {
            let (address, port, tls) = statement.listens?;
            Some((port, address, tls, read_from("", &statement.words)))
        });
        let relayed = socat::relays(reading)
            .into_iter()
            .map(|((address, port), _, basis)| (port, address, false, basis));
        let told: Vec<_> = configured
            .chain(relayed)
            .chain(from_instances(reading))
            .chain(from_flags(reading))
            .chain(from_env(reading))
            .collect();
        for (port, address, tls, basis) in told {
            add_one(intent, reading, port, Protocol::Tcp, Some(address), tls, basis);
        }
        for (at, port) in reading.container.ports.iter().flatten().enumerate() {
            let Ok(number) = u16::try_from(port.container_port) else { continue };
            let protocol = match port.protocol.as_deref() {
                Some("UDP") => Protocol::Udp,
                Some("SCTP") => Protocol::Sctp,
                _ => Protocol::Tcp,
            };
            let field = format!("ports[{at}]");
            let basis = rests_on(
                Source::Declared,
                field,
                format!("`containerPort: {number}` of `{}`", reading.container.name),
            );
            let tls = port.name.as_deref() == Some("https");
            let host = (reading.container.ports.iter().flatten().count() == 1).then(|| host_alone(reading));
            let listener = add_one(intent, reading, number, protocol, host.flatten(), tls, basis);
            listener.declared = true;
            // A configuration says whether it wants TLS; a flag with a port does not, but the port's name does.
            listener.tls |= tls && !listener.basis.field().is_empty();
            if listener.name.is_none() {
                listener.name.clone_from(&port.name);
            }
        }
        // What an image listens on by itself is worth something only where nobody said another thing.
        let silent = !intent.listeners.iter().any(|listener| listener.owner == reading.member);
        if let (true, false, Some(known)) = (silent, reading.command.replaces_entry_point, reading.known) {
            for &port in known.ports {
                let basis =
                    rests_on(Source::Image, "image", format!("the image of `{}`", reading.container.name));
                add_one(
                    intent,
                    reading,
                    port,
                    Protocol::Tcp,
                    Some(host_alone(reading).unwrap_or(known.address)),
                    false,
                    basis,
                );
            }
        }
    }
}

/// Adds the ports at which a container is probed and nobody is known to listen: it is likely the container itself.
pub(super) fn add_probed(readings: &[Reading<'_>], intent: &mut Intent) {
    for reading in readings {
        let container = reading.container;
        let probes = [&container.liveness_probe, &container.readiness_probe, &container.startup_probe];
        for probe in probes.into_iter().flatten() {
            let http = probe.http_get.as_ref().map(|get| &get.port);
            let tcp = probe.tcp_socket.as_ref().map(|tcp| &tcp.port);
            let grpc = probe.grpc.as_ref().map(|grpc| IntOrString::Int(grpc.port));
            let port = match http.or(tcp).or(grpc.as_ref()) {
                Some(IntOrString::Int(port)) => u16::try_from(*port).unwrap_or_default(),
                _ => continue,
            };
            let served = intent.listeners.iter().any(|listener| listener.port == port);
            if port != 0 && !served {
                let basis = rests_on(Source::Probe, "", format!("a probe of `{}`", container.name));
                add_one(intent, reading, port, Protocol::Tcp, None, false, basis);
            }
        }
    }
}

/// Ends of the names of flags by which a program listens, or calls.
const EITHER: &[&str] = &["addr", "address", "bind", "endpoint", "host", "listen"];

/// Parts of the names of flags whose port is somebody else's.
const OTHERS: &[&str] = &[
    "backend", "database", "db-", "dest", "mysql", "node", "postgres", "redis", "remote", "target",
    "upstream",
];

/// Adds what flags likely say: a port whose name ends so, and a local address at which nobody else is known to listen.
pub(super) fn add_likely(readings: &[Reading<'_>], intent: &mut Intent) {
    for reading in readings {
        for flag in &reading.flags {
            if OTHERS.iter().any(|part| flag.name.contains(part)) {
                continue;
            }
            let number =
                flag.value.parse().ok().filter(|&port: &u16| port != 0 && flag.name.ends_with("port"));
            // `-b` is what gunicorn and hypercorn listen by.
            let either = EITHER.iter().any(|end| flag.name.ends_with(end))
                || flag.name.contains("listen")
                || flag.name == "b";
            let address = either.then(|| loopback_ports(flag.value).into_iter().next()).flatten();
            // Nobody calls `:8080`, or all addresses.
            let open = either.then(|| listen_address(flag.value)).flatten();
            let open = open.filter(|(address, _)| *address == Address::Any && flag.value.contains(':'));
            let (port, address) = match (number, address, open) {
                (Some(port), ..) | (None, None, Some((_, port))) => (port, Address::Any),
                (None, Some((port, _)), _) => (port, Address::Loopback),
                (None, None, None) => continue,
            };
            let served = intent.listeners.iter().any(|listener| listener.port == port);
            if !served {
                let words = format!("`{}: {}` of `{}`", flag.name, flag.value, reading.container.name);
                let basis = rests_on(Source::Likely, flag.field, words);
                let protocol = if flag.name.contains("udp") { Protocol::Udp } else { Protocol::Tcp };
                add_one(intent, reading, port, protocol, Some(address), false, basis);
            }
        }
    }
}

/// Gives what a flag says that holds the host alone; it goes with the port that is said elsewhere.
fn host_alone(reading: &Reading<'_>) -> Option<Address> {
    reading.flags.iter().find_map(|flag| {
        matches!(&*flag.name, "address" | "bind" | "bind-address" | "host" | "listen-address")
            .then(|| host_address(flag.value))
            .flatten()
    })
}

/// Gives the host that a flag of its own says for a port: `--http-address=0.0.0.0 --http-port=9090`.
fn host_beside(reading: &Reading<'_>, port: &str) -> Option<Address> {
    let which = port.strip_suffix("port").filter(|which| !which.is_empty())?;
    reading.flags.iter().find_map(|flag| {
        let what = flag.name.strip_prefix(which)?;
        matches!(what, "addr" | "address" | "bind-address" | "host")
            .then(|| host_address(flag.value))
            .flatten()
    })
}

type Told = (u16, Address, bool, Basis);

fn from_flags(reading: &Reading<'_>) -> impl Iterator<Item = Told> {
    let api_proxy = is_api_proxy(reading);
    let default =
        if api_proxy { Address::Loopback } else { reading.known.map_or(Address::Any, |known| known.address) };
    let host = host_alone(reading);
    let cloud_sql =
        reading.known.is_some_and(|known| known.name.contains("sql") || known.name == "gce-proxy");
    reading.flags.iter().filter_map(move |flag| {
        let words = || format!("`{}: {}` of `{}`", flag.name, flag.value, reading.container.name);
        let (address, port) = if PORT_FLAGS.contains(&&*flag.name) {
            let own = || host_beside(reading, &flag.name).or(host).unwrap_or(default);
            (own(), flag.value.parse().ok().filter(|&port| port != 0)?)
        } else if ADDRESS_FLAGS.contains(&&*flag.name) {
            listen_address(flag.value)?
        } else if DOUBTFUL_FLAGS.contains(&&*flag.name) {
            listen_address(flag.value).filter(|(address, _)| *address == Address::Any)?
        } else if cloud_sql && flag.name == "instances" {
            let (_, listener) = flag.value.split_once("=tcp:")?;
            let listener = listener.split(',').next().unwrap_or(listener);
            match listener.parse() {
                Ok(port) => (default, port),
                Err(_) => listen_address(listener)?,
            }
        } else {
            return None;
        };
        let tls =
            matches!(&*flag.name, "https-address" | "https-port" | "secure-listen-address" | "secure-port");
        Some((port, address, tls, read_from(flag.field, words())))
    })
}

/// Reads what stands behind an instance of the Cloud SQL proxy: `project:region:name?address=0.0.0.0&port=5432`.
fn from_instances<'r>(reading: &'r Reading<'_>) -> impl Iterator<Item = Told> + 'r {
    let proxies = reading.known.is_some_and(|known| known.name.ends_with("sql-proxy"));
    reading.command.words.iter().filter(move |_| proxies).filter_map(|word| {
        let (_, options) = word.text.split_once('?')?;
        let value =
            |name: &str| options.split('&').find_map(|option| option.strip_prefix(name)?.strip_prefix('='));
        let port = value("port")?.parse().ok().filter(|&port| port != 0)?;
        let address = value("address").and_then(host_address).unwrap_or(Address::Loopback);
        let words = format!("`{}` of `{}`", word.text, reading.container.name);
        Some((port, address, false, read_from(word.field, words)))
    })
}

fn from_env<'r>(reading: &'r Reading<'_>) -> impl Iterator<Item = Told> + 'r {
    let listens = |name: &str| VARIABLES.contains(&name) || name.contains("LISTEN") || name.contains("BIND");
    let own = |name: &str| {
        name == "HOST" || name == "SERVER_HOST" || name.contains("LISTEN") || name.contains("BIND")
    };
    let host = reading.env().filter(|(_, name, _)| own(name)).find_map(|(_, _, value)| host_address(value));
    reading.env().filter(move |(_, name, _)| listens(name)).flat_map(move |(at, name, value)| {
        let words = format!("`{name}={value}` of `{}`", reading.container.name);
        let basis = read_from(format!("env[{at}]"), words);
        let tls = name.starts_with("HTTPS");
        let addresses = value.split([',', ';']).filter_map(listen_address);
        // A variable that holds the host alone goes with the one that holds the port.
        let bare = value.parse::<u16>().is_ok();
        let addresses =
            addresses.map(move |(address, port)| (host.filter(|_| bare).unwrap_or(address), port));
        addresses.map(move |(address, port)| (port, address, tls, basis.clone()))
    })
}

/// Adds a listener where none is known of that owner, port and protocol; what is known better stands.
fn add_one<'i>(
    intent: &'i mut Intent,
    reading: &Reading<'_>,
    port: u16,
    protocol: Protocol,
    address: Option<Address>,
    tls: bool,
    basis: Basis,
) -> &'i mut Listener {
    let same = |listener: &Listener| {
        listener.owner == reading.member && listener.port == port && listener.protocol == protocol
    };
    let at = intent.listeners.iter().position(same).unwrap_or_else(|| {
        let (id, name, owner) = (0, None, reading.member);
        let address = address.unwrap_or_default();
        intent.listeners.push(Listener {
            id,
            owner,
            port,
            protocol,
            address,
            name,
            declared: false,
            tls,
            basis,
        });
        intent.listeners.len() - 1
    });
    &mut intent.listeners[at]
}
