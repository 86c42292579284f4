//! A digest of content, by which a workload notices that its configuration has changed.

/// Gives the 64-bit FNV-1a hash of bytes, in hexadecimal. It is the same in every release, and it guards nothing: all it
/// has to do is change when the bytes do.
pub(crate) fn digest(bytes: &[u8]) -> String {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;
    let hash = bytes.iter().fold(OFFSET, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME));
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::digest;

    #[test]
    fn it_is_the_hash_that_was_published() {
        // The test vectors of the hash's authors.
        assert_eq!(digest(b""), "cbf29ce484222325");
        assert_eq!(digest(b"a"), "af63dc4c8601ec8c");
        assert_eq!(digest(b"foobar"), "85944171f73967e8");
    }
}
