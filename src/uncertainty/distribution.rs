//! How an uncertain input is spread: the shapes that a range may take.
//!
//! Each is drawn by its inverse, so that draw *k* of an input is one uniform number through one formula.
//!
//! | shape | its numbers | F⁻¹(u) |
//! |---|---|---|
//! | uniform | a, b | a + u (b − a) |
//! | triangular | a, m, b | a + √(u (b − a)(m − a)) up to m, mirrored beyond |
//! | PERT | a, m, b | beta on \[a, b\] with 1 + 4 (m − a) ÷ (b − a) and 1 + 4 (b − m) ÷ (b − a) |
//! | normal | μ, σ | μ + σ z, where z = Φ⁻¹(u) |
//! | lognormal | of the logarithm, or of the number | exp(μ + σ z) |
//! | beta, gamma | | by search ([`incomplete`](super::incomplete)) |
//! | by quantiles | P10, P50, P90 | P50 + s z, with s = (P50 − P10) ÷ z₉₀ below and (P90 − P50) ÷ z₉₀ above |
//! | discrete | values, probabilities | the first value at which the probabilities reach u |
//! | observed | observations | between neighbours in a line, as their own quantiles are (R type 7) |
//! | truncated | any of these, bounds | F⁻¹(F(a) + u (F(b) − F(a))) |
//!
//! - Inferred: the two halves of a bell for quantiles. Any three rising numbers are admitted and met exactly,
//!   and mean, variance and density are closed; a metalog of three terms refuses skewed triples and has no
//!   closed distribution function. The price is a density that jumps at the median.
//! - Elsewhere: how draws are made fast, in `sampler`.

use std::sync::Arc;

use crate::estimation::incomplete_beta;
use crate::uncertainty::incomplete::{beta_quantile, gamma_quantile, gamma_tails};
use crate::uncertainty::normal::normal_quantile;
use crate::uncertainty::sampler::Sampler;
use crate::workpaper::math::{maximum, minimum, normal_density, normal_distribution};

/// The shape of an uncertain input.
#[derive(Clone, Debug, PartialEq)]
pub enum Distribution {
    /// Any number between the bounds, all alike.
    Uniform {
        /// the lowest possible
        min: f64,
        /// the highest possible
        max: f64,
    },
    /// Rising to the most likely number, falling beyond it.
    Triangular {
        /// the lowest possible
        min: f64,
        /// the most likely
        mode: f64,
        /// the highest possible
        max: f64,
    },
    /// The bell curve.
    Normal {
        /// the mean
        mean: f64,
        /// the standard deviation
        standard_deviation: f64,
    },
    /// A number whose logarithm follows the bell curve.
    LogNormal {
        /// the mean of the logarithm
        log_mean: f64,
        /// the standard deviation of the logarithm
        log_standard_deviation: f64,
    },
    /// Two halves of bells that meet at the median.
    Halves {
        /// the median
        median: f64,
        /// the standard deviation of the lower half's bell
        below: f64,
        /// the standard deviation of the upper half's bell
        above: f64,
    },
    /// The beta distribution between two bounds.
    Beta {
        /// the first shape: what holds it away from the lower bound
        first: f64,
        /// the second shape: what holds it away from the upper bound
        second: f64,
        /// the lowest possible
        min: f64,
        /// the highest possible
        max: f64,
    },
    /// The gamma distribution, above zero.
    Gamma {
        /// the shape
        shape: f64,
        /// the scale
        scale: f64,
    },
    /// One of several numbers.
    Discrete(Arc<Steps>),
    /// As spread as these observations, at least two, in ascending order.
    Observed(Arc<[f64]>),
    /// Another shape, of which only what lies between two bounds is kept.
    Truncated(Arc<Truncated>),
}

/// Numbers with what they weigh, in ascending order.
#[derive(Clone, Debug, PartialEq)]
pub struct Steps {
    values: Vec<f64>,
    /// The probability of this value or a lower one.
    up_to: Vec<f64>,
}

/// What is left of a shape between two bounds.
#[derive(Clone, Debug, PartialEq)]
pub struct Truncated {
    /// The whole shape.
    pub of: Distribution,
    /// The lowest kept.
    pub min: f64,
    /// The highest kept.
    pub max: f64,
    /// The share of the whole that lies below the lowest kept.
    pub from: f64,
    /// The share of the whole that is kept.
    pub share: f64,
}

/// The number below which a share of a uniform variable falls.
#[inline(always)]
pub(super) fn uniform(min: f64, max: f64, u: f64) -> f64 {
    min + u * (max - min)
}

/// The same of a triangular one; of no width, it is its one number.
#[inline(always)]
pub(super) fn triangular(min: f64, mode: f64, max: f64, u: f64) -> f64 {
    let width = max - min;
    let rising = u * width < mode - min;
    let (share, leg) = if rising { (u, mode - min) } else { (1.0 - u, max - mode) };
    let distance = (share * width * leg).sqrt();
    if rising { min + distance } else { max - distance }
}

