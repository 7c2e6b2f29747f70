//! A distribution as it is drawn: its density by few points, its percentiles, its mean and its width.
//!
//! Points stand where the curve bends: between a first few the middle is added where it misses the chord by
//! the largest area. Where the density has no bound or is too steep, and of observations, each point is the mean density of
//! a strip, so that the area drawn is the probability. What has a probability of its own is a bar.

use crate::uncertainty::distribution::Distribution;
use crate::uncertainty::moments::moments;
use crate::workpaper::math::{maximum, minimum};

/// What there is to draw of a distribution.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// The mean; not finite where it has none.
    pub mean: f64,
    /// The standard deviation; not finite where it has none.
    pub standard_deviation: f64,
    /// Where the picture begins: the lower bound, or the thousandth where that is far away or there is none.
    pub low: f64,
    /// Where it ends, likewise.
    pub high: f64,
    /// P1 to P99.
    pub percentiles: Vec<f64>,
    /// Figures with the density there, ascending; two of one place are a step.
    pub points: Vec<(f64, f64)>,
    /// Figures that are drawn with a probability of their own, ascending.
    pub bars: Vec<(f64, f64)>,
}

/// More points than this are no smoother on any page.
const MOST_POINTS: usize = 121;

/// So few observations are shown one by one.
const FEW: usize = 12;

/// A curve is smooth enough once no chord misses it by more than this share of the whole area.
const SMOOTH: f64 = 1e-5;

/// Where chords miss it by more than this share altogether, the curve is too steep to follow by points.
const ROUGH: f64 = 2e-3;

/// The share left out beyond an end that is far away.
const TAIL: f64 = 0.001;

impl Picture {
    /// The picture of a distribution.
    pub fn of(distribution: &Distribution) -> Self {
        let (mean, variance) = moments(distribution);
        let percentiles = (1..100).map(|nth| distribution.quantile(f64::from(nth) / 100.0)).collect();
        let (low, high) = ends(distribution);
        let own = bars(distribution);
        let (points, bars) = match own {
            Some(bars) => (Vec::new(), bars),
            None if low < high => (curve(distribution, low, high), atoms(distribution)),
            None => (Vec::new(), vec![(low, 1.0)]),
        };
        Self { mean, standard_deviation: variance.sqrt(), low, high, percentiles, points, bars }
    }
}

/// A shape without its truncation, and the bounds that are kept of it.
fn untruncated(distribution: &Distribution) -> (&Distribution, f64, f64, f64) {
    match distribution {
        Distribution::Truncated(kept) => (&kept.of, kept.min, kept.max, kept.share),
        whole => (whole, f64::NEG_INFINITY, f64::INFINITY, 1.0),
    }
}

fn ends(distribution: &Distribution) -> (f64, f64) {
    let (low, high) = distribution.support();
    if let (Distribution::Discrete(_) | Distribution::Observed(_), ..) = untruncated(distribution) {
        return (low, high);
    }
    let (first, last) = (distribution.quantile(TAIL), distribution.quantile(1.0 - TAIL));
    let near = 0.5 * (last - first);
    (if first - low <= near { low } else { first }, if high - last <= near { high } else { last })
}

/// The bars of a shape that consists of nothing else.
fn bars(distribution: &Distribution) -> Option<Vec<(f64, f64)>> {
    let weighed: Vec<(f64, f64)> = match untruncated(distribution) {
        (Distribution::Discrete(steps), min, max, share) => {
            let inside = steps.weighed().filter(|(value, _)| *value >= min && *value <= max);
            inside.map(|(value, weight)| (value, weight / share)).collect()
        }
        (Distribution::Observed(sorted), ..) if sorted.len() <= FEW && is_whole(distribution) => {
            sorted.iter().map(|value| (*value, 1.0 / sorted.len() as f64)).collect()
        }
        _ => return None,
    };
    let mut bars: Vec<(f64, f64)> = Vec::new();
    for (value, weight) in weighed.into_iter().filter(|(_, weight)| *weight > 0.0) {
        match bars.last_mut() {
            Some((last, sum)) if *last >= value => *sum += weight,
            _ => bars.push((value, weight)),
        }
    }
    (bars.len() <= MOST_POINTS).then_some(bars)
}

fn is_whole(distribution: &Distribution) -> bool {
    !matches!(distribution, Distribution::Truncated(_))
}

/// The half of a spread by quantiles that has no width holds its half of the draws at the median.
fn atoms(distribution: &Distribution) -> Vec<(f64, f64)> {
    match untruncated(distribution) {
        (&Distribution::Halves { median, below, above }, min, max, share)
            if (below == 0.0 || above == 0.0) && median > min && median <= max =>
        {
            vec![(median, 0.5 / share)]
        }
        _ => Vec::new(),
    }
}

