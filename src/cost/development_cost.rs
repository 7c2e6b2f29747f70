//! Reproduction cost (复原重置成本) and replacement cost (更新重置成本): what it would take to have the right again.
//! ```text
//! RC = Σ Cⱼ′ + capital cost + m · Σ Cⱼ′ + e · (Σ Cⱼ′ + m · Σ Cⱼ′)
//! ```
//! Cⱼ′ an item of spending in the prices of the valuation date, capital cost as [`super::spending`] has it,
//! m the developer's profit, e the entrepreneur's incentive; both shares.
//! Reproduction asks for the same thing with the same means, replacement for its equal with today's.
//!
//! - Stated: direct and indirect cost, capital cost and a reasonable profit.
//! - Inferred: profit is reckoned on the costs, the incentive on costs and profit, neither on capital cost.
//! - Limit: a cost is no ceiling and no floor of what a right earns.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::cost::obsolescence::{OBSOLESCENCE, less_obsolescence};
use crate::cost::spending::{SPENDING, Spent, capital_costs, refuse_undated, spending};
use crate::method::{Method, Setting, Worked};
use crate::problem::Remarks;
use crate::workpaper::{Figure, Paper, Unit};

/// The same thing again, with the same means.
pub struct ReproductionCost;

/// Its equal, with today's means.
pub struct ReplacementCost;

const FIELDS: &[Field] = &[
    Field::required("items", SPENDING),
    Field::optional("capitalRate", Kind::Number(Measure::RATE)),
    Field::optional("developerProfit", Kind::Number(Measure::RATE)),
    Field::optional("entrepreneurialIncentive", Kind::Number(Measure::RATE)),
    OBSOLESCENCE,
];

/// Spending, what it would have earned, and what a developer wants beside it; money.
fn development_cost<'p>(
    paper: &'p Paper,
    inputs: &Inputs,
    setting: &Setting<'_>,
    remarks: &mut Remarks,
) -> Option<Figure<'p>> {
    if inputs.has("capitalRate") {
        refuse_undated(inputs, remarks);
    }
    let before = remarks.problems.len();
    let spent: Vec<Spent<'p>> = spending(paper, inputs, setting, remarks)?;
    let costs = paper.sum(spent.iter().map(|item| item.amount)).named("costs-of-development");
    let mut parts = vec![costs];
    if let Some(cell) = inputs.number("capitalRate") {
        let rate = cell.record(paper, "capital-rate", Unit::Rate);
        parts.push(paper.sum(capital_costs(&spent, rate)).named("capital-cost-in-all"));
    }
    let mut with_profit = costs;
    if let Some(cell) = inputs.number("developerProfit") {
        let profit =
            (costs * cell.record(paper, "developer-profit-rate", Unit::Rate)).named("developer-profit");
        with_profit = costs + profit;
        parts.push(profit);
    }
    if let Some(cell) = inputs.number("entrepreneurialIncentive") {
        let rate = cell.record(paper, "incentive-rate", Unit::Rate);
        parts.push((with_profit * rate).named("entrepreneurial-incentive"));
    }
    (remarks.problems.len() == before).then(|| paper.sum(parts))
}

impl Method for ReproductionCost {
    fn name(&self) -> &'static str {
        "reproductionCost"
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
        let cost = development_cost(paper, inputs, setting, remarks)?.named("reproduction-cost");
        less_obsolescence(paper, inputs, setting, cost, remarks).map(Worked::of)
    }
}

impl Method for ReplacementCost {
    fn name(&self) -> &'static str {
        "replacementCost"
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
        let cost = development_cost(paper, inputs, setting, remarks)?.named("replacement-cost");
        less_obsolescence(paper, inputs, setting, cost, remarks).map(Worked::of)
    }
}
