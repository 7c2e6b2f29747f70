//! Capitalised income (收益资本化): one level of income, turned into a value by one rate.
//! ```text
//! V = I ÷ r                          without end
//! V = I ÷ (r − g)                    growing without end
//! V = I · Σ (1 + g)^(t−1) · (1 + r)^−t    for t = 1 … n
//! V = I ÷ (r + s ÷ ((1 + s)^n − 1))  Hoskold: the capital is put back by a sinking fund
//! ```
//! I the income of the coming year after tax, received at its end; r the discount rate and g the growth, a
//! year; n the years of income; s the safe rate at which the sinking fund grows.
//!
//! - Stated: the perpetuity (自学考试《资产评估》: 80 ÷ 10 % = 800); the annuity and Hoskold's formula in
//!   *Young v. Commissioner* (Board of Tax Appeals, 1925).
//! - Inferred: what the owner holds beside (`otherAssets`) is added at its own value.
//! - Limit: one level of income for all years; where years differ, `incomeStream` and `stagedIncome` are apt.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::income::endless::{perpetuity, refuse_endless};
use crate::income::forecast::discount_rate;
use crate::method::{Method, Setting, Worked};
use crate::problem::{Problem, Remarks};
use crate::rate::BUILD_UP_FIELDS;
use crate::workpaper::{Figure, Paper, Unit};

/// The present value of 1 a year for some years, at the ends of the years, after which it grows; a factor.
///
/// - Edges: at a rate of zero and without growth, the number of years.
/// - Published (*Young v. Commissioner*, 1925): 13 years at 4 %; 12,189.70 a year come to 121,722.08.
/// ```
/// # use ipval::{income::annuity, workpaper::Paper};
/// let paper = Paper::default();
/// let factor = annuity(&paper, paper.rate("discount-rate", 0.04), None, 13).value();
/// assert!((12_189.70 * factor - 121_722.08).abs() < 0.05); // From a table of the time.
/// ```
pub fn annuity<'p>(paper: &'p Paper, rate: Figure<'p>, growth: Option<Figure<'p>>, years: u32) -> Figure<'p> {
    let yearly = (1.0 + rate).to_the(-1.0).named("yearly-factor");
    let ratio = growth.map_or(yearly, |growth| yearly * (1.0 + growth));
    progression(paper, yearly, ratio, years).named("annuity-factor").measured_in(Unit::Factor)
}

/// The yearly share of a capital that Hoskold's owner asks for: its return, and its recapture by a sinking
/// fund that grows at a safe rate; a rate a year.
///
/// - Edges: where the fund earns what the capital earns, the inverse of the annuity factor.
/// - Published (*Young v. Commissioner*, 1925): 8 % and 4 %, 13 years; 12,189.70 ÷ … = 86,979.98.
/// ```
/// # use ipval::{income::return_and_recapture, workpaper::Paper};
/// let paper = Paper::default();
/// let (rate, safe) = (paper.rate("discount-rate", 0.08), paper.rate("sinking-fund-rate", 0.04));
/// let yearly = return_and_recapture(&paper, rate, safe, 13).value();
/// assert!((12_189.70 / yearly - 86_979.98).abs() < 0.02); // From tables of the time.
/// ```
pub fn return_and_recapture<'p>(
    paper: &'p Paper,
    rate: Figure<'p>,
    sinking_fund_rate: Figure<'p>,
    years: u32,
) -> Figure<'p> {
    // What 1 paid in at the end of each year has grown to: never less than 1, so that nothing is divided by
    // zero even where the fund earns nothing.
    let fund = progression(paper, paper.constant(1.0), 1.0 + sinking_fund_rate, years).named("sinking-fund");
    let recapture = (1.0 / fund).named("recapture-rate").measured_in(Unit::Rate);
    (rate + recapture).named("capitalisation-rate").measured_in(Unit::Rate)
}

/// first + first · ratio + first · ratio² …, so many terms.
fn progression<'p>(paper: &'p Paper, first: Figure<'p>, ratio: Figure<'p>, terms: u32) -> Figure<'p> {
    let mut term = first;
    let mut all = vec![term];
    for _ in 1..terms {
        term = term * ratio;
        all.push(term);
    }
    paper.sum(all)
}

/// The method as a case calls it.
pub struct CapitalisedIncome;

const FIELDS: &[Field] = &[
    Field::required("income", Kind::Number(Measure::CASH)),
    Field::optional("taxRate", Kind::Number(Measure::SHARE)),
    Field::optional("discountRate", Kind::Number(Measure::DISCOUNT)),
    Field::optional("discountRateBuildUp", Kind::Object(BUILD_UP_FIELDS)),
    Field::optional("growthRate", Kind::Number(Measure::GROWTH)),
    Field::optional("years", Kind::Count(1, 200)),
    Field::optional("sinkingFundRate", Kind::Number(Measure::RATE)),
    Field::optional("otherAssets", Kind::Number(Measure::CASH)),
];

impl Method for CapitalisedIncome {
    fn name(&self) -> &'static str {
        "capitalisedIncome"
    }

    fn approach(&self) -> &'static str {
        "income"
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
        let before = remarks.problems.len();
        refuse_misfits(inputs, remarks);
        let rate = discount_rate(paper, inputs, remarks);
        let income = after_tax(paper, inputs, inputs.number("income")?.record(paper, "income", Unit::Money));
        let rate = rate?;
        let growth = inputs.number("growthRate").map(|cell| cell.record(paper, "growth-rate", Unit::Rate));
        let safe = inputs.number("sinkingFundRate");
        let safe = safe.map(|cell| cell.record(paper, "sinking-fund-rate", Unit::Rate));
        let capitalised = match (inputs.count("years"), safe) {
            (None, _) => {
                refuse_endless(inputs, setting, ("discountRate", rate), "growthRate", remarks);
                perpetuity(income, rate, growth)
            }
            (Some(years), None) => income * annuity(paper, rate, growth, years),
            (Some(years), Some(safe)) => income / return_and_recapture(paper, rate, safe, years),
        };
        let value = match inputs.number("otherAssets") {
            None => capitalised,
            Some(cell) => {
                let beside = cell.record(paper, "other-assets", Unit::Money);
                capitalised.named("value-of-income") + beside
            }
        };
        (remarks.problems.len() == before).then(|| Worked::of(value.named("capitalised-income")))
    }
}

/// What is left of an income after tax; the income itself where the case gives no tax.
pub(super) fn after_tax<'p>(paper: &'p Paper, inputs: &Inputs, income: Figure<'p>) -> Figure<'p> {
    inputs.number("taxRate").map_or(income, |cell| {
        (income * (1.0 - cell.record(paper, "tax-rate", Unit::Share))).named("income-after-tax")
    })
}

/// A sinking fund needs its years, puts back a capital and not a growing one, and rests on a positive return.
fn refuse_misfits(inputs: &Inputs, remarks: &mut Remarks) {
    let Some(safe) = inputs.number("sinkingFundRate") else { return };
    if !inputs.has("years") {
        remarks.refuse(Problem::new(safe.pointer.clone(), "needs-other").with("other", "years"));
    }
    if inputs.has("growthRate") {
        remarks.refuse(Problem::new(safe.pointer.clone(), "conflicting").with("with", "growthRate"));
    }
    if let Some(rate) = inputs.number("discountRate")
        && rate.extent().0 <= 0.0
    {
        remarks.refuse(Problem::new(rate.pointer.clone(), "rate-not-positive").with("rate", rate.extent().0));
    }
}
