//! Laws of the rates, the functions of finance and the scores, whatever the figures.

use std::error::Error;

use ipval::appraise::run_method;
use ipval::case::Node;
use ipval::report::figures_by_name;
use ipval::standard::{Standards, bundled};
use ipval::valuation::{Valuation, Verdict};
use serde_json::{Value, json};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// The engine with the standards that came with it.
struct Engine(Standards);

impl Engine {
    fn new() -> Outcome<Self> {
        Ok(Self(bundled().map_err(|problem| format!("{problem:?}"))?))
    }

    fn run(&self, method: &str, inputs: &Value) -> Outcome<Valuation> {
        let node: Node = serde_json::from_value(inputs.clone())?;
        match run_method(method, &node, &self.0) {
            Verdict::Valued(valuation) => Ok(valuation),
            Verdict::Refused(refusal) => Err(format!("{method} {inputs}: {:?}", refusal.problems).into()),
        }
    }

    fn value(&self, method: &str, inputs: &Value) -> Outcome<f64> {
        Ok(self.run(method, inputs)?.value)
    }

    /// A series among the figures of a run.
    fn series(&self, method: &str, inputs: &Value, name: &str) -> Outcome<Vec<f64>> {
        let figures = figures_by_name(&self.run(method, inputs)?.steps);
        let series = figures[name].as_array().ok_or_else(|| format!("{method}: no series {name}"))?;
        Ok(series.iter().filter_map(Value::as_f64).collect())
    }

    fn finds(&self, method: &str, inputs: &Value, code: &str) -> Outcome<bool> {
        Ok(self.run(method, inputs)?.findings.iter().any(|finding| finding.about.code == code))
    }
}

fn with(base: &Value, extra: Value) -> Value {
    let mut inputs = base.clone();
    for (key, value) in extra.as_object().into_iter().flatten() {
        inputs[key] = value.clone();
    }
    inputs
}

fn close(a: f64, b: f64, share: f64) -> bool {
    let larger = if a.abs() > b.abs() { a.abs() } else { b.abs() };
    (a - b).abs() <= share * if larger > 1.0 { larger } else { 1.0 }
}

const DUES: [&str; 3] = ["now", "yearEnd", "midYear"];

#[test]
fn present_value_is_linear_and_falls_with_the_rate() -> Outcome {
    let engine = Engine::new()?;
    for due in DUES {
        let npv = |flows: Value, rate: f64| {
            engine.value("presentValueByDates", &json!({"flows": flows, "due": due, "discountRate": rate}))
        };
        let (once, twice) = (npv(json!([3, 5, 8]), 0.07)?, npv(json!([6, 10, 16]), 0.07)?);
        assert_eq!((2.0 * once).to_bits(), twice.to_bits(), "{due}");
        for step in 0..40 {
            let rate = 0.02 * f64::from(step);
            assert!(npv(json!([3, 5, 8]), rate)? > npv(json!([3, 5, 8]), rate + 0.02)?, "{due} {rate}");
        }
        // A flat stream is an annuity, moved by a year or by half of one.
        let shift = match due {
            "now" => 1.07,
            "midYear" => f64::sqrt(1.07),
            _ => 1.0,
        };
        let annuity = (1.0 - 1.0 / (1.07 * 1.07 * 1.07)) / 0.07;
        assert!(close(npv(json!([1, 1, 1]), 0.07)?, annuity * shift, 1e-14), "{due}");
    }
    Ok(())
}

#[test]
fn days_a_year_apart_are_periods() -> Outcome {
    let engine = Engine::new()?;
    // 2021, 2022 and 2023 have 365 days each.
    let dates = json!(["2021-01-01", "2022-01-01", "2023-01-01", "2024-01-01"]);
    let of = |due: Value| json!({"flows": [-10, 4, 5, 6], "due": due, "discountRate": 0.11});
    let by_day = engine.value("presentValueByDates", &of(dates.clone()))?;
    assert!(close(by_day, engine.value("presentValueByDates", &of(json!("now")))?, 1e-14));
    let before = with(&of(dates), json!({"valuationDate": "2020-01-02"}));
    // From a valuation date 365 days earlier, everything is a year further off.
    assert!(close(engine.value("presentValueByDates", &before)?, by_day / 1.11, 1e-14));
    Ok(())
}

