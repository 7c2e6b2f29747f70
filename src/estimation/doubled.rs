//! Numbers in twice the precision: a pair whose sum carries some 31 decimal digits.
//!
//! Least squares on nearly dependent columns loses as many digits as their condition number has; a double
//! has sixteen, and reference problems (NIST StRD, *Filip*) eat ten of them and more.
//! Products are split after Dekker, so that no fused operation is needed and every target gives the same
//! bits. Good for magnitudes below 1e290.

use std::ops::{Add, Div, Mul, Neg, Sub};

/// `high + low`, with `low` below half a unit in the last place of `high`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Doubled {
    high: f64,
    low: f64,
}

impl Doubled {
    pub(super) const ZERO: Self = Self { high: 0.0, low: 0.0 };
    pub(super) const ONE: Self = Self { high: 1.0, low: 0.0 };

    /// A plain number, exactly.
    pub(super) fn of(number: f64) -> Self {
        Self { high: number, low: 0.0 }
    }

    /// The nearest plain number.
    pub(super) fn value(self) -> f64 {
        self.high
    }

    /// √ of a number that is not negative; zero of any other.
    pub(super) fn square_root(self) -> Self {
        if self.high <= 0.0 {
            return Self::ZERO;
        }
        let guess = Self::of(self.high.sqrt());
        guess + (self - guess * guess) / (guess + guess)
    }

    /// The sum of numbers in their order.
    pub(super) fn sum(numbers: impl IntoIterator<Item = Self>) -> Self {
        numbers.into_iter().fold(Self::ZERO, |sum, number| sum + number)
    }

    fn of_parts(a: f64, b: f64) -> Self {
        let high = a + b;
        Self { high, low: b - (high - a) }
    }
}

/// Half of the digits of a number, so that products of halves are exact.
fn upper_half(number: f64) -> f64 {
    let moved = 134_217_729.0 * number;
    moved - (moved - number)
}

impl Neg for Doubled {
    type Output = Self;

    fn neg(self) -> Self {
        Self { high: -self.high, low: -self.low }
    }
}

impl Add for Doubled {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let sum = self.high + other.high;
        let part = sum - self.high;
        let lost = (self.high - (sum - part)) + (other.high - part);
        Self::of_parts(sum, lost + (self.low + other.low))
    }
}

impl Sub for Doubled {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Mul for Doubled {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        let product = self.high * other.high;
        let (a, b) = (upper_half(self.high), upper_half(other.high));
        let (c, d) = (self.high - a, other.high - b);
        let lost = ((a * b - product) + a * d + c * b) + c * d;
        Self::of_parts(product, lost + (self.high * other.low + self.low * other.high))
    }
}

impl Div for Doubled {
    type Output = Self;

    fn div(self, other: Self) -> Self {
        let first = Self::of(self.high / other.high);
        let rest = self - first * other;
        let second = Self::of(rest.high / other.high);
        let rest = rest - second * other;
        first + second + Self::of(rest.high / other.high)
    }
}

#[cfg(test)]
mod tests {
    use super::Doubled;

    #[test]
    fn what_a_double_loses_is_kept() {
        let (one, tiny) = (Doubled::ONE, Doubled::of(1e-25));
        assert_eq!(((one + tiny) - one).value().to_bits(), 1e-25_f64.to_bits());
        let third = one / Doubled::of(3.0);
        assert!((third * Doubled::of(3.0) - one).value().abs() < 1e-31);
        let root = Doubled::of(2.0).square_root();
        assert!((root * root - Doubled::of(2.0)).value().abs() < 1e-31);
    }
}
