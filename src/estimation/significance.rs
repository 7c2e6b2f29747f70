//! How surprising a ratio is: tail areas of Student's t and Fisher's F, and quantiles of t.
//! ```text
//! P(|T| > t) = I_x(ν/2, 1/2)         x = ν ÷ (ν + t²)
//! P(F > f)   = I_x(ν₂/2, ν₁/2)       x = ν₂ ÷ (ν₂ + ν₁ f)
//! ```
//! I the regularised incomplete beta function, by its continued fraction (Lentz).

/// The chance that Student's t with so many degrees of freedom is at least so far from zero; a share.
pub fn student_tail(t: f64, degrees: f64) -> f64 {
    incomplete_beta(degrees / (degrees + t * t), 0.5 * degrees, 0.5)
}

/// The t that is exceeded in size with the chance 1 − `confidence`.
///
/// - Edges: no confidence, no width; certainty would be infinite, and is kept to 1 − 1e-12.
/// - Published (any table of t): 95 %, 10 degrees: 2.228.
/// ```
/// # use ipval::estimation::student_quantile;
/// assert!((student_quantile(0.95, 10.0) - 2.228).abs() <= 0.0005);
/// ```
pub fn student_quantile(confidence: f64, degrees: f64) -> f64 {
    let wanted = if confidence < 1.0 - 1e-12 { confidence } else { 1.0 - 1e-12 };
    let (mut low, mut high) = (0.0, 1.0);
    // Halving finds the last bit in at most so many steps, and cannot run away as Newton's steps can.
    for _ in 0..1100 {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if incomplete_beta(middle, 0.5, 0.5 * degrees) < wanted { low = middle } else { high = middle }
    }
    (degrees * low / (1.0 - low)).sqrt()
}

/// The chance that Fisher's F is at least so large; a share.
pub fn fisher_tail(ratio: f64, above: f64, below: f64) -> f64 {
    incomplete_beta(below / (below + above * ratio), 0.5 * below, 0.5 * above)
}

/// I_x(a, b): the regularised incomplete beta function, for x between 0 and 1; a share.
pub fn incomplete_beta(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    // The fraction converges fast on one side of the mean; the other side is its mirror image.
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - incomplete_beta(1.0 - x, b, a);
    }
    let front = libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b);
    let front = libm::exp(front + a * libm::log(x) + b * libm::log1p(-x)) / a;
    let kept = |number: f64| if number.abs() < 1e-300 { 1e-300 } else { number };
    let (mut c, mut d) = (1.0, 1.0 / kept(1.0 - (a + b) * x / (a + 1.0)));
    let mut fraction = d;
    for step in 1..500 {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut turn = 1.0;
        for term in [even, odd] {
            d = 1.0 / kept(1.0 + term * d);
            c = kept(1.0 + term / c);
            turn = c * d;
            fraction *= turn;
        }
        if (turn - 1.0).abs() < 1e-16 {
            break;
        }
    }
    front * fraction
}
