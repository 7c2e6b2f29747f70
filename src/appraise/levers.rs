//! What can be moved of a case by itself: an input by its own figure, a series by a multiple of what it is.

use crate::appraise::appraisal::Appraisal;
use crate::case::Cell;
use crate::workpaper::math::{maximum, minimum};
use crate::workpaper::{Note, Record, StepId};

/// An input of a case, or a whole series that is moved together.
pub(super) struct Lever<'c> {
    /// Where it stands in the case; of a series, where that stands.
    pub(super) pointer: String,
    /// The inputs that move, each with the cell that gave it.
    pub(super) members: Vec<(StepId, &'c Cell)>,
}

impl<'c> Lever<'c> {
    /// The one input that is moved by its own figure; none of a series.
    pub(super) fn single(&self) -> Option<(StepId, &'c Cell)> {
        match self.members.as_slice() {
            [(step, cell)] if cell.pointer == self.pointer => Some((*step, *cell)),
            _ => None,
        }
    }

    /// The words beside it: those of the input, or of the first of a series.
    pub(super) fn note<'r>(&self, record: &'r Record) -> Option<&'r Note> {
        self.members.first().and_then(|(step, _)| record.note(*step))
    }

    /// What the case gives: the figure itself, or once what a series is.
    pub(super) fn present(&self, record: &Record) -> f64 {
        self.single().map_or(1.0, |(step, _)| record.value(step))
    }

    /// The inputs' numbers when it is moved to a figure, or a series to a multiple.
    pub(super) fn moved(&self, record: &Record, to: f64) -> Vec<(StepId, f64)> {
        match self.single() {
            Some((step, _)) => vec![(step, to)],
            None => self.members.iter().map(|(step, _)| (*step, record.value(*step) * to)).collect(),
        }
    }

    /// Where it may be moved to: the bounds of the input, or the multiples that keep every member within its own.
    pub(super) fn bounds(&self, record: &Record) -> (f64, f64) {
        if let Some((_, cell)) = self.single() {
            return cell.bounds;
        }
        let mut bounds = (f64::NEG_INFINITY, f64::INFINITY);
        for (step, cell) in &self.members {
            let value = record.value(*step);
            let (one, other) = (cell.bounds.0 / value, cell.bounds.1 / value);
            // A nought stays a nought whatever multiplies it.
            if value != 0.0 {
                bounds = (maximum(bounds.0, minimum(one, other)), minimum(bounds.1, maximum(one, other)));
            }
        }
        bounds
    }
}

impl Appraisal {
    /// Everything that can be moved by itself, in the order of the case's reading.
    pub(super) fn levers(&self, record: &Record) -> Vec<Lever<'_>> {
        let mut levers: Vec<Lever<'_>> = Vec::new();
        // A weight moved alone would no longer leave the whole at one: it has no swing of its own.
        for cell in self.cells.iter().filter(|cell| !cell.pointer.starts_with("/conclusion")) {
            let Some(step) = record.input_at(&cell.pointer) else { continue };
            let group = group_of(&cell.pointer);
            match levers.iter_mut().find(|lever| lever.pointer == group) {
                // A fact shared by two methods is one input of the case, recorded by each of them.
                Some(lever) if lever.members.iter().any(|(known, _)| *known == step) => {}
                Some(lever) => lever.members.push((step, cell)),
                None => levers.push(Lever { pointer: group.to_owned(), members: vec![(step, cell)] }),
            }
        }
        levers
    }

    /// What is moved at a place of the case: an input or a series, or one member of a series alone.
    pub(super) fn lever_at(&self, record: &Record, pointer: &str) -> Option<Lever<'_>> {
        let lever = self.levers(record).into_iter().find(|lever| {
            lever.pointer == pointer || lever.members.iter().any(|(_, cell)| cell.pointer == pointer)
        })?;
        let member = lever.members.iter().find(|(_, cell)| cell.pointer == pointer).copied();
        Some(match member {
            Some(member) => Lever { pointer: pointer.to_owned(), members: vec![member] },
            None => lever,
        })
    }
}

/// The pointer of a series, of which this is a member; else the pointer itself.
fn group_of(pointer: &str) -> &str {
    match pointer.rsplit_once('/') {
        Some((series, last)) if !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit()) => series,
        _ => pointer,
    }
}
