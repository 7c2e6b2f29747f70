//! When to exercise, learnt from simulated paths: least-squares Monte Carlo (最小二乘蒙特卡洛).
//! ```text
//! Cₙ = (Pₙ)⁺      Cₖ = Pₖ where Pₖ > 0 and Pₖ ≥ fₖ(Sₖ), else d·Cₖ₊₁      value = d · mean of C₁
//! ```
//! Pₖ what exercise brings at date k, Sₖ the underlying there, d the discount from one date to the next; fₖ the
//! polynomial in Sₖ that comes nearest to d·Cₖ₊₁, by least squares, over the paths with Pₖ > 0. Dates count from 1;
//! the paths are asked for from the last date to the first, so that whoever makes them need not keep them.
//!
//! Where it is known what exercise at the last date alone is worth, Eₖ(Sₖ), only what early exercise adds is learnt:
//! each path carries Zₖ, which is Eₖ(Sₖ) at the date of its exercise and d·Zₖ₊₁ before, fₖ is fitted to d·(Cₖ₊₁ − Zₖ₊₁)
//! and compared with Pₖ − Eₖ. Seen from today Z is worth E on the mean, so nothing is shifted, and most of the
//! scatter is gone.
//!
//! The polynomial is put together from polynomials that are orthogonal over the very points (Forsythe 1957): no
//! equations are solved, and a degree that the points do not carry is left out by itself. Powers, Laguerre and Hermite
//! polynomials up to one degree span the same, and so give this same fit.
//!
//! - Stated: Longstaff and Schwartz, Valuing American options by simulation, Review of Financial Studies 14 (2001);
//!   their eight paths, at 1.10 and 6 %, give 0.1144. Rasmussen, Control variates for Monte Carlo valuation of American
//!   options, Journal of Computational Finance 9 (2005), on Z at the date of exercise.
//! - Limit: the paths from which a rule was learnt know their own future a little, which lifts their mean; followed on
//!   paths of its own, a rule is one way of exercising among others, and gives a bound from below.

/// A figure of a date, at a level of the underlying.
pub type AtDate<'a> = &'a dyn Fn(usize, f64) -> f64;

/// The levels of all paths at a date.
pub type Levels<'a> = &'a mut dyn FnMut(usize, &mut [f64]);

/// The dates on which one may exercise, and what it brings.
#[derive(Clone, Copy)]
pub struct Dates<'a> {
    /// How many there are.
    pub count: usize,
    /// d: what money of one date is worth at the date before.
    pub discount: f64,
    /// Pₖ
    pub payoff: AtDate<'a>,
    /// Eₖ: what exercise at the last date alone is worth, seen from a date; nought where nobody knows.
    pub at_the_end: AtDate<'a>,
}

/// A polynomial in a variable brought to mean nought and deviation one.
#[derive(Clone, Debug, PartialEq)]
pub struct Polynomial {
    centre: f64,
    spread: f64,
    /// Each orthogonal polynomial's coefficient, and the two numbers that make the next one out of it and the one
    /// before.
    terms: Vec<(f64, f64, f64)>,
}

impl Polynomial {
    /// Its value at a level.
    pub fn at(&self, level: f64) -> f64 {
        let x = (level - self.centre) / self.spread;
        let (mut before, mut own, mut sum) = (0.0, 1.0, 0.0);
        for &(coefficient, shift, scale) in &self.terms {
            sum += coefficient * own;
            let next = (x - shift) * own - scale * before;
            (before, own) = (own, next);
        }
        sum
    }

    /// The nearest to the responses, of a degree at most, by least squares; of no point at all it is nought.
    pub fn fitted(levels: &[f64], responses: &[f64], degree: usize) -> Self {
        let count = levels.len() as f64;
        let centre = levels.iter().sum::<f64>() / count;
        let squares: f64 = levels.iter().map(|level| (level - centre) * (level - centre)).sum();
        let spread = (squares / count).sqrt();
        // Points all alike, or so far apart that their squares are no number, carry a constant and no more.
        let varied = spread.is_finite() && spread > 1e-12 * centre.abs();
        let spread = if varied { spread } else { 1.0 };
        let mut fit = Self { centre, spread, terms: Vec::new() };
        let points: Vec<f64> = levels.iter().map(|level| (level - centre) / spread).collect();
        let (mut before, mut own) = (vec![0.0; points.len()], vec![1.0; points.len()]);
        let (mut norm_before, mut norm) = (1.0, count);
        // One point more than coefficients, or the fit would repeat each path's own future.
        for nth in 0..=if varied { degree } else { 0 } {
            if nth + 1 > points.len() || (nth > 0 && (nth + 2 > points.len() || norm <= 1e-9 * count)) {
                break;
            }
            let coefficient = product(&own, responses) / norm;
            let shift = points.iter().zip(&own).map(|(x, p)| x * p * p).sum::<f64>() / norm;
            let scale = if nth == 0 { 0.0 } else { norm / norm_before };
            fit.terms.push((coefficient, shift, scale));
            for ((x, before), own) in points.iter().zip(&mut before).zip(&mut own) {
                (*before, *own) = (*own, (x - shift) * *own - scale * *before);
            }
            (norm_before, norm) = (norm, product(&own, &own));
        }
        fit
    }
}

