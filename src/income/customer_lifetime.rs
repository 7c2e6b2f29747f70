//! Customer lifetime value (客户终身价值): what a customer earns for as long as it stays.
//! ```text
//! V = N · m · ρ ÷ (1 + r − ρ)        m = S · μ · (1 − τ)
//! ```
//! S the sales to one customer a year, μ their margin, τ the tax; ρ the share of customers kept from one
//! year to the next; r the discount rate; N the number of customers. It is an income without end that
//! begins in a year with those then left, and falls by the attrition rate 1 − ρ.
//!
//! - Stated: simonplmak-cloud/intangible-valuation, test_customer_valuation.py; the multiple ρ ÷ (1 + r − ρ)
//!   also at ealhamed.github.io/frameworks-library/ms/m02.html.
//! - Inferred: the tax, and the cost of winning a customer taken off.
//! - Limit: one retention rate for all time; where it changes with age, use excess earnings with a curve.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::income::capitalised_income::after_tax;
use crate::income::endless::perpetuity;
use crate::income::forecast::discount_rate;
use crate::method::{Method, Setting, Worked};
use crate::problem::{Problem, Remarks};
use crate::rate::BUILD_UP_FIELDS;
use crate::workpaper::{Figure, Paper, Unit};

/// What a yearly margin of 1 comes to while customers are kept at a rate; a factor.
///
/// - Errors: none here; the reader of cases refused 1 + r ≤ ρ.
/// - Published (frameworks-library): 80 % kept at 10 %: 2.67.
/// ```
/// # use ipval::{income::lifetime_multiple, workpaper::Paper};
/// let paper = Paper::default();
/// let multiple = lifetime_multiple(paper.share("retention-rate", 0.8), paper.rate("discount-rate", 0.1));
/// assert!((multiple.value() - 2.67).abs() < 0.005);
/// ```
pub fn lifetime_multiple<'p>(retention: Figure<'p>, rate: Figure<'p>) -> Figure<'p> {
    let growth = (retention - 1.0).named("growth-rate").measured_in(Unit::Rate);
    perpetuity(retention, rate, Some(growth)).named("lifetime-multiple").measured_in(Unit::Factor)
}

/// The method as a case calls it.
pub struct CustomerLifetime;

const FIELDS: &[Field] = &[
    Field::required("sales", Kind::Number(Measure::MONEY)),
    Field::required("profitMargin", Kind::Number(Measure::SHARE)),
    Field::optional("taxRate", Kind::Number(Measure::SHARE)),
    Field::required("retentionRate", Kind::Number(Measure::SHARE)),
    Field::optional("discountRate", Kind::Number(Measure::DISCOUNT)),
    Field::optional("discountRateBuildUp", Kind::Object(BUILD_UP_FIELDS)),
    Field::optional("customers", Kind::Number(Measure::QUANTITY)),
    Field::optional("acquisitionCost", Kind::Number(Measure::MONEY)),
];

impl Method for CustomerLifetime {
    fn name(&self) -> &'static str {
        "customerLifetime"
    }

    fn approach(&self) -> &'static str {
        "income"
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
        let rate = discount_rate(paper, inputs, remarks);
        let sales = inputs.number("sales")?.record(paper, "sales", Unit::Money);
        let margin = inputs.number("profitMargin")?.record(paper, "profit-margin", Unit::Share);
        let kept = inputs.number("retentionRate")?;
        let rate = rate?;
        let least = inputs.number("discountRate").map_or(rate.value(), |cell| cell.extent().0);
        if kept.extent().1 >= 1.0 + least {
            let problem = Problem::new(kept.pointer.clone(), "growth-not-below-discount");
            remarks.refuse(problem.with("growth", kept.extent().1 - 1.0).with("discountRate", least));
        }
        let multiple = lifetime_multiple(kept.record(paper, "retention-rate", Unit::Share), rate);
        let income = after_tax(paper, inputs, (sales * margin).named("income"));
        let mut value = income * multiple;
        if let Some(cost) = inputs.number("acquisitionCost") {
            value = value.named("value-of-income") - cost.record(paper, "acquisition-cost", Unit::Money);
        }
        if let Some(customers) = inputs.number("customers") {
            value = value.named("value-per-customer") * customers.record(paper, "customers", Unit::Count);
        }
        let value = value.named("customer-lifetime-value").measured_in(Unit::Money);
        (remarks.problems.len() == before).then(|| Worked::of(value))
    }
}
