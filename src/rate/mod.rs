//! Discount rates and rates of return, the functions of finance, and what taxes do to a value.

mod build_up;
mod capm;
mod depreciation;
mod equity_premium;
mod internal_rate;
mod loan_schedule;
mod present_value;
mod rate_conversion;
mod tax_amortisation_benefit;
mod time_value;
mod wacc;
mod wara;

use crate::asset::years_actual_365;
use crate::case::{Cell, Field, Inputs, Kind, Measure};
use crate::method::{Method, Setting};
use crate::problem::{Finding, Problem, Remarks};
use crate::workpaper::Unit;

pub use build_up::{BUILD_UP_FIELDS, build_up};
pub use capm::{CAPM_FIELDS, capm, relevered_beta, unlevered_beta};
pub use tax_amortisation_benefit::tax_amortisation_factor;
pub use time_value::annuity_factor;

/// The methods of this room.
pub const METHODS: &[&dyn Method] = &[
    &build_up::BuildUp,
    &capm::Capm,
    &wacc::Wacc,
    &wara::Wara,
    &internal_rate::ImpliedRate,
    &internal_rate::InternalRateOfReturn,
    &present_value::PresentValueByDates,
    &rate_conversion::RateConversion,
    &tax_amortisation_benefit::TaxAmortisationBenefit,
    &time_value::TimeValue,
    &loan_schedule::LoanSchedule,
    &depreciation::Depreciation,
    &equity_premium::ImpliedEquityPremium,
];

/// A rate a period in the functions of finance: ten times over at most, and never the loss of all.
const RATE_A_PERIOD: Measure = Measure { unit: Unit::Rate, least: -0.99, most: 10.0 };

/// A ratio of debt to equity.
const LEVERAGE: Measure = Measure { unit: Unit::Factor, least: 0.0, most: 100.0 };

/// When within its period a payment falls due.
const PAYMENT_DAYS: &[&str] = &["end", "begin"];

/// When the flows of a list fall due, beside a list of days.
const DUE: &[&str] = &["now", "yearEnd", "midYear"];

const FLOWS: Field = Field::required("flows", Kind::Series(Measure::CASH));
const DUE_FIELD: Field = Field::required("due", Kind::ChoiceOrDates(DUE));

/// A rate that the market makes; without the day on which it was read nobody can look it up.
fn of_the_day<'i>(inputs: &'i Inputs, key: &'static str, remarks: &mut Remarks) -> Option<&'i Cell> {
    let cell = inputs.number(key)?;
    if cell.as_of.is_none() && cell.link.is_none() {
        remarks.find(Finding::note(Problem::new(cell.pointer.clone(), "rate-without-date").with("key", key)));
    }
    Some(cell)
}

/// A rate a period; one above 1 is said to be what it is, for it may have been meant as a percentage.
fn a_period<'i>(inputs: &'i Inputs, key: &'static str, remarks: &mut Remarks) -> Option<&'i Cell> {
    let cell = inputs.number(key)?;
    if cell.value > 1.0 {
        let about = Problem::new(cell.pointer.clone(), "rate-above-one").with("value", cell.value);
        remarks.find(Finding::warning(about));
    }
    Some(cell)
}

/// The numbers behind an estimation, under a key.
fn plain(inputs: &Inputs, key: &'static str, remarks: &mut Remarks) -> Option<Vec<f64>> {
    inputs.series(key).map(|cells| crate::method::plain(cells, remarks))
}

/// When each flow of a list falls due, in years; ascending.
///
/// Days count from the valuation date, or from the first of them where there is none, by Actual/365.
fn due(inputs: &Inputs, setting: &Setting<'_>, remarks: &mut Remarks) -> Option<Vec<f64>> {
    let count = inputs.series("flows")?.len();
    let periods = |first: f64| (0..count as u32).map(|period| f64::from(period) + first).collect();
    let Some(dates) = inputs.dates("due") else {
        return Some(match inputs.text("due")? {
            "now" => periods(0.0),
            "midYear" => periods(0.5),
            _ => periods(1.0),
        });
    };
    let pointer = inputs.pointer_to("due");
    if dates.len() != count {
        let problem = Problem::new(pointer, "lengths-differ").with("length", dates.len());
        remarks.refuse(problem.with("wanted", count));
        return None;
    }
    let first = *dates.first()?;
    let base = setting.valuation_date.unwrap_or(first);
    if first < base {
        remarks.refuse(Problem::new(pointer, "before-valuation-date"));
        return None;
    }
    Some(dates.iter().map(|date| years_actual_365(base, *date)).collect())
}
