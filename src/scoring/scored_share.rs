//! A share between two bounds, by a score (综合评分法确定分成率).
//! ```text
//! K = m + (n − m) · s ÷ S
//! ```
//! m and n the lower and the upper bound, shares; s the score and S the most that it could be.
//!
//! - Stated: the structure, in valuation reports at large.
//! - Limit: no standard prescribes the bounds; they need evidence of their own, and the score is a judgement.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::method::{Method, Setting, Worked};
use crate::problem::{Problem, Remarks};
use crate::scoring::{POINTS, full_score};
use crate::workpaper::{Figure, Paper, Unit};

/// The share that a score finds between two bounds.
fn scored_share<'p>(lower: Figure<'p>, upper: Figure<'p>, reached: Figure<'p>) -> Figure<'p> {
    (lower + (upper - lower) * reached).named("scored-share").measured_in(Unit::Share)
}

/// The method as a case calls it.
pub struct ScoredShare;

const FIELDS: &[Field] = &[
    Field::required("lowerBound", Kind::Number(Measure::SHARE)),
    Field::required("upperBound", Kind::Number(Measure::SHARE)),
    Field::required("score", Kind::Number(POINTS)),
    Field::optional("fullScore", Kind::Number(POINTS)),
];

impl Method for ScoredShare {
    fn name(&self) -> &'static str {
        "scoredShare"
    }

    fn approach(&self) -> &'static str {
        "score"
    }

    fn gives(&self) -> Unit {
        Unit::Share
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
        let full = full_score(paper, inputs, remarks);
        let lower = inputs.number("lowerBound")?.record(paper, "lower-bound", Unit::Share);
        let upper = inputs.number("upperBound")?.record(paper, "upper-bound", Unit::Share);
        if lower.value() > upper.value() {
            remarks.refuse(Problem::new(inputs.pointer_to("upperBound"), "bounds-not-ascending"));
        }
        let score = inputs.number("score")?.record(paper, "score", Unit::Factor);
        let full = full?;
        if score.value() > full.value() {
            let problem = Problem::new(inputs.pointer_to("score"), "score-above-full");
            remarks.refuse(problem.with("score", score.value()).with("full", full.value()));
        }
        Some(Worked::of(scored_share(lower, upper, score / full)))
    }
}
