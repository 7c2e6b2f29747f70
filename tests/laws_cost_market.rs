//! Laws of the cost and market approaches and of the statistics behind them, whatever the figures.

use std::error::Error;

use ipval::appraise::{Appraisal, run_method};
use ipval::case::Node;
use ipval::estimation::{Design, correlation, quantiles, regression, student_quantile, student_tail};
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

fn valued(method: &str, inputs: &Value) -> Outcome<Valuation> {
    match run_method(method, &node(inputs)?, &standards()?) {
        Verdict::Valued(valuation) => Ok(valuation),
        Verdict::Refused(refusal) => Err(format!("{method} {inputs}: {:?}", refusal.problems).into()),
    }
}

fn value(method: &str, inputs: &Value) -> Outcome<f64> {
    Ok(valued(method, inputs)?.value)
}

fn step(valuation: &Valuation, key: &str) -> Outcome<f64> {
    let step = valuation.steps.iter().find(|step| step.key == key);
    Ok(step.ok_or_else(|| format!("no step {key}"))?.value)
}

fn codes(valuation: &Valuation) -> Vec<&str> {
    valuation.findings.iter().map(|finding| finding.about.code).collect()
}

fn close(a: f64, b: f64, share: f64) -> bool {
    (a - b).abs() <= share * (a.abs() + b.abs())
}

/// One set of inputs for each method that gives money, and the keys of its money.
fn samples() -> Vec<(&'static str, Value)> {
    let losses = json!({"usedYears": 2.5, "remainingLife": 4.2, "functionalObsolescence": 0.1, "economicObsolescence": 0.2,
        "combining": "multiplied"});
    let items = json!([{"name": "a", "sum": 100, "elapsed": 2.5, "indexFrom": 90, "indexTo": 99},
        {"name": "b", "sum": 70, "elapsed": 1.0}]);
    vec![
        (
            "reproductionCost",
            json!({"items": items, "capitalRate": 0.05, "developerProfit": 0.1, "obsolescence": losses}),
        ),
        (
            "replacementCost",
            json!({"items": items, "entrepreneurialIncentive": 0.07,
            "obsolescence": {"excessYearlyCost": 4, "taxRate": 0.25, "discountRate": 0.1, "remainingLife": 3.4, "timing": "midYear"}}),
        ),
        (
            "labourMultiple",
            json!({"materialCost": 35, "labourCost": 30, "labourMultiple": 1.2, "failureRate": 0.4, "returnRate": 0.2,
            "complexity": 1.1, "tradeTaxRate": 0.03, "obsolescence": losses}),
        ),
        (
            "trendedHistoricalCost",
            json!({"historicalCost": 100, "indexFrom": 3, "indexTo": 4, "obsolescence": losses}),
        ),
        ("opportunityCost", json!({"items": items, "alternativeYield": 0.03})),
        (
            "obsolescence",
            json!({"replacementCost": 60, "obsolescence": {"physicalObsolescence": 0.05, "economicObsolescence": 0.1,
            "combining": "added"}}),
        ),
        (
            "softwareEffort",
            json!({"functionPoints": 400, "productivity": 8, "hoursPerMonth": 174, "labourRate": 9000,
            "directNonLabour": 100, "indirectLabour": 200, "indirectNonLabour": 300,
            "adjustments": [{"name": "x", "factor": 1.1}], "maintenanceShare": 0.1}),
        ),
        (
            "designAround",
            json!({"redesignCost": 100, "delayYears": 2.3, "yearlyIncomeLost": 50, "discountRate": 0.1,
            "solutionProbability": 0.8, "lossOnFailure": 200}),
        ),
        (
            "minimumFee",
            json!({"replacementCost": 115, "obsolescence": losses, "ownCapacity": 150, "licenseeCapacity": 65,
            "opportunityCosts": [{"name": "a", "sum": 50}]}),
        ),
        (
            "comparableTransactions",
            json!({"comparables": [
            {"name": "a", "dealPrice": 50, "similarity": 2, "factors": [{"name": "f", "subject": 12, "comparable": 7}]},
            {"name": "b", "dealPrice": 60, "similarity": 1, "factors": [{"name": "f", "factor": 0.9}]},
            {"name": "c", "dealPrice": 70, "similarity": 3}]}),
        ),
        (
            "multiples",
            json!({"metric": 20, "centre": "median", "comparables": [
            {"name": "a", "multiple": 4}, {"name": "b", "multiple": 6, "factor": 0.9}, {"name": "c", "multiple": 5.5}]}),
        ),
        (
            "auctionEvidence",
            json!({"offers": [{"name": "a", "sum": 80, "outcome": "refused"}, {"name": "b", "sum": 120, "outcome": "accepted"},
            {"name": "c", "sum": 10, "outcome": "lapsed"}]}),
        ),
        (
            "favourableTerms",
            json!({"contracts": [{"name": "a", "quantity": 7, "agreedPrice": 10, "marketPrice": 8}]}),
        ),
        (
            "damages",
            json!({"infringingUnits": 1000, "unitProfit": 30, "ownShare": 0.5, "infringerShare": 0.25, "unitRoyalty": 3,
            "contribution": 0.6, "punitiveMultiple": 2, "reasonableExpenses": 500}),
        ),
    ]
}

