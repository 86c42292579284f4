use super::super::*;

type Check = fn(&str) -> Result<(), Fault>;

/// Makes the same numbers each time (splitmix64), so that a failure can be repeated.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % limit as u64).unwrap()
    }

    /// Makes a text of pieces that the formats are made of, so that it often is almost right.
    fn text(&mut self, pieces: &[&str]) -> String {
        (0..self.below(9)).map(|_| pieces[self.below(pieces.len())]).collect()
    }
}

const PIECES: &[&str] = &[
    "",
    "a",
    "z9",
    "A",
    "-",
    "_",
    ".",
    "..",
    "/",
    ":",
    "::",
    "@",
    "@sha256:",
    "[",
    "]",
    "*",
    "?",
    ",",
    "%",
    "=",
    " ",
    "\t",
    "\n",
    "\0",
    "é",
    "µ",
    "\u{a0}",
    "\u{2003}",
    "\u{1f980}",
    "0",
    "1",
    "09",
    "255",
    "65535",
    "9223372036854775807",
    "ffff",
    "e",
    "E",
    "Ki",
    "Ei",
    "m",
    "n",
    "+",
    "-1",
    "e-2147483648",
    "e2147483647",
    "170141183460469231731687303715884105728",
    "@every ",
    "1h",
    "jan",
    "CAP_",
    "KILL",
    "SIGRTMIN+",
    "TZ=",
    "localhost",
    "docker.io",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
];

#[test]
fn nothing_panics_on_anything() {
    let mut numbers = Numbers(1);
    for _ in 0..100_000 {
        let text = &*numbers.text(PIECES);
        let checks: [Check; 33] = [
            dns_label,
            dns_label_1035,
            dns_label_prefix,
            dns_subdomain,
            dns_subdomain_prefix,
            dns_subdomain_with_underscore,
            search_domain,
            wildcard_dns_subdomain,
            qualified_name,
            annotation_key,
            label_value,
            port_name,
            env_name,
            env_name_strict,
            config_map_key,
            http_header_name,
            c_identifier,
            path_segment_name,
            domain_prefixed_path,
            hostname,
            hostname_override,
            sysctl_name,
            linux_signal,
            windows_signal,
            percentage,
            absolute_path,
            path_without_backsteps,
            descending_path,
            unreserved_descending_path,
            image_reference,
            cron_schedule,
            |text| capability(text).map(|_| ()),
            |text| parse_wire_quantity(text).map(|_| ()),
        ];
        for check in checks {
            if let Err(fault) = check(text) {
                assert!(
                    fault.messages().iter().all(|message| !message.is_empty())
                        && !fault.to_string().is_empty()
                );
            }
        }
        let _ =
            (pull_policy_of(text), preferred_ip(text), preferred_cidr(text), ip_address(text), cidr(text));
        if let Ok(image) = parse_image(text) {
            assert_eq!(
                parse_image(&image.to_string()).map(|again| again.to_string()),
                Ok(image.to_string()),
                "{text:?}"
            );
        }
    }
}

#[test]
fn strict_addresses_are_those_that_rust_reads() {
    let mut numbers = Numbers(2);
    let pieces =
        ["1", "ff", "255", "0", "00", "256", ":", ":", "::", ".", ".", "1.2.3.4", "12345", "fffff", "%"];
    for _ in 0..300_000 {
        let text = numbers.text(&pieces);
        let rust: Option<std::net::IpAddr> = text.parse().ok();
        let mapped =
            matches!(rust, Some(std::net::IpAddr::V6(address)) if address.to_ipv4_mapped().is_some());
        assert_eq!(ip_address(&text).ok(), rust.filter(|_| !mapped), "{text:?}");
        if let Some(address) = rust {
            assert_eq!(legacy_ip_address(&text), Ok(address), "{text:?}");
        }
    }
}

#[test]
fn amounts_keep_their_value_through_their_spelling_and_order_like_fractions() {
    let mut numbers = Numbers(3);
    let suffixes =
        ["n", "u", "m", "", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "e3", "e-7", "E5"];
    let digits = ["", "0", "1", "5", "24", "999", "1024", "000"];
    let mut previous = Quantity::ZERO;
    for _ in 0..100_000 {
        let sign = ["", "-", "+"][numbers.below(3)];
        let (whole, fraction) = (digits[numbers.below(8)], digits[numbers.below(8)]);
        let text = format!("{sign}{whole}.{fraction}{}", suffixes[numbers.below(suffixes.len())]);
        let amount = parse_quantity(&text).unwrap();
        let spelling = amount.to_string();
        let again = parse_quantity(&spelling).unwrap();
        assert_eq!(again, amount, "{text} became {spelling}");
        assert_eq!(again.to_string(), spelling, "{text}");
        assert!(!spelling.contains('.') && !spelling.contains('+') && spelling != "-0");
        assert_eq!(amount.negated().negated(), amount);

        let sum = amount.checked_add(previous).unwrap();
        assert_eq!(sum, previous.checked_add(amount).unwrap());
        assert_eq!(sum.checked_add(previous.negated()), Some(amount), "{text}");
        // The larger of two amounts is the one whose difference is positive.
        let difference = amount.checked_add(previous.negated()).unwrap();
        assert_eq!(amount.cmp(&previous) as i32, difference.signum(), "{text}");
        previous = amount;
    }
}
