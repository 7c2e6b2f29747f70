//! A sample in a few numbers: mean, spread, autocorrelation, correlation, and the ratio of variances of groups.
//! ```text
//! s² = Σ (yᵢ − ȳ)² ÷ (n − 1)
//! a₁ = Σ (yᵢ − ȳ)(yᵢ₊₁ − ȳ) ÷ Σ (yᵢ − ȳ)²
//! r  = Σ (xᵢ − x̄)(yᵢ − ȳ) ÷ √(Σ (xᵢ − x̄)² Σ (yᵢ − ȳ)²)
//! F  = (Σ nₖ (ȳₖ − ȳ)² ÷ (k − 1)) ÷ (Σ Σ (yₖᵢ − ȳₖ)² ÷ (n − k))
//! ```
//! Sums are kept in twice the precision: observations that agree in nine digits still have a spread.
//! Certified values: NIST StRD (*Lew*, *Lottery*, *NumAcc*, *SiRstvt*).

use crate::estimation::doubled::Doubled;

/// What describes one sample.
#[derive(Clone, Copy, Debug)]
pub struct Description {
    /// ȳ
    pub mean: f64,
    /// s; none of a single observation.
    pub standard_deviation: Option<f64>,
    /// a₁; none where nothing varies.
    pub autocorrelation: Option<f64>,
}

/// The ratio of the variance between groups to that within them.
#[derive(Clone, Copy, Debug)]
pub struct OneWay {
    /// Σ nₖ (ȳₖ − ȳ)²
    pub between: f64,
    /// Σ Σ (yₖᵢ − ȳₖ)²
    pub within: f64,
    /// k − 1
    pub degrees_between: f64,
    /// n − k
    pub degrees_within: f64,
    /// F
    pub ratio: f64,
}

/// Describes a sample; none if it is empty.
pub fn describe(sample: &[f64]) -> Option<Description> {
    let mean = mean(sample)?;
    let deviations = deviations(sample, mean);
    let squares = Doubled::sum(deviations.iter().map(|&each| each * each));
    let neighbours = Doubled::sum(deviations.windows(2).map(|pair| pair[0] * pair[1]));
    let count = sample.len() as f64;
    let varies = squares.value() > 0.0;
    Some(Description {
        mean: mean.value(),
        standard_deviation: (sample.len() > 1)
            .then(|| (squares / Doubled::of(count - 1.0)).square_root().value()),
        autocorrelation: varies.then(|| (neighbours / squares).value()),
    })
}

/// r, of pairs; none where one of the two does not vary, or there are fewer than two pairs.
pub fn correlation(first: &[f64], second: &[f64]) -> Option<f64> {
    let (x, y) = (deviations(first, mean(first)?), deviations(second, mean(second)?));
    let products = |a: &[Doubled], b: &[Doubled]| Doubled::sum(a.iter().zip(b).map(|(&a, &b)| a * b));
    let spread = products(&x, &x) * products(&y, &y);
    (first.len() == second.len() && spread.value() > 0.0)
        .then(|| (products(&x, &y) / spread.square_root()).value())
}

/// F of groups; none where nothing varies within them, or there are too few.
pub fn one_way(groups: &[Vec<f64>]) -> Option<OneWay> {
    let all: Vec<f64> = groups.concat();
    let grand = mean(&all)?;
    let (mut between, mut within) = (Doubled::ZERO, Doubled::ZERO);
    for group in groups {
        let own = mean(group)?;
        let apart = own - grand;
        between = between + Doubled::of(group.len() as f64) * apart * apart;
        within = within + Doubled::sum(deviations(group, own).into_iter().map(|each| each * each));
    }
    let degrees_between = groups.len() as f64 - 1.0;
    let degrees_within = all.len() as f64 - groups.len() as f64;
    if degrees_between < 1.0 || degrees_within < 1.0 || within.value() <= 0.0 {
        return None;
    }
    let ratio = (between / Doubled::of(degrees_between)) / (within / Doubled::of(degrees_within));
    let (between, within) = (between.value(), within.value());
    Some(OneWay { between, within, degrees_between, degrees_within, ratio: ratio.value() })
}

fn mean(sample: &[f64]) -> Option<Doubled> {
    let sum = Doubled::sum(sample.iter().map(|&each| Doubled::of(each)));
    (!sample.is_empty()).then(|| sum / Doubled::of(sample.len() as f64))
}

fn deviations(sample: &[f64], mean: Doubled) -> Vec<Doubled> {
    sample.iter().map(|&each| Doubled::of(each) - mean).collect()
}
