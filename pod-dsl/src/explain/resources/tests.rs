//! Each branch of the formulas, with the sums worked out by hand, and random pods against the formula's definition.

use k8s_openapi::api::core::v1::PodSpec;
use serde_json::{Value, json};

use super::{Amounts, Decider, PodResources, QosClass};
use crate::grammar::{Quantity, parse_quantity};

fn resources(spec: &Value) -> PodResources {
    PodResources::of(&serde_json::from_value(spec.clone()).unwrap())
}

fn told(amounts: &Amounts) -> String {
    amounts.iter().map(|(name, amount)| format!("{name}={amount}")).collect::<Vec<_>>().join(" ")
}

fn asks(name: &str, requests: &Value) -> Value {
    json!({"name": name, "resources": {"requests": requests}})
}

fn native(mut container: Value) -> Value {
    container["restartPolicy"] = json!("Always");
    container
}

#[test]
fn containers_that_run_together_add_up() {
    let it = resources(&json!({
        "initContainers": [native(asks("proxy", &json!({"cpu": "100m", "memory": "64Mi"})))],
        "containers": [
            asks("web", &json!({"cpu": "250m", "memory": "0.5Gi", "example.com/gpu": "1"})),
            asks("logs", &json!({"cpu": "0.05", "ephemeral-storage": "1G"})),
        ],
    }));
    // 100m + 250m + 50m; 64Mi + 512Mi; each other resource once.
    assert_eq!(told(&it.requests.total), "cpu=400m ephemeral-storage=1G example.com/gpu=1 memory=576Mi");
    assert_eq!(it.names(), ["cpu", "memory", "ephemeral-storage", "example.com/gpu"]);
    assert!(it.requests.decided_by.values().all(|decider| *decider == Decider::Running));
    assert!(it.limits.total.is_empty());
}

#[test]
fn an_init_container_counts_with_the_native_sidecars_before_it() {
    let it = resources(&json!({
        "initContainers": [
            asks("small", &json!({"cpu": "300m"})),
            native(asks("first", &json!({"cpu": "200m", "memory": "1Gi"}))),
            asks("large", &json!({"cpu": "1"})),
            native(asks("second", &json!({"cpu": "100m"}))),
        ],
        "containers": [asks("web", &json!({"cpu": "500m"}))],
    }));
    // Running: 500m + 200m + 100m. Starting: 300m, then 200m, then 1 + 200m, then 300m.
    assert_eq!(told(&it.requests.running), "cpu=800m memory=1Gi");
    assert_eq!(told(&it.requests.starting), "cpu=1200m memory=1Gi");
    assert_eq!(told(&it.requests.total), "cpu=1200m memory=1Gi");
    assert_eq!(it.requests.decided_by["cpu"], Decider::Init("large".to_owned()));
    assert_eq!(it.requests.decided_by["memory"], Decider::Running);
    assert!(
        it.to_string().contains("`large` decides the request of cpu: 1200m while it runs, 800m afterwards")
    );
}

#[test]
fn an_init_container_that_needs_as_much_decides_nothing() {
    let it = resources(&json!({
        "initContainers": [asks("init", &json!({"cpu": "1", "memory": "0"}))],
        "containers": [asks("web", &json!({"cpu": "1000m"}))],
    }));
    assert_eq!(told(&it.requests.total), "cpu=1 memory=0");
    assert_eq!(it.requests.decided_by["cpu"], Decider::Running);
    // Of memory only the init container speaks, if only to say that it needs none.
    assert_eq!(it.requests.decided_by["memory"], Decider::Init("init".to_owned()));
}

#[test]
fn a_limit_is_the_request_where_none_is_given() {
    let it = resources(&json!({"containers": [{
        "name": "web",
        "resources": {"limits": {"cpu": "1", "memory": "1Gi"}, "requests": {"cpu": "10m"}},
    }]}));
    assert_eq!(told(&it.requests.total), "cpu=10m memory=1Gi");
    assert_eq!(told(&it.limits.total), "cpu=1 memory=1Gi");
}

#[test]
fn the_overhead_comes_on_top_of_requests_and_of_limits_that_there_are() {
    let it = resources(&json!({
        "overhead": {"cpu": "50m", "memory": "100Mi", "ephemeral-storage": "1Gi"},
        "containers": [{"name": "web", "resources": {
            "requests": {"cpu": "1"}, "limits": {"memory": "1Gi", "ephemeral-storage": "0"},
        }}],
    }));
    // Requests: memory and storage by the limits. Limits: none of cpu, and one of storage that is zero.
    assert_eq!(told(&it.requests.total), "cpu=1050m ephemeral-storage=1Gi memory=1124Mi");
    assert_eq!(told(&it.limits.total), "ephemeral-storage=0 memory=1124Mi");
    let bare = resources(&json!({"overhead": {"cpu": "50m"}, "containers": [{"name": "web"}]}));
    assert_eq!(bare.requests.decided_by["cpu"], Decider::Overhead);
    assert_eq!(bare.qos, QosClass::BestEffort, "the overhead does not count for it");
}

