//! The tax amortisation benefit (税收摊销收益): what a buyer saves by amortising the price for tax.
//! ```text
//! factor = 1 ÷ (1 − τ ÷ n · A)        A = Σ (1 + r)^−hₜ  for t = 1 … n
//! ```
//! τ the tax rate, a share; n the years of straight-line amortisation; r the discount rate; hₜ = t at year
//! end and t − ½ at mid-year, as the income itself is discounted.
//!
//! - Stated: the closed form, for year ends (*Tax amortization benefit*, Wikipedia, and the published
//!   factor 1.13 for 25 %, 15 years, 12 %).
//! - Inferred: the same timing for the benefit as for the income.
//! - Limit: a buyer's premise. Who developed the right and expensed it amortises nothing (企业所得税法
//!   art 12), so it is a switch, and off unless the case turns it on.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::method::{Method, Setting, Worked};
use crate::problem::{Finding, Problem, Remarks};
use crate::workpaper::{Figure, Paper, Unit};

/// The factor by which a value before the benefit grows; no unit.
///
/// - Edges: no tax, no benefit: 1. τ ÷ n · A stays below 1 for every τ below 1 and r ≥ 0.
/// - `years` must be a whole number that is not varied.
/// - `yearly` is (1 + r)⁻¹; `shift` is 1 at year end and √(1 + r) at mid-year.
pub fn tax_amortisation_factor<'p>(
    paper: &'p Paper,
    tax_rate: Figure<'p>,
    years: Figure<'p>,
    yearly: Figure<'p>,
    shift: Option<Figure<'p>>,
) -> Figure<'p> {
    let mut factor = yearly;
    let mut factors = vec![factor];
    // How many terms the sum has is a fact of the case, not of a draw: amortisation runs over whole years.
    for _ in 1..years.value() as u32 {
        factor = factor * yearly;
        factors.push(factor);
    }
    let sum = paper.sum(factors);
    let annuity = shift.map_or(sum, |shift| sum * shift).named("amortisation-annuity");
    (1.0 / (1.0 - tax_rate / years * annuity)).named("tax-amortisation-factor")
}

/// The method as a case calls it: the factor alone, or with what it adds to a value.
pub struct TaxAmortisationBenefit;

const TIMINGS: &[&str] = &["yearEnd", "midYear"];

const FIELDS: &[Field] = &[
    Field::required("taxRate", Kind::Number(Measure::SHARE)),
    Field::required("discountRate", Kind::Number(Measure::DISCOUNT)),
    Field::required("amortisationYears", Kind::Count(1, 200)),
    Field::optional("timing", Kind::Choice(TIMINGS)),
    Field::optional("valueBeforeBenefit", Kind::Number(Measure::MONEY)),
];

impl Method for TaxAmortisationBenefit {
    fn name(&self) -> &'static str {
        "taxAmortisationBenefit"
    }

    fn approach(&self) -> &'static str {
        "rate"
    }

    fn gives(&self) -> Unit {
        Unit::Factor
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
        if !inputs.has("timing") {
            let about = Problem::new(inputs.pointer_to("timing"), "timing-assumed");
            remarks.find(Finding::note(about.with("value", TIMINGS[0])));
        }
        let tax_rate = inputs.number("taxRate")?.record(paper, "tax-rate", Unit::Share);
        let growth = 1.0 + inputs.number("discountRate")?.record(paper, "discount-rate", Unit::Rate);
        let shift = (inputs.text("timing") == Some("midYear")).then(|| growth.square_root());
        let years = paper.years("amortisation-years", f64::from(inputs.count("amortisationYears")?));
        let factor = tax_amortisation_factor(paper, tax_rate, years, growth.to_the(-1.0), shift);
        // Under a rate below zero the savings can exceed any price: then no price solves the equation.
        if !factor.value().is_finite() || factor.value() < 1.0 {
            remarks.refuse(Problem::new(inputs.pointer_to("taxRate"), "amortisation-without-price"));
            return None;
        }
        if let Some(cell) = inputs.number("valueBeforeBenefit") {
            let before = cell.record(paper, "value-before-amortisation", Unit::Money);
            (before * (factor - 1.0)).named("tax-amortisation-benefit").measured_in(Unit::Money);
        }
        Some(Worked::of(factor))
    }
}
