//! Laws of options and decision trees: parity, bounds, limits, and a second way for each.

use std::error::Error;

use ipval::appraise::{Appraisal, appraise, run_method};
use ipval::case::Node;
use ipval::report::figures_by_name;
use ipval::standard::{Standards, bundled};
use ipval::valuation::{Valuation, Verdict};
use serde_json::{Value, json};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

thread_local! {
    // Read once by each test: some hundred valuations stand on them.
    static STANDARDS: Option<&'static Standards> =
        bundled().ok().map(|standards| &*Box::leak(Box::new(standards)));
}

fn standards() -> Outcome<&'static Standards> {
    STANDARDS.with(|standards| *standards).ok_or("the standards cannot be read".into())
}

fn node(value: &Value) -> Outcome<Node> {
    Ok(serde_json::from_value(value.clone())?)
}

fn valued(method: &str, inputs: &Value) -> Outcome<Valuation> {
    match run_method(method, &node(inputs)?, standards()?) {
        Verdict::Valued(valuation) => Ok(valuation),
        Verdict::Refused(refusal) => Err(format!("{method} {inputs}: {:?}", refusal.problems).into()),
    }
}

fn value(method: &str, inputs: &Value) -> Outcome<f64> {
    Ok(valued(method, inputs)?.value)
}

fn figure(method: &str, inputs: &Value, path: &str) -> Outcome<f64> {
    let figures = serde_json::to_value(figures_by_name(&valued(method, inputs)?.steps))?;
    let found = figures.pointer(&format!("/{}", path.replace('.', "/")));
    found.and_then(Value::as_f64).ok_or_else(|| format!("no {path} in {figures}").into())
}

fn with(base: &Value, extra: Value) -> Value {
    let mut inputs = base.clone();
    for (key, value) in extra.as_object().into_iter().flatten() {
        inputs[key] = value.clone();
    }
    inputs
}

fn near(a: f64, b: f64, within: f64, why: &str) {
    assert!((a - b).abs() <= within, "{why}: {a} and {b}");
}

/// Terms in, at and out of the money, with rates and yields of every order.
fn terms() -> Vec<Value> {
    let rows: [(f64, f64, f64, f64, f64); 6] = [
        (100.0, 1.0, 0.05, 0.0, 0.3),
        (80.0, 2.0, 0.03, 0.06, 0.25),
        (120.0, 0.5, 0.1, 0.1, 0.4),
        (100.0, 5.0, 0.0, 0.02, 0.2),
        (95.0, 10.0, 0.04, 0.03, 0.6),
        (140.0, 0.25, 0.08, 0.01, 0.15),
    ];
    let terms = rows.map(|(underlying, years, rate, yielded, volatility)| {
        json!({"optionType": "call", "underlyingValue": underlying, "exercisePrice": 100, "yearsToExpiry": years,
            "riskFreeRate": rate, "yieldRate": yielded, "volatility": volatility})
    });
    terms.to_vec()
}

fn number(inputs: &Value, key: &str) -> f64 {
    inputs[key].as_f64().unwrap_or(f64::NAN)
}

fn put(call: &Value) -> Value {
    with(call, json!({"optionType": "put"}))
}

/// S·e^(−qT) and K·e^(−rT).
fn today(inputs: &Value) -> (f64, f64) {
    let seen = |key: &str, rate: &str| {
        number(inputs, key) * libm::exp(-number(inputs, rate) * number(inputs, "yearsToExpiry"))
    };
    (seen("underlyingValue", "yieldRate"), seen("exercisePrice", "riskFreeRate"))
}

#[test]
fn a_call_less_a_put_is_the_forward() -> Outcome {
    for call in terms() {
        let (underlying, exercise) = today(&call);
        let parity = value("europeanOption", &call)? - value("europeanOption", &put(&call))?;
        near(parity, underlying - exercise, 1e-11, &call.to_string());
    }
    Ok(())
}

#[test]
fn what_an_option_pays_is_made_of_its_parts() -> Outcome {
    for call in terms() {
        for (base, sign) in [(call.clone(), 1.0), (put(&call), -1.0)] {
            let pays = |extra: Value| value("europeanOption", &with(&base, extra));
            let asset = pays(json!({"payoff": "assetOrNothing"}))?;
            let cash = pays(json!({"payoff": "cashOrNothing", "cashAmount": 100}))?;
            near(sign * (asset - cash), value("europeanOption", &base)?, 1e-11, "asset less cash");
            let gap = pays(json!({"payoff": "gap", "gapPrice": 100}))?;
            near(gap, value("europeanOption", &base)?, 1e-11, "a gap that is none");
        }
    }
    Ok(())
}

