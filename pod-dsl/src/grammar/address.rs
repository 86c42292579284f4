//! Reads IP addresses and blocks of them, strictly and as the API server did for many years.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::class::{DIGIT, HEX, find, part};
use super::fault::Fault;

const NOT_AN_ADDRESS: Fault = Fault::new("not an IP address: write one such as 10.9.8.7 or 2001:db8::1");
const NOT_A_BLOCK: Fault =
    Fault::new("not a block of addresses: write one such as 10.9.8.0/24 or 2001:db8::/64");
const LEADING_ZEROS: Fault =
    Fault::new("a number with zeros in front is not allowed: some programs read it as octal");
const MAPPED: Fault =
    Fault::new("an IPv4 address inside of an IPv6 one (::ffff:…) is not allowed: write IPv4");

/// Holds a block of addresses: an address and how many of its leading bits are common to all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Cidr {
    /// Holds the address as written, bits behind the prefix included.
    pub address: IpAddr,
    /// Holds the number of common bits, up to 32 or 128.
    pub prefix_length: u8,
}

impl Cidr {
    /// Returns the first address of the block: the bits behind the prefix are zero.
    pub const fn network(self) -> IpAddr {
        match self.address {
            IpAddr::V4(address) => {
                let mask = match u32::MAX.checked_shl(32 - self.prefix_length as u32) {
                    Some(mask) => mask,
                    None => 0,
                };
                IpAddr::V4(Ipv4Addr::from_bits(address.to_bits() & mask))
            }
            IpAddr::V6(address) => {
                let mask = match u128::MAX.checked_shl(128 - self.prefix_length as u32) {
                    Some(mask) => mask,
                    None => 0,
                };
                IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & mask))
            }
        }
    }
}

impl fmt::Display for Cidr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.prefix_length)
    }
}

/// Reads an IP address as Kubernetes 1.36 wants it.
///
/// # Errors
///
/// Not an address (a zone such as `%eth0` included); zeros in front of a number; IPv4 mapped into IPv6.
///
/// # Examples
///
/// ```
/// use pod_dsl::grammar::{ip_address, legacy_ip_address};
///
/// assert!(ip_address("10.0.0.1").is_ok());
/// assert!(ip_address("010.0.0.1").is_err());
/// assert_eq!(legacy_ip_address("010.0.0.1")?.to_string(), "10.0.0.1");
/// # Ok::<(), pod_dsl::grammar::Fault>(())
/// ```
pub const fn ip_address(text: &str) -> Result<IpAddr, Fault> {
    match address(text.as_bytes()) {
        None => Err(NOT_AN_ADDRESS),
        Some(Written { address, zeros: Zeros::None }) if !is_mapped(address) => Ok(address),
        Some(Written { zeros: Zeros::None, .. }) => Err(MAPPED),
        Some(_) => Err(LEADING_ZEROS),
    }
}

/// Reads an IP address as Kubernetes did before: zeros in front of a number and IPv4 mapped into IPv6 pass.
///
/// Objects stored long ago may hold such addresses; the API server warns of them.
///
/// # Errors
///
/// Not an address.
pub const fn legacy_ip_address(text: &str) -> Result<IpAddr, Fault> {
    match address(text.as_bytes()) {
        None => Err(NOT_AN_ADDRESS),
        Some(written) => Ok(written.address),
    }
}

/// Returns the spelling the API server's warning asks for: without zeros in front, IPv4 as IPv4, IPv6 as RFC 5952
/// writes it. Returns nothing where the text is that already, or no address.
///
/// # Examples
///
/// ```
/// use pod_dsl::grammar::preferred_ip;
///
/// assert_eq!(preferred_ip("2001:DB8:0:0::1").as_deref(), Some("2001:db8::1"));
/// assert_eq!(preferred_ip("10.0.0.1"), None);
/// ```
pub fn preferred_ip(text: &str) -> Option<String> {
    let preferred = legacy_ip_address(text).ok()?.to_canonical().to_string();
    (preferred != text).then_some(preferred)
}

