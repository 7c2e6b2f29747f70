//! The economic life (经济寿命) that a yearly decay leaves: how long until only a share of the worth remains.
//! ```text
//! L = ln ε ÷ ln (1 − d)      where d is lost in each year, of what the year began with
//! L = −ln ε ÷ d              where the worth falls continuously at the rate d
//! ```
//! d the decay, a share a year; ε the share of the worth at which the life counts as over.
//!
//! - Stated: the continuous form (simonplmak-cloud/intangible-valuation, test_exercise_solutions.py, ch. 3).
//! - Inferred: the yearly form, which is that of a decaying royalty rate.
//! - Limit: an extrapolation of one rate; what supersedes a technology seldom comes at a steady pace.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::method::{Method, Setting, Worked};
use crate::problem::Remarks;
use crate::workpaper::{Figure, Paper, Unit};

/// Years until `remaining` of the worth is left, where it falls continuously at a rate.
///
/// Published (simonplmak-cloud/intangible-valuation, ch. 3, 2b): 10 % left at 15 %: 15.3 years, truncated.
/// ```
/// # use ipval::{income::economic_life, workpaper::Paper};
/// let paper = Paper::default();
/// let life = economic_life(paper.share("decay-rate", 0.15), paper.share("remaining-share", 0.1));
/// assert!((life.value() - 15.35).abs() < 0.001);
/// ```
pub fn economic_life<'p>(decay: Figure<'p>, remaining: Figure<'p>) -> Figure<'p> {
    -(remaining.logarithm() / decay)
}

/// The method as a case calls it.
pub struct EconomicLifeFromDecay;

/// A share strictly between nothing and all: at either end the life has no end or no beginning.
const INNER_SHARE: Measure = Measure { unit: Unit::Share, least: 1e-6, most: 0.999_999 };

const FIELDS: &[Field] = &[
    Field::required("decayRate", Kind::Number(INNER_SHARE)),
    Field::required("remainingShare", Kind::Number(INNER_SHARE)),
    Field::required("decayIs", Kind::Choice(&["yearly", "continuous"])),
];

impl Method for EconomicLifeFromDecay {
    fn name(&self) -> &'static str {
        "economicLifeFromDecay"
    }

    fn approach(&self) -> &'static str {
        "evidence"
    }

    fn gives(&self) -> Unit {
        Unit::Years
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
        let decay = inputs.number("decayRate")?.record(paper, "decay-rate", Unit::Share);
        let remaining = inputs.number("remainingShare")?.record(paper, "remaining-share", Unit::Share);
        let rate = match inputs.text("decayIs")? {
            // What a year takes away at once, a continuous decay of −ln (1 − d) takes away over the year.
            "yearly" => (-(1.0 - decay).logarithm()).named("continuous-decay").measured_in(Unit::Rate),
            _ => decay,
        };
        Some(Worked::of(economic_life(rate, remaining).named("economic-life").measured_in(Unit::Years)))
    }
}
