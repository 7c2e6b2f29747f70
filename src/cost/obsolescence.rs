//! Obsolescence (贬值): what a cost has lost by age, by better technology, and by the market.
//! ```text
//! newness by life   = L ÷ (U + L)                             成新率 = 1 − 贬值率
//! newness           = Π (1 − dⱼ)   or   1 − Σ dⱼ              multiplied or added, as the case says
//! excess            = Σ E · (1 − τ) · fₜ · (1 + r)^−hₜ         over the remaining life
//! value             = cost · newness − excess
//! ```
//! U the years of use so far and L the remaining life, in years; dⱼ the shares lost by life and by physical,
//! functional and economic obsolescence; E what running it costs a year more than its modern equivalent;
//! τ the tax rate, r the discount rate, fₜ and hₜ as in every forecast.
//!
//! - Stated: newness by life, and the two losses one after the other.
//! - Inferred: what is added never takes more than the whole; the remaining life is the shortest that binds,
//!   as in the income approach.
//! - Limit: one textbook adds the losses (10 % + 5 %), its own library multiplies them: the case chooses, and
//!   the step is named for the choice.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::income::{LIFE_FIELDS, Schedule, Timing, discounting, remaining_life};
use crate::method::{Life, Method, Setting, Worked};
use crate::problem::{Finding, Problem, Remarks};
use crate::workpaper::{Figure, Paper, Unit};

/// What is said of the losses of a cost, under one key.
pub(super) const OBSOLESCENCE: Field = Field::optional(
    "obsolescence",
    Kind::Object(&[
        Field::optional("usedYears", Kind::Number(Measure::LIFE)),
        LIFE_FIELDS[0],
        LIFE_FIELDS[1],
        Field::optional("physicalObsolescence", Kind::Number(Measure::SHARE)),
        Field::optional("functionalObsolescence", Kind::Number(Measure::SHARE)),
        Field::optional("economicObsolescence", Kind::Number(Measure::SHARE)),
        Field::optional("combining", Kind::Choice(COMBINING)),
        Field::optional("excessYearlyCost", Kind::Number(Measure::MONEY)),
        Field::optional("taxRate", Kind::Number(Measure::SHARE)),
        Field::optional("discountRate", Kind::Number(Measure::DISCOUNT)),
        Field::optional("timing", Kind::Choice(&["yearEnd", "midYear"])),
    ]),
);

const COMBINING: &[&str] = &["multiplied", "added"];

/// How much of its life a thing still has before it; a share.
///
/// - Edges: no life left, nothing is left; never used, all is.
/// - Published (高等教育自学考试《资产评估》): 3 years used, 5 left: 62.5 %.
/// ```
/// # use ipval::{cost::newness_by_life, workpaper::Paper};
/// let paper = Paper::default();
/// let newness = newness_by_life(paper.years("used-years", 3.0), paper.years("remaining-life", 5.0));
/// assert!((newness.value() - 0.625).abs() <= 1e-15);
/// ```
pub fn newness_by_life<'p>(used: Figure<'p>, remaining: Figure<'p>) -> Figure<'p> {
    // Neither used nor of any use: the divisor is kept from zero, and nothing is left.
    (remaining / (used + remaining).greatest(1e-9)).named("newness-by-life").measured_in(Unit::Share)
}

/// A cost less what it has lost; the cost itself if the case says nothing of losses.
pub(super) fn less_obsolescence<'p>(
    paper: &'p Paper,
    inputs: &Inputs,
    setting: &Setting<'_>,
    cost: Figure<'p>,
    remarks: &mut Remarks,
) -> Option<Figure<'p>> {
    let Some(losses) = inputs.object("obsolescence").filter(|losses| losses.keys().next().is_some()) else {
        remarks.find(Finding::note(Problem::new(inputs.pointer_to("obsolescence"), "no-obsolescence")));
        return Some(cost);
    };
    let before = remarks.problems.len();
    let aged = losses.has("usedYears") || losses.has("excessYearlyCost");
    let life = if aged { remaining_life(paper, losses, setting, remarks) } else { None };
    if aged && life.is_none() && remarks.problems.len() == before {
        let problem = Problem::new(losses.pointer_to("remainingLife"), "missing-either");
        remarks.refuse(problem.with("one", "remainingLife").with("other", "economicLife"));
    }
    let newness = newness(paper, losses, life.as_ref(), remarks);
    let excess = excess_cost(paper, losses, life.as_ref(), remarks);
    if remarks.problems.len() > before {
        return None;
    }
    let kept = newness.map_or(cost, |newness| (cost * newness).named("cost-after-obsolescence"));
    Some(excess.map_or(kept, |excess| (kept - excess).named("cost-less-excess")))
}

