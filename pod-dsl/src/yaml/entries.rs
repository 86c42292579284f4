//! Collects the entries of an object while it is read, each key once.

use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap},
};

use super::node::{Key, Node};

type Index<'a> = Box<HashMap<Cow<'a, str>, usize>>;

/// Collects the entries of an object.
pub(super) struct Entries<'a> {
    pub(super) list: Vec<(Key<'a>, Node<'a>)>,
    /// Where each key stands in `list`, once there are too many to look through.
    index: Option<Index<'a>>,
    /// The places of the entries that came by a merge, which may be set again.
    pub(super) merged: BTreeSet<usize>,
}

/// The size of an object from which its keys are looked up by hash.
const LARGE: usize = 16;

impl<'a> Entries<'a> {
    pub(super) fn new() -> Self {
        Self { list: Vec::new(), index: None, merged: BTreeSet::new() }
    }

    /// Sets an entry; of one that was set before, gives its place and where its key stood.
    pub(super) fn set(&mut self, key: Key<'a>, value: Node<'a>) -> Option<(usize, usize)> {
        let found = if self.list.len() < LARGE {
            self.list.iter().position(|(known, _)| known.text == key.text)
        } else {
            let list = &self.list;
            let index = self.index.get_or_insert_with(|| {
                Box::new(list.iter().enumerate().map(|(at, (key, _))| (key.text.clone(), at)).collect())
            });
            index.get(&key.text).copied()
        };
        if let Some(place) = found {
            let first = self.list[place].0.at;
            self.list[place] = (key, value);
            return Some((place, first));
        }
        if let Some(index) = &mut self.index {
            index.insert(key.text.clone(), self.list.len());
        }
        self.list.push((key, value));
        None
    }
}
