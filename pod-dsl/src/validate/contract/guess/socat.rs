//! What `socat` relays: `TCP-LISTEN:80,fork TCP:127.0.0.1:8080`.

use super::{Reading, read_from, text::loopback_ports};
use crate::intent::{Address, Basis};

/// Is a relay: where it listens, the port of the pod it sends to (none where it sends elsewhere), and where that stands.
pub(super) type Relay = ((Address, u16), Option<u16>, Basis);

/// Lists the relays that a container's command names.
pub(super) fn relays(reading: &Reading<'_>) -> Vec<Relay> {
    let words = &reading.command.words;
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let Some(listens) = listens(&word.text) else { continue };
        let Some(to) = words[at + 1..].iter().find(|to| {
            to.text.contains(':') && to.text.get(..3).is_some_and(|name| name.eq_ignore_ascii_case("TCP"))
        }) else {
            continue;
        };
        let words = format!("`{} {}` of `{}`", word.text, to.text, reading.container.name);
        let port = loopback_ports(&to.text).first().map(|(port, _)| *port);
        found.push((listens, port, read_from(word.field, words)));
    }
    found
}

const LISTENERS: &[&str] = &["TCP-LISTEN", "TCP4-LISTEN", "TCP6-LISTEN", "TCP-L", "TCP4-L"];

fn listens(text: &str) -> Option<(Address, u16)> {
    let (name, rest) = text.split_once(':')?;
    if !LISTENERS.iter().any(|listener| listener.eq_ignore_ascii_case(name)) {
        return None;
    }
    let mut options = rest.split(',');
    let port = options.next()?.parse().ok().filter(|&port| port != 0)?;
    let loopback = options.any(|option| matches!(option, "bind=127.0.0.1" | "bind=localhost" | "bind=::1"));
    Some((if loopback { Address::Loopback } else { Address::Any }, port))
}

#[cfg(test)]
mod tests {
    use super::listens;
    use crate::intent::Address;

    #[test]
    fn a_relay_listens_where_it_says() {
        assert_eq!(listens("TCP-LISTEN:80,fork,reuseaddr"), Some((Address::Any, 80)));
        assert_eq!(listens("tcp4-listen:6379,bind=127.0.0.1,fork"), Some((Address::Loopback, 6379)));
        for other in ["TCP:127.0.0.1:80", "UNIX-LISTEN:/run/x", "TCP-LISTEN:x", "-"] {
            assert_eq!(listens(other), None, "{other}");
        }
    }
}