#[test]
fn slopes_by_formula_are_those_of_the_paper() -> Outcome {
    let standards = standards()?;
    for call in terms() {
        for base in [call.clone(), put(&call)] {
            let greek = |name: &str| figure("europeanOption", &base, name);
            let appraisal = Appraisal::of_method("europeanOption", &node(&base)?, standards);
            let appraisal = appraisal.map_err(|problems| format!("{problems:?}"))?;
            let valuation = appraisal.valuation(standards);
            let mut told = 0;
            let slopes = [
                ("/underlyingValue", greek("delta")?),
                ("/volatility", greek("vega")?),
                ("/riskFreeRate", greek("rho")?),
                ("/yearsToExpiry", -greek("theta")?),
            ];
            for (pointer, wanted) in slopes {
                // An input of nought has no swing, and so no place in the table.
                let found = valuation.sensitivities.iter().find(|each| each.pointer == pointer);
                if let Some(slope) = found.and_then(|each| each.gradient) {
                    near(slope, wanted, 1e-8, pointer);
                    told += 1;
                }
            }
            assert!(told >= 3, "{told} of the slopes");
            let moved = |by: f64| {
                let moved = json!({"underlyingValue": number(&base, "underlyingValue") + by});
                figure("europeanOption", &with(&base, moved), "delta")
            };
            near((moved(1e-3)? - moved(-1e-3)?) / 2e-3, greek("gamma")?, 1e-8, "gamma");
        }
    }
    Ok(())
}

#[test]
fn more_uncertainty_more_value() -> Outcome {
    let american = json!({"approximation": "baroneAdesiWhaley"});
    for call in terms() {
        for base in [call.clone(), put(&call)] {
            let rises = |method: &str, base: &Value| -> Outcome {
                let at = |volatility: f64| value(method, &with(base, json!({"volatility": volatility})));
                let values = [at(0.1)?, at(0.2)?, at(0.4)?, at(0.8)?];
                let rising = values.windows(2).all(|pair| pair[0] <= pair[1]);
                assert!(rising && values[0] < values[3], "{method} {base}: {values:?}");
                Ok(())
            };
            rises("europeanOption", &base)?;
            rises("americanOption", &with(&base, american.clone()))?;
            rises("latticeOption", &with(&base, json!({"exercise": "american", "latticeSteps": 101})))?;
        }
    }
    Ok(())
}

#[test]
fn lattices_converge_to_the_formula() -> Outcome {
    for call in terms() {
        for base in [call.clone(), put(&call)] {
            let exact = value("europeanOption", &base)?;
            let miss = |shape: &str, steps: u32| -> Outcome<f64> {
                let lattice = json!({"exercise": "european", "lattice": shape, "latticeSteps": steps});
                Ok((value("latticeOption", &with(&base, lattice))? - exact).abs())
            };
            for shape in ["coxRossRubinstein", "forward"] {
                near(miss(shape, 400)?, 0.0, 0.06, shape);
            }
            // The error falls with the square of the steps.
            near(miss("leisenReimer", 101)?, 0.0, 4e-3, "leisenReimer");
            near(miss("leisenReimer", 505)?, 0.0, 1.6e-4, "leisenReimer");
        }
    }
    Ok(())
}

#[test]
fn a_right_to_act_earlier_is_worth_no_less() -> Outcome {
    for call in terms() {
        for base in [call.clone(), put(&call)] {
            let lattice = |exercise: &str| {
                value("latticeOption", &with(&base, json!({"exercise": exercise, "latticeSteps": 200})))
            };
            let (european, american) = (lattice("european")?, lattice("american")?);
            let (spot, exercise) = (number(&base, "underlyingValue"), number(&base, "exercisePrice"));
            let sign = if base["optionType"] == "call" { 1.0 } else { -1.0 };
            assert!(american >= european && american >= sign * (spot - exercise), "{base}");
            for approximation in ["baroneAdesiWhaley", "bjerksundStensland"] {
                let close = value("americanOption", &with(&base, json!({"approximation": approximation})))?;
                // Over ten years the approximations are some parts in a hundred off, and say so.
                let valuation =
                    valued("americanOption", &with(&base, json!({"approximation": approximation})))?;
                near(close, american, 0.05 * american + 0.02, &format!("{approximation} {base}"));
                let said = valuation.findings.iter().any(|finding| finding.about.code == "approximation-off");
                assert_eq!(said, (close - american).abs() > 0.01 * american, "{approximation} {base}");
                assert!(close >= value("europeanOption", &base)? - 1e-12, "{approximation} {base}");
            }
        }
    }
    Ok(())
}

#[test]
fn waiting_without_cost_is_never_ended_early() -> Outcome {
    for call in terms() {
        let free = with(&call, json!({"yieldRate": 0, "approximation": "bjerksundStensland"}));
        let european = with(&call, json!({"yieldRate": 0}));
        near(
            value("americanOption", &free)?,
            value("europeanOption", &european)?,
            1e-11,
            "no yield, no hurry",
        );
    }
    Ok(())
}

