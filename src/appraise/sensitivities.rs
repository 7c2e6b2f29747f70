//! How the value moves with each input: by slope, and by a swing to either side.

use crate::appraise::appraisal::Appraisal;
use crate::appraise::numbers::{Clamped as _, ascending};
use crate::appraise::steps::Names;
use crate::case::Cell;
use crate::uncertainty::Distribution;
use crate::valuation::{Sensitivity, Swing};
use crate::workpaper::{Record, StepId};

impl Appraisal {
    /// The swing of the value with each input that the case gave, largest first.
    pub(super) fn sensitivities(&self, record: &Record, names: &Names) -> Vec<Sensitivity> {
        let slopes = record.gradient(self.unrounded);
        let value = record.value(self.unrounded);
        let at = |changes: &[(StepId, f64)]| record.replay_one(changes, self.unrounded);
        let mut bars: Vec<(String, Vec<(StepId, &Cell)>)> = Vec::new();
        // A weight moved alone would no longer leave the whole at one: it has no swing of its own.
        for cell in self.cells.iter().filter(|cell| !cell.pointer.starts_with("/conclusion")) {
            let Some(step) = record.input_at(&cell.pointer) else { continue };
            let group = group_of(&cell.pointer);
            match bars.iter_mut().find(|(pointer, _)| pointer == group) {
                // A fact shared by two methods is one input of the case, recorded by each of them.
                Some((_, members)) if members.iter().any(|(known, _)| *known == step) => {}
                Some((_, members)) => members.push((step, cell)),
                None => bars.push((group.to_owned(), vec![(step, cell)])),
            }
        }
        let mut sensitivities: Vec<Sensitivity> = Vec::new();
        for (pointer, members) in bars {
            let Some(note) = members.first().and_then(|(step, _)| record.note(*step)) else { continue };
            let weighted: f64 =
                members.iter().map(|(step, _)| record.value(*step) * slopes[step.index()]).sum();
            let single = match members.as_slice() {
                [(step, cell)] if cell.pointer == pointer => Some((*step, *cell)),
                _ => None,
            };
            let multiple = |factor: f64| {
                let changes: Vec<(StepId, f64)> =
                    members.iter().map(|(step, _)| (*step, record.value(*step) * factor)).collect();
                at(&changes)
            };
            let (low, high, swing) = match single {
                Some((step, cell)) => {
                    let (low, high, swing) = tried(cell);
                    let end = |input| Swing { input, value: at(&[(step, input)]) };
                    (end(low), end(high), swing)
                }
                None => {
                    let end = |input| Swing { input, value: multiple(input) };
                    (end(0.9), end(1.1), "tenPercent")
                }
            };
            let moves = low.value.to_bits() != high.value.to_bits();
            if !moves || !low.value.is_finite() || !high.value.is_finite() {
                continue;
            }
            sensitivities.push(Sensitivity {
                key: note.key.to_string(),
                part: note.part.to_string(),
                label: note.label.clone().filter(|_| single.is_some()),
                pointer,
                steps: members.iter().map(|(step, _)| names.place(*step)).collect(),
                value: single.map(|(step, _)| record.value(step)),
                gradient: single.map(|(step, _)| slopes[step.index()]),
                elasticity: if value == 0.0 { 0.0 } else { weighted / value },
                low,
                high,
                swing,
            });
        }
        let widths: Vec<f64> =
            sensitivities.iter().map(|bar| -(bar.high.value - bar.low.value).abs()).collect();
        ascending(&widths).into_iter().map(|place| sensitivities[place].clone()).collect()
    }
}

/// The inputs that a swing tries: the percentiles of the range, or a tenth to either side, within bounds.
fn tried(cell: &Cell) -> (f64, f64, &'static str) {
    let (least, most) = cell.bounds;
    let inside = |value: f64| value.clamped(least, most);
    match &cell.range {
        Some(range) => {
            let at = |share| inside(Distribution::quantile(range, share));
            (at(0.1), at(0.9), "range")
        }
        None => (inside(cell.value * 0.9), inside(cell.value * 1.1), "tenPercent"),
    }
}

/// The pointer of a series, of which this is a member; else the pointer itself.
fn group_of(pointer: &str) -> &str {
    match pointer.rsplit_once('/') {
        Some((series, last)) if !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit()) => series,
        _ => pointer,
    }
}
