//! Several hundred random pods in both spellings: what `pod!` and `bundle!` make is what the builder makes, byte by byte.
//!
//! `build.rs` writes them. Each is a function of a flag and a number, so that both arms of an `if` and all arms of a
//! `match` are taken.
#![cfg(test)]

use pod_dsl::prelude::*;

#[allow(
    unused_variables,
    unused_mut,
    clippy::all,
    clippy::pedantic,
    reason = "not every pod uses all that is there"
)]
mod written {
    use pod_dsl::prelude::*;

    include!(concat!(env!("OUT_DIR"), "/twins.rs"));

    /// Gives a pod made elsewhere, to splice in.
    fn base() -> Pod {
        Pod::new("base").label("base", "yes").container(Container::new("base", "quay.io/team/base:1"))
    }

    /// Gives a container made elsewhere, to go on with.
    fn made(name: &str) -> Container {
        Container::new(name, "quay.io/team/made:1").env("MADE", "yes")
    }
}

#[test]
fn both_spellings_emit_the_same_bytes() {
    let target = Target::kubernetes().with_secrets();
    for (seed, (builder, twin)) in written::TWINS.iter().enumerate() {
        for (flag, number) in [(false, 0), (true, 1), (true, 2)] {
            let [builder, twin] = [builder, twin].map(|make| {
                let made: Bundle = make(flag, number);
                made.to_yaml(&target).unwrap_or_else(|report| panic!("twin {seed}: {report}"))
            });
            assert_eq!(builder, twin, "twin {seed} with {flag} and {number}");
        }
    }
    assert!(written::TWINS.len() >= 300);
}
