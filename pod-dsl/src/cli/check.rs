//! `pod-dsl check`: judges manifests that others wrote.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, ValueEnum};

use super::{
    applied,
    config::{self, Config},
    emit::complain,
    facts, inputs,
    output::{self, Answer, Format, Run, Show},
    platform::Chosen,
};
use crate::{
    target::{IpFamilies, KubeVersion, ServiceNetwork, Target},
    validate::{
        Allowed, Applied, Companions, Finding, New, Severity,
        decode::documents,
        foreign::{self, Judgement},
        left_behind,
    },
    yaml::source::Source,
};

/// Judges manifests as the API server would: accepted or refused, with every error's type and path
///
/// Documents of a stream and items of a List are judged one by one; one that cannot be read is refused, and the rest goes
/// on. The file pod-dsl.toml in this folder or above it saves the flags: target, kube-version, namespace, scc,
/// ip-families, service-network, deny, and [allow] with rules and reasons. On OpenShift a pod is judged as the first SCC makes
/// it that may be used and admits it.
#[derive(Args, Clone, Debug)]
pub(super) struct CheckArgs {
    /// Files; folders, for every .yaml, .yml and .json below them, hidden folders left out; - for standard input
    #[arg(required = true, value_name = "FILE|DIR|-")]
    inputs: Vec<PathBuf>,

    /// What is applied now: a file or folder, or - for `kubectl get -o yaml`; the update of that is judged, too
    #[arg(long, value_name = "OLD")]
    against: Option<PathBuf>,

    /// The platform: kubernetes, openshift, or an OpenShift release such as openshift-4.20
    #[arg(long, value_name = "TARGET")]
    target: Option<Chosen>,

    /// The release of Kubernetes to judge by, 1.29 to 1.37
    #[arg(long, value_name = "1.N")]
    kube_version: Option<KubeVersion>,

    /// The manifest of the Namespace: its labels set the levels of Pod Security, and on OpenShift its annotations the ids
    #[arg(long, value_name = "FILE")]
    namespace: Option<PathBuf>,

    /// An SCC that may be used, in the place of what every user of a project may use: its name, or the manifest of one
    #[arg(long, value_name = "NAME|FILE")]
    scc: Vec<String>,

    /// The IP families that the cluster gives to Services: ipv4, ipv6 or dual; ipv4 is assumed
    #[arg(long, value_name = "FAMILIES")]
    ip_families: Option<IpFamilies>,

    /// The network of Services, as 172.30.0.0/16, or one of each IP family with a comma between; on OpenShift its defaults
    /// are assumed
    #[arg(long, value_name = "CIDR")]
    service_network: Option<ServiceNetwork>,

    /// What is to count as an error
    #[arg(long, value_enum)]
    deny: Option<Deny>,

    /// How to say what was found
    #[arg(long, value_enum, default_value_t)]
    format: Format,

    /// The configuration file to read instead of the nearest pod-dsl.toml
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Deny {
    Warnings,
}

impl CheckArgs {
    pub(super) fn run(&self) -> ExitCode {
        match self.settle() {
            Ok(check) => check.run(&self.inputs, self.against.as_deref(), self.format),
            Err(why) => {
                complain(&why);
                ExitCode::from(2)
            }
        }
    }

    /// Joins the flags with the configuration file.
    fn settle(&self) -> Result<Check, String> {
        let config = config::load(self.config.as_deref())?;
        // A flag overrides what the file says about the same thing, and an OpenShift release says a release of Kubernetes.
        let mut target = self.target.or(config.target).unwrap_or_default();
        let mut release = self.kube_version.or(config.kube_version);
        if self.target.is_some_and(|target| target.carries.is_some()) {
            release = self.kube_version;
        } else if self.target.is_none() && self.kube_version.is_some() {
            target.carries = None;
        }
        let version = target.version(release)?;
        let mut judged_by = Target::of(target.platform).kube_version(version.to_string());
        if let Some(file) = self.namespace.as_ref().or(config.namespace.as_ref()) {
            judged_by = judged_by.namespace(facts::namespace(file, version)?);
        }
        if let Some(families) = self.ip_families.or(config.ip_families) {
            judged_by = judged_by.ip_families(families);
        }
        if let Some(network) = self.service_network.as_ref().or(config.service_network.as_ref()) {
            judged_by = judged_by.service_network(network.to_string());
        }
        let granted = if self.scc.is_empty() { &config.sccs } else { &self.scc };
        for given in granted {
            judged_by = facts::sccs(given, version)?.into_iter().fold(judged_by, Target::may_use);
        }
        let deny_warnings = self.deny.is_some() || config.deny_warnings;
        Ok(Check {
            target: judged_by,
            version,
            config,
            applied: None,
            new: New::default(),
            refused: false,
            run: Run { unread: Vec::new(), deny_warnings },
        })
    }
}

/// Is one run: what it judges by, and what came of it so far.
struct Check {
    target: Target,
    version: KubeVersion,
    config: Config,
    /// What is applied now, where that is known, and all that is to be applied.
    applied: Option<Applied>,
    new: New,
    refused: bool,
    run: Run,
}

impl Check {
    fn run(mut self, inputs: &[PathBuf], against: Option<&Path>, format: Format) -> ExitCode {
        if let Some(old) = against {
            match applied::read(old, inputs, &self.target) {
                Ok(applied) => self.applied = Some(applied),
                Err(why) => {
                    complain(&why);
                    return ExitCode::from(2);
                }
            }
        }
        let mut out = output::standard();
        let written = self.write(inputs, &mut *format.show(), &mut out).and_then(|()| out.flush());
        let status = match (self.run.unread.is_empty(), self.refused) {
            (false, _) => 2,
            (true, true) => 1,
            (true, false) => 0,
        };
        output::status(written, ExitCode::from(status))
    }

