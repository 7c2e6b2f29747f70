//! An option with several dates of exercise on simulated paths (最小二乘蒙特卡洛法), for what a lattice does not
//! hold: prices and parts of the project that change from date to date, or paths out of a model of one's own.
//! ```text
//! Pₖ(S) = ±(sₖ·S − Kₖ)          value = max(P₀, d · mean C₁)          Sₖ = S₀·e^((r − q − σ²÷2)·tₖ + σ·Wₖ)
//! ```
//! Kₖ the exercise price and sₖ the part of the underlying that is still to be had at date k, of the dates that
//! divide the years to expiry evenly; both may be given by date, today's first, and the last figure holds on. The
//! rule by which C₁ comes about is learnt in `estimation::exercise` from one set of paths and followed on another.
//! Paths are drawn backwards, the last date first and each earlier one between it and today, so that the first
//! dimension of the sequence carries most.
//!
//! - Stated: Longstaff and Schwartz (2001); the eight paths of their example, given as `paths`, come to 0.1144.
//! - Inferred: the rule is followed on paths of its own, so that the value lies below the best, never above it but by
//!   chance; where paths are given, there are no others, and they serve for both.
//! - Limit: what is estimated is estimated once, so nothing behind it may be drawn.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::estimation::exercise::{Dates, Followed, Polynomial, followed, learnt};
use crate::estimation::lattice::{Course, Shape};
use crate::estimation::option;
use crate::method::{Method, Setting, Worked, plain, way};
use crate::option::{
    COMPOUNDING, DRAWS, EXPIRY, OPTION_TYPE, RISK_FREE, SEED, SEQUENCE, UNDERLYING, VOLATILE, WORTH, YIELD,
    continuous, course, drawing, find_waiting, fixed, is_call, refuse_beside,
};
use crate::problem::{Finding, Problem, Remarks};
use crate::uncertainty::{Draws, REPLICATES, Sequence, normal_quantile};
use crate::workpaper::math::{maximum, minimum};
use crate::workpaper::{LANES, Note, Paper, Unit};

/// The method as a case calls it.
pub struct SimulatedOption;

const FIELDS: &[Field] = &[
    OPTION_TYPE,
    Field { required: false, ..UNDERLYING },
    Field::optional("paths", Kind::Matrix(WORTH)),
    Field::required("exercisePrice", Kind::Series(WORTH)),
    Field::optional("underlyingShare", Kind::Series(PART)),
    EXPIRY,
    Field::optional("exerciseDates", Kind::Count(1, 1000)),
    RISK_FREE,
    COMPOUNDING,
    YIELD,
    Field { required: false, ..VOLATILE },
    Field::optional("polynomialDegree", Kind::Count(1, 8)),
    DRAWS,
    SEED,
    SEQUENCE,
];

/// At nought the underlying would be gone, and one may wait for what grows.
const PART: Measure = Measure { unit: Unit::Share, least: 0.0, most: 100.0 };

/// The degree where the case is silent; beyond it the value hardly moves.
const USUAL_DEGREE: u32 = 3;

/// Levels reckoned on each set of paths at most: about a second's work.
const MOST_LEVELS: usize = 10_000_000;

/// Steps of the lattice set beside a simulation, or the next whole number of them between two dates.
const COMPARED_STEPS: usize = 400;

/// Paths and dates that are few enough to be shown one by one.
const SHOWN: usize = 200;

/// What exercise brings, by date from today.
struct Payoffs {
    sign: f64,
    prices: Vec<f64>,
    parts: Vec<f64>,
}

impl Payoffs {
    /// The part of the underlying that is had at a date, and the price paid for it.
    fn of_date(&self, date: usize) -> (f64, f64) {
        let by_date = |figures: &[f64]| figures.get(date).or(figures.last()).copied();
        (by_date(&self.parts).unwrap_or(1.0), by_date(&self.prices).unwrap_or(0.0))
    }

    fn at(&self, date: usize, level: f64) -> f64 {
        let (part, price) = self.of_date(date);
        self.sign * (part * level - price)
    }
}

/// Paths that are drawn and never kept: each date's place between the date after it and today.
struct Drawn<'c> {
    course: &'c Course,
    dates: usize,
    sequence: Sequence,
    seed: u64,
    /// Where the Brownian motion of each path stands at the date last asked for.
    motion: Vec<f64>,
}

