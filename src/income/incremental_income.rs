//! Incremental income (增量收益法): what is earned with a right beyond what would be earned without it.
//! ```text
//! Eₜ = Qₜ · pₜ                                    a premium on each unit sold
//! Eₜ = Sₜ · (μₜ − μ°ₜ)                            a margin beyond that of a generic product
//! Eₜ = Qₜ · (Pₜ − Kₜ) − Q°ₜ · (P°ₜ − K°ₜ)         quantity, price and cost, with the right and without it
//! ```
//! Q quantities, p the premium on a unit, S sales, μ margins, P prices and K costs of a unit, all of a whole
//! period and before tax; ° marks what holds without the right.
//!
//! - Stated: 自学考试《资产评估》 and the training books of the Chinese appraisal society, all three forms.
//! - Limit: a premium has to be due to this right alone; what else earns it is to be taken off first.
//! - Elsewhere: costs spared, in `costSaving`; two whole streams of income, in `withAndWithout`.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::income::forecast::{
    FRAME, Forecast, GROWTH_RATE, TAX_RATE, YEARS, by_period, forecast, framed, growing, joined, sales, way,
};
use crate::income::present_value::{Income, present_value};
use crate::income::profit_share::MARGIN;
use crate::method::{Method, Setting, Worked};
use crate::problem::Remarks;
use crate::workpaper::{Figure, Paper, Unit};

/// The method as a case calls it.
pub struct IncrementalIncome;

const FIELDS: &[Field] = &framed::<14, { 14 + FRAME }>([
    Field::optional("quantity", Kind::Series(Measure::QUANTITY)),
    Field::optional("premium", Kind::Series(Measure::CASH)),
    Field::optional("sales", Kind::Series(Measure::MONEY)),
    Field::optional("profitMargin", Kind::Series(MARGIN)),
    Field::optional("genericMargin", Kind::Series(MARGIN)),
    Field::optional("price", Kind::Series(Measure::MONEY)),
    Field::optional("unitCost", Kind::Series(Measure::MONEY)),
    Field::optional("quantityBefore", Kind::Series(Measure::QUANTITY)),
    Field::optional("priceBefore", Kind::Series(Measure::MONEY)),
    Field::optional("unitCostBefore", Kind::Series(Measure::MONEY)),
    YEARS,
    GROWTH_RATE,
    TAX_RATE,
    Field::optional("attributableShare", Kind::Number(Measure::SHARE)),
]);

const WAYS: &[&[&str]] = &[
    &["premium", "quantity"],
    &["genericMargin", "profitMargin", "sales"],
    &["quantityBefore", "priceBefore", "unitCostBefore", "quantity", "price", "unitCost"],
];

impl Method for IncrementalIncome {
    fn name(&self) -> &'static str {
        "incrementalIncome"
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
        let way = way(inputs, WAYS, remarks);
        let bases: &[&str] = match way {
            Some(1) => &["sales"],
            Some(2) => &["quantity", "quantityBefore"],
            _ => &["quantity"],
        };
        let forecast = forecast(paper, inputs, setting, bases, FIELDS, remarks)?;
        let increments = increments(paper, inputs, way?, &forecast)?;
        let income = Income::of(&forecast, attributable(paper, inputs, increments));
        let value = present_value(paper, inputs, setting, &forecast, &income, remarks)?;
        (remarks.problems.len() == before).then(|| forecast.worked(value.named("incremental-income-value")))
    }
}

/// What a whole period brings with the right and would not bring without it, before tax.
fn increments<'p>(
    paper: &'p Paper,
    inputs: &Inputs,
    way: usize,
    forecast: &Forecast<'p>,
) -> Option<Vec<Figure<'p>>> {
    let periods = forecast.schedule.periods;
    if way == 1 {
        let own = by_period(paper, inputs, "profitMargin", "profit-margin", Unit::Share, periods)?;
        let generic = by_period(paper, inputs, "genericMargin", "generic-margin", Unit::Share, periods)?;
        let beyond = joined(&own, &generic, |own, generic| (own - generic).named("margin-beyond-generic"));
        let sales = sales(paper, inputs, periods)?;
        return Some(joined(&sales, &beyond, |sales, beyond| (sales * beyond).named("incremental-income")));
    }
    let quantities =
        growing(paper, inputs, "quantity", "first-year-quantity", "quantity", Unit::Count, periods)?;
    if way == 0 {
        let premiums = by_period(paper, inputs, "premium", "premium-a-unit", Unit::Money, periods)?;
        return Some(joined(&quantities, &premiums, |quantity, premium| {
            (quantity * premium).named("incremental-income")
        }));
    }
    let prices = by_period(paper, inputs, "price", "price", Unit::Money, periods)?;
    let costs = by_period(paper, inputs, "unitCost", "unit-cost", Unit::Money, periods)?;
    let with = joined(&prices, &costs, |price, cost| price - cost);
    let with = joined(&quantities, &with, |quantity, profit| (quantity * profit).named("profit-with"));
    let quantities = growing(
        paper,
        inputs,
        "quantityBefore",
        "first-year-quantity-before",
        "quantity-before",
        Unit::Count,
        periods,
    )?;
    let prices = by_period(paper, inputs, "priceBefore", "price-before", Unit::Money, periods)?;
    let costs = by_period(paper, inputs, "unitCostBefore", "unit-cost-before", Unit::Money, periods)?;
    let without = joined(&prices, &costs, |price, cost| price - cost);
    let without =
        joined(&quantities, &without, |quantity, profit| (quantity * profit).named("profit-without"));
    Some(joined(&with, &without, |with, without| (with - without).named("incremental-income")))
}

/// The part of an income for which the rights at issue account; all of it, if the case is silent.
pub(super) fn attributable<'p>(
    paper: &'p Paper,
    inputs: &Inputs,
    income: Vec<Figure<'p>>,
) -> Vec<Figure<'p>> {
    let Some(cell) = inputs.number("attributableShare") else { return income };
    let part = cell.record(paper, "attributable-share", Unit::Share);
    let parts = vec![part; income.len()];
    joined(&income, &parts, |income, part| (income * part).named("attributable-income"))
}
