//! Listeners, upstreams, channels, needs and signals: the links between the containers of a pod.

use super::{origin::At, promise::Promise};

/// Tells on what a link rests, and so how much may be made of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Basis {
    /// Somebody said it: by a handle of the builder, or in a field of the object that means nothing else.
    #[default]
    Said,
    /// It was read out of text that was written for somebody else: arguments, environment, a configuration file.
    Guessed(Clue),
}

impl Basis {
    /// Gives the field of the container that a guess was read from; empty where it was none of its own.
    pub fn field(&self) -> &str {
        match self {
            Self::Said => "",
            Self::Guessed(clue) => &clue.field,
        }
    }

    /// Tells what a guess was read from.
    pub const fn source(&self) -> Option<Source> {
        match self {
            Self::Said => None,
            Self::Guessed(clue) => Some(clue.source),
        }
    }

    /// Tells whether it is a guess.
    pub const fn is_guess(&self) -> bool {
        matches!(self, Self::Guessed(_))
    }
}

/// Is what a guess was read from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clue {
    /// The field of the container it was read from, as `args[1]`; empty where it is none of the container's.
    pub field: String,
    /// What it was read from, in words that follow "read from".
    pub words: String,
    /// What kind of thing that is.
    pub source: Source,
}

/// Tells what a guess was read from, and so how sure it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Source {
    /// Arguments, environment, commands or a configuration that says just this.
    #[default]
    Text,
    /// Arguments that likely say this.
    Likely,
    /// A `containerPort`, which tells the port and not the address.
    Declared,
    /// What is known of the image.
    Image,
    /// A probe, which asks where somebody listens.
    Probe,
}

/// Tells how long the process of a container lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Duty {
    /// It does its work and ends.
    OneShot,
    /// It serves until it is told to stop.
    LongRunning,
}

/// Names a transport protocol of a port.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Protocol {
    /// TCP, which a port has when nothing else is said.
    #[default]
    Tcp,
    /// UDP.
    Udp,
    /// SCTP.
    Sctp,
}

impl Protocol {
    /// Spells the protocol as the API does.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tcp => "TCP",
            Self::Udp => "UDP",
            Self::Sctp => "SCTP",
        }
    }
}

/// Tells on which addresses a listener can be reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Address {
    /// All addresses of the pod: other pods and the kubelet reach it.
    #[default]
    Any,
    /// `127.0.0.1` only: nothing outside the pod reaches it.
    Loopback,
}

/// Names what a container is to the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// The application.
    App,
    /// Prepares, and ends before the application starts.
    Init,
    /// Extends the application.
    Sidecar,
    /// Stands between clients outside and the application.
    InboundAmbassador,
    /// Stands between the application and services outside.
    OutboundAmbassador,
    /// Gives the application's output a uniform interface.
    Adapter,
}

impl Role {
    /// Spells the role in words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::App => "container",
            Self::Init => "init container",
            Self::Sidecar => "sidecar",
            Self::InboundAmbassador => "inbound ambassador",
            Self::OutboundAmbassador => "outbound ambassador",
            Self::Adapter => "adapter",
        }
    }
}

/// Is one container of the pod; the other records refer to it by its place in [`Intent::members`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The container's name.
    pub name: String,
    /// What it is to the others.
    pub role: Role,
    /// The list of the pod spec it stands in: `containers` or `initContainers`.
    pub list: &'static str,
    /// Its place in that list.
    pub index: usize,
    /// Why it became a native sidecar, in words that follow "because"; `None` where it did not.
    pub native_because: Option<String>,
    /// How long its process lives, and how that is known; `None` where nobody knows.
    pub duty: Option<(Duty, Basis)>,
    /// On what the role rests.
    pub basis: Basis,
}

/// Is a port that a container listens on, declared as `containerPort` or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listener {
    /// Identifies the handle; clones of a handle are one listener.
    pub id: u64,
    /// The container that listens.
    pub owner: usize,
    /// The port number.
    pub port: u16,
    /// The transport protocol.
    pub protocol: Protocol,
    /// Where it can be reached.
    pub address: Address,
    /// The name, where it has one.
    pub name: Option<String>,
    /// Whether it stands as `containerPort` in the object.
    pub declared: bool,
    /// Whether it speaks TLS.
    pub tls: bool,
    /// On what it rests.
    pub basis: Basis,
}

