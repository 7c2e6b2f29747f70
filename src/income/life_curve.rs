//! Life curves (寿命曲线): how much of an income survives from year to year.
//! ```text
//! straight   sₜ = 1 − e ÷ L, not below 0                 e years from the valuation date to the year's start
//! geometric  sₜ = (1 − d)^e
//! sCurve     sₜ = (1 + exp(−k · m)) ÷ (1 + exp(k · (e − m)))
//! survivor   sₜ as listed
//! ```
//! L the years over which it declines to nothing, by default the remaining life; d the share lost a year; m the
//! years until half of a long past beginning is lost, and k how steeply. Every curve but a listed one begins
//! at 1, so that the first year counts whole.
//!
//! - Stated: geometric and straight decline, logistic replacement (*Fisher and Pry*, 1971), and survivor
//!   curves from retirement studies.
//! - Inferred: that a year has the share of its start, and that the logistic curve is scaled to begin at 1.
//! - Limit: a curve stands beside a life that ends, and never beside an income without end.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::income::discounting::Schedule;
use crate::income::forecast::{by_period, refuse_other_length};
use crate::method::Life;
use crate::problem::{Problem, Remarks};
use crate::workpaper::{Figure, Paper, Unit};

/// The inputs of a life curve.
pub(super) const LIFE_CURVE_FIELDS: &[Field] = &[
    Field::required("shape", Kind::Choice(SHAPES)),
    Field::optional("declineYears", Kind::Number(YEARS_OF_DECLINE)),
    Field::optional("decline", Kind::Number(Measure::SHARE)),
    Field::optional("midpoint", Kind::Number(Measure::LIFE)),
    Field::optional("steepness", Kind::Number(STEEPNESS)),
    Field::optional("survivors", Kind::Series(Measure::SHARE)),
];

const SHAPES: &[&str] = &["straight", "geometric", "sCurve", "survivor"];

/// A decline over no time at all would divide by nothing.
const YEARS_OF_DECLINE: Measure = Measure { unit: Unit::Years, least: 0.01, most: 200.0 };

/// At 0 nothing is lost; at 5 nearly all is lost within the year around the middle.
const STEEPNESS: Measure = Measure { unit: Unit::Factor, least: 0.0, most: 5.0 };

/// The parameters of each shape; those of another are refused.
fn parameters(shape: &str) -> &'static [&'static str] {
    match shape {
        "straight" => &["declineYears"],
        "geometric" => &["decline"],
        "sCurve" => &["midpoint", "steepness"],
        _ => &["survivors"],
    }
}

/// How much of the income of each period survives; shares.
///
/// Errors: a parameter of the shape that is missing, or one of another shape; a list of another length than
/// the forecast; a straight decline where neither its years nor a life are known.
pub(super) fn surviving<'p>(
    paper: &'p Paper,
    curve: &Inputs,
    schedule: &Schedule<'p>,
    life: Option<&Life<'p>>,
    remarks: &mut Remarks,
) -> Option<Vec<Figure<'p>>> {
    let before = remarks.problems.len();
    let shape = curve.text("shape")?;
    let wanted = parameters(shape);
    for key in LIFE_CURVE_FIELDS.iter().skip(1).map(|field| field.key) {
        if curve.has(key) && !wanted.contains(&key) {
            remarks.refuse(Problem::new(curve.pointer_to(key), "conflicting").with("with", "shape"));
        }
        let optional = key == "declineYears" && life.is_some();
        if !curve.has(key) && wanted.contains(&key) && !optional {
            remarks.refuse(Problem::new(curve.pointer_to(key), "missing").with("key", key));
        }
    }
    refuse_other_length(curve, "survivors", schedule.periods as usize, remarks);
    if remarks.problems.len() > before {
        return None;
    }
    let mut starts = schedule.starts(paper);
    starts.truncate(schedule.periods as usize);
    let number = |key| curve.number(key);
    let by_start = |share: &dyn Fn(Figure<'p>) -> Figure<'p>| {
        starts.iter().zip(1..).map(|(&start, year)| named(share(start), year)).collect()
    };
    Some(match shape {
        "straight" => {
            let over = match number("declineYears") {
                Some(cell) => cell.record(paper, "decline-years", Unit::Years),
                // A life drawn to nothing leaves no income that could decline.
                None => life?.years.greatest(YEARS_OF_DECLINE.least),
            };
            by_start(&|start| (1.0 - start / over).greatest(0.0))
        }
        "geometric" => {
            let kept = 1.0 - number("decline")?.record(paper, "decline", Unit::Share);
            geometric(paper, kept, schedule, &starts)
        }
        "sCurve" => {
            let midpoint = number("midpoint")?.record(paper, "midpoint", Unit::Years);
            let steepness = number("steepness")?.record(paper, "steepness", Unit::Factor);
            // Beyond this power nothing is left that a double could hold, and its slope would be lost.
            let lost = |from: Figure<'p>| 1.0 + ((from - midpoint) * steepness).least(300.0).exponential();
            let first = lost(paper.constant(0.0));
            by_start(&|start| first / lost(start))
        }
        _ => by_period(paper, curve, "survivors", "surviving", Unit::Share, schedule.periods)?,
    })
}

fn named(share: Figure<'_>, year: u32) -> Figure<'_> {
    share.named("surviving").in_year(year).measured_in(Unit::Share)
}

/// A chain of yearly factors, with a power only where a period is no whole year.
fn geometric<'p>(
    paper: &'p Paper,
    kept: Figure<'p>,
    schedule: &Schedule<'p>,
    starts: &[Figure<'p>],
) -> Vec<Figure<'p>> {
    let mut share = named(paper.constant(1.0), 1);
    let mut shares = vec![share];
    for (pair, number) in starts.windows(2).zip(1..) {
        let over = if schedule.is_whole_year(number) { kept } else { kept.to_the(pair[1] - pair[0]) };
        share = named(share * over, number + 1);
        shares.push(share);
    }
    shares
}
