//! What comes back: `ipval-valuation/1`, as plain data.
//!
//! A case that cannot be valued is an ordinary answer: a [`Refusal`] with its problems.

use serde::{Serialize, Serializer};

use crate::case::FieldOutline;
use crate::problem::{Fact, Finding, Problem, Severity};
use crate::uncertainty::Histogram;

/// The format that this engine writes.
pub const FORMAT: &str = "ipval-valuation/1";

/// A valuation, or the reasons why there is none.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
#[expect(clippy::large_enum_variant, reason = "made once a call and handed on at once")]
pub enum Verdict {
    /// the case was valued
    Valued(Valuation),
    /// it was not
    Refused(Refusal),
}

/// Why a case cannot be valued.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Refusal {
    /// [`FORMAT`]
    pub format: &'static str,
    /// `refused`
    pub status: &'static str,
    /// Everything that is wrong, at once.
    pub problems: Vec<ProblemOut>,
    /// What judged it.
    pub produced_by: Producer,
}

/// A value with its working paper.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Valuation {
    /// [`FORMAT`]
    pub format: &'static str,
    /// `valued`
    pub status: &'static str,
    /// The value, in `unit` of `currency`.
    pub value: f64,
    /// ISO 4217.
    pub currency: String,
    /// one, thousand, tenThousand, million, hundredMillion
    pub unit: &'static str,
    /// 价值类型
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis_of_value: Option<String>,
    /// 评估基准日
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valuation_date: Option<String>,
    /// The step that holds the value.
    pub result: usize,
    /// Where any input is uncertain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<RangeOut>,
    /// Each method's value.
    pub methods: Vec<MethodOut>,
    /// The named steps; operands stand before their users and `id` is the place in this list.
    pub steps: Vec<StepOut>,
    /// How the value moves with each input, largest swing first.
    pub sensitivities: Vec<Sensitivity>,
    /// How long income is counted, and why no longer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub life: Option<LifeOut>,
    /// What may be lent on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pledge: Option<PledgeOut>,
    /// What a licence of some years would cost as one sum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence: Option<LicenceOut>,
    /// Whether a bar among the findings keeps the value from being a conclusion.
    pub withheld: bool,
    /// What a careful reviewer would write beside the value.
    pub findings: Vec<FindingOut>,
    /// The steps that the engine supposed because the case is silent.
    pub assumed: Vec<usize>,
    /// Enough to reproduce the value bit for bit.
    pub produced_by: Producer,
}

/// One named step.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StepOut {
    /// Its place in the list.
    pub id: usize,
    /// Its name; the text is looked up by it.
    pub key: String,
    /// Which part of the valuation it belongs to; empty for the whole.
    pub part: String,
    /// Its period, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<u32>,
    /// What the user called it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// money, share, rate, years, factor, count
    pub unit: &'static str,
    /// The number.
    pub value: f64,
    /// input, assumed, parameter, calculated
    pub kind: &'static str,
    /// How it follows from its operands; `{i}` is the *i*-th. Empty for an input.
    pub formula: String,
    /// The steps that it stands on.
    pub operands: Vec<usize>,
    /// Where an input stands in the case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// Where it was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// A remark of the user's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The clauses behind it, as `edition-id#clause-id`.
    pub clauses: Vec<String>,
}

/// A step with what it stands on.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExplanationOut {
    /// The step.
    pub step: StepOut,
    /// Its operands, explained in their turn; empty where the depth ends.
    pub operands: Vec<ExplanationOut>,
}