impl Drawn<'_> {
    /// The levels at a date, after those of the date that follows it.
    fn levels(&mut self, date: usize, levels: &mut [f64]) {
        let Course { underlying, years, rate, yield_rate, volatility } = *self.course;
        let (step, nth) = (years / self.dates as f64, date as f64);
        let time = step * nth;
        let (kept, deviation) = if date == self.dates {
            (0.0, time.sqrt())
        } else {
            (nth / (nth + 1.0), (step * nth / (nth + 1.0)).sqrt())
        };
        let draws = Draws::new(self.sequence, self.seed, self.dates - date);
        for (block, first) in levels.chunks_mut(LANES).zip((0..).step_by(LANES)) {
            draws.fill(first, block);
        }
        let drift = (rate - yield_rate - volatility * volatility / 2.0) * time;
        for (motion, level) in self.motion.iter_mut().zip(levels) {
            *motion = kept * *motion + deviation * normal_quantile(*level);
            *level = underlying * libm::exp(drift + volatility * *motion);
        }
    }
}

/// A mean, and how far the paths leave it uncertain; drawn paths are counted by their replicates.
fn mean(brought: &[f64], drawn: bool) -> (f64, f64) {
    let count = brought.len() as f64;
    let value = brought.iter().sum::<f64>() / count;
    let groups: Vec<f64> = if drawn {
        let of = |replicate: usize| brought.iter().skip(replicate).step_by(REPLICATES);
        (0..REPLICATES).map(|each| of(each).sum::<f64>() / of(each).count() as f64).collect()
    } else {
        brought.to_vec()
    };
    // As parts of the mean: squares of large sums would leave the range of numbers.
    let size = if value > 0.0 { value } else { 1.0 };
    let squares: f64 = groups.iter().map(|each| ((each - value) / size) * ((each - value) / size)).sum();
    let groups = groups.len() as f64;
    (value, size * (squares / (groups - 1.0) / groups).sqrt())
}

/// The paths that a case gives; none if they are not of one length or do not begin alike.
fn given(inputs: &Inputs, remarks: &mut Remarks) -> Option<Vec<Vec<f64>>> {
    let rows = inputs.matrix("paths")?;
    let paths: Vec<Vec<f64>> = rows.iter().map(|row| row.iter().flatten().copied().collect()).collect();
    let today = paths.first().and_then(|path| path.first().copied());
    let whole =
        |path: &Vec<f64>| paths.first().is_some_and(|first| first.len() == path.len() && path.len() > 1);
    let alike = |path: &Vec<f64>| {
        path.first().zip(today).is_some_and(|(own, today)| own.to_bits() == today.to_bits())
    };
    if paths.len() < 2 || !paths.iter().all(|path| whole(path) && alike(path)) {
        remarks.refuse(Problem::new(inputs.pointer_to("paths"), "paths-uneven").with("paths", paths.len()));
        return None;
    }
    Some(paths)
}

/// What the method works on, as plain numbers.
struct Terms {
    payoffs: Payoffs,
    years: f64,
    rate: f64,
    degree: usize,
}

impl Terms {
    /// What exercise at the last of so many dates is worth at a date, at a level of the underlying.
    fn at_the_end(&self, course: &Course, date: usize, dates: usize, level: f64) -> f64 {
        let (part, exercise) = self.payoffs.of_date(dates);
        let years = self.years * (dates - date) as f64 / dates as f64;
        let Course { rate, yield_rate, volatility, .. } = *course;
        let call = self.payoffs.sign > 0.0;
        option::Terms { call, underlying: part * level, exercise, years, rate, yield_rate, volatility }
            .european()
    }

    /// What money of one of so many dates is worth at the date before.
    fn discount(&self, dates: usize) -> f64 {
        libm::exp(-self.rate * self.years / dates as f64)
    }
}

fn terms(paper: &Paper, inputs: &Inputs, remarks: &mut Remarks) -> Option<Terms> {
    let prices = plain(inputs.series("exercisePrice").unwrap_or_default(), remarks);
    let parts = plain(inputs.series("underlyingShare").unwrap_or_default(), remarks);
    let years = fixed(inputs, "yearsToExpiry", remarks);
    let quoted = fixed(inputs, "riskFreeRate", remarks);
    let (years, quoted) = (years?, quoted?);
    if years <= 0.0 {
        let problem = Problem::new(inputs.pointer_to("yearsToExpiry"), "years-not-ascending");
        remarks.refuse(problem.with("year", 0.0).with("later", years));
    }
    paper.input("exercise-price", Unit::Money, prices.first().copied()?);
    paper.input("years-to-expiry", Unit::Years, years);
    let payoffs = Payoffs { sign: if is_call(inputs) { 1.0 } else { -1.0 }, prices, parts };
    let degree = inputs.count("polynomialDegree").unwrap_or(USUAL_DEGREE) as usize;
    Some(Terms { payoffs, years, rate: continuous(inputs, quoted), degree })
}

