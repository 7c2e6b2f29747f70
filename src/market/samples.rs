//! Three looks at observations, as evidence beside a value: one sample, groups, pairs.
//!
//! The formulas are those of [`crate::estimation`]; certified values are NIST's (StRD).
//! None of them gives money: they say whether what a report leans on is more than chance.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::estimation::quantiles::{ascending, quantile};
use crate::estimation::{correlation, describe, fisher_tail, one_way, student_tail};
use crate::market::royalty_evidence::{QUANTILE_TYPE, USUAL_TYPE};
use crate::method::{Method, Setting, Worked, all, plain};
use crate::problem::{Problem, Remarks};
use crate::workpaper::{Paper, Unit};

/// One sample: its mean, spread, autocorrelation and quantiles.
pub struct DescribeSample;

/// Groups: whether they differ by more than chance.
pub struct OneWayAnalysis;

/// Pairs: whether one goes with the other.
pub struct Correlation;

const SAMPLE: &[Field] = &[
    Field::required("observations", Kind::Numbers(Measure::ANY)),
    QUANTILE_TYPE,
    Field::optional("probabilities", Kind::Numbers(Measure::SHARE)),
];

const GROUPS: &[Field] = &[Field::required(
    "groups",
    Kind::List(&[
        Field::optional("name", Kind::Text),
        Field::required("observations", Kind::Numbers(Measure::ANY)),
    ]),
)];

const PAIRS: &[Field] = &[
    Field::required("observations", Kind::Numbers(Measure::ANY)),
    Field::required("otherObservations", Kind::Numbers(Measure::ANY)),
];

/// The numbers under a key; none if they are refused.
fn numbers(inputs: &Inputs, key: &str, remarks: &mut Remarks) -> Option<Vec<f64>> {
    let before = remarks.problems.len();
    let numbers = plain(inputs.series(key)?, remarks);
    (remarks.problems.len() == before).then_some(numbers)
}

impl Method for DescribeSample {
    fn name(&self) -> &'static str {
        "describeSample"
    }

    fn approach(&self) -> &'static str {
        "evidence"
    }

    fn gives(&self) -> Unit {
        Unit::Factor
    }

    fn fields(&self) -> &'static [Field] {
        SAMPLE
    }

    fn work<'p>(
        &self,
        paper: &'p Paper,
        inputs: &Inputs,
        _: &Setting<'_>,
        remarks: &mut Remarks,
    ) -> Option<Worked<'p>> {
        let sample = numbers(inputs, "observations", remarks)?;
        let probabilities = match inputs.has("probabilities") {
            true => numbers(inputs, "probabilities", remarks)?,
            false => Vec::new(),
        };
        let described = describe(&sample)?;
        let sorted = ascending(&sample);
        let definition = inputs.count("quantileType").unwrap_or(USUAL_TYPE);
        let of = |probability: f64| quantile(&sorted, probability, definition);
        let (low, high) = (of(0.25)?, of(0.75)?);
        paper.estimated("sample-size", Unit::Count, sample.len() as f64);
        paper.estimated("sample-minimum", Unit::Factor, *sorted.first()?);
        paper.estimated("lower-quartile", Unit::Factor, low);
        paper.estimated("median", Unit::Factor, of(0.5)?);
        paper.estimated("upper-quartile", Unit::Factor, high);
        paper.estimated("sample-maximum", Unit::Factor, *sorted.last()?);
        paper.estimated("interquartile-range", Unit::Factor, high - low);
        for (probability, number) in probabilities.iter().zip(1..) {
            paper.estimated("sample-quantile", Unit::Factor, of(*probability)?).in_year(number);
        }
        if let Some(deviation) = described.standard_deviation {
            paper.estimated("sample-standard-deviation", Unit::Factor, deviation);
        }
        if let Some(autocorrelation) = described.autocorrelation {
            paper.estimated("lag-one-autocorrelation", Unit::Factor, autocorrelation);
        }
        Some(Worked::of(paper.estimated("sample-mean", Unit::Factor, described.mean)))
    }
}

impl Method for OneWayAnalysis {
    fn name(&self) -> &'static str {
        "oneWayAnalysis"
    }

    fn approach(&self) -> &'static str {
        "evidence"
    }

    fn gives(&self) -> Unit {
        Unit::Factor
    }

    fn fields(&self) -> &'static [Field] {
        GROUPS
    }

    fn work<'p>(
        &self,
        paper: &'p Paper,
        inputs: &Inputs,
        _: &Setting<'_>,
        remarks: &mut Remarks,
    ) -> Option<Worked<'p>> {
        let before = remarks.problems.len();
        let groups = inputs.list("groups").iter();
        let groups = all(groups.map(|group| numbers(group, "observations", remarks)))?;
        let analysis = one_way(&groups);
        if analysis.is_none() && remarks.problems.len() == before && inputs.has("groups") {
            remarks.refuse(Problem::new(inputs.pointer_to("groups"), "nothing-varies"));
        }
        let analysis = analysis?;
        paper.estimated("squares-between", Unit::Factor, analysis.between);
        paper.estimated("squares-within", Unit::Factor, analysis.within);
        let share = analysis.between / (analysis.between + analysis.within);
        paper.estimated("r-squared", Unit::Share, share);
        let spread = (analysis.within / analysis.degrees_within).sqrt();
        paper.estimated("residual-standard-deviation", Unit::Factor, spread);
        let chance = fisher_tail(analysis.ratio, analysis.degrees_between, analysis.degrees_within);
        paper.estimated("chance-of-as-much", Unit::Share, chance);
        Some(Worked::of(paper.estimated("f-ratio", Unit::Factor, analysis.ratio)))
    }
}

impl Method for Correlation {
    fn name(&self) -> &'static str {
        "correlation"
    }

    fn approach(&self) -> &'static str {
        "evidence"
    }

    fn gives(&self) -> Unit {
        Unit::Factor
    }

    fn fields(&self) -> &'static [Field] {
        PAIRS
    }

    fn work<'p>(
        &self,
        paper: &'p Paper,
        inputs: &Inputs,
        _: &Setting<'_>,
        remarks: &mut Remarks,
    ) -> Option<Worked<'p>> {
        let (first, second) =
            (numbers(inputs, "observations", remarks), numbers(inputs, "otherObservations", remarks));
        let (first, second) = (first?, second?);
        if first.len() != second.len() {
            let problem = Problem::new(inputs.pointer_to("otherObservations"), "lengths-differ");
            remarks.refuse(problem.with("length", second.len()).with("wanted", first.len()));
            return None;
        }
        let Some(r) = correlation(&first, &second) else {
            remarks.refuse(Problem::new(inputs.pointer_to("observations"), "nothing-varies"));
            return None;
        };
        paper.estimated("sample-size", Unit::Count, first.len() as f64);
        let degrees = first.len() as f64 - 2.0;
        if degrees > 0.0 && r.abs() < 1.0 {
            let t = r * (degrees / (1.0 - r * r)).sqrt();
            paper.estimated("chance-of-as-much", Unit::Share, student_tail(t, degrees));
        }
        Some(Worked::of(paper.estimated("correlation", Unit::Factor, r)))
    }
}
