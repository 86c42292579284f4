//! Judges paths of files, as a matter of text: nothing is looked up.
//!
//! The rules are those of the API server's validation of volumes and mounts.
//!
//! # Examples
//!
//! ```
//! use pod_dsl::grammar::{descending_path, unreserved_descending_path};
//!
//! assert!(descending_path("conf.d/site.conf").is_ok());
//! assert!(descending_path("conf.d/../../etc").is_err());
//! assert!(descending_path("..data").is_ok() && unreserved_descending_path("..data").is_err());
//! ```

use super::class::{LETTER, contains, equal, find, part, starts_with};
use super::fault::{Fault, verdict};

const ABSOLUTE: &str = "a path from the root is not allowed here: leave out the leading '/'";
const BACKSTEP: &str = "'..' is not allowed as a step of a path";

/// Checks that a path begins with `/`.
///
/// # Errors
///
/// Empty or relative.
pub const fn absolute_path(text: &str) -> Result<(), Fault> {
    verdict(&[(starts_with(text.as_bytes(), b"/"), "not a path from the root: begin with '/'")])
}

/// Checks the path of a mount in a container: from the root, without `:`; for Windows also behind a drive, `C:\data`.
///
/// The API server takes any text here. What it means elsewhere is that of the API's reference ("must not contain ':'"),
/// and a relative path is not what its writer thinks: the kubelet takes it from the root.
///
/// # Errors
///
/// Empty or relative; a `:`.
///
/// # Examples
///
/// ```
/// use pod_dsl::grammar::mount_path;
///
/// assert!(mount_path("/var/log/app").is_ok() && mount_path("C:\\logs").is_ok());
/// assert!(mount_path("var/log").is_err() && mount_path("/data:ro").is_err());
/// ```
pub const fn mount_path(text: &str) -> Result<(), Fault> {
    let (rooted, rest) = match text.as_bytes() {
        [letter, b':', b'/' | b'\\', rest @ ..] if LETTER.has(*letter) => (true, rest),
        bytes => (starts_with(bytes, b"/"), bytes),
    };
    verdict(&[
        (rooted, "not a path from the root: begin with '/'"),
        (!contains(rest, b":"), "a ':' is not allowed in the path of a mount"),
    ])
}

/// Checks that no step of a path is `..`; names such as `..data` or `a..b` pass.
///
/// Paths on the node and of devices.
///
/// # Errors
///
/// A step `..`.
pub const fn path_without_backsteps(text: &str) -> Result<(), Fault> {
    verdict(&[(!has_backstep(text.as_bytes()), BACKSTEP)])
}

/// Checks that a path is relative and never steps up: a sub-path of a volume, a seccomp profile.
///
/// # Errors
///
/// Absolute; a step `..`. Both are reported.
pub const fn descending_path(text: &str) -> Result<(), Fault> {
    verdict(&[(!is_absolute(text), ABSOLUTE), (!has_backstep(text.as_bytes()), BACKSTEP)])
}

/// Checks that a path is relative, never steps up and does not begin with `..`: the place of a key in a volume.
///
/// Kubernetes keeps names such as `..data` at the top of those volumes for itself.
///
/// # Errors
///
/// Absolute; a step `..`; `..` in front. All that hold are reported, but a first step `../` only as a step.
pub const fn unreserved_descending_path(text: &str) -> Result<(), Fault> {
    let bytes = text.as_bytes();
    verdict(&[
        (!is_absolute(text), ABSOLUTE),
        (!has_backstep(bytes), BACKSTEP),
        (
            !starts_with(bytes, b"..") || starts_with(bytes, b"../"),
            "a path that begins with '..' is not allowed: Kubernetes keeps such names for itself",
        ),
    ])
}

const fn is_absolute(text: &str) -> bool {
    starts_with(text.as_bytes(), b"/")
}

const fn has_backstep(bytes: &[u8]) -> bool {
    let mut from = 0;
    while from <= bytes.len() {
        let to = find(bytes, from, b'/');
        if equal(part(bytes, from, to), b"..") {
            return true;
        }
        from = to + 1;
    }
    false
}
