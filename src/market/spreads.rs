//! Two looks at how a figure is spread, as evidence beside a value: one shape described, and the shapes that
//! observations may follow.
//!
//! - The formulas are those of [`Distribution`]; a fit takes each shape's numbers from the sample's mean and
//!   standard deviation (the method of moments), its ends or its quantiles (R type 7).
//! - D = sup |Fₙ(x) − F(x)|, the distance of Kolmogorov, tells how far a shape stays from the observations.
//! - Limit: a small distance is no proof; its usual critical values do not hold for a shape that was fitted to
//!   the same sample.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::estimation::describe;
use crate::estimation::quantiles::{ascending, quantile};
use crate::method::{Method, Setting, Worked, plain};
use crate::problem::{Problem, Remarks};
use crate::uncertainty::Distribution;
use crate::workpaper::math::{maximum, minimum};
use crate::workpaper::{Paper, Unit};

/// One spread: its moments, and its density, shares and quantiles wherever they are asked for.
pub struct DescribeSpread;

/// The shapes that observations may follow, each with its distance from them.
pub struct FitSpread;

const SPREAD: &[Field] = &[
    Field::required("figure", Kind::Number(Measure::ANY)),
    Field::optional("places", Kind::Numbers(Measure::ANY)),
    Field::optional("probabilities", Kind::Numbers(Measure::SHARE)),
];

const FIT: &[Field] = &[Field::required("observations", Kind::Numbers(Measure::ANY))];

impl Method for DescribeSpread {
    fn name(&self) -> &'static str {
        "describeSpread"
    }

    fn approach(&self) -> &'static str {
        "evidence"
    }

    fn gives(&self) -> Unit {
        Unit::Factor
    }

    fn fields(&self) -> &'static [Field] {
        SPREAD
    }

    fn work<'p>(
        &self,
        paper: &'p Paper,
        inputs: &Inputs,
        _: &Setting<'_>,
        remarks: &mut Remarks,
    ) -> Option<Worked<'p>> {
        let listed = |key, remarks: &mut Remarks| plain(inputs.series(key).unwrap_or_default(), remarks);
        let (places, probabilities) = (listed("places", remarks), listed("probabilities", remarks));
        let figure = inputs.number("figure")?;
        let Some(spread) = &figure.range else {
            remarks.refuse(Problem::new(inputs.pointer_to("figure"), "no-spread"));
            return None;
        };
        for (&place, number) in places.iter().zip(1..) {
            paper.estimated("probability-density", Unit::Factor, spread.density(place)).in_year(number);
            paper.estimated("share-not-above", Unit::Share, spread.cumulative(place)).in_year(number);
        }
        for (&probability, number) in probabilities.iter().zip(1..) {
            let (low, high) = spread.support();
            let at = match probability {
                p if p <= 0.0 => low,
                p if p >= 1.0 => high,
                p => spread.quantile(p),
            };
            if !at.is_finite() {
                let pointer = format!("{}/{}", inputs.pointer_to("probabilities"), number - 1);
                remarks.refuse(Problem::new(pointer, "no-finite-quantile"));
                return None;
            }
            paper.estimated("spread-quantile", Unit::Factor, at).in_year(number);
        }
        if let Some((mean, variance)) = spread.moments() {
            paper.estimated("spread-mean", Unit::Factor, mean);
            paper.estimated("spread-variance", Unit::Factor, variance);
        }
        Some(Worked::of(paper.estimated("spread-median", Unit::Factor, spread.quantile(0.5))))
    }
}

impl Method for FitSpread {
    fn name(&self) -> &'static str {
        "fitSpread"
    }

    fn approach(&self) -> &'static str {
        "evidence"
    }

    fn gives(&self) -> Unit {
        Unit::Factor
    }

    fn fields(&self) -> &'static [Field] {
        FIT
    }

    fn work<'p>(
        &self,
        paper: &'p Paper,
        inputs: &Inputs,
        _: &Setting<'_>,
        remarks: &mut Remarks,
    ) -> Option<Worked<'p>> {
        let before = remarks.problems.len();
        let sample = ascending(&plain(inputs.series("observations")?, remarks));
        if remarks.problems.len() > before {
            return None;
        }
        let (least, most) = (*sample.first()?, *sample.last()?);
        let described = describe(&sample)?;
        let (mean, deviation) = (described.mean, described.standard_deviation.unwrap_or(0.0));
        if deviation <= 0.0 {
            remarks.refuse(Problem::new(inputs.pointer_to("observations"), "nothing-varies"));
            return None;
        }
        paper.estimated("sample-mean", Unit::Factor, mean);
        paper.estimated("sample-standard-deviation", Unit::Factor, deviation);
        paper.estimated("sample-minimum", Unit::Factor, least);
        paper.estimated("sample-maximum", Unit::Factor, most);
        let mode = maximum(least, minimum(most, 3.0 * mean - least - most));
        paper.estimated("fitted-mode", Unit::Factor, mode);
        let of = |share| quantile(&sample, share, 7);
        let (p10, p50, p90) = (of(0.1)?, of(0.5)?, of(0.9)?);
        for (quantile, number) in [p10, p50, p90].into_iter().zip(1..) {
            paper.estimated("sample-quantile", Unit::Factor, quantile).in_year(number);
        }
        let mut shapes = vec![
            ("uniform", Distribution::Uniform { min: least, max: most }),
            ("triangular", Distribution::Triangular { min: least, mode, max: most }),
            ("pert", Distribution::pert(least, mode, most)),
            ("normal", Distribution::Normal { mean, standard_deviation: deviation }),
            ("quantiles", Distribution::quantiles(p10, p50, p90)),
        ];
        if least > 0.0 {
            shapes.push(("logNormal", Distribution::log_normal(mean, deviation)));
            // A shape beyond these is a bell for all purposes, and beyond what a case may state.
            let gamma = Distribution::gamma(mean, deviation);
            if matches!(gamma, Distribution::Gamma { shape, .. } if shape < 1e4) {
                shapes.push(("gamma", gamma));
            }
        }
        let distances = shapes.iter().map(|(name, shape)| {
            let distance = paper.estimated("kolmogorov-distance", Unit::Share, kolmogorov(&sample, shape));
            distance.annotate(|note| note.label = Some((*name).to_owned()))
        });
        let least = distances.reduce(|least, next| least.least(next))?;
        Some(Worked::of(least.named("least-distance")))
    }
}

/// How far a shape's distribution function stays from that of an ordered sample, at the most; a share.
///
/// - Published: of 0.1, 0.4 and 0.7 against the uniform from 0 to 1, by hand: 1 − 0.7.
pub fn kolmogorov(sample: &[f64], shape: &Distribution) -> f64 {
    let count = sample.len() as f64;
    let distances = sample.iter().enumerate().map(|(before, &x)| {
        let share = shape.cumulative(x);
        maximum(share - before as f64 / count, (before as f64 + 1.0) / count - share)
    });
    distances.fold(0.0, maximum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_is_the_widest_gap() {
        let uniform = Distribution::Uniform { min: 0.0, max: 1.0 };
        assert!((kolmogorov(&[0.1, 0.4, 0.7], &uniform) - 0.3).abs() < 1e-15);
        assert!((kolmogorov(&[0.9], &uniform) - 0.9).abs() < 1e-15);
    }
}
