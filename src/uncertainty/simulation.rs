//! The range of a result: the paper, compiled, over many draws of its uncertain inputs.
//!
//! The draws may be shared out in any way: each part keeps its results in the order of the draws, and all
//! sums are made afterwards in that order, so that the bits are the same for any number of workers. What is
//! kept is eight bytes a draw, and the inputs of the first [`SAMPLE`] draws, however many follow.

use crate::uncertainty::correlation::Copula;
use crate::uncertainty::distribution::Distribution;
use crate::uncertainty::draws::{Draws, REPLICATES, Sequence};
use crate::uncertainty::drivers::{Driver, drivers, rank_correlation, ranks};
use crate::uncertainty::normal::normals;
use crate::uncertainty::replicates::{Estimate, Histogram, histogram, percentiles, sums};
use crate::uncertainty::sampler::Sampler;
use crate::workpaper::math::maximum;
use crate::workpaper::{LANES, Program, Record, StepId};

/// Draws whose inputs are kept, to see how they go with the result.
pub const SAMPLE: usize = 4096;

/// An input that is drawn.
#[derive(Clone, Debug)]
pub struct Uncertain {
    /// The input's step.
    pub step: StepId,
    /// Its place in the case.
    pub pointer: String,
    /// Its spread.
    pub distribution: Distribution,
    /// The least and the greatest number that the input admits; a draw beyond is set to the bound, counted.
    pub bounds: (f64, f64),
}

/// How to draw, and what to look for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// From which seed.
    pub seed: u64,
    /// How many draws, or how many to begin with.
    pub draws: usize,
    /// How uniform numbers are chosen.
    pub sequence: Sequence,
    /// Which inputs move together.
    pub copula: Option<Copula>,
    /// The figures below which the result may fall.
    pub thresholds: Vec<f64>,
    /// When to stop, if not after a number of draws.
    pub accuracy: Option<Accuracy>,
}

/// When to stop: once P5, P50 and P95 are known well enough.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Accuracy {
    /// The standard error to reach, as a share of the percentile.
    pub relative_error: f64,
    /// The draws to stop at in any case.
    pub most_draws: usize,
}

/// What a result does when its inputs are drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Simulation {
    /// The mean of the draws.
    pub mean: Estimate,
    /// Their standard deviation, over n − 1.
    pub standard_deviation: f64,
    /// P1 to P99.
    pub percentiles: Vec<Estimate>,
    /// How they are spread; none where all are alike.
    pub histogram: Option<Histogram>,
    /// The mean of the results that do not exceed P5 (CVaR).
    pub worst_mean: Estimate,
    /// The share of results below each threshold.
    pub below: Vec<Estimate>,
    /// How many draws were made.
    pub draws: usize,
    /// How many times a draw of an input was set back to its bound.
    pub clamped: usize,
    /// How many results were no number at all; they are left out above.
    pub undefined: usize,
    /// The rank correlations that the draws came to, as the copula lists its pairs.
    pub achieved: Vec<f64>,
    /// What carries the range, most first.
    pub drivers: Vec<Driver>,
}

impl Simulation {
    /// A percentile from the first to the ninety-ninth.
    pub fn percentile(&self, percent: usize) -> Estimate {
        let missing = Estimate { value: f64::NAN, standard_error: f64::NAN };
        self.percentiles.get(percent.wrapping_sub(1)).copied().unwrap_or(missing)
    }

    /// The largest relative standard error of P5, P50 and P95.
    pub fn relative_error(&self) -> f64 {
        relative_error(&self.percentiles)
    }
}

fn relative_error(percentiles: &[Estimate]) -> f64 {
    let relative = [5, 50, 95].map(|percent: usize| match percentiles.get(percent - 1) {
        Some(Estimate { standard_error, .. }) if *standard_error == 0.0 => 0.0,
        Some(Estimate { value, standard_error }) => standard_error / value.abs(),
        None => f64::NAN,
    });
    relative.into_iter().fold(0.0, maximum)
}

/// Some of the draws.
#[derive(Clone, Debug)]
pub struct Part {
    first: usize,
    results: Vec<f64>,
    clamped: usize,
    /// The inputs of those draws that belong to the sample.
    sample: Vec<Vec<f64>>,
}

/// A paper made ready to be drawn.
#[derive(Debug)]
pub struct Simulator {
    program: Program,
    inputs: Vec<Input>,
    copula: Option<Copula>,
}

