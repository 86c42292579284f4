//! Which line of Rust made which part of an object.

use std::panic::Location;

/// Points to a line of the user's program.
pub type At = &'static Location<'static>;

/// Remembers the lines that made one element and its fields.
#[derive(Clone, Debug)]
pub struct Trace {
    made: At,
    marks: Vec<Mark>,
}

#[derive(Clone, Copy, Debug)]
struct Mark {
    field: &'static str,
    index: Option<usize>,
    at: At,
}

impl Trace {
    /// Begins a trace at the line that made the element.
    pub fn new(made: At) -> Self {
        Self { made, marks: Vec::new() }
    }

    /// Gives the line that made the element.
    pub fn made(&self) -> At {
        self.made
    }

    /// Notes the line that set a field.
    pub fn mark(&mut self, field: &'static str, at: At) {
        self.marks.push(Mark { field, index: None, at });
    }

    /// Notes the line that added an item to a list field.
    pub fn mark_item(&mut self, field: &'static str, index: usize, at: At) {
        self.marks.push(Mark { field, index: Some(index), at });
    }

    /// Finds the line that is nearest to a path relative to the element: the item's, else the field's, else the element's.
    pub fn find(&self, path: &str) -> At {
        let matches = |mark: &Mark| {
            let rest = path.strip_prefix(mark.field)?;
            match mark.index {
                None if rest.is_empty() || rest.starts_with(['.', '[']) => Some(mark.field.len()),
                Some(index) => {
                    let (given, _) = rest.strip_prefix('[')?.split_once(']')?;
                    (given.parse() == Ok(index)).then_some(mark.field.len() + 1)
                }
                None => None,
            }
        };
        // The last of equally near marks wins: the verb that was said last is the one whose value stands.
        self.marks
            .iter()
            .filter_map(|mark| matches(mark).map(|depth| (depth, mark.at)))
            .max_by_key(|(depth, _)| *depth)
            .map_or(self.made, |(_, at)| at)
    }
}

/// Remembers the lines behind one object: the object's own, and those of its containers and volumes.
#[derive(Clone, Debug)]
pub struct Origins {
    object: Trace,
    parts: Vec<(&'static str, usize, Trace)>,
    /// The paths that a patch has changed, with its line.
    rewritten: Vec<(String, At)>,
}

impl Origins {
    /// Begins with the trace of the object.
    pub fn new(object: Trace) -> Self {
        Self { object, parts: Vec::new(), rewritten: Vec::new() }
    }

    /// Adds the trace of item `index` of a list of the pod spec (`containers`, `initContainers`, `volumes`).
    pub fn part(&mut self, list: &'static str, index: usize, trace: Trace) {
        self.parts.push((list, index, trace));
    }

    /// Notes the line that changed the field of a path last, whoever made it.
    pub fn rewritten(&mut self, path: String, at: At) {
        self.rewritten.push((path, at));
    }

    /// Finds the line behind a field path of the object, in the API server's spelling.
    pub fn find(&self, path: &str) -> At {
        let within = |field: &str| {
            path.strip_prefix(field).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        };
        if let Some((_, at)) = self.rewritten.iter().rev().find(|(field, _)| within(field)) {
            return at;
        }
        let in_spec = path.rsplit_once("spec.").map_or(path, |(_, rest)| rest);
        let part = self.parts.iter().find_map(|(list, index, trace)| {
            let (given, rest) = in_spec.strip_prefix(list)?.strip_prefix('[')?.split_once(']')?;
            (given.parse() == Ok(*index)).then(|| trace.find(rest.trim_start_matches('.')))
        });
        part.unwrap_or_else(|| self.object.find(in_spec.strip_prefix("metadata.").unwrap_or(in_spec)))
    }

    /// Puts the lines of an owner over those of the object: a workload over its pod. Where both name a field, the owner's
    /// line counts.
    #[must_use]
    pub fn under(mut self, owner: &Trace) -> Self {
        self.object.made = owner.made;
        self.object.marks.extend_from_slice(&owner.marks);
        self
    }

    /// Gives the line that made the object.
    pub fn made(&self) -> At {
        self.object.made()
    }
}

/// Allows findings of one rule, with a reason.
#[derive(Clone, Debug)]
pub struct Allow {
    pub(crate) rule: String,
    pub(crate) reason: String,
    pub(crate) at: At,
}

#[cfg(test)]
mod tests {
    use std::panic::Location;

    use super::{At, Origins, Trace};

    #[track_caller]
    fn here() -> At {
        Location::caller()
    }

    #[test]
    fn the_nearest_line_is_found() {
        let (object, container, ports, second) = (here(), here(), here(), here());
        let (object, container) = (object, container);
        let mut trace = Trace::new(container);
        trace.mark_item("ports", 0, ports);
        let later = here();
        trace.mark_item("ports", 1, later);
        let mut origins = Origins::new(Trace::new(object));
        origins.part("containers", 1, trace);
        assert_eq!(origins.find("spec.containers[1].ports[1].name"), later);
        assert_eq!(origins.find("spec.template.spec.containers[1].ports[0]"), ports);
        assert_eq!(origins.find("spec.containers[1].image"), container);
        assert_eq!(origins.find("spec.containers[0].image"), object);
        assert_eq!(origins.find("metadata.name"), object);
        let _ = second;
    }
}