/// The flows whose internal rates are these: the product of (1 + rᵢ)·x − 1.
fn stream(rates: &[f64]) -> Vec<f64> {
    rates.iter().fold(vec![1.0], |flows, rate| {
        let mut next = vec![0.0; flows.len() + 1];
        for (place, flow) in flows.iter().enumerate() {
            next[place] -= flow;
            next[place + 1] += flow * (1.0 + rate);
        }
        next
    })
}

#[test]
fn every_internal_rate_is_found() -> Outcome {
    let engine = Engine::new()?;
    for rates in [vec![0.1], vec![-0.3, 0.4], vec![0.05, 0.25, 0.6], vec![-0.5, 0.0, 0.5, 2.0], vec![9.0]] {
        let flows = stream(&rates);
        for due in DUES {
            let inputs = json!({"flows": flows, "due": due});
            let found = engine.series("internalRateOfReturn", &inputs, "internalRates")?;
            assert_eq!(found.len(), rates.len(), "{rates:?} {due}: {found:?}");
            for (found, rate) in found.iter().zip(&rates) {
                assert!(close(*found, *rate, 1e-9), "{rates:?} {due}: {found}");
                let npv = json!({"flows": flows, "due": due, "discountRate": found});
                assert!(engine.value("presentValueByDates", &npv)?.abs() < 1e-9, "{rates:?} {due}");
            }
            let several = engine.finds("internalRateOfReturn", &inputs, "several-internal-rates")?;
            assert_eq!(several, rates.len() > 1);
        }
    }
    Ok(())
}

#[test]
fn the_implied_rate_undoes_the_present_value() -> Outcome {
    let engine = Engine::new()?;
    for due in ["yearEnd", "midYear"] {
        for rate in [-0.2, 0.0, 0.08, 0.3, 1.5] {
            let flows = json!({"flows": [30, 50, 80], "due": due});
            let price = engine.value("presentValueByDates", &with(&flows, json!({"discountRate": rate})))?;
            let implied = engine.value("impliedRate", &with(&flows, json!({"pricePaid": price})))?;
            assert!(close(implied, rate, 1e-12), "{due} {rate}: {implied}");
        }
    }
    Ok(())
}

#[test]
fn the_modified_rate_at_the_internal_rate_is_the_internal_rate() -> Outcome {
    let engine = Engine::new()?;
    let flows = json!({"flows": [-1000, 300, 420, 680], "due": "now"});
    let rate = engine.value("internalRateOfReturn", &flows)?;
    let modified = with(&flows, json!({"financeRate": rate, "reinvestmentRate": rate}));
    assert!(close(engine.value("internalRateOfReturn", &modified)?, rate, 1e-13));
    Ok(())
}

#[test]
fn each_of_five_quantities_undoes_the_others() -> Outcome {
    let engine = Engine::new()?;
    for paid_at in ["end", "begin"] {
        for rate in [-0.05, 0.0, 1e-9, 3e-7, 1.0000001e-6, 1e-5, 0.004, 0.09, 0.8] {
            let whole = json!({"presentValue": -1000, "periodicPayment": -20, "periods": 24, "periodRate": rate, "paidAt": paid_at});
            let end = engine.value("timeValue", &with(&whole, json!({"wanted": "futureValue"})))?;
            let whole = with(&whole, json!({"futureValue": end}));
            for key in ["presentValue", "periodicPayment", "periods", "periodRate"] {
                let wanted = whole[key].as_f64().ok_or(key)?;
                let mut inputs = with(&whole, json!({"wanted": key}));
                inputs.as_object_mut().ok_or("no object")?.remove(key);
                let found = engine.value("timeValue", &inputs)?;
                assert!(close(found, wanted, 3e-9), "{paid_at} {rate} {key}: {found}, not {wanted}");
            }
        }
    }
    Ok(())
}

