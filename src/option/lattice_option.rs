//! Options on a binomial lattice (二叉树): to buy or sell on one day or on any, or to give up, to grow, to shrink
//! or to license a running project at times and prices of the case's own.
//! ```text
//! W(t, S) = max(e^(−r·h)·E[W], α·S + β(t) for each action open at t)      W(T, S) = max(0, …)
//! call  α = 1,  β = −K        expand, by the factor f at the cost C     α = f − 1,  β = −C
//! put   α = −1, β = K         contract or license, receiving B          α = f − 1,  β = B
//!                             abandon, for the salvage A(t)             α = −1,     β = A(t)
//! ```
//! W is what being free to act adds to the project S. One action ends the choice: what is left of the project is
//! held as it is. Shapes of the lattice and sources in `estimation::lattice`.
//!
//! - Stated: Cox, Ross and Rubinstein (1979); Trigeorgis, Real Options, on the options to abandon, to expand and to
//!   contract.
//! - Inferred: an action is open at every step from its first year to its last; salvage of the year that has begun.
//! - The value is estimated on the lattice, so nothing behind it may be drawn; a lattice twice as fine says how
//!   far off it is.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::estimation::lattice::{Lattice, Shape};
use crate::method::{Method, Setting, Worked, is_spoken_of, listed, need, plain, way};
use crate::option::european_option::find_early;
use crate::option::{
    COMPOUNDING, EXPIRY, OPTION_TYPES, RISK_FREE, STEPS, UNDERLYING, VOLATILE, WORTH, YIELD, course,
    find_waiting, fixed, is_call, on_lattice, only_for,
};
use crate::problem::{Problem, Remarks};
use crate::workpaper::math::maximum;
use crate::workpaper::{Paper, Unit};

/// The method as a case calls it.
pub struct LatticeOption;

const SHAPES: &[&str] = &["coxRossRubinstein", "leisenReimer", "forward", "given"];
const ACTIONS: &[&str] = &["abandon", "expand", "contract", "license"];
const STEP_FACTOR: Measure = Measure { unit: Unit::Factor, least: 1e-3, most: 1e3 };

const FIELDS: &[Field] = &[
    UNDERLYING,
    EXPIRY,
    RISK_FREE,
    COMPOUNDING,
    YIELD,
    VOLATILE,
    Field::optional("optionType", Kind::Choice(OPTION_TYPES)),
    Field::optional("exercisePrice", Kind::Number(WORTH)),
    Field::optional("exercise", Kind::Choice(&["european", "american"])),
    Field::optional("actions", Kind::List(ACTION_FIELDS)),
    Field::optional("lattice", Kind::Choice(SHAPES)),
    Field::optional("upFactor", Kind::Number(STEP_FACTOR)),
    Field::optional("downFactor", Kind::Number(STEP_FACTOR)),
    STEPS,
];

const ACTION_FIELDS: &[Field] = &[
    Field::required("action", Kind::Choice(ACTIONS)),
    Field::optional("projectFactor", Kind::Number(Measure { unit: Unit::Factor, least: 0.0, most: 100.0 })),
    Field::required("actionAmount", Kind::Series(Measure::MONEY)),
    Field::optional("fromYear", Kind::Number(Measure::LIFE)),
    Field::optional("toYear", Kind::Number(Measure::LIFE)),
];

/// What may be done: it brings α·S + β(t), from one time to another.
struct Action {
    slope: f64,
    amounts: Vec<f64>,
    from: f64,
    to: f64,
}

impl Action {
    /// What it brings at a time, if it is open then.
    fn brings(&self, years: f64, underlying: f64) -> Option<f64> {
        // A step that falls on the bound belongs to it, whatever its last digit.
        let open = years >= self.from - 1e-9 && years <= self.to + 1e-9;
        let year = (years + 1e-9) as usize;
        let amount = self.amounts.get(year).or(self.amounts.last()).copied()?;
        open.then_some(self.slope * underlying + amount)
    }
}