#[test]
fn the_resources_of_the_pod_override_the_sum_of_what_they_can_speak_of() {
    let it = resources(&json!({
        "overhead": {"cpu": "10m"},
        "resources": {
            "requests": {"cpu": "2", "hugepages-2Mi": "4Mi", "ephemeral-storage": "9Gi"},
            "limits": {"cpu": "3", "example.com/gpu": "7"},
        },
        "initContainers": [asks("init", &json!({"cpu": "5"}))],
        "containers": [
            {"name": "web", "resources": {"requests": {"cpu": "1"}, "limits": {"cpu": "8", "memory": "1Gi"}}},
        ],
    }));
    assert_eq!(told(&it.requests.total), "cpu=2010m hugepages-2Mi=4Mi memory=1Gi");
    assert_eq!(told(&it.limits.total), "cpu=3010m memory=1Gi");
    assert_eq!(it.requests.decided_by["cpu"], Decider::Pod);
    assert_eq!(it.requests.decided_by["memory"], Decider::Running);
}

#[test]
fn a_container_without_a_limit_may_take_all_unless_the_pod_has_one() {
    let mut spec = json!({
        "initContainers": [{"name": "init"}, native(json!({"name": "proxy"}))],
        "containers": [{"name": "web", "resources": {"limits": {"cpu": "1"}}}],
    });
    let unlimited =
        |spec: &Value| resources(spec).unlimited("cpu").map(|one| one.name.clone()).collect::<Vec<_>>();
    assert_eq!(unlimited(&spec), ["proxy"]);
    assert!(resources(&spec).to_string().contains("no limit of cpu: `proxy`\n"));
    spec["resources"] = json!({"limits": {"cpu": "2"}});
    assert!(unlimited(&spec).is_empty());
}

#[test]
fn the_quality_of_service_is_that_of_all_containers() {
    let full = json!({"limits": {"cpu": "1", "memory": "1Gi"}});
    let spelled =
        json!({"limits": {"cpu": "1", "memory": "1Gi"}, "requests": {"cpu": "1000m", "memory": "1024Mi"}});
    let half = json!({"limits": {"cpu": "1"}});
    let zero = json!({"requests": {"cpu": "0", "memory": "0"}});
    let other = json!({"requests": {"example.com/gpu": "1", "ephemeral-storage": "1Gi"}});
    let less = json!({"limits": {"cpu": "1", "memory": "1Gi"}, "requests": {"cpu": "1m"}});
    let none = json!({});
    let qos = |init: &[&Value], regular: &[&Value]| {
        let list =
            |all: &[&Value]| all.iter().map(|one| json!({"name": "c", "resources": one})).collect::<Value>();
        resources(&json!({"initContainers": list(init), "containers": list(regular)})).qos
    };
    assert_eq!(qos(&[], &[&full]), QosClass::Guaranteed);
    assert_eq!(qos(&[&spelled], &[&full, &spelled]), QosClass::Guaranteed);
    assert_eq!(qos(&[], &[&half]), QosClass::Burstable);
    assert_eq!(qos(&[], &[&less]), QosClass::Burstable);
    assert_eq!(qos(&[], &[&full, &none]), QosClass::Burstable);
    assert_eq!(qos(&[&none], &[&full]), QosClass::Burstable, "an init container counts, though it is over");
    assert_eq!(qos(&[], &[&none, &zero, &other]), QosClass::BestEffort);
    assert_eq!(qos(&[], &[]), QosClass::BestEffort);
}

#[test]
fn the_quality_of_service_is_that_of_the_pod_where_it_has_resources() {
    let qos = |whole: &Value, own: &Value| {
        resources(&json!({"resources": whole, "containers": [{"name": "web", "resources": own}]})).qos
    };
    let full = json!({"limits": {"cpu": "1", "memory": "1Gi"}, "requests": {"cpu": "1", "memory": "1Gi"}});
    assert_eq!(qos(&full, &json!({})), QosClass::Guaranteed);
    assert_eq!(qos(&json!({"requests": {"cpu": "1"}}), &full), QosClass::Burstable);
    assert_eq!(qos(&json!({"limits": {"hugepages-2Mi": "4Mi"}}), &full), QosClass::BestEffort);
    assert_eq!(qos(&json!({}), &full), QosClass::Guaranteed, "nothing is said");
}

#[test]
fn the_text_is_a_table_and_what_follows_from_it() {
    let it = resources(&json!({
        "initContainers": [asks("init", &json!({"cpu": "2"}))],
        "containers": [{"name": "web", "resources": {"limits": {"memory": "1Gi"}}}],
    }));
    let expected = "\
request / limit          cpu     memory
init container `init`  2 / -      - / -
container `web`        - / -  1Gi / 1Gi
while it runs          - / -  1Gi / 1Gi
while it starts        2 / -      - / -
the pod                2 / -  1Gi / 1Gi
quality of service: Burstable
init container `init` decides the request of cpu: 2 while it runs, 0 afterwards
";
    assert_eq!(it.to_string(), expected);
    assert_eq!(
        resources(&json!({"containers": [{"name": "web"}]})).to_string(),
        "no container asks for anything or has a limit\nquality of service: BestEffort\n"
    );
}

