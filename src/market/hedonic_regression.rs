//! Hedonic regression (特征价格法): the price of a right from its attributes, as sales of others explain it.
//! ```text
//! V = Σ bⱼ · xⱼ                               b by least squares from the sales observed
//! V ± t · s · √(1 + |R⁻ᵀ x|²)                  the interval in which the next price falls
//! ```
//! xⱼ the attributes of the subject, a constant and powers included; R, s as in [`crate::estimation`]; t the
//! quantile of Student's t for the confidence asked for.
//!
//! - Certified: NIST StRD linear regressions.
//! - Inferred: attributes whose condition number exceeds 100 are called nearly dependent, a sale whose Cook's
//!   distance exceeds 1 is called decisive; both are usual rules of thumb.
//! - Limit: a fit is no cause, and beyond the sales observed it is no evidence.

use crate::case::{Cell, Field, Inputs, Kind, Measure};
use crate::estimation::{Design, NoFit, Regression, regression, student_quantile};
use crate::method::{Method, Setting, Worked, plain};
use crate::problem::{Finding, Problem, Remarks};
use crate::workpaper::{Figure, Paper, Unit, math};

/// More regressors than this no set of sales of such rights can carry.
const MOST_REGRESSORS: usize = 30;

/// The method as a case calls it.
pub struct HedonicRegression;

const FIELDS: &[Field] = &[
    Field::required("prices", Kind::Numbers(Measure::CASH)),
    Field::required("attributes", Kind::Matrix(Measure::ANY)),
    Field::optional("attributeNames", Kind::Texts),
    Field::required("subject", Kind::Numbers(Measure::ANY)),
    Field::optional("degree", Kind::Count(1, 10)),
    Field::optional("constant", Kind::Flag),
    Field::optional("confidence", Kind::Number(Measure::SHARE)),
];

impl Method for HedonicRegression {
    fn name(&self) -> &'static str {
        "hedonicRegression"
    }

    fn approach(&self) -> &'static str {
        "market"
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
        let prices = plain(inputs.series("prices")?, remarks);
        let rows = rows(inputs, prices.len(), remarks)?;
        let subject = inputs.series("subject")?;
        let (width, degree) = (rows.first()?.len(), inputs.count("degree").unwrap_or(1));
        if subject.len() != width {
            let problem = Problem::new(inputs.pointer_to("subject"), "lengths-differ");
            remarks.refuse(problem.with("length", subject.len()).with("wanted", width));
        }
        if width * degree as usize > MOST_REGRESSORS {
            let problem = Problem::new(inputs.pointer_to("attributes"), "series-length");
            let length = width * degree as usize;
            remarks.refuse(problem.with("length", length).with("most", MOST_REGRESSORS));
        }
        if remarks.problems.len() > before {
            return None;
        }
        let constant = inputs.flag("constant") != Some(false);
        let design = Design { rows: &rows, degree, constant };
        let regressors = width * degree as usize + usize::from(constant);
        let fit = match regression(design, &prices) {
            Ok(fit) => fit,
            Err(NoFit::TooFew) => {
                let problem = Problem::new(inputs.pointer_to("prices"), "too-few-observations");
                remarks.refuse(problem.with("count", prices.len()).with("least", regressors + 1));
                return None;
            }
            Err(NoFit::Dependent(column)) => {
                let problem = Problem::new(inputs.pointer_to("attributes"), "dependent-attributes");
                remarks.refuse(problem.with("column", column + usize::from(!constant)));
                return None;
            }
        };
        let names = inputs.texts("attributeNames");
        let coefficients = record_fit(paper, &fit, names, constant, degree);
        find_weaknesses(inputs, &fit, remarks);
        let x = regressors_of(paper, subject, names, constant, degree);
        let confidence = inputs.number("confidence").map_or(0.95, |cell| plain([cell], remarks)[0]);
        let value = predicted(paper, &fit, &coefficients, &x, confidence);
        let reach = fit.leverages.iter().copied().fold(0.0, math::maximum);
        if leverage(paper, &fit, &x).value() > reach * (1.0 + 1e-9) {
            let about = Problem::new(inputs.pointer_to("subject"), "subject-beyond-observations");
            remarks.find(Finding::warning(about));
        }
        (remarks.problems.len() == before).then(|| Worked::of(value.named("value-by-regression")))
    }
}

/// The attributes as rows of plain numbers, one a price.
fn rows(inputs: &Inputs, count: usize, remarks: &mut Remarks) -> Option<Vec<Vec<f64>>> {
    let matrix = inputs.matrix("attributes")?;
    let before = remarks.problems.len();
    let place = |row: usize| format!("{}/{row}", inputs.pointer_to("attributes"));
    if matrix.len() != count {
        let problem = Problem::new(inputs.pointer_to("attributes"), "lengths-differ");
        remarks.refuse(problem.with("length", matrix.len()).with("wanted", count));
    }
    let width = matrix.first()?.len();
    let mut rows = Vec::new();
    for (number, row) in matrix.iter().enumerate() {
        if row.len() != width || width == 0 {
            let problem = Problem::new(place(number), "lengths-differ").with("length", row.len());
            remarks.refuse(problem.with("wanted", if width == 0 { 1 } else { width }));
        }
        match row.iter().copied().collect::<Option<Vec<f64>>>() {
            Some(row) => rows.push(row),
            None => remarks.refuse(Problem::new(place(number), "observation-incomplete")),
        }
    }
    (remarks.problems.len() == before).then_some(rows)
}

