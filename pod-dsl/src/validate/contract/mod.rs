//! What no server can know: the links between the containers of a pod, and between a pod and what stands beside it.
//!
//! A rule that concerns links has a file here, named after the fault: id, severities, page, two examples and the check.
//! The examples run as its tests, and what is found in the bad one is compared word for word with `golden/<id>.txt`.
//! To add a rule: write the file, name it in [`ALL`], and run `BLESS=1 cargo test -p pod-dsl --lib contract`, which writes
//! the golden text and `docs/rules.md`.

mod amounts;
mod bundle;
mod companions;
mod context;
mod exempt;
mod guess;
mod handlers;
#[cfg(any(feature = "cli", test))]
#[cfg_attr(not(feature = "cli"), allow(dead_code, reason = "only the command tells a rule"))]
mod page;
mod rule;
mod service;
#[cfg(test)]
mod tests;

mod channel_one_sided;
mod channel_unwritable;
mod channel_users_differ;
mod claim_template_alone;
mod config_key_missing;
mod consumer_may_write;
mod default_container_missing;
mod file_mode_decimal;
mod guaranteed_spoiled;
mod helper_after_init;
mod helper_outlives_job;
mod helper_starts_too_late;
mod helper_stopped_first;
mod host_network_shared;
mod image_tag_floating;
mod image_user_unseen;
mod inbound_proxy_bypassed;
mod init_request_dominates;
mod init_system_not_first;
mod link_to_stranger;
mod live_config_frozen;
mod liveness_through_proxy;
mod local_address_unserved;
mod localhost_ambiguous;
mod memory_volume_unbounded;
mod mesh_port_taken;
mod mount_hides_files;
mod need_unmet;
mod one_shot_restarted;
mod outbound_proxy_exposed;
mod port_needs_root;
mod port_taken_twice;
mod pre_stop_outlasts_grace;
mod probe_asks_node;
mod probe_misses_loopback;
mod probe_port_elsewhere;
mod probe_scheme_mismatch;
mod probes_identical;
mod proxy_upstream_unserved;
mod requests_missing;
mod root_forbidden;
mod route_needed;
mod secret_visible_to_peers;
mod service_port_unserved;
mod service_without_pods;
mod shared_file_elsewhere;
mod shared_file_misplaced;
mod sidecar_start_unprobed;
mod sidecar_stopped_early;
mod signal_forbidden;
mod signal_unreachable;
mod slow_start_killed;
mod source_unreadable;
mod spool_unbounded;
mod tail_loses_file;
mod token_for_all;
mod volume_option_misfit;
mod volume_unused;
mod write_path_read_only;

pub(crate) use companions::Companions;
pub(in crate::validate) use companions::{names_a_kind, typed};
pub(crate) use exempt::Exemptions;
#[cfg(feature = "cli")]
pub(crate) use page::{references, text};
pub use rule::{ContractRule, Example};

use self::{companions::pod_of, context::Context, service::ServiceContext};
use super::{Finding, Rule};
use crate::{
    intent::{Intent, LooseEnd},
    object::Object,
    target::Platform,
};

/// Lists the rules about links.
pub const ALL: &[&ContractRule] = &[
    // What the builder could not carry out.
    &claim_template_alone::RULE,
    &image_user_unseen::RULE,
    &link_to_stranger::RULE,
    &need_unmet::RULE,
    &route_needed::RULE,
    &shared_file_misplaced::RULE,
    &source_unreadable::RULE,
    &volume_option_misfit::RULE,
    // Network.
    &port_taken_twice::RULE,
    &proxy_upstream_unserved::RULE,
    &local_address_unserved::RULE,
    &outbound_proxy_exposed::RULE,
    &inbound_proxy_bypassed::RULE,
    &service_port_unserved::RULE,
    &port_needs_root::RULE,
    &host_network_shared::RULE,
    &service_without_pods::RULE,
    &mesh_port_taken::RULE,
    &localhost_ambiguous::RULE,
    // Probes.
    &probe_port_elsewhere::RULE,
    &probe_misses_loopback::RULE,
    &probe_asks_node::RULE,
    &probes_identical::RULE,
    &liveness_through_proxy::RULE,
    &probe_scheme_mismatch::RULE,
    &slow_start_killed::RULE,
    // Volumes.
    &channel_one_sided::RULE,
    &volume_unused::RULE,
    &channel_unwritable::RULE,
    &consumer_may_write::RULE,
    &shared_file_elsewhere::RULE,
    &live_config_frozen::RULE,
    &mount_hides_files::RULE,
    &spool_unbounded::RULE,
    &memory_volume_unbounded::RULE,
    &channel_users_differ::RULE,
    &config_key_missing::RULE,
    &file_mode_decimal::RULE,
    &tail_loses_file::RULE,
    // Lifecycle.
    &helper_outlives_job::RULE,
    &helper_starts_too_late::RULE,
    &sidecar_start_unprobed::RULE,
    &helper_after_init::RULE,
    &helper_stopped_first::RULE,
    &pre_stop_outlasts_grace::RULE,
    &sidecar_stopped_early::RULE,
    &one_shot_restarted::RULE,
    // Processes and security.
    &signal_unreachable::RULE,
    &signal_forbidden::RULE,
    &init_system_not_first::RULE,
    &secret_visible_to_peers::RULE,
    &root_forbidden::RULE,
    &write_path_read_only::RULE,
    &token_for_all::RULE,
    // What objects say of each other.
    &bundle::account_missing::RULE,
    &bundle::autoscaler_without_target::RULE,
    &bundle::binding_to_nobody::RULE,
    &bundle::claim_missing::RULE,
    &bundle::policy_port_unserved::RULE,
    &bundle::route_tls_mismatch::RULE,
    &bundle::route_to_nowhere::RULE,
    &bundle::selector_without_pods::RULE,
    // Resources and metadata.
    &requests_missing::RULE,
    &guaranteed_spoiled::RULE,
    &init_request_dominates::RULE,
    &default_container_missing::RULE,
    &image_tag_floating::RULE,
];

/// Lists the rules.
pub(crate) fn rules() -> impl Iterator<Item = &'static Rule> {
    ALL.iter().map(|rule| &rule.rule).chain(exempt::RULES.iter().copied())
}

/// Judges the links of an object: of its pods, where it has some, with what was said of them; or of a Service.
pub(crate) fn check(
    object: &Object,
    said: &Intent,
    platform: Platform,
    companions: &Companions<'_>,
    found: &mut Vec<Finding>,
) {
    for end in &said.loose {
        let rule = ALL.iter().find(|rule| rule.check.loose_end == Some(end.fault));
        found.extend(rule.map(|rule| loose_end(rule, end)));
    }
    let beside = bundle::Beside { object, companions, platform };
    for rule in ALL {
        if let Some(check) = rule.check.object {
            check(&beside, found);
        }
    }
    if let Object::Service(service) = object {
        let context = ServiceContext::new(service, platform, companions);
        for rule in ALL {
            if let Some(check) = rule.check.service {
                check(&context, found);
            }
        }
    } else if let Some(pod) = pod_of(object, said) {
        let context = Context::new(pod.subject(), said, platform, companions);
        for rule in ALL {
            if let Some(check) = rule.check.pod {
                check(&context, found);
            }
        }
    }
}

/// Reports what a handle said and could not be carried out.
fn loose_end(rule: &ContractRule, end: &LooseEnd) -> Finding {
    let mut finding = rule.seen(&end.path, &end.message);
    finding.help(&end.help);
    finding.place = Some(super::Place::Rust(end.at));
    finding
}
