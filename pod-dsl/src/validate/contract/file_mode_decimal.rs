//! A file mode was meant octal and is read as decimal.

use k8s_openapi::api::core::v1::KeyToPath;

use super::{ContractRule, Example, context::Context, rule::Check};
use crate::validate::{Finding, Rule, Severity};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::advice(Severity::Warning, "file-mode-decimal", "a file mode is 0644 in YAML or 420 in JSON"),
    guessed: Severity::Warning,
    references: &["V13"],
    doc: "
File modes are thought of in octal, and YAML reads `644` as a decimal number: it is 01204 in octal, with the sticky bit, and
nobody may read. `0644` with its leading zero is octal to kubectl and oc (YAML 1.1) and decimal to tools that read YAML 1.2,
and JSON has no octal numbers at all.

Write `0644`, or 420, which every reader takes alike. In Rust a mode is a number of Rust's: `0o644`.
",
    bad: Example::Yaml("
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: example.com/web:1
      volumeMounts: [{name: key, mountPath: /etc/web}]
  volumes:
    - name: key
      secret: {secretName: web, defaultMode: 400}
"),
    good: Example::Yaml("
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: example.com/web:1
      volumeMounts: [{name: key, mountPath: /etc/web}]
  volumes:
    - name: key
      secret: {secretName: web, defaultMode: 0400}
"),
    check: Check::pod(check),
};

/// Modes that people mean, as the decimal number that their digits make.
const MEANT: &[i32] =
    &[400, 440, 444, 500, 550, 555, 600, 640, 644, 660, 664, 666, 700, 750, 755, 770, 775, 777];

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for (at, volume) in context.spec().volumes.iter().flatten().enumerate() {
        let at = format!("volumes[{at}]");
        if let Some(source) = &volume.config_map {
            files(context, &format!("{at}.configMap"), source.default_mode, source.items.as_deref(), found);
        }
        if let Some(source) = &volume.secret {
            files(context, &format!("{at}.secret"), source.default_mode, source.items.as_deref(), found);
        }
        if let Some(source) = &volume.downward_api {
            mode(context, &format!("{at}.downwardAPI.defaultMode"), source.default_mode, found);
            for (index, item) in source.items.iter().flatten().enumerate() {
                mode(context, &format!("{at}.downwardAPI.items[{index}].mode"), item.mode, found);
            }
        }
        let Some(projected) = &volume.projected else { continue };
        mode(context, &format!("{at}.projected.defaultMode"), projected.default_mode, found);
        for (index, source) in projected.sources.iter().flatten().enumerate() {
            let at = format!("{at}.projected.sources[{index}]");
            if let Some(source) = &source.config_map {
                files(context, &format!("{at}.configMap"), None, source.items.as_deref(), found);
            }
            if let Some(source) = &source.secret {
                files(context, &format!("{at}.secret"), None, source.items.as_deref(), found);
            }
        }
    }
}

fn files(
    context: &Context<'_>,
    path: &str,
    default: Option<i32>,
    items: Option<&[KeyToPath]>,
    found: &mut Vec<Finding>,
) {
    mode(context, &format!("{path}.defaultMode"), default, found);
    for (at, item) in items.into_iter().flatten().enumerate() {
        mode(context, &format!("{path}.items[{at}].mode"), item.mode, found);
    }
}

fn mode(context: &Context<'_>, path: &str, mode: Option<i32>, found: &mut Vec<Finding>) {
    let Some(mode) = mode.filter(|mode| MEANT.contains(mode)) else { return };
    let meant = i32::from_str_radix(&mode.to_string(), 8).unwrap_or_default();
    let message = format!(
        "this file mode is decimal {mode}, which is {mode:#06o} in octal, where 0{mode} is likely meant"
    );
    let mut finding = RULE.seen(context.in_spec(path), message.replace("0o", "0"));
    finding.help(format!("write 0{mode}, or {meant}"));
    found.push(finding);
}
