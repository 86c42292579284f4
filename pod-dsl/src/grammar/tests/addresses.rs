use super::super::*;
use super::judges;

const NEVER: &[&str] = &[
    "",
    "1",
    "1.2.3",
    "1.2.3.4.5",
    "1.2.3.",
    ".1.2.3",
    "1..2.3",
    "256.1.1.1",
    "1.2.3.4 ",
    "1.2.3.-4",
    "1.2.3.0x4",
    "a.b.c.d",
    ":",
    ":::",
    "1:",
    ":1",
    "::1::",
    "1::2::3",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4:5:6:7:8:",
    "::1:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7:8::",
    "12345::",
    "g::",
    "fe80::1%eth0",
    "[::1]",
    "::1.2.3",
    "1.2.3.4::",
    "1::1.2.3.4:5",
    "1:2:3:4:5:6:7:1.2.3.4",
    "::1.2.3.256",
    "1:2:1.2.3.4",
    "é",
];

#[test]
fn addresses_are_read_strictly_and_as_they_once_were() {
    let sound = [
        "0.0.0.0",
        "10.9.8.7",
        "255.255.255.255",
        "::",
        "::1",
        "1::",
        "fe80::1",
        "FE80::ABCD",
        "1:2:3:4:5:6:7:8",
        "1::3:4:5:6:7:8",
        "1:2:3:4:5:6:7::",
        "::2:3:4:5:6:7:8",
        "0000::0001",
        "::1.2.3.4",
        "64:ff9b::1.2.3.4",
        "1:2:3:4:5:6:1.2.3.4",
    ];
    let legacy = [
        "010.1.2.3",
        "1.2.3.04",
        "0000001.2.3.4",
        "::ffff:1.2.3.4",
        "::FFFF:102:304",
        "00001::",
        "::01.2.3.4",
    ];
    judges(|text| ip_address(text).map(|_| ()), &sound, &[NEVER, &legacy].concat());
    judges(|text| legacy_ip_address(text).map(|_| ()), &[&sound[..], &legacy].concat(), NEVER);
    for text in sound {
        assert_eq!(ip_address(text).ok(), text.parse().ok(), "{text}");
    }
    // Rust's own reader refuses what this one does.
    for text in NEVER {
        assert_eq!(text.parse::<std::net::IpAddr>().ok(), None, "{text}");
    }
    assert!(ip_address("010.0.0.1").unwrap_err().message().contains("zeros"));
    assert!(ip_address("::ffff:1.2.3.4").unwrap_err().message().contains("IPv4"));
}

#[test]
fn the_preferred_spelling_is_the_short_one() {
    for (text, preferred) in [
        ("010.1.2.3", Some("10.1.2.3")),
        ("::ffff:1.2.3.4", Some("1.2.3.4")),
        ("2001:DB8::0", Some("2001:db8::")),
        ("1:0:0:2:0:0:0:3", Some("1:0:0:2::3")),
        ("::1.2.3.4", Some("::102:304")),
        ("10.1.2.3", None),
        ("2001:db8::1", None),
        ("nonsense", None),
    ] {
        assert_eq!(preferred_ip(text).as_deref(), preferred, "{text}");
    }
}

#[test]
fn blocks_are_read_strictly_and_as_they_once_were() {
    let sound =
        ["10.0.0.0/8", "0.0.0.0/0", "10.9.8.7/32", "::/0", "2001:db8::/64", "::1/128", "2001:DB8:0::/64"];
    let legacy = ["10.0.0.1/8", "010.0.0.0/8", "10.0.0.0/08", "::ffff:1.1.1.0/120", "2001:db8::1/64"];
    let never = [
        "",
        "/",
        "10.0.0.0",
        "10.0.0.0/",
        "/8",
        "10.0.0.0/33",
        "::/129",
        "10.0.0.0/-1",
        "10.0.0.0/+8",
        "10.0.0.0/8/8",
        "10.0/8",
        "10.0.0.0/8 ",
    ];
    judges(|text| cidr(text).map(|_| ()), &sound, &[&legacy[..], &never].concat());
    judges(|text| legacy_cidr(text).map(|_| ()), &[&sound[..], &legacy].concat(), &never);
    assert_eq!(legacy_cidr("10.9.8.7/24").unwrap().network().to_string(), "10.9.8.0");
    assert_eq!(legacy_cidr("2001:db8::ffff/112").unwrap().network().to_string(), "2001:db8::");
}

#[test]
fn the_preferred_block_begins_with_its_first_address() {
    for (text, preferred) in [
        ("10.9.8.7/24", Some("10.9.8.0/24")),
        ("010.0.0.0/8", Some("10.0.0.0/8")),
        ("::ffff:1.1.1.0/120", Some("1.1.1.0/24")),
        ("2001:DB8::/64", Some("2001:db8::/64")),
        ("10.0.0.0/8", None),
        ("nonsense", None),
    ] {
        assert_eq!(preferred_cidr(text).as_deref(), preferred, "{text}");
    }
}