/// The keys that hold money wherever they stand.
const MONEY: [&str; 21] = [
    "sum",
    "materialCost",
    "labourCost",
    "historicalCost",
    "replacementCost",
    "labourRate",
    "directNonLabour",
    "indirectLabour",
    "indirectNonLabour",
    "redesignCost",
    "yearlyIncomeLost",
    "lossOnFailure",
    "dealPrice",
    "metric",
    "agreedPrice",
    "marketPrice",
    "unitProfit",
    "unitRoyalty",
    "reasonableExpenses",
    "excessYearlyCost",
    "statutoryAmount",
];

fn doubled(inputs: &Value) -> Value {
    match inputs {
        Value::Object(entries) => entries
            .iter()
            .map(|(key, value)| match value.as_f64().filter(|_| MONEY.contains(&key.as_str())) {
                Some(number) => (key.clone(), json!(2.0 * number)),
                None => (key.clone(), doubled(value)),
            })
            .collect(),
        Value::Array(values) => values.iter().map(doubled).collect(),
        other => other.clone(),
    }
}

#[test]
fn twice_the_money_is_twice_the_value() -> Outcome {
    for (method, inputs) in samples() {
        let (once, twice) = (value(method, &inputs)?, value(method, &doubled(&inputs))?);
        // Doubling is exact in binary, and every step is linear in money: not one bit may differ.
        assert_eq!((2.0 * once).to_bits(), twice.to_bits(), "{method}");
        assert!(once > 0.0, "{method}");
    }
    Ok(())
}

#[test]
fn the_gradient_is_the_difference() -> Outcome {
    let standards = standards()?;
    for (method, inputs) in samples() {
        let appraisal =
            Appraisal::of_method(method, &node(&inputs)?, &standards).map_err(|all| format!("{all:?}"))?;
        let record = appraisal.paper.record();
        let gradient = record.gradient(appraisal.result);
        for input in record.inputs() {
            let at = record.value(input);
            let by = 1e-6 * (at.abs() + 1.0);
            let moved = |to: f64| record.replay(&[(input, to)])[appraisal.result.index()];
            let slope = (moved(at + by) - moved(at - by)) / (2.0 * by);
            let exact = gradient[input.index()];
            let key = record.note(input).map(|note| note.key.clone());
            // A difference loses the digits in which its two values agree.
            let noise = 1e-6 * (exact.abs() + moved(at).abs() / (at.abs() + 1.0));
            assert!((slope - exact).abs() <= noise, "{method} {key:?}: {slope} and {exact}");
        }
    }
    Ok(())
}

