//! What must hold of every what-if: a cell of a table is the replay there, a break-even figure put into the
//! case gives the target, a picture of a range holds all of its probability.

use std::error::Error;
use std::fs;
use std::path::Path;

use ipval::appraise::{appraise, break_even, picture, replay, scenarios};
use ipval::case::Node;
use ipval::standard::{Standards, bundled};
use ipval::valuation::{
    AxisOut, BreakEvenInput, BreakEvenOut, PictureOut, Refusal, ScenariosOut, Valuation, Verdict,
};
use ipval::workpaper::Paper;
use ipval::workpaper::solve::{Solution, solve};
use serde_json::{Value, json};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

fn standards() -> Outcome<Standards> {
    Ok(bundled().map_err(|problem| format!("{problem:?}"))?)
}

fn node(value: &Value) -> Outcome<Node> {
    Ok(serde_json::from_value(value.clone())?)
}

fn worked_case(name: &str) -> Outcome<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(name);
    Ok(serde_json::from_str(&fs::read_to_string(path)?)?)
}

fn ten_methods() -> Outcome<Value> {
    worked_case("example-three-approaches.json")
}

/// A case with sales by year, whose rows move together.
fn by_year() -> Value {
    json!({"format": "ipval-case/1", "valuationDate": "2024-12-31", "asset": {"kind": "tradeSecret"},
        "methods": [{"method": "reliefFromRoyalty", "inputs": {"sales": [1000, 1100, 0, 1300],
            "royaltyRate": 0.05, "taxRate": 0.25, "discountRate": 0.15, "timing": "midYear"}}]})
}

#[expect(clippy::boxed_local, reason = "as the verbs hand it back")]
fn refused(refusal: Box<Refusal>) -> String {
    format!("{:?}", refusal.problems)
}

fn table(case: &Value, request: &Value) -> Outcome<ScenariosOut> {
    Ok(scenarios(&node(case)?, &standards()?, &node(request)?).map_err(refused)?)
}

fn even(case: &Value, request: &Value) -> Outcome<BreakEvenOut> {
    Ok(break_even(&node(case)?, &standards()?, &node(request)?).map_err(refused)?)
}

fn valued(case: &Value) -> Outcome<Valuation> {
    match appraise(&node(case)?, &standards()?) {
        Verdict::Valued(valuation) => Ok(valuation),
        Verdict::Refused(refusal) => Err(format!("{:?}", refusal.problems).into()),
    }
}

/// The inputs that one side of a table moves, at one of its figures.
fn moved(case: &Value, axis: &AxisOut, at: f64) -> Vec<(String, f64)> {
    let given = case.pointer(&axis.pointer).and_then(Value::as_array);
    match (axis.by, given) {
        ("multiple", Some(series)) => {
            let members = series.iter().enumerate();
            let value = |member: &Value| member.as_f64().unwrap_or(f64::NAN) * at;
            members.map(|(year, member)| (format!("{}/{year}", axis.pointer), value(member))).collect()
        }
        _ => vec![(axis.pointer.clone(), at)],
    }
}

#[test]
fn a_cell_is_the_replay_at_its_figures() -> Outcome {
    let standards = standards()?;
    let tables = [
        (
            ten_methods()?,
            json!({"rows": {"input": "/facts/sales"}, "columns": {"input": "/facts/growthRate", "values": [-0.5, 0, 0.06, 1]}}),
        ),
        (ten_methods()?, json!({"rows": {"input": "/methods/5/inputs/assets/1/returnOn"}})),
        (
            by_year(),
            json!({"rows": {"input": "/methods/0/inputs/sales"}, "columns": {"input": "/methods/0/inputs/discountRate"}}),
        ),
        (by_year(), json!({"rows": {"input": "/methods/0/inputs/sales/1", "values": [0, 1100, 5000]}})),
    ];
    let (mut wrong, mut compared) = (Vec::new(), 0);
    for (case, request) in tables {
        let answer = table(&case, &request)?;
        assert_eq!(answer.values.len(), answer.rows.values.len());
        for (row, &at_row) in answer.rows.values.iter().enumerate() {
            let across = answer
                .columns
                .as_ref()
                .map_or(vec![None], |columns| columns.values.iter().map(|&at| Some((columns, at))).collect());
            assert_eq!(answer.values[row].len(), across.len());
            for (column, at_column) in across.into_iter().enumerate() {
                let mut changes = moved(&case, &answer.rows, at_row);
                changes.extend(at_column.into_iter().flat_map(|(axis, at)| moved(&case, axis, at)));
                let inputs = changes.into_iter().map(|(pointer, value)| (pointer, Node::Number(value)));
                let request = Node::Object(vec![("inputs".to_owned(), Node::Object(inputs.collect()))]);
                let wanted = replay(&node(&case)?, &standards, &request).map_err(refused)?.value;
                compared += 1;
                if answer.values[row][column].map(f64::to_bits) != Some(wanted.to_bits()) {
                    wrong.push(format!("{:?} at {row}, {column} for {wanted}", answer.values[row][column]));
                }
            }
        }
    }
    assert!(compared > 80 && wrong.is_empty(), "{compared} compared\n{}", wrong.join("\n"));
    Ok(())
}

