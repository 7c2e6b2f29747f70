//! The weighted average return on assets (加权平均资产回报率), and the return that one asset must make (回报率拆分法).
//! ```text
//! WARA = Σ wⱼ · rⱼ                               wⱼ = vⱼ ÷ Σ v
//! rₘ   = (R − Σ wⱼ · rⱼ over the others) ÷ wₘ     where the return of asset m is sought
//! ```
//! vⱼ what asset j is worth, or its weight, in any measure; rⱼ its return a year; R what the whole must earn,
//! usually the weighted average cost of capital.
//!
//! - Stated: WARA = WACC, and the splitting of the return, as Chinese practice words it (回报率拆分法).
//! - Inferred: the differences between WARA, WACC and the internal rate of return as steps; how far apart they
//!   may be is the appraiser's to say, one point if he says nothing.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::method::{Method, Setting, Worked, called, is_spoken_of, listed, need};
use crate::problem::{Finding, Problem, Remarks};
use crate::workpaper::{Figure, Paper, Unit};

/// The method as a case calls it.
pub struct Wara;

const FIELDS: &[Field] = &[
    Field::required("assetGroups", Kind::List(ASSET_FIELDS)),
    Field::optional("overallReturn", Kind::Number(Measure::RATE)),
    Field::optional("weightedAverageCost", Kind::Number(Measure::RATE)),
    Field::optional("internalRate", Kind::Number(Measure::RATE)),
    Field::optional("furthestApart", Kind::Number(Measure::RATE)),
];

const ASSET_FIELDS: &[Field] = &[
    Field::required("name", Kind::Text),
    Field::required("amount", Kind::Number(Measure::MONEY)),
    Field::optional("requiredReturn", Kind::Number(Measure::RATE)),
];

/// How far apart two rates may be where the case is silent.
const FURTHEST_APART: f64 = 0.01;

/// A weight and, for all but one at most, a return.
struct Holding<'p> {
    weight: Figure<'p>,
    part: Option<Figure<'p>>,
}

impl Method for Wara {
    fn name(&self) -> &'static str {
        "wara"
    }

    fn approach(&self) -> &'static str {
        "rate"
    }

    fn gives(&self) -> Unit {
        Unit::Rate
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
        let before = remarks.problems.len();
        let assets = listed(inputs, "assetGroups", remarks);
        let sought = assets.iter().filter(|asset| !asset.has("requiredReturn"));
        let sought: Vec<&Inputs> =
            sought.filter(|asset| !is_spoken_of(asset, "requiredReturn", remarks)).collect();
        let given = inputs.has("overallReturn");
        if let [_, second, ..] = sought[..] {
            remarks.refuse(Problem::new(second.pointer_to("requiredReturn"), "second-unknown-return"));
        }
        if sought.len() == 1 {
            need(inputs, "overallReturn", remarks);
        }
        if sought.is_empty() && given {
            let problem = Problem::new(inputs.pointer_to("overallReturn"), "conflicting");
            remarks.refuse(problem.with("with", "requiredReturn"));
        }
        let holdings = holdings(paper, assets, remarks)?;
        let known = paper.sum(holdings.iter().filter_map(|holding| holding.part));
        let missing = holdings.iter().find(|holding| holding.part.is_none());
        let overall =
            inputs.number("overallReturn").map(|cell| cell.record(paper, "overall-return", Unit::Rate));
        let value = match (missing, overall) {
            (Some(missing), Some(overall)) => {
                let rest = (overall - known.named("known-part-of-return")).named("return-left");
                let found = (rest / missing.weight).named("missing-return").measured_in(Unit::Rate);
                if found.value() < overall.value() {
                    let pointer = sought.first().map_or_else(String::new, |asset| asset.pointer.clone());
                    let about = Problem::new(pointer, "missing-return-below-overall");
                    let about = about.with("found", found.value()).with("overall", overall.value());
                    remarks.find(Finding::warning(about));
                }
                found
            }
            _ => known.named("weighted-average-return").measured_in(Unit::Rate),
        };
        let average = overall.unwrap_or(value);
        compare(paper, inputs, average, remarks);
        (remarks.problems.len() == before).then(|| Worked::of(value))
    }
}

fn holdings<'p>(paper: &'p Paper, assets: &[Inputs], remarks: &mut Remarks) -> Option<Vec<Holding<'p>>> {
    let amounts = assets.iter().zip(1..).map(|(asset, number)| {
        let amount = asset.number("amount")?.record(paper, "asset-amount", Unit::Money).in_year(number);
        Some(called(amount, asset))
    });
    let amounts: Vec<Figure<'p>> = amounts.collect::<Option<_>>()?;
    if let Some((asset, _)) = assets.iter().zip(&amounts).find(|(_, amount)| amount.value() <= 0.0) {
        remarks.refuse(Problem::new(asset.pointer_to("amount"), "asset-without-amount"));
        return None;
    }
    let all = paper.sum(amounts.iter().copied()).named("all-assets");
    let holdings = assets.iter().zip(amounts).zip(1..).map(|((asset, amount), number)| {
        let weight = (amount / all).named("asset-weight").in_year(number).measured_in(Unit::Share);
        let part = asset.number("requiredReturn").map(|cell| {
            let required = cell.record(paper, "required-return", Unit::Rate).in_year(number);
            (weight * required).named("part-of-return").in_year(number).measured_in(Unit::Rate)
        });
        Holding { weight, part }
    });
    Some(holdings.collect())
}

/// How far the average return is from the cost of capital and from the internal rate of return.
fn compare(paper: &Paper, inputs: &Inputs, average: Figure<'_>, remarks: &mut Remarks) {
    let furthest = inputs.number("furthestApart").map_or(FURTHEST_APART, |cell| cell.value);
    let mut judge = |key: &'static str, rate: f64, apart: f64| {
        if apart.abs() > furthest {
            let about = Problem::new(inputs.pointer_to(key), "returns-apart").with("rate", rate);
            let about = about.with("average", average.value()).with("furthest", furthest);
            remarks.find(Finding::warning(about));
        }
    };
    if let Some(cell) = inputs.number("weightedAverageCost") {
        let cost = cell.record(paper, "weighted-average-cost", Unit::Rate);
        let apart = (average - cost).named("average-less-cost");
        judge("weightedAverageCost", cost.value(), apart.value());
    }
    if let Some(cell) = inputs.number("internalRate") {
        let internal = cell.record(paper, "internal-rate", Unit::Rate);
        let apart = (average - internal).named("average-less-internal-rate");
        judge("internalRate", internal.value(), apart.value());
    }
}
