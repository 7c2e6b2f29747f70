//! Every root of a sum of exponentials, and with it every internal rate of a stream of money.
//! ```text
//! f(y) = Σ cₖ · e^(eₖ·y)                    e₁ < e₂ < … any real numbers
//! Σ CFₖ · (1 + r)^−hₖ = f(−ln(1 + r))       cₖ = CFₖ, eₖ = hₖ
//! ```
//! Between two neighbouring roots of the derivative of e^(−e₁·y)·f lies at most one root of f, and that
//! derivative has one term fewer. So the roots are isolated from the last change of sign backwards: none is
//! missed and none is found twice, whatever the dates. A search from a guess does neither.
//!
//! Stated: Rolle's theorem; Descartes' rule, which bounds the roots of every derivative by the changes of
//! sign that are left and so ends the work early.

/// A term of the sum: its exponent and its coefficient.
type Term = (f64, f64);

/// A root touches the axis if the sum there vanishes beside its terms; a few rounding errors are allowed.
const TOUCHES: f64 = 1e-14;

/// Every r above −1 at which amounts at given times, in years, are worth nothing together; ascending.
pub fn internal_rates(flows: &[(f64, f64)]) -> Vec<f64> {
    let mut rates: Vec<f64> = exponential_roots(flows).into_iter().map(|y| libm::expm1(-y)).collect();
    rates.retain(|rate| rate.is_finite() && *rate > -1.0);
    rates.reverse();
    rates
}

/// What amounts are worth together at a rate, as a share of the sum of their sizes: what vouches for a root.
pub fn imbalance(flows: &[(f64, f64)], rate: f64) -> f64 {
    balance(flows, -libm::log1p(rate)).abs()
}

/// Every y at which the sum of c·e^(e·y) vanishes, ascending.
fn exponential_roots(terms: &[Term]) -> Vec<f64> {
    let mut levels = vec![gathered(terms)];
    while let Some(last) = levels.last()
        && sign_changes(last) > 0
    {
        let derivative = derivative(last);
        levels.push(derivative);
    }
    let mut roots = Vec::new();
    while let Some(level) = levels.pop() {
        roots = between(&level, &roots);
    }
    roots
}

/// The terms by ascending exponent, equal exponents added up, none of them zero.
fn gathered(terms: &[Term]) -> Vec<Term> {
    let mut sorted: Vec<Term> = terms.to_vec();
    sorted.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut gathered: Vec<Term> = Vec::new();
    for (exponent, coefficient) in sorted {
        match gathered.last_mut() {
            Some(last) if last.0.to_bits() == exponent.to_bits() => last.1 += coefficient,
            _ => gathered.push((exponent, coefficient)),
        }
    }
    gathered.retain(|(_, coefficient)| *coefficient != 0.0);
    gathered
}

fn sign_changes(terms: &[Term]) -> usize {
    terms.windows(2).filter(|pair| (pair[0].1 > 0.0) != (pair[1].1 > 0.0)).count()
}

/// The derivative of e^(−e₁·y)·f, up to a positive factor; scaled, for two hundred of them would overflow.
fn derivative(terms: &[Term]) -> Vec<Term> {
    let Some((&(lowest, _), rest)) = terms.split_first() else { return Vec::new() };
    let grown: Vec<Term> = rest.iter().map(|&(e, c)| (e, c * (e - lowest))).collect();
    let largest = grown.iter().fold(0.0, |most, (_, c)| if c.abs() > most { c.abs() } else { most });
    grown.into_iter().map(|(e, c)| (e, c / largest)).collect()
}

/// The sum at y as a share of the sum of the sizes of its terms; the greatest term is scaled to size one.
fn balance(terms: &[Term], y: f64) -> f64 {
    let greatest =
        terms.iter().fold(f64::NEG_INFINITY, |most, (e, _)| if e * y > most { e * y } else { most });
    let (mut sum, mut sizes) = (0.0, 0.0);
    for (exponent, coefficient) in terms {
        let term = coefficient * libm::exp(exponent * y - greatest);
        sum += term;
        sizes += term.abs();
    }
    if sizes > 0.0 { sum / sizes } else { 0.0 }
}

