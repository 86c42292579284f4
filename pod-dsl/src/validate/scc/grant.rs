//! What an administrator applies, so that a pod is admitted: an account, the right to use an SCC, and the SCC where it is
//! the cluster's own.

use std::fmt::{self, Write as _};

use k8s_openapi::{
    api::{
        core::v1::ServiceAccount,
        rbac::v1::{PolicyRule, Role, RoleBinding, RoleRef, Subject},
    },
    apimachinery::pkg::apis::meta::v1::ObjectMeta,
};

use super::{
    Refusal,
    choose::name_of,
    solver::{Origin, Solution},
};
use crate::object::Object;

/// The API group of SCCs.
const GROUP: &str = "security.openshift.io";
/// The API group of roles.
const RBAC: &str = "rbac.authorization.k8s.io";

/// The account of every pod that names none; each project has it.
const DEFAULT: &str = "default";

/// So many of the things that one SCC refuses are listed.
const REASONS: usize = 3;

impl Solution {
    /// Gives the name of the account that is granted the SCC: the one that was named by [`granted_to`](Self::granted_to),
    /// else the pod's own, or one named after the pod. Every pod of a project that names none runs as `default`, so a
    /// grant to that one is a grant to all of them, and has to be asked for.
    pub fn account(&self) -> &str {
        let own = || self.account.as_deref().filter(|account| *account != DEFAULT);
        self.granted_to.as_deref().or_else(own).unwrap_or(&self.pod)
    }

    /// Grants the SCC to another account, such as `default`.
    #[must_use]
    pub fn granted_to(mut self, account: impl Into<String>) -> Self {
        self.granted_to = Some(account.into());
        self
    }

    /// Gives the project the pod says it goes into.
    pub fn project(&self) -> Option<&str> {
        self.namespace.as_deref()
    }

