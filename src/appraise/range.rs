//! How a case wants its uncertain inputs drawn, and what the draws say of its value.

use std::collections::BTreeMap;

use crate::appraise::steps::Names;
use crate::case::{Case, Inputs};
use crate::method::plain;
use crate::problem::{Finding, Problem, Remarks};
use crate::uncertainty::{
    Accuracy, Copula, Estimate, Matrix, Plan, Sequence, Simulation, Uncertain, Undefined, simulate,
};
use crate::valuation::{
    AccuracyOut, CorrelationOut, DriverOut, HistogramOut, RangeOut, ThresholdOut, WorstOut,
};
use crate::workpaper::{Record, StepId};

/// Draws made where the case is silent: 16 replicates of 512, which knows a median to about a thousandth of
/// the spread.
const DRAWS: u32 = 8192;

/// The seed where the case is silent. Any number would do; it is reported with the range.
const SEED: u32 = 1;

/// Draws made for a stated accuracy before it is given up, where the case is silent.
const MOST_DRAWS: u32 = 1_000_000;

/// How the uncertain inputs are drawn, and what is looked for.
#[derive(Debug)]
pub(super) struct Planned {
    plan: Plan,
    seed: u32,
    /// What each threshold is, with the name that the case gave it.
    thresholds: Vec<(&'static str, Option<String>)>,
}

impl Default for Planned {
    fn default() -> Self {
        let plan = Plan { seed: u64::from(SEED), draws: DRAWS as usize, ..Plan::default() };
        Self { plan, seed: SEED, thresholds: Vec::new() }
    }
}

impl Planned {
    /// What the engine is told to do.
    pub(super) fn plan(&self) -> &Plan {
        &self.plan
    }

    /// As the case says.
    pub(super) fn of(case: &Case, uncertain: &[Uncertain], remarks: &mut Remarks) -> Self {
        let mut planned = Self::default();
        planned.seek("zero", None, 0.0);
        if let Some(loan) = case.inputs.object("pledge").and_then(|pledge| pledge.number("loan")) {
            planned.seek("loan", None, loan.value);
        }
        let Some(inputs) = case.inputs.object("simulation") else { return planned };
        planned.seed = inputs.count("seed").unwrap_or(SEED);
        planned.plan.seed = u64::from(planned.seed);
        planned.plan.draws = inputs.count("draws").unwrap_or(DRAWS) as usize;
        planned.plan.sequence = inputs.text("sequence").map_or_else(Sequence::default, Sequence::from_name);
        for threshold in inputs.list("thresholds") {
            for at in plain(threshold.number("at"), remarks) {
                planned.seek("given", threshold.text("name"), at);
            }
        }
        let accuracy = inputs.object("accuracy");
        planned.plan.accuracy = accuracy.and_then(|accuracy| {
            let relative_error = *plain(accuracy.number("relativeError"), remarks).first()?;
            let most_draws = accuracy.count("mostDraws").unwrap_or(MOST_DRAWS) as usize;
            Some(Accuracy { relative_error, most_draws })
        });
        planned.plan.copula = copula(inputs, uncertain, remarks);
        planned
    }

    fn seek(&mut self, key: &'static str, name: Option<&str>, at: f64) {
        self.plan.thresholds.push(at);
        self.thresholds.push((key, name.map(str::to_owned)));
    }