#[test]
fn at_the_present_figures_the_table_holds_the_value() -> Outcome {
    let case = ten_methods()?;
    let request = json!({"rows": {"input": "/facts/sales"}, "columns": {"input": "/facts/taxRate"}});
    let answer = table(&case, &request)?;
    assert_eq!(answer.values[3][3].map(f64::to_bits), Some(answer.value.to_bits()));
    assert_eq!(answer.value.to_bits(), valued(&case)?.value.to_bits());
    // Of another step: what the case says of it, and in its own unit.
    let step = valued(&case)?
        .steps
        .into_iter()
        .find(|step| step.unit == "rate" && step.kind == "calculated")
        .ok_or("no such step")?;
    let rate = table(&case, &json!({"rows": {"input": "/facts/taxRate"}, "of": step.id}))?;
    assert_eq!((rate.unit, rate.value.to_bits()), ("rate", step.value.to_bits()));
    Ok(())
}

#[test]
fn what_gives_no_number_is_left_open() -> Outcome {
    let mut case = by_year();
    case["asset"] = json!({"kind": "trademark", "registrationDate": "2020-05-01"});
    case["methods"][0]["inputs"]["terminalGrowth"] = json!(0.02);
    let inputs = "/methods/0/inputs";
    let request = json!({
        "rows": {"input": format!("{inputs}/terminalGrowth"), "values": [0.02, 0.15]},
        "columns": {"input": format!("{inputs}/discountRate"), "values": [0.15]},
    });
    let answer = table(&case, &request)?;
    assert!(answer.values[0][0].is_some() && answer.values[1][0].is_none(), "{:?}", answer.values);
    Ok(())
}

