//! Software by effort (软件开发成本度量): how much work it is, and what that work costs.
//! ```text
//! effort = Σ nₖ · wₖ · q · Π aⱼ ÷ H        from counts of functions, or from function points given
//! effort = a · K^b · Π aⱼ                  from lines of code (COCOMO)
//! cost   = effort · (1 + m) · rate + direct non-labour + indirect labour + indirect non-labour
//! ```
//! nₖ how many functions of a sort and wₖ the points of each; q the work for one point; H the hours of a
//! person-month where q is in hours; aⱼ adjustments; K thousand lines of code; m the share of maintenance;
//! rate what a person-month costs.
//!
//! - Stated: the four classes of cost, GB/T 36964; a·K^b, COCOMO.
//! - Limit: every coefficient is an input. Published weights of the preliminary count differ by a factor of
//!   ten (35 and 15 points for a file against 3 and 1), so none is supposed here.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::cost::obsolescence::{OBSOLESCENCE, less_obsolescence};
use crate::cost::spending::POSITIVE;
use crate::method::{Method, Setting, Worked, called, listed};
use crate::problem::{Problem, Remarks};
use crate::workpaper::{Figure, Paper, Unit};

/// The effort for so many thousand lines of code; person-months.
///
/// Published (自学考试《资产评估》): 2.8 · 15^1.2 · 0.92 is 66 person-months.
/// ```
/// # use ipval::{cost::effort_by_lines, workpaper::Paper};
/// let paper = Paper::default();
/// let [size, coefficient, exponent] = [15.0, 2.8, 1.2].map(|number| paper.constant(number));
/// let effort = effort_by_lines(size, coefficient, exponent).value() * 0.92;
/// assert!((effort - 66.0).abs() <= 0.5); // Half of the last digit printed.
/// ```
pub fn effort_by_lines<'p>(size: Figure<'p>, coefficient: Figure<'p>, exponent: Figure<'p>) -> Figure<'p> {
    (coefficient * size.to_the(exponent)).named("nominal-effort").measured_in(Unit::Factor)
}

/// The method as a case calls it.
pub struct SoftwareEffort;

const COUNTS: &[Field] = &[
    Field::required("name", Kind::Text),
    Field::required("count", Kind::Number(Measure::QUANTITY)),
    Field::required("points", Kind::Number(Measure::FACTOR)),
];

const FIELDS: &[Field] = &[
    Field::optional("functionCounts", Kind::List(COUNTS)),
    Field::optional("functionPoints", Kind::Number(Measure::QUANTITY)),
    Field::optional("productivity", Kind::Number(Measure::FACTOR)),
    Field::optional("hoursPerMonth", Kind::Number(POSITIVE)),
    Field::optional("thousandLines", Kind::Number(Measure::FACTOR)),
    Field::optional("coefficient", Kind::Number(Measure::FACTOR)),
    Field::optional("exponent", Kind::Number(Measure { most: 5.0, ..Measure::FACTOR })),
    Field::optional("adjustments", Kind::List(ADJUSTMENTS)),
    Field::optional("maintenanceShare", Kind::Number(Measure::SHARE)),
    Field::optional("effortRounding", Kind::Number(POSITIVE)),
    Field::required("labourRate", Kind::Number(Measure::MONEY)),
    Field::optional("directNonLabour", Kind::Number(Measure::MONEY)),
    Field::optional("indirectLabour", Kind::Number(Measure::MONEY)),
    Field::optional("indirectNonLabour", Kind::Number(Measure::MONEY)),
    OBSOLESCENCE,
];

const ADJUSTMENTS: &[Field] =
    &[Field::required("name", Kind::Text), Field::required("factor", Kind::Number(Measure::FACTOR))];

/// The ways to say how big the program is, each with what it needs beside it.
const SIZES: [(&str, &[&str]); 3] = [
    ("functionCounts", &["productivity"]),
    ("functionPoints", &["productivity"]),
    ("thousandLines", &["coefficient", "exponent"]),
];

