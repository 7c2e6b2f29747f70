//! The built-up discount rate (累加法): a risk-free rate and a premium for each risk.
//! ```text
//! r = r_f + Σ pᵢ
//! ```
//! - Stated: the structure, for intangible assets, in the teaching of the Chinese appraisal society; no
//!   standard prescribes the size of any premium.
//! - Published (Chinese textbook example): 4 % + 6 % + 3 % + 1 % + 2 % = 16 %.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::problem::{Problem, Remarks};
use crate::workpaper::{Figure, Paper, Unit};

/// The inputs of a build-up.
pub const BUILD_UP_FIELDS: &[Field] = &[
    Field::required("riskFreeRate", Kind::Number(Measure::RATE)),
    Field::required("premiums", Kind::List(PREMIUM_FIELDS)),
];

const PREMIUM_FIELDS: &[Field] =
    &[Field::required("name", Kind::Text), Field::required("rate", Kind::Number(Measure::RATE))];

/// The sum of the risk-free rate and the premiums; a rate a year.
///
/// Errors: a build-up without any premium is refused, for it would discount a risky income as a safe one.
pub fn build_up<'p>(paper: &'p Paper, inputs: &Inputs, remarks: &mut Remarks) -> Option<Figure<'p>> {
    let premiums = inputs.list("premiums");
    if inputs.has("premiums") && premiums.is_empty() {
        remarks.refuse(Problem::new(inputs.pointer_to("premiums"), "no-premium"));
    }
    let risk_free = inputs.number("riskFreeRate")?.record(paper, "risk-free-rate", Unit::Rate);
    let mut rates = vec![risk_free];
    for (premium, period) in premiums.iter().zip(1..) {
        let rate = premium.number("rate")?.record(paper, "risk-premium", Unit::Rate).in_year(period);
        let label = premium.text("name")?.to_owned();
        rates.push(rate.annotate(|note| note.label = Some(label)));
    }
    Some(paper.sum(rates).named("discount-rate").measured_in(Unit::Rate))
}