#[test]
fn a_loan_is_paid_back_and_its_parts_are_its_instalments() -> Outcome {
    let engine = Engine::new()?;
    for (paid_at, rate) in [("end", 0.01), ("begin", 0.01), ("end", 0.0), ("begin", 0.0)] {
        let loan = json!({"loan": 5000, "periodRate": rate, "instalments": 36, "paidAt": paid_at, "part": "principal"});
        assert!(close(engine.value("loanSchedule", &loan)?, -5000.0, 1e-12), "{paid_at} {rate}");
        let owed = engine.series("loanSchedule", &loan, "owed")?;
        assert!(owed.last().is_some_and(|owed| owed.abs() < 1e-8), "{paid_at} {rate}: {owed:?}");
        let time = json!({"wanted": "periodicPayment", "presentValue": 5000, "periodRate": rate, "periods": 36, "paidAt": paid_at});
        let payment = engine.value("timeValue", &time)?;
        let interest = engine.series("loanSchedule", &loan, "interestPart")?;
        let principal = engine.series("loanSchedule", &loan, "principalPart")?;
        for (interest, principal) in interest.iter().zip(principal) {
            assert!(close(interest + principal, payment, 1e-12), "{paid_at} {rate}");
        }
        let half = |first: u32, last: u32| {
            let part = json!({"part": "interest", "firstInstalment": first, "lastInstalment": last});
            engine.value("loanSchedule", &with(&loan, part))
        };
        assert!(close(half(1, 17)? + half(18, 36)?, half(1, 36)?, 1e-12));
    }
    Ok(())
}

#[test]
fn what_is_written_off_adds_up_and_no_more() -> Outcome {
    let engine = Engine::new()?;
    for (pattern, salvage, whole) in [
        ("straightLine", 70.0, true),
        ("sumOfDigits", 70.0, true),
        ("declining", 300.0, true),
        ("declining", 0.0, false),
    ] {
        let mut sum = 0.0;
        for period in 1..=7 {
            let inputs = json!({"grossCost": 1000, "salvage": salvage, "usefulLife": 7, "pattern": pattern, "period": period});
            let written_off = engine.value("depreciation", &inputs)?;
            assert!(written_off >= 0.0, "{pattern} {period}");
            sum += written_off;
        }
        assert!(sum <= 1000.0 - salvage + 1e-9, "{pattern}: {sum}");
        assert_eq!(close(sum, 1000.0 - salvage, 1e-12), whole, "{pattern}: {sum}");
    }
    Ok(())
}

#[test]
fn each_conversion_has_its_way_back() -> Outcome {
    let engine = Engine::new()?;
    let convert = |rate: f64, conversion: &str, beside: Value| {
        let inputs = with(&beside, json!({"quotedRate": rate, "conversion": conversion}));
        engine.value("rateConversion", &inputs)
    };
    for (there, back, beside) in [
        ("preTaxToAfterTax", "afterTaxToPreTax", json!({"taxRate": 0.25})),
        ("nominalToReal", "realToNominal", json!({"inflation": 0.03})),
        ("nominalToEffective", "effectiveToNominal", json!({"paymentsPerYear": 12})),
        ("continuousToEffective", "effectiveToContinuous", json!({})),
    ] {
        for rate in [-0.1, 0.0, 0.02, 0.15, 0.9] {
            let returned = convert(convert(rate, there, beside.clone())?, back, beside.clone())?;
            assert!(close(returned, rate, 1e-13), "{there} {rate}: {returned}");
        }
    }
    // The more often interest is paid, the nearer to the continuous rate, from below.
    let continuous = convert(0.1, "continuousToEffective", json!({}))?;
    let mut before = 0.0;
    for times in [1, 2, 4, 12, 52, 365] {
        let effective = convert(0.1, "nominalToEffective", json!({"paymentsPerYear": times}))?;
        assert!(before < effective && effective < continuous, "{times}");
        before = effective;
    }
    assert!(continuous - before < 2e-5);
    Ok(())
}

#[test]
fn debt_on_and_off_again_leaves_the_beta() -> Outcome {
    let engine = Engine::new()?;
    let market = json!({"riskFreeRate": 0.02, "equityRiskPremium": 0.06, "taxRate": 0.25});
    let same = json!({"comparableBeta": 1.3, "comparableDebtToEquity": 0.7, "debtToEquity": 0.7});
    let stated = json!({"riskFreeRate": 0.02, "equityRiskPremium": 0.06, "beta": 1.3});
    let stated = engine.value("capm", &stated)?;
    assert!(close(engine.value("capm", &with(&market, same.clone()))?, stated, 1e-15));
    let more = with(&with(&market, same), json!({"debtToEquity": 0.9}));
    assert!(engine.value("capm", &more)? > stated);
    Ok(())
}