#[test]
fn giving_up_is_a_put_and_growing_is_a_call() -> Outcome {
    for call in terms() {
        let mut project = with(&call, json!({"latticeSteps": 151}));
        if let Some(keys) = project.as_object_mut() {
            keys.retain(|key, _| !["optionType", "exercisePrice"].contains(&key.as_str()));
        }
        let american = |base: &Value| {
            value("latticeOption", &with(base, json!({"exercise": "american", "latticeSteps": 151})))
        };
        let acting = |action: Value| value("latticeOption", &with(&project, json!({"actions": [action]})));
        let spot = number(&call, "underlyingValue");
        let abandoned = acting(json!({"action": "abandon", "actionAmount": 100}))?;
        near(abandoned, spot + american(&put(&call))?, 1e-9, "abandon");
        let doubled = acting(json!({"action": "expand", "projectFactor": 2, "actionAmount": 100}))?;
        near(doubled, spot + american(&call)?, 1e-9, "expand");
        let halved = acting(json!({"action": "contract", "projectFactor": 0.5, "actionAmount": 50}))?;
        near(halved, spot + american(&put(&call))? / 2.0, 1e-9, "contract");
        // One action more is worth no less, and what is never open is worth nothing.
        let both = with(
            &project,
            json!({"actions": [{"action": "abandon", "actionAmount": 100},
            {"action": "expand", "projectFactor": 2, "actionAmount": 100}]}),
        );
        let both = value("latticeOption", &both)?;
        assert!(both >= abandoned - 1e-9 && both >= doubled - 1e-9, "{call}");
        let salvage = json!({"action": "abandon", "actionAmount": [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]});
        near(acting(salvage)?, spot, 1e-9, "no salvage");
    }
    Ok(())
}

#[test]
fn an_exchange_for_money_is_a_call() -> Outcome {
    for call in terms() {
        let inputs = json!({"yearsToExpiry": call["yearsToExpiry"], "correlation": 0.4,
            "received": {"assetValue": call["underlyingValue"], "volatility": call["volatility"], "yieldRate": call["yieldRate"]},
            "given": {"assetValue": call["exercisePrice"], "volatility": 0, "yieldRate": call["riskFreeRate"]}});
        near(value("exchangeOption", &inputs)?, value("europeanOption", &call)?, 1e-11, &call.to_string());
        let doubled = with(
            &inputs,
            json!({"received": with(&inputs["received"], json!({"assetQuantity": 2})),
            "given": with(&inputs["given"], json!({"assetQuantity": 2}))}),
        );
        let (once, twice) = (value("exchangeOption", &inputs)?, value("exchangeOption", &doubled)?);
        near(twice, 2.0 * once, 1e-9, "twice the assets");
    }
    Ok(())
}

#[test]
fn an_option_on_an_option_keeps_its_parities() -> Outcome {
    for call in terms() {
        for base in [call.clone(), put(&call)] {
            let years = number(&base, "yearsToExpiry") * 0.6;
            let compound = |kind: &str, price: f64| {
                let first = json!({"compoundType": kind, "compoundPrice": price, "compoundYears": years});
                value("compoundOption", &with(&base, first))
            };
            let second = value("europeanOption", &base)?;
            near(compound("call", 0.0)?, second, 1e-12, "an option for nothing");
            near(compound("put", 0.0)?, 0.0, 1e-12, "nothing for an option");
            let certain = 7.0 * libm::exp(-number(&base, "riskFreeRate") * years);
            near(compound("call", 7.0)? - compound("put", 7.0)?, second - certain, 1e-10, "parity");
            // A price above all that the second option could be worth.
            if base["optionType"] == "put" {
                near(compound("call", 101.0)?, 0.0, 1e-12, "never exercised");
            }
        }
        // The second way: two stages on a lattice.
        let years = number(&call, "yearsToExpiry");
        let stages = json!([{"name": "trial", "year": years / 2.0, "cost": 7}, {"name": "launch", "year": years, "cost": 100}]);
        let mut staged = with(&call, json!({"stages": stages, "latticeSteps": 400}));
        if let Some(keys) = staged.as_object_mut() {
            keys.retain(|key, _| !["optionType", "exercisePrice", "yearsToExpiry"].contains(&key.as_str()));
        }
        let first = json!({"compoundType": "call", "compoundPrice": 7, "compoundYears": years / 2.0});
        let closed = value("compoundOption", &with(&call, first))?;
        near(value("sequentialStages", &staged)?, closed, 0.06, &call.to_string());
        let committed = figure("sequentialStages", &staged, "valueIfCommitted")?;
        let free = figure("sequentialStages", &staged, "valueOfFlexibility")?;
        near(committed + free, value("sequentialStages", &staged)?, 1e-9, "the parts");
        assert!(free > 0.0, "{call}");
    }
    Ok(())
}

