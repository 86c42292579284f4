//! `socat` as an outbound ambassador.

use super::{container, until_started};
use crate::{
    intent::Protocol,
    model::{Ambassador, Port, Probe, Upstream},
};

/// Forwards each connection (TCP) or datagram (UDP) as it is: the smallest proxy there is, without configuration.
///
/// The name of the upstream is resolved for every connection, so the upstream need not exist at the start.
///
/// ```
/// use pod_dsl::{preset::Socat, prelude::*};
///
/// let redis = Port::tcp(6379);
/// let pod = Pod::new("shop")
///     .container(Container::new("web", "ghcr.io/example/shop:1.4").env("REDIS_ADDR", redis.address()))
///     .ambassador(Socat::outbound(&redis, Upstream::service("redis", 6379)));
/// assert!(pod.to_yaml(&Target::kubernetes())?.contains("- TCP:redis:6379\n"));
/// # Ok::<(), Report>(())
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Socat;

impl Socat {
    /// Names the default image: a tag that was current when this was written, to be replaced by one that you tested.
    pub const IMAGE: &'static str = "docker.io/alpine/socat:1.8.0.3";

    /// Gives an ambassador that listens on loopback and forwards to `upstream`.
    #[track_caller]
    pub fn outbound(listener: impl Into<Port>, upstream: impl Into<Upstream>) -> Ambassador {
        let (listener, upstream) = (listener.into(), upstream.into());
        let (number, transport) = (listener.number, listener.protocol.as_str());
        // The image runs as root where nobody says else.
        let socat = container("socat", Self::IMAGE, "10m", 8).image_user(65534).command(["socat"]).args([
            format!("{transport}-LISTEN:{number},bind=127.0.0.1,fork,reuseaddr"),
            format!("{transport}:{upstream}"),
        ]);
        // The kubelet does not reach loopback, and the one program every such image has is socat itself.
        let ask = ["socat", "-u", "OPEN:/dev/null", &format!("TCP:127.0.0.1:{number}")];
        let socat = match listener.protocol {
            Protocol::Tcp => socat.startup(until_started(Probe::exec(ask))),
            Protocol::Udp | Protocol::Sctp => socat,
        };
        Ambassador::outbound(socat, listener, upstream)
    }
}
