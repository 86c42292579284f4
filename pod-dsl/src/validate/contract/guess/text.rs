//! Addresses in text: `localhost:8080`, `http://127.0.0.1:9000/x`, `:8080`, `0.0.0.0:80`.

use crate::intent::Address;

/// Spellings of the pod's own loopback address.
const LOOPBACK: &[&str] = &["127.0.0.1", "localhost", "[::1]"];

/// Finds every loopback address with a port in a text, and whether it is spelled `localhost`.
pub(in crate::validate::contract) fn loopback_ports(text: &str) -> Vec<(u16, &'static str)> {
    let mut found = Vec::new();
    // Most text has none, so one pass over its bytes looks for where any of them might begin.
    for (at, byte) in text.bytes().enumerate() {
        if !matches!(byte, b'1' | b'l' | b'[') {
            continue;
        }
        let Some(host) = LOOPBACK.iter().find(|host| text.as_bytes()[at..].starts_with(host.as_bytes()))
        else {
            continue;
        };
        let before = text[..at].chars().next_back();
        if before.is_some_and(is_word) || before == Some('_') {
            continue;
        }
        let rest = &text[at + host.len()..];
        let port = match rest.strip_prefix(':') {
            Some(rest) => leading_port(rest),
            // A URL without a port means that of its scheme.
            None if text[..at].ends_with("http://") && !rest.starts_with(is_word) => Some(80),
            None if text[..at].ends_with("https://") && !rest.starts_with(is_word) => Some(443),
            None => None,
        };
        if let Some(port) = port
            && !found.contains(&(port, *host))
        {
            found.push((port, *host));
        }
    }
    found
}

fn is_word(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '.' | '-' | '_')
}

/// Reads the port at the beginning of a text; what follows must not go on as a name or a version would.
fn leading_port(text: &str) -> Option<u16> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if text[digits..].starts_with(|next: char| next.is_ascii_alphabetic() || matches!(next, '_' | ':')) {
        return None;
    }
    text[..digits].parse().ok().filter(|&port| port != 0)
}

/// Reads an address to listen on: `:8080`, `0.0.0.0:80`, `[::]:80`, `*:80`, `http://+:80`, `127.0.0.1:8080`, `8080`.
pub(super) fn listen_address(text: &str) -> Option<(Address, u16)> {
    let text = text.trim().trim_matches(['"', '\'']);
    let text = text.split_once("://").map_or(text, |(_, rest)| rest).trim_end_matches('/');
    if let Ok(port) = text.parse::<u16>() {
        return (port != 0).then_some((Address::Any, port));
    }
    let (host, port) = text.rsplit_once(':')?;
    let port = port.parse().ok().filter(|&port| port != 0)?;
    Some((host_address(host)?, port))
}

/// Tells where a host to listen on can be reached; a name or the address of something else tells nothing.
pub(super) fn host_address(host: &str) -> Option<Address> {
    match host {
        "" | "0.0.0.0" | "[::]" | "::" | "*" | "+" | "$(POD_IP)" => Some(Address::Any),
        "127.0.0.1" | "localhost" | "[::1]" | "::1" => Some(Address::Loopback),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{listen_address, loopback_ports};
    use crate::intent::Address;

    #[test]
    fn a_local_address_is_found_wherever_it_stands() {
        let ports = |text: &str| loopback_ports(text).into_iter().map(|(port, _)| port).collect::<Vec<_>>();
        assert_eq!(ports("localhost:8080"), [8080]);
        assert_eq!(ports("postgres://u:p@127.0.0.1:5432/db?x=localhost:1"), [5432, 1]);
        assert_eq!(ports("curl -s http://localhost/health"), [80]);
        assert_eq!(ports("https://127.0.0.1"), [443]);
        assert_eq!(ports("[::1]:9000"), [9000]);
        for nothing in [
            "my-localhost:80",
            "localhost.example.com:80",
            "127.0.0.1",
            "localhost:0",
            "localhost:x",
            "localhost:65536",
        ] {
            assert_eq!(ports(nothing), [0_u16; 0], "{nothing}");
        }
    }

    #[test]
    fn an_address_to_listen_on_is_read() {
        for (text, address, port) in [
            (":8080", Address::Any, 8080),
            ("0.0.0.0:80", Address::Any, 80),
            ("[::]:80", Address::Any, 80),
            ("http://+:5000", Address::Any, 5000),
            ("127.0.0.1:9090", Address::Loopback, 9090),
            ("8080", Address::Any, 8080),
        ] {
            assert_eq!(listen_address(text), Some((address, port)), "{text}");
        }
        for nothing in ["", "/run/x.sock", "unix:/run/x", "redis:6379", "0", "a:b"] {
            assert_eq!(listen_address(nothing), None, "{nothing}");
        }
    }
}
