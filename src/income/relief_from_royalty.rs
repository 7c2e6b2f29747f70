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

use crate::asset::{years_actual_365, years_between};
use crate::case::{Cell, Field, Inputs, Kind, Measure};
use crate::income::discounting::{PaymentDay, Period, Schedule, Timing, discounting, elapsed_factor};
use crate::income::remaining_life::{LIFE_FIELDS, remaining_life};
use crate::method::{Binding, Life, Method, Setting, Worked};
use crate::problem::{Finding, Problem, Remarks};
use crate::rate::{BUILD_UP_FIELDS, build_up, tax_amortisation_factor};
use crate::standard::annual_fees;
use crate::workpaper::{Figure, Origin, Paper, Unit};

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

const TIMINGS: &[&str] = &["yearEnd", "midYear"];

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
        refuse_conflicts(inputs, remarks);
        let life = life(paper, inputs, setting, remarks);
        let stub = stub(paper, inputs, setting, remarks);
        let timing = timing(inputs, setting, remarks);
        let periods = horizon(inputs, timing.as_ref(), stub, life.as_ref(), remarks);
        let lengths_fit = periods.is_some_and(|periods| lengths_fit(inputs, periods, remarks));
        let discount_rate = discount_rate(paper, inputs, remarks);
        if remarks.problems.len() > before || !lengths_fit {
            return None;
        }
        let schedule = Schedule { timing: timing?, stub, periods: periods? };
        let endless = inputs.has("terminalGrowth");
        let life = match life {
            None if !endless => Some(supposed_life(paper, schedule.span())),
            life => life.filter(|_| !endless),
        };
        find_mismatch(inputs, &schedule, life.as_ref(), remarks);
        let licence = HypotheticalLicence {
            sales: sales(paper, inputs, schedule.periods)?,
            royalty_rates: royalty_rates(paper, inputs, schedule.periods)?,
            remaining_life: life.as_ref().map(|life| life.years),
            discount_rate: discount_rate?,
            schedule,
        };
        let value = net_value(paper, inputs, setting, &licence, life.as_ref(), remarks)?;
        (remarks.problems.len() == before).then(|| Worked {
            value: value.named("relief-from-royalty"),
            life,
            licence_price: Some(Box::new(move |years| lump_sum(paper, &licence, years))),
        })
    }
}

/// Inputs that cannot stand beside each other, and pairs of which one is needed.
fn refuse_conflicts(inputs: &Inputs, remarks: &mut Remarks) {
    let mut conflict = |one: &str, other: &str, together: bool| {
        if together {
            remarks.refuse(Problem::new(inputs.pointer_to(one), "conflicting").with("with", other));
        }
    };
    let both = |one: &str, other: &str| inputs.has(one) && inputs.has(other);
    conflict("growthRate", "sales", inputs.is_by_year("sales") && inputs.has("growthRate"));
    conflict("decayRate", "royaltyRate", inputs.is_by_year("royaltyRate") && inputs.has("decayRate"));
    conflict("discountRateBuildUp", "discountRate", both("discountRateBuildUp", "discountRate"));
    conflict("stub", "firstPeriodEnd", both("stub", "firstPeriodEnd"));
    let dated = inputs.dates("timing").is_some();
    conflict("stub", "timing", dated && inputs.has("stub"));
    conflict("firstPeriodEnd", "timing", dated && inputs.has("firstPeriodEnd"));
    for life in ["remainingLife", "economicLife", "contractLife", "contractEnd"] {
        conflict("terminalGrowth", life, both("terminalGrowth", life));
    }
    conflict("terminalGrowth", "timing", dated && inputs.has("terminalGrowth"));
    let taxed_by_year = inputs.is_by_year("taxRate") && inputs.flag("taxAmortisationBenefit") == Some(true);
    conflict("taxAmortisationBenefit", "taxRate", taxed_by_year);
    if inputs.has("amortisationYears") && inputs.flag("taxAmortisationBenefit") != Some(true) {
        let problem = Problem::new(inputs.pointer_to("amortisationYears"), "needs-other");
        remarks.refuse(problem.with("other", "taxAmortisationBenefit"));
    }
    if inputs.has("feeReduction") && !inputs.has("annualFees") {
        let problem = Problem::new(inputs.pointer_to("feeReduction"), "needs-other");
        remarks.refuse(problem.with("other", "annualFees"));
    }
}

