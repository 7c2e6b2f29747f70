//! Reads how a figure is spread, by a table of shapes out of which the JSON Schema follows too.

use crate::case::field::Measure;
use crate::case::node::Node;
use crate::case::reader::{LONGEST_LIST, place, read_choice, read_number, refuse_length, refuse_sort};
use crate::problem::{Problem, Remarks};
use crate::uncertainty::Distribution;
use crate::workpaper::Unit;

/// What one number of a shape is.
#[derive(Clone, Copy, Debug)]
pub enum Part {
    /// a figure like the one that is spread
    Figure,
    /// a width in the unit of that figure
    Spread,
    /// a bare number between two bounds
    Number(f64, f64),
    /// several such figures
    Figures,
    /// several shares of one
    Shares,
}

/// The shapes of a range and the numbers that each needs; one given in two ways stands twice.
pub const SHAPES: [(&str, &[(&str, Part)]); 13] = [
    ("uniform", &[("min", Part::Figure), ("max", Part::Figure)]),
    ("triangular", &[("min", Part::Figure), ("mode", Part::Figure), ("max", Part::Figure)]),
    ("pert", &[("min", Part::Figure), ("mode", Part::Figure), ("max", Part::Figure)]),
    ("normal", &[("mean", Part::Figure), ("standardDeviation", Part::Spread)]),
    ("logNormal", &[("mean", Part::Figure), ("standardDeviation", Part::Spread)]),
    (
        "logNormal",
        &[("logMean", Part::Number(-50.0, 50.0)), ("logStandardDeviation", Part::Number(0.0, 10.0))],
    ),
    ("gamma", &[("mean", Part::Figure), ("standardDeviation", Part::Spread)]),
    ("beta", &[("shape1", Part::Number(LEAST, MOST)), ("shape2", Part::Number(LEAST, MOST))]),
    (
        "beta",
        &[
            ("shape1", Part::Number(LEAST, MOST)),
            ("shape2", Part::Number(LEAST, MOST)),
            ("min", Part::Figure),
            ("max", Part::Figure),
        ],
    ),
    ("bernoulli", &[("probability", Part::Number(0.0, 1.0))]),
    ("discrete", &[("values", Part::Figures), ("probabilities", Part::Shares)]),
    ("quantiles", &[("p10", Part::Figure), ("p50", Part::Figure), ("p90", Part::Figure)]),
    ("observed", &[("observations", Part::Figures)]),
];

/// Between these the shapes of beta and gamma are computed to their last digits.
const LEAST: f64 = 0.05;
const MOST: f64 = 1e4;

/// The ways in which the parts of a truncation, and of a whole, may miss their sum.
const WHOLE: f64 = 1e-9;

/// A part as the measure of its number or numbers.
pub fn measure_of(part: Part, of_figure: Measure) -> Measure {
    let bare = |least, most| Measure { unit: Unit::Factor, least, most };
    match part {
        Part::Figure | Part::Figures => of_figure,
        Part::Spread => Measure { least: 0.0, ..of_figure },
        Part::Number(least, most) => bare(least, most),
        Part::Shares => bare(0.0, 1.0),
    }
}

/// The numbers of a shape by key, as far as they could be read.
struct Numbers<'n>(Vec<(&'n str, Vec<f64>)>);

impl Numbers<'_> {
    fn list(&self, key: &str) -> &[f64] {
        self.0.iter().find(|(known, _)| *known == key).map_or(&[], |(_, numbers)| numbers)
    }

    fn of(&self, key: &str) -> f64 {
        self.list(key).first().copied().unwrap_or(f64::NAN)
    }
}