/// Reads a block of addresses as Kubernetes 1.36 wants it.
///
/// # Errors
///
/// Not a block; zeros in front of a number; IPv4 mapped into IPv6; bits set behind the prefix.
///
/// # Examples
///
/// ```
/// use pod_dsl::grammar::cidr;
///
/// assert_eq!(cidr("10.9.8.0/24")?.prefix_length, 24);
/// assert!(cidr("10.9.8.7/24").is_err());
/// # Ok::<(), pod_dsl::grammar::Fault>(())
/// ```
pub const fn cidr(text: &str) -> Result<Cidr, Fault> {
    let Some((block, zeros)) = block(text.as_bytes()) else { return Err(NOT_A_BLOCK) };
    if matches!(zeros, Zeros::Some) {
        return Err(LEADING_ZEROS);
    }
    if is_mapped(block.address) {
        return Err(MAPPED);
    }
    let bits_behind = match (block.address, block.network()) {
        (IpAddr::V4(address), IpAddr::V4(network)) => address.to_bits() != network.to_bits(),
        (IpAddr::V6(address), IpAddr::V6(network)) => address.to_bits() != network.to_bits(),
        _ => false,
    };
    if bits_behind {
        return Err(Fault::new(
            "the address has bits set behind the prefix: write the first address of the block",
        ));
    }
    Ok(block)
}

/// Reads a block of addresses as Kubernetes did before; see [`legacy_ip_address`]. Bits behind the prefix pass.
///
/// # Errors
///
/// Not a block.
pub const fn legacy_cidr(text: &str) -> Result<Cidr, Fault> {
    match block(text.as_bytes()) {
        Some((block, _)) => Ok(block),
        None => Err(NOT_A_BLOCK),
    }
}

/// Returns the block in the spelling the API server's warning asks for, its first address in front. Returns
/// nothing where the text is that already, or no block.
pub fn preferred_cidr(text: &str) -> Option<String> {
    let block = legacy_cidr(text).ok()?;
    let network = Cidr { address: block.network(), ..block };
    let preferred = match network.address.to_canonical() {
        // A mapped block counts the 96 bits in front of its IPv4 address, too.
        address @ IpAddr::V4(_) if block.address.is_ipv6() => {
            Cidr { address, prefix_length: block.prefix_length.saturating_sub(96) }
        }
        _ => network,
    };
    let preferred = preferred.to_string();
    (preferred != text).then_some(preferred)
}

/// Says whether a number was written with zeros that only the legacy reading allows.
#[derive(Clone, Copy)]
enum Zeros {
    None,
    Some,
}

struct Written {
    address: IpAddr,
    zeros: Zeros,
}

const fn is_mapped(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(_) => false,
        IpAddr::V6(address) => address.to_ipv4_mapped().is_some(),
    }
}

const fn block(bytes: &[u8]) -> Option<(Cidr, Zeros)> {
    let slash = find(bytes, 0, b'/');
    if slash == bytes.len() {
        return None;
    }
    let Some(written) = address(part(bytes, 0, slash)) else { return None };
    let digits = part(bytes, slash + 1, bytes.len());
    let most = if matches!(written.address, IpAddr::V4(_)) { 32 } else { 128 };
    let Some(prefix_length) = decimal(digits, most) else { return None };
    let zeros = if digits.len() > 1 && digits[0] == b'0' { Zeros::Some } else { written.zeros };
    Some((Cidr { address: written.address, prefix_length }, zeros))
}

/// Reads digits as a number of at most `most`.
const fn decimal(digits: &[u8], most: u8) -> Option<u8> {
    if digits.is_empty() || !DIGIT.has_all(digits) {
        return None;
    }
    let mut number: u16 = 0;
    let mut i = 0;
    while i < digits.len() {
        number = number * 10 + (digits[i] - b'0') as u16;
        if number > most as u16 {
            return None;
        }
        i += 1;
    }
    #[allow(clippy::cast_possible_truncation)] // At most `most`.
    Some(number as u8)
}