/// The spread of the value.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RangeOut {
    /// Five in a hundred draws fall below.
    pub p5: f64,
    /// Half of the draws fall below.
    pub p50: f64,
    /// Ninety-five in a hundred fall below.
    pub p95: f64,
    /// The mean of the draws.
    pub mean: f64,
    /// Their standard deviation.
    pub standard_deviation: f64,
    /// The standard error of the mean.
    pub standard_error: f64,
    /// How many draws were made.
    pub draws: usize,
    /// From which seed.
    pub seed: u32,
    /// sobol, random
    pub sequence: &'static str,
    /// P1 to P99.
    pub percentiles: Vec<f64>,
    /// The standard error of each.
    pub percentile_errors: Vec<f64>,
    /// How bad it is where it is bad.
    pub worst: WorstOut,
    /// How the results are spread; none where all are alike.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub histogram: Option<HistogramOut>,
    /// How often the value falls below zero, the loan, and what else the case names.
    pub thresholds: Vec<ThresholdOut>,
    /// How the inputs were made to move together, and what came of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub correlations: Vec<CorrelationOut>,
    /// What carries the range, most first.
    pub drivers: Vec<DriverOut>,
    /// Where the case states how well the percentiles must be known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accuracy: Option<AccuracyOut>,
}

/// The mean of the worst results (CVaR).
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WorstOut {
    /// Which share of the results.
    pub share: f64,
    /// Their mean.
    pub mean: f64,
    /// Its standard error.
    pub standard_error: f64,
}

/// How many results fall into each of a row of equal bins.
#[derive(Clone, Debug, Serialize)]
pub struct HistogramOut {
    /// Where the first bin begins.
    pub from: f64,
    /// How wide each is.
    pub width: f64,
    /// How many results each holds.
    pub counts: Vec<u32>,
    /// How many lie below the first.
    pub below: u32,
    /// How many lie above the last.
    pub above: u32,
}

impl From<Histogram> for HistogramOut {
    fn from(histogram: Histogram) -> Self {
        let Histogram { from, width, counts, below, above } = histogram;
        Self { from, width, counts, below, above }
    }
}

/// How often the value falls below a figure.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ThresholdOut {
    /// zero, loan, given
    pub key: &'static str,
    /// What the case calls it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The figure.
    pub at: f64,
    /// The share of the results below it.
    pub below: f64,
    /// The standard error of that share.
    pub standard_error: f64,
}

/// How two inputs were made to move together.
#[derive(Clone, Debug, Serialize)]
pub struct CorrelationOut {
    /// Where they stand in the case.
    pub between: [String; 2],
    /// The rank correlation asked for.
    pub asked: f64,
    /// The one that the draws came to.
    pub achieved: f64,
}

/// How one input carries the range.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DriverOut {
    /// The input's name.
    pub key: String,
    /// The part of the paper.
    pub part: String,
    /// What the user called it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Where it stands in the case.
    pub pointer: String,
    /// Its step.
    pub step: usize,
    /// How its ranks go with those of the value.
    pub rank_correlation: f64,
    /// The share of the variance that would go if it were known (first-order Sobol index).
    pub first_order: f64,
    /// The share that would stay if all others were known (total Sobol index); none where inputs move together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<f64>,
    /// The share of the range that would go if it were known.
    pub narrowing: f64,
}

/// How well the percentiles are known.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct AccuracyOut {
    /// The relative standard error asked for.
    pub asked: f64,
    /// The largest of P5, P50 and P95.
    pub reached: f64,
    /// Whether that is enough.
    pub met: bool,
    /// How many draws more would be made next, where workers that share them have not made all yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<usize>,
}

/// One method's value.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MethodOut {
    /// How the case calls it.
    pub id: String,
    /// Which method.
    pub method: String,
    /// The approach that it belongs to.
    pub approach: &'static str,
    /// Its value.
    pub value: f64,
    /// What that measures: money, or a rate or a share that serves other entries.
    pub gives: &'static str,
    /// Whether the conclusion is drawn from it.
    pub concluding: bool,
    /// The step that holds it.
    pub step: usize,
    /// The part of the paper that it wrote.
    pub part: String,
}

