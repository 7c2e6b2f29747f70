//! From what a right earns by period to its present value, for every method of the income approach alike.
//! ```text
//! V = (Σ (Eₜ · fₜ · (1 − τₜ) − Cₜ · fₜ) · Dₜ  +  T  −  M) · TAB
//! T = (E_n · (1 − τ_n) − C_n) · (1 + g) ÷ (r − g) · D_n    only where the right may last without end
//! ```
//! Eₜ the income of a whole period before tax and Cₜ what is taken off it after tax, both cut down to what
//! survives of them; fₜ the share of the period that the right lives and Dₜ its discount factor; τ the tax
//! rate; T the income after the forecast, unless the case states its first year or its own capitalisation
//! rate; M the annual fees; TAB the factor of the tax amortisation benefit. A method says how Eₜ arises, and
//! what the columns are called.

use crate::case::{Cell, Inputs};
use crate::income::amortisation::amortisation;
use crate::income::annual_fees::fees;
use crate::income::discounting::{Period, discounting};
use crate::income::endless::refuse_growth;
use crate::income::forecast::{Forecast, by_period};
use crate::method::Setting;
use crate::problem::{Problem, Remarks};
use crate::workpaper::{Figure, Paper, Unit};

/// What a figure on the way to a present value is.
#[derive(Clone, Copy)]
pub(super) enum Column {
    /// earned in a period, as long as the right lives, before tax
    Earned,
    /// the same after tax
    AfterTax,
    /// all present values of the forecast, where an income after it follows
    Forecast,
    /// the first year after the forecast, after tax
    AfterForecast,
    /// all years after the forecast, at its end
    Terminal,
    /// the same at the valuation date
    Later,
    /// the value before fees
    BeforeFees,
}

/// Names a column. A method that has its own words for one gives its own naming.
pub(super) type Naming = for<'p> fn(Column, Figure<'p>) -> Figure<'p>;

/// The columns of any income.
pub(super) fn income_columns(column: Column, figure: Figure<'_>) -> Figure<'_> {
    match column {
        Column::Earned => figure.named("income-earned"),
        Column::AfterTax => figure.named("income-after-tax"),
        Column::Forecast => figure.named("present-value-of-forecast-income"),
        Column::AfterForecast => figure.named("income-after-forecast"),
        Column::Terminal => figure.named("terminal-value-of-income"),
        Column::Later => figure.named("present-value-of-later-income"),
        Column::BeforeFees => figure.named("present-value-of-income"),
    }
}

/// An income by period.
pub(super) struct Income<'p> {
    /// Of a whole period, before tax.
    pub whole: Vec<Figure<'p>>,
    /// Taken off a whole period after tax; empty if nothing is.
    pub charges: Vec<Figure<'p>>,
    /// What the columns are called.
    pub naming: Naming,
}

impl<'p> Income<'p> {
    /// An income of which as much counts as survives.
    pub fn of(forecast: &Forecast<'p>, whole: Vec<Figure<'p>>) -> Self {
        Self { whole: forecast.cut_down(whole), charges: Vec::new(), naming: income_columns }
    }

    /// The same, less what is taken off after tax.
    pub fn less(self, forecast: &Forecast<'p>, charges: Vec<Figure<'p>>) -> Self {
        Self { charges: forecast.cut_down(charges), ..self }
    }
}

