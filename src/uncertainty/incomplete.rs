//! The incomplete gamma and beta functions, and their inverses.
//! ```text
//! P(a, x) = γ(a, x) ÷ Γ(a)        by its series below a + 1, by the continued fraction of 1 − P above
//! I_x(a, b)                       by its continued fraction, as in `estimation`
//! ```
//! The inverses take Newton's steps on the logarithm of the smaller tail over the logarithm of x, where the
//! curve is nearly straight far out and bends one way only; a bracket keeps a step from running away.

use crate::estimation::incomplete_beta;
use crate::uncertainty::normal::normal_quantile;
use crate::workpaper::math::{maximum, minimum};

/// The most steps of a series, a fraction or a search: several times what the widest arguments admitted need.
const MOST_STEPS: u32 = 2000;

/// P(a, x) and 1 − P(a, x), each with its own relative accuracy, for a and x above zero.
pub fn gamma_tails(a: f64, x: f64) -> (f64, f64) {
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    let front = libm::exp(a * libm::log(x) - x - libm::lgamma(a));
    if x < a + 1.0 {
        let (mut term, mut sum) = (1.0 / a, 1.0 / a);
        for step in 1..MOST_STEPS {
            term *= x / (a + f64::from(step));
            sum += term;
            if term < sum * 1e-17 {
                break;
            }
        }
        return (front * sum, 1.0 - front * sum);
    }
    let mut under = x + 1.0 - a;
    let (mut c, mut d) = (1e300, 1.0 / under);
    let mut fraction = d;
    for step in 1..MOST_STEPS {
        let i = f64::from(step);
        let over = -i * (i - a);
        under += 2.0;
        d = 1.0 / kept(over * d + under);
        c = kept(under + over / c);
        fraction *= c * d;
        if (c * d - 1.0).abs() < 1e-16 {
            break;
        }
    }
    (1.0 - front * fraction, front * fraction)
}

fn kept(number: f64) -> f64 {
    if number.abs() < 1e-300 { 1e-300 } else { number }
}

fn within(number: f64, low: f64, high: f64) -> f64 {
    maximum(low, minimum(number, high))
}

/// x with P(a, x) = u.
pub fn gamma_quantile(a: f64, u: f64) -> f64 {
    let log_gamma = libm::lgamma(a);
    let slope = |log_x: f64| libm::exp(a * log_x - libm::exp(log_x) - log_gamma);
    // Wilson and Hilferty's cube, or the first term of the series where the cube fails.
    let spread = 1.0 / (9.0 * a);
    let root = 1.0 - spread + normal_quantile(u) * spread.sqrt();
    let first_term = (libm::log(u) + libm::lgamma(a + 1.0)) / a;
    let start = if root > 0.3 && a > 0.5 {
        libm::log(a * root * root * root)
    } else {
        within(first_term, -700.0, 7.0)
    };
    let below = u <= 0.5;
    let wanted = if below { u } else { 1.0 - u };
    let tail = |log_x: f64| {
        let (lower, upper) = gamma_tails(a, libm::exp(log_x));
        (if below { lower } else { upper }, slope(log_x))
    };
    libm::exp(searched(wanted, below, (-745.0, 14.0), start, tail))
}

/// x with I_x(a, b) = u.
pub fn beta_quantile(a: f64, b: f64, u: f64) -> f64 {
    // Solved from the side of the smaller tail, where nothing is lost by taking a difference from one.
    if u > 0.5 { 1.0 - lower_beta_quantile(b, a, 1.0 - u) } else { lower_beta_quantile(a, b, u) }
}

