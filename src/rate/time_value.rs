//! The time value of money: any one of five quantities out of the other four.
//! ```text
//! PV + PMT · k · A + FV · v = 0          v = (1 + i)^−n, A = (1 − v) ÷ i, k = 1 + i where payments begin a period
//! n = ln(1 − i · (PV + FV) ÷ (PMT·k + PV·i)) ÷ ln(1 + i)
//! i = (−FV ÷ PV)^(1 ÷ n) − 1             without payments: growth
//! ```
//! PV and FV what changes hands now and at the end, PMT every period, n periods, i the rate a period. What comes
//! in is positive and what goes out is negative, as in a spreadsheet; what is left out is nought.
//!
//! - Stated: the equation, as spreadsheets solve it.
//! - Inferred: near i = 0, where the closed forms divide nought by nought, their series.
//! - With payments the rate has no formula: it is estimated as an internal rate, over a whole number of periods.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::method::{Method, Setting, Worked, need};
use crate::problem::{Finding, Problem, Remarks};
use crate::rate::internal_rate::estimated_rate;
use crate::rate::{PAYMENT_DAYS, RATE_A_PERIOD, a_period};
use crate::workpaper::{Comparison, Figure, Paper, Unit};

/// The square of a rate below which the closed forms lose more digits than their series.
const NEAR_NOUGHT: f64 = 1e-12;

/// A: what one a period, at its end, is worth now; n of them at the rate i.
///
/// - Edges: n at i = 0, approached through n · (1 − (n + 1)·i ÷ 2 · (1 − (n + 2)·i ÷ 3)).
/// - Published (numpy-financial, TestPV): 12,000 times that for 20 periods at 7 % is 127,128.17.
/// ```
/// # use ipval::{rate::annuity_factor, workpaper::{Paper, Unit}};
/// let paper = Paper::default();
/// let (rate, periods) = (paper.rate("period-rate", 0.07), paper.input("periods", Unit::Count, 20.0));
/// assert!((12_000.0 * annuity_factor(&paper, rate, periods).value() - 127_128.170_946_193_93).abs() < 1e-7);
/// ```
pub fn annuity_factor<'p>(paper: &'p Paper, rate: Figure<'p>, periods: Figure<'p>) -> Figure<'p> {
    let discounted = (1.0 + rate).to_the(-periods);
    let closed = (1.0 - discounted) / away_from_nought(paper, rate, rate);
    let series = periods * (1.0 - (periods + 1.0) * rate / 2.0 * (1.0 - (periods + 2.0) * rate / 3.0));
    near_nought(paper, rate, series, closed).named("annuity-factor").measured_in(Unit::Factor)
}

/// The payment each period that settles what is owed now and at the end.
pub(super) fn payment<'p>(
    paper: &'p Paper,
    now: Figure<'p>,
    end: Figure<'p>,
    rate: Figure<'p>,
    periods: Figure<'p>,
    earlier: Option<Figure<'p>>,
) -> Figure<'p> {
    let annuity = annuity_factor(paper, rate, periods);
    let annuity = earlier.map_or(annuity, |growth| annuity * growth);
    (-(now + end * (1.0 + rate).to_the(-periods)) / annuity).named("payment").measured_in(Unit::Money)
}

/// n = ln(1 − i·x) ÷ ln(1 + i), where x is what is to be settled over what a period settles of it.
fn periods_paid<'p>(paper: &'p Paper, rate: Figure<'p>, over: Figure<'p>) -> Figure<'p> {
    let whole = rate * over;
    let closed = (1.0 - whole).logarithm() / away_from_nought(paper, rate, (1.0 + rate).logarithm());
    let series = -over * (1.0 + whole / 2.0 * (1.0 + whole * 2.0 / 3.0));
    let series = series / (1.0 - rate / 2.0 * (1.0 - rate * 2.0 / 3.0));
    near_nought(paper, rate, series, closed).named("periods").measured_in(Unit::Count)
}

/// A divisor that is never nought; where the rate is, the series is taken instead.
fn away_from_nought<'p>(paper: &'p Paper, rate: Figure<'p>, divisor: Figure<'p>) -> Figure<'p> {
    near_nought(paper, rate, paper.constant(1.0), divisor)
}

fn near_nought<'p>(
    paper: &'p Paper,
    rate: Figure<'p>,
    near: Figure<'p>,
    otherwise: Figure<'p>,
) -> Figure<'p> {
    paper.select(rate * rate, Comparison::Below, paper.constant(NEAR_NOUGHT), near, otherwise)
}

/// The method as a case calls it.
pub struct TimeValue;

const WANTED: &[&str] = &["presentValue", "futureValue", "periodicPayment", "periods", "periodRate"];

const PERIODS: Measure = Measure { unit: Unit::Count, least: 0.0, most: 10_000.0 };

