//! What the draws say, over all of them and replicate by replicate.
//!
//! Draw *k* belongs to replicate k mod 16; results that are no number count for nothing.
//!
//! The standard error of a percentile is the larger of two: how far apart the replicates' own percentiles
//! lie, and how far apart the shares of each replicate below it lie, over the density there. They agree where
//! many inputs meet; where one or two do, each replicate is so even that either alone can be too small.

use crate::uncertainty::draws::REPLICATES;
use crate::uncertainty::tally::{BUCKETS, Buckets, PERCENTILES, Sorted};
use crate::workpaper::math::{maximum, minimum};

/// A figure over all draws, and how far the replicates leave it uncertain.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The figure.
    pub value: f64,
    /// Its standard error.
    pub standard_error: f64,
}

impl Estimate {
    /// A mean out of sums and counts by replicate.
    pub fn of_mean(sums: &[f64], counts: &[f64]) -> Self {
        let means = sums.iter().zip(counts).map(|(sum, count)| sum / count);
        let value = sums.iter().sum::<f64>() / counts.iter().sum::<f64>();
        Self { value, standard_error: standard_error(means) }
    }
}

/// The standard error of the mean of what the replicates say, those left out that say nothing.
pub fn standard_error(said: impl Iterator<Item = f64>) -> f64 {
    let said: Vec<f64> = said.filter(|figure| figure.is_finite()).collect();
    let count = said.len() as f64;
    let mean = said.iter().sum::<f64>() / count;
    let squares: f64 = said.iter().map(|figure| (figure - mean) * (figure - mean)).sum();
    (squares / (count - 1.0) / count).sqrt()
}

/// The percentiles of all results, each with its standard error.
pub fn percentiles(sorted: &Sorted) -> Vec<Estimate> {
    let counts = sorted.counts();
    let of_all: Vec<f64> = (1..=PERCENTILES).map(|percent| sorted.percentile(REPLICATES, percent)).collect();
    let below = sorted.below(&of_all);
    let estimates = of_all.iter().zip(below).enumerate().map(|(nth, (&value, below))| {
        let shares = below.iter().zip(counts).map(|(below, count)| below / count);
        let (before, after) = (nth.saturating_sub(1), (nth + 1).min(PERCENTILES - 1));
        let slope = (of_all[after] - of_all[before]) * 100.0 / (after - before) as f64;
        let by_shares = standard_error(shares) * slope;
        let said = (0..REPLICATES).map(|replicate| sorted.percentile(replicate, nth + 1));
        Estimate { value, standard_error: maximum(standard_error(said), by_shares) }
    });
    estimates.collect()
}

/// How many results fall into each of a row of equal bins.
#[derive(Clone, Debug, PartialEq)]
pub struct Histogram {
    /// Where the first bin begins.
    pub from: f64,
    /// How wide each is.
    pub width: f64,
    /// How many results each holds.
    pub counts: Vec<u32>,
    /// How many lie below the first.
    pub below: u32,
    /// How many lie above the last.
    pub above: u32,
}

/// Bins about as wide as Freedman and Diaconis (1981) advise, 2 · IQR · n^(−1/3), at least 20 and at most 60
/// between the first and the ninety-ninth percentile; each is a few whole buckets, whose counts are known.
pub fn histogram(sorted: &Sorted, buckets: &Buckets, percentiles: &[Estimate]) -> Option<Histogram> {
    let at = |percent: usize| percentiles.get(percent - 1).map(|estimate| estimate.value);
    let (from, to) = (at(1)?, at(99)?);
    let count: f64 = sorted.counts().iter().sum();
    let advised = 2.0 * (at(75)? - at(25)?) / libm::cbrt(count);
    let bins = maximum(20.0, minimum(60.0, ((to - from) / advised).ceil()));
    if !(to - from > 0.0 && (to - from).is_finite()) {
        return None;
    }
    // The first and the last have no end.
    let inner = 1..BUCKETS - 1;
    let (first, last) = (
        buckets.of(from).clamp(inner.start, inner.end - 1),
        buckets.of(to).clamp(inner.start, inner.end - 1),
    );
    let each = maximum(1.0, ((last + 1 - first) as f64 / bins).round()) as usize;
    let of_row = |row: std::ops::Range<usize>| row.map(|bucket| sorted.bucket(bucket)).sum();
    let end = first + (last + 1 - first).next_multiple_of(each);
    Some(Histogram {
        from: buckets.start(first),
        width: each as f64 * buckets.width(),
        counts: (first..end)
            .step_by(each)
            .map(|start| of_row(start..(start + each).min(inner.end)))
            .collect(),
        below: of_row(0..first),
        above: of_row(end.min(inner.end)..BUCKETS),
    })
}