/// What a form, a spreadsheet or an ill will may send in place of anything.
fn hostile() -> Vec<Value> {
    let ranged = json!({"value": 0.5, "range": {"distribution": "uniform", "min": 0, "max": 1}});
    let mut values = vec![
        json!(null),
        json!(""),
        json!(true),
        json!([]),
        json!({}),
        json!([null]),
        json!([[]]),
        json!([[1]]),
    ];
    values.extend([-1.0, 0.0, 1e-300, 0.5, 1.0, 3.0, 200.0, 1e15, 1e300].map(|number| json!(number)));
    values.extend([json!([1, 1, 1]), json!([1, 2]), json!([{}]), ranged]);
    values
}

fn pointers(value: &Value, at: &str, all: &mut Vec<String>) {
    all.push(at.to_owned());
    match value {
        Value::Object(entries) => {
            entries.iter().for_each(|(key, below)| pointers(below, &format!("{at}/{key}"), all))
        }
        Value::Array(values) => {
            values
                .iter()
                .enumerate()
                .for_each(|(index, below)| pointers(below, &format!("{at}/{index}"), all));
        }
        _ => {}
    }
}

#[test]
fn no_hostile_value_causes_a_panic_or_a_number_that_is_none() -> Outcome {
    let standards = standards()?;
    let mut samples = samples();
    let numbers = json!([1, 2, 4, 7, 5]);
    samples.push((
        "royaltyEvidence",
        json!({"licences": [{"royaltyRate": 0.02}, {"royaltyRate": 0.04, "related": true}],
        "robustCentre": "huber", "quantileType": 6, "ratePlaced": 0.03}),
    ));
    samples.push((
        "hedonicRegression",
        json!({"prices": [1, 2, 4, 7, 5], "attributes": [[1], [2], [3], [4], [6]], "subject": [2],
        "degree": 2, "constant": true, "confidence": 0.9, "attributeNames": ["a"]}),
    ));
    samples.push((
        "describeSample",
        json!({"observations": numbers, "probabilities": [0.1, 0.9], "quantileType": 3}),
    ));
    samples.push(("oneWayAnalysis", json!({"groups": [{"observations": [1, 2]}, {"observations": [3, 5]}]})));
    samples.push(("correlation", json!({"observations": numbers, "otherObservations": [1, 3, 2, 5, 4]})));
    let mut tried = 0;
    for (method, inputs) in samples {
        let mut places = Vec::new();
        pointers(&inputs, "", &mut places);
        for place in places.iter().filter(|place| !place.is_empty()) {
            for value in hostile() {
                let mut broken = inputs.clone();
                *broken.pointer_mut(place).ok_or("no such place")? = value.clone();
                tried += 1;
                match run_method(method, &node(&broken)?, &standards) {
                    Verdict::Refused(refusal) => {
                        assert!(!refusal.problems.is_empty(), "{method} {place} {value}")
                    }
                    Verdict::Valued(valuation) => {
                        assert!(
                            valuation.steps.iter().all(|step| !step.key.is_empty()),
                            "{method} {place} {value}"
                        );
                        let broken: Vec<&str> = valuation
                            .steps
                            .iter()
                            .filter(|step| !step.value.is_finite())
                            .map(|step| step.key.as_str())
                            .collect();
                        assert!(broken.is_empty(), "{method} {place} {value}: {broken:?}");
                    }
                }
            }
        }
    }
    assert!(tried > 3000, "only {tried}");
    Ok(())
}

#[test]
fn a_replay_is_the_same_case_entered_anew() -> Outcome {
    let standards = standards()?;
    let prices = |last: f64| {
        json!({"centre": "median", "comparables": [{"name": "a", "dealPrice": 50}, {"name": "b", "dealPrice": 60},
            {"name": "c", "dealPrice": 70}, {"name": "d", "dealPrice": last}]})
    };
    let appraisal = Appraisal::of_method("comparableTransactions", &node(&prices(10.0))?, &standards)
        .map_err(|all| format!("{all:?}"))?;
    let record = appraisal.paper.record();
    let input = record.input_at("/comparables/3/dealPrice").ok_or("no input")?;
    // The order of the four changes with the fourth: the median has to follow.
    for last in [0.0, 49.0, 55.0, 65.0, 99.0] {
        let replayed = record.replay(&[(input, last)])[appraisal.result.index()];
        assert_eq!(replayed.to_bits(), value("comparableTransactions", &prices(last))?.to_bits(), "{last}");
    }
    Ok(())
}

