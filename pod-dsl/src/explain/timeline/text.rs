//! A timeline as text for a terminal.

use std::fmt::{self, Write as _};

use super::{Completion, ContainerKind, Event, Life, Restarts, Span, Step, Timeline};

/// A column is no wider than this.
const WIDEST: usize = 120;

/// Writes the start, what happens in between, and the stop; each step with its number and those it waits for.
impl fmt::Display for Timeline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("start\n")?;
        self.steps(f, &self.start)?;
        f.write_str("run\n")?;
        self.run(f)?;
        writeln!(f, "stop, within {} s", self.grace_period)?;
        self.steps(f, &self.stop)
    }
}

impl Timeline {
    fn steps(&self, f: &mut fmt::Formatter<'_>, steps: &[Step]) -> fmt::Result {
        let said: Vec<_> = steps.iter().map(|step| self.say(step)).collect();
        // What is longer than any name can be runs over.
        let width = said.iter().map(|text| text.chars().count()).max().unwrap_or_default().min(WIDEST);
        let number = steps.len().to_string().len();
        for (index, (step, text)) in steps.iter().zip(&said).enumerate() {
            let condition = self.condition(steps, step);
            let line = format!("  {:>number$}  {text:width$}  {condition}", index + 1);
            writeln!(f, "{}", line.trim_end())?;
        }
        Ok(())
    }

    fn say(&self, step: &Step) -> String {
        let Some(life) = step.container.and_then(|index| self.containers.get(index)) else {
            return match step.event {
                Event::PodReady => "the pod is ready",
                Event::Deleted => "the pod is deleted: Services stop sending to it",
                _ => "what is left gets SIGKILL",
            }
            .to_owned();
        };
        let who = format!("{} `{}`", life.kind, life.name);
        match step.event {
            Event::PostStart => format!("{who} ends its postStart hook"),
            Event::StartupProbe => format!("{who} passes its startup probe"),
            Event::Completes => format!("{who} ends with success"),
            Event::Ready => format!("{who} is ready"),
            Event::PreStop => format!("{who} ends its preStop hook"),
            Event::Signal => format!("{who} gets {}", life.stop_signal),
            Event::Ends => format!("{who} has ended"),
            // The others happen to the pod, and this one to a container.
            Event::Starts | Event::PodReady | Event::Deleted | Event::Killed => format!("{who} starts"),
        }
    }

    /// Says what a step waits for and how long it takes.
    fn condition(&self, steps: &[Step], step: &Step) -> String {
        let numbers = |certain| {
            let waits = step.after.iter().filter(move |wait| wait.certain == certain);
            waits.map(|wait| (wait.step + 1).to_string()).collect::<Vec<_>>().join(", ")
        };
        let (sure, tried) = (numbers(true), numbers(false));
        let mut parts = Vec::new();
        if !sure.is_empty() {
            parts.push(format!("after {sure}"));
        }
        if !tried.is_empty() {
            parts.push(format!("{tried} is tried first"));
        }
        let takes = step.takes.to_string();
        match step.event {
            Event::Completes => parts.push("however long its work takes".to_owned()),
            Event::StartupProbe => parts.push(format!("{takes}, or it is restarted")),
            Event::PodReady => {
                let ready = self.ready().to_string();
                if !ready.is_empty() {
                    parts.push(format!("{ready} from 1"));
                }
                if step.takes == Span::OPEN {
                    parts.push("when its readiness gates are open".to_owned());
                }
            }
            _ if !takes.is_empty() => parts.push(takes),
            _ => {}
        }
        // Of what nobody can tell, a hook is worth a word: it holds back others.
        if step.event == Event::PostStart && step.takes.at_most.is_none() {
            let held = steps.iter().any(|other| {
                other.event == Event::Starts
                    && other.after.iter().any(|wait| steps.get(wait.step) == Some(step))
            });
            parts.push(
                if held { "however long it takes: what comes next waits" } else { "however long it takes" }
                    .to_owned(),
            );
        }
        parts.join("; ")
    }

    fn run(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for life in &self.containers {
            writeln!(f, "  {} `{}` {}", life.kind, life.name, fate(life))?;
        }
        match &self.completion {
            Completion::Never { .. } => f.write_str("  the pod runs until it is deleted")?,
            Completion::WhenEnded => {
                f.write_str("  the pod ends by itself when its regular containers have ended for good")?;
                if self.containers.iter().any(|life| life.kind == ContainerKind::NativeSidecar) {
                    f.write_str("; native sidecars are stopped then, as below")?;
                }
            }
        }
        if let Some(seconds) = self.active_deadline {
            write!(f, "; it is failed and stopped after {seconds} s in any case")?;
        }
        f.write_str("\n")
    }
}

/// Says what happens to a container that ends, hangs or does not answer.
fn fate(life: &Life) -> String {
    let mut fate = match (life.kind, life.restarts) {
        (ContainerKind::Init, Restarts::Never) => "fails the pod if it fails",
        (ContainerKind::Init, _) => "is started again until it succeeds",
        (_, Restarts::Always) => "is started again whenever it ends",
        (_, Restarts::OnFailure) => "is started again if it fails",
        (_, Restarts::Never) => "is not started again",
    }
    .to_owned();
    if life.restart_rules {
        fate.push_str(", unless its restart rules say otherwise");
    }
    if let Some(probe) = life.liveness {
        let _ = write!(fate, "; is killed after failing its liveness probe for {} s", probe.detection());
    }
    if let Some(probe) = life.readiness {
        let _ = write!(
            fate,
            "; makes the pod unready after failing its readiness probe for {} s",
            probe.detection()
        );
    }
    fate
}
