//! The arguments of a program that emits, and what it does with them.

use std::{
    fmt, fs, io,
    io::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, ValueEnum};

use super::{
    applied,
    explain::{View, delta},
    grant::Grants,
    inputs,
};
use crate::{
    golden,
    pipeline::{Emit, File, kustomization, rendered},
    target::{IpFamilies, KubeVersion, Platform, ServiceNetwork, Target},
    validate::{self, Applied, Report},
    yaml::Format,
};

// In a file, because clap would show a doc comment as the help of whatever program flattens these.
#[doc = include_str!("emit.md")]
#[derive(Args, Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct EmitArgs {
    /// The platform to write for; both with --out, --split and --verify where it is not given
    #[arg(long, value_enum)]
    target: Option<Platform>,

    /// The release of Kubernetes to judge by, 1.29 to 1.37
    #[arg(long, value_name = "1.N", default_value_t = KubeVersion::DEFAULT)]
    kube_version: KubeVersion,

    /// The IP families that the cluster gives to Services: ipv4, ipv6 or dual; ipv4 is assumed
    #[arg(long, value_name = "FAMILIES")]
    ip_families: Option<IpFamilies>,

    /// The network of Services, as 172.30.0.0/16, or one of each IP family with a comma between; on OpenShift its defaults
    /// are assumed
    #[arg(long, value_name = "CIDR")]
    service_network: Option<ServiceNetwork>,

    /// The format on standard output
    #[arg(long, value_enum, default_value_t)]
    format: Format,

    /// Write the values of Secrets, to standard output only
    #[arg(long, conflicts_with_all = ["out", "verify"])]
    with_secrets: bool,

    /// Write exactly what was said: the dialect changes nothing that no verb asked for
    #[arg(long)]
    strict: bool,

    /// Write files DIR/kubernetes/NAME.yaml and DIR/openshift/NAME.yaml instead
    #[arg(long, value_name = "DIR", conflicts_with_all = ["verify", "format"])]
    out: Option<PathBuf>,

    /// Write one file for each object instead: DIR/PLATFORM/NAME/09-service-shop.yaml, in an order that applies
    #[arg(long, value_name = "DIR", conflicts_with_all = ["out", "verify", "format", "with_secrets"])]
    split: Option<PathBuf>,

    /// Write a kustomization.yaml beside those files
    #[arg(long, requires = "split")]
    kustomization: bool,

    /// Compare with those files and show what differs
    #[arg(long, value_name = "DIR", conflicts_with = "format")]
    verify: Option<PathBuf>,

    /// Judge what is emitted as the update of what is applied now, too: a file or folder, or - for `kubectl get -o yaml`
    #[arg(long, value_name = "OLD", conflicts_with = "grant")]
    against: Option<PathBuf>,

    /// Show how the pods start and stop, or what they ask for, instead
    #[arg(long, value_enum, value_name = "WHAT", conflicts_with_all = ["out", "split", "verify", "format"])]
    explain: Option<View>,

    /// Write what an administrator of OpenShift applies, so that the pods are admitted, instead of the pods
    #[arg(long, conflicts_with_all = ["out", "split", "verify", "format", "target", "explain"])]
    grant: bool,

    /// The project of the grant, where the pods do not say their namespace
    #[arg(long, value_name = "NAME", requires = "grant")]
    project: Option<String>,

    /// The account of the grant, such as default, instead of the pods' own or one named after the pod
    #[arg(long, value_name = "NAME", requires = "grant")]
    account: Option<String>,
}

impl ValueEnum for Platform {
    fn value_variants<'a>() -> &'a [Self] {
        Self::ALL
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(self.as_str().into())
    }
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Yaml, Self::Json, Self::Kyaml]
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        let name = match self {
            Self::Yaml => "yaml",
            Self::Json => "json",
            Self::Kyaml => "kyaml",
        };
        Some(name.into())
    }
}