#[test]
fn figures_that_nobody_named_are_round_and_stand_about_the_present_one() -> Outcome {
    // The figure, and what is proposed about it.
    let rates: [(f64, [f64; 7]); 5] = [
        (0.15, [0.09, 0.11, 0.13, 0.15, 0.17, 0.19, 0.21]),
        (0.1537, [0.094, 0.114, 0.134, 0.1537, 0.174, 0.194, 0.214]),
        (0.98, [0.38, 0.48, 0.58, 0.68, 0.78, 0.88, 0.98]),
        (0.9, [0.84, 0.86, 0.88, 0.9, 0.92, 0.94, 0.96]),
        (0.0, [0.0, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06]),
    ];
    let mut wrong = Vec::new();
    for (given, wanted) in rates {
        let mut case = by_year();
        case["methods"][0]["inputs"]["taxRate"] = json!(given);
        let rows = table(&case, &json!({"rows": {"input": "/methods/0/inputs/taxRate"}}))?.rows;
        if !rows.proposed || rows.values != wanted {
            wrong.push(format!("{given}: {:?}", rows.values));
        }
    }
    let sales = table(&by_year(), &json!({"rows": {"input": "/methods/0/inputs/sales"}}))?.rows;
    if sales.by != "multiple" || sales.values != [0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3] {
        wrong.push(format!("a series: {:?}", sales.values));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[test]
fn a_break_even_figure_put_into_the_case_gives_the_target() -> Outcome {
    let mut case = ten_methods()?;
    // Rounded, every figure nearby gives the target.
    case["conclusion"].as_object_mut().ok_or("no conclusion")?.remove("rounding");
    let present = valued(&case)?;
    let (mut wrong, mut put) = (Vec::new(), 0);
    for target in [1000.0, 1500.0, 1729.0, 2500.0] {
        let answer = even(&case, &json!({"target": target}))?;
        let order = present.sensitivities.iter().map(|bar| bar.pointer.as_str());
        assert!(order.eq(answer.inputs.iter().map(|input| input.pointer.as_str())), "another order");
        for input in &answer.inputs {
            let alone = input.roots.is_empty() == input.reason.is_some();
            let change = input.value.map(|value| {
                let nearest = input.roots.iter().map(|root| (root - value) / value.abs());
                nearest.min_by(|a, b| a.abs().total_cmp(&b.abs()))
            });
            if !alone || input.value.is_some() && change.flatten() != input.change {
                wrong.push(format!("{}: {input:?}", input.pointer));
            }
            if input.reached.is_some_and(|reached| (reached.min..=reached.max).contains(&target)) {
                wrong.push(format!("{}: {:?} holds {target}", input.pointer, input.reached));
            }
            for &root in &input.roots {
                let mut changed = case.clone();
                let place = changed.pointer_mut(&input.pointer).ok_or("no such place")?;
                if place.is_object() {
                    place["value"] = json!(root);
                } else {
                    *place = json!(root);
                }
                put += 1;
                let found = valued(&changed)?.value;
                if (found / target - 1.0).abs() > 1e-9 {
                    wrong.push(format!("{} at {root}: {found} for {target}", input.pointer));
                }
            }
        }
    }
    assert!(put > 60 && wrong.is_empty(), "{put} put in\n{}", wrong.join("\n"));
    Ok(())
}

#[test]
fn a_series_breaks_even_at_a_multiple_of_itself() -> Outcome {
    let case = by_year();
    let value = valued(&case)?.value;
    let of = |answer: &BreakEvenOut, key: &str| -> Outcome<BreakEvenInput> {
        let pointer = format!("/methods/0/inputs/{key}");
        let found = answer.inputs.iter().find(|input| input.pointer == pointer);
        Ok(found.ok_or_else(|| format!("no {pointer}"))?.clone())
    };
    let answer = even(&case, &json!({"target": 1.5 * value}))?;
    let sales = of(&answer, "sales")?;
    assert!(sales.value.is_none() && (sales.roots[0] - 1.5).abs() < 1e-12, "{sales:?}");
    assert!(sales.change.is_some_and(|change| (change - 0.5).abs() < 1e-12), "{sales:?}");
    // At the target already: the present figure, to the bit.
    let met = of(&even(&case, &json!({"target": value}))?, "discountRate")?;
    assert_eq!((met.roots, met.change), (vec![0.15], Some(0.0)));
    let unreached = of(&even(&case, &json!({"target": -5}))?, "taxRate")?;
    let most = unreached.reached.map(|reached| reached.max);
    assert_eq!(unreached.reason, Some("unreached"), "{unreached:?}");
    assert!(
        most.is_some_and(|most| (most - value / 0.75).abs() < 1e-9),
        "untaxed it is worth most: {most:?}"
    );
    // The royalty of the first year does not ask at what rate it is discounted.
    let step = valued(&case)?.steps.into_iter().find(|step| step.key == "royalty-spared").ok_or("no step")?;
    let indifferent = of(&even(&case, &json!({"target": 5, "of": step.id}))?, "discountRate")?;
    assert_eq!(indifferent.reason, Some("indifferent"));
    Ok(())
}

#[test]
fn of_a_stretch_at_the_target_its_ends_are_given() {
    let paper = Paper::default();
    let x = paper.share("x", 0.5);
    let capped = x.least(paper.constant(0.25));
    match solve(&paper.record(), capped.id(), x.id(), 0.25, 0.0, 1.0) {
        Solution::Several(ends) => {
            assert!(
                ends.len() == 2 && (ends[0] - 0.25).abs() < 1e-3 && ends[1].to_bits() == 1.0_f64.to_bits(),
                "{ends:?}"
            );
        }
        other => assert_eq!(format!("{other:?}"), "two ends"),
    }
}

/// Every shape, whole and cut, with a figure inside it.
const SHAPES: [(f64, &str); 24] = [
    (3.0, r#"{"distribution": "uniform", "min": 1, "max": 4}"#),
    (2.0, r#"{"distribution": "uniform", "min": 2, "max": 2}"#),
    (2.0, r#"{"distribution": "uniform", "min": 1, "max": 4, "truncated": {"max": 3}}"#),
    (3.0, r#"{"distribution": "triangular", "min": 1, "mode": 3, "max": 4}"#),
    (1.5, r#"{"distribution": "triangular", "min": 1, "mode": 1, "max": 4, "truncated": {"min": 1.2}}"#),
    (3.0, r#"{"distribution": "pert", "min": 1, "mode": 3, "max": 40}"#),
    (0.0, r#"{"distribution": "normal", "mean": 0, "standardDeviation": 1}"#),
    (5.0, r#"{"distribution": "normal", "mean": 5, "standardDeviation": 0}"#),
    (1.0, r#"{"distribution": "normal", "mean": 0, "standardDeviation": 1, "truncated": {"min": 0.5}}"#),
    (3.0, r#"{"distribution": "logNormal", "mean": 3, "standardDeviation": 2}"#),
    (
        1.0,
        r#"{"distribution": "logNormal", "logMean": 0, "logStandardDeviation": 10, "truncated": {"max": 9}}"#,
    ),
    (3.0, r#"{"distribution": "gamma", "mean": 3, "standardDeviation": 2}"#),
    (3.0, r#"{"distribution": "gamma", "mean": 3, "standardDeviation": 9}"#),
    (0.3, r#"{"distribution": "beta", "shape1": 2, "shape2": 5}"#),
    (0.5, r#"{"distribution": "beta", "shape1": 10000, "shape2": 10000}"#),
    (0.3, r#"{"distribution": "beta", "shape1": 0.05, "shape2": 0.4}"#),
    (
        4.0,
        r#"{"distribution": "beta", "shape1": 2, "shape2": 5, "min": 3, "max": 9, "truncated": {"min": 4, "max": 5}}"#,
    ),
    (1.0, r#"{"distribution": "bernoulli", "probability": 0.35}"#),
    (5.0, r#"{"distribution": "discrete", "values": [5, 1, 5], "probabilities": [0.2, 0.5, 0.3]}"#),
    (2.0, r#"{"distribution": "quantiles", "p10": 1, "p50": 2, "p90": 5}"#),
    (2.0, r#"{"distribution": "quantiles", "p10": 2, "p50": 2, "p90": 5}"#),
    (
        2.0,
        r#"{"distribution": "quantiles", "p10": 1, "p50": 2, "p90": 2, "truncated": {"min": 0.5, "max": 3}}"#,
    ),
    (2.0, r#"{"distribution": "observed", "observations": [3, 1, 2, 2, 7]}"#),
    (
        2.0,
        r#"{"distribution": "observed", "observations": [1, 1.5, 2, 2, 2, 3, 3.5, 4, 4, 5, 6, 7, 7.5, 9], "truncated": {"max": 8}}"#,
    ),
];

/// The probability that a picture shows: under its curve, and in its bars.
fn shown(picture: &PictureOut) -> f64 {
    let strip = |pair: &[ipval::valuation::PointOut]| {
        0.5 * (pair[0].density + pair[1].density) * (pair[1].x - pair[0].x)
    };
    let under: f64 = picture.points.windows(2).map(strip).sum();
    under + picture.bars.iter().map(|bar| bar.probability).sum::<f64>()
}

#[test]
fn a_picture_holds_all_of_the_probability() -> Outcome {
    let mut wrong = Vec::new();
    for (value, text) in SHAPES {
        let picture = picture(&serde_json::from_str(text)?, Some(value)).map_err(refused)?;
        let probability = shown(&picture);
        // Beyond a far end a thousandth is left out on either side; the strips at an endless density lose less.
        let whole = (probability - 1.0).abs() < 0.005;
        let ascending = picture.points.windows(2).all(|pair| pair[0].x <= pair[1].x)
            && picture.bars.windows(2).all(|pair| pair[0].x < pair[1].x)
            && picture.percentiles.windows(2).all(|pair| pair[0] <= pair[1]);
        let places = picture.points.iter().map(|point| point.x).chain(picture.bars.iter().map(|bar| bar.x));
        let inside = places.into_iter().all(|x| x >= picture.low && x <= picture.high);
        let drawable = picture.points.iter().all(|point| point.density.is_finite() && point.density >= 0.0);
        let few = picture.points.len() <= 121 && picture.percentiles.len() == 99;
        let about = picture.mean.is_some() && picture.standard_deviation.is_some();
        if !(whole && ascending && inside && drawable && few && about) {
            wrong.push(format!(
                "{text}: {probability}, {ascending} {inside} {drawable} {few} {about}, {} points",
                picture.points.len()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[test]
fn a_picture_has_the_mean_and_the_width_of_its_curve() -> Outcome {
    // Of a heavy tail the thousandth beyond the picture weighs too much, and observations are drawn by classes.
    let apart = ["log", "\"standardDeviation\": 9", "observed"];
    let mut wrong = Vec::new();
    for (value, text) in SHAPES.into_iter().filter(|(_, text)| !apart.iter().any(|part| text.contains(part)))
    {
        let picture = picture(&serde_json::from_str(text)?, Some(value)).map_err(refused)?;
        let mut sums = [0.0; 3];
        let mut add = |x: f64, weight: f64| {
            sums[0] += weight;
            sums[1] += weight * x;
            sums[2] += weight * x * x;
        };
        for pair in picture.points.windows(2) {
            let (from, to) = (pair[0], pair[1]);
            // Simpson's rule over what is straight between two points.
            let sixth = (to.x - from.x) / 6.0;
            add(from.x, sixth * from.density);
            add(0.5 * (from.x + to.x), 2.0 * sixth * (from.density + to.density));
            add(to.x, sixth * to.density);
        }
        picture.bars.iter().for_each(|bar| add(bar.x, bar.probability));
        let mean = sums[1] / sums[0];
        let deviation = (sums[2] / sums[0] - mean * mean).abs().sqrt();
        let wanted = (picture.mean.unwrap_or(f64::NAN), picture.standard_deviation.unwrap_or(f64::NAN));
        let near = (mean - wanted.0).abs() <= 0.02 * wanted.1 + 1e-12;
        if !near || (deviation - wanted.1).abs() > 0.03 * wanted.1 + 1e-9 {
            wrong.push(format!("{text}: {mean}, {deviation} drawn; {wanted:?} told"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[test]
fn a_curve_is_dense_where_it_bends() -> Outcome {
    let drawn = |text: &str| -> Outcome<PictureOut> {
        Ok(picture(&serde_json::from_str(text)?, None).map_err(refused)?)
    };
    let straight = drawn(SHAPES[3].1)?;
    assert!(straight.points.len() < 30, "{} points for three straight lines", straight.points.len());
    assert!(
        straight.points.iter().any(|point| point.x.to_bits() == 3.0_f64.to_bits()),
        "no point at the mode"
    );
    let bell = drawn(SHAPES[6].1)?;
    let peak = bell
        .points
        .iter()
        .map(|point| point.density)
        .fold(0.0, |most, next| if next > most { next } else { most });
    assert!((peak - 0.398_942_280_401).abs() < 1e-9, "{peak}");
    // Between neighbours the chord misses the bell by less than a pixel of five hundred.
    let density = |x: f64| 0.398_942_280_401 * libm::exp(-0.5 * x * x);
    let missed = bell.points.windows(2).map(|pair| {
        (0.5 * (pair[0].density + pair[1].density) - density(0.5 * (pair[0].x + pair[1].x))).abs()
    });
    assert!(missed.fold(0.0, |most, next| if next > most { next } else { most }) < peak / 500.0);
    let step = drawn(SHAPES[19].1)?;
    let jump = step.points.windows(2).find(|pair| (pair[1].x - pair[0].x).abs() < 1e-6);
    assert!(jump.is_some_and(|pair| pair[0].density > 2.0 * pair[1].density), "the median is a step down");
    Ok(())
}

#[test]
fn a_picture_is_refused_as_the_case_would_refuse_the_range() -> Outcome {
    let broken = [
        json!(5),
        json!({}),
        json!({"distribution": "cauchy"}),
        json!({"distribution": "uniform", "min": 4}),
        json!({"distribution": "uniform", "min": 4, "max": 1}),
        json!({"distribution": "uniform", "min": 1, "max": 4, "mode": 2}),
        json!({"distribution": "uniform", "min": 4, "max": 9}),
        json!({"distribution": "gamma", "mean": 0, "standardDeviation": 1}),
        json!({"distribution": "gamma", "mean": 1, "standardDeviation": 100}),
        json!({"distribution": "beta", "shape1": 0, "shape2": "x"}),
        json!({"distribution": "bernoulli", "probability": 2}),
        json!({"distribution": "discrete", "values": [1, 3], "probabilities": [0.5]}),
        json!({"distribution": "discrete", "values": [1, 3], "probabilities": [0.5, 0.6]}),
        json!({"distribution": "observed", "observations": [3]}),
        json!({"distribution": "observed", "observations": [3, "x", null]}),
        json!({"distribution": "normal", "mean": 3, "standardDeviation": 1, "truncated": {"min": 90, "below": 1}}),
        json!({"distribution": "normal", "mean": 3, "standardDeviation": 1, "truncated": {"min": 90}}),
    ];
    let standards = standards()?;
    let place = "/methods/0/inputs/sales/0/range";
    let mut wrong = Vec::new();
    for range in broken {
        let mut case = by_year();
        case["methods"][0]["inputs"]["sales"][0] = json!({"value": 3, "range": range});
        let verdict = appraise(&node(&case)?, &standards);
        let of_case: Vec<_> = verdict
            .problems()
            .iter()
            .filter_map(|problem| Some((problem.pointer.strip_prefix(place)?, problem.code)))
            .collect();
        let alone =
            picture(&node(&range)?, Some(3.0)).err().map(|refusal| refusal.problems).unwrap_or_default();
        let of_range: Vec<_> = alone.iter().map(|problem| (problem.pointer.as_str(), problem.code)).collect();
        if of_range.is_empty() || of_case != of_range {
            wrong.push(format!("{range}: {of_range:?}, in the case {of_case:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}