#[test]
fn losses_lower_a_cost_and_combine_as_said() -> Outcome {
    let with =
        |losses: Value| value("obsolescence", &json!({"replacementCost": 100, "obsolescence": losses}));
    let (f, e) = (0.1, 0.25);
    let multiplied =
        with(json!({"functionalObsolescence": f, "economicObsolescence": e, "combining": "multiplied"}))?;
    let added = with(json!({"functionalObsolescence": f, "economicObsolescence": e, "combining": "added"}))?;
    assert!(close(multiplied, 100.0 * (1.0 - f) * (1.0 - e), 1e-15));
    assert!(close(added, 100.0 * (1.0 - f - e), 1e-15));
    // What both take away is counted twice when added.
    assert!(close(multiplied - added, 100.0 * f * e, 1e-13));
    let mut last = f64::INFINITY;
    for used in 0..20 {
        let now = with(json!({"usedYears": used, "remainingLife": 5}))?;
        assert!(now < last, "{used}");
        last = now;
    }
    assert_eq!(
        with(json!({"functionalObsolescence": 0.7, "economicObsolescence": 0.6, "combining": "added"}))?
            .to_bits(),
        0
    );
    Ok(())
}

#[test]
fn an_excess_cost_is_an_annuity() -> Outcome {
    for (rate, years) in [(0.08, 3.0), (0.15, 7.0), (-0.02, 4.0)] {
        let losses =
            json!({"excessYearlyCost": 10, "taxRate": 0.25, "discountRate": rate, "remainingLife": years});
        let found = value("obsolescence", &json!({"replacementCost": 1000, "obsolescence": losses}))?;
        let annuity = (1.0 - libm::pow(1.0 + rate, -years)) / rate;
        assert!(close(found, 1000.0 - 7.5 * annuity, 1e-14), "{rate} {years}");
    }
    Ok(())
}

#[test]
fn the_ways_to_a_cost_agree_where_they_coincide() -> Outcome {
    let items = json!([{"name": "a", "sum": 100, "elapsed": 2.5}, {"name": "b", "sum": 200, "elapsed": 0.5}]);
    let reproduction = value("reproductionCost", &json!({"items": items, "capitalRate": 0.06}))?;
    let opportunity = value("opportunityCost", &json!({"items": items, "alternativeYield": 0.06}))?;
    assert!(close(reproduction, opportunity, 1e-15));
    let trended =
        value("trendedHistoricalCost", &json!({"historicalCost": 80, "indexFrom": 4, "indexTo": 5}))?;
    let item = json!([{"name": "a", "sum": 80, "indexFrom": 4, "indexTo": 5}]);
    assert!(close(trended, value("replacementCost", &json!({"items": item}))?, 1e-15));
    let size = |way: Value| -> Outcome<f64> {
        let mut inputs = json!({"labourRate": 9000});
        for (key, value) in way.as_object().into_iter().flatten() {
            inputs[key] = value.clone();
        }
        value("softwareEffort", &inputs)
    };
    let counted =
        size(json!({"functionCounts": [{"name": "a", "count": 4, "points": 10}], "productivity": 0.5}))?;
    let given = size(json!({"functionPoints": 40, "productivity": 0.5}))?;
    let lines = size(json!({"thousandLines": 10, "coefficient": 2, "exponent": 1}))?;
    assert!(close(counted, given, 1e-15) && close(given, lines, 1e-15));
    Ok(())
}