/// What is left after every loss that is given as a share.
fn newness<'p>(
    paper: &'p Paper,
    losses: &Inputs,
    life: Option<&Life<'p>>,
    remarks: &mut Remarks,
) -> Option<Figure<'p>> {
    let mut kept = Vec::new();
    if let (Some(used), Some(life)) = (losses.number("usedYears"), life) {
        kept.push(newness_by_life(used.record(paper, "used-years", Unit::Years), life.years));
    }
    if let Some(cell) = losses.number("physicalObsolescence") {
        if cell.extent().1 > 0.0 {
            let about = Problem::new(cell.pointer.clone(), "physical-obsolescence-of-intangible");
            remarks.find(Finding::note(about));
        }
        kept.push(1.0 - cell.record(paper, "physical-obsolescence", Unit::Share));
    }
    if let Some(cell) = losses.number("functionalObsolescence") {
        if losses.has("excessYearlyCost") {
            let about = Problem::new(cell.pointer.clone(), "functional-counted-twice");
            remarks.find(Finding::warning(about));
        }
        kept.push(1.0 - cell.record(paper, "functional-obsolescence", Unit::Share));
    }
    if let Some(cell) = losses.number("economicObsolescence") {
        kept.push(1.0 - cell.record(paper, "economic-obsolescence", Unit::Share));
    }
    if kept.len() < 2 {
        return kept.first().map(|kept| kept.named("newness-rate").measured_in(Unit::Share));
    }
    let together = match losses.text("combining") {
        Some("added") => {
            let lost: Vec<Figure<'p>> = kept.iter().map(|&kept| 1.0 - kept).collect();
            let lost = paper.sum(lost).named("losses-added").measured_in(Unit::Share);
            if lost.value() > 1.0 {
                let about = Problem::new(losses.pointer_to("combining"), "losses-above-whole");
                remarks.find(Finding::warning(about.with("sum", lost.value())));
            }
            (1.0 - lost).greatest(0.0)
        }
        stated => {
            if stated.is_none() {
                let about = Problem::new(losses.pointer_to("combining"), "combining-assumed");
                remarks.find(Finding::note(about.with("value", COMBINING[0])));
            }
            kept.into_iter().reduce(|product, kept| product * kept)?.named("remainders-multiplied")
        }
    };
    Some(together.named("newness-rate").measured_in(Unit::Share))
}

/// What it will cost to run it beyond its modern equivalent, after tax, seen from the valuation date.
fn excess_cost<'p>(
    paper: &'p Paper,
    losses: &Inputs,
    life: Option<&Life<'p>>,
    remarks: &mut Remarks,
) -> Option<Figure<'p>> {
    let cell = losses.number("excessYearlyCost")?;
    for key in ["taxRate", "discountRate"] {
        if !losses.has(key) {
            remarks.refuse(Problem::new(losses.pointer_to(key), "missing").with("key", key));
        }
    }
    let tax_rate = losses.number("taxRate")?.record(paper, "tax-rate", Unit::Share);
    let discount_rate = losses.number("discountRate")?.record(paper, "discount-rate", Unit::Rate);
    let life = life?;
    let periods = if life.longest < 1.0 { 1 } else { life.longest.ceil() as u32 };
    let timing = if losses.text("timing") == Some("midYear") { Timing::MidYear } else { Timing::YearEnd };
    let schedule = Schedule { timing, stub: None, periods };
    let yearly = cell.record(paper, "excess-yearly-cost", Unit::Money);
    let after_tax = (yearly * (1.0 - tax_rate)).named("excess-after-tax");
    let years = discounting(paper, &schedule, discount_rate, Some(life.years));
    let values: Vec<Figure<'p>> = years
        .iter()
        .map(|year| {
            let value = after_tax * year.alive * year.discount_factor;
            value.named("present-value").in_year(year.number)
        })
        .collect();
    Some(paper.sum(values).named("capitalised-excess-cost"))
}

/// The method as a case calls it: a cost that is known, less what it has lost.
pub struct Obsolescence;

const FIELDS: &[Field] = &[Field::required("replacementCost", Kind::Number(Measure::MONEY)), OBSOLESCENCE];

impl Method for Obsolescence {
    fn name(&self) -> &'static str {
        "obsolescence"
    }

    fn approach(&self) -> &'static str {
        "cost"
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
        let cost = inputs.number("replacementCost")?.record(paper, "cost-before-obsolescence", Unit::Money);
        less_obsolescence(paper, inputs, setting, cost, remarks).map(Worked::of)
    }
}
