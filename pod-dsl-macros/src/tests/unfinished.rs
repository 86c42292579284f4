//! Input that is still being typed: the word at the cursor must reach the expansion as a call, and what follows must
//! survive.

use super::{assert_mended, container};

#[test]
fn expands_what_is_there_of_an_open_statement() {
    for (input, call) in [
        ("ima", "ima()"),
        ("mount &sha", "mount(&sha)"),
        ("port self", "port(self)"),
        ("env \"A\",", "env(\"A\",)"),
        ("env \"A\", config.key(\"k\")", "env(\"A\", config.key(\"k\"))"),
    ] {
        let block = container("\"a\", \"b\"", &format!("c = c.tty(); c = c.{call};"));
        assert_mended(
            &format!("pod \"x\";container \"a\",\"b\"{{tty;{input}}}"),
            &[&format!("{} expected `;` after this", last_of(input))],
            &format!("p = p.container({block});"),
        );
    }
}

/// Gives the place of the last token of the open statement.
fn last_of(input: &str) -> String {
    let column = "pod \"x\";container \"a\",\"b\"{tty;".len() + 1;
    let last = super::tokens(input).into_iter().last().map_or(0, |token| token.span().start().column);
    format!("1:{}", column + last)
}

#[test]
fn keeps_the_operand_before_an_operator_that_has_no_other() {
    for (input, operator, call) in [
        ("mount shared.", ".", "mount(shared)"),
        ("mount &", "&", "mount()"),
        ("port Port::", "::", "port(Port)"),
    ] {
        let column = 10 + input.find(operator).unwrap() + operator.len() - 1;
        assert_mended(
            &format!("pod \"x\"; {input}; tty;"),
            &[&format!("1:{column} expected an expression after `{operator}`")],
            &format!("p = p.{call}; p = p.tty();"),
        );
    }
}

#[test]
fn does_not_swallow_the_statement_after_a_missing_semicolon() {
    let block = container("\"a\", \"b\"", "");
    let block = format!("p = p.container({block});");
    for (input, place, steps) in [
        ("pod \"x\"\nport 80;", "1:5", "p = p.port(80);"),
        ("pod \"x\";\nport 80\ntty;", "2:6", "p = p.port(80); p = p.tty();"),
        ("pod \"x\";\nport 80\n..base();", "2:6", "p = p.port(80); p = p.include(base());"),
        ("pod \"x\";\nport 80\nlet a = b;", "2:6", "p = p.port(80); let a = b;"),
        ("pod \"x\";\nlet a = 1\ntty;", "2:9", "let a = 1; p = p.tty();"),
        ("pod \"x\";\nvolume a = b()\ntty;", "2:13", "let a = ::pod_dsl::Volume::b(); p = p.tty();"),
        ("pod \"x\";\nima\nmount &a, \"b\";", "2:1", "p = p.ima(); p = p.mount(&a, \"b\");"),
        ("pod \"x\";\nima\ncommand [1];", "2:1", "p = p.ima(); p = p.command([1]);"),
        ("pod \"x\";\nima\nif a { tty; }", "2:1", "p = p.ima(); if a { p = p.tty(); }"),
        ("pod \"x\";\nima\n..base();", "2:1", "p = p.ima(); p = p.include(base());"),
        ("pod \"x\"; raw |c| { a; } port 80;", "1:18", "p = p.raw(|c| { a; }); p = p.port(80);"),
        ("pod \"x\"; port 80 mount &a, \"b\";", "1:15", "p = p.port(80); p = p.mount(&a, \"b\");"),
        ("pod \"x\"; ima container \"a\", \"b\" {}", "1:10", &format!("p = p.ima(); {block}")),
        ("pod \"x\"; tty let a = 1;", "1:10", "p = p.tty(); let a = 1;"),
    ] {
        assert_mended(input, &[&format!("{place} expected `;` after this")], steps);
    }
}

#[test]
fn takes_a_block_being_typed_for_a_block() {
    let block = container("\"a\", \"\"", "");
    assert_mended(
        "pod \"x\"; container \"a\"",
        &[
            "1:10 `container` needs a name and an image, and a block `{ … }` after them: `container \"web\", \"quay.io/team/web:1.4\" { … }`",
        ],
        &format!("p = p.container({block});"),
    );
    assert_mended("pod \"x\"; conta", &["1:10 expected `;` after this"], "p = p.conta();");
    assert_mended("pod \"x\"; if shar", &["1:13 `if` needs a block `{ … }` after this"], "if shar {}");
    assert_mended(
        "pod \"x\"; match a { Foo::Ba }",
        &["1:25 expected `=>` and a statement or a block after this pattern"],
        "match a { Foo::Ba => {} }",
    );
    assert_mended(
        "pod \"x\"; volume a = emp",
        &["1:21 expected `;` after this"],
        "let a = ::pod_dsl::Volume::emp;",
    );
}

#[test]
fn completes_within_blocks_of_blocks() {
    let inside = |steps: &str| format!("p = p.container({});", container("\"a\", \"b\"", steps));
    let nested = |steps: &str| {
        format!(
            "c = c.resources({{ #[allow(unused_mut)] let mut n = ::pod_dsl::Resources::new(); {steps} n }});"
        )
    };
    for (input, message, steps) in [
        ("resources{request_c}", "1:37 expected `;` after this", nested("n = n.request_c();")),
        ("resources{}", "", nested("")),
        ("env{A=conf.;}", "1:37 expected an expression after `.`", "{ c = c.env(\"A\", conf); }".into()),
        ("env{A}", "1:31 `A` needs a value: `A = …;`", "{ }".into()),
        ("env{A=b}", "1:33 expected `;` after this", "{ c = c.env(\"A\", b); }".into()),
        ("env{A=\"1\";B=}", "1:37 `B` needs a value: `B = …;`", "{ c = c.env(\"A\", \"1\"); }".into()),
    ] {
        let input = format!("pod \"x\";container \"a\",\"b\"{{{input}}}");
        let messages: Vec<_> = [message].into_iter().filter(|message| !message.is_empty()).collect();
        assert_mended(&input, &messages, &inside(&steps));
    }
}
