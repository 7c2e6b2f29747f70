//! What options are worth where no formula of the paper reaches: early exercise, and options on options.
//! ```text
//! European       ±(S·e^(−qT)·Φ(±d₁) − K·e^(−rT)·Φ(±d₂))
//! quadratic      European + A·(S ÷ S*)^γ beyond the trigger S*, else ±(S − K)
//! flat boundary  exercise as soon as S reaches one level X, held for the whole time
//! compound       ±(±(S·e^(−qT₂)·M(…) − K₂·e^(−rT₂)·M(…)) − K₁·e^(−rT₁)·Φ(…))
//! ```
//! The quadratic approximation is neither a bound from above nor from below; the flat boundary is a bound from
//! below, for it is one way of exercising among others.
//!
//! - Stated: Barone-Adesi and Whaley (1987); Bjerksund and Stensland (1993); Geske (1979); all as in Haug, The
//!   Complete Guide to Option Pricing Formulas.
//! - Inferred: triggers are found by bisection and not by Newton's steps, which may leave the road.

use crate::estimation::bivariate_normal::bivariate_normal;
use crate::workpaper::math::{maximum, normal_distribution, power};

/// A standard deviation below this is taken for it: at nought d₁ would be nothing over nothing.
pub const LEAST_DEVIATION: f64 = 1e-9;

/// The terms of an option, as plain numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Terms {
    /// Whether it is an option to buy.
    pub call: bool,
    /// S: what the underlying is worth; money.
    pub underlying: f64,
    /// K: what exercise costs or brings; money.
    pub exercise: f64,
    /// T: years to expiry.
    pub years: f64,
    /// r: continuous risk-free rate a year.
    pub rate: f64,
    /// q: continuous yield that waiting forgoes, a year.
    pub yield_rate: f64,
    /// σ: volatility a year.
    pub volatility: f64,
}

impl Terms {
    fn sign(&self) -> f64 {
        if self.call { 1.0 } else { -1.0 }
    }

    fn deviation(&self) -> f64 {
        maximum(self.volatility * self.years.sqrt(), LEAST_DEVIATION)
    }

    /// d₁ and d₂ against a level of the underlying.
    fn distances(&self, level: f64) -> (f64, f64) {
        let deviation = self.deviation();
        let drift = (self.rate - self.yield_rate) * self.years + deviation * deviation / 2.0;
        let first = (libm::log(self.underlying / level) + drift) / deviation;
        (first, first - deviation)
    }

    /// What exercise at the end would be worth today if it were a duty and no right.
    pub fn duty(&self) -> f64 {
        self.sign() * (self.underlying_today() - self.exercise_today())
    }

    fn underlying_today(&self) -> f64 {
        self.underlying * libm::exp(-self.yield_rate * self.years)
    }

    fn exercise_today(&self) -> f64 {
        self.exercise * libm::exp(-self.rate * self.years)
    }

    /// The option's value if it may be exercised at its end only.
    pub fn european(&self) -> f64 {
        let sign = self.sign();
        let (first, second) = self.distances(self.exercise);
        let bought = self.underlying_today() * normal_distribution(sign * first);
        maximum(sign * (bought - self.exercise_today() * normal_distribution(sign * second)), 0.0)
    }

    fn at(&self, underlying: f64) -> Self {
        Self { underlying, ..*self }
    }
}

/// An approximation with the level of the underlying from which exercise is best, if there is one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Early {
    /// The option's value; money.
    pub value: f64,
    /// The trigger; money. None where waiting is always best.
    pub trigger: Option<f64>,
}

/// The quadratic approximation of Barone-Adesi and Whaley; none where its powers leave the range of numbers.
pub fn quadratic_approximation(terms: &Terms) -> Option<Early> {
    let european = terms.european();
    let never = Early { value: european, trigger: None };
    // What waiting costs: the yield where one would buy, the interest where one would sell.
    if (if terms.call { terms.yield_rate } else { terms.rate }) <= 0.0 || terms.years <= 0.0 {
        return Some(never);
    }
    let (sign, variance) = (terms.sign(), terms.volatility * terms.volatility);
    let drift = 2.0 * (terms.rate - terms.yield_rate) / variance - 1.0;
    let grown = -libm::expm1(-terms.rate * terms.years);
    let reach = if grown == 0.0 { 1.0 / terms.years } else { terms.rate / grown };
    let exponent = (-drift + sign * (drift * drift + 8.0 * reach / variance).sqrt()) / 2.0;
    let kept = libm::exp(-terms.yield_rate * terms.years);
    let premium = |level: f64| {
        let (first, _) = terms.at(level).distances(terms.exercise);
        sign * level / exponent * (1.0 - kept * normal_distribution(sign * first))
    };
    // Positive where exercise at a level is worth more than waiting.
    let gain = |level: f64| sign * (level - terms.exercise) - terms.at(level).european() - premium(level);
    let Some(trigger) = trigger(terms, gain) else { return Some(never) };
    let exercised = sign * (terms.underlying - trigger) >= 0.0;
    let value = if exercised {
        sign * (terms.underlying - terms.exercise)
    } else {
        european + premium(trigger) * power(terms.underlying / trigger, exponent)
    };
    value.is_finite().then_some(Early { value, trigger: Some(trigger) })
}

/// The level between the exercise price and where exercise is surely best, at which a gain changes its sign.
fn trigger(terms: &Terms, gain: impl Fn(f64) -> f64) -> Option<f64> {
    let (mut waiting, mut exercised) = (terms.exercise, terms.exercise);
    let factor = if terms.call { 2.0 } else { 0.5 };
    for _ in 0..200 {
        exercised *= factor;
        if gain(exercised) > 0.0 {
            for _ in 0..200 {
                let middle = (waiting + exercised) / 2.0;
                if gain(middle) > 0.0 { exercised = middle } else { waiting = middle }
            }
            return Some(exercised);
        }
        waiting = exercised;
    }
    None
}

