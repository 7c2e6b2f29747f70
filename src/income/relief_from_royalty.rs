//! Relief from royalty (许可费节省法): what an owner is spared by owning.
//!
//! Were the right in other hands, the business would owe a royalty on its sales; the value is
//! what owning spares it, after tax, seen from the valuation date, less what keeps the right alive.
//! ```text
//! V = (Σ Sₜ · ρₜ · fₜ · (1 − τₜ) · Dₜ  +  T  −  M) · TAB
//! T = S_n · ρ_n · (1 − τ_n) · (1 + g) ÷ (r − g) · D_n      only where the right may last without end
//! M = Σ fee · (1 − τ) · (1 + r)^−due
//! ```
//! Sₜ the sales that would bear the royalty and ρₜ the royalty rate in period t; fₜ the share of the period
//! that the right lives and Dₜ its discount factor (see `discounting`); τ the tax rate; g growth without
//! end; M the annual fees still due while the right earns; TAB the factor of the tax amortisation benefit.
//!
//! - Stated: *DHL Corp. v. Commissioner*, T.C. Memo. 1998-461, slip op. p. 113 n. 18.
//! - Inferred: the tax, a last year that counts in part, and fees paid on the day they fall due.
//! - Limit: an owner holds more than a user; *Nestle Holdings v. Commissioner*, 152 F.3d 83 (1998).
//! - Elsewhere: how ρ is found; what the right is worth as collateral; the price of a licence.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::income::discounting::{Schedule, discounting};
use crate::income::forecast::{
    DECAY_RATE, FRAME, GROWTH_RATE, TAX_RATE, YEARS, by_period, decaying, forecast, framed, sales,
};
use crate::income::present_value::{Column, Income, discounted, present_value};
use crate::method::{Method, Setting, Worked};
use crate::problem::{Finding, Problem, Remarks};
use crate::workpaper::{Figure, Paper, Unit};

/// The licence that the owner would need if the right were in other hands.
#[derive(Clone)]
pub struct HypotheticalLicence<'p> {
    /// S: sales that would bear the royalty, period by period; money a period.
    pub sales: Vec<Figure<'p>>,
    /// ρ: the royalty on those sales, period by period; a share.
    pub royalty_rates: Vec<Figure<'p>>,
    /// L: how long the right still lives; years, and it may end within one. None: without end.
    pub remaining_life: Option<Figure<'p>>,
    /// r: a rate a year.
    pub discount_rate: Figure<'p>,
    /// When the royalties would fall due.
    pub schedule: Schedule<'p>,
}

/// The present value of the royalties spared, after tax; money. Tax rates: one a period, a share.
///
/// - Edges: no life, no value; periods beyond the forecast count for nothing.
/// - Errors: none here; the reader of cases refused r ≤ −½ and series whose lengths differ.
/// - Published (自学考试《资产评估》, kaotiyun.com/show/k8xR777K): 8 years, 2 % of sales of
///   460 ÷ 10 %, tax 25 %, discount rate 15 %; the answer, in whole 万元, is 310.
/// ```
/// # use ipval::{income::{HypotheticalLicence, Schedule, Timing, relief_from_royalty}, workpaper::Paper};
/// let paper = Paper::default();
/// let licence = HypotheticalLicence {
///     sales: (1..=8).map(|year| paper.flow("sales", 4600.0).in_year(year)).collect(),
///     royalty_rates: vec![paper.share("royalty-rate", 0.02); 8],
///     remaining_life: Some(paper.years("remaining-life", 8.0)),
///     discount_rate: paper.rate("discount-rate", 0.15),
///     schedule: Schedule { timing: Timing::YearEnd, stub: None, periods: 8 },
/// };
/// let relief = relief_from_royalty(&paper, &licence, &[paper.share("tax-rate", 0.25); 8]);
/// assert!((relief.value() - 310.0).abs() <= 0.5); // Half of the last digit printed.
/// ```
pub fn relief_from_royalty<'p>(
    paper: &'p Paper,
    licence: &HypotheticalLicence<'p>,
    tax_rates: &[Figure<'p>],
) -> Figure<'p> {
    let periods = discounting(paper, &licence.schedule, licence.discount_rate, licence.remaining_life);
    discounted(paper, &spared(licence), &periods, tax_rates).named("present-value-of-royalties")
}