/// Says that a tag of an image stream sets the image of a container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageTrigger {
    /// The name of the container.
    pub container: String,
    /// The tag, as `web:latest`.
    pub name: String,
    /// The namespace of the image stream, where it is another one.
    pub namespace: Option<String>,
    /// The line of Rust that says so.
    pub at: At,
}

/// Says that a container sends requests somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpstreamIntent {
    /// The container that sends.
    pub owner: usize,
    /// Where it sends to.
    pub to: UpstreamTo,
    /// Whether it passes on what it is sent, as a proxy does.
    pub proxied: bool,
    /// On what it rests.
    pub basis: Basis,
}

/// Names the far end of an upstream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UpstreamTo {
    /// A listener of the same pod, by the id of its handle; nobody may be listening there.
    Listener {
        /// The id of the handle; 0 where there is none.
        id: u64,
        /// The number that was said.
        port: u16,
    },
    /// Something outside the pod.
    External {
        /// A host name or an address.
        host: String,
        /// The port number.
        port: u16,
        /// The Service of the same namespace, where it is one.
        service: Option<String>,
    },
}

/// Is a volume, or one file on it, through which containers pass data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Channel {
    /// The volume's name.
    pub volume: String,
    /// The file, relative to the volume's root; `None` where the whole volume is meant.
    pub file: Option<String>,
    /// Who writes.
    pub writers: Vec<usize>,
    /// Who only reads.
    pub readers: Vec<usize>,
    /// On what it rests.
    pub basis: Basis,
}

/// Says that a container reads or writes a path of its own file system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// The container.
    pub owner: usize,
    /// The path, absolute.
    pub path: String,
    /// Whether it writes.
    pub writes: bool,
    /// On what it rests.
    pub basis: Basis,
}

/// Says that a container cannot do without another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// The container that needs.
    pub who: usize,
    /// The container that is needed.
    pub whom: usize,
    /// When it is needed.
    pub phase: NeedPhase,
    /// On what it rests.
    pub basis: Basis,
}

/// Tells when a container needs another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NeedPhase {
    /// When it starts.
    Start,
    /// Until it has stopped.
    UntilStop,
}

/// Says that a container sends a signal to a process of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignalIntent {
    /// The container that sends.
    pub from: usize,
    /// The container whose process gets it.
    pub to: usize,
    /// The signal's name, as `SIGHUP`.
    pub signal: &'static str,
    /// On what it rests.
    pub basis: Basis,
}

/// Holds the links of one pod.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Intent {
    /// The containers, in the order in which they were added.
    pub members: Vec<Member>,
    /// The ports somebody listens on.
    pub listeners: Vec<Listener>,
    /// Who sends requests where.
    pub upstreams: Vec<UpstreamIntent>,
    /// The volumes and files through which data passes.
    pub channels: Vec<Channel>,
    /// Who needs whom.
    pub needs: Vec<Need>,
    /// Who signals whom.
    pub signals: Vec<SignalIntent>,
    /// What the pod promises to be admitted by.
    pub promise: Option<Promise>,
    /// The containers for which the promise does not hold, by list and index.
    pub outside_promise: Vec<(&'static str, usize)>,
    /// Who reads and writes where.
    pub accesses: Vec<Access>,
    /// What was said and could not be carried out.
    pub loose: Vec<LooseEnd>,
}

/// Is something that was said and could not be carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LooseEnd {
    /// What is wrong with it.
    pub fault: Fault,
    /// The field path it is about; empty for the pod.
    pub path: String,
    /// What was said and why it cannot be done.
    pub message: String,
    /// What to do.
    pub help: String,
    /// The line that said it.
    pub at: At,
}

/// Tells why something that was said could not be carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// The option belongs to another kind of volume.
    VolumeOptionMisfit,
    /// The place of a shared file does not end with its path on the volume.
    SharedFileMisplaced,
    /// A claim template belongs to a `StatefulSet`, and there is none.
    ClaimTemplateAlone,
    /// A file or a variable that was to be read cannot be read.
    SourceUnreadable,
    /// What was said only a Route can say.
    RouteNeeded,
    /// A link leads to a container that is not in the pod.
    LinkToStranger,
    /// A container is needed that nothing waits for.
    NeedUnmet,
    /// The image does not say by number as whom it runs, and nothing may say it for the image.
    ImageUserUnseen,
}
