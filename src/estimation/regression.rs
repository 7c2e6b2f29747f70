//! Least squares by Householder's QR, in twice the precision, with what vouches for it.
//! ```text
//! b = R⁻¹ Qᵀ y      s² = Σ eᵢ² ÷ (n − p)      se(bⱼ) = s · √((RᵀR)⁻¹)ⱼⱼ
//! hᵢ = |R⁻ᵀ xᵢ|²    Dᵢ = eᵢ² hᵢ ÷ (p s² (1 − hᵢ)²)
//! κ = |R| · |R⁻¹|   of the columns brought to one length, in the norm of Frobenius
//! ```
//! X the n rows of p regressors, y the responses, e the residuals; h the leverage, D Cook's distance.
//! R² and F are reckoned from the mean where there is a constant, and from zero where there is none.
//!
//! - Certified: NIST StRD (*Norris*, *Pontius*, *NoInt1*, *Longley*, *Filip*, *Wampler*).
//! - Limit: columns that depend on each other to within the digits of a double (a remainder below 1e-13 of a
//!   column's length) are refused: their coefficients would be made of rounding.

use crate::estimation::doubled::Doubled;

/// A least-squares fit.
#[derive(Clone, Debug)]
pub struct Regression {
    /// b, the constant first if there is one.
    pub coefficients: Vec<f64>,
    /// The standard error of each coefficient.
    pub standard_errors: Vec<f64>,
    /// s
    pub residual_standard_deviation: f64,
    /// n − p
    pub degrees: f64,
    /// The share of the variation that is explained; none where nothing varies.
    pub r_squared: Option<f64>,
    /// The explained variance over the residual one; none where nothing is left over.
    pub f_ratio: Option<f64>,
    /// What the fit explains of the squares.
    pub squares_explained: f64,
    /// Σ eᵢ²
    pub squares_left: f64,
    /// hᵢ
    pub leverages: Vec<f64>,
    /// Dᵢ; zero where nothing is left over, and of an observation that alone carries a coefficient.
    pub cook_distances: Vec<f64>,
    /// κ
    pub condition_number: f64,
    /// R⁻¹ by columns, each as long as the column's place.
    pub inverse_root: Vec<Vec<f64>>,
}

/// Why there is no fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoFit {
    /// as many regressors as observations, or more
    TooFew,
    /// the regressor with this number, from 0, follows from those before it
    Dependent(usize),
}

/// What is regressed on: attributes by observation, of which a single one may be raised to powers.
#[derive(Clone, Copy, Debug)]
pub struct Design<'a> {
    /// Attributes by observation.
    pub rows: &'a [Vec<f64>],
    /// The highest power of each attribute; 1 where they stand as they are.
    pub degree: u32,
    /// Whether a constant stands before them.
    pub constant: bool,
}

/// Fits responses to a design.
pub fn regression(design: Design<'_>, responses: &[f64]) -> Result<Regression, NoFit> {
    let columns = columns(design);
    let (count, width) = (responses.len(), columns.len());
    if width == 0 || count <= width {
        return Err(NoFit::TooFew);
    }
    let y: Vec<Doubled> = responses.iter().map(|&each| Doubled::of(each)).collect();
    let (scaled, lengths) = scaled(&columns);
    let (root, turned) = triangular(scaled.clone(), y.clone())?;
    let inverse = inverse(&root);
    let solved: Vec<Doubled> = (0..width)
        .map(|column| Doubled::sum((column..width).map(|k| inverse[k][column] * turned[k])))
        .collect();
    let fitted =
        |row: usize| Doubled::sum(solved.iter().zip(&scaled).map(|(&each, column)| each * column[row]));
    let residuals: Vec<Doubled> = (0..count).map(|row| y[row] - fitted(row)).collect();
    let squares_left = Doubled::sum(residuals.iter().map(|&each| each * each));
    let centre = match design.constant {
        true => Doubled::sum(y.iter().copied()) / Doubled::of(count as f64),
        false => Doubled::ZERO,
    };
    let squares = Doubled::sum(y.iter().map(|&each| (each - centre) * (each - centre)));
    let degrees = (count - width) as f64;
    let variance = squares_left / Doubled::of(degrees);
    let explaining = width - usize::from(design.constant);
    let explained = squares - squares_left;
    let leverages: Vec<Doubled> = (0..count)
        .map(|row| {
            Doubled::sum((0..width).map(|k| {
                let part = Doubled::sum((0..=k).map(|column| inverse[k][column] * scaled[column][row]));
                part * part
            }))
        })
        .collect();
    let cook = |row: usize| {
        let kept = Doubled::ONE - leverages[row];
        let scale = Doubled::of(width as f64) * variance * kept * kept;
        let distance = residuals[row] * residuals[row] * leverages[row] / scale;
        // An observation that alone carries a coefficient leaves no residual, and none of this means anything.
        if variance.value() > 0.0 && kept.value() > 1e-12 { distance.value() } else { 0.0 }
    };
    let standard_error = |column: usize| {
        let squares = Doubled::sum((column..width).map(|k| inverse[k][column] * inverse[k][column]));
        ((variance * squares).square_root() / lengths[column]).value()
    };
    let norm = |columns: &[Vec<Doubled>]| {
        Doubled::sum(columns.iter().flatten().map(|&each| each * each)).square_root()
    };
    Ok(Regression {
        coefficients: solved.iter().zip(&lengths).map(|(&each, &length)| (each / length).value()).collect(),
        standard_errors: (0..width).map(standard_error).collect(),
        residual_standard_deviation: variance.square_root().value(),
        degrees,
        r_squared: (squares.value() > 0.0).then(|| (explained / squares).value()),
        f_ratio: (explaining > 0 && variance.value() > 0.0)
            .then(|| (explained / Doubled::of(explaining as f64) / variance).value()),
        squares_explained: explained.value(),
        squares_left: squares_left.value(),
        cook_distances: (0..count).map(cook).collect(),
        leverages: leverages.iter().map(|each| each.value()).collect(),
        condition_number: (norm(&root) * norm(&inverse)).value(),
        inverse_root: inverse
            .iter()
            .map(|column| {
                column.iter().zip(&lengths).map(|(&each, &length)| (each / length).value()).collect()
            })
            .collect(),
    })
}