#[test]
fn a_name_of_any_length_has_its_row() {
    let name = "x".repeat(70_000);
    let it = resources(&json!({"containers": [asks(&name, &json!({name.as_str(): "1"}))]}));
    assert!(it.to_string().contains(&format!("container `{name}`")));
}

/// Draws numbers, the same ones in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn amount(&mut self) -> String {
        let suffix = ["", "m", "k", "Mi", "Gi", "e2", "u", "E", ".5", "x"];
        format!("{}{}", self.roll(2000), suffix[usize::try_from(self.roll(10)).unwrap()])
    }

    fn amounts(&mut self) -> Value {
        let mut amounts = serde_json::Map::new();
        for name in ["cpu", "memory", "example.com/gpu", "hugepages-2Mi"] {
            if self.roll(2) == 0 {
                amounts.insert(name.to_owned(), json!(self.amount()));
            }
        }
        amounts.into()
    }

    fn containers(&mut self, init: bool) -> Value {
        (0..self.roll(4))
            .map(|index| {
                let policy = if init && self.roll(2) == 0 { json!("Always") } else { Value::Null };
                let limits = if self.roll(3) == 0 { self.amounts() } else { Value::Null };
                json!({
                    "name": format!("c{index}"), "restartPolicy": policy,
                    "resources": {"requests": self.amounts(), "limits": limits},
                })
            })
            .collect()
    }

    fn spec(&mut self) -> PodSpec {
        let mut spec = json!({"initContainers": self.containers(true), "containers": self.containers(false)});
        if self.roll(4) == 0 {
            spec["overhead"] = self.amounts();
        }
        if self.roll(4) == 0 {
            spec["resources"] = json!({"requests": self.amounts(), "limits": self.amounts()});
        }
        serde_json::from_value(spec).unwrap()
    }
}

/// Gives the request of a container for one resource as the formula's text has it.
fn request(container: &k8s_openapi::api::core::v1::Container, name: &str) -> Option<Quantity> {
    let resources = container.resources.as_ref()?;
    let read = |list: &Option<std::collections::BTreeMap<String, _>>| {
        let text: &k8s_openapi::apimachinery::pkg::api::resource::Quantity = list.as_ref()?.get(name)?;
        parse_quantity(&text.0).ok()
    };
    read(&resources.requests).or_else(|| read(&resources.limits))
}

#[test]
fn requests_are_what_the_formula_says_of_every_moment() {
    let mut dice = Dice(7);
    for _ in 0..2000 {
        let mut spec = dice.spec();
        spec.overhead = None;
        spec.resources = None;
        let it = PodResources::of(&spec);
        let inits = spec.init_containers.as_deref().unwrap_or_default();
        let native = |one: &&k8s_openapi::api::core::v1::Container| one.restart_policy.is_some();
        for name in ["cpu", "memory", "example.com/gpu", "hugepages-2Mi"] {
            let sum = |all: Vec<&k8s_openapi::api::core::v1::Container>| {
                all.into_iter().filter_map(|one| request(one, name)).sum::<Quantity>()
            };
            let mut moments = vec![sum(spec.containers.iter().chain(inits.iter().filter(native)).collect())];
            for index in 0..inits.len() {
                let before = inits[..index].iter().filter(native);
                moments.push(sum(before.chain([&inits[index]]).collect()));
            }
            let expected = moments.into_iter().max().unwrap();
            assert_eq!(it.requests.total.get(name).unwrap_or(Quantity::ZERO), expected, "{name} of {spec:?}");
        }
        assert!(!it.to_string().is_empty());
    }
}

#[test]
fn to_ask_for_more_never_makes_a_pod_ask_for_less() {
    let mut dice = Dice(11);
    for _ in 0..2000 {
        let spec = dice.spec();
        let before = PodResources::of(&spec);
        let mut more = spec.clone();
        let mut all: Vec<_> =
            more.containers.iter_mut().chain(more.init_containers.iter_mut().flatten()).collect();
        if all.is_empty() {
            continue;
        }
        let index = usize::try_from(dice.roll(all.len() as u64)).unwrap();
        let given = super::of_container(all[index]).requests.get("cpu").unwrap_or(Quantity::ZERO);
        let raised = given.saturating_add(parse_quantity(&dice.amount()).unwrap_or(Quantity::ZERO));
        let requests = all[index].resources.get_or_insert_default().requests.get_or_insert_default();
        requests.insert(
            "cpu".to_owned(),
            k8s_openapi::apimachinery::pkg::api::resource::Quantity(raised.to_string()),
        );
        let after = PodResources::of(&more);
        for (name, amount) in before.requests.total.iter() {
            assert!(after.requests.total.get(name) >= Some(amount), "{name}: {spec:?}\n{more:?}");
        }
    }
}
