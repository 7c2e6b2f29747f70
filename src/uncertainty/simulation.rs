//! The range of a result: the paper, compiled, over many draws of its uncertain inputs.
//!
//! The draws may be shared out among workers in any way, stretch by stretch: all that is said of them is put
//! together from counts and from sums in the order of the draws (see [`tally`](super::tally)), so that the
//! bits are the same for any number of workers. What is kept is ten bytes a draw, and the inputs of the first
//! [`SAMPLE`] draws, however many follow.

use std::ops::Range;

use crate::uncertainty::correlation::Copula;
use crate::uncertainty::distribution::Distribution;
use crate::uncertainty::draws::{Draws, REPLICATES, Sequence};
use crate::uncertainty::drivers::{Driver, drivers, rank_correlation, ranks};
use crate::uncertainty::normal::normals;
use crate::uncertainty::replicates::{Estimate, Histogram, histogram, percentiles};
use crate::uncertainty::sampler::Sampler;
use crate::uncertainty::tally::{Buckets, Collected, STRETCH, Share, Sorted, Tally, Wanted};
use crate::workpaper::math::maximum;
use crate::workpaper::{LANES, Program, Record, StepId};

/// The first draws, whose inputs are kept to see how they go with the result; they lay the buckets too, for
/// each worker alike.
pub const SAMPLE: usize = STRETCH;

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
    /// How many draws, or, where an accuracy is stated, how many to begin with (then whole stretches).
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

/// A paper made ready to be drawn.
#[derive(Debug)]
pub struct Simulator {
    program: Program,
    inputs: Vec<Input>,
    copula: Option<Copula>,
    first: First,
    buckets: Buckets,
}

/// The first draws.
#[derive(Debug, Default)]
struct First {
    results: Vec<f64>,
    inputs: Vec<Vec<f64>>,
    clamped: usize,
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
        let mut simulator = Self {
            program: Program::compile(record, &[result], &free),
            inputs: inputs.collect(),
            copula: plan.copula.clone(),
            first: First::default(),
            buckets: Buckets::over(&[]),
        };
        simulator.first = simulator.first(plan.most_draws().min(SAMPLE));
        simulator.buckets = Buckets::over(&simulator.first.results);
        simulator
    }

    fn first(&self, count: usize) -> First {
        let mut first =
            First { inputs: vec![Vec::with_capacity(count); self.inputs.len()], ..First::default() };
        let mut blocks = self.blocks();
        for start in (0..count).step_by(LANES) {
            let live = (count - start).min(LANES);
            first.clamped += self.draw(0, start, live, &mut blocks);
            for (kept, block) in first.inputs.iter_mut().zip(&blocks.inputs) {
                kept.extend_from_slice(&block[..live]);
            }
            first.results.extend_from_slice(&self.run(&mut blocks)[..live]);
        }
        first
    }

    /// Where results are sorted into.
    pub fn buckets(&self) -> &Buckets {
        &self.buckets
    }

    /// Makes some draws, which begin with that of a stretch, for a worker to keep.
    pub fn draw_into(&self, share: &mut Share, draws: Range<usize>) -> Tally {
        let mut tally = Tally::default();
        let mut blocks = self.blocks();
        let mut results = Vec::with_capacity(STRETCH);
        share.reserve(draws.len());
        for first in draws.clone().step_by(STRETCH) {
            let count = (draws.end - first).min(STRETCH);
            if first == 0 && count == self.first.results.len() {
                share.take(&mut tally, &self.buckets, 0, &self.first.results, self.first.clamped);
                continue;
            }
            results.clear();
            let mut clamped = 0;
            for start in (first..first + count).step_by(LANES) {
                let live = (first + count - start).min(LANES);
                clamped += self.draw(0, start, live, &mut blocks);
                results.extend_from_slice(&self.run(&mut blocks)[..live]);
            }
            share.take(&mut tally, &self.buckets, first, &results, clamped);
        }
        tally
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

    /// What the draws say; none if too few results are numbers.
    pub fn summary(&self, tally: &Tally, sorted: &Sorted, plan: &Plan) -> Result<Simulation, Undefined> {
        let counts = sorted.counts();
        let count: f64 = counts.iter().sum();
        let undefined = Undefined { draws: tally.draws(), undefined: tally.draws() - count as usize };
        if count < 2.0 * REPLICATES as f64 {
            return Err(undefined);
        }
        let percentiles = percentiles(sorted);
        let mean = Estimate::of_mean(&sorted.sums(), &counts);
        let standard_deviation = maximum(0.0, sorted.variance()).sqrt();
        let (worst, of_worst) = sorted.worst();
        let worst_mean = Estimate::of_mean(&worst, &of_worst);
        // Of so few, or so large, results nothing can be said that is a number.
        let is_sound = |estimate: &Estimate| (estimate.value + estimate.standard_error).is_finite();
        let sound = percentiles.iter().all(is_sound) && is_sound(&mean) && is_sound(&worst_mean);
        if !standard_deviation.is_finite() || !sound {
            return Err(undefined);
        }
        let below = plan.thresholds.iter().flat_map(|&at| sorted.below(&[at]));
        let First { results, inputs, .. } = &self.first;
        let seen: Vec<usize> = (0..results.len()).filter(|&draw| results[draw].is_finite()).collect();
        let seen_of = |column: &[f64]| -> Vec<f64> { seen.iter().map(|&draw| column[draw]).collect() };
        let columns: Vec<Vec<f64>> = inputs.iter().map(|column| seen_of(column)).collect();
        let achieved = self.copula.as_ref().map_or_else(Vec::new, |copula| {
            let ranks: Vec<Vec<f64>> = copula.inputs.iter().map(|&place| ranks(&inputs[place])).collect();
            let pairs = (0..ranks.len()).flat_map(|second| (0..second).map(move |first| (first, second)));
            pairs.map(|(first, second)| rank_correlation(&ranks[first], &ranks[second])).collect()
        });
        Ok(Simulation {
            histogram: histogram(sorted, &self.buckets, &percentiles),
            mean,
            standard_deviation,
            percentiles,
            worst_mean,
            below: below.map(|below| Estimate::of_mean(&below, &counts)).collect(),
            draws: undefined.draws,
            clamped: tally.clamped(),
            undefined: undefined.undefined,
            achieved,
            drivers: drivers(self, &columns, &seen_of(results)),
        })
    }
}

