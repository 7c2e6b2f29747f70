//! Options (期权法) and decision trees: what it is worth to be free to wait, to go on, to grow or to give up.
//!
//! What has a closed form stands on the paper as a formula, so that its inputs may be drawn and its slopes
//! taken. Lattices, simulated paths, triggers of early exercise and options on options are estimated from plain
//! numbers (`estimation::{exercise, lattice, option}`), and what vouches for them stands beside them.
//!
//! Rates and yields compound continuously; a rate quoted by the year is turned first.

mod american_option;
mod black_scholes;
mod compound_option;
mod decision_tree;
mod european_option;
mod exchange_option;
mod lattice_option;
mod marketability_discount;
mod option_to_wait;
mod sequential_stages;
mod simulated_option;
mod volatility;

use crate::case::{Field, Inputs, Kind, Measure};
use crate::estimation::lattice::{Course, Lattice, Root, Shape, Unsound};
use crate::estimation::option::Terms;
use crate::method::{Method, is_own, need, plain};
use crate::problem::{Finding, Problem, Remarks};
use crate::uncertainty::Sequence;
use crate::workpaper::{Figure, Paper, Unit};

pub use american_option::AmericanOption;
pub use black_scholes::{OptionTerms, Outlook, european_option};
pub use compound_option::CompoundOption;
pub use decision_tree::DecisionTree;
pub use european_option::EuropeanOption;
pub use exchange_option::ExchangeOption;
pub use lattice_option::LatticeOption;
pub use marketability_discount::{MarketabilityDiscount, average_strike_discount};
pub use option_to_wait::OptionToWait;
pub use sequential_stages::SequentialStages;
pub use simulated_option::SimulatedOption;
pub use volatility::Volatility;

/// The methods of this room.
pub const METHODS: &[&dyn Method] = &[
    &OptionToWait,
    &EuropeanOption,
    &AmericanOption,
    &LatticeOption,
    &SimulatedOption,
    &ExchangeOption,
    &CompoundOption,
    &SequentialStages,
    &DecisionTree,
    &MarketabilityDiscount,
    &Volatility,
];

/// Money of which there is some: the logarithm of nothing is no number.
const WORTH: Measure = Measure { unit: Unit::Money, least: 1e-9, most: 1e15 };
/// A volatility a year; three is what the wildest shares reach.
const VOLATILITY: Measure = Measure { unit: Unit::Rate, least: 0.0, most: 3.0 };

const OPTION_TYPES: &[&str] = &["call", "put"];
/// How the risk-free rate is quoted.
const COMPOUNDINGS: &[&str] = &["continuous", "annual"];

const OPTION_TYPE: Field = Field::required("optionType", Kind::Choice(OPTION_TYPES));
const UNDERLYING: Field = Field::required("underlyingValue", Kind::Number(WORTH));
const EXERCISE: Field = Field::required("exercisePrice", Kind::Number(WORTH));
const EXPIRY: Field = Field::required("yearsToExpiry", Kind::Number(Measure::LIFE));
const RISK_FREE: Field = Field::required("riskFreeRate", Kind::Number(Measure::RATE));
const COMPOUNDING: Field = Field::optional("rateCompounding", Kind::Choice(COMPOUNDINGS));
const YIELD: Field = Field::optional("yieldRate", Kind::Number(Measure::RATE));
const VOLATILE: Field = Field::required("volatility", Kind::Number(VOLATILITY));
const STEPS: Field = Field::optional("latticeSteps", Kind::Count(1, 2000));
const DRAWS: Field = Field::optional("draws", Kind::Count(100, 1_000_000));
const SEED: Field = Field::optional("seed", Kind::Count(0, u32::MAX));
const SEQUENCE: Field = Field::optional("sequence", Kind::Choice(Sequence::NAMES));

/// How many steps a lattice has where the case is silent.
const USUAL_STEPS: u32 = 200;

/// Draws made where the case is silent: they know a value to some thousandths.
const USUAL_DRAWS: u32 = 8192;

fn is_call(inputs: &Inputs) -> bool {
    inputs.text("optionType") == Some("call")
}

/// The risk-free rate on the paper, compounding continuously.
fn risk_free<'p>(paper: &'p Paper, inputs: &Inputs) -> Option<Figure<'p>> {
    let quoted = inputs.number("riskFreeRate")?.record(paper, "risk-free-rate", Unit::Rate);
    Some(match inputs.text("rateCompounding") {
        Some("annual") => (1.0 + quoted).logarithm().named("continuous-rate").measured_in(Unit::Rate),
        _ => quoted,
    })
}

/// The yield on the paper; nothing, if the case names none.
fn yield_rate<'p>(paper: &'p Paper, inputs: &Inputs) -> Figure<'p> {
    let given = inputs.number("yieldRate");
    given.map_or_else(|| paper.constant(0.0), |cell| cell.record(paper, "yield-rate", Unit::Rate))
}

/// A figure that goes into an estimation.
fn fixed(inputs: &Inputs, key: &str, remarks: &mut Remarks) -> Option<f64> {
    plain(inputs.number(key), remarks).first().copied()
}

/// A quoted rate as a plain number, compounding continuously.
fn continuous(inputs: &Inputs, quoted: f64) -> f64 {
    if inputs.text("rateCompounding") == Some("annual") { libm::log1p(quoted) } else { quoted }
}

