//! One file for each object: their names, and the kustomization that lists them.

use std::collections::BTreeSet;

use crate::object::{Data, Object};

/// Is one file of a folder that applies.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct File {
    /// The name, which is of the object alone and stays when others come or go: `09-service-shop.yaml`.
    ///
    /// The number is the object's place in an order that applies, so that `kubectl apply -f FOLDER`, which goes by the
    /// alphabet, needs no second run.
    pub name: String,
    /// The YAML.
    pub text: String,
}

/// Writes the `kustomization.yaml` of a folder: the files in their order, which `kubectl apply -k` keeps.
pub fn kustomization(files: &[File]) -> String {
    let mut text = "\
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
sortOptions:
  order: fifo
resources:
"
    .to_owned();
    for file in files {
        text.extend(["  - ", &file.name, "\n"]);
    }
    text
}

/// Names the file of an object.
pub(super) fn name(object: &Object, taken: &mut BTreeSet<String>) -> String {
    let mut stem = format!("{:02}-{}", object.rank(), object.kind().to_lowercase());
    if let Object::Other(data) = object {
        // Two groups may have a kind of one name.
        let group =
            data.get(&["apiVersion"]).and_then(Data::as_str).and_then(|version| version.split_once('/'));
        stem.extend(group.iter().flat_map(|(group, _)| [".", group]));
    }
    stem.push('-');
    if !object.namespace().is_empty() {
        // No name of the API has an underscore.
        stem.extend([object.namespace(), "_"]);
    }
    let name = if object.name().is_empty() { "generated" } else { object.name() };
    // Names of roles may hold what file names may not.
    stem.extend(
        name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' || c == '.' { c } else { '_' }),
    );
    let mut name = format!("{stem}.yaml");
    let mut number = 1;
    while !taken.insert(name.clone()) {
        number += 1;
        name = format!("{stem}_{number}.yaml");
    }
    name
}
