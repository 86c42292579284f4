//! Judges names: of objects, labels, ports, environment variables, configuration keys.
//!
//! The rules are those of `apimachinery`'s validation packages in Kubernetes 1.36. Lengths count bytes.
//!
//! # Examples
//!
//! ```
//! use pod_dsl::grammar::{dns_label, dns_subdomain, label_value, qualified_name};
//!
//! assert!(dns_label("log-shipper").is_ok());
//! assert!(dns_label("logs.shipper").is_err() && dns_subdomain("logs.shipper").is_ok());
//! assert!(qualified_name("app.kubernetes.io/name").is_ok() && label_value("").is_ok());
//! ```

use super::class::{
    ALPHANUMERIC, Class, DIGIT, LETTER, LOWER, LOWER_DIGIT, PRINTABLE, Word, contains, find, part,
    starts_with,
};
use super::fault::{Fault, verdict};

const DNS: Word = Word { first: LOWER_DIGIT, inside: LOWER_DIGIT.and("-"), last: LOWER_DIGIT };
const DNS_1035: Word = Word { first: LOWER, ..DNS };
/// What a generated name may be before letters are appended to it: the end is still open.
const DNS_BEGINNING: Word = Word { last: DNS.inside, ..DNS };
const KEY: Word = Word { first: ALPHANUMERIC, inside: ALPHANUMERIC.and("-_."), last: ALPHANUMERIC };
/// Annotation keys are compared after lower-casing, which is the same as allowing capitals in the prefix.
const ANY_CASE_DNS: Word = Word { first: ALPHANUMERIC, inside: ALPHANUMERIC.and("-"), last: ALPHANUMERIC };

const OVER_63: &str = "longer than 63 bytes";
const OVER_64: &str = "longer than 64 bytes";
const OVER_253: &str = "longer than 253 bytes";
const NOT_A_LABEL: &str =
    "not a DNS label: use lower-case letters, digits and '-', with a letter or digit at both ends";
const NOT_A_SUBDOMAIN: &str = "not a DNS name: use lower-case letters, digits, '-' and '.', with a letter or digit at both ends of each \
     part between dots";

/// Checks a DNS label of RFC 1123: at most 63 of `[a-z0-9-]`, a letter or digit at both ends.
///
/// Names of containers, volumes, namespaces; the pod's `hostname` and `subdomain`.
///
/// # Errors
///
/// Too long; empty, or another character, or a dash at an end.
pub const fn dns_label(text: &str) -> Result<(), Fault> {
    let shaped = DNS.matches(text.as_bytes());
    let message = if !shaped && DNS.matches_dotted(text.as_bytes()) {
        "not a DNS label: a dot is not allowed here"
    } else {
        NOT_A_LABEL
    };
    verdict(&[(text.len() <= 63, OVER_63), (shaped, message)])
}

/// Checks a DNS label of RFC 1035: as [`dns_label`], but it begins with a letter.
///
/// Names of services before Kubernetes 1.36; since then a [`dns_label`] will do.
///
/// # Errors
///
/// Too long; not such a label.
pub const fn dns_label_1035(text: &str) -> Result<(), Fault> {
    verdict(&[
        (text.len() <= 63, OVER_63),
        (
            DNS_1035.matches(text.as_bytes()),
            "not a DNS label: use lower-case letters, digits and '-', beginning with a letter and ending with a \
             letter or digit",
        ),
    ])
}

/// Checks a DNS subdomain of RFC 1123: labels with dots between, at most 253 bytes together.
///
/// Names of pods, config maps, secrets, service accounts and most other objects. A single part may be longer
/// than 63 bytes, as the API server allows.
///
/// # Errors
///
/// Too long; not such a name.
pub const fn dns_subdomain(text: &str) -> Result<(), Fault> {
    verdict(&[(text.len() <= 253, OVER_253), (DNS.matches_dotted(text.as_bytes()), NOT_A_SUBDOMAIN)])
}

/// Checks a `generateName` of an object whose name is a [`dns_label`].
///
/// As the API server does, a dash at the end is not held against it, because letters follow.
///
/// # Errors
///
/// Too long; no beginning of such a label.
pub const fn dns_label_prefix(text: &str) -> Result<(), Fault> {
    match before_the_letters(text) {
        None => dns_label(text),
        Some(beginning) => verdict(&[
            (text.len() - 1 <= 63, OVER_63),
            (beginning.is_empty() || DNS_BEGINNING.matches(beginning), NOT_A_LABEL),
        ]),
    }
}

