//! Golden files for users: what a program emits is kept beside it, reviewed like code, and guarded by a test.
//!
//! ```no_run
//! use pod_dsl::{golden, golden_dir, prelude::*};
//!
//! fn pod() -> Pod {
//!     Pod::new("web").container(Container::new("web", "quay.io/nginx/nginx-unprivileged:1.29"))
//! }
//!
//! // In a test: one file for every platform, `out/kubernetes/web.yaml` and `out/openshift/web.yaml`.
//! golden!("out/{target}/web.yaml", pod());
//! // And no file in `out` that no test knows.
//! golden_dir!("out", ["out/{target}/web.yaml"]);
//! ```
//!
//! A test that differs prints a unified diff. `BLESS=1 cargo test` writes the files anew; the git diff is the review.
//! Where `CI` is set nothing is ever written.

use std::{
    collections::BTreeSet,
    env, fs, io,
    path::{Path, PathBuf},
};

use similar::TextDiff;

use crate::{pipeline::Emit, target::Target};

/// Compares what something emits with a golden file, relative to the crate that calls it; `{target}` in the path stands
/// for each platform in turn.
///
/// # Panics
/// With a unified diff where the file differs, with the command to run where it is missing, and with the report where the
/// target refuses.
#[macro_export]
macro_rules! golden {
    ($path:expr, $emit:expr $(,)?) => {
        $crate::golden::check(env!("CARGO_MANIFEST_DIR"), $path, &$emit, $crate::Target::all())
    };
    ($path:expr, $emit:expr, $targets:expr $(,)?) => {
        $crate::golden::check(env!("CARGO_MANIFEST_DIR"), $path, &$emit, $targets)
    };
}

/// Finds files below a folder that none of the golden paths names: a golden file whose test is gone guards nothing.
///
/// # Panics
/// With the list of such files. They are never deleted, whatever `BLESS` says.
#[macro_export]
macro_rules! golden_dir {
    ($dir:expr, $paths:expr $(,)?) => {
        $crate::golden::check_dir(env!("CARGO_MANIFEST_DIR"), $dir, $paths)
    };
}

/// Does what [`golden!`](crate::golden!) says.
///
/// # Panics
/// Where the file differs or is missing, or a target refuses.
#[track_caller]
pub fn check(root: &str, path: &str, emit: &impl Emit, targets: impl IntoIterator<Item = Target>) {
    let mut wrong = String::new();
    for target in targets {
        let path = path.replace("{target}", &target.to_string());
        match emit.to_yaml(&target) {
            Err(report) => {
                wrong.extend([
                    &path,
                    ": ",
                    target.platform().as_str(),
                    " refuses:\n",
                    &report.to_string(),
                    "\n",
                ]);
            }
            Ok(text) => {
                if let Err(message) = compare(&Path::new(root).join(&path), &path, &text) {
                    wrong += &message;
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// Does what [`golden_dir!`](crate::golden_dir!) says.
///
/// # Panics
/// Where a file is named by no path, or the folder cannot be read.
#[track_caller]
pub fn check_dir<P: AsRef<str>>(root: &str, dir: &str, paths: impl IntoIterator<Item = P>) {
    let known: BTreeSet<PathBuf> = paths
        .into_iter()
        .flat_map(|path| {
            Target::all()
                .map(move |t| Path::new(root).join(path.as_ref().replace("{target}", &t.to_string())))
        })
        .collect();
    let mut orphans = Vec::new();
    if let Err(error) = walk(&Path::new(root).join(dir), &mut |file| {
        if !known.contains(&file) {
            orphans.push(file.display().to_string());
        }
    }) {
        panic!("{dir}: {error}");
    }
    assert!(
        orphans.is_empty(),
        "no test names these files; delete them or test them:\n{}",
        orphans.join("\n")
    );
}

fn walk(dir: &Path, visit: &mut impl FnMut(PathBuf)) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            walk(&path, visit)?;
        } else {
            visit(path);
        }
    }
    Ok(())
}

/// Compares a text with a file, or writes the file where the user blesses it.
pub(crate) fn compare(file: &Path, shown: &str, text: &str) -> Result<(), String> {
    let old = fs::read_to_string(file).ok();
    if old.as_deref() == Some(text) {
        return Ok(());
    }
    let blessed = env::var_os("BLESS").is_some_and(|value| !value.is_empty() && value != "0");
    if blessed && env::var_os("CI").is_none() {
        return replace(file, text).map_err(|error| format!("{shown}: cannot be written: {error}\n"));
    }
    let remedy =
        if blessed { "nothing is blessed where CI is set" } else { "BLESS=1 cargo test writes it anew" };
    Err(match old {
        None => format!("{shown} does not exist ({remedy})\n"),
        Some(old) => format!("{shown} differs ({remedy})\n{}", diff(shown, &old, text)),
    })
}

/// Gives a unified diff from the file to what would be written.
pub(crate) fn diff(shown: &str, old: &str, new: &str) -> String {
    TextDiff::from_lines(old, new).unified_diff().header(shown, "emitted now").to_string()
}

/// Writes a file whole or not at all: beside it first, then in its place.
pub(crate) fn replace(file: &Path, text: &str) -> io::Result<()> {
    if let Some(dir) = file.parent() {
        fs::create_dir_all(dir)?;
    }
    let mut beside = file.as_os_str().to_owned();
    beside.push(format!(".{}.new", std::process::id()));
    fs::write(&beside, text)?;
    fs::rename(&beside, file)
}
