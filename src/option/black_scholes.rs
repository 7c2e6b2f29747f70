//! The formula of Black, Scholes and Merton on the paper, which five methods share.
//! ```text
//! C  = S·e^(−qT)·Φ(d₁) − K·e^(−rT)·Φ(d₂)          P = K·e^(−rT)·Φ(−d₂) − S·e^(−qT)·Φ(−d₁)
//! d₁ = (ln(S ÷ K) + (r − q)·T) ÷ σ√T + σ√T ÷ 2     d₂ = d₁ − σ√T
//! ```
//! - Stated: Black and Scholes (1973); Merton (1973) for the yield.
//! - Limit: prices that move without jumps, at one volatility, and a hedge that somebody could trade; a right is
//!   seldom traded, so that the value is one to compare with and not a price.

use crate::estimation::option::LEAST_DEVIATION;
use crate::workpaper::{Figure, Unit};

/// The terms of an option that is exercised at its end, if at all.
#[derive(Clone, Copy)]
pub struct OptionTerms<'p> {
    /// S: what the underlying is worth now; money.
    pub underlying: Figure<'p>,
    /// K: what is paid for it, or received; money.
    pub exercise: Figure<'p>,
    /// T: years to expiry.
    pub years: Figure<'p>,
    /// r: continuous risk-free rate a year.
    pub rate: Figure<'p>,
    /// q: continuous yield that the holder of the option forgoes, a year.
    pub yield_rate: Figure<'p>,
    /// σ: volatility of the underlying a year.
    pub volatility: Figure<'p>,
}

/// How an option stands: what is exchanged, seen from today, and how likely.
#[derive(Clone, Copy)]
pub struct Outlook<'p> {
    /// S·e^(−qT); money.
    pub underlying_today: Figure<'p>,
    /// K·e^(−rT); money.
    pub exercise_today: Figure<'p>,
    /// σ√T.
    pub deviation: Figure<'p>,
    /// d₁.
    pub first: Figure<'p>,
    /// Φ(±d₁): plus for a call, minus for a put.
    pub first_weight: Figure<'p>,
    /// Φ(±d₂): the risk-neutral probability of exercise.
    pub second_weight: Figure<'p>,
}

impl<'p> OptionTerms<'p> {
    /// The parts of the formula, for an option to buy or to sell.
    pub fn outlook(&self, call: bool) -> Outlook<'p> {
        let Self { underlying, exercise, years, rate, yield_rate, volatility } = *self;
        let underlying_today = underlying * (-(yield_rate * years)).exponential();
        let exercise_today = exercise * (-(rate * years)).exponential();
        // At nought d₁ would be nothing over nothing.
        let deviation = (volatility * years.square_root()).greatest(LEAST_DEVIATION);
        let deviation = deviation.named("deviation-to-expiry").measured_in(Unit::Factor);
        let drift = (rate - yield_rate) * years;
        let first = ((underlying / exercise).logarithm() + drift) / deviation + deviation / 2.0;
        let first = first.named("d-one").measured_in(Unit::Factor);
        let second = (first - deviation).named("d-two").measured_in(Unit::Factor);
        let weight = |d: Figure<'p>| if call { d } else { -d }.normal_distribution();
        Outlook {
            underlying_today: underlying_today.named("underlying-less-yield"),
            exercise_today: exercise_today.named("present-value-of-exercise"),
            deviation,
            first,
            first_weight: weight(first).named("weight-of-underlying").measured_in(Unit::Factor),
            second_weight: weight(second).named("probability-of-exercise").measured_in(Unit::Share),
        }
    }
}

impl<'p> Outlook<'p> {
    /// φ(d₁).
    pub fn density(&self) -> Figure<'p> {
        const INVERSE_ROOT_TAU: f64 = 0.398_942_280_401_432_7;
        (self.first * self.first * -0.5).exponential() * INVERSE_ROOT_TAU
    }

    /// The value of the plain option; money.
    pub fn value(&self, call: bool) -> Figure<'p> {
        let received = self.underlying_today * self.first_weight;
        let paid = self.exercise_today * self.second_weight;
        // The difference of two large sums may fall below nothing by its last digit.
        if call { received - paid } else { paid - received }.greatest(0.0)
    }
}

/// The value of an option to buy or to sell at one day; money.
///
/// - Edges: without time or volatility what exercise would bring, discounted.
/// - Published (Haug, The Complete Guide to Option Pricing Formulas, p. 2): a call on 60 at 65 in a quarter of
///   a year, 8 % and 30 %: 2.1334.
/// ```
/// # use ipval::{option::{OptionTerms, european_option}, workpaper::Paper};
/// let paper = Paper::default();
/// let terms = OptionTerms {
///     underlying: paper.flow("underlying-value", 60.0),
///     exercise: paper.flow("exercise-price", 65.0),
///     years: paper.years("years-to-expiry", 0.25),
///     rate: paper.rate("risk-free-rate", 0.08),
///     yield_rate: paper.rate("yield-rate", 0.0),
///     volatility: paper.rate("volatility", 0.3),
/// };
/// assert!((european_option(&terms, true).value() - 2.1334).abs() < 0.00005);
/// ```
pub fn european_option<'p>(terms: &OptionTerms<'p>, call: bool) -> Figure<'p> {
    terms.outlook(call).value(call).named("option-value").measured_in(Unit::Money)
}