/// How the value moves with one input, or with a whole series of them.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Sensitivity {
    /// The input's name.
    pub key: String,
    /// The part of the paper.
    pub part: String,
    /// What the user called it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Where it stands in the case.
    pub pointer: String,
    /// Its step, or the steps of the series.
    pub steps: Vec<usize>,
    /// The input itself; none for a series.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// ∂ value / ∂ input; none for a series.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gradient: Option<f64>,
    /// Per cent of the value for each per cent of the input.
    pub elasticity: f64,
    /// At the lower input.
    pub low: Swing,
    /// At the higher input.
    pub high: Swing,
    /// `range` for the tenth and ninetieth percentile of the input's range, `tenPercent` for ±10 % of it.
    pub swing: &'static str,
}

/// One end of a sensitivity.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Swing {
    /// The input tried, or the multiple of a series.
    pub input: f64,
    /// The value that it gives.
    pub value: f64,
}

/// How long income is counted.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LifeOut {
    /// The day on which the right itself ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
    /// Years from the valuation date.
    pub years: f64,
    /// legal, economic, contractual, stated, forecast
    pub binding: &'static str,
    /// The step that holds it.
    pub step: usize,
}

/// What may be lent.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PledgeOut {
    /// The amount, in the case's money.
    pub lendable_value: f64,
    /// The loan to value that it rests on.
    pub loan_to_value: f64,
    /// The step that holds the amount.
    pub step: usize,
    /// The bank policy that set the ratio.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preset: Option<String>,
}

/// What a licence would cost as one sum.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LicenceOut {
    /// The sum, in the case's money, before tax.
    pub lump_sum: f64,
    /// How many years it covers.
    pub years: f64,
    /// The step that holds it.
    pub step: usize,
}

/// What judged a case.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Producer {
    /// `ipval`
    pub engine: &'static str,
    /// The engine's version.
    pub version: &'static str,
    /// The editions that figures were taken from.
    pub standards: Vec<EditionName>,
    /// The seed of the draws, if any were made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<u32>,
    /// How many draws were made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub draws: Option<usize>,
}

impl Producer {
    /// This engine, with the editions it relied on.
    pub fn with(standards: Vec<(String, String)>) -> Self {
        let standards = standards.into_iter().map(|(id, edition)| EditionName { id, edition });
        Self {
            engine: "ipval",
            version: env!("CARGO_PKG_VERSION"),
            standards: standards.collect(),
            seed: None,
            draws: None,
        }
    }
}

/// The two names of an edition.
#[derive(Clone, Debug, Serialize)]
pub struct EditionName {
    /// Which document.
    pub id: String,
    /// Which edition of it.
    pub edition: String,
}

/// A problem as it leaves the engine.
#[derive(Clone, Debug, Serialize)]
pub struct ProblemOut {
    /// Where, as a JSON pointer.
    pub pointer: String,
    /// What.
    pub code: &'static str,
    /// The facts that the message names.
    pub facts: Facts,
    /// The clauses behind it.
    pub clauses: Vec<String>,
}

impl From<Problem> for ProblemOut {
    fn from(problem: Problem) -> Self {
        let Problem { pointer, code, facts, clauses } = problem;
        Self { pointer, code, facts: Facts(facts), clauses }
    }
}

/// A finding as it leaves the engine.
#[derive(Clone, Debug, Serialize)]
pub struct FindingOut {
    /// bar, warning, note
    pub severity: &'static str,
    /// Where, what and why.
    #[serde(flatten)]
    pub about: ProblemOut,
}

impl From<Finding> for FindingOut {
    fn from(finding: Finding) -> Self {
        Self { severity: finding.severity.name(), about: finding.about.into() }
    }
}

/// Facts as an object.
#[derive(Clone, Debug)]
pub struct Facts(pub Vec<(&'static str, Fact)>);

impl Serialize for Facts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, fact)| (name, fact)))
    }
}

impl Serialize for Fact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(value) => serializer.serialize_f64(*value),
            Self::Text(text) => serializer.serialize_str(text),
        }
    }
}

