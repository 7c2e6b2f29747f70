//! One value out of the methods: by stated weights, by adopting one of them, or the one there is; rounded if
//! asked.
//!
//! 资产评估法 art 26 asks for two or more methods unless the standards leave only one, and for a conclusion
//! reached by analysis; it prescribes no average. So nothing is averaged unless the case says how and why.
//! Where methods disagree by more than the standard's bound, that is a finding: the reader decides why.

use crate::case::{Inputs, Measure};
use crate::problem::{Finding, Problem, Remarks};
use crate::standard::Ruling;
use crate::workpaper::{Figure, Paper, Unit};

/// The clause that asks for two methods.
const TWO_METHODS: &str = "cn-appraisal-law#two-methods";

/// What one method says the value is.
pub struct Indication<'c, 'p> {
    /// How the case calls the entry.
    pub id: &'c str,
    /// The approach that it belongs to.
    pub approach: &'static str,
    /// The value; money.
    pub value: Figure<'p>,
}

/// The value concluded from the indications; none if the case does not say how to conclude.
///
/// `widest` is the most by which the highest indication may exceed the lowest, as a share of the lowest,
/// before their disagreement is a finding; none where no standard sets it.
pub fn conclusion<'p>(
    paper: &'p Paper,
    indications: &[Indication<'_, 'p>],
    inputs: Option<&Inputs>,
    widest: Option<Ruling>,
    remarks: &mut Remarks,
) -> Option<Figure<'p>> {
    paper.begin_part("conclusion");
    let weights = inputs.and_then(|inputs| inputs.series("weights"));
    let adopted = inputs.and_then(|inputs| inputs.text("adopted"));
    let reasoned =
        inputs.and_then(|inputs| inputs.text("reason")).is_some_and(|reason| !reason.trim().is_empty());
    if let (Some(_), Some(_)) = (weights, adopted) {
        let problem = Problem::new("/conclusion/adopted", "conflicting");
        remarks.refuse(problem.with("with", "weights"));
    }
    let concluded = match (indications, weights, adopted) {
        // No method, no conclusion: that there is none has been said.
        ([], ..) => return None,
        ([one], None, None) => {
            if !reasoned {
                remarks.find(Finding::note(Problem::new("/methods", "one-method").by_clause(TWO_METHODS)));
            }
            one.value
        }
        (_, _, Some(id)) => {
            let Some(one) = indications.iter().find(|each| each.id == id) else {
                let known: Vec<&str> = indications.iter().map(|each| each.id).collect();
                let problem = Problem::new("/conclusion/adopted", "no-such-entry").with("id", id);
                remarks.refuse(problem.with("known", known.join(", ")));
                return None;
            };
            if !reasoned {
                let about = Problem::new("/conclusion/reason", "adopted-without-reason");
                remarks.find(Finding::warning(about.by_clause(TWO_METHODS)));
            }
            one.value
        }
        (_, None, None) => {
            let problem = Problem::new("/conclusion/weights", "conclusion-needs-weights");
            remarks.refuse(problem.with("methods", indications.len()).by_clause(TWO_METHODS));
            return None;
        }
        (_, Some(weights), None) => {
            let sum: f64 = weights.iter().map(|weight| weight.value).sum();
            if weights.len() != indications.len() {
                let problem =
                    Problem::new("/conclusion/weights", "lengths-differ").with("length", weights.len());
                remarks.refuse(problem.with("wanted", indications.len()));
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
            let weighted = indications.iter().zip(weights).zip(1..).map(|((each, weight), number)| {
                let weight = weight.record(paper, "weight", Unit::Share).in_year(number);
                (each.value * weight).named("weighted-value").in_year(number)
            });
            let weighted: Vec<_> = weighted.collect();
            paper.sum(weighted)
        }
    };
    find_divergence(indications, widest, remarks);
    let value = concluded.named("value").measured_in(Unit::Money);
    match inputs.and_then(|inputs| inputs.number("rounding")) {
        Some(unit) if unit.value > 0.0 => {
            let unit = unit.record(paper, "rounding", Measure::MONEY.unit);
            Some(value.rounded_to(unit).named("rounded-value").measured_in(Unit::Money))
        }
        _ => Some(value),
    }
}

/// Methods that disagree by more than the standard lets pass without a word.
fn find_divergence(indications: &[Indication<'_, '_>], widest: Option<Ruling>, remarks: &mut Remarks) {
    let Some((widest, clause)) = widest.and_then(|ruling| Some((ruling.number()?, ruling.clause))) else {
        return;
    };
    let values = || indications.iter().map(|each| each.value.value());
    let low = values().fold(f64::INFINITY, |low, value| if value < low { value } else { low });
    let high = values().fold(f64::NEG_INFINITY, |high, value| if value > high { value } else { high });
    // A lowest value next to nothing lies further below than any number can say.
    let apart = high / low - 1.0;
    let apart = if apart.is_finite() { apart } else { f64::MAX };
    if indications.len() > 1 && low > 0.0 && apart > widest {
        let about = Problem::new("/conclusion", "approaches-diverge").by_clause(clause);
        let about = about.with("low", low).with("high", high).with("apart", apart);
        remarks.find(Finding::warning(about.with("widest", widest)));
    }
}
