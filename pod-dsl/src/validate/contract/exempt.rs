//! Exemptions written into a manifest, each with its reason.
//!
//! ```yaml
//! metadata:
//!   annotations:
//!     allow.pod-dsl.dev/image-tag-floating: "a demonstration; it shall follow the newest"
//!     proxy.allow.pod-dsl.dev/port-needs-root: "the nodes open low ports to every user"
//! ```
//!
//! The first form holds for the whole object, the second for the container whose name stands in front: a container's name
//! is a DNS label, so both are legal keys of annotations. They stand at the object or at its template.

use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use crate::{
    intent::Intent,
    object::Object,
    validate::{Allowed, Finding, Rule, Severity},
};

use super::companions::pod_of;

/// The domain of the annotations.
const DOMAIN: &str = "allow.pod-dsl.dev";

static UNKNOWN: Rule = Rule::advice(
    Severity::Warning,
    "exemption-of-unknown-rule",
    "an exemption names a rule there is, and a container",
);
static UNREASONED: Rule =
    Rule::advice(Severity::Warning, "exemption-without-reason", "an exemption says why");
static POWERLESS: Rule = Rule::advice(
    Severity::Warning,
    "exemption-of-refusal",
    "what the cluster refuses cannot be allowed by an annotation of ours",
);

pub(super) static RULES: &[&Rule] = &[&POWERLESS, &UNKNOWN, &UNREASONED];

/// Holds the exemptions of an object.
#[derive(Debug, Default)]
pub(crate) struct Exemptions {
    all: Vec<Exemption>,
    /// The names of the containers, by list.
    containers: Vec<(&'static str, Vec<String>)>,
}

#[derive(Debug)]
struct Exemption {
    container: Option<String>,
    rule: String,
    reason: String,
    path: String,
}

impl Exemptions {
    /// Reads the annotations of an object and of its template.
    pub(crate) fn of(object: &Object) -> Self {
        let mut exemptions = Self::default();
        if let Some(pod) = pod_of(object, &Intent::default()) {
            let subject = pod.subject();
            exemptions.read(subject.owner, "metadata.annotations");
            if !subject.prefix.is_empty() {
                exemptions.read(subject.meta, &format!("{}metadata.annotations", subject.prefix));
            }
            let names = |containers: &[k8s_openapi::api::core::v1::Container]| {
                containers.iter().map(|container| container.name.clone()).collect()
            };
            let init = subject.spec.init_containers.as_deref().unwrap_or_default();
            exemptions.containers =
                vec![("initContainers", names(init)), ("containers", names(&subject.spec.containers))];
        } else if let Some(meta) = object.metadata() {
            exemptions.read(meta, "metadata.annotations");
        }
        exemptions
    }

    fn read(&mut self, meta: &ObjectMeta, path: &str) {
        for (key, reason) in meta.annotations.iter().flatten() {
            let Some((prefix, rule)) = key.split_once('/') else { continue };
            let container = match prefix.strip_suffix(DOMAIN) {
                Some("") => None,
                Some(name) if name.ends_with('.') => Some(name.trim_end_matches('.').to_owned()),
                _ => continue,
            };
            let (rule, reason) = (rule.to_owned(), reason.trim().to_owned());
            self.all.push(Exemption { container, rule, reason, path: format!("{path}[{key}]") });
        }
    }

    /// Parts findings into those that stand and those that are allowed; an exemption that is worth nothing is a finding.
    pub(crate) fn settle(
        &self,
        findings: Vec<Finding>,
        known: impl Fn(&str) -> bool,
    ) -> (Vec<Finding>, Vec<Allowed>) {
        let (mut standing, mut allowed) = (Vec::new(), Vec::new());
        let mut powerless = Vec::new();
        for finding in findings {
            let Some(exemption) = self.all.iter().find(|exemption| self.covers(exemption, &finding)) else {
                standing.push(finding);
                continue;
            };
            if finding.severity == Severity::Error && finding.stage.is_verdict() {
                let message =
                    format!("`{}` is a refusal of the cluster's, and nobody here can allow it", finding.rule);
                powerless.push(Finding::new(&POWERLESS, &exemption.path, message));
                standing.push(finding);
            } else {
                allowed.push(Allowed { finding, reason: exemption.reason.clone() });
            }
        }
        standing.extend(powerless);
        standing.extend(self.all.iter().filter_map(|exemption| self.fault(exemption, &known)));
        (standing, allowed)
    }