/// The spread of a figure; every problem that it has is gathered.
pub(super) fn read_range(
    node: &Node,
    value: f64,
    measure: Measure,
    pointer: &str,
    remarks: &mut Remarks,
) -> Option<Distribution> {
    let Node::Object(entries) = node else { return refuse_sort(node, "not-an-object", pointer, remarks) };
    let mut shapes = SHAPES.map(|(name, _)| name).to_vec();
    shapes.dedup();
    let place_of_shape = place(pointer, "distribution");
    let Some(named) = node.get("distribution") else {
        let problem = Problem::new(place_of_shape, "missing");
        remarks.refuse(problem.with("key", "distribution").with("choices", shapes.join(", ")));
        return None;
    };
    read_choice(named, &shapes, &place_of_shape, remarks)?;
    let ways = || SHAPES.into_iter().filter(|(name, _)| named.text() == Some(*name));
    // Of several ways the one that knows all keys given; else the one that the keys given begin.
    let known = |parts: &[(&str, Part)], key: &str| {
        ["distribution", "truncated"].contains(&key) || parts.iter().any(|(known, _)| *known == key)
    };
    let all_known = |parts: &[(&str, Part)]| entries.iter().all(|(key, _)| known(parts, key));
    let any_known = |parts: &[(&str, Part)]| parts.iter().any(|(key, _)| node.get(key).is_some());
    let way = ways().find(|(_, parts)| all_known(parts));
    let (shape, parts) =
        way.or_else(|| ways().rfind(|(_, parts)| any_known(parts))).or_else(|| ways().next())?;
    for (key, _) in entries.iter().filter(|(key, _)| !known(parts, key)) {
        let keys: Vec<&str> = parts.iter().map(|(key, _)| *key).collect();
        let problem = Problem::new(place(pointer, key), "unknown-key").with("known", keys.join(", "));
        remarks.refuse(problem.with("key", key.as_str()));
    }
    let before = remarks.problems.len();
    let read = parts.iter().map(|&(key, part)| {
        let at = place(pointer, key);
        (key, read_part(node.get(key), key, part, measure, &at, remarks))
    });
    let numbers = Numbers(read.collect());
    let bounds = read_bounds(node.get("truncated"), measure, &place(pointer, "truncated"), remarks);
    if remarks.problems.len() > before {
        return None;
    }
    let whole = distribution(shape, &numbers, pointer, remarks)?;
    let distribution = match bounds {
        None => whole,
        Some((min, max)) => match whole.truncated(min, max) {
            Some(kept) => kept,
            None => {
                remarks.refuse(Problem::new(place(pointer, "truncated"), "truncated-to-nothing"));
                return None;
            }
        },
    };
    let (low, high) = distribution.support();
    if value < low || value > high {
        let problem = Problem::new(pointer, "value-outside-range").with("value", value);
        remarks.refuse(problem.with("low", low).with("high", high));
        return None;
    }
    Some(distribution)
}

/// A range by itself, whatever figure it is to belong to: of the figure only the number is asked, if it is
/// known. Every problem has the place that it would have in a case, seen from the range.
pub fn read_spread(node: &Node, value: Option<f64>, remarks: &mut Remarks) -> Option<Distribution> {
    // No bound of a range is above or below a number that is none.
    read_range(node, value.unwrap_or(f64::NAN), Measure::ANY, "", remarks)
}

fn read_part(
    node: Option<&Node>,
    key: &str,
    part: Part,
    measure: Measure,
    pointer: &str,
    remarks: &mut Remarks,
) -> Vec<f64> {
    let Some(node) = node else {
        remarks.refuse(Problem::new(pointer, "missing").with("key", key));
        return Vec::new();
    };
    let measure = measure_of(part, measure);
    match (part, node) {
        (Part::Figures | Part::Shares, Node::List(nodes)) if (1..=LONGEST_LIST).contains(&nodes.len()) => {
            let nodes = nodes.iter().enumerate();
            nodes
                .filter_map(|(nth, node)| {
                    read_number(node, measure, &place(pointer, &nth.to_string()), remarks)
                })
                .collect()
        }
        (Part::Figures | Part::Shares, Node::List(nodes)) => {
            refuse_length::<()>(nodes.len(), LONGEST_LIST, pointer, remarks);
            Vec::new()
        }
        (Part::Figures | Part::Shares, _) => {
            refuse_sort::<()>(node, "not-a-list", pointer, remarks);
            Vec::new()
        }
        _ => read_number(node, measure, pointer, remarks).into_iter().collect(),
    }
}

