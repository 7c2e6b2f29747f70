//! Laws of the income methods that share one forecast: shares of profit, excess and incremental earnings.

use std::error::Error;

use ipval::appraise::{Appraisal, appraise, run_method};
use ipval::case::Node;
use ipval::standard::{Standards, bundled};
use ipval::valuation::{Valuation, Verdict};
use serde_json::{Value, json};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

fn standards() -> Outcome<Standards> {
    bundled().map_err(|problem| format!("{problem:?}").into())
}

fn node(value: &Value) -> Outcome<Node> {
    Ok(serde_json::from_value(value.clone())?)
}

fn valued(method: &str, inputs: &Value, standards: &Standards) -> Outcome<Valuation> {
    match run_method(method, &node(inputs)?, standards) {
        Verdict::Valued(valuation) => Ok(valuation),
        Verdict::Refused(refusal) => Err(format!("{method} {inputs}: {:?}", refusal.problems).into()),
    }
}

fn value_of(method: &str, inputs: &Value, standards: &Standards) -> Outcome<f64> {
    Ok(valued(method, inputs, standards)?.value)
}

fn codes_of(method: &str, inputs: &Value, standards: &Standards) -> Outcome<Vec<String>> {
    let found = valued(method, inputs, standards)?.findings;
    Ok(found.iter().map(|finding| format!("{} {}", finding.severity, finding.about.code)).collect())
}

/// A document with some keys put in or taken out.
fn with(base: &Value, edits: Value) -> Value {
    let mut edited = base.clone();
    for (key, value) in edits.as_object().into_iter().flatten() {
        match (value, edited.as_object_mut()) {
            (Value::Null, Some(object)) => drop(object.remove(key)),
            (value, _) => edited[key] = value.clone(),
        }
    }
    edited
}

/// Every number of some keys doubled.
fn doubled(inputs: &Value, keys: &[&str]) -> Value {
    fn twice(value: &Value) -> Value {
        match value {
            Value::Array(values) => values.iter().map(twice).collect(),
            value => value.as_f64().map_or(value.clone(), |number| json!(2.0 * number)),
        }
    }
    let mut edited = inputs.clone();
    for key in keys {
        edited[key] = twice(&inputs[key]);
    }
    if let Some(assets) = edited.get_mut("assets").and_then(Value::as_array_mut) {
        for asset in assets {
            for key in ["value", "charge"] {
                if asset.get(key).is_some() {
                    asset[key] = twice(&asset[key]);
                }
            }
        }
    }
    edited
}

fn close(a: f64, b: f64, share: f64) -> bool {
    let larger = if a.abs() > b.abs() { a.abs() } else { b.abs() };
    (a - b).abs() <= share * larger
}

