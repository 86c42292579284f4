//! `DaemonSet`.

use k8s_openapi::api::apps::v1::{DaemonSet, RollingUpdateDaemonSet};

use super::{
    super::metadata::{self, NameRule},
    SELECTOR_EMPTY, Selects, amount, endless, not_negative, readable, selected, selects, template,
};
use crate::object::Filled;
use crate::validate::{Judge, Path, defaults, rule::rules};

rules! {
    STRATEGY: NotSupported, "daemon-set-strategy-unknown", "the strategy of a DaemonSet is RollingUpdate or OnDelete";
    STANDSTILL: Required, "daemon-set-standstill", "maxSurge and maxUnavailable are not both 0";
    BOTH: Invalid, "daemon-set-surge-and-unavailable", "one of maxSurge and maxUnavailable is 0";
}

/// Judges a `DaemonSet`.
///
/// Source: `ValidateDaemonSet` of `pkg/apis/apps/validation`.
pub(crate) fn daemon_set(j: &mut Judge, object: &DaemonSet) {
    let mut object = object.clone();
    defaults::daemon_set(&mut object, j.gates);
    let meta = Path::root("metadata");
    metadata::check(j, "DaemonSet", &object.metadata, NameRule::Subdomain, &meta);
    let path = Path::root("spec");
    let spec = object.spec.filled();
    let (at_selector, at_template) = (path.field("selector"), path.field("template"));
    // Unlike its siblings, this kind has its template judged whatever the selector is like.
    if readable(j, &spec.selector, &at_selector) {
        selected(j, &spec.selector, &spec.template, &at_template);
    }
    if selects(&spec.selector) == Selects::Everything {
        j.report(&SELECTOR_EMPTY, &at_selector, "the selector is empty: it would select every pod");
    }
    template(j, &mut spec.template, &at_template);
    endless(j, &spec.template, &at_template);
    not_negative(j, spec.min_ready_seconds, &path, "minReadySeconds");
    let strategy = spec.update_strategy.get_or_insert_default();
    let at = path.field("updateStrategy");
    match (strategy.type_.as_deref().unwrap_or_default(), &strategy.rolling_update) {
        ("OnDelete", _) | ("RollingUpdate", None) => {}
        ("RollingUpdate", Some(rolling)) => rolling_update(j, rolling, &at.field("rollingUpdate")),
        (other, _) => {
            let message = format_args!("`{other}` is no strategy: use RollingUpdate or OnDelete");
            j.report(&STRATEGY, &at, message);
        }
    }
    not_negative(j, spec.revision_history_limit, &path, "revisionHistoryLimit");
}

fn rolling_update(j: &mut Judge, rolling: &RollingUpdateDaemonSet, path: &Path<'_>) {
    let (at_unavailable, at_surge) = (path.field("maxUnavailable"), path.field("maxSurge"));
    for (given, path) in [(&rolling.max_unavailable, &at_unavailable), (&rolling.max_surge, &at_surge)] {
        if let Some(given) = given {
            amount::well_formed(j, given, path);
            amount::not_more_than_all(j, given, path);
        }
    }
    let unavailable = rolling.max_unavailable.as_ref().is_some_and(|amount| amount::value(amount) != 0);
    let surge = rolling.max_surge.as_ref().is_some_and(|amount| amount::value(amount) != 0);
    if unavailable && surge {
        j.report(&BOTH, &at_surge, "a pod is added first or taken away first, not both")
            .help("write `maxUnavailable: 0`");
    } else if !unavailable && !surge {
        j.report(&STANDSTILL, &at_unavailable, "no pod may be added and none may be taken away");
    }
}
