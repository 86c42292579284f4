//! `pod-dsl explain`: shows how pods start and stop and what they ask for, or tells a rule.

pub(super) mod delta;
mod json;

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, ValueEnum};
use k8s_openapi::api::core::v1::PodSpec;

use super::{
    emit::complain,
    facts, inputs, output,
    platform::Chosen,
    rules::{self, Listing},
};
use crate::{
    explain::{PodResources, Timeline},
    target::{KubeVersion, Target},
    validate::{
        self,
        decode::{Document, decode, documents},
    },
    yaml::source::Source,
};

/// Shows how the pods of manifests start and stop, and what they ask for; or tells a rule
///
/// Every pod is shown, and one of every template of a workload, as the API server stores it: with its defaults filled in.
/// Nothing is judged; `pod-dsl check` does that.
#[derive(Args, Clone, Debug)]
pub(super) struct ExplainArgs {
    /// Files; folders, for every .yaml, .yml and .json below them; - for standard input; or the id of one rule
    #[arg(required = true, value_name = "FILE|DIR|-|RULE")]
    inputs: Vec<PathBuf>,

    /// Show only the order of start and stop, and what waits for what
    #[arg(long)]
    timeline: bool,

    /// Show only the effective requests and limits, and the quality of service
    #[arg(long)]
    resources: bool,

    /// Show instead what is different on OpenShift: what the dialect would write, what admission fills in under which SCC,
    /// and what is refused or warned of on one platform only, by whom
    #[arg(long, conflicts_with_all = ["timeline", "resources"])]
    target_delta: bool,

    /// The OpenShift release of --target-delta, such as openshift-4.20
    #[arg(long, value_name = "TARGET", requires = "target_delta")]
    target: Option<Chosen>,

    /// The manifest of the Namespace that --target-delta judges by
    #[arg(long, value_name = "FILE", requires = "target_delta")]
    namespace: Option<PathBuf>,

    /// An SCC that may be used, for --target-delta: its name, or the manifest of one
    #[arg(long, value_name = "NAME|FILE", requires = "target_delta")]
    scc: Vec<String>,

    /// The release of Kubernetes whose server fills in the defaults, 1.29 to 1.37
    #[arg(long, value_name = "1.N")]
    kube_version: Option<KubeVersion>,

    /// How to print it; JSON is one object a pod and line
    #[arg(long, value_enum, default_value_t)]
    format: Listing,
}

/// Names what can be shown of a pod.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum View {
    /// The order of start and stop, and what waits for what
    Timeline,
    /// The effective requests and limits, and the quality of service
    Resources,
    /// What is different on OpenShift: what is written, what admission fills in, what is refused and by whom
    Delta,
}

impl View {
    /// Shows the pods of a manifest as text.
    pub(super) fn of(self, manifest: &str, version: KubeVersion) -> String {
        let mut text = Vec::new();
        let show = Show { views: &[self], format: Listing::Text, version, delta: None };
        // Writing into memory does not fail.
        let _ = show.source(&Source::new("", manifest.as_bytes()), &mut Run::default(), &mut text);
        String::from_utf8_lossy(&text).into_owned()
    }
}

impl ExplainArgs {
    pub(super) fn run(&self) -> ExitCode {
        if let [one] = self.inputs.as_slice()
            && !one.exists()
            && let Some(rule) = one.to_str().and_then(rules::find)
        {
            return rules::tell(rule, self.format);
        }
        let delta = match self.target_delta.then(|| self.target()).transpose() {
            Ok(delta) => delta,
            Err(why) => {
                complain(&why);
                return ExitCode::from(2);
            }
        };
        let mut run = Run::default();
        let mut out = output::standard();
        let written = self.write(delta, &mut run, &mut out).and_then(|()| out.flush());
        if run.shown == 0 && !run.unread && !run.refused {
            complain(&"note: nothing here is a pod or makes pods");
        }
        let status = match run {
            Run { unread: true, .. } => 2,
            Run { refused: true, .. } => 1,
            Run { .. } => 0,
        };
        output::status(written, ExitCode::from(status))
    }