/// The present value of an income, with what follows the forecast, fees, and a buyer's amortisation.
pub(super) fn present_value<'p>(
    paper: &'p Paper,
    inputs: &Inputs,
    setting: &Setting<'_>,
    forecast: &Forecast<'p>,
    income: &Income<'p>,
    remarks: &mut Remarks,
) -> Option<Figure<'p>> {
    let Forecast { schedule, life, discount_rate, .. } = forecast;
    // An income that is given after tax bears none here.
    let tax_rates = match inputs.series("taxRate") {
        Some(_) => by_period(paper, inputs, "taxRate", "tax-rate", Unit::Share, schedule.periods)?,
        None => vec![paper.constant(0.0); schedule.periods as usize],
    };
    let periods = discounting(paper, schedule, *discount_rate, life.as_ref().map(|life| life.years));
    let mut value = discounted(paper, income, &periods, &tax_rates);
    if inputs.has("terminalGrowth") {
        let factor = periods.last()?.discount_factor;
        let later = after_forecast(paper, inputs, *discount_rate, income, *tax_rates.last()?, remarks)?;
        value = (income.naming)(Column::Forecast, value) + (income.naming)(Column::Later, later * factor);
    }
    if inputs.has("annualFees") {
        let fees = fees(paper, inputs, setting, forecast, &periods, &tax_rates, remarks)?;
        value = (income.naming)(Column::BeforeFees, value) - fees;
    }
    if inputs.flag("taxAmortisationBenefit") == Some(true) {
        let tax_rate = *tax_rates.first()?;
        let factor = amortisation(paper, inputs, setting, schedule, *discount_rate, tax_rate, remarks)?;
        value = value.named("value-before-amortisation") * factor;
    }
    Some(value)
}

/// The sum of the present values of the periods.
pub(super) fn discounted<'p>(
    paper: &'p Paper,
    income: &Income<'p>,
    periods: &[Period<'p>],
    tax_rates: &[Figure<'p>],
) -> Figure<'p> {
    let lived = |whole: &Figure<'p>, period: &Period<'p>| *whole * period.alive;
    let earned: Vec<Figure<'p>> = (income.whole.iter().zip(periods))
        .map(|(whole, period)| (income.naming)(Column::Earned, lived(whole, period)).in_year(period.number))
        .collect();
    let mut present_values = Vec::new();
    for (index, ((earned, &tax_rate), period)) in earned.into_iter().zip(tax_rates).zip(periods).enumerate() {
        let mut net = (income.naming)(Column::AfterTax, earned * (1.0 - tax_rate)).in_year(period.number);
        if let Some(charge) = income.charges.get(index) {
            let charge = lived(charge, period).named("charges-borne").in_year(period.number);
            net = (net - charge).named("income-after-charges").in_year(period.number);
        }
        let present_value = (net * period.discount_factor).named("present-value");
        present_values.push(present_value.in_year(period.number));
    }
    paper.sum(present_values)
}

/// The income after the forecast, growing without end, at the end of the last period.
fn after_forecast<'p>(
    paper: &'p Paper,
    inputs: &Inputs,
    discount_rate: Figure<'p>,
    income: &Income<'p>,
    tax_rate: Figure<'p>,
    remarks: &mut Remarks,
) -> Option<Figure<'p>> {
    let cell = inputs.number("terminalGrowth")?;
    let stated_rate = inputs.number("capitalisationRate");
    if stated_rate.is_none() {
        refuse_growth(inputs, ("discountRate", discount_rate), "terminalGrowth", remarks);
    }
    let growth = cell.record(paper, "terminal-growth", Unit::Rate);
    let grown = 1.0 + growth;
    let last_charge = income.charges.last().copied();
    let next = match inputs.number("terminalIncome") {
        Some(cell) => {
            let next = cell.record(paper, "terminal-income", Unit::Money) * (1.0 - tax_rate);
            last_charge.map_or(next, |charge| next - charge * grown)
        }
        None => {
            let last = *income.whole.last()? * (1.0 - tax_rate);
            last_charge.map_or(last, |charge| last - charge) * grown
        }
    };
    let rate = match stated_rate {
        Some(cell) => capitalisation_rate(paper, cell, remarks)?,
        None => discount_rate - growth,
    };
    let next = (income.naming)(Column::AfterForecast, next);
    Some((income.naming)(Column::Terminal, next / rate))
}

/// A rate by which an income without end is divided; none, if it may be drawn to nothing.
pub(super) fn capitalisation_rate<'p>(
    paper: &'p Paper,
    cell: &Cell,
    remarks: &mut Remarks,
) -> Option<Figure<'p>> {
    if cell.extent().0 <= 0.0 {
        let problem = Problem::new(cell.pointer.clone(), "rate-not-positive");
        remarks.refuse(problem.with("rate", cell.extent().0));
        return None;
    }
    Some(cell.record(paper, "capitalisation-rate", Unit::Rate))
}