/// The action that an entry describes.
fn action(entry: &Inputs, years: f64, remarks: &mut Remarks) -> Option<Action> {
    let word = entry.text("action")?;
    let amounts = plain(entry.series("actionAmount").unwrap_or_default(), remarks);
    let (from, to) = (fixed(entry, "fromYear", remarks), fixed(entry, "toYear", remarks));
    let (from, to) = (from.unwrap_or(0.0), to.unwrap_or(years));
    only_for(entry, "projectFactor", word != "abandon", "action", remarks);
    let factor = if word == "abandon" { 0.0 } else { fixed(entry, "projectFactor", remarks)? };
    if from > to || to > years {
        let problem = Problem::new(entry.pointer_to("toYear"), "years-not-ascending");
        remarks.refuse(problem.with("year", from).with("later", if from > to { to } else { years }));
    }
    // What is called growth and shrinks the project is a slip in one of the two.
    if (word == "expand") != (factor > 1.0) {
        let problem = Problem::new(entry.pointer_to("projectFactor"), "factor-against-action");
        remarks.refuse(problem.with("factor", factor));
    }
    let sign = if word == "expand" { -1.0 } else { 1.0 };
    let amounts = amounts.iter().map(|amount| sign * amount).collect();
    Some(Action { slope: factor - 1.0, amounts, from, to })
}

/// The one action of a plain option.
fn plain_option(inputs: &Inputs, years: f64, exercise: f64) -> Action {
    let sign = if is_call(inputs) { 1.0 } else { -1.0 };
    let from = if inputs.text("exercise") == Some("american") { 0.0 } else { years };
    Action { slope: sign, amounts: vec![-sign * exercise], from, to: years }
}

/// The shape of the lattice as the case chose it.
fn shape(paper: &Paper, inputs: &Inputs, exercise: Option<f64>, remarks: &mut Remarks) -> Option<Shape> {
    let word = inputs.text("lattice").unwrap_or("coxRossRubinstein");
    only_for(inputs, "upFactor", word == "given", "lattice", remarks);
    only_for(inputs, "downFactor", word == "given", "lattice", remarks);
    match word {
        "given" => {
            let (up, down) = (fixed(inputs, "upFactor", remarks)?, fixed(inputs, "downFactor", remarks)?);
            paper.input("up-factor", Unit::Factor, up);
            paper.input("down-factor", Unit::Factor, down);
            Some(Shape::Given(up, down))
        }
        "leisenReimer" => {
            // It is drawn around one exercise price, which a list of actions does not have.
            if !is_spoken_of(inputs, "exercisePrice", remarks) {
                need(inputs, "exercisePrice", remarks);
            }
            exercise.map(Shape::LeisenReimer)
        }
        "forward" => Some(Shape::Forward),
        _ => Some(Shape::CoxRossRubinstein),
    }
}

impl Method for LatticeOption {
    fn name(&self) -> &'static str {
        "latticeOption"
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
        _: &Setting<'_>,
        remarks: &mut Remarks,
    ) -> Option<Worked<'p>> {
        let before = remarks.problems.len();
        let way = way(inputs, &[&["optionType", "exercisePrice", "exercise"], &["actions"]], remarks);
        let exercise = fixed(inputs, "exercisePrice", remarks);
        let years = fixed(inputs, "yearsToExpiry", remarks);
        let course = course(paper, inputs, years, remarks);
        let shape = shape(paper, inputs, exercise, remarks);
        let (way, years) = (way?, years?);
        paper.input("years-to-expiry", Unit::Years, years);
        let actions: Vec<Action> = match way {
            0 => {
                paper.input("exercise-price", Unit::Money, exercise?);
                vec![plain_option(inputs, years, exercise?)]
            }
            _ => {
                let entries = listed(inputs, "actions", remarks);
                entries.iter().filter_map(|entry| action(entry, years, remarks)).collect()
            }
        };
        let (course, shape) = (course?, shape?);
        if remarks.problems.len() > before {
            return None;
        }
        let act = |lattice: &Lattice, step: usize, level: f64, going_on: f64| {
            let now = years * step as f64 / lattice.steps as f64;
            let brought = actions.iter().filter_map(|action| action.brings(now, level));
            brought.fold(going_on, maximum)
        };
        let found = on_lattice(paper, inputs, &course, shape, &act, remarks)?;
        // An option that is exercised later is measured by what exercise today would bring; an action that opens
        // later has nothing to be measured by.
        let when = |action: &Action| if way == 0 { action.from } else { 0.0 };
        let today = actions.iter().filter_map(|action| action.brings(when(action), course.underlying));
        let immediate = find_waiting(paper, today.reduce(maximum).unwrap_or(0.0), found);
        if way == 0 {
            find_early(inputs.pointer_to("underlyingValue"), immediate, found, remarks);
        }
        Some(Worked::of(match way {
            0 => found,
            _ => (paper.constant(course.underlying) + found).named("project-with-options"),
        }))
    }
}
