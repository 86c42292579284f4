//! `LimitRange`: how much each container, pod or claim of a namespace may have.

use std::collections::{BTreeMap, BTreeSet};

use k8s_openapi::{
    api::core::v1::{LimitRange, LimitRangeItem},
    apimachinery::pkg::api::resource::Quantity as Text,
};

use super::super::{
    metadata::{self, NameRule, report_all},
    resources,
};
use crate::{
    grammar::{Quantity, QuantityFormat, parse_wire_quantity, qualified_name},
    validate::{Judge, Path, defaults, rule::rules},
};

rules! {
    TYPE: Invalid, "limit-range-type-malformed", "a type of limit is a qualified name";
    TYPE_UNKNOWN: Invalid, "limit-range-type-unknown", "a type of limit without a domain is Pod, Container or PersistentVolumeClaim";
    TYPE_TWICE: Duplicate, "limit-range-type-twice", "each type of limit stands once";
    DEFAULT_OF_POD: Forbidden, "limit-range-default-of-pod", "pods have no default limits, only their containers do";
    STORAGE: Required, "limit-range-storage-missing", "limits of claims are about storage";
    MIN_ABOVE: Invalid, "limit-range-min-above-max", "the minimum is at most the maximum";
    REQUEST_OUTSIDE: Invalid, "limit-range-default-request-outside", "the default request is between minimum, maximum and default limit";
    DEFAULT_OUTSIDE: Invalid, "limit-range-default-outside", "the default limit is between minimum and maximum";
    RATIO_LOW: Invalid, "limit-range-ratio-below-one", "a limit is never below its request, so the ratio is at least 1";
    RATIO_HIGH: Invalid, "limit-range-ratio-too-high", "the ratio is at most that of maximum and minimum";
    NOT_SHARED: Invalid, "limit-range-default-request-differs", "of what is not shared, the default request is the default limit";
}

/// The largest amount that the server compares in thousandths.
const MOST_MILLI: i64 = i64::MAX / 1000;

type Amounts = BTreeMap<String, Text>;

/// Judges a `LimitRange`.
///
/// Source: `ValidateLimitRange` of `pkg/apis/core/validation`.
pub(crate) fn limit_range(j: &mut Judge, object: &LimitRange) {
    let path = Path::root("metadata");
    metadata::check(j, "LimitRange", &object.metadata, NameRule::Subdomain, &path);
    let mut spec = object.spec.clone().unwrap_or_default();
    let list = Path::root("spec.limits");
    let mut kinds = BTreeSet::new();
    for (index, item) in spec.limits.iter_mut().enumerate() {
        defaults::limit_range_item(item);
        let path = list.index(index);
        let at = path.field("type");
        kind(j, &item.type_, &at);
        if !kinds.insert(item.type_.clone()) {
            j.report(&TYPE_TWICE, &at, format_args!("`{}` stands twice", item.type_));
        }
        one(j, item, &path);
    }
}

fn kind(j: &mut Judge, kind: &str, path: &Path<'_>) {
    let verdict = qualified_name(kind);
    if verdict.is_err() {
        report_all(j, &TYPE, path, "the type", kind, verdict);
    } else if !kind.contains('/') && !matches!(kind, "Pod" | "Container" | "PersistentVolumeClaim") {
        let message =
            format_args!("`{kind}` is no type of limit: use Pod, Container or PersistentVolumeClaim");
        j.report(&TYPE_UNKNOWN, path, message);
    }
}

fn one(j: &mut Judge, item: &LimitRangeItem, path: &Path<'_>) {
    let of_pod = item.type_ == "Pod";
    let mut keys = BTreeSet::new();
    for (amounts, field) in [
        (&item.max, "max"),
        (&item.min, "min"),
        (&item.default, "default"),
        (&item.default_request, "defaultRequest"),
        (&item.max_limit_request_ratio, "maxLimitRequestRatio"),
    ] {
        let list = path.field(field);
        if of_pod && matches!(field, "default" | "defaultRequest") {
            if amounts.as_ref().is_some_and(|amounts| !amounts.is_empty()) {
                j.report(&DEFAULT_OF_POD, &list, "a pod has no limits of its own to fill in")
                    .help("use the type Container");
            }
            continue;
        }
        for name in amounts.iter().flatten().map(|(name, _)| name.as_str()) {
            let path = list.key(name);
            if matches!(item.type_.as_str(), "Pod" | "Container") {
                resources::container_name(j, name, &path);
            } else {
                resources::any_name(j, name, &path);
            }
            keys.insert(name);
        }
    }
    let bounds_storage = [&item.min, &item.max]
        .iter()
        .any(|amounts| amounts.as_ref().is_some_and(|all| all.contains_key("storage")));
    if item.type_ == "PersistentVolumeClaim" && !bounds_storage {
        // The server names a field that there is not.
        j.report(&STORAGE, &path.field("limits"), "neither a minimum nor a maximum of storage is given");
    }
    for name in keys {
        Bounds::of(item, name).check(j, name, path);
    }
}

