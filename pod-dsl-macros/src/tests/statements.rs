//! The grammar, statement by statement.

use crate::syntax::Grammar;

use super::{assert_expands, container, errors, expanded, value};

#[test]
fn expands_the_first_pod_of_the_course() {
    let pod = r#"
        pod "x";
        volume shared = empty_dir("shared-data");

        container "app", "bitnami/nginx" {
            mount &shared, "/app";
            port 8080;
        }
        sidecar "sidecard", "busybox" {
            mount &shared, "/pod-data";
            command ["sh", "-c", "echo Hello > /pod-data/index.html && sleep 3600"];
        }
    "#;
    let app = container(r#""app", "bitnami/nginx""#, r#"c = c.mount(&shared, "/app"); c = c.port(8080);"#);
    let side = value(
        r#"::pod_dsl::Sidecar::new(::pod_dsl::Container::new("sidecard", "busybox"))"#,
        r#"c = c.mount(&shared, "/pod-data");
           c = c.command(["sh", "-c", "echo Hello > /pod-data/index.html && sleep 3600"]);"#,
    );
    assert_expands(
        pod,
        &format!(
            r#"let shared = ::pod_dsl::Volume::empty_dir("shared-data"); p = p.container({app}); p = p.sidecar({side});"#
        ),
    );
}

#[test]
fn makes_each_role_by_its_constructor() {
    let plain = container(r#""n", "i""#, "");
    let inner = r#"::pod_dsl::Container::new("n", "i")"#;
    let inbound = value(&format!("::pod_dsl::Ambassador::inbound({inner}, &http, &legacy)"), "c = c.tty();");
    let outbound = value(&format!("::pod_dsl::Ambassador::outbound({inner}, &db, upstream())"), "");
    let adapter = value(&format!("::pod_dsl::Adapter::new({inner}, &metrics)"), "");
    let sidecar = value(&format!("::pod_dsl::Sidecar::new({inner})"), "");
    for (block, call) in [
        (r#"container "n", "i" {}"#, format!("container({plain})")),
        (r#"init "n", "i" {}"#, format!("init({plain})")),
        (r#"sidecar "n", "i" {}"#, format!("sidecar({sidecar})")),
        (r#"native_sidecar "n", "i" {}"#, format!("native_sidecar({plain})")),
        (r#"inbound_ambassador "n", "i", &http, &legacy { tty; }"#, format!("ambassador({inbound})")),
        (r#"outbound_ambassador "n", "i", &db, upstream(), {}"#, format!("ambassador({outbound})")),
        (r#"adapter "n", "i", &metrics {}"#, format!("adapter({adapter})")),
    ] {
        assert_expands(&format!(r#"pod "x"; {block}"#), &format!("p = p.{call};"));
    }
}

#[test]
fn pastes_arguments_as_they_are() {
    for (statement, call) in [
        ("share_process_namespace;", "share_process_namespace()"),
        ("port 8080;", "port(8080)"),
        ("volume &shared;", "volume(&shared)"),
        ("volume shared;", "volume(shared)"),
        ("raw |p| { p.x = Some(1); };", "raw(|p| { p.x = Some(1); })"),
        ("raw |p: &mut P, q| -> (u8, u8) { (1, 2) };", "raw(|p: &mut P, q| -> (u8, u8) { (1, 2) })"),
        ("env \"A\", if big { \"1\" } else { \"2\" };", "env(\"A\", if big { \"1\" } else { \"2\" })"),
        ("env_from { let x = f(); x };", "env_from({ let x = f(); x })"),
        ("security Security { root: false };", "security(Security { root: false })"),
        ("tty !batch;", "tty(!batch)"),
        ("range 1..;", "range(1..)"),
        ("ports 1..=9, ..base;", "ports(1..=9, ..base)"),
        ("take x as &'static Volume, y.await?;", "take(x as &'static Volume, y.await?)"),
        ("take match x { A { a } => a, _ => 1 }.b;", "take(match x { A { a } => a, _ => 1 }.b)"),
        ("r#type \"a\", ;", "r#type(\"a\", )"),
        ("container web(&shared);", "container(web(&shared))"),
        ("sidecar Sidecar::new(web);", "sidecar(Sidecar::new(web))"),
    ] {
        assert_expands(&format!("pod \"x\"; {statement}"), &format!("p = p.{call};"));
    }
}

#[test]
fn takes_parentheses_off_that_stand_there_for_braces() {
    // rustc's lint `unused_parens` would otherwise fire at what the grammar allows.
    assert_expands(r#"pod "x"; port (if a { 1 } else { 2 });"#, "p = p.port(if a { 1 } else { 2 });");
    assert_expands(r#"pod "x"; env "A", (match a {}), 1;"#, r#"p = p.env("A", match a {}, 1);"#);
    // These are the user's own.
    assert_expands(r#"pod "x"; port (80); pair (1, { 2 });"#, "p = p.port((80)); p = p.pair((1, { 2 }));");
}

#[test]
fn binds_values_and_volumes() {
    assert_expands(
        r#"pod "x";
           let a: Vec<Port> = ports();
           let mut b = if a { 1 } else { 2 };
           let Some(Foo { d }) = e else { return Err(f) };
           volume logs = empty_dir("logs").size_limit("1Mi");
           container "a", "b" { let x = 1; volume y = config(&z); }"#,
        &format!(
            r#"let a: Vec<Port> = ports();
               let mut b = if a {{ 1 }} else {{ 2 }};
               let Some(Foo {{ d }}) = e else {{ return Err(f) }};
               let logs = ::pod_dsl::Volume::empty_dir("logs").size_limit("1Mi");
               p = p.container({});"#,
            container(r#""a", "b""#, "let x = 1; let y = ::pod_dsl::Volume::config(&z);")
        ),
    );
}

#[test]
fn adds_a_pod_made_elsewhere() {
    assert_expands(r#"pod "x"; ..base(&shared);"#, "p = p.include(base(&shared));");
}

#[test]
fn puts_conditions_around_statements_and_blocks() {
    let one = container(r#""a", "b""#, "if x { c = c.tty(); } else { c = c.stdin(); }");
    assert_expands(
        r#"pod "x";
           if debug {
               container "a", "b" { if x { tty; } else { stdin; } }
           } else if let Foo { a } | Bar { a } = b && unsafe { c() } {
               let d = a;
               port d;
           } else if match x { _ => true } {
           } else { port 2; }
           port 3;"#,
        &format!(
            "if debug {{ p = p.container({one}); }}
             else if let Foo {{ a }} | Bar {{ a }} = b && unsafe {{ c() }} {{ let d = a; p = p.port(d); }}
             else if match x {{ _ => true }} {{ }}
             else {{ p = p.port(2); }}
             p = p.port(3);"
        ),
    );
}

#[test]
fn puts_loops_around_statements_and_blocks() {
    let one = container("name, image", "for (k, v) in env { c = c.env(k, v); }");
    assert_expands(
        r#"pod "x";
           for Web { name, image } in webs.iter().map(|w| { w }) {
               container name, image { for (k, v) in env { env k, v; } }
           }"#,
        &format!("for Web {{ name, image }} in webs.iter().map(|w| {{ w }}) {{ p = p.container({one}); }}"),
    );
}

#[test]
fn puts_choices_around_statements_and_blocks() {
    let one = container(r#""a", "b""#, "");
    assert_expands(
        r#"pod "x";
           match level.get() {
               Some(1) => port 1, 2,
               Some(2) => port 3;
               Some(n) if n > 3 && f::<A, B>(n) => { port n; tty; }
               Foo { a, .. } | Bar(a) => container "a", "b" {}
               4..=5 => container "a", "b" {},
               7 => if a { tty; } else { stdin; }
               "s" => mount &a, "/b",
               None => (),
               _ => {},
           }
           match a {}"#,
        &format!(
            r#"match level.get() {{
                 Some(1) => {{ p = p.port(1, 2); }}
                 Some(2) => {{ p = p.port(3); }}
                 Some(n) if n > 3 && f::<A, B>(n) => {{ p = p.port(n); p = p.tty(); }}
                 Foo {{ a, .. }} | Bar(a) => {{ p = p.container({one}); }}
                 4..=5 => {{ p = p.container({one}); }}
                 7 => {{ if a {{ p = p.tty(); }} else {{ p = p.stdin(); }} }}
                 "s" => {{ p = p.mount(&a, "/b"); }}
                 None => {{ }}
                 _ => {{ }}
               }}
               match a {{ }}"#
        ),
    );
}

#[test]
fn splits_a_head_at_its_commas_only() {
    let inner = "::pod_dsl::Container::new(name::<A, B>(), image)";
    let block =
        value(&format!("::pod_dsl::Ambassador::inbound({inner}, <T as H<A, B>>::port(a < b), c > d)"), "");
    assert_expands(
        r#"pod "x"; inbound_ambassador name::<A, B>(), image, <T as H<A, B>>::port(a < b), c > d, { }"#,
        &format!("p = p.ambassador({block});"),
    );
    let head = container(r#"if x { "a" } else { "b" }, match y { _ => "c" }"#, "c = c.tty();");
    assert_expands(
        r#"pod "x"; container if x { "a" } else { "b" }, match y { _ => "c" } { tty; }"#,
        &format!("p = p.container({head});"),
    );
}

#[test]
fn passes_over_a_semicolon_too_many() {
    assert_expands(
        r#"pod "x";; container "a", "b" {};"#,
        &format!("p = p.container({});", container(r#""a", "b""#, "")),
    );
}

#[test]
fn keeps_arguments_on_lines_of_their_own() {
    assert_expands(
        "pod \"x\";\nport\n    http;\nmount\n    &shared,\n    \"/app\";\nports\n[1];\ntake if a { 1 }\nelse { 2 };",
        "p = p.port(http); p = p.mount(&shared, \"/app\"); p = p.ports([1]); p = p.take(if a { 1 } else { 2 });",
    );
}

#[test]
fn spans_a_call_from_the_verb_to_its_last_argument() {
    // `Location::caller()` and the compiler's errors then show the user's own line.
    let input = super::tokens("pod \"x\";\nmount &shared,\n  \"/app\";");
    let call: Vec<_> = crate::expand(input, Grammar::Pod)
        .into_iter()
        .flat_map(|block| match block {
            proc_macro2::TokenTree::Group(block) => block.stream(),
            other => other.into(),
        })
        .skip_while(|token| token.to_string() != "mount")
        .take(2)
        .map(|token| (token.span().start().line, token.span().start().column))
        .collect();
    assert_eq!(call, [(2, 0), (3, 2)]);
}

#[test]
fn puts_errors_behind_all_steps() {
    // An editor compares the expansions with and without the word being typed.
    let text = expanded(r#"pod "x"; , port 1;"#);
    let (before, after) = text.split_once("compile_error").unwrap();
    assert!(before.contains("p . port ( 1 )"), "{text}");
    assert!(after.ends_with("p }\n"), "{text}");
    assert_eq!(errors(r#"pod "x"; , port 1;"#).len(), 1);
}
