//! A program that starts slowly is asked for its liveness at once.

use super::{ContractRule, Example, context::Context, guess::simple_commands, rule::Check};
use crate::validate::{Finding, Rule, Severity};

pub(super) static RULE: ContractRule = ContractRule {
    rule: Rule::advice(Severity::Info, "slow-start-killed", "a program that starts slowly has a startup probe"),
    guessed: Severity::Info,
    references: &["P08"],
    doc: "
Liveness is asked from the start on. A program that needs a minute to come up, as those on the JVM may, is killed before it is
ready and starts over.

Add a startup probe: until it succeeds no other probe runs. A long `initialDelaySeconds` is the older way: it waits as long
even when the program is quick, and no longer when it is slow. So one of a minute and more is told, too.
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

/// Tells whether a script sleeps for long before what it starts.
fn sleeps_first(script: &str) -> bool {
    let commands = simple_commands(script);
    let looped = commands.iter().any(|words| matches!(words[0], "while" | "until" | "for"));
    let sleeps = |words: &Vec<&str>| {
        let time = words
            .iter()
            .skip_while(|word| **word != "sleep")
            .nth(1)
            .and_then(|time| time.trim_end_matches('s').parse::<u32>().ok());
        time.is_some_and(|time| time >= 30)
    };
    !looped && commands.len() > 1 && commands[..commands.len() - 1].iter().any(sleeps)
}

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for member in context.running() {
        let container = context.container(member);
        let image = container.image.as_deref().unwrap_or_default();
        let java =
            container.env.iter().flatten().any(|env| env.name.starts_with("JAVA_") || env.name == "JVM_OPTS");
        let Some(liveness) = &container.liveness_probe else { continue };
        let runs = context.command(member);
        let java = java || runs.words.iter().any(|word| word.text == "-jar" || word.text.ends_with("/java"));
        let sleeps = runs.script.as_ref().is_some_and(|script| sleeps_first(&script.text));
        let slow = java || sleeps || SLOW.iter().any(|part| image.contains(part));
        let delay = liveness.initial_delay_seconds.unwrap_or_default();
        // Who waits so long knows a slow start.
        let waits = delay >= 60;
        if container.startup_probe.is_some() || (!waits && (!slow || delay >= 30)) {
            continue;
        }
        let name = &container.name;
        let message = if waits {
            format!(
                "the liveness of `{name}` is first asked after {delay} s, however quickly or slowly it starts"
            )
        } else {
            format!(
                "`{name}` may start slowly, and nothing keeps its liveness probe from killing it meanwhile"
            )
        };
        let mut finding = RULE.seen(context.at(member, "livenessProbe"), message);
        finding.help("add a startupProbe");
        found.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::tells;

    #[test]
    fn a_long_delay_and_a_sleep_at_the_start_tell_of_a_slow_one() {
        tells(
            &super::RULE,
            &[
                (
                    "{containers: [{name: app, image: example.com/app:1, livenessProbe: {tcpSocket: {port: 80}, initialDelaySeconds: 120}}]}",
                    "{containers: [{name: app, image: example.com/app:1, livenessProbe: {tcpSocket: {port: 80}, initialDelaySeconds: 20}}]}",
                ),
                (
                    r#"{containers: [{name: app, image: example.com/app:1, command: [sh, -c, "sleep 60; exec /app"], livenessProbe: {tcpSocket: {port: 80}}}]}"#,
                    r#"{containers: [{name: app, image: example.com/app:1, command: [sh, -c, "sleep 1; exec /app"], livenessProbe: {tcpSocket: {port: 80}}}]}"#,
                ),
                (
                    "{containers: [{name: app, image: example.com/app:1, command: [java, -jar, /app.jar], livenessProbe: {tcpSocket: {port: 80}}}]}",
                    "{containers: [{name: app, image: example.com/app:1, command: [java, -jar, /app.jar], livenessProbe: {tcpSocket: {port: 80}}, startupProbe: {tcpSocket: {port: 80}}}]}",
                ),
            ],
        );
    }
}