/// Says why a program ends with a status other than 0.
#[derive(Debug)]
pub enum Usage {
    /// Something is refused or differs: status 1.
    Refused,
    /// A file cannot be opened or written: status 2.
    File(PathBuf, io::Error),
    /// What is applied now cannot be read: status 2.
    Old(String),
}

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused => f.write_str("refused"),
            Self::File(path, error) => write!(f, "{}: {error}", path.display()),
            Self::Old(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for Usage {}

impl EmitArgs {
    /// Gives the targets that were asked for.
    pub fn targets(&self) -> Vec<Target> {
        let platforms = match self.target {
            Some(platform) => vec![platform],
            None if self.out.is_some() || self.verify.is_some() || self.split.is_some() => {
                Platform::ALL.to_vec()
            }
            None => vec![Platform::default()],
        };
        let version = self.kube_version.to_string();
        let target = |platform| {
            let mut target = Target::of(platform).kube_version(&version);
            if let Some(families) = self.ip_families {
                target = target.ip_families(families);
            }
            if let Some(network) = &self.service_network {
                target = target.service_network(network.to_string());
            }
            if self.strict {
                target = target.strict();
            }
            if self.with_secrets { target.with_secrets() } else { target }
        };
        platforms.into_iter().map(target).collect()
    }

    /// Emits as the arguments say; `name` names the files.
    pub fn run(&self, name: &str, emit: &impl Emit) -> ExitCode {
        match self.emit(name, emit) {
            Ok(()) => ExitCode::SUCCESS,
            Err(Usage::Refused) => ExitCode::from(1),
            Err(usage @ (Usage::File(..) | Usage::Old(_))) => {
                complain(&usage);
                ExitCode::from(2)
            }
        }
    }

    /// Emits as the arguments say and tells how it went; findings have been printed by then.
    ///
    /// # Errors
    /// [`Usage::Refused`] where something is refused or differs, [`Usage::File`] and [`Usage::Old`]
    /// where a file cannot be read or written.
    pub fn emit(&self, name: &str, emit: &impl Emit) -> Result<(), Usage> {
        if self.grant {
            return self.print_grants(emit);
        }
        if self.explain == Some(View::Delta) {
            let target = Target::openshift().kube_version(self.kube_version.to_string());
            let target = if self.strict { target.strict() } else { target };
            return print(&delta::of_program(emit, &target));
        }
        let targets = self.targets();
        let applied = self.applied(&targets)?;
        // Every target is judged before the first file is written, so that the files belong together.
        let mut texts = Vec::new();
        let mut refused = false;
        let several = targets.len() > 1;
        for target in targets {
            match emit.to_text(&target, self.format) {
                Ok(text) => {
                    let report = match &applied {
                        None => emit.check(&target),
                        Some(applied) => emit.check_against(applied, &target),
                    };
                    refused |= !report.is_accepted();
                    print_updates(&report);
                    print_report(&report, several.then_some(&target));
                    texts.push((target, text));
                }
                Err(report) => {
                    print_report(&report, several.then_some(&target));
                    refused = true;
                }
            }
        }
        if refused {
            return Err(Usage::Refused);
        }
        if let Some(view) = self.explain {
            return texts.iter().try_for_each(|(_, text)| print(&view.of(text, self.kube_version)));
        }
        if let Some(dir) = &self.split {
            return texts.iter().try_for_each(|(target, _)| {
                let files = emit.to_files(target).map_err(|_| Usage::Refused)?;
                split(&dir.join(target.to_string()).join(name), &files, self.kustomization)
            });
        }
        match (&self.out, &self.verify) {
            (Some(dir), _) => {
                texts.iter().try_for_each(|(target, text)| write(&file(dir, target, name), text))
            }
            (None, Some(dir)) => verify(dir, name, &texts),
            (None, None) => texts.iter().try_for_each(|(_, text)| print(text)),
        }
    }
}

impl EmitArgs {
    /// Reads what is applied now, where that is asked for.
    fn applied(&self, targets: &[Target]) -> Result<Option<Applied>, Usage> {
        let (Some(old), Some(target)) = (&self.against, targets.first()) else { return Ok(None) };
        applied::read(old, &[], target).map(Some).map_err(Usage::Old)
    }

    /// Prints what the pods need on OpenShift, whether or not they are refused there without it.
    fn print_grants(&self, emit: &impl Emit) -> Result<(), Usage> {
        let target = Target::openshift().kube_version(self.kube_version.to_string());
        let mut text = Vec::new();
        let mut grants =
            Grants::new(&mut text, target.clone(), self.project.as_deref(), self.account.as_deref());
        let failed = |error| Usage::File("standard output".into(), error);
        rendered(emit, &target).iter().try_for_each(|one| grants.object(&one.object)).map_err(failed)?;
        print(&String::from_utf8_lossy(&text))
    }
}

fn file(dir: &Path, target: &Target, name: &str) -> PathBuf {
    dir.join(target.to_string()).join(format!("{name}.yaml"))
}

fn write(file: &Path, text: &str) -> Result<(), Usage> {
    golden::replace(file, text).map_err(|error| Usage::File(file.to_owned(), error))
}

/// Writes a file for each object into a folder, and names the files there that are of no object any more: `kubectl apply
/// -f` would apply them, too.
fn split(dir: &Path, files: &[File], with_kustomization: bool) -> Result<(), Usage> {
    for file in files {
        write(&dir.join(&file.name), &file.text)?;
    }
    let list = dir.join("kustomization.yaml");
    if with_kustomization {
        write(&list, &kustomization(files))?;
    }
    let kept = |path: &Path| {
        files.iter().any(|file| dir.join(&file.name) == path) || (with_kustomization && path == list)
    };
    for old in inputs::files(dir).into_iter().flatten().filter(|path| !kept(path)) {
        complain(&format_args!("{}: no object is written here any more; delete it", old.display()));
    }
    Ok(())
}

fn verify(dir: &Path, name: &str, texts: &[(Target, String)]) -> Result<(), Usage> {
    let mut differs = false;
    for (target, text) in texts {
        let file = file(dir, target, name);
        let old = fs::read_to_string(&file).map_err(|error| Usage::File(file.clone(), error))?;
        if old != *text {
            differs = true;
            print(&golden::diff(&file.display().to_string(), &old, text))?;
        }
    }
    if differs { Err(Usage::Refused) } else { Ok(()) }
}

/// Prints on standard output. A reader that has gone away, as `head` does, is no error.
fn print(text: &str) -> Result<(), Usage> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Usage::File("standard output".into(), error))
        }
        _ => Ok(()),
    }
}

fn print_report(report: &Report, target: Option<&Target>) {
    let text = report.to_string();
    if text.is_empty() {
        return;
    }
    match target {
        Some(target) => complain(&format_args!("for {target}:\n{text}")),
        None => complain(&text),
    }
}

/// Prints what an update does, which is an information and was asked for.
fn print_updates(report: &Report) {
    let updates = report.findings().iter().filter(|finding| validate::tells_update(finding));
    updates.for_each(|finding| complain(&format_args!("{finding}\n")));
}

/// Prints on standard error; where that fails nobody is left to be told.
pub(super) fn complain(message: &dyn fmt::Display) {
    let _ = writeln!(io::stderr().lock(), "{message}");
}
