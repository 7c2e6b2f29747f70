//! Mean and variance of every shape, what is left between two bounds included.
//! ```text
//! normal on (a, b):     E z = (φ(a) − φ(b)) ÷ m,  E z² = 1 + (a φ(a) − b φ(b)) ÷ m,  m = Φ(b) − Φ(a)
//! lognormal:            E xᵏ = exp(k μ + k² σ² ÷ 2) (Φ(b − k σ) − Φ(a − k σ)) ÷ m
//! gamma, beta:          E xᵏ is that of the whole, times the share that the shape raised by k keeps
//! between breaks:       two points a piece, exact for a density that is straight there
//! ```
//! - Stated: Johnson, Kotz and Balakrishnan, *Continuous Univariate Distributions*, 2nd ed., vol. 1,
//!   eqs. 13.134 f. (normal); the others follow from their densities in a line.
//! - A truncation far out in a tail loses digits to cancellation, at most six of sixteen: less than a
//!   millionth of a shape is never kept.

use crate::estimation::incomplete_beta;
use crate::uncertainty::distribution::{Distribution, Truncated};
use crate::uncertainty::incomplete::gamma_tails;
use crate::workpaper::math::{maximum, minimum, normal_density, normal_distribution};

/// The mean and the variance.
pub(super) fn moments(distribution: &Distribution) -> (f64, f64) {
    let Distribution::Truncated(kept) = distribution else {
        return distribution.moments().unwrap_or((f64::NAN, f64::NAN));
    };
    let [all, first, second] = powers(kept);
    let mean = first / all;
    (mean, maximum(0.0, second / all - mean * mean))
}

/// The integrals of 1, x and x² over what is kept, about no other point than zero.
fn powers(kept: &Truncated) -> [f64; 3] {
    let Truncated { min, max, .. } = *kept;
    match &kept.of {
        &Distribution::Normal { mean, standard_deviation } => {
            bells(mean, standard_deviation, standard_deviation, min, max)
        }
        &Distribution::Halves { median, below, above } => bells(median, below, above, min, max),
        &Distribution::LogNormal { log_mean, log_standard_deviation: deviation } => {
            let straightened = |x: f64| (libm::log(x) - log_mean) / deviation;
            let (a, b) = (straightened(min), straightened(max));
            [0.0, 1.0, 2.0].map(|k| {
                let whole = libm::exp(k * log_mean + 0.5 * k * k * deviation * deviation);
                whole * between(a - k * deviation, b - k * deviation)
            })
        }
        &Distribution::Gamma { shape, scale } => {
            let share = |k: f64| {
                let at = |x: f64| gamma_tails(shape + k, x / scale);
                // Of two shares near one the rests are told apart better.
                let (low, high) = (at(min), if max.is_finite() { at(max) } else { (1.0, 0.0) });
                if low.0 > 0.5 { low.1 - high.1 } else { high.0 - low.0 }
            };
            let mean = shape * scale;
            [share(0.0), mean * share(1.0), mean * (shape + 1.0) * scale * share(2.0)]
        }
        &Distribution::Beta { first, second, min: from, max: to } => {
            let (width, sum) = (to - from, first + second);
            let part = |x: f64| (x - from) / width;
            let share = |k: f64| {
                incomplete_beta(part(max), first + k, second) - incomplete_beta(part(min), first + k, second)
            };
            let mean = first / sum;
            let (all, once) = (share(0.0), mean * share(1.0));
            let twice = mean * (first + 1.0) / (sum + 1.0) * share(2.0);
            let squares = from * from * all + 2.0 * from * width * once + width * width * twice;
            [all, from * all + width * once, squares]
        }
        Distribution::Discrete(steps) => {
            let inside = steps.weighed().filter(|(value, _)| *value >= min && *value <= max);
            inside.fold([0.0; 3], |sum, (value, weight)| added(sum, atom(value, weight)))
        }
        Distribution::Observed(sorted) => {
            let pieces = sorted.windows(2).map(|pair| match pair[1] - pair[0] {
                // Alike observations hold their share at one place; what stands on the lower bound is cut.
                0.0 if pair[0] > min && pair[0] <= max => atom(pair[0], 1.0),
                0.0 => [0.0; 3],
                width => piece(&|_| 1.0 / width, maximum(pair[0], min), minimum(pair[1], max)),
            });
            pieces.fold([0.0; 3], added)
        }
        whole => {
            let middle = match whole {
                Distribution::Triangular { mode, .. } => maximum(min, minimum(*mode, max)),
                _ => max,
            };
            let density = |x: f64| whole.density(x);
            added(piece(&density, min, middle), piece(&density, middle, max))
        }
    }
}

