//! Fuzzy comprehensive evaluation (模糊综合评价): indicators that belong to classes in part.
//! ```text
//! M(∧,∨)  bⱼ = max over i of min(aᵢ, rᵢⱼ)        M(·,∨)  bⱼ = max over i of aᵢ·rᵢⱼ
//! M(∧,⊕)  bⱼ = min(1, Σ min(aᵢ, rᵢⱼ))            M(·,+)  bⱼ = Σ aᵢ·rᵢⱼ
//! ```
//! aᵢ the weight of indicator i, together one; rᵢⱼ how far indicator i belongs to class j, from 0 to 1; bⱼ how
//! far the whole belongs to class j. The class is that of the greatest b, the first at a tie; the score is the
//! mean of the classes' scores weighted by b.
//!
//! - Stated: the four operators (模糊数学教材); a published example with two weight vectors is among the oracles.
//! - Limit: M(∧,∨) lets one indicator decide and ignores the rest; say why it was chosen.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::method::{Method, Setting, Worked};
use crate::problem::{Finding, Problem, Remarks};
use crate::scoring::ahp::labelled;
use crate::scoring::{POINTS, refuse_unless_one};
use crate::workpaper::{Figure, Paper, Unit};

/// How far the whole belongs to each class; `memberships` are the rows of the indicators.
fn class_memberships<'p>(
    paper: &'p Paper,
    weights: &[Figure<'p>],
    memberships: &[Vec<f64>],
    operator: &str,
) -> Vec<Figure<'p>> {
    let classes = memberships.first().map_or(0, Vec::len);
    let belonging = (0..classes).map(|class| {
        let parts = weights.iter().zip(memberships).map(|(&weight, row)| {
            let belongs = row.get(class).copied().unwrap_or(0.0);
            if matches!(operator, "minMax" | "minBoundedSum") {
                weight.least(belongs)
            } else {
                weight * belongs
            }
        });
        match operator {
            "minMax" | "productMax" => {
                parts.reduce(|most, part| part.greatest(most)).unwrap_or_else(|| paper.constant(0.0))
            }
            "minBoundedSum" => paper.sum(parts).least(1.0),
            _ => paper.sum(parts),
        }
    });
    belonging.collect()
}

/// The method as a case calls it.
pub struct FuzzyEvaluation;

const FIELDS: &[Field] = &[
    Field::required("memberships", Kind::Matrix(Measure::SHARE)),
    Field::required("indicatorWeights", Kind::Series(Measure::SHARE)),
    Field::required("operator", Kind::Choice(&["minMax", "productMax", "productSum", "minBoundedSum"])),
    Field::optional("classes", Kind::Texts),
    Field::optional("classScores", Kind::Series(POINTS)),
];

impl Method for FuzzyEvaluation {
    fn name(&self) -> &'static str {
        "fuzzyEvaluation"
    }

    fn approach(&self) -> &'static str {
        "score"
    }

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
        let memberships = memberships(inputs, remarks);
        let weights = inputs.series("indicatorWeights")?.iter().zip(1..);
        let weights = weights.map(|(cell, number)| cell.record(paper, "weight", Unit::Share).in_year(number));
        let weights: Vec<Figure<'p>> = weights.collect();
        refuse_unless_one(&weights, inputs.pointer_to("indicatorWeights"), remarks);
        let memberships = memberships?;
        let mut fits = |key: &str, length: usize, wanted: usize| {
            if length > 0 && length != wanted {
                let problem = Problem::new(inputs.pointer_to(key), "lengths-differ").with("length", length);
                remarks.refuse(problem.with("wanted", wanted));
            }
        };
        let classes = memberships.first()?.len();
        fits("indicatorWeights", weights.len(), memberships.len());
        fits("classes", inputs.texts("classes").len(), classes);
        fits("classScores", inputs.series("classScores").map_or(0, <[_]>::len), classes);
        let belonging = class_memberships(paper, &weights, &memberships, inputs.text("operator")?);
        let belonging = belonging.into_iter().zip(1..).enumerate().map(|(index, (belongs, number))| {
            let belongs = belongs.named("class-membership").in_year(number).measured_in(Unit::Share);
            labelled(belongs, inputs.texts("classes"), index)
        });
        let belonging: Vec<Figure<'p>> = belonging.collect();
        let class = greatest_class(paper, &belonging)?;
        let Some(scores) = inputs.series("classScores") else { return Some(Worked::of(class)) };
        let scores = scores.iter().zip(1..);
        let scored = scores.zip(&belonging).map(|((cell, number), &belongs)| {
            belongs * cell.record(paper, "class-score", Unit::Factor).in_year(number)
        });
        let scored: Vec<Figure<'p>> = scored.collect();
        let score = paper.sum(scored) / paper.sum(belonging);
        Some(Worked::of(score.named("total-score").measured_in(Unit::Factor)))
    }
}

/// The rows of the indicators: all as long as the first, without gaps, and each together one or it is said.
fn memberships(inputs: &Inputs, remarks: &mut Remarks) -> Option<Vec<Vec<f64>>> {
    let rows = inputs.matrix("memberships")?;
    let wanted = rows.first()?.len();
    let pointer = inputs.pointer_to("memberships");
    let mut read = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let at = format!("{pointer}/{index}");
        if row.len() != wanted {
            let problem = Problem::new(at.clone(), "lengths-differ").with("length", row.len());
            remarks.refuse(problem.with("wanted", wanted));
            continue;
        }
        let Some(whole) = row.iter().copied().collect::<Option<Vec<f64>>>() else {
            remarks.refuse(Problem::new(at, "membership-left-open"));
            continue;
        };
        let sum: f64 = whole.iter().sum();
        if (sum - 1.0).abs() > 1e-6 {
            remarks.find(Finding::note(Problem::new(at, "memberships-not-one").with("sum", sum)));
        }
        read.push(whole);
    }
    (read.len() == rows.len()).then_some(read)
}

/// Which class the whole belongs to most, from 1; the first at a tie.
fn greatest_class<'p>(paper: &'p Paper, belonging: &[Figure<'p>]) -> Option<Figure<'p>> {
    let (&first, rest) = belonging.split_first()?;
    let (mut most, mut class) = (first, paper.constant(1.0));
    for (&belongs, number) in rest.iter().zip(2..) {
        class = belongs.if_above(most, f64::from(number), class);
        most = belongs.greatest(most);
    }
    Some(class.named("evaluation-class").measured_in(Unit::Count))
}
