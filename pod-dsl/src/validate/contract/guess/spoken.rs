//! Addresses of the pod whose host and port stand apart: `nc -z localhost 5432`, `pg_isready -h 127.0.0.1`,
//! `REDIS_HOST` and `REDIS_PORT`.

use k8s_openapi::api::core::v1::{Container, EnvVar};

use super::command::base;

const HOSTS: &[&str] = &["127.0.0.1", "localhost", "::1"];

/// Programs that are told host and port by flags, and the port they take where none is said.
const CLIENTS: &[(&str, u16)] = &[
    ("mongosh", 27017),
    ("mysql", 3306),
    ("mysqladmin", 3306),
    ("mysqldump", 3306),
    ("pg_dump", 5432),
    ("pg_isready", 5432),
    ("psql", 5432),
    ("redis-cli", 6379),
];

/// Finds the local ports that one command calls by host and port.
pub(super) fn in_command(words: &[&str]) -> Vec<(u16, &'static str)> {
    let host_of = |word: &str| HOSTS.iter().find(|host| **host == word).copied();
    let mut found = Vec::new();
    if !words.iter().any(|word| names_host(word)) {
        return found;
    }
    for pair in words.windows(2) {
        if let (Some(host), Ok(port)) = (host_of(pair[0]), pair[1].parse::<u16>()) {
            found.push((port, host));
        }
    }
    for word in words {
        let opened = word.split_once("/dev/tcp/").and_then(|(_, rest)| rest.split_once('/'));
        if let Some((host, port)) = opened
            && let (Some(host), Ok(port)) = (host_of(host), port.trim_matches([')', '"', '\'']).parse())
        {
            found.push((port, host));
        }
    }
    let client =
        words.iter().map(|word| base(word)).find_map(|word| CLIENTS.iter().find(|(name, _)| *name == word));
    if let Some((_, default)) = client {
        let value = |flags: &[&str]| {
            let next = words.windows(2).find(|pair| flags.contains(&pair[0])).map(|pair| pair[1]);
            next.or_else(|| {
                words.iter().find_map(|word| {
                    flags.iter().find_map(|flag| {
                        let rest = word.strip_prefix(flag)?;
                        let rest = if flag.starts_with("--") { rest.strip_prefix('=')? } else { rest };
                        (!rest.is_empty()).then_some(rest)
                    })
                })
            })
        };
        if let Some(host) = value(&["-h", "--host"]).and_then(host_of) {
            match value(&["-p", "-P", "--port"]).map(str::parse) {
                None => found.push((*default, host)),
                Some(Ok(port)) => found.push((port, host)),
                Some(Err(_)) => {}
            }
        }
    }
    found.retain(|(port, _)| *port != 0);
    found
}

/// Tells whether a local host stands somewhere in a word, which it does in few of them.
fn names_host(word: &str) -> bool {
    let begins = |at: usize| HOSTS.iter().any(|host| word.as_bytes()[at..].starts_with(host.as_bytes()));
    word.bytes().enumerate().any(|(at, byte)| matches!(byte, b'1' | b'l' | b':') && begins(at))
}

/// Beginnings of the names of variables by which a program listens itself.
const OWN: &[&str] = &["", "APP_", "HTTP_", "HTTPS_", "MANAGEMENT_", "SERVER_", "WEB_"];

/// Services that have a port of their own where none is said.
const SERVICES: &[(&str, u16)] = &[
    ("MARIADB", 3306),
    ("MEMCACHE", 11211),
    ("MONGO", 27017),
    ("MYSQL", 3306),
    ("PG", 5432),
    ("POSTGRES", 5432),
    ("RABBITMQ", 5672),
    ("REDIS", 6379),
];

/// Finds the variables that hold a local host, with their place and the port that goes with them.
pub(in crate::validate::contract) fn in_env(container: &Container) -> Vec<(usize, u16, &'static str)> {
    let literal = |name: &str| {
        let named = container.env.iter().flatten().find(|env| env.name == name)?;
        Some(named.value.as_deref())
    };
    let found = container.env.iter().flatten().enumerate().filter_map(|(at, EnvVar { name, value, .. })| {
        let host = HOSTS.iter().find(|host| value.as_deref() == Some(**host))?;
        let stem = ["HOSTNAME", "HOST", "ADDRESS", "ADDR", "SERVER"]
            .iter()
            .find_map(|end| name.strip_suffix(end))?;
        if OWN.contains(&stem) || stem.contains("LISTEN") || stem.contains("BIND") {
            return None;
        }
        let port = match literal(&format!("{stem}PORT")) {
            Some(port) => port?.parse().ok()?,
            None => SERVICES.iter().find(|(service, _)| stem.contains(service))?.1,
        };
        Some((at, port, *host))
    });
    found.filter(|(_, port, _)| *port != 0).collect()
}

#[cfg(test)]
mod tests {
    use k8s_openapi::api::core::v1::{Container, EnvVar};

    use super::{in_command, in_env};

    #[test]
    fn a_command_calls_by_host_and_port() {
        let of = |command: &str| {
            let words: Vec<_> = command.split(' ').collect();
            in_command(&words).into_iter().map(|(port, _)| port).collect::<Vec<_>>()
        };
        assert_eq!(of("until nc -z 127.0.0.1 5432"), [5432]);
        assert_eq!(of("pg_isready -h localhost -p 6432"), [6432]);
        assert_eq!(of("pg_isready --host=localhost"), [5432]);
        assert_eq!(of("redis-cli -h 127.0.0.1 ping"), [6379]);
        assert_eq!(of("(echo >/dev/tcp/localhost/9092)"), [9092]);
        for none in [
            "pg_isready -h db -p 5432",
            "redis-cli ping",
            "nc -z db 1",
            "echo localhost now",
            "redis-cli -p x -h localhost",
        ] {
            assert_eq!(of(none), [0_u16; 0], "{none}");
        }
    }

    #[test]
    fn two_variables_are_one_address() {
        let of = |env: &[(&str, Option<&str>)]| {
            let env = env.iter().map(|(name, value)| EnvVar {
                name: (*name).to_owned(),
                value: value.map(str::to_owned),
                ..EnvVar::default()
            });
            in_env(&Container { env: Some(env.collect()), ..Container::default() })
        };
        let local = Some("localhost");
        assert_eq!(of(&[("REDIS_HOST", local), ("REDIS_PORT", Some("6380"))]), [(0, 6380, "localhost")]);
        assert_eq!(of(&[("X", None), ("PGHOST", local)]), [(1, 5432, "localhost")]);
        // Of the port nobody knows, where it comes from a Secret; and by these a program listens itself.
        assert_eq!(of(&[("DB_HOST", local), ("DB_PORT", None)]), []);
        assert_eq!(of(&[("DB_HOST", local)]), []);
        assert_eq!(of(&[("HOST", local), ("PORT", Some("3000"))]), []);
    }
}
