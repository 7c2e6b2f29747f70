//! Trended historical cost (历史成本调整法): what was booked, in the prices of the valuation date.
//! ```text
//! V = H · Iᵥ ÷ I₀
//! ```
//! H the historical cost in money, I₀ and Iᵥ a price index when it was spent and on the valuation date.
//!
//! - Stated: book value × price index × newness (高等教育自学考试《资产评估》, minimum licence fee).
//! - Limit: an index moves prices, not means: what would be done otherwise today is functional obsolescence.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::cost::obsolescence::{OBSOLESCENCE, less_obsolescence};
use crate::cost::spending::{POSITIVE, index_ratio, trended};
use crate::method::{Method, Setting, Worked};
use crate::problem::Remarks;
use crate::workpaper::{Paper, Unit};

/// The method as a case calls it.
pub struct TrendedHistoricalCost;

const FIELDS: &[Field] = &[
    Field::required("historicalCost", Kind::Number(Measure::MONEY)),
    Field::required("indexFrom", Kind::Number(POSITIVE)),
    Field::required("indexTo", Kind::Number(POSITIVE)),
    OBSOLESCENCE,
];

impl Method for TrendedHistoricalCost {
    fn name(&self) -> &'static str {
        "trendedHistoricalCost"
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
        let historical = inputs.number("historicalCost")?.record(paper, "historical-cost", Unit::Money);
        let index = [inputs.number("indexFrom"), inputs.number("indexTo")].iter().all(Option::is_some);
        let index = if index { index_ratio(paper, inputs, remarks) } else { None };
        let cost = trended(historical, index?);
        less_obsolescence(paper, inputs, setting, cost, remarks).map(Worked::of)
    }
}
