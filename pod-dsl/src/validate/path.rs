//! Spells where a field stands, as the API server spells it: `spec.containers[1].ports[0].name`.

use std::fmt;

/// Names a place in an object without allocating: a chain of segments on the stack, written out only for a finding.
///
/// ```
/// use pod_dsl::validate::Path;
///
/// let spec = Path::root("spec");
/// let containers = spec.field("containers");
/// let second = containers.index(1);
/// assert_eq!(second.field("name").to_string(), "spec.containers[1].name");
/// assert_eq!(second.field("resources").field("limits").key("cpu").to_string(), "spec.containers[1].resources.limits[cpu]");
/// ```
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    segment: Segment<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Segment<'a> {
    Field(&'a str),
    Index(usize),
    Key(&'a str),
}

impl<'a> Path<'a> {
    /// Begins a path with a top-level field such as `metadata` or `spec`; an empty name is the object itself.
    pub const fn root(name: &'a str) -> Self {
        Self { parent: None, segment: Segment::Field(name) }
    }

    /// Steps into a field; the name may hold dots where several fields are meant.
    pub const fn field(&'a self, name: &'a str) -> Self {
        Self { parent: Some(self), segment: Segment::Field(name) }
    }

    /// Steps to an item of a list, counted from 0.
    pub const fn index(&'a self, index: usize) -> Self {
        Self { parent: Some(self), segment: Segment::Index(index) }
    }

    /// Steps to an entry of a map.
    pub const fn key(&'a self, key: &'a str) -> Self {
        Self { parent: Some(self), segment: Segment::Key(key) }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match self.segment {
            Segment::Field("") => Ok(()),
            Segment::Field(name) if self.parent.is_none_or(Path::is_empty) => f.write_str(name),
            Segment::Field(name) => write!(f, ".{name}"),
            Segment::Index(index) => write!(f, "[{index}]"),
            Segment::Key(key) => write!(f, "[{key}]"),
        }
    }
}

impl Path<'_> {
    fn is_empty(&self) -> bool {
        self.parent.is_none_or(Path::is_empty) && matches!(self.segment, Segment::Field(""))
    }
}

#[cfg(test)]
mod tests {
    use super::Path;

    #[test]
    fn the_object_itself_is_an_empty_path() {
        let object = Path::root("");
        assert_eq!(object.to_string(), "");
        assert_eq!(object.field("spec").to_string(), "spec");
        assert_eq!(object.key("").to_string(), "[]");
    }
}
