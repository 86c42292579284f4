//! Who needs whom, and who signals whom, as far as calls and commands tell.

use super::{Reading, command::base, read_from, waits};
use crate::{
    intent::{Basis, Intent, Need, NeedPhase, Role, SignalIntent, UpstreamTo},
    validate::contract::context::Stand,
};

/// Adds the needs and the signals.
pub(super) fn add(readings: &[Reading<'_>], intent: &mut Intent) {
    needs(readings, intent);
    waits::add(readings, intent);
    signals(readings, intent);
}

/// Whoever calls an outbound proxy, or another helper that was made a native sidecar, needs it from its own start until
/// its own stop.
fn needs(readings: &[Reading<'_>], intent: &mut Intent) {
    let mut found = Vec::new();
    for upstream in intent.upstreams.iter().filter(|upstream| !upstream.proxied) {
        let UpstreamTo::Listener { port, .. } = upstream.to else { continue };
        let who = upstream.owner;
        let served = intent.listeners.iter().find(|listener| {
            listener.port == port
                && listener.owner != who
                && readings[listener.owner].stand != Stand::Init
                && (intent.members[listener.owner].role == Role::OutboundAmbassador
                    || readings[listener.owner].stand == Stand::Native)
        });
        let Some(whom) = served.map(|listener| listener.owner) else { continue };
        for phase in [NeedPhase::Start, NeedPhase::UntilStop] {
            // A container that ends before the application starts needs nobody until the pod stops.
            let outlived = phase == NeedPhase::UntilStop && readings[who].stand == Stand::Init;
            let known = |need: &Need| (need.who, need.whom, need.phase) == (who, whom, phase);
            if !outlived && !intent.needs.iter().any(known) && !found.iter().any(known) {
                let basis = concluded(&upstream.basis);
                found.push(Need { who, whom, phase, basis });
            }
        }
    }
    intent.needs.extend(found);
}

/// A call may be said; that it is made at the start, and until the stop, nobody said.
fn concluded(call: &Basis) -> Basis {
    match call {
        Basis::Said => read_from("", "the address that it was given"),
        guessed @ Basis::Guessed(_) => guessed.clone(),
    }
}

fn signals(readings: &[Reading<'_>], intent: &mut Intent) {
    for reading in readings.iter().filter(|reading| reading.stand != Stand::Init) {
        told_by_flags(reading, readings, intent);
        let Some(script) = &reading.command.script else { continue };
        let mut sought = None;
        for command in &reading.commands {
            sought = looked_up(command).or(sought);
            let Some((signal, target)) = sent(command, sought) else { continue };
            let Some(to) = addressee(target, reading, readings) else { continue };
            let from = reading.member;
            let known = |other: &SignalIntent| (other.from, other.to, other.signal) == (from, to, signal);
            if !intent.signals.iter().any(known) {
                let words = format!("`{}` in a command of `{}`", command.join(" "), reading.container.name);
                intent.signals.push(SignalIntent { from, to, signal, basis: read_from(script.field, words) });
            }
        }
    }
}

/// Flags by which a watcher is told whom it signals.
const PROCESS_FLAGS: &[&str] = &["proc", "process", "process-name", "target-process"];

/// Adds the signal of a watcher that is told the process by a flag: `--process-name=nginx --signal=SIGHUP`.
fn told_by_flags(reading: &Reading<'_>, readings: &[Reading<'_>], intent: &mut Intent) {
    let Some(process) = reading.flags.iter().find(|flag| PROCESS_FLAGS.contains(&&*flag.name)) else {
        return;
    };
    let signal = reading.flags.iter().find(|flag| flag.name.ends_with("signal")).and_then(|flag| {
        let bare = flag.value.trim_start_matches("SIG");
        SIGNALS.iter().find(|(name, _)| *name == bare).map(|(_, signal)| *signal)
    });
    if let (Some(signal), Some(to)) = (signal, addressee(base(process.value), reading, readings)) {
        let words = format!("`{}: {}` of `{}`", process.name, process.value, reading.container.name);
        let basis = read_from(process.field, words);
        intent.signals.push(SignalIntent { from: reading.member, to, signal, basis });
    }
}

const SIGNALS: &[(&str, &str)] = &[
    ("HUP", "SIGHUP"),
    ("INT", "SIGINT"),
    ("QUIT", "SIGQUIT"),
    ("TERM", "SIGTERM"),
    ("USR1", "SIGUSR1"),
    ("USR2", "SIGUSR2"),
    ("KILL", "SIGKILL"),
];

/// Reads `pkill -HUP nginx`, `killall -s HUP nginx` and `kill -HUP $(pidof nginx)`: the signal, and the program's name.
fn sent<'a>(command: &[&'a str], sought: Option<&'a str>) -> Option<(&'static str, &'a str)> {
    let at = command.iter().position(|word| matches!(base(word), "kill" | "pkill" | "killall"))?;
    let mut signal = "SIGTERM";
    // `pgrep nginx | xargs kill -HUP`, `pid=$(pidof nginx); kill -HUP $pid`.
    let runs = ["kill", "xargs", "do", "then"].contains(&base(command[0]));
    let mut target = sought.filter(|_| runs && base(command[at]) == "kill");
    for word in &command[at + 1..] {
        let bare = word.trim_start_matches('-').trim_start_matches("SIG");
        if let Some((_, known)) = SIGNALS.iter().find(|(name, _)| *name == bare) {
            signal = known;
        } else if !word.starts_with('-') {
            let word = word.trim_matches(['"', '\'', '`', ')']);
            // Its own child is no other container's process.
            if word.starts_with("$!") {
                return None;
            }
            if !word.starts_with('$')
                && !matches!(word, "$(pidof" | "pidof" | "$(pgrep" | "pgrep" | "$(cat" | "cat")
            {
                target = Some(base(word).trim_end_matches(".pid"));
            }
        }
    }
    Some((signal, target.filter(|target| !target.is_empty() && !target.starts_with('$'))?))
}

