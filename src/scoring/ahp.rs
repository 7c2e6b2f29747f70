//! The analytic hierarchy process (层次分析法): weights out of pairwise judgements, and whether to trust them.
//! ```text
//! A·w = λ·w,   CI = (λ − n) ÷ (n − 1),   CR = CI ÷ RI
//! ```
//! A the judgements, how many times row is column, reciprocal; w the weights; n how many are compared; RI the
//! mean CI of random matrices of that size, out of a named table or given.
//!
//! - Stated: the eigenvector, the ratio and its limit of 0.10, Saaty; RI of `saaty`: the table that most reports print; of
//!   `saaty2005` and `doneganDodd`: as used by PhilipGriffith/AHPy. Several judges: the geometric mean of their
//!   judgements. The worst judgement replaced: Harker, as in the vignette of ahpsurvey.
//! - Limit: CR is not defined for two or fewer, and nought is written. Tables differ: name the one used.
//! - Elsewhere: the iteration, and how gaps are filled, in `estimation::eigenvector`.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::estimation::eigenvector::{
    Judgements, Weights, column_averages, completed, connected, geometric_means, of_what_was_said,
    principal_eigenvector, worst_judgement,
};
use crate::method::{Method, Setting, Worked, listed, way};
use crate::problem::{Finding, Problem, Remarks, Severity};
use crate::workpaper::{Figure, Origin, Paper, Unit};

/// Judgements above 9 are no longer Saaty's, but people make them.
const JUDGEMENT: Measure = Measure { unit: Unit::Factor, least: 0.001, most: 1000.0 };

/// The inputs of a comparison.
pub const AHP_FIELDS: &[Field] = &[
    Field::optional("matrix", Kind::Matrix(JUDGEMENT)),
    Field::optional("judges", Kind::List(JUDGE_FIELDS)),
    Field::optional("compared", Kind::Texts),
    Field::optional("derivation", Kind::Choice(&["eigenvector", "geometricMean", "columnAverage"])),
    Field::optional("randomIndex", Kind::Choice(&["saaty", "saaty2005", "doneganDodd"])),
    Field::optional(
        "randomIndexValue",
        Kind::Number(Measure { unit: Unit::Factor, least: 0.01, most: 10.0 }),
    ),
    Field::optional("gaps", Kind::Choice(&["eigenvalueOptimal", "harker"])),
    Field::optional("replaceWorst", Kind::Flag),
    Field::optional("judgementErrors", Kind::Flag),
];

const JUDGE_FIELDS: &[Field] =
    &[Field::optional("name", Kind::Text), Field::required("matrix", Kind::Matrix(JUDGEMENT))];

/// RI for n = 1, 2, 3 …
const SAATY: &[f64] = &[0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.51];
const SAATY_2005: &[f64] = &[0.0, 0.0, 0.52, 0.89, 1.11, 1.25, 1.35, 1.40, 1.45];
const DONEGAN_DODD: &[f64] = &[0.0, 0.0, 0.4914, 0.8286, 1.0591, 1.1797, 1.2519, 1.3171];

/// Above this ratio Saaty asks the judges to think again; the proposed standard asks the same, and a lender
/// may ask for less.
const LIMIT: f64 = 0.10;

/// The limit that governs.
pub(super) fn limit(setting: &Setting<'_>) -> f64 {
    let day = setting.valuation_date;
    let proposed = day.and_then(|day| setting.standards.proposed("consistency-ratio-most", day));
    proposed.and_then(|ruling| ruling.number()).unwrap_or(LIMIT)
}

/// How near a judgement times its mirror must come to one: 0.33 beside 3 is meant as a third.
const RECIPROCAL: f64 = 0.02;

/// What a comparison came to.
pub(super) struct Comparison {
    /// What is compared, with gaps as they were left.
    said: Vec<Vec<Option<f64>>>,
    /// The judgements with the gaps filled; nothing where Harker's matrix left them open.
    judgements: Option<Judgements>,
    /// The weights and λ.
    pub found: Weights,
    /// RI; nought for two or fewer.
    random_index: f64,
}

impl Comparison {
    /// How many are compared.
    pub fn size(&self) -> f64 {
        self.found.weights.len() as f64
    }

    /// CR, by plain arithmetic; on the paper it is [`consistency`].
    pub fn ratio(&self) -> f64 {
        if self.random_index > 0.0 {
            (self.found.eigenvalue - self.size()) / (self.size() - 1.0) / self.random_index
        } else {
            0.0
        }
    }

    /// Says so if the judgements contradict each other.
    fn judge(&self, pointer: &str, limit: f64, remarks: &mut Remarks) {
        if self.ratio() > limit {
            let about = Problem::new(pointer, "consistency-above-limit").with("ratio", self.ratio());
            remarks.find(Finding { severity: Severity::Bar, about: about.with("limit", limit) });
        }
    }
}

