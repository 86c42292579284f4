//! The configuration of programs that ship logs: which files they read.

use super::Statement;

/// Words that stand before the files to read: of Fluent Bit and fluentd, of Filebeat, of Promtail and of Vector.
const BEFORE: &[&str] = &["path", "paths", "__path__", "include", "-"];

pub(super) fn read(text: &str) -> Vec<Statement> {
    let mut found = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let code = line.split('#').next().unwrap_or_default().trim();
        let Some((word, rest)) = code.split_once([' ', ':', '=', '\t']) else { continue };
        if !BEFORE.contains(&word.to_ascii_lowercase().as_str()) {
            continue;
        }
        let ends = [' ', ',', '"', '\'', '[', ']', ':', '='];
        for path in rest.split(ends).filter(|path| path.starts_with('/')) {
            // What stands for several folders tells of none.
            let (folder, _) = path.rsplit_once('/').unwrap_or_default();
            if !folder.contains(['*', '$', '?', '{']) && path.matches('*').count() < 2 {
                found.push(Statement::reads(at + 1, path));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn the_files_of_every_shipper_are_read() {
        let of = |text: &str| read(text).into_iter().filter_map(|one| one.reads).collect::<Vec<_>>();
        assert_eq!(of("[INPUT]\n    Name tail\n    Path /logs/a.log # no\n"), ["/logs/a.log"]);
        assert_eq!(of("<source>\n  path \"/logs/*.log\"\n  pos_file /p\n"), ["/logs/*.log"]);
        assert_eq!(of("  paths:\n    - /logs/a.log\n    - /b/**/c\n"), ["/logs/a.log"]);
        assert_eq!(of("include = [\"/logs/a\", \"/logs/b\"]"), ["/logs/a", "/logs/b"]);
        assert_eq!(of("__path__: /logs/a.log"), ["/logs/a.log"]);
    }
}
