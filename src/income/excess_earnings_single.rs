//! Excess earnings of a single year (超额收益本金化): goodwill, or another residual asset, from one level of income.
//! ```text
//! X = I · (1 − τ) − Σ Aⱼ · rⱼ
//! V = X ÷ c                  without end
//! V = Σ X · Dₜ               for some years
//! ```
//! I the income of a year; Aⱼ the value of the other asset j and rⱼ the return that it has to earn, after tax;
//! c the capitalisation rate; Dₜ the discount factors of the frame.
//!
//! - Stated: *Wailes v. Commissioner* (Board of Tax Appeals, 1932): 8 % on the capital, the rest at 15 %; and
//!   the teaching of goodwill in Chinese textbooks.
//! - Limit: one level of income and of assets; where they move, `excessEarnings` is apt.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::income::contributory_assets::{FIXED_ASSET_FIELDS, charges};
use crate::income::endless::refuse_of_finite_right;
use crate::income::excess_earnings::{CHARGES_BASES, find_nothing_in_excess, refuse_charges_before_tax};
use crate::income::forecast::{FRAME, YEARS, forecast, framed, growing, refuse_frame};
use crate::income::present_value::{Income, capitalisation_rate, present_value};
use crate::method::{Method, Setting, Worked};
use crate::problem::Remarks;
use crate::workpaper::{Figure, Paper, Unit};

/// The method as a case calls it.
pub struct ExcessEarningsSingle;

const FIELDS: &[Field] = &framed::<5, { 5 + FRAME }>([
    Field::required("income", Kind::Number(Measure::CASH)),
    Field::required("assets", Kind::List(FIXED_ASSET_FIELDS)),
    Field::optional("chargesBasis", Kind::Choice(CHARGES_BASES)),
    YEARS,
    Field::required("taxRate", Kind::Number(Measure::SHARE)),
]);

/// What a capitalised income needs: no timing, no life, no discount rate.
const CAPITALISED: &[&str] = &[
    "income",
    "assets",
    "chargesBasis",
    "taxRate",
    "capitalisationRate",
    "pricesOfFlows",
    "pricesOfRate",
    "taxOfFlows",
    "taxOfRate",
];

impl Method for ExcessEarningsSingle {
    fn name(&self) -> &'static str {
        "excessEarningsSingle"
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
        refuse_charges_before_tax(inputs, remarks);
        let worked = if inputs.has("capitalisationRate") && !inputs.has("terminalGrowth") {
            refuse_frame(inputs, "capitalisationRate", CAPITALISED, remarks);
            Worked::of(capitalised(paper, inputs, setting, remarks)?)
        } else {
            let forecast = forecast(paper, inputs, setting, &["income"], FIELDS, remarks)?;
            let periods = forecast.schedule.periods;
            let whole =
                growing(paper, inputs, "income", "first-year-income", "income", Unit::Money, periods)?;
            let charges = charges(paper, inputs, None, periods, remarks)?;
            let income = Income::of(&forecast, whole).less(&forecast, charges);
            let value = present_value(paper, inputs, setting, &forecast, &income, remarks)?;
            forecast.worked(value)
        };
        find_nothing_in_excess(inputs, worked.value, remarks);
        let value = worked.value.named("excess-earnings-value");
        (remarks.problems.len() == before).then_some(Worked { value, ..worked })
    }
}

/// The excess of a year, divided by its capitalisation rate.
fn capitalised<'p>(
    paper: &'p Paper,
    inputs: &Inputs,
    setting: &Setting<'_>,
    remarks: &mut Remarks,
) -> Option<Figure<'p>> {
    let cell = inputs.number("capitalisationRate")?;
    refuse_of_finite_right(&cell.pointer, setting, remarks);
    let rate = capitalisation_rate(paper, cell, remarks);
    let charges = charges(paper, inputs, None, 1, remarks);
    let income = inputs.number("income")?.record(paper, "income", Unit::Money);
    let kept = 1.0 - inputs.number("taxRate")?.record(paper, "tax-rate", Unit::Share);
    let after_tax = (income * kept).named("income-after-tax");
    let excess = (after_tax - *charges?.first()?).named("income-after-charges");
    Some(excess / rate?)
}