/// Each method on inputs of its own, with the keys that hold its money, or the quantities that bring it.
fn methods() -> Vec<(&'static str, Value, &'static [&'static str])> {
    let frame = json!({"years": 6, "taxRate": 0.25, "discountRate": 0.13, "timing": "midYear"});
    let over = |edits: Value| with(&frame, edits);
    let assets = json!([{"name": "plant", "value": 300, "returnOn": 0.07, "returnOf": 0.05},
        {"name": "workforce", "charge": [4, 4, 5, 5, 6, 6]}]);
    vec![
        (
            "profitShare",
            over(json!({"profit": 400, "profitShare": 0.3, "decayRate": 0.1, "growthRate": 0.05})),
            &["profit"],
        ),
        (
            "profitShare",
            over(json!({"sales": [900, 950, 1000, 1000, 900, 700], "years": null, "profitMargin": 0.2,
                "profitShare": [0.3, 0.3, 0.25, 0.25, 0.2, 0.2], "economicLife": 5.4})),
            &["sales"],
        ),
        (
            "excessEarnings",
            over(json!({"sales": 1000, "profitMargin": 0.25, "assets": assets,
                "lifeCurve": {"shape": "geometric", "decline": 0.12}})),
            &["sales"],
        ),
        (
            "excessEarnings",
            over(json!({"earnings": 300, "assets": assets, "growthRate": 0.02})),
            &["earnings"],
        ),
        (
            "excessEarningsSingle",
            over(json!({"income": 120, "assets": [{"name": "plant", "value": 400, "returnOn": 0.08}]})),
            &["income"],
        ),
        ("incrementalIncome", over(json!({"quantity": 30, "premium": 4})), &["premium"]),
        (
            "incrementalIncome",
            over(json!({"sales": 1000, "profitMargin": 0.2, "genericMargin": 0.12})),
            &["sales"],
        ),
        (
            "incrementalIncome",
            over(
                json!({"quantity": 12, "price": 110, "unitCost": 80, "quantityBefore": 10, "priceBefore": 100,
                "unitCostBefore": 80, "attributableShare": 0.7}),
            ),
            &["quantity", "quantityBefore"],
        ),
        ("costSaving", over(json!({"saving": 50, "growthRate": -0.03})), &["saving"]),
        ("costSaving", over(json!({"quantity": 20, "unitSaving": 2.5})), &["unitSaving"]),
        ("costSaving", over(json!({"sales": 800, "costRatio": 0.21, "costRatioWithout": 0.38})), &["sales"]),
        (
            "withAndWithout",
            over(json!({"incomeWith": 300, "incomeWithout": [220, 220, 210, 200, 200, 190]})),
            &["incomeWith", "incomeWithout"],
        ),
        (
            "technologyFactor",
            over(json!({"businessIncome": 500, "technologyFactor": 0.4, "taxAmortisationBenefit": true,
                "amortisationYears": 10, "lifeCurve": {"shape": "straight"}})),
            &["businessIncome"],
        ),
    ]
}

#[test]
fn twice_the_income_is_twice_the_value() -> Outcome {
    let standards = standards()?;
    for (method, inputs, money) in methods() {
        let once = value_of(method, &inputs, &standards)?;
        let twice = value_of(method, &doubled(&inputs, money), &standards)?;
        // Doubling is exact in binary, and every step is linear in money: not one bit may differ.
        assert_eq!((2.0 * once).to_bits(), twice.to_bits(), "{method} {inputs}");
        assert!(once > 0.0, "{method} {inputs}");
    }
    Ok(())
}

#[test]
fn a_higher_rate_lowers_a_positive_stream() -> Outcome {
    let standards = standards()?;
    for (method, inputs, _) in methods() {
        let at = |rate: f64| value_of(method, &with(&inputs, json!({"discountRate": rate})), &standards);
        let values = [0.0, 0.05, 0.13, 0.3].map(at).into_iter().collect::<Outcome<Vec<f64>>>()?;
        assert!(values.windows(2).all(|pair| pair[0] > pair[1]), "{method}: {values:?}");
    }
    Ok(())
}

#[test]
fn the_gradient_is_the_slope() -> Outcome {
    let standards = standards()?;
    let (mut seen, step) = (0, 1e-6);
    for (method, inputs, _) in methods() {
        let appraisal = Appraisal::of_method(method, &node(&inputs)?, &standards)
            .map_err(|problems| format!("{problems:?}"))?;
        let record = appraisal.paper.record();
        let slopes = record.gradient(appraisal.result);
        for id in record.inputs() {
            let here = record.value(id);
            // What shapes the paper has no pointer and is not varied.
            if record.note(id).is_none_or(|note| note.pointer.is_none()) {
                continue;
            }
            let width = step * if here.abs() > 1.0 { here.abs() } else { 1.0 };
            let at = |value: f64| record.replay(&[(id, value)])[appraisal.result.index()];
            let slope = (at(here + width) - at(here - width)) / (2.0 * width);
            let gradient = slopes[id.index()];
            let scale = if slope.abs() > 1.0 { slope.abs() } else { 1.0 };
            let key = record.note(id).map(|note| note.key.to_string()).unwrap_or_default();
            assert!((slope - gradient).abs() <= 1e-5 * scale, "{method} {key}: {slope} and {gradient}");
            seen += 1;
        }
    }
    assert!(seen > 60, "only {seen} slopes were compared");
    Ok(())
}

#[test]
fn a_flat_stream_is_an_annuity() -> Outcome {
    let standards = standards()?;
    let annuity = (1.0 - 1.0 / (1.1_f64 * 1.1 * 1.1 * 1.1 * 1.1)) / 0.1;
    let frame = json!({"years": 5, "taxRate": 0.25, "discountRate": 0.1, "timing": "yearEnd"});
    let rows = [
        ("profitShare", json!({"profit": 400, "profitShare": 0.3}), 120.0 * 0.75),
        (
            "excessEarnings",
            json!({"earnings": 200, "assets": [{"name": "a", "value": 500, "returnOn": 0.08}]}),
            110.0,
        ),
        (
            "excessEarningsSingle",
            json!({"income": 200, "assets": [{"name": "a", "value": 500, "returnOn": 0.08}]}),
            110.0,
        ),
        ("incrementalIncome", json!({"quantity": 10, "premium": 8}), 60.0),
        ("costSaving", json!({"saving": 80}), 60.0),
        ("withAndWithout", json!({"incomeWith": 300, "incomeWithout": 220}), 60.0),
        ("technologyFactor", json!({"businessIncome": 200, "technologyFactor": 0.4}), 60.0),
    ];
    for (method, own, yearly) in rows {
        let value = value_of(method, &with(&frame, own), &standards)?;
        assert!(close(value, yearly * annuity, 1e-13), "{method}: {value}, not {}", yearly * annuity);
    }
    Ok(())
}

/// A share of profit is a royalty of that share times the margin; and neither way may know what the other does.
#[test]
fn a_share_of_profit_is_a_royalty_on_sales() -> Outcome {
    let standards = standards()?;
    let frames = [
        json!({"timing": "yearEnd"}),
        json!({"timing": "midYear", "stub": 0.4, "economicLife": 4.7}),
        json!({"timing": "midYear", "terminalGrowth": 0.02, "taxAmortisationBenefit": true, "amortisationYears": 10}),
        json!({"timing": "yearEnd", "lifeCurve": {"shape": "sCurve", "midpoint": 3, "steepness": 0.8}}),
        json!({"timing": "yearEnd", "annualFees": [2, 2, 3, 3, 3, 4]}),
    ];
    let base = json!({"sales": 1000, "years": 6, "growthRate": 0.04, "taxRate": 0.25, "discountRate": 0.15});
    for frame in frames {
        let base = with(&base, frame);
        let shared = with(&base, json!({"profitMargin": 0.2, "profitShare": 0.3, "decayRate": 0.05}));
        let spared = with(&base, json!({"royaltyRate": 0.06, "decayRate": 0.05}));
        let shared = value_of("profitShare", &shared, &standards)?;
        let spared = value_of("reliefFromRoyalty", &spared, &standards)?;
        assert!(close(shared, spared, 1e-13), "{base}: {shared} and {spared}");
    }
    Ok(())
}

#[test]
fn shares_of_one_profit_make_up_the_whole() -> Outcome {
    let standards = standards()?;
    let base = json!({"profit": [300, 350, 320], "taxRate": 0.25, "discountRate": 0.1, "timing": "yearEnd"});
    let share = |share: f64| value_of("profitShare", &with(&base, json!({"profitShare": share})), &standards);
    let parts = [0.2, 0.3, 0.5].map(share).into_iter().sum::<Outcome<f64>>()?;
    assert!(close(parts, share(1.0)?, 1e-14));
    let over = with(&base, json!({"profitShare": 0.5, "otherShares": [0.3, 0.25]}));
    assert!(codes_of("profitShare", &over, &standards)?.contains(&"bar shares-above-whole".to_owned()));
    let whole = with(&base, json!({"profitShare": 0.5, "otherShares": [0.3, 0.2]}));
    assert!(!codes_of("profitShare", &whole, &standards)?.contains(&"bar shares-above-whole".to_owned()));
    Ok(())
}

#[test]
fn the_residual_and_the_others_make_up_the_whole() -> Outcome {
    let standards = standards()?;
    let assets = json!([{"name": "plant", "value": 400}, {"name": "working capital", "value": 250}]);
    let base = json!({"wholeValue": 1000, "assets": assets});
    assert_eq!(value_of("residualValue", &base, &standards)?.to_bits(), 350.0_f64.to_bits());
    let bar = "bar value-above-whole".to_owned();
    for (claimed, barred) in [(350.0, false), (351.0, true)] {
        let inputs = with(&base, json!({"claimedValue": claimed}));
        assert_eq!(codes_of("residualValue", &inputs, &standards)?.contains(&bar), barred, "{claimed}");
    }
    let above = with(&base, json!({"wholeValue": 600}));
    assert!(codes_of("residualValue", &above, &standards)?.contains(&bar));
    // The weights and returns that it is found from give the return on the whole again.
    let inputs = json!({"income": 60, "taxRate": 0, "overallReturn": 0.11,
        "assets": [{"name": "a", "weight": 0.25, "returnOn": 0.04}, {"name": "b", "weight": 0.35, "returnOn": 0.07}]});
    let found = 60.0 / value_of("residualReturn", &inputs, &standards)?;
    assert!(close(0.25 * 0.04 + 0.35 * 0.07 + 0.4 * found, 0.11, 1e-14));
    Ok(())
}

/// The share of marginal analysis is a quotient of present values; of plain sums it would be another.
#[test]
fn the_share_added_times_the_profit_is_the_profit_added() -> Outcome {
    let standards = standards()?;
    let frame = json!({"discountRate": 0.1, "timing": "midYear", "economicLife": 3.5});
    let share = with(&frame, json!({"profit": [250, 400, 450, 467], "addedProfit": [100, 120, 90, 70]}));
    let share = value_of("marginalAnalysis", &share, &standards)?;
    assert!((share - 380.0 / 1567.0).abs() > 1e-3);
    let worth = |profit: Value, share: f64| {
        value_of(
            "profitShare",
            &with(&frame, json!({"profit": profit, "profitShare": share, "taxRate": 0})),
            &standards,
        )
    };
    let shared = worth(json!([250, 400, 450, 467]), share)?;
    assert!(close(shared, worth(json!([100, 120, 90, 70]), 1.0)?, 1e-14));
    // Stated by what the profit would be without the right, or by what is added of it, it is the same.
    let before = with(&frame, json!({"profit": [250, 400, 450, 467], "profitBefore": [150, 280, 360, 397]}));
    let added =
        with(&frame, json!({"addedProfit": [100, 120, 90, 70], "addedShare": [0.4, 0.3, 0.2, 70.0 / 467.0]}));
    for inputs in [before, added] {
        assert!(close(value_of("marginalAnalysis", &inputs, &standards)?, share, 1e-14), "{inputs}");
    }
    Ok(())
}

/// The share of one entry serves another: 8.91 % of 5,277.96 is printed 470.27, and unrounded 470.10.
#[test]
fn a_share_that_was_found_is_shared() -> Outcome {
    let standards = standards()?;
    let case = |rounding: Option<f64>| {
        let mut share = json!({"technologyCost": 80, "priceRatio": 1.1, "technologyProfitRate": 4,
            "businessCost": 4000, "businessProfitRate": 0.125});
        if let Some(step) = rounding {
            share["shareRounding"] = json!(step);
        }
        json!({"format": "ipval-case/1", "valuationDate": "2024-12-31", "unit": "tenThousand",
            "asset": {"kind": "invention", "filingDate": "2015-03-01"},
            "methods": [
                {"id": "share", "method": "equivalentInvestmentShare", "supporting": true, "inputs": share},
                {"id": "value", "method": "profitShare", "inputs": {"profit": [2000, 2000, 1000, 1000, 600],
                    "profitShare": {"from": "share"}, "taxRate": 0, "discountRate": 0.1, "timing": "yearEnd"}}]})
    };
    for (rounding, printed, tolerance) in [(Some(1e-4), 470.27, 0.005), (None, 470.101_293_384, 1e-8)] {
        match appraise(&node(&case(rounding))?, &standards) {
            Verdict::Valued(valuation) => {
                assert!((valuation.value - printed).abs() <= tolerance, "{}", valuation.value);
            }
            Verdict::Refused(refusal) => return Err(format!("{:?}", refusal.problems).into()),
        }
    }
    Ok(())
}

/// Curves at their extremes, and beside each other.
#[test]
fn a_life_curve_cuts_income_down_as_its_shape_says() -> Outcome {
    let standards = standards()?;
    let base = json!({"businessIncome": 100, "technologyFactor": 1, "years": 4, "taxRate": 0, "discountRate": 0.1,
        "timing": "yearEnd"});
    let shares = |curve: Value, edits: Value| -> Outcome<Vec<f64>> {
        let inputs = with(&with(&base, edits), json!({"lifeCurve": curve}));
        let steps = valued("technologyFactor", &inputs, &standards)?.steps;
        Ok(steps.iter().filter(|step| step.key == "surviving").map(|step| step.value).collect())
    };
    let near = |found: Vec<f64>, wanted: [f64; 4]| {
        assert_eq!(found.len(), 4);
        assert!(found.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 1e-12), "{found:?}, not {wanted:?}");
    };
    near(shares(json!({"shape": "straight"}), json!({}))?, [1.0, 0.75, 0.5, 0.25]);
    near(shares(json!({"shape": "straight", "declineYears": 2}), json!({}))?, [1.0, 0.5, 0.0, 0.0]);
    near(shares(json!({"shape": "geometric", "decline": 0.1}), json!({}))?, [1.0, 0.9, 0.81, 0.729]);
    near(shares(json!({"shape": "geometric", "decline": 0}), json!({}))?, [1.0; 4]);
    near(shares(json!({"shape": "geometric", "decline": 1}), json!({}))?, [1.0, 0.0, 0.0, 0.0]);
    let half = 0.9_f64.sqrt();
    near(
        shares(json!({"shape": "geometric", "decline": 0.1}), json!({"stub": 0.5}))?,
        [1.0, half, half * 0.9, half * 0.81],
    );
    near(shares(json!({"shape": "sCurve", "midpoint": 3, "steepness": 0}), json!({}))?, [1.0; 4]);
    near(
        shares(json!({"shape": "sCurve", "midpoint": 1, "steepness": 2}), json!({}))?,
        [1.0, 0.567_667_641_618_306_3, 0.135_335_283_236_612_7, 0.020_420_378_781_664_4],
    );
    near(
        shares(json!({"shape": "survivor", "survivors": [1, 0.9, 0.5, 0.2]}), json!({}))?,
        [1.0, 0.9, 0.5, 0.2],
    );
    // A steady loss of customers is a decaying share.
    let curve = with(&base, json!({"lifeCurve": {"shape": "geometric", "decline": 0.1}}));
    let decay = json!({"profit": 100, "profitShare": 1, "decayRate": 0.1, "years": 4, "taxRate": 0,
        "discountRate": 0.1, "timing": "yearEnd"});
    let (curve, decay) =
        (value_of("technologyFactor", &curve, &standards)?, value_of("profitShare", &decay, &standards)?);
    assert!(close(curve, decay, 1e-14));
    Ok(())
}

