//! What the compiler answers to mistakes in `pod!` and `bundle!`, word by word.
//!
//! Each mistake is a program in `tests/ui/FAULT/MISTAKE.rs` with its answer beside it; those of a newcomer are also what
//! `docs/mistakes.md` shows. `TRYBUILD=overwrite cargo test -p pod-dsl --test ui` writes the answers anew, and
//! `BLESS=1 cargo test -p pod-dsl --test ui` the page; the git diff is the review.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

const PAGE: &str = "../docs/mistakes.md";

/// Compiles every mistake in a project of its own, below the target folder.
///
/// The compiler's words change from release to release, so another one than the toolchain's has nothing to say here.
#[test]
fn every_mistake_is_answered() {
    let Some(pinned) = pinned_toolchain() else {
        println!("skipped: the answers are those of the release that rust-toolchain.toml names");
        return;
    };
    let unanswered: Vec<_> =
        programs().into_iter().filter(|program| !program.with_extension("stderr").exists()).collect();
    if env::var_os("CI").is_some() {
        assert!(unanswered.is_empty(), "no answer is committed for {unanswered:?}");
        assert!(env::var_os("TRYBUILD").is_none(), "nothing is written where `CI` is set");
    }
    assert!(programs().len() >= 30);
    println!("answers of {pinned}");
    trybuild::TestCases::new().compile_fail("tests/ui/*/*.rs");
}

/// A newcomer's mistake has one error, and the page shows it as it is.
#[test]
fn the_page_shows_what_the_compiler_says() {
    let page = read(Path::new(PAGE));
    let mut wanted = String::new();
    let mut shown = 0;
    for section in page.split_inclusive("\n## ") {
        let Some((before, rest)) = section.split_once("<!-- tests/ui/newcomer/") else {
            wanted.push_str(section);
            continue;
        };
        let (name, _) = rest.split_once(".rs -->").expect("the marker ends with `.rs -->`");
        let end = section.ends_with("\n## ");
        let program = Path::new("tests/ui/newcomer").join(format!("{name}.rs"));
        let after = if end { "\n## " } else { "" };
        wanted.extend([before, &quoted(name, &program), after]);
        shown += 1;
    }
    let newcomers = programs().into_iter().filter(|program| program.starts_with("tests/ui/newcomer")).count();
    assert_eq!(shown, newcomers, "docs/mistakes.md has a section for each mistake of a newcomer");
    if page != wanted && env::var_os("BLESS").is_some() && env::var_os("CI").is_none() {
        fs::write(PAGE, &wanted).expect("the page can be written");
        return;
    }
    assert_eq!(
        page, wanted,
        "docs/mistakes.md is not what the compiler says: BLESS=1 cargo test -p pod-dsl --test ui"
    );
}

/// Quotes what stands between the braces of `pod!`, and the answer.
fn quoted(name: &str, program: &Path) -> String {
    let source = read(program);
    let body = source.split_once("pod! {\n").and_then(|(_, rest)| rest.split_once("\n    };"));
    let body = body.expect("the program is one `pod!`").0;
    let lines: Vec<_> = body.lines().map(|line| line.strip_prefix("        ").unwrap_or(line)).collect();
    let answer = read(&program.with_extension("stderr"));
    let errors = answer.lines().filter(|line| line.starts_with("error")).count();
    assert_eq!(errors, 1, "{name} has one error");
    format!(
        "<!-- tests/ui/newcomer/{name}.rs -->\n```rust\n{}\n```\n\n```text\n{answer}```\n",
        lines.join("\n")
    )
}

/// Gives the release that rust-toolchain.toml names, if this is it.
fn pinned_toolchain() -> Option<String> {
    let toolchain = fs::read_to_string("../rust-toolchain.toml").ok()?;
    let channel = toolchain.lines().find_map(|line| line.strip_prefix("channel = "))?.trim_matches('"');
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc).arg("--version").output().ok()?;
    let version = String::from_utf8(version.stdout).ok()?;
    version.starts_with(&format!("rustc {channel} ")).then_some(version)
}

fn programs() -> Vec<PathBuf> {
    let mut programs = Vec::new();
    for fault in fs::read_dir("tests/ui").expect("it is there").flatten() {
        let files =
            fs::read_dir(fault.path()).expect("each fault is a folder").flatten().map(|file| file.path());
        programs.extend(files.filter(|file| file.extension().is_some_and(|extension| extension == "rs")));
    }
    programs
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
