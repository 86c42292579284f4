//! Reads image references as container runtimes do.
//!
//! The rules are those of the `distribution/reference` library, by way of its "familiar" names: `nginx` means
//! `docker.io/library/nginx`. The API server itself takes any text that is not empty; it reads the reference
//! only to choose a default for `imagePullPolicy`.

use super::class::{
    ALPHANUMERIC, Class, DIGIT, HEX, LOWER_DIGIT, UPPER, Word, equal, find, part, starts_with,
};
use super::fault::Fault;

const DEFAULT_REGISTRY: &str = "docker.io";
const OLD_DEFAULT_REGISTRY: &str = "index.docker.io";
const OFFICIAL: &str = "library/";

/// Holds the parts of an image reference, each as written but for the defaults.
///
/// # Examples
///
/// ```
/// use pod_dsl::grammar::parse_image;
///
/// let image = parse_image("nginx:1.27")?;
/// assert_eq!((image.registry(), image.repository().as_str()), ("docker.io", "library/nginx"));
/// assert_eq!((image.tag(), image.digest()), (Some("1.27"), None));
/// assert_eq!(image.to_string(), "docker.io/library/nginx:1.27");
/// # Ok::<(), pod_dsl::grammar::Fault>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ImageReference<'a> {
    registry: &'a str,
    official: bool,
    path: &'a str,
    tag: Option<&'a str>,
    digest: Option<&'a str>,
}

impl<'a> ImageReference<'a> {
    /// Returns the registry, `docker.io` where none is written.
    pub const fn registry(&self) -> &'a str {
        self.registry
    }

    /// Returns the path within the registry as written: `nginx` for `docker.io/nginx`.
    pub const fn path(&self) -> &'a str {
        self.path
    }

    /// Returns the path within the registry as a runtime asks for it: `library/nginx` for `docker.io/nginx`.
    pub fn repository(&self) -> String {
        let namespace = if self.official { OFFICIAL } else { "" };
        format!("{namespace}{}", self.path)
    }

    /// Returns the tag, if one is written.
    pub const fn tag(&self) -> Option<&'a str> {
        self.tag
    }

    /// Returns the digest with its algorithm, if one is written.
    pub const fn digest(&self) -> Option<&'a str> {
        self.digest
    }

    /// Tells whether the same text may stand for another image tomorrow and says so itself: the tag is `latest`,
    /// or there is neither tag nor digest.
    pub const fn is_latest(&self) -> bool {
        match (self.tag, self.digest) {
            (Some(tag), _) => equal(tag.as_bytes(), b"latest"),
            (None, digest) => digest.is_none(),
        }
    }
}

/// Writes the reference with its registry and namespace.
impl std::fmt::Display for ImageReference<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.registry, self.repository())?;
        if let Some(tag) = self.tag {
            write!(f, ":{tag}")?;
        }
        if let Some(digest) = self.digest {
            write!(f, "@{digest}")?;
        }
        Ok(())
    }
}

/// Says when a node fetches an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PullPolicy {
    /// Asks the registry each time a container starts.
    Always,
    /// Asks only where the node has no image of this reference.
    IfNotPresent,
}

impl PullPolicy {
    /// Returns the word of the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            PullPolicy::Always => "Always",
            PullPolicy::IfNotPresent => "IfNotPresent",
        }
    }
}

/// Returns the `imagePullPolicy` that the API server fills in for a container that has none.
///
/// `Always` for the tag `latest`, and where neither tag nor digest is written; `IfNotPresent` for the rest, a
/// reference that cannot be read among them.
///
/// # Examples
///
/// ```
/// use pod_dsl::grammar::{PullPolicy, pull_policy_of};
///
/// assert_eq!(pull_policy_of("nginx"), PullPolicy::Always);
/// assert_eq!(pull_policy_of("nginx:1.27"), PullPolicy::IfNotPresent);
/// assert_eq!(pull_policy_of("not an image"), PullPolicy::IfNotPresent);
/// ```
pub const fn pull_policy_of(image: &str) -> PullPolicy {
    match parse_image(image) {
        Ok(reference) if reference.is_latest() => PullPolicy::Always,
        _ => PullPolicy::IfNotPresent,
    }
}