/// The fit on the paper, with its evidence; the coefficients come back.
fn record_fit<'p>(
    paper: &'p Paper,
    fit: &Regression,
    names: &[String],
    constant: bool,
    degree: u32,
) -> Vec<Figure<'p>> {
    let coefficients = fit.coefficients.iter().zip(1..).enumerate().map(|(column, (&value, number))| {
        let coefficient = paper.estimated("coefficient", Unit::Factor, value).in_year(number);
        let attribute = column.checked_sub(usize::from(constant)).map(|place| place / degree as usize);
        let name = attribute.and_then(|attribute| names.get(attribute)).cloned();
        coefficient.annotate(|note| note.label = name)
    });
    let coefficients = coefficients.collect();
    for (&error, number) in fit.standard_errors.iter().zip(1..) {
        paper.estimated("standard-error", Unit::Factor, error).in_year(number);
    }
    for ((&leverage, &distance), number) in fit.leverages.iter().zip(&fit.cook_distances).zip(1..) {
        paper.estimated("leverage", Unit::Share, leverage).in_year(number);
        paper.estimated("cook-distance", Unit::Factor, distance).in_year(number);
    }
    paper.estimated("squares-explained", Unit::Factor, fit.squares_explained);
    paper.estimated("squares-left", Unit::Factor, fit.squares_left);
    if let Some(r_squared) = fit.r_squared {
        paper.estimated("r-squared", Unit::Share, r_squared);
    }
    if let Some(ratio) = fit.f_ratio {
        paper.estimated("f-ratio", Unit::Factor, ratio);
    }
    paper.estimated("condition-number", Unit::Factor, fit.condition_number);
    coefficients
}

fn find_weaknesses(inputs: &Inputs, fit: &Regression, remarks: &mut Remarks) {
    if fit.condition_number > 100.0 {
        let about = Problem::new(inputs.pointer_to("attributes"), "attributes-nearly-dependent");
        remarks.find(Finding::warning(about.with("condition", fit.condition_number)));
    }
    if fit.degrees < 2.0 * fit.coefficients.len() as f64 {
        let about = Problem::new(inputs.pointer_to("prices"), "few-observations");
        let about = about.with("count", fit.leverages.len()).with("regressors", fit.coefficients.len());
        remarks.find(Finding::warning(about));
    }
    let reaches = fit.leverages.iter().zip(&fit.cook_distances).enumerate();
    // A leverage of one: the observation alone carries a coefficient, whatever its distance.
    for (row, (&leverage, &distance)) in
        reaches.filter(|(_, (leverage, distance))| **distance > 1.0 || **leverage > 1.0 - 1e-9)
    {
        let about = Problem::new(format!("{}/{row}", inputs.pointer_to("prices")), "decisive-observation");
        let about = about.with("number", row + 1).with("distance", distance).with("leverage", leverage);
        remarks.find(Finding::warning(about));
    }
}

/// The subject's attributes, with the constant and the powers: figures that may be varied.
fn regressors_of<'p>(
    paper: &'p Paper,
    subject: &[Cell],
    names: &[String],
    constant: bool,
    degree: u32,
) -> Vec<Figure<'p>> {
    let mut regressors: Vec<Figure<'p>> = constant.then(|| paper.constant(1.0)).into_iter().collect();
    for ((cell, number), place) in subject.iter().zip(1..).zip(0..) {
        let name: Option<String> = names.get(place).cloned();
        let attribute = cell.record(paper, "attribute", Unit::Factor).in_year(number);
        let attribute = attribute.annotate(|note| note.label = name);
        let mut power = attribute;
        regressors.push(power);
        for _ in 1..degree {
            power = power * attribute;
            regressors.push(power);
        }
    }
    regressors
}

/// The price at the subject's attributes, with the interval around it.
fn predicted<'p>(
    paper: &'p Paper,
    fit: &Regression,
    coefficients: &[Figure<'p>],
    x: &[Figure<'p>],
    confidence: f64,
) -> Figure<'p> {
    let parts: Vec<Figure<'p>> = coefficients.iter().zip(x).map(|(&b, &x)| b * x).collect();
    let value = paper.sum(parts).named("predicted-price").measured_in(Unit::Money);
    let spread = paper.estimated("residual-standard-deviation", Unit::Money, fit.residual_standard_deviation);
    let t = student_quantile(confidence, fit.degrees);
    let t = paper.estimated("student-quantile", Unit::Factor, t);
    let leverage = leverage(paper, fit, x).named("leverage-of-subject").measured_in(Unit::Factor);
    let half = (t * spread * (1.0 + leverage).square_root()).named("half-width-of-interval");
    (value - half).named("interval-low").measured_in(Unit::Money);
    (value + half).named("interval-high").measured_in(Unit::Money);
    value
}

/// |R⁻ᵀ x|²
fn leverage<'p>(paper: &'p Paper, fit: &Regression, x: &[Figure<'p>]) -> Figure<'p> {
    let squares: Vec<Figure<'p>> = fit
        .inverse_root
        .iter()
        .map(|column| {
            let parts: Vec<Figure<'p>> = column.iter().zip(x).map(|(&root, &x)| x * root).collect();
            let part = paper.sum(parts);
            part * part
        })
        .collect();
    paper.sum(squares)
}
