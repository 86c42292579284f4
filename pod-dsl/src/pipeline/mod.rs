//! The corridor: expand → render → validate → write.

mod delta;
mod files;
mod patch;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt, io,
};

pub use delta::PlatformDelta;
#[cfg(feature = "cli")]
pub(crate) use delta::said_by;
pub use files::{File, kustomization};

use crate::{
    intent::{At, By, Change, LooseEnd, Origins, Trace},
    model::{Bundle, Described, Expose, Item, Patch, Pod, Workload},
    object::Object,
    pattern::{self, Assemble, Expanded},
    target::{Platform, Scc, Target},
    validate::{self, Applied, Report},
    yaml,
};

/// Is everything that can be written for a cluster: a pod, a bundle, a single object.
///
/// What is written has been judged as it stands, after every `raw` change; while a finding of severity error stands,
/// nothing is written.
pub trait Emit {
    /// Gives the objects it stands for, in an order that applies.
    #[doc(hidden)]
    fn expand(&self) -> Vec<Expanded>;

    /// Gives the same and uses it up: what is streamed is needed no more.
    #[doc(hidden)]
    fn into_expanded(self) -> Vec<Expanded>
    where
        Self: Sized,
    {
        self.expand()
    }

    /// Gives the changes that come last.
    #[doc(hidden)]
    fn patches(&self) -> &[Patch] {
        &[]
    }

    /// Writes YAML.
    ///
    /// # Errors
    /// The whole report, while an error stands.
    fn to_yaml(&self, target: &Target) -> Result<String, Report> {
        self.to_text(target, yaml::Format::Yaml)
    }

    /// Writes YAML, KYAML or JSON.
    ///
    /// # Errors
    /// The whole report, while an error stands.
    fn to_text(&self, target: &Target, format: yaml::Format) -> Result<String, Report> {
        let mut writer = yaml::Writer::new(Vec::new(), format);
        let mut report = write((self.expand(), self.patches()), target, &mut writer)?;
        String::from_utf8(writer.into_inner()).map_err(|error| {
            report.push(validate::unwritable(&error.to_string()));
            report
        })
    }

    /// Writes one YAML file for each object, under names that do not depend on the others, in an order that applies.
    ///
    /// ```
    /// use pod_dsl::prelude::*;
    ///
    /// let http = Port::tcp(8080);
    /// let web = Pod::new("shop").container(Container::new("web", "ghcr.io/example/shop:1.4").port(&http)).deployment();
    /// let service = Service::of(&web).port(80, &http);
    /// let files = Bundle::new().add(web).add(service).to_files(&Target::kubernetes())?;
    /// let names: Vec<_> = files.iter().map(|file| file.name.as_str()).collect();
    /// assert_eq!(names, ["09-service-shop.yaml", "10-deployment-shop.yaml"]);
    /// assert!(pod_dsl::kustomization(&files).ends_with("  - 09-service-shop.yaml\n  - 10-deployment-shop.yaml\n"));
    /// # Ok::<(), Report>(())
    /// ```
    ///
    /// # Errors
    /// The whole report, while an error stands.
    fn to_files(&self, target: &Target) -> Result<Vec<File>, Report> {
        let mut files = Vec::new();
        let mut taken = BTreeSet::new();
        let mut report = write_each((self.expand(), self.patches()), target, |object, header| {
            let mut writer = yaml::Writer::new(Vec::new(), yaml::Format::Yaml);
            writer.document(header, object)?;
            files.push((files::name(object, &mut taken), writer.into_inner()));
            Ok(())
        })?;
        let mut texts = Vec::new();
        for (name, bytes) in files {
            match String::from_utf8(bytes) {
                Ok(text) => texts.push(File { name, text }),
                Err(error) => report.push(validate::unwritable(&error.to_string())),
            }
        }
        report.into_result().map(|_| texts)
    }

    /// Judges without writing.
    fn check(&self, target: &Target) -> Report {
        judge((self.expand(), self.patches()), target, None, |_, _| {}).unwrap_or_else(|report| report)
    }

