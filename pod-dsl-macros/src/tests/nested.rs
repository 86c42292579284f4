//! Blocks within blocks: of an argument's verbs, and of entries.

use super::{assert_expands, assert_mended, container, errors};

/// Asserts what a container's block becomes.
fn assert_inside(statements: &str, steps: &str) {
    let block = container(r#""a", "b""#, steps);
    assert_expands(
        &format!(r#"pod "x"; container "a", "b" {{ {statements} }}"#),
        &format!("p = p.container({block});"),
    );
}

fn nested(constructor: &str, steps: &str) -> String {
    format!("{{ #[allow(unused_mut)] let mut n = ::pod_dsl::{constructor}; {steps} n }}")
}

#[test]
fn makes_an_argument_of_its_own_verbs() {
    for (block, verb, constructor, steps) in [
        ("resources { request_cpu \"1\"; }", "resources", "Resources::new()", "n = n.request_cpu(\"1\");"),
        ("security { privileged; };", "security", "Security::new()", "n = n.privileged();"),
        (
            "security restricted() { privileged; }",
            "security",
            "Security::restricted()",
            "n = n.privileged();",
        ),
        ("security restricted { privileged; }", "security", "Security::restricted()", "n = n.privileged();"),
        (
            "readiness http_get(\"/\", &http) { period_seconds 5; }",
            "readiness",
            "Probe::http_get(\"/\", &http)",
            "n = n.period_seconds(5);",
        ),
        ("startup tcp(80) {}", "startup", "Probe::tcp(80)", ""),
        (
            "liveness exec([\"a\"]) { if x { period_seconds 1; } for a in b { header a, \"c\"; } let y = 1; }",
            "liveness",
            "Probe::exec([\"a\"])",
            "if x { n = n.period_seconds(1); } for a in b { n = n.header(a, \"c\"); } let y = 1;",
        ),
    ] {
        assert_inside(block, &format!("c = c.{verb}({});", nested(constructor, steps)));
    }
}

#[test]
fn needs_no_comma_after_an_arm_that_is_a_block() {
    let one = nested("Resources::new()", "n = n.limit_cpu(\"1\");");
    let two = nested("Probe::tcp(80)", "");
    assert_inside(
        "match a { B::C => resources { limit_cpu \"1\"; } D::E => readiness tcp(80) {} F => env { G = 1; } H => (), }",
        &format!(
            "match a {{ B::C => {{ c = c.resources({one}); }} D::E => {{ c = c.readiness({two}); }} \
             F => {{ {{ c = c.env(\"G\", 1); }} }} H => {{}} }}"
        ),
    );
}

#[test]
fn begins_an_argument_with_what_plain_rust_made() {
    for head in ["(base())", "Probe::tcp(&http)", "base::probe()"] {
        let made = head.trim_matches(|sign| sign == '(' || sign == ')');
        let made = if head.starts_with('(') {
            "base()"
        } else if made.ends_with('(') {
            "base::probe()"
        } else {
            head
        };
        let block = format!("{{ #[allow(unused_mut)] let mut n = {made}; n = n.period_seconds(5); n }}");
        assert_inside(
            &format!("readiness {head} {{ period_seconds 5; }}"),
            &format!("c = c.readiness({block});"),
        );
    }
}

#[test]
fn knows_the_blocks_of_a_pod() {
    let block = nested("PodSecurity::new()", "n = n.fs_group(1);");
    assert_expands("pod \"x\"; security { fs_group 1; }", &format!("p = p.security({block});"));
    let block = nested("Affinity::new()", "n = n.require_node([a]);");
    assert_expands("pod \"x\"; affinity { require_node [a]; }", &format!("p = p.affinity({block});"));
    let block = nested("Toleration::key(\"a\")", "n = n.seconds(1);");
    assert_expands("pod \"x\"; toleration key(\"a\") { seconds 1; }", &format!("p = p.toleration({block});"));
    let block = nested("Spread::over(\"a\", [b])", "n = n.max_skew(1);");
    assert_expands("pod \"x\"; spread over(\"a\", [b]) { max_skew 1; }", &format!("p = p.spread({block});"));
}

#[test]
fn leaves_verbs_with_braces_in_their_arguments_alone() {
    for (statement, call) in [
        ("security Security { root: false };", "security(Security { root: false })"),
        ("readiness answers(&redis);", "readiness(answers(&redis))"),
        ("env \"A\", if big { \"1\" } else { \"2\" };", "env(\"A\", if big { \"1\" } else { \"2\" })"),
        ("env \"A\", { let b = 1; b };", "env(\"A\", { let b = 1; b })"),
        ("resources match a { _ => b };", "resources(match a { _ => b })"),
    ] {
        assert_inside(statement, &format!("c = c.{call};"));
    }
}

#[test]
fn writes_entries_as_calls() {
    assert_inside(
        r#"env {
            A = "1";
            "b.c" = 2;
            (name()) = config.key("d");
            r#type = x;
            let y = 3;
            if debug { E = y; } else { E = 4, }
            for (k, v) in pairs { (k) = v; }
            match z { 1 => F = "f", _ => {} }
            ..&config;
        }"#
        .replace("E = 4, ", "E = 4; ")
        .as_str(),
        r#"{ c = c.env("A", "1"); c = c.env("b.c", 2); c = c.env(name(), config.key("d")); c = c.env("type", x);
             let y = 3;
             if debug { c = c.env("E", y); } else { c = c.env("E", 4); }
             for (k, v) in pairs { c = c.env(k, v); }
             match z { 1 => { c = c.env("F", "f"); } _ => {} }
             c = c.env_from(&config); }"#,
    );
    assert_expands(
        r#"pod "x"; labels { app = "a"; ..more; } annotations { "b/c" = d; } node_selector { disk = "ssd"; }"#,
        r#"{ p = p.label("app", "a"); p = p.labels(more); } { p = p.annotation("b/c", d); } { p = p.node_selector("disk", "ssd"); }"#,
    );
}

