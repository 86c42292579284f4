//! `pod-dsl grant`: the least privileged SCC for each pod, and what an administrator applies.

use std::{
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::Args;

use super::{emit::complain, facts, inputs, output, platform::Chosen};
use crate::{
    object::Object,
    target::{KubeVersion, Target},
    validate::{
        decode::{decode, documents},
        foreign, pods, scc,
    },
    yaml::{self, Format, source::Source},
};

/// The project that is written where nobody says another.
const NO_PROJECT: &str = "default";

/// Finds the least privileged SCC that admits each pod, and writes what an administrator of OpenShift applies
///
/// Pods and the templates of workloads are looked at. Standard output has the manifests, with the reasons in comments, as
/// `oc apply -f -` takes them; what needs no grant is told on standard error.
#[derive(Args, Clone, Debug)]
pub(super) struct GrantArgs {
    /// Files; folders, for every .yaml, .yml and .json below them, hidden folders left out; - for standard input
    #[arg(required = true, value_name = "FILE|DIR|-")]
    inputs: Vec<PathBuf>,

    /// The OpenShift release, such as openshift-4.20
    #[arg(long, value_name = "TARGET")]
    target: Option<Chosen>,

    /// The release of Kubernetes that it carries, 1.29 to 1.37
    #[arg(long, value_name = "1.N")]
    kube_version: Option<KubeVersion>,

    /// The manifest of the project's Namespace, whose ranges decide on fixed ids
    #[arg(long, value_name = "FILE")]
    namespace: Option<PathBuf>,

    /// The project, where a manifest does not say its namespace
    #[arg(long, value_name = "NAME")]
    project: Option<String>,

    /// The account to grant it to, such as default, instead of the pod's own or one named after the pod
    #[arg(long, value_name = "NAME")]
    account: Option<String>,
}

impl GrantArgs {
    pub(super) fn run(&self) -> ExitCode {
        let target = match self.target() {
            Ok(target) => target,
            Err(why) => {
                complain(&why);
                return ExitCode::from(2);
            }
        };
        let mut out = output::standard();
        let mut grants = Grants::new(&mut out, target, self.project.as_deref(), self.account.as_deref());
        let written = self.inputs.iter().try_for_each(|input| grants.input(input));
        let status = grants.status;
        output::status(written.and_then(|()| out.flush()), ExitCode::from(status))
    }

    fn target(&self) -> Result<Target, String> {
        facts::openshift(self.target, self.kube_version, self.namespace.as_deref(), &[])
    }
}

/// Writes grants, pod by pod.
pub(super) struct Grants<'a, W: Write> {
    writer: yaml::Writer<&'a mut W>,
    target: Target,
    project: Option<&'a str>,
    account: Option<&'a str>,
    told_of_project: bool,
    /// The exit status so far.
    status: u8,
}

impl<'a, W: Write> Grants<'a, W> {
    pub(super) fn new(
        out: &'a mut W,
        target: Target,
        project: Option<&'a str>,
        account: Option<&'a str>,
    ) -> Self {
        Self {
            writer: yaml::Writer::new(out, Format::Yaml),
            target,
            project,
            account,
            told_of_project: false,
            status: 0,
        }
    }

    fn input(&mut self, input: &std::path::Path) -> io::Result<()> {
        for file in inputs::files(input) {
            match file.and_then(|file| {
                inputs::read(&file).map(|bytes| (file.clone(), bytes)).map_err(|error| (file, error))
            }) {
                Ok((file, bytes)) => self.file(&file.to_string_lossy(), &bytes)?,
                Err((path, error)) => {
                    complain(&format_args!("{}: {error}", path.display()));
                    self.status = 2;
                }
            }
        }
        Ok(())
    }

    fn file(&mut self, file: &str, bytes: &[u8]) -> io::Result<()> {
        let source = Source::new(file, bytes);
        let version = self.target.version().unwrap_or(KubeVersion::DEFAULT);
        self.target = foreign::with_facts_of(&source, self.target.clone(), version);
        for document in documents(&source) {
            match decode(&document, version) {
                Ok(Some(object)) => self.object(&object)?,
                Ok(None) => {}
                Err(faults) => {
                    self.status = self.status.max(1);
                    for fault in &faults {
                        complain(fault);
                    }
                }
            }
        }
        Ok(())
    }

    /// Writes what the pod of an object needs, where it has one.
    pub(super) fn object(&mut self, object: &Object) -> io::Result<()> {
        let version = self.target.version().unwrap_or(KubeVersion::DEFAULT);
        let Some((_, mut pod)) = pods(object, version) else { return Ok(()) };
        // What is granted is named after the workload and not after one of its pods.
        if object.kind() != "Pod" {
            pod.metadata.name = Some(object.name().to_owned());
        }
        let subject = format!("{}/{}", object.kind(), object.name());
        let Some(solution) = scc::solve(&pod, &self.target) else {
            complain(&format_args!("{subject}: no SCC is asked about a pod for Windows."));
            return Ok(());
        };
        let solution = match self.account {
            Some(account) => solution.granted_to(account),
            None => solution,
        };
        let of_namespace = self.target.facts().and_then(|namespace| namespace.metadata.name.clone());
        let said = solution.project().or(self.project).map(str::to_owned).or(of_namespace);
        let project = said.clone().unwrap_or_else(|| NO_PROJECT.to_owned());
        let text = solution.explain(&subject, &project);
        let objects = solution.grant(&project);
        let Some((first, rest)) = objects.split_first() else {
            complain(&text);
            return Ok(());
        };
        if said.is_none() && !std::mem::replace(&mut self.told_of_project, true) {
            complain(&format_args!(
                "note: no namespace is said, and the grant is written for `{NO_PROJECT}`; name the project with --project"
            ));
        }
        self.writer.document(Some(&text), first).map_err(failed)?;
        rest.iter().try_for_each(|object| self.writer.document(None, object).map_err(failed))
    }
}

fn failed(error: yaml::WriteError) -> io::Error {
    match error {
        yaml::WriteError::Value(why) => io::Error::other(why),
        yaml::WriteError::Io(error) => error,
    }
}
