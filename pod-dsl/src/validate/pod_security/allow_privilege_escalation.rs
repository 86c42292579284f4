//! Processes that gain more privileges than their parent. Windows has nothing of the kind.

use super::{Check, Watch, rule};

pub(super) static CHECK: Check = Check::restricted(
    "allowPrivilegeEscalation",
    8,
    rule("privilege-escalation-allowed", "every container sets allowPrivilegeEscalation to false"),
    judge,
);

fn judge(watch: &mut Watch<'_>) {
    if watch.is_excused_on_windows() {
        return;
    }
    watch.contexts(|watch, context, path| {
        let what = match context.allow_privilege_escalation {
            Some(false) => return,
            Some(true) => "the container allows privilege escalation",
            None => "the container does not switch privilege escalation off",
        };
        watch
            .report(&path.field("allowPrivilegeEscalation"), what, "only `allowPrivilegeEscalation: false`")
            .help("set `allowPrivilegeEscalation: false`");
    });
}
