//! What the compiler is told to check, and what is left to the run.

use super::{errors, sound, tokens, understood};
use crate::syntax::Grammar;

/// Lists the checks of literals: `function(literal)`.
fn literals(input: &str, grammar: Grammar) -> Vec<String> {
    let checks = understood(input, grammar).checks;
    let mut literals: Vec<_> =
        checks.literals.iter().map(|check| format!("{}({})", check.by, check.literal)).collect();
    literals.sort();
    literals
}

/// Lists what clashes: `line:column message`, and the place of the first.
fn clashes(input: &str) -> Vec<String> {
    let at = |span: proc_macro2::Span| format!("{}:{}", span.start().line, span.start().column + 1);
    let clash = |clash: &crate::check::Clash| {
        let short = clash.message.split(':').next().unwrap_or_default();
        format!("{} {short}, {} {}", at(clash.second), clash.first_is, at(clash.first))
    };
    understood(input, Grammar::Pod).checks.clashes.iter().map(clash).collect()
}

#[test]
fn checks_what_a_verb_takes() {
    for (statement, checks) in [
        ("label \"a\", \"b\";", &["label_value(\"b\")", "qualified_name(\"a\")"][..]),
        (
            "labels [(\"a\", \"b\"), (c, \"d\")];",
            &["label_value(\"b\")", "label_value(\"d\")", "qualified_name(\"a\")"],
        ),
        ("hostname r\"a\";", &["hostname(\"a\")"]),
        ("container \"a\", \"b:1\" {}", &["dns_label(\"a\")", "image_reference(\"b:1\")"]),
        ("container (web()) { port 80u16; listens 0x50; }", &["port_number(80)", "port_number(80)"]),
        (
            "container a, b { mount &c, \"/d\"; env { E = \"f\"; } }",
            &["env_name(\"E\")", "mount_path(\"/d\")"],
        ),
        ("adapter a, b, 9113 {}", &["port_number(9113)"]),
        ("container a, b { resources { limit_cpu \"1\"; } }", &["parse_quantity(\"1\")"]),
        (
            "container a, b { security restricted() { add_capability \"KILL\"; } }",
            &["capability_name(\"KILL\")"],
        ),
        (
            "container a, b { readiness tcp(80) { header \"a\", \"b\"; } }",
            &["http_header_name(\"a\")", "port_number(80)"],
        ),
        (
            "volume a = empty_dir(\"b\").size_limit(\"1Gi\");",
            &["dns_label(\"b\")", "parse_quantity(\"1Gi\")"],
        ),
        (
            "let a = Port::tcp(80).named(\"b\").host_port(81);",
            &["port_name(\"b\")", "port_number(80)", "port_number(81)"],
        ),
        ("if Port::udp(1) == a { label b, \"c\"; }", &["label_value(\"c\")", "port_number(1)"]),
        (
            "for a in [Port::tcp(1), ::pod_dsl::Port::tcp(2)] { label a, b; }",
            &["port_number(1)", "port_number(2)"],
        ),
        (
            "affinity Affinity::new().require_node([Requirement::is_in(\"a\", [\"b\"])]);",
            &["label_value(\"b\")", "qualified_name(\"a\")"],
        ),
        (
            "sidecar Sidecar::new(Container::new(\"a\", \"b\")).native().port(80);",
            &["dns_label(\"a\")", "image_reference(\"b\")", "port_number(80)"],
        ),
        // Whatever is not known to be ours is left alone.
        ("let a = ui.label(\"any text\", \"at all\");", &[]),
        ("let a = other::Port::tcp(0);", &[]),
        ("let a = println!(\"{}\", Port::tcp(0));", &[]),
        ("with_sidecar \"Any_Name\", 0;", &[]),
        ("label key(), VALUE;", &[]),
    ] {
        let mut all = literals(&format!("pod NAME; {statement}"), Grammar::Pod);
        all.sort();
        assert_eq!(all, checks, "{statement}");
    }
    assert_eq!(
        literals("pod! { pod A; }.cron_job(\"0 3 * * *\"); job.on_schedule(\"@daily\");", Grammar::Bundle),
        ["cron_schedule(\"0 3 * * *\")", "cron_schedule(\"@daily\")"]
    );
    assert_eq!(
        literals("config_map \"a\" { data \"k\", \"v\"; } pod \"b\" { ..c; }", Grammar::Bundle),
        ["config_map_key(\"k\")", "dns_subdomain(\"a\")", "dns_subdomain(\"b\")"]
    );
}

#[test]
fn does_not_check_what_stands_in_for_something_missing() {
    for input in [
        "pod;",
        "",
        "pod NAME; container {}",
        "pod NAME; inbound_ambassador \"a\" {}",
        "pod NAME; volume a = ;",
    ] {
        let own = literals(input, Grammar::Pod);
        assert!(own.iter().all(|check| check == "dns_label(\"a\")"), "{input}: {own:?}");
    }
}

