//! Scenarios (情景分析): what a right is worth in each course of events, weighted by how likely it is.
//! ```text
//! V = Σ pᵢ · Vᵢ ÷ Σ pᵢ        Vᵢ as given, or Σ Eₜ · (1 − τ) · Dₜ
//! ```
//! pᵢ the probability of scenario i, all of them together 1; Vᵢ its value, entered, taken from another entry
//! of the case, or worked out from its income by year.
//!
//! - Stated: expected value of a decision tree (simonplmak-cloud/intangible-valuation, test_statistics.py).
//! - Inferred: the division by Σ pᵢ, which is 1 as the case stands: where a probability is drawn or varied, the
//!   others follow in proportion.
//! - Limit: an expected value belongs with a rate for that expectation; a rate that already allows for the bad
//!   scenario counts it twice.

use crate::case::{Cell, Field, Inputs, Kind, Measure, Value};
use crate::income::capitalised_income::after_tax;
use crate::income::discounting::{Period, discounting};
use crate::income::forecast::{DISCOUNTING, forecast, framed, way};
use crate::method::{Life, Method, Setting, Worked, called};
use crate::problem::{Problem, Remarks};
use crate::workpaper::{Figure, Paper, Unit};

/// The method as a case calls it.
pub struct Scenarios;

const SCENARIO_FIELDS: &[Field] = &[
    Field::required("name", Kind::Text),
    Field::required("probability", Kind::Number(Measure::SHARE)),
    Field::optional("value", Kind::Number(Measure::CASH)),
    Field::optional("income", Kind::Series(Measure::CASH)),
];

const FIELDS: &[Field] = &framed::<2, { 2 + DISCOUNTING }>([
    Field::required("scenarios", Kind::List(SCENARIO_FIELDS)),
    Field::optional("taxRate", Kind::Number(Measure::SHARE)),
]);

impl Method for Scenarios {
    fn name(&self) -> &'static str {
        "scenarios"
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
        let scenarios = inputs.list("scenarios");
        refuse_other_sum(inputs, remarks);
        let ways: Vec<Option<usize>> =
            scenarios.iter().map(|scenario| way(scenario, &[&["value"], &["income"]], remarks)).collect();
        let (periods, life) = periods(paper, inputs, setting, remarks).unzip();
        let (mut weights, mut weighted) = (Vec::new(), Vec::new());
        for ((scenario, way), number) in scenarios.iter().zip(ways).zip(1..) {
            let weight = scenario.number("probability")?.record(paper, "probability", Unit::Share);
            let value = match way? {
                0 => scenario.number("value")?.record(paper, "scenario-value", Unit::Money),
                _ => present_value(paper, inputs, scenario, periods.as_ref()?)?.named("scenario-value"),
            };
            let value = called(value.in_year(number), scenario);
            weights.push(weight.in_year(number));
            weighted.push((value * weight).named("weighted-value").in_year(number));
        }
        let expected = paper.sum(weighted) / paper.sum(weights).named("probabilities");
        (remarks.problems.len() == before)
            .then(|| Worked { life: life.flatten(), ..Worked::of(expected.named("expected-value")) })
    }
}

/// Whether the probabilities exhaust what may happen; typed in thirds they miss 1 by their last digit.
fn refuse_other_sum(inputs: &Inputs, remarks: &mut Remarks) {
    let cells = inputs.list("scenarios").iter().filter_map(|scenario| scenario.number("probability"));
    let sum: f64 = cells.map(|cell| cell.value).sum();
    if inputs.has("scenarios") && (sum - 1.0).abs() > 1e-6 {
        remarks
            .refuse(Problem::new(inputs.pointer_to("scenarios"), "probabilities-not-one").with("sum", sum));
    }
}

/// The periods of the longest income; none if no scenario has one, or if they cannot be discounted.
fn periods<'p>(
    paper: &'p Paper,
    inputs: &Inputs,
    setting: &Setting<'_>,
    remarks: &mut Remarks,
) -> Option<(Vec<Period<'p>>, Option<Life<'p>>)> {
    let incomes = inputs.list("scenarios").iter().filter_map(|scenario| scenario.series("income"));
    let longest = incomes.max_by_key(|income| income.len())?;
    let years = Cell { value: longest.len() as f64, ..longest.first()?.clone() };
    let mut framed = inputs.clone();
    framed.insert("years", inputs.pointer_to("scenarios"), Value::Count(years));
    let forecast = forecast(paper, &framed, setting, &["scenarios"], FIELDS, remarks)?;
    let life = forecast.life.as_ref().map(|life| life.years);
    Some((discounting(paper, &forecast.schedule, forecast.discount_rate, life), forecast.life))
}

/// The present value of one scenario's income.
fn present_value<'p>(
    paper: &'p Paper,
    inputs: &Inputs,
    scenario: &Inputs,
    periods: &[Period<'p>],
) -> Option<Figure<'p>> {
    let discounted = scenario.series("income")?.iter().zip(periods).map(|(cell, period)| {
        let income = called(cell.record(paper, "income", Unit::Money), scenario).in_year(period.number);
        let income = called(after_tax(paper, inputs, income), scenario).in_year(period.number);
        income * period.alive * period.discount_factor
    });
    let discounted: Vec<Figure<'p>> = discounted.collect();
    Some(paper.sum(discounted))
}