/// The course of the underlying as plain numbers, shown on the paper; `years` is how long it is watched.
fn course(paper: &Paper, inputs: &Inputs, years: Option<f64>, remarks: &mut Remarks) -> Option<Course> {
    let underlying = fixed(inputs, "underlyingValue", remarks);
    let quoted = fixed(inputs, "riskFreeRate", remarks);
    let volatility = fixed(inputs, "volatility", remarks);
    let yield_rate = fixed(inputs, "yieldRate", remarks).unwrap_or(0.0);
    let (underlying, quoted, volatility, years) = (underlying?, quoted?, volatility?, years?);
    paper.input("underlying-value", Unit::Money, underlying);
    paper.input("risk-free-rate", Unit::Rate, quoted);
    paper.input("yield-rate", Unit::Rate, yield_rate);
    paper.input("volatility", Unit::Rate, volatility);
    let rate = continuous(inputs, quoted);
    Some(Course { underlying, years, rate, yield_rate, volatility })
}

/// The terms of an option as plain numbers, shown on the paper.
fn terms(paper: &Paper, inputs: &Inputs, remarks: &mut Remarks) -> Option<Terms> {
    let exercise = fixed(inputs, "exercisePrice", remarks);
    let years = fixed(inputs, "yearsToExpiry", remarks);
    let Course { underlying, years, rate, yield_rate, volatility } = course(paper, inputs, years, remarks)?;
    let exercise = exercise?;
    paper.input("exercise-price", Unit::Money, exercise);
    paper.input("years-to-expiry", Unit::Years, years);
    Some(Terms { call: is_call(inputs), underlying, exercise, years, rate, yield_rate, volatility })
}

/// How a value on a lattice moves with the underlying.
fn show_slopes(paper: &Paper, root: &Root) {
    paper.estimated("delta", Unit::Factor, root.delta);
    if let Some(gamma) = root.gamma {
        paper.estimated("gamma", Unit::Factor, gamma);
    }
}

/// The value at the root of a lattice, on the paper, beside that of one twice as fine.
fn on_lattice<'p>(
    paper: &'p Paper,
    inputs: &Inputs,
    course: &Course,
    shape: Shape,
    act: &dyn Fn(&Lattice, usize, f64, f64) -> f64,
    remarks: &mut Remarks,
) -> Option<Figure<'p>> {
    let steps = inputs.count("latticeSteps").unwrap_or(USUAL_STEPS) as usize;
    let mut grown = |steps: usize| match course.lattice(shape, steps) {
        Ok(lattice) => Some(lattice),
        Err(Unsound { probability }) => {
            let problem = Problem::new(inputs.pointer_to("latticeSteps"), "lattice-unsound");
            let probability = if probability.is_finite() { probability } else { 0.0 };
            remarks.refuse(problem.with("probability", probability).with("steps", steps));
            None
        }
    };
    let lattice = grown(steps)?;
    let root = lattice.root(&|step, level, going_on| act(&lattice, step, level, going_on));
    let value = root.value;
    paper.estimated("lattice-steps", Unit::Count, lattice.steps as f64);
    paper.estimated("probability-up", Unit::Share, lattice.probability);
    show_slopes(paper, &root);
    let found = paper.estimated("option-value", Unit::Money, value);
    // Factors that were given belong to steps of their length: there is nothing finer to compare with.
    if !matches!(shape, Shape::Given(..)) {
        let finer = grown(2 * steps + 1)?;
        let refined = finer.value(&|step, level, going_on| act(&finer, step, level, going_on));
        paper.estimated("refined-lattice-value", Unit::Money, refined);
        paper.estimated("lattice-error", Unit::Money, refined - value);
        if (refined - value).abs() > 0.01 * value.abs() {
            let about = Problem::new(inputs.pointer_to("latticeSteps"), "lattice-coarse");
            let about = about.with("steps", steps).with("value", value).with("refined", refined);
            remarks.find(Finding::warning(about));
        }
    }
    Some(found)
}

/// What deciding today would bring, and what the right to wait is worth above it.
fn find_waiting<'p>(paper: &'p Paper, immediate: f64, value: Figure<'p>) -> Figure<'p> {
    let immediate = paper.estimated("value-of-immediate-exercise", Unit::Money, immediate);
    (value - immediate.greatest(0.0)).named("value-of-waiting").measured_in(Unit::Money);
    immediate
}

/// How an estimation is to be drawn: how often, from which seed, in which sequence.
fn drawing(inputs: &Inputs) -> (usize, u64, Sequence) {
    let draws = inputs.count("draws").unwrap_or(USUAL_DRAWS) as usize;
    let sequence = inputs.text("sequence").map_or_else(Sequence::default, Sequence::from_name);
    (draws, inputs.count("seed").unwrap_or(1).into(), sequence)
}

/// Refuses keys that the way taken does not read; a fact that other methods share may stand.
fn refuse_beside(inputs: &Inputs, keys: &[&str], taken: &'static str, remarks: &mut Remarks) {
    for key in keys.iter().filter(|key| is_own(inputs, key)) {
        remarks.refuse(Problem::new(inputs.pointer_to(key), "conflicting").with("with", taken));
    }
}

/// Refuses a key that only one choice reads, where the case took another.
fn only_for(inputs: &Inputs, key: &'static str, chosen: bool, choice: &'static str, remarks: &mut Remarks) {
    if chosen {
        need(inputs, key, remarks);
    } else if inputs.has(key) {
        let problem = Problem::new(inputs.pointer_to(key), "conflicting");
        remarks.refuse(problem.with("with", choice));
    }
}
