//! What every forecast of income needs: how long it runs, when it arrives, and at which rate it is discounted.
//!
//! The keys read here mean the same for every method of the income approach. A method names its bases, which
//! may grow from a first year, and hands over its table of fields; every other series of that table has one
//! figure a period.

use crate::asset::{written, years_actual_365, years_between};
use crate::case::{Cell, Field, Inputs, Kind, Measure};
use crate::income::discounting::{PaymentDay, Schedule, Timing};
use crate::income::endless::refuse_of_finite_right;
use crate::income::life_curve::{LIFE_CURVE_FIELDS, surviving};
use crate::income::remaining_life::{LIFE_FIELDS, remaining_life};
use crate::method::{Binding, Life, Setting, Worked};
pub(super) use crate::method::{is_own, is_spoken_of, way};
use crate::problem::{Finding, Problem, Remarks, Severity};
use crate::rate::{BUILD_UP_FIELDS, build_up};
use crate::workpaper::{Figure, Origin, Paper, Unit};

/// The words that `timing` may be, beside a list of days.
pub(super) const TIMINGS: &[&str] = &["yearEnd", "midYear"];

/// How many years there are, where a base is one figure, and how it grows.
pub(super) const YEARS: Field = Field::optional("years", Kind::Count(1, 200));
/// Growth from one period to the next, of the bases.
pub(super) const GROWTH_RATE: Field = Field::optional("growthRate", Kind::Series(Measure::GROWTH));
/// The tax on what is earned.
pub(super) const TAX_RATE: Field = Field::required("taxRate", Kind::Series(Measure::SHARE));
/// The share that each year loses against the year before.
pub(super) const DECAY_RATE: Field = Field::optional("decayRate", Kind::Number(Measure::SHARE));

/// What the frame reads in every method: its discounting, its life, what comes after the forecast, and on
/// which basis flows and rate stand.
const FRAME_FIELDS: [Field; 21] = [
    Field::optional("discountRate", Kind::Number(Measure::DISCOUNT)),
    Field::optional("discountRateBuildUp", Kind::Object(BUILD_UP_FIELDS)),
    Field::optional("timing", Kind::ChoiceOrDates(TIMINGS)),
    Field::optional("stub", Kind::Number(Measure::PART_OF_YEAR)),
    Field::optional("firstPeriodEnd", Kind::Date),
    LIFE_FIELDS[0],
    LIFE_FIELDS[1],
    LIFE_FIELDS[2],
    LIFE_FIELDS[3],
    Field::optional("lifeCurve", Kind::Object(LIFE_CURVE_FIELDS)),
    Field::optional("annualFees", Kind::ChoiceOrSeries(&["statutory"], Measure::MONEY)),
    Field::optional("feeReduction", Kind::Number(Measure::SHARE)),
    Field::optional("taxAmortisationBenefit", Kind::Flag),
    Field::optional("amortisationYears", Kind::Count(1, 100)),
    Field::optional("terminalGrowth", Kind::Number(Measure::GROWTH)),
    Field::optional("terminalIncome", Kind::Number(Measure::CASH)),
    Field::optional("capitalisationRate", Kind::Number(Measure::DISCOUNT)),
    Field::optional("pricesOfFlows", Kind::Choice(PRICES)),
    Field::optional("pricesOfRate", Kind::Choice(PRICES)),
    Field::optional("taxOfFlows", Kind::Choice(TAXES)),
    Field::optional("taxOfRate", Kind::Choice(TAXES)),
];

const PRICES: &[&str] = &["nominal", "real"];
const TAXES: &[&str] = &["preTax", "afterTax"];

/// How many of the frame's fields a method needs that only discounts.
pub(super) const DISCOUNTING: usize = 9;
/// How many fields the frame has.
pub(super) const FRAME: usize = FRAME_FIELDS.len();

/// A method's own fields with those of the frame behind them; `ALL` is the count of both.
pub(super) const fn framed<const OWN: usize, const ALL: usize>(own: [Field; OWN]) -> [Field; ALL] {
    assert!(ALL == OWN + FRAME || ALL == OWN + DISCOUNTING, "the count of the fields is wrong");
    let mut all = [FRAME_FIELDS[0]; ALL];
    let mut place = 0;
    while place < ALL {
        all[place] = if place < OWN { own[place] } else { FRAME_FIELDS[place - OWN] };
        place += 1;
    }
    all
}

/// The frame of a forecast: its periods, its life, and its discount rate.
pub(super) struct Forecast<'p> {
    /// When income arrives, and in how many periods.
    pub schedule: Schedule<'p>,
    /// How long income is counted; none if it goes on without end.
    pub life: Option<Life<'p>>,
    /// A rate a year.
    pub discount_rate: Figure<'p>,
    /// How much of the income of each period survives, where the case has a life curve; shares.
    surviving: Option<Vec<Figure<'p>>>,
}