fn lower_beta_quantile(a: f64, b: f64, u: f64) -> f64 {
    let log_beta = libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b);
    let first_term = (libm::log(u) + libm::log(a) + log_beta) / a;
    let start = if a > 1.0 && b > 1.0 {
        // Abramowitz and Stegun 26.5.22.
        let z = -normal_quantile(u);
        let (of_a, of_b) = (1.0 / (2.0 * a - 1.0), 1.0 / (2.0 * b - 1.0));
        let h = 2.0 / (of_a + of_b);
        let lambda = (z * z - 3.0) / 6.0;
        let w = z * (h + lambda).abs().sqrt() / h - (of_b - of_a) * (lambda + 5.0 / 6.0 - 2.0 / (3.0 * h));
        let w = within(w, -170.0, 170.0);
        -libm::log1p(b / a * libm::exp(2.0 * w))
    } else {
        within(first_term, -700.0, -1e-3)
    };
    let tail = |log_x: f64| {
        let x = libm::exp(log_x);
        // 1 − x by the logarithm itself: near one the exponential has lost what is left.
        let slope = libm::exp(a * log_x + (b - 1.0) * libm::log(-libm::expm1(log_x)) - log_beta);
        (incomplete_beta(x, a, b), slope)
    };
    libm::exp(searched(u, true, (-745.0, 0.0), start, tail))
}

/// The t at which a tail that rises, or falls, with t has the wanted size; `tail` gives it with its slope.
fn searched(
    wanted: f64,
    rises: bool,
    (mut low, mut high): (f64, f64),
    start: f64,
    tail: impl Fn(f64) -> (f64, f64),
) -> f64 {
    let mut t = if start > low && start < high { start } else { 0.5 * (low + high) };
    for _ in 0..100 {
        let (size, slope) = tail(t);
        let distance = libm::log(size / wanted);
        if (distance > 0.0) == rises {
            high = t
        } else {
            low = t
        }
        let step = distance * size / slope;
        let mut next = if rises { t - step } else { t + step };
        if !(next > low && next < high) {
            next = 0.5 * (low + high);
        }
        let moved = (next - t).abs();
        t = next;
        // Below the last bit of t, and of what the tail itself is known to.
        if moved <= 2e-16 * (1.0 + t.abs()) {
            break;
        }
    }
    t
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_functions_agree_with_sixty_digits() {
        // By mpmath at 60 digits; what is left is the logarithm of Γ, whose last bits grow with the shapes.
        let near = |found: f64, exact: f64, size: f64| {
            assert!((found / exact - 1.0).abs() < 2e-15 * (10.0 + size), "{found} {exact} at {size}");
        };
        for (a, x, lower, upper) in [
            (0.05, 1e-8, 0.408_942_399_583_405_6, 0.591_057_600_416_594_4),
            (0.5, 0.3, 0.561_421_973_919_000_1, 0.438_578_026_080_999_9),
            (1.0, 2.0, 0.864_664_716_763_387_3, 0.135_335_283_236_612_7),
            (3.7, 0.01, 2.559_623_384_291_716_4e-9, 0.999_999_997_440_376_6),
            (3.7, 9.5, 0.989_515_704_331_030_7, 0.010_484_295_668_969_343),
            (120.0, 100.0, 0.028_230_393_964_865_693, 0.971_769_606_035_134_3),
            (120.0, 150.0, 0.994_895_288_396_849_5, 0.005_104_711_603_150_469),
            (9000.0, 9100.0, 0.853_995_357_189_936_7, 0.146_004_642_810_063_34),
        ] {
            let (found_lower, found_upper) = gamma_tails(a, x);
            near(found_lower, lower, a);
            near(found_upper, upper, a);
            near(gamma_quantile(a, lower), x, 200.0 + a);
        }
        for (a, b, x, share) in [
            (0.05, 0.3, 1e-6, 0.438_173_998_897_659_4),
            (0.5, 0.5, 0.2, 0.295_167_235_300_866_5),
            (2.0, 30.0, 0.01, 0.038_389_514_595_234_52),
            (30.0, 2.0, 0.99, 0.961_610_485_404_764_5),
            (400.0, 300.0, 0.6, 0.937_387_524_601_459),
            (5000.0, 9000.0, 0.36, 0.760_021_661_918_573_7),
            (1.5, 9000.0, 1e-5, 0.019_249_399_231_723_32),
        ] {
            near(incomplete_beta(x, a, b), share, a + b);
            near(beta_quantile(a, b, share), x, a + b);
        }
    }
}
