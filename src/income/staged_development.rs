//! Staged development (分阶段研发, rNPV): income that begins only if every stage before it succeeds.
//! ```text
//! W_n+1 = value at launch
//! W_k   = p_k · W_k+1 · (1 + r)^−d_k − C_k · (1 + r)^−m·d_k       V = W_1
//! W_k   = max(W_k, A_k)                                           where the owner may stop
//! ```
//! p_k the probability that stage k succeeds, d_k its years and C_k its cost, spent at its start (m = 0) or in
//! its middle (m = ½); A_k what giving up at the start of stage k brings, by default nothing; r the discount
//! rate. The value at launch is stated, or it is the income of the years after launch, cut where the right
//! ends: development uses up its life.
//!
//! - Stated: the expected value of stage and exit (simonplmak-cloud/intangible-valuation, ch. 2 Q1, a drug
//!   before phase III: 60 % of 120, less 20, against a sale at 50: 52).
//! - Inferred: discounting within the stages, costs in their middle, and the life shortened by them.
//! - Limit: the risk of failure is in the probabilities; a discount rate raised for it as well counts it twice.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::income::discounting::{Schedule, discounting};
use crate::income::endless::{perpetuity, refuse_endless};
use crate::income::forecast::{TIMINGS, YEARS, by_period, discount_rate, growing, timing, way};
use crate::income::present_value::{Income, discounted, income_columns};
use crate::income::remaining_life::{LIFE_FIELDS, remaining_life};
use crate::method::{Life, Method, Setting, Worked, called};
use crate::problem::{Finding, Problem, Remarks};
use crate::rate::BUILD_UP_FIELDS;
use crate::workpaper::{Figure, Paper, Unit};

/// One stage of a development.
pub struct Stage<'p> {
    /// p: the probability that it succeeds; a share.
    pub probability: Figure<'p>,
    /// d: how long it takes; years.
    pub years: Figure<'p>,
    /// C: what it costs; money.
    pub cost: Figure<'p>,
    /// A: what giving up at its start brings; money. None where the owner goes on in any case.
    pub abandoned: Option<Figure<'p>>,
}

/// The value, at the start of its first stage, of a development that leads to a value at launch; money.
///
/// - `spent` is m: 0 where costs fall at the start of their stage, ½ in its middle, 1 at its end.
/// - Edges: without stages, the value at launch.
/// - Published (simonplmak-cloud/intangible-valuation, ch. 2 Q1): 60 % of 120 less 20: 52, above a sale at 50.
/// ```
/// # use ipval::{income::{Stage, staged_development}, workpaper::Paper};
/// let paper = Paper::default();
/// let phase = Stage {
///     probability: paper.share("success-probability", 0.6),
///     years: paper.years("stage-years", 0.0),
///     cost: paper.flow("stage-cost", 20e6),
///     abandoned: Some(paper.flow("abandonment-value", 50e6)),
/// };
/// let launched = paper.flow("value-at-launch", 120e6);
/// let value = staged_development(&[phase], launched, paper.rate("discount-rate", 0.0), 0.0);
/// assert!((value.value() - 52e6).abs() < 0.5);
/// ```
pub fn staged_development<'p>(
    stages: &[Stage<'p>],
    at_launch: Figure<'p>,
    discount_rate: Figure<'p>,
    spent: f64,
) -> Figure<'p> {
    let growth = 1.0 + discount_rate;
    let mut value = at_launch;
    for (stage, number) in stages.iter().rev().zip((1..=stages.len() as u32).rev()) {
        let over = growth.to_the(-stage.years).named("stage-factor").in_year(number);
        let hoped = (stage.probability * value * over).named("value-hoped-for").in_year(number);
        let cost = if spent == 0.0 { stage.cost } else { stage.cost * growth.to_the(stage.years * -spent) };
        let going_on = (hoped - cost.named("cost-at-start").in_year(number)).named("value-of-going-on");
        value = match stage.abandoned {
            Some(abandoned) => going_on.in_year(number).greatest(abandoned),
            None => going_on.in_year(number),
        };
        value = value.named("value-at-stage").in_year(number).measured_in(Unit::Money);
    }
    value
}

