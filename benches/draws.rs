//! How fast the compiled paper runs, as ratios against peers of the same run, and where its time goes.
//!
//! The case is `reference-case.json`: relief from royalty over 10 years at mid-year with four uncertain inputs,
//! 1,000,000 draws, one thread. The peer is a kernel fused by hand for this one formula: the same draws, no
//! paper. Times are the least of several rounds, with the rivals taking turns, so that a disturbance hits both.
//!
//! With `--turns` it takes turns with the rivals of `reference.mjs`: each line read is a case, each line written
//! what came out of it and in how many milliseconds.
#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a bench measures time and may stop")]

use std::hint::black_box;
use std::io::BufRead as _;
use std::time::{Duration, Instant};

use ipval::appraise::{Appraisal, appraise};
use ipval::case::Node;
use ipval::standard::{Standards, bundled};
use ipval::uncertainty::{Draws, Plan, Sampler, Sequence, simulate};
use ipval::valuation::Verdict;
use ipval::workpaper::{LANES, Program};

const DRAWS: usize = 1_000_000;
const ROUNDS: usize = 7;

const CASE: &str = include_str!("reference-case.json");

fn main() {
    let standards = bundled().unwrap();
    if std::env::args().any(|word| word == "--turns") {
        return take_turns(&standards);
    }
    let case: Node = serde_json::from_str(CASE).unwrap();
    let appraisal =
        Appraisal::of_case(&case, &standards).map_err(|problems| format!("{problems:?}")).unwrap();
    let record = appraisal.paper.record();
    let free: Vec<_> = appraisal.uncertain.iter().map(|input| input.step).collect();
    let inputs: Vec<Input> = (0..)
        .zip(&appraisal.uncertain)
        .map(|(dimension, input)| Input {
            draws: Draws::new(Sequence::Sobol, 1, dimension),
            sampler: Sampler::of(&input.distribution),
        })
        .collect();
    let names: Vec<String> = free.iter().map(|&id| record.note(id).unwrap().key.to_string()).collect();
    let program = Program::compile(&record, &[appraisal.unrounded], &free);
    println!(
        "{} steps recorded, {} instructions compiled, {} slots, blocks of {LANES}",
        record.steps().len(),
        program.len(),
        program.slots()
    );
    // The kernel takes its inputs by name: the paper's order is the reader's, not ours.
    let of = |name: &str| names.iter().position(|known| known == name).unwrap();
    let places = ["first-year-sales", "growth-rate", "royalty-rate", "discount-rate"].map(of);

    let plan = Plan { seed: 1, draws: DRAWS, ..Plan::default() };
    let mut times = [Duration::MAX; 6];
    let mut means = [0.0; 2];
    for _ in 0..ROUNDS {
        timed(&mut times[0], || means[0] = by_paper(&program, &inputs, true));
        timed(&mut times[1], || means[1] = by_kernel(&inputs, places, true));
        timed(&mut times[2], || black_box(by_paper(&program, &inputs, false)));
        timed(&mut times[3], || black_box(by_kernel(&inputs, places, false)));
        timed(&mut times[4], || black_box(sampled(&inputs)));
        timed(&mut times[5], || {
            let _ = black_box(simulate(&record, appraisal.unrounded, &appraisal.uncertain, &plan));
        });
    }
    let nanoseconds = |time: Duration| time.as_secs_f64() * 1e9 / DRAWS as f64;
    let row = |what: &str, paper: Duration, kernel: Duration, aim: &str| {
        let ratio = paper.as_secs_f64() / kernel.as_secs_f64();
        let (paper, kernel) = (nanoseconds(paper), nanoseconds(kernel));
        println!("{what:<19} {paper:>10.1} ns {kernel:>8.1} ns {ratio:>8.2}{aim}");
    };
    println!("                              paper      kernel     ratio");
    row("draws and formula", times[0], times[1], "   (aim: at most 1.5)");
    row("formula alone", times[2], times[3], "");
    println!("means {} and {}", means[0], means[1]);
    assert!((means[0] / means[1] - 1.0).abs() < 1e-12, "the kernel computes something else");

    let (sampling, replay, whole) = (times[4], times[2], times[5]);
    let rest = whole.saturating_sub(sampling + replay);
    let share = |part: Duration| 100.0 * part.as_secs_f64() / whole.as_secs_f64();
    println!(
        "{:.1} million draws a second; {:.1} ns a draw, {:.2} ns a draw and step: sampling {:.0} %, replay {:.0} %, \
         quantiles and the rest {:.0} %",
        DRAWS as f64 / whole.as_secs_f64() / 1e6,
        nanoseconds(whole),
        nanoseconds(whole) / program.len() as f64,
        share(sampling),
        share(replay),
        share(rest)
    );

    let mut once = Duration::MAX;
    for _ in 0..200 {
        timed(&mut once, || black_box(Appraisal::of_case(&case, &standards).is_ok()));
    }
    println!("the case worked out once, without draws: {:.0} µs", once.as_secs_f64() * 1e6);
}

