//! The present value of listed flows (净现值): at whole periods, in the middle of periods, or on days.
//! ```text
//! NPV = Σ CFₜ · (1 + r)^−hₜ
//! ```
//! CFₜ the flows; hₜ when they fall due: 0, 1, 2 … (now), 1, 2, 3 … (yearEnd), ½, 1½ … (midYear), or days over
//! 365 from the valuation date, or from the first day where there is none; r the rate a period.
//!
//! - Stated: Actual/365 from the first date, Microsoft's documentation of XNPV: 2,086.65 at 9 %.
//! - Two conventions are about: a spreadsheet's NPV discounts the first flow by a period, that of libraries
//!   does not. So `due` has to be said, and nothing is supposed.

use crate::case::{Field, Inputs, Kind};
use crate::method::{Method, Setting, Worked};
use crate::problem::Remarks;
use crate::rate::{DUE_FIELD, FLOWS, RATE_A_PERIOD, a_period, due};
use crate::workpaper::{Figure, Paper, Unit};

/// The sum of flows, each discounted from its time, in years; money.
///
/// The factors are a chain: each is the one before, times the factor of the time between them.
fn net_present_value<'p>(
    paper: &'p Paper,
    flows: &[Figure<'p>],
    rate: Figure<'p>,
    times: &[f64],
) -> Figure<'p> {
    let growth = 1.0 + rate;
    let (mut factor, mut before) = (paper.constant(1.0), 0.0);
    let mut step: Option<(f64, Figure<'p>)> = None;
    let mut present_values = Vec::new();
    for ((&flow, &time), number) in flows.iter().zip(times).zip(1..) {
        let apart = time - before;
        let over = match step {
            Some((last, over)) if last.to_bits() == apart.to_bits() => over,
            _ => growth.to_the(-apart),
        };
        (step, before) = (Some((apart, over)), time);
        factor = if apart == 0.0 { factor } else { factor * over };
        factor = factor.named("discount-factor").in_year(number).measured_in(Unit::Factor);
        present_values.push((flow * factor).named("present-value").in_year(number));
    }
    paper.sum(present_values).named("net-present-value").measured_in(Unit::Money)
}

/// The method as a case calls it.
pub struct PresentValueByDates;

const FIELDS: &[Field] = &[FLOWS, DUE_FIELD, Field::required("discountRate", Kind::Number(RATE_A_PERIOD))];

impl Method for PresentValueByDates {
    fn name(&self) -> &'static str {
        "presentValueByDates"
    }

    fn approach(&self) -> &'static str {
        "rate"
    }

    fn fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn work<'p>(
        &self,
        paper: &'p Paper,
        inputs: &Inputs,
        setting: &Setting<'_>,
        remarks: &mut Remarks,
    ) -> Option<Worked<'p>> {
        let times = due(inputs, setting, remarks);
        let rate = a_period(inputs, "discountRate", remarks)?.record(paper, "discount-rate", Unit::Rate);
        let flows = inputs.series("flows")?.iter().zip(1..);
        let flows = flows.map(|(cell, number)| cell.record(paper, "flow", Unit::Money).in_year(number));
        let flows: Vec<Figure<'p>> = flows.collect();
        Some(Worked::of(net_present_value(paper, &flows, rate, &times?)))
    }
}
