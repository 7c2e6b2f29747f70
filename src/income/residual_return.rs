//! Residual return (回报率拆分法): the return that the intangible assets must earn, and their income at that return.
//! ```text
//! r = (R − Σ wⱼ · rⱼ) ÷ (1 − Σ wⱼ)          V = I · (1 − τ) ÷ r
//! ```
//! R the return on all assets of the business; wⱼ the share of the other asset j in them and rⱼ its return; I the
//! yearly income of the intangible assets, τ its tax.
//!
//! - Stated: the weighted average return on assets, in the expert guidance of the Chinese appraisal society on
//!   intangible assets; the weighted returns of all assets meet the return of the business.
//! - Published (Chinese examination example): 8.6 % on all; 20 % and 50 % of it at 8 %; so 10 %, and 96 ÷ 10 %.
//! - Limit: an income without end; for one that ends, another entry may take the step `residualReturn` as its
//!   discount rate.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::income::endless::refuse_of_finite_right;
use crate::method::{Method, Setting, Worked};
use crate::problem::{Problem, Remarks};
use crate::workpaper::{Figure, Paper, Unit};

/// The method as a case calls it.
pub struct ResidualReturn;

const OTHER_FIELDS: &[Field] = &[
    Field::required("name", Kind::Text),
    Field::required("weight", Kind::Number(Measure::SHARE)),
    Field::required("returnOn", Kind::Number(Measure::RATE)),
];

const FIELDS: &[Field] = &[
    Field::required("income", Kind::Number(Measure::CASH)),
    Field::required("taxRate", Kind::Number(Measure::SHARE)),
    Field::required("overallReturn", Kind::Number(Measure::RATE)),
    Field::required("assets", Kind::List(OTHER_FIELDS)),
];

/// The return on what other assets leave of a whole; a rate a year. Others: weight and return of each.
///
/// ```
/// # use ipval::{income::residual_return, workpaper::Paper};
/// let paper = Paper::default();
/// let (whole, other) = (paper.rate("overall-return", 0.086), paper.rate("return-on-asset", 0.08));
/// let others = [0.2, 0.5].map(|weight| (paper.share("weight", weight), other));
/// assert!((residual_return(&paper, whole, &others).value() - 0.10).abs() < 1e-12);
/// ```
pub fn residual_return<'p>(
    paper: &'p Paper,
    overall: Figure<'p>,
    others: &[(Figure<'p>, Figure<'p>)],
) -> Figure<'p> {
    let weights = paper.sum(others.iter().map(|other| other.0));
    let earned = paper.sum(others.iter().map(|(weight, rate)| *weight * *rate)).named("return-of-others");
    let own = (1.0 - weights).named("residual-weight").measured_in(Unit::Share);
    ((overall - earned.measured_in(Unit::Rate)) / own).named("residual-return").measured_in(Unit::Rate)
}

impl Method for ResidualReturn {
    fn name(&self) -> &'static str {
        "residualReturn"
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
        setting: &Setting<'_>,
        remarks: &mut Remarks,
    ) -> Option<Worked<'p>> {
        let before = remarks.problems.len();
        refuse_of_finite_right(&inputs.pointer_to("income"), setting, remarks);
        let assets = inputs.list("assets");
        let taken: f64 =
            assets.iter().filter_map(|asset| asset.number("weight")).map(|cell| cell.extent().1).sum();
        if taken >= 1.0 {
            let problem = Problem::new(inputs.pointer_to("assets"), "nothing-left-of-whole");
            remarks.refuse(problem.with("sum", taken));
        }
        let mut others = Vec::new();
        for (asset, place) in assets.iter().zip(1..) {
            let label = asset.text("name")?;
            let placed = |figure: Figure<'p>| {
                figure.in_year(place).annotate(|note| note.label = Some(label.to_owned()))
            };
            let weight = placed(asset.number("weight")?.record(paper, "weight", Unit::Share));
            others.push((
                weight,
                placed(asset.number("returnOn")?.record(paper, "return-on-asset", Unit::Rate)),
            ));
        }
        let overall = inputs.number("overallReturn")?.record(paper, "overall-return", Unit::Rate);
        let rate = residual_return(paper, overall, &others);
        if taken < 1.0 && rate.value() <= 0.0 {
            let problem = Problem::new(inputs.pointer_to("overallReturn"), "rate-not-positive");
            remarks.refuse(problem.with("rate", rate.value()));
        }
        let income = inputs.number("income")?.record(paper, "income", Unit::Money);
        let kept = 1.0 - inputs.number("taxRate")?.record(paper, "tax-rate", Unit::Share);
        let value = (income * kept).named("income-after-tax") / rate;
        (remarks.problems.len() == before).then(|| Worked::of(value.named("residual-return-value")))
    }
}
