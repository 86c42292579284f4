use serde_json::Value;

use crate::validate::{
    Judge,
    api::whole,
    trials::{Case, Trial},
};

const INVALID: &str = "FieldValueInvalid";
const REQUIRED: &str = "FieldValueRequired";

macro_rules! map {
    ($rest:literal) => {
        concat!(r#"{"kind":"ConfigMap","metadata":{"name":"a"},"#, $rest, "}")
    };
}
macro_rules! secret {
    ($type:literal, $data:literal) => {
        concat!(
            r#"{"kind":"Secret","metadata":{"name":"a"},"type":""#,
            $type,
            r#"","stringData":{"#,
            $data,
            "}}"
        )
    };
}

/// Repeats a literal sixteen times.
macro_rules! sixteen {
    ($($text:tt)*) => {
        concat!(
            $($text)*, $($text)*, $($text)*, $($text)*, $($text)*, $($text)*, $($text)*, $($text)*,
            $($text)*, $($text)*, $($text)*, $($text)*, $($text)*, $($text)*, $($text)*, $($text)*
        )
    };
}
/// Stands for 1 MiB of text, which a constant function would take too long to make.
macro_rules! mebibyte {
    () => {
        sixteen!(sixteen!(sixteen!(sixteen!("0123456789abcdef"))))
    };
}

#[rustfmt::skip]
pub(crate) const CASES: &[Case] = &[
    ("", r#"{"kind":"ConfigMap","metadata":{"name":"a"}}"#, &[]),
    ("", map!(r#""data":{"app.conf":"x","_A-1":""},"binaryData":{"b":"AAE="}"#), &[]),
    ("", concat!(r#"{"kind":"ConfigMap","metadata":{"name":"a"},"data":{"a":""#, mebibyte!(), r#""}}"#), &[]),
    ("config-map-key-malformed", map!(r#""data":{"a/b":""}"#), &[(INVALID, "data[a/b]")]),
    ("config-map-key-malformed", map!(r#""binaryData":{"..":""}"#), &[(INVALID, "binaryData[..]")]),
    ("config-map-key-twice", map!(r#""data":{"a":""},"binaryData":{"a":""}"#), &[(INVALID, "data[a]")]),
    ("config-map-too-large", concat!(r#"{"kind":"ConfigMap","metadata":{"name":"a"},"binaryData":{"b":"AA=="},"data":{"a":""#, mebibyte!(), r#""}}"#), &[("FieldValueTooLong", "[]")]),
    ("", r#"{"kind":"Secret","metadata":{"name":"a"},"data":{"a":"AAE="}}"#, &[]),
    ("", secret!("example.com/any", ""), &[]),
    ("secret-key-malformed", secret!("Opaque", r#""a b":"""#), &[(INVALID, "data[a b]")]),
    ("secret-too-large", concat!(r#"{"kind":"Secret","metadata":{"name":"a"},"data":{"b":"AA=="},"stringData":{"a":""#, mebibyte!(), r#""}}"#), &[("FieldValueTooLong", "data")]),
    ("", r#"{"kind":"Secret","metadata":{"name":"a","annotations":{"kubernetes.io/service-account.name":"web"}},"type":"kubernetes.io/service-account-token"}"#, &[]),
    ("secret-account-missing", secret!("kubernetes.io/service-account-token", ""),
        &[(REQUIRED, "metadata.annotations[kubernetes.io/service-account.name]")]),
    ("", secret!("kubernetes.io/dockercfg", r#"".dockercfg":" {\"a\":[1]}\n""#), &[]),
    ("", secret!("kubernetes.io/dockerconfigjson", r#"".dockerconfigjson":"null""#), &[]),
    ("secret-registry-malformed", secret!("kubernetes.io/dockerconfigjson", r#"".dockerconfigjson":"[]""#), &[(INVALID, "data[.dockerconfigjson]")]),
    ("secret-registry-malformed", secret!("kubernetes.io/dockercfg", r#"".dockercfg":"{""#), &[(INVALID, "data[.dockercfg]")]),
    ("secret-part-missing", secret!("kubernetes.io/dockercfg", r#"".dockerconfigjson":"{}""#), &[(REQUIRED, "data[.dockercfg]")]),
    ("secret-part-missing", secret!("kubernetes.io/basic-auth", ""), &[(REQUIRED, "data[username]"), (REQUIRED, "data[password]")]),
    ("", secret!("kubernetes.io/basic-auth", r#""password":"""#), &[]),
    ("secret-part-missing", secret!("kubernetes.io/ssh-auth", r#""ssh-privatekey":"""#), &[(REQUIRED, "data[ssh-privatekey]")]),
    ("", secret!("kubernetes.io/ssh-auth", r#""ssh-privatekey":"k""#), &[]),
    ("secret-part-missing", secret!("kubernetes.io/tls", r#""tls.crt":"""#), &[(REQUIRED, "data[tls.key]")]),
    ("", secret!("kubernetes.io/tls", r#""tls.crt":"","tls.key":"""#), &[]),
];

pub(crate) fn trials() -> Vec<Trial> {
    let check = |j: &mut Judge, object: Value| match object["kind"].as_str() {
        Some("Secret") => super::secret(j, &serde_json::from_value(object).unwrap()),
        _ => super::config_map(j, &serde_json::from_value(object).unwrap()),
    };
    whole::bring(check, CASES, &[])
}
