//! Meaning: a role becomes plain containers, init containers and config maps, and its links become intent.

mod config;
mod consequences;
mod container;
mod expose;
mod kit;
mod links;
mod mounts;
mod placement;
mod pod;
mod profile;
mod workload;

pub use expose::expand_expose;
pub use pod::expand;
pub use workload::{Assemble, expand_workload};

use crate::{
    intent::{Allow, Change, Intent, Origins},
    object::{Object, Route},
};

/// Is an object with what it cannot say about itself.
#[derive(Clone, Debug)]
pub struct Expanded {
    /// The object.
    pub object: Object,
    /// The links between its containers.
    pub intent: Intent,
    /// The lines of Rust that made it.
    pub origins: Origins,
    /// What may be found: anywhere in it, or in one container by list and index.
    pub allows: Vec<(Option<(&'static str, usize)>, Allow)>,
    /// What was written without having been said.
    pub changes: Vec<Change>,
    /// The Route that takes its place where Routes exist.
    pub route: Option<Box<Route>>,
    /// Whether the dialect may change nothing.
    pub same_bytes: bool,
    /// The SCC it demands where SCCs exist.
    pub required_scc: Option<String>,
    /// The image triggers it has where image streams exist, as the annotation spells them.
    pub image_triggers: Option<String>,
}

impl Expanded {
    /// Wraps an object that has no containers of ours.
    pub fn plain(object: Object, origins: Origins) -> Self {
        Self {
            object,
            intent: Intent::default(),
            origins,
            allows: Vec::new(),
            changes: Vec::new(),
            route: None,
            same_bytes: false,
            required_scc: None,
            image_triggers: None,
        }
    }
}