/// What the paths came to, and where they stand today.
struct Simulated {
    underlying: f64,
    dates: usize,
    /// What exercise at the last date alone is worth.
    european: f64,
    /// What going on was found to be worth by date, above what is known of it.
    rule: Vec<Polynomial>,
    /// What each path brings, seen from today.
    brought: Vec<f64>,
    exercised: Vec<Option<(usize, f64)>>,
    /// The mean of the paths from which the rule was learnt, where it was followed on others.
    lessons: Option<f64>,
}

fn on_given_paths(paths: &[Vec<f64>], terms: &Terms) -> Option<Simulated> {
    let first = paths.first()?;
    let (underlying, dates) = (first.first().copied()?, first.len() - 1);
    let payoff = |date: usize, level: f64| terms.payoffs.at(date, level);
    let discount = terms.discount(dates);
    let mut levels = |date: usize, levels: &mut [f64]| {
        for (level, path) in levels.iter_mut().zip(paths) {
            *level = path.get(date).copied().unwrap_or(0.0);
        }
    };
    // Of paths whose law is not told nothing is known beforehand.
    let dated = Dates { count: dates, discount, payoff: &payoff, at_the_end: &|_, _| 0.0 };
    let (rule, Followed { gained, exercised }) = learnt(dated, paths.len(), terms.degree, &mut levels);
    let ends = paths.iter().map(|path| maximum(payoff(dates, path.last().copied().unwrap_or(0.0)), 0.0));
    let european = ends.sum::<f64>() / paths.len() as f64 * libm::exp(-terms.rate * terms.years);
    Some(Simulated { underlying, dates, european, rule, brought: gained, exercised, lessons: None })
}

fn on_drawn_paths(
    paper: &Paper,
    inputs: &Inputs,
    course: &Course,
    terms: &Terms,
    remarks: &mut Remarks,
) -> Option<Simulated> {
    let dates = inputs.count("exerciseDates")? as usize;
    let (paths, seed, sequence) = drawing(inputs);
    if paths * dates > MOST_LEVELS {
        let problem = Problem::new(inputs.pointer_to("exerciseDates"), "simulation-too-large");
        remarks.refuse(problem.with("paths", paths).with("dates", dates).with("most", MOST_LEVELS));
        return None;
    }
    paper.estimated("path-count", Unit::Count, paths as f64);
    let payoff = |date: usize, level: f64| terms.payoffs.at(date, level);
    let at_the_end = |date: usize, level: f64| terms.at_the_end(course, date, dates, level);
    let discount = terms.discount(dates);
    let dated = Dates { count: dates, discount, payoff: &payoff, at_the_end: &at_the_end };
    let drawn = |seed: u64| Drawn { course, dates, sequence, seed, motion: vec![0.0; paths] };
    let mut lessons = drawn(seed);
    let (rule, learnt) = learnt(dated, paths, terms.degree, &mut |date, levels| lessons.levels(date, levels));
    // A seed that no case can name, so that the paths followed are none of those learnt from.
    let mut others = drawn(seed | 1 << 32);
    let own = followed(dated, paths, &rule, &mut |date, levels| others.levels(date, levels));
    let european = at_the_end(0, course.underlying);
    Some(Simulated {
        underlying: course.underlying,
        dates,
        european,
        rule,
        brought: own.gained.iter().map(|gained| european + gained).collect(),
        exercised: own.exercised,
        lessons: Some(european + learnt.gained.iter().sum::<f64>() / paths as f64),
    })
}

/// Each path's fitted worth of going on and its choice, where there are few enough to be read.
fn show_paths(paper: &Paper, paths: &[Vec<f64>], simulated: &Simulated) {
    if paths.len() * simulated.dates > SHOWN {
        return;
    }
    for ((path, exercised), number) in paths.iter().zip(&simulated.exercised).zip(1_usize..) {
        let label = |note: &mut Note| note.label = Some(number.to_string());
        for ((fit, &level), date) in simulated.rule.iter().zip(path.iter().skip(1)).zip(1..) {
            let worth = fit.at(level);
            paper.estimated("continuation-value", Unit::Money, worth).in_year(date).annotate(label);
        }
        // Nought where it never was: no path is exercised at a date before the first.
        let date = exercised.map_or(0.0, |(date, _)| date as f64);
        paper.estimated("exercised-at-date", Unit::Count, date).annotate(label);
    }
}

