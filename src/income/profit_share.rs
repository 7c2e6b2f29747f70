//! Profit share (利润分成法): the part of a business's profit that a right earns.
//! ```text
//! Eₜ = Pₜ · a · kₜ          Pₜ = Sₜ · μₜ where sales and their margin are given
//! kₜ = k₁ · (1 − d)^(t − 1) where the share decays
//! ```
//! Pₜ the profit of a whole period before tax; a the part of it that the rights at issue account for, by default
//! all; kₜ the profit share; d the decay rate. What follows is the same for every income: `present_value`.
//!
//! - Stated: the formula, in the practice of the Chinese appraisal society; a share of profit times the profit
//!   margin is a royalty on sales.
//! - Inferred: the tax, lives that end within a year, and what comes after the forecast.
//! - Limit: all who share in one profit share in one whole; `otherShares` says what the others take.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::income::forecast::{
    DECAY_RATE, FRAME, GROWTH_RATE, TAX_RATE, YEARS, by_period, decaying, forecast, framed, growing, joined,
    sales, way,
};
use crate::income::incremental_income::attributable;
use crate::income::present_value::{Income, present_value};
use crate::method::{Method, Setting, Worked};
use crate::problem::{Finding, Problem, Remarks, Severity};
use crate::workpaper::{Paper, Unit};

/// The method as a case calls it.
pub struct ProfitShare;

/// What is kept of sales before tax; it may be lost as well.
pub(super) const MARGIN: Measure = Measure { unit: Unit::Share, least: -1.0, most: 1.0 };

const FIELDS: &[Field] = &framed::<10, { 10 + FRAME }>([
    Field::optional("profit", Kind::Series(Measure::CASH)),
    Field::optional("sales", Kind::Series(Measure::MONEY)),
    Field::optional("profitMargin", Kind::Series(MARGIN)),
    YEARS,
    GROWTH_RATE,
    Field::required("profitShare", Kind::Series(Measure::SHARE)),
    DECAY_RATE,
    Field::optional("attributableShare", Kind::Number(Measure::SHARE)),
    Field::optional("otherShares", Kind::Numbers(Measure::SHARE)),
    TAX_RATE,
]);

impl Method for ProfitShare {
    fn name(&self) -> &'static str {
        "profitShare"
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
        find_shares_above_whole(inputs, remarks);
        let by_margin = way(inputs, &[&["profit"], &["profitMargin", "sales"]], remarks) == Some(1);
        let base = if by_margin { "sales" } else { "profit" };
        let forecast = forecast(paper, inputs, setting, &[base], FIELDS, remarks)?;
        let periods = forecast.schedule.periods;
        let shares = by_period(paper, inputs, "profitShare", "profit-share", Unit::Share, periods)?;
        let shares = decaying(paper, inputs, shares, |share| share.named("profit-share"))?;
        let profits = if by_margin {
            let margins = by_period(paper, inputs, "profitMargin", "profit-margin", Unit::Share, periods)?;
            // What the share of profit comes to as a royalty on sales, for a look at the market.
            joined(&shares, &margins, |share, margin| (share * margin).named("implied-royalty-rate"));
            joined(&sales(paper, inputs, periods)?, &margins, |sales, margin| {
                (sales * margin).named("profit")
            })
        } else {
            growing(paper, inputs, "profit", "first-year-profit", "profit", Unit::Money, periods)?
        };
        let profits = attributable(paper, inputs, profits);
        let shared = joined(&profits, &shares, |profit, share| (profit * share).named("profit-shared"));
        let income = Income::of(&forecast, shared);
        let value = present_value(paper, inputs, setting, &forecast, &income, remarks)?;
        (remarks.problems.len() == before).then(|| forecast.worked(value.named("profit-share-value")))
    }
}

/// Shares of one profit that add up to more than the profit.
fn find_shares_above_whole(inputs: &Inputs, remarks: &mut Remarks) {
    let Some(others) = inputs.series("otherShares") else { return };
    let own = inputs.series("profitShare").into_iter().flatten().map(|cell| cell.value);
    let own = own.max_by(f64::total_cmp).unwrap_or(0.0);
    let sum: f64 = own + others.iter().map(|cell| cell.value).sum::<f64>();
    // Shares that were rounded may miss the whole by their last digit.
    if sum > 1.0 + 1e-9 {
        let about = Problem::new(inputs.pointer_to("otherShares"), "shares-above-whole").with("sum", sum);
        remarks.find(Finding { severity: Severity::Bar, about });
    }
}
