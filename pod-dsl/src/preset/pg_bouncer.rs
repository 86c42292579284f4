//! `PgBouncer` as an outbound ambassador.

use super::{container, host_and_port, until_started};
use crate::model::{Ambassador, Mount, Port, Probe, ProxyConfig, ProxyFile, ProxyLink, Upstream, Volume};

/// Shares a few connections to `PostgreSQL` among many of the application's.
///
/// Whoever connects must be in `userlist.txt`, a file of the given volume with a line `"user" "password"` for each; keep
/// it in a Secret. The database is the one that the client names.
///
/// ```
/// use pod_dsl::{preset::PgBouncer, prelude::*};
///
/// let postgres = Port::tcp(5432);
/// let users = Volume::secret("pgbouncer-users", "shop-pgbouncer");
/// let pod = Pod::new("shop")
///     .container(Container::new("web", "ghcr.io/example/shop:1.4").env("PGADDR", postgres.address()))
///     .ambassador(
///         PgBouncer::new(&users).per_transaction().pool_size(10).outbound(&postgres, Upstream::service("postgres", 5432)),
///     );
/// assert!(pod.to_yaml(&Target::kubernetes())?.contains("pool_mode = transaction"));
/// # Ok::<(), Report>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "a description does nothing until it is used; every verb gives it back"]
pub struct PgBouncer {
    users: Volume,
    mode: &'static str,
    pool: u32,
    clients: u32,
}

impl PgBouncer {
    /// Names the default image: a tag that was current when this was written, to be replaced by one that you tested.
    pub const IMAGE: &'static str = "ghcr.io/cloudnative-pg/pgbouncer:1.25.1";

    /// Takes the users from `userlist.txt` of a volume. A connection of the pool belongs to a client's until that ends.
    pub fn new(users: &Volume) -> Self {
        Self { users: users.clone(), mode: "session", pool: 20, clients: 1000 }
    }

    /// Lends a connection of the pool for a transaction only, which fits many clients on few connections; what a session
    /// sets does not outlive its transaction then.
    pub fn per_transaction(mut self) -> Self {
        self.mode = "transaction";
        self
    }

    /// Bounds the connections to the server, for each pair of user and database; 20 where nothing is said.
    pub fn pool_size(mut self, count: u32) -> Self {
        self.pool = count;
        self
    }

    /// Bounds the connections of clients; 1000 where nothing is said.
    pub fn max_clients(mut self, count: u32) -> Self {
        self.clients = count;
        self
    }

    /// Gives an ambassador that the application reaches on loopback and that forwards to a server.
    #[track_caller]
    pub fn outbound(self, listener: impl Into<Port>, upstream: impl Into<Upstream>) -> Ambassador {
        let listener = listener.into();
        let number = listener.number.to_string();
        let ask = ["pg_isready", "-q", "-h", "127.0.0.1", "-p", &number];
        // The image says `pgbouncer`, which is 998.
        let pooler = container("pgbouncer", Self::IMAGE, "20m", 32)
            .image_user(998)
            .command(["pgbouncer", "/config/pgbouncer.ini"])
            .mount(&self.users, Mount::at("/users").read_only())
            .startup(until_started(Probe::exec(ask)));
        Ambassador::outbound(pooler, listener, upstream).config(self)
    }
}

impl ProxyConfig for PgBouncer {
    fn file(&self, link: &ProxyLink) -> ProxyFile {
        let (host, upstream_port) = host_and_port(&link.upstream);
        let Self { mode, pool, clients, .. } = self;
        let port = link.listener.number;
        // `extra_float_digits` is what JDBC sends at every start, and PgBouncer refuses what it does not know.
        let text = format!(
            "\
[databases]
* = host={host} port={upstream_port}

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = /users/userlist.txt
pool_mode = {mode}
default_pool_size = {pool}
max_client_conn = {clients}
ignore_startup_parameters = extra_float_digits
"
        );
        ProxyFile {
            config_map: None,
            volume: None,
            folder: "/config".to_owned(),
            name: "pgbouncer.ini".to_owned(),
            text,
        }
    }
}
