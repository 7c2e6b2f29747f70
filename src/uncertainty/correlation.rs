//! Inputs that move together: a Gaussian copula over rank correlations.
//! ```text
//! r = 2 sin(π ρ ÷ 6)        the correlation of two normal variables whose ranks correlate by ρ (Pearson 1907)
//! z′ = L z,  L Lᵀ = R       independent normal places made dependent; each then takes its own shape
//! ```
//! - Nearest: Higham, *Computing the nearest correlation matrix*, IMA J. Numer. Anal. 22 (2002) 329–343, by
//!   alternating projections, with every eigenvalue kept at [`LEAST_EIGENVALUE`] so that it survives being
//!   written with four decimals.

use std::f64::consts::FRAC_PI_6;

use crate::workpaper::math::{maximum, minimum};

/// A square of numbers, row by row.
pub type Matrix = Vec<Vec<f64>>;

/// What rounding to four decimals cannot use up.
const LEAST_EIGENVALUE: f64 = 2e-3;

/// What a pivot may fall short of zero by rounding alone.
const ROUNDING: f64 = 1e-9;

/// Which inputs are drawn together, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct Copula {
    /// The places of the inputs among the uncertain ones.
    pub inputs: Vec<usize>,
    /// The rank correlations asked for.
    pub ranks: Matrix,
    factor: Matrix,
}

impl Copula {
    /// The copula of these rank correlations, or the nearest ones that there can be.
    pub fn new(inputs: Vec<usize>, ranks: Matrix) -> Result<Self, Matrix> {
        match factor(&by_normals(&ranks)) {
            Some(factor) => Ok(Self { inputs, ranks, factor }),
            None => Err(nearest(&ranks)),
        }
    }

    /// Makes independent normal places dependent, in place; one block for each input.
    pub fn mix(&self, blocks: &mut [Vec<f64>]) {
        // From the last on, so that what a row still needs has not been changed.
        for (row, weights) in self.factor.iter().enumerate().rev() {
            let (before, from_row) = blocks.split_at_mut(row);
            let (Some(own), Some(weight)) = (from_row.first_mut(), weights.get(row)) else { continue };
            own.iter_mut().for_each(|z| *z *= weight);
            for (other, weight) in before.iter().zip(weights) {
                own.iter_mut().zip(other).for_each(|(z, other)| *z += weight * other);
            }
        }
    }
}

fn by_normals(ranks: &Matrix) -> Matrix {
    ranks.iter().map(|row| row.iter().map(|rank| 2.0 * libm::sin(rank * FRAC_PI_6)).collect()).collect()
}

/// Cholesky's factor; none of a matrix that no variables can have. Two inputs that are one are admitted.
fn factor(matrix: &Matrix) -> Option<Matrix> {
    let size = matrix.len();
    let mut factor = vec![vec![0.0; size]; size];
    for column in 0..size {
        let left = |factor: &Matrix, row: usize| {
            let done = factor[row].iter().zip(&factor[column]).take(column);
            done.fold(matrix[row][column], |left, (a, b)| left - a * b)
        };
        let pivot = left(&factor, column);
        if pivot < -ROUNDING {
            return None;
        }
        let root = if pivot > ROUNDING { pivot.sqrt() } else { 0.0 };
        for row in column + 1..size {
            let rest = left(&factor, row);
            if root == 0.0 && rest.abs() > 1e3 * ROUNDING {
                return None;
            }
            factor[row][column] = if root == 0.0 { 0.0 } else { rest / root };
        }
        factor[column][column] = root;
    }
    Some(factor)
}

/// The nearest rank correlations that variables can have.
pub fn nearest(ranks: &Matrix) -> Matrix {
    let size = ranks.len();
    let mut matrix = by_normals(ranks);
    let mut correction = vec![vec![0.0; size]; size];
    // A large matrix costs its size cubed for each round.
    let rounds = (2_000_000 / (size * size * size + 1)).clamp(1, 200);
    for _ in 0..rounds {
        let mut definite = matrix.clone();
        each(&mut definite, |row, column, entry| *entry -= correction[row][column]);
        let shifted = definite.clone();
        definite = raised(&definite);
        each(&mut correction, |row, column, entry| *entry = definite[row][column] - shifted[row][column]);
        let before = matrix;
        matrix = definite;
        (0..size).for_each(|place| matrix[place][place] = 1.0);
        let mut moved = 0.0;
        each(&mut matrix.clone(), |row, column, entry| {
            moved = maximum(moved, (*entry - before[row][column]).abs());
        });
        if moved < 1e-10 {
            break;
        }
    }
    matrix = raised(&matrix);
    let deviations: Vec<f64> = (0..size).map(|place| matrix[place][place].sqrt()).collect();
    each(&mut matrix, |row, column, entry| {
        let r = *entry / (deviations[row] * deviations[column]);
        let rank = libm::asin(maximum(-1.0, minimum(1.0, 0.5 * r))) / FRAC_PI_6;
        *entry = if row == column { 1.0 } else { (rank * 1e4).round() / 1e4 };
    });
    matrix
}