    /// Gives what an administrator applies in a project, in an order that applies: the `ServiceAccount`, where it is not
    /// `default`, which every project has; the SCC and a `Role` that may use it, where it is the cluster's own; and the `RoleBinding`. It is empty where every user of a
    /// project may use the SCC.
    ///
    /// ```
    /// use pod_dsl::{Target, k8s, validate::scc};
    ///
    /// let pod: k8s::Pod = serde_json::from_value(serde_json::json!({
    ///     "metadata": { "name": "web" },
    ///     "spec": {
    ///         "securityContext": { "runAsUser": 1000 },
    ///         "containers": [{ "name": "a", "image": "example.com/a:1" }],
    ///     },
    /// }))?;
    /// let solution = scc::solve(&pod, &Target::openshift()).unwrap();
    /// assert_eq!(solution.scc.metadata.name.as_deref(), Some("nonroot-v2"));
    /// let kinds: Vec<_> = solution.grant("shop").iter().map(|object| object.kind().to_owned()).collect();
    /// assert_eq!(kinds, ["ServiceAccount", "RoleBinding"]);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn grant(&self, project: &str) -> Vec<Object> {
        if self.origin == Origin::Everybody {
            return Vec::new();
        }
        let (scc, account) = (name_of(&self.scc), self.account());
        let within = |name: String| ObjectMeta {
            name: Some(name),
            namespace: Some(project.to_owned()),
            ..ObjectMeta::default()
        };
        let made = ServiceAccount { metadata: within(account.to_owned()), ..ServiceAccount::default() };
        let mut objects: Vec<Object> = if account == DEFAULT { Vec::new() } else { vec![made.into()] };
        let (kind, role) = match self.origin {
            // OpenShift has a role for each SCC that it ships.
            Origin::Everybody | Origin::Shipped => ("ClusterRole", format!("system:openshift:scc:{scc}")),
            Origin::Own => {
                let name = format!("use-scc-{scc}");
                let rule = PolicyRule {
                    api_groups: Some(vec![GROUP.to_owned()]),
                    resources: Some(vec!["securitycontextconstraints".to_owned()]),
                    resource_names: Some(vec![scc.clone()]),
                    verbs: vec!["use".to_owned()],
                    ..PolicyRule::default()
                };
                objects.push(self.scc.clone().into());
                objects.push(Role { metadata: within(name.clone()), rules: Some(vec![rule]) }.into());
                ("Role", name)
            }
        };
        let subject = Subject {
            kind: "ServiceAccount".to_owned(),
            name: account.to_owned(),
            namespace: Some(project.to_owned()),
            ..Subject::default()
        };
        objects.push(
            RoleBinding {
                metadata: within(format!("{account}-uses-scc-{scc}")),
                role_ref: RoleRef { api_group: Some(RBAC.to_owned()), kind: kind.to_owned(), name: role },
                subjects: Some(vec![subject]),
            }
            .into(),
        );
        objects
    }

    /// Tells in sentences, a line each, which SCC it is, why no stricter one, and what else has to be known; `subject`
    /// is what the pod is called, as `Pod/web`.
    pub fn explain(&self, subject: &str, project: &str) -> String {
        let mut text = String::new();
        // A string takes whatever is written.
        let _ = self.write(&mut text, subject, project);
        text.truncate(text.trim_end().len());
        text
    }

    /// Lists the stricter SCCs with their reasons; those that have the same ones stand together.
    fn reasons(&self) -> Vec<(Vec<&str>, String)> {
        let mut all: Vec<(Vec<&str>, String)> = Vec::new();
        for (name, refusals) in &self.stricter {
            let reasons = Reasons(refusals).to_string();
            match all.iter_mut().find(|(_, known)| *known == reasons) {
                Some((names, _)) => names.push(name),
                None => all.push((vec![name], reasons)),
            }
        }
        all
    }

    fn write(&self, text: &mut String, subject: &str, project: &str) -> fmt::Result {
        let (scc, account) = (name_of(&self.scc), self.account());
        match self.origin {
            Origin::Everybody => {
                writeln!(text, "{subject}: `{scc}` admits it, which every user of a project may use.")?;
            }
            Origin::Shipped => {
                writeln!(text, "{subject}: `{scc}` is the least privileged SCC that admits it.")?;
            }
            Origin::Own if self.besides.is_empty() => {
                writeln!(text, "{subject}: `{scc}`, an SCC of the cluster's own, admits it.")?;
            }
            Origin::Own => {
                writeln!(
                    text,
                    "{subject}: of the SCCs that OpenShift ships, `{}` is the first that admits it, and it allows much that \
                     is not asked for.",
                    self.shipped
                )?;
                writeln!(
                    text,
                    "The SCC `{scc}` is restricted-v2, and allows besides: {}.",
                    self.besides.join("; ")
                )?;
            }
        }
        if self.origin != Origin::Everybody {
            writeln!(text, "Why no stricter one does:")?;
            for (names, reasons) in self.reasons() {
                writeln!(text, "  {}:{reasons}", names.join(", "))?;
            }
            writeln!(text, "An administrator applies this once; the right to use the SCC is also given by:")?;
            writeln!(text, "  oc adm policy add-scc-to-user {scc} -z {account} -n {project}")?;
            if account != self.account.as_deref().unwrap_or(DEFAULT) {
                writeln!(text, "The pod then has to say `serviceAccountName: {account}`.")?;
            }
            writeln!(
                text,
                "OpenShift then gives the project the Pod Security level `{}`, unless somebody has set its labels.",
                self.pod_security
            )?;
        }
        if let Some(demanded) = &self.demands {
            writeln!(
                text,
                "The annotation `openshift.io/required-scc: {demanded}` stands in the way: put `{scc}` there."
            )?;
        }
        for violation in &self.violations {
            writeln!(
                text,
                "Pod Security refuses it all the same: {}: {}",
                violation.path, violation.message
            )?;
        }
        Ok(())
    }
}

/// Lists the first few of the things that an SCC refuses.
struct Reasons<'a>(&'a [Refusal]);

impl fmt::Display for Reasons<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, refusal) in self.0.iter().take(REASONS).enumerate() {
            let lead = if index == 0 { "" } else { ";" };
            // The name of the SCC, which the sentence begins with, has been said.
            match refusal.path.as_str() {
                "" => write!(f, "{lead} {}", refusal.message)?,
                path => write!(f, "{lead} {} ({path})", refusal.message)?,
            }
        }
        match self.0.len().saturating_sub(REASONS) {
            0 => Ok(()),
            more => write!(f, "; and {more} more"),
        }
    }
}
