//! What changes between two trees of data, and how one is merged into another.

use std::collections::{BTreeMap, VecDeque};

use serde::Serialize;

use super::Data;

/// The lists whose items the API knows by a field, with that field. `ports` is the one name that has two.
const KEYS: &[(&str, &str)] = &[
    ("containers", "name"),
    ("initContainers", "name"),
    ("ephemeralContainers", "name"),
    ("volumes", "name"),
    ("env", "name"),
    ("volumeMounts", "mountPath"),
    ("volumeDevices", "devicePath"),
    ("imagePullSecrets", "name"),
    ("secrets", "name"),
    ("hostAliases", "ip"),
    ("resourceClaims", "name"),
    ("schedulingGates", "name"),
    ("topologySpreadConstraints", "topologyKey"),
    ("ownerReferences", "uid"),
];

/// The lists in which an item that is not there is most likely a name misspelt.
const CONTAINERS: &[&str] = &["containers", "initContainers", "ephemeralContainers"];

/// Says in a list or map of a merge what becomes of it.
const DIRECTIVE: &str = "$patch";

/// Tells what a merge does with a container that is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// It is a fault.
    Refused,
    /// It is added.
    Added,
}

/// Is something in a merge that cannot be carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmerged {
    /// The path of what was to be changed.
    pub path: String,
    /// Why it cannot be.
    pub message: String,
}

impl Data {
    /// Takes any value that serialises, its fields in the order of its type.
    ///
    /// # Errors
    /// Whatever `serde` says where it cannot be serialised.
    pub fn of(value: &(impl Serialize + ?Sized)) -> Result<Self, serde_json::Error> {
        serde_json::from_str(&serde_json::to_string(value)?)
    }

    /// Merges partial data into this: maps field by field, lists of the API's named items (containers, volumes,
    /// variables, …) by their names, all other lists whole. `null` takes a field away, and an item with
    /// `$patch: delete` is taken out of its list.
    ///
    /// What hits nothing is given back, and everything else is done.
    pub fn merge(&mut self, partial: &Self, missing: Missing) -> Vec<Unmerged> {
        let mut merge = Merge { missing, faults: Vec::new() };
        merge.value(self, partial, "", "");
        merge.faults
    }

    /// Lists the paths at which another tree differs, in the API's spelling: the deepest that say it.
    pub fn differences(&self, other: &Self) -> Vec<String> {
        let mut paths = Vec::new();
        differ(self, other, String::new(), &mut paths);
        paths
    }

    /// Puts the fields that another tree has, too, into its order; new ones follow.
    #[cfg(feature = "patch")]
    pub(crate) fn order_like(&mut self, other: &Self) {
        match (self, other) {
            (Self::Map(ours), Self::Map(theirs)) => {
                ours.sort_by_key(|(key, _)| {
                    theirs.iter().position(|(other, _)| other == key).unwrap_or(usize::MAX)
                });
                for (key, value) in ours {
                    if let Some(other) = other.get(&[key]) {
                        value.order_like(other);
                    }
                }
            }
            (Self::List(ours), Self::List(theirs)) => {
                ours.iter_mut().zip(theirs).for_each(|(one, other)| one.order_like(other));
            }
            _ => {}
        }
    }

    /// Steps along keys for a change.
    fn entry(&mut self, key: &str) -> Option<&mut Self> {
        let Self::Map(entries) = self else { return None };
        entries.iter_mut().find(|(name, _)| name == key).map(|(_, value)| value)
    }
}

struct Merge {
    missing: Missing,
    faults: Vec<Unmerged>,
}

impl Merge {
    fn fault(&mut self, path: &str, message: String) {
        self.faults.push(Unmerged { path: path.to_owned(), message });
    }

    fn value(&mut self, base: &mut Data, partial: &Data, field: &str, path: &str) {
        match (&mut *base, partial) {
            (Data::Map(_), Data::Map(entries)) => self.map(base, entries, path),
            (Data::List(items), Data::List(partial)) => match key_of(field, path) {
                Some(key) => self.list(items, partial, (field, key), path),
                None => partial.clone_into(items),
            },
            _ => *base = partial.clone(),
        }
    }

