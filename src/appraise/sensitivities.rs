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
        let mut sensitivities: Vec<Sensitivity> = Vec::new();
        for lever in self.levers(record) {
            let Some(note) = lever.note(record) else { continue };
            let members = &lever.members;
            let weighted: f64 =
                members.iter().map(|(step, _)| record.value(*step) * slopes[step.index()]).sum();
            let single = lever.single();
            let end = |input| Swing { input, value: at(&lever.moved(record, input)) };
            let (low, high, swing) = match single {
                Some((_, cell)) => {
                    let (low, high, swing) = tried(cell);
                    (end(low), end(high), swing)
                }
                None => (end(0.9), end(1.1), "tenPercent"),
            };
            let moves = low.value.to_bits() != high.value.to_bits();
            if !moves || !low.value.is_finite() || !high.value.is_finite() {
                continue;
            }
            sensitivities.push(Sensitivity {
                key: note.key.to_string(),
                part: note.part.to_string(),
                label: note.label.clone().filter(|_| single.is_some()),
                pointer: lever.pointer.clone(),
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
