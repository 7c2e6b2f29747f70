//! Excess earnings (多期超额收益法): what a business earns beyond what its other assets have to earn.
//! ```text
//! net income of a whole period = Sₜ · μₜ · (1 − τₜ) − Cₜ
//! ```
//! Sₜ the sales that rest on the asset, μₜ their margin before tax and before any charge for the other assets,
//! τ the tax rate, Cₜ the contributory asset charges (see `contributory_assets`). What of this customers or
//! the technology lose a year is the life curve's.
//!
//! - Stated: *Identification of Contributory Assets and Calculation of Economic Rents* (The Appraisal
//!   Foundation, 2010). Charges are after tax: taxing them again would make them too small.
//! - Inferred: charges fall with the income that they serve, as the life curve goes.
//! - Limit: one asset of a business at a time; two residual assets share one residual.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::income::contributory_assets::{ASSET_FIELDS, charges};
use crate::income::forecast::{
    FRAME, GROWTH_RATE, TAX_RATE, YEARS, by_period, forecast, framed, growing, joined, sales, way,
};
use crate::income::present_value::{Income, present_value};
use crate::income::profit_share::MARGIN;
use crate::method::{Method, Setting, Worked};
use crate::problem::{Finding, Problem, Remarks};
use crate::workpaper::{Figure, Paper, Unit};

/// The method as a case calls it.
pub struct ExcessEarnings;

/// How the charges may be meant; the second is refused.
pub(super) const CHARGES_BASES: &[&str] = &["afterTax", "beforeTax"];

const FIELDS: &[Field] = &framed::<8, { 8 + FRAME }>([
    Field::optional("earnings", Kind::Series(Measure::CASH)),
    Field::optional("sales", Kind::Series(Measure::MONEY)),
    Field::optional("profitMargin", Kind::Series(MARGIN)),
    YEARS,
    GROWTH_RATE,
    TAX_RATE,
    Field::required("assets", Kind::List(ASSET_FIELDS)),
    Field::optional("chargesBasis", Kind::Choice(CHARGES_BASES)),
]);

impl Method for ExcessEarnings {
    fn name(&self) -> &'static str {
        "excessEarnings"
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
        let by_margin = way(inputs, &[&["earnings"], &["profitMargin", "sales"]], remarks) == Some(1);
        let base = if by_margin { "sales" } else { "earnings" };
        let forecast = forecast(paper, inputs, setting, &[base], FIELDS, remarks)?;
        let periods = forecast.schedule.periods;
        let (earnings, sales) = if by_margin {
            let sales = sales(paper, inputs, periods)?;
            let margins = by_period(paper, inputs, "profitMargin", "profit-margin", Unit::Share, periods)?;
            (joined(&sales, &margins, |sales, margin| (sales * margin).named("earnings")), Some(sales))
        } else {
            let (key, unit) = ("earnings", Unit::Money);
            (growing(paper, inputs, key, "first-year-earnings", "earnings", unit, periods)?, None)
        };
        let charges = charges(paper, inputs, sales.as_deref(), periods, remarks)?;
        let income = Income::of(&forecast, earnings).less(&forecast, charges);
        let value = present_value(paper, inputs, setting, &forecast, &income, remarks)?;
        find_nothing_in_excess(inputs, value, remarks);
        (remarks.problems.len() == before).then(|| forecast.worked(value.named("excess-earnings-value")))
    }
}

/// Charges meant before tax would be taxed with the earnings, and so count for too little.
pub(super) fn refuse_charges_before_tax(inputs: &Inputs, remarks: &mut Remarks) {
    if inputs.text("chargesBasis") == Some("beforeTax") {
        remarks.refuse(Problem::new(inputs.pointer_to("chargesBasis"), "charges-taxed-twice"));
    }
}

/// Other assets that take all there is.
pub(super) fn find_nothing_in_excess(inputs: &Inputs, value: Figure<'_>, remarks: &mut Remarks) {
    if value.value() <= 0.0 {
        remarks.find(Finding::warning(Problem::new(inputs.pointer_to("assets"), "nothing-in-excess")));
    }
}
