//! Verbs of what a pod may do in the cluster: its account, and the roles that the account has.

use k8s_openapi::api::{
    core::v1 as k8s,
    rbac::v1::{PolicyRule, RoleRef, Subject},
};

use crate::model::{Role, RoleBinding, ServiceAccount};

impl ServiceAccount {
    /// Makes an account. A pod acts as it by `.service_account(account.name())`.
    ///
    /// ```
    /// use pod_dsl::prelude::*;
    ///
    /// let account = ServiceAccount::new("lister");
    /// let role = Role::new("list-pods").may(["get", "list", "watch"], "", ["pods"]);
    /// let binding = RoleBinding::of(&role).to(&account);
    /// let pod = Pod::new("lister")
    ///     .service_account(account.name())
    ///     .container(Container::new("lister", "ghcr.io/example/lister:1"));
    /// let bundle = Bundle::new().add(pod).add(binding).add(role).add(account);
    /// // What others refer to is written first.
    /// assert!(bundle.to_yaml(&Target::kubernetes())?.starts_with("apiVersion: v1\nkind: ServiceAccount\n"));
    /// # Ok::<(), Report>(())
    /// ```
    #[track_caller]
    pub fn new(name: impl Into<String>) -> Self {
        Self::named(name)
    }

    /// Adds a Secret with which the account's pods pull images.
    #[track_caller]
    pub fn image_pull_secret(mut self, name: impl Into<String>) -> Self {
        let reference = k8s::LocalObjectReference { name: name.into() };
        self.wire.image_pull_secrets.get_or_insert_default().push(reference);
        self.said("imagePullSecrets")
    }

    /// Tells whether pods of the account get its token, unless they say otherwise themselves.
    #[track_caller]
    pub fn automount_token(mut self, mount: bool) -> Self {
        self.wire.automount_service_account_token = Some(mount);
        self.said("automountServiceAccountToken")
    }
}

impl Role {
    /// Makes a role that allows nothing yet.
    #[track_caller]
    pub fn new(name: impl Into<String>) -> Self {
        Self::named(name)
    }

    /// Allows verbs (`get`, `list`, …) on resources (`pods`, `deployments`, …) of an API group; the core group's name is
    /// empty.
    #[track_caller]
    pub fn may<V: Into<String>, R: Into<String>>(
        self,
        verbs: impl IntoIterator<Item = V>,
        group: impl Into<String>,
        resources: impl IntoIterator<Item = R>,
    ) -> Self {
        self.rule(PolicyRule {
            verbs: verbs.into_iter().map(Into::into).collect(),
            api_groups: Some(vec![group.into()]),
            resources: Some(resources.into_iter().map(Into::into).collect()),
            ..PolicyRule::default()
        })
    }

    /// Allows verbs on named objects of one resource.
    #[track_caller]
    pub fn may_on<V: Into<String>, N: Into<String>>(
        self,
        verbs: impl IntoIterator<Item = V>,
        group: impl Into<String>,
        resource: impl Into<String>,
        names: impl IntoIterator<Item = N>,
    ) -> Self {
        self.rule(PolicyRule {
            verbs: verbs.into_iter().map(Into::into).collect(),
            api_groups: Some(vec![group.into()]),
            resources: Some(vec![resource.into()]),
            resource_names: Some(names.into_iter().map(Into::into).collect()),
            ..PolicyRule::default()
        })
    }

    #[track_caller]
    fn rule(mut self, rule: PolicyRule) -> Self {
        self.wire.rules.get_or_insert_default().push(rule);
        self.said("rules")
    }
}

impl RoleBinding {
    /// Binds a role, under the role's name; [`to`](Self::to) says whom to.
    #[track_caller]
    pub fn of(role: &Role) -> Self {
        let mut binding = Self::referring("Role", role.name());
        binding.wire.metadata.namespace.clone_from(&role.wire.metadata.namespace);
        binding
    }

    /// Binds a cluster role that exists, in this one namespace: `view`, or `system:openshift:scc:nonroot-v2`. The name of
    /// the binding may hold no colon, so it is the part after the last one.
    #[track_caller]
    pub fn of_cluster_role(name: impl Into<String>) -> Self {
        Self::referring("ClusterRole", &name.into())
    }

    #[track_caller]
    fn referring(kind: &str, name: &str) -> Self {
        let mut binding = Self::named(name.rsplit(':').next().unwrap_or(name));
        binding.wire.role_ref = RoleRef {
            api_group: Some("rbac.authorization.k8s.io".to_owned()),
            kind: kind.to_owned(),
            name: name.to_owned(),
        };
        binding
    }

    /// Gives the role to an account. One that says no namespace is looked for in the binding's own, so say it for either.
    #[track_caller]
    pub fn to(mut self, account: &ServiceAccount) -> Self {
        let own = self.wire.metadata.namespace.clone();
        let subject = Subject {
            kind: "ServiceAccount".to_owned(),
            name: account.name().to_owned(),
            namespace: account.wire.metadata.namespace.clone().or(own),
            api_group: None,
        };
        self.wire.subjects.get_or_insert_default().push(subject);
        self.said("subjects")
    }

    /// Gives the role to a group of users, as `system:authenticated`.
    #[track_caller]
    pub fn to_group(mut self, group: impl Into<String>) -> Self {
        let subject = Subject {
            kind: "Group".to_owned(),
            name: group.into(),
            namespace: None,
            api_group: Some("rbac.authorization.k8s.io".to_owned()),
        };
        self.wire.subjects.get_or_insert_default().push(subject);
        self.said("subjects")
    }
}
