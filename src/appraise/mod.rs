//! The verbs: a case and the standards in force go in, a valuation with its working paper comes out.
//!
//! Each verb is a pure function of its arguments. [`Appraisal`] is the case once worked out; every verb is
//! a reading of its paper.

mod appraisal;
mod break_even;
mod entries;
mod judged;
mod levers;
mod numbers;
mod pictured;
mod range;
mod scenarios;
mod sensitivities;
mod sharing;
mod steps;

use crate::case::{Node, outline};
use crate::method::Method;
use crate::problem::{Problem, Remarks};
use crate::standard::Standards;
use crate::valuation::*;
use crate::workpaper::explain::explain as explanation;
use crate::workpaper::solve::{Solution, solve as solution};
use crate::{cost, income, market, option, rate, review, scoring};

pub use appraisal::Appraisal;
pub use break_even::break_even;
pub use judged::check;
use numbers::Clamped as _;
pub use pictured::picture;
pub use scenarios::scenarios;
pub use sharing::Sharing;
use steps::{Names, explained, step_out};

/// The rooms that hold methods.
const ROOMS: [&[&dyn Method]; 7] = [
    income::METHODS,
    cost::METHODS,
    market::METHODS,
    option::METHODS,
    rate::METHODS,
    scoring::METHODS,
    review::METHODS,
];

/// Every method that a case may call, by approach.
pub fn methods() -> impl Iterator<Item = &'static dyn Method> {
    ROOMS.into_iter().flatten().copied()
}

/// The method of a name.
pub fn method_named(name: &str) -> Option<&'static dyn Method> {
    methods().find(|method| method.name() == name)
}

/// Every method with what it asks for, as data.
pub fn outlines() -> Vec<MethodOutline> {
    let of = |method: &'static dyn Method| MethodOutline {
        method: method.name(),
        approach: method.approach(),
        gives: method.gives().name(),
        fields: outline(method.fields()),
    };
    methods().map(of).collect()
}

fn method_names() -> Vec<&'static str> {
    methods().map(|method| method.name()).collect()
}

/// Which engine this is, and what it reads, writes and knows.
pub fn version() -> Version {
    Version {
        engine: "ipval",
        version: env!("CARGO_PKG_VERSION"),
        case_format: crate::case::FORMAT,
        valuation_format: FORMAT,
        methods: method_names(),
    }
}

/// Values a case, or says everything that keeps it from being valued.
pub fn appraise(case: &Node, standards: &Standards) -> Verdict {
    match Appraisal::of_case(case, standards) {
        Ok(appraisal) => Verdict::Valued(appraisal.valuation(standards)),
        Err(problems) => Verdict::Refused(*refusal(problems, standards)),
    }
}

/// Runs one method alone on given inputs. `asset` and `valuationDate` may stand among them.
pub fn run_method(name: &str, inputs: &Node, standards: &Standards) -> Verdict {
    match Appraisal::of_method(name, inputs, standards) {
        Ok(appraisal) => Verdict::Valued(appraisal.valuation(standards)),
        Err(problems) => Verdict::Refused(*refusal(problems, standards)),
    }
}

/// Where a step comes from, so many named steps deep. The step is given by its number in the valuation, or
/// by its name.
pub fn explain(case: &Node, standards: &Standards, request: &Node) -> Result<ExplanationOut, Box<Refusal>> {
    let appraisal = Appraisal::of_case(case, standards).map_err(|problems| refusal(problems, standards))?;
    let record = appraisal.paper.record();
    let names = Names::of(&record);
    let refuse = |problem| refusal(vec![problem], standards);
    let step = match request.get("step") {
        Some(Node::Number(number)) if *number >= 0.0 => names.steps.get(*number as usize).copied(),
        Some(Node::Text(key)) => names
            .steps
            .iter()
            .rev()
            .copied()
            .find(|&id| record.note(id).is_some_and(|note| note.key == **key)),
        None | Some(Node::Nothing) => Some(appraisal.result),
        _ => None,
    };
    let step = step.ok_or_else(|| refuse(Problem::new("/step", "no-such-step")))?;
    let depth = request.get("depth").and_then(Node::number).unwrap_or(1.0).clamped(0.0, 12.0) as usize;
    let values: Vec<f64> = record.steps().iter().map(|step| step.value).collect();
    Ok(explained(&record, &names, &values, &explanation(&record, step, depth)))
}

