//! Images that are made to run as root or as one user of their own, and so do not come up as the user that a project
//! gives them. No server refuses them; the containers fail.

use k8s_openapi::api::core::v1::{Container, Pod, PodSpec};

use crate::{
    grammar::parse_image,
    validate::{Judge, Path, Rule, Severity, Stage},
};

pub(crate) static RULE: Rule = Rule::of(
    Stage::Contract,
    Severity::Warning,
    "image-needs-root",
    "an image runs as the user that OpenShift gives it",
);

/// Describes a family of images.
struct Family {
    /// The repository on Docker Hub.
    repository: &'static str,
    /// The first release, major and minor, that no longer needs it.
    mended_in: Option<(u32, u32)>,
    /// What does not work.
    because: &'static str,
    /// What to use instead.
    instead: &'static str,
}

/// Lists the families that people most often bring along. The alternatives are made for any user of group 0.
const FAMILIES: &[Family] = &[
    Family {
        repository: "library/nginx",
        mended_in: None,
        because: "it listens on port 80 and writes where only root may",
        instead: "quay.io/nginx/nginx-unprivileged, which listens on 8080",
    },
    Family {
        repository: "library/httpd",
        mended_in: None,
        because: "it listens on port 80 and writes where only root may",
        instead: "registry.access.redhat.com/ubi9/httpd-24, which listens on 8080",
    },
    Family {
        repository: "library/haproxy",
        mended_in: Some((2, 4)),
        because: "before release 2.4 it starts as root",
        instead: "a release from 2.4 on, with listeners above port 1023",
    },
    Family {
        repository: "library/postgres",
        mended_in: None,
        because: "its data directory has to belong to user 999, or to whoever it starts as",
        instead: "quay.io/sclorg/postgresql-16-c9s",
    },
    Family {
        repository: "library/mysql",
        mended_in: None,
        because: "it writes its socket and its data as user 999",
        instead: "quay.io/sclorg/mysql-80-c9s",
    },
    Family {
        repository: "library/mariadb",
        mended_in: None,
        because: "it writes its socket and its data as user 999",
        instead: "quay.io/sclorg/mariadb-1011-c9s",
    },
    Family {
        repository: "library/redis",
        mended_in: None,
        because: "it saves to `/data`, which belongs to user 999",
        instead: "quay.io/sclorg/redis-7-c9s, or a volume at `/data`",
    },
    Family {
        repository: "library/mongo",
        mended_in: None,
        because: "it writes its data as user 999",
        instead: "a volume at `/data/db`, or an operator's image",
    },
    Family {
        repository: "library/wordpress",
        mended_in: None,
        because: "its Apache listens on port 80 and writes where only root may",
        instead: "one built on registry.access.redhat.com/ubi9/php-82, which listens on 8080",
    },
    Family {
        repository: "jenkins/jenkins",
        mended_in: None,
        because: "its home directory belongs to user 1000",
        instead: "quay.io/openshift/origin-jenkins",
    },
];

/// Warns of images that an SCC gives a user they are not made for. `pod` is what was written, `filled` what the SCC made
/// of it.
pub(crate) fn check(j: &mut Judge, pod: &Pod, filled: &Pod, scc: &str) {
    let (Some(spec), Some(filled)) = (&pod.spec, &filled.spec) else { return };
    let path = Path::root("spec");
    let (init, apps) = (path.field("initContainers"), path.field("containers"));
    let written = users(spec).zip(users(filled));
    for ((list, index, container, said), (_, _, _, given)) in written {
        let image = container.image.as_deref().unwrap_or_default();
        // Whom somebody has named, somebody has thought of; and where nobody is named, the image's own user is.
        if said.is_some() || given.is_none() {
            continue;
        }
        let Some(family) = family(image).filter(|family| runs(container, family, list)) else { continue };
        let list = if list == "initContainers" { &init } else { &apps };
        let message = format_args!(
            "the image `{image}` is not made for the user that the SCC `{scc}` gives it, one of the project's: {}",
            family.because
        );
        j.report(&RULE, &list.index(index).field("image"), message)
            .note(
                "an administrator may see it run: `anyuid`, which has a priority, admits their pods as they are. With the \
                 annotation `openshift.io/required-scc: restricted-v2` everybody's pods are alike",
            )
            .help(format!("use {}", family.instead));
    }
}

/// Lists the containers with the users that hold for them.
fn users(spec: &PodSpec) -> impl Iterator<Item = (&'static str, usize, &Container, Option<i64>)> {
    let whole = spec.security_context.as_ref().and_then(|context| context.run_as_user);
    let init =
        spec.init_containers.iter().flatten().enumerate().map(|(index, it)| ("initContainers", index, it));
    let apps = spec.containers.iter().enumerate().map(|(index, it)| ("containers", index, it));
    init.chain(apps).map(move |(list, index, container)| {
        let own = container.security_context.as_ref().and_then(|context| context.run_as_user);
        (list, index, container, own.or(whole))
    })
}

