//! What the server's answer does not tell: that a template's pods can never be created, and what a verdict rests on.

mod assumes;
mod template;

pub(crate) use assumes::check as assumes;
pub(crate) use template::{Template, made_pod_name, must_run, refused_pods};

use super::Rule;

/// Lists the rules of both parts.
pub(crate) static AREA: &[&[&Rule]] = &[assumes::RULES, template::RULES];

#[cfg(test)]
pub(super) mod tests {
    use crate::{
        KubeVersion,
        validate::trials::{Case, Trial},
    };

    macro_rules! pod {
        ($spec:literal) => {
            concat!(
                r#"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[{"name":"c","image":"i"}],"#,
                $spec,
                "}}"
            )
        };
    }
    macro_rules! deployment {
        ($image:literal) => {
            concat!(
                r#"{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"a"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"#,
                $image,
                "}]}}}}"
            )
        };
    }

    #[rustfmt::skip]
    const CASES: &[Case] = &[
        ("", pod!(r#""runtimeClassName":"kata","overhead":{"cpu":"1"}"#), &[]),
        ("pod-overhead-without-runtime-class", pod!(r#""overhead":{"cpu":"1"}"#), &[("pod-overhead-without-runtime-class", "spec.overhead")]),
        ("", deployment!(r#""i""#), &[]),
        ("template-pods-refused", deployment!(r#"" i""#), &[("template-pods-refused", "spec.template.spec.containers[0].image")]),
    ];

    pub(crate) fn trials() -> Vec<Trial> {
        CASES.iter().map(|case| Trial::document(KubeVersion::DEFAULT.minor(), case)).collect()
    }
}
