//! Sequential stages (多阶段序贯投资): at each of several days a sum is paid to go on, or all is given up.
//! ```text
//! W(tₖ, S) = max(0, pₖ · W⁺(tₖ, S) − Cₖ)          W⁺ = e^(−r·h)·E[W], and S itself at the last stage
//! committed = S·e^(−qtₙ)·Π pₖ − Σ Cₖ·e^(−rtₖ)·p₁·…·pₖ₋₁
//! ```
//! Cₖ the cost of stage k at tₖ, pₖ the probability that it succeeds, which moves with no market; S what the right
//! would be worth today if all stages lay behind it. The value above that of being committed to every stage is what
//! the freedom to stop is worth.
//!
//! - Stated: options on options in sequence, Trigeorgis, Real Options, ch. 10; two stages are Geske's option on an
//!   option (`compoundOption`).
//! - Inferred: each stage stands at the step of the lattice that is nearest to its day.
//! - Estimated on a lattice of Cox, Ross and Rubinstein, so nothing behind it may be drawn.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::estimation::lattice::{Lattice, Shape};
use crate::method::{Method, Setting, Worked, listed};
use crate::option::{COMPOUNDING, RISK_FREE, STEPS, UNDERLYING, VOLATILE, YIELD, course, fixed, on_lattice};
use crate::problem::{Problem, Remarks};
use crate::workpaper::math::maximum;
use crate::workpaper::{Paper, Unit};

/// The method as a case calls it.
pub struct SequentialStages;

const STAGE_FIELDS: &[Field] = &[
    Field::required("name", Kind::Text),
    Field::required("year", Kind::Number(Measure::LIFE)),
    Field::required("cost", Kind::Number(Measure::MONEY)),
    Field::optional("successProbability", Kind::Number(Measure::SHARE)),
];

const FIELDS: &[Field] = &[
    Field::required("stages", Kind::List(STAGE_FIELDS)),
    UNDERLYING,
    RISK_FREE,
    COMPOUNDING,
    YIELD,
    VOLATILE,
    STEPS,
];

/// A day of decision.
struct Gate {
    year: f64,
    cost: f64,
    probability: f64,
}

/// The days in their order, shown on the paper.
fn gates(paper: &Paper, inputs: &Inputs, remarks: &mut Remarks) -> Option<Vec<Gate>> {
    let mut gates: Vec<Gate> = Vec::new();
    for (entry, number) in listed(inputs, "stages", remarks).iter().zip(1..) {
        let label = |note: &mut crate::workpaper::Note| note.label = entry.text("name").map(str::to_owned);
        let (year, cost) = (fixed(entry, "year", remarks), fixed(entry, "cost", remarks));
        let probability = fixed(entry, "successProbability", remarks).unwrap_or(1.0);
        let (year, cost) = (year?, cost?);
        paper.input("stage-year", Unit::Years, year).in_year(number).annotate(label);
        paper.input("stage-cost", Unit::Money, cost).in_year(number).annotate(label);
        paper.input("success-probability", Unit::Share, probability).in_year(number).annotate(label);
        if let Some(last) = gates.last().filter(|last| last.year >= year) {
            let problem = Problem::new(entry.pointer_to("year"), "years-not-ascending");
            remarks.refuse(problem.with("year", last.year).with("later", year));
        }
        gates.push(Gate { year, cost, probability });
    }
    Some(gates)
}

impl Method for SequentialStages {
    fn name(&self) -> &'static str {
        "sequentialStages"
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
        let gates = gates(paper, inputs, remarks);
        let last = gates.as_ref().and_then(|gates| gates.last()).map(|gate| gate.year);
        let course = course(paper, inputs, last, remarks)?;
        let (gates, last) = (gates?, last?);
        if remarks.problems.len() > before {
            return None;
        }
        let act = |lattice: &Lattice, step: usize, level: f64, going_on: f64| {
            let nearest = |gate: &&Gate| (gate.year / last * lattice.steps as f64).round() as usize == step;
            let beyond = if step == lattice.steps { level } else { going_on };
            // Two days that fall on one step are decided from the later to the earlier.
            gates
                .iter()
                .rev()
                .filter(nearest)
                .fold(beyond, |value, gate| maximum(gate.probability * value - gate.cost, 0.0))
        };
        let found = on_lattice(paper, inputs, &course, Shape::CoxRossRubinstein, &act, remarks)?;
        let (mut reached, mut spent) = (1.0, 0.0);
        for gate in &gates {
            spent += reached * gate.cost * libm::exp(-course.rate * gate.year);
            reached *= gate.probability;
        }
        let committed = course.underlying * libm::exp(-course.yield_rate * last) * reached - spent;
        let committed = paper.estimated("value-if-committed", Unit::Money, committed);
        (found - committed).named("value-of-flexibility");
        Some(Worked::of(found))
    }
}
