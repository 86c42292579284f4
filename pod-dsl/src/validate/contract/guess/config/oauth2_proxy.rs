//! The configuration file of oauth2-proxy: `upstreams` forwards, `http_address` and `https_address` listen.

use super::Statement;
use crate::validate::contract::guess::text::{listen_address, loopback_ports};

pub(super) fn read(text: &str) -> Vec<Statement> {
    let mut found = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let Some((name, value)) = line.split('#').next().unwrap_or_default().split_once('=') else {
            continue;
        };
        match name.trim() {
            "upstreams" => {
                let ports = loopback_ports(value).into_iter();
                found.extend(ports.map(|(port, host)| Statement::forwards(at + 1, port).named(host)));
            }
            name @ ("http_address" | "https_address") => {
                let listens = listen_address(value);
                let tls = name == "https_address";
                found.extend(listens.map(|(address, port)| Statement::listens(at + 1, address, port, tls)));
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Statement, read};
    use crate::intent::Address;

    #[test]
    fn upstreams_and_addresses_are_read() {
        let text = "http_address = \"0.0.0.0:4180\"\nupstreams = [ \"http://127.0.0.1:3000/\" ]\n#upstreams = [\"http://127.0.0.1:1\"]\n";
        assert_eq!(
            read(text),
            [Statement::listens(1, Address::Any, 4180, false), Statement::forwards(2, 3000)]
        );
    }
}