impl<'p> Forecast<'p> {
    /// Figures by period, cut down to what survives of them.
    pub fn cut_down(&self, figures: Vec<Figure<'p>>) -> Vec<Figure<'p>> {
        match &self.surviving {
            Some(shares) => figures.into_iter().zip(shares).map(|(figure, &share)| figure * share).collect(),
            None => figures,
        }
    }

    /// What a method gives whose life is that of this forecast.
    pub fn worked(self, value: Figure<'p>) -> Worked<'p> {
        Worked { life: self.life, ..Worked::of(value) }
    }
}

/// Reads the frame of a forecast; none if anything in it is refused, or if no base was given.
pub(super) fn forecast<'p>(
    paper: &'p Paper,
    inputs: &Inputs,
    setting: &Setting<'_>,
    bases: &[&'static str],
    fields: &[Field],
    remarks: &mut Remarks,
) -> Option<Forecast<'p>> {
    let before = remarks.problems.len();
    refuse_conflicts(inputs, bases, remarks);
    find_bases_apart(inputs, remarks);
    let life = life(paper, inputs, setting, remarks);
    let stub = stub(paper, inputs, setting, remarks);
    let timing = timing(inputs, setting, remarks);
    let periods = horizon(inputs, bases, fields, timing.as_ref(), stub, life.as_ref(), remarks);
    let lengths_fit = periods.is_some_and(|periods| lengths_fit(inputs, fields, periods, remarks));
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
    find_mismatch(inputs, bases, &schedule, life.as_ref(), remarks);
    let surviving = match inputs.object("lifeCurve") {
        Some(curve) => Some(surviving(paper, curve, &schedule, life.as_ref(), remarks)?),
        None => None,
    };
    Some(Forecast { schedule, life, discount_rate: discount_rate?, surviving })
}

/// Refuses what a way of stating a value leaves without effect: every key but its own.
pub(super) fn refuse_frame(inputs: &Inputs, way: &str, own: &[&str], remarks: &mut Remarks) {
    for key in inputs.keys().filter(|key| is_own(inputs, key) && !own.contains(key)) {
        remarks.refuse(Problem::new(inputs.pointer_to(key), "conflicting").with("with", way));
    }
}

/// One figure for each period out of a single one or a list.
pub(super) fn by_period<'p>(
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

/// Two figures of each period, joined.
pub(super) fn joined<'p>(
    ones: &[Figure<'p>],
    others: &[Figure<'p>],
    join: fn(Figure<'p>, Figure<'p>) -> Figure<'p>,
) -> Vec<Figure<'p>> {
    ones.iter().zip(others).zip(1..).map(|((&one, &other), year)| join(one, other).in_year(year)).collect()
}

/// A base by period: as listed, or one figure that grows from the first year's.
pub(super) fn growing<'p>(
    paper: &'p Paper,
    inputs: &Inputs,
    key: &'static str,
    first_name: &'static str,
    name: &'static str,
    unit: Unit,
    periods: u32,
) -> Option<Vec<Figure<'p>>> {
    if inputs.is_by_year(key) {
        return by_period(paper, inputs, key, name, unit, periods);
    }
    let first = inputs.number(key)?.record(paper, first_name, unit);
    let growth = match inputs.series("growthRate") {
        Some(_) => Some(by_period(paper, inputs, "growthRate", "growth-rate", Unit::Rate, periods - 1)?),
        None => None,
    };
    // One factor for all years where the growth is one figure: a draw then costs one multiplication a year.
    let steady =
        growth.as_ref().filter(|_| !inputs.is_by_year("growthRate")).and_then(|growth| growth.first());
    let steady = steady.map(|&growth| 1.0 + growth);
    let mut figures = vec![first.named(name).in_year(1)];
    for year in 2..=periods {
        let last = figures[year as usize - 2];
        let next = match (steady, &growth) {
            (Some(factor), _) => last * factor,
            (None, Some(growth)) => last * (1.0 + growth[year as usize - 2]),
            (None, None) => last,
        };
        figures.push(next.named(name).in_year(year));
    }
    Some(figures)
}

/// S: sales by period; money.
pub(super) fn sales<'p>(paper: &'p Paper, inputs: &Inputs, periods: u32) -> Option<Vec<Figure<'p>>> {
    growing(paper, inputs, "sales", "first-year-sales", "sales", Unit::Money, periods)
}