#[test]
fn the_order_of_comparables_does_not_matter() -> Outcome {
    let prices = [83.0, 12.5, 47.0, 99.0, 61.0, 12.5, 70.0];
    for centre in ["mean", "median"] {
        let of = |prices: &[f64]| {
            let comparables: Vec<Value> =
                prices.iter().map(|price| json!({"name": "x", "dealPrice": price})).collect();
            value("comparableTransactions", &json!({"centre": centre, "comparables": comparables}))
        };
        let mut turned = prices;
        for _ in 0..prices.len() {
            turned.rotate_left(1);
            assert!(close(of(&prices)?, of(&turned)?, 1e-15), "{centre}");
        }
    }
    let comparables = json!([{"name": "a", "dealPrice": 10}, {"name": "b", "dealPrice": 30}, {"name": "c", "dealPrice": 20}]);
    assert_eq!(
        value("comparableTransactions", &json!({"comparables": comparables, "centre": "median"}))?.to_bits(),
        20.0_f64.to_bits()
    );
    Ok(())
}

#[test]
fn what_a_reviewer_would_say_of_comparables_is_said() -> Outcome {
    let inputs = json!({"valuationDate": "2024-12-31", "oldest": 3, "singleBound": 0.2, "grossBound": 0.3, "comparables": [
        {"name": "a", "dealPrice": 50, "date": "2020-01-01", "factors": [{"name": "f", "factor": 1.25}, {"name": "g", "factor": 0.9}]},
        {"name": "b", "dealPrice": 60, "date": "2025-03-01", "factors": [{"name": "f", "factor": 1.2}, {"name": "g", "factor": 0.9}]}]});
    let found = valued("comparableTransactions", &inputs)?;
    let mut codes = codes(&found);
    codes.sort_unstable();
    assert_eq!(
        codes,
        [
            "adjustment-beyond-bound",
            "comparable-after-valuation",
            "comparable-out-of-date",
            "gross-adjustment-beyond-bound",
            "too-few-comparables"
        ]
    );
    // Without bounds of its own, the case is held to those of the proposed standard.
    let unbounded = json!({"valuationDate": "2027-01-01", "comparables": [
        {"name": "a", "dealPrice": 50, "date": "2026-01-01", "factors": [{"name": "f", "factor": 1.31}]},
        {"name": "b", "dealPrice": 50, "date": "2026-01-01"}, {"name": "c", "dealPrice": 50, "date": "2020-01-01"}]});
    let found = valued("comparableTransactions", &unbounded)?;
    let clauses: Vec<(&str, bool)> = found
        .findings
        .iter()
        .map(|finding| {
            (
                finding.about.code,
                finding.about.clauses.iter().any(|clause| clause.contains("ipval-valuation")),
            )
        })
        .collect();
    assert_eq!(clauses, [("comparable-out-of-date", true), ("adjustment-beyond-bound", true)]);
    let evidence = json!({"licences": [{"royaltyRate": 0.02}, {"royaltyRate": 0.04}, {"royaltyRate": 0.06}, {"royaltyRate": 0}],
        "ratePlaced": 0.2});
    let apart = valued("royaltyEvidence", &evidence)?;
    assert_eq!(
        (apart.value.to_bits(), self::codes(&apart)),
        (0.04_f64.to_bits(), vec!["rate-outside-quartiles"])
    );
    let mut together = evidence;
    together["includeFree"] = json!(true);
    let together = valued("royaltyEvidence", &together)?;
    assert!(self::codes(&together).contains(&"free-licences-averaged"));
    assert!(close(together.value, 0.03, 1e-15));
    Ok(())
}