const FIELDS: &[Field] = &[
    Field::required("wanted", Kind::Choice(WANTED)),
    Field::optional("presentValue", Kind::Number(Measure::CASH)),
    Field::optional("futureValue", Kind::Number(Measure::CASH)),
    Field::optional("periodicPayment", Kind::Number(Measure::CASH)),
    Field::optional("periods", Kind::Number(PERIODS)),
    Field::optional("periodRate", Kind::Number(RATE_A_PERIOD)),
    Field::optional("paidAt", Kind::Choice(PAYMENT_DAYS)),
];

impl Method for TimeValue {
    fn name(&self) -> &'static str {
        "timeValue"
    }

    fn approach(&self) -> &'static str {
        "rate"
    }

    /// Each answer has a unit of its own, which its step carries; none of them is a value to conclude from.
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
        let before = remarks.problems.len();
        let wanted = inputs.text("wanted")?;
        if inputs.has(wanted) {
            remarks.refuse(Problem::new(inputs.pointer_to(wanted), "conflicting").with("with", "wanted"));
        }
        for key in ["periods", "periodRate"].into_iter().filter(|key| *key != wanted) {
            need(inputs, key, remarks);
        }
        let rate = a_period(inputs, "periodRate", remarks);
        if remarks.problems.len() > before {
            return None;
        }
        if wanted == "periodRate" && inputs.has("periodicPayment") {
            return estimated(paper, inputs, remarks).map(Worked::of);
        }
        let nought = || paper.constant(0.0);
        let pv = inputs.number("presentValue");
        let pv = pv.map_or_else(nought, |cell| cell.record(paper, "present-amount", Unit::Money));
        let fv = inputs.number("futureValue");
        let fv = fv.map_or_else(nought, |cell| cell.record(paper, "future-amount", Unit::Money));
        let paid = inputs.number("periodicPayment");
        let paid = paid.map_or_else(nought, |cell| cell.record(paper, "payment", Unit::Money));
        let periods = inputs.number("periods").map(|cell| cell.record(paper, "periods", Unit::Count));
        let rate = rate.map(|cell| cell.record(paper, "period-rate", Unit::Rate));
        let early = inputs.text("paidAt") == Some("begin");
        let found = match (wanted, periods, rate) {
            ("periodRate", Some(periods), _) => {
                let growth = (-fv / pv).to_the(1.0 / periods);
                (growth - 1.0).named("period-rate").measured_in(Unit::Rate)
            }
            ("periods", _, Some(rate)) => {
                let paid = if early { paid * (1.0 + rate) } else { paid };
                periods_paid(paper, rate, (pv + fv) / (paid + pv * rate))
            }
            ("periodicPayment", Some(periods), Some(rate)) => {
                payment(paper, pv, fv, rate, periods, early.then(|| 1.0 + rate))
            }
            (_, Some(periods), Some(rate)) => {
                let annuity = annuity_factor(paper, rate, periods);
                let paid = if early { paid * (1.0 + rate) } else { paid };
                let discounted = (1.0 + rate).to_the(-periods);
                match wanted {
                    "futureValue" => (-(pv + paid * annuity) / discounted).named("future-amount"),
                    _ => (-(paid * annuity + fv * discounted)).named("present-amount"),
                }
                .measured_in(Unit::Money)
            }
            _ => return None,
        };
        if !found.value().is_finite() {
            remarks.refuse(Problem::new(inputs.pointer_to("wanted"), "no-such-quantity").with("key", wanted));
            return None;
        }
        if wanted == "periods" && found.value() < 0.0 {
            remarks.find(Finding::warning(Problem::new(inputs.pointer_to("wanted"), "periods-in-the-past")));
        }
        Some(Worked::of(found))
    }
}

/// The rate of a stream with payments: an internal rate.
fn estimated<'p>(paper: &'p Paper, inputs: &Inputs, remarks: &mut Remarks) -> Option<Figure<'p>> {
    let periods = inputs.number("periods")?;
    if periods.value.fract() != 0.0 || periods.value < 1.0 {
        let problem = Problem::new(periods.pointer.clone(), "not-a-count").with("value", periods.value);
        remarks.refuse(problem.with("least", 1.0).with("most", PERIODS.most));
        return None;
    }
    let mut amount = |key| crate::rate::plain(inputs, key, remarks).and_then(|found| found.first().copied());
    let (now, paid, end) = (amount("presentValue"), amount("periodicPayment"), amount("futureValue"));
    amount("periods");
    let first = if inputs.text("paidAt") == Some("begin") { 0.0 } else { 1.0 };
    let payments = (0..periods.value as u32).map(|period| (f64::from(period) + first, paid.unwrap_or(0.0)));
    let mut flows: Vec<(f64, f64)> = payments.collect();
    flows.push((0.0, now.unwrap_or(0.0)));
    flows.push((periods.value, end.unwrap_or(0.0)));
    let rate = estimated_rate(paper, &flows, inputs.pointer_to("wanted"), remarks)?;
    Some(rate.named("period-rate"))
}