    fn covers(&self, exemption: &Exemption, finding: &Finding) -> bool {
        exemption.rule == finding.rule
            && !exemption.reason.is_empty()
            && exemption.container.as_deref().is_none_or(|name| self.container_of(finding) == Some(name))
    }

    fn container_of(&self, finding: &Finding) -> Option<&str> {
        let (list, index) = finding.container()?;
        let (_, names) = self.containers.iter().find(|(own, _)| *own == list)?;
        names.get(index).map(String::as_str)
    }

    fn fault(&self, exemption: &Exemption, known: &impl Fn(&str) -> bool) -> Option<Finding> {
        let Exemption { container, rule, reason, path } = exemption;
        if !known(rule) {
            let message = format!("`{rule}` is allowed, but there is no such rule");
            let mut finding = Finding::new(&UNKNOWN, path, message);
            finding.help("give the id that stands in brackets in the finding");
            return Some(finding);
        }
        let stranger =
            container.as_ref().filter(|name| !self.containers.iter().any(|(_, names)| names.contains(name)));
        if let Some(name) = stranger {
            let message = format!("`{rule}` is allowed for `{name}`, but there is no such container");
            return Some(Finding::new(&UNKNOWN, path, message));
        }
        if reason.is_empty() {
            let message = format!("`{rule}` is not allowed by this: the reason is empty");
            let mut finding = Finding::new(&UNREASONED, path, message);
            finding.help("say why, as the value of the annotation");
            return Some(finding);
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        target::Target,
        validate::{
            contract::Companions,
            decode::documents,
            foreign::{Judgement, judge_document},
        },
        yaml::source::Source,
    };

    fn judged(annotation: &str) -> Judgement {
        let text = format!(
            "apiVersion: v1\nkind: Pod\nmetadata:\n  name: shop\n  annotations:\n    {annotation}\nspec:\n  securityContext: {{runAsUser: 1000}}\n  containers:\n    - {{name: web, image: 'web:1', ports: [{{containerPort: 80}}]}}\n    - {{name: admin, image: 'web:1', ports: [{{containerPort: 81}}]}}\n"
        );
        let source = Source::new("a.yaml", text.as_bytes());
        let document = documents(&source).next().unwrap();
        judge_document(
            &document,
            &Target::kubernetes(),
            crate::KubeVersion::DEFAULT,
            &Companions::default(),
            None,
        )
    }

    fn of(judgement: &Judgement, rule: &str) -> (usize, usize) {
        let standing = judgement.findings.iter().filter(|finding| finding.rule == rule).count();
        (standing, judgement.allowed.iter().filter(|allowed| allowed.finding.rule == rule).count())
    }

    #[test]
    fn an_annotation_allows_a_rule_in_the_object_or_in_one_container() {
        assert_eq!(of(&judged("a: b"), "port-needs-root"), (2, 0));
        assert_eq!(of(&judged("allow.pod-dsl.dev/port-needs-root: lab"), "port-needs-root"), (0, 2));
        let one = judged("web.allow.pod-dsl.dev/port-needs-root: lab");
        assert_eq!(of(&one, "port-needs-root"), (1, 1));
        assert_eq!(one.allowed[0].reason, "lab");
    }

    #[test]
    fn an_exemption_that_is_worth_nothing_is_told() {
        for (annotation, rule) in [
            ("allow.pod-dsl.dev/port-needs-root: ''", "exemption-without-reason"),
            ("allow.pod-dsl.dev/no-such-rule: x", "exemption-of-unknown-rule"),
            ("db.allow.pod-dsl.dev/port-needs-root: x", "exemption-of-unknown-rule"),
        ] {
            let judgement = judged(annotation);
            assert_eq!(of(&judgement, rule), (1, 0), "{annotation}: {:?}", judgement.findings);
            assert_eq!(of(&judgement, "port-needs-root"), (2, 0));
        }
    }
}
