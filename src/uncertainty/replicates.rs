//! What the draws say, over all of them and replicate by replicate, in a fixed order.
//!
//! Draw *k* belongs to replicate k mod 16. Results that are no number count for nothing. Percentiles are
//! exact order statistics (R type 5: linear between neighbours, the *i*-th of n in the middle of its share;
//! Hyndman and Fan, *The American Statistician* 50 (1996) 361–365; of evenly spread points the other types lie
//! to one side): one pass counts the results into buckets, a second takes those out in whose buckets an
//! order statistic lies, so that a twentieth is sorted and nothing is copied.
//!
//! The standard error of a percentile is the larger of two: how far apart the replicates' own percentiles
//! lie, and how far apart the shares of each replicate below it lie, over the density there. They agree where
//! many inputs meet; where one or two do, each replicate is so even that either alone can be too small.

use crate::uncertainty::draws::REPLICATES;
use crate::workpaper::math::{maximum, minimum};

/// The percentiles reported: the first to the ninety-ninth.
pub const PERCENTILES: usize = 99;

/// The replicates, and all of them together as one group more.
const GROUPS: usize = REPLICATES + 1;

/// The sum over each replicate of a function of its results.
#[inline(always)]
pub fn sums(results: &[f64], of: impl Fn(f64) -> f64) -> [f64; REPLICATES] {
    let mut sums = [0.0; REPLICATES];
    for results in results.chunks(REPLICATES) {
        for (sum, &result) in sums.iter_mut().zip(results) {
            *sum += if result.is_finite() { of(result) } else { 0.0 };
        }
    }
    sums
}

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

/// The percentiles of all results, each with its standard error; `counts` are of the finite ones.
pub fn percentiles(results: &[f64], counts: &[f64; REPLICATES]) -> Vec<Estimate> {
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for &result in results.iter().filter(|result| result.is_finite()) {
        low = minimum(low, result);
        high = maximum(high, result);
    }
    let buckets = (results.len() / 32).next_power_of_two().clamp(16, 4096);
    let scale = buckets as f64 / (high - low);
    let bucket = |result: f64| (((result - low) * scale) as usize).min(buckets - 1);
    let mut held = vec![[0_u32; GROUPS]; buckets];
    let finite = || results.iter().enumerate().filter(|(_, result)| result.is_finite());
    for (draw, &result) in finite() {
        let held = &mut held[bucket(result)];
        held[draw % REPLICATES] += 1;
        held[REPLICATES] += 1;
    }
    // Which order statistics are wanted of each group, and in which buckets they lie.
    let mut lists: Vec<Vec<f64>> = Vec::new();
    let mut list_of = vec![[u32::MAX; GROUPS]; buckets];
    let mut wanted = vec![false; buckets];
    let all: f64 = counts.iter().sum();
    let mut found: Vec<Vec<(usize, usize, f64)>> = Vec::new();
    for group in 0..GROUPS {
        let count = if group < REPLICATES { counts[group] } else { all };
        let (mut at, mut before, mut places) = (0, 0_u64, Vec::new());
        for place in wanted_places(count) {
            // Of few results the one above a percentile may lie beyond the one below the next.
            while place.0 < before {
                at -= 1;
                before -= u64::from(held[at][group]);
            }
            while before + u64::from(held[at][group]) <= place.0 {
                before += u64::from(held[at][group]);
                at += 1;
            }
            let list = &mut list_of[at][group];
            if *list == u32::MAX {
                *list = lists.len() as u32;
                lists.push(Vec::with_capacity(held[at][group] as usize));
                wanted[at] = true;
            }
            places.push((*list as usize, (place.0 - before) as usize, place.1));
        }
        found.push(places);
    }
    for (draw, &result) in finite() {
        let at = bucket(result);
        if wanted[at] {
            for group in [draw % REPLICATES, REPLICATES] {
                if let Some(list) = lists.get_mut(list_of[at][group] as usize) {
                    list.push(result);
                }
            }
        }
    }
    lists.iter_mut().for_each(|list| list.sort_unstable_by(f64::total_cmp));
    let of_group = |places: &Vec<(usize, usize, f64)>| -> Vec<f64> {
        let between = |pair: &[(usize, usize, f64)]| {
            let at = |(list, place, _): (usize, usize, f64)| lists[list][place];
            let (low, high) = (at(pair[0]), at(pair[1]));
            low + pair[0].2 * (high - low)
        };
        places.chunks_exact(2).map(between).collect()
    };
    let by_group: Vec<Vec<f64>> = found.iter().map(of_group).collect();
    if all < 1.0 {
        return Vec::new();
    }
    let of_all = &by_group[REPLICATES];
    // How many results of each replicate stay below each percentile: known by the bucket, but in those where
    // one lies.
    let first_at_or_above = |result: f64| of_all.partition_point(|percentile| *percentile <= result);
    let class: Vec<usize> = (0..buckets).map(|at| first_at_or_above(low + at as f64 / scale)).collect();
    let mut classes = vec![[0.0; REPLICATES]; PERCENTILES + 1];
    for (draw, &result) in finite() {
        let at = bucket(result);
        let class = if wanted[at] || !scale.is_finite() { first_at_or_above(result) } else { class[at] };
        classes[class][draw % REPLICATES] += 1.0;
    }
    let mut below = [0.0; REPLICATES];
    let estimates = (0..PERCENTILES).map(|nth| {
        below.iter_mut().zip(&classes[nth]).for_each(|(below, here)| *below += here);
        let shares = below.iter().zip(counts).map(|(below, count)| below / count);
        let (before, after) = (nth.saturating_sub(1), (nth + 1).min(PERCENTILES - 1));
        let slope = (of_all[after] - of_all[before]) * 100.0 / (after - before) as f64;
        let by_shares = standard_error(shares) * slope;
        let said = by_group[..REPLICATES].iter().map(|group| group.get(nth).copied().unwrap_or(f64::NAN));
        Estimate { value: of_all[nth], standard_error: maximum(standard_error(said), by_shares) }
    });
    estimates.collect()
}

