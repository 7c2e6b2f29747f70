//! The least fee of a licence (最低收费额): a part of the cost, and what the owner gives up.
//! ```text
//! fee = net cost · Kₗ ÷ (Kₒ + Kₗ) + opportunity cost
//! ```
//! Kₒ and Kₗ what owner and licensee can produce with the technology, in the same unit; the net cost is the
//! replacement cost less obsolescence; the opportunity cost is what the owner loses and spends by licensing.
//!
//! - Stated: 高等教育自学考试《资产评估》; cost is shared by capacity, and losses are added whole.
//! - Limit: a floor. What the technology earns decides whether a licensee pays more.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::cost::obsolescence::{OBSOLESCENCE, less_obsolescence};
use crate::cost::spending::POSITIVE;
use crate::method::{Method, Setting, Worked, called};
use crate::problem::Remarks;
use crate::workpaper::{Figure, Paper, Unit};

/// A licensee's part of the cost, and what licensing costs the owner; money.
///
/// Published (高等教育自学考试《资产评估》, kaotiyun.com/show/q3dr777K): net cost 69, capacities 150 and 50,
/// opportunity cost 60: 77.25.
/// ```
/// # use ipval::{cost::minimum_fee, workpaper::Paper};
/// let paper = Paper::default();
/// let (own, other) = (paper.constant(150.0), paper.constant(50.0));
/// let fee = minimum_fee(paper.flow("net-cost", 69.0), own, other, paper.flow("opportunity-cost", 60.0));
/// assert!((fee.value() - 77.25).abs() <= 1e-12);
/// ```
pub fn minimum_fee<'p>(
    net_cost: Figure<'p>,
    own_capacity: Figure<'p>,
    licensee_capacity: Figure<'p>,
    opportunity_cost: Figure<'p>,
) -> Figure<'p> {
    let share = licensee_capacity / (own_capacity + licensee_capacity);
    let share = share.named("licensee-share").measured_in(Unit::Share);
    ((net_cost * share).named("cost-apportioned") + opportunity_cost).named("minimum-fee")
}

/// The method as a case calls it.
pub struct MinimumFee;

const FIELDS: &[Field] = &[
    Field::required("replacementCost", Kind::Number(Measure::MONEY)),
    OBSOLESCENCE,
    Field::required("ownCapacity", Kind::Number(POSITIVE)),
    Field::required("licenseeCapacity", Kind::Number(POSITIVE)),
    Field::optional("opportunityCosts", Kind::List(OPPORTUNITY_COSTS)),
];

const OPPORTUNITY_COSTS: &[Field] =
    &[Field::required("name", Kind::Text), Field::required("sum", Kind::Number(Measure::MONEY))];

impl Method for MinimumFee {
    fn name(&self) -> &'static str {
        "minimumFee"
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
        let cost = inputs.number("replacementCost")?.record(paper, "cost-before-obsolescence", Unit::Money);
        let net_cost = less_obsolescence(paper, inputs, setting, cost, remarks)?;
        let own = inputs.number("ownCapacity")?.record(paper, "own-capacity", Unit::Factor);
        let licensee = inputs.number("licenseeCapacity")?.record(paper, "licensee-capacity", Unit::Factor);
        let foregone = inputs.list("opportunityCosts").iter().zip(1..).map(|(item, number)| {
            let amount = item.number("sum")?.record(paper, "opportunity-cost-item", Unit::Money);
            Some(called(amount.in_year(number), item))
        });
        let foregone: Vec<Figure<'p>> = foregone.collect::<Option<_>>()?;
        let opportunity_cost = paper.sum(foregone).named("opportunity-cost").measured_in(Unit::Money);
        Some(Worked::of(minimum_fee(net_cost, own, licensee, opportunity_cost)))
    }
}
