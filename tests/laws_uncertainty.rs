//! What must hold of every range, whatever the figures: known sums, products and order statistics come back
//! within the error that is reported; the bits do not depend on who draws; what is known together adds up.

use std::error::Error;
use std::num::NonZero;

use ipval::appraise::{Sharing, appraise, run_method};
use ipval::case::Node;
use ipval::estimation::student_quantile;
use ipval::standard::{Standards, bundled};
use ipval::uncertainty::{
    Accuracy, Copula, Distribution, Plan, REPLICATES, STRETCH, Sequence, Simulation, Uncertain, simulate,
    simulate_by,
};
use ipval::valuation::{RangeOut, Valuation, Verdict};
use ipval::workpaper::{Figure, Paper, StepId, Unit};
use serde_json::{Value, json};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

fn standards() -> Outcome<Standards> {
    Ok(bundled().map_err(|problem| format!("{problem:?}"))?)
}

/// A paper over some inputs: its result, and what is drawn.
struct Drawn {
    paper: Paper,
    result: StepId,
    uncertain: Vec<Uncertain>,
}

fn drawn(shapes: &[Distribution], formula: impl for<'p> Fn(&'p Paper, &[Figure<'p>]) -> Figure<'p>) -> Drawn {
    let paper = Paper::default();
    let (result, uncertain) = {
        let inputs: Vec<Figure> =
            shapes.iter().map(|shape| paper.input("x", Unit::Factor, shape.quantile(0.5))).collect();
        let uncertain = inputs.iter().zip(shapes).enumerate().map(|(place, (input, shape))| Uncertain {
            step: input.id(),
            pointer: format!("/{place}"),
            distribution: shape.clone(),
            bounds: (f64::NEG_INFINITY, f64::INFINITY),
        });
        (formula(&paper, &inputs).id(), uncertain.collect())
    };
    Drawn { paper, result, uncertain }
}

impl Drawn {
    fn simulate(&self, plan: &Plan) -> Outcome<Simulation> {
        let simulation = simulate(&self.paper.record(), self.result, &self.uncertain, plan);
        Ok(simulation.map_err(|undefined| format!("{undefined:?}"))?)
    }
}

fn plan(seed: u64, draws: usize) -> Plan {
    Plan { seed, draws, ..Plan::default() }
}

const UNIFORM: Distribution = Distribution::Uniform { min: 0.0, max: 1.0 };

fn normal(mean: f64, standard_deviation: f64) -> Distribution {
    Distribution::Normal { mean, standard_deviation }
}

/// Results whose mean and percentiles are known: the mean, then pairs of per cent and percentile.
type Known = (&'static str, Drawn, f64, Vec<(usize, f64)>);

fn known() -> Vec<Known> {
    let z = ipval::uncertainty::normal_quantile;
    let of_normal = |mean: f64, deviation: f64| {
        [5, 25, 50, 75, 95]
            .map(|percent: usize| (percent, mean + deviation * z(percent as f64 / 100.0)))
            .to_vec()
    };
    vec![
        (
            "a sum of normals",
            drawn(&[normal(3.0, 1.0), normal(-1.0, 2.0), normal(5.0, 2.0)], |_, x| x[0] + x[1] + x[2]),
            7.0,
            of_normal(7.0, 3.0),
        ),
        (
            "a product of lognormals",
            drawn(
                &[0.3, 0.4].map(|log_standard_deviation| Distribution::LogNormal {
                    log_mean: 0.1,
                    log_standard_deviation,
                }),
                |_, x| x[0] * x[1],
            ),
            libm::exp(0.2 + 0.125),
            of_normal(0.2, 0.5).into_iter().map(|(percent, log)| (percent, libm::exp(log))).collect(),
        ),
        (
            "the greatest of three",
            drawn(&[UNIFORM, UNIFORM, UNIFORM], |_, x| x[0].greatest(x[1]).greatest(x[2])),
            0.75,
            [5, 50, 95].map(|percent: usize| (percent, libm::cbrt(percent as f64 / 100.0))).to_vec(),
        ),
        (
            "a sum of two uniforms",
            drawn(&[UNIFORM, UNIFORM], |_, x| x[0] + x[1]),
            1.0,
            vec![(5, 0.1_f64.sqrt()), (50, 1.0), (95, 2.0 - 0.1_f64.sqrt())],
        ),
        (
            "a PERT alone",
            drawn(&[Distribution::pert(1.0, 2.0, 6.0)], |_, x| x[0] + 0.0),
            2.5,
            [5, 50, 95]
                .map(|percent: usize| {
                    (percent, Distribution::pert(1.0, 2.0, 6.0).quantile(percent as f64 / 100.0))
                })
                .to_vec(),
        ),
    ]
}

#[test]
fn what_is_known_comes_back_within_the_error_reported() -> Outcome {
    // 200 seeds; error bars of 95 % by Student's t over 16 replicates must hold 93 to 97 % of the time over all
    // figures of a sequence together.
    let width = student_quantile(0.95, REPLICATES as f64 - 1.0);
    for sequence in [Sequence::Sobol, Sequence::Random] {
        let (mut held, mut all) = (0.0, 0.0);
        for (name, drawn, mean, percentiles) in known() {
            let (mut of_this, mut of_all) = (0.0, 0.0);
            for seed in 0..200 {
                let simulation = drawn.simulate(&Plan { sequence, ..plan(seed, 1008) })?;
                let mut judge = |found: ipval::uncertainty::Estimate, exact: f64| {
                    of_all += 1.0;
                    of_this += f64::from((found.value - exact).abs() <= width * found.standard_error);
                };
                judge(simulation.mean, mean);
                percentiles.iter().for_each(|&(percent, exact)| judge(simulation.percentile(percent), exact));
            }
            println!("{sequence:?} {name}: {:.1} %", 100.0 * of_this / of_all);
            held += of_this;
            all += of_all;
        }
        let share = held / all;
        assert!((0.93..=0.97).contains(&share), "{sequence:?}: {share}");
    }
    Ok(())
}

/// Simulations that say the same to the last bit.
fn same_bits(one: &Simulation, other: &Simulation) -> bool {
    format!("{one:?}") == format!("{other:?}")
}

#[test]
fn any_number_of_workers_comes_to_the_same_bits() -> Outcome {
    let shapes = [Distribution::gamma(3.0, 2.0), normal(1.0, 0.3), Distribution::pert(1.0, 2.0, 6.0)];
    let drawn = drawn(&shapes, |_, x| x[0] * x[1] / x[2]);
    for sequence in [Sequence::Sobol, Sequence::Random] {
        let copula = Copula::new(vec![0, 2], vec![vec![1.0, 0.6], vec![0.6, 1.0]]).map_err(|_| "refused")?;
        for copula in [None, Some(copula)] {
            let plan = Plan { sequence, copula, thresholds: vec![2.0], ..plan(3, 30_007) };
            let alone = drawn.simulate(&plan)?;
            for threads in [1, 2, 7] {
                let threads = NonZero::new(threads).ok_or("none")?;
                let record = drawn.paper.record();
                let together = simulate_by(threads, &record, drawn.result, &drawn.uncertain, &plan)
                    .map_err(|undefined| format!("{undefined:?}"))?;
                assert!(same_bits(&alone, &together), "{sequence:?}, {threads} threads");
            }
            let other = drawn.simulate(&Plan { seed: 4, ..plan.clone() })?;
            assert!(!same_bits(&alone, &other), "another seed draws otherwise");
        }
    }
    Ok(())
}

#[test]
fn inputs_move_together_as_asked() -> Outcome {
    let (pair, opposite) = (0.7, -0.4);
    let ranks = vec![vec![1.0, pair, 0.0], vec![pair, 1.0, opposite], vec![0.0, opposite, 1.0]];
    let copula = Copula::new(vec![0, 1, 2], ranks).map_err(|_| "refused")?;
    let shapes =
        [normal(0.0, 1.0), normal(0.0, 2.0), Distribution::Triangular { min: 0.0, mode: 1.0, max: 5.0 }];
    let drawn = drawn(&shapes, |_, x| x[0] + x[1] + 0.0 * x[2]);
    for sequence in [Sequence::Sobol, Sequence::Random] {
        let simulation =
            drawn.simulate(&Plan { copula: Some(copula.clone()), sequence, ..plan(1, 16_384) })?;
        // A rank correlation of 4,096 draws is known to about 1 ÷ √4,096.
        for (achieved, asked) in simulation.achieved.iter().zip([pair, 0.0, opposite]) {
            assert!((achieved - asked).abs() < 3.0 / 64.0, "{sequence:?}: {achieved} for {asked}");
        }
        let r = 2.0 * libm::sin(pair * std::f64::consts::FRAC_PI_6);
        let deviation = (1.0 + 4.0 + 4.0 * r).sqrt();
        assert!((simulation.standard_deviation / deviation - 1.0).abs() < 0.02, "{sequence:?}");
        // Each alone keeps its own shape: the variances between classes add up to more than the whole.
        assert!(simulation.drivers.iter().all(|driver| driver.total.is_none()));
        assert_eq!(simulation.drivers.first().map(|driver| driver.input), Some(1));
    }
    Ok(())
}

#[test]
fn a_correlation_leaves_each_input_its_own_shape() -> Outcome {
    let pert = Distribution::pert(1.0, 2.0, 6.0);
    let kept = pert.clone().truncated(1.5, 4.0).ok_or("nothing is left")?;
    for shape in [pert, kept, Distribution::discrete(&[1.0, 4.0], &[0.25, 0.75])] {
        let drawn = drawn(&[UNIFORM, shape.clone()], |_, x| x[1] + 0.0 * x[0]);
        let copula = Copula::new(vec![0, 1], vec![vec![1.0, 0.8], vec![0.8, 1.0]]).map_err(|_| "refused")?;
        let simulation = drawn.simulate(&Plan { copula: Some(copula), ..plan(1, 16_384) })?;
        for percent in [10, 50, 90] {
            let (found, exact) = (simulation.percentile(percent), shape.quantile(percent as f64 / 100.0));
            assert!(
                (found.value - exact).abs() <= 5.0 * found.standard_error + 1e-12,
                "{shape:?} P{percent}"
            );
        }
    }
    Ok(())
}

#[test]
fn the_variance_is_shared_out_as_it_must_be() -> Outcome {
    // Of a sum each input has its own variance's share; of a product of centred numbers none has any alone.
    let sum = drawn(&[normal(1.0, 1.0), normal(2.0, 2.0), normal(0.0, 4.0)], |_, x| x[0] + x[1] + x[2]);
    let simulation = sum.simulate(&plan(1, 8192))?;
    let order: Vec<usize> = simulation.drivers.iter().map(|driver| driver.input).collect();
    assert_eq!(order, [2, 1, 0]);
    for driver in &simulation.drivers {
        let exact = [1.0, 4.0, 16.0][driver.input] / 21.0;
        assert!((driver.first_order - exact).abs() < 0.03, "{driver:?} {exact}");
        assert!((driver.total.ok_or("no total")? - exact).abs() < 0.03, "{driver:?} {exact}");
        // Spearman's of two normals: (6 ÷ π) asin(r ÷ 2).
        let ranks = libm::asin(0.5 * exact.sqrt()) / std::f64::consts::FRAC_PI_6;
        assert!((driver.rank_correlation - ranks).abs() < 0.03, "{driver:?} {ranks}");
    }
    let product = drawn(&[normal(0.0, 1.0), normal(0.0, 1.0)], |_, x| x[0] * x[1]);
    for driver in product.simulate(&plan(1, 8192))?.drivers {
        assert!(driver.first_order < 0.1 && driver.total.ok_or("no total")? > 0.9, "{driver:?}");
        assert!(driver.narrowing() < 0.1);
    }
    Ok(())
}

#[test]
fn even_points_are_worth_many_random_ones() -> Outcome {
    let drawn =
        drawn(&[normal(3.0, 1.0), UNIFORM, Distribution::pert(1.0, 2.0, 6.0)], |_, x| x[0] * x[2] + x[1]);
    let of = |sequence| -> Outcome<Simulation> { drawn.simulate(&Plan { sequence, ..plan(1, 65_536) }) };
    let (even, random) = (of(Sequence::Sobol)?, of(Sequence::Random)?);
    assert!(even.mean.standard_error * 10.0 < random.mean.standard_error);
    for percent in [5, 50, 95] {
        let (even, random) = (even.percentile(percent), random.percentile(percent));
        assert!(even.standard_error * 2.0 < random.standard_error, "P{percent}: {even:?} {random:?}");
    }
    Ok(())
}

#[test]
fn drawing_stops_once_enough_is_known() -> Outcome {
    let drawn = drawn(&[normal(10.0, 1.0), UNIFORM], |_, x| x[0] * x[1]);
    let until = |relative_error, most_draws| {
        drawn.simulate(&Plan { accuracy: Some(Accuracy { relative_error, most_draws }), ..plan(1, 1000) })
    };
    let met = until(0.005, 1_000_000)?;
    assert!(met.relative_error() <= 0.005 && met.draws > 1000 && met.draws < 100_000, "{}", met.draws);
    let given_up = until(1e-6, 5000)?;
    assert!(given_up.relative_error() > 1e-6 && given_up.draws == 5000);
    // What was drawn before is what a single run of that length draws.
    assert!(same_bits(&met, &drawn.simulate(&plan(1, met.draws))?));
    Ok(())
}

#[test]
fn chances_and_the_worst_agree_with_the_percentiles() -> Outcome {
    let drawn = drawn(&[normal(0.0, 1.0)], |_, x| x[0] + 0.0);
    let thresholds = vec![-1e9, 0.0, 1.0, 1e9];
    let simulation = drawn.simulate(&Plan { thresholds, ..plan(1, 65_536) })?;
    for (below, exact) in simulation.below.iter().zip([0.0, 0.5, 0.841_344_746_068_542_9, 1.0]) {
        assert!((below.value - exact).abs() <= 5.0 * below.standard_error + 1e-12, "{below:?} {exact}");
    }
    // The mean of a normal's worst twentieth is −φ(z₀₅) ÷ 0.05.
    assert!((simulation.worst_mean.value + 2.062_712_807_7).abs() < 1e-3, "{:?}", simulation.worst_mean);
    let histogram = simulation.histogram.ok_or("no histogram")?;
    assert!(histogram.counts.len() >= 20 && histogram.counts.len() <= 60);
    Ok(())
}

#[test]
fn few_numbers_are_no_range() {
    let drawn = drawn(&[UNIFORM], |_, x| (x[0] - 0.999).logarithm());
    let record = drawn.paper.record();
    assert!(simulate(&record, drawn.result, &drawn.uncertain, &plan(1, 1000)).is_err());
    let sound = simulate(&record, drawn.result, &drawn.uncertain, &plan(1, 1_000_000));
    assert!(sound.is_ok_and(|simulation| simulation.undefined > 990_000));
}

const CASE: &str = r#"{
  "format": "ipval-case/1", "asset": {"kind": "tradeSecret"}, "valuationDate": "2024-12-31",
  "currency": "CNY", "unit": "one", "basisOfValue": "marketValue", "purpose": "pledge",
  "methods": [{"method": "reliefFromRoyalty", "inputs": {
    "sales": {"value": 1e7, "range": {"distribution": "logNormal", "mean": 1e7, "standardDeviation": 1.5e6}},
    "years": 5,
    "growthRate": {"value": 0.06, "range": {"distribution": "normal", "mean": 0.06, "standardDeviation": 0.02,
      "truncated": {"min": 0}}},
    "royaltyRate": {"value": 0.04, "range": {"distribution": "pert", "min": 0.02, "mode": 0.04, "max": 0.08}},
    "discountRate": {"value": 0.15, "range": {"distribution": "quantiles", "p10": 0.12, "p50": 0.15, "p90": 0.17}},
    "taxRate": 0.25
  }}],
  "pledge": {"loanToValue": 0.3, "loan": 900000},
  "simulation": {"seed": 7, "draws": 4096,
    "correlations": [{"between": ["/methods/0/inputs/sales", "/methods/0/inputs/royaltyRate"], "rank": 0.5}],
    "thresholds": [{"name": "asking price", "at": 1.2e6}], "accuracy": {"relativeError": 0.002}}
}"#;

fn valued(case: &Value, standards: &Standards) -> Outcome<Valuation> {
    let node: Node = serde_json::from_value(case.clone())?;
    match appraise(&node, standards) {
        Verdict::Valued(valuation) => Ok(valuation),
        Verdict::Refused(refusal) => Err(format!("{:?}", refusal.problems).into()),
    }
}

#[test]
fn a_case_says_how_it_is_drawn() -> Outcome {
    let standards = standards()?;
    let case: Value = serde_json::from_str(CASE)?;
    let range =
        |case: &Value| -> Outcome<RangeOut> { Ok(valued(case, &standards)?.range.ok_or("no range")?) };
    let given = range(&case)?;
    assert!(given.accuracy.is_some_and(|accuracy| accuracy.met) && given.draws > 4096);
    assert_eq!(
        given.thresholds.iter().map(|threshold| threshold.key).collect::<Vec<_>>(),
        ["zero", "loan", "given"]
    );
    assert_eq!(given.correlations.len(), 1);
    assert!((given.correlations[0].achieved - 0.5).abs() < 0.05);
    assert_eq!(given.drivers.len(), 4);
    let named = [given.p5, given.p50, given.p95].map(f64::to_bits);
    assert_eq!(named, [4, 49, 94].map(|nth: usize| given.percentiles[nth].to_bits()));
    // Sales and royalty rate that rise together widen the range.
    let mut apart = case.clone();
    apart["simulation"]["correlations"] = Value::Null;
    apart["simulation"]["accuracy"] = Value::Null;
    let alone = range(&apart)?;
    assert!(alone.standard_deviation < given.standard_deviation && alone.correlations.is_empty());
    assert!(alone.drivers.iter().all(|driver| driver.total.is_some()));
    // The same as a matrix with one half left open is the same to the last bit.
    let mut matrix = case.clone();
    matrix["simulation"]["correlations"] = Value::Null;
    matrix["simulation"]["correlationMatrix"] = json!({
        "between": ["/methods/0/inputs/sales", "/methods/0/inputs/royaltyRate"], "ranks": [[1, 0.5], [null, 1]],
    });
    assert_eq!(serde_json::to_string(&range(&matrix)?)?, serde_json::to_string(&given)?);
    let mut random = apart.clone();
    random["simulation"]["sequence"] = json!("random");
    let random = range(&random)?;
    assert!(random.standard_error > 3.0 * alone.standard_error && random.sequence == "random");
    Ok(())
}

#[test]
fn workers_that_share_a_case_come_to_the_range_of_one_alone() -> Outcome {
    let standards = standards()?;
    let mut case: Value = serde_json::from_str(CASE)?;
    case["simulation"] = json!({"seed": 7, "draws": 30_007, "thresholds": [{"at": 1.2e6}],
        "correlations": case["simulation"]["correlations"]});
    let alone = valued(&case, &standards)?.range.ok_or("no range")?;
    let case: Node = serde_json::from_value(case)?;
    for workers in [1, 2, 7] {
        let opened = (0..workers).map(|_| Sharing::open(&case, &standards).map_err(|_| "refused"));
        let mut opened: Vec<Sharing> = opened.collect::<Result<_, _>>()?;
        // Stretch by stretch to whoever is next, and handed in from the last on.
        let stretches = (0..30_007).step_by(STRETCH).enumerate();
        let tallies =
            stretches.map(|(nth, first)| opened[nth % workers].draw(first, STRETCH.min(30_007 - first)));
        let tallies: Vec<_> = tallies.collect();
        for worker in &mut opened {
            tallies.iter().rev().for_each(|tally| worker.hear(tally));
        }
        let collected: Vec<_> = opened.iter().rev().map(Sharing::collect).collect();
        let range = opened[workers - 1].range(&collected).map_err(|_| "refused")?;
        assert_eq!(serde_json::to_string(&range)?, serde_json::to_string(&alone)?, "{workers} workers");
    }
    Ok(())
}

#[test]
fn the_nearest_correlations_offered_are_accepted() -> Outcome {
    let standards = standards()?;
    let mut case: Value = serde_json::from_str(CASE)?;
    let keys = ["sales", "royaltyRate", "growthRate"].map(|key| format!("/methods/0/inputs/{key}"));
    let pair = |a: &str, b: &str, rank: f64| json!({"between": [a, b], "rank": rank});
    case["simulation"]["correlations"] =
        json!([pair(&keys[0], &keys[1], 0.9), pair(&keys[1], &keys[2], 0.9), pair(&keys[0], &keys[2], -0.9)]);
    let node: Node = serde_json::from_value(case.clone())?;
    let Verdict::Refused(refusal) = appraise(&node, &standards) else { return Err("was accepted".into()) };
    assert_eq!(refusal.problems.len(), 1);
    let Some(ipval::problem::Fact::Text(nearest)) = refusal.problems[0].fact("nearest") else {
        return Err("nothing is offered".into());
    };
    let offered = nearest.split("; ").map(|offer| -> Outcome<Value> {
        let (pair_text, rank) = offer.split_once(": ").ok_or("no rank")?;
        let (a, b) = pair_text.split_once(" ~ ").ok_or("no pair")?;
        Ok(pair(a, b, rank.parse()?))
    });
    let offered: Vec<Value> = offered.collect::<Outcome<_>>()?;
    assert_eq!(offered.len(), 3);
    case["simulation"]["correlations"] = json!(offered);
    valued(&case, &standards).map(|_| ())
}

#[test]
fn a_fit_knows_the_shape_that_the_observations_were_drawn_from() -> Outcome {
    // 200 quantiles of a lognormal: the shape itself lies nearest, and the uniform far away.
    let shape = Distribution::log_normal(10.0, 6.0);
    let observations: Vec<f64> = (0..200).map(|k| shape.quantile((f64::from(k) + 0.5) / 200.0)).collect();
    let inputs: Node = serde_json::from_value(json!({"observations": observations}))?;
    let Verdict::Valued(valuation) = run_method("fitSpread", &inputs, &standards()?) else {
        return Err("refused".into());
    };
    let distance = |name: &str| -> Outcome<f64> {
        let mut steps = valuation.steps.iter();
        let step =
            steps.find(|step| step.key == "kolmogorov-distance" && step.label.as_deref() == Some(name));
        Ok(step.ok_or_else(|| format!("no {name}"))?.value)
    };
    assert_eq!(distance("logNormal")?.to_bits(), valuation.value.to_bits());
    assert!(valuation.value < 0.02 && distance("uniform")? > 0.3 && distance("normal")? > 0.08);
    Ok(())
}
