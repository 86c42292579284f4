//! Envoy's bootstrap, YAML or JSON: socket addresses below `listeners` and below `clusters`.

use super::Statement;
use crate::{
    intent::Address,
    validate::contract::guess::text::host_address,
    yaml::{
        node::{Node, Value},
        read,
        source::Source,
    },
};

/// Tells of what a socket address is the address.
#[derive(Clone, Copy)]
enum Within {
    Listeners,
    Clusters,
    Neither,
}

pub(super) fn read(text: &str) -> Vec<Statement> {
    let source = Source::new("", text.as_bytes());
    let mut found = Vec::new();
    for document in read::documents(&source) {
        if let Ok(tree) = &document.tree {
            walk(&tree.root, Within::Neither, &source, &mut found);
        }
    }
    found
}

fn walk(node: &Node<'_>, within: Within, source: &Source<'_>, found: &mut Vec<Statement>) {
    match &node.value {
        Value::Seq(items) => items.iter().for_each(|item| walk(item, within, source, found)),
        Value::Map(entries) => {
            if let Some((address, port)) = socket_address(node) {
                let line = source.position(node.at).0;
                match (within, host_address(address)) {
                    (Within::Listeners, Some(host)) => {
                        found.push(Statement::listens(line, host, port, false));
                    }
                    (Within::Clusters, Some(Address::Loopback)) => {
                        found.push(Statement::forwards(line, port).named(address));
                    }
                    (Within::Clusters, _) => found.push(Statement::leaves(line)),
                    _ => {}
                }
            }
            for (key, value) in entries {
                let within = match &*key.text {
                    // `admin` is where it shows its statistics and takes commands.
                    "listeners" | "admin" => Within::Listeners,
                    "clusters" => Within::Clusters,
                    _ => within,
                };
                walk(value, within, source, found);
            }
        }
        _ => {}
    }
}

fn socket_address<'n>(node: &'n Node<'_>) -> Option<(&'n str, u16)> {
    let port = match node.get("port_value")?.value {
        Value::Int(port) => u16::try_from(port).ok().filter(|&port| port != 0)?,
        _ => return None,
    };
    Some((node.get("address")?.as_str()?, port))
}

#[cfg(test)]
mod tests {
    use super::{Statement, read};
    use crate::intent::Address;

    #[test]
    fn listeners_and_clusters_are_told_apart() {
        let text = "\
static_resources:
  listeners:
  - address: {socket_address: {address: 0.0.0.0, port_value: 10000}}
  clusters:
  - load_assignment:
      endpoints:
      - lb_endpoints:
        - endpoint: {address: {socket_address: {address: 127.0.0.1, port_value: 8080}}}
        - endpoint: {address: {socket_address: {address: db, port_value: 5432}}}
";
        assert_eq!(
            read(text),
            [
                Statement::listens(3, Address::Any, 10000, false),
                Statement::forwards(8, 8080),
                Statement::leaves(9)
            ]
        );
        assert_eq!(read(": no\nyaml: ["), []);
    }
}
