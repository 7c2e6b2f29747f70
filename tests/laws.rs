//! Laws that hold whatever the figures: of the method, of the paper's readings, and between them.

use std::error::Error;

use ipval::appraise::{Appraisal, appraise, replay, run_method, solve};
use ipval::case::Node;
use ipval::standard::{Standards, bundled};
use ipval::uncertainty::{Distribution, Stream};
use ipval::valuation::{SolutionOut, Verdict};
use ipval::workpaper::solve::{Solution, solve as solution};
use ipval::workpaper::{LANES, Operation, Paper, Program, StepId};
use serde_json::{Value, json};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

fn standards() -> Outcome<Standards> {
    bundled().map_err(|problem| format!("{problem:?}").into())
}

fn node(value: &Value) -> Outcome<Node> {
    Ok(serde_json::from_value(value.clone())?)
}

/// Inputs that take every path of relief from royalty.
fn variants() -> Vec<Value> {
    let base = json!({"sales": 1000, "years": 8, "growthRate": 0.04, "royaltyRate": 0.05, "taxRate": 0.25, "discountRate": 0.15});
    let with = |extra: Value| {
        let mut inputs = base.clone();
        for (key, value) in extra.as_object().into_iter().flatten() {
            inputs[key] = value.clone();
        }
        inputs
    };
    let patent = json!({"kind": "invention", "filingDate": "2014-05-18", "grantDate": "2017-03-01"});
    vec![
        with(json!({"timing": "yearEnd"})),
        with(json!({"timing": "midYear", "economicLife": 5.38, "contractLife": 7.1})),
        with(json!({"timing": "midYear", "stub": 0.37, "remainingLife": 6.2})),
        with(json!({"timing": "yearEnd", "stub": 0.5, "remainingLife": 0.2})),
        with(
            json!({"timing": "yearEnd", "decayRate": 0.08, "taxAmortisationBenefit": true, "amortisationYears": 10}),
        ),
        with(
            json!({"timing": "midYear", "taxAmortisationBenefit": true, "amortisationYears": 7, "economicLife": 4.5}),
        ),
        with(
            json!({"timing": "midYear", "annualFees": [5, 5, 6, 6, 8, 8, 8, 8], "feeReduction": 0.7, "economicLife": 6.5}),
        ),
        with(json!({"timing": "yearEnd", "terminalGrowth": 0.02})),
        json!({"valuationDate": "2024-12-31", "asset": patent, "sales": 90000, "royaltyRate": [0.05, 0.04, 0.03, 0.03, 0.03, 0.02, 0.02, 0.02, 0.02, 0.02],
            "taxRate": [0.15, 0.15, 0.15, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25], "annualFees": "statutory", "timing": "midYear", "firstPeriodEnd": "2025-06-30",
            "discountRateBuildUp": {"riskFreeRate": 0.018, "premiums": [{"name": "技术", "rate": 0.04}, {"name": "市场", "rate": 0.05}]}}),
        json!({"valuationDate": "2024-12-31", "sales": [500, 600, 700], "royaltyRate": 0.05, "taxRate": 0.25, "discountRate": 0.12,
            "timing": ["2025-06-30", "2026-06-30", "2027-06-30"], "economicLife": 2.3}),
    ]
}

fn worked(inputs: &Value, standards: &Standards) -> Outcome<Appraisal> {
    Appraisal::of_method("reliefFromRoyalty", &node(inputs)?, standards)
        .map_err(|problems| format!("{inputs}: {problems:?}").into())
}

fn value_of(inputs: &Value, standards: &Standards) -> Outcome<f64> {
    match run_method("reliefFromRoyalty", &node(inputs)?, standards) {
        Verdict::Valued(valuation) => Ok(valuation.value),
        Verdict::Refused(refusal) => Err(format!("{inputs}: {:?}", refusal.problems).into()),
    }
}

fn scaled(inputs: &Value, key: &str, factor: f64) -> Value {
    let mut inputs = inputs.clone();
    let by = |value: &Value| value.as_f64().map_or(Value::Null, |number| json!(number * factor));
    inputs[key] = match &inputs[key] {
        Value::Array(values) => values.iter().map(by).collect(),
        value => by(value),
    };
    inputs
}

/// Two numbers are close if they differ by no more than a share of the larger.
fn close(a: f64, b: f64, share: f64) -> bool {
    (a - b).abs() <= share * a.abs().max_of(b.abs())
}

trait Larger {
    fn max_of(self, other: f64) -> f64;
}

impl Larger for f64 {
    fn max_of(self, other: f64) -> f64 {
        if self > other { self } else { other }
    }
}

