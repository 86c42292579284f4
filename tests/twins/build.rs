//! Writes random pods in both spellings, as one source file.
//!
//! Each statement is made once, as what `pod!` reads and as what a person would write with the builder.

use std::{env, fmt::Write as _, fs, path::Path};

const TWINS: u64 = 320;

const IMAGES: &[&str] = &["quay.io/team/web:1.4", "docker.io/library/redis:8.2", "ghcr.io/example/shop:1.4"];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut source = String::new();
    for seed in 0..TWINS {
        let mut choices = Choices { state: seed, names: 0, hidden: false };
        let (builder, twin) = choices.twins();
        let arguments = "(flag: bool, number: u8) -> Bundle";
        writeln!(source, "fn builder_{seed}{arguments} {{\n{builder}}}")?;
        writeln!(source, "fn twin_{seed}{arguments} {{\n{twin}}}")?;
    }
    writeln!(source, "pub(super) type Make = fn(bool, u8) -> Bundle;")?;
    writeln!(source, "pub(super) const TWINS: &[(Make, Make)] = &[")?;
    for seed in 0..TWINS {
        writeln!(source, "(builder_{seed}, twin_{seed}),")?;
    }
    writeln!(source, "];")?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("twins.rs"), source)?;
    Ok(())
}

/// A statement or several in both spellings; `$` stands for the builder's variable.
#[derive(Default)]
struct Written {
    builder: String,
    twin: String,
}

impl Written {
    /// A verb, which reads alike in both.
    fn verb(verb: &str, arguments: &str) -> Written {
        Written { builder: format!("$ = $.{verb}({arguments});\n"), twin: format!("{verb} {arguments};\n") }
    }

    fn then(mut self, other: &Written) -> Written {
        self.builder += &other.builder;
        self.twin += &other.twin;
        self
    }

    /// Puts the same tokens around both spellings.
    fn within(&self, head: &str, end: &str) -> Written {
        Written {
            builder: format!("{head}\n{}{end}\n", self.builder),
            twin: format!("{head}\n{}{end}\n", self.twin),
        }
    }

    /// Gives the builder's statements for a variable.
    fn of(&self, variable: &str) -> String {
        self.builder.replace('$', variable)
    }
}

/// Steele, Lea and Flood's `SplitMix64`, and a counter that keeps names and ports apart.
struct Choices {
    state: u64,
    names: u16,
    /// The container that is being written proxies for its pod alone, so nobody outside may reach it.
    hidden: bool,
}

impl Choices {
    fn below(&mut self, bound: usize) -> usize {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let bound = bound as u64;
        usize::try_from((mixed ^ (mixed >> 31)) % bound).unwrap_or_default()
    }

    fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }

    fn fresh(&mut self) -> u16 {
        self.names += 1;
        self.names
    }

    /// Writes a function's body in both spellings.
    fn twins(&mut self) -> (String, String) {
        let mut pod = self.pod_statements();
        let web = self.container("container", "Container::new", "", "");
        pod = pod.then(&web);
        let name = format!("pod-{}", self.fresh());
        let bound = "let http = Port::tcp(8080).named(\"http\");\n";
        let made = format!("let mut p = Pod::new(\"{name}\");\n{}", pod.of("p"));
        if self.below(3) > 0 {
            let builder = format!("{bound}{made}Bundle::new().add(p)\n");
            return (
                builder,
                format!("{bound}Bundle::new().add(pod! {{\npod \"{name}\";\n{}}})\n", pod.twin),
            );
        }
        let config = format!("config-{}", self.fresh());
        let builder = format!(
            "let shop = ConfigMap::new(\"{config}\").data(\"LEVEL\", \"info\").label(\"app\", \"shop\");\n{bound}{made}\
             let mut b = Bundle::new().add(shop).add(p);\nif flag {{ b = b.add(Secret::new(\"token\").string_data(\"T\", \"t\")); }}\n\
             b.add(base())\n"
        );
        let twin = format!(
            "bundle! {{\nconfig_map shop = \"{config}\" {{\ndata {{ LEVEL = \"info\"; }}\nlabel \"app\", \"shop\";\n}}\n{bound}\
             pod \"{name}\" {{\n{}}}\nif flag {{ secret \"token\" {{ string_data \"T\", \"t\"; }} }}\n..base();\n}}\n",
            pod.twin
        );
        (builder, twin)
    }

    fn pod_statements(&mut self) -> Written {
        let mut all = Written::default();
        for _ in 0..self.below(6) {
            let one = self.pod_statement(2);
            all = all.then(&one);
        }
        all
    }

    fn pod_statement(&mut self, depth: usize) -> Written {
        let number = self.fresh();
        match self.below(if depth == 0 { 9 } else { 13 }) {
            0 => Written::verb("label", &format!("\"l{number}\", \"v\"")),
            1 => Written::verb("annotation", &format!("\"example.com/a{number}\", format!(\"{{number}}\")")),
            2 => Written::verb("termination_grace_period_seconds", &number.to_string()),
            3 => Written::verb(
                "restart_policy",
                self.of(&[
                    "RestartPolicy::Always",
                    "if flag { RestartPolicy::Always } else { RestartPolicy::Always }",
                ]),
            ),
            4 => nested("security", "PodSecurity", "new()", &[("fs_group", "1000"), ("run_as_non_root", "")]),
            5 => nested(
                "affinity",
                "Affinity",
                "new()",
                &[
                    ("require_node", "[Requirement::exists(\"disk\")]"),
                    ("prefer_away_from", "100, [(\"app\", \"web\")], \"kubernetes.io/hostname\""),
                ],
            ),
            6 => {
                nested("toleration", "Toleration", "key(\"dedicated\")", &[("effect", "Effect::NoSchedule")])
            }
            7 => entries(
                "labels",
                "label",
                &[("\"app.kubernetes.io/name\"", "\"shop\""), ("track", "\"canary\"")],
            ),
            8 => self.binding(),
            9 => {
                let base = format!("Pod::new(\"x\").label(\"x{number}\", \"y\")");
                Written { builder: format!("$ = $.include({base});\n"), twin: format!("..{base};\n") }
            }
            10 => self.sidecar(),
            11 => self.flow(|choices| choices.pod_statement(depth - 1)),
            _ => {
                let name = format!("sidecar-{number}");
                Written {
                    builder: format!("$ = $.sidecar(made(\"{name}\").tty());\n"),
                    twin: format!("sidecar (made(\"{name}\")) {{\ntty;\n}}\n"),
                }
            }
        }
    }

    /// Binds a volume and mounts it in a container of its own.
    fn binding(&mut self) -> Written {
        let number = self.fresh();
        let (volume, constructor) =
            (format!("volume_{number}"), format!("empty_dir(\"v{number}\").size_limit(\"1Gi\")"));
        let bound = Written {
            builder: format!("let {volume} = Volume::{constructor};\n"),
            twin: format!("volume {volume} = {constructor};\n"),
        };
        let mount = format!("&{volume}, Mount::at(\"/m{number}\").read_only()");
        let init = self.container("init", "Container::new", "", &mount);
        bound.then(&init)
    }

    fn sidecar(&mut self) -> Written {
        let number = 20_000 + self.fresh();
        match self.below(4) {
            0 => self.container("sidecar", "Container::new", "", ""),
            1 => self.container("native_sidecar", "Container::new", "", ""),
            2 => {
                let port = format!("Port::tcp({number}).named(\"m{number}\")");
                self.container("adapter", "Adapter::new", &port, "")
            }
            _ => {
                let link = format!("Port::tcp({number}).loopback(), Upstream::service(\"redis\", 6379)");
                self.container("outbound_ambassador", "Ambassador::outbound", &link, "")
            }
        }
    }

    /// Writes the block of a role.
    fn container(&mut self, role: &str, constructor: &str, rest: &str, mount: &str) -> Written {
        let number = self.fresh();
        let head = format!("\"c{number}\", \"{}\"", self.of(IMAGES));
        self.hidden = role == "outbound_ambassador";
        let mut body = Written::default();
        if role == "container" {
            body = body.then(&Written::verb("port", "&http"));
        }
        if !mount.is_empty() {
            body = body.then(&Written::verb("mount", mount));
        }
        for _ in 0..self.below(6) {
            let one = self.container_statement(2);
            body = body.then(&one);
        }
        let made = format!("Container::new({head})");
        let (made, comma) =
            if rest.is_empty() { (made, "") } else { (format!("{constructor}({made}, {rest})"), ", ") };
        let method = if role.ends_with("ambassador") { "ambassador" } else { role };
        let head = format!("{role} {head}{comma}{rest} {{\n");
        Written {
            builder: format!(
                "$ = $.{method}({{ let mut c{number} = {made};\n{}c{number} }});\n",
                body.of(&format!("c{number}"))
            ),
            twin: format!("{head}{}}}\n", body.twin),
        }
    }

    fn container_statement(&mut self, depth: usize) -> Written {
        let number = self.fresh();
        match self.below(if depth == 0 { 8 } else { 9 }) {
            0 => Written::verb("env", &format!("\"E{number}\", number")),
            1 => Written::verb("command", "[\"sh\", \"-c\", \"sleep 1\"]"),
            2 => Written::verb("working_dir", "\"/work\""),
            3 if self.hidden => {
                Written::verb("listens", &format!("Port::tcp({}).loopback()", 10_000 + number))
            }
            3 => Written::verb("port", &format!("{}", 10_000 + number)),
            4 => nested(
                "resources",
                "Resources",
                "new()",
                &[("request_cpu", "\"100m\""), ("limit_memory", "\"64Mi\"")],
            ),
            5 => nested("security", "Security", "restricted()", &[("read_only_root_filesystem", "")]),
            6 => entries(
                "env",
                "env",
                &[
                    (&format!("A{number}"), "\"a\""),
                    ("\"b.c\"", "Field::pod_ip()"),
                    ("(format!(\"D{number}\"))", "flag"),
                ],
            ),
            7 => Written::verb("arg", "if flag { \"-v\" } else { \"-q\" }"),
            _ => self.flow(|choices| choices.container_statement(depth - 1)),
        }
    }

    /// Puts control flow around what `statement` writes.
    fn flow(&mut self, mut statement: impl FnMut(&mut Self) -> Written) -> Written {
        let (one, other) = (statement(self), statement(self));
        match self.below(4) {
            0 => one.within("if flag {", "}"),
            1 => one
                .within("if number == 1 {", "} else if let Some(_) = Some(flag).filter(|_| flag) {")
                .then(&other.within("", "} else { }")),
            2 => one.within("for _ in [()].iter().filter(|_| number > 1) {", "}"),
            _ => one
                .within("match number {\n0 => {", "}")
                .then(&other.within("n if n > 1 && flag => {", "}\n_ => {} }")),
        }
    }
}

