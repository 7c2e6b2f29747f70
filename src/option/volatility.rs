//! Volatility (波动率): how far a value spreads in a year, from prices that were observed or from a range that was
//! judged.
//! ```text
//! σ = s · √m                          s the standard deviation of ln(Pₜ ÷ Pₜ₋₁), m observations a year
//! σ = ln(high ÷ low) ÷ (k · √T)       low and high values in T years, k standard deviations apart
//! ```
//! k is 3.29 between the fifth and the ninety-fifth percentile, 2.56 between the tenth and the ninetieth.
//!
//! - Stated: both as in Hull, Options, Futures, and Other Derivatives, and in Copeland and Antikarov, Real Options.
//! - Limit: the volatility of a listed share is that of a levered firm and not of one right.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::estimation::describe;
use crate::method::{Method, Setting, Worked, plain, way};
use crate::option::WORTH;
use crate::problem::{Problem, Remarks};
use crate::workpaper::{Paper, Unit};

/// The method as a case calls it.
pub struct Volatility;

const FIELDS: &[Field] = &[
    Field::optional("prices", Kind::Numbers(WORTH)),
    Field::optional("observationsPerYear", Kind::Count(1, 366)),
    Field::optional("lowValue", Kind::Number(WORTH)),
    Field::optional("highValue", Kind::Number(WORTH)),
    Field::optional("deviationsApart", Kind::Number(Measure { unit: Unit::Factor, least: 0.1, most: 20.0 })),
    Field::optional("yearsAhead", Kind::Number(Measure { unit: Unit::Years, least: 0.01, most: 200.0 })),
];

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
        _: &Setting<'_>,
        remarks: &mut Remarks,
    ) -> Option<Worked<'p>> {
        let before = remarks.problems.len();
        let ways: [&[&'static str]; 2] =
            [&["prices", "observationsPerYear"], &["lowValue", "highValue", "deviationsApart", "yearsAhead"]];
        if way(inputs, &ways, remarks)? == 0 {
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
            // The spread of an estimated spread, for returns that are normal.
            paper.estimated("volatility-error", Unit::Rate, yearly / (2.0 * (count - 1.0)).sqrt());
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
