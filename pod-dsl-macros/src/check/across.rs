//! What excludes each other in one pod: two containers, volumes or ports of one name, two listeners on one port, one
//! mount path twice.
//!
//! Only literals count that stand unconditionally: what is in an `if`, a `for` or a `match` may be an alternative.
//! Whatever else there is to find is found when the pod is judged.

use std::collections::BTreeMap;

use proc_macro2::{Span, TokenStream, TokenTree};

use super::{
    Checks, Clash,
    literal::{chain_at, number_of, text_of},
};
use crate::{
    syntax::{Role, Statement},
    tokens::{Tokens, expressions, is_punct},
};

/// What is said of a pod without a container, at its name.
pub(crate) const NO_CONTAINER: &str = "this pod has no container: write a block such as `container \"web\", \"quay.io/team/web:1.4\" { … }`; \
     init containers and native sidecars alone make no pod";

/// Verbs of a pod that add no container. Any other verb may: somebody's own pattern, or `raw`.
const SETTINGS: &[&str] = &[
    "active_deadline_seconds",
    "affinity",
    "allow",
    "annotation",
    "automount_service_account_token",
    "dns_nameserver",
    "dns_option",
    "dns_policy",
    "dns_search",
    "enable_service_links",
    "host_alias",
    "host_ipc",
    "host_network",
    "host_pid",
    "host_users",
    "hostname",
    "image_pull_secret",
    "init",
    "label",
    "labels",
    "namespace",
    "native_sidecar",
    "node_selector",
    "priority_class",
    "profile",
    "requires_scc",
    "resources",
    "restart_policy",
    "runtime_class",
    "scheduler",
    "security",
    "service_account",
    "share_process_namespace",
    "spread",
    "subdomain",
    "termination_grace_period_seconds",
    "toleration",
    "unprivileged_ports",
    "volume",
];

/// Tells whether the statements of a pod have nothing that makes or may make a container.
pub(crate) fn without_container(statements: &[Statement]) -> bool {
    !statements.iter().any(may_supply)
}

fn may_supply(statement: &Statement) -> bool {
    match statement {
        Statement::Verb { verb, .. } => !SETTINGS.iter().any(|setting| verb == setting),
        Statement::Block { keyword, .. } => {
            let entries = ["labels", "annotations"].iter().any(|entries| keyword == entries);
            !entries && !SETTINGS.iter().any(|setting| keyword == setting)
        }
        Statement::Splice { .. } | Statement::Value { .. } => true,
        Statement::Flow(branches) | Statement::Match { arms: branches, .. } => {
            branches.iter().any(|branch| branch.body.iter().any(may_supply))
        }
        Statement::Pod { .. } | Statement::Let(_) | Statement::Volume { .. } | Statement::Entry { .. } => {
            false
        }
    }
}

/// Notes what clashes in the statements of one pod.
pub(crate) fn pod(statements: &[Statement], checks: &mut Checks) {
    let mut ports = Ports::default();
    let mut pod = Reader {
        checks,
        containers: Firsts::of("the_first_container"),
        volumes: Firsts::of("the_first_volume"),
        listeners: Firsts::of("the_first_listener"),
    };
    for statement in statements {
        match statement {
            Statement::Block { keyword, head, body, .. } => {
                if let Some(role) = Role::of(&keyword.to_string()) {
                    pod.container(role, head, body.as_deref().unwrap_or_default(), ports.clone());
                }
            }
            other => pod.binding(other, &mut ports),
        }
    }
}

/// Notes what clashes among the objects of a bundle.
pub(crate) fn bundle(statements: &[Statement], checks: &mut Checks) {
    let mut objects = Firsts::of("the_first_one");
    for statement in statements {
        if let Statement::Block { keyword, head, .. } = statement
            && Role::of_object(&keyword.to_string()).is_some()
            && let Some((name, place)) = expressions(head.clone()).first().and_then(text_of)
        {
            let message = format!("a second `{keyword}` is called `{name}`: one would overwrite the other");
            objects.note((keyword.to_string(), name), place, None, message, checks);
        }
    }
}

