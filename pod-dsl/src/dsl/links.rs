//! Verbs that link containers: who needs whom, who signals whom.

use crate::{
    intent::NeedPhase,
    model::{ContainerAs, ContainerHandle},
};

/// Is a signal that one container sends to a process of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// SIGHUP, on which many programs read their configuration again.
    Hup,
    /// SIGINT.
    Int,
    /// SIGQUIT, on which nginx ends gracefully.
    Quit,
    /// SIGTERM.
    Term,
    /// SIGUSR1, on which many programs open their logs again.
    Usr1,
    /// SIGUSR2.
    Usr2,
}

impl Signal {
    /// Spells the signal, as `SIGHUP`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hup => "SIGHUP",
            Self::Int => "SIGINT",
            Self::Quit => "SIGQUIT",
            Self::Term => "SIGTERM",
            Self::Usr1 => "SIGUSR1",
            Self::Usr2 => "SIGUSR2",
        }
    }
}

impl<R> ContainerAs<R> {
    /// Says that this container must not start before another helper has: the helper becomes a native sidecar with a
    /// startup probe, which the kubelet waits for.
    pub fn starts_after(mut self, helper: &ContainerHandle) -> Self {
        self.needs.push((NeedPhase::Start, helper.clone()));
        self
    }

    /// Says that this container needs another until it has stopped itself, as an application that sends its last
    /// requests through a proxy: the helper becomes a native sidecar, which is stopped after the application.
    pub fn drains_through(mut self, helper: &ContainerHandle) -> Self {
        self.needs.push((NeedPhase::UntilStop, helper.clone()));
        self
    }

    /// Says that this container signals a process of another: the pod's process namespace becomes shared.
    pub fn signals(mut self, other: &ContainerHandle, signal: Signal) -> Self {
        self.signals.push((signal.as_str(), other.clone()));
        self
    }
}
