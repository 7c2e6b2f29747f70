//! How fast the compiled paper runs, as ratios against peers of the same run.
//!
//! The case is relief from royalty over 10 years at mid-year with five uncertain inputs, 1,000,000 draws,
//! one thread. The peer is a kernel fused by hand for this one formula: the same draws, no paper. Times are
//! the least of several rounds, with the rivals taking turns, so that a disturbance hits both.
#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a bench measures time and may stop")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use ipval::appraise::Appraisal;
use ipval::case::Node;
use ipval::standard::bundled;
use ipval::uncertainty::{Distribution, Plan, Stream, simulate};
use ipval::workpaper::{LANES, Program};

const DRAWS: usize = 1_000_000;
const ROUNDS: usize = 7;

const CASE: &str = r#"{
  "format": "ipval-case/1", "asset": {"kind": "tradeSecret"}, "valuationDate": "2024-12-31",
  "currency": "CNY", "unit": "one", "basisOfValue": "marketValue",
  "methods": [{"method": "reliefFromRoyalty", "inputs": {
    "sales": {"value": 1e7, "range": {"distribution": "normal", "mean": 1e7, "standardDeviation": 1.5e6}},
    "years": 10,
    "growthRate": {"value": 0.06, "range": {"distribution": "normal", "mean": 0.06, "standardDeviation": 0.02}},
    "royaltyRate": {"value": 0.04, "range": {"distribution": "triangular", "min": 0.02, "mode": 0.04, "max": 0.08}},
    "decayRate": {"value": 0.05, "range": {"distribution": "uniform", "min": 0.0, "max": 0.1}},
    "discountRate": {"value": 0.15, "range": {"distribution": "uniform", "min": 0.12, "max": 0.18}},
    "taxRate": 0.25, "timing": "midYear"
  }}]
}"#;

fn main() {
    let case: Node = serde_json::from_str(CASE).unwrap();
    let standards = bundled().unwrap();
    let appraisal =
        Appraisal::of_case(&case, &standards).map_err(|problems| format!("{problems:?}")).unwrap();
    let record = appraisal.paper.record();
    let free: Vec<_> = appraisal.uncertain.iter().map(|input| input.step).collect();
    let shapes: Vec<Distribution> =
        appraisal.uncertain.iter().map(|input| input.distribution.clone()).collect();
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
    let places = ["first-year-sales", "growth-rate", "royalty-rate", "decay-rate", "discount-rate"].map(of);

    let mut times = [Duration::MAX; 4];
    let mut means = [0.0; 2];
    for _ in 0..ROUNDS {
        timed(&mut times[0], || means[0] = by_paper(&program, &shapes, true));
        timed(&mut times[1], || means[1] = by_kernel(&shapes, places, true));
        timed(&mut times[2], || black_box(by_paper(&program, &shapes, false)));
        timed(&mut times[3], || black_box(by_kernel(&shapes, places, false)));
    }
    let nanoseconds = |time: Duration| time.as_secs_f64() * 1e9 / DRAWS as f64;
    println!("                              paper      kernel     ratio");
    println!(
        "draws and formula   {:>10.1} ns {:>8.1} ns {:>8.2}   (aim: at most 1.5)",
        nanoseconds(times[0]),
        nanoseconds(times[1]),
        times[0].as_secs_f64() / times[1].as_secs_f64()
    );
    println!(
        "formula alone       {:>10.1} ns {:>8.1} ns {:>8.2}",
        nanoseconds(times[2]),
        nanoseconds(times[3]),
        times[2].as_secs_f64() / times[3].as_secs_f64()
    );
    println!("means {} and {}", means[0], means[1]);
    assert!((means[0] / means[1] - 1.0).abs() < 1e-12, "the kernel computes something else");

    let (mut whole, mut once) = (Duration::MAX, Duration::MAX);
    for _ in 0..ROUNDS {
        timed(&mut whole, || {
            let plan = Plan { seed: 1, draws: DRAWS, ..Plan::default() };
            let _ = black_box(simulate(&record, appraisal.unrounded, &appraisal.uncertain, &plan));
        });
    }
    for _ in 0..200 {
        timed(&mut once, || black_box(Appraisal::of_case(&case, &standards).is_ok()));
    }
    println!(
        "with exact percentiles {:.1} ns a draw; one case worked out in {:.0} µs",
        nanoseconds(whole),
        once.as_secs_f64() * 1e6
    );
}

fn timed<T>(least: &mut Duration, run: impl FnOnce() -> T) {
    let start = Instant::now();
    black_box(run());
    *least = (*least).min(start.elapsed());
}

fn fill(stream: usize, shape: &Distribution, first: usize, lanes: &mut [f64]) {
    Stream::new(1, stream).fill(first as u64, lanes);
    shape.shape(lanes);
}

/// The mean by the compiled paper; with `fresh` draws for each block, or always those of the first.
fn by_paper(program: &Program, shapes: &[Distribution], fresh: bool) -> f64 {
    let mut scratch = program.scratch();
    let mut blocks = vec![[0.0; LANES]; shapes.len()];
    for (stream, (block, shape)) in blocks.iter_mut().zip(shapes).enumerate() {
        fill(stream, shape, 0, block);
    }
    let mut sum = 0.0;
    for first in (0..DRAWS).step_by(LANES) {
        for (stream, shape) in shapes.iter().enumerate() {
            let lanes = program.input(&mut scratch, stream);
            match fresh {
                true => fill(stream, shape, first, lanes),
                false => lanes.copy_from_slice(&blocks[stream]),
            }
        }
        program.run(&mut scratch);
        let count = LANES.min(DRAWS - first);
        sum += program.output(&scratch, 0)[..count].iter().sum::<f64>();
    }
    sum / DRAWS as f64
}

/// The same by a kernel that knows nothing but this formula, in lanes that stay in registers.
fn by_kernel(shapes: &[Distribution], places: [usize; 5], fresh: bool) -> f64 {
    const WIDTH: usize = 4;
    let mut blocks = vec![[0.0; LANES]; shapes.len()];
    for (stream, (block, shape)) in blocks.iter_mut().zip(shapes).enumerate() {
        fill(stream, shape, 0, block);
    }
    let mut sum = 0.0;
    for first in (0..DRAWS).step_by(LANES) {
        if fresh {
            for (stream, (block, shape)) in blocks.iter_mut().zip(shapes).enumerate() {
                fill(stream, shape, first, block);
            }
        }
        let [sales, growth, royalty, decay, discount] = places.map(|place| &blocks[place]);
        let mut results = [0.0; LANES];
        for start in (0..LANES).step_by(WIDTH) {
            let lane =
                |block: &[f64; LANES]| -> [f64; WIDTH] { std::array::from_fn(|lane| block[start + lane]) };
            let (sales, growth, royalty) = (lane(sales), lane(growth), lane(royalty));
            let (decay, discount) = (lane(decay), lane(discount));
            let yearly: [f64; WIDTH] = std::array::from_fn(|lane| {
                (1.0 + growth[lane]) * (1.0 - decay[lane]) / (1.0 + discount[lane])
            });
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
