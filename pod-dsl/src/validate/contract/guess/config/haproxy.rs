//! `haproxy.cfg`: one directive a line; `bind` listens and `server` forwards.

use super::Statement;
use crate::validate::contract::guess::text::listen_address;

pub(super) fn read(text: &str) -> Vec<Statement> {
    let mut found = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let mut words = line.split('#').next().unwrap_or_default().split_whitespace();
        match words.next() {
            Some("bind") => {
                let Some(addresses) = words.next() else { continue };
                let tls = words.any(|word| word == "ssl");
                let addresses = addresses.split(',').filter_map(listen_address);
                found.extend(addresses.map(|(address, port)| Statement::listens(at + 1, address, port, tls)));
            }
            Some("server") => {
                found.extend(words.nth(1).map(|address| Statement::to(at + 1, address)));
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
    fn binds_and_servers_are_read() {
        let text = "frontend http\n    bind *:80 # all\n    bind 127.0.0.1:8404 ssl crt /x\nbackend app\n    server a 127.0.0.1:8989 maxconn 32\n    server b db:5432\n# server c 127.0.0.1:1\n";
        assert_eq!(
            read(text),
            [
                Statement::listens(2, Address::Any, 80, false),
                Statement::listens(3, Address::Loopback, 8404, true),
                Statement::forwards(5, 8989),
                Statement::leaves(6),
            ]
        );
    }
}
