//! Containers that do not ask for a filter of system calls. Windows has none.

use super::{Check, Watch, rule, seccomp_profile_baseline};

pub(super) static CHECK: Check = Check::restricted(
    "seccompProfile_restricted",
    19,
    rule("seccomp-profile-unset", "every container has a seccomp profile, RuntimeDefault or Localhost"),
    judge,
)
.instead_of(seccomp_profile_baseline::ID);

fn judge(watch: &mut Watch<'_>) {
    if watch.is_excused_on_windows() {
        return;
    }
    seccomp_profile_baseline::unconfined(watch);
    let unset = watch.unset(|pod| pod.seccomp_profile.as_ref(), |own| own.seccomp_profile.as_ref());
    if let Some(names) = unset {
        let path = watch.path.field("securityContext");
        watch
            .report(
                &path.field("seccompProfile.type"),
                format_args!("no seccomp profile is set for {names}"),
                seccomp_profile_baseline::ALLOWS,
            )
            .help("set `seccompProfile: {type: RuntimeDefault}` in the security context of the pod");
    }
}