/// Checks a `generateName` of an object whose name is a [`dns_subdomain`].
///
/// As the API server does, a dash at the end is not held against it, because letters follow.
///
/// # Errors
///
/// Too long; no beginning of such a name.
pub const fn dns_subdomain_prefix(text: &str) -> Result<(), Fault> {
    let Some(beginning) = before_the_letters(text) else { return dns_subdomain(text) };
    let mut last_part = beginning.len();
    while last_part > 0 && beginning[last_part - 1] != b'.' {
        last_part -= 1;
    }
    let (finished, open) = beginning.split_at(last_part);
    let finished = match finished {
        [] => true,
        [whole @ .., _] => DNS.matches_dotted(whole),
    };
    let open = open.is_empty() || DNS_BEGINNING.matches(open);
    verdict(&[(text.len() - 1 <= 253, OVER_253), (finished && open, NOT_A_SUBDOMAIN)])
}

/// Returns what the API server looks at before it appends a letter: it drops the dash and the byte before it.
const fn before_the_letters(text: &str) -> Option<&[u8]> {
    match text.as_bytes() {
        [beginning @ .., _, b'-'] => Some(beginning),
        _ => None,
    }
}

/// Checks a DNS subdomain in which each part may also hold underscores, one of them in front.
///
/// # Errors
///
/// Too long; not such a name.
pub const fn dns_subdomain_with_underscore(text: &str) -> Result<(), Fault> {
    const PART: Word = Word { first: LOWER_DIGIT, inside: LOWER_DIGIT.and("-_"), last: LOWER_DIGIT };
    let bytes = text.as_bytes();
    let mut shaped = true;
    let mut from = 0;
    while from <= bytes.len() {
        let to = find(bytes, from, b'.');
        shaped = shaped
            && match part(bytes, from, to) {
                [b'_', rest @ ..] => PART.matches(rest),
                whole => PART.matches(whole),
            };
        from = to + 1;
    }
    verdict(&[
        (text.len() <= 253, OVER_253),
        (
            shaped,
            "not a DNS name: use lower-case letters, digits, '-', '_' and '.', with a letter or digit at the end \
             of each part between dots and in front of it (or behind one leading '_')",
        ),
    ])
}

/// Checks a DNS search domain of `dnsConfig.searches`: underscores and one dot at the end are allowed, and `.`
/// alone.
///
/// # Errors
///
/// Too long; not such a name.
pub const fn search_domain(text: &str) -> Result<(), Fault> {
    match text.as_bytes() {
        [b'.'] => Ok(()),
        [.., b'.'] => dns_subdomain_with_underscore(text.split_at(text.len() - 1).0),
        _ => dns_subdomain_with_underscore(text),
    }
}

/// Checks a wildcard host: `*.` and a DNS subdomain, at most 253 bytes together.
///
/// # Errors
///
/// Too long; not such a name.
pub const fn wildcard_dns_subdomain(text: &str) -> Result<(), Fault> {
    let shaped = match text.as_bytes() {
        [b'*', b'.', rest @ ..] => DNS.matches_dotted(rest),
        _ => false,
    };
    verdict(&[
        (text.len() <= 253, OVER_253),
        (
            shaped,
            "not a wildcard DNS name: write '*.' and then a lower-case DNS name, such as '*.example.com'",
        ),
    ])
}

/// Checks a qualified name, the form of a label key: an optional DNS subdomain and `/`, then at most 63 of
/// `[A-Za-z0-9-_.]` with a letter or digit at both ends.
///
/// # Errors
///
/// More than one `/`; the prefix empty, too long or no DNS name; the name empty, too long or of other
/// characters.
pub const fn qualified_name(text: &str) -> Result<(), Fault> {
    key(text, DNS)
}

/// Checks the key of an annotation: a [`qualified_name`] whose prefix may also hold capitals.
///
/// # Errors
///
/// As [`qualified_name`].
pub const fn annotation_key(text: &str) -> Result<(), Fault> {
    key(text, ANY_CASE_DNS)
}

const fn key(text: &str, prefix_word: Word) -> Result<(), Fault> {
    let bytes = text.as_bytes();
    let slash = find(bytes, 0, b'/');
    if slash == bytes.len() {
        return prefixed_key(None, bytes, prefix_word);
    }
    if find(bytes, slash + 1, b'/') < bytes.len() {
        return Err(Fault::new("more than one '/': a key is a name, or a DNS name, '/' and a name"));
    }
    prefixed_key(Some(part(bytes, 0, slash)), part(bytes, slash + 1, bytes.len()), prefix_word)
}

