//! Weights out of pairwise judgements: the principal eigenvector and its rivals, and gaps filled in.
//! ```text
//! A·w = λ·w          λ the greatest eigenvalue; w positive, adding up to one
//! λ = mean of (A·w)ᵢ ÷ wᵢ for weights that were found in another way
//! ```
//! - Stated: the eigenvector, Saaty; the eigenvalue-optimal completion, Bozóki, Fülöp and Rónyai (2010); the
//!   matrix of what was said alone, Harker (1987).
//! - Inferred: the iteration of the completion. Where λ is least, a²ᵢⱼ = uⱼvᵢ ÷ uᵢvⱼ with u, v the left and
//!   right eigenvector; each gap is set to that in turn until none moves. λ is log-convex in the logarithms
//!   of the gaps, so there is nowhere else to rest.

/// Judgements, row over column.
pub type Judgements = Vec<Vec<f64>>;

/// Weights with what vouches for them.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    /// One for each row; together one.
    pub weights: Vec<f64>,
    /// λ; n exactly where the judgements agree with each other.
    pub eigenvalue: f64,
    /// The largest of |(A·w)ᵢ ÷ (λ·wᵢ) − 1|: nought for an eigenvector.
    pub residual: f64,
}

/// No matrix that people fill in needs more.
const MOST_ROUNDS: usize = 5000;

/// The eigenvector of the greatest eigenvalue, by repeated multiplication.
pub fn principal_eigenvector(matrix: &Judgements) -> Weights {
    let mut weights = vec![1.0 / matrix.len() as f64; matrix.len()];
    for _ in 0..MOST_ROUNDS {
        let next = to_one(&product(matrix, &weights));
        let moved = weights.iter().zip(&next).any(|(old, new)| (old - new).abs() > 1e-16 + 4e-16 * new);
        weights = next;
        if !moved {
            break;
        }
    }
    vouched(matrix, weights)
}

/// Row geometric means (方根法).
pub fn geometric_means(matrix: &Judgements) -> Weights {
    let means = matrix.iter().map(|row| {
        let logarithms: f64 = row.iter().map(|entry| libm::log(*entry)).sum();
        libm::exp(logarithms / row.len() as f64)
    });
    let means: Vec<f64> = means.collect();
    vouched(matrix, to_one(&means))
}

/// Row means of the matrix whose columns add up to one (和积法).
pub fn column_averages(matrix: &Judgements) -> Weights {
    let sums = product(&transposed(matrix), &vec![1.0; matrix.len()]);
    let means = matrix.iter().map(|row| row.iter().zip(&sums).map(|(entry, sum)| entry / sum).sum());
    let means: Vec<f64> = means.collect();
    vouched(matrix, to_one(&means))
}

/// The matrix with its gaps filled so that λ is least.
pub fn completed(matrix: &[Vec<Option<f64>>]) -> Judgements {
    let mut filled: Judgements =
        matrix.iter().map(|row| row.iter().map(|entry| entry.unwrap_or(1.0)).collect()).collect();
    for _ in 0..MOST_ROUNDS {
        let right = principal_eigenvector(&filled).weights;
        let left = principal_eigenvector(&transposed(&filled)).weights;
        let mut moved = false;
        for (i, row) in matrix.iter().enumerate() {
            for (j, _) in row.iter().enumerate().filter(|(j, entry)| *j > i && entry.is_none()) {
                let next = (left[j] * right[i] / (left[i] * right[j])).sqrt();
                moved |= (next / filled[i][j] - 1.0).abs() > 1e-13;
                filled[i][j] = next;
                filled[j][i] = 1.0 / next;
            }
        }
        if !moved {
            break;
        }
    }
    filled
}

/// Harker's matrix: nought for a judgement that nobody made, and one more on the diagonal for each in the row.
pub fn of_what_was_said(matrix: &[Vec<Option<f64>>]) -> Judgements {
    let rows = matrix.iter().enumerate().map(|(i, row)| {
        let gaps = row.iter().filter(|entry| entry.is_none()).count() as f64;
        let entries = row.iter().enumerate();
        entries.map(|(j, entry)| if i == j { 1.0 + gaps } else { entry.unwrap_or(0.0) }).collect()
    });
    rows.collect()
}

/// The judgement that disagrees most with the weights, by row and column, and what the weights would say
/// had it never been made (Harker).
pub fn worst_judgement(matrix: &Judgements) -> Option<(usize, usize, f64)> {
    let weights = principal_eigenvector(matrix).weights;
    let mut worst: Option<(usize, usize, f64)> = None;
    for (i, row) in matrix.iter().enumerate() {
        for (j, entry) in row.iter().enumerate().skip(i + 1) {
            let apart = libm::log(entry * weights[j] / weights[i]).abs();
            if worst.is_none_or(|(_, _, most)| apart > most) {
                worst = Some((i, j, apart));
            }
        }
    }
    let (i, j, _) = worst?;
    let mut without: Vec<Vec<Option<f64>>> =
        matrix.iter().map(|row| row.iter().copied().map(Some).collect()).collect();
    without[i][j] = None;
    without[j][i] = None;
    let weights = principal_eigenvector(&of_what_was_said(&without)).weights;
    Some((i, j, weights[i] / weights[j]))
}

/// Whether every row can be compared with every other by way of judgements that were made.
pub fn connected(matrix: &[Vec<Option<f64>>]) -> bool {
    let mut reached = vec![false; matrix.len()];
    let mut waiting = vec![0];
    while let Some(row) = waiting.pop() {
        match reached.get_mut(row) {
            Some(seen) if !*seen => *seen = true,
            _ => continue,
        }
        let neighbours = matrix[row].iter().enumerate().filter(|(_, entry)| entry.is_some());
        waiting.extend(neighbours.map(|(column, _)| column));
    }
    reached.into_iter().all(|seen| seen)
}

fn vouched(matrix: &Judgements, weights: Vec<f64>) -> Weights {
    let image = product(matrix, &weights);
    let ratios: Vec<f64> = image.iter().zip(&weights).map(|(image, weight)| image / weight).collect();
    let eigenvalue = ratios.iter().sum::<f64>() / ratios.len() as f64;
    let residual = ratios.iter().fold(0.0, |most, ratio| {
        let off = (ratio / eigenvalue - 1.0).abs();
        if off > most { off } else { most }
    });
    Weights { weights, eigenvalue, residual }
}

fn product(matrix: &Judgements, vector: &[f64]) -> Vec<f64> {
    matrix.iter().map(|row| row.iter().zip(vector).map(|(entry, number)| entry * number).sum()).collect()
}

fn transposed(matrix: &Judgements) -> Judgements {
    (0..matrix.len()).map(|column| matrix.iter().map(|row| row[column]).collect()).collect()
}

fn to_one(numbers: &[f64]) -> Vec<f64> {
    let sum: f64 = numbers.iter().sum();
    numbers.iter().map(|number| number / sum).collect()
}
