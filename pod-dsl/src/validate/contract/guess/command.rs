//! The command line of a container: words, flags, and the script that a shell is given.

use k8s_openapi::api::core::v1::Container;

/// Is one word of `command` or `args`, or of the script in one.
#[derive(Clone, Debug)]
pub(in crate::validate::contract) struct Word {
    pub(in crate::validate::contract) text: String,
    /// The field it stands in, as `args[1]`.
    pub(in crate::validate::contract) field: String,
}

/// Is a flag with its value: `--port=80`, `-port 80`.
#[derive(Clone, Debug)]
pub(in crate::validate::contract) struct Flag<'a> {
    /// The name in lower case, without the dashes in front, `_` written as `-`.
    pub(in crate::validate::contract) name: String,
    pub(in crate::validate::contract) value: &'a str,
    pub(in crate::validate::contract) field: &'a str,
}

/// Is what a container is told to run.
#[derive(Clone, Debug, Default)]
pub(in crate::validate::contract) struct CommandLine {
    /// All words, those of a script among them.
    pub(in crate::validate::contract) words: Vec<Word>,
    /// The script that a shell is given, with the field it stands in.
    pub(in crate::validate::contract) script: Option<Word>,
    /// Whether `command` is set, so that the image's own entry point does not run.
    pub(in crate::validate::contract) replaces_entry_point: bool,
}

const SHELLS: &[&str] = &["sh", "bash", "ash", "dash", "zsh"];

impl CommandLine {
    /// Reads the command and the arguments of a container; `$(VAR)` stands for a variable with a literal value.
    pub(in crate::validate::contract) fn of(container: &Container) -> Self {
        let lists = [("command", &container.command), ("args", &container.args)];
        let given: Vec<Word> = lists
            .into_iter()
            .flat_map(|(list, words)| {
                words.iter().flatten().enumerate().map(move |(at, text)| Word {
                    text: expanded(text, container),
                    field: format!("{list}[{at}]"),
                })
            })
            .collect();
        let replaces_entry_point = container.command.as_ref().is_some_and(|command| !command.is_empty());
        let script = script(&given).cloned();
        let mut words = Vec::new();
        for word in given {
            match &script {
                Some(script) if script.field == word.field => {
                    let split = word.text.split(|c: char| c.is_whitespace() || matches!(c, ';' | '"' | '\''));
                    let split = split.filter(|text| !text.is_empty());
                    words.extend(split.map(|text| Word { text: text.to_owned(), field: word.field.clone() }));
                }
                _ => words.push(word),
            }
        }
        Self { words, script, replaces_entry_point }
    }

    /// Lists the flags that have a value.
    pub(in crate::validate::contract) fn flags(&self) -> impl Iterator<Item = Flag<'_>> {
        self.words.iter().enumerate().filter_map(|(at, word)| {
            let bare = word.text.strip_prefix("--").or_else(|| word.text.strip_prefix('-'))?;
            if bare.is_empty() || bare.starts_with('-') {
                return None;
            }
            let (name, value) = if let Some(pair) = bare.split_once('=') {
                pair
            } else {
                let next = self.words.get(at + 1).filter(|next| !next.text.starts_with('-'))?;
                (bare, next.text.as_str())
            };
            let name = name.to_ascii_lowercase().replace('_', "-");
            Some(Flag { name, value: value.trim_matches(['"', '\'']), field: &word.field })
        })
    }

    /// Gives the program that is run first; nothing where the image's entry point is.
    pub(in crate::validate::contract) fn program(&self) -> Option<&str> {
        if !self.replaces_entry_point {
            return None;
        }
        self.words.first().map(|word| base(&word.text))
    }
}

/// Tells whether a command follows a file by `tail`, and if so whether it waits for one that is not there.
pub(in crate::validate::contract) fn follows(words: &[&str]) -> Option<bool> {
    let tail = words.iter().position(|word| base(word) == "tail")?;
    let (mut any, mut waits) = (false, false);
    for word in words[tail + 1..].iter().filter(|word| word.starts_with('-')) {
        match *word {
            "--follow=name" | "--retry" => waits = true,
            "--follow" | "--follow=descriptor" => any = true,
            word if word.starts_with("--") => {}
            word => {
                waits |= word.contains('F');
                any |= word.contains('f');
            }
        }
    }
    (any || waits).then_some(waits)
}

