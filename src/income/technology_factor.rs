//! Technology factor (技术因子法): the part of a business's income that its technology accounts for.
//! ```text
//! Eₜ = Iₜ · θ
//! ```
//! Iₜ the income of the business in a whole period, θ the technology factor, a share. As θ is one for all
//! periods, the value is θ times the present value of the business's income.
//!
//! - Stated: the technology factor method (*Khoury, Daniele and Germeraad*, les Nouvelles, 2001): the factor
//!   follows from scores of utility and of competitive advantage.
//! - Elsewhere: the scores themselves; another entry of the case may give the factor.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::income::forecast::{FRAME, GROWTH_RATE, TAX_RATE, YEARS, forecast, framed, growing, joined};
use crate::income::present_value::{Income, present_value};
use crate::method::{Method, Setting, Worked};
use crate::problem::Remarks;
use crate::workpaper::{Paper, Unit};

/// The method as a case calls it.
pub struct TechnologyFactor;

const FIELDS: &[Field] = &framed::<5, { 5 + FRAME }>([
    Field::required("businessIncome", Kind::Series(Measure::CASH)),
    YEARS,
    GROWTH_RATE,
    Field::required("technologyFactor", Kind::Number(Measure::SHARE)),
    TAX_RATE,
]);

impl Method for TechnologyFactor {
    fn name(&self) -> &'static str {
        "technologyFactor"
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
        let forecast = forecast(paper, inputs, setting, &["businessIncome"], FIELDS, remarks)?;
        let periods = forecast.schedule.periods;
        let business = growing(
            paper,
            inputs,
            "businessIncome",
            "first-year-business-income",
            "business-income",
            Unit::Money,
            periods,
        )?;
        let factor = inputs.number("technologyFactor")?.record(paper, "technology-factor", Unit::Share);
        let factors = vec![factor; business.len()];
        let share =
            joined(&business, &factors, |income, factor| (income * factor).named("technology-income"));
        let income = Income::of(&forecast, share);
        let value = present_value(paper, inputs, setting, &forecast, &income, remarks)?;
        (remarks.problems.len() == before).then(|| forecast.worked(value.named("technology-factor-value")))
    }
}