/// The regressors, column by column, with their powers to the last digit.
fn columns(design: Design<'_>) -> Vec<Vec<Doubled>> {
    let mut columns = Vec::new();
    if design.constant {
        columns.push(vec![Doubled::ONE; design.rows.len()]);
    }
    for attribute in 0..design.rows.first().map_or(0, Vec::len) {
        let plain: Vec<Doubled> =
            design.rows.iter().map(|row| Doubled::of(row.get(attribute).copied().unwrap_or(0.0))).collect();
        let mut power = plain.clone();
        for _ in 1..design.degree {
            let next = power.iter().zip(&plain).map(|(&power, &plain)| power * plain).collect();
            columns.push(std::mem::replace(&mut power, next));
        }
        columns.push(power);
    }
    columns
}

/// Each column divided by its length, and the lengths; a column of nothing keeps the length one.
fn scaled(columns: &[Vec<Doubled>]) -> (Vec<Vec<Doubled>>, Vec<Doubled>) {
    let lengths: Vec<Doubled> = columns
        .iter()
        .map(|column| {
            let length = Doubled::sum(column.iter().map(|&each| each * each)).square_root();
            if length.value() > 0.0 { length } else { Doubled::ONE }
        })
        .collect();
    let scaled = columns
        .iter()
        .zip(&lengths)
        .map(|(column, &length)| column.iter().map(|&each| each / length).collect())
        .collect();
    (scaled, lengths)
}

/// A column explained by those before it to within this is explained to within the digits of a double.
const INDEPENDENT: f64 = 1e-13;

/// R by columns, each as long as its place, and Qᵀ y.
fn triangular(
    mut columns: Vec<Vec<Doubled>>,
    mut responses: Vec<Doubled>,
) -> Result<(Vec<Vec<Doubled>>, Vec<Doubled>), NoFit> {
    let width = columns.len();
    let mut root = Vec::new();
    for k in 0..width {
        let length = Doubled::sum(columns[k][k..].iter().map(|&each| each * each)).square_root();
        if length.value() < INDEPENDENT {
            return Err(NoFit::Dependent(k));
        }
        // The sign that adds and never cancels.
        let diagonal = if columns[k][k].value() > 0.0 { -length } else { length };
        let mut mirror: Vec<Doubled> = columns[k][k..].to_vec();
        mirror[0] = mirror[0] - diagonal;
        let square = Doubled::sum(mirror.iter().map(|&each| each * each));
        let reflect = |column: &mut [Doubled]| {
            let along = Doubled::sum(mirror.iter().zip(column.iter()).map(|(&a, &b)| a * b));
            let twice = (along + along) / square;
            for (each, &part) in column.iter_mut().zip(&mirror) {
                *each = *each - twice * part;
            }
        };
        columns[k + 1..].iter_mut().for_each(|column| reflect(&mut column[k..]));
        reflect(&mut responses[k..]);
        let mut above: Vec<Doubled> = columns[k][..k].to_vec();
        above.push(diagonal);
        root.push(above);
    }
    responses.truncate(width);
    Ok((root, responses))
}

/// R⁻¹ by columns, each as long as its place.
fn inverse(root: &[Vec<Doubled>]) -> Vec<Vec<Doubled>> {
    let mut inverse: Vec<Vec<Doubled>> = Vec::new();
    for (k, column) in root.iter().enumerate() {
        // Column k of R⁻¹ is −R⁻¹ (of those before) · R's column k, over its diagonal.
        let mut own: Vec<Doubled> = (0..k)
            .map(|row| {
                let sum = Doubled::sum((row..k).map(|between| inverse[between][row] * column[between]));
                -sum / column[k]
            })
            .collect();
        own.push(Doubled::ONE / column[k]);
        inverse.push(own);
    }
    inverse
}