/// Remembers where each name or number stood first.
struct Firsts<K> {
    called: &'static str,
    seen: BTreeMap<K, (Span, Option<String>)>,
}

impl<K: Ord> Firsts<K> {
    fn of(called: &'static str) -> Self {
        Self { called, seen: BTreeMap::new() }
    }

    /// Notes one more; it clashes with the first of its kind, unless both are one handle.
    fn note(&mut self, key: K, place: Span, handle: Option<String>, message: String, checks: &mut Checks) {
        match self.seen.get(&key) {
            None => drop(self.seen.insert(key, (place, handle))),
            Some((_, first)) if first.is_some() && *first == handle => {}
            Some((first, _)) => {
                checks.clashes.push(Clash { first: *first, second: place, message, first_is: self.called });
            }
        }
    }
}

struct Reader<'c> {
    checks: &'c mut Checks,
    containers: Firsts<String>,
    volumes: Firsts<String>,
    listeners: Firsts<(&'static str, i64)>,
}

impl Reader<'_> {
    /// Reads the block of a role, whose bindings stay within it.
    fn container(&mut self, role: &Role, head: &TokenStream, body: &[Statement], mut ports: Ports) {
        let head = expressions(head.clone());
        if let Some((name, place)) = head.first().and_then(text_of) {
            let message = format!(
                "a second container is called `{name}`: the containers of a pod have different names"
            );
            self.containers.note(name, place, None, message, self.checks);
        }
        // The listener of an ambassador and the port of an adapter stand behind name and image.
        let mut declared: Vec<_> = head.get(2).and_then(|part| ports.listener(part)).into_iter().collect();
        let mut listening = declared.clone();
        let mut paths = Firsts::of("the_first_mount");
        for statement in body {
            let Statement::Verb { verb, arguments } = statement else {
                self.binding(statement, &mut ports);
                continue;
            };
            let arguments = expressions(arguments.clone());
            match verb.to_string().as_str() {
                "port" => {
                    let port = arguments.first().and_then(|port| ports.listener(port));
                    declared.extend(port.clone());
                    listening.extend(port);
                }
                "listens" => listening.extend(arguments.first().and_then(|port| ports.listener(port))),
                "mount" | "device" => {
                    if let Some((path, place)) = arguments.get(1).and_then(mount_path) {
                        let message = format!(
                            "something is mounted at `{path}` already: each mount of a container has a path of its own"
                        );
                        paths.note(path, place, None, message, self.checks);
                    }
                }
                _ => {}
            }
        }
        let mut names = Firsts::of("the_first_port");
        for port in declared {
            if let Some((name, place)) = port.name {
                let message = format!(
                    "a second port of this container is called `{name}`: its ports have different names"
                );
                names.note(name, place, port.handle, message, self.checks);
            }
        }
        // Init containers have ended before anybody else listens.
        for port in listening.into_iter().filter(|_| role.keyword != "init") {
            let Listener { protocol, number, place, handle, .. } = port;
            let message = format!(
                "a second listener on {protocol} port {number}: the containers of a pod share one network, \
                 so each port has one listener"
            );
            self.listeners.note((protocol, number), place, handle, message, self.checks);
        }
    }

    /// Reads a binding: of a volume, or of a port.
    fn binding(&mut self, statement: &Statement, ports: &mut Ports) {
        let constructed = match statement {
            Statement::Volume { name, constructor, .. } => {
                ports.0.remove(&name.to_string());
                chain_at(&trees(constructor))
            }
            Statement::Let(statement) => ports.bind(statement),
            _ => return,
        };
        let name = constructed
            .first()
            .and_then(|(_, arguments)| expressions(arguments.clone()).first().and_then(text_of));
        if let Some((name, place)) = name {
            let message = format!(
                "a second volume is called `{name}`: use the first one's handle again, or give this one another name"
            );
            self.volumes.note(name, place, None, message, self.checks);
        }
    }
}