/// Where a normal variable leaves nine in ten below.
const Z90: f64 = 1.281_551_565_544_600_4;

/// Uniform numbers stay this far from one.
const NEAR_ONE: f64 = 1.0 - f64::EPSILON / 2.0;

impl Distribution {
    /// Beta-shaped between three estimates, the middle one weighing four times.
    pub fn pert(min: f64, mode: f64, max: f64) -> Self {
        let width = max - min;
        if width <= 0.0 {
            return Self::Uniform { min, max };
        }
        let shape = |leg: f64| 1.0 + 4.0 * leg / width;
        Self::Beta { first: shape(mode - min), second: shape(max - mode), min, max }
    }

    /// Lognormal by the mean, above zero, and the standard deviation of the number itself.
    pub fn log_normal(mean: f64, standard_deviation: f64) -> Self {
        let relative = standard_deviation / mean;
        let variance = libm::log1p(relative * relative);
        Self::LogNormal {
            log_mean: libm::log(mean) - 0.5 * variance,
            log_standard_deviation: variance.sqrt(),
        }
    }

    /// Through three quantiles, in ascending order.
    pub fn quantiles(p10: f64, p50: f64, p90: f64) -> Self {
        Self::Halves { median: p50, below: (p50 - p10) / Z90, above: (p90 - p50) / Z90 }
    }

    /// Gamma by its mean and its standard deviation, both above zero.
    pub fn gamma(mean: f64, standard_deviation: f64) -> Self {
        let root = mean / standard_deviation;
        Self::Gamma { shape: root * root, scale: standard_deviation / root }
    }

    /// One of these values, each with its probability; there is at least one, and the probabilities sum to 1.
    pub fn discrete(values: &[f64], probabilities: &[f64]) -> Self {
        let mut steps: Vec<(f64, f64)> = values.iter().copied().zip(probabilities.iter().copied()).collect();
        steps.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut sum = 0.0;
        let up_to = steps.iter().map(|(_, probability)| {
            sum += probability;
            sum
        });
        let up_to = up_to.collect();
        Self::Discrete(Arc::new(Steps { values: steps.into_iter().map(|(value, _)| value).collect(), up_to }))
    }

    /// As spread as these observations, of which there are at least two.
    pub fn observed(observations: &[f64]) -> Self {
        let mut sorted = observations.to_vec();
        sorted.sort_by(f64::total_cmp);
        Self::Observed(sorted.into())
    }

    /// What lies between two bounds; none if next to nothing does.
    pub fn truncated(self, min: f64, max: f64) -> Option<Self> {
        let (low, high) = self.support();
        let (min, max) = (maximum(min, low), minimum(max, high));
        // What stands on the lower bound itself is kept.
        let from = match &self {
            Self::Discrete(steps) => steps.below(min),
            _ => self.cumulative(min),
        };
        let share = self.cumulative(max) - from;
        (share > 1e-6 && min <= max)
            .then(|| Self::Truncated(Arc::new(Truncated { of: self, min, max, from, share })))
    }

    /// The number below which a share `u` of the draws falls, for u strictly between 0 and 1.
    pub fn quantile(&self, u: f64) -> f64 {
        match self {
            &Self::Uniform { min, max } => uniform(min, max, u),
            &Self::Triangular { min, mode, max } => triangular(min, mode, max, u),
            Self::Normal { .. } | Self::LogNormal { .. } | Self::Halves { .. } => {
                self.bent(normal_quantile(u)).unwrap_or(f64::NAN)
            }
            Self::Beta { first, second, min, max } => min + (max - min) * beta_quantile(*first, *second, u),
            Self::Gamma { shape, scale } => scale * gamma_quantile(*shape, u),
            Self::Discrete(steps) => steps.quantile(u),
            Self::Observed(sorted) => {
                let place = u * (sorted.len() - 1) as f64;
                let below = (place as usize).min(sorted.len() - 2);
                sorted[below] + (place - below as f64) * (sorted[below + 1] - sorted[below])
            }
            Self::Truncated(kept) => kept.inside(kept.of.quantile(kept.moved(u))),
        }
    }

    /// The draw that belongs to a place on the normal curve, of the shapes that are made from it.
    #[inline(always)]
    pub(super) fn bent(&self, z: f64) -> Option<f64> {
        match *self {
            Self::Normal { mean, standard_deviation } => Some(mean + standard_deviation * z),
            Self::LogNormal { log_mean, log_standard_deviation } => {
                Some(libm::exp(log_mean + log_standard_deviation * z))
            }
            Self::Halves { median, below, above } => {
                let deviation = if z < 0.0 { below } else { above };
                Some(median + deviation * z)
            }
            _ => None,
        }
    }