fn curve(distribution: &Distribution, low: f64, high: f64) -> Vec<(f64, f64)> {
    match untruncated(distribution) {
        // Rice's number of classes, within what a page can show.
        (Distribution::Observed(sorted), ..) => {
            let classes = 2.0 * libm::cbrt(sorted.len() as f64);
            stairs(distribution, low, high, maximum(8.0, minimum(classes, 40.0)) as usize)
        }
        (Distribution::Discrete(_), ..) => stairs(distribution, low, high, MOST_POINTS / 2),
        _ => refined(distribution, low, high).unwrap_or_else(|| strips(distribution, low, high)),
    }
}

/// The mean density between two figures.
fn mean_density(distribution: &Distribution, from: f64, to: f64) -> f64 {
    (distribution.cumulative(to) - distribution.cumulative(from)) / (to - from)
}

/// Equal classes, each with its mean density over all its width. What stands on the lowest figure belongs to
/// the first of them.
fn stairs(distribution: &Distribution, low: f64, high: f64, classes: usize) -> Vec<(f64, f64)> {
    let width = (high - low) / classes as f64;
    let edge = |place: usize| if place == classes { high } else { low + width * place as f64 };
    let steps = (0..classes).flat_map(|place| {
        let (from, to) = (edge(place), edge(place + 1));
        let below = if place == 0 { 0.0 } else { distribution.cumulative(from) };
        let density = (distribution.cumulative(to) - below) / (to - from);
        [(from, density), (to, density)]
    });
    steps.collect()
}

/// Points an equal way apart, each with the mean density of the strip around it.
fn strips(distribution: &Distribution, low: f64, high: f64) -> Vec<(f64, f64)> {
    let width = (high - low) / (MOST_POINTS - 1) as f64;
    let strip = |place: usize| {
        let x = if place == MOST_POINTS - 1 { high } else { low + width * place as f64 };
        let (from, to) = (maximum(low, x - 0.5 * width), minimum(high, x + 0.5 * width));
        (x, mean_density(distribution, from, to))
    };
    (0..MOST_POINTS).map(strip).collect()
}

/// The density, without the half of a bell that has no width and is a bar.
// Every shape's density written once, not at each place that asks: the module's weight is waiting time.
#[inline(never)]
fn density_at(distribution: &Distribution, x: f64) -> f64 {
    let density = distribution.density(x);
    if density.is_nan() { 0.0 } else { density }
}

/// The middle of two neighbours, and the area by which their chord misses it.
fn middle(distribution: &Distribution, pair: &[(f64, f64)]) -> ((f64, f64), f64) {
    let (from, to) = (pair[0], pair[1]);
    let x = 0.5 * (from.0 + to.0);
    let density = density_at(distribution, x);
    ((x, density), (density - 0.5 * (from.1 + to.1)).abs() * (to.0 - from.0))
}

/// Points where the curve bends; none if so many do not follow it.
fn refined(distribution: &Distribution, low: f64, high: f64) -> Option<Vec<(f64, f64)>> {
    let mut points = first_points(distribution, low, high);
    if points.iter().any(|(_, density)| density.is_infinite()) {
        return None;
    }
    let mut middles: Vec<_> = points.windows(2).map(|pair| middle(distribution, pair)).collect();
    while points.len() < MOST_POINTS {
        let widest = middles.iter().enumerate().max_by(|a, b| a.1.1.total_cmp(&b.1.1));
        let Some((place, &(point, _))) = widest.filter(|(_, (_, missed))| *missed > SMOOTH) else { break };
        points.insert(place + 1, point);
        let halves = [&points[place..place + 2], &points[place + 1..place + 3]];
        let [before, after] = halves.map(|pair| middle(distribution, pair));
        middles[place] = before;
        middles.insert(place + 1, after);
    }
    let missed: f64 = middles.iter().map(|(_, missed)| missed).sum();
    (missed <= ROUGH).then_some(points)
}

/// The ends, an even dozen between them, some quantiles, and both sides of what breaks the curve.
fn first_points(distribution: &Distribution, low: f64, high: f64) -> Vec<(f64, f64)> {
    let mut figures: Vec<f64> = Vec::new();
    for place in 0..=12 {
        figures.push(low + (high - low) * f64::from(place) / 12.0);
    }
    for share in [0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99] {
        figures.push(distribution.quantile(share));
    }
    match untruncated(distribution) {
        (Distribution::Triangular { mode, .. }, ..) => figures.push(*mode),
        // The density jumps at the median: both its sides are points.
        (Distribution::Halves { median, .. }, ..) => {
            figures.extend([median - 1e-9 * (high - low), *median]);
        }
        _ => {}
    }
    figures.retain(|figure| *figure > low && *figure < high);
    figures.extend([low, high]);
    figures.sort_by(f64::total_cmp);
    figures.dedup();
    figures.into_iter().map(|x| (x, density_at(distribution, x))).collect()
}