#[test]
fn twice_the_sales_is_twice_the_value() -> Outcome {
    let standards = standards()?;
    for inputs in variants().iter().filter(|inputs| inputs.get("annualFees").is_none()) {
        let (once, twice) =
            (value_of(inputs, &standards)?, value_of(&scaled(inputs, "sales", 2.0), &standards)?);
        // Doubling is exact in binary, and every step is linear in sales: not one bit may differ.
        assert_eq!((2.0 * once).to_bits(), twice.to_bits(), "{inputs}");
    }
    Ok(())
}

#[test]
fn a_higher_rate_lowers_and_a_longer_life_raises_a_positive_stream() -> Outcome {
    let standards = standards()?;
    let inputs = |rate: f64, life: f64| {
        json!({"sales": 1000, "years": 12, "royaltyRate": 0.05, "taxRate": 0.25,
        "discountRate": rate, "economicLife": life, "timing": "midYear"})
    };
    for step in 1..40 {
        let x = f64::from(step);
        let by_rate = [0.01 * x, 0.01 * (x + 1.0)].map(|rate| value_of(&inputs(rate, 8.3), &standards));
        let by_life = [0.3 * x, 0.3 * (x + 1.0)].map(|life| value_of(&inputs(0.12, life), &standards));
        let ([low, high], [short, long]) = (by_rate, by_life);
        assert!(low? > high?, "discount rate {x} %");
        assert!(long? > short?, "life {x} × 0.3");
    }
    Ok(())
}

#[test]
fn the_unit_of_money_changes_nothing() -> Outcome {
    let standards = standards()?;
    let case = |sales: f64, unit: &str| {
        json!({"format": "ipval-case/1", "unit": unit, "valuationDate": "2024-12-31",
        "asset": {"kind": "invention", "filingDate": "2014-05-18"},
        "methods": [{"method": "reliefFromRoyalty", "inputs": {"sales": sales, "royaltyRate": 0.05, "taxRate": 0.25,
            "discountRate": 0.15, "timing": "midYear", "annualFees": "statutory"}}]})
    };
    let value = |case: &Value| -> Outcome<f64> {
        match appraise(&node(case)?, &standards) {
            Verdict::Valued(valuation) => Ok(valuation.value),
            Verdict::Refused(refusal) => Err(format!("{:?}", refusal.problems).into()),
        }
    };
    let (yuan, wan) = (value(&case(46_000_000.0, "one"))?, value(&case(4600.0, "tenThousand"))?);
    assert!(close(yuan, wan * 10_000.0, 1e-14), "{yuan} and {wan} 万");
    Ok(())
}

#[test]
fn mid_year_is_year_end_by_the_root_of_growth() -> Outcome {
    let standards = standards()?;
    let value = |timing: &str| {
        value_of(
            &json!({"sales": 1000, "years": 9, "royaltyRate": 0.05, "taxRate": 0.25,
        "discountRate": 0.15, "timing": timing}),
            &standards,
        )
    };
    assert!(close(value("midYear")?, value("yearEnd")? * 1.15_f64.sqrt(), 1e-14));
    Ok(())
}

#[test]
fn a_whole_year_is_a_year_however_it_is_said() -> Outcome {
    let standards = standards()?;
    let base = json!({"valuationDate": "2023-12-31", "sales": [1000, 1000, 1000], "royaltyRate": 0.05, "taxRate": 0.25,
        "discountRate": 0.15, "timing": "yearEnd"});
    let with = |key: &str, value: Value| {
        let mut inputs = base.clone();
        inputs[key] = value;
        value_of(&inputs, &standards)
    };
    let plain = value_of(&base, &standards)?;
    // 2024 is a leap year: its 366 days are one year of life all the same.
    for (key, value) in [
        ("firstPeriodEnd", json!("2024-12-31")),
        ("stub", json!(1)),
        ("contractEnd", json!("2026-12-31")),
        ("remainingLife", json!(3)),
    ] {
        assert!(close(with(key, value)?, plain, 1e-14), "{key}");
    }
    Ok(())
}

#[test]
fn a_payment_on_the_day_the_contract_ends_is_whole() -> Outcome {
    let standards = standards()?;
    // 2024 has 366 days: discounted by Actual/365 the last day lies 2.0027 years away, and lived it is two.
    let inputs = json!({"valuationDate": "2023-12-31", "sales": [1000, 1000], "royaltyRate": 0.05, "taxRate": 0.25,
        "discountRate": 0.15, "timing": ["2024-12-31", "2025-12-31"], "contractEnd": "2025-12-31"});
    let mut unbounded = inputs.clone();
    unbounded["contractEnd"] = Value::Null;
    assert_eq!(value_of(&inputs, &standards)?.to_bits(), value_of(&unbounded, &standards)?.to_bits());
    Ok(())
}