    /// The share of the draws that does not exceed `x`.
    pub fn cumulative(&self, x: f64) -> f64 {
        let (low, high) = self.support();
        if x < low {
            return 0.0;
        }
        if x >= high {
            return 1.0;
        }
        match self {
            Self::Uniform { min, max } => (x - min) / (max - min),
            Self::Triangular { min, mode, max } if x < *mode => {
                (x - min) * (x - min) / ((max - min) * (mode - min))
            }
            Self::Triangular { min, mode, max } => 1.0 - (max - x) * (max - x) / ((max - min) * (max - mode)),
            Self::Beta { first, second, min, max } => {
                incomplete_beta((x - min) / (max - min), *first, *second)
            }
            Self::Gamma { shape, scale } => gamma_tails(*shape, x / scale).0,
            Self::Discrete(steps) => steps.up_to[steps.values.partition_point(|value| *value <= x) - 1],
            Self::Observed(sorted) => {
                let above = sorted.partition_point(|value| *value <= x);
                let (low, high) = (sorted[above - 1], sorted[above]);
                ((above - 1) as f64 + (x - low) / (high - low)) / (sorted.len() - 1) as f64
            }
            Self::Truncated(kept) => (kept.of.cumulative(x) - kept.from) / kept.share,
            _ => normal_distribution(self.straightened(x).0),
        }
    }

    /// How densely the draws lie at `x`; of a discrete shape, the probability of `x` itself.
    pub fn density(&self, x: f64) -> f64 {
        let (low, high) = self.support();
        if !(x >= low && x <= high) {
            return 0.0;
        }
        match self {
            Self::Uniform { min, max } => 1.0 / (max - min),
            Self::Triangular { min, mode, max } => {
                let (reached, leg) = if x < *mode { (x - min, mode - min) } else { (max - x, max - mode) };
                // A mode at a bound has no leg on that side, and its full height there.
                2.0 / (max - min) * if leg > 0.0 { reached / leg } else { 1.0 }
            }
            Self::Beta { first, second, min, max } => {
                let (share, width) = ((x - min) / (max - min), max - min);
                let log_beta = libm::lgamma(*first) + libm::lgamma(*second) - libm::lgamma(first + second);
                // A power of nought is one, even of nought.
                let power = |shape: f64, log: f64| if is_one(shape) { 0.0 } else { (shape - 1.0) * log };
                let logs = power(*first, libm::log(share)) + power(*second, libm::log1p(-share));
                libm::exp(logs - log_beta) / width
            }
            Self::Gamma { shape, scale } => {
                let reached = x / scale;
                let power = if is_one(*shape) { 0.0 } else { (shape - 1.0) * libm::log(reached) };
                libm::exp(power - reached - libm::lgamma(*shape)) / scale
            }
            Self::Discrete(steps) => {
                let place = steps.values.partition_point(|value| *value < x);
                let here = steps.values.get(place).is_some_and(|value| *value <= x);
                if here { steps.at_or_below(x) - steps.below(x) } else { 0.0 }
            }
            Self::Observed(sorted) => {
                let above = sorted.partition_point(|value| *value <= x).min(sorted.len() - 1);
                1.0 / ((sorted[above] - sorted[above - 1]) * (sorted.len() - 1) as f64)
            }
            Self::Truncated(kept) => kept.of.density(x) / kept.share,
            Self::LogNormal { .. } if x <= 0.0 => 0.0,
            _ => {
                let (z, slope) = self.straightened(x);
                normal_density(z) * slope
            }
        }
    }

    /// The place on the normal curve that a draw came from, and how fast it moves with the draw.
    fn straightened(&self, x: f64) -> (f64, f64) {
        match *self {
            Self::LogNormal { log_mean, log_standard_deviation: deviation } => {
                ((libm::log(x) - log_mean) / deviation, 1.0 / (deviation * x))
            }
            Self::Normal { mean, standard_deviation: deviation } => ((x - mean) / deviation, 1.0 / deviation),
            Self::Halves { median, below, above } => {
                let deviation = if x < median { below } else { above };
                ((x - median) / deviation, 1.0 / deviation)
            }
            _ => (f64::NAN, f64::NAN),
        }
    }

