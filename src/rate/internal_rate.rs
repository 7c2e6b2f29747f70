//! The internal rate of return (内部收益率): every rate at which a stream of money is worth nothing, and the rate
//! that a price implies.
//! ```text
//! Σ CFₜ · (1 + r)^−hₜ = 0                                        r > −1
//! −P + Σ CFₜ · (1 + r)^−hₜ = 0                                   the rate that the price P implies
//! MIRR = (FV of what comes in at i ÷ PV of what goes out at f)^(1 ÷ n) − 1
//! ```
//! CFₜ the flows and hₜ when they fall due, in years; f the rate of finance and i that of reinvestment; n the
//! time from the first flow to the last.
//!
//! - Stated: the equations; that a stream may have several internal rates or none.
//! - Inferred: of several rates the one nearest to nought is the result, and that there are more is said.
//! - Found by isolation and not by search (see `estimation::roots`): no rate is missed. It is an estimate, so
//!   no flow behind it may be drawn; the modified rate is a formula, and its flows may.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::estimation::roots::{imbalance, internal_rates};
use crate::method::{Method, Setting, Worked};
use crate::problem::{Finding, Problem, Remarks};
use crate::rate::{DUE_FIELD, FLOWS, RATE_A_PERIOD, a_period, due, plain};
use crate::workpaper::{Figure, Paper, Unit};

/// The internal rates on the paper, the one nearest to nought as the result; a problem if there is none.
pub(super) fn estimated_rate<'p>(
    paper: &'p Paper,
    flows: &[(f64, f64)],
    pointer: String,
    remarks: &mut Remarks,
) -> Option<Figure<'p>> {
    let rates = internal_rates(flows);
    let Some(&nearest) = rates.iter().min_by(|one, other| one.abs().total_cmp(&other.abs())) else {
        let one_sign =
            flows.iter().all(|(_, flow)| *flow >= 0.0) || flows.iter().all(|(_, flow)| *flow <= 0.0);
        let code = if one_sign { "flows-of-one-sign" } else { "no-internal-rate" };
        remarks.refuse(Problem::new(pointer, code));
        return None;
    };
    if rates.len() > 1 {
        let all: Vec<String> = rates.iter().map(|rate| format!("{:.4} %", 100.0 * rate)).collect();
        let about = Problem::new(pointer, "several-internal-rates").with("rates", all.join(", "));
        remarks.find(Finding::warning(about.with("taken", nearest)));
    }
    for (rate, number) in rates.iter().zip(1..) {
        paper.estimated("internal-rates", Unit::Rate, *rate).in_year(number);
    }
    paper.estimated("rate-residual", Unit::Factor, imbalance(flows, nearest));
    Some(paper.estimated("internal-rate", Unit::Rate, nearest))
}

/// The method as a case calls it.
pub struct InternalRateOfReturn;

const FIELDS: &[Field] = &[
    FLOWS,
    DUE_FIELD,
    Field::optional("financeRate", Kind::Number(RATE_A_PERIOD)),
    Field::optional("reinvestmentRate", Kind::Number(RATE_A_PERIOD)),
];

impl Method for InternalRateOfReturn {
    fn name(&self) -> &'static str {
        "internalRateOfReturn"
    }

    fn approach(&self) -> &'static str {
        "rate"
    }

    fn gives(&self) -> Unit {
        Unit::Rate
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
        match (inputs.has("financeRate"), inputs.has("reinvestmentRate")) {
            (false, false) => {
                let flows = plain(inputs, "flows", remarks);
                let flows: Vec<(f64, f64)> = times?.into_iter().zip(flows?).collect();
                estimated_rate(paper, &flows, inputs.pointer_to("flows"), remarks).map(Worked::of)
            }
            (true, true) => modified_rate(paper, inputs, &times?, remarks).map(Worked::of),
            (given, _) => {
                let (one, other) = ("financeRate", "reinvestmentRate");
                let (has, lacks) = if given { (one, other) } else { (other, one) };
                let problem = Problem::new(inputs.pointer_to(has), "needs-other");
                remarks.refuse(problem.with("other", lacks));
                None
            }
        }
    }
}

/// What comes in is reinvested at one rate, what goes out is financed at another.
fn modified_rate<'p>(
    paper: &'p Paper,
    inputs: &Inputs,
    times: &[f64],
    remarks: &mut Remarks,
) -> Option<Figure<'p>> {
    let finance = a_period(inputs, "financeRate", remarks)?.record(paper, "finance-rate", Unit::Rate);
    let reinvestment = a_period(inputs, "reinvestmentRate", remarks)?;
    let reinvestment = reinvestment.record(paper, "reinvestment-rate", Unit::Rate);
    let (first, last) = (*times.first()?, *times.last()?);
    let flows = inputs.series("flows")?.iter().zip(times).zip(1..);
    let (mut spent, mut earned) = (Vec::new(), Vec::new());
    for ((cell, time), number) in flows {
        let flow = cell.record(paper, "flow", Unit::Money).in_year(number);
        spent.push((0.0 - flow.least(0.0)) * (1.0 + finance).to_the(first - time));
        earned.push(flow.greatest(0.0) * (1.0 + reinvestment).to_the(last - time));
    }
    let spent = paper.sum(spent).named("present-value-of-outflows").measured_in(Unit::Money);
    let earned = paper.sum(earned).named("future-value-of-inflows").measured_in(Unit::Money);
    if last <= first || spent.value() <= 0.0 || earned.value() <= 0.0 {
        remarks.refuse(Problem::new(inputs.pointer_to("flows"), "flows-of-one-sign"));
        return None;
    }
    let growth = (earned / spent).to_the(1.0 / (last - first));
    Some((growth - 1.0).named("modified-rate").measured_in(Unit::Rate))
}

/// The method as a case calls it.
pub struct ImpliedRate;

const IMPLIED_FIELDS: &[Field] =
    &[Field::required("pricePaid", Kind::Number(Measure::MONEY)), FLOWS, DUE_FIELD];

impl Method for ImpliedRate {
    fn name(&self) -> &'static str {
        "impliedRate"
    }

    fn approach(&self) -> &'static str {
        "rate"
    }

    fn gives(&self) -> Unit {
        Unit::Rate
    }

    fn fields(&self) -> &'static [Field] {
        IMPLIED_FIELDS
    }

    fn work<'p>(
        &self,
        paper: &'p Paper,
        inputs: &Inputs,
        setting: &Setting<'_>,
        remarks: &mut Remarks,
    ) -> Option<Worked<'p>> {
        let times = due(inputs, setting, remarks);
        let (price, amounts) = (plain(inputs, "pricePaid", remarks), plain(inputs, "flows", remarks));
        let mut flows: Vec<(f64, f64)> = times?.into_iter().zip(amounts?).collect();
        flows.extend(price?.iter().map(|price| (0.0, -price)));
        let rate = estimated_rate(paper, &flows, inputs.pointer_to("pricePaid"), remarks)?;
        Some(Worked::of(rate.named("implied-rate")))
    }
}