fn life<'p>(
    paper: &'p Paper,
    inputs: &Inputs,
    setting: &Setting<'_>,
    remarks: &mut Remarks,
) -> Option<Life<'p>> {
    let Some(growth) = inputs.number("terminalGrowth") else {
        return remaining_life(paper, inputs, setting, remarks);
    };
    if let Some(asset) = setting.asset
        && !asset.kind.may_last()
    {
        remarks.refuse(Problem::new(growth.pointer.clone(), "endless-income-of-finite-right"));
    }
    if setting.asset.is_some_and(|asset| asset.kind == crate::asset::AssetKind::Trademark) {
        remarks.find(Finding::warning(Problem::new(growth.pointer.clone(), "renewed-without-end")));
    }
    None
}

/// The life that a case without any bound on it implies: as long as its forecast.
fn supposed_life(paper: &Paper, span: f64) -> Life<'_> {
    let years = paper.years("remaining-life", span).with_origin(Origin::Assumed);
    Life { years, longest: span, binding: Binding::Forecast, legal_end: None }
}

fn stub<'p>(
    paper: &'p Paper,
    inputs: &Inputs,
    setting: &Setting<'_>,
    remarks: &mut Remarks,
) -> Option<Figure<'p>> {
    if let Some(cell) = inputs.number("stub") {
        if cell.extent().0 <= 0.0 {
            remarks.refuse(Problem::new(cell.pointer.clone(), "empty-stub"));
        }
        return Some(cell.record(paper, "stub", Unit::Years));
    }
    let end = inputs.date("firstPeriodEnd")?;
    let pointer = inputs.pointer_to("firstPeriodEnd");
    let Some(valuation) = setting.valuation_date else {
        remarks.refuse(Problem::new(pointer, "needs-valuation-date"));
        return None;
    };
    let length = years_between(valuation, end);
    if length <= 0.0 || length > 1.0 {
        remarks.refuse(Problem::new(pointer, "not-a-first-period").with("years", length));
        return None;
    }
    let source = format!("{} → {}", crate::asset::written(valuation), crate::asset::written(end));
    Some(paper.years("stub", length).with_origin(Origin::Parameter).from_source(source))
}

fn timing(inputs: &Inputs, setting: &Setting<'_>, remarks: &mut Remarks) -> Option<Timing> {
    if let Some(dates) = inputs.dates("timing") {
        let pointer = inputs.pointer_to("timing");
        let Some(valuation) = setting.valuation_date else {
            remarks.refuse(Problem::new(pointer, "needs-valuation-date"));
            return None;
        };
        if dates.first().is_some_and(|first| *first <= valuation) {
            remarks.refuse(Problem::new(pointer, "before-valuation-date"));
            return None;
        }
        let day = |&date| PaymentDay {
            discounted: years_actual_365(valuation, date),
            lived: years_between(valuation, date),
        };
        return Some(Timing::Dated(dates.iter().map(day).collect()));
    }
    Some(match inputs.text("timing") {
        Some("midYear") => Timing::MidYear,
        Some(_) => Timing::YearEnd,
        None => {
            // Half a year of discount hangs on it, so the silence is said.
            let about = Problem::new(inputs.pointer_to("timing"), "timing-assumed");
            remarks.find(Finding::note(about.with("value", TIMINGS[0])));
            Timing::YearEnd
        }
    })
}