#[test]
fn the_missing_return_restores_the_whole() -> Outcome {
    let engine = Engine::new()?;
    let group = |name: &str, amount: f64, rate: Option<f64>| match rate {
        Some(rate) => json!({"name": name, "amount": amount, "requiredReturn": rate}),
        None => json!({"name": name, "amount": amount}),
    };
    let groups = |last: Option<f64>| {
        json!([group("a", 20.0, Some(0.03)), group("b", 30.0, Some(0.05)), group("c", 50.0, last)])
    };
    let found = engine.value("wara", &json!({"assetGroups": groups(None), "overallReturn": 0.09}))?;
    let whole = json!({"assetGroups": groups(Some(found)), "weightedAverageCost": 0.09});
    assert!(close(engine.value("wara", &whole)?, 0.09, 1e-15));
    assert!(!engine.finds("wara", &whole, "returns-apart")?);
    assert!(engine.finds("wara", &with(&whole, json!({"internalRate": 0.12})), "returns-apart")?);
    let low = json!({"assetGroups": groups(None), "overallReturn": 0.03});
    assert!(engine.finds("wara", &low, "missing-return-below-overall")?);
    Ok(())
}

#[test]
fn the_amortisation_benefit_solves_its_own_equation() -> Outcome {
    let engine = Engine::new()?;
    for timing in ["yearEnd", "midYear"] {
        let inputs = json!({"taxRate": 0.25, "discountRate": 0.13, "amortisationYears": 10, "timing": timing, "valueBeforeBenefit": 100});
        let figures = figures_by_name(&engine.run("taxAmortisationBenefit", &inputs)?.steps);
        let (benefit, annuity) = (&figures["taxAmortisationBenefit"], &figures["amortisationAnnuity"]);
        let (benefit, annuity) = (benefit.as_f64().ok_or("none")?, annuity.as_f64().ok_or("none")?);
        // What is saved is the tax on a tenth of the whole price, ten times over.
        assert!(close(benefit, (100.0 + benefit) / 10.0 * 0.25 * annuity, 1e-14), "{timing}");
    }
    Ok(())
}

#[test]
fn slopes_are_those_of_differences() -> Outcome {
    let engine = Engine::new()?;
    let wacc = json!({"costOfEquity": 0.12, "costOfDebt": 0.06, "taxRate": 0.25, "debtToEquity": 0.6});
    let capm = json!({"riskFreeRate": 0.02, "equityRiskPremium": 0.06, "unleveredBeta": 0.9, "debtToEquity": 0.5, "taxRate": 0.25, "sizePremium": 0.01});
    let time = json!({"wanted": "periodicPayment", "presentValue": 500, "futureValue": -900, "periods": 7, "periodRate": 0.04});
    let share = json!({"lowerBound": 0.02, "upperBound": 0.05, "score": 61, "fullScore": 100});
    let mirr = json!({"flows": [-1000, 300, -42, 1280], "due": "now", "financeRate": 0.08, "reinvestmentRate": 0.05});
    for (method, inputs) in [
        ("wacc", wacc),
        ("capm", capm),
        ("timeValue", time),
        ("scoredShare", share),
        ("internalRateOfReturn", mirr),
    ] {
        let bars = engine.run(method, &inputs)?.sensitivities;
        assert!(bars.len() >= 2, "{method}");
        for bar in bars {
            let (Some(slope), Some(value)) = (bar.gradient, bar.value) else { continue };
            let (key, nudge) = (bar.pointer.trim_start_matches('/').to_owned(), 1e-6 * (1.0 + value.abs()));
            let at = |value: f64| engine.value(method, &with(&inputs, json!({key.clone(): value})));
            let difference = (at(value + nudge)? - at(value - nudge)?) / (2.0 * nudge);
            assert!(close(slope, difference, 1e-6), "{method} {key}: {slope}, not {difference}");
        }
    }
    Ok(())
}