/// An input as it is drawn.
struct Input {
    draws: Draws,
    sampler: Sampler,
}

impl Input {
    fn fill(&self, first: usize, lanes: &mut [f64]) {
        self.draws.fill(first as u64, lanes);
        self.sampler.shape(lanes);
    }
}

/// Appraises each case that is read, and tells what came out of it.
fn take_turns(standards: &Standards) {
    for line in std::io::stdin().lock().lines() {
        let start = Instant::now();
        let case: Node = serde_json::from_str(&line.unwrap()).unwrap();
        let verdict = black_box(appraise(&case, standards));
        let milliseconds = start.elapsed().as_secs_f64() * 1e3;
        let Verdict::Valued(valuation) = verdict else { return };
        let Some(range) = valuation.range else { return };
        let told = serde_json::json!({
            "milliseconds": milliseconds, "draws": range.draws,
            "mean": range.mean, "p5": range.p5, "p50": range.p50, "p95": range.p95,
        });
        println!("{told}");
    }
}

fn timed<T>(least: &mut Duration, run: impl FnOnce() -> T) {
    let start = Instant::now();
    black_box(run());
    *least = (*least).min(start.elapsed());
}

/// What drawing costs without the formula; the sum keeps it from being left out.
fn sampled(inputs: &[Input]) -> f64 {
    let mut block = [0.0; LANES];
    let mut sum = 0.0;
    for first in (0..DRAWS).step_by(LANES) {
        for input in inputs {
            input.fill(first, &mut block);
            sum += block[0];
        }
    }
    sum
}

/// The mean by the compiled paper; with `fresh` draws for each block, or always those of the first.
fn by_paper(program: &Program, inputs: &[Input], fresh: bool) -> f64 {
    let mut scratch = program.scratch();
    let mut blocks = vec![[0.0; LANES]; inputs.len()];
    blocks.iter_mut().zip(inputs).for_each(|(block, input)| input.fill(0, block));
    let mut sum = 0.0;
    for first in (0..DRAWS).step_by(LANES) {
        for (place, input) in inputs.iter().enumerate() {
            let lanes = program.input(&mut scratch, place);
            match fresh {
                true => input.fill(first, lanes),
                false => lanes.copy_from_slice(&blocks[place]),
            }
        }
        program.run(&mut scratch);
        let count = LANES.min(DRAWS - first);
        sum += program.output(&scratch, 0)[..count].iter().sum::<f64>();
    }
    sum / DRAWS as f64
}

/// The same by a kernel that knows nothing but this formula, in lanes that stay in registers.
fn by_kernel(inputs: &[Input], places: [usize; 4], fresh: bool) -> f64 {
    const WIDTH: usize = 4;
    let mut blocks = vec![[0.0; LANES]; inputs.len()];
    blocks.iter_mut().zip(inputs).for_each(|(block, input)| input.fill(0, block));
    let mut sum = 0.0;
    for first in (0..DRAWS).step_by(LANES) {
        if fresh {
            blocks.iter_mut().zip(inputs).for_each(|(block, input)| input.fill(first, block));
        }
        let [sales, growth, royalty, discount] = places.map(|place| &blocks[place]);
        let mut results = [0.0; LANES];
        for start in (0..LANES).step_by(WIDTH) {
            let lane =
                |block: &[f64; LANES]| -> [f64; WIDTH] { std::array::from_fn(|lane| block[start + lane]) };
            let (sales, growth, royalty) = (lane(sales), lane(growth), lane(royalty));
            let discount = lane(discount);
            let yearly: [f64; WIDTH] =
                std::array::from_fn(|lane| (1.0 + growth[lane]) / (1.0 + discount[lane]));
            let mut term: [f64; WIDTH] = std::array::from_fn(|lane| {
                sales[lane] * royalty[lane] * 0.75 / (1.0 + discount[lane]).sqrt()
            });
            let mut total = term;
            for _ in 1..10 {
                for lane in 0..WIDTH {
                    term[lane] *= yearly[lane];
                    total[lane] += term[lane];
                }
            }
            results[start..start + WIDTH].copy_from_slice(&total);
        }
        let count = LANES.min(DRAWS - first);
        sum += results[..count].iter().sum::<f64>();
    }
    sum / DRAWS as f64
}