/// Reads `pgrep -x nginx` and `pid=$(pidof nginx)`: the name of the program whose number is asked for.
fn looked_up<'a>(command: &[&'a str]) -> Option<&'a str> {
    let asks = |word: &&str| {
        let program = word.rsplit(['(', '`', '=', '/']).next().unwrap_or(word);
        matches!(program, "pgrep" | "pidof")
    };
    let at = command.iter().position(asks)?;
    let name = command[at + 1..].iter().find(|word| !word.starts_with('-'))?;
    Some(base(name.trim_matches(['"', '\'', '`', ')'])))
}

/// Finds the container that runs the program, where it is not the sender itself.
fn addressee(program: &str, sender: &Reading<'_>, readings: &[Reading<'_>]) -> Option<usize> {
    let runs =
        |reading: &&Reading<'_>| {
            reading.known.is_some_and(|known| known.name == program)
                || reading.command.program() == Some(program)
                || reading.container.name == program
                || reading.container.image.as_deref().is_some_and(|image| {
                    base(image).split([':', '@']).next().is_some_and(|name| name == program)
                })
        };
    // A number names whatever process has it: in another container where there is just one other.
    if program.bytes().all(|byte| byte.is_ascii_digit()) {
        let mut others =
            readings.iter().filter(|other| other.member != sender.member && other.stand != Stand::Init);
        let other = others.next().map(|other| other.member);
        return other.filter(|_| others.next().is_none() && program != "1");
    }
    if runs(&sender) {
        return None;
    }
    let mut others =
        readings.iter().filter(|other| other.member != sender.member && other.stand != Stand::Init);
    others.find(runs).map(|reading| reading.member)
}

#[cfg(test)]
mod tests {
    use super::sent;

    #[test]
    fn a_signal_has_a_name_and_a_program() {
        let of = |command: &str| {
            let words: Vec<_> = command.split(' ').collect();
            sent(&words, Some("redis")).map(|(signal, program)| (signal, program.to_owned()))
        };
        let told = |signal, program: &str| Some((signal, program.to_owned()));
        assert_eq!(of("pkill -HUP -o nginx"), told("SIGHUP", "nginx"));
        assert_eq!(of("do killall -s SIGUSR1 /usr/sbin/haproxy"), told("SIGUSR1", "haproxy"));
        assert_eq!(of("kill -HUP $(pidof nginx)"), told("SIGHUP", "nginx"));
        assert_eq!(of("kill $!"), None);
        assert_eq!(of("kill -HUP $(cat /run/nginx.pid)"), told("SIGHUP", "nginx"));
        assert_eq!(of("kill -HUP 7"), told("SIGHUP", "7"));
        assert_eq!(of("echo kill"), None);
        assert_eq!(of("xargs kill -HUP"), told("SIGHUP", "redis"));
        assert_eq!(of("kill -USR1 $pid"), told("SIGUSR1", "redis"));
    }
}