/// Reads a comparison and finds its weights; none if it is refused.
pub(super) fn comparison(inputs: &Inputs, limit: f64, remarks: &mut Remarks) -> Option<Comparison> {
    let compared = compared(inputs, remarks)?;
    compared.judge(&inputs.pointer, limit, remarks);
    Some(compared)
}

fn compared(inputs: &Inputs, remarks: &mut Remarks) -> Option<Comparison> {
    let said = said(inputs, remarks)?;
    let names = inputs.texts("compared").len();
    if names > 0 && names != said.len() {
        let problem = Problem::new(inputs.pointer_to("compared"), "lengths-differ").with("length", names);
        remarks.refuse(problem.with("wanted", said.len()));
    }
    let random_index = random_index(inputs, said.len(), remarks)?;
    let complete = said.iter().flatten().all(Option::is_some);
    if !complete && inputs.text("gaps") == Some("harker") {
        let found = principal_eigenvector(&of_what_was_said(&said));
        return Some(Comparison { said, judgements: None, found, random_index });
    }
    let judgements = completed(&said);
    let found = derived(inputs, &judgements);
    Some(Comparison { said, judgements: Some(judgements), found, random_index })
}

fn derived(inputs: &Inputs, judgements: &Judgements) -> Weights {
    match inputs.text("derivation") {
        Some("geometricMean") => geometric_means(judgements),
        Some("columnAverage") => column_averages(judgements),
        _ => principal_eigenvector(judgements),
    }
}

/// The judgements of one, or the geometric mean of what several said.
fn said(inputs: &Inputs, remarks: &mut Remarks) -> Option<Vec<Vec<Option<f64>>>> {
    way(inputs, &[&["matrix"], &["judges"]], remarks)?;
    let given = inputs.matrix("matrix").map(|matrix| (matrix, inputs.pointer_to("matrix")));
    let judges = listed(inputs, "judges", remarks).iter();
    let theirs = judges.filter_map(|judge| Some((judge.matrix("matrix")?, judge.pointer_to("matrix"))));
    let all: Vec<_> = given.into_iter().chain(theirs).collect();
    let size = all.first()?.0.len();
    let read = all.into_iter().map(|(matrix, pointer)| reciprocal(matrix, size, &pointer, remarks));
    let read: Vec<Vec<Vec<Option<f64>>>> = read.collect::<Vec<_>>().into_iter().collect::<Option<_>>()?;
    let mean = |row: usize, column: usize| {
        let said: Vec<f64> = read.iter().filter_map(|matrix| matrix[row][column]).collect();
        match said[..] {
            [] => None,
            [alone] => Some(alone),
            _ => {
                let logarithms: f64 = said.iter().map(|said| libm::log(*said)).sum();
                Some(libm::exp(logarithms / said.len() as f64))
            }
        }
    };
    let all = (0..size).map(|row| (0..size).map(|column| mean(row, column)).collect());
    let all: Vec<Vec<Option<f64>>> = all.collect();
    if !connected(&all) {
        remarks.refuse(Problem::new(inputs.pointer_to("matrix"), "comparisons-not-connected"));
        return None;
    }
    Some(all)
}

/// A matrix as it was meant: square, ones on the diagonal, each judgement mirrored where one side was left open.
fn reciprocal(
    matrix: &[Vec<Option<f64>>],
    size: usize,
    pointer: &str,
    remarks: &mut Remarks,
) -> Option<Vec<Vec<Option<f64>>>> {
    if let Some(row) = matrix.iter().find(|row| row.len() != matrix.len() || matrix.len() != size) {
        let problem = Problem::new(pointer, "matrix-not-square").with("rows", matrix.len());
        remarks.refuse(problem.with("columns", row.len()));
        return None;
    }
    let mut read = matrix.to_vec();
    let mut sound = true;
    for row in 0..size {
        for column in 0..=row {
            let (one, other) = (matrix[row][column], matrix[column][row]);
            let apart = one.zip(other).map_or(0.0, |(one, other)| (one * other - 1.0).abs());
            let (one, other) = match (row == column, one, other) {
                (true, None, _) => (Some(1.0), Some(1.0)),
                (_, None, Some(other)) => (Some(1.0 / other), Some(other)),
                (_, Some(one), None) => (Some(one), Some(1.0 / one)),
                _ => (one, other),
            };
            if apart > RECIPROCAL {
                let problem = Problem::new(format!("{pointer}/{row}/{column}"), "not-reciprocal");
                remarks.refuse(problem.with("row", row + 1).with("column", column + 1));
                sound = false;
            }
            read[row][column] = one;
            read[column][row] = other;
        }
    }
    sound.then_some(read)
}