const fn address(bytes: &[u8]) -> Option<Written> {
    if find(bytes, 0, b':') < bytes.len() { ipv6(bytes) } else { ipv4(bytes) }
}

const fn ipv4(bytes: &[u8]) -> Option<Written> {
    let mut octets = [0; 4];
    let mut zeros = Zeros::None;
    let mut from = 0;
    let mut i = 0;
    while i < 4 {
        let to = find(bytes, from, b'.');
        // Only the last number ends where the text ends.
        if (to == bytes.len()) != (i == 3) {
            return None;
        }
        let digits = part(bytes, from, to);
        octets[i] = match decimal(digits, 255) {
            Some(octet) => octet,
            None => return None,
        };
        if digits.len() > 1 && digits[0] == b'0' {
            zeros = Zeros::Some;
        }
        from = to + 1;
        i += 1;
    }
    Some(Written { address: IpAddr::V4(Ipv4Addr::new(octets[0], octets[1], octets[2], octets[3])), zeros })
}

/// Reads groups of hexadecimal digits around at most one `::`, with an IPv4 address in the place of the last two
/// perhaps.
const fn ipv6(bytes: &[u8]) -> Option<Written> {
    let mut groups: [u16; 8] = [0; 8];
    let mut count = 0;
    let mut gap = None;
    let mut zeros = Zeros::None;
    let mut at = 0;
    if let [b':', b':', ..] = bytes {
        gap = Some(0);
        at = 2;
    }
    while at < bytes.len() && count < 8 {
        let end = HEX.end_of_run(bytes, at);
        if end < bytes.len() && bytes[end] == b'.' {
            if count > 6 || (gap.is_none() && count != 6) {
                return None;
            }
            let Some(Written { address: IpAddr::V4(tail), zeros: tail_zeros }) = ipv4(bytes.split_at(at).1)
            else {
                return None;
            };
            let [a, b, c, d] = tail.octets();
            groups[count] = u16::from_be_bytes([a, b]);
            groups[count + 1] = u16::from_be_bytes([c, d]);
            count += 2;
            if matches!(tail_zeros, Zeros::Some) {
                zeros = Zeros::Some;
            }
            at = bytes.len();
            break;
        }
        groups[count] = match hexadecimal(part(bytes, at, end)) {
            Some(group) => group,
            None => return None,
        };
        if end - at > 4 {
            zeros = Zeros::Some;
        }
        count += 1;
        at = end;
        if at == bytes.len() {
            break;
        }
        match bytes.split_at(at).1 {
            [b':', b':', ..] if gap.is_none() => {
                gap = Some(count);
                at += 2;
            }
            [b':', next, ..] if *next != b':' => at += 1,
            _ => return None,
        }
    }
    if at < bytes.len() {
        return None;
    }
    match gap {
        None if count == 8 => {}
        // The gap stands for one group at least.
        Some(gap) if count < 8 => {
            let mut moved = count;
            while moved > gap {
                moved -= 1;
                groups[moved + 8 - count] = groups[moved];
                groups[moved] = 0;
            }
        }
        _ => return None,
    }
    let mut bits: u128 = 0;
    let mut i = 0;
    while i < 8 {
        bits = bits << 16 | groups[i] as u128;
        i += 1;
    }
    Some(Written { address: IpAddr::V6(Ipv6Addr::from_bits(bits)), zeros })
}

/// Reads hexadecimal digits as a number of 16 bits.
const fn hexadecimal(digits: &[u8]) -> Option<u16> {
    if digits.is_empty() {
        return None;
    }
    let mut number: u32 = 0;
    let mut i = 0;
    while i < digits.len() {
        let value = match digits[i] {
            digit @ b'0'..=b'9' => digit - b'0',
            digit @ b'a'..=b'f' => digit - b'a' + 10,
            digit @ b'A'..=b'F' => digit - b'A' + 10,
            _ => return None,
        };
        number = number * 16 + value as u32;
        if number > 0xffff {
            return None;
        }
        i += 1;
    }
    #[allow(clippy::cast_possible_truncation)] // At most 0xffff.
    Some(number as u16)
}
