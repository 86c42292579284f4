//! Wrong input: the message, its place, and what is still expanded.

use super::{assert_mended, container, errors, value};

const KNOWN: &str = "known blocks: container, init, sidecar, native_sidecar, inbound_ambassador, outbound_ambassador, adapter";

#[test]
fn reports_where_the_name_of_the_pod_belongs() {
    for (input, message) in [
        ("pod \"x\"; pod \"y\";", "1:10 a second `pod`: one `pod!` makes one pod"),
        ("pod \"x\", \"y\";", "1:10 `pod` takes a name and nothing more"),
        ("pod \"x\" {}", "1:1 `pod` takes no braces: write `pod \"name\";`, its statements follow"),
    ] {
        assert_mended(input, &[message], "");
    }
    let late = "`pod \"name\";` stands first, before everything else";
    assert_mended("port 1;\npod \"x\";", &[&format!("2:1 {late}")], "p = p.port(1);");
    assert_mended("if a { pod \"x\"; }", &[&format!("1:8 {late}")], "if a { }");
    assert_eq!(errors("pod;"), ["1:1 `pod` needs a name: `pod \"web\";`"]);
    assert_eq!(errors("port 1; tty;"), ["1:1 expected `pod \"name\";` before this"]);
    assert_eq!(errors(""), ["1:1 expected `pod \"name\";`"]);
}

#[test]
fn reports_what_a_block_lacks() {
    for (input, message, name, image) in [
        (
            "container { tty; }",
            "`container` needs a name and an image: `container \"web\", \"quay.io/team/web:1.4\" { … }`",
            "\"\"",
            "\"\"",
        ),
        (
            "container \"a\" { tty; }",
            "`container` needs a name and an image: `container \"web\", \"quay.io/team/web:1.4\" { … }`",
            "\"a\"",
            "\"\"",
        ),
    ] {
        let block = container(&format!("{name}, {image}"), "c = c.tty();");
        let call = format!("p = p.container({block});");
        assert_mended(&format!("pod \"x\"; {input}"), &[&format!("1:10 {message}")], &call);
    }
    let block = container("\"a\", \"b\"", "");
    assert_mended(
        "pod \"x\"; container \"a\", \"b\"; tty;",
        &[
            "1:10 `container` needs a name and an image, and a block `{ … }` after them: `container \"web\", \"quay.io/team/web:1.4\" { … }`",
        ],
        &format!("p = p.container({block}); p = p.tty();"),
    );
    // The parts that are there keep their types, and the block its completion.
    let inner = "::pod_dsl::Container::new(\"a\", \"b\")";
    let missing = "& ::pod_dsl::Port::tcp(1)";
    let block = value(&format!("::pod_dsl::Ambassador::inbound({inner}, &http, {missing})"), "c = c.tty();");
    assert_mended(
        "pod \"x\"; inbound_ambassador \"a\", \"b\", &http { tty; }",
        &["1:10 `inbound_ambassador` needs a name, an image, a listener and an upstream: \
           `inbound_ambassador \"web\", \"quay.io/team/web:1.4\", &http, &app { … }`"],
        &format!("p = p.ambassador({block});"),
    );
    let missing = "::pod_dsl::Upstream::service(\"\", 1)";
    let block = value(&format!("::pod_dsl::Ambassador::outbound({inner}, &db, {missing})"), "");
    assert_mended(
        "pod \"x\"; outbound_ambassador \"a\", \"b\", &db {}",
        &["1:10 `outbound_ambassador` needs a name, an image, a listener and an upstream: \
           `outbound_ambassador \"web\", \"quay.io/team/web:1.4\", &http, upstream { … }`"],
        &format!("p = p.ambassador({block});"),
    );
}

#[test]
fn reports_what_is_too_much_in_a_head() {
    let block = container("\"a\", \"b\"", "");
    assert_mended(
        "pod \"x\"; container \"a\", \"b\", \"c\" {}",
        &["1:30 `container` takes a name and an image, nothing more"],
        &format!("p = p.container({block});"),
    );
}

