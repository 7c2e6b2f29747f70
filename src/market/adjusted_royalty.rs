//! A royalty adjusted by factors (许可费率因素调整): from the rate of other bargains to that of this one.
//! ```text
//! ρ = ρ₀ · Π kⱼ
//! ```
//! ρ₀ the rate that evidence supports, a share of sales; kⱼ the factor for what is different here: kind of
//! licence, territory, stage, strength of the right, or, for an open licence, how many are expected to take it.
//!
//! - Stated: the product, in worked examples of practice.
//! - Inferred: the factor for the number of licensees. The official guideline for open licences asks for one
//!   and its formulas were not to be had, so that f(N) is a factor like the others, set by whoever answers for it.
//! - Limit: no factor comes from the law. Each needs a source, and rates that need many are no evidence.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::market::comparables::bound;
use crate::method::{Method, Setting, Worked, called, listed};
use crate::problem::{Problem, Remarks};
use crate::workpaper::{Figure, Paper, Unit};

/// A rate after its adjustments; a share of sales.
///
/// Published (simonplmak-cloud/intangible-valuation, tests/test_advanced/test_royalty_benchmark.py): a rate of
/// 5 %, factors of 1.2 and 1.3: 7.8 %.
/// ```
/// # use ipval::{market::adjusted_royalty, workpaper::{Paper, Unit}};
/// let paper = Paper::default();
/// let factors = [1.2, 1.3].map(|factor| paper.constant(factor));
/// assert!((adjusted_royalty(paper.constant(0.05), &factors).value() - 0.078).abs() <= 1e-15);
/// ```
pub fn adjusted_royalty<'p>(rate: Figure<'p>, factors: &[Figure<'p>]) -> Figure<'p> {
    let adjusted = factors.iter().fold(rate, |rate, &factor| rate * factor);
    adjusted.named("adjusted-royalty-rate").measured_in(Unit::Share)
}

/// The method as a case calls it.
pub struct AdjustedRoyalty;

const FACTORS: &[Field] =
    &[Field::required("name", Kind::Text), Field::required("factor", Kind::Number(Measure::FACTOR))];

const FIELDS: &[Field] = &[
    Field::required("royaltyRate", Kind::Number(Measure::SHARE)),
    Field::required("factors", Kind::List(FACTORS)),
    Field::optional("singleBound", Kind::Number(Measure::SHARE)),
];

impl Method for AdjustedRoyalty {
    fn name(&self) -> &'static str {
        "adjustedRoyalty"
    }

    fn approach(&self) -> &'static str {
        "evidence"
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
        setting: &Setting<'_>,
        remarks: &mut Remarks,
    ) -> Option<Worked<'p>> {
        let single = bound(inputs.number("singleBound"), "adjustment-most", setting);
        let entries = listed(inputs, "factors", remarks);
        let factors = entries.iter().zip(1..).map(|(entry, number)| {
            let factor = entry.number("factor")?.record(paper, "adjustment-factor", Unit::Factor);
            if let Some(single) = &single {
                let about = Problem::new(entry.pointer.clone(), "adjustment-beyond-bound");
                single.find_beyond((factor.value() - 1.0).abs(), about, remarks);
            }
            Some(called(factor.in_year(number), entry))
        });
        let factors: Vec<Figure<'p>> = factors.collect::<Option<_>>()?;
        let rate = inputs.number("royaltyRate")?.record(paper, "royalty-rate", Unit::Share);
        let adjusted = adjusted_royalty(rate, &factors);
        if adjusted.value() > Measure::SHARE.most {
            let problem = Problem::new(inputs.pointer_to("factors"), "royalty-above-sales");
            remarks.refuse(problem.with("rate", adjusted.value()));
        }
        Some(Worked::of(adjusted))
    }
}