const fn prefixed_key(prefix: Option<&[u8]>, name: &[u8], prefix_word: Word) -> Result<(), Fault> {
    let (filled, short, shaped) = match prefix {
        None => (true, true, true),
        Some([]) => (false, true, true),
        Some(prefix) => (true, prefix.len() <= 253, prefix_word.matches_dotted(prefix)),
    };
    verdict(&[
        (filled, "nothing in front of the '/': write a DNS name there, or leave the '/' out"),
        (short, "the prefix is longer than 253 bytes"),
        (shaped, "the prefix is not a DNS name: use lower-case letters, digits, '-' and '.'"),
        (!name.is_empty(), "the name is empty"),
        (name.len() <= 63, "the name is longer than 63 bytes"),
        (
            KEY.matches(name),
            "the name needs letters, digits, '-', '_' and '.', with a letter or digit at both ends",
        ),
    ])
}

/// Checks the value of a label: empty, or at most 63 of `[A-Za-z0-9-_.]` with a letter or digit at both ends.
///
/// # Errors
///
/// Too long; other characters.
pub const fn label_value(text: &str) -> Result<(), Fault> {
    verdict(&[
        (text.len() <= 63, OVER_63),
        (
            text.is_empty() || KEY.matches(text.as_bytes()),
            "not a label value: use letters, digits, '-', '_' and '.', with a letter or digit at both ends",
        ),
    ])
}

/// Checks the name of a port, the `IANA_SVC_NAME` of RFC 6335: at most 15 of `[a-z0-9-]`, a letter among them,
/// no two dashes together and none at the ends.
///
/// # Errors
///
/// Each of these that is broken.
pub const fn port_name(text: &str) -> Result<(), Fault> {
    let bytes = text.as_bytes();
    verdict(&[
        (bytes.len() <= 15, "longer than 15 bytes, the limit for a port name"),
        (
            !bytes.is_empty() && DNS.inside.has_all(bytes),
            "a port name needs lower-case letters, digits and '-' only",
        ),
        (LOWER.has_any(bytes), "a port name needs at least one letter"),
        (!contains(bytes, b"--"), "a port name may not have two '-' together"),
        (!matches!(bytes, [b'-', ..] | [.., b'-']), "a port name may not begin or end with '-'"),
    ])
}

/// Checks the name of an environment variable as Kubernetes does since 1.34: printable ASCII without `=`.
///
/// # Errors
///
/// Empty; another character.
pub const fn env_name(text: &str) -> Result<(), Fault> {
    verdict(&[
        (!text.is_empty(), "the name of an environment variable is empty"),
        (
            PRINTABLE.without(b'=').has_all(text.as_bytes()),
            "the name of an environment variable needs printable ASCII characters other than '='",
        ),
    ])
}

/// Checks the name of an environment variable as Kubernetes did before, and as shells like it: `[-._a-zA-Z0-9]`,
/// no digit in front.
///
/// # Errors
///
/// Empty or another character or a digit in front; `.`, `..` or two dots in front.
pub const fn env_name_strict(text: &str) -> Result<(), Fault> {
    const NAME: Word = Word { first: LETTER.and("-._"), inside: CONFIG, last: CONFIG };
    verdict(&[
        (
            NAME.matches(text.as_bytes()),
            "the name of an environment variable needs letters, digits, '_', '-' and '.', without a digit in front",
        ),
        (!steps_up(text.as_bytes()), STEPS_UP),
    ])
}

const CONFIG: Class = ALPHANUMERIC.and("-._");
const STEPS_UP: &str = "may not be '.' or '..' and may not begin with '..'";

const fn steps_up(bytes: &[u8]) -> bool {
    starts_with(bytes, b"..") || matches!(bytes, [b'.'])
}

/// Checks a key of a config map or secret: at most 253 of `[-._a-zA-Z0-9]`, not `.` and nothing with `..` in
/// front, because it becomes the name of a file.
///
/// # Errors
///
/// Too long; empty or another character; dots as said.
pub const fn config_map_key(text: &str) -> Result<(), Fault> {
    verdict(&[
        (text.len() <= 253, OVER_253),
        (
            !text.is_empty() && CONFIG.has_all(text.as_bytes()),
            "a configuration key needs letters, digits, '-', '_' and '.'",
        ),
        (!steps_up(text.as_bytes()), STEPS_UP),
    ])
}

