//! A Secret's values leave only where that is asked for.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use pod_dsl::prelude::*;

fn secret() -> Secret {
    Secret::new("db").string_data("password", "correct horse")
}

#[test]
fn values_are_written_on_request_only() {
    let line = line!() - 5;
    let bundle = || Bundle::new().add(secret());
    let refused = bundle().to_yaml(&Target::kubernetes()).unwrap_err();
    let found: Vec<_> = refused.errors().map(|finding| (finding.rule, finding.object.as_str())).collect();
    assert_eq!(found, [("secret-withheld", "Secret/db")]);
    assert!(refused.to_string().contains(&format!("secrets.rs:{line}:")), "{refused}");
    assert!(bundle().to_yaml(&Target::kubernetes().with_secrets()).unwrap().contains("correct horse"));
    // Whoever only judges, or hands the objects to a client, writes no text.
    assert!(bundle().check(&Target::kubernetes()).is_accepted());
    assert_eq!(bundle().render(&Target::kubernetes()).unwrap().len(), 1);
    // A Secret that somebody else fills has nothing to withhold.
    assert!(Secret::new("db").to_yaml(&Target::kubernetes()).is_ok());
}

#[test]
fn values_are_shown_to_nobody() {
    let shown = format!("{:?} {:?}", secret(), Bundle::new().add(secret()));
    assert!(!shown.contains("correct"), "{shown}");
    let report = secret().kind("kubernetes.io/tls").check(&Target::kubernetes());
    assert!(!report.is_accepted() && !report.to_string().contains("correct"), "{report}");
}

#[test]
fn a_source_that_cannot_be_read_is_a_finding() {
    let secret = Secret::new("db")
        .data_from_file("cert", "/no/such/file")
        .data_from_env("password", "POD_DSL_NO_SUCH_VARIABLE");
    let report = secret.check(&Target::kubernetes());
    let messages: Vec<_> = report.errors().map(|finding| (finding.rule, finding.message.as_str())).collect();
    assert_eq!(messages.len(), 2, "{report}");
    assert!(messages.iter().all(|(rule, _)| *rule == "source-unreadable"));
    assert!(messages[0].1.contains("/no/such/file") && messages[1].1.contains("POD_DSL_NO_SUCH_VARIABLE"));
}

#[test]
fn a_source_is_read_when_the_program_runs() {
    let file = std::env::temp_dir().join(format!("pod-dsl-{}", std::process::id()));
    std::fs::write(&file, [0, 159, 146]).unwrap();
    let yaml = Secret::new("db").data_from_file("key", &file).to_yaml(&Target::kubernetes().with_secrets());
    std::fs::remove_file(&file).unwrap();
    assert!(yaml.unwrap().contains("key: AJ+S"));
}
