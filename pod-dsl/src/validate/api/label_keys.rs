//! `matchLabelKeys` and `mismatchLabelKeys`: labels of the pod itself that become part of a selector.
//!
//! When a Pod is created, the server first adds one expression for each key that the pod carries (`PrepareForCreate`
//! of `pkg/registry/core/pod/strategy.go`) and then looks for clashes with what the selector already says. A template
//! is not touched, so a clash in it shows only when its pods are made.

use std::collections::BTreeMap;

use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;

use super::{metadata::report_all, selector};
use crate::{
    grammar,
    validate::{Form, Judge, Path, rule::rules},
};

rules! {
    WITHOUT_SELECTOR: Forbidden, "label-keys-without-selector", "matchLabelKeys and mismatchLabelKeys come with a labelSelector";
    KEY_MALFORMED: Invalid, "label-keys-malformed", "matchLabelKeys and mismatchLabelKeys hold label keys";
    IN_SELECTOR: Invalid, "label-keys-in-selector", "a key of matchLabelKeys is not in the labelSelector as well";
    IN_BOTH: Invalid, "label-keys-in-both", "a key is in matchLabelKeys or in mismatchLabelKeys";
}

/// Holds what a term says about labels: the selector, and the keys that the server adds to it.
#[derive(Clone, Copy, Debug)]
pub(super) struct LabelKeys<'a> {
    pub(super) selector: Option<&'a LabelSelector>,
    pub(super) matching: &'a [String],
    pub(super) mismatching: &'a [String],
    /// The labels of the pod.
    pub(super) labels: Option<&'a BTreeMap<String, String>>,
}

impl<'a> LabelKeys<'a> {
    /// Lists the expressions that the server adds, by key and value.
    fn added(self, form: Form) -> impl Iterator<Item = (&'a str, &'a str)> {
        let labels = self.labels.filter(|_| form == Form::Pod);
        let keys = self.matching.iter().chain(self.mismatching);
        keys.filter_map(move |key| Some((key.as_str(), labels?.get(key)?.as_str())))
    }

    /// Checks the keys, and the expressions made of them; `path` is that of the term.
    pub(super) fn check(self, j: &mut Judge, path: &Path<'_>) {
        if self.matching.is_empty() && self.mismatching.is_empty() {
            return;
        }
        self.well_formed(j, self.matching, &path.field("matchLabelKeys"));
        self.well_formed(j, self.mismatching, &path.field("mismatchLabelKeys"));
        if let Some(selector) = self.selector {
            self.added_to(j, selector, path);
        }
        let matching = path.field("matchLabelKeys");
        for (index, key) in self.matching.iter().enumerate() {
            if self.mismatching.contains(key) {
                let message = format_args!("`{key}` is in `matchLabelKeys` and in `mismatchLabelKeys`");
                j.report(&IN_BOTH, &matching.index(index), message);
            }
        }
    }

    fn well_formed(self, j: &mut Judge, keys: &[String], path: &Path<'_>) {
        if keys.is_empty() {
            return;
        }
        if self.selector.is_none() {
            without_selector(j, path);
            return;
        }
        for (index, key) in keys.iter().enumerate() {
            let verdict = grammar::qualified_name(key);
            report_all(j, &KEY_MALFORMED, &path.index(index), "the label key", key, verdict);
        }
    }

    fn added_to(self, j: &mut Judge, selector: &LabelSelector, path: &Path<'_>) {
        let own = selector.match_expressions.as_deref().unwrap_or_default();
        let form = j.form;
        let list = path.field("labelSelector.matchExpressions");
        for (index, (key, value)) in self.added(form).enumerate() {
            selector::made_expression(j, key, value, &list.index(own.len() + index));
        }
        let keys = || own.iter().map(|expression| expression.key.as_str());
        for (at, key) in keys().chain(self.added(form).map(|(key, _)| key)).enumerate() {
            let Some(index) = self.matching.iter().rposition(|matching| matching == key) else { continue };
            let earlier = keys().chain(self.added(form).map(|(key, _)| key)).take(at);
            if in_labels(selector, key) || earlier.into_iter().any(|earlier| earlier == key) {
                let message = format_args!("`{key}` is in `matchLabelKeys` and in `labelSelector`");
                // The server leaves `matchLabelKeys` out of the path.
                j.report(&IN_SELECTOR, &path.index(index), message)
                    .help("leave it out of one: the server adds the pod's own value to the selector");
            }
        }
    }

    /// Checks the keys as servers did that added nothing to the selector of a spread constraint: up to 1.33.
    pub(super) fn check_unmerged(self, j: &mut Judge, path: &Path<'_>) {
        if self.matching.is_empty() {
            return;
        }
        let path = path.field("matchLabelKeys");
        if self.selector.is_none() {
            without_selector(j, &path);
        }
        for (index, key) in self.matching.iter().enumerate() {
            let at = path.index(index);
            report_all(j, &KEY_MALFORMED, &at, "the label key", key, grammar::qualified_name(key));
            let expressed = |selector: &LabelSelector| {
                selector.match_expressions.iter().flatten().any(|expression| expression.key == *key)
            };
            if self.selector.is_some_and(|selector| in_labels(selector, key) || expressed(selector)) {
                let message = format_args!("`{key}` is in `matchLabelKeys` and in `labelSelector`");
                j.report(&IN_SELECTOR, &at, message).help("leave it out of one");
            }
        }
    }
}

fn without_selector(j: &mut Judge, path: &Path<'_>) {
    j.report(&WITHOUT_SELECTOR, path, "label keys narrow a `labelSelector`, and there is none")
        .help("add a `labelSelector`; `{}` selects every pod");
}

fn in_labels(selector: &LabelSelector, key: &str) -> bool {
    selector.match_labels.as_ref().is_some_and(|labels| labels.contains_key(key))
}

#[cfg(test)]
pub(crate) mod tests;
