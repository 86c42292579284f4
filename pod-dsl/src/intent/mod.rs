//! The floor: what the objects cannot say about the containers that share a pod. Plain data, made by the patterns, read
//! by the judge.

mod change;
mod links;
mod origin;
mod promise;

pub use change::{By, Change};
pub use links::{
    Access, Address, Basis, Channel, Clue, Duty, Fault, ImageTrigger, Intent, Listener, LooseEnd, Member,
    Need, NeedPhase, Protocol, Role, SignalIntent, Source, UpstreamIntent, UpstreamTo,
};
pub use origin::{Allow, At, Origins, Trace};
pub use promise::Promise;
