//! What differs between two objects as the server keeps them, by the server's notion of sameness.

use std::fmt;

use crate::{
    grammar::parse_wire_quantity,
    object::{Data, join, key_of, pairs},
};

/// Is a place at which two objects differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Difference {
    /// The path, in the new object where it has it.
    pub(super) path: String,
    /// The two values, where they are short and may be shown.
    values: Option<(String, String)>,
}

impl Difference {
    /// Gives the two values, where they are short and may be shown.
    pub(super) fn values(&self) -> Option<(&str, &str)> {
        self.values.as_ref().map(|(old, new)| (old.as_str(), new.as_str()))
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.path)?;
        match &self.values {
            Some((old, new)) => write!(f, " ({old} → {new})"),
            None => Ok(()),
        }
    }
}

/// Fields that are the same without a value and with the zero of their type, because the server has no way to tell.
const ZERO_IS_UNSET: &[&str] = &[
    "hostIPC",
    "hostNetwork",
    "hostPID",
    "hostPort",
    "minReadySeconds",
    "nodePort",
    "partition",
    "paused",
    "publishNotReadyAddresses",
    "readOnly",
    "stdin",
    "stdinOnce",
    "tty",
];

/// Fields in which an empty text is something else than none.
const EMPTY_IS_SAID: &[&str] = &["storageClassName", "volumeAttributesClassName"];

/// Fields whose values are amounts.
const AMOUNTS: &[&str] = &["divisor", "sizeLimit"];

/// Fields that hold amounts by name.
const MAPS_OF_AMOUNTS: &[&str] = &["capacity", "limits", "overhead", "podFixed", "requests"];

/// Fields that hold values which are not for a log.
const HIDDEN: &[&str] = &["binaryData", "data", "env", "stringData"];

/// Lists what differs between two trees, each at the deepest path that says it.
pub(super) fn differences(old: Option<&Data>, new: Option<&Data>, path: &str) -> Vec<Difference> {
    let mut found = Vec::new();
    let field = path.rsplit('.').next().unwrap_or_default();
    Walk { found: &mut found, amounts: MAPS_OF_AMOUNTS.contains(&field), hidden: HIDDEN.contains(&field) }
        .step(old, new, field, path.to_owned());
    found
}

struct Walk<'f> {
    found: &'f mut Vec<Difference>,
    amounts: bool,
    hidden: bool,
}

impl Walk<'_> {
    fn step(&mut self, old: Option<&Data>, new: Option<&Data>, field: &str, path: String) {
        let said = |value: &&Data| !unset(value, field);
        match (old.filter(said), new.filter(said)) {
            (None, None) => {}
            (Some(Data::Map(old)), Some(Data::Map(new))) => self.map(old, new, &path),
            (Some(Data::List(old)), Some(Data::List(new))) => self.list(old, new, field, path),
            (Some(old), Some(new)) if self.equal(old, new, field) => {}
            (old, new) => {
                let values = self.values(old, new);
                self.found.push(Difference { path, values });
            }
        }
    }

    /// Tells whether two values are one; an amount may be spelled in many ways.
    fn equal(&self, old: &Data, new: &Data, field: &str) -> bool {
        if old == new {
            return true;
        }
        let amount = |value: &Data| match value {
            Data::Text(text) => parse_wire_quantity(text).ok(),
            Data::Number(number) => parse_wire_quantity(&number.to_string()).ok(),
            _ => None,
        };
        (self.amounts || AMOUNTS.contains(&field))
            && amount(old).zip(amount(new)).is_some_and(|(old, new)| old.compare(new).is_eq())
    }

    fn map(&mut self, old: &[(String, Data)], new: &[(String, Data)], path: &str) {
        let outer = (self.amounts, self.hidden);
        let find = |map: &[(String, Data)], key: &str| map.iter().position(|(name, _)| name == key);
        let keys = new.iter().chain(old.iter().filter(|(key, _)| find(new, key).is_none()));
        for (key, _) in keys {
            let value = |map| find(map, key).map(|at| &map[at].1);
            self.amounts = outer.0 || MAPS_OF_AMOUNTS.contains(&key.as_str());
            self.hidden = outer.1 || HIDDEN.contains(&key.as_str());
            let (old, new): (Option<&Data>, Option<&Data>) = (value(old), value(new));
            self.step(old, new, key, join(path, key));
        }
        (self.amounts, self.hidden) = outer;
    }

    fn list(&mut self, old: &[Data], new: &[Data], field: &str, path: String) {
        let Some(key) = key_of(field, &path) else {
            for at in 0..old.len().max(new.len()) {
                self.step(old.get(at), new.get(at), "", format!("{path}[{at}]"));
            }
            return;
        };
        let pairs = pairs(new, old, key);
        for (at, (item, there)) in new.iter().zip(&pairs).enumerate() {
            self.step(there.map(|there| &old[there]), Some(item), "", format!("{path}[{at}]"));
        }
        let mut gone = vec![true; old.len()];
        pairs.iter().flatten().for_each(|there| gone[*there] = false);
        for (item, _) in old.iter().zip(gone).filter(|(_, gone)| *gone) {
            let name = match item.get(&[key]) {
                Some(Data::Text(name)) => name.clone(),
                Some(Data::Number(number)) => number.to_string(),
                _ => String::new(),
            };
            self.found.push(Difference { path: format!("{path}[{name}]"), values: None });
        }
        let places: Vec<_> = pairs.iter().flatten().collect();
        if !places.is_sorted() {
            self.found.push(Difference { path, values: None });
        }
    }

    fn values(&self, old: Option<&Data>, new: Option<&Data>) -> Option<(String, String)> {
        let short = |value: Option<&Data>| match value {
            None => Some("unset".to_owned()),
            Some(Data::Text(text)) if text.len() <= 60 && !text.contains('\n') => Some(text.clone()),
            Some(Data::Number(number)) => Some(number.to_string()),
            Some(Data::Bool(value)) => Some(value.to_string()),
            Some(_) => None,
        };
        if self.hidden { None } else { short(old).zip(short(new)) }
    }
}

