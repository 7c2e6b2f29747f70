//! The weighted average cost of capital (加权平均资本成本).
//! ```text
//! WACC = (1 − d) · Re + d · Rd · (1 − τ)        d = D ÷ (D + E), or D/E ÷ (1 + D/E)
//! ```
//! Re the cost of equity and Rd the cost of debt before tax, a year; d the share of debt at market values; τ
//! the tax rate.
//!
//! - Stated: the standard texts of valuation.
//! - Limit: what the whole enterprise must earn; an intangible asset is usually riskier than that.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::method::{Method, Setting, Worked, way};
use crate::problem::Remarks;
use crate::rate::{CAPM_FIELDS, LEVERAGE, capm, of_the_day};
use crate::workpaper::{Figure, Paper, Unit};

/// The weighted average cost of capital; a rate a year.
///
/// - Published (simonplmak-cloud/intangible-valuation, core-methods.md): 70 % at 12 %, 30 % at 6 % less 25 %
///   tax is 9.75 %.
fn weighted_average_cost<'p>(
    cost_of_equity: Figure<'p>,
    cost_of_debt: Figure<'p>,
    tax_rate: Figure<'p>,
    debt_share: Figure<'p>,
) -> Figure<'p> {
    let equity = ((1.0 - debt_share) * cost_of_equity).named("part-of-equity").measured_in(Unit::Rate);
    let after_tax = (cost_of_debt * (1.0 - tax_rate)).named("cost-of-debt-after-tax");
    let debt = (debt_share * after_tax).named("part-of-debt").measured_in(Unit::Rate);
    (equity + debt).named("weighted-average-cost").measured_in(Unit::Rate)
}

/// The method as a case calls it.
pub struct Wacc;

const FIELDS: &[Field] = &[
    Field::optional("costOfEquity", Kind::Number(Measure::RATE)),
    Field::optional("capm", Kind::Object(CAPM_FIELDS)),
    Field::required("costOfDebt", Kind::Number(Measure::RATE)),
    Field::required("taxRate", Kind::Number(Measure::SHARE)),
    Field::optional("debtShare", Kind::Number(Measure::SHARE)),
    Field::optional("debtToEquity", Kind::Number(LEVERAGE)),
];

impl Method for Wacc {
    fn name(&self) -> &'static str {
        "wacc"
    }

    fn approach(&self) -> &'static str {
        "rate"
    }

    fn gives(&self) -> Unit {
        Unit::Rate
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
        let equity = way(inputs, &[&["costOfEquity"], &["capm"]], remarks);
        let debt = way(inputs, &[&["debtShare"], &["debtToEquity"]], remarks);
        let cost_of_equity = match inputs.object("capm") {
            Some(model) => capm(paper, model, remarks),
            None => {
                inputs.number("costOfEquity").map(|cell| cell.record(paper, "cost-of-equity", Unit::Rate))
            }
        };
        let cost_of_debt = of_the_day(inputs, "costOfDebt", remarks)?;
        let cost_of_debt = cost_of_debt.record(paper, "cost-of-debt", Unit::Rate);
        let tax_rate = inputs.number("taxRate")?.record(paper, "tax-rate", Unit::Share);
        let debt_share = match inputs.number("debtToEquity") {
            Some(cell) => {
                let debt = cell.record(paper, "debt-to-equity", Unit::Factor);
                (debt / (1.0 + debt)).named("debt-share").measured_in(Unit::Share)
            }
            None => inputs.number("debtShare")?.record(paper, "debt-share", Unit::Share),
        };
        let cost = weighted_average_cost(cost_of_equity?, cost_of_debt, tax_rate, debt_share);
        (equity.is_some() && debt.is_some()).then(|| Worked::of(cost))
    }
}