/// Shares by period out of the first, of which each year loses a part; as they are, if the case has no decay.
pub(super) fn decaying<'p>(
    paper: &'p Paper,
    inputs: &Inputs,
    shares: Vec<Figure<'p>>,
    named: fn(Figure<'p>) -> Figure<'p>,
) -> Option<Vec<Figure<'p>>> {
    let Some(decay) = inputs.number("decayRate") else { return Some(shares) };
    let kept = 1.0 - decay.record(paper, "decay-rate", Unit::Share);
    let mut share = named(*shares.first()?).in_year(1);
    let mut decayed = vec![share];
    for year in (1..).zip(&shares).skip(1).map(|(year, _)| year) {
        share = named(share * kept).in_year(year);
        decayed.push(share);
    }
    Some(decayed)
}

/// Inputs that cannot stand beside each other, and pairs of which one is needed.
fn refuse_conflicts(inputs: &Inputs, bases: &[&'static str], remarks: &mut Remarks) {
    let mut conflict = |one: &str, other: &str, together: bool| {
        if together {
            remarks.refuse(Problem::new(inputs.pointer_to(one), "conflicting").with("with", other));
        }
    };
    let both = |one: &str, other: &str| inputs.has(one) && inputs.has(other);
    for base in bases {
        conflict("growthRate", base, inputs.is_by_year(base) && inputs.has("growthRate"));
    }
    for share in ["royaltyRate", "profitShare"] {
        conflict("decayRate", share, inputs.is_by_year(share) && inputs.has("decayRate"));
    }
    conflict("discountRateBuildUp", "discountRate", both("discountRateBuildUp", "discountRate"));
    conflict("stub", "firstPeriodEnd", both("stub", "firstPeriodEnd"));
    let dated = inputs.dates("timing").is_some();
    conflict("stub", "timing", dated && inputs.has("stub"));
    conflict("firstPeriodEnd", "timing", dated && inputs.has("firstPeriodEnd"));
    for life in ["remainingLife", "economicLife", "contractLife", "contractEnd", "lifeCurve"] {
        conflict("terminalGrowth", life, both("terminalGrowth", life));
    }
    conflict("terminalGrowth", "timing", dated && inputs.has("terminalGrowth"));
    let taxed_by_year = inputs.is_by_year("taxRate") && inputs.flag("taxAmortisationBenefit") == Some(true);
    conflict("taxAmortisationBenefit", "taxRate", taxed_by_year);
    let mut depend = |one: &str, other: &str, stands: bool| {
        if is_own(inputs, one) && !stands {
            remarks.refuse(Problem::new(inputs.pointer_to(one), "needs-other").with("other", other));
        }
    };
    let amortised = inputs.flag("taxAmortisationBenefit") == Some(true);
    depend("amortisationYears", "taxAmortisationBenefit", amortised);
    depend("feeReduction", "annualFees", inputs.has("annualFees"));
    for after in ["terminalIncome", "capitalisationRate"] {
        depend(after, "terminalGrowth", inputs.has("terminalGrowth"));
    }
}

/// Flows and a rate that are said to stand on different bases: the figure then measures nothing.
fn find_bases_apart(inputs: &Inputs, remarks: &mut Remarks) {
    let mut compare = |flows: Option<&str>, rate: Option<&str>, about: Problem| {
        if flows.zip(rate).is_some_and(|(flows, rate)| flows != rate) {
            remarks.find(Finding { severity: Severity::Bar, about });
        }
    };
    let at = || inputs.pointer.clone();
    let prices = (inputs.text("pricesOfFlows"), inputs.text("pricesOfRate"));
    compare(prices.0, prices.1, Problem::new(at(), "price-basis-mismatch"));
    let taxed = inputs.series("taxRate").is_some_and(|rates| rates.iter().any(|rate| rate.extent().1 > 0.0));
    let flows = inputs.text("taxOfFlows").or(taxed.then_some("afterTax"));
    compare(flows, inputs.text("taxOfRate"), Problem::new(at(), "tax-basis-mismatch"));
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
    refuse_of_finite_right(&growth.pointer, setting, remarks);
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
    let source = format!("{} → {}", written(valuation), written(end));
    Some(paper.years("stub", length).with_origin(Origin::Parameter).from_source(source))
}

pub(super) fn timing(inputs: &Inputs, setting: &Setting<'_>, remarks: &mut Remarks) -> Option<Timing> {
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
    bases: &[&'static str],
    fields: &[Field],
    timing: Option<&Timing>,
    stub: Option<Figure<'_>>,
    life: Option<&Life<'_>>,
    remarks: &mut Remarks,
) -> Option<u32> {
    if let Some(length) = bases.iter().find_map(|key| length(inputs, key)) {
        return u32::try_from(length).ok();
    }
    let base = bases.iter().find(|key| inputs.has(key))?;
    let dated = match timing {
        Some(Timing::Dated(days)) => Some(days.len()),
        _ => None,
    };
    // One figure: stretched over what the case says of its length, or over the longest life.
    let longest = || {
        let years = life?.longest;
        let whole = stub.map_or(years, |stub| years - stub.value() + 1.0).ceil();
        Some(if whole < 1.0 { 1 } else { (whole as usize).min(200) })
    };
    // Taxes and fees follow the forecast; they do not say how long it is.
    let own = || by_period_keys(fields).filter(|key| !matches!(*key, "taxRate" | "annualFees"));
    let periods = inputs
        .count("years")
        .map(|years| years as usize)
        .or(dated)
        .or_else(|| own().find_map(|key| length(inputs, key)))
        .or_else(|| length(inputs, "growthRate").map(|later| later + 1))
        .or_else(longest);
    if periods.is_none() && inputs.has("terminalGrowth") {
        return Some(1);
    }
    if periods.is_none() {
        remarks.refuse(Problem::new(inputs.pointer_to(base), "horizon-unknown"));
    }
    u32::try_from(periods?).ok()
}

/// The keys that hold one figure a period, if they hold a list.
fn by_period_keys(fields: &[Field]) -> impl Iterator<Item = &'static str> {
    let series =
        fields.iter().filter(|field| matches!(field.kind, Kind::Series(_) | Kind::ChoiceOrSeries(..)));
    series.map(|field| field.key).filter(|key| *key != "growthRate")
}

/// How many figures a key lists by year; none if it lists none.
fn length(inputs: &Inputs, key: &str) -> Option<usize> {
    inputs.series(key).filter(|_| inputs.is_by_year(key)).map(<[Cell]>::len)
}

/// Refuses a list by year of another length than wanted.
pub(super) fn refuse_other_length(inputs: &Inputs, key: &str, wanted: usize, remarks: &mut Remarks) {
    refuse_length(inputs, key, length(inputs, key), wanted, remarks);
}

fn refuse_length(inputs: &Inputs, key: &str, length: Option<usize>, wanted: usize, remarks: &mut Remarks) {
    if let Some(length) = length.filter(|length| *length != wanted) {
        let problem = Problem::new(inputs.pointer_to(key), "lengths-differ").with("length", length);
        remarks.refuse(problem.with("wanted", wanted));
    }
}

fn lengths_fit(inputs: &Inputs, fields: &[Field], periods: u32, remarks: &mut Remarks) -> bool {
    let before = remarks.problems.len();
    let wanted = periods as usize;
    for key in by_period_keys(fields) {
        refuse_other_length(inputs, key, wanted, remarks);
    }
    refuse_other_length(inputs, "growthRate", wanted - 1, remarks);
    refuse_length(inputs, "timing", inputs.dates("timing").map(<[_]>::len), wanted, remarks);
    refuse_length(inputs, "years", inputs.count("years").map(|years| years as usize), wanted, remarks);
    if inputs.has("terminalGrowth") && wanted == 1 && (inputs.has("stub") || inputs.has("firstPeriodEnd")) {
        // Income without end must go on from a whole year.
        refuse_length(inputs, "terminalGrowth", Some(1), 2, remarks);
    }
    remarks.problems.len() == before
}

/// The discount rate, given or built up; none if it was refused or is missing.
pub(super) fn discount_rate<'p>(
    paper: &'p Paper,
    inputs: &Inputs,
    remarks: &mut Remarks,
) -> Option<Figure<'p>> {
    if let Some(parts) = inputs.object("discountRateBuildUp") {
        return build_up(paper, parts, remarks);
    }
    if let Some(cell) = inputs.number("discountRate") {
        return Some(cell.record(paper, "discount-rate", Unit::Rate));
    }
    // A rate that was given and could not be read has had its problem already.
    if !["discountRate", "discountRateBuildUp"].iter().any(|key| is_spoken_of(inputs, key, remarks)) {
        let problem = Problem::new(inputs.pointer_to("discountRate"), "missing-either");
        remarks.refuse(problem.with("one", "discountRate").with("other", "discountRateBuildUp"));
    }
    None
}

/// What a forecast does not cover, or covers in vain.
fn find_mismatch(
    inputs: &Inputs,
    bases: &[&'static str],
    schedule: &Schedule<'_>,
    life: Option<&Life<'_>>,
    remarks: &mut Remarks,
) {
    let Some(life) = life.filter(|life| life.binding != Binding::Forecast) else { return };
    let span = schedule.span();
    let base = bases.iter().find(|key| inputs.has(key)).copied().unwrap_or_default();
    let about =
        |code, years: f64| Problem::new(inputs.pointer_to(base), code).with("life", years).with("span", span);
    // A figure stretched over the longest life that may be drawn is no forecast that anybody made.
    let forecast = inputs.is_by_year(base) || inputs.has("years");
    if span < life.longest - 1e-9 {
        remarks.find(Finding::warning(about("forecast-shorter-than-life", life.longest)));
    } else if forecast && span >= life.years.value() + 1.0 - 1e-9 {
        remarks.find(Finding::note(about("forecast-cut-at-end-of-life", life.years.value())));
    }
}
