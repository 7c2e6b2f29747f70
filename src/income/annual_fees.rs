//! What keeps a right alive: annual fees as the case gives them, or by the official schedule.
//! ```text
//! M = Σ fee · (1 − reduction) · (1 − τ) · (1 + r)^−due
//! ```
//! A fee counts while its due day lies within the remaining life.
//!
//! - Stated: the schedule and its due days, in the law pack.
//! - Inferred: fees given by year are paid at the start of each period.

use crate::asset::written;
use crate::case::Inputs;
use crate::income::discounting::{Period, elapsed_factor};
use crate::income::forecast::{Forecast, by_period};
use crate::method::Setting;
use crate::problem::{Problem, Remarks};
use crate::standard::annual_fees;
use crate::workpaper::{Figure, Origin, Paper, Unit};

/// The present value of the fees due while the right earns, after tax.
pub(super) fn fees<'p>(
    paper: &'p Paper,
    inputs: &Inputs,
    setting: &Setting<'_>,
    forecast: &Forecast<'p>,
    periods: &[Period<'p>],
    tax_rates: &[Figure<'p>],
    remarks: &mut Remarks,
) -> Option<Figure<'p>> {
    let borne =
        inputs.number("feeReduction").map(|cell| 1.0 - cell.record(paper, "fee-reduction", Unit::Share));
    let net = |fee: Figure<'p>, tax_rate: Figure<'p>, start: Figure<'p>, year: u32| {
        let fee = borne.map_or(fee, |borne| fee * borne);
        // A fee for a year that the right does not reach is not paid.
        let life = forecast.life.as_ref();
        let due = life.map_or(fee, |life| life.years.if_above(start, fee, 0.0));
        (due * (1.0 - tax_rate)).named("fee-after-tax").in_year(year).measured_in(Unit::Money)
    };
    let mut present_values = Vec::new();
    if inputs.text("annualFees").is_none() {
        let fees =
            by_period(paper, inputs, "annualFees", "annual-fee", Unit::Money, forecast.schedule.periods)?;
        for ((fee, &tax_rate), period) in fees.into_iter().zip(tax_rates).zip(periods) {
            let net = net(fee, tax_rate, period.start, period.number);
            present_values
                .push((net * period.start_factor).named("present-value-of-fee").in_year(period.number));
        }
        return Some(paper.sum(present_values).named("annual-fees"));
    }
    let pointer = inputs.pointer_to("annualFees");
    let (Some(asset), Some(valuation)) = (setting.asset, setting.valuation_date) else {
        remarks.refuse(Problem::new(pointer, "needs-asset-and-date"));
        return None;
    };
    let life = forecast.life.as_ref();
    let Some(end) = life.and_then(|life| life.legal_end).filter(|_| asset.kind.is_patent()) else {
        remarks.refuse(Problem::new(pointer, "no-statutory-fees"));
        return None;
    };
    if setting.currency != "CNY" {
        remarks.refuse(Problem::new(pointer, "statutory-fees-in-yuan").with("currency", setting.currency));
        return None;
    }
    let due = match annual_fees(asset, end, valuation, setting.standards) {
        Ok(fees) => fees,
        Err(mut problem) => {
            if problem.pointer.is_empty() {
                problem.pointer = pointer;
            }
            remarks.refuse(problem);
            return None;
        }
    };
    let yearly = (1.0 + forecast.discount_rate).to_the(-1.0).named("yearly-factor");
    let mut factor = None;
    for (fee, year) in due.iter().zip(1..) {
        let now = match factor {
            None => elapsed_factor(paper, forecast.discount_rate, fee.elapsed),
            Some(before) => before * yearly,
        };
        let now = now.named("fee-discount-factor").in_year(year).measured_in(Unit::Factor);
        factor = Some(now);
        let amount = paper
            .flow("annual-fee", fee.yuan / setting.unit_size)
            .in_year(year)
            .with_origin(Origin::Parameter)
            .by_clause(fee.clause.clone())
            .annotate(|note| {
                note.source = Some(fee.source.clone());
                note.label = Some(format!("{} ({})", fee.patent_year, written(fee.due)));
            });
        let period = (fee.elapsed as usize).min(tax_rates.len() - 1);
        let net = net(amount, tax_rates[period], paper.constant(fee.elapsed), year);
        present_values.push((net * now).named("present-value-of-fee").in_year(year));
    }
    Some(paper.sum(present_values).named("annual-fees").measured_in(Unit::Money))
}
