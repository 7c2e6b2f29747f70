//! The input that gives a wanted result: implied discount rate, implied royalty, break-even.
//!
//! The paper is compiled for the one input and evaluated over a grid between the bounds; every change of
//! sign is narrowed by further grids until the bracket is one number wide. A grid can see several roots, or
//! none, and says so: a search that starts from a guess would return one of them, or the wrong one.

use crate::workpaper::paper::{Record, StepId};
use crate::workpaper::program::{LANES, Program, Scratch};

/// What the search found.
#[derive(Clone, Debug, PartialEq)]
pub enum Solution {
    /// Exactly one input within the bounds gives the wanted result.
    Found(f64),
    /// Several do, in ascending order; which is meant is for a person to say.
    Several(Vec<f64>),
    /// None does; these are the least and the greatest result within the bounds.
    None {
        /// the least result reached
        least: f64,
        /// the greatest result reached
        greatest: f64,
    },
    /// The result does not depend on this input.
    Indifferent,
}

/// How many points the first grid has: two roots closer than a thousandth of the bounds may be missed.
const POINTS: usize = 8 * LANES;

/// The inputs between `low` and `high` at which `result` takes the value `wanted`.
///
/// Accurate to the last bits in which the input can be told apart, or in which the result can.
pub fn solve(record: &Record, result: StepId, input: StepId, wanted: f64, low: f64, high: f64) -> Solution {
    let program = Program::compile(record, &[result], &[input]);
    if program.is_empty() && result != input {
        return Solution::Indifferent;
    }
    let mut scratch = program.scratch();
    let mut points = grid(low, high, POINTS);
    // The recorded input is itself a point: a target read off the same paper is met exactly.
    let recorded = record.value(input);
    if (low..=high).contains(&recorded) {
        let place = points.partition_point(|&point| point < recorded);
        points.insert(place, recorded);
        points.dedup();
    }
    let misses =
        results(&program, &mut scratch, &points).iter().map(|value| value - wanted).collect::<Vec<_>>();
    let mut roots: Vec<f64> = Vec::new();
    for (index, &miss) in misses.iter().enumerate() {
        if miss == 0.0 {
            roots.push(points[index]);
        } else if let Some(&next) = misses.get(index + 1)
            && miss * next < 0.0
            && let Some(root) = narrow(&program, &mut scratch, wanted, points[index], points[index + 1])
        {
            roots.push(root);
        }
    }
    let finite = misses.iter().filter(|miss| miss.is_finite()).map(|miss| miss + wanted);
    match roots.as_slice() {
        [] => Solution::None {
            least: finite.clone().min_by(f64::total_cmp).unwrap_or(f64::NAN),
            greatest: finite.max_by(f64::total_cmp).unwrap_or(f64::NAN),
        },
        [root] => Solution::Found(*root),
        _ => Solution::Several(roots),
    }
}

/// Narrows a bracket with opposite signs at its ends; nothing if the sign changes by a jump or a pole.
fn narrow(program: &Program, scratch: &mut Scratch, wanted: f64, low: f64, high: f64) -> Option<f64> {
    let (mut low, mut high) = (low, high);
    let scale = results(program, scratch, &[low, high]).iter().fold(0.0, |sum, value| sum + value.abs());
    let mut width_before = f64::INFINITY;
    let mut ends = (0.0, 0.0);
    while high - low < width_before {
        width_before = high - low;
        let points = grid(low, high, LANES);
        let misses: Vec<f64> =
            results(program, scratch, &points).iter().map(|value| value - wanted).collect();
        if let Some(exact) = misses.iter().position(|&miss| miss == 0.0) {
            return Some(points[exact]);
        }
        let crossing = misses.windows(2).position(|pair| pair[0] * pair[1] < 0.0)?;
        (low, high) = (points[crossing], points[crossing + 1]);
        ends = (misses[crossing], misses[crossing + 1]);
    }
    // At a root both ends are rounding away from the target; across a jump they stay apart.
    let (nearest, miss) = if ends.0.abs() <= ends.1.abs() { (low, ends.0) } else { (high, ends.1) };
    (miss.abs() <= 1e-9 * (wanted.abs() + scale)).then_some(nearest)
}

fn grid(low: f64, high: f64, points: usize) -> Vec<f64> {
    let step = (high - low) / (points - 1) as f64;
    let mut grid: Vec<f64> = (0..points).map(|index| low + step * index as f64).collect();
    if let Some(last) = grid.last_mut() {
        *last = high; // Rounding must not lose the bound itself.
    }
    grid
}

fn results(program: &Program, scratch: &mut Scratch, points: &[f64]) -> Vec<f64> {
    let mut results = Vec::with_capacity(points.len());
    for chunk in points.chunks(LANES) {
        program.input(scratch, 0)[..chunk.len()].copy_from_slice(chunk);
        program.run(scratch);
        results.extend_from_slice(&program.output(scratch, 0)[..chunk.len()]);
    }
    results
}
