//! Opportunity cost (机会成本法): what was spent, had it earned elsewhere until today.
//! ```text
//! V = Σ Cⱼ′ + Σ Cⱼ′ · ((1 + y)^hⱼ − 1)
//! ```
//! Cⱼ′ an item of spending in the prices of the valuation date, hⱼ the years it has been tied up, y what an
//! alternative of equal standing would have yielded a year.
//!
//! - Stated, by secondary sources only: the yield of government bonds of up to five years on research
//!   funds.
//! - Limit: a safe yield does not reward the risk of research; this is the least a developer would ask.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::cost::obsolescence::{OBSOLESCENCE, less_obsolescence};
use crate::cost::spending::{SPENDING, capital_costs, refuse_undated, spending};
use crate::method::{Method, Setting, Worked};
use crate::problem::Remarks;
use crate::workpaper::{Paper, Unit};

/// The method as a case calls it.
pub struct OpportunityCost;

const FIELDS: &[Field] = &[
    Field::required("items", SPENDING),
    Field::required("alternativeYield", Kind::Number(Measure::RATE)),
    OBSOLESCENCE,
];

impl Method for OpportunityCost {
    fn name(&self) -> &'static str {
        "opportunityCost"
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
        refuse_undated(inputs, remarks);
        let spent = spending(paper, inputs, setting, remarks)?;
        let rate = inputs.number("alternativeYield")?.record(paper, "alternative-yield", Unit::Rate);
        let costs = paper.sum(spent.iter().map(|item| item.amount)).named("costs-of-development");
        let foregone = paper.sum(capital_costs(&spent, rate)).named("return-foregone");
        let cost = (costs + foregone).named("opportunity-cost");
        let value = less_obsolescence(paper, inputs, setting, cost, remarks)?;
        (remarks.problems.len() == before).then(|| Worked::of(value))
    }
}
