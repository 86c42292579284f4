//! A Caddyfile: the address of a site opens its block, and `reverse_proxy` forwards.

use super::Statement;
use crate::validate::contract::guess::text::listen_address;

pub(super) fn read(text: &str) -> Vec<Statement> {
    let mut found = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let code = line.split('#').next().unwrap_or_default().trim();
        let words: Vec<_> = code.split_whitespace().collect();
        match words.as_slice() {
            ["reverse_proxy", targets @ ..] => {
                let targets = targets.iter().filter(|target| target.contains(':'));
                found.extend(targets.map(|target| {
                    let address = target.split_once("://").map_or(*target, |(_, address)| address);
                    Statement::to(at + 1, address)
                }));
            }
            [site, "{"] => {
                let listens = listen_address(site.trim_end_matches(','));
                found.extend(listens.map(|(address, port)| {
                    Statement::listens(at + 1, address, port, site.starts_with("https"))
                }));
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
    fn sites_and_their_upstreams_are_read() {
        let text =
            ":8080 {\n  # reverse_proxy a:1\n  reverse_proxy localhost:9090 db:1\n  handle /x {\n  }\n}\n";
        assert_eq!(
            read(text),
            [
                Statement::listens(1, Address::Any, 8080, false),
                Statement::forwards(3, 9090).named("localhost"),
                Statement::leaves(3),
            ]
        );
    }
}
