//! One value out of the methods: by stated weights, or the one method there is, and rounded if asked.
//!
//! 资产评估法 art 26 asks for two or more methods unless the standards leave only one, and for a conclusion
//! reached by analysis; it prescribes no average. So nothing is averaged unless the case says how and why.

use crate::case::{Inputs, Measure};
use crate::problem::{Finding, Problem, Remarks};
use crate::workpaper::{Figure, Paper, Unit};

/// The clause that asks for two methods.
const TWO_METHODS: &str = "cn-appraisal-law#two-methods";

/// The value concluded from the methods' values; none if the case does not say how to conclude.
pub fn conclusion<'p>(
    paper: &'p Paper,
    values: &[Figure<'p>],
    inputs: Option<&Inputs>,
    remarks: &mut Remarks,
) -> Option<Figure<'p>> {
    paper.begin_part("conclusion");
    let weights = inputs.and_then(|inputs| inputs.series("weights"));
    let reasoned =
        inputs.and_then(|inputs| inputs.text("reason")).is_some_and(|reason| !reason.trim().is_empty());
    let concluded = match (values, weights) {
        // No method, no conclusion: that there is none has been said.
        ([], _) => return None,
        ([value], None) => {
            if !reasoned {
                remarks.find(Finding::note(Problem::new("/methods", "one-method").by_clause(TWO_METHODS)));
            }
            *value
        }
        (_, None) => {
            let problem = Problem::new("/conclusion/weights", "conclusion-needs-weights");
            remarks.refuse(problem.with("methods", values.len()).by_clause(TWO_METHODS));
            return None;
        }
        (_, Some(weights)) => {
            let sum: f64 = weights.iter().map(|weight| weight.value).sum();
            if weights.len() != values.len() {
                let problem =
                    Problem::new("/conclusion/weights", "lengths-differ").with("length", weights.len());
                remarks.refuse(problem.with("wanted", values.len()));
                return None;
            }
            // Weights typed in per cent or thirds miss 1 by their last digit, not by more.
            if (sum - 1.0).abs() > 1e-6 {
                remarks.refuse(Problem::new("/conclusion/weights", "weights-not-one").with("sum", sum));
                return None;
            }
            if !reasoned {
                let about = Problem::new("/conclusion/reason", "weights-without-reason");
                remarks.find(Finding::warning(about.by_clause(TWO_METHODS)));
            }
            let weighted = values.iter().zip(weights).zip(1..).map(|((&value, weight), number)| {
                let weight = weight.record(paper, "weight", Unit::Share).in_year(number);
                (value * weight).named("weighted-value").in_year(number)
            });
            let weighted: Vec<_> = weighted.collect();
            paper.sum(weighted)
        }
    };
    let value = concluded.named("value").measured_in(Unit::Money);
    match inputs.and_then(|inputs| inputs.number("rounding")) {
        Some(unit) if unit.value > 0.0 => {
            let unit = unit.record(paper, "rounding", Measure::MONEY.unit);
            Some(value.rounded_to(unit).named("rounded-value").measured_in(Unit::Money))
        }
        _ => Some(value),
    }
}
