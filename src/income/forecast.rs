//! What every forecast of income needs: how long it runs, when it arrives, and at which rate it is discounted.
//!
//! The keys read here mean the same for every method of the income approach.

use crate::asset::{AssetKind, written, years_actual_365, years_between};
use crate::case::{Cell, Inputs};
use crate::income::discounting::{PaymentDay, Schedule, Timing};
use crate::income::remaining_life::remaining_life;
use crate::method::{Binding, Life, Setting};
use crate::problem::{Finding, Problem, Remarks};
use crate::rate::build_up;
use crate::workpaper::{Figure, Origin, Paper, Unit};

/// The words that `timing` may be, beside a list of days.
pub(super) const TIMINGS: &[&str] = &["yearEnd", "midYear"];

/// The frame of a forecast: its periods, its life, and its discount rate.
pub(super) struct Forecast<'p> {
    /// When income arrives, and in how many periods.
    pub schedule: Schedule<'p>,
    /// How long income is counted; none if it goes on without end.
    pub life: Option<Life<'p>>,
    /// A rate a year.
    pub discount_rate: Figure<'p>,
}

/// Reads the frame of a forecast; none if anything in it is refused.
pub(super) fn forecast<'p>(
    paper: &'p Paper,
    inputs: &Inputs,
    setting: &Setting<'_>,
    remarks: &mut Remarks,
) -> Option<Forecast<'p>> {
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
    Some(Forecast { schedule, life, discount_rate: discount_rate? })
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

/// S: sales by period: as listed, or one figure that grows.
pub(super) fn sales<'p>(paper: &'p Paper, inputs: &Inputs, periods: u32) -> Option<Vec<Figure<'p>>> {
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
    if setting.asset.is_some_and(|asset| asset.kind == AssetKind::Trademark) {
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
    let source = format!("{} → {}", written(valuation), written(end));
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
