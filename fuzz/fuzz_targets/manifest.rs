//! Any bytes as a manifest: reader, judge and writer never panic, and agree with themselves.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| pod_dsl::fuzz::manifest(bytes));
