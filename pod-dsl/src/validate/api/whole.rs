//! Brings cases before the judge of whole objects, on servers of any release.

use serde_json::Value;

use super::case::Elsewhere;
use crate::{
    KubeVersion,
    validate::{
        Form, Judge, Severity,
        gates::Gate,
        trials::{Case, Trial},
    },
};

/// Judges an object of any of the kinds of an area.
pub(super) type Check = fn(&mut Judge, Value);

/// Brings cases before the judge of their kinds, those of other servers too.
pub(super) fn bring(check: Check, cases: &[Case], elsewhere: &[Elsewhere]) -> Vec<Trial> {
    let here = cases.iter().map(|case| trial(check, (KubeVersion::DEFAULT.minor(), None), case));
    here.chain(elsewhere.iter().map(|(release, gate, case)| trial(check, (*release, *gate), case))).collect()
}

fn trial(check: Check, (release, gate): (u8, Option<Gate>), case: &Case) -> Trial {
    let object = case.1;
    Trial::new(case, move |off| {
        let mut j = Judge::new(KubeVersion::new(release).unwrap(), Form::Pod).without(off);
        if let Some(gate) = gate {
            j.gates.set(gate, true);
        }
        check(&mut j, serde_json::from_str(object).unwrap());
        let (mut found, _) = j.finish();
        // Warnings have cases of their own.
        found.retain(|finding| finding.severity == Severity::Error);
        found
    })
}