    fn write(&mut self, inputs: &[PathBuf], show: &mut dyn Show, out: &mut dyn Write) -> io::Result<()> {
        show.begin(out)?;
        // An update is judged with all that is new in view, so all of it is read before the first answer.
        let mut held = Vec::new();
        for input in inputs {
            let files = inputs::files(input);
            if files.is_empty() {
                complain(&format_args!("note: no .yaml, .yml or .json is below {}", input.display()));
            }
            for file in files {
                match file.and_then(|file| {
                    inputs::read(&file).map(|bytes| (file.clone(), bytes)).map_err(|error| (file, error))
                }) {
                    Ok((file, bytes)) if self.applied.is_some() => {
                        let file = file.to_string_lossy().into_owned();
                        self.new.read(&Source::new(&file, &bytes), self.version);
                        held.push((file, bytes));
                    }
                    Ok((file, bytes)) => self.file(&file.to_string_lossy(), &bytes, show, out)?,
                    Err((path, error)) => self.unread(format!("{}: {error}", path.display())),
                }
            }
        }
        for (file, bytes) in held {
            self.file(&file, &bytes, show, out)?;
        }
        self.left_behind(show, out)?;
        show.end(out, &self.run)
    }

    /// Names what is applied now and is not among what is new. What could not be read may have held it.
    fn left_behind(&mut self, show: &mut dyn Show, out: &mut dyn Write) -> io::Result<()> {
        if !self.run.unread.is_empty() {
            return Ok(());
        }
        let applied = self.applied.take().unwrap_or_default();
        for (there, finding) in left_behind(&applied, self.new.ids()) {
            let (allowed, findings) = self.settle(vec![finding]);
            let answer = Answer {
                file: &there.file,
                index: there.index,
                item: there.item,
                kind: &there.id.kind,
                name: &there.id.name,
                verdict: None,
                allowed,
                findings,
                assumes: Vec::new(),
            };
            show.document(out, &answer)?;
        }
        Ok(())
    }

    fn unread(&mut self, why: String) {
        complain(&why);
        self.run.unread.push(why);
    }

    fn file(&mut self, file: &str, bytes: &[u8], show: &mut dyn Show, out: &mut dyn Write) -> io::Result<()> {
        let source = Source::new(file, bytes);
        self.target = foreign::with_facts_of(&source, self.target.clone(), self.version);
        let companions = Companions::of_file(&source, self.version);
        for document in documents(&source) {
            let against = self.applied.as_ref().map(|applied| self.new.against(applied));
            let Judgement { verdict, findings, allowed: annotated, assumes } =
                foreign::judge_document(&document, &self.target, self.version, &companions, against.as_ref());
            let (allowed, findings) = self.settle(findings);
            let answer = Answer {
                file,
                index: document.index,
                item: document.item,
                kind: document.kind(),
                name: document.name(),
                verdict: Some(verdict),
                allowed: annotated.into_iter().chain(allowed).collect(),
                findings,
                assumes,
            };
            self.refused |= answer.findings.iter().any(|finding| match finding.severity {
                Severity::Error => true,
                Severity::Warning => self.run.deny_warnings,
                Severity::Info => false,
            });
            show.document(out, &answer)?;
        }
        Ok(())
    }

    /// Parts what the configuration allows from what stands.
    fn settle(&self, findings: Vec<Finding>) -> (Vec<Allowed>, Vec<Finding>) {
        let (mut allowed, mut stand) = (Vec::new(), Vec::new());
        for finding in findings {
            match self.reason(finding.rule).map(str::to_owned) {
                Some(reason) => allowed.push(Allowed { finding, reason }),
                None => stand.push(finding),
            }
        }
        (allowed, stand)
    }

    /// Gives the reason for which a rule is allowed.
    fn reason(&self, rule: &str) -> Option<&str> {
        self.config.allow.iter().find(|(id, _)| *id == rule).map(|(_, reason)| reason.as_str())
    }
}
