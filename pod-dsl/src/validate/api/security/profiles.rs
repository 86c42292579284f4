//! Profiles that confine a process: seccomp and `AppArmor`.

use k8s_openapi::api::core::v1::{AppArmorProfile, SeccompProfile};

use crate::{
    grammar,
    validate::{Judge, Path, api::metadata::report_all, rule::rules},
};

rules! {
    SECCOMP_TYPE_MISSING: Required, "seccomp-type-missing", "a seccompProfile has a type";
    SECCOMP_TYPE_UNKNOWN: NotSupported, "seccomp-type-unknown", "the type of a seccompProfile is RuntimeDefault, Localhost or Unconfined";
    SECCOMP_FILE_MISSING: Required, "seccomp-localhost-profile-missing", "a seccompProfile of type Localhost names its file";
    SECCOMP_FILE_MALFORMED: Invalid, "seccomp-localhost-profile-malformed", "the file of a seccompProfile is relative and never steps up";
    SECCOMP_FILE_UNUSED: Invalid, "seccomp-localhost-profile-unused", "only a seccompProfile of type Localhost names a file";
    APP_ARMOR_TYPE_MISSING: Required, "app-armor-type-missing", "an appArmorProfile has a type";
    APP_ARMOR_TYPE_UNKNOWN: NotSupported, "app-armor-type-unknown", "the type of an appArmorProfile is RuntimeDefault, Localhost or Unconfined";
    APP_ARMOR_NAME_MISSING: Required, "app-armor-localhost-profile-missing", "an appArmorProfile of type Localhost names its profile";
    APP_ARMOR_NAME_PADDED: Invalid, "app-armor-localhost-profile-padded", "the name of an AppArmor profile has no blanks around it";
    APP_ARMOR_NAME_TOO_LONG: TooLong, "app-armor-localhost-profile-too-long", "the name of an AppArmor profile has at most 4095 bytes";
    APP_ARMOR_NAME_UNUSED: Invalid, "app-armor-localhost-profile-unused", "only an appArmorProfile of type Localhost names a profile";
}

/// The longest path of Linux, without the byte that ends it.
const LONGEST_PATH: usize = 4095;

pub(super) fn seccomp(j: &mut Judge, profile: Option<&SeccompProfile>, path: &Path<'_>) {
    let Some(profile) = profile else { return };
    let at = path.field("type");
    match profile.type_.as_str() {
        "Localhost" | "RuntimeDefault" | "Unconfined" => {}
        "" => {
            j.report(&SECCOMP_TYPE_MISSING, &at, "the seccomp profile has no type")
                .help("`RuntimeDefault` is the usual one");
        }
        other => {
            let message = format_args!(
                "`{other}` is no type of a seccomp profile; `RuntimeDefault`, `Localhost` and `Unconfined` are"
            );
            j.report(&SECCOMP_TYPE_UNKNOWN, &at, message);
        }
    }
    let at = path.field("localhostProfile");
    match (profile.type_.as_str(), profile.localhost_profile.as_deref()) {
        ("Localhost", None) => {
            j.report(&SECCOMP_FILE_MISSING, &at, "the type `Localhost` does not say which file of the node");
        }
        ("Localhost", Some(file)) => {
            let verdict = grammar::descending_path(file);
            report_all(j, &SECCOMP_FILE_MALFORMED, &at, "the file", file, verdict);
        }
        (other, Some(file)) => {
            let message = format_args!("the file `{file}` belongs to the type `Localhost`, not to `{other}`");
            j.report(&SECCOMP_FILE_UNUSED, &at, message);
        }
        (_, None) => {}
    }
}

pub(super) fn app_armor(j: &mut Judge, profile: Option<&AppArmorProfile>, path: &Path<'_>) {
    let Some(profile) = profile else { return };
    let at = path.field("localhostProfile");
    match (profile.type_.as_str(), profile.localhost_profile.as_deref()) {
        ("Localhost", None | Some("")) => {
            j.report(
                &APP_ARMOR_NAME_MISSING,
                &at,
                "the type `Localhost` does not say which profile of the node",
            );
        }
        ("Localhost", Some(name)) => {
            if name.trim() != name {
                j.report(
                    &APP_ARMOR_NAME_PADDED,
                    &at,
                    format_args!("the profile `{name}` has blanks around it"),
                );
            }
            if name.len() > LONGEST_PATH {
                let message =
                    format_args!("the profile has {} bytes; {LONGEST_PATH} are allowed", name.len());
                j.report(&APP_ARMOR_NAME_TOO_LONG, &at, message);
            }
        }
        (other @ ("RuntimeDefault" | "Unconfined"), Some(name)) => {
            let message =
                format_args!("the profile `{name}` belongs to the type `Localhost`, not to `{other}`");
            j.report(&APP_ARMOR_NAME_UNUSED, &at, message);
        }
        ("RuntimeDefault" | "Unconfined", None) => {}
        ("", _) => {
            j.report(&APP_ARMOR_TYPE_MISSING, &path.field("type"), "the AppArmor profile has no type")
                .help("`RuntimeDefault` is the usual one");
        }
        (other, _) => {
            let message = format_args!(
                "`{other}` is no type of an AppArmor profile; `RuntimeDefault`, `Localhost` and `Unconfined` are"
            );
            j.report(&APP_ARMOR_TYPE_UNKNOWN, &path.field("type"), message);
        }
    }
}
