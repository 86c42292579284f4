//! An image has no tag, or the tag `latest`.

use super::{ContractRule, Example, context::Context, rule::Check};
use crate::{
    grammar::parse_image,
    validate::{Finding, Rule, Severity},
};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::advice(Severity::Warning, "image-tag-floating", "an image is pinned to a version or a digest"),
    guessed: Severity::Warning,
    references: &["M06"],
    doc: "
Without a tag, and with the tag `latest`, the node pulls what is newest when the pod starts there: two pods of one workload run
different programs, and nobody can go back to what ran before.

Name a version, or a digest. Where a tool writes the tag later, allow the rule for the file.
",
    bad: Example::Yaml("
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: nginx
"),
    good: Example::Yaml("
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: web
      image: nginx:1.29
"),
    check: Check::pod(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for member in context.all() {
        let container = context.container(member);
        let Some(image) = container.image.as_deref().and_then(|image| parse_image(image).ok()) else {
            continue;
        };
        if image.digest().is_some() || !image.is_latest() {
            continue;
        }
        let what = if image.tag().is_some() { "the tag `latest`" } else { "no tag" };
        let message = format!("the image of `{}` has {what}, so what runs changes by itself", container.name);
        let mut finding = RULE.seen(context.at(member, "image"), message);
        finding.help("name a version or a digest");
        found.push(finding);
    }
}