    /// The range of a value, with what a reviewer would say of the draws; none if they gave too few numbers.
    pub(super) fn range(
        &self,
        record: &Record,
        result: StepId,
        uncertain: &[Uncertain],
        names: &Names,
        findings: &mut Vec<Finding>,
    ) -> Option<RangeOut> {
        let simulated = simulate(record, result, uncertain, &self.plan);
        let (draws, clamped, undefined) = match &simulated {
            Ok(simulation) => (simulation.draws, simulation.clamped, simulation.undefined),
            Err(Undefined { draws, undefined }) => (*draws, 0, *undefined),
        };
        let mut count = |code, times: usize| {
            if times > 0 {
                let about = Problem::new("/simulation", code).with("times", times);
                findings.push(Finding::warning(about.with("draws", draws)));
            }
        };
        count("draws-clamped", clamped);
        count("draws-undefined", undefined);
        let simulation = match simulated {
            Ok(simulation) => simulation,
            Err(_) => {
                findings.push(Finding::warning(Problem::new("/simulation", "range-undefined")));
                return None;
            }
        };
        let out = self.out(&simulation, record, uncertain, names);
        if let Some(AccuracyOut { reached, asked, met: false, .. }) = out.accuracy {
            let about = Problem::new("/simulation/accuracy", "accuracy-not-reached").with("draws", draws);
            findings.push(Finding::note(about.with("reached", reached).with("asked", asked)));
        }
        Some(out)
    }