    fn map(&mut self, base: &mut Data, partial: &[(String, Data)], path: &str) {
        for (key, value) in partial {
            let path = join(path, key);
            match (base.entry(key), value) {
                (None, Data::Null) => self.fault(&path, format!("there is no `{key}` to take away")),
                (Some(_), Data::Null) => {
                    if let Data::Map(entries) = base {
                        entries.retain(|(name, _)| name != key);
                    }
                }
                (Some(inner), value) => self.value(inner, value, key, &path),
                (None, value) => {
                    // Into an empty one of its form, so that what it takes away or looks for is missed here, too.
                    let mut inner = match value {
                        Data::Map(_) => Data::Map(Vec::new()),
                        Data::List(_) => Data::List(Vec::new()),
                        _ => Data::Null,
                    };
                    self.value(&mut inner, value, key, &path);
                    if let Data::Map(entries) = base {
                        entries.push((key.clone(), inner));
                    }
                }
            }
        }
    }

    fn list(&mut self, items: &mut Vec<Data>, partial: &[Data], (field, key): (&str, &str), path: &str) {
        for item in partial {
            let Some(name) = item.get(&[key]) else {
                self.fault(
                    path,
                    format!("each item of `{field}` is known by its `{key}`, and this one has none"),
                );
                continue;
            };
            let shown = shown(name);
            let at = items.iter().position(|item| item.get(&[key]) == Some(name));
            let deletes = item.get(&[DIRECTIVE]).and_then(Data::as_str) == Some("delete");
            match at {
                Some(at) if deletes => drop(items.remove(at)),
                Some(at) => self.value(&mut items[at], item, field, &format!("{path}[{at}]")),
                None if deletes || (CONTAINERS.contains(&field) && self.missing == Missing::Refused) => {
                    let known: Vec<_> =
                        items.iter().filter_map(|item| item.get(&[key])).map(self::shown).collect();
                    let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
                    self.fault(path, format!("`{field}` has no item `{shown}`; there is {known}"));
                }
                None => items.push(item.clone()),
            }
        }
    }
}

/// Gives the field by which the API knows the items of a list.
pub(crate) fn key_of(field: &str, path: &str) -> Option<&'static str> {
    if field == "ports" {
        // Those of an EndpointSlice, which has no spec, are one value.
        if path.trim_start_matches('.') == field {
            return None;
        }
        return Some(if path.contains("ontainers[") { "containerPort" } else { "port" });
    }
    KEYS.iter().find(|(list, _)| *list == field).map(|(_, key)| *key)
}

/// Finds for each item of a list the one of another list that the API takes for the same, by the field by which it knows
/// them. Ports of one number are told apart by their protocols, and of items of one name the first is the first's.
pub(crate) fn pairs(items: &[Data], others: &[Data], key: &str) -> Vec<Option<usize>> {
    let label = |item: &Data| {
        let name = match item.get(&[key])? {
            Data::Text(text) => text.clone(),
            other => serde_json::to_string(other).ok()?,
        };
        let protocol = item.get(&["protocol"]).and_then(Data::as_str).filter(|text| !text.is_empty());
        let port = matches!(key, "containerPort" | "port");
        Some((name, if port { protocol.unwrap_or("TCP").to_owned() } else { String::new() }))
    };
    let mut free: BTreeMap<_, VecDeque<usize>> = BTreeMap::new();
    for (at, other) in others.iter().enumerate() {
        if let Some(label) = label(other) {
            free.entry(label).or_default().push_back(at);
        }
    }
    items.iter().map(|item| free.get_mut(&label(item)?)?.pop_front()).collect()
}