    /// The mean and the variance, where they have a closed form: of all shapes but the truncated.
    pub fn moments(&self) -> Option<(f64, f64)> {
        Some(match self {
            Self::Uniform { min, max } => (0.5 * (min + max), (max - min) * (max - min) / 12.0),
            Self::Triangular { min: a, mode: m, max: b } => {
                let squares = (b - a) * (b - a) + (m - a) * (m - b);
                ((a + m + b) / 3.0, squares / 18.0)
            }
            Self::Normal { mean, standard_deviation } => (*mean, standard_deviation * standard_deviation),
            Self::LogNormal { log_mean, log_standard_deviation: deviation } => {
                let variance = deviation * deviation;
                let mean = libm::exp(log_mean + 0.5 * variance);
                (mean, mean * mean * libm::expm1(variance))
            }
            Self::Halves { median, below, above } => {
                // E|z| of a whole bell is twice the density at its middle.
                let lift = (above - below) * normal_density(0.0);
                (median + lift, 0.5 * (below * below + above * above) - lift * lift)
            }
            Self::Beta { first, second, min, max } => {
                let (sum, width) = (first + second, max - min);
                let share = first / sum;
                (min + width * share, width * width * share * (second / sum) / (sum + 1.0))
            }
            Self::Gamma { shape, scale } => (shape * scale, shape * scale * scale),
            Self::Discrete(steps) => steps.moments(),
            Self::Observed(sorted) => {
                let count = (sorted.len() - 1) as f64;
                let mean = sorted.windows(2).map(|pair| 0.5 * (pair[0] + pair[1])).sum::<f64>() / count;
                let squares = sorted.windows(2).map(|pair| {
                    let (low, high) = (pair[0] - mean, pair[1] - mean);
                    (low * low + low * high + high * high) / 3.0
                });
                (mean, squares.sum::<f64>() / count)
            }
            Self::Truncated(_) => return None,
        })
    }

    /// Turns uniform numbers into draws of this shape, in place.
    pub fn shape(&self, lanes: &mut [f64]) {
        Sampler::of(self).shape(lanes);
    }

    /// The bounds that draws keep to: exactly, or all but one in a billion where there is none.
    pub fn extent(&self) -> (f64, f64) {
        let (low, high) = self.support();
        let kept = |bound: f64, far: f64, u: f64| match bound.is_finite() {
            true => bound,
            false => self.bent(far).unwrap_or_else(|| self.quantile(u)),
        };
        (kept(low, -6.0, 1e-9), kept(high, 6.0, 1.0 - 1e-9))
    }

    /// The bounds that no draw leaves; infinite where there are none.
    pub fn support(&self) -> (f64, f64) {
        match self {
            Self::Uniform { min, max } | Self::Triangular { min, max, .. } | Self::Beta { min, max, .. } => {
                (*min, *max)
            }
            Self::Normal { .. } | Self::Halves { .. } => (f64::NEG_INFINITY, f64::INFINITY),
            Self::LogNormal { .. } | Self::Gamma { .. } => (0.0, f64::INFINITY),
            Self::Discrete(steps) => ends(&steps.values),
            Self::Observed(sorted) => ends(sorted),
            Self::Truncated(kept) => (kept.min, kept.max),
        }
    }
}

fn ends(sorted: &[f64]) -> (f64, f64) {
    (sorted.first().copied().unwrap_or(f64::NAN), sorted.last().copied().unwrap_or(f64::NAN))
}

impl Truncated {
    /// The share of the whole at which a share of what is kept ends.
    #[inline(always)]
    pub(super) fn moved(&self, u: f64) -> f64 {
        minimum(self.from + u * self.share, NEAR_ONE)
    }

    /// A draw set right where the last bits carried it over a bound.
    #[inline(always)]
    pub(super) fn inside(&self, draw: f64) -> f64 {
        maximum(minimum(draw, self.max), self.min)
    }
}

impl Steps {
    fn quantile(&self, u: f64) -> f64 {
        // The sum of the probabilities may miss one by its last bits: the last value takes the rest.
        let place = self.up_to.partition_point(|up_to| *up_to < u).min(self.values.len() - 1);
        self.values[place]
    }

    fn before(&self, place: usize) -> f64 {
        place.checked_sub(1).map_or(0.0, |last| self.up_to[last])
    }

    fn below(&self, x: f64) -> f64 {
        self.before(self.values.partition_point(|value| *value < x))
    }

    fn at_or_below(&self, x: f64) -> f64 {
        self.before(self.values.partition_point(|value| *value <= x))
    }

    /// The values, ascending, each with its probability.
    pub(super) fn weighed(&self) -> impl Iterator<Item = (f64, f64)> {
        let values = self.values.iter().enumerate();
        values.map(|(place, value)| (*value, self.up_to[place] - self.before(place)))
    }

    fn moments(&self) -> (f64, f64) {
        let weighed = |of: &dyn Fn(f64) -> f64| -> f64 {
            let terms = self.values.iter().enumerate();
            terms.map(|(place, value)| (self.up_to[place] - self.before(place)) * of(*value)).sum()
        };
        let mean = weighed(&|value| value);
        (mean, weighed(&|value| (value - mean) * (value - mean)))
    }
}
/// Whether a shape is exactly one, where a density does not fall to nought or rise without end.
fn is_one(shape: f64) -> bool {
    shape.to_bits() == 1.0_f64.to_bits()
}
