//! The same paper with other inputs: scenarios, what-if, the reviewer's recomputation.

use crate::workpaper::paper::{Operation, Record, StepId};

impl Record {
    /// Every step's number when some inputs take other values; one entry a step.
    ///
    /// With no changes, or with the recorded values, the bits are those of the paper. A change that names
    /// a step which is no input is without effect: only inputs are free.
    pub fn replay(&self, changes: &[(StepId, f64)]) -> Vec<f64> {
        let mut values: Vec<f64> = Vec::with_capacity(self.steps().len());
        for (index, step) in self.steps().iter().enumerate() {
            let own = match step.operation {
                Operation::Input => changes
                    .iter()
                    .rev()
                    .find(|(id, _)| id.index() == index)
                    .map_or(step.value, |&(_, value)| value),
                _ => step.value,
            };
            let value = self.evaluate(step.operation, own, |id| values[id.index()]);
            values.push(value);
        }
        values
    }
}
