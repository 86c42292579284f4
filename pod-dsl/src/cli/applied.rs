//! What is applied now, as `--against OLD` names it.

use std::path::{Path, PathBuf};

use super::{emit::complain, inputs};
use crate::{target::Target, validate::Applied};

/// Reads what is applied now; what is wrong with it is said on standard error, and counts as not there.
///
/// # Errors
/// A file that cannot be opened, and standard input where `inputs` name it, too.
pub(super) fn read(old: &Path, inputs: &[PathBuf], target: &Target) -> Result<Applied, String> {
    let dash = Path::new("-");
    if old == dash && inputs.iter().any(|input| input == dash) {
        return Err(
            "standard input cannot be both: what is applied now, and what is to be checked".to_owned()
        );
    }
    let mut applied = Applied::default();
    let files = inputs::files(old);
    if files.is_empty() {
        complain(&format_args!("note: no .yaml, .yml or .json is below {}", old.display()));
    }
    for file in files {
        let file = file.map_err(|(path, error)| format!("{}: {error}", path.display()))?;
        let bytes = inputs::read(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        applied.add(&file.to_string_lossy(), &bytes, target);
    }
    for fault in applied.faults() {
        complain(&format_args!("{fault}\n"));
    }
    Ok(applied)
}