#[test]
fn replay_gives_the_bits_of_the_paper_and_of_a_fresh_case() -> Outcome {
    let standards = standards()?;
    for inputs in variants() {
        let appraisal = worked(&inputs, &standards)?;
        let record = appraisal.paper.record();
        for (step, value) in record.steps().iter().zip(record.replay(&[])) {
            assert_eq!(step.value.to_bits(), value.to_bits(), "{inputs}");
        }
        let rate =
            record.input_at("/royaltyRate").or(record.input_at("/royaltyRate/0")).ok_or("no royalty rate")?;
        let changed = record.replay(&[(rate, 0.031)]);
        for (id, _) in record.named() {
            let alone = record.replay_one(&[(rate, 0.031)], id);
            assert_eq!(alone.to_bits(), changed[id.index()].to_bits(), "{inputs}");
        }
        let replayed = changed[appraisal.result.index()];
        let mut fresh = inputs.clone();
        match &mut fresh["royaltyRate"] {
            Value::Array(rates) => rates[0] = json!(0.031),
            rate => *rate = json!(0.031),
        }
        assert_eq!(replayed.to_bits(), value_of(&fresh, &standards)?.to_bits(), "{inputs}");
    }
    Ok(())
}

#[test]
fn the_gradient_is_the_difference() -> Outcome {
    let standards = standards()?;
    let mut compared = 0;
    for inputs in variants() {
        let appraisal = worked(&inputs, &standards)?;
        let record = appraisal.paper.record();
        let slopes = record.gradient(appraisal.result);
        let at = |id: StepId, value: f64| record.replay(&[(id, value)])[appraisal.result.index()];
        for id in record.inputs() {
            let (x, key) =
                (record.value(id), record.note(id).map(|note| note.key.to_string()).unwrap_or_default());
            // Years of amortisation are a count: the number of terms, not a figure that moves.
            if key == "amortisation-years" {
                continue;
            }
            let scale = if x == 0.0 { 1e-4 } else { 1e-4 * x.abs() };
            // A life that ends with a period stands at a kink, where the slope is the one from below.
            let kink = key.ends_with("-life") && (x.fract() == 0.0 || (at(id, x + scale) - at(id, x)) == 0.0);
            let difference = |h: f64| match kink {
                // Second order from below: (3 f(x) − 4 f(x − h) + f(x − 2h)) / 2h.
                true => (3.0 * at(id, x) - 4.0 * at(id, x - h) + at(id, x - 2.0 * h)) / (2.0 * h),
                false => (at(id, x + h) - at(id, x - h)) / (2.0 * h),
            };
            // Richardson's step takes the h² term out, so that 1e-6 is the formula's and not the rounding's.
            let exact = (4.0 * difference(scale / 2.0) - difference(scale)) / 3.0;
            let slope = slopes[id.index()];
            let noise = 1e-11 * record.value(appraisal.result).abs() / scale;
            assert!(
                close(slope, exact, 1e-6) || (slope - exact).abs() <= noise,
                "{key}: slope {slope}, difference {exact}, in {inputs}"
            );
            compared += 1;
        }
    }
    assert!(compared > 60, "only {compared} inputs compared");
    Ok(())
}

#[test]
fn a_block_of_draws_holds_the_bits_of_each_draw_alone() -> Outcome {
    let standards = standards()?;
    for inputs in variants() {
        let appraisal = worked(&inputs, &standards)?;
        let record = appraisal.paper.record();
        let free: Vec<StepId> = record.inputs().collect();
        let program = Program::compile(&record, &[appraisal.result], &free);
        let mut scratch = program.scratch();
        let mut draws = vec![[0.0; LANES]; free.len()];
        for (place, (id, lanes)) in free.iter().zip(&mut draws).enumerate() {
            let x = record.value(*id);
            Stream::new(5, place).fill(0, lanes);
            // From well below to well above: lives cross the ends of periods, rates change sign.
            Distribution::Uniform { min: x - 0.7 * x.abs() - 0.01, max: x + 0.7 * x.abs() + 0.01 }
                .shape(lanes);
            program.input(&mut scratch, place).copy_from_slice(lanes);
        }
        program.run(&mut scratch);
        for lane in 0..LANES {
            let changes: Vec<(StepId, f64)> =
                free.iter().zip(&draws).map(|(&id, draws)| (id, draws[lane])).collect();
            let alone = record.replay(&changes)[appraisal.result.index()];
            let together = program.output(&scratch, 0)[lane];
            assert!(
                alone.to_bits() == together.to_bits() || (alone.is_nan() && together.is_nan()),
                "{inputs} lane {lane}: {alone} {together}"
            );
        }
    }
    Ok(())
}