#[test]
fn damages_follow_the_order_and_the_bounds_of_the_law() -> Outcome {
    let patent = json!({"kind": "invention", "filingDate": "2014-03-01"});
    let with = |extra: Value| {
        let mut inputs = json!({"asset": patent, "valuationDate": "2024-12-31"});
        for (key, value) in extra.as_object().into_iter().flatten() {
            inputs[key] = value.clone();
        }
        valued("damages", &inputs)
    };
    let loss = with(
        json!({"lostUnits": 10, "unitProfit": 3, "infringingUnits": 20, "infringerUnitProfit": 5, "licenceFee": 7}),
    )?;
    assert_eq!(loss.value.to_bits(), 30.0_f64.to_bits());
    let fee = with(
        json!({"basis": "licenceFee", "infringingUnits": 20, "infringerUnitProfit": 5, "licenceFee": 7, "feeMultiple": 2}),
    )?;
    assert_eq!((fee.value.to_bits(), codes(&fee)), (14.0_f64.to_bits(), vec!["damages-out-of-order"]));
    let punished = with(json!({"licenceFee": 100, "punitiveMultiple": 6, "reasonableExpenses": 9}))?;
    // The expenses are added whole: the multiple does not reach them.
    assert_eq!(
        (punished.value.to_bits(), codes(&punished)),
        (609.0_f64.to_bits(), vec!["punitive-multiple-beyond-law"])
    );
    assert_eq!(codes(&with(json!({"statutoryAmount": 29_999}))?), ["statutory-amount-beyond-law"]);
    assert_eq!(codes(&with(json!({"statutoryAmount": 5_000_000}))?), [""; 0]);
    // Shares of the whole market: what the owner would not have sold bears the royalty.
    let shared = with(
        json!({"infringingUnits": 100, "unitProfit": 10, "ownShare": 0.4, "infringerShare": 0.2, "unitRoyalty": 3}),
    )?;
    assert!(close(
        step(&shared, "share-without-infringer")? + step(&shared, "share-under-royalty")?,
        1.0,
        1e-15
    ));
    assert!(close(shared.value, 50.0 * 10.0 + 50.0 * 3.0, 1e-14));
    Ok(())
}

/// Sales in which the price follows from two attributes, with a little noise that is no pattern.
fn sales() -> (Vec<Vec<f64>>, Vec<f64>) {
    let rows: Vec<Vec<f64>> = (0..20).map(|i| vec![f64::from(i % 5), f64::from((i * 7) % 11)]).collect();
    let noise = |i: usize| (((i * 37) % 17) as f64 - 8.0) / 40.0;
    let prices =
        rows.iter().enumerate().map(|(i, row)| 10.0 + 3.0 * row[0] - 0.5 * row[1] + noise(i)).collect();
    (rows, prices)
}

#[test]
fn a_fit_leaves_residuals_at_right_angles() -> Outcome {
    let (rows, prices) = sales();
    let fit = regression(Design { rows: &rows, degree: 1, constant: true }, &prices)
        .map_err(|why| format!("{why:?}"))?;
    let residual = |i: usize| {
        let fitted =
            fit.coefficients[0] + fit.coefficients[1] * rows[i][0] + fit.coefficients[2] * rows[i][1];
        prices[i] - fitted
    };
    for column in 0..3 {
        let along: f64 =
            (0..rows.len()).map(|i| residual(i) * if column == 0 { 1.0 } else { rows[i][column - 1] }).sum();
        assert!(along.abs() < 1e-12, "{column}: {along}");
    }
    // The leverages add up to the number of coefficients.
    assert!(close(fit.leverages.iter().sum::<f64>(), 3.0, 1e-14));
    Ok(())
}

#[test]
fn one_attribute_is_a_correlation() -> Outcome {
    let (rows, prices) = sales();
    let first: Vec<Vec<f64>> = rows.iter().map(|row| vec![row[0]]).collect();
    let column: Vec<f64> = rows.iter().map(|row| row[0]).collect();
    let fit = regression(Design { rows: &first, degree: 1, constant: true }, &prices)
        .map_err(|why| format!("{why:?}"))?;
    let r = correlation(&column, &prices).ok_or("no correlation")?;
    assert!(close(fit.r_squared.ok_or("no R²")?, r * r, 1e-14));
    // The t of the slope squared is F.
    let t = fit.coefficients[1] / fit.standard_errors[1];
    assert!(close(t * t, fit.f_ratio.ok_or("no F")?, 1e-13));
    Ok(())
}