/// Checks that a container runtime can read an image reference; see [`parse_image`].
///
/// # Errors
///
/// As [`parse_image`].
pub const fn image_reference(text: &str) -> Result<(), Fault> {
    match parse_image(text) {
        Ok(_) => Ok(()),
        Err(fault) => Err(fault),
    }
}

/// Reads an image reference: `[registry[:port]/]path[:tag][@digest]`.
///
/// The first step of the path is a registry if it is `localhost` or has a dot, a colon or a capital.
///
/// # Errors
///
/// Empty, or a bare image id of 64 digits; a registry or port of other characters; a path that is empty, longer
/// than 255 bytes, has a capital or another shape; a tag of other characters or longer than 128; a digest that is
/// not `sha256:`, `sha384:` or `sha512:` and as many lower-case hexadecimal digits as it needs.
pub const fn parse_image(text: &str) -> Result<ImageReference<'_>, Fault> {
    if text.is_empty() {
        return Err(Fault::new("the image is empty: write a reference such as 'quay.io/team/web:1.4'"));
    }
    if text.len() == 64 && LOWER_HEX.has_all(text.as_bytes()) {
        return Err(Fault::new(
            "an image id is not a reference: write a name, or a name and '@sha256:' and the id",
        ));
    }
    let (before_digest, digest) = match cut(text, find(text.as_bytes(), 0, b'@')) {
        None => (text, None),
        Some((name, digest)) => match check_digest(digest) {
            Ok(()) => (name, Some(digest)),
            Err(fault) => return Err(fault),
        },
    };
    // A colon behind the last slash begins the tag; one in front of it can only begin a port.
    let (name, tag) = match cut(before_digest, tag_colon(before_digest.as_bytes())) {
        None => (before_digest, None),
        Some((name, tag)) => match check_tag(tag) {
            Ok(()) => (name, Some(tag)),
            Err(fault) => return Err(fault),
        },
    };
    let (registry, path) = match cut(name, find(name.as_bytes(), 0, b'/')) {
        Some((first, rest)) if names_a_registry(first) => {
            if domain(first.as_bytes()) {
                (first, rest)
            } else if path_shaped(name.as_bytes()) {
                // 'a__b.c/d' looks like a registry and cannot be one, so all of it is the path.
                (DEFAULT_REGISTRY, name)
            } else {
                return Err(Fault::new(
                    "the registry is not a host: use letters, digits, '-' and '.', or '[…]' with an IPv6 address, \
                     and an optional ':' and port",
                ));
            }
        }
        _ => (DEFAULT_REGISTRY, name),
    };
    let registry =
        if equal(registry.as_bytes(), OLD_DEFAULT_REGISTRY.as_bytes()) { DEFAULT_REGISTRY } else { registry };
    let official = equal(registry.as_bytes(), DEFAULT_REGISTRY.as_bytes())
        && find(path.as_bytes(), 0, b'/') == path.len();
    match check_path(path.as_bytes(), official) {
        Ok(()) => Ok(ImageReference { registry, official, path, tag, digest }),
        Err(fault) => Err(fault),
    }
}

/// Splits around the byte at `at`, an ASCII character, unless that is the end.
const fn cut(text: &str, at: usize) -> Option<(&str, &str)> {
    if at == text.len() {
        return None;
    }
    let (before, rest) = text.split_at(at);
    Some((before, rest.split_at(1).1))
}

const fn tag_colon(bytes: &[u8]) -> usize {
    let mut at = bytes.len();
    while at > 0 && bytes[at - 1] != b'/' {
        at -= 1;
    }
    find(bytes, at, b':')
}

const LOWER_HEX: Class = DIGIT.or(Class::range(b'a', b'f'));
const IPV6: Class = HEX.and(":");
const DASH: Class = Class::of("-");
/// What tells a registry from the first step of a path.
const REGISTRY_SIGNS: Class = UPPER.and(".:");
const TAG_FIRST: Class = ALPHANUMERIC.and("_");
const TAG_INSIDE: Class = ALPHANUMERIC.and("_.-");
const HOST: Word = Word { first: ALPHANUMERIC, inside: ALPHANUMERIC.and("-"), last: ALPHANUMERIC };