/// Gives the last segment of a path.
pub(super) fn base(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Finds the script of `sh -c SCRIPT`, whether the shell stands in `command` or in `args`.
fn script(words: &[Word]) -> Option<&Word> {
    let shell = words.iter().position(|word| SHELLS.contains(&base(&word.text)))?;
    let option = words[shell + 1..].iter().position(|word| {
        let flags = word.text.strip_prefix('-').unwrap_or_default();
        flags.contains('c') && flags.bytes().all(|flag| flag.is_ascii_lowercase())
    })?;
    words.get(shell + 1 + option + 1)
}

/// Puts in the literal values of `$(VAR)`, as the kubelet does.
fn expanded(text: &str, container: &Container) -> String {
    if !text.contains("$(") {
        return text.to_owned();
    }
    let literal = container.env.iter().flatten().filter_map(|env| Some((&env.name, env.value.as_ref()?)));
    literal.fold(text.to_owned(), |text, (name, value)| text.replace(&format!("$({name})"), value))
}

/// Cuts a script into simple commands, each as its words, without the shell's own marks.
pub(in crate::validate::contract) fn simple_commands(script: &str) -> Vec<Vec<&str>> {
    let mut commands = vec![Vec::new()];
    for line in script.lines().filter(|line| !line.trim_start().starts_with('#')) {
        for part in line.split(['|', ';', '&']) {
            let words: Vec<_> = part.split_whitespace().map(|word| word.trim_matches(['"', '\''])).collect();
            if !words.is_empty() {
                commands.push(words);
            }
        }
    }
    commands.retain(|command| !command.is_empty());
    commands
}

#[cfg(test)]
mod tests {
    use k8s_openapi::api::core::v1::{Container, EnvVar};

    use super::{CommandLine, follows, simple_commands};

    fn line(command: &[&str], args: &[&str]) -> CommandLine {
        let all = |words: &[&str]| Some(words.iter().map(|&word| word.to_owned()).collect());
        let env = vec![EnvVar { name: "PORT".into(), value: Some("81".into()), ..EnvVar::default() }];
        CommandLine::of(&Container {
            command: all(command),
            args: all(args),
            env: Some(env),
            ..Container::default()
        })
    }

    #[test]
    fn a_flag_has_its_value_however_it_is_written() {
        let flags = |line: &CommandLine| {
            line.flags()
                .map(|flag| (flag.name, flag.value.to_owned(), flag.field.to_owned()))
                .collect::<Vec<_>>()
        };
        let own =
            |name: &str, value: &str, field: &str| (name.to_owned(), value.to_owned(), field.to_owned());
        let told = line(&["proxy"], &["--http_port=80", "-listen", ":$(PORT)", "--verbose", "--x", "--y=1"]);
        assert_eq!(
            flags(&told),
            [own("http-port", "80", "args[0]"), own("listen", ":81", "args[1]"), own("y", "1", "args[5]")]
        );
        let script = line(&["/bin/sh", "-ec"], &["exec proxy --port=80;\nwait"]);
        assert_eq!(flags(&script).last(), Some(&own("port", "80", "args[0]")));
        assert!(script.script.is_some());
    }

    #[test]
    fn a_tail_is_known_to_follow_however_it_is_spelled() {
        let of = |command: &str| follows(&command.split(' ').collect::<Vec<_>>());
        for (command, told) in [
            ("tail -n+1 -f /a", Some(false)),
            ("exec /usr/bin/tail -fn0 /a", Some(false)),
            ("tail -n 100 --follow /a", Some(false)),
            ("tail -n+1 -F /a", Some(true)),
            ("tail --follow=name --retry /a", Some(true)),
            ("tail -n 5 /a", None),
            ("cat -f /a", None),
        ] {
            assert_eq!(of(command), told, "{command}");
        }
    }

    #[test]
    fn a_script_is_cut_into_commands() {
        let commands = simple_commands("echo a > /b && sleep 3600; # no\n# tail -f x\ntail -f /c | cat");
        assert_eq!(commands[0], ["echo", "a", ">", "/b"]);
        assert_eq!(commands[1], ["sleep", "3600"]);
        assert_eq!(commands.last().unwrap(), &["cat"]);
    }
}
