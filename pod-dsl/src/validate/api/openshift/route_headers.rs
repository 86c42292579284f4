//! Headers that a router sets or removes for a `Route`.

use crate::{
    object::{RouteHeader, RouteHeaderActions},
    validate::{Judge, Path, rule::rules},
};

rules! {
    PASSTHROUGH: Invalid, "route-headers-of-passthrough", "a router that does not decrypt sees no headers";
    TOO_MANY: Invalid, "route-headers-too-many", "a Route changes at most 20 headers of each direction";
    TWICE: Duplicate, "route-header-twice", "each header stands once";
    NAME_MISSING: Required, "route-header-nameless", "a header has a name";
    NAME_LONG: Invalid, "route-header-name-too-long", "the name of a header has at most 255 bytes";
    RESERVED: Forbidden, "route-header-reserved", "cookies and the headers on which trust rests are left alone";
    NAME: Invalid, "route-header-name-malformed", "the name of a header is a token of HTTP";
    ACTION: Invalid, "route-header-action-unknown", "a header is Set or removed (Delete)";
    SET: Required, "route-header-set-unfit", "a header that is set has a value, and one that is removed has none";
    VALUE_MISSING: Required, "route-header-value-missing", "the value of a header is not empty";
    VALUE_LONG: Invalid, "route-header-value-too-long", "the value of a header has at most 16384 bytes";
    VALUE: Invalid, "route-header-value-malformed", "in the value of a header, `%[…]` fetches another header or the client's certificate";
}

const MOST: usize = 20;
const LONGEST_NAME: usize = 255;
const LONGEST_VALUE: usize = 16_384;
const RESERVED_NAMES: [&str; 4] = ["strict-transport-security", "proxy", "cookie", "set-cookie"];

/// Judges the headers of both directions; `path` is that of the spec.
pub(super) fn check(j: &mut Judge, actions: &RouteHeaderActions, passthrough: bool, path: &Path<'_>) {
    let response = actions.response.as_deref().unwrap_or_default();
    let request = actions.request.as_deref().unwrap_or_default();
    if passthrough && !(response.is_empty() && request.is_empty()) {
        let message = "with the termination `passthrough` the router sees no headers";
        j.report(&PASSTHROUGH, &path.field("tls.termination"), message)
            .help("leave `httpHeaders` out, or let the router decrypt: `edge`");
    }
    let path = path.field("httpHeaders.actions");
    for (headers, field, fetch) in [(response, "response", "res"), (request, "request", "req")] {
        let list = path.field(field);
        if headers.len() > MOST {
            let message = format_args!("there are {}; {MOST} are allowed", headers.len());
            j.report(&TOO_MANY, &list, message);
            continue;
        }
        for (index, header) in headers.iter().enumerate() {
            let path = list.index(index);
            if headers[..index].iter().any(|other| other.name == header.name) {
                let message = format_args!("`{}` stands twice", header.name);
                j.report(&TWICE, &path.field("name"), message);
            }
            name(j, &header.name, &path.field("name"));
            action(j, header, fetch, &path.field("action"));
        }
    }
}

fn name(j: &mut Judge, name: &str, path: &Path<'_>) {
    if name.is_empty() {
        j.report(&NAME_MISSING, path, "the header has no name");
    } else if name.len() > LONGEST_NAME {
        let message = format_args!("the name has {} bytes; {LONGEST_NAME} are allowed", name.len());
        j.report(&NAME_LONG, path, message);
    } else if RESERVED_NAMES.contains(&name.to_ascii_lowercase().as_str()) {
        j.report(&RESERVED, path, format_args!("`{name}` may not be changed here"));
    } else if !name.bytes().all(is_token) {
        j.report(&NAME, path, format_args!("`{name}` holds what no name of a header holds"));
    }
}

fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-!#$%&'*+.^_`|~".contains(&byte)
}

fn action(j: &mut Judge, header: &RouteHeader, fetch: &str, path: &Path<'_>) {
    let kind = header.action.type_.as_str();
    if !matches!(kind, "Set" | "Delete") {
        j.report(&ACTION, &path.field("type"), format_args!("`{kind}` is no action: use Set or Delete"));
    }
    let at = path.field("set");
    if (kind == "Set") != header.action.set.is_some() {
        let message =
            if kind == "Set" { "there is no value to set" } else { "there is a value, and none is set" };
        j.report(&SET, &at, message);
    }
    let Some(set) = &header.action.set else { return };
    let (value, at) = (set.value.as_str(), at.field("value"));
    if value.is_empty() {
        j.report(&VALUE_MISSING, &at, "the value is empty").help("to remove a header, write `type: Delete`");
    } else if value.len() > LONGEST_VALUE {
        let message = format_args!("the value has {} bytes; {LONGEST_VALUE} are allowed", value.len());
        j.report(&VALUE_LONG, &at, message);
    } else if !is_value(value, fetch) {
        j.report(&VALUE, &at, format_args!("`{value}` is no value of a header")).help(format!(
            "`%[{fetch}.hdr(Name)]` and `%[ssl_c_der]` are fetched, `,lower` and `,base64` converted; a `%` is written `%%`"
        ));
    }
}

/// Tells whether a value holds plain characters and what a router may fetch.
fn is_value(mut rest: &str, fetch: &str) -> bool {
    while let Some(next) = rest.chars().next() {
        rest = match next {
            '%' => match rest[1..].strip_prefix('%').or_else(|| after_fetch(&rest[1..], fetch)) {
                Some(rest) => rest,
                None => return false,
            },
            next if next.is_ascii_control() => return false,
            next => &rest[next.len_utf8()..],
        };
    }
    true
}

/// Steps over what follows the `%`: flags in braces, and in brackets what is fetched and how it is converted.
fn after_fetch<'a>(rest: &'a str, fetch: &str) -> Option<&'a str> {
    let rest = match rest.strip_prefix('{') {
        None => rest,
        Some(flags) => {
            let (flags, rest) = flags.split_once('}')?;
            let flag = |flag: &str| {
                matches!(flag.trim_start_matches(['-', '+']), "Q" | "X" | "E") && flag.len() <= 2
            };
            flags.split(',').all(flag).then_some(rest)?
        }
    };
    let (inside, rest) = rest.strip_prefix('[')?.split_once(']')?;
    let mut parts = inside.split(',');
    let fetched = parts.next().unwrap_or_default();
    let header = fetched.strip_prefix(fetch).and_then(|rest| rest.strip_prefix(".hdr("));
    let known = match header.and_then(|rest| rest.strip_suffix(')')) {
        Some(name) => {
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        }
        None => fetched == "ssl_c_der",
    };
    (known && parts.all(|part| matches!(part, "lower" | "base64"))).then_some(rest)
}
