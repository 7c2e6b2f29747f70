//! What every comparison shares: how fresh and how many the comparables are, and what lies in their middle.
//! ```text
//! mean   = Σ wᵢ pᵢ ÷ Σ wᵢ
//! median = the middle of the pᵢ in order, or the mean of the two in the middle
//! ```
//! The median is found on the paper, by comparing neighbours until all stand in order, so that it holds for
//! any figures drawn later.

use crate::asset::{written, years_between};
use crate::case::{Cell, Field, Inputs, Kind, Measure};
use crate::method::{Setting, all, listed};
use crate::problem::{Finding, Problem, Remarks};
use crate::workpaper::{Figure, Paper, Unit};

/// The keys that every comparison has beside its list.
pub(super) const CENTRE: Field = Field::optional("centre", Kind::Choice(&["mean", "median"]));
/// How old a comparable may be, in years.
pub(super) const OLDEST: Field = Field::optional("oldest", Kind::Number(Measure::LIFE));
/// A weight that is not nothing.
pub(super) const SIMILARITY: Field =
    Field::optional("similarity", Kind::Number(Measure { unit: Unit::Factor, least: 1e-9, most: 1e12 }));

/// With fewer comparables than this, one odd bargain decides; where no standard is at hand.
const FEWEST: f64 = 3.0;

/// A limit, and the clause behind it where a standard sets it.
pub(super) struct Bound {
    value: f64,
    clause: Option<String>,
}

impl Bound {
    /// What has to be said of a size beyond the limit; nothing of one within it.
    pub(super) fn find_beyond(&self, size: f64, about: Problem, remarks: &mut Remarks) {
        // What rounding adds to a factor such as 1.2 is not held against it.
        if size > self.value + 1e-12 {
            remarks.find(Finding::warning(self.cited(about.with("size", size).with("bound", self.value))));
        }
    }

    fn cited(&self, about: Problem) -> Problem {
        self.clause.iter().fold(about, |about, clause| about.by_clause(clause.as_str()))
    }
}

/// The limit that a case sets, or else the one that the proposed standard sets.
pub(super) fn bound(given: Option<&Cell>, parameter: &str, setting: &Setting<'_>) -> Option<Bound> {
    if let Some(cell) = given {
        return Some(Bound { value: cell.value, clause: None });
    }
    let ruling = setting.standards.proposed(parameter, setting.valuation_date?)?;
    Some(Bound { value: ruling.number()?, clause: Some(ruling.clause) })
}

/// The entries under a key, with what has to be said of their number and their age.
pub(super) fn comparables<'i>(
    inputs: &'i Inputs,
    key: &'static str,
    setting: &Setting<'_>,
    remarks: &mut Remarks,
) -> &'i [Inputs] {
    let entries = listed(inputs, key, remarks);
    let least = bound(None, "comparables-least", setting);
    let least = least.unwrap_or(Bound { value: FEWEST, clause: None });
    if (entries.len() as f64) < least.value && !entries.is_empty() {
        let about = Problem::new(inputs.pointer_to(key), "too-few-comparables");
        let about = about.with("count", entries.len()).with("least", least.value);
        remarks.find(Finding::warning(least.cited(about)));
    }
    judge_ages(inputs, entries, setting, remarks);
    entries
}

fn judge_ages(inputs: &Inputs, entries: &[Inputs], setting: &Setting<'_>, remarks: &mut Remarks) {
    let Some(valuation) = setting.valuation_date else {
        if let Some(oldest) = inputs.number("oldest") {
            remarks.refuse(Problem::new(oldest.pointer.clone(), "needs-valuation-date"));
        }
        return;
    };
    let oldest = bound(inputs.number("oldest"), "comparable-age-most", setting);
    for entry in entries {
        let pointer = entry.pointer_to("date");
        let Some(date) = entry.date("date") else {
            if oldest.is_some() {
                remarks.find(Finding::warning(Problem::new(pointer, "comparable-undated")));
            }
            continue;
        };
        let age = years_between(date, valuation);
        let about = |code| Problem::new(pointer.clone(), code).with("date", written(date));
        if age < 0.0 {
            remarks.find(Finding::warning(about("comparable-after-valuation")));
        }
        if let Some(oldest) = &oldest {
            oldest.find_beyond(age, about("comparable-out-of-date"), remarks);
        }
    }
}

/// The middle of comparables, as the case asks for it: the mean, weighted or not, or the median.
pub(super) fn centre<'p>(
    paper: &'p Paper,
    inputs: &Inputs,
    entries: &[Inputs],
    values: &[Figure<'p>],
    remarks: &mut Remarks,
) -> Option<Figure<'p>> {
    let weighted = entries.iter().find(|entry| entry.has("similarity"));
    if inputs.text("centre") == Some("median") {
        if let Some(weighted) = weighted {
            let problem = Problem::new(weighted.pointer_to("similarity"), "conflicting");
            remarks.refuse(problem.with("with", "centre"));
        }
        return median(values);
    }
    if weighted.is_none() {
        return Some(paper.sum(values.iter().copied()) / values.len() as f64);
    }
    let weights = entries.iter().zip(1..).map(|(entry, number)| {
        let weight = entry.number("similarity");
        if weight.is_none() {
            let problem = Problem::new(entry.pointer_to("similarity"), "missing").with("key", "similarity");
            remarks.refuse(problem);
        }
        Some(weight?.record(paper, "weight", Unit::Factor).in_year(number))
    });
    let weights = all(weights)?;
    let weighed = values.iter().zip(&weights).map(|(&value, &weight)| value * weight);
    let weighed: Vec<Figure<'p>> = weighed.collect();
    Some(paper.sum(weighed) / paper.sum(weights))
}

/// The middle of figures, whatever their order; none of none.
fn median<'p>(values: &[Figure<'p>]) -> Option<Figure<'p>> {
    let mut ordered = values.to_vec();
    for round in 0..ordered.len() {
        for pair in ordered[round % 2..].chunks_exact_mut(2) {
            (pair[0], pair[1]) = (pair[0].least(pair[1]), pair[0].greatest(pair[1]));
        }
    }
    let middle = ordered.len() / 2;
    let upper = *ordered.get(middle)?;
    Some(if ordered.len() % 2 == 1 { upper } else { (ordered[middle - 1] + upper) * 0.5 })
}