/// A port somebody listens on.
#[derive(Clone)]
struct Listener {
    protocol: &'static str,
    number: i64,
    name: Option<(String, Span)>,
    place: Span,
    /// The variable it was bound to: clones of a handle are one listener.
    handle: Option<String>,
}

/// Knows the ports that `let` has bound, by their variables.
#[derive(Clone, Default)]
struct Ports(BTreeMap<String, Listener>);

impl Ports {
    /// Reads `let name = …;` and gives the calls behind `Volume::`, if it binds a volume.
    fn bind(&mut self, statement: &TokenStream) -> Vec<(String, TokenStream)> {
        let tokens = Tokens::new(statement.clone());
        let name = usize::from(tokens.is_word(1, "mut")) + 1;
        let Some(word) = tokens.word(name).map(ToString::to_string) else { return Vec::new() };
        self.0.remove(&word);
        if !tokens.is_assign(name + 1) {
            return Vec::new();
        }
        let value: Vec<TokenTree> = trees(statement).split_off(name + 2);
        if let Some(mut port) = new_port(&value) {
            port.handle = Some(word.clone());
            self.0.insert(word, port);
        }
        constructor(&value, "Volume").map(chain_at).unwrap_or_default()
    }

    /// Gives the port that an argument means, where that can be seen.
    fn listener(&self, argument: &TokenStream) -> Option<Listener> {
        if let Some((number, place)) = number_of(argument) {
            return Some(Listener { protocol: "TCP", number, name: None, place, handle: None });
        }
        let tokens = trees(argument);
        let tokens = match &*tokens {
            [sign, rest @ ..] if is_punct(Some(sign), '&') => rest,
            all => all,
        };
        let handle = match tokens {
            [TokenTree::Ident(handle)] => handle,
            [TokenTree::Ident(handle), dot, TokenTree::Ident(clone), TokenTree::Group(_)]
                if is_punct(Some(dot), '.') && clone == "clone" =>
            {
                handle
            }
            _ => return new_port(tokens),
        };
        let known = self.0.get(&handle.to_string())?;
        Some(Listener { place: handle.span(), ..known.clone() })
    }
}

/// Reads `Port::tcp(8080).named("http")`.
fn new_port(tokens: &[TokenTree]) -> Option<Listener> {
    let calls = chain_at(constructor(tokens, "Port")?);
    let (function, arguments) = calls.first()?;
    let protocol = match function.as_str() {
        "tcp" => "TCP",
        "udp" => "UDP",
        "sctp" => "SCTP",
        _ => return None,
    };
    let (number, place) = number_of(arguments)?;
    let name = calls.iter().find(|(verb, _)| verb == "named").and_then(|(_, arguments)| text_of(arguments));
    Some(Listener { protocol, number, name, place, handle: None })
}

/// Reads a mount's path: a text, or `Mount::at("…")` and its verbs.
fn mount_path(argument: &TokenStream) -> Option<(String, Span)> {
    text_of(argument).or_else(|| {
        let calls = chain_at(constructor(&trees(argument), "Mount")?);
        calls.first().filter(|(function, _)| function == "at").and_then(|(_, arguments)| text_of(arguments))
    })
}

/// Gives what follows `Type::`.
fn constructor<'t>(tokens: &'t [TokenTree], of: &str) -> Option<&'t [TokenTree]> {
    match tokens {
        [TokenTree::Ident(name), one, two, rest @ ..]
            if name == of && is_punct(Some(one), ':') && is_punct(Some(two), ':') =>
        {
            Some(rest)
        }
        _ => None,
    }
}

fn trees(stream: &TokenStream) -> Vec<TokenTree> {
    stream.clone().into_iter().collect()
}