    /// Judges without writing, also as the update of what is applied now: what the API server refuses to change in place
    /// is an error, and an information what the change does to pods that run and what is applied and written no more.
    ///
    /// ```
    /// use pod_dsl::{prelude::*, validate::Applied};
    ///
    /// let shop = |image: &str| Pod::new("shop").container(Container::new("web", image)).deployment();
    /// let target = Target::kubernetes();
    /// let applied = Applied::manifest("shop.yaml", shop("shop:1.4").to_yaml(&target)?.as_bytes(), &target);
    /// let report = shop("shop:1.5").check_against(&applied, &target);
    /// assert!(report.is_accepted());
    /// assert!(report.findings().iter().any(|finding| finding.rule == "pods-replaced"));
    /// # Ok::<(), Report>(())
    /// ```
    fn check_against(&self, applied: &Applied, target: &Target) -> Report {
        judge((self.expand(), self.patches()), target, Some(applied), |_, _| {})
            .unwrap_or_else(|report| report)
    }

    /// Lists what was written, changed or left out without having been said: by a contract between containers, by the
    /// profile, by the dialect of the target; each with the object, as `Kind/name`, and the reason. `raw` changes and
    /// patches come after and are not listed.
    fn changes(&self, target: &Target) -> Vec<(String, Change)> {
        let mut all = Vec::new();
        for mut expanded in self.expand() {
            target.render(&mut expanded);
            let subject = format!("{}/{}", expanded.object.kind(), expanded.object.name());
            all.extend(expanded.changes.into_iter().map(|change| (subject.clone(), change)));
        }
        all
    }

    /// Lists what the dialect of the target writes otherwise than for Kubernetes.
    ///
    /// ```
    /// use pod_dsl::prelude::*;
    ///
    /// let web = Container::new("web", "ghcr.io/example/shop:1.4").security(Security::new().run_as_user(1000));
    /// let delta = Pod::new("shop").container(web).delta(&Target::openshift());
    /// assert_eq!(delta[0].1.path, "spec.containers[0].securityContext.runAsUser");
    /// assert_eq!(delta[0].1.after, None);
    /// ```
    fn delta(&self, target: &Target) -> Vec<(String, Change)> {
        let mut all = self.changes(target);
        all.retain(|(_, change)| change.by == By::Dialect);
        all
    }

    /// Lists for each object everything that it is on OpenShift otherwise than on Kubernetes: what the dialect writes, what
    /// admission fills in under the SCC that admits its pods, and what is refused or warned of on one platform only. The
    /// target says which OpenShift; what it states of the namespace holds for both.
    ///
    /// ```
    /// use pod_dsl::prelude::*;
    ///
    /// let web = Container::new("web", "ghcr.io/example/shop:1.4").security(Security::new().run_as_user(1000));
    /// let delta = &Pod::new("shop").container(web).platform_delta(&Target::openshift())[0];
    /// assert_eq!(delta.changes[0].path, "spec.containers[0].securityContext.runAsUser");
    /// let admitted = delta.admitted.as_ref().unwrap();
    /// assert_eq!(admitted.scc, "restricted-v2");
    /// assert!(admitted.filled.iter().any(|change| change.path == "spec.securityContext.fsGroup"));
    /// ```
    fn platform_delta(&self, target: &Target) -> Vec<PlatformDelta> {
        let kubernetes = target.clone().on(Platform::Kubernetes);
        let reports = [&self.check(&kubernetes), &self.check(target)];
        delta::compare((rendered(self, &kubernetes), rendered(self, target)), target, reports)
    }

    /// Gives the finished objects, for `kube` or for changes of one's own.
    ///
    /// # Errors
    /// The whole report, while an error stands.
    fn render(&self, target: &Target) -> Result<Vec<Object>, Report> {
        let mut objects = Vec::new();
        judge((self.expand(), self.patches()), target, None, |expanded, _| {
            objects.push(expanded.object.clone());
        })
        .map(|_| objects)
    }

    /// Writes YAML into a writer and gives the report. Nothing is written where an error stands.
    ///
    /// # Errors
    /// [`EmitError::Refused`] while an error stands; [`EmitError::Io`] where the writer fails.
    fn write_yaml(&self, target: &Target, writer: &mut impl io::Write) -> Result<Report, EmitError>
    where
        Self: Sized,
    {
        let mut text = yaml::Writer::new(Vec::new(), yaml::Format::Yaml);
        let report = write((self.expand(), self.patches()), target, &mut text)?;
        writer.write_all(text.get_ref())?;
        Ok(report)
    }
}

