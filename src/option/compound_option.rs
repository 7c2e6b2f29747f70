//! An option on an option (复合期权): a first sum buys, or sells, the right to decide on a second one later, as
//! where a trial is paid for to learn whether a launch is worth its cost.
//! ```text
//! call on call  V = S·e^(−qT₂)·M(d₁, y₁; ρ) − K₂·e^(−rT₂)·M(d₂, y₂; ρ) − K₁·e^(−rT₁)·Φ(y₂)
//! y₁ = (ln(S ÷ S*) + (r − q)·T₁) ÷ σ√T₁ + σ√T₁ ÷ 2     y₂ = y₁ − σ√T₁     ρ = √(T₁ ÷ T₂)
//! ```
//! K₁ and T₁ the price and the day of the first option, K₂ and T₂ those of the second; M the bivariate normal
//! distribution; S* the level of the underlying at T₁ at which the second option is worth just K₁. The other three
//! kinds differ in signs (`estimation::option`).
//!
//! - Stated: Geske, The valuation of compound options (1979); Rubinstein, Double trouble (1991).
//! - Found by bisection, so nothing behind it may be drawn; how well S* fits stands beside it.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::estimation::option::compound;
use crate::method::{Method, Setting, Worked};
use crate::option::{
    COMPOUNDING, EXERCISE, EXPIRY, OPTION_TYPE, OPTION_TYPES, RISK_FREE, UNDERLYING, VOLATILE, YIELD, fixed,
    terms,
};
use crate::problem::{Problem, Remarks};
use crate::workpaper::{Paper, Unit};

/// The method as a case calls it.
pub struct CompoundOption;

const FIELDS: &[Field] = &[
    Field::required("compoundType", Kind::Choice(OPTION_TYPES)),
    Field::required("compoundPrice", Kind::Number(Measure::MONEY)),
    Field::required("compoundYears", Kind::Number(Measure::LIFE)),
    OPTION_TYPE,
    UNDERLYING,
    EXERCISE,
    EXPIRY,
    RISK_FREE,
    COMPOUNDING,
    YIELD,
    VOLATILE,
];

impl Method for CompoundOption {
    fn name(&self) -> &'static str {
        "compoundOption"
    }

    fn approach(&self) -> &'static str {
        "option"
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
        let price = fixed(inputs, "compoundPrice", remarks);
        let years = fixed(inputs, "compoundYears", remarks);
        let terms = terms(paper, inputs, remarks)?;
        let (price, years) = (price?, years?);
        if years >= terms.years {
            let problem = Problem::new(inputs.pointer_to("compoundYears"), "years-not-ascending");
            remarks.refuse(problem.with("year", years).with("later", terms.years));
            return None;
        }
        paper.input("compound-price", Unit::Money, price);
        paper.input("compound-years", Unit::Years, years);
        let call = inputs.text("compoundType")? == "call";
        let found = compound(&terms, call, price, years);
        paper.estimated("underlying-option-value", Unit::Money, terms.european());
        if let Some(critical) = found.critical {
            paper.estimated("critical-value", Unit::Money, critical);
            paper.estimated("critical-residual", Unit::Factor, found.residual);
        }
        // Both exercises as duties: what is left of the option is the freedom to leave them out.
        let bound = terms.duty() - price * libm::exp(-terms.rate * years);
        let committed = paper.estimated("value-if-committed", Unit::Money, if call { bound } else { -bound });
        let value = paper.estimated("option-value", Unit::Money, found.value);
        (value - committed).named("value-of-flexibility").measured_in(Unit::Money);
        Some(Worked::of(value))
    }
}
