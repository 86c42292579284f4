//! The command line of a container: words, flags, and the script that a shell is given.

use std::{borrow::Cow, fmt};

use k8s_openapi::api::core::v1::Container;

/// Is the field of a container in which a word stands: `args[1]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::validate::contract) struct Field {
    list: &'static str,
    index: usize,
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]", self.list, self.index)
    }
}

impl From<Field> for String {
    fn from(field: Field) -> Self {
        field.to_string()
    }
}

/// Is one word of `command` or `args`, or of the script in one.
#[derive(Clone, Debug)]
pub(in crate::validate::contract) struct Word<'c> {
    pub(in crate::validate::contract) text: Cow<'c, str>,
    pub(in crate::validate::contract) field: Field,
}

/// Is a flag with its value: `--port=80`, `-port 80`.
#[derive(Clone, Debug)]
pub(in crate::validate::contract) struct Flag<'l> {
    /// The name in lower case, without the dashes in front, `_` written as `-`.
    pub(in crate::validate::contract) name: Cow<'l, str>,
    pub(in crate::validate::contract) value: &'l str,
    pub(in crate::validate::contract) field: Field,
}

/// Is what a container is told to run.
#[derive(Clone, Debug, Default)]
pub(in crate::validate::contract) struct CommandLine<'c> {
    /// All words, those of a script among them.
    pub(in crate::validate::contract) words: Vec<Word<'c>>,
    /// The script that a shell is given.
    pub(in crate::validate::contract) script: Option<Word<'c>>,
    /// Whether `command` is set, so that the image's own entry point does not run.
    pub(in crate::validate::contract) replaces_entry_point: bool,
}

const SHELLS: &[&str] = &["sh", "bash", "ash", "dash", "zsh"];

impl<'c> CommandLine<'c> {
    /// Reads the command and the arguments of a container; `$(VAR)` stands for a variable with a literal value.
    pub(in crate::validate::contract) fn of(container: &'c Container) -> Self {
        let lists = [("command", &container.command), ("args", &container.args)];
        let mut words = Vec::new();
        for (list, given) in lists {
            let given = given.iter().flatten().enumerate();
            words.extend(
                given.map(|(index, text)| Word {
                    text: expanded(text, container),
                    field: Field { list, index },
                }),
            );
        }
        let replaces_entry_point = container.command.as_ref().is_some_and(|command| !command.is_empty());
        let script = script(&words).map(|at| words[at].clone());
        if let Some(script) = &script {
            let cut = |text: &str| {
                let cut = text.split(|c: char| c.is_whitespace() || matches!(c, ';' | '"' | '\''));
                cut.filter(|text| !text.is_empty()).map(str::to_owned).collect::<Vec<_>>()
            };
            let at = words.iter().position(|word| word.field == script.field).unwrap_or_default();
            let own = cut(&script.text)
                .into_iter()
                .map(|text| Word { text: Cow::Owned(text), field: script.field });
            words.splice(at..=at, own);
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
                (bare, &*next.text)
            };
            let is_plain = name.bytes().all(|byte| byte != b'_' && !byte.is_ascii_uppercase());
            let name = if is_plain {
                Cow::Borrowed(name)
            } else {
                name.to_ascii_lowercase().replace('_', "-").into()
            };
            Some(Flag { name, value: value.trim_matches(['"', '\'']), field: word.field })
        })
    }

    /// Lists the commands that are run, each as its words: those of the script, or the one that all words are.
    pub(in crate::validate::contract) fn commands(&self) -> Vec<Vec<&str>> {
        match &self.script {
            Some(script) => simple_commands(&script.text),
            None => vec![self.words.iter().map(|word| &*word.text).collect()],
        }
    }

    /// Names the field in which the commands stand.
    pub(in crate::validate::contract) fn field(&self) -> String {
        let word = self.script.as_ref().or(self.words.first());
        word.map_or_else(|| "command".to_owned(), |word| word.field.to_string())
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
fn script(words: &[Word<'_>]) -> Option<usize> {
    let shell = words.iter().position(|word| SHELLS.contains(&base(&word.text)))?;
    let option = words[shell + 1..].iter().position(|word| {
        let flags = word.text.strip_prefix('-').unwrap_or_default();
        flags.contains('c') && flags.bytes().all(|flag| flag.is_ascii_lowercase())
    })?;
    Some(shell + 1 + option + 1).filter(|&at| at < words.len())
}

/// Puts in the literal values of `$(VAR)`, as the kubelet does.
fn expanded<'c>(text: &'c str, container: &Container) -> Cow<'c, str> {
    if !text.contains('$') {
        return Cow::Borrowed(text);
    }
    let literal = container.env.iter().flatten().filter_map(|env| Some((&env.name, env.value.as_ref()?)));
    let text =
        literal.fold(text.to_owned(), |text, (name, value)| text.replace(&format!("$({name})"), value));
    Cow::Owned(text)
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

    fn container(command: &[&str], args: &[&str]) -> Container {
        let all = |words: &[&str]| Some(words.iter().map(|&word| word.to_owned()).collect());
        let env = vec![EnvVar { name: "PORT".into(), value: Some("81".into()), ..EnvVar::default() }];
        Container { command: all(command), args: all(args), env: Some(env), ..Container::default() }
    }

    #[test]
    fn a_flag_has_its_value_however_it_is_written() {
        let flags = |line: &CommandLine<'_>| {
            line.flags()
                .map(|flag| (flag.name.into_owned(), flag.value.to_owned(), flag.field.to_string()))
                .collect::<Vec<_>>()
        };
        let own =
            |name: &str, value: &str, field: &str| (name.to_owned(), value.to_owned(), field.to_owned());
        let told =
            container(&["proxy"], &["--http_port=80", "-listen", ":$(PORT)", "--verbose", "--x", "--y=1"]);
        assert_eq!(
            flags(&CommandLine::of(&told)),
            [own("http-port", "80", "args[0]"), own("listen", ":81", "args[1]"), own("y", "1", "args[5]")]
        );
        let script = container(&["/bin/sh", "-ec"], &["exec proxy --port=80;\nwait"]);
        let script = CommandLine::of(&script);
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
