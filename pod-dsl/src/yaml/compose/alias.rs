//! Aliases, and the bounds that keep a few of them from becoming gigabytes.

use super::{Composer, Fault, Node, Value};

/// Holds what an anchor names.
#[derive(Debug)]
pub(super) enum Anchored<'a> {
    /// It is still being read, so that an alias would stand inside itself.
    Open,
    /// It is whole.
    Whole { node: Node<'a>, nodes: usize, bytes: usize },
}

/// Counts what a document grows to.
#[derive(Debug, Default)]
pub(super) struct Expansion {
    total: usize,
    aliased: usize,
    bytes: usize,
    held: usize,
    held_bytes: usize,
}

/// The text that may come through aliases. The API server takes 3 MiB in one request.
const MAX_ALIASED_TEXT: usize = 16 << 20;

/// The nodes that may be kept for aliases: anchors inside anchors keep the same node many times.
const MAX_HELD: usize = 1_000_000;

impl Expansion {
    /// Counts one node, and gives the count before it.
    pub(super) fn count(&mut self) -> usize {
        self.total += 1;
        self.total - 1
    }

    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Keeps a node for aliases; `before` is what was counted before it.
    pub(super) fn hold<'a>(&mut self, node: &Node<'a>, before: usize) -> Result<Anchored<'a>, Fault> {
        let nodes = self.total - before;
        self.held += nodes;
        if self.held <= MAX_HELD {
            let bytes = text_size(node);
            self.held_bytes += bytes;
            if self.held_bytes <= MAX_ALIASED_TEXT {
                return Ok(Anchored::Whole { node: node.clone(), nodes, bytes });
            }
        }
        Err(Fault::new(node.at, "the anchors of this document hold more than any object may"))
    }

    /// Counts what an alias stands for; go-yaml's own rule bounds the share of a document that may be aliased.
    fn expand(&mut self, at: usize, nodes: usize, bytes: usize) -> Result<(), Fault> {
        self.total += nodes;
        self.aliased += nodes;
        self.bytes += bytes;
        let too_many = self.aliased > 100
            && self.total > 1000
            && self.aliased.saturating_mul(100) > self.total.saturating_mul(allowed_percent(self.total));
        if too_many || self.bytes > MAX_ALIASED_TEXT {
            return Err(Fault::new(at, "the aliases of this document make it grow beyond all measure"));
        }
        Ok(())
    }
}

/// Gives the share that go-yaml allows: 99 % of up to 400,000 nodes, falling evenly to 10 % of 4,000,000.
fn allowed_percent(total: usize) -> usize {
    const LOW: usize = 400_000;
    const HIGH: usize = 4_000_000;
    match total {
        ..=LOW => 99,
        HIGH.. => 10,
        _ => 99 - 89 * (total - LOW) / (HIGH - LOW),
    }
}

impl<'a> Composer<'a> {
    pub(super) fn alias(&mut self, at: usize, name: &str) -> Result<Node<'a>, Fault> {
        match self.anchors.get(name) {
            Some(Anchored::Whole { node, nodes, bytes }) => {
                self.expansion.expand(at, *nodes, *bytes)?;
                Ok(node.clone())
            }
            Some(Anchored::Open) => {
                Err(Fault::new(at, format!("`*{name}` stands inside of what `&{name}` names")))
            }
            None => Err(Fault::new(at, format!("nothing before this is named `&{name}`"))
                .help("text that begins with `*` needs quotes")),
        }
    }
}

fn text_size(node: &Node<'_>) -> usize {
    match &node.value {
        Value::Str(text) => text.len(),
        Value::Seq(items) => items.iter().map(text_size).sum(),
        Value::Map(entries) => entries.iter().map(|(key, value)| key.text.len() + text_size(value)).sum(),
        _ => 0,
    }
}