/// When exercise comes, if it comes: how often, how late, and from which level at the date before the last that
/// sees most of it.
fn show_exercise(paper: &Paper, exercised: &[Option<(usize, f64)>], dates: usize, step: f64, call: bool) {
    let happened: Vec<(usize, f64)> = exercised.iter().flatten().copied().collect();
    let count = happened.len() as f64;
    paper.estimated("share-exercised", Unit::Share, count / exercised.len() as f64);
    if happened.is_empty() {
        return;
    }
    let years = happened.iter().map(|(date, _)| step * *date as f64);
    paper.estimated("mean-exercise-year", Unit::Years, years.sum::<f64>() / count);
    let at = |date: usize| happened.iter().filter(move |(when, _)| *when == date).map(|(_, level)| *level);
    // At the last date nobody waits, and the level is the price. Of dates alike the first is taken.
    let early = (1..dates).rev().max_by_key(|&date| at(date).count());
    let Some(date) = early.filter(|&date| at(date).count() > 0) else { return };
    // A right to buy is exercised from a level upwards, a right to sell from a level downwards.
    if let Some(critical) = at(date).reduce(if call { minimum } else { maximum }) {
        paper.estimated("critical-value", Unit::Money, critical);
        paper.estimated("critical-year", Unit::Years, step * date as f64);
    }
}

/// The value on a lattice with the same dates; none where none can stand, as without volatility.
fn on_lattice(course: &Course, payoffs: &Payoffs, dates: usize) -> Option<f64> {
    let between = COMPARED_STEPS.div_ceil(dates);
    let lattice = course.lattice(Shape::CoxRossRubinstein, dates * between).ok()?;
    let act = |step: usize, level: f64, going_on: f64| match step.is_multiple_of(between) {
        true => maximum(payoffs.at(step / between, level), going_on),
        false => going_on,
    };
    Some(lattice.value(&act))
}

impl Method for SimulatedOption {
    fn name(&self) -> &'static str {
        "simulatedOption"
    }

    fn approach(&self) -> &'static str {
        "option"
    }

    fn fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn work<'p>(
        &self,
        paper: &'p Paper,
        inputs: &Inputs,
        _: &Setting<'_>,
        remarks: &mut Remarks,
    ) -> Option<Worked<'p>> {
        let before = remarks.problems.len();
        let ways: [&[&'static str]; 2] = [&["underlyingValue", "volatility", "exerciseDates"], &["paths"]];
        let way = way(inputs, &ways, remarks);
        let terms = terms(paper, inputs, remarks);
        let (mut drawn, mut paths) = (None, None);
        if way == Some(0) {
            drawn = course(paper, inputs, terms.as_ref().map(|terms| terms.years), remarks);
        } else if way == Some(1) {
            // What moves paths that are drawn says nothing of paths that were given.
            refuse_beside(inputs, &["yieldRate", "draws", "seed", "sequence"], "paths", remarks);
            paths = given(inputs, remarks);
            paper.input("risk-free-rate", Unit::Rate, fixed(inputs, "riskFreeRate", remarks).unwrap_or(0.0));
        }
        let terms = terms?;
        if remarks.problems.len() > before {
            return None;
        }
        let simulated = match (&drawn, &paths) {
            (Some(course), _) => on_drawn_paths(paper, inputs, course, &terms, remarks)?,
            (_, Some(paths)) => on_given_paths(paths, &terms)?,
            _ => return None,
        };
        paper.estimated("date-count", Unit::Count, simulated.dates as f64);
        if let Some(paths) = &paths {
            paper.input("underlying-value", Unit::Money, simulated.underlying);
            show_paths(paper, paths, &simulated);
        }
        paper.estimated("european-value", Unit::Money, simulated.european);
        if let Some(lessons) = simulated.lessons {
            paper.estimated("value-on-paths-learnt-from", Unit::Money, lessons);
        }
        let step = terms.years / simulated.dates as f64;
        show_exercise(paper, &simulated.exercised, simulated.dates, step, terms.payoffs.sign > 0.0);
        let (waiting, error) = mean(&simulated.brought, drawn.is_some());
        let value = paper.estimated("value-if-not-today", Unit::Money, waiting);
        paper.estimated("standard-error", Unit::Money, error);
        let immediate = terms.payoffs.at(0, simulated.underlying);
        let value = value.greatest(immediate).named("option-value").measured_in(Unit::Money);
        find_waiting(paper, immediate, value);
        let lattice = drawn.and_then(|course| on_lattice(&course, &terms.payoffs, simulated.dates));
        if let Some(lattice) = lattice {
            paper.estimated("lattice-value", Unit::Money, lattice);
            // Further apart than chance and the lattice's own steps would have it.
            if (value.value() - lattice).abs() > 0.01 * lattice + 3.0 * error {
                let about = Problem::new(inputs.pointer_to("exerciseDates"), "simulation-off-lattice");
                remarks.find(Finding::warning(about.with("value", value.value()).with("lattice", lattice)));
            }
        }
        Some(Worked::of(value))
    }
}
