//! The real programs read what the presets write, and do what it says. Where a program is not installed the test says so
//! and is skipped; `apt-get install haproxy nginx-light pgbouncer socat` has those of Debian.

use std::{
    env, fs,
    io::{self, Read, Write},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use pod_dsl::{Object, prelude::*, preset::*};

/// Finds a program, or says on standard error, past the test's capture, that the test is skipped.
fn program(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let found = env::split_paths(&path)
        .chain([PathBuf::from("/usr/sbin"), PathBuf::from("/sbin")])
        .map(|folder| folder.join(name))
        .find(|file| file.is_file());
    if found.is_none() {
        let _ = writeln!(
            io::stderr(),
            "SKIPPED: `{name}` is not installed, so nobody read what its preset writes"
        );
    }
    found
}

/// Is a folder of its own for one test, and is gone with it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = env::temp_dir().join(format!("pod-dsl-preset-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let file = self.0.join(name);
        fs::write(&file, text).unwrap();
        file
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Is a program that runs until the test is over.
struct Running(Child);

impl Running {
    fn start(command: &mut Command) -> Self {
        Self(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Gives a number that nobody listens on.
fn free() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Answers every connection with an HTTP response, for as long as the tests run, and gives its port.
fn upstream() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let _ = stream.set_read_timeout(Some(Duration::from_secs(5)));
            let mut request = [0; 4096];
            if stream.read(&mut request).is_ok_and(|length| length > 0) {
                let _ = stream
                    .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello");
            }
        }
    });
    port
}

/// Asks over HTTP until there is an answer, ten seconds long.
fn ask(port: u16, path: &str) -> String {
    let begun = Instant::now();
    loop {
        let answer = TcpStream::connect(("127.0.0.1", port)).and_then(|mut stream| {
            stream.set_read_timeout(Some(Duration::from_secs(5)))?;
            write!(stream, "GET {path} HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n")?;
            let mut text = String::new();
            stream.read_to_string(&mut text).map(|_| text)
        });
        match answer {
            Ok(text) if text.contains("200 OK") => return text,
            other if begun.elapsed() > Duration::from_secs(10) => panic!("no answer on {port}: {other:?}"),
            _ => thread::sleep(Duration::from_millis(50)),
        }
    }
}

/// Gives the text of the one file that the preset of a pod wrote.
fn written(pod: &Pod) -> String {
    let objects = pod.render(&Target::kubernetes()).unwrap();
    let mut texts = objects.into_iter().filter_map(|object| match object {
        Object::ConfigMap(map) => map.data,
        _ => None,
    });
    texts.next().unwrap().into_values().next().unwrap()
}

/// Gives the arguments of the preset's container, its command before them.
fn words(pod: &Pod, name: &str) -> Vec<String> {
    let objects = pod.render(&Target::kubernetes()).unwrap();
    let Some(Object::Pod(pod)) = objects.into_iter().next_back() else { panic!("a pod comes last") };
    let spec = pod.spec.unwrap();
    let all = spec.containers.into_iter().chain(spec.init_containers.into_iter().flatten());
    let container = all.into_iter().find(|container| container.name == name).unwrap();
    let command = container.command.into_iter().flatten();
    command.chain(container.args.into_iter().flatten()).collect()
}

fn accepted(command: &mut Command, text: &str) {
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\n{text}");
    let of_ours = |line: &&str| line.contains("[WARNING]") || line.contains("[warn]");
    // A name outside need not resolve when the proxy starts, and does not where this test runs.
    let expected = |line: &&str| line.contains("could not resolve address 'db.example.com'");
    let warned: Vec<_> = said.lines().filter(of_ours).filter(|line| !expected(line)).collect();
    assert!(warned.is_empty(), "{said}\n{text}");
}

#[test]
fn haproxy_accepts_its_configuration() {
    let Some(haproxy) = program("haproxy") else { return };
    let folder = Folder::new("haproxy-check");
    for (_, name, pod) in super::cases().into_iter().filter(|(preset, ..)| *preset == "Haproxy") {
        // A Service that is not there is not resolved here.
        let text = written(&pod)
            .replace("redis:6379", "127.0.0.1:6379")
            .replace("payments:8080 ", "127.0.0.1:8080 ");
        let file = folder.write(&format!("{name}.cfg"), &text);
        accepted(Command::new(&haproxy).args(["-c", "-f"]).arg(file), &text);
    }
}

#[test]
fn haproxy_forwards_in_both_directions() {
    let Some(haproxy) = program("haproxy") else { return };
    let folder = Folder::new("haproxy-run");
    let (up, listener) = (upstream(), free());
    let inbound = super::before(up, |app| Haproxy::http().inbound(listener, app));
    let outbound =
        super::through(listener, |port| Haproxy::tcp().outbound(port, Upstream::host("127.0.0.1", up)));
    for pod in [inbound, outbound] {
        let file = folder.write("haproxy.cfg", &written(&pod));
        let _running = Running::start(Command::new(&haproxy).args(["-db", "-f"]).arg(file));
        assert!(ask(listener, "/").ends_with("hello"));
    }
}

/// Writes the configuration of nginx as it would stand in the container, but below a folder.
fn nginx_in(folder: &Folder, pod: &Pod) -> (PathBuf, String) {
    let here = folder.0.to_str().unwrap();
    let text = written(pod)
        .replace("/tmp/", &format!("{here}/"))
        .replace(" /tls/", &format!(" {here}/"))
        .replace(" /site", &format!(" {here}"))
        .replace("/dev/stdout", &format!("{here}/access.log"));
    (folder.write("nginx.conf", &text), text)
}

