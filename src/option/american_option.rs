//! An option with any day of exercise (美式期权), by two approximations in closed form.
//! ```text
//! baroneAdesiWhaley      the European value and a premium that falls as a power of S ÷ S*
//! bjerksundStensland     exercise as soon as S reaches one level, held for the whole time (1993)
//! ```
//! S* the trigger, the level of the underlying from which exercise at once is best; symbols, sources and bounds
//! in `estimation::option`.
//!
//! - Stated: Barone-Adesi and Whaley (1987); Bjerksund and Stensland (1993).
//! - Limit: approximations, some parts in a thousand off; `latticeOption` with enough steps is the measure. No
//!   rate and no yield may be negative here, for then two triggers may stand beside each other.

use crate::case::{Field, Kind};
use crate::estimation::option::{flat_boundary_approximation, quadratic_approximation};
use crate::method::{Method, Setting, Worked};
use crate::option::{
    COMPOUNDING, EXERCISE, EXPIRY, OPTION_TYPE, RISK_FREE, UNDERLYING, VOLATILE, YIELD, terms,
};
use crate::problem::{Problem, Remarks};
use crate::case::Inputs;
use crate::workpaper::{Paper, Unit};

/// The method as a case calls it.
pub struct AmericanOption;

const FIELDS: &[Field] = &[
    OPTION_TYPE,
    UNDERLYING,
    EXERCISE,
    EXPIRY,
    RISK_FREE,
    COMPOUNDING,
    YIELD,
    VOLATILE,
    Field::required("approximation", Kind::Choice(&["baroneAdesiWhaley", "bjerksundStensland"])),
];

impl Method for AmericanOption {
    fn name(&self) -> &'static str {
        "americanOption"
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
        let terms = terms(paper, inputs, remarks)?;
        let quadratic = inputs.text("approximation")? == "baroneAdesiWhaley";
        let early = match quadratic {
            true => quadratic_approximation(&terms),
            false => flat_boundary_approximation(&terms),
        };
        let Some(early) = early.filter(|_| terms.rate >= 0.0 && terms.yield_rate >= 0.0) else {
            remarks.refuse(Problem::new(inputs.pointer_to("approximation"), "beyond-approximation"));
            return None;
        };
        let european = terms.european();
        paper.estimated("european-value", Unit::Money, european);
        paper.estimated("early-exercise-premium", Unit::Money, early.value - european);
        if let Some(trigger) = early.trigger {
            paper.estimated("critical-value", Unit::Money, trigger);
        }
        Some(Worked::of(paper.estimated("option-value", Unit::Money, early.value)))
    }
}
