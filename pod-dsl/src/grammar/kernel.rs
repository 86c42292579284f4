//! Knows the names Linux gives to capabilities and signals.

use super::class::{UPPER, equal, equal_ignoring_case};
use super::fault::{Fault, verdict};

/// Lists the capabilities of Linux in the kernel's order, without `CAP_`.
pub const CAPABILITIES: &[&str] = &[
    "CHOWN",
    "DAC_OVERRIDE",
    "DAC_READ_SEARCH",
    "FOWNER",
    "FSETID",
    "KILL",
    "SETGID",
    "SETUID",
    "SETPCAP",
    "LINUX_IMMUTABLE",
    "NET_BIND_SERVICE",
    "NET_BROADCAST",
    "NET_ADMIN",
    "NET_RAW",
    "IPC_LOCK",
    "IPC_OWNER",
    "SYS_MODULE",
    "SYS_RAWIO",
    "SYS_CHROOT",
    "SYS_PTRACE",
    "SYS_PACCT",
    "SYS_ADMIN",
    "SYS_BOOT",
    "SYS_NICE",
    "SYS_RESOURCE",
    "SYS_TIME",
    "SYS_TTY_CONFIG",
    "MKNOD",
    "LEASE",
    "AUDIT_WRITE",
    "AUDIT_CONTROL",
    "SETFCAP",
    "MAC_OVERRIDE",
    "MAC_ADMIN",
    "SYSLOG",
    "WAKE_ALARM",
    "BLOCK_SUSPEND",
    "AUDIT_READ",
    "PERFMON",
    "BPF",
    "CHECKPOINT_RESTORE",
];

/// Says how a capability was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CapabilitySpelling {
    /// As Kubernetes wants it: `NET_ADMIN`.
    Plain,
    /// With the kernel's prefix, `CAP_NET_ADMIN`: admission compares it with `NET_ADMIN` and finds it different,
    /// and containerd puts a second `CAP_` in front of it.
    Prefixed,
    /// In lower or mixed case, `net_admin`: runtimes know it, admission does not.
    OtherCase,
}

/// Holds a known capability and how it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Capability {
    /// Holds the name as Kubernetes wants it, or `ALL`.
    pub name: &'static str,
    /// Holds how it was written.
    pub spelling: CapabilitySpelling,
}

/// Recognises a capability, or `ALL`.
///
/// The API server takes any text; a runtime fails on an unknown one when the container is made.
///
/// # Errors
///
/// Not a capability of Linux.
///
/// # Examples
///
/// ```
/// use pod_dsl::grammar::{CapabilitySpelling, capability};
///
/// let found = capability("CAP_SYS_PTRACE")?;
/// assert_eq!((found.name, found.spelling), ("SYS_PTRACE", CapabilitySpelling::Prefixed));
/// assert!(capability("NOT_A_CAP").is_err());
/// # Ok::<(), pod_dsl::grammar::Fault>(())
/// ```
pub const fn capability(text: &str) -> Result<Capability, Fault> {
    let bytes = text.as_bytes();
    let (plain, prefixed) = match bytes {
        [b'C' | b'c', b'A' | b'a', b'P' | b'p', b'_', plain @ ..] => (plain, true),
        _ => (bytes, false),
    };
    let Some(name) = known(plain) else {
        return Err(Fault::new("not a capability of Linux: write a name such as NET_BIND_SERVICE, or ALL"));
    };
    let spelling = if prefixed {
        CapabilitySpelling::Prefixed
    } else if UPPER.and("_").has_all(bytes) {
        CapabilitySpelling::Plain
    } else {
        CapabilitySpelling::OtherCase
    };
    Ok(Capability { name, spelling })
}

const fn known(plain: &[u8]) -> Option<&'static str> {
    if equal_ignoring_case(plain, b"ALL") {
        return Some("ALL");
    }
    let mut i = 0;
    while i < CAPABILITIES.len() {
        if equal_ignoring_case(plain, CAPABILITIES[i].as_bytes()) {
            return Some(CAPABILITIES[i]);
        }
        i += 1;
    }
    None
}

/// Checks a capability as it stands in a `securityContext`: one of [`CAPABILITIES`] or `ALL`, in capitals and without
/// `CAP_`.
///
/// The API server takes any text, but admission compares capabilities letter by letter, and a runtime fails on a name that
/// it does not know when the container is made.
///
/// # Errors
///
/// Another name; a name that is known in another spelling.
///
/// # Examples
///
/// ```
/// use pod_dsl::grammar::capability_name;
///
/// assert!(capability_name("NET_BIND_SERVICE").is_ok() && capability_name("ALL").is_ok());
/// assert!(capability_name("CAP_NET_BIND_SERVICE").is_err() && capability_name("net_admin").is_err());
/// ```
pub const fn capability_name(text: &str) -> Result<(), Fault> {
    match capability(text) {
        Err(_) => Err(Fault::new(UNKNOWN_CAPABILITY)),
        Ok(Capability { spelling: CapabilitySpelling::Plain, .. }) => Ok(()),
        Ok(Capability { spelling: CapabilitySpelling::Prefixed, .. }) => Err(Fault::new(
            "a capability is written without 'CAP_': NET_BIND_SERVICE, not CAP_NET_BIND_SERVICE",
        )),
        Ok(Capability { spelling: CapabilitySpelling::OtherCase, .. }) => {
            Err(Fault::new("a capability is written in capitals: NET_BIND_SERVICE, not net_bind_service"))
        }
    }
}