/// Judgements that agree with these weights exactly.
fn consistent(weights: &[f64]) -> Vec<Vec<Value>> {
    weights.iter().map(|over| weights.iter().map(|under| json!(over / under)).collect()).collect()
}

#[test]
fn consistent_judgements_give_their_weights_back() -> Outcome {
    let engine = Engine::new()?;
    let weights = [0.4, 0.25, 0.2, 0.1, 0.05];
    let mut gaps = consistent(&weights);
    for (row, column) in [(0, 1), (1, 0), (2, 4), (4, 2)] {
        gaps[row][column] = Value::Null;
    }
    let cases = [
        json!({"matrix": consistent(&weights)}),
        json!({"matrix": consistent(&weights), "derivation": "geometricMean"}),
        json!({"matrix": consistent(&weights), "derivation": "columnAverage"}),
        json!({"matrix": consistent(&weights), "replaceWorst": true}),
        json!({"matrix": gaps}),
        json!({"matrix": gaps, "gaps": "harker"}),
        json!({"judges": [{"matrix": consistent(&weights)}, {"matrix": gaps}]}),
    ];
    for inputs in cases {
        assert!(engine.value("ahp", &inputs)?.abs() < 1e-10, "{inputs}");
        for (found, weight) in engine.series("ahp", &inputs, "weight")?.iter().zip(weights) {
            assert!(close(*found, weight, 1e-10), "{inputs}: {found}, not {weight}");
        }
    }
    Ok(())
}

/// Judgements that do not agree; the first judgement of the last row stands open.
fn disputed(open: Option<f64>) -> Value {
    let (filled, mirror) = (json!(open), json!(open.map(|judgement| 1.0 / judgement)));
    json!([[1, 2, 4, mirror], ["1/2", 1, 3, 2], ["1/4", "1/3", 1, "1/2"], [filled, "1/2", 2, 1]])
}

#[test]
fn gaps_are_filled_where_consistency_is_best() -> Outcome {
    let engine = Engine::new()?;
    let filled = engine.series("ahp", &json!({"matrix": disputed(None)}), "filledJudgement")?;
    let best = 1.0 / filled[0];
    let least = engine.value("ahp", &json!({"matrix": disputed(Some(best))}))?;
    for factor in [0.5, 0.9, 0.999, 1.001, 1.1, 2.0] {
        let other = engine.value("ahp", &json!({"matrix": disputed(Some(best * factor))}))?;
        assert!(other > least, "{factor}: {other}, not above {least}");
    }
    Ok(())
}

#[test]
fn judges_who_agree_count_as_one_and_order_is_nothing() -> Outcome {
    let engine = Engine::new()?;
    let matrix = disputed(Some(0.4));
    let alone = json!({"matrix": matrix});
    let thrice = json!({"judges": [{"matrix": matrix}, {"matrix": matrix}, {"matrix": matrix}]});
    let (one, three) = (engine.series("ahp", &alone, "weight")?, engine.series("ahp", &thrice, "weight")?);
    assert!(one.iter().zip(&three).all(|(one, three)| close(*one, *three, 1e-14)));
    let turned: Vec<Vec<Value>> =
        (0..4).rev().map(|row| (0..4).rev().map(|column| matrix[row][column].clone()).collect()).collect();
    let turned = engine.series("ahp", &json!({"matrix": turned}), "weight")?;
    assert!(one.iter().zip(turned.iter().rev()).all(|(one, turned)| close(*one, *turned, 1e-13)));
    Ok(())
}

#[test]
fn judgements_that_contradict_each_other_bar_the_weights() -> Outcome {
    let engine = Engine::new()?;
    let wild = json!({"matrix": [[1, 3, "1/5"], ["1/3", 1, 3], [5, "1/3", 1]]});
    assert!(engine.finds("ahp", &wild, "consistency-above-limit")?);
    assert!(!engine.finds("ahp", &json!({"matrix": disputed(Some(0.4))}), "consistency-above-limit")?);
    let within = json!({"indicators": [{"name": "a", "score": 1}, {"name": "b", "score": 1}, {"name": "c", "score": 1}], "weightsFrom": wild});
    assert!(engine.finds("weightedScore", &within, "consistency-above-limit")?);
    // Two cannot contradict each other.
    let two = json!({"matrix": [[1, 7], ["1/7", 1]]});
    assert_eq!(engine.value("ahp", &two)?.to_bits(), 0.0_f64.to_bits());
    Ok(())
}

