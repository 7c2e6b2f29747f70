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
use crate::income::amortisation::amortisation;
use crate::income::annual_fees::fees;
use crate::income::discounting::{Period, Schedule, discounting};
use crate::income::forecast::{Forecast, TIMINGS, by_period, forecast, sales};
use crate::income::remaining_life::LIFE_FIELDS;
use crate::method::{Life, Method, Setting, Worked};
use crate::problem::{Finding, Problem, Remarks};
use crate::rate::BUILD_UP_FIELDS;
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
    spared_after_tax(paper, licence, &periods, tax_rates).named("present-value-of-royalties")
}

/// The royalties of a licence for so many years as one sum at its start, before tax; money.
///
/// Both sides tax a lump sum as they tax the royalties that it stands for, so none is taken off here.
pub fn lump_sum<'p>(paper: &'p Paper, licence: &HypotheticalLicence<'p>, years: Figure<'p>) -> Figure<'p> {
    let term = licence.remaining_life.map_or(years, |life| life.least(years)).named("licence-term");
    let periods = discounting(paper, &licence.schedule, licence.discount_rate, Some(term));
    let present_values =
        royalties(licence, &periods, "licence-royalty").into_iter().zip(&periods).map(|(royalty, period)| {
            (royalty * period.discount_factor).named("licence-present-value").in_year(period.number)
        });
    let present_values: Vec<_> = present_values.collect();
    paper.sum(present_values).named("lump-sum")
}

fn royalties<'p>(
    licence: &HypotheticalLicence<'p>,
    periods: &[Period<'p>],
    name: &'static str,
) -> Vec<Figure<'p>> {
    let pairs = licence.sales.iter().zip(&licence.royalty_rates).zip(periods);
    pairs
        .map(|((&sales, &rate), period)| (sales * rate * period.alive).named(name).in_year(period.number))
        .collect()
}

fn spared_after_tax<'p>(
    paper: &'p Paper,
    licence: &HypotheticalLicence<'p>,
    periods: &[Period<'p>],
    tax_rates: &[Figure<'p>],
) -> Figure<'p> {
    let spared = royalties(licence, periods, "royalty-spared");
    let present_values =
        spared.into_iter().zip(tax_rates).zip(periods).map(|((spared, &tax_rate), period)| {
            let after_tax = (spared * (1.0 - tax_rate)).named("spared-after-tax").in_year(period.number);
            (after_tax * period.discount_factor).named("present-value").in_year(period.number)
        });
    let present_values: Vec<_> = present_values.collect();
    paper.sum(present_values)
}

/// The method as a case calls it.
pub struct ReliefFromRoyalty;

const FIELDS: &[Field] = &[
    Field::required("sales", Kind::Series(Measure::MONEY)),
    Field::optional("years", Kind::Count(1, 200)),
    Field::optional("growthRate", Kind::Series(Measure::GROWTH)),
    Field::required("royaltyRate", Kind::Series(Measure::SHARE)),
    Field::optional("decayRate", Kind::Number(Measure::SHARE)),
    Field::required("taxRate", Kind::Series(Measure::SHARE)),
    Field::optional("discountRate", Kind::Number(Measure::DISCOUNT)),
    Field::optional("discountRateBuildUp", Kind::Object(BUILD_UP_FIELDS)),
    Field::optional("timing", Kind::ChoiceOrDates(TIMINGS)),
    Field::optional("stub", Kind::Number(Measure::PART_OF_YEAR)),
    Field::optional("firstPeriodEnd", Kind::Date),
    LIFE_FIELDS[0],
    LIFE_FIELDS[1],
    LIFE_FIELDS[2],
    LIFE_FIELDS[3],
    Field::optional("annualFees", Kind::ChoiceOrSeries(&["statutory"], Measure::MONEY)),
    Field::optional("feeReduction", Kind::Number(Measure::SHARE)),
    Field::optional("taxAmortisationBenefit", Kind::Flag),
    Field::optional("amortisationYears", Kind::Count(1, 100)),
    Field::optional("terminalGrowth", Kind::Number(Measure::GROWTH)),
];

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
        let Forecast { schedule, life, discount_rate } = forecast(paper, inputs, setting, remarks)?;
        let licence = HypotheticalLicence {
            sales: sales(paper, inputs, schedule.periods)?,
            royalty_rates: royalty_rates(paper, inputs, schedule.periods)?,
            remaining_life: life.as_ref().map(|life| life.years),
            discount_rate,
            schedule,
        };
        let value = net_value(paper, inputs, setting, &licence, life.as_ref(), remarks)?;
        (remarks.problems.len() == before).then(|| Worked {
            value: value.named("relief-from-royalty"),
            life,
            licence_price: Some(Box::new(move |years, remarks| {
                find_uncovered(&licence, years, remarks);
                lump_sum(paper, &licence, years)
            })),
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

fn royalty_rates<'p>(paper: &'p Paper, inputs: &Inputs, periods: u32) -> Option<Vec<Figure<'p>>> {
    let rates = by_period(paper, inputs, "royaltyRate", "royalty-rate", Unit::Share, periods)?;
    let Some(decay) = inputs.number("decayRate") else { return Some(rates) };
    let kept = 1.0 - decay.record(paper, "decay-rate", Unit::Share);
    let mut rate = rates.first()?.named("royalty-rate").in_year(1);
    let mut decayed = vec![rate];
    for year in 2..=periods {
        rate = (rate * kept).named("royalty-rate").in_year(year);
        decayed.push(rate);
    }
    Some(decayed)
}