#[derive(Debug)]
struct Input {
    sampler: Sampler,
    /// Two independent sets of numbers: the simulation's own, and another to change one input at a time.
    draws: [Draws; 2],
    /// Where a draw is set back to.
    bounds: Option<(f64, f64)>,
}

/// The blocks that one worker draws into.
pub(super) struct Blocks {
    pub(super) inputs: Vec<Vec<f64>>,
    scratch: crate::workpaper::Scratch,
}

impl Simulator {
    /// The paper behind a result, with these inputs to be drawn.
    pub fn new(record: &Record, result: StepId, uncertain: &[Uncertain], plan: &Plan) -> Self {
        let free: Vec<StepId> = uncertain.iter().map(|input| input.step).collect();
        let count = uncertain.len();
        let inputs = uncertain.iter().enumerate().map(|(dimension, input)| {
            let (least, most) = input.bounds;
            let (low, high) = input.distribution.support();
            Input {
                sampler: Sampler::of(&input.distribution),
                draws: [dimension, count + dimension]
                    .map(|dimension| Draws::new(plan.sequence, plan.seed, dimension)),
                bounds: (low < least || high > most).then_some(input.bounds),
            }
        });
        Self {
            program: Program::compile(record, &[result], &free),
            inputs: inputs.collect(),
            copula: plan.copula.clone(),
        }
    }

    /// The draws from the `first` on.
    pub fn part(&self, first: usize, count: usize) -> Part {
        let mut blocks = self.blocks();
        let kept = SAMPLE.saturating_sub(first).min(count);
        let mut part = Part {
            first,
            results: Vec::with_capacity(count),
            clamped: 0,
            sample: vec![Vec::with_capacity(kept); self.inputs.len()],
        };
        while part.results.len() < count {
            let done = part.results.len();
            let live = (count - done).min(LANES);
            part.clamped += self.draw(0, first + done, live, &mut blocks);
            for (sample, block) in part.sample.iter_mut().zip(&blocks.inputs) {
                sample.extend_from_slice(&block[..kept.saturating_sub(done).min(live)]);
            }
            part.results.extend_from_slice(&self.run(&mut blocks)[..live]);
        }
        part
    }

    pub(super) fn blocks(&self) -> Blocks {
        Blocks { inputs: vec![vec![0.0; LANES]; self.inputs.len()], scratch: self.program.scratch() }
    }

    /// Whether any two inputs move together.
    pub(super) fn is_correlated(&self) -> bool {
        self.copula.is_some()
    }

    /// Draws a block of all inputs out of one of the two sets of numbers; how many were set back to a bound.
    pub(super) fn draw(&self, set: usize, first: usize, live: usize, blocks: &mut Blocks) -> usize {
        let together = self.copula.as_ref().map_or(&[][..], |copula| &copula.inputs);
        for (place, (input, block)) in self.inputs.iter().zip(&mut blocks.inputs).enumerate() {
            input.draws[set].fill(first as u64, block);
            match together.contains(&place) {
                true => normals(block),
                false => input.sampler.shape(block),
            }
        }
        if let Some(copula) = &self.copula {
            let mut mixed: Vec<Vec<f64>> =
                together.iter().map(|&place| std::mem::take(&mut blocks.inputs[place])).collect();
            copula.mix(&mut mixed);
            for (&place, mut block) in together.iter().zip(mixed) {
                self.inputs[place].sampler.shape_normals(&mut block);
                blocks.inputs[place] = block;
            }
        }
        let mut clamped = 0;
        for (input, block) in self.inputs.iter().zip(&mut blocks.inputs) {
            if let Some((least, most)) = input.bounds {
                clamped += set_back(&mut block[..live], least, most);
            }
        }
        clamped
    }