/// How many periods the forecast has.
fn horizon(
    inputs: &Inputs,
    timing: Option<&Timing>,
    stub: Option<Figure<'_>>,
    life: Option<&Life<'_>>,
    remarks: &mut Remarks,
) -> Option<u32> {
    let by_year = |key: &str| inputs.series(key).filter(|_| inputs.is_by_year(key)).map(<[Cell]>::len);
    if let Some(length) = by_year("sales") {
        return u32::try_from(length).ok();
    }
    inputs.series("sales")?;
    let dated = match timing {
        Some(Timing::Dated(days)) => Some(days.len()),
        _ => None,
    };
    // One figure of sales: stretched over what the case says of its length, or over the longest life.
    let longest = || {
        let years = life?.longest;
        let whole = stub.map_or(years, |stub| years - stub.value() + 1.0).ceil();
        Some(if whole < 1.0 { 1 } else { (whole as usize).min(200) })
    };
    let periods = inputs
        .count("years")
        .map(|years| years as usize)
        .or(dated)
        .or_else(|| by_year("royaltyRate"))
        .or_else(|| by_year("growthRate").map(|later| later + 1))
        .or_else(longest);
    if periods.is_none() && inputs.has("terminalGrowth") {
        return Some(1);
    }
    if periods.is_none() {
        remarks.refuse(Problem::new(inputs.pointer_to("sales"), "horizon-unknown"));
    }
    u32::try_from(periods?).ok()
}

fn lengths_fit(inputs: &Inputs, periods: u32, remarks: &mut Remarks) -> bool {
    let before = remarks.problems.len();
    let wanted = periods as usize;
    let mut compare = |key: &str, length: usize, wanted: usize| {
        if length != wanted {
            let problem = Problem::new(inputs.pointer_to(key), "lengths-differ").with("length", length);
            remarks.refuse(problem.with("wanted", wanted));
        }
    };
    for key in ["royaltyRate", "taxRate", "annualFees"] {
        if let (true, Some(cells)) = (inputs.is_by_year(key), inputs.series(key)) {
            compare(key, cells.len(), wanted);
        }
    }
    if let (true, Some(cells)) = (inputs.is_by_year("growthRate"), inputs.series("growthRate")) {
        compare("growthRate", cells.len(), wanted - 1);
    }
    if let Some(dates) = inputs.dates("timing") {
        compare("timing", dates.len(), wanted);
    }
    if let Some(years) = inputs.count("years") {
        compare("years", years as usize, wanted);
    }
    if inputs.has("terminalGrowth") && wanted == 1 && (inputs.has("stub") || inputs.has("firstPeriodEnd")) {
        // Income without end must go on from a whole year.
        compare("terminalGrowth", 1, 2);
    }
    remarks.problems.len() == before
}

fn discount_rate<'p>(paper: &'p Paper, inputs: &Inputs, remarks: &mut Remarks) -> Option<Figure<'p>> {
    if let Some(parts) = inputs.object("discountRateBuildUp") {
        return build_up(paper, parts, remarks);
    }
    if let Some(cell) = inputs.number("discountRate") {
        return Some(cell.record(paper, "discount-rate", Unit::Rate));
    }
    // A rate that was given and could not be read has had its problem already.
    let places = [format!("{}/discountRate", inputs.pointer), "/facts/discountRate".to_owned()];
    let spoken_of =
        |problem: &Problem| places.iter().any(|place| problem.pointer.starts_with(place.as_str()));
    if !remarks.problems.iter().any(spoken_of) {
        let problem = Problem::new(inputs.pointer_to("discountRate"), "missing-either");
        remarks.refuse(problem.with("one", "discountRate").with("other", "discountRateBuildUp"));
    }
    None
}