#[test]
fn replaces_literals_of_another_kind() {
    for (statement, message, call) in [
        (
            "container (a) { port \"80\"; }",
            "1:32 a port is a number: write `80`, without quotes",
            "c . port ( 80 )",
        ),
        (
            "container (a) { port \"http\"; }",
            "1:32 a port is a number: write `8080`, without quotes",
            "c . port ( 1 )",
        ),
        (
            "label \"a\", 1;",
            "1:22 a label's value is text: write `\"1\"`, with quotes",
            "p . label ( \"a\" , \"mended\" )",
        ),
        (
            "labels { a = true; }",
            "1:24 a label's value is text: write `\"true\"`, with quotes",
            "p . label ( \"a\" , \"mended\" )",
        ),
        (
            "annotation \"a\", 1.5;",
            "1:27 the value is text: write `\"1.5\"`, with quotes",
            "p . annotation ( \"a\" , \"mended\" )",
        ),
    ] {
        let input = format!("pod NAME; {statement}");
        assert_eq!(errors(&input), [message], "{statement}");
        assert!(sound(&input, Grammar::Pod).contains(call), "{}", sound(&input, Grammar::Pod));
    }
    assert_eq!(
        errors("pod NAME; container (a) { env \"A\", 1; env \"B\", true; port b'a'; }"),
        Vec::<String>::new()
    );
}

#[test]
fn finds_what_clashes() {
    for (input, found) in [
        (
            "container \"a\", b {} init \"a\", b {}",
            "1:36 a second container is called `a`, the_first_container 1:21",
        ),
        (
            "volume a = empty_dir(\"c\"); let b = Volume::secret(\"c\", d);",
            "1:61 a second volume is called `c`, the_first_volume 1:32",
        ),
        (
            "container a, b { port 1; } sidecar c, d { listens 1; }",
            "1:61 a second listener on TCP port 1, the_first_listener 1:33",
        ),
        (
            "let a = Port::tcp(1); let b = Port::tcp(1).loopback(); container c, d { port &a; } adapter e, f, b {}",
            "1:108 a second listener on TCP port 1, the_first_listener 1:89",
        ),
        (
            "container a, b { mount &c, \"/d\"; device &e, \"/d\"; }",
            "1:55 something is mounted at `/d` already, the_first_mount 1:38",
        ),
        (
            "container a, b { port Port::tcp(1).named(\"c\"); port Port::udp(2).named(\"c\"); }",
            "1:82 a second port of this container is called `c`, the_first_port 1:52",
        ),
    ] {
        assert_eq!(clashes(&format!("pod NAME; {input}")), [found], "{input}");
    }
}

#[test]
fn leaves_alternatives_alone() {
    for input in [
        "if a { container \"a\", b {} } else { container \"a\", c {} }",
        "container \"a\", b {} if c { container \"a\", d {} }",
        "match a { 1 => container \"a\", b {} _ => container \"a\", c {} }",
        "for a in b { container \"a\", c {} }",
        "container \"a\", b { mount &c, \"/d\"; if e { mount &f, \"/d\"; } }",
        "container a, b { mount &c, \"/d\"; } container e, f { mount &c, \"/d\"; }",
        // Init containers have ended before the others listen, and other protocols are other ports.
        "init a, b { port 1; } container c, d { port 1; }",
        "container a, b { port 53; port Port::udp(53); }",
        // One handle is one listener.
        "let h = Port::tcp(1); container a, b { port &h; } inbound_ambassador c, d, &h, &app {}",
        // A later binding hides the first.
        "let h = Port::tcp(1); let h = other(); container a, b { port &h; port 1; }",
        "container a, b { port Port::tcp(1).named(\"x\"); } container c, d { port Port::tcp(2).named(\"x\"); }",
    ] {
        assert_eq!(clashes(&format!("pod NAME; {input}")), Vec::<String>::new(), "{input}");
    }
}

/// Tells whether a pod is reported for having no container.
fn lone(input: &str) -> bool {
    let errors = understood(&format!("pod \"x\"; {input}"), Grammar::Pod).errors.listed();
    errors.iter().any(|error| error.ends_with(crate::check::across::NO_CONTAINER))
}

#[test]
fn finds_a_pod_without_a_container() {
    for input in [
        "",
        "label a, b;",
        "init a, b {}",
        "native_sidecar a, b {}",
        "labels { a = \"b\"; }",
        "security { fs_group 1; }",
        "volume a = b();",
        "if a { label b, c; }",
    ] {
        assert!(lone(input), "{input}");
    }
    for input in [
        "container a, b {}",
        "sidecar a;",
        "..base();",
        "if a { container b, c {} }",
        "match a { 1 => ..base(), _ => () }",
        "raw |p| { p.a(); };",
        // Somebody's own pattern may add one.
        "with_web a;",
        "contaner \"a\", \"b\" {}",
    ] {
        assert!(!lone(input), "{input}");
    }
}

/// The verbs of a pod that add no container are listed by hand; this holds the list to the builder.
#[test]
fn knows_every_verb_of_a_pod() {
    let builder = include_str!("../../../pod-dsl/src/dsl/pod.rs");
    let adds = ["container", "sidecar", "ambassador", "adapter", "include", "raw"];
    let verbs =
        builder.lines().filter_map(|line| line.trim().strip_prefix("pub fn ")?.split(['(', '<']).next());
    for verb in verbs.filter(|verb| !adds.contains(verb)) {
        assert!(lone(&format!("{verb} a;")), "`{verb}` adds no container: list it in check/across.rs");
    }
}

#[test]
fn writes_one_constant_for_each_check() {
    let text = super::spelled(crate::expand(
        tokens("pod \"x\"; container \"a\", b {} init \"a\", b {}"),
        Grammar::Pod,
    ));
    assert_eq!(text.matches("const _ : ( ) = {\n:: pod_dsl :: grammar :: must ( ").count(), 3, "{text}");
    assert!(
        text.contains(
            "const fn the_first_container ( ) {\n:: core :: panic ! ( \"{}\" , \"a second container"
        ),
        "{text}"
    );
}
