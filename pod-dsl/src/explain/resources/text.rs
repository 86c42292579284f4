//! The resources of a pod as a table for a terminal.

use std::fmt;

use super::{Amounts, Decider, PodResources, qos};

/// A column is no wider than this; what is longer runs over.
const WIDEST: usize = 120;

/// Writes a table, one column a resource and in each cell the request and the limit, and what follows from it.
impl fmt::Display for PodResources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.names();
        if names.is_empty() {
            f.write_str("no container asks for anything or has a limit\n")?;
        } else {
            table(f, &self.rows(&names))?;
        }
        self.qos_line(f)?;
        for (name, decider) in &self.requests.decided_by {
            self.decision(f, name, decider)?;
        }
        for name in names {
            // Where nobody has a limit, the table says so already.
            let unlimited: Vec<_> = self.unlimited(name).map(|one| format!("`{}`", one.name)).collect();
            if self.limits.running.get(name).is_some() && !unlimited.is_empty() {
                writeln!(f, "no limit of {name}: {}", unlimited.join(", "))?;
            }
        }
        Ok(())
    }
}

impl PodResources {
    fn rows(&self, names: &[&str]) -> Vec<Vec<String>> {
        let cell = |requests: &Amounts, limits: &Amounts, name: &str| {
            let show =
                |amounts: &Amounts| amounts.get(name).map_or("-".to_owned(), |amount| amount.to_string());
            format!("{} / {}", show(requests), show(limits))
        };
        let row = |head: String, requests: &Amounts, limits: &Amounts| {
            let cells = names.iter().map(|name| cell(requests, limits, name));
            std::iter::once(head).chain(cells).collect::<Vec<_>>()
        };
        let mut rows = vec![
            std::iter::once("request / limit".to_owned())
                .chain(names.iter().map(|name| (*name).to_owned()))
                .collect(),
        ];
        for container in &self.containers {
            let head = format!("{} `{}`", container.kind, container.name);
            rows.push(row(head, &container.given.requests, &container.given.limits));
        }
        let (requests, limits) = (&self.requests, &self.limits);
        if self.containers.len() > 1 {
            rows.push(row("while it runs".to_owned(), &requests.running, &limits.running));
        }
        if !(requests.starting.is_empty() && limits.starting.is_empty()) {
            rows.push(row("while it starts".to_owned(), &requests.starting, &limits.starting));
        }
        let whole = &self.pod_level;
        if !(whole.requests.is_empty() && whole.limits.is_empty()) {
            rows.push(row("spec.resources".to_owned(), &whole.requests, &whole.limits));
        }
        if !self.overhead.is_empty() {
            rows.push(row("spec.overhead".to_owned(), &self.overhead, &Amounts::default()));
        }
        rows.push(row("the pod".to_owned(), &requests.total, &limits.total));
        rows
    }

    fn qos_line(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "quality of service: {}", self.qos)?;
        let class = |one: &super::ContainerResources| format!("`{}` alone {}", one.name, one.qos);
        let differ = self.containers.windows(2).any(|pair| pair[0].qos != pair[1].qos);
        let whole = qos::COMPUTE.iter().any(|name| {
            self.pod_level.requests.get(name).is_some() || self.pod_level.limits.get(name).is_some()
        });
        if whole {
            f.write_str(", by spec.resources")?;
        } else if differ {
            let all: Vec<_> = self.containers.iter().map(class).collect();
            write!(f, " ({})", all.join(", "))?;
        }
        f.write_str("\n")
    }

    /// Says where an amount comes from, if not simply from the containers that run.
    fn decision(&self, f: &mut fmt::Formatter<'_>, name: &str, decider: &Decider) -> fmt::Result {
        let show = |amounts: &Amounts| amounts.get(name).map_or("0".to_owned(), |amount| amount.to_string());
        let Decider::Init(init) = decider else { return Ok(()) };
        let (most, later) = (show(&self.requests.starting), show(&self.requests.running));
        writeln!(
            f,
            "init container `{init}` decides the request of {name}: {most} while it runs, {later} afterwards"
        )
    }
}

/// Writes rows with their columns aligned, the first to the left and the others to the right.
fn table(f: &mut fmt::Formatter<'_>, rows: &[Vec<String>]) -> fmt::Result {
    let columns = rows.first().map_or(0, Vec::len);
    let width = |column: usize| {
        rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default().min(WIDEST)
    };
    let widths: Vec<_> = (0..columns).map(width).collect();
    for row in rows {
        for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
            if column == 0 {
                write!(f, "{cell:width$}")?;
            } else {
                write!(f, "  {cell:>width$}")?;
            }
        }
        f.write_str("\n")?;
    }
    Ok(())
}
