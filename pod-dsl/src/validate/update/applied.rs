//! What is applied now: the objects of manifests, or of what `kubectl get -o yaml` gives.

use std::{collections::BTreeMap, fmt};

use crate::{
    object::{Data, Object},
    target::{KubeVersion, Target},
    validate::{
        Finding, Place,
        decode::{Document, decode, documents},
        rule::rules,
        stored::fill_object,
    },
    yaml::source::Source,
};

rules! {
    APPLIED_TWICE: warning, "applied-object-twice", "what is applied now has each object once";
}

/// The annotation in which kubectl keeps what was applied.
const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// Holds what is applied now, to be asked what the API server would say to an update.
///
/// It is read from files as people write them, or from what `kubectl get -o yaml` gives. A field that only a server fills in
/// is no change: docs/updates.md in the repository tells what counts as one, and which fields stay.
///
/// ```
/// use pod_dsl::{Target, validate::Applied};
///
/// let target = Target::kubernetes();
/// let old = "{apiVersion: v1, kind: ConfigMap, metadata: {name: shop}, data: {a: b}, immutable: true}";
/// let applied = Applied::manifest("old.yaml", old.as_bytes(), &target);
/// let new = "{apiVersion: v1, kind: ConfigMap, metadata: {name: shop}, data: {a: c}, immutable: true}";
/// let report = pod_dsl::validate::check_manifest_against("new.yaml", new.as_bytes(), &applied, &target);
/// assert_eq!(report.errors().next().unwrap().rule, "immutable-content-changed");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Applied {
    objects: Vec<There>,
    /// Where the objects of each name stand.
    by_name: BTreeMap<String, Vec<usize>>,
    faults: Vec<Finding>,
}

/// Names an object in a cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Identity {
    pub(crate) group: String,
    pub(crate) kind: String,
    pub(crate) namespace: String,
    pub(crate) name: String,
}

/// Is one object that is there.
#[derive(Clone)]
#[cfg_attr(not(feature = "cli"), allow(dead_code, reason = "only the command numbers documents"))]
pub(crate) struct There {
    pub(crate) id: Identity,
    /// As the server keeps it; none where its kind is not known here.
    pub(super) object: Option<Object>,
    /// What was applied last, where that is known.
    pub(super) last: Option<Data>,
    /// Whether it comes from a cluster, so that what only the server knows stands in it.
    pub(super) live: bool,
    /// Whether another object owns it.
    owned: bool,
    /// Where it was read.
    pub(crate) file: String,
    pub(crate) index: usize,
    pub(crate) item: Option<usize>,
    pub(crate) place: Option<Place>,
}

/// Shows which object it is; what a Secret holds is not for a log.
impl fmt::Debug for There {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.id.fmt(f)
    }
}

impl Applied {
    /// Reads a manifest, YAML or JSON, of one document or many; `file` is the name that findings call it by. A list, as
    /// `kubectl get -o yaml` gives it, stands for its items.
    pub fn manifest(file: &str, text: &[u8], target: &Target) -> Self {
        let mut applied = Self::default();
        applied.add(file, text, target);
        applied
    }

    /// Reads another manifest.
    pub fn add(&mut self, file: &str, text: &[u8], target: &Target) {
        let version = target.version().unwrap_or(KubeVersion::DEFAULT);
        let source = Source::new(file, text);
        for document in documents(&source) {
            match decode(&document, version) {
                Ok(object) => self.take(&document, object, version),
                Err(faults) => self.faults.extend(faults.into_iter().map(|mut fault| {
                    fault.note("what is applied now cannot be compared for this object");
                    fault
                })),
            }
        }
    }

    /// Lists what is wrong with what was read: objects that could not be, which count as not there, and objects that stand
    /// there twice, of which the last counts.
    pub fn faults(&self) -> &[Finding] {
        &self.faults
    }

