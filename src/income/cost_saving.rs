//! Cost saving (成本节约法): what the use of a right saves a business.
//! ```text
//! Eₜ = savingₜ                    as given
//! Eₜ = Qₜ · kₜ                    a saving on each unit
//! Eₜ = Sₜ · (c°ₜ − cₜ)            a ratio of cost to sales below that of others
//! ```
//! Q quantities, k the saving on a unit, S sales, c the ratio of the cost to sales with the right and c°
//! without it, all of a whole period and before tax.
//!
//! - Stated: *Dharma Enterprises v. Commissioner*, T.C. Memo. 1997-61: a labour cost of 21.36 % of sales
//!   beside 38.38 % in the industry.
//! - Limit: what others would have to spend to save as much sets the ceiling; see `designAround`.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::income::forecast::{
    FRAME, Forecast, GROWTH_RATE, TAX_RATE, YEARS, by_period, forecast, framed, growing, joined, sales, way,
};
use crate::income::incremental_income::attributable;
use crate::income::present_value::{Income, present_value};
use crate::method::{Method, Setting, Worked};
use crate::problem::Remarks;
use crate::workpaper::{Figure, Paper, Unit};

/// The method as a case calls it.
pub struct CostSaving;

const FIELDS: &[Field] = &framed::<10, { 10 + FRAME }>([
    Field::optional("saving", Kind::Series(Measure::CASH)),
    Field::optional("quantity", Kind::Series(Measure::QUANTITY)),
    Field::optional("unitSaving", Kind::Series(Measure::CASH)),
    Field::optional("sales", Kind::Series(Measure::MONEY)),
    Field::optional("costRatio", Kind::Series(Measure::SHARE)),
    Field::optional("costRatioWithout", Kind::Series(Measure::SHARE)),
    YEARS,
    GROWTH_RATE,
    TAX_RATE,
    Field::optional("attributableShare", Kind::Number(Measure::SHARE)),
]);

const WAYS: &[&[&str]] =
    &[&["saving"], &["unitSaving", "quantity"], &["costRatioWithout", "costRatio", "sales"]];

impl Method for CostSaving {
    fn name(&self) -> &'static str {
        "costSaving"
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
        let base = match way {
            Some(1) => "quantity",
            Some(2) => "sales",
            _ => "saving",
        };
        let forecast = forecast(paper, inputs, setting, &[base], FIELDS, remarks)?;
        let savings = savings(paper, inputs, way?, &forecast)?;
        let income = Income::of(&forecast, attributable(paper, inputs, savings));
        let value = present_value(paper, inputs, setting, &forecast, &income, remarks)?;
        (remarks.problems.len() == before).then(|| forecast.worked(value.named("cost-saving-value")))
    }
}

/// What a whole period saves, before tax.
fn savings<'p>(
    paper: &'p Paper,
    inputs: &Inputs,
    way: usize,
    forecast: &Forecast<'p>,
) -> Option<Vec<Figure<'p>>> {
    let periods = forecast.schedule.periods;
    if way == 0 {
        return growing(paper, inputs, "saving", "first-year-saving", "cost-saved", Unit::Money, periods);
    }
    if way == 1 {
        let quantities =
            growing(paper, inputs, "quantity", "first-year-quantity", "quantity", Unit::Count, periods)?;
        let savings = by_period(paper, inputs, "unitSaving", "saving-a-unit", Unit::Money, periods)?;
        return Some(joined(&quantities, &savings, |quantity, saving| {
            (quantity * saving).named("cost-saved")
        }));
    }
    let own = by_period(paper, inputs, "costRatio", "cost-ratio", Unit::Share, periods)?;
    let others = by_period(paper, inputs, "costRatioWithout", "cost-ratio-without", Unit::Share, periods)?;
    let saved = joined(&others, &own, |others, own| (others - own).named("cost-ratio-saved"));
    let sales = sales(paper, inputs, periods)?;
    Some(joined(&sales, &saved, |sales, saved| (sales * saved).named("cost-saved")))
}
