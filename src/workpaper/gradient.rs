//! Exact sensitivities: one backward pass gives the slope of a result along every step.
//!
//! Reverse accumulation over the record (Griewank and Walther, *Evaluating Derivatives*, 2nd ed., ch. 3).
//! At a kink one side is taken, and always the same: a tie in [`Least`](Operation::Least) follows its first
//! operand, a tie in [`Greatest`](Operation::Greatest) its second, so that `clamp` gives the slope from
//! below; a selection follows the branch that it chose.

use crate::workpaper::math;
use crate::workpaper::paper::{Operation, Record, StepId};

impl Record {
    /// ∂ result / ∂ step, for every step up to the result; zero for those that it does not depend on.
    pub fn gradient(&self, result: StepId) -> Vec<f64> {
        use Operation::*;
        let mut slopes = vec![0.0; self.steps().len()];
        slopes[result.index()] = 1.0;
        for index in (0..=result.index()).rev() {
            let slope = slopes[index];
            // Without this, an unused branch with an infinite slope would turn zero into NaN.
            if slope == 0.0 {
                continue;
            }
            let step = self.steps()[index];
            let (own, of) = (step.value, |id: StepId| self.value(id));
            let mut pass = |id: StepId, local: f64| slopes[id.index()] += slope * local;
            match step.operation {
                Input | Constant => {}
                Same(a) => pass(a, 1.0),
                Negation(a) => pass(a, -1.0),
                Exponential(a) => pass(a, own),
                Logarithm(a) => pass(a, 1.0 / of(a)),
                SquareRoot(a) => pass(a, 0.5 / own),
                NormalDistribution(a) => pass(a, math::normal_density(of(a))),
                Addition(a, b) => {
                    pass(a, 1.0);
                    pass(b, 1.0);
                }
                Subtraction(a, b) => {
                    pass(a, 1.0);
                    pass(b, -1.0);
                }
                Multiplication(a, b) => {
                    pass(a, of(b));
                    pass(b, of(a));
                }
                Division(a, b) => {
                    pass(a, 1.0 / of(b));
                    pass(b, -own / of(b));
                }
                Power(a, b) => {
                    pass(a, of(b) * math::power(of(a), of(b) - 1.0));
                    // A constant exponent has no slope to pass, and the logarithm of a base below zero none to give.
                    if self.steps()[b.index()].operation != Constant {
                        pass(b, own * libm::log(of(a)));
                    }
                }
                // As if it were not rounded: the true slope is nothing, and then everything at once.
                Rounding(a, _) => pass(a, 1.0),
                Least(a, b) => pass(if of(a) <= of(b) { a } else { b }, 1.0),
                Greatest(a, b) => pass(if of(a) > of(b) { a } else { b }, 1.0),
                Selection(comparison, [left, right, then, otherwise]) => {
                    pass(if comparison.holds(of(left), of(right)) { then } else { otherwise }, 1.0);
                }
                Sum { first, count } => self.summands(first, count).iter().for_each(|&id| pass(id, 1.0)),
            }
        }
        slopes
    }
}
