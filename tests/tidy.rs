//! The house rules as tests: each failure says what to do.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Which room of `pod-dsl/src` may name which: ARCHITECTURE.md gives the reasons. A new arrow is a decision, and here
/// it is a line of a diff.
const ROOMS: &[(&str, &[&str])] = &[
    // The floor.
    ("grammar", &[]),
    ("intent", &[]),
    ("object", &[]),
    ("yaml", &[]),
    // The corridor.
    ("model", &["grammar", "intent", "object"]),
    ("dsl", &["grammar", "intent", "model", "object"]),
    ("pattern", &["intent", "model", "object"]),
    ("preset", &["dsl", "intent", "model", "pattern"]),
    ("target", &["grammar", "model", "object", "pattern"]),
    ("explain", &["grammar"]),
    ("validate", &["explain", "grammar", "intent", "object", "target", "yaml"]),
    ("pipeline", &["intent", "model", "object", "pattern", "target", "validate", "yaml"]),
    // What shows it to people.
    ("golden", &["object", "pipeline", "target", "validate", "yaml"]),
    ("cli", &["explain", "golden", "grammar", "object", "pipeline", "target", "validate", "yaml"]),
];

/// Arrows that the table forbids and that stand nevertheless: the file, the room it names, and why.
const ARROWS_TO_MEND: &[(&str, &str, &str)] = &[];

/// A file longer than this does more than one thing.
const LINES: usize = 500;

/// Files that are longer, with the reason that ARCHITECTURE.md repeats.
const LONG_FILES: &[(&str, &str)] = &[];

/// Where Rust of ours stands.
const SOURCES: &[&str] = &["pod-dsl", "pod-dsl-macros", "src", "tests", "examples"];

#[test]
fn rooms_know_only_whom_they_may() {
    let mut faults = Vec::new();
    let mut found = BTreeSet::new();
    let tests = test_modules("pod-dsl/src");
    // A test may stand on the whole house; the arrows are about what is built.
    let is_test = |file: &str| tests.iter().any(|test| file.starts_with(test));
    for file in rust_files("pod-dsl/src").into_iter().filter(|file| !is_test(file)) {
        let within = file.strip_prefix("pod-dsl/src/").unwrap_or(&file);
        let (room, _) = within.split_once('/').unwrap_or((within.trim_end_matches(".rs"), ""));
        // The facade and the command's first line are the outside.
        if matches!(room, "lib" | "main" | "bin") {
            continue;
        }
        let Some((_, may)) = ROOMS.iter().find(|(name, _)| *name == room) else {
            faults.push(format!("{file}: the room `{room}` has no line in ROOMS: say whom it may know"));
            continue;
        };
        for named in rooms_named_in(without_tests(&code_of(&read(&file)))) {
            if named == room || may.contains(&named.as_str()) {
                continue;
            }
            let stands = ARROWS_TO_MEND.iter().find(|(path, to, _)| *path == file && *to == named);
            match stands {
                Some((path, to, _)) => drop(found.insert((*path, *to))),
                None if ROOMS.iter().any(|(name, _)| *name == named) => faults.push(format!(
                    "{file}: `{room}` may not know `{named}`: move what it needs to the floor, or, if the \
                     architecture is to change, add `{named}` to its line in ROOMS and to ARCHITECTURE.md"
                )),
                None => faults.push(format!(
                    "{file}: `crate::{named}` hides which room is meant: write `crate::ROOM::{named}`"
                )),
            }
        }
    }
    for (file, to, _) in ARROWS_TO_MEND.iter().filter(|(file, to, _)| !found.contains(&(*file, *to))) {
        faults.push(format!("{file} no longer names `{to}`: drop its line from ARROWS_TO_MEND"));
    }
    report(&faults);
}

