//! Income stream (收益现值法): the income that a right brings, year by year, seen from the valuation date.
//! ```text
//! V = Σ Eₜ · fₜ · (1 − τ) · Dₜ        Eₜ as given, or Qₜ · eₜ
//! ```
//! Eₜ the income of period t that is owed to the right; Qₜ the units sold and eₜ the income from one of them;
//! τ the tax, none where the income is given after tax. How a period is discounted, cut at the end of a life,
//! followed by an income without end, and amortised, see `present_value`.
//!
//! - Stated: cn-inc-02, cn-inc-09 and their like in `tests/oracles/income-b.json`.
//! - Limit: it takes the income as the right's own. Where a business earns it with other assets, split it
//!   first (profit share, excess earnings, incremental income).

use crate::case::{Field, Inputs, Kind, Measure};
use crate::income::forecast::{FRAME, GROWTH_RATE, YEARS, by_period, forecast, framed, growing, way};
use crate::income::present_value::{Income, present_value};
use crate::method::{Method, Setting, Worked};
use crate::problem::Remarks;
use crate::workpaper::{Figure, Paper, Unit};

/// The method as a case calls it.
pub struct IncomeStream;

const FIELDS: &[Field] = &framed::<6, { 6 + FRAME }>([
    Field::optional("income", Kind::Series(Measure::CASH)),
    Field::optional("units", Kind::Series(Measure::QUANTITY)),
    Field::optional("unitIncome", Kind::Series(Measure::CASH)),
    YEARS,
    GROWTH_RATE,
    Field::optional("taxRate", Kind::Series(Measure::SHARE)),
]);

impl Method for IncomeStream {
    fn name(&self) -> &'static str {
        "incomeStream"
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
        let way = way(inputs, &[&["income"], &["units", "unitIncome"]], remarks);
        let forecast = forecast(paper, inputs, setting, &["income", "units"], FIELDS, remarks)?;
        let periods = forecast.schedule.periods;
        let income = match way? {
            0 => growing(paper, inputs, "income", "first-year-income", "income", Unit::Money, periods)?,
            _ => income_of_units(paper, inputs, periods)?,
        };
        let income = Income::of(&forecast, income);
        let value = present_value(paper, inputs, setting, &forecast, &income, remarks)?;
        (remarks.problems.len() == before).then(|| forecast.worked(value.named("income-stream")))
    }
}

/// Units sold times the income from each, by period.
fn income_of_units<'p>(paper: &'p Paper, inputs: &Inputs, periods: u32) -> Option<Vec<Figure<'p>>> {
    let units = growing(paper, inputs, "units", "first-year-units", "units", Unit::Count, periods)?;
    let each = by_period(paper, inputs, "unitIncome", "unit-income", Unit::Money, periods)?;
    let income = units.into_iter().zip(each).zip(1..);
    Some(income.map(|((units, each), year)| (units * each).named("income").in_year(year)).collect())
}
