//! The built-up discount rate (累加法): a risk-free rate and a premium for each risk.
//! ```text
//! r = r_f + Σ pᵢ
//! pᵢ = Σ wᵢⱼ · sᵢⱼ ÷ 100 · c          where four risks are scored instead of stated
//! ```
//! - Stated: the structure, for intangible assets, in the teaching of the Chinese appraisal society; no
//!   standard prescribes the size of any premium.
//! - Published (Chinese textbook example): 4 % + 6 % + 3 % + 1 % + 2 % = 16 %.
//! - Unverified: the weights within the four risks. They are what reports commonly use (实务常用，非准则); the
//!   scores s and the greatest premium c are the appraiser's own, and the use of the weights is said.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::method::{Method, Setting, Worked, called, way};
use crate::problem::{Finding, Problem, Remarks};
use crate::rate::of_the_day;
use crate::workpaper::{Figure, Paper, Unit};

/// The inputs of a build-up.
pub const BUILD_UP_FIELDS: &[Field] = &[
    Field::required("riskFreeRate", Kind::Number(Measure::RATE)),
    Field::optional("premiums", Kind::List(PREMIUM_FIELDS)),
    Field::optional("fourRisks", Kind::Object(FOUR_RISKS_FIELDS)),
];

const PREMIUM_FIELDS: &[Field] =
    &[Field::required("name", Kind::Text), Field::required("rate", Kind::Number(Measure::RATE))];

/// How risky, from 0 to 100.
const SCORE: Measure = Measure { unit: Unit::Factor, least: 0.0, most: 100.0 };

const FOUR_RISKS_FIELDS: &[Field] = &[
    Field::required("greatestPremium", Kind::Number(Measure::RATE)),
    Field::required("technicalRisk", Kind::Series(SCORE)),
    Field::required("marketRisk", Kind::Series(SCORE)),
    Field::required("fundingRisk", Kind::Series(SCORE)),
    Field::required("managementRisk", Kind::Series(SCORE)),
];

/// The four risks with the weights of what they consist of: conversion, substitution, right, integration;
/// capacity, rivals now, and of rivals to come scale, capital and network; fixed and working capital; service,
/// quality, research.
const FOUR_RISKS: [(&str, &str, &[f64]); 4] = [
    ("technicalRisk", "技术风险", &[0.3, 0.3, 0.2, 0.2]),
    ("marketRisk", "市场风险", &[0.4, 0.42, 0.054, 0.072, 0.054]),
    ("fundingRisk", "资金风险", &[0.5, 0.5]),
    ("managementRisk", "管理风险", &[0.4, 0.3, 0.3]),
];

/// The sum of the risk-free rate and the premiums; a rate a year.
///
/// Errors: a build-up without any premium is refused, for it would discount a risky income as a safe one.
pub fn build_up<'p>(paper: &'p Paper, inputs: &Inputs, remarks: &mut Remarks) -> Option<Figure<'p>> {
    let premiums = inputs.list("premiums");
    if inputs.has("premiums") && premiums.is_empty() {
        remarks.refuse(Problem::new(inputs.pointer_to("premiums"), "no-premium"));
    }
    if !inputs.has("premiums") && !inputs.has("fourRisks") {
        way(inputs, &[&["premiums"], &["fourRisks"]], remarks);
        return None;
    }
    let scored = inputs.object("fourRisks").map(|four| four_risks(paper, four, remarks));
    let risk_free = of_the_day(inputs, "riskFreeRate", remarks)?.record(paper, "risk-free-rate", Unit::Rate);
    let mut rates = vec![risk_free];
    rates.extend(scored.unwrap_or_else(|| Some(Vec::new()))?);
    for (premium, period) in premiums.iter().zip(rates.len() as u32..) {
        let rate = premium.number("rate")?.record(paper, "risk-premium", Unit::Rate).in_year(period);
        rates.push(called(rate, premium));
    }
    Some(paper.sum(rates).named("discount-rate").measured_in(Unit::Rate))
}

/// The premiums of the four risks out of their scores: one score for a risk as a whole, or one for each part.
fn four_risks<'p>(paper: &'p Paper, inputs: &Inputs, remarks: &mut Remarks) -> Option<Vec<Figure<'p>>> {
    remarks.find(Finding::warning(Problem::new(inputs.pointer.clone(), "customary-risk-weights")));
    let mut fit = true;
    for (key, _, weights) in FOUR_RISKS {
        let length = inputs.series(key).map_or(1, <[_]>::len);
        if length != weights.len() && length != 1 {
            let problem = Problem::new(inputs.pointer_to(key), "lengths-differ").with("length", length);
            remarks.refuse(problem.with("wanted", weights.len()));
            fit = false;
        }
    }
    let greatest = inputs.number("greatestPremium").filter(|_| fit)?;
    let greatest = greatest.record(paper, "greatest-premium", Unit::Rate);
    let premiums = FOUR_RISKS.into_iter().zip(1..).map(|((key, label, weights), period)| {
        let scores = inputs.series(key)?;
        let scores = scores.iter().map(|score| score.record(paper, "risk-score", Unit::Factor));
        let weighted: Vec<Figure<'p>> = match inputs.series(key)?.len() {
            1 => scores.collect(),
            _ => scores.zip(weights).map(|(score, &weight)| score * weight).collect(),
        };
        let premium = (paper.sum(weighted) / 100.0 * greatest).named("risk-premium").in_year(period);
        Some(premium.measured_in(Unit::Rate).annotate(|note| note.label = Some(label.to_owned())))
    });
    premiums.collect()
}

/// The method as a case calls it.
pub struct BuildUp;

impl Method for BuildUp {
    fn name(&self) -> &'static str {
        "buildUp"
    }

    fn approach(&self) -> &'static str {
        "rate"
    }

    fn gives(&self) -> Unit {
        Unit::Rate
    }

    fn fields(&self) -> &'static [Field] {
        BUILD_UP_FIELDS
    }

    fn work<'p>(
        &self,
        paper: &'p Paper,
        inputs: &Inputs,
        _: &Setting<'_>,
        remarks: &mut Remarks,
    ) -> Option<Worked<'p>> {
        build_up(paper, inputs, remarks).map(Worked::of)
    }
}