#[test]
fn the_option_to_wait_ends_with_the_right() -> Outcome {
    let base =
        json!({"underlyingValue": 120, "exercisePrice": 100, "riskFreeRate": 0.03, "volatility": 0.35});
    let stated = with(&base, json!({"remainingLife": 8}));
    let option = json!({"optionType": "call", "underlyingValue": 120, "exercisePrice": 100, "riskFreeRate": 0.03,
        "volatility": 0.35, "yearsToExpiry": 8, "yieldRate": 0.125});
    near(value("optionToWait", &stated)?, value("europeanOption", &option)?, 1e-12, "one part in eight");
    let own = with(&stated, json!({"costOfDelay": 0.02}));
    assert!(value("optionToWait", &own)? > value("optionToWait", &stated)?);
    let annual = with(&stated, json!({"rateCompounding": "annual", "riskFreeRate": libm::expm1(0.03)}));
    near(value("optionToWait", &annual)?, value("optionToWait", &stated)?, 1e-10, "a rate by the year");
    let right =
        json!({"asset": {"kind": "invention", "filingDate": "2014-03-01"}, "valuationDate": "2024-12-31"});
    let valuation = valued("optionToWait", &with(&base, right))?;
    assert_eq!(valuation.life.map(|life| life.binding), Some("legal"));
    Ok(())
}

#[test]
fn an_option_is_drawn_like_any_other_figure() -> Outcome {
    let spread = |value: f64, low: f64, high: f64| json!({"value": value, "range": {"distribution": "uniform", "min": low, "max": high}});
    let case = json!({"format": "ipval-case/1", "valuationDate": "2024-12-31", "currency": "CNY",
        "asset": {"kind": "invention", "filingDate": "2014-03-01"}, "simulation": {"seed": 7, "draws": 400},
        "methods": [
            {"id": "sigma", "method": "volatility", "inputs":
                {"lowValue": 60, "highValue": spread(180.0, 150.0, 220.0), "deviationsApart": 3.29, "yearsAhead": 2}},
            {"method": "optionToWait", "inputs": {"underlyingValue": spread(120.0, 90.0, 150.0), "exercisePrice": 100,
                "riskFreeRate": 0.03, "volatility": {"from": "sigma"}}}]});
    let Verdict::Valued(valuation) = appraise(&node(&case)?, standards()?) else {
        return Err("refused".into());
    };
    let range = valuation.range.ok_or("no range")?;
    let range = serde_json::to_value(range)?;
    assert!(valuation.value > 0.0 && range.to_string().len() > 20, "{range}");
    assert!(valuation.sensitivities.iter().any(|bar| bar.pointer == "/methods/0/inputs/highValue"));
    Ok(())
}

/// The eight paths of Longstaff and Schwartz.
fn eight_paths() -> Value {
    json!({"optionType": "put", "exercisePrice": 1.1, "yearsToExpiry": 3, "riskFreeRate": 0.06, "polynomialDegree": 2,
        "paths": [[1, 1.09, 1.08, 1.34], [1, 1.16, 1.26, 1.54], [1, 1.22, 1.07, 1.03], [1, 0.93, 0.97, 0.92],
            [1, 1.11, 1.56, 1.52], [1, 0.76, 0.77, 0.9], [1, 0.92, 0.84, 1.01], [1, 0.88, 1.22, 1.34]]})
}

#[test]
fn eight_paths_are_exercised_where_their_authors_exercise_them() -> Outcome {
    let valuation = valued("simulatedOption", &eight_paths())?;
    let dates: Vec<f64> = valuation
        .steps
        .iter()
        .filter(|step| step.key == "exercised-at-date")
        .map(|step| step.value)
        .collect();
    // Path 3 ends in the money and is kept until then; 0 is never.
    for (found, wanted) in dates.iter().zip([0.0, 0.0, 3.0, 1.0, 0.0, 1.0, 1.0, 1.0]) {
        near(*found, wanted, 0.0, &format!("{dates:?}"));
    }
    assert_eq!(dates.len(), 8);
    Ok(())
}