/// The roots of a sum that rises or falls throughout between the given places.
fn between(terms: &[Term], turns: &[f64]) -> Vec<f64> {
    let (Some(first), Some(last)) = (terms.first(), terms.last()) else { return Vec::new() };
    let middle = turns.first().copied().unwrap_or(0.0);
    let mut marks = vec![outwards(terms, middle, -1.0, first.1)];
    marks.extend(turns);
    marks.push(outwards(terms, turns.last().copied().unwrap_or(middle), 1.0, last.1));
    let mut roots = Vec::new();
    for pair in marks.windows(2) {
        let (low, high) = (balance(terms, pair[0]), balance(terms, pair[1]));
        if low.abs() <= TOUCHES {
            roots.push(pair[0]);
        } else if high.abs() > TOUCHES && (low > 0.0) != (high > 0.0) {
            roots.push(bisected(terms, pair[0], pair[1]));
        }
    }
    roots
}

/// A place beyond `from` where the sum has the sign that it keeps for ever after in this direction.
fn outwards(terms: &[Term], from: f64, direction: f64, kept: f64) -> f64 {
    let mut step = 1.0;
    loop {
        let at = from + direction * step;
        let there = balance(terms, at);
        // Beyond 2¹⁰⁰ no rate is left that a double could hold.
        if there.abs() > TOUCHES && (there > 0.0) == (kept > 0.0) || step > 1e30 {
            return at;
        }
        step *= 2.0;
    }
}

/// The place where the sign changes, down to neighbouring doubles.
fn bisected(terms: &[Term], mut low: f64, mut high: f64) -> f64 {
    let rising = balance(terms, low) < 0.0;
    loop {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            return middle;
        }
        if (balance(terms, middle) < 0.0) == rising { low = middle } else { high = middle }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: &[f64], wanted: &[f64], within: f64) {
        assert_eq!(found.len(), wanted.len(), "{found:?}, not {wanted:?}");
        for (found, wanted) in found.iter().zip(wanted) {
            assert!((found - wanted).abs() <= within, "{found:?}, not {wanted:?}");
        }
    }

    fn rates(flows: &[f64]) -> Vec<f64> {
        let flows: Vec<(f64, f64)> = (0..).map(f64::from).zip(flows.iter().copied()).collect();
        internal_rates(&flows)
    }

    #[test]
    fn all_rates_are_found_and_no_others() {
        // (x − 1/1.1)(x − 1/1.2)(x − 1/1.3), multiplied out in the discount factor x.
        close(&rates(&[-1.0, 3.6, -4.31, 1.716]), &[0.1, 0.2, 0.3], 1e-11);
        close(&rates(&[1.0, -2.0, 1.0]), &[0.0], 1e-7);
        close(&rates(&[1.0, -2.0, 1.1]), &[], 0.0);
        close(&rates(&[1.0, 2.0, 3.0]), &[], 0.0);
        close(&rates(&[]), &[], 0.0);
        close(&rates(&[0.0, 0.0]), &[], 0.0);
        close(&rates(&[-2.0, 5.0]), &[1.5], 1e-15);
        close(&rates(&[-5.0, 1.0]), &[-0.8], 1e-15);
    }

    #[test]
    fn a_long_stream_neither_overflows_nor_tires() {
        let flows: Vec<f64> = (0..200).map(|t| if t % 2 == 0 { -1.0 } else { 1.001 }).collect();
        let found = rates(&flows);
        assert!(!found.is_empty());
        for rate in found {
            let flows: Vec<(f64, f64)> = (0..).map(f64::from).zip(flows.iter().copied()).collect();
            assert!(imbalance(&flows, rate) < 1e-12, "{rate}");
        }
    }
}