/// What a search for an input found.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase", tag = "status")]
pub enum SolutionOut {
    /// one input gives the wanted result
    Found {
        /// the input
        roots: Vec<f64>,
    },
    /// several do
    Several {
        /// all of them, ascending
        roots: Vec<f64>,
    },
    /// none does
    None {
        /// `indifferent` if the result does not depend on the input, else `unreached`
        reason: &'static str,
        /// the results within the bounds
        #[serde(skip_serializing_if = "Option::is_none")]
        reached: Option<Reached>,
    },
}

/// The least and the greatest result within the bounds of a search.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Reached {
    /// the least
    pub min: f64,
    /// the greatest
    pub max: f64,
}

/// The value at each of some figures of one input, or of two.
#[derive(Clone, Debug, Serialize)]
pub struct ScenariosOut {
    /// `tabled`
    pub status: &'static str,
    /// The result as the case stands.
    pub value: f64,
    /// What it measures.
    pub unit: &'static str,
    /// What is moved from row to row.
    pub rows: AxisOut,
    /// What is moved from column to column; none in a table of one way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub columns: Option<AxisOut>,
    /// The results row by row; none where the figures together give no number.
    pub values: Vec<Vec<Option<f64>>>,
}

/// One side of a table of scenarios.
#[derive(Clone, Debug, Serialize)]
pub struct AxisOut {
    /// The input's name.
    pub key: String,
    /// The part of the paper.
    pub part: String,
    /// What the user called it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Where it stands in the case.
    pub pointer: String,
    /// What the input measures.
    pub unit: &'static str,
    /// `figure`, or `multiple` of a series that is moved together
    pub by: &'static str,
    /// What the case gives; 1 of a series.
    pub value: f64,
    /// The figures, or the multiples.
    pub values: Vec<f64>,
    /// Whether the engine chose them.
    pub proposed: bool,
}

/// The figure of each input at which a result takes a target, all others unchanged.
#[derive(Clone, Debug, Serialize)]
pub struct BreakEvenOut {
    /// `solved`
    pub status: &'static str,
    /// The result looked for.
    pub target: f64,
    /// The result as the case stands, before it is rounded.
    pub value: f64,
    /// What it measures.
    pub unit: &'static str,
    /// The inputs that move the value, in the order of the sensitivities.
    pub inputs: Vec<BreakEvenInput>,
}

/// Where one input brings a result to a target.
#[derive(Clone, Debug, Serialize)]
pub struct BreakEvenInput {
    /// The input's name.
    pub key: String,
    /// The part of the paper.
    pub part: String,
    /// What the user called it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Where it stands in the case.
    pub pointer: String,
    /// What it measures.
    pub unit: &'static str,
    /// What the case gives; none of a series, which is moved by a multiple.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// The figures, or the multiples of a series, in ascending order.
    pub roots: Vec<f64>,
    /// How far the nearest of them is, as a share of the present figure; none where that is zero.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<f64>,
    /// Why there is none: `indifferent`, `unreached`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'static str>,
    /// The results within the input's bounds, where none of them is the target.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reached: Option<Reached>,
}

/// How a range is spread, as it is drawn.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PictureOut {
    /// `pictured`
    pub status: &'static str,
    /// The mean, where it is finite.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mean: Option<f64>,
    /// The standard deviation, where it is finite.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standard_deviation: Option<f64>,
    /// Where the picture begins.
    pub low: f64,
    /// Where it ends.
    pub high: f64,
    /// P1 to P99.
    pub percentiles: Vec<f64>,
    /// The density, from left to right; two points of one place are a step.
    pub points: Vec<PointOut>,
    /// The figures that have a probability of their own.
    pub bars: Vec<BarOut>,
}

/// How dense the draws lie at a figure.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct PointOut {
    /// The figure.
    pub x: f64,
    /// The density.
    pub density: f64,
}

/// How often a figure is drawn.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct BarOut {
    /// The figure.
    pub x: f64,
    /// Its probability.
    pub probability: f64,
}

/// The format of checks that this engine writes.
pub const CHECK_FORMAT: &str = "ipval-check/1";