#[test]
fn simulated_paths_meet_the_lattice_and_the_formula() -> Outcome {
    for call in terms() {
        for base in [call.clone(), put(&call)] {
            let plan = json!({"exerciseDates": 10, "draws": 2048});
            let inputs = with(&base, plan);
            let found = value("simulatedOption", &inputs)?;
            let error = figure("simulatedOption", &inputs, "standardError")?;
            let lattice = figure("simulatedOption", &inputs, "latticeValue")?;
            let immediate = figure("simulatedOption", &inputs, "valueOfImmediateExercise")?;
            // A rule learnt from few paths is a little below the best, and a lattice a little off either way.
            near(found, lattice, 1e-6 + 0.006 * lattice + 4.0 * error, &inputs.to_string());
            assert!(found >= immediate && found >= value("europeanOption", &base)? - 4.0 * error, "{inputs}");
            // One date of exercise is the formula, to the last draw.
            let once = with(&base, json!({"exerciseDates": 1, "draws": 200}));
            let european = value("europeanOption", &base)?;
            near(figure("simulatedOption", &once, "valueIfNotToday")?, european, 1e-11, &once.to_string());
            // The same seed gives the same bits, and another one other paths.
            assert_eq!(
                found.to_bits(),
                value("simulatedOption", &with(&inputs, json!({"seed": 1})))?.to_bits()
            );
            let random = with(&inputs, json!({"sequence": "random", "seed": 5}));
            let chance = figure("simulatedOption", &random, "standardError")?;
            near(
                value("simulatedOption", &random)?,
                lattice,
                1e-6 + 0.006 * lattice + 4.0 * chance,
                "by chance",
            );
        }
    }
    Ok(())
}

#[test]
fn what_is_left_of_the_project_falls_with_every_date() -> Outcome {
    let base = json!({"optionType": "call", "underlyingValue": 120, "exercisePrice": 100, "yearsToExpiry": 4,
        "riskFreeRate": 0.03, "volatility": 0.3, "exerciseDates": 4, "draws": 2048});
    let at = |parts: Value| value("simulatedOption", &with(&base, json!({"underlyingShare": parts})));
    let whole = value("simulatedOption", &base)?;
    near(at(json!(1))?, whole, 1e-12, "all of it");
    // A part that falls evenly in logarithms is a yield.
    let parts: Vec<f64> = (0..=4).map(|year| libm::exp(-0.05 * f64::from(year))).collect();
    let yielded = with(&base, json!({"yieldRate": 0.05}));
    near(at(json!(parts))?, value("simulatedOption", &yielded)?, 0.05, "a yield by another name");
    assert!(at(json!([1, 0.9, 0.8, 0.7, 0.6]))? < whole);
    // Where nothing is left, only today counts; and a price that rises is worth less than one that stays.
    near(at(json!([1, 0]))?, 20.0, 1e-9, "now or never");
    let dearer = with(&base, json!({"exercisePrice": [100, 110, 120, 130, 140]}));
    assert!(value("simulatedOption", &dearer)? < whole);
    Ok(())
}

#[test]
fn a_project_breaks_even_where_its_publisher_has_it() -> Outcome {
    // The project of lsmr-04 begun today: flows of months 6 to 119, linear in the price.
    let worth = |price: f64| {
        let flow = |month: i32| {
            let grown = price * libm::exp(0.06 * f64::from(month) / 12.0);
            if month < 6 { 0.0 } else { (10_000.0 * grown - 360_000.0) / 12.0 }
        };
        let flows: Vec<f64> = std::iter::once(-100_000.0).chain((1..120).map(flow)).collect();
        let inputs = json!({"flows": flows, "due": "now", "discountRate": libm::expm1(0.05 / 12.0)});
        value("presentValueByDates", &inputs)
    };
    let (low, high) = (worth(20.0)?, worth(40.0)?);
    let root = 20.0 - 20.0 * low / (high - low);
    near(worth(root)?, 0.0, 1e-6, "linear in the price");
    near(root, 27.575_289_283_394_52, 1e-9, "the root");
    // 0.24 are three standard errors of the publisher's simulated value, over its slope.
    near(root, 27.54, 0.239, "lsmr-06");
    Ok(())
}

#[test]
fn the_slopes_of_a_lattice_are_those_of_the_formula() -> Outcome {
    for call in terms() {
        for base in [call.clone(), put(&call)] {
            let grown = with(&base, json!({"exercise": "european", "latticeSteps": 400}));
            for greek in ["delta", "gamma"] {
                let wanted = figure("europeanOption", &base, greek)?;
                near(figure("latticeOption", &grown, greek)?, wanted, 0.004, &format!("{greek} {grown}"));
            }
        }
    }
    Ok(())
}

