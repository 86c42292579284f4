//! Amounts of resources: rounding, adding and comparing them where they stand as text.

use std::collections::BTreeMap;

use k8s_openapi::apimachinery::pkg::api::resource::Quantity as Text;

use crate::grammar::{Quantity, parse_quantity};

/// Maps resource names to amounts, as the API has them.
pub(super) type Amounts = BTreeMap<String, Text>;

/// Reads an amount; one that cannot be read was refused before defaults are filled, and counts as nothing here.
pub(super) fn amount(text: &Text) -> Quantity {
    parse_quantity(&text.0).unwrap_or(Quantity::ZERO)
}

/// Rounds every amount up to thousandths.
pub(super) fn round(amounts: &mut Option<Amounts>) {
    for text in amounts.iter_mut().flatten().map(|(_, text)| text) {
        // Without a fraction there is nothing to round, and that is nearly always.
        if text.0.contains(['.', 'u', 'n', 'e', 'E', '-']) {
            let given = amount(text);
            let rounded = given.rounded_up_to_milli();
            if rounded.compare(given).is_ne() {
                text.0 = rounded.to_string();
            }
        }
    }
}

/// Reads a map of amounts as a list.
pub(super) fn list(amounts: Option<&Amounts>) -> Vec<(String, Quantity)> {
    amounts.into_iter().flatten().map(|(name, text)| (name.clone(), amount(text))).collect()
}
