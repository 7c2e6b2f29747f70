//! A weighted score (加权评分): of one thing on a scale, or of several things to rank them.
//! ```text
//! S_a = Σ w_k · s_ak ÷ F,   Σ w_k = 1
//! rank of a = 1 + how many score above it                    ties share the best rank
//! δ = −D · (1 − w_k) ÷ (d_k − D)                             at which the leader and a rival change places
//! ```
//! w_k the weight of indicator k; s_ak the score of a under it, or its share of all scores under it; F the most
//! that a score could be. D the leader's lead over a rival and d_k the part of it under indicator k before
//! weighting; δ what is added to w_k while the others give way in proportion.
//!
//! - Stated: the sum; competition ranking (FuzzyAHP, compareResults).
//! - Inferred: the least change of one weight that unseats the leader, judged at the figures as given.
//! - Limit: a score is not a price. Weights come from judges, and the score is no better than they are.

use crate::case::{Field, Inputs, Kind, Measure, Node};
use crate::method::{Method, Setting, Worked, all, called, listed, need, way};
use crate::problem::{Problem, Remarks};
use crate::scoring::ahp::{AHP_FIELDS, comparison, consistency, limit};
use crate::scoring::{POINTS, full_score, refuse_unless_one};
use crate::standard::{Edition, Standards};
use crate::workpaper::{Figure, Origin, Paper, Unit};

/// The method as a case calls it.
pub struct WeightedScore;

const FIELDS: &[Field] = &[
    Field::required("indicators", Kind::List(INDICATOR_FIELDS)),
    Field::optional("weightsFrom", Kind::Object(AHP_FIELDS)),
    Field::optional("scoreTable", Kind::Text),
    Field::optional("anchors", Kind::List(ANCHOR_FIELDS)),
    Field::optional("alternatives", Kind::List(ALTERNATIVE_FIELDS)),
    Field::optional("normalisation", Kind::Choice(&["none", "sum", "best"])),
    Field::optional("fullScore", Kind::Number(POINTS)),
];

const INDICATOR_FIELDS: &[Field] = &[
    Field::required("name", Kind::Text),
    Field::optional("code", Kind::Text),
    Field::optional("weight", Kind::Number(Measure::SHARE)),
    Field::optional("score", Kind::Number(POINTS)),
    Field::optional("level", Kind::Text),
    Field::optional("anchors", Kind::List(ANCHOR_FIELDS)),
    Field::optional("comparison", Kind::Object(AHP_FIELDS)),
];

const ANCHOR_FIELDS: &[Field] =
    &[Field::required("level", Kind::Text), Field::required("score", Kind::Number(POINTS))];

const ALTERNATIVE_FIELDS: &[Field] =
    &[Field::required("name", Kind::Text), Field::required("scores", Kind::Series(POINTS))];

impl Method for WeightedScore {
    fn name(&self) -> &'static str {
        "weightedScore"
    }

    fn approach(&self) -> &'static str {
        "score"
    }

    fn gives(&self) -> Unit {
        Unit::Factor
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
        let limit = limit(setting);
        let table = score_table(inputs, setting, remarks);
        let indicators = listed(inputs, "indicators", remarks);
        let weights = weights(paper, inputs, indicators, table, limit, remarks);
        let full = full_score(paper, inputs, remarks);
        let compares = indicators.iter().any(|indicator| indicator.has("comparison"));
        if !compares && !inputs.has("alternatives") {
            let scores = indicators.iter().zip(1..);
            let scores = scores.map(|(indicator, number)| {
                Some(score(paper, indicator, inputs.list("anchors"), table, remarks)?.in_year(number))
            });
            let scores = all(scores)?;
            let parts = weights?.into_iter().zip(scores).zip(1..).map(|((weight, score), number)| {
                (weight * score).named("weighted-score").in_year(number).measured_in(Unit::Factor)
            });
            let total = paper.sum(parts.collect::<Vec<_>>()) / full?;
            return Some(Worked::of(total.named("total-score").measured_in(Unit::Factor)));
        }
        let columns = if compares {
            compared(paper, inputs, indicators, limit, remarks)
        } else {
            rated(paper, inputs, indicators, remarks)
        };
        let (weights, columns, full) = (weights?, columns?, full?);
        let scores = (0..columns.first()?.len()).zip(1..).map(|(alternative, number)| {
            let parts = weights.iter().zip(&columns).map(|(&weight, column)| weight * column[alternative]);
            let score = (paper.sum(parts) / full).named("alternative-score").in_year(number);
            let score = score.measured_in(Unit::Factor);
            inputs.list("alternatives").get(alternative).map_or(score, |entry| called(score, entry))
        });
        let scores: Vec<Figure<'p>> = scores.collect();
        rank(paper, &scores);
        find_swap(paper, &weights, &columns, &scores);
        let leading = scores.into_iter().reduce(|most, score| score.greatest(most))?;
        Some(Worked::of(leading.named("leading-score").measured_in(Unit::Factor)))
    }
}