/// What a forecast does not cover, or covers in vain.
fn find_mismatch(inputs: &Inputs, schedule: &Schedule<'_>, life: Option<&Life<'_>>, remarks: &mut Remarks) {
    let Some(life) = life.filter(|life| life.binding != Binding::Forecast) else { return };
    let span = schedule.span();
    let about = |code, years: f64| {
        Problem::new(inputs.pointer_to("sales"), code).with("life", years).with("span", span)
    };
    // A figure stretched over the longest life that may be drawn is no forecast that anybody made.
    let forecast = inputs.is_by_year("sales") || inputs.has("years");
    if span < life.longest - 1e-9 {
        remarks.find(Finding::warning(about("forecast-shorter-than-life", life.longest)));
    } else if forecast && span >= life.years.value() + 1.0 - 1e-9 {
        remarks.find(Finding::note(about("forecast-cut-at-end-of-life", life.years.value())));
    }
}

/// One figure for each period out of a single one or a list.
fn by_period<'p>(
    paper: &'p Paper,
    inputs: &Inputs,
    key: &'static str,
    name: &'static str,
    unit: Unit,
    periods: u32,
) -> Option<Vec<Figure<'p>>> {
    let cells = inputs.series(key)?;
    if inputs.is_by_year(key) {
        return Some(
            cells.iter().zip(1..).map(|(cell, year)| cell.record(paper, name, unit).in_year(year)).collect(),
        );
    }
    let one = cells.first()?.record(paper, name, unit);
    Some(vec![one; periods as usize])
}