#[test]
fn the_least_change_of_a_weight_makes_a_tie() -> Outcome {
    let engine = Engine::new()?;
    let inputs = |weights: [f64; 3]| {
        let indicators: Vec<Value> = weights
            .iter()
            .zip(["a", "b", "c"])
            .map(|(weight, name)| json!({"name": name, "weight": weight}))
            .collect();
        json!({"indicators": indicators, "alternatives": [{"name": "p", "scores": [80, 50, 60]}, {"name": "q", "scores": [60, 85, 40]}, {"name": "r", "scores": [50, 50, 50]}]})
    };
    let weights = [0.5, 0.3, 0.2];
    let figures = figures_by_name(&engine.run("weightedScore", &inputs(weights))?.steps);
    let change = figures["smallestWeightChange"].as_f64().ok_or("no change")?;
    let place = figures["indicatorOfChange"].as_f64().ok_or("no indicator")? as usize - 1;
    let mut changed = weights;
    for (index, weight) in changed.iter_mut().enumerate() {
        *weight = match index == place {
            true => *weight + change,
            false => *weight * (1.0 - weights[place] - change) / (1.0 - weights[place]),
        };
    }
    let scores = engine.series("weightedScore", &inputs(changed), "alternativeScore")?;
    assert!(close(scores[0], scores[1], 1e-12), "{scores:?}");
    assert!(change.abs() > 0.01, "{change}");
    Ok(())
}

#[test]
fn ties_share_the_best_rank() -> Outcome {
    let engine = Engine::new()?;
    let alternatives: Vec<Value> =
        [3, 5, 3, 5, 1].iter().map(|score| json!({"name": "x", "scores": [score]})).collect();
    let inputs = json!({"indicators": [{"name": "a", "weight": 1}], "alternatives": alternatives});
    let ranks = engine.series("weightedScore", &inputs, "rank")?;
    assert_eq!(format!("{ranks:?}"), "[3.0, 1.0, 3.0, 1.0, 5.0]");
    Ok(())
}

#[test]
fn crisp_memberships_leave_a_weighted_score() -> Outcome {
    let engine = Engine::new()?;
    let weights = json!([0.1, 0.2, 0.3, 0.4]);
    let crisp = json!([[1, 0, 0], [0, 1, 0], [0, 1, 0], [0, 0, 1]]);
    let fuzzy = |operator: &str| json!({"memberships": crisp, "indicatorWeights": weights, "operator": operator, "classScores": [100, 60, 20]});
    let levels = json!([{"level": "good", "score": 100}, {"level": "fair", "score": 60}, {"level": "poor", "score": 20}]);
    let indicators: Vec<Value> = ["good", "fair", "fair", "poor"]
        .iter()
        .zip([0.1, 0.2, 0.3, 0.4])
        .map(|(level, weight)| json!({"name": level, "weight": weight, "level": level}))
        .collect();
    let scored = engine.value("weightedScore", &json!({"indicators": indicators, "anchors": levels}))?;
    for operator in ["productSum", "minBoundedSum"] {
        assert!(close(engine.value("fuzzyEvaluation", &fuzzy(operator))?, scored, 1e-14), "{operator}");
    }
    // One indicator decides: what two share does not add up.
    for operator in ["minMax", "productMax"] {
        let belonging = engine.series("fuzzyEvaluation", &fuzzy(operator), "classMembership")?;
        assert_eq!(format!("{belonging:?}"), "[0.1, 0.3, 0.4]", "{operator}");
    }
    Ok(())
}

#[test]
fn a_scored_share_runs_from_bound_to_bound() -> Outcome {
    let engine = Engine::new()?;
    let share = |score: f64| {
        engine.value(
            "scoredShare",
            &json!({"lowerBound": 0.02, "upperBound": 0.05, "score": score, "fullScore": 100}),
        )
    };
    assert!(close(share(0.0)?, 0.02, 1e-16) && close(share(100.0)?, 0.05, 1e-16));
    assert!(share(40.0)? < share(41.0)?);
    Ok(())
}