/// The weights as given, or out of a pairwise comparison of the indicators.
fn weights<'p>(
    paper: &'p Paper,
    inputs: &Inputs,
    indicators: &[Inputs],
    table: Option<&Edition>,
    limit: f64,
    remarks: &mut Remarks,
) -> Option<Vec<Figure<'p>>> {
    if let Some(judged) = inputs.object("weightsFrom") {
        if let Some(weighed) = indicators.iter().find(|indicator| indicator.has("weight")) {
            let problem = Problem::new(weighed.pointer_to("weight"), "conflicting");
            remarks.refuse(problem.with("with", "weightsFrom"));
        }
        let compared = comparison(judged, limit, remarks)?;
        if compared.found.weights.len() != indicators.len() {
            let problem = Problem::new(judged.pointer.clone(), "lengths-differ");
            let problem = problem.with("length", compared.found.weights.len());
            remarks.refuse(problem.with("wanted", indicators.len()));
        }
        consistency(paper, &compared);
        let weights = compared.found.weights.iter().zip(indicators).zip(1..);
        let weights = weights.map(|((weight, indicator), number)| {
            called(paper.estimated("weight", Unit::Share, *weight).in_year(number), indicator)
        });
        return Some(weights.collect());
    }
    let given = indicators.iter().zip(1..).map(|(indicator, number)| {
        let tabled = table.and_then(|table| Some((table, row(table, indicator)?.get("weight")?.number()?)));
        if let (Some((table, weight)), false) = (tabled, indicator.has("weight")) {
            let weight = paper.share("weight", weight).in_year(number);
            return Some(called(of_table(weight, table), indicator));
        }
        need(indicator, "weight", remarks);
        let cell = indicator.number("weight")?;
        Some(called(cell.record(paper, "weight", Unit::Share).in_year(number), indicator))
    });
    let given = all(given)?;
    refuse_unless_one(&given, inputs.pointer_to("indicators"), remarks);
    Some(given)
}

/// The score of an indicator: as given, or that of the anchor at its level.
fn score<'p>(
    paper: &'p Paper,
    indicator: &Inputs,
    shared: &[Inputs],
    table: Option<&Edition>,
    remarks: &mut Remarks,
) -> Option<Figure<'p>> {
    let by_level = way(indicator, &[&["score"], &["level"]], remarks)? == 1;
    let Some(level) = indicator.text("level").filter(|_| by_level) else {
        return Some(indicator.number("score")?.record(paper, "indicator-score", Unit::Factor));
    };
    let own = indicator.list("anchors");
    let anchors = if own.is_empty() { shared } else { own };
    if let (true, Some(table)) = (anchors.is_empty(), table) {
        return tabled_score(paper, indicator, level, table, remarks);
    }
    let levels = anchors.iter().filter_map(|anchor| anchor.text("level"));
    let Some(anchor) = anchors.iter().find(|anchor| anchor.text("level") == Some(level)) else {
        let problem = Problem::new(indicator.pointer_to("level"), "not-a-choice").with("found", level);
        remarks.refuse(problem.with("choices", levels.collect::<Vec<_>>().join(", ")));
        return None;
    };
    // An anchor may serve several indicators: each has a score of its own, on the anchor's figure.
    Some(anchor.number("score")?.record(paper, "anchor-score", Unit::Factor).named("indicator-score"))
}

