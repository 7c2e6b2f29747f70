//! The option to wait (延迟期权): a right that may be developed at a cost on any day, seen as an option to buy
//! what it would then be worth.
//! ```text
//! V = S·e^(−qT)·Φ(d₁) − K·e^(−rT)·Φ(d₂)        q = 1 ÷ T where the case is silent
//! ```
//! S the present value of the income if developed today, K the cost of development, T the remaining life of the
//! right, σ the volatility of S, q the cost of delay: what a year of waiting loses of the protected income. With T
//! years left and income even over them, it is one part in T.
//!
//! - Stated: Damodaran, Investment Valuation, on patents as options; Avonex, his example (S 3,422, K 2,875, 17
//!   years): 907.
//! - Inferred: the life is the remaining life of the right, never beyond its legal term.
//! - Limit: exercised at its end only, it is a bound from below; `americanOption` gives the early exercise.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::income::{LIFE_FIELDS, remaining_life};
use crate::method::{Method, Setting, Worked, is_spoken_of, need};
use crate::option::black_scholes::OptionTerms;
use crate::option::european_option::{find_early, find_slopes};
use crate::option::{COMPOUNDING, EXERCISE, RISK_FREE, UNDERLYING, VOLATILE, risk_free};
use crate::problem::{Finding, Problem, Remarks};
use crate::workpaper::{Figure, Origin, Paper, Unit};

/// The method as a case calls it.
pub struct OptionToWait;

const FIELDS: &[Field] = &[
    UNDERLYING,
    EXERCISE,
    RISK_FREE,
    COMPOUNDING,
    VOLATILE,
    Field::optional("costOfDelay", Kind::Number(Measure::RATE)),
    LIFE_FIELDS[0],
    LIFE_FIELDS[1],
    LIFE_FIELDS[2],
    LIFE_FIELDS[3],
];

/// One over a life shorter than this would be no yield but a sale.
const SHORTEST: f64 = 0.01;

impl Method for OptionToWait {
    fn name(&self) -> &'static str {
        "optionToWait"
    }

    fn approach(&self) -> &'static str {
        "option"
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
        let life = remaining_life(paper, inputs, setting, remarks);
        let bounds = LIFE_FIELDS.iter().any(|field| is_spoken_of(inputs, field.key, remarks));
        if life.is_none() && !bounds {
            need(inputs, "remainingLife", remarks);
        }
        let life = life?;
        let terms = OptionTerms {
            underlying: inputs.number("underlyingValue")?.record(paper, "underlying-value", Unit::Money),
            exercise: inputs.number("exercisePrice")?.record(paper, "exercise-price", Unit::Money),
            years: life.years,
            rate: risk_free(paper, inputs)?,
            yield_rate: cost_of_delay(paper, inputs, life.years, remarks),
            volatility: inputs.number("volatility")?.record(paper, "volatility", Unit::Rate),
        };
        let outlook = terms.outlook(true);
        let value = outlook.value(true).named("option-value").measured_in(Unit::Money);
        let immediate = find_slopes(&terms, &outlook, true, value);
        find_early(inputs.pointer_to("underlyingValue"), immediate, value, remarks);
        (remarks.problems.len() == before).then(|| Worked { life: Some(life), ..Worked::of(value) })
    }
}

/// q as the case states it, or one part in the years that are left.
fn cost_of_delay<'p>(
    paper: &'p Paper,
    inputs: &Inputs,
    years: Figure<'p>,
    remarks: &mut Remarks,
) -> Figure<'p> {
    if let Some(cell) = inputs.number("costOfDelay") {
        return cell.record(paper, "cost-of-delay", Unit::Rate);
    }
    let supposed = (1.0 / years.greatest(SHORTEST)).named("cost-of-delay").measured_in(Unit::Rate);
    let about = Problem::new(inputs.pointer_to("costOfDelay"), "cost-of-delay-assumed");
    remarks.find(Finding::note(about.with("rate", supposed.value())));
    supposed.with_origin(Origin::Assumed)
}
