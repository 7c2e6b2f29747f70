//! The same paper with other inputs: scenarios, what-if, the reviewer's recomputation.

use crate::workpaper::paper::{Operation, Record, StepId};

impl Record {
    /// Every step's number when some inputs take other values; one entry a step.
    ///
    /// With no changes, or with the recorded values, the bits are those of the paper. A change that names
    /// a step which is no input is without effect: only inputs are free.
    pub fn replay(&self, changes: &[(StepId, f64)]) -> Vec<f64> {
        self.replay_from(0, self.steps().len(), changes)
    }

    /// One step's number when some inputs take other values, with the bits of [`replay`](Self::replay). What
    /// stands before the first change or after the step is not worked out again.
    pub fn replay_one(&self, changes: &[(StepId, f64)], step: StepId) -> f64 {
        let first = changes.iter().map(|(id, _)| id.index()).min().filter(|&first| first <= step.index());
        let last = first.and_then(|first| self.replay_from(first, step.index() + 1, changes).pop());
        last.unwrap_or_else(|| self.value(step))
    }

    /// The numbers of the steps from one to before another, where no step before them changes.
    fn replay_from(&self, first: usize, end: usize, changes: &[(StepId, f64)]) -> Vec<f64> {
        let mut values: Vec<f64> = Vec::with_capacity(end - first);
        for (index, step) in self.steps().iter().enumerate().take(end).skip(first) {
            let own = match step.operation {
                Operation::Input => changes
                    .iter()
                    .rev()
                    .find(|(id, _)| id.index() == index)
                    .map_or(step.value, |&(_, value)| value),
                _ => step.value,
            };
            let of = |id: StepId| id.index().checked_sub(first).map_or(self.value(id), |place| values[place]);
            let value = self.evaluate(step.operation, own, of);
            values.push(value);
        }
        values
    }
}