/// The edition whose score table the case names; none where it names none, or one that is not at hand.
fn score_table<'s>(inputs: &Inputs, setting: &Setting<'s>, remarks: &mut Remarks) -> Option<&'s Edition> {
    let id = inputs.text("scoreTable")?;
    let standards: &'s Standards = setting.standards;
    let holding = || standards.editions().iter().filter(|edition| !edition.indicators().is_empty());
    let found = holding().find(|edition| edition.id == id);
    if found.is_none() {
        let known: Vec<&str> = holding().map(|edition| edition.id.as_str()).collect();
        let problem = Problem::new(inputs.pointer_to("scoreTable"), "not-a-choice").with("found", id);
        remarks.refuse(problem.with("choices", known.join(", ")));
    }
    found
}

/// The row of a score table that an indicator names by its code.
fn row<'t>(table: &'t Edition, indicator: &Inputs) -> Option<&'t Node> {
    let named = indicator.text("code")?;
    table.indicators().iter().find(|row| row.get("code").and_then(Node::text) == Some(named))
}

fn of_table<'p>(figure: Figure<'p>, table: &Edition) -> Figure<'p> {
    figure.with_origin(Origin::Parameter).from_source(format!("{} {}", table.id, table.edition))
}

/// The score that a table of the standards gives the level, which is named in the table's own words.
fn tabled_score<'p>(
    paper: &'p Paper,
    indicator: &Inputs,
    level: &str,
    table: &Edition,
    remarks: &mut Remarks,
) -> Option<Figure<'p>> {
    need(indicator, "code", remarks);
    let named = indicator.text("code")?;
    let anchors = row(table, indicator).and_then(|row| row.get("anchors")).map(Node::list);
    let Some(anchors) = anchors else {
        let scored = table.indicators().iter().filter(|row| row.get("anchors").is_some());
        let known: Vec<&str> = scored.filter_map(|row| row.get("code")?.text()).collect();
        let problem = Problem::new(indicator.pointer_to("code"), "not-a-choice").with("found", named);
        remarks.refuse(problem.with("choices", known.join(", ")));
        return None;
    };
    let means = |anchor: &Node, language: &str| Some(anchor.get("means")?.get(language)?.text()? == level);
    let is_meant = |anchor: &&Node| ["zh", "en"].into_iter().any(|each| means(anchor, each) == Some(true));
    let Some(score) = anchors.iter().find(is_meant).and_then(|anchor| anchor.get("score")?.number()) else {
        let known: Vec<&str> =
            anchors.iter().filter_map(|anchor| anchor.get("means")?.get("zh")?.text()).collect();
        let problem = Problem::new(indicator.pointer_to("level"), "not-a-choice").with("found", level);
        remarks.refuse(problem.with("choices", known.join(", ")));
        return None;
    };
    let anchor = of_table(paper.input("anchor-score", Unit::Factor, score), table);
    Some(anchor.named("indicator-score"))
}

/// What the alternatives score under each indicator, as listed; indicator by indicator.
fn rated<'p>(
    paper: &'p Paper,
    inputs: &Inputs,
    indicators: &[Inputs],
    remarks: &mut Remarks,
) -> Option<Vec<Vec<Figure<'p>>>> {
    let alternatives = listed(inputs, "alternatives", remarks);
    let mut rows = Vec::new();
    for (alternative, number) in alternatives.iter().zip(1..) {
        let Some(cells) = alternative.series("scores") else { continue };
        if cells.len() != indicators.len() {
            let problem = Problem::new(alternative.pointer_to("scores"), "lengths-differ");
            remarks.refuse(problem.with("length", cells.len()).with("wanted", indicators.len()));
            continue;
        }
        let row = cells.iter().map(|cell| cell.record(paper, "rating", Unit::Factor).in_year(number));
        rows.push(row.collect::<Vec<Figure<'p>>>());
    }
    if rows.is_empty() || rows.len() < alternatives.len() {
        return None;
    }
    let columns = (0..indicators.len()).map(|indicator| {
        let column: Vec<Figure<'p>> = rows.iter().map(|row| row[indicator]).collect();
        let whole = match inputs.text("normalisation") {
            Some("sum") => paper.sum(column.iter().copied()),
            Some("best") => column.iter().copied().reduce(|most, one| one.greatest(most))?,
            _ => return Some(column),
        };
        if whole.value() <= 0.0 {
            remarks.refuse(Problem::new(inputs.pointer_to("alternatives"), "nothing-to-share"));
            return None;
        }
        Some(column.into_iter().map(|one| (one / whole).measured_in(Unit::Factor)).collect())
    });
    columns.collect()
}

