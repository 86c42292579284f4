//! How long a lifecycle hook takes, as far as it says so: a sleep does, a command may.

use k8s_openapi::api::core::v1::LifecycleHandler;

use super::{Span, clamp};

/// Tells how long a hook takes.
pub(super) fn span(handler: &LifecycleHandler) -> Span {
    if let Some(sleep) = &handler.sleep {
        return Span::exactly(clamp(sleep.seconds));
    }
    let command = handler.exec.as_ref().and_then(|exec| exec.command.as_deref());
    Span::from(command.map_or(0, slept_by))
}

/// Gives the seconds that a command sleeps at least.
///
/// Only what is certain counts: a `sleep` of its own, and those with which the script of a shell begins, up to the first
/// line that decides, quotes or defines something.
fn slept_by(command: &[String]) -> u64 {
    let words: Vec<_> = command.iter().map(String::as_str).collect();
    match words.as_slice() {
        [shell, flag, script, ..] if is_shell(shell) && is_command_flag(flag) => slept_in(script),
        ["busybox" | "/bin/busybox", rest @ ..] => sleep(rest),
        all => sleep(all),
    }
}

fn is_shell(word: &str) -> bool {
    matches!(base(word), "sh" | "bash" | "ash" | "dash" | "ksh" | "zsh")
}

/// Tells whether a flag makes the next word a script: `-c`, alone or at the end of others, as in `-ec`.
fn is_command_flag(word: &str) -> bool {
    word.starts_with('-') && !word.starts_with("--") && word.ends_with('c')
}

fn base(word: &str) -> &str {
    word.rsplit('/').next().unwrap_or(word)
}

fn slept_in(script: &str) -> u64 {
    const ENDS: [&str; 12] =
        ["if", "while", "until", "for", "case", "then", "do", "else", "exit", "exec", "return", "function"];
    let mut slept = 0_u64;
    for statement in script.split(['\n', ';']) {
        // Of `sleep 5 && quit` the first part runs in any case.
        let first = statement.split("&&").next().unwrap_or_default();
        let first = first.split("||").next().unwrap_or_default();
        let words: Vec<_> = first.split_whitespace().collect();
        let unclear = statement.contains(['{', '}', '(', ')', '<', '\'', '"', '`', '#', '\\']);
        match words.as_slice() {
            ["exec", rest @ ..] if !unclear => return slept.saturating_add(sleep(rest)),
            [word, ..] if ENDS.contains(word) => return slept,
            _ if unclear => return slept,
            // A single `&` or a pipe: nobody waits, or somebody else does.
            _ if first.contains(['&', '|']) => {}
            words => slept = slept.saturating_add(sleep(words)),
        }
    }
    slept
}

/// Reads `sleep 5`, `sleep 1.5`, `sleep 1m 30s`; whatever else sleeps for 0 seconds.
fn sleep(words: &[&str]) -> u64 {
    match words {
        [program, times @ ..] if base(program) == "sleep" => {
            let seconds: Option<Vec<u64>> = times.iter().map(|time| seconds(time)).collect();
            seconds.unwrap_or_default().into_iter().fold(0, u64::saturating_add)
        }
        _ => 0,
    }
}

fn seconds(time: &str) -> Option<u64> {
    let (number, unit) = match time.char_indices().last()? {
        (at, 's') => (&time[..at], 1),
        (at, 'm') => (&time[..at], 60),
        (at, 'h') => (&time[..at], 3600),
        (at, 'd') => (&time[..at], 86400),
        _ => (time, 1),
    };
    // A part of a second is no second.
    let whole = number.split_once('.').map_or(number, |(whole, _)| whole);
    whole.parse::<u64>().ok().map(|whole| whole.saturating_mul(unit))
}

#[cfg(test)]
mod tests {
    use super::slept_by;

    fn slept(command: &[&str]) -> u64 {
        slept_by(&command.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn a_command_that_is_a_sleep_says_how_long() {
        assert_eq!(slept(&["sleep", "15"]), 15);
        assert_eq!(slept(&["/bin/sleep", "1m", "30s"]), 90);
        assert_eq!(slept(&["busybox", "sleep", "2.9"]), 2);
        assert_eq!(slept(&["sleep", "soon"]), 0);
        assert_eq!(slept(&["nginx", "-s", "quit"]), 0);
        assert_eq!(slept(&[]), 0);
    }

    #[test]
    fn a_script_counts_as_far_as_it_is_certain() {
        let sh = |script: &str| slept(&["/bin/sh", "-c", script]);
        assert_eq!(sh("sleep 5"), 5);
        assert_eq!(sh("sleep 5; nginx -s quit; sleep 2"), 7);
        assert_eq!(sh("sleep 5 && nginx -s quit"), 5);
        assert_eq!(sh("nginx -s quit && sleep 5"), 0);
        assert_eq!(sh("exec sleep 9"), 9);
        assert_eq!(sh("sleep 5 & wait"), 0);
        assert_eq!(sh("sleep 3\nif test -f /tmp/x\nthen\nsleep 60\nfi"), 3);
        assert_eq!(sh("stop() {\nsleep 60\n}\nstop"), 0);
        assert_eq!(sh("echo 'a; sleep 60'"), 0);
        assert_eq!(sh("exit 0; sleep 60"), 0);
        assert_eq!(slept(&["bash", "-ec", "sleep 4"]), 4);
        assert_eq!(slept(&["sh", "sleep 4"]), 0);
    }
}