#[test]
fn mends_entries() {
    for (entry, message, steps) in [
        ("A \"1\";", "1:18 expected `=` before this", "p = p.label(\"A\", \"1\");"),
        ("A: \"1\";", "1:17 an entry is written with `=`", "p = p.label(\"A\", \"1\");"),
        (
            "A = \"1\", B = \"2\";",
            "1:23 an entry ends with `;`, not with `,`",
            "p = p.label(\"A\", \"1\"); p = p.label(\"B\", \"2\");",
        ),
        ("A = \"1\",", "1:23 an entry ends with `;`, not with `,`", "p = p.label(\"A\", \"1\");"),
        ("A = \"1\"", "1:20 expected `;` after this", "p = p.label(\"A\", \"1\");"),
        (
            "a-b/c = \"1\";",
            "1:17 a key that is not one word stands in quotes: `\"a-b/c\"`",
            "p = p.label(\"a\", \"1\");",
        ),
        ("A;", "1:16 `A` needs a value: `A = …;`", ""),
        ("A = ;", "1:16 `A` needs a value: `A = …;`", ""),
    ] {
        assert_mended(&format!("pod \"x\";labels{{{entry}}}"), &[message], &format!("{{ {steps} }}"));
    }
    let message = "1:14 nothing stands between `labels` and its block: `labels { KEY = value; }`";
    assert_eq!(errors("pod \"x\";labels \"a\" { b = \"c\"; }"), [message.replace("1:14", "1:16")]);
    assert_eq!(
        errors("pod \"x\";annotations { ..a; }"),
        ["1:23 `annotations` has no `..`: write each as `KEY = value;`"]
    );
}

#[test]
fn reports_blocks_in_a_wrong_place() {
    for (input, message) in [
        ("readiness tcp(1) {}", "1:9 `readiness` stands in the block of a container"),
        ("config_map \"a\" {}", "1:9 `config_map` stands in `bundle! { … }`, which makes several objects"),
        (
            "init \"a\", \"b\" { affinity {} }",
            "1:25 `affinity` stands in the pod, not in the block of `init`",
        ),
        (
            "init \"a\", \"b\" { envs { A = \"1\"; } }",
            "1:25 no block is called `envs` in the block of `init`; did you mean `env`?",
        ),
        (
            "init \"a\", \"b\" { readiness tcp(1) { resources {} } }",
            "1:44 `resources` stands in the pod, not in the block of `readiness`",
        ),
        (
            "init \"a\", \"b\" { readiness {} }",
            "1:25 `readiness` needs, before its block, one of `http_get(path, port)`, `tcp(port)`, `grpc(port)`, `exec([command])`",
        ),
    ] {
        assert_eq!(errors(&format!("pod \"x\";{input}")), [message], "{input}");
    }
}

#[test]
fn goes_on_with_a_container_made_elsewhere() {
    let block = "{ #[allow(unused_mut)] let mut c = web(&shared); c = c.tty(); c }";
    assert_expands("pod \"x\"; container (web(&shared)) { tty; }", &format!("p = p.container({block});"));
    let block = "{ #[allow(unused_mut)] let mut c = ::pod_dsl::Ambassador::inbound(proxy, &http, &app); c = c.tty(); c }";
    assert_expands(
        "pod \"x\"; inbound_ambassador (proxy), &http, &app { tty; }",
        &format!("p = p.ambassador({block});"),
    );
    assert_eq!(
        errors("pod \"x\"; adapter (proxy) { tty; }"),
        [
            "1:10 `adapter` needs a name, an image and a port: `adapter \"web\", \"quay.io/team/web:1.4\", &metrics { … }`"
        ]
    );
}