/// What the alternatives weigh under each indicator by a pairwise comparison of their own.
fn compared<'p>(
    paper: &'p Paper,
    inputs: &Inputs,
    indicators: &[Inputs],
    limit: f64,
    remarks: &mut Remarks,
) -> Option<Vec<Vec<Figure<'p>>>> {
    if inputs.has("alternatives") {
        let problem = Problem::new(inputs.pointer_to("alternatives"), "conflicting");
        remarks.refuse(problem.with("with", "comparison"));
    }
    let mut columns: Vec<Vec<Figure<'p>>> = Vec::new();
    for (indicator, number) in indicators.iter().zip(1..) {
        let Some(judged) = indicator.object("comparison") else {
            need(indicator, "comparison", remarks);
            continue;
        };
        let Some(compared) = comparison(judged, limit, remarks) else { continue };
        let weights = &compared.found.weights;
        let wanted = columns.first().map_or(weights.len(), Vec::len);
        if weights.len() != wanted {
            let problem = Problem::new(judged.pointer.clone(), "lengths-differ");
            remarks.refuse(problem.with("length", weights.len()).with("wanted", wanted));
            continue;
        }
        let ratio = paper.estimated("local-consistency-ratio", Unit::Factor, compared.ratio());
        ratio.in_year(number);
        let local = weights
            .iter()
            .map(|weight| paper.estimated("local-weight", Unit::Share, *weight).in_year(number));
        columns.push(local.collect());
    }
    (columns.len() == indicators.len()).then_some(columns)
}

/// One more than how many score above each.
fn rank<'p>(paper: &'p Paper, scores: &[Figure<'p>]) {
    for (&own, number) in scores.iter().zip(1..) {
        let above = scores.iter().filter(|other| other.id() != own.id());
        let above: Vec<Figure<'p>> = above.map(|other| other.if_above(own, 1.0, 0.0)).collect();
        (1.0 + paper.sum(above)).named("rank").in_year(number).measured_in(Unit::Count);
    }
}

/// The least change of one weight at which the leader loses its place, if any change within bounds does.
fn find_swap(paper: &Paper, weights: &[Figure<'_>], columns: &[Vec<Figure<'_>>], scores: &[Figure<'_>]) {
    let totals: Vec<f64> = weights
        .iter()
        .zip(columns)
        .map(|(weight, column)| column.iter().map(|one| one.value() * weight.value()).collect::<Vec<f64>>())
        .fold(vec![0.0; scores.len()], |sums, parts| {
            sums.iter().zip(parts).map(|(sum, part)| sum + part).collect()
        });
    let Some(leader) =
        (0..totals.len()).reduce(|best, next| if totals[next] > totals[best] { next } else { best })
    else {
        return;
    };
    let mut least: Option<(f64, usize)> = None;
    for rival in (0..totals.len()).filter(|rival| *rival != leader) {
        let lead = totals[leader] - totals[rival];
        for (indicator, (weight, column)) in weights.iter().zip(columns).enumerate() {
            let weight = weight.value();
            let change = -lead * (1.0 - weight) / (column[leader].value() - column[rival].value() - lead);
            let within = change.is_finite() && (0.0..=1.0).contains(&(weight + change));
            if within && least.is_none_or(|(known, _)| change.abs() < known.abs()) {
                least = Some((change, indicator));
            }
        }
    }
    if let Some((change, indicator)) = least {
        paper.estimated("smallest-weight-change", Unit::Share, change);
        paper.estimated("indicator-of-change", Unit::Count, (indicator + 1) as f64);
    }
}
