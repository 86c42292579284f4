//! Through which volumes data passes, and who writes and who reads, as far as commands and images tell.

use k8s_openapi::api::core::v1::{PodSpec, VolumeMount};

use super::{
    Reading,
    command::base,
    files::{inputs, outputs},
    read_from, rests_on,
};
use crate::{
    intent::{self, Channel, Intent, Source},
    validate::contract::context::Stand,
};

/// Programs that read the files they are given.
const READERS: &[&str] = &["tail", "cat", "head", "less", "grep", "awk", "wc", "multitail"];

/// Programs that write the file that is given last.
const WRITERS: &[&str] = &["cp", "mv", "touch", "tee", "install", "truncate", "rsync"];

/// Words of the shell that stand before a command.
pub(super) const BEFORE: &[&str] =
    &["do", "then", "else", "exec", "if", "while", "until", "!", "(", "{", "time", "sudo"];

/// Options that are followed by a file to write.
const WRITE_OPTIONS: &[&str] = &["-o", "-O", "--output", "--output-document"];

/// Is one access to a path that a command names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Access<'a> {
    pub(super) path: &'a str,
    pub(super) writes: bool,
}

/// Adds the channels, and what each container is seen to write.
pub(super) fn add(readings: &[Reading<'_>], spec: &PodSpec, intent: &mut Intent) {
    let seen: Vec<_> = readings.iter().map(accesses).collect();
    let told: Vec<_> = readings.iter().zip(&seen).map(|(reading, seen)| outputs(reading, seen)).collect();
    for volume in spec.volumes.iter().flatten() {
        let mounts: Vec<(&Reading<'_>, &VolumeMount)> = readings
            .iter()
            .flat_map(|reading| {
                let all = reading.container.volume_mounts.iter().flatten();
                all.filter(|mount| mount.name == volume.name).map(move |mount| (reading, mount))
            })
            .collect();
        let mut whole = Channel {
            volume: volume.name.clone(),
            file: None,
            writers: Vec::new(),
            readers: Vec::new(),
            basis: read_from("", "commands and images"),
        };
        for (reading, mount) in &mounts {
            let mut writes = false;
            let mut reads = false;
            let told = told[reading.member].iter().map(|(path, _)| Access { path, writes: true });
            for access in seen[reading.member].iter().copied().chain(told) {
                let Some(file) = file_of(access.path, reading, mount) else { continue };
                writes |= access.writes;
                reads |= !access.writes;
                if !file.is_empty() && !file.contains(['*', '$', '?']) {
                    let user = if access.writes { Use::Writes } else { Use::Reads };
                    add_file(intent, &volume.name, file, reading, user);
                }
            }
            for path in inputs(reading) {
                let file = file_of(path, reading, mount).filter(|file| !file.is_empty());
                if let Some(file) = file {
                    reads = true;
                    add_file(intent, &volume.name, file, reading, Use::LikelyReads);
                }
            }
            if let Some(known) = reading.known {
                let log = mount.mount_path.starts_with("/var/log")
                    && ["nginx", "httpd"].iter().any(|server| known.name.starts_with(server));
                writes |= log || known.writes.iter().any(|path| mount.mount_path.starts_with(path));
                reads |= known.reads.iter().any(|path| mount.mount_path.starts_with(path));
            }
            // What runs before the application and may write has that to do.
            writes |= reading.stand == Stand::Init && mount.read_only != Some(true) && !reads;
            let users = if mount.read_only == Some(true) || (reads && !writes) {
                &mut whole.readers
            } else if writes {
                &mut whole.writers
            } else {
                continue;
            };
            if !users.contains(&reading.member) {
                users.push(reading.member);
            }
        }
        intent.channels.push(whole);
    }
    for ((reading, seen), told) in readings.iter().zip(seen).zip(told) {
        for Access { path, writes } in seen {
            let words = format!("a command of `{}`", reading.container.name);
            let field =
                reading.command.script.as_ref().map_or_else(String::new, |script| script.field.to_string());
            let (owner, path, basis) = (reading.member, path.to_owned(), read_from(field, words));
            intent.accesses.push(intent::Access { owner, path, writes, basis });
        }
        for (path, basis) in told {
            let (owner, path) = (reading.member, path.to_owned());
            intent.accesses.push(intent::Access { owner, path, writes: true, basis });
        }
        if let (Some(known), false) = (reading.known, reading.command.replaces_entry_point) {
            for path in known.writes {
                let words = format!("the image of `{}`", reading.container.name);
                let (owner, path, basis) = (reading.member, (*path).to_owned(), read_from("image", words));
                intent.accesses.push(intent::Access { owner, path, writes: true, basis });
            }
        }
    }
}

/// Tells what a container does with a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Writes,
    Reads,
    /// It is told of the file, most likely to read it.
    LikelyReads,
}

fn add_file(intent: &mut Intent, volume: &str, file: &str, reading: &Reading<'_>, user: Use) {
    let same = |channel: &Channel| channel.volume == volume && channel.file.as_deref() == Some(file);
    let at = intent.channels.iter().position(same).unwrap_or_else(|| {
        intent.channels.push(Channel {
            volume: volume.to_owned(),
            file: Some(file.to_owned()),
            writers: Vec::new(),
            readers: Vec::new(),
            basis: match user {
                Use::LikelyReads => rests_on(Source::Likely, "", "what it is told to read"),
                Use::Reads | Use::Writes => read_from("", "the containers' commands"),
            },
        });
        intent.channels.len() - 1
    });
    let channel = &mut intent.channels[at];
    let users = if user == Use::Writes { &mut channel.writers } else { &mut channel.readers };
    if !users.contains(&reading.member) {
        users.push(reading.member);
    }
}

/// Gives the path within a volume of a path in a container, where that mount is the nearest above it.
fn file_of<'p>(path: &'p str, reading: &Reading<'_>, mount: &VolumeMount) -> Option<&'p str> {
    let file = below(path, &mount.mount_path)?;
    let nearer = reading.container.volume_mounts.iter().flatten().any(|other| {
        other.mount_path.len() > mount.mount_path.len() && below(path, &other.mount_path).is_some()
    });
    (!nearer && mount.sub_path.is_none() && mount.sub_path_expr.is_none()).then_some(file)
}

/// Gives what of a path is below a folder.
pub(in crate::validate::contract) fn below<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    let rest = path.strip_prefix(folder.trim_end_matches('/'))?;
    if rest.is_empty() { Some("") } else { rest.strip_prefix('/') }
}

