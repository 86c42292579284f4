//! An outbound ambassador: the application speaks to `127.0.0.1`, and the proxy beside it knows where Redis is.
//!
//! `cargo run --example redis_ambassador`

use pod_dsl::prelude::*;

const REDIS: &str = "docker.io/library/redis:8.2";
const HAPROXY: &str = "docker.io/library/haproxy:3.2";

const WORK: &str = "while sleep 5; do redis-cli -u \"redis://$REDIS_ADDR\" incr visits; done";

/// Describes the pod with the builder.
pub fn pod() -> Pod {
    let redis = Port::tcp(6379).loopback();
    let proxy = Container::new("redis-proxy", HAPROXY).startup(answers(&redis));
    let web = Container::new("web", REDIS)
        .command(["sh", "-c", WORK])
        .env("REDIS_ADDR", redis.address())
        .starts_after(&proxy.handle());

    Pod::new("visits").termination_grace_period_seconds(5).container(web).ambassador(
        Ambassador::outbound(proxy, &redis, Upstream::service("redis", 6379)).config(Haproxy::tcp()),
    )
}

/// Describes the same pod in the macro's spelling.
pub fn twin() -> Pod {
    pod! {
        pod "visits";
        termination_grace_period_seconds 5;
        let redis = Port::tcp(6379).loopback();
        let proxy = Container::new("redis-proxy", HAPROXY).startup(answers(&redis));

        container "web", REDIS {
            command ["sh", "-c", WORK];
            env "REDIS_ADDR", redis.address();
            starts_after &proxy.handle();
        }
        ambassador Ambassador::outbound(proxy, &redis, Upstream::service("redis", 6379)).config(Haproxy::tcp());
    }
}

/// Asks from inside the container, because the kubelet cannot reach a listener on loopback. The image has no client,
/// but it has bash, which opens a connection by itself.
fn answers(port: &Port) -> Probe {
    let connect = format!("exec 3<>/dev/tcp/127.0.0.1/{}", port.number());
    Probe::exec(["bash", "-c", &connect]).period_seconds(1).failure_threshold(60)
}

fn main() -> std::process::ExitCode {
    pod_dsl::cli::run(pod)
}