/// Tells whether the program of the image runs there, and not only some other that the image has: a shell that waits, a
/// client that asks a server elsewhere.
fn runs(container: &Container, family: &Family, list: &str) -> bool {
    let Some(command) = container.command.as_ref().filter(|command| !command.is_empty()) else { return true };
    let name = family.repository.rsplit('/').next().unwrap_or(family.repository);
    // `redis-cli` and `psql postgres://…` are clients, and `redis-server` and `mongod` are what the images are for.
    let serves = |word: &str| {
        let program = word.rsplit('/').next().unwrap_or(word);
        let end = program.strip_prefix(name);
        end.is_some_and(|end| matches!(end, "" | "d" | "-server" | "-foreground" | ".sh"))
            || matches!(program, "apache2-foreground" | "docker-entrypoint.sh")
    };
    let mut words = command.iter().chain(container.args.iter().flatten());
    let cut = |c: char| c.is_whitespace() || matches!(c, ';' | '&' | '|' | '"' | '\'');
    list == "containers" && words.any(|text| text.split(cut).any(serves))
}

/// Finds the family of an image. A mirror on another registry may have been mended, so only Docker Hub's own counts.
fn family(image: &str) -> Option<&'static Family> {
    let image = parse_image(image).ok()?;
    let repository = image.repository();
    let family = FAMILIES.iter().find(|family| family.repository == repository)?;
    let mended =
        family.mended_in.is_some_and(|since| image.tag().and_then(release).is_none_or(|it| it >= since));
    (image.registry() == "docker.io" && !mended).then_some(family)
}

/// Reads the release that a tag begins with: `1.7`, `2.9-alpine`.
fn release(tag: &str) -> Option<(u32, u32)> {
    let mut parts = tag.split(['.', '-']);
    Some((parts.next()?.parse().ok()?, parts.next().and_then(|minor| minor.parse().ok()).unwrap_or(u32::MAX)))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::RULE;
    use crate::{prelude::*, validate::scc::tests::project};

    fn warned(kind: &str, spec: &Value, target: &Target) -> Vec<String> {
        let object = match kind {
            "Pod" => json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": spec}),
            _ => json!({
                "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "a"},
                "spec": {"selector": {"matchLabels": {"a": "a"}}, "template": {"metadata": {"labels": {"a": "a"}}, "spec": spec}},
            }),
        };
        let report = Bundle::new().add_object(&object).unwrap().check(target);
        report.findings().iter().filter(|it| it.rule == RULE.id).map(|it| it.path.clone()).collect()
    }

    fn one(image: &str) -> Value {
        json!({"containers": [{"name": "a", "image": image}]})
    }

    #[test]
    fn images_of_root_are_told() {
        let openshift = Target::openshift();
        for image in [
            "nginx",
            "docker.io/library/nginx:1.29",
            "redis:7",
            "haproxy:1.7",
            "haproxy:2.3-alpine",
            "jenkins/jenkins",
        ] {
            assert_eq!(warned("Pod", &one(image), &openshift), ["spec.containers[0].image"], "{image}");
        }
        for image in [
            "bitnami/nginx",
            "quay.io/library/nginx",
            "haproxy:2.4",
            "haproxy:3",
            "haproxy",
            "busybox",
            "No Image",
        ] {
            assert_eq!(warned("Pod", &one(image), &openshift), [""; 0], "{image}");
        }
        // What runs another program of the image needs nothing of its server's.
        for (image, command, told) in [
            ("nginx", json!(["nginx", "-g", "daemon off;"]), 1),
            ("nginx", json!(["sh", "-c", "envsubst < /a > /b && exec nginx"]), 1),
            ("nginx", json!(["sleep", "60"]), 0),
            ("redis", json!(["redis-server", "/conf/redis.conf"]), 1),
            ("redis", json!(["sh", "-c", "while sleep 5; do redis-cli -u redis://$ADDR ping; done"]), 0),
        ] {
            let mut pod = one(image);
            pod["containers"][0]["command"] = command;
            assert_eq!(warned("Pod", &pod, &openshift).len(), told, "{pod}");
        }
        let waits = json!({
            "initContainers": [{"name": "w", "image": "postgres:18", "command": ["pg_isready", "-h", "postgres"]}],
            "containers": [{"name": "a", "image": "busybox"}],
        });
        assert_eq!(warned("Pod", &waits, &openshift), [""; 0]);
        let template = warned("Deployment", &one("nginx"), &openshift);
        assert_eq!(template, ["spec.template.spec.containers[0].image"]);
    }

    #[test]
    fn an_image_that_runs_as_its_own_user_is_not() {
        assert_eq!(warned("Pod", &one("nginx"), &Target::kubernetes()), [""; 0]);
        let privileged = json!({"pod-security.kubernetes.io/enforce": "privileged"});
        let any = Target::openshift().namespace(project(&privileged)).may_use(Scc::named("anyuid"));
        assert_eq!(warned("Pod", &one("nginx"), &any), [""; 0]);
        let mut named = one("nginx");
        named["securityContext"] = json!({"runAsUser": 1_000_680_005});
        let project = Target::openshift().namespace(project(&json!({})));
        assert_eq!(warned("Pod", &named, &project), [""; 0]);
    }
}
