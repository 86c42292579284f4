//! The corridor: expand → render → validate → write.

use std::{fmt, io};

use crate::{
    intent::{At, By, Change, Origins},
    model::{Bundle, Described, Item, Pod, Workload},
    object::Object,
    pattern::{self, Assemble, Expanded},
    target::{Scc, Target},
    validate::{self, Report},
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
        let judged = judge(self.expand(), target)?;
        let mut text = Vec::new();
        let written = write(&judged.objects, format, &mut text).map_err(|error| error.to_string());
        written.and_then(|()| String::from_utf8(text).map_err(|error| error.to_string())).map_err(|why| {
            let mut report = judged.report;
            report.push(validate::unwritable(&why));
            report
        })
    }

    /// Judges without writing.
    fn check(&self, target: &Target) -> Report {
        judge(self.expand(), target).map_or_else(|report| report, |judged| judged.report)
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

    /// Gives the finished objects, for `kube` or for changes of one's own.
    ///
    /// # Errors
    /// The whole report, while an error stands.
    fn render(&self, target: &Target) -> Result<Vec<Object>, Report> {
        judge(self.expand(), target)
            .map(|judged| judged.objects.into_iter().map(|(object, _)| object).collect())
    }

    /// Writes YAML into a writer, one object at a time, and gives the report. Nothing is written where an error stands.
    ///
    /// # Errors
    /// [`EmitError::Refused`] while an error stands; [`EmitError::Io`] where the writer fails.
    fn write_yaml(&self, target: &Target, writer: &mut impl io::Write) -> Result<Report, EmitError>
    where
        Self: Sized,
    {
        let judged = judge(self.expand(), target)?;
        write(&judged.objects, yaml::Format::Yaml, writer)?;
        Ok(judged.report)
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

impl From<yaml::WriteError> for EmitError {
    fn from(error: yaml::WriteError) -> Self {
        match error {
            yaml::WriteError::Value(why) => {
                let mut report = Report::default();
                report.push(validate::unwritable(&why));
                Self::Refused(report)
            }
            yaml::WriteError::Io(error) => Self::Io(error),
        }
    }
}

impl Emit for Pod {
    fn expand(&self) -> Vec<Expanded> {
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
        vec![Expanded::plain(self.wire.clone().into(), Origins::new(self.trace.clone()))]
    }
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
                Item::Object(object, trace) => {
                    vec![Expanded::plain((**object).clone(), Origins::new(trace.clone()))]
                }
            })
            .collect();
        all.sort_by_key(|expanded| expanded.object.rank());
        all
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
    let mut writer = yaml::Writer::new(writer, yaml::Format::Yaml);
    for item in items {
        for (object, header) in judge(item.expand(), target)?.objects {
            writer.document(header.as_deref(), &object)?;
        }
    }
    Ok(())
}

/// Renders without judging, for who wants to know what the objects need.
#[cfg(feature = "cli")]
pub(crate) fn rendered(emit: &impl Emit, target: &Target) -> Vec<Object> {
    let rendered = emit.expand().into_iter().map(|mut expanded| {
        target.render(&mut expanded);
        expanded.object
    });
    rendered.collect()
}

/// Objects with the comments that head them, and what was found about them.
struct Judged {
    objects: Vec<(Object, Option<String>)>,
    report: Report,
}

/// Renders and judges; gives the report as an error while an error stands.
fn judge(all: Vec<Expanded>, target: &Target) -> Result<Judged, Report> {
    let mut report = Report::default();
    let version = match target.version() {
        Ok(version) => version,
        Err(unknown) => {
            report.push(validate::unknown_version(unknown));
            return Err(report);
        }
    };
    // SCCs that are written along are there when the pods come.
    let defined = all.iter().fold(target.clone(), |target, expanded| match &expanded.object {
        Object::SecurityContextConstraints(scc) => target.defines((**scc).clone()),
        _ => target,
    });
    let mut objects = Vec::with_capacity(all.len());
    for mut expanded in all {
        let header = target.render(&mut expanded);
        let line = |path: &str| -> At { expanded.origins.find(path) };
        // Who demands an SCC by name states that it may be used.
        let demanding =
            expanded.required_scc.as_ref().map(|scc| defined.clone().may_use(Scc::named(scc.as_str())));
        let facts = (demanding.as_ref().unwrap_or(&defined), version);
        validate::judge(&expanded.object, &expanded.intent, facts, &expanded.allows, &line, &mut report);
        objects.push((expanded.object, header));
    }
    report.into_result().map(|report| Judged { objects, report })
}

fn write(
    objects: &[(Object, Option<String>)],
    format: yaml::Format,
    writer: &mut impl io::Write,
) -> Result<(), yaml::WriteError> {
    let mut writer = yaml::Writer::new(writer, format);
    objects.iter().try_for_each(|(object, header)| writer.document(header.as_deref(), object))
}
