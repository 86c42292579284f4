use super::super::*;
use super::{causes, judges, x};

#[test]
fn a_dns_label_is_lower_case_and_short() {
    judges(
        dns_label,
        &["a", "7", "web", "log-shipper", "a--b", "0x1", &x(63)],
        &["", "-", "-a", "a-", "A", "aBc", "a_b", "a.b", "a b", " a", "a\n", "é", "a/b", "a@b", &x(64)],
    );
    assert_eq!(causes(dns_label(&"X".repeat(64))), 2);
    assert!(dns_label("a.b").unwrap_err().message().contains("dot"));
}

#[test]
fn an_old_dns_label_begins_with_a_letter() {
    judges(dns_label_1035, &["a", "a1", "a-1", &x(63)], &["", "1", "1a", "-a", "a-", "A", "a.b", &x(64)]);
}

#[test]
fn a_dns_subdomain_has_dots_between_its_labels() {
    let long_part = format!("{}.{}", x(100), x(152));
    judges(
        dns_subdomain,
        &["a", "0", "a.b", "a-b.c-d", "1.2.3.4", "a.b.c.d", &x(253), &long_part],
        &["", ".", "a.", ".a", "a..b", "a.-b", "a-.b", "A.b", "a_b", "*.a", "a b.c", "a.b\n", &x(254)],
    );
    assert_eq!(causes(dns_subdomain(&"_".repeat(254))), 2);
}

#[test]
fn a_beginning_of_a_name_may_end_in_a_dash() {
    judges(
        dns_label_prefix,
        &["web-", "web", "a-", "a--", "--", &format!("{}-", x(63))],
        &["", "-", "-a-", "a.b-", "Web-", &format!("{}-", x(64))],
    );
    judges(
        dns_subdomain_prefix,
        &["web-", "a.b-", "a.-", "a", &format!("{}-", x(253))],
        &["", "-", "a..b-", "a-.bc-", ".bc-", "Ab-", "a.", &format!("{}-", x(254))],
    );
}

#[test]
fn underscores_are_for_search_domains() {
    judges(
        dns_subdomain_with_underscore,
        &["_sip._tcp.example", "a_b.c", "_a", "a", &x(253)],
        &["", "_", "__a", "a_", "_.a", "a.", "A_b", &x(254)],
    );
    judges(search_domain, &[".", "svc.cluster.local", "_a.b.", "a_b."], &["", "..", "a..", "-", "a b"]);
}

#[test]
fn a_wildcard_is_one_star_in_front() {
    judges(
        wildcard_dns_subdomain,
        &["*.example.com", "*.a", &format!("*.{}", x(251))],
        &["", "*", "*.", "*a.b", "a.*.b", "*.*.a", "a*.b", "a.b", "*.A", &format!("*.{}", x(252))],
    );
}

#[test]
fn a_label_key_is_a_name_with_a_domain_perhaps() {
    let longest = format!("{}/{}", x(253), x(63));
    judges(
        qualified_name,
        &[
            "app",
            "A",
            "1",
            "a.b_c-d",
            "example.com/App",
            "app.kubernetes.io/name",
            "1.2.3.4/5",
            "a/A__b..c",
            &longest,
        ],
        &[
            "",
            "/",
            "/a",
            "a/",
            "a/b/c",
            "-a",
            "a-",
            "_a",
            ".a",
            "a b",
            "a@b",
            "Example.com/a",
            "a_b/c",
            "é",
            &x(64),
            &format!("{}/a", x(254)),
            &format!("a/{}", x(64)),
        ],
    );
    // As many causes as the API server reports: an empty name is both empty and out of shape.
    assert_eq!(causes(qualified_name("")), 2);
    assert_eq!(causes(qualified_name("/")), 3);
    assert_eq!(causes(qualified_name("a/b/c")), 1);
    assert_eq!(causes(qualified_name(&format!("{}/{}", "_".repeat(254), "-".repeat(64)))), 4);
}

#[test]
fn an_annotation_key_may_have_capitals_in_its_domain() {
    judges(
        annotation_key,
        &["Example.COM/Key", "a", "A/b", &format!("{}/{}", x(253), x(63))],
        &["", "Ex_ample/a", "a/b/c", "/a", &x(64)],
    );
}

#[test]
fn a_label_value_may_be_empty() {
    judges(
        label_value,
        &["", "a", "A.b-c_d", "1.4.2", "true", &x(63)],
        &["-", "a-", "_a", "a b", "a/b", "a:b", "é", &x(64)],
    );
    assert_eq!(causes(label_value(&"-".repeat(64))), 2);
}

#[test]
fn a_port_name_has_a_letter_and_fifteen_bytes() {
    judges(
        port_name,
        &["http", "a", "1a", "8080-tcp", "a-1-b", &x(15)],
        &["", "80", "-a", "a-", "a--b", "HTTP", "a_b", "a.b", "http ", &x(16)],
    );
    assert_eq!(causes(port_name("")), 2);
    assert_eq!(causes(port_name("-8--0_000000000000-")), 5);
    assert_eq!(causes(port_name("A")), 2);
}