#[test]
fn flows_and_rate_on_different_bases_are_barred() -> Outcome {
    let standards = standards()?;
    let base = json!({"saving": 50, "years": 5, "taxRate": 0.25, "discountRate": 0.1, "timing": "yearEnd"});
    let (prices, taxes) = ("bar price-basis-mismatch".to_owned(), "bar tax-basis-mismatch".to_owned());
    let rows = [
        (json!({}), false, false),
        (json!({"pricesOfFlows": "real"}), false, false),
        (json!({"pricesOfFlows": "real", "pricesOfRate": "real"}), false, false),
        (json!({"pricesOfFlows": "real", "pricesOfRate": "nominal"}), true, false),
        (json!({"taxOfRate": "afterTax"}), false, false),
        (json!({"taxOfRate": "preTax"}), false, true),
        (json!({"taxOfRate": "preTax", "taxRate": 0}), false, false),
        (json!({"taxOfRate": "afterTax", "taxOfFlows": "preTax", "taxRate": 0}), false, true),
    ];
    for (edits, price, tax) in rows {
        for method in ["costSaving", "reliefFromRoyalty"] {
            let royalty = json!({"saving": null, "sales": 1000, "royaltyRate": 0.05});
            let own = if method == "costSaving" { base.clone() } else { with(&base, royalty) };
            let codes = codes_of(method, &with(&own, edits.clone()), &standards)?;
            assert_eq!((codes.contains(&prices), codes.contains(&taxes)), (price, tax), "{method} {edits}");
        }
    }
    Ok(())
}