/// For each percentile the order statistics below and above it, with the way from one to the other.
fn wanted_places(count: f64) -> Vec<(u64, f64)> {
    if count < 1.0 {
        return Vec::new();
    }
    let pairs = (1..=PERCENTILES).flat_map(|percent| {
        let place = maximum(0.0, minimum(percent as f64 * count / 100.0 - 0.5, count - 1.0));
        let below = place.floor();
        let above = minimum(below + 1.0, count - 1.0);
        [(below as u64, place - below), (above as u64, 0.0)]
    });
    pairs.collect()
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
/// between the first and the ninety-ninth percentile.
pub fn histogram(results: &[f64], percentiles: &[Estimate]) -> Option<Histogram> {
    let at = |percent: usize| percentiles.get(percent - 1).map(|estimate| estimate.value);
    let (from, to) = (at(1)?, at(99)?);
    let advised = 2.0 * (at(75)? - at(25)?) / libm::cbrt(results.len() as f64);
    let bins = maximum(20.0, minimum(60.0, ((to - from) / advised).ceil()));
    let width = (to - from) / bins;
    if !(width > 0.0 && width.is_finite()) {
        return None;
    }
    let mut histogram = Histogram { from, width, counts: vec![0; bins as usize], below: 0, above: 0 };
    for &result in results.iter().filter(|result| result.is_finite()) {
        let place = (result - from) / width;
        let bin = match place {
            _ if result < from => &mut histogram.below,
            // The ninety-ninth percentile itself belongs to the last bin.
            _ if result > to => &mut histogram.above,
            place => {
                let last = histogram.counts.len() - 1;
                &mut histogram.counts[(place as usize).min(last)]
            }
        };
        *bin += 1;
    }
    Some(histogram)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::uncertainty::Stream;

    #[test]
    fn percentiles_are_those_of_the_sorted_results() {
        for (count, power) in [(1, 1), (17, 1), (100, 1), (1000, 9), (40_000, 1), (40_001, 25)] {
            let stream = Stream::new(1, count);
            let mut results: Vec<f64> = (0..count as u64)
                .map(|k| (0..power).fold(1.0, |product, _| product * (stream.uniform(k) * 3.0 - 1.0)))
                .collect();
            results.iter_mut().step_by(7).skip(1).for_each(|result| *result = f64::NAN);
            let counts = sums(&results, |_| 1.0);
            let found = percentiles(&results, &counts);
            let mut sorted: Vec<f64> = results.iter().copied().filter(|result| result.is_finite()).collect();
            sorted.sort_by(f64::total_cmp);
            for (nth, estimate) in found.iter().enumerate() {
                let last = (sorted.len() - 1) as f64;
                let place = maximum(0.0, minimum((nth + 1) as f64 * sorted.len() as f64 / 100.0 - 0.5, last));
                let below = place as usize;
                let above = (below + 1).min(sorted.len() - 1);
                let wanted = sorted[below] + (place - below as f64) * (sorted[above] - sorted[below]);
                assert_eq!(estimate.value.to_bits(), wanted.to_bits(), "{count} results, P{}", nth + 1);
            }
            if let Some(histogram) = histogram(&results, &found) {
                let all = histogram.counts.iter().sum::<u32>() + histogram.below + histogram.above;
                assert_eq!(all as usize, sorted.len());
            }
        }
        assert!(percentiles(&[f64::NAN; 20], &[0.0; REPLICATES]).is_empty());
    }
}