/// The bounds of a truncation, infinite where left open.
fn read_bounds(
    node: Option<&Node>,
    measure: Measure,
    pointer: &str,
    remarks: &mut Remarks,
) -> Option<(f64, f64)> {
    let node = node.filter(|node| **node != Node::Nothing)?;
    let Node::Object(entries) = node else { return refuse_sort(node, "not-an-object", pointer, remarks) };
    for (key, _) in entries.iter().filter(|(key, _)| !["min", "max"].contains(&key.as_str())) {
        let problem = Problem::new(place(pointer, key), "unknown-key").with("known", "min, max");
        remarks.refuse(problem.with("key", key.as_str()));
    }
    let mut bound = |key, open| match node.get(key) {
        Some(node) => read_number(node, measure, &place(pointer, key), remarks),
        None => Some(open),
    };
    let (min, max) = (bound("min", f64::NEG_INFINITY)?, bound("max", f64::INFINITY)?);
    if min > max {
        remarks.refuse(Problem::new(pointer, "range-not-ascending"));
        return None;
    }
    Some((min, max))
}

fn distribution(
    shape: &str,
    numbers: &Numbers,
    pointer: &str,
    remarks: &mut Remarks,
) -> Option<Distribution> {
    let of = |key| numbers.of(key);
    let (min, mode, max) = (of("min"), of("mode"), of("max"));
    let (mean, standard_deviation) = (of("mean"), of("standardDeviation"));
    let ascending = match shape {
        "uniform" => min <= max,
        "triangular" | "pert" => min <= mode && mode <= max,
        "quantiles" => of("p10") <= of("p50") && of("p50") <= of("p90"),
        "beta" => numbers.list("max").is_empty() || min < max,
        _ => true,
    };
    if !ascending {
        remarks.refuse(Problem::new(pointer, "range-not-ascending"));
        return None;
    }
    if matches!(shape, "logNormal" | "gamma") && mean <= 0.0 {
        remarks.refuse(Problem::new(place(pointer, "mean"), "range-not-positive").with("mean", mean));
        return None;
    }
    match shape {
        "uniform" => Some(Distribution::Uniform { min, max }),
        "triangular" => Some(Distribution::Triangular { min, mode, max }),
        "pert" => Some(Distribution::pert(min, mode, max)),
        "normal" => Some(Distribution::Normal { mean, standard_deviation }),
        "logNormal" if mean > 0.0 => Some(Distribution::log_normal(mean, standard_deviation)),
        "logNormal" => Some(Distribution::LogNormal {
            log_mean: of("logMean"),
            log_standard_deviation: of("logStandardDeviation"),
        }),
        "gamma" => {
            let gamma = Distribution::gamma(mean, standard_deviation);
            let fits = |shape: f64| shape > LEAST && shape < MOST;
            if matches!(gamma, Distribution::Gamma { shape, .. } if fits(shape)) {
                return Some(gamma);
            }
            let problem = Problem::new(place(pointer, "standardDeviation"), "out-of-bounds");
            let problem = problem.with("value", standard_deviation);
            remarks.refuse(problem.with("least", mean / MOST.sqrt()).with("most", mean / LEAST.sqrt()));
            None
        }
        "beta" if numbers.list("max").is_empty() => {
            Some(Distribution::Beta { first: of("shape1"), second: of("shape2"), min: 0.0, max: 1.0 })
        }
        "beta" => Some(Distribution::Beta { first: of("shape1"), second: of("shape2"), min, max }),
        "bernoulli" => {
            let success = of("probability");
            Some(Distribution::discrete(&[0.0, 1.0], &[1.0 - success, success]))
        }
        "discrete" => discrete(numbers, pointer, remarks),
        "quantiles" => Some(Distribution::quantiles(of("p10"), of("p50"), of("p90"))),
        _ => {
            let observations = numbers.list("observations");
            if observations.len() < 2 {
                let problem = Problem::new(place(pointer, "observations"), "too-few-to-spread");
                remarks.refuse(problem.with("count", observations.len()));
                return None;
            }
            Some(Distribution::observed(observations))
        }
    }
}

fn discrete(numbers: &Numbers, pointer: &str, remarks: &mut Remarks) -> Option<Distribution> {
    let (values, probabilities) = (numbers.list("values"), numbers.list("probabilities"));
    let at = place(pointer, "probabilities");
    if values.len() != probabilities.len() {
        let problem = Problem::new(at, "values-and-probabilities").with("probabilities", probabilities.len());
        remarks.refuse(problem.with("values", values.len()));
        return None;
    }
    let sum: f64 = probabilities.iter().sum();
    if (sum - 1.0).abs() > WHOLE {
        remarks.refuse(Problem::new(at, "probabilities-not-one").with("sum", sum));
        return None;
    }
    Some(Distribution::discrete(values, probabilities))
}
