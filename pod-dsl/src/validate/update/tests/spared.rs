use crate::{
    Target,
    validate::{Applied, check_manifest_against},
};

/// Gives the rules that an object is refused for by a cluster that has another one.
fn refused(old: &str, new: &str) -> Vec<&'static str> {
    let target = Target::kubernetes();
    let applied = Applied::manifest("old.yaml", old.as_bytes(), &target);
    let report = check_manifest_against("new.yaml", new.as_bytes(), &applied, &target);
    report.errors().map(|finding| finding.rule).collect()
}

/// Gives what is refused where a file has the old object, and where a cluster has it.
fn both(old: &str, new: &str) -> [Vec<&'static str>; 2] {
    [refused(old, new), refused(&old.replacen("name: a", "name: a, uid: x", 1), new)]
}

#[test]
fn a_job_that_a_cluster_shows_is_applied_again() {
    let job = |more: &str| {
        format!(
            "{{apiVersion: batch/v1, kind: Job, metadata: {{name: a}}, spec: {{{more}, selector: {{matchLabels: {{controller-uid: x}}}}, \
             template: {{metadata: {{labels: {{controller-uid: x}}}}, spec: {{restartPolicy: Never, containers: [{{name: c, image: i}}]}}}}}}}}\n"
        )
    };
    let [file, live] = both(&job("suspend: true"), &job("suspend: false"));
    assert_eq!(file, ["job-label-differs", "job-selector-not-made"]);
    assert_eq!(live, [""; 0]);
}

#[test]
fn what_is_asked_of_new_objects_is_not_asked_again() {
    let cron = |name: &str, spec: &str| {
        format!(
            "{{apiVersion: batch/v1, kind: CronJob, metadata: {{name: a{name}}}, spec: {{{spec}, jobTemplate: {{spec: \
             {{template: {{spec: {{restartPolicy: Never, containers: [{{name: c, image: i}}]}}}}}}}}}}}}\n"
        )
    };
    let long = "b".repeat(52);
    let old = cron(&long, "schedule: '@daily'")
        .replace("kind: CronJob, metadata: {", "kind: CronJob, metadata: {uid: x, ");
    let [file, live] = both(&cron(&long, "schedule: '@daily'"), &cron(&long, "schedule: '@hourly'"));
    assert_eq!((file, live.len()), (vec!["cron-job-name-too-long"], 1), "another object is made");
    assert_eq!(refused(&old, &cron(&long, "schedule: '@hourly'")), [""; 0]);

    let zoned = cron("", "schedule: 'TZ=UTC 0 3 * * *'");
    let [file, live] = both(&zoned, &cron("", "schedule: 'TZ=UTC 0 4 * * *'"));
    assert_eq!((file, live), (vec!["cron-job-zone-in-schedule"], vec![]));
    let [_, live] = both(&zoned, &cron("", "timeZone: UTC, schedule: 'TZ=UTC 0 4 * * *'"));
    assert_eq!(live, ["cron-job-zone-in-schedule"], "two zones are one too many");

    let unknown = cron("", "timeZone: No/Where, schedule: '@daily'");
    let [file, live] = both(&unknown, &unknown.replace("@daily", "@hourly"));
    assert_eq!((file, live), (vec!["cron-job-time-zone-unknown"], vec![]));
    let [_, live] = both(&unknown, &unknown.replace("Where", "Body"));
    assert_eq!(live, ["cron-job-time-zone-unknown"], "it is not the one that was let pass");
}

#[test]
fn values_that_were_let_pass_stay_in_selectors_and_not_in_labels() {
    let budget = |label: &str, selected: &str, min: u8| {
        format!(
            "{{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {{name: a, labels: {{l: {label}}}}}, \
             spec: {{minAvailable: {min}, selector: {{matchLabels: {{app: {selected}}}}}}}}}\n"
        )
    };
    let [file, live] = both(&budget("a", "..a", 1), &budget("a", "..a", 2));
    assert_eq!((file, live), (vec!["label-value-malformed"], vec![]));
    let [_, live] = both(&budget("..a", "a", 1), &budget("..a", "a", 2));
    assert_eq!(live, ["label-value-malformed"]);
    let [_, live] = both(&budget("a", "a", 1), &budget("a", "..a", 1));
    assert_eq!(live, ["label-value-malformed"], "it is new");
}

#[test]
fn the_families_of_a_service_are_those_of_its_cluster() {
    let service = |spec: &str| {
        format!(
            "{{apiVersion: v1, kind: Service, metadata: {{name: a}}, spec: {{{spec}, ports: [{{port: 80}}], selector: {{app: a}}}}}}\n"
        )
    };
    let dual = service("ipFamilyPolicy: RequireDualStack, ipFamilies: [IPv4, IPv6]");
    let [file, live] = both(&dual, &dual.replace("80", "81"));
    assert_eq!((file, live), (vec![], vec![]));
    let single = dual.replace("RequireDualStack", "SingleStack");
    assert_eq!(refused(&dual, &single), [""; 0], "the server takes the second family away");
    let one = service("ipFamilyPolicy: SingleStack");
    assert_eq!(refused(&one, &single), ["service-single-stack-with-two"], "there is no second one to take");
}

#[test]
fn the_addresses_of_a_service_are_those_of_its_cluster() {
    let service = |port: u8, address: &str| {
        format!(
            "{{apiVersion: v1, kind: Service, metadata: {{name: a}}, spec: {{clusterIP: {address}, clusterIPs: [{address}], ports: [{{port: {port}}}]}}}}\n"
        )
    };
    let target = Target::openshift();
    let told = |old: &str, new: &str| {
        let applied = Applied::manifest("old.yaml", old.as_bytes(), &target);
        let report = check_manifest_against("new.yaml", new.as_bytes(), &applied, &target);
        let rules: Vec<_> = report.errors().map(|finding| finding.rule).collect();
        (rules, report.assumes().len())
    };
    let outside = "service-cluster-ip-outside-network";
    let (file, new) = (service(80, "192.0.2.1"), service(81, "192.0.2.1"));
    let live = file.replacen("name: a", "name: a, uid: x", 1);
    assert_eq!(told(&file, &new), (vec![outside], 1));
    assert_eq!(told(&live, &new), (vec![], 0), "it has the address");
    assert_eq!(told(&live, &service(80, "192.0.2.2")).0, [outside, "service-cluster-ip-changed"]);
}
