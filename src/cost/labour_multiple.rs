//! The labour-multiple method (倍加系数法): creative work counts more than once, and failures are paid for.
//! ```text
//! RC = (C + β₁ · V) · b ÷ (1 − β₂) · (1 + L) · (1 + P)
//! ```
//! C what was consumed and V what creative work was paid, in money; β₁ the multiple of creative work; b the
//! complexity of the work, 1 unless given; β₂ the average share of research that fails; L the return; P the
//! tax and loss of the trade, 0 unless given.
//!
//! - Stated: without b and P, 高等教育自学考试《资产评估》; with b for the whole of C + V, and no return, in the
//!   cost model of technology prices.
//! - Limit: 1 + P is used in the trade; no published example with it was seen.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::cost::obsolescence::{OBSOLESCENCE, less_obsolescence};
use crate::method::{Method, Setting, Worked};
use crate::problem::{Problem, Remarks};
use crate::workpaper::{Figure, Paper, Unit};

/// What creative work costs, with the failures behind it and a return on it; money.
///
/// - Errors: none here; the method refuses research that always fails.
/// - Published (高等教育自学考试《资产评估》): C 60, V 20, β₁ 2, β₂ 20 %, L 25 %: 156.25.
/// ```
/// # use ipval::{cost::labour_multiple_cost, workpaper::Paper};
/// let paper = Paper::default();
/// let cost = labour_multiple_cost(
///     paper.flow("material-cost", 60.0),
///     paper.flow("labour-cost", 20.0),
///     paper.constant(2.0),
///     paper.share("failure-rate", 0.2),
///     paper.rate("return-rate", 0.25),
/// );
/// assert_eq!(cost.value(), 156.25);
/// ```
pub fn labour_multiple_cost<'p>(
    material: Figure<'p>,
    labour: Figure<'p>,
    multiple: Figure<'p>,
    failure_rate: Figure<'p>,
    return_rate: Figure<'p>,
) -> Figure<'p> {
    let work = (material + (labour * multiple).named("creative-labour-cost")).named("cost-of-work");
    let with_failures = (work / (1.0 - failure_rate)).named("cost-with-failures");
    with_failures * (1.0 + return_rate)
}

/// The method as a case calls it.
pub struct LabourMultiple;

const FIELDS: &[Field] = &[
    Field::required("materialCost", Kind::Number(Measure::MONEY)),
    Field::required("labourCost", Kind::Number(Measure::MONEY)),
    Field::required("labourMultiple", Kind::Number(Measure::FACTOR)),
    Field::optional("complexity", Kind::Number(Measure::FACTOR)),
    Field::required("failureRate", Kind::Number(Measure::SHARE)),
    Field::optional("returnRate", Kind::Number(Measure::RATE)),
    Field::optional("tradeTaxRate", Kind::Number(Measure::SHARE)),
    OBSOLESCENCE,
];

impl Method for LabourMultiple {
    fn name(&self) -> &'static str {
        "labourMultiple"
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
        let failures = inputs.number("failureRate")?;
        if failures.extent().1 >= 1.0 {
            remarks.refuse(Problem::new(failures.pointer.clone(), "failure-certain"));
        }
        let material = inputs.number("materialCost")?.record(paper, "material-cost", Unit::Money);
        let labour = inputs.number("labourCost")?.record(paper, "labour-cost", Unit::Money);
        let multiple = inputs.number("labourMultiple")?.record(paper, "labour-multiple", Unit::Factor);
        let failure_rate = failures.record(paper, "failure-rate", Unit::Share);
        let return_rate = inputs
            .number("returnRate")
            .map_or_else(|| paper.constant(0.0), |cell| cell.record(paper, "return-rate", Unit::Rate));
        let mut cost = labour_multiple_cost(material, labour, multiple, failure_rate, return_rate);
        if let Some(cell) = inputs.number("complexity") {
            cost = cost * cell.record(paper, "complexity", Unit::Factor);
        }
        if let Some(cell) = inputs.number("tradeTaxRate") {
            cost = cost * (1.0 + cell.record(paper, "trade-tax-rate", Unit::Share));
        }
        let value = less_obsolescence(paper, inputs, setting, cost.named("replacement-cost"), remarks)?;
        (remarks.problems.len() == before).then(|| Worked::of(value))
    }
}