#[test]
fn an_environment_variable_may_be_odd_since_the_rule_was_relaxed() {
    judges(
        env_name,
        &["A", "a.b-c", "1 weird!", " ", "~", ":", "%$"],
        &["", "A=B", "=", "é", "a\tb", "a\n", "\u{7f}"],
    );
    judges(
        env_name_strict,
        &["A", "_", "a.b-c", "PATH", "a1", "-", ".a"],
        &["", "1a", "a b", "a=b", ".", "..", "..a", "é"],
    );
    assert_eq!(causes(env_name_strict("..!")), 2);
}

#[test]
fn a_configuration_key_becomes_a_file() {
    judges(
        config_map_key,
        &["a", ".a", "a..b", "KEY_NAME", "key-name.json", "-", "_", "1", &x(253)],
        &["", ".", "..", "..a", "a/b", "a b", "é", &x(254)],
    );
    assert_eq!(causes(config_map_key("")), 1);
    assert_eq!(causes(config_map_key(&format!("..{}", "/".repeat(252)))), 3);
}

#[test]
fn the_rest_of_the_names() {
    judges(http_header_name, &["X-Header", "a", "1", "-"], &["", "X_Header", "a:b", "a b", "é"]);
    judges(c_identifier, &["a", "_", "_1", "A9_z"], &["", "1a", "a-b", "a.b", "é"]);
    judges(path_segment_name, &["", "a", "...", "a b", "A:b", "..a"], &[".", "..", "a/b", "50%"]);
    assert_eq!(causes(path_segment_name("/%")), 2);
    judges(
        domain_prefixed_path,
        &["a.io/b", "a/b/c", "a/b~!$&'()*+,;=:", "kueue.x-k8s.io/multikueue", "a//"],
        &["", "a", "/a", "a/", "A/b", "a/b c", "a/b@c", "a/b?c", "a_b/c", &format!("{}/a", x(254))],
    );
    judges(hostname, &["web", &x(63)], &["web.example", "", &x(64)]);
    judges(hostname_override, &["web.example", &x(64)], &["", "Web", &x(65)]);
    judges(
        sysctl_name,
        &["kernel.shm_rmid_forced", "net/ipv4/tcp_syncookies", "a", "net.ipv4.conf.eth0/1.x", &x(253)],
        &["", ".", "a.", "a..b", "A.b", "_a", "a_", "a b", &x(254)],
    );
}

#[test]
fn numbers_have_their_ranges() {
    for good in [1, 80, 65535] {
        assert!(port_number(good).is_ok());
    }
    for bad in [0, -1, 65536, i64::MIN, i64::MAX] {
        assert!(port_number(bad).is_err());
    }
    for good in [0, 0o644, 0o777] {
        assert!(file_mode(good).is_ok());
    }
    for bad in [-1, 0o1000, 644, i64::MAX] {
        assert!(file_mode(bad).is_err());
    }
    judges(
        percentage,
        &["0%", "25%", "101%", "007%"],
        &["", "%", "25", "-5%", "2.5%", "25 %", "25%%", "+5%"],
    );
}

#[test]
fn paths_do_not_step_up() {
    judges(absolute_path, &["/", "/a", "//", "/.."], &["", "a", "./a", "~"]);
    judges(
        path_without_backsteps,
        &["", "/", "/a/..b", "..a", "a/.../b", "a..b"],
        &["..", "../a", "a/..", "/a/../b"],
    );
    judges(descending_path, &["", "a", "a/b", "..a", "./a", "a//b"], &["/", "/a", "..", "a/../b"]);
    judges(unreserved_descending_path, &["", "a", "a/..b", ".a"], &["..data", "..", "../a", "/a", "a/.."]);
    assert_eq!(causes(descending_path("/..")), 2);
    // The server does not repeat itself about '../', but does about '..' alone.
    assert_eq!(causes(unreserved_descending_path("../a")), 1);
    assert_eq!(causes(unreserved_descending_path("..")), 2);
}

#[test]
fn capabilities_are_recognised_however_they_are_written() {
    use CapabilitySpelling::{OtherCase, Plain, Prefixed};
    for (text, name, spelling) in [
        ("NET_ADMIN", "NET_ADMIN", Plain),
        ("CAP_NET_ADMIN", "NET_ADMIN", Prefixed),
        ("net_admin", "NET_ADMIN", OtherCase),
        ("ALL", "ALL", Plain),
        ("all", "ALL", OtherCase),
        ("CHECKPOINT_RESTORE", "CHECKPOINT_RESTORE", Plain),
    ] {
        assert_eq!(capability(text), Ok(Capability { name, spelling }));
    }
    for text in ["", "CAP_", "NET", "NET_ADMINS", "CAP_CAP_KILL", "NET-ADMIN"] {
        assert!(capability(text).is_err(), "{text:?}");
    }
    assert_eq!(kernel::CAPABILITIES.len(), 41);
}

#[test]
fn signals_are_those_of_the_operating_system() {
    judges(
        linux_signal,
        &[
            "SIGTERM",
            "SIGRTMIN",
            "SIGRTMIN+1",
            "SIGRTMIN+15",
            "SIGRTMAX-14",
            "SIGRTMAX-1",
            "SIGRTMAX",
            "SIGCLD",
        ],
        &[
            "",
            "TERM",
            "15",
            "sigterm",
            "SIGRTMIN+0",
            "SIGRTMIN+16",
            "SIGRTMIN+03",
            "SIGRTMAX-15",
            "SIGRTMAX+1",
            "SIGINFO",
        ],
    );
    judges(windows_signal, &["SIGTERM", "SIGKILL"], &["", "SIGHUP"]);
}