    pub(super) fn out(
        &self,
        simulation: &Simulation,
        record: &Record,
        uncertain: &[Uncertain],
        names: &Names,
    ) -> RangeOut {
        let values = |of: fn(&Estimate) -> f64| simulation.percentiles.iter().map(of).collect::<Vec<f64>>();
        let pointer = |place: usize| uncertain[place].pointer.clone();
        let thresholds = self.thresholds.iter().zip(&self.plan.thresholds).zip(&simulation.below);
        let drivers = simulation.drivers.iter().filter_map(|driver| {
            let step = uncertain.get(driver.input)?.step;
            let note = record.note(step)?;
            Some(DriverOut {
                key: note.key.to_string(),
                part: note.part.to_string(),
                label: note.label.clone(),
                pointer: pointer(driver.input),
                step: names.place(step),
                rank_correlation: driver.rank_correlation,
                first_order: driver.first_order,
                total: driver.total,
                narrowing: driver.narrowing(),
            })
        });
        let correlations = self.plan.copula.iter().flat_map(|copula| {
            let size = copula.inputs.len();
            let pairs = (0..size).flat_map(|second| (0..second).map(move |first| (first, second)));
            pairs.zip(&simulation.achieved).map(|((first, second), &achieved)| CorrelationOut {
                between: [pointer(copula.inputs[first]), pointer(copula.inputs[second])],
                asked: copula.ranks[second][first],
                achieved,
            })
        });
        RangeOut {
            p5: simulation.percentile(5).value,
            p50: simulation.percentile(50).value,
            p95: simulation.percentile(95).value,
            mean: simulation.mean.value,
            standard_deviation: simulation.standard_deviation,
            standard_error: simulation.mean.standard_error,
            draws: simulation.draws,
            seed: self.seed,
            sequence: self.plan.sequence.name(),
            percentiles: values(|estimate| estimate.value),
            percentile_errors: values(|estimate| estimate.standard_error),
            worst: WorstOut {
                share: 0.05,
                mean: simulation.worst_mean.value,
                standard_error: simulation.worst_mean.standard_error,
            },
            histogram: simulation.histogram.clone().map(HistogramOut::from),
            thresholds: thresholds
                .map(|(((key, name), &at), below)| ThresholdOut {
                    key,
                    name: name.clone(),
                    at,
                    below: below.value,
                    standard_error: below.standard_error,
                })
                .collect(),
            correlations: correlations.collect(),
            drivers: drivers.collect(),
            accuracy: self.plan.accuracy.map(|accuracy| {
                let reached = simulation.relative_error();
                AccuracyOut {
                    asked: accuracy.relative_error,
                    reached,
                    met: reached <= accuracy.relative_error,
                    next: Some(self.plan.draws_after(simulation.draws, reached)).filter(|next| *next > 0),
                }
            }),
        }
    }
}

/// The rank correlations that a case asks for, by pairs and as a matrix.
fn copula(inputs: &Inputs, uncertain: &[Uncertain], remarks: &mut Remarks) -> Option<Copula> {
    let before = remarks.problems.len();
    let mut asked: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    let mut ask = |pointer: &str, between: (&str, &str), rank: f64, remarks: &mut Remarks| {
        let mut place = |wanted: &str| {
            let found = uncertain.iter().position(|input| input.pointer == wanted);
            // Where anything else is wrong, the input meant may be the one that could not be read.
            if found.is_none() && before == 0 {
                let known: Vec<&str> = uncertain.iter().map(|input| input.pointer.as_str()).collect();
                let problem = Problem::new(pointer, "nothing-drawn-there").with("found", wanted);
                remarks.refuse(problem.with("known", known.join(", ")));
            }
            found
        };
        let (Some(a), Some(b)) = (place(between.0), place(between.1)) else { return };
        let pair = if a > b { (a, b) } else { (b, a) };
        if a == b || asked.insert(pair, rank).is_some() {
            remarks.refuse(Problem::new(pointer, "correlated-twice").with("found", between.1));
        }
    };
    for pair in inputs.list("correlations") {
        let pointer = pair.pointer_to("between");
        match pair.texts("between") {
            [one, other] => {
                for rank in plain(pair.number("rank"), remarks) {
                    ask(&pointer, (one, other), rank, remarks);
                }
            }
            others if pair.has("between") => {
                remarks.refuse(Problem::new(pointer, "correlates-two").with("count", others.len()));
            }
            _ => {}
        }
    }
    if let Some(matrix) = inputs.object("correlationMatrix") {
        let (between, pointer) = (matrix.texts("between"), matrix.pointer_to("ranks"));
        let rows = matrix.matrix("ranks")?;
        let square = rows.len() == between.len() && rows.iter().all(|row| row.len() == between.len());
        let entry = |row: usize, column: usize| rows[row][column];
        // As typed, to the bit: what is meant alike is written alike.
        let same = |a: f64, b: f64| a.to_bits() == b.to_bits();
        let whole = |row: usize| entry(row, row).is_none_or(|rank| same(rank, 1.0));
        let alike = |row: usize, column: usize| match (entry(row, column), entry(column, row)) {
            (Some(a), Some(b)) => same(a, b),
            _ => true,
        };
        let size = between.len();
        if !square || !(0..size).all(|row| whole(row) && (0..row).all(|column| alike(row, column))) {
            let problem = Problem::new(pointer, "not-a-correlation-matrix").with("rows", rows.len());
            remarks.refuse(problem.with("count", size));
            return None;
        }
        for row in 0..size {
            for column in 0..row {
                let rank = entry(row, column).or(entry(column, row)).unwrap_or(0.0);
                ask(&pointer, (&between[column], &between[row]), rank, remarks);
            }
        }
    }
    if asked.is_empty() || remarks.problems.len() > before {
        return None;
    }
    let mut together: Vec<usize> = asked.keys().flat_map(|&(a, b)| [a, b]).collect();
    together.sort_unstable();
    together.dedup();
    let rank = |a: usize, b: usize| asked.get(&(a, b)).or_else(|| asked.get(&(b, a))).copied();
    let row = |&a: &usize| {
        let entry = |&b: &usize| if a == b { 1.0 } else { rank(a, b).unwrap_or(0.0) };
        together.iter().map(entry).collect()
    };
    let ranks: Matrix = together.iter().map(row).collect();
    match Copula::new(together.clone(), ranks.clone()) {
        Ok(copula) => Some(copula),
        Err(nearest) => {
            let mut offered = Vec::new();
            for (row, &b) in together.iter().enumerate() {
                for (column, &a) in together[..row].iter().enumerate() {
                    if nearest[row][column].to_bits() != ranks[row][column].to_bits() {
                        let (a, b) = (&uncertain[a].pointer, &uncertain[b].pointer);
                        offered.push(format!("{a} ~ {b}: {}", nearest[row][column]));
                    }
                }
            }
            let problem = Problem::new("/simulation", "correlations-impossible");
            remarks.refuse(problem.with("nearest", offered.join("; ")));
            None
        }
    }
}
