//! Defaults of a `LimitRange`.

use k8s_openapi::api::core::v1::LimitRangeItem;

use super::resources::Amounts;

/// Fills the limits of one type: for containers, what is not said follows from what is.
pub(crate) fn limit_range_item(item: &mut LimitRangeItem) {
    if item.type_ != "Container" {
        return;
    }
    let default = item.default.get_or_insert_default();
    fill_from(default, item.max.as_ref());
    let request = item.default_request.get_or_insert_default();
    fill_from(request, Some(default));
    fill_from(request, item.min.as_ref());
}

fn fill_from(amounts: &mut Amounts, others: Option<&Amounts>) {
    for (name, amount) in others.into_iter().flatten() {
        amounts.entry(name.clone()).or_insert_with(|| amount.clone());
    }
}
