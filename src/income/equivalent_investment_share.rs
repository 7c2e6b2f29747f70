//! Equivalent investment (约当投资量法): the profit share of a technology, by what it and the business cost.
//! ```text
//! k = A ÷ (A + B)          A = Cₐ · i · (1 + mₐ)          B = C_b · (1 + m_b)
//! ```
//! Cₐ the cost of the technology, i the ratio of prices since, mₐ its profit on cost (cost-profit rate); C_b and
//! m_b those of the business that takes it in.
//!
//! - Stated: Chinese textbooks of appraisal (《资产评估学教程》, chapter 5).
//! - Published: 80 · 1.1 · (1 + 400 %) = 440 beside 4,000 · (1 + 12.5 %): 8.91 %.
//! - Limit: cost says little about what a technology earns; the share is no better than the profit rates.
//! - Elsewhere: the income of which it is a share, in `profitShare`, which may take it from this entry.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::method::{Method, Setting, Worked};
use crate::problem::Remarks;
use crate::workpaper::{Figure, Paper, Unit};

/// The method as a case calls it.
pub struct EquivalentInvestmentShare;

/// A share rounded on the way, as a table in print has it: to whole ten-thousandths, say.
pub(super) const SHARE_ROUNDING: Field = Field::optional("shareRounding", Kind::Number(STEP));

const STEP: Measure = Measure { unit: Unit::Share, least: 1e-9, most: 0.1 };

const FIELDS: &[Field] = &[
    Field::required("technologyCost", Kind::Number(COST)),
    Field::optional("priceRatio", Kind::Number(RATIO)),
    Field::required("technologyProfitRate", Kind::Number(PROFIT)),
    Field::required("businessCost", Kind::Number(Measure::MONEY)),
    Field::required("businessProfitRate", Kind::Number(PROFIT)),
    SHARE_ROUNDING,
];

/// A technology that cost nothing beside a business that cost nothing would have no share.
const COST: Measure = Measure { unit: Unit::Money, least: 1e-6, most: 1e15 };
const RATIO: Measure = Measure { unit: Unit::Factor, least: 1e-6, most: 1e6 };
/// Profit on cost: a technology's may be many times its cost.
const PROFIT: Measure = Measure { unit: Unit::Factor, least: 0.0, most: 1000.0 };

/// A technology's share in what it and a business are worth together as investments; a share.
///
/// ```
/// # use ipval::{income::equivalent_investment_share, workpaper::Paper};
/// let paper = Paper::default();
/// let (technology, business) = (paper.flow("technology-investment", 1800.0), paper.flow("b", 8800.0));
/// let share = equivalent_investment_share(technology, business).value();
/// assert!((share - 0.1698).abs() < 5e-5); // Printed to four decimals.
/// ```
pub fn equivalent_investment_share<'p>(technology: Figure<'p>, business: Figure<'p>) -> Figure<'p> {
    technology / (technology + business)
}

impl Method for EquivalentInvestmentShare {
    fn name(&self) -> &'static str {
        "equivalentInvestmentShare"
    }

    fn approach(&self) -> &'static str {
        "income"
    }

    fn gives(&self) -> Unit {
        Unit::Share
    }

    fn fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn work<'p>(
        &self,
        paper: &'p Paper,
        inputs: &Inputs,
        _: &Setting<'_>,
        _: &mut Remarks,
    ) -> Option<Worked<'p>> {
        let mut cost = inputs.number("technologyCost")?.record(paper, "technology-cost", Unit::Money);
        if let Some(ratio) = inputs.number("priceRatio") {
            let ratio = ratio.record(paper, "price-ratio", Unit::Factor);
            cost = (cost * ratio).named("technology-cost-today");
        }
        let profit = inputs.number("technologyProfitRate")?;
        let profit = profit.record(paper, "technology-profit-rate", Unit::Factor);
        let technology = (cost * (1.0 + profit)).named("technology-investment");
        let cost = inputs.number("businessCost")?.record(paper, "business-cost", Unit::Money);
        let profit = inputs.number("businessProfitRate")?;
        let profit = profit.record(paper, "business-profit-rate", Unit::Factor);
        let business = (cost * (1.0 + profit)).named("business-investment");
        let share = equivalent_investment_share(technology, business);
        Some(Worked::of(profit_share(paper, inputs, share)))
    }
}

/// The share found, rounded where the case rounds it.
pub(super) fn profit_share<'p>(paper: &'p Paper, inputs: &Inputs, share: Figure<'p>) -> Figure<'p> {
    let Some(step) = inputs.number("shareRounding") else {
        return share.named("profit-share").measured_in(Unit::Share);
    };
    let step = step.record(paper, "share-rounding", Unit::Share);
    let share = share.named("profit-share-unrounded").measured_in(Unit::Share);
    share.rounded_to(step).named("profit-share").measured_in(Unit::Share)
}