fn nginx(program: &Path, file: &Path) -> Command {
    let mut command = Command::new(program);
    command.args(["-e", "stderr", "-g", "daemon off;", "-c"]).arg(file);
    command
}

#[test]
fn nginx_accepts_its_configuration() {
    let Some(program_file) = program("nginx") else { return };
    let folder = Folder::new("nginx-check");
    let certified = program("openssl").is_some_and(|openssl| {
        let (key, certificate) = (folder.0.join("tls.key"), folder.0.join("tls.crt"));
        let mut command = Command::new(openssl);
        command.args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=shop", "-keyout"]);
        command.arg(key).arg("-out").arg(certificate).output().is_ok_and(|output| output.status.success())
    });
    for (_, name, pod) in super::cases() {
        if !name.starts_with("nginx") && name != "git_sync" || name.ends_with("tls") && !certified {
            continue;
        }
        let (file, text) = nginx_in(&folder, &pod);
        accepted(nginx(&program_file, &file).arg("-t"), &text);
    }
}

#[test]
fn nginx_forwards_serves_and_tells_its_figures() {
    let Some(program_file) = program("nginx") else { return };
    let folder = Folder::new("nginx-run");
    let (up, listener, status) = (upstream(), free(), Port::tcp(free()));
    let pod = super::before(up, |app| Nginx::new().status(&status).inbound(listener, app));
    {
        let (file, _) = nginx_in(&folder, &pod);
        let _running = Running::start(&mut nginx(&program_file, &file));
        assert!(ask(listener, "/").ends_with("hello"));
        assert!(ask(status.number(), "/stub_status").contains("Active connections"));
    }
    let listener = free();
    let site = Volume::empty_dir("site");
    let pod = Pod::new("site").container(Nginx::new().folder("current").serves(&site, listener));
    fs::create_dir_all(folder.0.join("current")).unwrap();
    // What nginx serves is read by its workers, who are somebody else where it is started by root.
    folder.write("current/index.html", "served");
    let (file, _) = nginx_in(&folder, &pod);
    let _running = Running::start(&mut nginx(&program_file, &file));
    assert!(ask(listener, "/").ends_with("served"));
}

#[test]
fn pg_bouncer_starts_and_listens() {
    let Some(pgbouncer) = program("pgbouncer") else { return };
    let folder = Folder::new("pgbouncer");
    let listener = free();
    let users = Volume::secret("users", "users");
    let pod = super::through(listener, |port| PgBouncer::new(&users).outbound(port, super::postgres()));
    let list = folder.write("userlist.txt", "\"shop\" \"secret\"\n");
    let text = written(&pod).replace("/users/userlist.txt", list.to_str().unwrap());
    let file = folder.write("pgbouncer.ini", &text);
    // It refuses to be root, as it never is in a restricted pod.
    let script = r#"chmod -R a+rX "$1"; [ "$(id -u)" = 0 ] && exec "$2" -u nobody "$3"; exec "$2" "$3""#;
    let _running =
        Running::start(Command::new("sh").args(["-c", script, "sh"]).args([&folder.0, &pgbouncer, &file]));
    let begun = Instant::now();
    while TcpStream::connect(("127.0.0.1", listener)).is_err() {
        assert!(begun.elapsed() < Duration::from_secs(10), "pgbouncer does not listen:\n{text}");
        thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn socat_forwards_and_its_probe_finds_it() {
    let Some(socat) = program("socat") else { return };
    let (up, listener) = (upstream(), free());
    let pod = super::through(listener, |port| Socat::outbound(port, Upstream::host("127.0.0.1", up)));
    let _running = Running::start(Command::new(&socat).args(&words(&pod, "socat")[1..]));
    assert!(ask(listener, "/").ends_with("hello"));
    let address = format!("TCP:127.0.0.1:{listener}");
    assert!(Command::new(&socat).args(["-u", "OPEN:/dev/null", &address]).status().unwrap().success());
}

#[test]
fn a_reloader_signals_the_oldest_process_of_the_name() {
    let Some(sh) = program("sh") else { return };
    if !Path::new("/proc/self/comm").is_file() {
        let _ =
            writeln!(io::stderr(), "SKIPPED: there is no /proc, in which the reloader looks for processes");
        return;
    }
    let folder = Folder::new("reload");
    let config = folder.write("config", "first");
    // A process of a name of its own, which says when it was signalled.
    let name = format!("pd{}", std::process::id());
    let target = folder.0.join(&name);
    std::os::unix::fs::symlink(fs::canonicalize(&sh).unwrap(), &target).unwrap();
    let told = folder.0.join("told");
    let script = format!("trap 'echo hup > {}' HUP; while :; do sleep 0.1; done", told.display());
    let _target = Running::start(Command::new(&target).args(["-c", &script]));

    let app = Container::new("app", "ghcr.io/example/app:1");
    let volume = Volume::config_map("config", "config");
    let reload = ConfigReload::signal("ghcr.io/example/app:1", &volume, &app.handle(), &name, Signal::Hup);
    let pod = Pod::new("shop").container(app).sidecar(reload);
    let mut words = words(&pod, "config-reload");
    words[2] = words[2].replace("/watched/*", config.to_str().unwrap()).replace("sleep 5 &", "sleep 0.2 &");
    let _reload = Running::start(Command::new(&sh).args(&words[1..]));
    thread::sleep(Duration::from_millis(500));
    assert!(!told.exists(), "nothing has changed yet");
    folder.write("config", "second");
    let begun = Instant::now();
    while !told.exists() {
        assert!(begun.elapsed() < Duration::from_secs(10), "the process was not signalled:\n{}", words[2]);
        thread::sleep(Duration::from_millis(50));
    }
}
