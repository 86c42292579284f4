//! One description for three environments: what differs is an ordinary Rust value, and comes from the command line.
//!
//! `cargo run --example environments -- --environment staging | kubectl apply -n shop-staging -f -`

use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use pod_dsl::{Patch, prelude::*};
use serde_json::json;

const IMAGE: &str = "ghcr.io/example/shop";

/// The version that is written where none is asked for.
pub const VERSION: &str = "1.4.2";

/// Writes the shop for one environment
#[derive(Parser)]
struct Arguments {
    /// The environment to write for
    #[arg(long, value_enum, default_value_t)]
    environment: Environment,
    /// The version of the shop
    #[arg(long, default_value = VERSION)]
    version: String,
    #[command(flatten)]
    emit: pod_dsl::cli::EmitArgs,
}

/// Names an environment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Environment {
    /// On a developer's own cluster.
    Development,
    /// As it will be, with little traffic.
    Staging,
    /// For everybody.
    #[default]
    Production,
}
use Environment::{Development, Production, Staging};

impl Environment {
    fn name(self) -> &'static str {
        match self {
            Development => "development",
            Staging => "staging",
            Production => "production",
        }
    }

    fn replicas(self) -> i32 {
        match self {
            Development => 1,
            Staging => 2,
            Production => 6,
        }
    }

    fn memory(self) -> &'static str {
        if self == Production { "512Mi" } else { "128Mi" }
    }
}

/// Describes what one environment gets, with the builder.
pub fn bundle(environment: Environment, version: &str) -> Bundle {
    let http = Port::tcp(8080).named("http");
    let config = config(environment);
    let web = Container::new("web", format!("{IMAGE}:{version}"))
        .port(&http)
        .env_from(EnvFrom::config_map(&config))
        .readiness(Probe::http_get("/healthz", &http))
        .resources(resources(environment));
    let pod = Pod::new("shop").container(web);
    around(environment, pod, &http, config)
}

/// Describes the same, the pod in the macro's spelling.
pub fn twin(environment: Environment, version: &str) -> Bundle {
    let http = Port::tcp(8080).named("http");
    let config = config(environment);
    let pod = pod! {
        pod "shop";

        container "web", format!("{IMAGE}:{version}") {
            port &http;
            env_from EnvFrom::config_map(&config);
            readiness Probe::http_get("/healthz", &http);
            resources resources(environment);
        }
    };
    around(environment, pod, &http, config)
}

fn around(environment: Environment, pod: Pod, http: &Port, config: ConfigMap) -> Bundle {
    let shop = pod.deployment().replicas(environment.replicas()).rolls_with(&config);
    let mut bundle = Bundle::new().add(Service::of(&shop).port(80, http)).add(config);
    // An `if` is all that an overlay is.
    if environment == Production {
        bundle = bundle.add(DisruptionBudget::of(&shop).max_unavailable(1));
    }
    bundle = bundle.add(shop);
    if environment == Development {
        let debug = json!({"spec": {"template": {"spec": {"containers": [
            {"name": "web", "env": [{"name": "RUST_BACKTRACE", "value": "1"}]},
        ]}}}});
        bundle = bundle.patch(Patch::merge("Deployment/shop", &debug));
    }
    bundle
}

fn config(environment: Environment) -> ConfigMap {
    let level = if environment == Production { "info" } else { "debug" };
    ConfigMap::new("shop").data("ENVIRONMENT", environment.name()).data("LOG_LEVEL", level)
}

fn resources(environment: Environment) -> Resources {
    let memory = environment.memory();
    Resources::new().request_cpu("100m").request_memory(memory).limit_memory(memory)
}

fn main() -> ExitCode {
    let Arguments { environment, version, emit } = Arguments::parse();
    let name = if environment == Production {
        "environments".to_owned()
    } else {
        format!("environments_{}", environment.name())
    };
    emit.run(&name, &bundle(environment, &version))
}