/// Tells whether a value says no more than its absence.
fn unset(value: &Data, field: &str) -> bool {
    match value {
        Data::Null => true,
        Data::List(items) => items.is_empty(),
        Data::Map(entries) => {
            entries.iter().all(|(key, value)| unset(value, key)) && !EMPTY_KINDS.contains(&field)
        }
        Data::Text(text) => text.is_empty() && !EMPTY_IS_SAID.contains(&field),
        Data::Bool(value) => !value && ZERO_IS_UNSET.contains(&field),
        Data::Number(number) => number.as_i64() == Some(0) && ZERO_IS_UNSET.contains(&field),
    }
}

/// Fields whose being there says something although nothing stands in them.
const EMPTY_KINDS: &[&str] = &["emptyDir", "podSelector", "namespaceSelector", "selector"];

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::differences;
    use crate::object::Data;

    fn told(old: &Value, new: &Value) -> Vec<String> {
        let (old, new) = (Data::of(old).unwrap(), Data::of(new).unwrap());
        differences(Some(&old), Some(&new), "").iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_the_server_cannot_tell_apart_is_the_same() {
        let old = json!({
            "args": [], "labels": {}, "hostNetwork": false, "name": "", "port": null, "sizeLimit": "1Gi",
            "resources": {"limits": {"cpu": "1000m", "memory": "1024Mi"}},
        });
        let new = json!({"sizeLimit": "1024Mi", "resources": {"limits": {"cpu": 1, "memory": "1Gi"}}});
        assert_eq!(told(&old, &new), [""; 0]);
        assert_eq!(
            told(&json!({"storageClassName": "", "a": 1}), &json!({"a": 1})),
            ["`storageClassName` ( → unset)"]
        );
        assert_eq!(
            told(&json!({"runAsNonRoot": false, "a": 1}), &json!({"a": 1})),
            ["`runAsNonRoot` (false → unset)"]
        );
    }

    #[test]
    fn items_are_known_by_name() {
        let old = json!({"containers": [{"name": "a", "image": "1"}, {"name": "b"}]});
        let new = json!({"containers": [{"name": "c"}, {"name": "a", "image": "2"}]});
        assert_eq!(told(&old, &new), ["`containers[0]`", "`containers[1].image` (1 → 2)", "`containers[b]`"]);
        let turned = json!({"containers": [{"name": "b"}, {"name": "a", "image": "1"}]});
        assert_eq!(told(&old, &turned), ["`containers`"], "their order is a difference, too");
    }

    #[test]
    fn values_of_secrets_and_variables_are_not_shown() {
        let env = |value: &str| json!({"env": [{"name": "TOKEN", "value": value}], "data": {"key": value}});
        assert_eq!(told(&env("a"), &env("b")), ["`data.key`", "`env[0].value`"]);
    }
}