impl Plan {
    /// The draws to begin with: whole stretches where more may follow, so that each is summed once.
    pub fn first_draws(&self) -> usize {
        match self.accuracy {
            None => self.draws,
            Some(_) => self.draws.next_multiple_of(STRETCH).min(self.most_draws()),
        }
    }

    /// The most draws that may be made.
    pub fn most_draws(&self) -> usize {
        self.accuracy.map_or(self.draws, |accuracy| accuracy.most_draws.max(self.draws))
    }

    /// How many draws to make after so many that left this relative error; none once P5, P50 and P95 are known
    /// well enough. What was drawn is kept. Errors of even points fall about as n^(−0.7); a quarter more, so
    /// that one look does oftener than two, and no more than sixteen times, for what is known of them is
    /// little.
    pub fn draws_after(&self, done: usize, reached: f64) -> usize {
        let Some(accuracy) = self.accuracy else { return 0 };
        let excess = reached / accuracy.relative_error;
        if excess <= 1.0 {
            return 0;
        }
        let times = if excess < 6.0 { 1.25 * libm::pow(excess, 1.4) } else { 16.0 };
        let wanted = (done as f64 * times) as usize;
        wanted.next_multiple_of(STRETCH).min(self.most_draws()).saturating_sub(done)
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
    let mut share = Share::default();
    simulated(
        &simulator,
        plan,
        &mut share,
        |share, draws| simulator.draw_into(share, draws),
        |share, wanted| share.collect(wanted),
    )
}

/// The same by several threads: the same bits, sooner.
#[cfg(not(target_arch = "wasm32"))]
pub fn simulate_by(
    threads: std::num::NonZero<usize>,
    record: &Record,
    result: StepId,
    uncertain: &[Uncertain],
    plan: &Plan,
) -> Result<Simulation, Undefined> {
    let simulator = Simulator::new(record, result, uncertain, plan);
    let mut shares = vec![Share::default(); threads.get()];
    simulated(
        &simulator,
        plan,
        &mut shares,
        |shares, draws| {
            let each = draws.len().div_ceil(shares.len()).next_multiple_of(STRETCH);
            let starts = draws.clone().step_by(each);
            let done = by_each(shares.iter_mut().zip(starts), |(share, start)| {
                simulator.draw_into(share, start..(start + each).min(draws.end))
            });
            together(done, Tally::add)
        },
        |shares, wanted| together(by_each(shares.iter(), |share| share.collect(wanted)), Collected::add),
    )
}

/// What each of some threads makes of its own.
#[cfg(not(target_arch = "wasm32"))]
fn by_each<I: Send, O: Send>(of: impl Iterator<Item = I>, make: impl Fn(I) -> O + Sync) -> Vec<O> {
    std::thread::scope(|scope| {
        let make = &make;
        let threads: Vec<_> = of.map(|one| scope.spawn(move || make(one))).collect();
        // A thread that panicked has said so; what is missing then is found by who counts.
        threads.into_iter().filter_map(|thread| thread.join().ok()).collect()
    })
}

#[cfg(not(target_arch = "wasm32"))]
fn together<T: Default>(parts: Vec<T>, add: impl Fn(&mut T, T)) -> T {
    let mut all = T::default();
    parts.into_iter().for_each(|part| add(&mut all, part));
    all
}

/// Two looks at as many draws as it takes, by whoever makes them.
fn simulated<S>(
    simulator: &Simulator,
    plan: &Plan,
    shares: &mut S,
    draw: impl Fn(&mut S, Range<usize>) -> Tally,
    collect: impl Fn(&S, &Wanted) -> Collected,
) -> Result<Simulation, Undefined> {
    let buckets = simulator.buckets();
    let mut tally = draw(shares, 0..plan.first_draws());
    loop {
        let done = tally.draws();
        let wanted = Wanted::of(&tally, buckets, &plan.thresholds);
        let sorted = Sorted::of(&tally, buckets, &wanted, collect(shares, &wanted));
        let sorted = sorted.ok_or(Undefined { draws: done, undefined: done })?;
        // The percentiles are asked for only where an accuracy is.
        let reached = plan.accuracy.map_or(0.0, |_| relative_error(&percentiles(&sorted)));
        match plan.draws_after(done, reached) {
            0 => return simulator.summary(&tally, &sorted, plan),
            more => tally.add(draw(shares, done..done + more)),
        }
    }
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