fn sales<'p>(paper: &'p Paper, inputs: &Inputs, periods: u32) -> Option<Vec<Figure<'p>>> {
    if inputs.is_by_year("sales") {
        return by_period(paper, inputs, "sales", "sales", Unit::Money, periods);
    }
    let first = inputs.number("sales")?.record(paper, "first-year-sales", Unit::Money);
    let growth = match inputs.series("growthRate") {
        Some(_) => Some(by_period(paper, inputs, "growthRate", "growth-rate", Unit::Rate, periods - 1)?),
        None => None,
    };
    // One factor for all years where the growth is one figure: a draw then costs one multiplication a year.
    let steady =
        growth.as_ref().filter(|_| !inputs.is_by_year("growthRate")).and_then(|growth| growth.first());
    let steady = steady.map(|&growth| 1.0 + growth);
    let mut sales = vec![first.named("sales").in_year(1)];
    for year in 2..=periods {
        let last = sales[year as usize - 2];
        let next = match (steady, &growth) {
            (Some(factor), _) => last * factor,
            (None, Some(growth)) => last * (1.0 + growth[year as usize - 2]),
            (None, None) => last,
        };
        sales.push(next.named("sales").in_year(year));
    }
    Some(sales)
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
        value = value.named("present-value-of-royalties") + endless;
    }
    if inputs.has("annualFees") {
        let fees = fees(paper, inputs, setting, licence, &periods, &tax_rates, life, remarks)?;
        value = value.named("present-value-of-royalties") - fees;
    }
    if inputs.flag("taxAmortisationBenefit") == Some(true) {
        let factor = amortisation(paper, inputs, setting, licence, *tax_rates.first()?, remarks)?;
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

/// The present value of the fees due while the right earns, after tax.
#[expect(clippy::too_many_arguments, reason = "the fees meet everything that the value rests on")]
fn fees<'p>(
    paper: &'p Paper,
    inputs: &Inputs,
    setting: &Setting<'_>,
    licence: &HypotheticalLicence<'p>,
    periods: &[Period<'p>],
    tax_rates: &[Figure<'p>],
    life: Option<&Life<'p>>,
    remarks: &mut Remarks,
) -> Option<Figure<'p>> {
    let borne =
        inputs.number("feeReduction").map(|cell| 1.0 - cell.record(paper, "fee-reduction", Unit::Share));
    let net = |fee: Figure<'p>, tax_rate: Figure<'p>, start: Figure<'p>, year: u32| {
        let fee = borne.map_or(fee, |borne| fee * borne);
        // A fee for a year that the right does not reach is not paid.
        let due = licence.remaining_life.map_or(fee, |life| life.if_above(start, fee, 0.0));
        (due * (1.0 - tax_rate)).named("fee-after-tax").in_year(year).measured_in(Unit::Money)
    };
    let mut present_values = Vec::new();
    if inputs.text("annualFees").is_none() {
        let fees =
            by_period(paper, inputs, "annualFees", "annual-fee", Unit::Money, licence.schedule.periods)?;
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
    let yearly = (1.0 + licence.discount_rate).to_the(-1.0);
    let mut factor = None;
    for (fee, year) in due.iter().zip(1..) {
        let now = match factor {
            None => elapsed_factor(paper, licence.discount_rate, fee.elapsed),
            Some(before) => before * yearly,
        };
        factor = Some(now);
        let amount = paper
            .flow("annual-fee", fee.yuan / setting.unit_size)
            .in_year(year)
            .with_origin(Origin::Parameter)
            .by_clause(fee.clause.clone())
            .annotate(|note| {
                note.source = Some(fee.source.clone());
                note.label = Some(format!("{} ({})", fee.patent_year, crate::asset::written(fee.due)));
            });
        let period = (fee.elapsed as usize).min(tax_rates.len() - 1);
        let net = net(amount, tax_rates[period], paper.constant(fee.elapsed), year);
        present_values.push((net * now).named("present-value-of-fee").in_year(year));
    }
    Some(paper.sum(present_values).named("annual-fees").measured_in(Unit::Money))
}

fn amortisation<'p>(
    paper: &'p Paper,
    inputs: &Inputs,
    setting: &Setting<'_>,
    licence: &HypotheticalLicence<'p>,
    tax_rate: Figure<'p>,
    remarks: &mut Remarks,
) -> Option<Figure<'p>> {
    let pointer = inputs.pointer_to("taxAmortisationBenefit");
    if matches!(setting.purpose, Some("pledge")) {
        remarks.find(Finding::warning(Problem::new(pointer.clone(), "amortisation-benefit-in-pledge")));
    }
    let least = setting.valuation_date.and_then(|date| {
        setting.standards.ruling("cn-income-tax-rules", "amortisation-years-minimum", date, date).ok()
    });
    let least_years = least.as_ref().and_then(|ruling| ruling.number());
    let given = inputs.count("amortisationYears");
    let years = match (given, least_years) {
        (Some(years), _) => years,
        (None, Some(least)) => least as u32,
        (None, None) => {
            let problem = Problem::new(inputs.pointer_to("amortisationYears"), "missing");
            remarks.refuse(problem.with("key", "amortisationYears"));
            return None;
        }
    };
    if let (Some(ruling), Some(least)) = (&least, least_years)
        && f64::from(years) < least
    {
        let about = Problem::new(inputs.pointer_to("amortisationYears"), "amortisation-below-minimum");
        let about = about.with("years", f64::from(years)).with("least", least);
        remarks.find(Finding::warning(about.by_clause(ruling.clause.as_str())));
    }
    let growth = 1.0 + licence.discount_rate;
    let shift = (licence.schedule.timing == Timing::MidYear).then(|| growth.square_root());
    let years = paper
        .years("amortisation-years", f64::from(years))
        .with_origin(if given.is_some() { Origin::Given } else { Origin::Assumed })
        .annotate(|note| {
            // No pointer: the count shapes the paper, so neither replay nor a search may vary it.
            note.source = inputs.count_cell("amortisationYears").and_then(|cell| cell.source.clone());
            note.clauses.extend(least.map(|ruling| ruling.clause.into()));
        });
    let factor = tax_amortisation_factor(paper, tax_rate, years, growth.to_the(-1.0), shift);
    // Under a rate below zero the savings can exceed any price: then no price solves the equation.
    if factor.value().is_finite() && factor.value() >= 1.0 {
        return Some(factor);
    }
    remarks.refuse(Problem::new(pointer, "amortisation-without-price"));
    None
}