fn random_index(inputs: &Inputs, size: usize, remarks: &mut Remarks) -> Option<f64> {
    if size <= 2 {
        return Some(0.0);
    }
    let table = match inputs.text("randomIndex") {
        Some("saaty2005") => SAATY_2005,
        Some("doneganDodd") => DONEGAN_DODD,
        _ => SAATY,
    };
    let given = inputs.number("randomIndexValue").map(|cell| cell.value);
    let found = given.or_else(|| table.get(size - 1).copied());
    if found.is_none() {
        let problem = Problem::new(inputs.pointer_to("randomIndex"), "no-random-index");
        remarks.refuse(problem.with("size", size).with("most", table.len()));
    }
    found
}

/// λ, CI, RI and CR on the paper; CR comes back.
pub(super) fn consistency<'p>(paper: &'p Paper, compared: &Comparison) -> Figure<'p> {
    let eigenvalue = paper.estimated("largest-eigenvalue", Unit::Factor, compared.found.eigenvalue);
    paper.estimated("eigenvector-residual", Unit::Factor, compared.found.residual);
    if compared.random_index <= 0.0 {
        return paper.estimated("consistency-ratio", Unit::Factor, 0.0);
    }
    let index = ((eigenvalue - compared.size()) / (compared.size() - 1.0)).named("consistency-index");
    let random = paper.estimated("random-index", Unit::Factor, compared.random_index);
    (index / random.with_origin(Origin::Parameter)).named("consistency-ratio").measured_in(Unit::Factor)
}

/// A list of words as labels; none beyond its end.
pub(super) fn labelled<'p>(figure: Figure<'p>, names: &[String], index: usize) -> Figure<'p> {
    figure.annotate(|note| note.label = names.get(index).cloned())
}

/// The method as a case calls it.
pub struct Ahp;

impl Method for Ahp {
    fn name(&self) -> &'static str {
        "ahp"
    }

    fn approach(&self) -> &'static str {
        "score"
    }

    fn gives(&self) -> Unit {
        Unit::Factor
    }

    fn fields(&self) -> &'static [Field] {
        AHP_FIELDS
    }

    fn work<'p>(
        &self,
        paper: &'p Paper,
        inputs: &Inputs,
        setting: &Setting<'_>,
        remarks: &mut Remarks,
    ) -> Option<Worked<'p>> {
        let mut compared = compared(inputs, remarks)?;
        if inputs.flag("replaceWorst") == Some(true) {
            compared = without_worst(paper, inputs, compared);
        }
        compared.judge(&inputs.pointer, limit(setting), remarks);
        for (index, (weight, number)) in compared.found.weights.iter().zip(1..).enumerate() {
            let weight = paper.estimated("weight", Unit::Share, *weight).in_year(number);
            labelled(weight, inputs.texts("compared"), index);
        }
        fill_gaps(paper, &compared);
        if inputs.flag("judgementErrors") == Some(true) {
            errors(paper, &compared);
        }
        Some(Worked::of(consistency(paper, &compared)))
    }
}

/// The comparison with its worst judgement replaced by what the others say (Harker).
fn without_worst(paper: &Paper, inputs: &Inputs, before: Comparison) -> Comparison {
    let worst = before.judgements.as_ref().and_then(worst_judgement);
    let (Some((row, column, replacement)), Some(mut judgements)) = (worst, before.judgements.clone()) else {
        return before;
    };
    paper.estimated("consistency-ratio-before", Unit::Factor, before.ratio());
    paper.estimated("worst-row", Unit::Count, (row + 1) as f64);
    paper.estimated("worst-column", Unit::Count, (column + 1) as f64);
    let replaced = paper.estimated("replaced-judgement", Unit::Factor, replacement);
    (1.0 / replaced).named("replaced-mirror");
    judgements[row][column] = replacement;
    judgements[column][row] = 1.0 / replacement;
    let found = derived(inputs, &judgements);
    Comparison { judgements: Some(judgements), found, ..before }
}

/// The judgements that nobody made, as the completion sets them.
fn fill_gaps(paper: &Paper, compared: &Comparison) {
    let Some(judgements) = &compared.judgements else { return };
    let pairs = compared.said.iter().zip(judgements).enumerate().flat_map(|(row, (said, filled))| {
        let entries = said.iter().zip(filled).skip(row + 1);
        entries.filter(|(said, _)| said.is_none()).map(|(_, filled)| *filled)
    });
    for (filled, number) in pairs.zip(1..) {
        paper.estimated("filled-judgement", Unit::Factor, filled).in_year(number);
    }
}

/// Every judgement's ratio to what the weights say, and what the weights say, row by row.
fn errors(paper: &Paper, compared: &Comparison) {
    let weights = &compared.found.weights;
    let Some(judgements) = &compared.judgements else { return };
    let mut number = 1;
    for (row, over) in judgements.iter().zip(weights) {
        for (judgement, under) in row.iter().zip(weights) {
            let consistent = over / under;
            paper.estimated("consistent-judgement", Unit::Factor, consistent).in_year(number);
            paper.estimated("judgement-error", Unit::Factor, judgement / consistent).in_year(number);
            number += 1;
        }
    }
}