#[test]
fn a_market_rate_without_its_day_is_noticed() -> Outcome {
    let engine = Engine::new()?;
    let of = |rate: Value| json!({"riskFreeRate": rate, "premiums": [{"name": "p", "rate": 0.05}]});
    assert!(engine.finds("buildUp", &of(json!(0.02)), "rate-without-date")?);
    let dated = of(json!({"value": 0.02, "asOf": "2025-09-05", "source": "s"}));
    assert!(!engine.finds("buildUp", &dated, "rate-without-date")?);
    Ok(())
}

/// Every figure, list and word of the published rows, replaced by what nobody would enter.
#[test]
fn no_hostile_input_makes_a_number_that_is_none() -> Outcome {
    let engine = Engine::new()?;
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracles");
    let hostile = [
        json!(null),
        json!(0),
        json!(-1),
        json!(1e-300),
        json!(1e14),
        json!(0.5),
        json!(200),
        json!([]),
        json!([0]),
        json!([[0]]),
        json!([1, -1, 1e14]),
        json!({}),
        json!("x"),
        json!(true),
    ];
    let (mut tried, mut wrong) = (0, Vec::new());
    for name in ["rates.json", "finance.json", "scoring.json"] {
        let rows: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(folder.join(name))?)?;
        for row in rows.iter().filter(|row| !row["id"].as_str().unwrap_or_default().starts_with("excel-irr"))
        {
            for key in row["inputs"].as_object().into_iter().flat_map(|inputs| inputs.keys()) {
                for value in &hostile {
                    let inputs = with(&row["inputs"], json!({key.clone(): value}));
                    let method = row["method"].as_str().unwrap_or_default();
                    let Ok(found) = engine.run(method, &inputs) else { continue };
                    tried += 1;
                    if !found.value.is_finite() || found.steps.iter().any(|step| !step.value.is_finite()) {
                        wrong.push(format!("{} {key} {value}", row["id"]));
                    }
                }
            }
        }
    }
    assert!(tried > 2000, "only {tried} were valued");
    assert!(wrong.is_empty(), "{} of {tried}\n{}", wrong.len(), wrong.join("\n"));
    Ok(())
}

#[test]
fn a_score_table_of_the_standards_gives_the_scores_of_its_levels() -> Outcome {
    let engine = Engine::new()?;
    let edition = engine.0.editions().iter().find(|edition| edition.id == "ipval-valuation");
    let rows = edition.ok_or("no proposed standard")?.indicators();
    let scored: Vec<(String, Vec<(String, f64)>)> = rows
        .iter()
        .filter_map(|row| {
            let anchors = row.get("anchors")?.list().iter();
            let anchors = anchors.filter_map(|anchor| {
                Some((anchor.get("means")?.get("en")?.text()?.to_owned(), anchor.get("score")?.number()?))
            });
            Some((row.get("code")?.text()?.to_owned(), anchors.collect()))
        })
        .collect();
    assert!(scored.len() > 5, "only {} indicators have levels", scored.len());
    for (code, anchors) in &scored {
        for (level, score) in anchors {
            let inputs = json!({"scoreTable": "ipval-valuation", "indicators": [{"name": "a", "code": code, "weight": 1, "level": level}]});
            let value = engine.value("weightedScore", &inputs)?;
            assert!((value - score).abs() < 1e-15, "{code}, {level}: {value}, not {score}");
        }
    }
    for broken in [
        json!({"scoreTable": "no-such-table", "indicators": [{"name": "a", "weight": 1, "score": 1}]}),
        json!({"scoreTable": "ipval-valuation", "indicators": [{"name": "a", "code": "no-such", "weight": 1, "level": "high"}]}),
        json!({"scoreTable": "ipval-valuation", "indicators": [{"name": "a", "code": scored[0].0, "weight": 1, "level": "high"}]}),
        json!({"scoreTable": "ipval-valuation", "indicators": [{"name": "a", "weight": 1, "level": "high"}]}),
    ] {
        assert!(engine.run("weightedScore", &broken).is_err(), "{broken}");
    }
    Ok(())
}