#[test]
fn names_the_known_blocks_beside_an_unknown_one() {
    let block = container("\"a\", \"b\"", "c = c.tty();");
    for (word, hint, end) in [
        ("contaner", "; did you mean `container`?", ""),
        ("Container", "; did you mean `container`?", ";"),
        ("helper", ";", ";"),
    ] {
        assert_mended(
            &format!("pod \"x\"; {word} \"a\", \"b\" {{ tty; }}{end} port 80;"),
            &[&format!("1:10 no block is called `{word}`{hint} {KNOWN}")],
            &format!("p = p.container({block}); p = p.port(80);"),
        );
    }
    let hint = "did you mean `inbound_ambassador` or `outbound_ambassador`?";
    let message = format!("1:10 no block is called `ambassador`; {hint} {KNOWN}");
    assert_eq!(errors("pod \"x\"; ambassador \"a\", \"b\", &c, &d { tty; }"), [message]);
    for head in ["{ tty; }", "NAME {}", "name { tty; }", "name(), image() {}"] {
        let message = format!("1:10 no block is called `spec`; {KNOWN}");
        assert_eq!(errors(&format!("pod \"x\"; spec {head}")), [message], "{head}");
    }
}

#[test]
fn reports_what_stands_in_a_block_and_belongs_to_the_pod() {
    let inner = container("\"c\", \"d\"", "c = c.tty();");
    for (inside, message, step) in [
        (
            "init \"c\", \"d\" { tty; }",
            "`init` stands beside the block of `container`, not in it",
            format!("let _ = {inner};"),
        ),
        (
            "..base();",
            "`..` adds to the pod: write it before or after the block of `container`",
            "let _ = base();".into(),
        ),
        ("pod \"y\";", "a second `pod`: one `pod!` makes one pod", String::new()),
    ] {
        let block = container("\"a\", \"b\"", &step);
        assert_mended(
            &format!("pod \"x\"; container \"a\", \"b\" {{ {inside} }}"),
            &[&format!("1:31 {message}")],
            &format!("p = p.container({block});"),
        );
    }
    assert_eq!(
        errors("pod \"x\"; container \"a\", \"b\" { spec { tty; } }"),
        [
            "1:31 the block of `container` holds statements, no block `spec`; braces in arguments stand in parentheses"
        ]
    );
}

#[test]
fn reports_tokens_that_begin_nothing() {
    for (input, shown) in [
        (", tty;", ","),
        ("\"abc\"; tty;", "\"abc\""),
        ("(a, b) tty;", "("),
        ("1 + 2; tty;", "1"),
        ("+ 2; tty;", "+"),
        ("_; tty;", "_"),
    ] {
        let message = format!("1:10 stray `{shown}`: expected a statement or a block; {KNOWN}");
        assert_mended(&format!("pod \"x\"; {input}"), &[&message], "p = p.tty();");
    }
}

#[test]
fn reports_rust_that_has_no_place() {
    for (input, message, step) in [
        ("{ port 1; }", format!("a block begins with its role; {KNOWN}"), "{ p = p.port(1); }"),
        (
            "while a { port 1; }",
            "`while` does not stand in `pod!`: `if`, `for` and `match` do".into(),
            "{ p = p.port(1); }",
        ),
        ("else { port 1; }", "`else` without an `if` before it".into(), "{ p = p.port(1); }"),
        ("return;", "`return` does not stand in `pod!`".into(), ""),
        ("fn f() { 1; }", "`fn` stands outside of `pod!`".into(), ""),
        ("type \"a\";", "`type` is a word of Rust's own; a verb of that name is written `r#type`".into(), ""),
        ("#[cfg(a)]", "`pod!` takes no attributes".into(), ""),
        ("/// a\n", "`pod!` takes no attributes; a comment begins with `//`".into(), ""),
        (
            "web.mount(1);",
            "expected a verb, its arguments and `;`, found an expression".into(),
            "let _ = web.mount(1);",
        ),
        (
            "Volume::new();",
            "expected a verb, its arguments and `;`, found an expression".into(),
            "let _ = Volume::new();",
        ),
    ] {
        let message = format!("1:10 {message}");
        assert_mended(&format!("pod \"x\"; {input} tty;"), &[&message], &format!("{step} p = p.tty();"));
    }
}

#[test]
fn mends_signs_between_a_verb_and_its_arguments() {
    for (input, message, call) in [
        ("image = \"b\"", "1:16 a verb's arguments follow it without `=`", "image(\"b\")"),
        ("image: \"b\"", "1:15 a verb's arguments follow it without `:`", "image(\"b\")"),
        ("mount &a \"b\"", "1:19 expected `,` before this", "mount(&a, \"b\")"),
        ("mount &a b", "1:19 expected `,` before this", "mount(&a, b)"),
        ("mount &, \"b\"", "1:16 expected an expression after `&`", "mount(\"b\")"),
        ("mount , \"b\"", "1:16 expected an expression before this `,`", "mount(\"b\")"),
        ("mount a,, \"b\"", "1:18 expected an expression before this `,`", "mount(a, \"b\")"),
    ] {
        assert_mended(
            &format!("pod \"x\"; {input}; tty;"),
            &[message],
            &format!("p = p.{call}; p = p.tty();"),
        );
    }
}

