//! Volumes over the network: `nfs`, `iscsi`, `fc`, `csi`, and `image`.

use k8s_openapi::api::core::v1::{
    CSIVolumeSource, FCVolumeSource, ISCSIVolumeSource, ImageVolumeSource, NFSVolumeSource,
};

use super::checks::{one_of, required, well_formed, within};
use crate::{
    grammar::{Fault, absolute_path, dns_subdomain},
    validate::{Form, Judge, Path, Rule, rule::rules},
};

rules! {
    NFS_SERVER: Required, "volume-nfs-server-missing", "an nfs volume names its server";
    NFS_PATH_MISSING: Required, "volume-nfs-path-missing", "an nfs volume names the exported path";
    NFS_PATH: Invalid, "volume-nfs-path-relative", "the path of an nfs volume begins at the root";
    ISCSI_PORTAL: Required, "volume-iscsi-portal-missing", "an iscsi volume names its target portal";
    ISCSI_IQN_MISSING: Required, "volume-iscsi-iqn-missing", "an iscsi volume names its target";
    ISCSI_IQN: Invalid, "volume-iscsi-iqn-malformed", "the name of an iscsi target is of the form iqn, eui or naa";
    ISCSI_LUN: Invalid, "volume-iscsi-lun-out-of-range", "the lun of an iscsi volume is 0 to 255";
    ISCSI_SECRET: Required, "volume-iscsi-secret-missing", "an iscsi volume with CHAP has a secretRef";
    ISCSI_INITIATOR: Invalid, "volume-iscsi-initiator-malformed", "the name of an iscsi initiator is of the form iqn, eui or naa";
    /// The node makes an interface of this name.
    ISCSI_NAME: Invalid, "volume-iscsi-name-too-long", "`<volume>:<portal>` of an iscsi volume with an initiator has at most 64 bytes";
    FC_TARGET: Required, "volume-fc-target-missing", "an fc volume has targetWWNs or wwids";
    FC_TARGETS: Invalid, "volume-fc-target-twice", "an fc volume has not both targetWWNs and wwids";
    FC_LUN_MISSING: Required, "volume-fc-lun-missing", "an fc volume with targetWWNs has a lun";
    FC_LUN: Invalid, "volume-fc-lun-out-of-range", "the lun of an fc volume is 0 to 255";
    CSI_DRIVER_MISSING: Required, "volume-csi-driver-missing", "a csi volume names its driver";
    CSI_DRIVER_TOO_LONG: TooLong, "volume-csi-driver-too-long", "the name of a csi driver has at most 63 bytes";
    CSI_DRIVER: Invalid, "volume-csi-driver-malformed", "the name of a csi driver is a DNS name, capitals allowed";
    CSI_SECRET_MISSING: Required, "volume-csi-secret-name-missing", "the nodePublishSecretRef of a csi volume names its Secret";
    CSI_SECRET: Invalid, "volume-csi-secret-name-malformed", "the name of the Secret of a csi volume is a DNS name";
    /// Before 1.37 a template may leave the reference to whoever makes the pod.
    IMAGE_REFERENCE: Required, "volume-image-reference-missing", "an image volume of a pod names its image";
    IMAGE_PULL_POLICY: NotSupported, "volume-image-pull-policy-unknown", "the pull policy of an image volume is Always, IfNotPresent or Never";
}

const LUNS: std::ops::RangeInclusive<i64> = 0..=255;

pub(super) fn nfs(j: &mut Judge, source: &NFSVolumeSource, path: &Path<'_>) {
    required(j, &NFS_SERVER, &source.server, path, "server");
    required(j, &NFS_PATH_MISSING, &source.path, path, "path");
    // A path that is missing is not absolute either: the server reports both.
    well_formed(j, &NFS_PATH, &source.path, absolute_path(&source.path), &path.field("path"));
}

pub(super) fn iscsi(j: &mut Judge, source: &ISCSIVolumeSource, path: &Path<'_>) {
    required(j, &ISCSI_PORTAL, &source.target_portal, path, "targetPortal");
    if required(j, &ISCSI_IQN_MISSING, &source.iqn, path, "iqn") {
        iscsi_name(j, &ISCSI_IQN, &source.iqn, &path.field("iqn"));
    }
    within(j, &ISCSI_LUN, source.lun.into(), &LUNS, path, "lun");
    let chap = source.chap_auth_discovery == Some(true) || source.chap_auth_session == Some(true);
    if chap && source.secret_ref.is_none() {
        j.report(&ISCSI_SECRET, &path.field("secretRef"), "CHAP is asked for, but there is no `secretRef`");
    }
    if let Some(initiator) = &source.initiator_name {
        iscsi_name(j, &ISCSI_INITIATOR, initiator, &path.field("initiatorname"));
    }
}

/// Judges the length of volume name and portal together; the server does so even where iscsi is a second source, and
/// reports it at the volume's name.
pub(super) fn iscsi_volume_name(j: &mut Judge, source: &ISCSIVolumeSource, volume: &str, path: &Path<'_>) {
    let bytes = volume.len() + 1 + source.target_portal.len();
    if source.initiator_name.is_some() && bytes > 64 {
        j.report(
            &ISCSI_NAME,
            &path.field("name"),
            format_args!(
                "`{volume}:{}` has {bytes} bytes: with `initiatorName` at most 64 are allowed",
                source.target_portal
            ),
        );
    }
}