/// The method as a case calls it.
pub struct StagedDevelopment;

const STAGE_FIELDS: &[Field] = &[
    Field::required("name", Kind::Text),
    Field::required("years", Kind::Number(Measure::LIFE)),
    Field::required("cost", Kind::Number(Measure::MONEY)),
    Field::required("successProbability", Kind::Number(Measure::SHARE)),
    Field::optional("abandonmentValue", Kind::Number(Measure::MONEY)),
];

/// When a stage's cost is spent, and at which share of the stage.
const COSTS_AT: &[&str] = &["start", "middle", "end"];

const FIELDS: &[Field] = &[
    Field::required("stages", Kind::List(STAGE_FIELDS)),
    Field::optional("costsAt", Kind::Choice(COSTS_AT)),
    Field::optional("mayAbandon", Kind::Flag),
    Field::optional("launchValue", Kind::Number(Measure::MONEY)),
    Field::optional("income", Kind::Series(Measure::CASH)),
    YEARS,
    Field::optional("growthRate", Kind::Number(Measure::GROWTH)),
    Field::optional("taxRate", Kind::Number(Measure::SHARE)),
    Field::optional("terminalGrowth", Kind::Number(Measure::GROWTH)),
    Field::optional("timing", Kind::Choice(TIMINGS)),
    Field::optional("discountRate", Kind::Number(Measure::DISCOUNT)),
    Field::optional("discountRateBuildUp", Kind::Object(BUILD_UP_FIELDS)),
    LIFE_FIELDS[0],
    LIFE_FIELDS[1],
    LIFE_FIELDS[2],
    LIFE_FIELDS[3],
];

impl Method for StagedDevelopment {
    fn name(&self) -> &'static str {
        "stagedDevelopment"
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
        let way = way(inputs, &[&["launchValue"], &["income"]], remarks);
        refuse_conflicts(inputs, remarks);
        let rate = discount_rate(paper, inputs, remarks);
        let stages = stages(paper, inputs, remarks);
        let (rate, stages) = (rate?, stages?);
        let years = paper.sum(stages.iter().map(|stage| stage.years));
        let years = years.named("years-to-launch").measured_in(Unit::Years);
        let probabilities = stages.iter().map(|stage| stage.probability);
        let success = probabilities.reduce(|product, next| product * next).unwrap_or(paper.constant(1.0));
        let success = success.named("probability-of-launch");
        let (at_launch, life) = match way? {
            0 => (inputs.number("launchValue")?.record(paper, "value-at-launch", Unit::Money), None),
            _ => {
                let endless = inputs.has("terminalGrowth");
                let life = (!endless).then(|| remaining_life(paper, inputs, setting, remarks)).flatten();
                (income_from_launch(paper, inputs, setting, rate, years, life.as_ref(), remarks)?, life)
            }
        };
        let now = (1.0 + rate).to_the(-years).named("factor-to-launch").measured_in(Unit::Factor);
        (at_launch * now).named("present-value-if-launched");
        (at_launch * now * success).named("present-value-hoped-for");
        let spent = COSTS_AT.iter().position(|word| inputs.text("costsAt") == Some(word)).unwrap_or(0);
        let value = staged_development(&stages, at_launch, rate, 0.5 * spent as f64);
        let value = value.named("staged-development");
        (remarks.problems.len() == before).then(|| Worked { life, ..Worked::of(value) })
    }
}

/// Inputs that cannot stand beside each other.
fn refuse_conflicts(inputs: &Inputs, remarks: &mut Remarks) {
    let mut conflict = |one: &str, other: &str, together: bool| {
        if together && inputs.has(one) && inputs.has(other) {
            remarks.refuse(Problem::new(inputs.pointer_to(one), "conflicting").with("with", other));
        }
    };
    for key in ["growthRate", "years"] {
        conflict(key, "income", inputs.is_by_year("income"));
    }
    for life in LIFE_FIELDS.iter().map(|field| field.key) {
        conflict("terminalGrowth", life, true);
    }
    conflict("discountRateBuildUp", "discountRate", true);
}

