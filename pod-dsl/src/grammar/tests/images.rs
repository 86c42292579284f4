use super::super::*;
use super::{judges, x};

#[test]
fn parts_and_defaults() {
    let digest = format!("sha256:{}", "a1".repeat(32));
    for (text, registry, repository, tag) in [
        ("nginx", "docker.io", "library/nginx", None),
        ("nginx:1.27", "docker.io", "library/nginx", Some("1.27")),
        ("team/web", "docker.io", "team/web", None),
        ("docker.io/nginx", "docker.io", "library/nginx", None),
        ("index.docker.io/nginx", "docker.io", "library/nginx", None),
        ("docker.io/team/web:v1", "docker.io", "team/web", Some("v1")),
        ("quay.io/team/web:v1", "quay.io", "team/web", Some("v1")),
        ("localhost/web", "localhost", "web", None),
        ("localhost:5000/web:x", "localhost:5000", "web", Some("x")),
        ("localhost:5000", "docker.io", "library/localhost", Some("5000")),
        ("registry:5000/a/b/c", "registry:5000", "a/b/c", None),
        ("HOST/web", "HOST", "web", None),
        ("[2001:db8::1]:443/web", "[2001:db8::1]:443", "web", None),
        ("[::1]/web", "[::1]", "web", None),
        ("a__b.c/d", "docker.io", "a__b.c/d", None),
        ("127.0.0.1/a", "127.0.0.1", "a", None),
    ] {
        let image = parse_image(text).unwrap_or_else(|fault| panic!("{text}: {fault}"));
        assert_eq!(
            (image.registry(), &*image.repository(), image.tag()),
            (registry, repository, tag),
            "{text}"
        );
        assert_eq!(image.digest(), None);
        let pinned = format!("{text}@{digest}");
        let pinned = parse_image(&pinned).unwrap();
        assert_eq!(pinned.digest(), Some(&*digest));
        // With the defaults written out, the parts stay what they are.
        let full = pinned.to_string();
        let again = parse_image(&full).unwrap();
        assert_eq!(
            (again.registry(), &*again.repository(), again.tag()),
            (registry, repository, tag),
            "{full}"
        );
    }
}

#[test]
fn what_no_runtime_reads_is_refused() {
    let hex = "0123456789abcdef".repeat(4);
    judges(
        image_reference,
        &[
            "a",
            "a-b",
            "a--b",
            "a_b",
            "a__b",
            "a.b",
            "a/b/c",
            "a:T_.-",
            "a:_",
            "a:1",
            "q.io/a/b-c.d:v1.2.3-rc_1",
            &format!("a@sha256:{hex}"),
            &format!("a:t@sha256:{hex}"),
            &format!("a@sha512:{hex}{hex}"),
            &format!("a:{}", x(128)),
            &x(247),
            // A bare host is a name with a dot.
            "q.io",
            &format!("q.io/{}", x(255)),
            &hex[..63],
        ],
        &[
            "",
            " ",
            "A",
            "a/B",
            "Team/Web",
            "a:",
            "a:-x",
            "a:.x",
            "a:b:c",
            "a b",
            "a:é",
            "/a",
            "a/",
            "a//b",
            "-a",
            "a-",
            "a_",
            "a._b",
            "a___b",
            "a..b",
            "_a",
            "a@",
            "a@sha256",
            "a@sha256:",
            "a@b@c",
            "!!!://bad image",
            "https://q.io/a",
            "q.io:port/a",
            "q.io:/a",
            "-q.io/a",
            "[::1/a",
            "[]/a",
            "[::1]x/a",
            "q.io/",
            "é",
            "a@é",
            "a:b/c",
            "[fe80::1%eth0]/a",
            " a",
            "a\n",
            &format!("a@sha256:{}", &hex[1..]),
            &format!("a@sha256:{}", hex.to_uppercase()),
            &format!("a@md5:{}", &hex[..32]),
            &format!("a@SHA256:{hex}"),
            &format!("a:{}", x(129)),
            &x(248),
            &format!("q.io/{}", x(256)),
            &hex,
        ],
    );
    assert!(image_reference("quay.io/Team/web").unwrap_err().message().contains("capital"));
}

#[test]
fn the_default_pull_policy_follows_the_tag() {
    let digest = format!("sha256:{}", "0".repeat(64));
    for image in ["nginx", "nginx:latest", "q.io/a/b", &format!("nginx:latest@{digest}")] {
        assert_eq!(pull_policy_of(image).as_str(), "Always", "{image}");
    }
    for image in [
        "nginx:1",
        &format!("nginx@{digest}"),
        &format!("nginx:1@{digest}"),
        "",
        "Not An Image",
        "nginx:LATEST",
    ] {
        assert_eq!(pull_policy_of(image).as_str(), "IfNotPresent", "{image}");
    }
}
