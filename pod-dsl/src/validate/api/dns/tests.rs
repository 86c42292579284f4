use crate::validate::{
    Path,
    api::metadata::tests::{bring, padded, text},
    trials::{Case, Trial},
};

macro_rules! pod {
    ($spec:literal) => {
        concat!(r#"{"kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[],"#, $spec, "}}")
    };
}

const INVALID: &str = "FieldValueInvalid";
static LONG_SEARCH: [u8; 2300] = padded(
    r#"{"kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[],"dnsConfig":{"searches":[""#,
    r#""]}}}"#,
);

#[rustfmt::skip]
pub(crate) const CASES: &[Case] = &[
    ("", pod!(r#""dnsPolicy":"None","dnsConfig":{"nameservers":["10.0.0.1","2001:db8::1"],"searches":["example.com.","_tcp.example.com","."],"options":[{"name":"ndots","value":"2"}]}"#), &[]),
    ("", pod!(r#""hostAliases":[{"ip":"127.0.0.1","hostnames":["one.local","two.local"]}]"#), &[]),
    ("dns-policy-unknown", pod!(r#""dnsPolicy":"Cluster""#), &[("FieldValueNotSupported", "spec.dnsPolicy")]),
    ("dns-config-missing", pod!(r#""dnsPolicy":"None""#), &[("FieldValueRequired", "spec.dnsConfig")]),
    ("dns-nameserver-missing", pod!(r#""dnsPolicy":"None","dnsConfig":{"searches":["-"]}"#), &[("FieldValueRequired", "spec.dnsConfig.nameservers")]),
    ("dns-nameservers-too-many", pod!(r#""dnsConfig":{"nameservers":["10.0.0.1","10.0.0.2","10.0.0.3","10.0.0.4"]}"#), &[(INVALID, "spec.dnsConfig.nameservers")]),
    ("dns-nameserver-malformed", pod!(r#""dnsConfig":{"nameservers":["10.0.0.1","010.0.0.1"]}"#), &[(INVALID, "spec.dnsConfig.nameservers[1]")]),
    ("dns-searches-too-many", pod!(r#""dnsConfig":{"searches":["a","a","a","a","a","a","a","a","a","a","a","a","a","a","a","a","a","a","a","a","a","a","a","a","a","a","a","a","a","a","a","a","a"]}"#), &[(INVALID, "spec.dnsConfig.searches")]),
    ("dns-searches-too-long", text(&LONG_SEARCH), &[(INVALID, "spec.dnsConfig.searches"), (INVALID, "spec.dnsConfig.searches[0]")]),
    ("dns-search-malformed", pod!(r#""dnsConfig":{"searches":["Example.com"]}"#), &[(INVALID, "spec.dnsConfig.searches[0]")]),
    ("dns-option-name-missing", pod!(r#""dnsConfig":{"options":[{"value":"2"}]}"#), &[("FieldValueRequired", "spec.dnsConfig.options[0]")]),
    ("host-alias-ip-malformed", pod!(r#""hostAliases":[{"ip":"::ffff:10.0.0.1"}]"#), &[(INVALID, "spec.hostAliases[0].ip")]),
    ("host-alias-hostname-malformed", pod!(r#""hostAliases":[{"ip":"10.0.0.1","hostnames":["a_b"]}]"#), &[(INVALID, "spec.hostAliases[0].hostnames[0]")]),
];

pub(crate) fn trials() -> Vec<Trial> {
    bring(CASES, |j, seen| super::check(j, &seen.spec, &Path::root("spec")))
}
