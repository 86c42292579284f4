//! From which network a cluster gives addresses to its Services.

use std::{fmt, net::IpAddr, str::FromStr};

use super::{IpFamilies, Platform};
use crate::grammar::{Cidr, cidr};

/// The networks that OpenShift's own documentation and that of `MicroShift` give to Services where nobody says otherwise.
const OPENSHIFT: [&str; 2] = ["172.30.0.0/16", "10.43.0.0/16"];

/// Holds blocks of addresses: one of IPv4 or of IPv6, or one of each.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ServiceNetwork(Vec<Cidr>);

impl ServiceNetwork {
    /// Tells which IP families the blocks are of.
    pub(crate) fn families(&self) -> IpFamilies {
        let has = |four: bool| self.0.iter().any(|block| block.address.is_ipv4() == four);
        match (has(true), has(false)) {
            (true, true) => IpFamilies::Dual,
            (false, true) => IpFamilies::V6,
            _ => IpFamilies::V4,
        }
    }

    /// Tells whether a Service can have an address; nothing where no block is of its family.
    pub(crate) fn has(&self, address: IpAddr) -> Option<bool> {
        let mut of_family =
            self.0.iter().filter(|block| block.address.is_ipv4() == address.is_ipv4()).peekable();
        of_family.peek()?;
        Some(of_family.any(|block| is_usable(*block, address)))
    }
}

/// Tells whether an address lies in a block and is neither its first nor, in IPv4, its last one.
fn is_usable(block: Cidr, address: IpAddr) -> bool {
    let same = Cidr { address, prefix_length: block.prefix_length }.network() == block.network();
    let last = match (block.network(), address) {
        (IpAddr::V4(first), IpAddr::V4(address)) => {
            let behind = u32::MAX.checked_shr(block.prefix_length.into()).unwrap_or(0);
            address.to_bits() == first.to_bits() | behind
        }
        _ => false,
    };
    same && address != block.network() && !last
}

impl fmt::Display for ServiceNetwork {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let blocks: Vec<_> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&blocks.join(","))
    }
}

impl FromStr for ServiceNetwork {
    type Err = String;

    /// Reads a block such as `172.30.0.0/16`, or one of each IP family with a comma in between.
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = |why: &dyn fmt::Display| {
            format!(
                "`{text}` is no network of Services: {why}; give 172.30.0.0/16, or 172.30.0.0/16,fd02::/112"
            )
        };
        let blocks = text.split(',').map(|block| cidr(block.trim())).collect::<Result<Vec<_>, _>>();
        let blocks = blocks.map_err(|fault| wrong(&fault))?;
        match blocks.as_slice() {
            [_] => {}
            [one, other] if one.address.is_ipv4() != other.address.is_ipv4() => {}
            _ => return Err(wrong(&"there is one block of each IP family at most")),
        }
        Ok(Self(blocks))
    }
}

/// Says what is known of the network of Services.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum KnownNetwork {
    /// Nothing: any address may be one of it.
    #[default]
    Unknown,
    /// It is one of the defaults of the platform.
    Default(Vec<ServiceNetwork>),
    /// It was stated.
    Stated(ServiceNetwork),
}

impl KnownNetwork {
    /// Gives what is known where nobody stated it.
    pub(super) fn of(platform: Platform) -> Self {
        match platform {
            Platform::Kubernetes => Self::Unknown,
            Platform::OpenShift => Self::Default(OPENSHIFT.iter().flat_map(|block| block.parse()).collect()),
        }
    }

    /// Tells whether a Service can have an address, where that is known.
    pub(crate) fn has(&self, address: IpAddr) -> Option<bool> {
        match self {
            Self::Unknown => None,
            Self::Default(all) => {
                let mut known = all.iter().filter_map(|network| network.has(address)).peekable();
                known.peek()?;
                Some(known.any(|has| has))
            }
            Self::Stated(network) => network.has(address),
        }
    }
}

/// Spells the network, or those of which it may be one.
impl fmt::Display for KnownNetwork {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => Ok(()),
            Self::Default(all) => {
                let all: Vec<_> = all.iter().map(ToString::to_string).collect();
                f.write_str(&all.join(" or "))
            }
            Self::Stated(network) => network.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{KnownNetwork, ServiceNetwork};
    use crate::target::{IpFamilies, Platform};

    fn has(network: &str, address: &str) -> Option<bool> {
        network.parse::<ServiceNetwork>().unwrap().has(address.parse().unwrap())
    }

    #[test]
    fn the_ends_of_a_block_are_no_addresses_of_services() {
        for (network, address, expected) in [
            ("10.0.0.0/24", "10.0.0.0", Some(false)),
            ("10.0.0.0/24", "10.0.0.1", Some(true)),
            ("10.0.0.0/24", "10.0.0.254", Some(true)),
            ("10.0.0.0/24", "10.0.0.255", Some(false)),
            ("10.0.0.0/24", "10.0.1.1", Some(false)),
            ("0.0.0.0/0", "1.2.3.4", Some(true)),
            ("fd02::/112", "fd02::", Some(false)),
            ("fd02::/112", "fd02::ffff", Some(true)),
            ("fd02::/112", "fd03::1", Some(false)),
            ("fd02::/112", "10.0.0.1", None),
            ("10.0.0.0/24,fd02::/112", "fd02::1", Some(true)),
        ] {
            assert_eq!(has(network, address), expected, "{network} {address}");
        }
    }

    #[test]
    fn a_network_is_one_block_of_each_family_at_most() {
        let families = |text: &str| text.parse().map(|network: ServiceNetwork| network.families());
        assert_eq!(families("10.0.0.0/24"), Ok(IpFamilies::V4));
        assert_eq!(families("fd02::/112"), Ok(IpFamilies::V6));
        assert_eq!(families("fd02::/112, 10.0.0.0/24"), Ok(IpFamilies::Dual));
        for text in ["", "10.0.0.0", "10.0.0.0/33", "10.0.0.0/24,10.1.0.0/24", "a,b,c"] {
            assert!(families(text).unwrap_err().contains("172.30.0.0/16"), "{text}");
        }
    }

    #[test]
    fn openshift_has_its_own_defaults() {
        let known = KnownNetwork::of(Platform::OpenShift);
        assert_eq!(known.to_string(), "172.30.0.0/16 or 10.43.0.0/16");
        let has = |address: &str| known.has(address.parse().unwrap());
        assert_eq!(
            [has("172.30.0.5"), has("10.43.9.9"), has("10.0.0.1"), has("fd02::1")],
            [Some(true), Some(true), Some(false), None]
        );
        assert_eq!(KnownNetwork::of(Platform::Kubernetes).has("10.0.0.1".parse().unwrap()), None);
    }
}