/// The value under the flat boundary of Bjerksund and Stensland (1993), a bound from below; none where its
/// powers leave the range of numbers.
pub fn flat_boundary_approximation(terms: &Terms) -> Option<Early> {
    if !terms.call {
        // To sell S for K is to buy K with S: the two change places, and so do the rate and the yield.
        let mirrored = Terms {
            call: true,
            underlying: terms.exercise,
            exercise: terms.underlying,
            rate: terms.yield_rate,
            yield_rate: terms.rate,
            ..*terms
        };
        let found = flat_boundary_approximation(&mirrored)?;
        let level = |trigger: f64| terms.exercise * terms.underlying / trigger;
        return Some(Early { trigger: found.trigger.map(level), ..found });
    }
    if terms.yield_rate <= 0.0 || terms.years <= 0.0 {
        return Some(Early { value: terms.european(), trigger: None });
    }
    let (spot, exercise) = (terms.underlying, terms.exercise);
    let (variance, carry) = (terms.volatility * terms.volatility, terms.rate - terms.yield_rate);
    let skew = carry / variance - 0.5;
    let beta = -skew + (skew * skew + 2.0 * terms.rate / variance).sqrt();
    let endless = beta / (beta - 1.0) * exercise;
    let least = maximum(exercise, terms.rate / terms.yield_rate * exercise);
    let speed = -(carry * terms.years + 2.0 * terms.deviation()) * least / (endless - least);
    let level = least + (endless - least) * -libm::expm1(speed);
    if spot >= level {
        return Some(Early { value: spot - exercise, trigger: Some(level) });
    }
    let deviation = terms.deviation();
    let to_level = libm::log(level / spot);
    // The value of receiving S to the γ at the end, if the level was never reached and S ends below a bound.
    let unreached = |gamma: f64, bound: f64| {
        let growth = (gamma * carry - terms.rate + 0.5 * gamma * (gamma - 1.0) * variance) * terms.years;
        let drift = (carry + (gamma - 0.5) * variance) * terms.years;
        let distance = -(libm::log(spot / bound) + drift) / deviation;
        let mirrored = power(level / spot, 2.0 * carry / variance + 2.0 * gamma - 1.0)
            * normal_distribution(distance - 2.0 * to_level / deviation);
        libm::exp(growth) * power(spot, gamma) * (normal_distribution(distance) - mirrored)
    };
    let alpha = (level - exercise) * power(level, -beta);
    let value = alpha * (power(spot, beta) - unreached(beta, level)) + unreached(1.0, level)
        - unreached(1.0, exercise)
        - exercise * (unreached(0.0, level) - unreached(0.0, exercise));
    value.is_finite().then_some(Early { value, trigger: Some(level) })
}

/// An option on an option, with the level of the underlying from which it is exercised.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Compound {
    /// Its value; money.
    pub value: f64,
    /// The level of the underlying at which the second option is worth the first exercise price; money. None
    /// where it is exercised at every level, or at none.
    pub critical: Option<f64>,
    /// How far the second option is from the price there, as a share of it: what vouches for the level.
    pub residual: f64,
}

/// The value of a call or a put, at a price and a time, on the option of these terms (Geske).
///
/// `years` must lie before the expiry of the terms.
pub fn compound(terms: &Terms, call: bool, price: f64, years: f64) -> Compound {
    let later = Terms { years: terms.years - years, ..*terms };
    let surplus = |level: f64| later.at(level).european() - price;
    let certain = price * libm::exp(-terms.rate * years);
    let (first_sign, second_sign) = (if call { 1.0 } else { -1.0 }, terms.sign());
    let mut residual = 0.0;
    let critical = if price > 0.0 { critical_level(terms, surplus) } else { None };
    if let Some(level) = critical {
        residual = (surplus(level) / price).abs();
    }
    let Some(level) = critical else {
        // The second option is worth more than the price at every level, or less at every level.
        let parity = terms.european() - certain;
        let value = if (price <= 0.0) == call { first_sign * parity } else { 0.0 };
        return Compound { value: maximum(value, 0.0), critical: None, residual };
    };
    let (end_one, end_two) = terms.distances(terms.exercise);
    let (then_one, then_two) = Terms { years, ..*terms }.distances(level);
    let correlation = first_sign * (years / terms.years).sqrt();
    let turn = first_sign * second_sign;
    let received =
        terms.underlying_today() * bivariate_normal(second_sign * end_one, turn * then_one, correlation);
    let paid = terms.exercise_today() * bivariate_normal(second_sign * end_two, turn * then_two, correlation);
    let price_paid = certain * normal_distribution(turn * then_two);
    let value = first_sign * (second_sign * (received - paid) - price_paid);
    Compound { value: maximum(value, 0.0), critical, residual }
}

/// Where the second option is worth the price; none if it is nowhere, or everywhere.
fn critical_level(terms: &Terms, surplus: impl Fn(f64) -> f64) -> Option<f64> {
    // The second option gains with the underlying if it is a call and loses if it is a put.
    let above = |level: f64| (surplus(level) > 0.0) == terms.call;
    let (mut low, mut high) = (terms.exercise, terms.exercise);
    let mut doublings = 0;
    while above(low) && doublings < 1000 {
        low /= 2.0;
        doublings += 1;
    }
    while !above(high) && doublings < 1000 {
        high *= 2.0;
        doublings += 1;
    }
    if above(low) || !above(high) {
        return None;
    }
    for _ in 0..200 {
        let middle = (low + high) / 2.0;
        if above(middle) { high = middle } else { low = middle }
    }
    Some(high)
}
