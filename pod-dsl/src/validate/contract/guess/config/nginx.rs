//! `nginx.conf` and its parts: `listen` listens; `proxy_pass` and its kin, and `server` in an `upstream`, forward.

use super::{Statement, local_port};
use crate::{
    intent::Address,
    validate::contract::guess::text::{host_address, listen_address},
};

const PASSES: &[&str] =
    &["proxy_pass", "fastcgi_pass", "uwsgi_pass", "scgi_pass", "grpc_pass", "memcached_pass"];

pub(super) fn read(text: &str) -> Vec<Statement> {
    let mut found = Vec::new();
    for (line, words) in directives(text) {
        match words.as_slice() {
            ["listen", address, options @ ..] if !address.starts_with("unix:") => {
                let tls = options.iter().any(|&option| matches!(option, "ssl" | "quic"));
                // An address without a port means port 80.
                let listens =
                    listen_address(address).or_else(|| host_address(address).map(|host: Address| (host, 80)));
                found.extend(listens.map(|(address, port)| Statement::listens(line, address, port, tls)));
            }
            [pass, target, ..] if PASSES.contains(pass) => {
                let port = match target.split_once("://") {
                    Some((scheme, rest)) => {
                        let host = rest.split('/').next().unwrap_or(rest);
                        let default = if scheme.ends_with('s') { 443 } else { 80 };
                        let bare = host_address(host) == Some(Address::Loopback);
                        local_port(host).or(bare.then_some(default))
                    }
                    None => local_port(target),
                };
                // A name without a dot or a port may be that of an `upstream`, which is read where it stands.
                let elsewhere = port.is_none() && target.contains(['.', ':']) && target.contains("://");
                let host = target.rsplit("://").next().and_then(|rest| rest.split([':', '/']).next());
                found
                    .extend(port.map(|port| Statement::forwards(line, port).named(host.unwrap_or_default())));
                if elsewhere && target.rsplit("://").next().is_some_and(|rest| rest.contains(['.', ':'])) {
                    found.push(Statement::leaves(line));
                }
            }
            ["server", address, ..] => {
                found.push(Statement::to(line, address));
            }
            _ => {}
        }
    }
    found
}

/// Lists the simple directives with their lines; what opens and closes a block is passed over.
fn directives(text: &str) -> Vec<(usize, Vec<&str>)> {
    let mut found = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let code = line.split('#').next().unwrap_or_default();
        for part in code.split(['{', '}', ';']) {
            let words: Vec<_> = part.split_whitespace().collect();
            if !words.is_empty() {
                found.push((at + 1, words));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Statement, read};
    use crate::intent::Address;

    #[test]
    fn listens_and_passes_are_read() {
        let text = "upstream app { server 127.0.0.1:9000; server db:1; }\nserver {\n  listen 8080;\n  listen [::]:8443 ssl;\n  listen 127.0.0.1;\n  location / {\n    proxy_pass http://localhost:3000/x;\n    fastcgi_pass 127.0.0.1:9001; # proxy_pass http://localhost:1;\n    proxy_pass http://127.0.0.1;\n    proxy_pass http://app;\n  }\n}\n";
        assert_eq!(
            read(text),
            [
                Statement::forwards(1, 9000),
                Statement::leaves(1),
                Statement::listens(3, Address::Any, 8080, false),
                Statement::listens(4, Address::Any, 8443, true),
                Statement::listens(5, Address::Loopback, 80, false),
                Statement::forwards(7, 3000).named("localhost"),
                Statement::forwards(8, 9001),
                Statement::forwards(9, 80),
            ]
        );
    }
}