    /// The results of the block drawn.
    pub(super) fn run<'b>(&self, blocks: &'b mut Blocks) -> &'b [f64] {
        for (place, block) in blocks.inputs.iter().enumerate() {
            self.program.input(&mut blocks.scratch, place).copy_from_slice(block);
        }
        self.program.run(&mut blocks.scratch);
        self.program.output(&blocks.scratch, 0)
    }

    /// What the draws say, from all parts in any order; none if too few results are numbers.
    pub fn summary(&self, mut parts: Vec<Part>, plan: &Plan) -> Result<Simulation, Undefined> {
        parts.sort_by_key(|part| part.first);
        let mut parts = parts.into_iter();
        let Some(Part { mut results, mut clamped, mut sample, .. }) = parts.next() else {
            return Err(Undefined { draws: 0, undefined: 0 });
        };
        for part in parts {
            results.extend_from_slice(&part.results);
            clamped += part.clamped;
            sample.iter_mut().zip(&part.sample).for_each(|(all, more)| all.extend_from_slice(more));
        }
        self.said(&results, clamped, &sample, plan)
    }

    fn said(
        &self,
        results: &[f64],
        clamped: usize,
        sample: &[Vec<f64>],
        plan: &Plan,
    ) -> Result<Simulation, Undefined> {
        let counts = sums(results, |_| 1.0);
        let count: f64 = counts.iter().sum();
        let undefined = results.len() - count as usize;
        let percentiles = percentiles(results, &counts);
        let mean = Estimate::of_mean(&sums(results, |result| result), &counts);
        let squares = sums(results, |result| (result - mean.value) * (result - mean.value));
        let standard_deviation = (squares.iter().sum::<f64>() / (count - 1.0)).sqrt();
        let p5 = percentiles.get(4).map_or(f64::NAN, |estimate| estimate.value);
        let worst = sums(results, |result| if result <= p5 { 1.0 } else { 0.0 });
        let worst_mean =
            Estimate::of_mean(&sums(results, |result| if result <= p5 { result } else { 0.0 }), &worst);
        // Of so few, or so large, results nothing can be said that is a number.
        let is_sound = |estimate: &Estimate| (estimate.value + estimate.standard_error).is_finite();
        let sound = percentiles.iter().all(is_sound) && is_sound(&mean) && is_sound(&worst_mean);
        if count < 2.0 * REPLICATES as f64 || !standard_deviation.is_finite() || !sound {
            return Err(Undefined { draws: results.len(), undefined });
        }
        let below = plan.thresholds.iter().map(|&at| {
            Estimate::of_mean(&sums(results, |result| if result < at { 1.0 } else { 0.0 }), &counts)
        });
        let seen: Vec<usize> =
            (0..results.len().min(SAMPLE)).filter(|&draw| results[draw].is_finite()).collect();
        let seen_of = |column: &[f64]| -> Vec<f64> { seen.iter().map(|&draw| column[draw]).collect() };
        let columns: Vec<Vec<f64>> = sample.iter().map(|column| seen_of(column)).collect();
        let achieved = self.copula.as_ref().map_or_else(Vec::new, |copula| {
            let ranks: Vec<Vec<f64>> = copula.inputs.iter().map(|&place| ranks(&sample[place])).collect();
            let pairs = (0..ranks.len()).flat_map(|second| (0..second).map(move |first| (first, second)));
            pairs.map(|(first, second)| rank_correlation(&ranks[first], &ranks[second])).collect()
        });
        Ok(Simulation {
            histogram: histogram(results, &percentiles),
            mean,
            standard_deviation,
            percentiles,
            worst_mean,
            below: below.collect(),
            draws: results.len(),
            clamped,
            undefined,
            achieved,
            drivers: drivers(self, &columns, &seen_of(results)),
        })
    }
}

/// Too few results were numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Undefined {
    /// How many draws were made.
    pub draws: usize,
    /// How many results were no number.
    pub undefined: usize,
}

/// Draws the uncertain inputs as planned and evaluates the result for each draw.
pub fn simulate(
    record: &Record,
    result: StepId,
    uncertain: &[Uncertain],
    plan: &Plan,
) -> Result<Simulation, Undefined> {
    let simulator = Simulator::new(record, result, uncertain, plan);
    let mut part = simulator.part(0, plan.draws);
    if let Some(Accuracy { relative_error, most_draws }) = plan.accuracy {
        // Twice as many each time: what was drawn is kept, and few looks are taken.
        let known = |results: &[f64]| {
            self::relative_error(&percentiles(results, &sums(results, |_| 1.0))) <= relative_error
        };
        while part.results.len() < most_draws && !known(&part.results) {
            let done = part.results.len();
            let more = simulator.part(done, done.min(most_draws - done));
            part.results.extend_from_slice(&more.results);
            part.clamped += more.clamped;
            part.sample.iter_mut().zip(&more.sample).for_each(|(all, more)| all.extend_from_slice(more));
        }
    }
    simulator.said(&part.results, part.clamped, &part.sample, plan)
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