#[test]
fn no_file_does_more_than_one_thing() {
    let mut faults = Vec::new();
    for file in all_rust() {
        let lines = read(&file).lines().count();
        let excused = LONG_FILES.iter().any(|(path, _)| *path == file);
        match (lines > LINES, excused) {
            (true, false) => faults.push(format!(
                "{file} has {lines} lines: split it by topic, or say in LONG_FILES and ARCHITECTURE.md why not"
            )),
            (false, true) => {
                faults.push(format!("{file} has {lines} lines now: drop its line from LONG_FILES"));
            }
            _ => {}
        }
    }
    report(&faults);
}

#[test]
fn no_file_is_a_drawer() {
    const DRAWERS: &[&str] = &["util", "utils", "helper", "helpers", "common", "misc"];
    let mut faults = Vec::new();
    for file in all_rust() {
        let stem = Path::new(&file).file_stem().map(|stem| stem.to_string_lossy().into_owned());
        if stem.is_some_and(|stem| DRAWERS.contains(&stem.as_str())) {
            faults.push(format!("{file}: name it after what is in it"));
        }
    }
    report(&faults);
}

#[test]
fn no_file_only_promises() {
    let unfinished = ["todo", "unimplemented"].map(|word| format!("{word}!("));
    let mut faults = Vec::new();
    for file in all_rust() {
        let code = code_of(&read(&file));
        if code.trim().is_empty() && !read(&file).contains("//!") {
            faults.push(format!("{file} is empty: write it, or drop it with its `mod` line"));
        }
        for word in unfinished.iter().filter(|word| code.contains(word.as_str())) {
            faults.push(format!("{file}: write what `{word}…)` stands for"));
        }
    }
    report(&faults);
}

#[test]
fn every_example_is_whole() {
    let mut faults = Vec::new();
    let examples = names_in("examples", "rs");
    let readme = read("README.md");
    for name in &examples {
        let code = code_of(&read(&format!("examples/{name}.rs")));
        let spelled = ["pod! {", "bundle! {"].iter().any(|opening| code.contains(opening));
        if !(code.contains("fn twin(") && spelled) {
            faults.push(format!(
                "examples/{name}.rs: write it in the other spelling too, as `fn twin()` with `pod!` or `bundle!`"
            ));
        }
        let page = format!("docs/patterns/{name}.md");
        if !root().join(&page).is_file() {
            faults.push(format!("{page} is missing: tell in a page what examples/{name}.rs shows"));
        }
        if !readme.contains(&page) {
            faults.push(format!("README.md: add {page} to the table of patterns"));
        }
        for platform in ["kubernetes", "openshift"] {
            let out = format!("out/{platform}/{name}.yaml");
            if !root().join(&out).is_file() {
                faults.push(format!("{out} is missing: cargo run --example {name} -- --out out"));
            }
        }
    }
    for page in names_in("docs/patterns", "md").difference(&examples) {
        faults.push(format!(
            "docs/patterns/{page}.md tells of an example that is not there: examples/{page}.rs"
        ));
    }
    report(&faults);
}

#[test]
fn the_readme_shows_the_first_example() {
    let readme = read("README.md");
    let mut faults = Vec::new();
    if !readme.contains(&read("out/kubernetes/shared_volume.yaml")) {
        faults.push("README.md: show what is in out/kubernetes/shared_volume.yaml".to_owned());
    }
    let shown: BTreeSet<_> = readme.lines().map(str::trim).collect();
    let code = code_of(&read("examples/shared_volume.rs"));
    for line in code.lines().map(str::trim).filter(|line| !line.contains("fn ") && !shown.contains(line)) {
        faults.push(format!("README.md: the first pod lacks this line of examples/shared_volume.rs: {line}"));
    }
    report(&faults);
}

#[test]
fn the_map_names_every_room() {
    let map = read("ARCHITECTURE.md");
    let missing = ROOMS.iter().filter(|(room, _)| !map.contains(&format!("`{room}`")));
    report(&missing.map(|(room, _)| format!("ARCHITECTURE.md does not name `{room}`")).collect::<Vec<_>>());
}