#[test]
fn reports_a_volume_or_a_binding_that_names_no_value() {
    let constructor = "`volume` names a constructor of `Volume`, as in `volume a = empty_dir(\"data\");`; `let` binds anything";
    for (input, message, step) in [
        (
            "volume a empty_dir(1);",
            "1:19 expected `=` before this".into(),
            "let a = ::pod_dsl::Volume::empty_dir(1);",
        ),
        ("volume a = ;", format!("1:17 {constructor}"), "let a = ::pod_dsl::Volume::empty_dir(\"\");"),
        ("volume a = Volume::b(1);", format!("1:21 {constructor}"), "let a = Volume::b(1);"),
        ("volume a = \"b\";", format!("1:21 {constructor}"), "let a = \"b\";"),
        ("let;", "1:10 `let` needs a pattern and a value: `let name = …;`".into(), ""),
        ("let a = ;", "1:16 expected an expression after `=`".into(), "let a;"),
        ("..;", "1:10 `..` needs a pod to add: `..base_pod();`".into(), ""),
    ] {
        assert_mended(&format!("pod \"x\"; {input} tty;"), &[&message], &format!("{step} p = p.tty();"));
    }
}

#[test]
fn reports_control_flow_without_its_parts() {
    for (input, message, step) in [
        ("if a tty;", "1:13 `if` needs a block `{ … }` after this", "if a {} p = p.tty();"),
        ("if a;\ntty;", "1:13 `if` needs a block `{ … }` after this", "if a {} p = p.tty();"),
        ("if { tty; }", "1:10 `if` needs a condition before its block", "if true { p = p.tty(); }"),
        ("if a {} else tty;", "1:18 `else` needs a block `{ … }`", "if a {} p = p.tty();"),
        (
            "if a {} else if { tty; }",
            "1:23 `if` needs a condition before its block",
            "if a {} else if true { p = p.tty(); }",
        ),
        (
            "for a { tty; }",
            "1:10 `for` needs a pattern, `in` and what to go through before its block",
            "for _ in [()] { p = p.tty(); }",
        ),
        (
            "for a in { tty; }",
            "1:10 `for` needs a pattern, `in` and what to go through before its block",
            "for _ in [()] { p = p.tty(); }",
        ),
        ("for a in b tty;", "1:19 `for` needs a block `{ … }` after this", "for a in b {} p = p.tty();"),
        (
            "match { a => tty }",
            "1:10 `match` needs an expression before its block",
            "match true { a => { p = p.tty(); } }",
        ),
        (
            "match a; tty;",
            "1:16 `match` needs a block `{ … }` after this",
            "match a { _ => {} } p = p.tty();",
        ),
        (
            "match a { b, c => tty }",
            "1:20 expected `=>` and a statement or a block after this pattern",
            "match a { b => {} c => { p = p.tty(); } }",
        ),
        (
            "match a { b c => tty }",
            "1:20 expected `=>` and a statement or a block after this pattern",
            "match a { b => {} c => { p = p.tty(); } }",
        ),
        ("match a { => tty }", "1:20 expected a pattern before `=>`", "match a { _ => { p = p.tty(); } }"),
        (
            "match a { b =>, c => tty }",
            "1:23 expected a statement or a block after `=>`",
            "match a { b => {} c => { p = p.tty(); } }",
        ),
        (
            "match a { b => tty; stdin; c => port 1 }",
            "1:30 several statements of one arm stand in braces",
            "match a { b => { p = p.tty(); p = p.stdin(); } c => { p = p.port(1); } }",
        ),
    ] {
        assert_mended(&format!("pod \"x\"; {input}"), &[message], step);
    }
}

#[test]
fn reports_all_mistakes_at_once() {
    let found = errors(
        "pod \"x\";\nvolume a = ;\ncontaner \"a\", \"b\" {\n    image = \"c\";\n    tty\n}\ncontainer \"b\" {}\n, port 1;",
    );
    let places: Vec<_> = found.iter().filter_map(|error| error.split(' ').next()).collect();
    assert_eq!(places, ["2:8", "3:1", "4:11", "5:5", "7:1", "8:1"], "{found:#?}");
}