fn amount_of(amounts: Option<&Amounts>, name: &str) -> Option<Quantity> {
    parse_wire_quantity(&amounts?.get(name)?.0).ok().map(Quantity::rounded_up_to_milli)
}

/// Holds what is said about one resource.
struct Bounds {
    min: Option<Quantity>,
    max: Option<Quantity>,
    default: Option<Quantity>,
    request: Option<Quantity>,
    ratio: Option<Quantity>,
}

impl Bounds {
    fn of(item: &LimitRangeItem, name: &str) -> Self {
        let filled = (item.type_ != "Pod").then_some(());
        Self {
            min: amount_of(item.min.as_ref(), name),
            max: amount_of(item.max.as_ref(), name),
            default: filled.and(amount_of(item.default.as_ref(), name)),
            request: filled.and(amount_of(item.default_request.as_ref(), name)),
            ratio: amount_of(item.max_limit_request_ratio.as_ref(), name),
        }
    }

    fn check(&self, j: &mut Judge, name: &str, path: &Path<'_>) {
        let Self { min, max, default, request, ratio } = *self;
        let above = |a: Option<Quantity>, b: Option<Quantity>| Some((a?, b?)).filter(|(a, b)| a > b);
        let at_request = path.field("defaultRequest");
        let at_default = path.field("default");
        if let Some((min, max)) = above(min, max) {
            let message = format_args!("the minimum {min} is above the maximum {max}");
            j.report(&MIN_ABOVE, &path.field("min").key(name), message);
        }
        if let Some((min, request)) = above(min, request) {
            let message = format_args!("the default request {request} is below the minimum {min}");
            j.report(&REQUEST_OUTSIDE, &at_request.key(name), message);
        }
        for (bound, what) in [(max, "maximum"), (default, "default limit")] {
            if let Some((request, bound)) = above(request, bound) {
                let message = format_args!("the default request {request} is above the {what} {bound}");
                j.report(&REQUEST_OUTSIDE, &at_request.key(name), message);
            }
        }
        if let Some((min, default)) = above(min, default) {
            let message = format_args!("the default limit {default} is below the minimum {min}");
            j.report(&DEFAULT_OUTSIDE, &at_default.key(name), message);
        }
        if let Some((default, max)) = above(default, max) {
            let message = format_args!("the default limit {default} is above the maximum {max}");
            j.report(&DEFAULT_OUTSIDE, &at_default.key(name), message);
        }
        if let Some(ratio) = ratio {
            self.ratio(j, ratio, &path.field("maxLimitRequestRatio").key(name));
        }
        if let (Some(default), Some(request), false) = (default, request, resources::is_shared(name))
            && default != request
        {
            let message = format_args!("the default request {request} is not the default limit {default}");
            j.report(&NOT_SHARED, &at_request.key(name), message);
        }
    }

    fn ratio(&self, j: &mut Judge, ratio: Quantity, path: &Path<'_>) {
        if ratio < Quantity::new(1, 0, QuantityFormat::DecimalSi) {
            j.report(&RATIO_LOW, path, format_args!("{ratio} is below 1"));
        }
        let (Some(min), Some(max)) = (self.min, self.max) else { return };
        let fine = [ratio, min, max].iter().all(|amount| amount.value() < MOST_MILLI);
        let of = |amount: Quantity| if fine { amount.milli_value() } else { amount.value() };
        // As the server does it: in floating point, where a minimum of 0 allows every ratio.
        #[allow(clippy::cast_precision_loss)]
        let (ratio_number, most) = (
            if fine { ratio.milli_value() as f64 / 1000.0 } else { ratio.value() as f64 },
            of(max) as f64 / of(min) as f64,
        );
        if ratio_number > most {
            let message = format_args!("{ratio} is above {most}, the maximum over the minimum");
            j.report(&RATIO_HIGH, path, message);
        }
    }
}