/// Says why something could not be written.
pub enum EmitError {
    /// An error stands.
    Refused(Report),
    /// The writer failed.
    Io(io::Error),
}

impl fmt::Display for EmitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(report) => report.fmt(f),
            Self::Io(error) => write!(f, "cannot write: {error}"),
        }
    }
}

impl fmt::Debug for EmitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for EmitError {}

impl From<Report> for EmitError {
    fn from(report: Report) -> Self {
        Self::Refused(report)
    }
}

impl From<io::Error> for EmitError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl Emit for Pod {
    fn expand(&self) -> Vec<Expanded> {
        pattern::expand(self.clone())
    }

    fn into_expanded(self) -> Vec<Expanded> {
        pattern::expand(self)
    }
}

impl<K: Assemble> Emit for Workload<K>
where
    K::Wire: Into<Object>,
{
    fn expand(&self) -> Vec<Expanded> {
        pattern::expand_workload(self)
    }
}

impl<T: Clone + Into<Object>> Emit for Described<T> {
    fn expand(&self) -> Vec<Expanded> {
        vec![plain(self.wire.clone().into(), &self.trace, &self.loose)]
    }
}

impl Emit for Expose {
    fn expand(&self) -> Vec<Expanded> {
        vec![pattern::expand_expose(self)]
    }
}

/// Wraps an object that has no containers of ours.
fn plain(object: Object, trace: &Trace, loose: &[LooseEnd]) -> Expanded {
    let mut expanded = Expanded::plain(object, Origins::new(trace.clone()));
    expanded.intent.loose.extend_from_slice(loose);
    expanded
}

impl Emit for Bundle {
    fn expand(&self) -> Vec<Expanded> {
        let mut all: Vec<_> = self
            .items
            .iter()
            .flat_map(|item| match item {
                Item::Pod(pod) => pod.expand(),
                Item::Deployment(workload) => workload.expand(),
                Item::StatefulSet(workload) => workload.expand(),
                Item::DaemonSet(workload) => workload.expand(),
                Item::ReplicaSet(workload) => workload.expand(),
                Item::Job(workload) => workload.expand(),
                Item::CronJob(workload) => workload.expand(),
                Item::Expose(expose) => expose.expand(),
                Item::Object(object, trace, loose) => vec![plain((**object).clone(), trace, loose)],
            })
            .collect();
        all.sort_by_key(|expanded| expanded.object.rank());
        all
    }

    fn patches(&self) -> &[Patch] {
        &self.patches
    }
}

/// Writes many things into one stream, each judged and written before the next is made, so that memory does not depend
/// on how many there are. Each is written whole or not at all; the first that is refused ends the stream.
///
/// ```
/// use pod_dsl::prelude::*;
///
/// let pods = (0..1000).map(|tenant| Pod::new(format!("tenant-{tenant}")).container(Container::new("web", "web:1")));
/// let mut yaml = Vec::new();
/// pod_dsl::write_stream(pods, &Target::kubernetes(), &mut yaml)?;
/// assert_eq!(String::from_utf8_lossy(&yaml).matches("kind: Pod").count(), 1000);
/// # Ok::<(), pod_dsl::EmitError>(())
/// ```
///
/// # Errors
/// [`EmitError::Refused`] with the report of the first that is refused; [`EmitError::Io`] where the writer fails.
pub fn write_stream<E: Emit>(
    items: impl IntoIterator<Item = E>,
    target: &Target,
    writer: &mut impl io::Write,
) -> Result<(), EmitError> {
    let mut text = yaml::Writer::new(Vec::new(), yaml::Format::Yaml);
    for item in items {
        let patches = item.patches().to_vec();
        write((item.into_expanded(), &patches), target, &mut text)?;
        writer.write_all(text.get_ref())?;
        text.get_mut().clear();
    }
    Ok(())
}

/// Renders without judging, for who wants to know what the objects need.
pub(crate) fn rendered(emit: &(impl Emit + ?Sized), target: &Target) -> Vec<Expanded> {
    let mut all = emit.expand();
    for expanded in &mut all {
        target.render(expanded);
    }
    if let Ok(version) = target.version() {
        // What hits nothing has been told when the objects were judged.
        patch::apply(emit.patches(), all.iter_mut(), target, version, &mut Report::default());
    }
    all
}

