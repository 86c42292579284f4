use super::super::*;

// Each check is a constant here, so a check that ceases to be a `const fn` does not compile.
const _: () = {
    must(dns_label("web"));
    must(dns_label_1035("web"));
    must(dns_label_prefix("web-"));
    must(dns_subdomain("web.example"));
    must(dns_subdomain_prefix("web.example-"));
    must(dns_subdomain_with_underscore("_web.example"));
    must(search_domain("web.example."));
    must(wildcard_dns_subdomain("*.example"));
    must(qualified_name("example.com/web"));
    must(annotation_key("Example.com/web"));
    must(label_value("web"));
    must(port_name("http"));
    must(env_name("HOME"));
    must(env_name_strict("HOME"));
    must(config_map_key("nginx.conf"));
    must(http_header_name("Accept"));
    must(c_identifier("_a"));
    must(path_segment_name("a"));
    must(domain_prefixed_path("a.io/b"));
    must(hostname("web"));
    must(hostname_override("web.example"));
    must(sysctl_name("net.core.somaxconn"));
    must(linux_signal("SIGTERM"));
    must(windows_signal("SIGTERM"));
    must(port_number(80));
    must(file_mode(0o644));
    must(percentage("25%"));
    must(absolute_path("/a"));
    must(path_without_backsteps("/a"));
    must(descending_path("a"));
    must(unreserved_descending_path("a"));
    must(image_reference("q.io/a:1"));
    must(cron_schedule("@every 1h"));
    must(capability("KILL"));
    must(ip_address("::1"));
    must(cidr("10.0.0.0/8"));
};
const REQUEST: Quantity = must(parse_quantity("1536Mi"));
const LIMIT: Quantity = must(parse_wire_quantity(" 1.5Gi "));
const _: () = assert!(REQUEST.compare(LIMIT).is_eq() && REQUEST.saturating_add(LIMIT).value() == 3 << 30);
const IMAGE: ImageReference<'static> = must(parse_image("nginx:1.27"));

#[test]
fn constants_hold_what_the_program_would_compute() {
    assert_eq!(parse_quantity("1536Mi"), Ok(REQUEST));
    assert_eq!(parse_image("nginx:1.27"), Ok(IMAGE));
}

#[test]
fn macros_yield_the_text_and_take_constants() {
    const NAME: &str = "web";
    const SAME: &str = crate::name!(NAME);
    assert_eq!((SAME, crate::image!("nginx:1"), crate::quantity!("1Gi")), ("web", "nginx:1", "1Gi"));
}

#[test]
#[should_panic(expected = "lower-case")]
fn a_fault_panics_with_its_message() {
    must(dns_label("Web"));
}