/// The stages as the case gives them, in order.
fn stages<'p>(paper: &'p Paper, inputs: &Inputs, remarks: &mut Remarks) -> Option<Vec<Stage<'p>>> {
    let may_abandon = inputs.flag("mayAbandon") == Some(true);
    let mut stages = Vec::new();
    for (entry, number) in inputs.list("stages").iter().zip(1..) {
        let exit = entry.number("abandonmentValue");
        if let Some(exit) = exit.filter(|_| !may_abandon) {
            remarks.refuse(Problem::new(exit.pointer.clone(), "needs-other").with("other", "mayAbandon"));
        }
        let years = entry.number("years")?.record(paper, "stage-years", Unit::Years).in_year(number);
        let cost = entry.number("cost")?.record(paper, "stage-cost", Unit::Money).in_year(number);
        let probability = entry.number("successProbability")?;
        let probability = probability.record(paper, "success-probability", Unit::Share).in_year(number);
        let exit = exit.map(|cell| cell.record(paper, "abandonment-value", Unit::Money).in_year(number));
        stages.push(Stage {
            probability: called(probability, entry),
            years: called(years, entry),
            cost: called(cost, entry),
            abandoned: exit.or_else(|| may_abandon.then(|| paper.constant(0.0))),
        });
    }
    Some(stages)
}

/// The income of the years after launch, seen from the launch; what the right lives on after it bounds it.
fn income_from_launch<'p>(
    paper: &'p Paper,
    inputs: &Inputs,
    setting: &Setting<'_>,
    rate: Figure<'p>,
    years_to_launch: Figure<'p>,
    life: Option<&Life<'p>>,
    remarks: &mut Remarks,
) -> Option<Figure<'p>> {
    let left = life.map(|life| (life.years - years_to_launch).greatest(0.0));
    let left = left.map(|left| left.named("life-after-launch").measured_in(Unit::Years));
    let by_year = inputs.series("income").filter(|_| inputs.is_by_year("income")).map(<[_]>::len);
    let given = by_year.or(inputs.count("years").map(|years| years as usize));
    // A figure alone is stretched over the longest life that may be drawn; what outlives the right counts
    // for nothing.
    let longest = life.map(|life| (life.longest.ceil() as usize).clamp(1, 200));
    let endless = inputs.has("terminalGrowth").then_some(1);
    let periods = given.or(longest).or(endless).and_then(|periods| u32::try_from(periods).ok());
    let Some(periods) = periods else {
        remarks.refuse(Problem::new(inputs.pointer_to("income"), "horizon-unknown"));
        return None;
    };
    let schedule = Schedule { timing: timing(inputs, setting, remarks)?, stub: None, periods };
    let whole = growing(paper, inputs, "income", "first-year-income", "income", Unit::Money, periods)?;
    let tax_rates = match inputs.has("taxRate") {
        true => by_period(paper, inputs, "taxRate", "tax-rate", Unit::Share, periods)?,
        false => vec![paper.constant(0.0); whole.len()],
    };
    let income = Income { whole, charges: Vec::new(), naming: income_columns };
    let discounts = discounting(paper, &schedule, rate, left);
    let value = discounted(paper, &income, &discounts, &tax_rates);
    if let Some(left) = left.filter(|left| f64::from(periods) < left.value() - 1e-9) {
        let about = Problem::new(inputs.pointer_to("income"), "forecast-shorter-than-life");
        let about = about.with("life", left.value()).with("span", f64::from(periods));
        remarks.find(Finding::warning(about));
    }
    let Some(growth) = inputs.number("terminalGrowth") else { return Some(value.named("value-at-launch")) };
    refuse_endless(inputs, setting, ("discountRate", rate), "terminalGrowth", remarks);
    let growth = growth.record(paper, "terminal-growth", Unit::Rate);
    let next = *income.whole.last()? * (1.0 - *tax_rates.last()?) * (1.0 + growth);
    let later = perpetuity(next.named("income-after-forecast"), rate, Some(growth));
    Some((value + later * discounts.last()?.discount_factor).named("value-at-launch"))
}