#[test]
fn every_operation_agrees_in_all_readings() {
    let paper = Paper::default();
    let (a, b) = (paper.share("a", 0.3), paper.share("b", 1.7));
    let all = [
        a + b,
        a - b,
        a * b,
        a / b,
        -a,
        a.to_the(b),
        b.to_the(a),
        a.exponential(),
        b.logarithm(),
        b.square_root(),
        a.normal_distribution(),
        a.least(b),
        a.greatest(b),
        a.clamp(0.2, 0.4),
        a.if_above(b, a, b),
        b.rounded_to(0.25),
        2.0 - a,
        1.0 / b,
        a.to_the(-1.0),
        a.to_the(0.5),
        a.to_the(-0.5),
        a.to_the(1.0),
        a.named("again"),
    ];
    let results: Vec<StepId> = all.iter().map(|figure| figure.id()).chain([paper.sum(all).id()]).collect();
    let record = paper.record();
    let program = Program::compile(&record, &results, &[a.id(), b.id()]);
    let mut scratch = program.scratch();
    let specials = [0.3, -0.0, 0.0, 1.0, -1.7, f64::INFINITY, f64::NEG_INFINITY, f64::NAN, 5e-324, 1e308];
    for (place, x) in specials.into_iter().enumerate() {
        for (other, y) in specials.into_iter().enumerate() {
            program.input(&mut scratch, 0)[place * 10 + other] = x;
            program.input(&mut scratch, 1)[place * 10 + other] = y;
        }
    }
    program.run(&mut scratch);
    for (place, x) in specials.into_iter().enumerate() {
        for (other, y) in specials.into_iter().enumerate() {
            let replayed = record.replay(&[(a.id(), x), (b.id(), y)]);
            for (output, id) in results.iter().enumerate() {
                let (alone, lane) =
                    (replayed[id.index()], program.output(&scratch, output)[place * 10 + other]);
                let same = alone.to_bits() == lane.to_bits() || (alone.is_nan() && lane.is_nan());
                assert!(same, "{:?} of {x} and {y}: {alone} {lane}", record.steps()[id.index()].operation);
            }
        }
    }
}

#[test]
fn kinks_take_the_documented_side() {
    let paper = Paper::default();
    let x = paper.share("x", 1.0);
    // At the upper bound the slope from below is 1, at the lower bound it is 0.
    for (low, high, slope) in [(0.0, 1.0, 1.0), (1.0, 2.0, 0.0)] {
        let clamped = x.clamp(low, high);
        assert_eq!(paper.record().gradient(clamped.id())[x.id().index()].to_bits(), f64::to_bits(slope));
    }
}

#[test]
fn what_nothing_uncertain_reaches_costs_no_instruction() {
    let paper = Paper::default();
    let (x, y) = (paper.share("x", 2.0), paper.share("y", 3.0));
    let certain = (y * 5.0 + 1.0).square_root();
    let result = (x * certain * 1.0).to_the(1.0) + (x * certain);
    let _dead = x.exponential();
    let program = Program::compile(&paper.record(), &[result.id()], &[x.id()]);
    // One product, shared, and one sum: the constant is folded, × 1 and ^1 vanish, the exponential is dead.
    assert_eq!(program.len(), 2);
}

#[test]
fn solve_undoes_value() -> Outcome {
    let standards = standards()?;
    let case = node(
        &json!({"format": "ipval-case/1", "valuationDate": "2024-12-31", "asset": {"kind": "tradeSecret"},
        "methods": [{"method": "reliefFromRoyalty", "inputs": {"sales": 1000, "years": 8, "growthRate": 0.04, "royaltyRate": 0.05,
            "taxRate": 0.25, "discountRate": 0.15, "timing": "midYear", "economicLife": 6.4}}]}),
    )?;
    let inputs = "/methods/0/inputs";
    for (key, wanted) in [
        ("discountRate", 0.11),
        ("royaltyRate", 0.083),
        ("sales", 1234.5),
        ("growthRate", -0.02),
        ("taxRate", 0.15),
        ("economicLife", 4.7),
    ] {
        let pointer = format!("{inputs}/{key}");
        let changed = Node::Object(vec![(
            "inputs".to_owned(),
            Node::Object(vec![(pointer.clone(), Node::Number(wanted))]),
        )]);
        let value =
            replay(&case, &standards, &changed).map_err(|refusal| format!("{:?}", refusal.problems))?.value;
        let request = Node::Object(vec![
            ("input".to_owned(), Node::Text(pointer)),
            ("target".to_owned(), Node::Number(value)),
        ]);
        match solve(&case, &standards, &request).map_err(|refusal| format!("{:?}", refusal.problems))? {
            SolutionOut::Found { roots } => {
                assert!(close(roots[0], wanted, 1e-12), "{key}: {roots:?} for {wanted}")
            }
            other => return Err(format!("{key}: {other:?}").into()),
        }
    }
    Ok(())
}