/// Lists the absolute paths that the command of a container reads and writes.
pub(super) fn accesses<'r>(reading: &'r Reading<'_>) -> Vec<Access<'r>> {
    let commands = &reading.commands;
    let mut found = Vec::new();
    for command in commands {
        in_command(command, &mut found);
    }
    // Who makes a file only so that it is there to be followed reads it.
    let touched: Vec<_> =
        commands.iter().filter(|words| words.contains(&"touch")).flatten().copied().collect();
    let read: Vec<_> = found.iter().filter(|access| !access.writes).map(|access| access.path).collect();
    found.retain(|access| !access.writes || !touched.contains(&access.path) || !read.contains(&access.path));
    found
}

fn in_command<'a>(command: &[&'a str], found: &mut Vec<Access<'a>>) {
    let mut add = |path: &'a str, writes: bool| {
        let path = path.trim_matches(['"', '\'', ')']);
        if path.starts_with('/') && path != "/" && !path.starts_with("/dev/") && !path.starts_with("/proc/") {
            found.push(Access { path, writes });
        }
    };
    let mut words = Vec::new();
    let mut rest = command.iter().copied();
    while let Some(word) = rest.next() {
        if let Some(at) = word.find('>') {
            let after = word[at + 1..].trim_start_matches('>');
            let target = if after.is_empty() { rest.next().unwrap_or_default() } else { after };
            add(target, true);
        } else if WRITE_OPTIONS.contains(&word) {
            add(rest.next().unwrap_or_default(), true);
        } else {
            words.push(word);
        }
    }
    let start = words.iter().position(|word| !BEFORE.contains(word) && !word.contains('='));
    let Some((program, given)) = start.and_then(|start| words[start..].split_first()) else { return };
    let program = base(program.trim_start_matches(['$', '(', '`', '{']));
    if READERS.contains(&program) {
        for word in given {
            add(word, false);
        }
    } else if WRITERS.contains(&program)
        && let Some(last) = given.last()
    {
        add(last, true);
    }
}

#[cfg(test)]
mod tests {
    use super::{Access, in_command};

    #[test]
    fn redirections_and_well_known_programs_tell_what_is_written() {
        let of = |command: &str| {
            let words: Vec<_> = command.split(' ').collect();
            let mut found = Vec::new();
            in_command(&words, &mut found);
            found.iter().map(|Access { path, writes }| ((*path).to_owned(), *writes)).collect::<Vec<_>>()
        };
        let path = |path: &str, writes| (path.to_owned(), writes);
        assert_eq!(of("do date >> /logs/a.log"), [path("/logs/a.log", true)]);
        assert_eq!(of("echo a >/logs/b"), [path("/logs/b", true)]);
        assert_eq!(of("tail -n+1 -F /var/log/x"), [path("/var/log/x", false)]);
        assert_eq!(of("cp -r /app /shared"), [path("/shared", true)]);
        assert_eq!(of("wget -O /work/index.html http://x"), [path("/work/index.html", true)]);
        assert_eq!(of("run > /dev/null"), []);
    }
}
