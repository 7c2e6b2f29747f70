//! How fast a whole case is appraised: three approaches by ten methods, and what is concluded from them.
//!
//! The peer is relief from royalty alone, in plain numbers: the ratio says what a paper, its findings, its
//! sensitivities and the clauses behind it cost beside one figure. `case.mjs` times the same in WebAssembly.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a bench measures time and may stop"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use ipval::appraise::{Appraisal, appraise};
use ipval::case::Node;
use ipval::standard::bundled;
use ipval::valuation::Verdict;

fn main() {
    let standards = bundled().unwrap();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/example-three-approaches.json");
    let case: Node = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let Verdict::Valued(valuation) = appraise(&case, &standards) else { panic!("the case is refused") };
    let royalty = valuation.methods.iter().find(|done| done.method == "reliefFromRoyalty").unwrap();
    let (mut worked, mut answered, mut plain) = (Duration::MAX, Duration::MAX, Duration::MAX);
    let mut by_hand = 0.0;
    for _ in 0..200 {
        timed(&mut worked, || black_box(Appraisal::of_case(&case, &standards).is_ok()));
        timed(&mut answered, || black_box(appraise(&case, &standards)));
        timed(&mut plain, || {
            // One call is below what the clock can tell apart.
            for _ in 0..1000 {
                let royalty = black_box(0.03 * 1.15 * 0.95);
                by_hand = black_box(plain_royalty(black_box(12000.0), royalty, black_box(0.13635)));
            }
        });
    }
    let plain = plain.as_secs_f64() / 1000.0;
    println!(
        "{} methods, {} steps: worked out in {:.3} ms, answered in {:.3} ms (aim: below 2 ms in wasm), {:.0} times \
         relief from royalty in plain numbers ({:.0} ns)",
        valuation.methods.len(),
        valuation.steps.len(),
        worked.as_secs_f64() * 1e3,
        answered.as_secs_f64() * 1e3,
        answered.as_secs_f64() / plain,
        plain * 1e9
    );
    // The case takes the annual fees off, which are below a thousandth of the value.
    assert!((by_hand / royalty.value - 1.0).abs() < 2e-3, "{by_hand} and {}", royalty.value);
}

fn timed<T>(least: &mut Duration, run: impl FnOnce() -> T) {
    let start = Instant::now();
    black_box(run());
    *least = (*least).min(start.elapsed());
}

/// Relief from royalty of eight years at mid-year, growing by 6 %, taxed at 25 %.
fn plain_royalty(sales: f64, royalty: f64, rate: f64) -> f64 {
    let yearly = 1.0 / (1.0 + rate);
    let mut sales = sales;
    let mut factor = yearly.sqrt();
    let mut value = 0.0;
    for _ in 0..8 {
        value += sales * royalty * 0.75 * factor;
        sales *= 1.06;
        factor *= yearly;
    }
    value
}
