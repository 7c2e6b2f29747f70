//! Named steps as they leave the engine: numbered in their order, with formula and operands.

use crate::case::Inputs;
use crate::problem::{Problem, Remarks};
use crate::valuation::{ExplanationOut, StepOut};
use crate::workpaper::explain::{Explanation, formula};
use crate::workpaper::{Record, StepId};

/// The named steps of a paper, and their places in the list that leaves the engine.
pub(super) struct Names {
    pub(super) steps: Vec<StepId>,
    pub(super) places: Vec<usize>,
}

impl Names {
    pub(super) fn of(record: &Record) -> Self {
        let steps: Vec<StepId> = record.named().map(|(id, _)| id).collect();
        let mut places = vec![0; record.steps().len()];
        steps.iter().enumerate().for_each(|(place, id)| places[id.index()] = place);
        Self { steps, places }
    }

    pub(super) fn place(&self, id: StepId) -> usize {
        self.places[id.index()]
    }
}

pub(super) fn step_out(record: &Record, names: &Names, values: &[f64], id: StepId) -> StepOut {
    let note = record.note(id).cloned().unwrap_or_default();
    let formula = formula(record, id);
    StepOut {
        id: names.place(id),
        key: note.key.into_owned(),
        part: note.part.into_owned(),
        period: note.period,
        label: note.label,
        unit: note.unit.name(),
        value: values[id.index()],
        kind: note.origin.name(),
        formula: formula.text,
        operands: formula.operands.iter().map(|&operand| names.place(operand)).collect(),
        pointer: note.pointer,
        source: note.source,
        note: note.remark,
        clauses: note.clauses.into_iter().map(|clause| clause.into_owned()).collect(),
    }
}

pub(super) fn explained(
    record: &Record,
    names: &Names,
    values: &[f64],
    explanation: &Explanation,
) -> ExplanationOut {
    ExplanationOut {
        step: step_out(record, names, values, explanation.step),
        operands: explanation.operands.iter().map(|below| explained(record, names, values, below)).collect(),
    }
}

/// The step that a request names by its number, else `usual`; none, and a problem, where there is no such step.
pub(super) fn step_asked(
    asked: &Inputs,
    names: &Names,
    usual: StepId,
    remarks: &mut Remarks,
) -> Option<StepId> {
    let Some(number) = asked.count("of") else { return Some(usual) };
    let step = names.steps.get(number as usize).copied();
    if step.is_none() {
        remarks.refuse(Problem::new("/of", "no-such-step"));
    }
    step
}
