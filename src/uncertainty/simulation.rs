//! The range of a result: the paper, compiled, over many draws of its uncertain inputs.
//!
//! Sums are made in the order of the draws, quantiles are exact order statistics (R type 7: linear between
//! neighbours, Hyndman and Fan, *The American Statistician* 50 (1996) 361–365), so that the bits are the
//! same on every machine.

use crate::uncertainty::{Distribution, Stream};
use crate::workpaper::{LANES, Program, Record, StepId};

/// An input that is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Uncertain {
    /// The input's step.
    pub step: StepId,
    /// Its spread.
    pub distribution: Distribution,
    /// The least and the greatest number that the input admits; a draw beyond is set to the bound, counted.
    pub bounds: (f64, f64),
}

/// What a result does when its inputs are drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Simulation {
    /// The mean of the draws.
    pub mean: f64,
    /// Their standard deviation, over n − 1.
    pub standard_deviation: f64,
    /// The standard error of the mean.
    pub standard_error: f64,
    /// Five in a hundred draws fall below this.
    pub p5: f64,
    /// Half of the draws fall below this.
    pub p50: f64,
    /// Ninety-five in a hundred draws fall below this.
    pub p95: f64,
    /// How many draws were made.
    pub draws: usize,
    /// How many times a draw of an input was set back to its bound.
    pub clamped: usize,
    /// How many results were no number at all; they are left out above.
    pub undefined: usize,
}

/// Draws the uncertain inputs `draws` times and evaluates the result for each.
pub fn simulate(
    record: &Record,
    result: StepId,
    uncertain: &[Uncertain],
    seed: u64,
    draws: usize,
) -> Simulation {
    let free: Vec<StepId> = uncertain.iter().map(|input| input.step).collect();
    let program = Program::compile(record, &[result], &free);
    let streams: Vec<Stream> = (0..uncertain.len()).map(|dimension| Stream::new(seed, dimension)).collect();
    let mut scratch = program.scratch();
    let mut results: Vec<f64> = Vec::with_capacity(draws);
    let mut clamped = 0;
    while results.len() < draws {
        let first = results.len();
        for (position, (input, stream)) in uncertain.iter().zip(&streams).enumerate() {
            let lanes = program.input(&mut scratch, position);
            stream.fill(first as u64, lanes);
            input.distribution.shape(lanes);
            let (least, most) = input.bounds;
            let (low, high) = input.distribution.support();
            if low < least || high > most {
                clamped += set_back(&mut lanes[..(draws - first).min(LANES)], least, most);
            }
        }
        program.run(&mut scratch);
        results.extend_from_slice(&program.output(&scratch, 0)[..(draws - first).min(LANES)]);
    }
    summary(results, clamped)
}

fn set_back(lanes: &mut [f64], least: f64, most: f64) -> usize {
    let mut clamped = 0;
    for draw in lanes {
        let inside = if *draw < least {
            least
        } else if *draw > most {
            most
        } else {
            *draw
        };
        clamped += usize::from(inside.to_bits() != draw.to_bits());
        *draw = inside;
    }
    clamped
}

fn summary(mut results: Vec<f64>, clamped: usize) -> Simulation {
    let draws = results.len();
    results.retain(|result| result.is_finite());
    let undefined = draws - results.len();
    let count = results.len() as f64;
    let mean = results.iter().sum::<f64>() / count;
    let squares: f64 = results.iter().map(|result| (result - mean) * (result - mean)).sum();
    let standard_deviation = (squares / (count - 1.0)).sqrt();
    Simulation {
        mean,
        standard_deviation,
        standard_error: standard_deviation / count.sqrt(),
        p5: quantile(&mut results, 0.05),
        p50: quantile(&mut results, 0.5),
        p95: quantile(&mut results, 0.95),
        draws,
        clamped,
        undefined,
    }
}

/// The number below which a share of the results falls; NaN of none. Reorders the results.
fn quantile(results: &mut [f64], share: f64) -> f64 {
    let Some(last) = results.len().checked_sub(1) else { return f64::NAN };
    let place = share * last as f64;
    let below = (place as usize).min(last);
    let (_, &mut low, above) = results.select_nth_unstable_by(below, f64::total_cmp);
    let high = above.iter().copied().min_by(f64::total_cmp).unwrap_or(low);
    low + (place - below as f64) * (high - low)
}