/// Fails with all faults at once.
fn report(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(file: &str) -> String {
    fs::read_to_string(root().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn all_rust() -> Vec<String> {
    SOURCES.iter().flat_map(|folder| rust_files(folder)).collect()
}

/// Lists the Rust files below a folder, by their paths from the root; none where there is no such folder.
fn rust_files(folder: &str) -> Vec<String> {
    let mut open = vec![root().join(folder)];
    let mut files = Vec::new();
    while let Some(folder) = open.pop() {
        for path in entries(&folder) {
            if path.is_dir() && path.file_name().is_some_and(|name| name != "target") {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let path = path.strip_prefix(root()).expect("it is below the root");
                files.push(path.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    files.sort();
    files
}

fn names_in(folder: &str, extension: &str) -> BTreeSet<String> {
    entries(&root().join(folder))
        .into_iter()
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned()))
        .collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).map_or_else(|_| Vec::new(), |all| all.flatten().map(|entry| entry.path()).collect())
}

/// Drops the comments that have a line of their own, and with them the examples in the documentation.
fn code_of(text: &str) -> String {
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// Drops the tests that stand at the end of a file; the cases of some are seen from elsewhere.
fn without_tests(code: &str) -> &str {
    let tests = ["", "pub(super) ", "pub(crate) "].map(|seen| format!("#[cfg(test)]\n{seen}mod tests {{"));
    tests.iter().filter_map(|tests| code.find(tests)).min().map_or(code, |at| &code[..at])
}

/// Lists the beginnings of the paths of modules that are built for tests only.
fn test_modules(folder: &str) -> Vec<String> {
    let mut modules = Vec::new();
    for file in rust_files(folder) {
        let inside = match file.strip_suffix("/mod.rs").or_else(|| file.strip_suffix("/lib.rs")) {
            Some(folder) => folder,
            None => file.trim_end_matches(".rs"),
        };
        for declaration in code_of(&read(&file)).split("#[cfg(test)]\n").skip(1) {
            let line = declaration.lines().next().unwrap_or_default();
            let name = line.rsplit_once("mod ").and_then(|(_, name)| name.strip_suffix(';'));
            modules.extend(
                name.into_iter()
                    .flat_map(|name| [format!("{inside}/{name}.rs"), format!("{inside}/{name}/")]),
            );
        }
    }
    modules
}

/// Lists the first segments behind every `crate::`, those of `use crate::{…}` included.
fn rooms_named_in(code: &str) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    // What an exported macro writes stands in a user's crate and goes by way of the facade.
    let code = code.replace("$crate::", "pod_dsl::");
    for (at, path) in code.match_indices("crate::") {
        // `some_crate::` is somebody else's.
        if code[..at].chars().next_back().is_some_and(|before| before.is_alphanumeric() || before == '_') {
            continue;
        }
        let rest = &code[at + path.len()..];
        match rest.strip_prefix('{') {
            Some(group) => named.extend(items(group).iter().map(|item| first_segment(item))),
            None => drop(named.insert(first_segment(rest))),
        }
    }
    named.remove("");
    named
}

/// Splits the inside of a `use` group at its own commas, up to its closing brace.
fn items(group: &str) -> Vec<&str> {
    let (mut depth, mut start, mut items) = (0_usize, 0, Vec::new());
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => {
                items.push(&group[start..at]);
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                items.push(&group[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    items
}

fn first_segment(path: &str) -> String {
    path.trim().chars().take_while(|character| character.is_alphanumeric() || *character == '_').collect()
}

#[test]
fn arrows_are_seen_however_they_are_written() {
    let code = "use crate::{\n    model::{Pod, Port},\n    yaml,\n};\nlet x = crate::target::X; $crate::no; my_crate::no";
    let expected = ["model", "target", "yaml"].map(String::from);
    assert_eq!(rooms_named_in(code), BTreeSet::from(expected));
}
