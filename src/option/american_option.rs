//! An option with any day of exercise (美式期权), by two approximations in closed form.
//! ```text
//! baroneAdesiWhaley      the European value and a premium that falls as a power of S ÷ S*
//! bjerksundStensland     exercise as soon as S reaches one level, held for the whole time (1993)
//! ```
//! S* the trigger, the level of the underlying from which exercise at once is best; symbols, sources and bounds
//! in `estimation::option`.
//!
//! - Stated: Barone-Adesi and Whaley (1987); Bjerksund and Stensland (1993).
//! - Limit: within a year some parts in a thousand off, over ten years some in a hundred; a lattice stands beside
//!   them and says so. No rate and no yield may be negative here, for then two triggers may stand beside each other.

use crate::case::{Field, Inputs, Kind};
use crate::estimation::lattice::{Course, Shape};
use crate::estimation::option::{Terms, flat_boundary_approximation, quadratic_approximation};
use crate::method::{Method, Setting, Worked};
use crate::option::{
    COMPOUNDING, EXERCISE, EXPIRY, OPTION_TYPE, RISK_FREE, UNDERLYING, USUAL_STEPS, VOLATILE, YIELD,
    find_waiting, show_slopes, terms,
};
use crate::problem::{Finding, Problem, Remarks};
use crate::workpaper::math::maximum;
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

/// Sets the value on a lattice beside an approximation, and says if they are more than a hundredth apart.
fn find_off(paper: &Paper, inputs: &Inputs, terms: &Terms, value: f64, remarks: &mut Remarks) {
    let Terms { underlying, years, rate, yield_rate, volatility, .. } = *terms;
    let course = Course { underlying, years, rate, yield_rate, volatility };
    // Without volatility no lattice can stand, and there is nothing to approximate.
    let Ok(lattice) = course.lattice(Shape::CoxRossRubinstein, USUAL_STEPS as usize) else { return };
    let sign = if terms.call { 1.0 } else { -1.0 };
    let act = |_: usize, level: f64, going_on: f64| maximum(sign * (level - terms.exercise), going_on);
    let root = lattice.root(&act);
    let measured = root.value;
    paper.estimated("lattice-value", Unit::Money, measured);
    show_slopes(paper, &root);
    if (value - measured).abs() > 0.01 * measured {
        let about = Problem::new(inputs.pointer_to("approximation"), "approximation-off");
        remarks.find(Finding::warning(about.with("value", value).with("lattice", measured)));
    }
}

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
        find_off(paper, inputs, &terms, early.value, remarks);
        let value = paper.estimated("option-value", Unit::Money, early.value);
        let sign = if terms.call { 1.0 } else { -1.0 };
        find_waiting(paper, sign * (terms.underlying - terms.exercise), value);
        Some(Worked::of(value))
    }
}
