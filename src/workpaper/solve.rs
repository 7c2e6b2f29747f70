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
/// Accurate to the last bits in which the input can be told apart, or in which the result can. Where the
/// result stays at `wanted` over a stretch, the ends of that stretch are given.
pub fn solve(record: &Record, result: StepId, input: StepId, wanted: f64, low: f64, high: f64) -> Solution {
    let mut search = Search::new(record, result, &[input], None);
    if search.program.is_empty() && result != input {
        return Solution::Indifferent;
    }
    search.solution(record.value(input), wanted, low, high)
}

/// The multiples between `low` and `high` at which `result` takes the value `wanted`, where each of some
/// inputs is that multiple of what was recorded; otherwise as [`solve`].
pub fn solve_multiple(
    record: &Record,
    result: StepId,
    inputs: &[StepId],
    wanted: f64,
    low: f64,
    high: f64,
) -> Solution {
    let recorded = inputs.iter().map(|&input| record.value(input)).collect();
    let mut search = Search::new(record, result, inputs, Some(recorded));
    if search.program.is_empty() && !inputs.contains(&result) {
        return Solution::Indifferent;
    }
    search.solution(1.0, wanted, low, high)
}

/// A result as a function of one number.
struct Search {
    program: Program,
    scratch: Scratch,
    /// What the number multiplies; nothing where it is itself the one input.
    recorded: Option<Vec<f64>>,
}

impl Search {
    fn new(record: &Record, result: StepId, inputs: &[StepId], recorded: Option<Vec<f64>>) -> Self {
        let program = Program::compile(record, &[result], inputs);
        let scratch = program.scratch();
        Self { program, scratch, recorded }
    }

    fn solution(&mut self, present: f64, wanted: f64, low: f64, high: f64) -> Solution {
        let mut points = grid(low, high, POINTS);
        // What is recorded is itself a point: a target read off the same paper is met exactly.
        if (low..=high).contains(&present) {
            let place = points.partition_point(|&point| point < present);
            points.insert(place, present);
            points.dedup();
        }
        let misses = self.misses(&points, wanted);
        let met = |index: usize| misses.get(index).is_some_and(|&miss| miss == 0.0);
        let mut roots: Vec<f64> = Vec::new();
        for (index, &miss) in misses.iter().enumerate() {
            if miss == 0.0 {
                let inside = index.checked_sub(1).is_some_and(met) && met(index + 1);
                roots.extend((!inside).then_some(points[index]));
            } else if let Some(&next) = misses.get(index + 1)
                && miss * next < 0.0
                && let Some(root) = self.narrow(wanted, points[index], points[index + 1])
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
    fn narrow(&mut self, wanted: f64, low: f64, high: f64) -> Option<f64> {
        let (mut low, mut high) = (low, high);
        let scale = self.results(&[low, high]).iter().fold(0.0, |sum, value| sum + value.abs());
        let mut width_before = f64::INFINITY;
        let mut ends = (0.0, 0.0);
        while high - low < width_before {
            width_before = high - low;
            let points = grid(low, high, LANES);
            let misses = self.misses(&points, wanted);
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

    fn misses(&mut self, points: &[f64], wanted: f64) -> Vec<f64> {
        self.results(points).iter().map(|value| value - wanted).collect()
    }

    fn results(&mut self, points: &[f64]) -> Vec<f64> {
        let Self { program, scratch, recorded } = self;
        let mut results = Vec::with_capacity(points.len());
        for chunk in points.chunks(LANES) {
            match recorded {
                None => program.input(scratch, 0)[..chunk.len()].copy_from_slice(chunk),
                Some(recorded) => {
                    for (position, of) in recorded.iter().enumerate() {
                        let lanes = program.input(scratch, position);
                        lanes.iter_mut().zip(chunk).for_each(|(lane, multiple)| *lane = of * multiple);
                    }
                }
            }
            program.run(scratch);
            results.extend_from_slice(&program.output(scratch, 0)[..chunk.len()]);
        }
        results
    }
}

fn grid(low: f64, high: f64, points: usize) -> Vec<f64> {
    let step = (high - low) / (points - 1) as f64;
    let mut grid: Vec<f64> = (0..points).map(|index| low + step * index as f64).collect();
    if let Some(last) = grid.last_mut() {
        *last = high; // Rounding must not lose the bound itself.
    }
    grid
}
