//! The museum: mistakes of other tools, each kept as a test under the name of its report, so that none is made here.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use k8s_openapi::api::core::v1 as k8s;
use pod_dsl::{Object, Patch, explain, prelude::*, validate};
use serde_json::json;

fn web() -> Container {
    Container::new("web", "ghcr.io/example/web:1").port(8080)
}

fn yaml(emit: &impl Emit) -> String {
    emit.to_yaml(&Target::kubernetes()).unwrap()
}

/// Gives the one object of a manifest's kind.
fn pod_of(emit: &impl Emit) -> k8s::Pod {
    let rendered = emit.render(&Target::kubernetes()).unwrap();
    let pod =
        rendered.into_iter().find_map(|object| if let Object::Pod(pod) = object { Some(pod) } else { None });
    *pod.unwrap()
}

fn rules(emit: &impl Emit) -> Vec<&'static str> {
    emit.check(&Target::kubernetes()).errors().map(|finding| finding.rule).collect()
}

/// hall/kubenix#19: init containers were sorted by name, and ran in the wrong order.
#[test]
fn kubenix_19_init_containers_keep_their_order() {
    let init = |name: &str| Container::new(name, "ghcr.io/example/init:1");
    let pod =
        pod_of(&Pod::new("p").init(init("zebra")).init(init("apple")).init(init("mango")).container(web()));
    let names: Vec<_> = pod.spec.unwrap().init_containers.unwrap().into_iter().map(|one| one.name).collect();
    assert_eq!(names, ["zebra", "apple", "mango"]);
}

/// quarkusio/quarkus#20987: the mounts of the main container were applied to every sidecar.
#[test]
fn quarkus_20987_mounts_do_not_bleed_into_sidecars() {
    let data = Volume::empty_dir("data");
    let pod = pod_of(
        &Pod::new("p")
            .container(web().mount(&data, "/data"))
            .sidecar(Container::new("helper", "ghcr.io/example/helper:1")),
    );
    let containers = pod.spec.unwrap().containers;
    assert_eq!(containers[0].volume_mounts.as_ref().unwrap().len(), 1);
    assert_eq!(containers[1].volume_mounts, None);
}

/// quarkusio/quarkus#11883: the environment of the main container was found in the sidecar.
#[test]
fn quarkus_11883_variables_do_not_bleed_into_sidecars() {
    let helper = Container::new("helper", "ghcr.io/example/helper:1");
    let pod = pod_of(&Pod::new("p").container(web().env("MODE", "fast")).sidecar(helper));
    let containers = pod.spec.unwrap().containers;
    assert!(containers[0].env.is_some() && containers[1].env.is_none());
}

/// stackabletech/operator-rs#871 and cdk8s-team/cdk8s-plus#489: a volume that two containers mount stood there twice.
#[test]
fn operator_rs_871_a_shared_volume_is_there_once() {
    let data = Volume::empty_dir("data");
    let helper = Container::new("helper", "ghcr.io/example/helper:1").mount(&data, "/in");
    let pod = pod_of(&Pod::new("p").volume(&data).container(web().mount(&data, "/out")).sidecar(helper));
    assert_eq!(pod.spec.unwrap().volumes.unwrap().len(), 1);
    // Two volumes that differ under one name are no slip to be hidden.
    let other = Volume::empty_dir("data").size_limit("1Gi");
    let pod = Pod::new("p").container(web().mount(&data, "/a").mount(&other, "/b"));
    assert!(rules(&pod).contains(&"volume-name-twice"), "{:?}", rules(&pod));
}

/// cdk8s-team/cdk8s-core#72 and cdk8s-team/cdk8s#2571: a patch with a wrong path was swallowed.
#[test]
fn cdk8s_core_72_a_patch_is_not_swallowed() {
    let bundle = || Bundle::new().add(Pod::new("p").container(web()));
    let image = json!({"spec": {"containers": [{"name": "web", "image": "ghcr.io/example/web:2"}]}});
    assert!(yaml(&bundle().patch(Patch::merge("Pod/p", &image))).contains("web:2"));
    let wrong = json!({"spec": {"containers": [{"name": "wep", "image": "ghcr.io/example/web:2"}]}});
    assert_eq!(rules(&bundle().patch(Patch::merge("Pod/p", &wrong))), ["patch-hits-nothing"]);
    assert_eq!(rules(&bundle().patch(Patch::merge("Pod/q", &image))), ["patch-hits-nothing"]);
    let unknown = json!({"spec": {"container": []}});
    assert_eq!(rules(&bundle().patch(Patch::merge("Pod/p", &unknown))), ["patch-unreadable"]);
}

/// cdk8s-team/cdk8s-plus#1339: a user id and a read-only root were forced on images that could not stand them.
#[test]
fn cdk8s_plus_1339_no_security_setting_is_forced() {
    let text = yaml(&Pod::new("p").container(web()));
    assert!(!text.contains("securityContext") && !text.contains("resources"), "{text}");
}

/// cdk8s-team/cdk8s-plus#4338: a native sidecar could not have probes.
#[test]
fn cdk8s_plus_4338_a_native_sidecar_has_probes() {
    let port = Port::tcp(2020).named("health");
    let helper = Container::new("helper", "ghcr.io/example/helper:1").port(&port);
    let helper = helper.startup(Probe::http_get("/ok", &port)).readiness(Probe::http_get("/ok", &port));
    let pod = pod_of(
        &Pod::new("p").container(web()).native_sidecar(helper.liveness(Probe::http_get("/ok", &port))),
    );
    let helper = &pod.spec.unwrap().init_containers.unwrap()[0];
    assert!(
        helper.startup_probe.is_some() && helper.readiness_probe.is_some() && helper.liveness_probe.is_some()
    );
}

