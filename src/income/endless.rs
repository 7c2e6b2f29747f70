//! When an income may go on without end, and when it then has a value.

use crate::asset::AssetKind;
use crate::case::Inputs;
use crate::method::Setting;
use crate::problem::{Finding, Problem, Remarks};
use crate::workpaper::Figure;

/// An income without end, by the income of the coming year: I ÷ (r − g); money.
///
/// - Errors: none here; [`refuse_endless`] refused a growth not below the rate.
/// - Published (自学考试《资产评估》): 80 ÷ 10 % = 800.
/// ```
/// # use ipval::{income::perpetuity, workpaper::Paper};
/// let paper = Paper::default();
/// let (income, rate) = (paper.flow("income", 80.0), paper.rate("discount-rate", 0.1));
/// assert_eq!(perpetuity(income, rate, None).value(), 800.0);
/// ```
pub fn perpetuity<'p>(income: Figure<'p>, rate: Figure<'p>, growth: Option<Figure<'p>>) -> Figure<'p> {
    income / growth.map_or(rate, |growth| (rate - growth).named("capitalisation-rate"))
}

/// Refuses an income without end where the right ends, or where it would grow as fast as it is discounted.
pub(super) fn refuse_endless(
    inputs: &Inputs,
    setting: &Setting<'_>,
    (rate_key, rate): (&str, Figure<'_>),
    growth_key: &str,
    remarks: &mut Remarks,
) {
    let pointer = inputs.pointer_to(growth_key);
    refuse_of_finite_right(&pointer, setting, remarks);
    refuse_growth(inputs, (rate_key, rate), growth_key, remarks);
}

/// Refuses a growth without end that is not below the rate, wherever the two may be drawn.
pub(super) fn refuse_growth(
    inputs: &Inputs,
    (rate_key, rate): (&str, Figure<'_>),
    growth_key: &str,
    remarks: &mut Remarks,
) {
    let fastest = inputs.number(growth_key).map_or(0.0, |cell| cell.extent().1);
    let least = inputs.number(rate_key).map_or(rate.value(), |cell| cell.extent().0);
    if fastest >= least {
        let problem =
            Problem::new(inputs.pointer_to(growth_key), "growth-not-below-discount").with("growth", fastest);
        remarks.refuse(problem.with("discountRate", least));
    }
}

/// Refuses an income without end of a right that the law ends, and says what a mark's needs.
pub(super) fn refuse_of_finite_right(pointer: &str, setting: &Setting<'_>, remarks: &mut Remarks) {
    let Some(asset) = setting.asset else { return };
    if !asset.kind.may_last() {
        remarks.refuse(Problem::new(pointer, "endless-income-of-finite-right"));
    }
    if asset.kind == AssetKind::Trademark {
        remarks.find(Finding::warning(Problem::new(pointer, "renewed-without-end")));
    }
}
