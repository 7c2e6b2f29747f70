//! Volatility (波动率): how far a value spreads in a year, from prices that were observed, from a range that was
//! judged, or from the simulation of the project itself.
//! ```text
//! σ = s · √m                          s the standard deviation of ln(Pₜ ÷ Pₜ₋₁), m observations a year
//! σ = ln(high ÷ low) ÷ (k · √T)       low and high values in T years, k standard deviations apart
//! σ = s ÷ √T                          s the standard deviation of ln V over draws of what V rests on
//! ```
//! k is 3.29 between the fifth and the ninety-fifth percentile, 2.56 between the tenth and the ninetieth. V is the
//! value of an earlier entry of the case, which rests on inputs with ranges; T is when those will be known.
//!
//! - Stated: the first two as in Hull, Options, Futures, and Other Derivatives; the third is the consolidated
//!   volatility of Copeland and Antikarov, Real Options, ch. 9, whose T is one year.
//! - Limit: the volatility of a listed share is that of a levered firm and not of one right. A range that says how
//!   little is known today is no movement of the value, and makes a volatility too large; and inputs are drawn here
//!   as if they moved apart, which is said where the case has them move together.

use crate::case::{Cell, Field, Inputs, Kind, Measure};
use crate::estimation::describe;
use crate::method::{Method, Setting, Worked, plain, way};
use crate::option::{DRAWS, SEED, SEQUENCE, WORTH, drawing, refuse_beside};
use crate::problem::{Finding, Problem, Remarks};
use crate::uncertainty::{Plan, Uncertain, simulate};
use crate::workpaper::{Figure, Paper, Unit};

/// The method as a case calls it.
pub struct Volatility;

const FIELDS: &[Field] = &[
    Field::optional("prices", Kind::Numbers(WORTH)),
    Field::optional("observationsPerYear", Kind::Count(1, 366)),
    Field::optional("lowValue", Kind::Number(WORTH)),
    Field::optional("highValue", Kind::Number(WORTH)),
    Field::optional("deviationsApart", Kind::Number(Measure { unit: Unit::Factor, least: 0.1, most: 20.0 })),
    Field::optional("yearsAhead", Kind::Number(Measure { unit: Unit::Years, least: 0.01, most: 200.0 })),
    Field::optional("simulatedValue", Kind::Number(WORTH)),
    DRAWS,
    SEED,
    SEQUENCE,
];

/// The inputs of earlier entries that are drawn, each once.
fn uncertain(paper: &Paper, drawn: &[Cell]) -> Vec<Uncertain> {
    let mut found: Vec<Uncertain> = Vec::new();
    for cell in drawn {
        let step = paper.record().input_at(&cell.pointer);
        let new = step.filter(|step| found.iter().all(|known| known.step != *step));
        if let (Some(step), Some(distribution)) = (new, cell.range.clone()) {
            found.push(Uncertain { step, pointer: cell.pointer.clone(), distribution, bounds: cell.bounds });
        }
    }
    found
}

/// σ out of the draws of an earlier entry; none if nothing spreads there, or if the value may be lost whole.
fn simulated<'p>(
    paper: &'p Paper,
    inputs: &Inputs,
    setting: &Setting<'_>,
    remarks: &mut Remarks,
) -> Option<Figure<'p>> {
    let cell = inputs.number("simulatedValue")?;
    // What was drawn here stays as it was drawn when something behind it is varied, which is said.
    plain([cell], remarks);
    let years = plain(inputs.number("yearsAhead"), remarks).first().copied()?;
    let value = cell.record(paper, "simulated-value", Unit::Money);
    paper.input("years-ahead", Unit::Years, years);
    let uncertain = uncertain(paper, setting.drawn);
    let (draws, seed, sequence) = drawing(inputs);
    let plan = Plan { seed, draws, sequence, ..Plan::default() };
    let logarithm = value.logarithm().id();
    let drawn = simulate(&paper.record(), logarithm, &uncertain, &plan);
    let undefined = match &drawn {
        Ok(simulation) => simulation.undefined,
        Err(without) => without.undefined,
    };
    if undefined > 0 {
        let problem = Problem::new(cell.pointer.clone(), "value-may-vanish");
        remarks.refuse(problem.with("times", undefined).with("draws", draws));
        return None;
    }
    let spread = drawn.map(|simulation| simulation.standard_deviation).unwrap_or(0.0);
    if spread < LEAST_SPREAD {
        remarks.refuse(Problem::new(cell.pointer.clone(), "nothing-drawn-behind"));
        return None;
    }
    if setting.correlated {
        remarks.find(Finding::warning(Problem::new(cell.pointer.clone(), "correlation-left-out")));
    }
    let yearly = spread / years.sqrt();
    let count = draws as f64;
    paper.estimated("path-count", Unit::Count, count);
    paper.estimated("volatility-error", Unit::Rate, error(yearly, count));
    Some(paper.estimated("volatility", Unit::Rate, yearly))
}

/// A spread of logarithms below this is rounding: nothing that is drawn reaches the value.
const LEAST_SPREAD: f64 = 1e-9;

/// The spread of an estimated spread, for logarithms that are normal.
fn error(spread: f64, count: f64) -> f64 {
    spread / (2.0 * (count - 1.0)).sqrt()
}

impl Method for Volatility {
    fn name(&self) -> &'static str {
        "volatility"
    }

    fn approach(&self) -> &'static str {
        "rate"
    }

    fn gives(&self) -> Unit {
        Unit::Rate
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
        let ways: [&[&'static str]; 3] = [
            &["prices", "observationsPerYear"],
            &["lowValue", "highValue", "deviationsApart", "yearsAhead"],
            &["simulatedValue", "yearsAhead"],
        ];
        let way = way(inputs, &ways, remarks)?;
        if way == 2 {
            return simulated(paper, inputs, setting, remarks).map(Worked::of);
        }
        let taken = if way == 0 { "prices" } else { "lowValue" };
        refuse_beside(inputs, &["draws", "seed", "sequence"], taken, remarks);
        if way == 0 {
            let prices = plain(inputs.series("prices")?, remarks);
            let returns: Vec<f64> = prices.windows(2).map(|pair| libm::log(pair[1] / pair[0])).collect();
            let spread = describe(&returns).and_then(|described| described.standard_deviation);
            let Some(spread) = spread else {
                let problem = Problem::new(inputs.pointer_to("prices"), "too-few-observations");
                remarks.refuse(problem.with("count", prices.len()).with("least", 3.0));
                return None;
            };
            let yearly = spread * f64::from(inputs.count("observationsPerYear")?).sqrt();
            let count = returns.len() as f64;
            paper.estimated("return-count", Unit::Count, count);
            paper.estimated("volatility-error", Unit::Rate, error(yearly, count));
            return (remarks.problems.len() == before)
                .then(|| Worked::of(paper.estimated("volatility", Unit::Rate, yearly)));
        }
        let low = inputs.number("lowValue")?;
        let high = inputs.number("highValue")?;
        if low.value >= high.value {
            remarks.refuse(Problem::new(high.pointer.clone(), "range-not-ascending"));
        }
        let low = low.record(paper, "low-value", Unit::Money);
        let high = high.record(paper, "high-value", Unit::Money);
        let apart = inputs.number("deviationsApart")?.record(paper, "deviations-apart", Unit::Factor);
        let years = inputs.number("yearsAhead")?.record(paper, "years-ahead", Unit::Years);
        let volatility = (high / low).logarithm() / (apart * years.square_root());
        (remarks.problems.len() == before)
            .then(|| Worked::of(volatility.named("volatility").measured_in(Unit::Rate)))
    }
}
