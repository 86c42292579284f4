//! Files of a volume that are in each other's way.

use k8s_openapi::api::core::v1::{PodSpec, Volume, VolumeProjection};

use crate::validate::{Judge, Path, rule::rules};

rules! {
    OVERLAP: warning, "volume-files-overlap", "the files of a volume have paths of their own";
    PROJECTION_EMPTY: warning, "volume-projection-empty", "each source of a projected volume projects something";
}

pub(super) fn check(j: &mut Judge, spec: &PodSpec, path: &Path<'_>) {
    let list = path.field("volumes");
    for (index, volume) in spec.volumes.iter().flatten().enumerate() {
        let path = list.index(index);
        one_source(j, volume, &path);
        if let Some(sources) = volume.projected.as_ref().and_then(|projected| projected.sources.as_deref()) {
            many_sources(j, sources, &path.field("projected.sources"));
        }
    }
}

/// Names what a file comes from: the kind of the source, and the object where there is one.
type Source<'a> = (&'static str, &'a str);

/// Is a file by its path in the volume, and where it comes from.
type File<'a> = (&'a str, Source<'a>);

fn one_source(j: &mut Judge, volume: &Volume, path: &Path<'_>) {
    let mut files = Files::default();
    let mut add = |file, list: &Path<'_>| files.place(j, (file, ("", "")), list);
    if let Some(config) = &volume.config_map {
        let list = path.field("configMap.items");
        config.items.iter().flatten().for_each(|item| add(&item.path, &list));
    } else if let Some(secret) = &volume.secret {
        let list = path.field("secret.items");
        secret.items.iter().flatten().for_each(|item| add(&item.path, &list));
    } else if let Some(downward) = &volume.downward_api {
        let list = path.field("downwardAPI.items");
        downward.items.iter().flatten().for_each(|item| add(&item.path, &list));
    }
}

fn many_sources(j: &mut Judge, sources: &[VolumeProjection], path: &Path<'_>) {
    let mut files = Files::default();
    let mut told_of_empty = false;
    for (index, source) in sources.iter().enumerate() {
        let at = path.index(index);
        if *source != VolumeProjection::default() {
            each_file(source, |file| files.place(j, file, &at));
        } else if !told_of_empty {
            told_of_empty = true;
            j.report(&PROJECTION_EMPTY, &at, "this source projects nothing").help("leave it out");
        }
    }
}

/// Lists the files of a source, as far as it says which it has.
fn each_file<'a>(source: &'a VolumeProjection, mut visit: impl FnMut(File<'a>)) {
    if let Some(config) = &source.config_map {
        let items = config.items.iter().flatten();
        items.for_each(|item| visit((&item.path, ("configMap", &config.name))));
    } else if let Some(secret) = &source.secret {
        let items = secret.items.iter().flatten();
        items.for_each(|item| visit((&item.path, ("secret", &secret.name))));
    } else if let Some(downward) = &source.downward_api {
        downward.items.iter().flatten().for_each(|item| visit((&item.path, ("downwardAPI", ""))));
    } else if let Some(token) = &source.service_account_token {
        visit((&token.path, ("serviceAccountToken", "")));
    } else if let Some(bundle) = &source.cluster_trust_bundle {
        let name = bundle.name.as_deref().or(bundle.signer_name.as_deref()).unwrap_or_default();
        visit((&bundle.path, ("clusterTrustBundle", name)));
    } else if let Some(certificate) = &source.pod_certificate {
        for (file, what) in [
            (&certificate.certificate_chain_path, "certificateChainPath"),
            (&certificate.key_path, "keyPath"),
            (&certificate.credential_bundle_path, "credentialBundlePath"),
        ] {
            if let Some(file) = file {
                visit((file, (what, "")));
            }
        }
    }
}

/// Holds the files of a volume, and which of them were reported.
#[derive(Default)]
struct Files<'a> {
    placed: Vec<File<'a>>,
    reported: Vec<(File<'a>, File<'a>)>,
}

impl<'a> Files<'a> {
    /// Places a file beside the earlier ones and reports each that it collides with.
    ///
    /// What the server says names files and sources and no indices, and it says the same words once.
    fn place(&mut self, j: &mut Judge, (file, source): File<'a>, path: &Path<'_>) {
        let file = (file.trim_end_matches('/'), source);
        for other in &self.placed {
            if collide(file.0, other.0) && !self.reported.contains(&(file, *other)) {
                self.reported.push((file, *other));
                let message = format_args!("the file `{}` is in the way of `{}`", file.0, other.0);
                j.report(&OVERLAP, path, message).help("give each file a path of its own");
            }
        }
        self.placed.push(file);
    }
}

/// Tells whether two paths are one, or one of them lies within the other.
fn collide(one: &str, other: &str) -> bool {
    let within =
        |inner: &str, outer: &str| inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/'));
    !one.is_empty() && !other.is_empty() && (one == other || within(one, other) || within(other, one))
}