#[test]
fn groups_are_a_regression_on_their_marks() -> Outcome {
    let groups = [vec![4.0, 5.5, 6.0], vec![7.0, 6.5, 8.0, 9.0], vec![3.0, 2.5]];
    let marks = |group: usize| vec![f64::from(u8::from(group == 1)), f64::from(u8::from(group == 2))];
    let rows: Vec<Vec<f64>> = groups
        .iter()
        .enumerate()
        .flat_map(|(number, group)| group.iter().map(move |_| marks(number)))
        .collect();
    let fit = regression(Design { rows: &rows, degree: 1, constant: true }, &groups.concat())
        .map_err(|why| format!("{why:?}"))?;
    let listed: Vec<Value> = groups.iter().map(|group| json!({"observations": group})).collect();
    let analysis = valued("oneWayAnalysis", &json!({"groups": listed}))?;
    assert!(close(analysis.value, fit.f_ratio.ok_or("no F")?, 1e-13));
    assert!(close(step(&analysis, "squares-within")?, fit.squares_left, 1e-13));
    Ok(())
}

#[test]
fn the_price_on_the_paper_moves_with_the_subject() -> Outcome {
    let (rows, prices) = sales();
    let inputs = |x: f64| json!({"prices": prices, "attributes": rows, "subject": [x, 4], "degree": 2});
    let standards = standards()?;
    let appraisal = Appraisal::of_method("hedonicRegression", &node(&inputs(2.0))?, &standards)
        .map_err(|all| format!("{all:?}"))?;
    let record = appraisal.paper.record();
    let input = record.input_at("/subject/0").ok_or("no input")?;
    let interval = record.named().find(|(_, note)| note.key == "interval-high").ok_or("no interval")?.0;
    for x in [0.0, 1.0, 3.5, 9.0] {
        let replayed = record.replay(&[(input, x)]);
        let anew = valued("hedonicRegression", &inputs(x))?;
        assert_eq!(replayed[appraisal.result.index()].to_bits(), anew.value.to_bits());
        assert_eq!(replayed[interval.index()].to_bits(), step(&anew, "interval-high")?.to_bits());
        assert_eq!(codes(&anew).contains(&"subject-beyond-observations"), x > 4.0, "{x}");
    }
    Ok(())
}

#[test]
fn quantiles_keep_order_and_meet_their_ends() {
    let sorted = quantiles::ascending(&[4.0, -1.0, 2.5, 8.0, 2.0, 7.5, 0.0]);
    for definition in 1..=9 {
        let of = |p: f64| quantiles::quantile(&sorted, p, definition).unwrap_or(f64::NAN);
        assert!(close(of(0.0), -1.0, 1e-15) && close(of(1.0), 8.0, 1e-15), "{definition}");
        for step in 0..100 {
            let p = f64::from(step) / 100.0;
            assert!(of(p) <= of(p + 0.01), "{definition} at {p}");
        }
    }
}

#[test]
fn robust_centres_move_with_the_sample_and_not_with_an_outlier() {
    let sample = [2.0, 3.0, 4.0, 5.0, 9.0];
    let shifted = sample.map(|each| each + 10.0);
    let wild = [2.0, 3.0, 4.0, 5.0, 1e9];
    for centre in [quantiles::huber, quantiles::hodges_lehmann] {
        let of = |sample: &[f64]| centre(sample).unwrap_or(f64::NAN);
        assert!(close(of(&shifted), of(&sample) + 10.0, 1e-13));
        assert!((of(&wild) - of(&sample)).abs() < 1.0);
    }
}

#[test]
fn student_is_cauchy_with_one_degree_and_normal_with_many() {
    // One degree: P(|T| > t) = 1 − 2 arctan(t) ÷ π.
    for t in [0.1, 1.0, 5.0, 40.0] {
        let exact = 1.0 - 2.0 * libm::atan(t) / std::f64::consts::PI;
        assert!(close(student_tail(t, 1.0), exact, 1e-12), "{t}");
    }
    assert!((student_quantile(0.95, 1e7) - 1.959_963_985).abs() < 1e-6);
    for degrees in [1.0, 2.0, 7.0, 30.0, 400.0] {
        for confidence in [0.1, 0.5, 0.9, 0.99] {
            let tail = student_tail(student_quantile(confidence, degrees), degrees);
            assert!((tail - (1.0 - confidence)).abs() < 1e-12, "{degrees} {confidence}");
        }
    }
}