fn iscsi_name(j: &mut Judge, rule: &'static Rule, name: &str, path: &Path<'_>) {
    let known = if name.starts_with("iqn") {
        name.match_indices("iqn.").any(|(at, prefix)| is_iqn(&name[at + prefix.len()..]))
    } else if let Some(rest) = name.strip_prefix("eui") {
        is_identifier(rest, 16)
    } else if let Some(rest) = name.strip_prefix("naa") {
        is_identifier(rest, 32)
    } else {
        false
    };
    if !known {
        j.report(
            rule,
            path,
            format_args!(
                "`{name}` is no name of iSCSI: use `iqn.2024-01.com.example:disk`, `eui.` and 16 or `naa.` and 32 letters \
                 and digits"
            ),
        );
    }
}

/// Judges what follows `iqn.`: year, month, a domain and, behind a colon, anything but a few signs and blanks.
fn is_iqn(rest: &str) -> bool {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'.', ref rest @ ..] = rest.as_bytes() else { return false };
    let domain =
        rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.')).count();
    let (domain, rest) = rest.split_at(domain);
    [y1, y2, y3, y4, m1, m2].iter().all(u8::is_ascii_digit)
        && !domain.is_empty()
        && matches!(rest, [b':', name @ ..] if !name.is_empty() && !name.iter().any(|byte| b",;*&$| \t\n\r\x0c".contains(byte)))
}

/// Judges what follows `eui` or `naa`: one character, which the server lets be any, and so many letters and digits.
fn is_identifier(rest: &str, length: usize) -> bool {
    let mut characters = rest.chars();
    characters.next().is_some_and(|separator| separator != '\n')
        && characters.as_str().len() == length
        && characters.all(|character| character.is_ascii_alphanumeric())
}

pub(super) fn fc(j: &mut Judge, source: &FCVolumeSource, path: &Path<'_>) {
    let names = source.target_wwns.as_deref().unwrap_or_default();
    let ids = source.wwids.as_deref().unwrap_or_default();
    if names.is_empty() && ids.is_empty() {
        j.report(&FC_TARGET, &path.field("targetWWNs"), "neither `targetWWNs` nor `wwids` is given");
    }
    if names.is_empty() {
        return;
    }
    if !ids.is_empty() {
        j.report(&FC_TARGETS, &path.field("targetWWNs"), "both `targetWWNs` and `wwids` are given: give one");
    }
    match source.lun {
        None => {
            j.report(&FC_LUN_MISSING, &path.field("lun"), "`lun` is missing beside `targetWWNs`");
        }
        Some(lun) => within(j, &FC_LUN, lun.into(), &LUNS, path, "lun"),
    }
}

pub(super) fn csi(j: &mut Judge, source: &CSIVolumeSource, path: &Path<'_>) {
    csi_driver(j, &source.driver, path);
    if let Some(secret) = &source.node_publish_secret_ref
        && required(j, &CSI_SECRET_MISSING, &secret.name, &path.field("nodePublishSecretRef"), "name")
    {
        // The server leaves `nodePublishSecretRef` out of this path.
        well_formed(j, &CSI_SECRET, &secret.name, dns_subdomain(&secret.name), &path.field("name"));
    }
}

/// Judges the name of a driver, also of a volume that stands for itself.
pub(super) fn csi_driver(j: &mut Judge, driver: &str, path: &Path<'_>) {
    let at = path.field("driver");
    // Before 1.35 an empty name was reported as no DNS name besides.
    if !required(j, &CSI_DRIVER_MISSING, driver, path, "driver") && j.version.minor() >= 35 {
        return;
    }
    if driver.len() > 63 {
        let message = format_args!("`{driver}` has {} bytes: at most 63 are allowed", driver.len());
        j.report(&CSI_DRIVER_TOO_LONG, &at, message);
    }
    well_formed(j, &CSI_DRIVER, driver, any_case_subdomain(driver), &at);
}

fn any_case_subdomain(text: &str) -> Result<(), Fault> {
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        dns_subdomain(&text.to_ascii_lowercase())
    } else {
        dns_subdomain(text)
    }
}

pub(super) fn image(j: &mut Judge, source: &ImageVolumeSource, path: &Path<'_>) {
    if j.form == Form::Pod || j.version.minor() >= 37 {
        required(j, &IMAGE_REFERENCE, source.reference.as_deref().unwrap_or_default(), path, "reference");
    }
    // An empty policy is filled from the reference.
    if let Some(policy) = source.pull_policy.as_deref().filter(|policy| !policy.is_empty()) {
        one_of(
            j,
            &IMAGE_PULL_POLICY,
            policy,
            &["Always", "IfNotPresent", "Never"],
            &path.field("pullPolicy"),
        );
    }
}

#[cfg(test)]
pub(crate) mod tests;