/// Writes a block of an argument's verbs; the builder chains them.
fn nested(verb: &str, of: &str, constructor: &str, verbs: &[(&str, &str)]) -> Written {
    let chain: Vec<_> = verbs.iter().map(|(verb, arguments)| format!(".{verb}({arguments})")).collect();
    let statements: Vec<_> = verbs.iter().map(|(verb, arguments)| format!("{verb} {arguments};\n")).collect();
    let head = if constructor == "new()" { "" } else { constructor };
    Written {
        builder: format!("$ = $.{verb}({of}::{constructor}{});\n", chain.concat()),
        twin: format!("{verb} {head} {{\n{}}}\n", statements.concat()),
    }
}

/// Writes a block of entries; a key that is one word is quoted for the builder.
fn entries(block: &str, verb: &str, entries: &[(&str, &str)]) -> Written {
    let quoted = |key: &str| {
        let word = key.chars().all(|sign| sign.is_ascii_alphanumeric());
        let bare = key.strip_prefix('(').and_then(|key| key.strip_suffix(')')).unwrap_or(key);
        if word { format!("\"{key}\"") } else { bare.to_owned() }
    };
    let calls: Vec<_> =
        entries.iter().map(|(key, value)| format!("$ = $.{verb}({}, {value});\n", quoted(key))).collect();
    let lines: Vec<_> = entries.iter().map(|(key, value)| format!("{key} = {value};\n")).collect();
    Written { builder: calls.concat(), twin: format!("{block} {{\n{}}}\n", lines.concat()) }
}