/// Two halves of bells that meet at a median, between two bounds.
fn bells(median: f64, below: f64, above: f64, min: f64, max: f64) -> [f64; 3] {
    // A half of no width holds its share at the median itself.
    let at = |x: f64, deviation: f64| if x < median { (x - median) / deviation } else { 0.0 };
    let lower = half(median, below, at(min, below), at(max, below));
    let at = |x: f64, deviation: f64| if x > median { (x - median) / deviation } else { 0.0 };
    let upper = half(median, above, at(min, above), at(max, above));
    added(lower, upper)
}

// Written once for both halves: the module's weight is its users' waiting time.
#[inline(never)]
fn half(median: f64, deviation: f64, a: f64, b: f64) -> [f64; 3] {
    let end = |z: f64| if z.is_finite() { (normal_density(z), z * normal_density(z)) } else { (0.0, 0.0) };
    let (from, to) = (end(a), end(b));
    let all = between(a, b);
    let (once, twice) = (from.0 - to.0, all + from.1 - to.1);
    let first = median * all + deviation * once;
    let squares = median * median * all + 2.0 * median * deviation * once + deviation * deviation * twice;
    [all, first, squares]
}

/// Φ(b) − Φ(a), with the accuracy of the tail in which both lie.
fn between(a: f64, b: f64) -> f64 {
    if a > 0.0 {
        normal_distribution(-a) - normal_distribution(-b)
    } else {
        normal_distribution(b) - normal_distribution(a)
    }
}

fn atom(value: f64, weight: f64) -> [f64; 3] {
    [weight, weight * value, weight * value * value]
}

/// A piece on which the density is a straight line; nothing where it has no width.
#[inline(never)]
fn piece(density: &dyn Fn(f64) -> f64, low: f64, high: f64) -> [f64; 3] {
    if low >= high {
        return [0.0; 3];
    }
    let (middle, half) = (0.5 * (low + high), 0.5 * (high - low));
    // Gauss's two points carry every cubic exactly.
    let away = half / 3.0_f64.sqrt();
    let at = |x: f64| atom(x, half * density(x));
    added(at(middle - away), at(middle + away))
}

fn added(one: [f64; 3], other: [f64; 3]) -> [f64; 3] {
    [one[0] + other[0], one[1] + other[1], one[2] + other[2]]
}

#[cfg(test)]
mod tests {
    use super::{Distribution, moments};

    /// Each truncated shape against the mean and the variance of its own quantiles at many equal shares.
    #[test]
    fn what_is_kept_has_the_moments_of_its_quantiles() {
        let observed = Distribution::observed(&[1.0, 2.0, 2.0, 5.0, 9.0]);
        let discrete = Distribution::discrete(&[0.0, 1.0, 3.0, 8.0], &[0.1, 0.4, 0.3, 0.2]);
        let kept = [
            (Distribution::Uniform { min: 0.0, max: 4.0 }, 1.0, 2.0),
            (Distribution::Triangular { min: 1.0, mode: 2.0, max: 5.0 }, 1.5, 4.0),
            (Distribution::Triangular { min: 1.0, mode: 2.0, max: 5.0 }, 3.0, 4.0),
            (Distribution::pert(1.0, 2.0, 5.0), 1.2, 3.0),
            (Distribution::Normal { mean: 3.0, standard_deviation: 2.0 }, 0.0, f64::INFINITY),
            (Distribution::Normal { mean: 3.0, standard_deviation: 2.0 }, 8.0, 9.0),
            (Distribution::quantiles(1.0, 2.0, 6.0), 0.5, 5.0),
            (Distribution::quantiles(2.0, 2.0, 6.0), 1.0, 5.0),
            (Distribution::log_normal(2.0, 1.0), f64::NEG_INFINITY, 4.0),
            (Distribution::gamma(2.0, 1.0), 1.0, 9.0),
            (Distribution::Beta { first: 0.6, second: 3.0, min: -1.0, max: 2.0 }, -0.5, 1.0),
            (observed, 1.5, 8.0),
            (discrete, 1.0, 5.0),
        ];
        let mut wrong = Vec::new();
        for (whole, min, max) in kept {
            let Some(shape) = whole.clone().truncated(min, max) else {
                wrong.push(format!("{whole:?}: nothing kept"));
                continue;
            };
            let count = 20_000;
            let quantile = |k: i32| shape.quantile((f64::from(k) + 0.5) / f64::from(count));
            let about = |mean: f64, power: i32| {
                let away = (0..count).map(|k| quantile(k) - mean);
                away.map(|away| if power == 1 { away } else { away * away }).sum::<f64>() / f64::from(count)
            };
            let (mean, variance) = moments(&shape);
            let (off, spread) = (about(mean, 1), about(mean, 2));
            // The middles of equal shares miss an open tail by a thousandth of the variance.
            if off.abs() > 1e-3 * variance.sqrt() || (spread / variance - 1.0).abs() > 3e-3 {
                wrong.push(format!("{whole:?} on {min}–{max}: {mean} off by {off}, {variance} for {spread}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
