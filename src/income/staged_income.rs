//! Staged income (分段收益法): an income that grows at one rate for some years, at another after them.
//! ```text
//! E₁ given; Eₜ = Eₜ₋₁ · (1 + g_s)          s the stage that year t belongs to
//! V = Σ Eₜ · (1 − τ) · Dₜ + E_n · (1 − τ) · (1 + g) ÷ k · D_n      k = r − g, or as stated
//! ```
//! g_s the growth of a stage, g that after the last stage, r the discount rate and k the capitalisation rate
//! of what follows. Two or three stages are usual; any number is taken.
//!
//! - Stated: the two-stage and three-stage growth models of valuation teaching.
//! - Inferred: that the income given is the first year's, so that the first stage grows in its later years.
//! - Limit: what follows the last stage often outweighs all before it; see the step that holds it.

use crate::case::{Cell, Field, Inputs, Kind, Measure, Value};
use crate::income::forecast::{FRAME, forecast, framed};
use crate::income::present_value::{Income, present_value};
use crate::method::{Method, Setting, Worked};
use crate::problem::{Problem, Remarks};
use crate::workpaper::{Figure, Paper, Unit};

/// The method as a case calls it.
pub struct StagedIncome;

/// No forecast is longer, in stages or not.
const LONGEST: u32 = 200;

const STAGE_FIELDS: &[Field] = &[
    Field::required("years", Kind::Count(1, LONGEST)),
    Field::required("growthRate", Kind::Number(Measure::GROWTH)),
];

const FIELDS: &[Field] = &framed::<3, { 3 + FRAME }>([
    Field::required("income", Kind::Number(Measure::CASH)),
    Field::required("stages", Kind::List(STAGE_FIELDS)),
    Field::optional("taxRate", Kind::Series(Measure::SHARE)),
]);

impl Method for StagedIncome {
    fn name(&self) -> &'static str {
        "stagedIncome"
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
        let inputs = &with_years(inputs, remarks)?;
        let forecast = forecast(paper, inputs, setting, &["income"], FIELDS, remarks)?;
        let income = Income::of(&forecast, staged(paper, inputs)?);
        let value = present_value(paper, inputs, setting, &forecast, &income, remarks)?;
        (remarks.problems.len() == before).then(|| forecast.worked(value.named("staged-income")))
    }
}

/// The inputs with the years of all stages as those of the forecast; none if there are none, or too many.
fn with_years(inputs: &Inputs, remarks: &mut Remarks) -> Option<Inputs> {
    let pointer = inputs.pointer_to("stages");
    let cells: Vec<&Cell> =
        inputs.list("stages").iter().filter_map(|stage| stage.count_cell("years")).collect();
    let years: f64 = cells.iter().map(|cell| cell.value).sum();
    if !(1.0..=f64::from(LONGEST)).contains(&years) {
        let problem = Problem::new(pointer, "series-length").with("most", f64::from(LONGEST));
        remarks.refuse(problem.with("length", years));
        return None;
    }
    let years = Cell { value: years, ..(*cells.first()?).clone() };
    let mut whole = inputs.clone();
    whole.insert("years", pointer, Value::Count(years));
    Some(whole)
}

/// The income of each year of all stages, in order.
fn staged<'p>(paper: &'p Paper, inputs: &Inputs) -> Option<Vec<Figure<'p>>> {
    let mut income = inputs.number("income")?.record(paper, "first-year-income", Unit::Money);
    let mut all = vec![income.named("income").in_year(1)];
    for (stage, number) in inputs.list("stages").iter().zip(1..) {
        let growth = stage.number("growthRate")?.record(paper, "growth-rate", Unit::Rate).in_year(number);
        let factor = 1.0 + growth;
        for _ in u32::from(number == 1)..stage.count("years")? {
            income = income * factor;
            let year = all.len() as u32 + 1;
            income = income.named("income").in_year(year);
            all.push(income);
        }
    }
    Some(all)
}