#[test]
fn solve_says_none_several_and_indifferent() {
    let paper = Paper::default();
    let (x, unused) = (paper.share("x", 0.5), paper.share("unused", 1.0));
    // (x − 0.2)(x − 0.7), and a pole at 0.5 that changes sign without a root.
    let parabola = (x - 0.2) * (x - 0.7);
    let pole = 1.0 / (x - 0.5000001);
    let record = paper.record();
    let find =
        |result: StepId, input: StepId, wanted: f64| solution(&record, result, input, wanted, 0.0, 1.0);
    match find(parabola.id(), x.id(), 0.0) {
        Solution::Several(roots) => {
            assert!(
                roots.len() == 2 && close(roots[0], 0.2, 1e-9) && close(roots[1], 0.7, 1e-9),
                "{roots:?}"
            );
        }
        other => assert_eq!(format!("{other:?}"), "two roots"),
    }
    assert!(matches!(find(parabola.id(), x.id(), -5.0), Solution::None { .. }));
    assert!(matches!(find(pole.id(), x.id(), 0.0), Solution::None { .. }));
    assert_eq!(find(parabola.id(), unused.id(), 0.0), Solution::Indifferent);
}

#[test]
fn explanations_lead_down_to_inputs() -> Outcome {
    let standards = standards()?;
    for inputs in variants() {
        let Verdict::Valued(valuation) = run_method("reliefFromRoyalty", &node(&inputs)?, &standards) else {
            return Err(format!("{inputs} refused").into());
        };
        let mut reached = vec![false; valuation.steps.len()];
        let mut open = vec![valuation.result];
        while let Some(place) = open.pop() {
            let step = &valuation.steps[place];
            assert!(
                step.operands.iter().all(|&operand| operand < place),
                "{}: an operand stands after its user",
                step.key
            );
            assert_eq!(step.kind == "calculated", !step.formula.is_empty(), "{} {}", step.key, step.formula);
            if !std::mem::replace(&mut reached[place], true) {
                open.extend(&step.operands);
            }
        }
        let inputs_reached =
            valuation.steps.iter().filter(|step| reached[step.id] && step.kind != "calculated").count();
        assert!(inputs_reached >= 4, "{inputs}");
    }
    Ok(())
}

#[test]
fn no_method_branches_on_the_value_of_a_figure() -> Outcome {
    // The same structure must come out for other numbers: only counts, dates and given keys shape a paper.
    let standards = standards()?;
    for inputs in variants() {
        let shape = |inputs: &Value| -> Outcome<Vec<String>> {
            let appraisal = worked(inputs, &standards)?;
            let record = appraisal.paper.record();
            let operation = |operation: &Operation| format!("{operation:?}");
            Ok(record.steps().iter().map(|step| operation(&step.operation)).collect())
        };
        let mut other = inputs.clone();
        for key in ["taxRate", "discountRate", "economicLife", "contractLife", "remainingLife", "royaltyRate"]
        {
            if inputs.get(key).is_some() {
                other = scaled(&other, key, 0.613);
            }
        }
        assert_eq!(shape(&inputs)?, shape(&other)?, "{inputs}");
    }
    Ok(())
}

#[test]
fn a_licence_beyond_the_forecast_is_said_to_be() -> Outcome {
    let standards = standards()?;
    let said = |years: f64| -> Outcome<bool> {
        let case = json!({"format": "ipval-case/1", "valuationDate": "2024-12-31", "asset": {"kind": "tradeSecret"},
            "licence": {"years": years}, "methods": [{"method": "reliefFromRoyalty", "inputs": {"sales": 1000,
                "royaltyRate": 0.05, "taxRate": 0.25, "discountRate": 0.15, "timing": "yearEnd", "years": 4,
                "terminalGrowth": 0.02}}]});
        match appraise(&node(&case)?, &standards) {
            Verdict::Valued(valuation) => {
                Ok(valuation.findings.iter().any(|finding| finding.about.code == "licence-beyond-forecast"))
            }
            Verdict::Refused(refusal) => Err(format!("{:?}", refusal.problems).into()),
        }
    };
    assert!(said(5.0)? && !said(4.0)?);
    Ok(())
}
