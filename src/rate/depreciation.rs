//! What is written off in a period (折旧与摊销): by equal parts, by the sum of the years' digits, by declining parts.
//! ```text
//! straight line  (C − S) ÷ L
//! sum of digits  (C − S) · 2 · (L − p + 1) ÷ (L · (L + 1))
//! declining      the least of (C − W) · f ÷ L and C − S − W       W = (C − S) at most, C · (1 − (1 − f ÷ L)^(p−1))
//! ```
//! C the cost, S what is left in the end, L the life and p the period, in years; f the factor, 2 for the double
//! declining balance; W what was written off before.
//!
//! Stated: as spreadsheets compute SLN, SYD and DDB. What may be written off for tax is for the law to say.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::method::{Method, Setting, Worked};
use crate::problem::{Problem, Remarks};
use crate::workpaper::{Figure, Paper, Unit};

/// The method as a case calls it.
pub struct Depreciation;

const PATTERNS: &[&str] = &["straightLine", "sumOfDigits", "declining"];

const FIELDS: &[Field] = &[
    Field::required("grossCost", Kind::Number(Measure::MONEY)),
    Field::optional("salvage", Kind::Number(Measure::MONEY)),
    Field::required("usefulLife", Kind::Number(Measure { least: 0.01, ..Measure::LIFE })),
    Field::required("pattern", Kind::Choice(PATTERNS)),
    Field::optional("period", Kind::Number(Measure::LIFE)),
    Field::optional("decliningFactor", Kind::Number(Measure { most: 10.0, ..Measure::FACTOR })),
];

impl Method for Depreciation {
    fn name(&self) -> &'static str {
        "depreciation"
    }

    fn approach(&self) -> &'static str {
        "rate"
    }

    /// Money, as its step says; but no value to conclude from.
    fn gives(&self) -> Unit {
        Unit::Factor
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
        let cost = inputs.number("grossCost")?.record(paper, "gross-cost", Unit::Money);
        let salvage = inputs.number("salvage").map(|cell| cell.record(paper, "salvage", Unit::Money));
        let salvage = salvage.unwrap_or_else(|| paper.constant(0.0));
        let life = inputs.number("usefulLife")?.record(paper, "useful-life", Unit::Years);
        let period = inputs.number("period").map(|cell| cell.record(paper, "period", Unit::Years));
        let period = period.unwrap_or_else(|| paper.constant(1.0));
        if salvage.value() > cost.value() {
            remarks.refuse(Problem::new(inputs.pointer_to("salvage"), "salvage-above-cost"));
        }
        if period.value() > life.value() {
            let problem = Problem::new(inputs.pointer_to("period"), "period-beyond-life");
            remarks.refuse(problem.with("period", period.value()).with("life", life.value()));
        }
        let written_off = match inputs.text("pattern")? {
            "straightLine" => (cost - salvage) / life,
            "sumOfDigits" => (cost - salvage) * 2.0 * (life - period + 1.0) / (life * (life + 1.0)),
            _ => {
                let factor = inputs.number("decliningFactor");
                let factor = factor.map(|cell| cell.record(paper, "declining-factor", Unit::Factor));
                declining(cost, salvage, life, period, factor.unwrap_or_else(|| paper.constant(2.0)))
            }
        };
        Some(Worked::of(written_off.named("written-off").measured_in(Unit::Money)))
    }
}

fn declining<'p>(
    cost: Figure<'p>,
    salvage: Figure<'p>,
    life: Figure<'p>,
    period: Figure<'p>,
    factor: Figure<'p>,
) -> Figure<'p> {
    // A factor beyond the life would write off more than there is.
    let share = (factor / life).least(1.0);
    let kept = (1.0 - share).to_the(period - 1.0);
    let before = (cost * (1.0 - kept)).least(cost - salvage).named("written-off-before");
    ((cost - before) * share).least(cost - salvage - before)
}
