//! The few functions whose bits must not depend on where they run.
//!
//! One implementation serves a single figure and a block of draws, so that replaying one draw alone
//! gives the bits that the block gave. `+ − × ÷ √` are exact by IEEE 754 and need no help.

/// The larger of two numbers; at a tie the second, and NaN as soon as either is NaN.
///
/// Guards against `f64::max`, whose sign of zero differs between x86-64 and WebAssembly.
#[inline]
pub fn maximum(a: f64, b: f64) -> f64 {
    if a > b || a.is_nan() { a } else { b }
}

/// The smaller of two numbers; at a tie the second, and NaN as soon as either is NaN.
#[inline]
pub fn minimum(a: f64, b: f64) -> f64 {
    if a < b || a.is_nan() { a } else { b }
}

/// `base` to the power `exponent`.
///
/// The exponents of whole and half periods are exact divisions and roots: cheaper than a true power by
/// far, and at least as accurate. NaN for a negative base and a broken exponent.
#[inline]
pub fn power(base: f64, exponent: f64) -> f64 {
    match exponent.to_bits() {
        ONE => base,
        MINUS_ONE => 1.0 / base,
        HALF => base.sqrt(),
        MINUS_HALF => 1.0 / base.sqrt(),
        _ => libm::pow(base, exponent),
    }
}

/// `value` rounded to the nearest multiple of `unit`, half away from zero; itself if the unit is zero.
#[inline]
pub fn rounded(value: f64, unit: f64) -> f64 {
    if unit == 0.0 { value } else { (value / unit).round() * unit }
}

const ONE: u64 = 1.0_f64.to_bits();
const MINUS_ONE: u64 = (-1.0_f64).to_bits();
const HALF: u64 = 0.5_f64.to_bits();
const MINUS_HALF: u64 = (-0.5_f64).to_bits();

/// Φ: the probability that a standard normal variable stays below `x`.
///
/// By the complementary error function, which keeps its relative accuracy far into the lower tail.
#[inline]
pub fn normal_distribution(x: f64) -> f64 {
    0.5 * libm::erfc(-x * core::f64::consts::FRAC_1_SQRT_2)
}

/// φ: the density of a standard normal variable at `x`; the slope of Φ.
#[inline]
pub fn normal_density(x: f64) -> f64 {
    const INVERSE_SQRT_TWO_PI: f64 = 0.398_942_280_401_432_7;
    INVERSE_SQRT_TWO_PI * libm::exp(-0.5 * x * x)
}
