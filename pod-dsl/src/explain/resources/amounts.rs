//! Amounts of several resources, added and compared name by name.

use std::collections::BTreeMap;

use k8s_openapi::apimachinery::pkg::api::resource::Quantity as Text;

use crate::grammar::{Quantity, parse_quantity};

/// Maps names of resources to amounts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Amounts(BTreeMap<String, Quantity>);

impl Amounts {
    /// Reads a list of the API. An amount that cannot be read is left out.
    pub fn of(list: Option<&BTreeMap<String, Text>>) -> Self {
        let read = |(name, text): (&String, &Text)| Some((name.clone(), parse_quantity(&text.0).ok()?));
        list.into_iter().flatten().filter_map(read).collect()
    }

    /// Gives the amount of one resource; nothing where none is given, which is not the same as zero.
    pub fn get(&self, name: &str) -> Option<Quantity> {
        self.0.get(name).copied()
    }

    /// Lists the amounts by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Quantity)> {
        self.0.iter().map(|(name, amount)| (name.as_str(), *amount))
    }

    /// Tells whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Sets the amount of one resource.
    pub fn set(&mut self, name: &str, amount: Quantity) {
        self.0.insert(name.to_owned(), amount);
    }

    /// Adds other amounts, resource by resource.
    ///
    /// ```
    /// use pod_dsl::explain::resources::Amounts;
    ///
    /// let of = |name: &str, text: &str| Amounts::from_iter([(name.to_owned(), text.parse().unwrap())]);
    /// let mut sum = of("memory", "512Mi");
    /// sum.add(&of("memory", "0.5Gi"));
    /// assert_eq!(sum.get("memory").unwrap().to_string(), "1Gi");
    /// ```
    pub fn add(&mut self, more: &Self) {
        for (name, amount) in more.iter() {
            let sum = self.get(name).map_or(amount, |sum| sum.saturating_add(amount));
            self.set(name, sum);
        }
    }

    /// Raises what is less to other amounts, resource by resource.
    pub fn raise(&mut self, other: &Self) {
        for (name, amount) in other.iter() {
            if self.get(name).is_none_or(|most| most.compare(amount).is_lt()) {
                self.set(name, amount);
            }
        }
    }
}

impl FromIterator<(String, Quantity)> for Amounts {
    fn from_iter<I: IntoIterator<Item = (String, Quantity)>>(amounts: I) -> Self {
        Self(amounts.into_iter().collect())
    }
}