fn shown(value: &Data) -> String {
    match value {
        Data::Text(text) => text.clone(),
        Data::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

/// Spells a step into a map: a key that is no word stands in brackets, as the API server writes it.
pub(crate) fn join(path: &str, key: &str) -> String {
    let word = key.chars().all(|character| character.is_ascii_alphanumeric() || character == '_');
    match (path, word) {
        ("", _) => key.to_owned(),
        (path, true) => format!("{path}.{key}"),
        (path, false) => format!("{path}[{key}]"),
    }
}

fn differ(one: &Data, other: &Data, path: String, paths: &mut Vec<String>) {
    match (one, other) {
        (Data::Map(ours), Data::Map(theirs)) => {
            for (key, value) in ours {
                match other.get(&[key]) {
                    Some(other) => differ(value, other, join(&path, key), paths),
                    None => paths.push(join(&path, key)),
                }
            }
            let new = theirs.iter().filter(|(key, _)| one.get(&[key]).is_none());
            paths.extend(new.map(|(key, _)| join(&path, key)));
        }
        (Data::List(ours), Data::List(theirs)) => {
            for at in 0..ours.len().max(theirs.len()) {
                let path = format!("{path}[{at}]");
                match (ours.get(at), theirs.get(at)) {
                    (Some(one), Some(other)) => differ(one, other, path, paths),
                    _ => paths.push(path),
                }
            }
        }
        _ if one == other => {}
        _ => paths.push(path),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use serde_json::{Value, json};

    use super::{Data, Missing};

    fn data(value: &Value) -> Data {
        Data::of(value).unwrap()
    }

    fn merged(base: &Value, partial: &Value) -> (Value, Vec<String>) {
        let mut tree = data(base);
        let faults = tree.merge(&data(partial), Missing::Refused);
        (serde_json::to_value(tree).unwrap(), faults.into_iter().map(|fault| fault.path).collect())
    }

    #[test]
    fn items_are_known_by_name_and_keep_their_place() {
        let base =
            json!({"containers": [{"name": "a", "args": ["x"]}, {"name": "b", "env": [{"name": "E"}]}]});
        let partial = json!({"containers": [
            {"name": "b", "env": [{"name": "F", "value": "1"}]},
            {"name": "a", "args": ["y"]},
        ]});
        let expected = json!({"containers": [
            {"name": "a", "args": ["y"]},
            {"name": "b", "env": [{"name": "E"}, {"name": "F", "value": "1"}]},
        ]});
        assert_eq!(merged(&base, &partial), (expected, Vec::new()));
    }

    #[test]
    fn null_takes_away_and_what_is_not_there_is_missed() {
        let base = json!({"a": 1, "b": {"c": 2}, "volumes": [{"name": "v"}]});
        let partial = json!({"a": null, "b": {"d": null}, "volumes": [{"name": "w", "$patch": "delete"}]});
        let (tree, faults) = merged(&base, &partial);
        assert_eq!(tree, json!({"b": {"c": 2}, "volumes": [{"name": "v"}]}));
        assert_eq!(faults, ["b.d", "volumes"]);
        let (tree, faults) = merged(&base, &json!({"volumes": [{"name": "v", "$patch": "delete"}]}));
        assert_eq!((tree["volumes"].clone(), faults.len()), (json!([]), 0));
    }

    #[test]
    fn a_container_that_is_not_there_is_missed_in_a_new_list_too() {
        let (_, faults) = merged(&json!({"spec": {}}), &json!({"spec": {"initContainers": [{"name": "x"}]}}));
        assert_eq!(faults, ["spec.initContainers"]);
    }

    #[test]
    fn ports_are_known_by_number() {
        let base = json!({"spec": {"ports": [{"port": 80, "name": "http"}]}});
        let (tree, _) = merged(&base, &json!({"spec": {"ports": [{"port": 80, "nodePort": 30080}]}}));
        assert_eq!(tree["spec"]["ports"], json!([{"port": 80, "name": "http", "nodePort": 30080}]));
    }

    #[test]
    fn differences_are_told_where_they_are() {
        let one = data(&json!({"a": {"b": [1, 2]}, "labels": {"x/y": "1"}, "gone": 1}));
        let other = data(&json!({"a": {"b": [1, 3, 4]}, "labels": {"x/y": "2"}, "new": 1}));
        assert_eq!(one.differences(&other), ["a.b[1]", "a.b[2]", "gone", "labels[x/y]", "new"]);
        assert_eq!(one.differences(&one), [""; 0]);
    }
}
