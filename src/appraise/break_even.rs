//! The figure of each input at which the value takes a target, all others unchanged.
//!
//! Every input that moves the value is searched between its bounds, as [`solve`](crate::appraise::solve)
//! does for one; a series is searched by the multiple of what it is, from nought upwards.

use crate::appraise::appraisal::Appraisal;
use crate::appraise::levers::Lever;
use crate::appraise::refusal;
use crate::appraise::steps::{Names, step_asked};
use crate::case::{Field, Kind, Measure, Node, read_object};
use crate::method::plain;
use crate::problem::Remarks;
use crate::standard::Standards;
use crate::valuation::{BreakEvenInput, BreakEvenOut, Reached, Refusal};
use crate::workpaper::math::{maximum, minimum};
use crate::workpaper::solve::{Solution, solve, solve_multiple};
use crate::workpaper::{Record, StepId, Unit};

/// What a request may hold.
const REQUEST: &[Field] =
    &[Field::required("target", Kind::Number(Measure::ANY)), Field::optional("of", Kind::Count(0, u32::MAX))];

/// A series is not looked for beyond so many times what it is.
const FARTHEST_MULTIPLE: f64 = 100.0;

/// Each input's way to the target: of a step given by its number, else of the value before it is rounded.
pub fn break_even(case: &Node, standards: &Standards, request: &Node) -> Result<BreakEvenOut, Box<Refusal>> {
    let appraisal = Appraisal::of_case(case, standards).map_err(|problems| refusal(problems, standards))?;
    let record = appraisal.paper.record();
    let names = Names::of(&record);
    let mut remarks = Remarks::default();
    let asked = read_object(request, REQUEST, "", &mut remarks);
    let of = step_asked(&asked, &names, appraisal.unrounded, &mut remarks);
    let target = plain(asked.number("target"), &mut remarks).first().copied();
    let (Some(of), Some(target), true) = (of, target, remarks.problems.is_empty()) else {
        return Err(refusal(remarks.problems, standards));
    };
    let levers = appraisal.levers(&record);
    let moving = appraisal.sensitivities(&record, &names);
    let inputs = moving.iter().filter_map(|bar| levers.iter().find(|lever| lever.pointer == bar.pointer));
    Ok(BreakEvenOut {
        status: "solved",
        target,
        value: record.value(of),
        unit: record.note(of).map_or(Unit::Money, |note| note.unit).name(),
        inputs: inputs.map(|lever| solved(&appraisal, &record, of, lever, target)).collect(),
    })
}

fn solved(appraisal: &Appraisal, record: &Record, of: StepId, lever: &Lever, target: f64) -> BreakEvenInput {
    let note = lever.note(record).cloned().unwrap_or_default();
    let single = lever.single();
    let solution = match single {
        Some((step, _)) => {
            let (low, high) = appraisal.search_bounds(record, step);
            solve(record, of, step, target, low, high)
        }
        None => {
            let inputs: Vec<StepId> = lever.members.iter().map(|(step, _)| *step).collect();
            let (least, most) = lever.bounds(record);
            let (low, high) = (maximum(least, 0.0), minimum(most, FARTHEST_MULTIPLE));
            solve_multiple(record, of, &inputs, target, low, high)
        }
    };
    let (roots, reason, reached) = match solution {
        Solution::Found(root) => (vec![root], None, None),
        Solution::Several(roots) => (roots, None, None),
        Solution::Indifferent => (Vec::new(), Some("indifferent"), None),
        Solution::None { least, greatest } => {
            let reached = least.is_finite().then_some(Reached { min: least, max: greatest });
            (Vec::new(), Some("unreached"), reached)
        }
    };
    let present = lever.present(record);
    let changes = roots.iter().map(|root| (root - present) / present.abs());
    BreakEvenInput {
        key: note.key.into_owned(),
        part: note.part.into_owned(),
        label: note.label.filter(|_| single.is_some()),
        pointer: lever.pointer.clone(),
        unit: note.unit.name(),
        value: single.map(|_| present),
        change: changes.min_by(|a, b| a.abs().total_cmp(&b.abs())).filter(|change| change.is_finite()),
        roots,
        reason,
        reached,
    }
}