/// What is left of the royalties spared after fees, with what a buyer's amortisation adds.
fn net_value<'p>(
    paper: &'p Paper,
    inputs: &Inputs,
    setting: &Setting<'_>,
    licence: &HypotheticalLicence<'p>,
    life: Option<&Life<'p>>,
    remarks: &mut Remarks,
) -> Option<Figure<'p>> {
    let tax_rates = by_period(paper, inputs, "taxRate", "tax-rate", Unit::Share, licence.schedule.periods)?;
    let periods = discounting(paper, &licence.schedule, licence.discount_rate, licence.remaining_life);
    let mut value = spared_after_tax(paper, licence, &periods, &tax_rates);
    if inputs.has("terminalGrowth") {
        let endless = endless_income(paper, inputs, licence, &periods, &tax_rates, remarks)?;
        value = value.named("present-value-of-forecast") + endless;
    }
    if inputs.has("annualFees") {
        let fees = fees(paper, inputs, setting, licence, &periods, &tax_rates, life, remarks)?;
        value = value.named("present-value-of-royalties") - fees;
    }
    if inputs.flag("taxAmortisationBenefit") == Some(true) {
        let factor = amortisation(
            paper,
            inputs,
            setting,
            &licence.schedule,
            licence.discount_rate,
            *tax_rates.first()?,
            remarks,
        )?;
        value = value.named("value-before-amortisation") * factor;
    }
    Some(value)
}

/// The royalties after the forecast, growing without end, at the end of the last period.
fn endless_income<'p>(
    paper: &'p Paper,
    inputs: &Inputs,
    licence: &HypotheticalLicence<'p>,
    periods: &[Period<'p>],
    tax_rates: &[Figure<'p>],
    remarks: &mut Remarks,
) -> Option<Figure<'p>> {
    let growth = inputs.number("terminalGrowth")?;
    let (_, fastest) = growth.extent();
    // The least rate that may be drawn: beyond it an income without end would have no value, or a negative one.
    let least = inputs.number("discountRate").map_or(licence.discount_rate.value(), |cell| cell.extent().0);
    if fastest >= least {
        let problem =
            Problem::new(growth.pointer.clone(), "growth-not-below-discount").with("growth", fastest);
        remarks.refuse(problem.with("discountRate", least));
        return None;
    }
    let growth = growth.record(paper, "terminal-growth", Unit::Rate);
    let (sales, rate) = (*licence.sales.last()?, *licence.royalty_rates.last()?);
    let next = (sales * rate * (1.0 - *tax_rates.last()?) * (1.0 + growth)).named("spared-after-forecast");
    let capitalised = (next / (licence.discount_rate - growth)).named("terminal-value");
    Some((capitalised * periods.last()?.discount_factor).named("present-value-after-forecast"))
}