/// Names the choices; a test holds it to [`CAPABILITIES`], because no constant can join them.
const UNKNOWN_CAPABILITY: &str = "not a capability of Linux; there are ALL, CHOWN, DAC_OVERRIDE, DAC_READ_SEARCH, FOWNER, \
     FSETID, KILL, SETGID, SETUID, SETPCAP, LINUX_IMMUTABLE, NET_BIND_SERVICE, NET_BROADCAST, NET_ADMIN, NET_RAW, IPC_LOCK, \
     IPC_OWNER, SYS_MODULE, SYS_RAWIO, SYS_CHROOT, SYS_PTRACE, SYS_PACCT, SYS_ADMIN, SYS_BOOT, SYS_NICE, SYS_RESOURCE, \
     SYS_TIME, SYS_TTY_CONFIG, MKNOD, LEASE, AUDIT_WRITE, AUDIT_CONTROL, SETFCAP, MAC_OVERRIDE, MAC_ADMIN, SYSLOG, \
     WAKE_ALARM, BLOCK_SUSPEND, AUDIT_READ, PERFMON, BPF, CHECKPOINT_RESTORE";

/// Lists the signals that Kubernetes takes as `stopSignal` on Linux, the real-time ones aside.
pub const SIGNALS: &[&str] = &[
    "SIGABRT",
    "SIGALRM",
    "SIGBUS",
    "SIGCHLD",
    "SIGCLD",
    "SIGCONT",
    "SIGFPE",
    "SIGHUP",
    "SIGILL",
    "SIGINT",
    "SIGIO",
    "SIGIOT",
    "SIGKILL",
    "SIGPIPE",
    "SIGPOLL",
    "SIGPROF",
    "SIGPWR",
    "SIGQUIT",
    "SIGSEGV",
    "SIGSTKFLT",
    "SIGSTOP",
    "SIGSYS",
    "SIGTERM",
    "SIGTRAP",
    "SIGTSTP",
    "SIGTTIN",
    "SIGTTOU",
    "SIGURG",
    "SIGUSR1",
    "SIGUSR2",
    "SIGVTALRM",
    "SIGWINCH",
    "SIGXCPU",
    "SIGXFSZ",
    "SIGRTMIN",
    "SIGRTMAX",
];

/// Checks a `stopSignal` of a container on Linux: one of [`SIGNALS`], `SIGRTMIN+1` to `SIGRTMIN+15` or
/// `SIGRTMAX-14` to `SIGRTMAX-1`.
///
/// # Errors
///
/// Another text.
pub const fn linux_signal(text: &str) -> Result<(), Fault> {
    let known = match text.as_bytes() {
        [b'S', b'I', b'G', b'R', b'T', b'M', b'I', b'N', b'+', distance @ ..] => within(distance, 15),
        [b'S', b'I', b'G', b'R', b'T', b'M', b'A', b'X', b'-', distance @ ..] => within(distance, 14),
        bytes => listed(bytes, SIGNALS),
    };
    verdict(&[(known, "not a signal of Linux: write a name such as SIGTERM or SIGRTMIN+3")])
}

/// Checks a `stopSignal` of a container on Windows: `SIGKILL` or `SIGTERM`.
///
/// # Errors
///
/// Another text.
pub const fn windows_signal(text: &str) -> Result<(), Fault> {
    verdict(&[(
        listed(text.as_bytes(), &["SIGKILL", "SIGTERM"]),
        "not a signal of Windows: write SIGTERM or SIGKILL",
    )])
}

const fn listed(bytes: &[u8], names: &[&str]) -> bool {
    let mut i = 0;
    while i < names.len() {
        if equal(bytes, names[i].as_bytes()) {
            return true;
        }
        i += 1;
    }
    false
}

/// Tells whether this is a number from 1 to `most`, without a zero in front.
const fn within(digits: &[u8], most: u8) -> bool {
    match digits {
        [ones @ b'1'..=b'9'] => *ones - b'0' <= most,
        [tens @ b'1'..=b'2', ones @ b'0'..=b'9'] => (*tens - b'0') * 10 + (*ones - b'0') <= most,
        _ => false,
    }
}