/// cdk8s-team/cdk8s#1338: a label with a wrong value passed, and died at the cluster.
#[test]
fn cdk8s_1338_a_wrong_label_is_refused_before_the_cluster() {
    assert!(!rules(&Pod::new("p").label("app", "my app!").container(web())).is_empty());
    assert!(!rules(&Pod::new("p").label("-app", "x").container(web())).is_empty());
}

/// cdk8s-team/cdk8s-cli#740: with one file for each object the order in which they apply was lost.
#[test]
fn cdk8s_cli_740_split_files_keep_an_order_that_applies() {
    let deployment = Pod::new("a-web").namespace("shop").container(web()).deployment();
    let bundle = Bundle::new()
        .add(deployment)
        .add(Namespace::new("shop"))
        .add(ServiceAccount::new("z").namespace("shop"));
    let names: Vec<_> =
        bundle.to_files(&Target::kubernetes()).unwrap().into_iter().map(|file| file.name).collect();
    assert!(
        names.is_sorted() && names[0].contains("namespace") && names[2].contains("deployment"),
        "{names:?}"
    );
}

/// cdk8s-team/cdk8s-cli#323: `metadata` stood below `data`.
#[test]
fn cdk8s_cli_323_metadata_stands_above_data() {
    let text = yaml(&ConfigMap::new("c").data("a", "b"));
    assert_eq!(text, "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  a: b\n");
}

/// kcl-lang/kcl#1598: of a stream of documents only some were read.
#[test]
fn kcl_1598_every_document_of_a_stream_is_read() {
    let pod = |name: &str| {
        format!("apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}}}\nspec: {{containers: []}}\n")
    };
    let stream = format!("# a comment\n---\n{}---\n---\n{}...\n---\n{}", pod("a"), pod("b"), pod("c"));
    let found = validate::check_manifest("web.yaml", stream.as_bytes(), &Target::kubernetes());
    let objects: std::collections::BTreeSet<_> =
        found.errors().map(|finding| finding.object.as_str()).collect();
    assert_eq!(objects.into_iter().collect::<Vec<_>>(), ["Pod/a", "Pod/b", "Pod/c"]);
}

/// containers/podman#26622: two containers of a pod wanted one port, which was seen when the second started.
#[test]
fn podman_26622_a_port_that_is_taken_is_seen() {
    let other = Container::new("other", "ghcr.io/example/other:1").port(8080);
    assert_eq!(rules(&Pod::new("p").container(web()).container(other)), ["port-taken-twice"]);
}

/// kubernetes/kompose#1903: for OpenShift there came a `DeploymentConfig`, which is deprecated.
#[test]
fn kompose_1903_openshift_gets_a_deployment() {
    let text = Pod::new("p").container(web()).deployment().to_yaml(&Target::openshift()).unwrap();
    assert!(text.contains("apiVersion: apps/v1\nkind: Deployment\n") && !text.contains("DeploymentConfig"));
}

/// eclipse-jkube: the golden file for OpenShift has a user id of 10000, which no ordinary project admits.
#[test]
fn jkube_user_ids_are_the_project_s_on_openshift() {
    let pod = Pod::new("p").container(web().security(Security::new().run_as_user(10_000)));
    assert!(yaml(&pod).contains("runAsUser: 10000"));
    let text = pod.to_yaml(&Target::openshift()).unwrap();
    assert!(!text.contains("runAsUser:"), "{text}");
    assert!(text.contains("# ") && text.contains("10000"), "what was left out is said:\n{text}");
}

/// runatlantis/helm-charts#563: an old schema refused `restartPolicy` in an init container.
#[test]
fn atlantis_563_a_native_sidecar_is_accepted_by_every_release() {
    let pod =
        Pod::new("p").container(web()).native_sidecar(Container::new("helper", "ghcr.io/example/helper:1"));
    for minor in 29..=37 {
        let target = Target::kubernetes().kube_version(format!("1.{minor}"));
        assert!(pod.check(&target).is_accepted(), "1.{minor}: {}", pod.check(&target));
    }
}

/// kubernetes/kubernetes#25908: a Job with a sidecar never ended.
#[test]
fn kubernetes_25908_a_job_with_a_sidecar_ends() {
    let helper = Container::new("helper", "ghcr.io/example/helper:1");
    let text = yaml(&Pod::new("p").container(web()).sidecar(helper).job());
    let init = text.find("initContainers:").unwrap();
    assert!(
        text[init..].contains("name: helper") && text[init..].contains("restartPolicy: Always"),
        "{text}"
    );
}

/// fabric8io/kubernetes-client#7085: `matchLabel` was ignored.
#[test]
fn fabric8_7085_a_field_misspelt_is_refused() {
    let text = "\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector:
    matchLabel: {app: web}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: 'web:1'}]}
";
    let report = validate::check_manifest("web.yaml", text.as_bytes(), &Target::kubernetes());
    assert!(report.errors().any(|finding| finding.path == "spec.selector.matchLabel"), "{report}");
}

/// awslabs/eks-node-viewer#340: native sidecars did not count in what a pod asks for.
#[test]
fn eks_node_viewer_340_native_sidecars_count() {
    let asks = |cpu: &str| Resources::new().request_cpu(cpu);
    let helper = Container::new("helper", "ghcr.io/example/helper:1").resources(asks("200m"));
    let pod = pod_of(&Pod::new("p").container(web().resources(asks("100m"))).native_sidecar(helper));
    let resources = explain::PodResources::of(pod.spec.as_ref().unwrap());
    assert_eq!(resources.requests.total.get("cpu").unwrap().to_string(), "300m");
}