/// Other assets that ask for all there is leave nothing, and that is said.
#[test]
fn charges_that_take_everything_are_seen() -> Outcome {
    let standards = standards()?;
    let base =
        json!({"earnings": 100, "years": 3, "taxRate": 0.25, "discountRate": 0.1, "timing": "yearEnd"});
    for (value, seen) in [(500, false), (2000, true)] {
        let inputs = with(&base, json!({"assets": [{"name": "plant", "value": value, "returnOn": 0.1}]}));
        let found = codes_of("excessEarnings", &inputs, &standards)?;
        assert_eq!(found.contains(&"warning nothing-in-excess".to_owned()), seen, "{value}");
    }
    Ok(())
}

/// Anything may stand anywhere: the answer is a number or a problem, never a panic.
#[test]
fn whatever_stands_in_an_input_is_valued_or_refused() -> Outcome {
    let standards = standards()?;
    let hostile =
        json!([null, true, "x", {}, [], [0], 0, -1, 1, 1e-9, 0.5, 3, 200, 1e12, -1e12, [1, -1, 0, 1, 2, 3]]);
    let single = |method, inputs: Value| (method, inputs, &[][..]);
    let mut all = methods();
    all.push(single(
        "residualValue",
        json!({"wholeValue": 10, "claimedValue": 4, "assets": [{"name": "a", "value": 3}]}),
    ));
    all.push(single(
        "residualReturn",
        json!({"income": 9, "taxRate": 0, "overallReturn": 0.1,
            "assets": [{"name": "a", "weight": 0.4, "returnOn": 0.05}]}),
    ));
    all.push(single(
        "equivalentInvestmentShare",
        json!({"technologyCost": 80, "priceRatio": 1.1, "technologyProfitRate": 4, "businessCost": 4000,
            "businessProfitRate": 0.125, "shareRounding": 1e-4}),
    ));
    all.push(single(
        "marginalAnalysis",
        json!({"profit": [250, 400], "addedProfit": [100, 120], "discountRate": 0.1, "timing": "midYear"}),
    ));
    all.push(single(
        "excessEarningsSingle",
        json!({"income": 9, "taxRate": 0, "capitalisationRate": 0.1,
            "assets": [{"name": "a", "value": 3, "returnOn": 0.05, "returnOf": 0.1}]}),
    ));
    let (mut seen, mut unsound) = (0, Vec::new());
    for (method, inputs, _) in all {
        let further = json!({"terminalGrowth": 0.01, "stub": 0.5, "lifeCurve": {"shape": "straight"}, "otherShares": [1],
            "capitalisationRate": 0.1, "terminalIncome": 5, "remainingLife": 3.5});
        let keyed = with(&inputs, further);
        let keys: Vec<&String> = keyed.as_object().into_iter().flatten().map(|(key, _)| key).collect();
        for (key, value) in keys
            .iter()
            .flat_map(|key| hostile.as_array().into_iter().flatten().map(move |value| (key, value)))
        {
            let edited = with(&inputs, json!({ key.as_str(): value.clone() }));
            seen += 1;
            if let Verdict::Valued(valuation) = run_method(method, &node(&edited)?, &standards) {
                let sound = valuation.steps.iter().all(|step| step.value.is_finite());
                if !sound || !valuation.value.is_finite() {
                    unsound.push(format!("{method} with {key} {value}: {}", valuation.value));
                }
            }
        }
    }
    assert!(seen > 3000, "only {seen} inputs were tried");
    assert!(unsound.is_empty(), "{} of {seen}\n{}", unsound.len(), unsound.join("\n"));
    Ok(())
}
