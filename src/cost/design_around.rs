//! Designing around (规避设计成本法): what it would cost not to need the right.
//! ```text
//! V = C + Σ I · fₜ · (1 + r)^−hₜ + (1 − p) · F         over the years of delay
//! ```
//! C what a solution of one's own costs, in money; I the income lost a year while it is not ready; p how
//! likely it succeeds; F what its failure costs. fₜ and hₜ are as in every forecast, at year end.
//!
//! - Inferred: the whole formula. That the price of a licence is bounded by the licensee's next best course
//!   is common ground among courts and textbooks; no published example with complete inputs was found.
//! - Limit: a ceiling of what a user would pay, not what an owner would accept.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::income::{Schedule, Timing, discounting};
use crate::method::{Method, Setting, Worked};
use crate::problem::{Problem, Remarks};
use crate::workpaper::{Figure, Paper, Unit};

/// The method as a case calls it.
pub struct DesignAround;

const FIELDS: &[Field] = &[
    Field::required("redesignCost", Kind::Number(Measure::MONEY)),
    Field::optional("delayYears", Kind::Number(Measure::LIFE)),
    Field::optional("yearlyIncomeLost", Kind::Number(Measure::MONEY)),
    Field::optional("discountRate", Kind::Number(Measure::DISCOUNT)),
    Field::optional("solutionProbability", Kind::Number(Measure::SHARE)),
    Field::optional("lossOnFailure", Kind::Number(Measure::MONEY)),
];

/// What has no meaning without another.
const TOGETHER: [(&str, &str); 5] = [
    ("delayYears", "yearlyIncomeLost"),
    ("yearlyIncomeLost", "delayYears"),
    ("delayYears", "discountRate"),
    ("solutionProbability", "lossOnFailure"),
    ("lossOnFailure", "solutionProbability"),
];

impl Method for DesignAround {
    fn name(&self) -> &'static str {
        "designAround"
    }

    fn approach(&self) -> &'static str {
        "cost"
    }

    fn fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn work<'p>(
        &self,
        paper: &'p Paper,
        inputs: &Inputs,
        _: &Setting<'_>,
        remarks: &mut Remarks,
    ) -> Option<Worked<'p>> {
        let before = remarks.problems.len();
        for (key, other) in TOGETHER {
            if inputs.has(key) && !inputs.has(other) {
                remarks.refuse(Problem::new(inputs.pointer_to(key), "needs-other").with("other", other));
            }
        }
        let mut parts = vec![inputs.number("redesignCost")?.record(paper, "redesign-cost", Unit::Money)];
        parts.extend(income_lost(paper, inputs));
        if let (Some(success), Some(loss)) =
            (inputs.number("solutionProbability"), inputs.number("lossOnFailure"))
        {
            let success = success.record(paper, "solution-probability", Unit::Share);
            let loss = loss.record(paper, "loss-on-failure", Unit::Money);
            parts.push(((1.0 - success) * loss).named("expected-loss-on-failure"));
        }
        let value = paper.sum(parts).named("cost-of-designing-around");
        (remarks.problems.len() == before).then(|| Worked::of(value))
    }
}

/// The income that is lost until the solution is ready, seen from the valuation date.
fn income_lost<'p>(paper: &'p Paper, inputs: &Inputs) -> Option<Figure<'p>> {
    let delay = inputs.number("delayYears")?;
    let lost = inputs.number("yearlyIncomeLost")?.record(paper, "yearly-income-lost", Unit::Money);
    let rate = inputs.number("discountRate")?.record(paper, "discount-rate", Unit::Rate);
    let (_, longest) = delay.extent();
    let periods = if longest < 1.0 { 1 } else { longest.ceil() as u32 };
    let delay = delay.record(paper, "delay-years", Unit::Years);
    let schedule = Schedule { timing: Timing::YearEnd, stub: None, periods };
    let values: Vec<Figure<'p>> = discounting(paper, &schedule, rate, Some(delay))
        .iter()
        .map(|year| (lost * year.alive * year.discount_factor).named("present-value").in_year(year.number))
        .collect();
    Some(paper.sum(values).named("income-lost-by-delay"))
}