fn each(matrix: &mut Matrix, mut change: impl FnMut(usize, usize, &mut f64)) {
    for (row, entries) in matrix.iter_mut().enumerate() {
        entries.iter_mut().enumerate().for_each(|(column, entry)| change(row, column, entry));
    }
}

/// The matrix with its small and negative eigenvalues raised to the least admitted.
fn raised(matrix: &Matrix) -> Matrix {
    let (values, vectors) = eigen(matrix.clone());
    let size = matrix.len();
    let mut raised = vec![vec![0.0; size]; size];
    each(&mut raised, |row, column, entry| {
        let terms = values.iter().enumerate();
        *entry = terms
            .map(|(nth, &value)| maximum(value, LEAST_EIGENVALUE) * vectors[row][nth] * vectors[column][nth])
            .sum();
    });
    raised
}

/// The eigenvalues of a symmetric matrix, and their vectors as columns, by Jacobi's rotations.
fn eigen(mut matrix: Matrix) -> (Vec<f64>, Matrix) {
    let size = matrix.len();
    let mut vectors = vec![vec![0.0; size]; size];
    (0..size).for_each(|place| vectors[place][place] = 1.0);
    for _ in 0..30 {
        let off: f64 =
            (0..size).map(|row| matrix[row][..row].iter().map(|entry| entry * entry).sum::<f64>()).sum();
        if off < 1e-26 {
            break;
        }
        for p in 0..size {
            for q in p + 1..size {
                if matrix[p][q] == 0.0 {
                    continue;
                }
                let theta = (matrix[q][q] - matrix[p][p]) / (2.0 * matrix[p][q]);
                let tangent = 1.0 / (theta.abs() + (theta * theta + 1.0).sqrt());
                let tangent = if theta < 0.0 { -tangent } else { tangent };
                let cosine = 1.0 / (tangent * tangent + 1.0).sqrt();
                let sine = tangent * cosine;
                let turned = |a: f64, b: f64| (cosine * a - sine * b, sine * a + cosine * b);
                for row in matrix.iter_mut().chain(vectors.iter_mut()) {
                    (row[p], row[q]) = turned(row[p], row[q]);
                }
                let (upper, lower) = (matrix[p].clone(), matrix[q].clone());
                for (column, (a, b)) in upper.into_iter().zip(lower).enumerate() {
                    (matrix[p][column], matrix[q][column]) = turned(a, b);
                }
            }
        }
    }
    ((0..size).map(|place| matrix[place][place]).collect(), vectors)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_is_answered_with_the_nearest_that_can() {
        let cases = [
            vec![vec![1.0, 0.9, -0.9], vec![0.9, 1.0, 0.9], vec![-0.9, 0.9, 1.0]],
            vec![vec![1.0, 1.0, 0.0], vec![1.0, 1.0, 1.0], vec![0.0, 1.0, 1.0]],
            (0..6).map(|row| (0..6).map(|column| if row == column { 1.0 } else { -0.5 }).collect()).collect(),
        ];
        for ranks in cases {
            let offered = Copula::new(Vec::new(), ranks.clone()).err();
            assert!(offered.is_some(), "such ranks cannot be: {ranks:?}");
            let offered = offered.unwrap_or_default();
            assert!(Copula::new(Vec::new(), offered.clone()).is_ok(), "{offered:?} is refused too");
            assert_eq!(nearest(&offered), offered, "what can be is left as it is");
        }
    }

    #[test]
    fn the_nearest_is_highams() {
        // Higham (2002), section 4: the nearest to tridiagonal ones, in normal terms.
        let a = [[1.0, 1.0, 0.0], [1.0, 1.0, 1.0], [0.0, 1.0, 1.0]];
        let ranks: Matrix = a.iter().map(|row| row.to_vec()).collect();
        let found = by_normals(&nearest(&ranks));
        // His figures are for no floor under the eigenvalues: 0.7607 and 0.1573.
        assert!((found[0][1] - 0.7607).abs() < 5e-3 && (found[0][2] - 0.1573).abs() < 5e-3, "{found:?}");
    }

    #[test]
    fn the_factor_gives_the_matrix_back() {
        let matrix = vec![vec![1.0, 0.5, -0.2], vec![0.5, 1.0, 0.3], vec![-0.2, 0.3, 1.0]];
        let factor = factor(&matrix).unwrap_or_default();
        assert_eq!(factor.len(), 3, "a matrix of three variables");
        for row in 0..3 {
            for column in 0..3 {
                let back: f64 = factor[row].iter().zip(&factor[column]).map(|(a, b)| a * b).sum();
                assert!((back - matrix[row][column]).abs() < 1e-15);
            }
        }
        let twins = vec![vec![1.0, 1.0], vec![1.0, 1.0]];
        assert!(Copula::new(vec![0, 1], twins).is_ok());
    }
}