/// Renders and judges; gives the report as an error while an error stands.
///
/// `finished` is shown each object, with the comment that heads it, as it is before the judge fills in what the server
/// would. Where it is known what is applied now, the update of that is judged, too.
fn judge(
    (all, patches): (Vec<Expanded>, &[Patch]),
    target: &Target,
    applied: Option<&Applied>,
    mut finished: impl FnMut(&Expanded, Option<&str>),
) -> Result<Report, Report> {
    let mut report = Report::default();
    if let Some(malformed) = validate::malformed_network(target) {
        report.push(malformed);
    }
    let version = match target.version() {
        Ok(version) => version,
        Err(unknown) => {
            report.push(validate::unknown_version(unknown));
            return Err(report);
        }
    };
    let mut all: Vec<_> = all.into_iter().map(|mut one| (target.render(&mut one), one)).collect();
    patch::apply(patches, all.iter_mut().map(|(_, one)| one), target, version, &mut report);
    duplicates(all.iter().map(|(_, one)| one), &mut report);
    // Namespaces and SCCs that are written along are there when the pods come.
    let defined =
        all.iter().fold(target.clone(), |target, (_, one)| validate::with_facts(target, &one.object));
    let facts = (&defined, version);
    // What stands beside an object is looked at before the judge fills in what the server would.
    let companions = validate::Companions::of_bundle(all.iter().map(|(_, one)| (&one.object, &one.intent)));
    let new = applied
        .map(|_| validate::New::of(all.iter().map(|(_, one)| &one.object), version))
        .unwrap_or_default();
    let against = applied.map(|applied| new.against(applied));
    let links: Vec<_> = all
        .iter()
        .map(|(header, one)| {
            finished(one, header.as_deref());
            validate::links(&one.object, &one.intent, facts, &companions, against.as_ref())
        })
        .collect();
    drop(companions);
    for ((_, mut one), links) in all.into_iter().zip(links) {
        let line = |path: &str| -> At { one.origins.find(path) };
        // Who demands an SCC by name states that it may be used.
        let demanding =
            one.required_scc.as_ref().map(|scc| defined.clone().may_use(Scc::named(scc.as_str())));
        let facts = (demanding.as_ref().unwrap_or(&defined), version);
        validate::judge(&mut one.object, links, facts, &one.allows, &line, &mut report);
    }
    for (_, finding) in applied.into_iter().flat_map(|applied| validate::left_behind(applied, new.ids())) {
        report.push(finding);
    }
    report.into_result()
}

/// Judges and writes into memory; what is there counts for nothing where an error stands.
fn write(
    all: (Vec<Expanded>, &[Patch]),
    target: &Target,
    writer: &mut yaml::Writer<Vec<u8>>,
) -> Result<Report, Report> {
    write_each(all, target, |object, header| writer.document(header, object))
}

/// Judges and hands each object to whoever writes it, with the comment that heads it.
fn write_each(
    all: (Vec<Expanded>, &[Patch]),
    target: &Target,
    mut each: impl FnMut(&Object, Option<&str>) -> Result<(), yaml::WriteError>,
) -> Result<Report, Report> {
    let mut written = Ok(());
    let mut withheld = Vec::new();
    let mut report = judge(all, target, None, |Expanded { object, origins, .. }, header| {
        if !target.writes_secrets() && object.holds_secrets() {
            withheld.push(validate::withheld(object, origins.made()));
        }
        if written.is_ok() {
            written = each(object, header);
        }
    })?;
    for finding in withheld {
        report.push(finding);
    }
    if let Err(error) = written {
        report.push(validate::unwritable(&error.to_string()));
    }
    report.into_result()
}

/// Reports every object that has the kind, namespace and name of one before it.
fn duplicates<'a>(all: impl Iterator<Item = &'a Expanded>, report: &mut Report) {
    let mut seen = BTreeMap::new();
    for Expanded { object, origins, .. } in all.filter(|one| !one.object.name().is_empty()) {
        let same = (object.group(), object.kind(), object.namespace(), object.name());
        if let Some(&first) = seen.get(&same) {
            report.push(validate::duplicate(object, first, origins.made()));
        } else {
            seen.insert(same, origins.made());
        }
    }
}