fn product(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

/// What paths came to under a rule.
#[derive(Clone, Debug)]
pub struct Followed {
    /// What each path brings above E, seen from today.
    pub gained: Vec<f64>,
    /// The date at which each path was exercised, and its level there; none where it never was.
    pub exercised: Vec<Option<(usize, f64)>>,
}

/// The rule learnt from paths, by date from the first to the last but one, and what it brings on these paths.
pub fn learnt(
    dates: Dates<'_>,
    paths: usize,
    degree: usize,
    levels: Levels<'_>,
) -> (Vec<Polynomial>, Followed) {
    let mut rule = Vec::new();
    let followed = backwards(dates, paths, levels, &mut |_, points, gained| {
        let fit = Polynomial::fitted(points, gained, degree);
        rule.push(fit.clone());
        fit
    });
    rule.reverse();
    (rule, followed)
}

/// What a rule brings on other paths than those from which it was learnt.
pub fn followed(dates: Dates<'_>, paths: usize, rule: &[Polynomial], levels: Levels<'_>) -> Followed {
    let never = Polynomial { centre: 0.0, spread: 1.0, terms: vec![(f64::INFINITY, 0.0, 0.0)] };
    backwards(dates, paths, levels, &mut |date, _, _| rule.get(date - 1).unwrap_or(&never).clone())
}

/// What going on is worth above E at a date, from the levels at which exercise brings anything, and what going on
/// gained there.
type Fit<'a> = &'a mut dyn FnMut(usize, &[f64], &[f64]) -> Polynomial;

/// A path at a date at which exercise brings something.
struct Open {
    path: usize,
    level: f64,
    /// Pₖ − Eₖ
    gain: f64,
}

fn backwards(dates: Dates<'_>, paths: usize, levels: Levels<'_>, fit: Fit<'_>) -> Followed {
    let mut here = vec![0.0; paths];
    let mut found = Followed { gained: vec![0.0; paths], exercised: vec![None; paths] };
    for date in (1..=dates.count).rev() {
        levels(date, &mut here);
        let open: Vec<Open> = here
            .iter()
            .enumerate()
            .filter_map(|(path, &level)| {
                let worth = (dates.payoff)(date, level);
                (worth > 0.0).then(|| Open { path, level, gain: worth - (dates.at_the_end)(date, level) })
            })
            .collect();
        let points: Vec<f64> = open.iter().map(|open| open.level).collect();
        let gained: Vec<f64> = open.iter().filter_map(|open| found.gained.get(open.path).copied()).collect();
        let fit = (date < dates.count).then(|| fit(date, &points, &gained));
        for Open { path, level, gain, .. } in open {
            if fit.as_ref().is_none_or(|fit| gain >= fit.at(level)) {
                found.gained[path] = gain;
                found.exercised[path] = Some((date, level));
            }
        }
        found.gained.iter_mut().for_each(|gained| *gained *= dates.discount);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimation::{Design, NoFit, regression};

    #[test]
    fn the_fit_is_that_of_the_regression() -> Result<(), NoFit> {
        // Points that lie far from nought and near each other, on which plain powers all but agree.
        let levels: Vec<f64> = (0..40).map(|place| 900.0 + f64::from(place * place % 41)).collect();
        let responses: Vec<f64> = levels.iter().map(|level| libm::sin(level / 9.0) * 5.0).collect();
        let rows: Vec<Vec<f64>> = levels.iter().map(|level| vec![level - 900.0]).collect();
        for degree in 1..=6_u32 {
            let design = Design { rows: &rows, degree, constant: true };
            let other = regression(design, &responses)?;
            let fit = Polynomial::fitted(&levels, &responses, degree as usize);
            for &level in &levels {
                let powers = other.coefficients.iter().rev();
                let wanted = powers.fold(0.0, |sum, each| sum * (level - 900.0) + each);
                assert!((fit.at(level) - wanted).abs() < 1e-9, "{degree}: {} {wanted}", fit.at(level));
            }
        }
        Ok(())
    }

    #[test]
    fn what_the_points_do_not_carry_is_left_out() {
        let of = |levels: &[f64], responses: &[f64]| Polynomial::fitted(levels, responses, 3).at(2.0);
        assert_eq!(of(&[], &[]).to_bits(), 0.0_f64.to_bits());
        assert_eq!(of(&[2.0], &[7.0]).to_bits(), 7.0_f64.to_bits());
        // Two points carry their mean and no line, for a line through both would be their own future.
        assert!((of(&[1.0, 2.0], &[4.0, 6.0]) - 5.0).abs() < 1e-12);
        assert!((of(&[2.0; 5], &[1.0, 2.0, 3.0, 4.0, 5.0]) - 3.0).abs() < 1e-12);
        assert!((of(&[1.0, 2.0, 3.0, 1.0, 2.0, 3.0], &[1.0, 2.0, 3.0, 3.0, 4.0, 5.0]) - 3.0).abs() < 1e-12);
    }
}
