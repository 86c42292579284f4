//! A program that starts slowly is asked for its liveness at once.

use super::{ContractRule, Example, context::Context, rule::Check};
use crate::validate::{Finding, Rule, Severity};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::advice(Severity::Info, "slow-start-killed", "a program that starts slowly has a startup probe"),
    guessed: Severity::Info,
    references: &["P08"],
    doc: "
Liveness is asked from the start on. A program that needs a minute to come up, as those on the JVM may, is killed before it is
ready and starts over.

Add a startup probe: until it succeeds no other probe runs. A long `initialDelaySeconds` is the older way, and waits as long
even when the program is quick.
",
    bad: Example::Yaml("
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: search
      image: docker.io/library/elasticsearch:9.1.0
      livenessProbe: {tcpSocket: {port: 9200}}
"),
    good: Example::Yaml("
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: search
      image: docker.io/library/elasticsearch:9.1.0
      startupProbe: {tcpSocket: {port: 9200}, failureThreshold: 60}
      livenessProbe: {tcpSocket: {port: 9200}}
"),
    check: Check::pod(check),
};

/// Parts of the names of images whose programs start slowly.
const SLOW: &[&str] = &[
    "activemq",
    "artemis",
    "cassandra",
    "elasticsearch",
    "gitlab",
    "java",
    "jboss",
    "jdk",
    "jenkins",
    "jira",
    "kafka",
    "keycloak",
    "logstash",
    "neo4j",
    "nexus",
    "opensearch",
    "solr",
    "sonarqube",
    "spring",
    "tomcat",
    "wildfly",
    "zookeeper",
];

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for member in context.running() {
        let container = context.container(member);
        let image = container.image.as_deref().unwrap_or_default();
        let java =
            container.env.iter().flatten().any(|env| env.name.starts_with("JAVA_") || env.name == "JVM_OPTS");
        let Some(liveness) = &container.liveness_probe else { continue };
        let slow = java || SLOW.iter().any(|part| image.contains(part));
        if !slow
            || container.startup_probe.is_some()
            || liveness.initial_delay_seconds.unwrap_or_default() >= 30
        {
            continue;
        }
        let message = format!(
            "`{}` may start slowly, and nothing keeps its liveness probe from killing it meanwhile",
            container.name
        );
        let mut finding = RULE.seen(context.at(member, "livenessProbe"), message);
        finding.help("add a startupProbe");
        found.push(finding);
    }
}