#[test]
fn what_waiting_is_worth_lies_above_deciding_today() -> Outcome {
    for call in terms() {
        for base in [call.clone(), put(&call)] {
            let free = [
                ("latticeOption", with(&base, json!({"exercise": "american"}))),
                ("americanOption", with(&base, json!({"approximation": "bjerksundStensland"}))),
                ("simulatedOption", with(&base, json!({"exerciseDates": 12, "draws": 1024}))),
            ];
            for (method, inputs) in free {
                let immediate = figure(method, &inputs, "valueOfImmediateExercise")?;
                let waiting = figure(method, &inputs, "valueOfWaiting")?;
                let sum = if immediate > 0.0 { immediate + waiting } else { waiting };
                near(sum, value(method, &inputs)?, 1e-9, &format!("{method} {inputs}"));
                assert!(waiting >= -1e-9, "{method} {inputs}: {waiting}");
            }
            let compound = json!({"compoundType": "call", "compoundPrice": 4, "compoundYears": 0.1});
            let inputs = with(&base, compound);
            let committed = figure("compoundOption", &inputs, "valueIfCommitted")?;
            let free = figure("compoundOption", &inputs, "valueOfFlexibility")?;
            near(committed + free, value("compoundOption", &inputs)?, 1e-9, "the parts");
            assert!(free >= -1e-9, "{inputs}: {free}");
        }
    }
    Ok(())
}

#[test]
fn a_volatility_is_taken_from_the_simulation_of_the_underlying() -> Outcome {
    let case = |underlying: Value, volatility: Value| {
        json!({"format": "ipval-case/1", "valuationDate": "2024-12-31", "currency": "CNY",
            "asset": {"kind": "invention", "filingDate": "2014-03-01"}, "simulation": {"draws": 400},
            "methods": [{"id": "project", "method": "statedValue", "supporting": true, "inputs": {"value": underlying}},
                {"id": "sigma", "method": "volatility", "inputs": volatility},
                {"method": "europeanOption", "inputs": {"optionType": "call", "underlyingValue": 1000, "exercisePrice": 900,
                    "yearsToExpiry": 2, "riskFreeRate": 0.03, "volatility": {"from": "sigma"}}}]})
    };
    let lognormal = json!({"value": 1000, "range": {"distribution": "logNormal", "mean": 1000, "standardDeviation": 300}});
    let watched =
        |years: f64| json!({"simulatedValue": {"from": "project"}, "yearsAhead": years, "draws": 16_384});
    let found = |case: &Value| -> Outcome<f64> {
        let Verdict::Valued(valuation) = appraise(&node(case)?, standards()?) else {
            return Err(format!("refused: {:?}", appraise(&node(case)?, standards()?).problems()).into());
        };
        let sigma = valuation.methods.iter().find(|method| method.id == "sigma").ok_or("no sigma")?;
        Ok(sigma.value)
    };
    // A lognormal value has a logarithm whose spread is known: σ² = ln(1 + (s ÷ m)²).
    let wanted = libm::log1p(0.09_f64).sqrt();
    near(found(&case(lognormal.clone(), watched(1.0)))?, wanted, 0.002, "a year");
    near(found(&case(lognormal.clone(), watched(4.0)))?, wanted / 2.0, 0.001, "four years");
    // What is certain has no volatility, and what may be lost has no logarithm.
    let codes = |case: &Value| -> Outcome<Vec<String>> {
        let verdict = appraise(&node(case)?, standards()?);
        Ok(verdict.problems().iter().map(|problem| problem.code.to_string()).collect())
    };
    // The option that wanted the volatility is refused as well, for it is not there.
    assert_eq!(codes(&case(json!(1000), watched(1.0)))?, ["nothing-drawn-behind", "no-such-entry"]);
    let doubtful =
        json!({"value": 1000, "range": {"distribution": "normal", "mean": 1000, "standardDeviation": 900}});
    assert_eq!(codes(&case(doubtful, watched(1.0)))?, ["value-may-vanish", "no-such-entry"]);
    // Correlations do not reach it, which is said.
    let mut tied = case(lognormal.clone(), watched(1.0));
    tied["methods"][2]["inputs"]["underlyingValue"] = lognormal;
    tied["simulation"]["correlations"] = json!([{"between": ["/methods/0/inputs/value",
        "/methods/2/inputs/underlyingValue"], "rank": 0.5}]);
    let Verdict::Valued(valuation) = appraise(&node(&tied)?, standards()?) else {
        return Err(format!("{:?}", codes(&tied)?).into());
    };
    assert!(valuation.findings.iter().any(|finding| finding.about.code == "correlation-left-out"));
    Ok(())
}

