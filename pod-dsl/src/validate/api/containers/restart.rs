//! How a container restarts by itself, apart from the pod.

use k8s_openapi::api::core::v1::{Container, ContainerRestartRule};

use super::{
    RESTART_ACTION_UNKNOWN, RESTART_EXIT_CODES_MISSING, RESTART_EXIT_CODES_TOO_MANY,
    RESTART_OPERATOR_UNKNOWN, RESTART_POLICY_FORBIDDEN, RESTART_POLICY_MISSING, RESTART_POLICY_UNKNOWN,
    RESTART_RULES_TOO_MANY, SIDECAR_RESTART_RULES,
};
use crate::validate::{Judge, Path, api::each::Kind, gates::Gate};

/// Judges `restartPolicy` and `restartPolicyRules`; an ephemeral container may have neither.
pub(super) fn check(j: &mut Judge, container: &Container, kind: Kind, path: &Path<'_>) {
    let policy = container.restart_policy.as_deref();
    let rules = container.restart_policy_rules.as_deref().unwrap_or_default();
    let at = path.field("restartPolicy");
    match (j.gates.on(Gate::ContainerRestartRules), kind) {
        (_, Kind::Ephemeral) | (false, Kind::NativeSidecar) => {}
        (true, Kind::NativeSidecar) if !restart_all_allowed(j) => {
            if !rules.is_empty() {
                let at = path.field("restartPolicyRules");
                j.report(&SIDECAR_RESTART_RULES, &at, "a native sidecar may not have restart rules");
            }
        }
        (true, Kind::Init) if policy.is_none() => {
            if !rules.is_empty() {
                missing(j, &at);
            }
        }
        (true, _) => any(j, policy, rules, path),
        // A server that knows the gate but has it off drops the field; an older one refuses it.
        (false, Kind::Regular) => {
            if policy.is_some() {
                j.report(&RESTART_POLICY_FORBIDDEN, &at, "only an init container may have a restartPolicy")
                    .help("set the pod's `restartPolicy`");
            }
        }
        (false, Kind::Init) => {
            if let Some(policy) = policy {
                unknown(j, policy, "Always, the only one before 1.35", &at);
            }
        }
    }
}

fn any(j: &mut Judge, policy: Option<&str>, rules: &[ContainerRestartRule], path: &Path<'_>) {
    let at = path.field("restartPolicy");
    match policy {
        None if rules.is_empty() => {}
        None => missing(j, &at),
        Some("Always" | "Never" | "OnFailure") => {}
        Some(policy) => unknown(j, policy, "one of Always, Never and OnFailure", &at),
    }
    let at = path.field("restartPolicyRules");
    if rules.len() > 20 {
        j.report(&RESTART_RULES_TOO_MANY, &at, format_args!("{} rules are more than 20", rules.len()));
    }
    for (index, rule) in rules.iter().enumerate() {
        one(j, rule, &at.index(index));
    }
}

fn one(j: &mut Judge, rule: &ContainerRestartRule, path: &Path<'_>) {
    let action = rule.action.as_str();
    if !(action == "Restart" || action == "RestartAllContainers" && restart_all_allowed(j)) {
        let allowed =
            if restart_all_allowed(j) { "one of Restart and RestartAllContainers" } else { "Restart" };
        j.report(&RESTART_ACTION_UNKNOWN, &path.field("action"), format_args!("{action:?} is not {allowed}"));
    }
    let path = path.field("exitCodes");
    let Some(codes) = &rule.exit_codes else {
        j.report(&RESTART_EXIT_CODES_MISSING, &path, "the rule does not say for which exit codes it is");
        return;
    };
    let operator = codes.operator.as_str();
    if !matches!(operator, "In" | "NotIn") {
        let message = format_args!("{operator:?} is not one of In and NotIn");
        j.report(&RESTART_OPERATOR_UNKNOWN, &path.field("operator"), message);
    }
    let count = codes.values.as_ref().map_or(0, Vec::len);
    if count > 255 {
        let message = format_args!("{count} exit codes are more than 255");
        j.report(&RESTART_EXIT_CODES_TOO_MANY, &path.field("values"), message);
    }
}

fn missing(j: &mut Judge, path: &Path<'_>) {
    j.report(&RESTART_POLICY_MISSING, path, "restart rules need a restartPolicy beside them")
        .help("set the container's `restartPolicy` to Always, Never or OnFailure");
}

fn unknown(j: &mut Judge, policy: &str, allowed: &str, path: &Path<'_>) {
    j.report(&RESTART_POLICY_UNKNOWN, path, format_args!("{policy:?} is not {allowed}"));
}

fn restart_all_allowed(j: &Judge) -> bool {
    j.gates.on(Gate::RestartAllContainersOnContainerExits)
}