/// A case held against the clauses of the standards.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckOut {
    /// [`CHECK_FORMAT`]
    pub format: &'static str,
    /// `checked`
    pub status: &'static str,
    /// Whether the case came to a value.
    pub valued: bool,
    /// Whether a bar keeps the result from being a conclusion, or there is none.
    pub withheld: bool,
    /// The editions it was held against, and how many of their clauses came out how.
    pub editions: Vec<EditionChecked>,
    /// Each clause that asks anything, in the order of the editions.
    pub judgements: Vec<JudgementOut>,
    /// What the engine found beside the value.
    pub findings: Vec<FindingOut>,
    /// Why there is no value, if there is none.
    pub problems: Vec<ProblemOut>,
    /// What judged it.
    pub produced_by: Producer,
}

/// An edition that a case was held against.
#[derive(Clone, Debug, Serialize)]
pub struct EditionChecked {
    /// Which document.
    pub id: String,
    /// Which edition of it.
    pub edition: String,
    /// How its clauses came out.
    #[serde(flatten)]
    pub counts: Counts,
}

/// How many clauses came out how.
#[derive(Clone, Copy, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// met
    pub met: usize,
    /// missed
    pub missed: usize,
    /// for a person to decide
    pub person: usize,
    /// not concerning this case
    pub not_applicable: usize,
    /// asking nothing
    pub informative: usize,
}

/// How one clause came out.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct JudgementOut {
    /// Which document.
    pub edition: String,
    /// Which clause of it.
    pub clause: String,
    /// met, missed, person, notApplicable
    pub status: &'static str,
    /// What it asks, one by one.
    pub requirements: Vec<RequirementOut>,
}

/// How one requirement came out.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RequirementOut {
    /// discloses, justifies, uses, …
    pub kind: &'static str,
    /// met, missed, person, notApplicable
    pub status: &'static str,
    /// What missing it means; none where a person judges.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<&'static str>,
    /// The places of the case that were looked at; of a missed one, those that miss it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<String>,
    /// The steps of the paper that were looked at.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<String>,
    /// The findings and problems that miss it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<String>,
    /// The number asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asked: Option<f64>,
    /// The number found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<f64>,
}

/// A method and what it asks for.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MethodOutline {
    /// Its name in a case.
    pub method: &'static str,
    /// income, cost, market, rate, score, evidence, stated
    pub approach: &'static str,
    /// What its result measures: money, or a rate, a share, a factor that serves other entries.
    pub gives: &'static str,
    /// Its inputs.
    pub fields: Vec<FieldOutline>,
}

/// Which engine this is.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Version {
    /// `ipval`
    pub engine: &'static str,
    /// The engine's version.
    pub version: &'static str,
    /// The format of cases that it reads.
    pub case_format: &'static str,
    /// The format of valuations that it writes.
    pub valuation_format: &'static str,
    /// The methods that a case may call.
    pub methods: Vec<&'static str>,
}

/// The same paper with other inputs.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReplayOut {
    /// `replayed`
    pub status: &'static str,
    /// The value.
    pub value: f64,
    /// All named steps with their new numbers.
    pub steps: Vec<StepOut>,
}

impl Verdict {
    /// Whether a value was reached.
    pub fn is_valued(&self) -> bool {
        matches!(self, Self::Valued(_))
    }

    /// Whether any finding bars reliance on the value.
    pub fn is_barred(&self) -> bool {
        match self {
            Self::Valued(valuation) => {
                valuation.findings.iter().any(|finding| finding.severity == Severity::Bar.name())
            }
            Self::Refused(_) => true,
        }
    }

    /// The problems, if it was refused.
    pub fn problems(&self) -> &[ProblemOut] {
        match self {
            Self::Valued(_) => &[],
            Self::Refused(refusal) => &refusal.problems,
        }
    }
}

impl ProblemOut {
    /// A fact by its name.
    pub fn fact(&self, name: &str) -> Option<&Fact> {
        self.facts.0.iter().find(|(known, _)| *known == name).map(|(_, fact)| fact)
    }
}
