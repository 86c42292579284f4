//! Objects that came as data: judged by the rules of their kind where it is known here.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{
    api,
    finding::Stage,
    judge::{Form, Judge},
    newer,
    path::Path,
    rule::{Rule, Severity},
};
use crate::object::Data;

static FIELD_UNKNOWN: Rule = decode("field-unknown", "a field is one that the kind has");
static OBJECT_MALFORMED: Rule = decode("object-malformed", "every value has the type of its field");

pub(super) static RULES: &[&Rule] = &[&FIELD_UNKNOWN, &OBJECT_MALFORMED];

const fn decode(id: &'static str, summary: &'static str) -> Rule {
    Rule { id, stage: Stage::Decode, severity: Severity::Error, cause: None, summary }
}

/// Judges an object given as data and tells whether its kind is known.
pub(super) fn check(j: &mut Judge, data: &Data) -> bool {
    let text = |key| data.get(&[key]).and_then(Data::as_str).unwrap_or_default();
    match (text("apiVersion"), text("kind")) {
        ("v1", "Pod") => typed(j, data, api::pod),
        ("v1", "ConfigMap") => typed(j, data, api::config_map),
        ("v1", "Secret") => typed(j, data, api::secret),
        ("v1", "Service") => typed(j, data, api::service),
        ("v1", "PersistentVolumeClaim") => typed(j, data, api::claim),
        ("v1", "PodTemplate") => template(j, data, api::pod_template),
        ("v1", "ReplicationController") => template(j, data, api::replication_controller),
        ("apps/v1", "Deployment") => template(j, data, api::deployment),
        ("apps/v1", "ReplicaSet") => template(j, data, api::replica_set),
        ("apps/v1", "StatefulSet") => template(j, data, api::stateful_set),
        ("apps/v1", "DaemonSet") => template(j, data, api::daemon_set),
        _ => return false,
    }
    true
}

/// Judges an object that holds a template of pods.
fn template<T: DeserializeOwned + serde::Serialize>(
    j: &mut Judge,
    data: &Data,
    judge: impl FnOnce(&mut Judge, &T),
) {
    j.form = Form::Template;
    typed(j, data, judge);
}

/// Reads the data as its type and judges it; a field that the type has no place for is refused, as a strict server does.
fn typed<T: DeserializeOwned + serde::Serialize>(
    j: &mut Judge,
    data: &Data,
    judge: impl FnOnce(&mut Judge, &T),
) {
    let read = serde_json::to_value(data).and_then(serde_json::from_value::<T>);
    let object = match read {
        Ok(object) => object,
        Err(error) => {
            j.report(&OBJECT_MALFORMED, &Path::root(""), error);
            return;
        }
    };
    if let Ok(kept) = serde_json::to_value(&object) {
        unknown_fields(j, data, &kept, &Path::root(""));
    }
    newer::check(j, &object);
    judge(j, &object);
}

/// Reports what the type did not take.
fn unknown_fields(j: &mut Judge, given: &Data, kept: &Value, path: &Path<'_>) {
    match (given, kept) {
        (Data::Map(entries), Value::Object(kept)) => {
            for (key, value) in entries.iter().filter(|(_, value)| *value != Data::Null) {
                let path = path.field(key);
                match kept.get(key) {
                    Some(kept) => unknown_fields(j, value, kept, &path),
                    None => {
                        j.report(&FIELD_UNKNOWN, &path, format!("`{path}` is no field of its kind"))
                            .help("mend its spelling, capitals included, or drop it");
                    }
                }
            }
        }
        (Data::List(items), Value::Array(kept)) => {
            for (index, (item, kept)) in items.iter().zip(kept).enumerate() {
                unknown_fields(j, item, kept, &path.index(index));
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::prelude::*;

    fn found(object: &Value) -> Vec<(String, String)> {
        let bundle = Bundle::new().add_object(object).unwrap();
        let report = bundle.check(&Target::kubernetes());
        report.errors().map(|finding| (finding.rule.to_owned(), finding.path.clone())).collect()
    }

    fn service(spec: &Value) -> Value {
        json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}, "spec": spec})
    }

    #[test]
    fn data_of_a_known_kind_is_judged() {
        assert_eq!(found(&service(&json!({"ports": [{"port": 80}], "selector": {"app": "web"}}))), []);
        let refused = found(&service(&json!({"ports": [{"port": 0}]})));
        assert!(refused.iter().any(|(_, path)| path == "spec.ports[0].port"), "{refused:?}");
    }

    #[test]
    fn a_field_that_the_kind_lacks_is_refused() {
        let refused = found(&service(&json!({"ports": [{"port": 80, "targetport": 8080}]})));
        assert_eq!(refused, [("field-unknown".to_owned(), "spec.ports[0].targetport".to_owned())]);
        let refused = found(&service(&json!({"ports": "80"})));
        assert_eq!(refused[0].0, "object-malformed");
    }
}
