//! What the server's answer does not tell: that a template's pods can never be created, and what a verdict rests on.

mod assumes;
mod template;

pub(crate) use assumes::check as assumes;
pub(crate) use template::{Template, made_pod_name, must_run, refused_pods};

use super::Rule;

/// Lists the rules of both parts.
pub(crate) static AREA: &[&[&Rule]] = &[assumes::RULES, template::RULES];
