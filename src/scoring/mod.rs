//! Scores: how judges weigh what has no price, and the shares that follow from it. A score is not a price.

mod ahp;
mod fuzzy_evaluation;
mod scored_share;
mod weighted_score;

use crate::case::{Inputs, Measure};
use crate::method::Method;
use crate::problem::{Problem, Remarks};
use crate::workpaper::{Figure, Paper, Unit};

/// The methods of this room.
pub const METHODS: &[&dyn Method] = &[
    &weighted_score::WeightedScore,
    &ahp::Ahp,
    &fuzzy_evaluation::FuzzyEvaluation,
    &scored_share::ScoredShare,
];

/// Points of any scale.
const POINTS: Measure = Measure { unit: Unit::Factor, least: 0.0, most: 1e6 };

/// The most that a score could be; 1 where nothing is said.
fn full_score<'p>(paper: &'p Paper, inputs: &Inputs, remarks: &mut Remarks) -> Option<Figure<'p>> {
    let Some(cell) = inputs.number("fullScore") else { return Some(paper.constant(1.0)) };
    if cell.value <= 0.0 {
        remarks.refuse(Problem::new(cell.pointer.clone(), "full-score-of-nought"));
        return None;
    }
    Some(cell.record(paper, "full-score", Unit::Factor))
}

/// Refuses weights that do not add up to one: the score would be on no scale.
fn refuse_unless_one(weights: &[Figure<'_>], pointer: String, remarks: &mut Remarks) {
    let sum: f64 = weights.iter().map(|weight| weight.value()).sum();
    if (sum - 1.0).abs() > 1e-6 {
        remarks.refuse(Problem::new(pointer, "indicator-weights-not-one").with("sum", sum));
    }
}
