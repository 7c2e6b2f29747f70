//! With and without (有无对比法): the income of a business with a right, less its income without it.
//! ```text
//! Eₜ = Wₜ − Oₜ          V = V_W − V_O where both businesses have been valued
//! ```
//! Wₜ the income of a whole period with the right and Oₜ without it.
//!
//! - Stated: *Dharma Enterprises v. Commissioner*, T.C. Memo. 1997-61: 5,611,392 with the licence and 439,970
//!   without it; and the worth of a brand as a business with its margin less one with a generic margin
//!   (*Damodaran on Valuation*).
//! - Inferred: both streams are taxed and discounted alike, so that their difference is.
//! - Limit: without the right a business may also be riskier; then value both and give the two values.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::income::forecast::{
    FRAME, GROWTH_RATE, YEARS, forecast, framed, growing, joined, refuse_frame, way,
};
use crate::income::present_value::{Income, present_value};
use crate::method::{Method, Setting, Worked};
use crate::problem::Remarks;
use crate::workpaper::{Paper, Unit};

/// The method as a case calls it.
pub struct WithAndWithout;

const FIELDS: &[Field] = &framed::<7, { 7 + FRAME }>([
    Field::optional("incomeWith", Kind::Series(Measure::CASH)),
    Field::optional("incomeWithout", Kind::Series(Measure::CASH)),
    Field::optional("valueWith", Kind::Number(Measure::CASH)),
    Field::optional("valueWithout", Kind::Number(Measure::CASH)),
    YEARS,
    GROWTH_RATE,
    Field::optional("taxRate", Kind::Series(Measure::SHARE)),
]);

impl Method for WithAndWithout {
    fn name(&self) -> &'static str {
        "withAndWithout"
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
        let ways: &[&[&str]] = &[&["incomeWith", "incomeWithout"], &["valueWith", "valueWithout"]];
        if way(inputs, ways, remarks)? == 1 {
            refuse_frame(inputs, "valueWith", &["valueWith", "valueWithout"], remarks);
            let with = inputs.number("valueWith")?.record(paper, "value-with", Unit::Money);
            let without = inputs.number("valueWithout")?.record(paper, "value-without", Unit::Money);
            let value = (with - without).named("with-and-without-value");
            return (remarks.problems.len() == before).then(|| Worked::of(value));
        }
        let forecast = forecast(paper, inputs, setting, &["incomeWith", "incomeWithout"], FIELDS, remarks)?;
        let periods = forecast.schedule.periods;
        let with = growing(
            paper,
            inputs,
            "incomeWith",
            "first-year-income-with",
            "income-with",
            Unit::Money,
            periods,
        )?;
        let without = growing(
            paper,
            inputs,
            "incomeWithout",
            "first-year-income-without",
            "income-without",
            Unit::Money,
            periods,
        )?;
        let difference =
            joined(&with, &without, |with, without| (with - without).named("incremental-income"));
        let income = Income::of(&forecast, difference);
        let value = present_value(paper, inputs, setting, &forecast, &income, remarks)?;
        (remarks.problems.len() == before).then(|| forecast.worked(value.named("with-and-without-value")))
    }
}
