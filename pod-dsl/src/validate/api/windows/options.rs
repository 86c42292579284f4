//! `windowsOptions` of a pod or of a container.

use k8s_openapi::api::core::v1::WindowsSecurityContextOptions;

use crate::{
    grammar,
    validate::{Judge, Path, api::metadata::report_all, rule::rules},
};

rules! {
    GMSA_NAME_MALFORMED: Invalid, "windows-gmsa-name-malformed", "gmsaCredentialSpecName is a DNS name";
    GMSA_SPEC_EMPTY: Invalid, "windows-gmsa-spec-empty", "a gmsaCredentialSpec that is given is not empty";
    GMSA_SPEC_TOO_LARGE: Invalid, "windows-gmsa-spec-too-large", "a gmsaCredentialSpec has at most 64 KiB";
    USER_EMPTY: Invalid, "windows-user-empty", "a runAsUserName that is given is not empty";
    USER_CONTROL: Invalid, "windows-user-with-control-character", "runAsUserName has no control characters";
    USER_BACKSLASHES: Invalid, "windows-user-with-backslashes", "runAsUserName has at most one backslash, behind the domain";
    DOMAIN_TOO_LONG: Invalid, "windows-user-domain-too-long", "the domain of runAsUserName has at most 255 bytes";
    DOMAIN_MALFORMED: Invalid, "windows-user-domain-malformed", "the domain of runAsUserName is a NetBIOS or DNS name";
    NAME_EMPTY: Invalid, "windows-user-name-empty", "a name stands behind the domain of runAsUserName";
    NAME_TOO_LONG: Invalid, "windows-user-name-too-long", "the name in runAsUserName has at most 104 bytes";
    NAME_BLANK: Invalid, "windows-user-name-of-dots", "the name in runAsUserName is more than dots and blanks";
    NAME_MALFORMED: Invalid, "windows-user-name-malformed", "the name in runAsUserName is one that Windows allows";
}

const LARGEST_GMSA_SPEC: usize = 64 << 10;
const LONGEST_DOMAIN: usize = 255;
const LONGEST_NAME: usize = 104;

/// Checks the options wherever they stand, on a pod for Linux too.
pub(in crate::validate::api) fn check(
    j: &mut Judge,
    options: Option<&WindowsSecurityContextOptions>,
    path: &Path<'_>,
) {
    let Some(options) = options else { return };
    if let Some(name) = options.gmsa_credential_spec_name.as_deref() {
        let at = path.field("gmsaCredentialSpecName");
        report_all(j, &GMSA_NAME_MALFORMED, &at, "the name", name, grammar::dns_subdomain(name));
    }
    if let Some(spec) = options.gmsa_credential_spec.as_deref() {
        let at = path.field("gmsaCredentialSpec");
        if spec.is_empty() {
            j.report(&GMSA_SPEC_EMPTY, &at, "the credential spec is empty").help("leave it out");
        } else if spec.len() > LARGEST_GMSA_SPEC {
            let message =
                format_args!("the credential spec has {} bytes; {LARGEST_GMSA_SPEC} are allowed", spec.len());
            j.report(&GMSA_SPEC_TOO_LARGE, &at, message);
        }
    }
    if let Some(user) = options.run_as_user_name.as_deref() {
        account(j, user, &path.field("runAsUserName"));
    }
}

fn account(j: &mut Judge, account: &str, path: &Path<'_>) {
    if account.is_empty() {
        j.report(&USER_EMPTY, path, "the user name is empty").help("leave it out");
        return;
    }
    if account.chars().any(|character| character.is_ascii_control()) {
        j.report(&USER_CONTROL, path, format_args!("{account:?} holds a control character"));
        return;
    }
    let (domain, name) = match account.split_once('\\') {
        None => (None, account),
        Some((_, rest)) if rest.contains('\\') => {
            let message = format_args!("`{account}` has more than one backslash; write `DOMAIN\\user`");
            j.report(&USER_BACKSLASHES, path, message);
            return;
        }
        Some((domain, name)) => (Some(domain), name),
    };
    if let Some(domain) = domain {
        if domain.len() > LONGEST_DOMAIN {
            let message = format_args!("the domain has {} bytes; {LONGEST_DOMAIN} are allowed", domain.len());
            j.report(&DOMAIN_TOO_LONG, path, message);
        }
        if !is_net_bios(domain) && !is_dns(domain) {
            let message = format_args!("the domain `{domain}` is neither a NetBIOS nor a DNS name");
            j.report(&DOMAIN_MALFORMED, path, message);
        }
    }
    user(j, name, path);
}

fn user(j: &mut Judge, name: &str, path: &Path<'_>) {
    if name.is_empty() {
        j.report(&NAME_EMPTY, path, "there is no name behind the domain");
        return;
    }
    if name.len() > LONGEST_NAME {
        let message = format_args!("the name has {} bytes; {LONGEST_NAME} are allowed", name.len());
        j.report(&NAME_TOO_LONG, path, message);
    }
    if name.chars().all(|character| matches!(character, '.' | ' ')) {
        j.report(&NAME_BLANK, path, format_args!("the name `{name}` has dots and blanks only"));
    }
    if let Some(wrong) = name.chars().find(|character| r#""/\:;|=,+*?<>@[]"#.contains(*character)) {
        j.report(&NAME_MALFORMED, path, format_args!("the name `{name}` holds `{wrong}`"));
    }
}

/// Tells whether a domain is a `NetBIOS` name: 1 to 15 characters, no dot in front, without those Windows keeps.
fn is_net_bios(domain: &str) -> bool {
    let kept = |character: char| r#"\/:*?"<>|"#.contains(character);
    (1..=15).contains(&domain.chars().count()) && !domain.starts_with('.') && !domain.contains(kept)
}

/// Tells whether a domain is a DNS name, in which capitals are allowed and each label has at most 63 bytes.
fn is_dns(domain: &str) -> bool {
    domain.split('.').all(|label| {
        let bytes = label.as_bytes();
        let ends = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
        bytes.len() <= 63
            && ends(bytes.first())
            && ends(bytes.last())
            && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
    })
}