/// The same paper with other inputs, given by their pointers.
pub fn replay(case: &Node, standards: &Standards, request: &Node) -> Result<ReplayOut, Box<Refusal>> {
    let appraisal = Appraisal::of_case(case, standards).map_err(|problems| refusal(problems, standards))?;
    let record = appraisal.paper.record();
    let mut remarks = Remarks::default();
    let mut changes = Vec::new();
    if let Some(Node::Object(inputs)) = request.get("inputs") {
        for (pointer, node) in inputs {
            match (record.input_at(pointer), node) {
                (Some(id), Node::Number(value)) if value.is_finite() => {
                    let (least, most) = appraisal.bounds_of(pointer);
                    if *value < least || *value > most {
                        let problem = Problem::new(pointer.clone(), "out-of-bounds").with("value", *value);
                        remarks.refuse(problem.with("least", least).with("most", most));
                    }
                    changes.push((id, *value));
                }
                (Some(_), node) => {
                    remarks.refuse(Problem::new(pointer.clone(), "not-a-number").with("found", node.sort()));
                }
                (None, _) => remarks.refuse(Problem::new(pointer.clone(), "no-such-input")),
            }
        }
    } else {
        remarks.refuse(Problem::new("/inputs", "missing").with("key", "inputs"));
    }
    if !remarks.problems.is_empty() {
        return Err(refusal(remarks.problems, standards));
    }
    let values = record.replay(&changes);
    let names = Names::of(&record);
    let steps = names.steps.iter().map(|&id| step_out(&record, &names, &values, id)).collect();
    Ok(ReplayOut { status: "replayed", value: values[appraisal.result.index()], steps })
}

/// The input, given by its pointer, at which the value takes the wanted number.
pub fn solve(case: &Node, standards: &Standards, request: &Node) -> Result<SolutionOut, Box<Refusal>> {
    let appraisal = Appraisal::of_case(case, standards).map_err(|problems| refusal(problems, standards))?;
    let record = appraisal.paper.record();
    let refuse = |problem| refusal(vec![problem], standards);
    let names = Names::of(&record);
    let pointer = request.get("input").and_then(Node::text).unwrap_or_default();
    let input = record
        .input_at(pointer)
        .ok_or_else(|| refuse(Problem::new("/input", "no-such-input").with("found", pointer)))?;
    let number = |key: &str| request.get(key).and_then(Node::number).filter(|number| number.is_finite());
    let target =
        number("target").ok_or_else(|| refuse(Problem::new("/target", "missing").with("key", "target")))?;
    let of = match number("of") {
        Some(step) => {
            *names.steps.get(step as usize).ok_or_else(|| refuse(Problem::new("/of", "no-such-step")))?
        }
        None => appraisal.unrounded,
    };
    let (low, high) = appraisal.search_bounds(&record, input);
    let (low, high) = (number("min").unwrap_or(low), number("max").unwrap_or(high));
    if low >= high {
        return Err(refuse(Problem::new("/max", "range-not-ascending")));
    }
    Ok(match solution(&record, of, input, target, low, high) {
        Solution::Found(root) => SolutionOut::Found { roots: vec![root] },
        Solution::Several(roots) => SolutionOut::Several { roots },
        Solution::Indifferent => SolutionOut::None { reason: "indifferent", reached: None },
        Solution::None { least, greatest } => {
            SolutionOut::None { reason: "unreached", reached: Some(Reached { min: least, max: greatest }) }
        }
    })
}

fn refusal(problems: Vec<Problem>, standards: &Standards) -> Box<Refusal> {
    Box::new(Refusal {
        format: FORMAT,
        status: "refused",
        problems: problems.into_iter().map(ProblemOut::from).collect(),
        produced_by: Producer::with(standards.relied_on()),
    })
}

/// The refusal of something that could not even be read as a document.
pub fn unreadable(pointer: &str, detail: String) -> Verdict {
    let problem = Problem::new(pointer, "unreadable").with("detail", detail);
    Verdict::Refused(Refusal {
        format: FORMAT,
        status: "refused",
        problems: vec![problem.into()],
        produced_by: Producer::with(Vec::new()),
    })
}