const fn check_tag(tag: &str) -> Result<(), Fault> {
    let bytes = tag.as_bytes();
    if bytes.is_empty() || !TAG_FIRST.has(bytes[0]) || !TAG_INSIDE.has_all(bytes) {
        return Err(Fault::new(
            "the tag needs letters, digits, '_', '.' and '-', without '.' or '-' in front",
        ));
    }
    if bytes.len() > 128 {
        return Err(Fault::new("the tag is longer than 128 characters"));
    }
    Ok(())
}

const fn check_digest(digest: &str) -> Result<(), Fault> {
    let bytes = digest.as_bytes();
    let colon = find(bytes, 0, b':');
    let length = match part(bytes, 0, colon) {
        b"sha256" => 64,
        b"sha384" => 96,
        b"sha512" => 128,
        _ => {
            return Err(Fault::new(
                "the digest is of no known kind: write '@sha256:' and 64 hexadecimal digits (or sha384, sha512)",
            ));
        }
    };
    let hex = bytes.split_at(if colon < bytes.len() { colon + 1 } else { colon }).1;
    if hex.len() != length {
        return Err(Fault::new(
            "the digest is of the wrong length: sha256 has 64 hexadecimal digits, sha384 96, sha512 128",
        ));
    }
    if !LOWER_HEX.has_all(hex) {
        return Err(Fault::new("the digest needs lower-case hexadecimal digits"));
    }
    Ok(())
}

const fn names_a_registry(first: &str) -> bool {
    let bytes = first.as_bytes();
    equal(bytes, b"localhost") || REGISTRY_SIGNS.has_any(bytes)
}

/// Tells whether this is a host, with a port perhaps.
const fn domain(bytes: &[u8]) -> bool {
    let (host_end, sound) = if starts_with(bytes, b"[") {
        let close = find(bytes, 0, b']');
        (close + 1, close > 1 && close < bytes.len() && IPV6.has_all(part(bytes, 1, close)))
    } else {
        let colon = find(bytes, 0, b':');
        (colon, HOST.matches_dotted(part(bytes, 0, colon)))
    };
    if !sound {
        return false;
    }
    match bytes.split_at(host_end).1 {
        [] => true,
        [b':', port @ ..] => !port.is_empty() && DIGIT.has_all(port),
        _ => false,
    }
}

const fn check_path(path: &[u8], official: bool) -> Result<(), Fault> {
    if UPPER.has_any(path) {
        return Err(Fault::new("the image's name has a capital: registries allow lower case only"));
    }
    if find(path, 0, b':') < path.len() {
        return Err(Fault::new("the image's name has a ':' that begins neither a port nor a tag"));
    }
    if !path_shaped(path) {
        return Err(Fault::new(
            "the image's name needs lower-case letters and digits, with one '.', '_' or '__' or any number of '-' \
             between them, and '/' between steps",
        ));
    }
    let namespace = if official { OFFICIAL.len() } else { 0 };
    if namespace + path.len() > 255 {
        return Err(Fault::new("the image's name is longer than 255 characters"));
    }
    Ok(())
}

const fn path_shaped(path: &[u8]) -> bool {
    let mut from = 0;
    loop {
        let to = find(path, from, b'/');
        if !step_shaped(path, from, to) {
            return false;
        }
        if to == path.len() {
            return true;
        }
        from = to + 1;
    }
}

/// Tells whether letters and digits alternate with separators, beginning and ending with the former.
const fn step_shaped(path: &[u8], from: usize, to: usize) -> bool {
    let mut at = from;
    loop {
        let word_end = LOWER_DIGIT.end_of_run(path, at);
        if word_end == at {
            return false;
        }
        if word_end == to {
            return true;
        }
        at = match path[word_end] {
            b'_' if word_end + 1 < to && path[word_end + 1] == b'_' => word_end + 2,
            b'_' | b'.' => word_end + 1,
            b'-' => DASH.end_of_run(path, word_end),
            _ => return false,
        };
    }
}