/// Checks the name of an HTTP header of a probe: letters, digits and `-`.
///
/// # Errors
///
/// Empty or another character.
pub const fn http_header_name(text: &str) -> Result<(), Fault> {
    verdict(&[(
        !text.is_empty() && ALPHANUMERIC.and("-").has_all(text.as_bytes()),
        "the name of an HTTP header needs letters, digits and '-'",
    )])
}

/// Checks an identifier of the C language: letters, digits and `_`, no digit in front.
///
/// # Errors
///
/// Empty or another character or a digit in front.
pub const fn c_identifier(text: &str) -> Result<(), Fault> {
    const NAME: Word =
        Word { first: LETTER.and("_"), inside: ALPHANUMERIC.and("_"), last: ALPHANUMERIC.and("_") };
    verdict(&[(
        NAME.matches(text.as_bytes()),
        "not an identifier: use letters, digits and '_', without a digit in front",
    )])
}

/// Checks a name that becomes one step of a path of the API: neither `.` nor `..`, no `/` and no `%`.
///
/// The empty name passes, as it does in the API server, which asks for a name elsewhere.
///
/// # Errors
///
/// Each of these that is broken.
pub const fn path_segment_name(text: &str) -> Result<(), Fault> {
    let bytes = text.as_bytes();
    verdict(&[
        (!matches!(bytes, b"." | b".."), "may not be '.' or '..'"),
        (!contains(bytes, b"/"), "may not contain '/'"),
        (!contains(bytes, b"%"), "may not contain '%'"),
    ])
}

/// Checks a path with a domain in front, such as the `managedBy` of a job: a DNS subdomain, `/` and a URL path.
///
/// # Errors
///
/// No `/` or nothing on one side of it; the domain too long or no DNS name; another character in the path.
pub const fn domain_prefixed_path(text: &str) -> Result<(), Fault> {
    let bytes = text.as_bytes();
    let slash = find(bytes, 0, b'/');
    if slash == 0 || slash + 1 >= bytes.len() {
        return Err(Fault::new("not a domain and a path: write 'example.com/name'"));
    }
    let (domain, path) = (part(bytes, 0, slash), part(bytes, slash + 1, bytes.len()));
    verdict(&[
        (domain.len() <= 253, "the domain is longer than 253 bytes"),
        (
            DNS.matches_dotted(domain),
            "the domain is not a DNS name: use lower-case letters, digits, '-' and '.'",
        ),
        (
            ALPHANUMERIC.and("/-._~%!$&'()*+,;=:").has_all(path),
            "the path has a character that is not allowed in a URL path",
        ),
    ])
}

/// Checks the `hostname` or `subdomain` of a pod: a [`dns_label`].
///
/// # Errors
///
/// As [`dns_label`].
pub const fn hostname(text: &str) -> Result<(), Fault> {
    dns_label(text)
}

/// Checks the `hostnameOverride` of a pod: a [`dns_subdomain`] of at most 64 bytes, the kernel's limit.
///
/// # Errors
///
/// Too long; not such a name.
pub const fn hostname_override(text: &str) -> Result<(), Fault> {
    verdict(&[(text.len() <= 64, OVER_64), (DNS.matches_dotted(text.as_bytes()), NOT_A_SUBDOMAIN)])
}

/// Checks the name of a kernel parameter, with dots or slashes between its parts: at most 253 bytes.
///
/// # Errors
///
/// Too long; not such a name.
pub const fn sysctl_name(text: &str) -> Result<(), Fault> {
    const PART: Word = Word { first: LOWER_DIGIT, inside: LOWER_DIGIT.and("-_"), last: LOWER_DIGIT };
    let bytes = text.as_bytes();
    let mut shaped = true;
    let mut from = 0;
    let mut to = 0;
    while to <= bytes.len() {
        if to == bytes.len() || bytes[to] == b'.' || bytes[to] == b'/' {
            shaped = shaped && PART.matches(part(bytes, from, to));
            from = to + 1;
        }
        to += 1;
    }
    verdict(&[
        (text.len() <= 253, OVER_253),
        (
            shaped,
            "not the name of a kernel parameter: use lower-case letters, digits, '-' and '_', with '.' or '/' \
             between parts",
        ),
    ])
}

/// Holds for digits only; the decimal forms of [`super::number`] build on it.
pub(super) const fn digits(bytes: &[u8]) -> bool {
    !bytes.is_empty() && DIGIT.has_all(bytes)
}