impl Method for SoftwareEffort {
    fn name(&self) -> &'static str {
        "softwareEffort"
    }

    fn approach(&self) -> &'static str {
        "cost"
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
        refuse_sizes(inputs, remarks);
        let effort = effort(paper, inputs)?;
        let rate = inputs.number("labourRate")?.record(paper, "labour-rate", Unit::Money);
        let mut costs = vec![(effort * rate).named("direct-labour")];
        if let Some(cell) = inputs.number("directNonLabour") {
            costs.push(cell.record(paper, "direct-non-labour", Unit::Money));
        }
        if let Some(cell) = inputs.number("indirectLabour") {
            costs.push(cell.record(paper, "indirect-labour", Unit::Money));
        }
        if let Some(cell) = inputs.number("indirectNonLabour") {
            costs.push(cell.record(paper, "indirect-non-labour", Unit::Money));
        }
        let cost = paper.sum(costs).named("replacement-cost");
        let value = less_obsolescence(paper, inputs, setting, cost, remarks)?;
        (remarks.problems.len() == before).then(|| Worked::of(value))
    }
}

/// One size, and what it needs; no more.
fn refuse_sizes(inputs: &Inputs, remarks: &mut Remarks) {
    let given: Vec<_> = SIZES.iter().filter(|(key, _)| inputs.has(key)).collect();
    match given[..] {
        [] => {
            let problem = Problem::new(inputs.pointer_to("functionPoints"), "missing-either");
            remarks.refuse(problem.with("one", "functionPoints").with("other", "thousandLines"));
        }
        [(_, needed)] => {
            for key in needed.iter().filter(|key| !inputs.has(key)) {
                remarks.refuse(Problem::new(inputs.pointer_to(key), "missing").with("key", *key));
            }
        }
        [(one, _), (other, _), ..] => {
            remarks.refuse(Problem::new(inputs.pointer_to(one), "conflicting").with("with", *other));
        }
    }
    listed(inputs, "functionCounts", remarks);
}

/// The effort, adjusted, with maintenance; person-months.
fn effort<'p>(paper: &'p Paper, inputs: &Inputs) -> Option<Figure<'p>> {
    let mut effort = if let Some(lines) = inputs.number("thousandLines") {
        let coefficient = inputs.number("coefficient")?.record(paper, "effort-coefficient", Unit::Factor);
        let exponent = inputs.number("exponent")?.record(paper, "effort-exponent", Unit::Factor);
        effort_by_lines(lines.record(paper, "thousand-lines", Unit::Factor), coefficient, exponent)
    } else {
        let productivity = inputs.number("productivity")?.record(paper, "productivity", Unit::Factor);
        let effort = function_points(paper, inputs)? * productivity;
        let hours = inputs.number("hoursPerMonth");
        let hours = hours.map(|cell| cell.record(paper, "hours-per-month", Unit::Factor));
        let effort = hours.map_or(effort, |hours| effort / hours);
        effort.named("nominal-effort").measured_in(Unit::Factor)
    };
    let rounding = inputs.number("effortRounding");
    let rounding = rounding.map(|cell| cell.record(paper, "effort-rounding", Unit::Factor));
    let rounded = |effort: Figure<'p>| rounding.map_or(effort, |unit| effort.rounded_to(unit));
    for (adjustment, number) in inputs.list("adjustments").iter().zip(1..) {
        let factor = adjustment.number("factor")?.record(paper, "effort-adjustment", Unit::Factor);
        effort = effort * called(factor.in_year(number), adjustment);
    }
    let effort = rounded(effort).named("effort");
    let Some(maintenance) = inputs.number("maintenanceShare") else { return Some(effort) };
    let share = maintenance.record(paper, "maintenance-share", Unit::Share);
    Some(rounded(effort * (1.0 + share)).named("effort-with-maintenance"))
}

/// Function points, as given or as counted.
fn function_points<'p>(paper: &'p Paper, inputs: &Inputs) -> Option<Figure<'p>> {
    if let Some(cell) = inputs.number("functionPoints") {
        return Some(cell.record(paper, "function-points", Unit::Count));
    }
    let counted = inputs.list("functionCounts").iter().zip(1..).map(|(sort, number)| {
        let count = sort.number("count")?.record(paper, "function-count", Unit::Count).in_year(number);
        let points = sort.number("points")?.record(paper, "points-each", Unit::Factor).in_year(number);
        Some(called((count * points).named("points-counted").in_year(number), sort))
    });
    let counted: Vec<Figure<'p>> = counted.collect::<Option<_>>()?;
    Some(paper.sum(counted).named("function-points").measured_in(Unit::Count))
}
