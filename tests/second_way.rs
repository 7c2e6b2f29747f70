//! A second way: relief from royalty written out plainly, by closed exponents and without a paper, against the engine.
//!
//! Nothing is shared but the inputs: no chain of factors, no selection of the last period, no steps.

use std::error::Error;

use ipval::appraise::run_method;
use ipval::case::Node;
use ipval::standard::bundled;
use ipval::uncertainty::Stream;
use ipval::valuation::Verdict;
use serde_json::json;

/// What one valuation rests on.
#[derive(Debug)]
struct Plain {
    sales: Vec<f64>,
    royalty: f64,
    decay: f64,
    tax: f64,
    rate: f64,
    mid_year: bool,
    stub: Option<f64>,
    life: f64,
    fees: Vec<f64>,
    reduction: f64,
    amortisation: Option<u32>,
}

fn power(base: f64, exponent: f64) -> f64 {
    libm::pow(base, exponent)
}

/// The value, period by period, each discounted from its own time.
fn value(plain: &Plain) -> f64 {
    let share = if plain.mid_year { 0.5 } else { 1.0 };
    let (mut start, mut total) = (0.0, 0.0);
    for (index, (&sales, &fee)) in plain.sales.iter().zip(&plain.fees).enumerate() {
        let length = if index == 0 { plain.stub.unwrap_or(1.0) } else { 1.0 };
        let left = plain.life - start;
        if left > 0.0 {
            let lived = if left < length { left } else { length };
            let royalty = plain.royalty * power(1.0 - plain.decay, index as f64);
            let when = start + share * lived;
            total += sales * (lived / length) * royalty * (1.0 - plain.tax) / power(1.0 + plain.rate, when);
            total -= fee * (1.0 - plain.reduction) * (1.0 - plain.tax) / power(1.0 + plain.rate, start);
        }
        start += length;
    }
    match plain.amortisation {
        None => total,
        Some(years) => {
            // The closed annuity, which divides by the rate, instead of a sum of factors.
            let annuity = (1.0 - power(1.0 + plain.rate, -f64::from(years))) / plain.rate;
            let annuity = if plain.mid_year { annuity * power(1.0 + plain.rate, 0.5) } else { annuity };
            total / (1.0 - plain.tax / f64::from(years) * annuity)
        }
    }
}

/// The *k*-th of many cases, spread over all that the method takes.
fn drawn(k: u64) -> Plain {
    let of = |dimension: usize| Stream::new(2026, dimension).uniform(k);
    let between = |dimension: usize, low: f64, high: f64| low + (high - low) * of(dimension);
    let periods = 1 + (of(0) * 24.0) as usize;
    let series = |first: usize, low: f64, high: f64| {
        (0..periods).map(|period| Stream::new(first as u64, period).uniform(k) * (high - low) + low).collect()
    };
    let whole = of(1) < 0.3;
    let life = between(2, 0.05, periods as f64 + 2.0);
    Plain {
        sales: series(11, 0.0, 5000.0),
        royalty: between(3, 0.0, 0.2),
        decay: if of(4) < 0.5 { 0.0 } else { between(5, 0.0, 0.3) },
        tax: between(6, 0.0, 0.4),
        rate: between(7, 0.01, 0.4),
        mid_year: of(8) < 0.5,
        stub: (of(9) < 0.4).then(|| between(10, 0.05, 1.0)),
        life: if whole { life.ceil() } else { life },
        fees: if of(11) < 0.5 { vec![0.0; periods] } else { series(12, 0.0, 20.0) },
        reduction: if of(12) < 0.5 { 0.0 } else { 0.85 },
        amortisation: (of(13) < 0.4).then(|| 1 + (of(14) * 20.0) as u32),
    }
}

#[test]
fn the_engine_and_the_plain_way_agree() -> Result<(), Box<dyn Error>> {
    let standards = bundled().map_err(|problem| format!("{problem:?}"))?;
    let mut failures = Vec::new();
    for k in 0..3000 {
        let plain = drawn(k);
        let mut inputs = json!({
            "sales": plain.sales, "royaltyRate": plain.royalty, "decayRate": plain.decay, "taxRate": plain.tax,
            "discountRate": plain.rate, "timing": if plain.mid_year { "midYear" } else { "yearEnd" },
            "economicLife": plain.life, "annualFees": plain.fees, "feeReduction": plain.reduction,
        });
        if let Some(stub) = plain.stub {
            inputs["stub"] = json!(stub);
        }
        if let Some(years) = plain.amortisation {
            inputs["taxAmortisationBenefit"] = json!(true);
            inputs["amortisationYears"] = json!(years);
        }
        let node: Node = serde_json::from_value(inputs)?;
        let engine = match run_method("reliefFromRoyalty", &node, &standards) {
            Verdict::Valued(valuation) => valuation.value,
            Verdict::Refused(refusal) => return Err(format!("{plain:?}: {:?}", refusal.problems).into()),
        };
        let plainly = value(&plain);
        // Fees can leave next to nothing of the royalties: the rounding is that of what was subtracted.
        let size: f64 = plain.sales.iter().map(|sales| sales * plain.royalty).sum::<f64>()
            + plain.fees.iter().sum::<f64>();
        if (engine - plainly).abs() > 1e-12 * size {
            failures.push(format!("{k}: engine {engine}, plainly {plainly}, {plain:?}"));
        }
    }
    assert!(
        failures.is_empty(),
        "{} of 3000\n{}",
        failures.len(),
        failures[..failures.len().min(3)].join("\n")
    );
    Ok(())
}