    /// Gives the OpenShift that is compared with Kubernetes.
    fn target(&self) -> Result<Target, String> {
        facts::openshift(self.target, self.kube_version, self.namespace.as_deref(), &self.scc)
    }

    fn write(&self, delta: Option<Target>, run: &mut Run, out: &mut dyn Write) -> io::Result<()> {
        let views = match (self.timeline, self.resources) {
            (true, false) => &[View::Timeline][..],
            (false, true) => &[View::Resources],
            _ => &[View::Timeline, View::Resources],
        };
        let show = Show { views, format: self.format, version: self.kube_version.unwrap_or_default(), delta };
        for file in self.inputs.iter().flat_map(|input| inputs::files(input)) {
            let read = file.and_then(|file| {
                inputs::read(&file).map(|bytes| (file.clone(), bytes)).map_err(|error| (file, error))
            });
            match read {
                Ok((file, bytes)) => show.source(&Source::new(&file.to_string_lossy(), &bytes), run, out)?,
                Err((file, error)) => {
                    run.unread = true;
                    complain(&format_args!("{}: {error}{}", file.display(), hint(&file, &error)));
                }
            }
        }
        Ok(())
    }
}

/// Says what else an argument that is no file could have been.
fn hint(file: &Path, error: &io::Error) -> &'static str {
    let is_word = file.extension().is_none() && file.parent() == Some(Path::new(""));
    if is_word && error.kind() == io::ErrorKind::NotFound {
        "; nor is there a rule of that name: `pod-dsl rules` lists them"
    } else {
        ""
    }
}

/// Counts what happened, for the exit status.
#[derive(Default)]
struct Run {
    unread: bool,
    refused: bool,
    shown: usize,
}

/// Shows the pods of a file.
struct Show<'v> {
    views: &'v [View],
    format: Listing,
    version: KubeVersion,
    /// The OpenShift to compare with, where that is to be shown instead.
    delta: Option<Target>,
}

impl Show<'_> {
    /// Shows every pod of a file; what cannot be read is said on standard error, and the rest goes on.
    fn source(&self, source: &Source<'_>, run: &mut Run, out: &mut dyn Write) -> io::Result<()> {
        if let Some(target) = &self.delta {
            return delta::source(source, target, self.format, run, out);
        }
        for document in documents(source) {
            match decode(&document, self.version) {
                Err(faults) => {
                    run.refused = true;
                    for fault in &faults {
                        complain(fault);
                    }
                }
                Ok(object) => {
                    let pod = object.and_then(|object| validate::pods(&object, self.version));
                    if let Some((path, pod)) = pod {
                        let spec = pod.spec.unwrap_or_default();
                        self.pod(&Shown { document: &document, path, spec: &spec }, run.shown, out)?;
                        run.shown += 1;
                    }
                }
            }
        }
        Ok(())
    }

    fn pod(&self, shown: &Shown<'_>, before: usize, out: &mut dyn Write) -> io::Result<()> {
        match self.format {
            Listing::Json => {
                serde_json::to_writer(&mut *out, &json::pod(shown, self.views))?;
                out.write_all(b"\n")
            }
            Listing::Text => {
                if before > 0 {
                    writeln!(out)?;
                }
                let Shown { document, path, spec } = shown;
                let at = if path.is_empty() { String::new() } else { format!(", {path}") };
                writeln!(out, "{}/{}{at}", document.kind(), document.name())?;
                self.views.iter().try_for_each(|view| match view {
                    View::Timeline => write!(out, "\n{}", Timeline::of(spec)),
                    View::Resources => write!(out, "\n{}", PodResources::of(spec)),
                    // It is a matter of whole objects.
                    View::Delta => Ok(()),
                })
            }
        }
    }
}

/// Is a pod, and where it stands.
pub(super) struct Shown<'d> {
    document: &'d Document<'d>,
    /// The path of the template, empty for a Pod.
    path: &'static str,
    spec: &'d PodSpec,
}
