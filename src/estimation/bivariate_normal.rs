//! The probability that two standard normal variables of a given correlation both stay below given bounds.
//! ```text
//! M(a, b; ρ) = Φ(a)·Φ(b) + 1 ÷ 2π · ∫₀^ρ exp(−(a² − 2·r·a·b + b²) ÷ (2·(1 − r²))) ÷ √(1 − r²) dr
//! ```
//! By r = sin θ the integrand is smooth, and twenty Gauss–Legendre points give it to the last digits; near
//! |ρ| = 1 it is not, and the integral is taken from there, with the part that misbehaves taken off in closed
//! form.
//!
//! - Stated: Drezner and Wesolowsky, On the computation of the bivariate normal integral (1990); Genz,
//!   Numerical computation of rectangular bivariate and trivariate normal probabilities (2004).
//! - Accuracy: 5e-15 absolute, held by the closed forms of the tests; what is far below that is noise.

use std::f64::consts::TAU;

use crate::workpaper::math::{maximum, minimum, normal_distribution};

/// Half of the twenty points of Gauss and Legendre on −1 … 1, with their weights; the others mirror them.
const POINTS: [(f64, f64); 10] = [
    (0.993_128_599_185_094_9, 0.017_614_007_139_152_12),
    (0.963_971_927_277_913_8, 0.040_601_429_800_386_94),
    (0.912_234_428_251_326, 0.062_672_048_334_109_06),
    (0.839_116_971_822_218_8, 0.083_276_741_576_704_75),
    (0.746_331_906_460_150_8, 0.101_930_119_817_240_4),
    (0.636_053_680_726_515, 0.118_194_531_961_518_4),
    (0.510_867_001_950_827_1, 0.131_688_638_449_176_6),
    (0.373_706_088_715_419_6, 0.142_096_109_318_382_1),
    (0.227_785_851_141_645_1, 0.149_172_986_472_603_7),
    (0.076_526_521_133_497_33, 0.152_753_387_130_725_9),
];

/// Beyond this correlation the smooth integrand is smooth no more.
const NEARLY_ONE: f64 = 0.925;

/// P(X ≤ a, Y ≤ b) for standard normal variables of correlation ρ, −1 ≤ ρ ≤ 1; infinite bounds are allowed.
pub fn bivariate_normal(a: f64, b: f64, correlation: f64) -> f64 {
    let (alone_a, alone_b) = (normal_distribution(a), normal_distribution(b));
    if a.is_infinite() || b.is_infinite() {
        return alone_a * alone_b;
    }
    let joint = if correlation.abs() < NEARLY_ONE {
        alone_a * alone_b + smooth(a, b, correlation)
    } else if correlation > 0.0 {
        normal_distribution(minimum(a, b)) - near_one(a, b, correlation)
    } else {
        // Where Y mirrors X, what is left is the part of X ≤ a that Y ≤ b does not cut off.
        near_one(a, -b, correlation) + maximum(alone_a - normal_distribution(-b), 0.0)
    };
    minimum(maximum(joint, 0.0), 1.0)
}

/// The integral over θ from 0 to asin ρ, with 1 ÷ 2π.
fn smooth(a: f64, b: f64, correlation: f64) -> f64 {
    let half = libm::asin(correlation) / 2.0;
    let (product, squares) = (a * b, (a * a + b * b) / 2.0);
    let density = |point: f64| {
        let sine = libm::sin(half * (1.0 + point));
        libm::exp((sine * product - squares) / (1.0 - sine * sine))
    };
    half / TAU * over_points(density)
}

/// What the joint probability misses at ρ of what it is at ρ = 1 (or −1, with b mirrored), never negative.
fn near_one(a: f64, b: f64, correlation: f64) -> f64 {
    let (product, apart) = (a * b, (a - b) * (a - b));
    let (c, d) = ((4.0 - product) / 8.0, (12.0 - product) / 80.0);
    let rest = (1.0 - correlation) * (1.0 + correlation);
    if rest <= 0.0 {
        return 0.0;
    }
    let width = rest.sqrt();
    // Three terms of the expansion in closed form; beyond e^−100 nothing is left of it.
    let mut expanded = 0.0;
    if -(apart / rest + product) / 2.0 > -100.0 {
        let fading = 1.0 - c * (apart - rest) * (1.0 - d * apart) / 3.0 + c * d * rest * rest;
        expanded = width * libm::exp(-(apart / rest + product) / 2.0) * fading;
    }
    if product > -100.0 {
        let gap = apart.sqrt();
        let tail = TAU.sqrt() * normal_distribution(-gap / width);
        let fading = 1.0 - c * apart * (1.0 - d * apart) / 3.0;
        expanded -= libm::exp(-product / 2.0) * tail * gap * fading;
    }
    let half = width / 2.0;
    let remainder = |point: f64| {
        let squared = half * (1.0 + point) * half * (1.0 + point);
        let exponent = -(apart / squared + product) / 2.0;
        if exponent <= -100.0 {
            return 0.0;
        }
        let root = (1.0 - squared).sqrt();
        let exact = libm::exp(-product * squared / (2.0 * (1.0 + root) * (1.0 + root))) / root;
        libm::exp(exponent) * (exact - (1.0 + c * squared * (1.0 + 5.0 * d * squared)))
    };
    (half * over_points(remainder) + expanded) / TAU
}

/// The integral of a function over −1 … 1.
fn over_points(function: impl Fn(f64) -> f64) -> f64 {
    POINTS.iter().map(|(point, weight)| weight * (function(-point) + function(*point))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, wanted: f64, why: &str) {
        assert!((found - wanted).abs() < 5e-15, "{why}: {found}, not {wanted}");
    }

    #[test]
    fn quadrants_hold_what_geometry_says() {
        for step in -40..=40 {
            let correlation = f64::from(step) / 40.0;
            let wanted = 0.25 + libm::asin(correlation) / TAU;
            close(bivariate_normal(0.0, 0.0, correlation), wanted, &format!("ρ = {correlation}"));
        }
    }

    #[test]
    fn parts_make_up_the_whole() {
        for (a, b) in [(0.3, -1.2), (2.0, 1.9), (-0.7, -0.71), (1.0, 1.0), (-2.5, 0.4), (4.0, -4.0)] {
            for correlation in [-1.0, -0.999, -0.95, -0.9, -0.3, 0.0, 0.5, 0.92, 0.93, 0.99, 0.9999, 1.0] {
                let why = format!("{a}, {b}, {correlation}");
                let below = bivariate_normal(a, b, correlation);
                let above = bivariate_normal(a, -b, -correlation);
                close(below + above, normal_distribution(a), &why);
                close(below, bivariate_normal(b, a, correlation), &why);
            }
        }
    }

    #[test]
    fn the_two_ways_meet_at_their_border() {
        for (a, b) in [(0.3, -1.2), (1.0, 1.1), (-0.5, -2.0), (0.0, 3.0)] {
            for border in [NEARLY_ONE, -NEARLY_ONE] {
                let inner = bivariate_normal(a, b, border * (1.0 - 1e-15));
                close(bivariate_normal(a, b, border), inner, &format!("{a}, {b}, {border}"));
            }
        }
        close(bivariate_normal(f64::INFINITY, 0.3, 0.5), normal_distribution(0.3), "no bound");
        close(bivariate_normal(f64::NEG_INFINITY, 0.3, 0.97), 0.0, "nothing below");
    }
}