    fn take(&mut self, document: &Document<'_>, object: Option<Object>, version: KubeVersion) {
        let id = Identity::of_document(document);
        if id.name.is_empty() {
            return;
        }
        let metadata = |field: &str| {
            document.node().and_then(|node| node.get("metadata")?.get(field)).filter(|value| !value.is_null())
        };
        let live = ["creationTimestamp", "managedFields", "resourceVersion", "uid"]
            .iter()
            .any(|field| metadata(field).is_some());
        let owned = metadata("ownerReferences").is_some();
        let last = match &object {
            Some(object) if live => last_applied(object),
            Some(object) => Data::of(object).ok(),
            None => None,
        };
        let object = object.map(|mut object| {
            fill_object(&mut object, version);
            object
        });
        let there = There {
            object,
            last,
            live,
            owned,
            file: document.source.file().to_string(),
            index: document.index,
            item: document.item,
            place: document.place("metadata.name"),
            id,
        };
        let places = self.by_name.entry(there.id.name.clone()).or_default();
        match places.iter().copied().find(|at| self.objects[*at].id == there.id) {
            None => {
                places.push(self.objects.len());
                self.objects.push(there);
            }
            Some(first) => {
                let first = &mut self.objects[first];
                let mut fault = Finding::new(
                    &APPLIED_TWICE,
                    "metadata.name",
                    "this object is among what is applied now already, and a cluster has one of each; the last one counts",
                );
                fault.object = format!("{}/{}", there.id.kind, there.id.name);
                fault.place.clone_from(&there.place);
                if let Some(place) = &first.place {
                    fault.note(format!("the first is at {place}"));
                }
                self.faults.push(fault);
                *first = there;
            }
        }
    }

    /// Lists what is there.
    pub(super) fn objects(&self) -> impl Iterator<Item = &There> {
        self.objects.iter()
    }

    /// Finds what an object would update. Where one says no namespace it is the other's, as far as that leaves no choice;
    /// `home` is the namespace that is known to be worked in.
    pub(super) fn find(&self, id: &Identity, home: Option<&str>) -> Option<&There> {
        let alike = |there: &&There| {
            (&there.id.group, &there.id.kind, &there.id.name) == (&id.group, &id.kind, &id.name)
        };
        let named = self.by_name.get(&id.name).into_iter().flatten().map(|at| &self.objects[*at]);
        let all: Vec<_> = named.filter(alike).collect();
        let within = |namespace: &str| all.iter().copied().find(|there| there.id.namespace == namespace);
        if let Some(same) = within(&id.namespace) {
            return Some(same);
        }
        if !id.namespace.is_empty() {
            return within("");
        }
        match all.as_slice() {
            [only] => Some(only),
            _ => home.and_then(within).or_else(|| within("default")),
        }
    }

    /// Lists what is there and stands in none of what is new, as far as a person may have applied it.
    pub(crate) fn left_behind<'a>(&'a self, new: &'a [Identity]) -> impl Iterator<Item = &'a There> {
        let mut by_name: BTreeMap<&str, Vec<&Identity>> = BTreeMap::new();
        for id in new {
            by_name.entry(&id.name).or_default().push(id);
        }
        self.objects.iter().filter(move |there| {
            let mut named = by_name.get(there.id.name.as_str()).into_iter().flatten();
            !there.owned && !there.id.is_made() && named.all(|id| !there.id.may_be(id))
        })
    }
}

impl There {
    /// Tells whether another object owns it, and looks after it.
    pub(super) fn is_owned(&self) -> bool {
        self.owned
    }
}

impl Identity {
    pub(crate) fn of(object: &Object) -> Self {
        Self {
            group: object.group().to_owned(),
            kind: object.kind().to_owned(),
            namespace: object.namespace().to_owned(),
            name: object.name().to_owned(),
        }
    }

    pub(crate) fn of_document(document: &Document<'_>) -> Self {
        let namespace = document.node().and_then(|node| node.get("metadata")?.get("namespace")?.as_str());
        Self {
            group: document.api_version().split_once('/').map_or("", |(group, _)| group).to_owned(),
            kind: document.kind().to_owned(),
            namespace: namespace.unwrap_or_default().to_owned(),
            name: document.name().to_owned(),
        }
    }

    /// Tells whether two names may be of one object; one without a namespace is in any.
    fn may_be(&self, other: &Self) -> bool {
        let near =
            self.namespace == other.namespace || self.namespace.is_empty() || other.namespace.is_empty();
        near && (&self.group, &self.kind, &self.name) == (&other.group, &other.kind, &other.name)
    }

    /// Tells whether every cluster makes such an object by itself.
    fn is_made(&self) -> bool {
        match self.kind.as_str() {
            "ConfigMap" => {
                matches!(self.name.as_str(), "kube-root-ca.crt" | "openshift-service-ca.crt")
            }
            "ServiceAccount" => matches!(self.name.as_str(), "builder" | "default" | "deployer"),
            "Service" | "Endpoints" | "EndpointSlice" => {
                self.name == "kubernetes" || matches!(self.kind.as_str(), "Endpoints" | "EndpointSlice")
            }
            "ControllerRevision" | "Event" | "Lease" | "Node" => true,
            _ => false,
        }
    }
}

/// Reads what kubectl noted when it applied the object.
fn last_applied(object: &Object) -> Option<Data> {
    let text = object.metadata()?.annotations.as_ref()?.get(LAST_APPLIED)?;
    serde_json::from_str(text).ok()
}
