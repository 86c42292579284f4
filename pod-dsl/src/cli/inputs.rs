//! What a command reads: files, everything in a folder that looks like a manifest, and standard input.

use std::{
    ffi::OsStr,
    fs,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

/// Names standard input among files.
const STANDARD_INPUT: &str = "-";

/// Lists the files that an argument stands for. A folder stands for every `.yaml`, `.yml` and `.json` below it, sorted;
/// hidden folders and folders behind links are passed over.
///
/// # Errors
/// Whatever keeps a folder from being listed, with the folder. What could be listed is given first.
pub(super) fn files(input: &Path) -> Vec<Result<PathBuf, (PathBuf, io::Error)>> {
    let mut found = Vec::new();
    if input != Path::new(STANDARD_INPUT) && input.is_dir() {
        walk(input, &mut found);
    } else {
        found.push(Ok(input.to_owned()));
    }
    found
}

fn walk(folder: &Path, found: &mut Vec<Result<PathBuf, (PathBuf, io::Error)>>) {
    let listed = fs::read_dir(folder).and_then(|entries| {
        let mut all = entries.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<_>>>()?;
        all.sort();
        Ok(all)
    });
    match listed {
        Err(error) => found.push(Err((folder.to_owned(), error))),
        Ok(all) => {
            for path in all {
                let hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
                let link = path.is_symlink();
                if path.is_dir() {
                    if !hidden && !link {
                        walk(&path, found);
                    }
                } else if is_manifest(&path) {
                    found.push(Ok(path));
                }
            }
        }
    }
}

/// Tells whether a file looks like a manifest by its name.
pub(super) fn is_manifest(path: &Path) -> bool {
    path.extension()
        .and_then(OsStr::to_str)
        .is_some_and(|extension| matches!(extension, "yaml" | "yml" | "json"))
}

/// Reads a file whole, or standard input for `-`.
///
/// # Errors
/// Whatever keeps it from being read.
pub(super) fn read(file: &Path) -> io::Result<Vec<u8>> {
    if file == Path::new(STANDARD_INPUT) {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes)?;
        return Ok(bytes);
    }
    fs::read(file)
}
