//! What `kubectl apply` makes of an object that is there: a merge of three trees.

use super::{Data, key_of, pairs};

/// Fields of which a merge keeps only what is applied: one kind of strategy or of volume takes the place of another.
const RETAINED: &[&str] = &["strategy", "volumes", "resourceClaims"];

/// Lists of plain values to which a merge adds.
const SETS: &[&str] = &["finalizers"];

impl Data {
    /// Gives what becomes of this object, which is there, when `new` is applied: what `new` says replaces what is there,
    /// what `last` said and `new` no longer does goes, and everything else stays, because somebody else filled it in.
    ///
    /// Lists of named items are merged by name, in the order of `new`; all others are replaced whole.
    pub(crate) fn applied(&self, last: Option<&Self>, new: &Self) -> Self {
        value(self, last, new, &Step { field: "", path: String::new() })
    }
}

/// Is where a merge has got to.
struct Step<'a> {
    field: &'a str,
    path: String,
}

impl<'a> Step<'a> {
    fn into(&self, field: &'a str) -> Self {
        Self { field, path: format!("{}.{field}", self.path) }
    }

    /// Steps to an item of a list.
    fn item(&self) -> Self {
        Self { field: self.field, path: format!("{}[]", self.path) }
    }
}

fn value(live: &Data, last: Option<&Data>, new: &Data, at: &Step<'_>) -> Data {
    match (live, new) {
        (Data::Map(live), Data::Map(_)) => map(live, last, new, at),
        (Data::List(live), Data::List(new)) => {
            let last = if let Some(Data::List(last)) = last { last.as_slice() } else { &[] };
            // The volumes of an SCC are words, unlike those of a pod.
            let known = |key: &str| live.iter().chain(new).all(|item| item.get(&[key]).is_some());
            match key_of(at.field, &at.path).filter(|key| known(key)) {
                Some(key) => items(live, last, new, key, &at.item()),
                None if SETS.contains(&at.field) => set(live, last, new),
                None => Data::List(new.clone()),
            }
        }
        _ => new.clone(),
    }
}

fn map(live: &[(String, Data)], last: Option<&Data>, new: &Data, at: &Step<'_>) -> Data {
    let retained = RETAINED.contains(&at.field);
    let was = |key: &str| last.and_then(|last| last.get(&[key]));
    let mut merged = Vec::new();
    for (key, there) in live {
        match new.get(&[key]) {
            Some(Data::Null) => {}
            Some(applied) => merged.push((key.clone(), value(there, was(key), applied, &at.into(key)))),
            None if retained || was(key).is_some_and(|was| *was != Data::Null) => {}
            None => merged.push((key.clone(), there.clone())),
        }
    }
    if let Data::Map(new) = new {
        let added = new
            .iter()
            .filter(|(key, value)| *value != Data::Null && live.iter().all(|(there, _)| there != key));
        merged.extend(added.cloned());
    }
    Data::Map(merged)
}

/// Merges items that the API knows by a field. Those that only the cluster has keep their place before the item that
/// follows them there.
fn items(live: &[Data], last: &[Data], new: &[Data], key: &str, at: &Step<'_>) -> Data {
    let applied = pairs(new, live, key);
    let (was, noted) = (pairs(new, last, key), pairs(live, last, key));
    let mut stays: Vec<_> = noted.iter().map(Option::is_none).collect();
    applied.iter().flatten().for_each(|there| stays[*there] = false);
    let kept = |places: std::ops::Range<usize>| {
        places.filter(|there| stays[*there]).map(|there| live[there].clone()).collect::<Vec<_>>()
    };
    let mut merged = Vec::new();
    let mut passed = 0;
    for ((item, there), was) in new.iter().zip(&applied).zip(was) {
        let Some(there) = *there else {
            merged.push(item.clone());
            continue;
        };
        merged.extend(kept(passed..there));
        passed = passed.max(there + 1);
        merged.push(value(&live[there], was.map(|was| &last[was]), item, at));
    }
    merged.extend(kept(passed..live.len()));
    Data::List(merged)
}

fn set(live: &[Data], last: &[Data], new: &[Data]) -> Data {
    let stays = |item: &&Data| !new.contains(item) && !last.contains(item);
    Data::List(live.iter().filter(stays).chain(new).cloned().collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use serde_json::{Value, json};

    use super::Data;

    fn applied(live: &Value, last: &Value, new: &Value) -> Value {
        let data = |value: &Value| Data::of(value).unwrap();
        serde_json::to_value(data(live).applied(Some(&data(last)), &data(new))).unwrap()
    }

    #[test]
    fn what_nobody_mentions_stays_and_what_is_no_longer_said_goes() {
        let live = json!({"a": 1, "b": 2, "c": {"d": 3, "filled": 4}, "filled": 5});
        let last = json!({"a": 1, "b": 2, "c": {"d": 3}});
        let new = json!({"a": 7, "c": {"e": 8}});
        assert_eq!(applied(&live, &last, &new), json!({"a": 7, "c": {"filled": 4, "e": 8}, "filled": 5}));
        assert_eq!(applied(&live, &json!({}), &json!({"b": null}))["b"], Value::Null);
    }

    #[test]
    fn named_items_are_merged_and_those_of_the_cluster_keep_their_place() {
        let live = json!({"containers": [
            {"name": "injected"}, {"name": "a", "image": "1", "filled": true}, {"name": "gone"}, {"name": "late"},
        ]});
        let last = json!({"containers": [{"name": "a", "image": "1"}, {"name": "gone"}]});
        let new = json!({"containers": [{"name": "b"}, {"name": "a", "image": "2"}]});
        let merged = json!({"containers": [
            {"name": "b"}, {"name": "injected"}, {"name": "a", "image": "2", "filled": true}, {"name": "late"},
        ]});
        assert_eq!(applied(&live, &last, &new), merged);
    }

    #[test]
    fn items_in_another_order_take_that_order() {
        let live = json!({"env": [{"name": "A"}, {"name": "B"}]});
        let new = json!({"env": [{"name": "B"}, {"name": "A"}]});
        assert_eq!(applied(&live, &live, &new), new);
    }

    #[test]
    fn items_of_one_name_stay_apart() {
        let live = json!({"env": [{"name": "A", "value": "1"}, {"name": "A", "value": "2"}]});
        assert_eq!(applied(&live, &live, &live), live);
        let ports = json!({"containers": [{"name": "c", "ports": [
            {"containerPort": 53, "protocol": "UDP"}, {"containerPort": 53, "protocol": "TCP"},
        ]}]});
        assert_eq!(applied(&ports, &ports, &ports), ports);
    }

    #[test]
    fn one_kind_of_volume_takes_the_place_of_another() {
        let live = json!({"volumes": [{"name": "v", "emptyDir": {}}], "strategy": {"type": "A", "rollingUpdate": {}}});
        let new = json!({"volumes": [{"name": "v", "configMap": {"name": "c"}}], "strategy": {"type": "B"}});
        assert_eq!(applied(&live, &json!({}), &new), new);
    }

    #[test]
    fn other_lists_are_replaced_and_finalizers_are_added() {
        let live = json!({"args": ["a"], "finalizers": ["theirs", "was"]});
        let new = json!({"args": ["b", "c"], "finalizers": ["ours"]});
        let merged = json!({"args": ["b", "c"], "finalizers": ["theirs", "ours"]});
        assert_eq!(applied(&live, &json!({"finalizers": ["was"]}), &new), merged);
    }
}
