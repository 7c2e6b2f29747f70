//! What carries the range of a result: how each input goes with it, and how much of its variance is whose.
//! ```text
//! Sᵢ = 1 − Σ (f(B) − f(Aᵢ))² ÷ 2 N V      the share that would go if input i were known; where that is little,
//! Sᵢ = Σ (f(B) − f₀) (f(Aᵢ) − f(A)) ÷ N V   which has the smaller error then
//! Tᵢ =     Σ (f(A) − f(Aᵢ))² ÷ 2 N V      the share that would stay if all others were known
//! ```
//! A and B are independent draws of all inputs, Aᵢ is A with input i taken from B, f₀ and V the mean and the
//! variance of f.
//! - Stated: Jansen, *Analysis of variance designs for model output*, Comput. Phys. Commun. 117 (1999) 35–43;
//!   the second estimator in Saltelli et al., Comput. Phys. Commun. 181 (2010) 259–270.
//! - Inferred: where inputs move together, a change of one alone has no meaning. Sᵢ is then the share of the
//!   variance between 32 classes of input i, corrected for chance (Kelley's ε²); there is no Tᵢ.
//! - The range that is left if input i were known is about √(1 − Sᵢ) of what it was.

use crate::uncertainty::simulation::Simulator;
use crate::workpaper::LANES;
use crate::workpaper::math::{maximum, minimum};

/// Draws for the shares of variance: enough for two digits, and a fraction of what the range itself costs. A
/// simulation of fewer is a quick look, and takes the shares from its own draws.
const POINTS: usize = 1024;

/// With more inputs than this the shares are taken from the draws themselves, without further runs.
const MOST_INPUTS: usize = 64;

/// Classes of an input.
const CLASSES: usize = 32;

/// How one input carries the range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Driver {
    /// The input's place among the uncertain ones.
    pub input: usize,
    /// The correlation of its ranks with those of the result.
    pub rank_correlation: f64,
    /// The share of the variance that would go if it were known.
    pub first_order: f64,
    /// The share that would stay if all others were known; none where inputs move together, are too many or
    /// were drawn too few times.
    pub total: Option<f64>,
}

impl Driver {
    /// The share of the range that would go if the input were known.
    pub fn narrowing(&self) -> f64 {
        1.0 - (1.0 - self.first_order).sqrt()
    }
}

/// The drivers, those that carry most first; `sample` holds the inputs of the draws that gave `results`.
pub(super) fn drivers(simulator: &Simulator, sample: &[Vec<f64>], results: &[f64]) -> Vec<Driver> {
    let of_result = ranks(results);
    let by_classes_alone = simulator.is_correlated() || sample.len() > MOST_INPUTS || results.len() < POINTS;
    let by_change = match by_classes_alone {
        true => None,
        false => changed_one_by_one(simulator, sample.len()),
    };
    let mut drivers: Vec<Driver> = sample
        .iter()
        .enumerate()
        .map(|(input, column)| {
            let (first_order, total) = match by_change.as_ref().and_then(|shares| shares.get(input)) {
                Some(&(first_order, total)) => (first_order, Some(total)),
                None => (by_classes(column, results), None),
            };
            let rank_correlation = rank_correlation(&ranks(column), &of_result);
            Driver { input, rank_correlation, first_order, total }
        })
        .collect();
    drivers.sort_by(|a, b| b.first_order.total_cmp(&a.first_order));
    drivers
}

/// The share of each input alone, and with all that it does together with others.
fn changed_one_by_one(simulator: &Simulator, inputs: usize) -> Option<Vec<(f64, f64)>> {
    let (mut a, mut b, mut changed) = (simulator.blocks(), simulator.blocks(), simulator.blocks());
    let (mut count, mut sum, mut squares) = (0.0, 0.0, 0.0);
    let mut apart = vec![Apart::default(); inputs];
    let mut middle = None;
    for first in (0..POINTS).step_by(LANES) {
        simulator.draw(0, first, LANES, &mut a);
        simulator.draw(1, first, LANES, &mut b);
        changed.inputs.clone_from(&a.inputs);
        let of_a = simulator.run(&mut a).to_vec();
        let of_b = simulator.run(&mut b).to_vec();
        let mut of_changed: Vec<Vec<f64>> = Vec::new();
        for input in 0..inputs {
            changed.inputs[input].copy_from_slice(&b.inputs[input]);
            of_changed.push(simulator.run(&mut changed).to_vec());
            changed.inputs[input].copy_from_slice(&a.inputs[input]);
        }
        for lane in 0..LANES {
            let (of_a, of_b) = (of_a[lane], of_b[lane]);
            let all = of_changed.iter().map(|results| results[lane]);
            if !all.chain([of_a, of_b]).all(f64::is_finite) {
                continue;
            }
            // About the first result, so that a narrow range far from zero loses no digits.
            let middle = *middle.get_or_insert(of_a);
            count += 1.0;
            sum += (of_a - middle) + (of_b - middle);
            squares += (of_a - middle) * (of_a - middle) + (of_b - middle) * (of_b - middle);
            for (apart, results) in apart.iter_mut().zip(&of_changed) {
                let (from_b, from_a) = (of_b - results[lane], of_a - results[lane]);
                apart.from_b += from_b * from_b;
                apart.from_a += from_a * from_a;
                apart.moved += -from_a;
                apart.along += (of_b - middle) * -from_a;
            }
        }
    }
    let variance = (squares - sum * sum / (2.0 * count)) / (2.0 * count - 1.0);
    let mean = sum / (2.0 * count);
    let shares = apart.into_iter().map(|Apart { from_b, from_a, moved, along }| {
        let total = from_a / (2.0 * count * variance);
        let first_order = match from_b < from_a {
            true => 1.0 - from_b / (2.0 * count * variance),
            false => (along - mean * moved) / (count * variance),
        };
        (kept(first_order), kept(total))
    });
    (variance > 0.0 && variance.is_finite()).then(|| shares.collect())
}

