//! Declining technology (技术衰减): what is left of a technology's worth after some years of decay.
//! ```text
//! V = V₀ · (1 − d)^n
//! ```
//! V₀ the worth of the technology when new; d the share of it lost a year; n the years since.
//!
//! - Stated: simonplmak-cloud/intangible-valuation, test_new_functions.py, technology obsolescence curve.
//! - Limit: d has no authority of its own; state where it was observed.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::method::{Method, Setting, Worked};
use crate::problem::Remarks;
use crate::workpaper::{Figure, Paper, Unit};

/// What is left of a worth that decays by a share of itself each year; money.
///
/// - Edges: no years, all of it; a decay of 1 leaves nothing.
/// - Published (test_new_functions.py): 1,000,000 at 20 % a year for 5 years: 327,680.
/// ```
/// # use ipval::{income::decayed_value, workpaper::Paper};
/// let paper = Paper::default();
/// let (new, years) = (paper.flow("value-when-new", 1e6), paper.years("years-elapsed", 5.0));
/// assert!((decayed_value(new, paper.share("decay-rate", 0.2), years).value() - 327_680.0).abs() < 0.5);
/// ```
pub fn decayed_value<'p>(new: Figure<'p>, decay: Figure<'p>, years: Figure<'p>) -> Figure<'p> {
    new * (1.0 - decay).to_the(years).named("remaining-share").measured_in(Unit::Share)
}

/// The method as a case calls it.
pub struct DecliningTechnology;

const FIELDS: &[Field] = &[
    Field::required("valueWhenNew", Kind::Number(Measure::MONEY)),
    Field::required("decayRate", Kind::Number(Measure::SHARE)),
    Field::required("yearsElapsed", Kind::Number(Measure::LIFE)),
];

impl Method for DecliningTechnology {
    fn name(&self) -> &'static str {
        "decliningTechnology"
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
        _: &mut Remarks,
    ) -> Option<Worked<'p>> {
        let new = inputs.number("valueWhenNew")?.record(paper, "value-when-new", Unit::Money);
        let decay = inputs.number("decayRate")?.record(paper, "decay-rate", Unit::Share);
        let years = inputs.number("yearsElapsed")?.record(paper, "years-elapsed", Unit::Years);
        Some(Worked::of(decayed_value(new, decay, years).named("declined-value")))
    }
}