#[test]
fn a_tree_folds_back_by_hand() -> Outcome {
    // A suit: settle for 30 today, or pay 5, wait a year, and win 100 with 60 %; after a loss an appeal at 10 wins
    // 100 a year later with a quarter, or rests.
    let tree = json!({"discountRate": 0.1, "nodes": [
        {"node": "suit", "nodeKind": "decision"},
        {"node": "settle", "follows": "suit", "nodeKind": "outcome", "value": 30},
        {"node": "trial", "follows": "suit", "nodeKind": "chance", "cost": 5},
        {"node": "won", "follows": "trial", "nodeKind": "outcome", "probability": 0.6, "value": 100, "year": 1},
        {"node": "lost", "follows": "trial", "nodeKind": "decision", "probability": 0.4, "year": 1},
        {"node": "rest", "follows": "lost", "nodeKind": "outcome", "value": 0},
        {"node": "appeal", "follows": "lost", "nodeKind": "chance", "cost": 10},
        {"node": "upheld", "follows": "appeal", "nodeKind": "outcome", "probability": 0.75, "value": 0, "year": 2},
        {"node": "reversed", "follows": "appeal", "nodeKind": "outcome", "probability": 0.25, "value": 100, "year": 2}]});
    let appeal: f64 = 0.25 * 100.0 / 1.1 - 10.0;
    let trial = (0.6 * 100.0 + 0.4 * appeal) / 1.1 - 5.0;
    near(value("decisionTree", &tree)?, trial, 1e-12, "the better of the two");
    let reached: Vec<f64> = {
        let figures = serde_json::to_value(figures_by_name(&valued("decisionTree", &tree)?.steps))?;
        serde_json::from_value(figures["probabilityOfOutcome"].clone())?
    };
    near(reached.iter().sum(), 1.0, 1e-12, "something happens");
    let mut sorted = reached;
    sorted.sort_by(f64::total_cmp);
    for (found, wanted) in sorted.iter().zip([0.0, 0.0, 0.1, 0.3, 0.6]) {
        near(*found, wanted, 1e-12, "reached");
    }
    // Whatever the order of the list.
    let mut turned = tree.clone();
    if let Some(nodes) = turned["nodes"].as_array_mut() {
        nodes.reverse();
    }
    near(value("decisionTree", &turned)?, trial, 1e-12, "the list turned round");
    // Twice the money, twice the value; and a settlement that is better is taken.
    let mut doubled = tree.clone();
    for node in doubled["nodes"].as_array_mut().into_iter().flatten() {
        for key in ["value", "cost"] {
            if let Some(amount) = node[key].as_f64() {
                node[key] = json!(2.0 * amount);
            }
        }
    }
    near(value("decisionTree", &doubled)?, 2.0 * trial, 1e-12, "twice");
    let mut settled = tree.clone();
    settled["nodes"][1]["value"] = json!(70);
    near(value("decisionTree", &settled)?, 70.0, 1e-12, "settled");
    // Of two choices alike the first is taken, and one only.
    let alike = json!({"nodes": [{"node": "a", "nodeKind": "decision"},
        {"node": "b", "follows": "a", "nodeKind": "outcome", "value": 1}, {"node": "c", "follows": "a", "nodeKind": "outcome", "value": 1}]});
    near(figure("decisionTree", &alike, "chosen.0")?, 1.0, 0.0, "the first");
    near(figure("decisionTree", &alike, "chosen.1")?, 0.0, 0.0, "not the second");
    Ok(())
}

#[test]
fn a_tree_of_one_drug_is_its_stage() -> Outcome {
    let tree = json!({"discountRate": 0.12, "nodes": [{"node": "trial", "nodeKind": "chance", "cost": 20},
        {"node": "launch", "follows": "trial", "nodeKind": "outcome", "probability": 0.6, "value": 120, "year": 3},
        {"node": "failure", "follows": "trial", "nodeKind": "outcome", "probability": 0.4, "value": 0, "year": 3}]});
    let staged = json!({"discountRate": 0.12, "launchValue": 120,
        "stages": [{"name": "III", "years": 3, "cost": 20, "successProbability": 0.6}]});
    near(value("decisionTree", &tree)?, value("stagedDevelopment", &staged)?, 1e-12, "two ways");
    Ok(())
}

#[test]
fn the_discount_rises_with_time_and_meets_its_series() -> Outcome {
    for model in ["finnerty", "ghaidarov"] {
        let at = |volatility: f64, years: f64| {
            value(
                "marketabilityDiscount",
                &json!({"discountModel": model, "volatility": volatility, "restrictedYears": years}),
            )
        };
        near(at(0.0, 1.0)?, 0.0, 1e-9, "no volatility");
        // Either side of a variance of a hundredth: the series and the formula.
        let (series, formula) = (at(0.1, 1.0 - 1e-9)?, at(0.1, 1.0 + 1e-9)?);
        near(series, formula, 1e-8, model);
        assert!(at(0.3, 2.0)? > at(0.3, 1.0)? && at(0.5, 1.0)? > at(0.3, 1.0)?, "{model}");
    }
    let base = json!({"discountModel": "differentialPut", "volatility": 0.4, "marketableVolatility": 0.4,
        "restrictedYears": 3, "riskFreeRate": 0.03});
    near(value("marketabilityDiscount", &base)?, 0.0, 1e-12, "no worse than the other");
    Ok(())
}

