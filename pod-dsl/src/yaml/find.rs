//! Finds what a path of the API server points at.

use super::node::{Node, Value};

/// Segments that the server spells otherwise than the field, with the field's own spelling.
const QUIRKS: &[(&str, &str)] = &[
    ("cephFS", "cephfs"),
    ("downwarAPI", "downwardAPI"),
    ("persistentDisk", "gcePersistentDisk"),
    ("HostPID", "hostPID"),
    ("HostIPC", "hostIPC"),
    ("LoadBalancerSourceRanges", "loadBalancerSourceRanges"),
];

/// Gives the offset of the value at `path`, such as `spec.containers[0].resources.limits[cpu]`.
///
/// A path leads to a field that is missing as often as to one that is wrong. Then the last part of it that exists is
/// pointed at; so it is where the server leaves an index out and more than one item has the field.
pub(crate) fn find(root: &Node<'_>, path: &str) -> usize {
    let (mut node, mut at, mut rest) = (root, root.at, path);
    let mut parent = root;
    while let Some((segment, more)) = split(rest) {
        let Some((found, place)) = step(node, segment).or_else(|| sideways(parent, segment)) else { break };
        parent = node;
        (node, at, rest) = (found, place, more);
    }
    at
}

/// Cuts the first segment off a path: a name, or what stands in brackets.
fn split(path: &str) -> Option<(Segment<'_>, &str)> {
    let path = path.strip_prefix('.').unwrap_or(path);
    if let Some(inner) = path.strip_prefix('[') {
        let (key, rest) = inner.split_once(']')?;
        return Some((Segment::Key(key), rest));
    }
    let end = path.find(['.', '[']).unwrap_or(path.len());
    (end > 0).then(|| (Segment::Name(&path[..end]), &path[end..]))
}

#[derive(Clone, Copy)]
enum Segment<'p> {
    Name(&'p str),
    Key(&'p str),
}

fn step<'n, 'a>(node: &'n Node<'a>, segment: Segment<'_>) -> Option<(&'n Node<'a>, usize)> {
    match (&node.value, segment) {
        (Value::Seq(items), Segment::Key(index)) => {
            let item = items.get(index.parse::<usize>().ok()?)?;
            Some((item, item.at))
        }
        // Some of the server's paths lack the index.
        (Value::Seq(items), Segment::Name(_)) => {
            let mut found = items.iter().filter_map(|item| step(item, segment));
            let first = found.next()?;
            found.next().is_none().then_some(first)
        }
        (Value::Map(_), Segment::Name(name) | Segment::Key(name)) => {
            let own = QUIRKS.iter().find(|(quirk, _)| *quirk == name).map_or(name, |(_, own)| own);
            let (key, value) = node.entry(name).or_else(|| node.entry(own))?;
            let shown = match value.value {
                Value::Null | Value::Seq(_) | Value::Map(_) => key.at,
                _ => value.at,
            };
            Some((value, shown))
        }
        _ => None,
    }
}

/// The server reports this field of the pod under its security context.
fn sideways<'n, 'a>(parent: &'n Node<'a>, segment: Segment<'_>) -> Option<(&'n Node<'a>, usize)> {
    matches!(segment, Segment::Name("shareProcessNamespace")).then(|| step(parent, segment)).flatten()
}

/// Gives the path of the key at byte `at`, in brackets where a key is no plain name.
pub(crate) fn path_of(root: &Node<'_>, at: usize) -> Option<String> {
    match &root.value {
        Value::Seq(items) => items
            .iter()
            .enumerate()
            .find_map(|(index, item)| path_of(item, at).map(|rest| join(&format!("[{index}]"), &rest))),
        Value::Map(entries) => entries.iter().find_map(|(key, value)| {
            let name = if key.text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                key.text.to_string()
            } else {
                format!("[{}]", key.text)
            };
            if key.at == at { Some(name) } else { path_of(value, at).map(|rest| join(&name, &rest)) }
        }),
        _ => None,
    }
}

fn join(first: &str, rest: &str) -> String {
    if rest.starts_with('[') { format!("{first}{rest}") } else { format!("{first}.{rest}") }
}

#[cfg(test)]
mod tests {
    use super::{find, path_of};
    use crate::yaml::{read::documents, source::Source};

    const TEXT: &str = "\
metadata:
  labels: {app: x}
  annotations:
    example.com/a.b: c
spec:
  shareProcessNamespace: true
  securityContext: {}
  hostPID: true
  containers:
    - name: one
      volumeMounts:
        - mountPath: /a
        - mountPath: /b
          subPath: ..
    - name: two
      resources:
        limits:
          cpu: 1
";

    fn line_and_column(path: &str) -> (usize, usize) {
        let source = Source::new("", TEXT.as_bytes());
        let document = documents(&source).next().unwrap();
        source.position(find(&document.tree.unwrap().root, path))
    }

    #[test]
    fn a_path_leads_to_its_value() {
        for (path, place) in [
            ("spec.containers[0].name", (10, 13)),
            ("spec.containers[1].resources.limits[cpu]", (18, 16)),
            ("metadata.labels", (2, 3)),
            ("metadata.labels[app]", (2, 17)),
            ("metadata.annotations[example.com/a.b]", (4, 22)),
            ("spec.containers[1]", (15, 7)),
            // What is missing.
            ("spec.containers[1].image", (15, 7)),
            ("spec.containers[7].image", (9, 3)),
            ("spec.template.spec", (5, 1)),
            ("", (1, 1)),
            ("[]", (1, 1)),
            // The server's own way with paths.
            ("spec.HostPID", (8, 12)),
            ("spec.containers[0].volumeMounts.subPath", (14, 20)),
            ("spec.containers[0].volumeMounts.mountPath", (11, 7)),
            ("spec.securityContext.shareProcessNamespace", (6, 26)),
        ] {
            assert_eq!(line_and_column(path), place, "{path}");
        }
    }

    #[test]
    fn a_key_has_a_path() {
        let source = Source::new("", TEXT.as_bytes());
        let root = documents(&source).next().unwrap().tree.unwrap().root;
        let of = |key: &str| path_of(&root, TEXT.find(key).unwrap());
        assert_eq!(of("subPath").as_deref(), Some("spec.containers[0].volumeMounts[1].subPath"));
        assert_eq!(of("example.com").as_deref(), Some("metadata.annotations[example.com/a.b]"));
        assert_eq!(path_of(&root, 99_999), None);
    }
}