/// The royalties of a licence for so many years as one sum at its start, before tax; money.
///
/// Both sides tax a lump sum as they tax the royalties that it stands for, so none is taken off here.
pub fn lump_sum<'p>(paper: &'p Paper, licence: &HypotheticalLicence<'p>, years: Figure<'p>) -> Figure<'p> {
    let term = licence.remaining_life.map_or(years, |life| life.least(years)).named("licence-term");
    let periods = discounting(paper, &licence.schedule, licence.discount_rate, Some(term));
    let due: Vec<Figure<'p>> = (royalties(licence).into_iter().zip(&periods))
        .map(|(whole, period)| (whole * period.alive).named("licence-royalty").in_year(period.number))
        .collect();
    let present_values = due.into_iter().zip(&periods).map(|(royalty, period)| {
        (royalty * period.discount_factor).named("licence-present-value").in_year(period.number)
    });
    let present_values: Vec<Figure<'p>> = present_values.collect();
    paper.sum(present_values).named("lump-sum")
}

/// The royalties of whole periods, before tax.
fn royalties<'p>(licence: &HypotheticalLicence<'p>) -> Vec<Figure<'p>> {
    licence.sales.iter().zip(&licence.royalty_rates).map(|(&sales, &rate)| sales * rate).collect()
}

/// The royalties spared, under the names of this method.
fn spared<'p>(licence: &HypotheticalLicence<'p>) -> Income<'p> {
    Income { whole: royalties(licence), charges: Vec::new(), naming: columns }
}

fn columns(column: Column, figure: Figure<'_>) -> Figure<'_> {
    match column {
        Column::Earned => figure.named("royalty-spared"),
        Column::AfterTax => figure.named("spared-after-tax"),
        Column::Forecast => figure.named("present-value-of-forecast"),
        Column::AfterForecast => figure.named("spared-after-forecast"),
        Column::Terminal => figure.named("terminal-value"),
        Column::Later => figure.named("present-value-after-forecast"),
        Column::BeforeFees => figure.named("present-value-of-royalties"),
    }
}

/// The method as a case calls it.
pub struct ReliefFromRoyalty;

const FIELDS: &[Field] = &framed::<6, { 6 + FRAME }>([
    Field::required("sales", Kind::Series(Measure::MONEY)),
    YEARS,
    GROWTH_RATE,
    Field::required("royaltyRate", Kind::Series(Measure::SHARE)),
    DECAY_RATE,
    TAX_RATE,
]);

impl Method for ReliefFromRoyalty {
    fn name(&self) -> &'static str {
        "reliefFromRoyalty"
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
        let forecast = forecast(paper, inputs, setting, &["sales"], FIELDS, remarks)?;
        let periods = forecast.schedule.periods;
        let sales = sales(paper, inputs, periods)?;
        let rates = by_period(paper, inputs, "royaltyRate", "royalty-rate", Unit::Share, periods)?;
        let rates = decaying(paper, inputs, rates, |rate| rate.named("royalty-rate"))?;
        let licence = HypotheticalLicence {
            sales,
            // Royalties die out with the income that would bear them, for a licensee as for the owner.
            royalty_rates: forecast.cut_down(rates),
            remaining_life: forecast.life.as_ref().map(|life| life.years),
            discount_rate: forecast.discount_rate,
            schedule: forecast.schedule.clone(),
        };
        let value = present_value(paper, inputs, setting, &forecast, &spared(&licence), remarks)?;
        (remarks.problems.len() == before).then(|| Worked {
            licence_price: Some(Box::new(move |years, remarks| {
                find_uncovered(&licence, years, remarks);
                lump_sum(paper, &licence, years)
            })),
            ..forecast.worked(value.named("relief-from-royalty"))
        })
    }
}

/// The years of a licence that lie beyond the forecast, whose royalties its price therefore lacks.
fn find_uncovered(licence: &HypotheticalLicence<'_>, years: Figure<'_>, remarks: &mut Remarks) {
    let life = licence.remaining_life.map_or(f64::INFINITY, |life| life.value());
    let (years, span) = (years.value(), licence.schedule.span());
    if span < years - 1e-9 && span < life - 1e-9 {
        let about = Problem::new("/licence/years", "licence-beyond-forecast").with("years", years);
        remarks.find(Finding::warning(about.with("span", span)));
    }
}