#[test]
fn volatility_is_that_of_the_prices() -> Outcome {
    // Steps of ±10 % in logarithms: their deviation is known.
    let prices: Vec<f64> =
        (0..9).map(|month| 100.0 * libm::exp(if month % 2 == 0 { 0.0 } else { 0.1 })).collect();
    let found = value("volatility", &json!({"prices": prices, "observationsPerYear": 12}))?;
    let deviation: f64 = (8.0 * 0.01_f64 / 7.0).sqrt();
    near(found, deviation * 12_f64.sqrt(), 1e-12, "months");
    let judged = json!({"lowValue": 100.0 * libm::exp(-0.6), "highValue": 100.0 * libm::exp(0.6),
        "deviationsApart": 4, "yearsAhead": 4});
    near(value("volatility", &judged)?, 0.15, 1e-12, "a range");
    Ok(())
}

#[test]
fn no_extreme_gives_a_number_that_is_none() -> Outcome {
    let standards = standards()?;
    let stages = json!([{"name": "a", "year": 1, "cost": 5}, {"name": "b", "year": 2, "cost": 50}]);
    let call = terms().swap_remove(1);
    let only = |keys: &[&str]| {
        Value::Object(keys.iter().map(|key| ((*key).to_owned(), call[*key].clone())).collect())
    };
    let course = only(&["underlyingValue", "riskFreeRate", "yieldRate", "volatility"]);
    let bases = [
        ("europeanOption", call.clone()),
        ("europeanOption", with(&call, json!({"payoff": "gap", "gapPrice": 90}))),
        ("americanOption", with(&call, json!({"approximation": "baroneAdesiWhaley"}))),
        ("americanOption", with(&put(&call), json!({"approximation": "baroneAdesiWhaley"}))),
        ("americanOption", with(&put(&call), json!({"approximation": "bjerksundStensland"}))),
        (
            "latticeOption",
            with(&call, json!({"exercise": "american", "lattice": "leisenReimer", "latticeSteps": 9})),
        ),
        ("latticeOption", with(&call, json!({"exercise": "european", "latticeSteps": 9}))),
        (
            "compoundOption",
            with(&call, json!({"compoundType": "put", "compoundPrice": 5, "compoundYears": 0.5})),
        ),
        (
            "compoundOption",
            with(&put(&call), json!({"compoundType": "call", "compoundPrice": 5, "compoundYears": 0.5})),
        ),
        ("sequentialStages", with(&course, json!({"stages": stages, "latticeSteps": 20}))),
        ("simulatedOption", with(&call, json!({"exerciseDates": 3, "draws": 160}))),
        (
            "simulatedOption",
            with(&put(&call), json!({"exerciseDates": 3, "draws": 160, "underlyingShare": 0.5})),
        ),
        (
            "optionToWait",
            json!({"underlyingValue": 10, "exercisePrice": 9, "riskFreeRate": 0.03, "volatility": 0.3, "remainingLife": 4}),
        ),
        (
            "marketabilityDiscount",
            json!({"discountModel": "finnerty", "volatility": 0.3, "restrictedYears": 2}),
        ),
        (
            "marketabilityDiscount",
            json!({"discountModel": "differentialPut", "volatility": 0.3, "restrictedYears": 2, "riskFreeRate": 0.1, "marketableVolatility": 0.4}),
        ),
    ];
    let extremes = [1e-9, 3.0, 200.0, 1e15, 0.0, -0.5, 1.0];
    let (mut failures, mut tried, mut worked) = (Vec::new(), 0, 0);
    for (method, base) in &bases {
        let keys: Vec<&String> = base.as_object().into_iter().flatten().map(|(key, _)| key).collect();
        let numbers: Vec<&String> = keys.into_iter().filter(|key| base[*key].is_number()).collect();
        for (place, first) in numbers.iter().enumerate() {
            for second in numbers.iter().skip(place) {
                // Alone every extreme is tried, in pairs the furthest.
                let count = if first == second { extremes.len() } else { 4 };
                for one in extremes.iter().take(count) {
                    for other in extremes.iter().take(count) {
                        let mut inputs = base.clone();
                        inputs[first.as_str()] = json!(one);
                        inputs[second.as_str()] = json!(other);
                        tried += 1;
                        let Verdict::Valued(valuation) = run_method(method, &node(&inputs)?, standards)
                        else {
                            continue;
                        };
                        worked += 1;
                        if let Some(step) = valuation.steps.iter().find(|step| !step.value.is_finite()) {
                            failures.push(format!("{method} {inputs}: {} is {}", step.key, step.value));
                        }
                    }
                }
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{} of {tried}\n{}",
        failures.len(),
        failures[..failures.len().min(20)].join("\n")
    );
    assert!(worked > tried / 10, "{worked} of {tried}");
    Ok(())
}
