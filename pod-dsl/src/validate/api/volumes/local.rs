//! Volumes that live on the node: `emptyDir`, `hostPath`, `gitRepo`.

use k8s_openapi::api::core::v1::{EmptyDirVolumeSource, GitRepoVolumeSource, HostPathVolumeSource};

use super::checks::{one_of, required, sign, well_formed};
use crate::{
    grammar::{descending_path, path_without_backsteps},
    validate::{Judge, Path, rule::rules},
};

rules! {
    EMPTY_DIR_SIZE: Forbidden, "volume-empty-dir-size-negative", "the size limit of an emptyDir is not negative";
    HOST_PATH_MISSING: Required, "volume-host-path-missing", "a hostPath volume names a path of the node";
    HOST_PATH_BACKSTEP: Invalid, "volume-host-path-backstep", "the path of a hostPath volume has no step `..`";
    HOST_PATH_TYPE: NotSupported, "volume-host-path-type-unknown", "the type of a hostPath volume is a known one";
    GIT_REPOSITORY: Required, "volume-git-repository-missing", "a gitRepo volume names its repository";
    GIT_DIRECTORY: Invalid, "volume-git-directory-malformed", "the directory of a gitRepo volume is relative and has no step `..`";
}

const HOST_PATH_TYPES: &[&str] =
    &["BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"];

pub(super) fn empty_dir(j: &mut Judge, source: &EmptyDirVolumeSource, path: &Path<'_>) {
    if let Some(limit) = &source.size_limit
        && sign(limit) < 0
    {
        j.report(
            &EMPTY_DIR_SIZE,
            &path.field("sizeLimit"),
            format_args!("`sizeLimit` is {}: it is negative", limit.0),
        );
    }
}

pub(super) fn host_path(j: &mut Judge, source: &HostPathVolumeSource, path: &Path<'_>) {
    if !required(j, &HOST_PATH_MISSING, &source.path, path, "path") {
        return;
    }
    well_formed(
        j,
        &HOST_PATH_BACKSTEP,
        &source.path,
        path_without_backsteps(&source.path),
        &path.field("path"),
    );
    if let Some(kind) = source.type_.as_deref().filter(|kind| !kind.is_empty()) {
        one_of(j, &HOST_PATH_TYPE, kind, HOST_PATH_TYPES, &path.field("type"));
    }
}

pub(super) fn git_repo(j: &mut Judge, source: &GitRepoVolumeSource, path: &Path<'_>) {
    required(j, &GIT_REPOSITORY, &source.repository, path, "repository");
    let directory = source.directory.as_deref().unwrap_or_default();
    well_formed(j, &GIT_DIRECTORY, directory, descending_path(directory), &path.field("directory"));
}

#[cfg(test)]
pub(crate) mod tests {
    use super::super::tests::cases;

    cases! {
        "" r#""emptyDir":{"sizeLimit":"0"}"#;
        "" r#""emptyDir":{"sizeLimit":"1Gi","medium":"Anything"}"#;
        "volume-empty-dir-size-negative" r#""emptyDir":{"sizeLimit":"-1Gi"}"# => Forbidden ".emptyDir.sizeLimit";

        "" r#""hostPath":{"path":"relative/passes"}"#;
        "" r#""hostPath":{"path":"/var/log/..data","type":"DirectoryOrCreate"}"#;
        "" r#""hostPath":{"path":"/","type":""}"#;
        // Without a path nothing else is looked at.
        "volume-host-path-missing" r#""hostPath":{"path":"","type":"Folder"}"# => Required ".hostPath.path";
        "volume-host-path-backstep" r#""hostPath":{"path":"/var/../etc"}"# => Invalid ".hostPath.path";
        "volume-host-path-type-unknown" r#""hostPath":{"path":"/x","type":"Folder"}"# => NotSupported ".hostPath.type";

        "" r#""gitRepo":{"repository":"https://example.com/r.git","directory":"a/b"}"#;
        "volume-git-repository-missing" r#""gitRepo":{"repository":""}"# => Required ".gitRepo.repository";
        "volume-git-directory-malformed" r#""gitRepo":{"repository":"r","directory":"/a/../b"}"#
            => Invalid ".gitRepo.directory", Invalid ".gitRepo.directory";
    }
}
