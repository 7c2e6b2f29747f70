//! Marginal analysis (边际分析法): the profit share of a right, by what it adds to the profit of a business.
//! ```text
//! k = Σ ΔPₜ · fₜ · Dₜ ÷ Σ Pₜ · fₜ · Dₜ          ΔPₜ = Pₜ − P°ₜ, where the profit without the right is given
//! ```
//! Pₜ the profit of a whole period with the right, ΔPₜ what the right adds to it, P°ₜ the profit without it; fₜ
//! the share of the period that the right lives and Dₜ its discount factor.
//!
//! - Stated: Chinese textbooks of appraisal (《资产评估学教程》, chapter 5): a quotient of present values, not of
//!   plain sums.
//! - Limit: profits whose present value is not positive have no shares.
//! - Elsewhere: the income of which it is a share, in `profitShare`, which may take it from this entry.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::income::discounting::discounting;
use crate::income::equivalent_investment_share::{SHARE_ROUNDING, profit_share};
use crate::income::forecast::{
    DISCOUNTING, Forecast, GROWTH_RATE, YEARS, by_period, forecast, framed, growing, joined, way,
};
use crate::method::{Method, Setting, Worked};
use crate::problem::{Problem, Remarks};
use crate::workpaper::{Figure, Paper, Unit};

/// The method as a case calls it.
pub struct MarginalAnalysis;

/// Of a part that is nothing there is no whole to be found.
const PART: Measure = Measure { unit: Unit::Share, least: 1e-6, most: 1.0 };

const FIELDS: &[Field] = &framed::<7, { 7 + DISCOUNTING }>([
    Field::optional("profit", Kind::Series(Measure::CASH)),
    Field::optional("addedProfit", Kind::Series(Measure::CASH)),
    Field::optional("profitBefore", Kind::Series(Measure::CASH)),
    Field::optional("addedShare", Kind::Series(PART)),
    YEARS,
    GROWTH_RATE,
    SHARE_ROUNDING,
]);

const WAYS: &[&[&str]] =
    &[&["profitBefore", "profit"], &["addedShare", "addedProfit"], &["addedProfit", "profit"]];

impl Method for MarginalAnalysis {
    fn name(&self) -> &'static str {
        "marginalAnalysis"
    }

    fn approach(&self) -> &'static str {
        "income"
    }

    fn gives(&self) -> Unit {
        Unit::Share
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
        let way = way(inputs, WAYS, remarks);
        let bases = WAYS.get(way.unwrap_or(2)).copied().unwrap_or_default();
        let forecast = forecast(paper, inputs, setting, bases, FIELDS, remarks)?;
        let (added, whole) = profits(paper, inputs, way?, &forecast)?;
        let life = forecast.life.as_ref().map(|life| life.years);
        let periods = discounting(paper, &forecast.schedule, forecast.discount_rate, life);
        let present_value = |profits: &[Figure<'p>]| {
            let pairs = profits.iter().zip(&periods);
            paper.sum(pairs.map(|(&profit, period)| profit * period.alive * period.discount_factor))
        };
        let added = present_value(&added).named("present-value-of-added-profit").measured_in(Unit::Money);
        let whole = present_value(&whole).named("present-value-of-profit").measured_in(Unit::Money);
        if whole.value() <= 0.0 {
            remarks.refuse(Problem::new(inputs.pointer_to("profit"), "no-profit-to-share"));
            return None;
        }
        Some(forecast.worked(profit_share(paper, inputs, added / whole)))
    }
}

/// What the right adds in a whole period, and the profit to which it is added.
fn profits<'p>(
    paper: &'p Paper,
    inputs: &Inputs,
    way: usize,
    forecast: &Forecast<'p>,
) -> Option<(Vec<Figure<'p>>, Vec<Figure<'p>>)> {
    let periods = forecast.schedule.periods;
    let money = Unit::Money;
    let whole = || growing(paper, inputs, "profit", "first-year-profit", "profit", money, periods);
    if way == 0 {
        let key = "profitBefore";
        let without =
            growing(paper, inputs, key, "first-year-profit-before", "profit-before", money, periods)?;
        let whole = whole()?;
        return Some((
            joined(&whole, &without, |with, without| (with - without).named("added-profit")),
            whole,
        ));
    }
    let key = "addedProfit";
    let added = growing(paper, inputs, key, "first-year-added-profit", "added-profit", money, periods)?;
    if way == 2 {
        return Some((added, whole()?));
    }
    let shares = by_period(paper, inputs, "addedShare", "added-share", Unit::Share, periods)?;
    let whole = joined(&added, &shares, |added, share| (added / share).named("profit"));
    Some((added, whole))
}