/// Sums over all draws of how far results lie apart.
#[derive(Clone, Copy, Default)]
struct Apart {
    /// Of (f(B) − f(Aᵢ))².
    from_b: f64,
    /// Of (f(A) − f(Aᵢ))².
    from_a: f64,
    /// Of f(Aᵢ) − f(A), and of its product with f(B).
    moved: f64,
    along: f64,
}

/// The share of the variance of the results that lies between classes of an input.
fn by_classes(column: &[f64], results: &[f64]) -> f64 {
    let mut order: Vec<usize> = (0..column.len()).collect();
    order.sort_by(|&a, &b| column[a].total_cmp(&column[b]));
    let count = results.len() as f64;
    let mean = results.iter().sum::<f64>() / count;
    let squares = |of: &mut dyn Iterator<Item = f64>| of.map(|away| away * away).sum::<f64>();
    let all = squares(&mut results.iter().map(|result| result - mean));
    let classes = order.chunks(order.len().div_ceil(CLASSES).max(1));
    let degrees = count - classes.len() as f64;
    let within = classes.map(|class| {
        let mean = class.iter().map(|&draw| results[draw]).sum::<f64>() / class.len() as f64;
        squares(&mut class.iter().map(|&draw| results[draw] - mean))
    });
    let share = 1.0 - within.sum::<f64>() / degrees * (count - 1.0) / all;
    if degrees > 0.0 && share.is_finite() { kept(share) } else { 0.0 }
}

/// A share that an estimate may have carried a little beyond its bounds.
fn kept(share: f64) -> f64 {
    maximum(0.0, minimum(1.0, share))
}

/// The place of each number in their order, from 1; those alike share the middle of their places.
pub(super) fn ranks(numbers: &[f64]) -> Vec<f64> {
    // Sorted as whole numbers that ascend as the doubles do, each with its place in the lowest bits: a third of
    // the time. What differs in those bits alone, by one part in 10¹², may come in either order.
    let places = numbers.len().next_power_of_two() as u64 - 1;
    let ascending = |number: f64| {
        let bits = number.to_bits();
        bits ^ if bits >> 63 == 1 { u64::MAX } else { 1 << 63 }
    };
    let keys = numbers.iter().zip(0..).map(|(&number, place)| ascending(number) & !places | place);
    let mut order: Vec<u64> = keys.collect();
    order.sort_unstable();
    let place = |key: u64| (key & places) as usize;
    let mut ranks = vec![0.0; numbers.len()];
    let mut before = 0;
    for alike in order.chunk_by(|&a, &b| numbers[place(a)].to_bits() == numbers[place(b)].to_bits()) {
        let middle = before as f64 + 0.5 * (alike.len() as f64 + 1.0);
        alike.iter().for_each(|&key| ranks[place(key)] = middle);
        before += alike.len();
    }
    ranks
}

/// The correlation of two sets of ranks (Spearman); none, told as zero, where one of them does not move.
pub(super) fn rank_correlation(of_one: &[f64], of_other: &[f64]) -> f64 {
    let middle = 0.5 * (of_one.len() as f64 + 1.0);
    let (mut one, mut other, mut both) = (0.0, 0.0, 0.0);
    for (a, b) in of_one.iter().zip(of_other) {
        let (a, b) = (a - middle, b - middle);
        one += a * a;
        other += b * b;
        both += a * b;
    }
    if one > 0.0 && other > 0.0 { both / (one * other).sqrt() } else { 0.0 }
}
