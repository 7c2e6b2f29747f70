//! Binomial lattices: a value that moves up or down by a factor at every step, and what is done on the way.
//! ```text
//! W_n(S) = act(n, S, 0)      W_i(S) = act(i, S, e^(−r·h)·(p·W_i+1(S·u) + (1 − p)·W_i+1(S·d)))
//! p = (e^((r − q)·h) − d) ÷ (u − d)                     h = T ÷ n
//! u = e^(σ√h), d = 1 ÷ u                                Cox, Ross and Rubinstein
//! u = e^((r − q)·h + σ√h), d = e^((r − q)·h − σ√h)      around the forward price (McDonald)
//! p = B(d₂), u = e^((r − q)·h)·B(d₁) ÷ p                Leisen and Reimer, n odd
//! ```
//! B the inversion of Peizer and Pratt. The first two miss by about 1 ÷ n, now above and now below; the last
//! by 1 ÷ n² where there is one exercise price.
//!
//! - Stated: Cox, Ross and Rubinstein (1979); McDonald, Derivatives Markets, ch. 10; Leisen and Reimer (1996).

/// A lattice that cannot stand: its steps would let somebody earn without risk, or its levels leave the range of
/// numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unsound {
    /// The probability of a step up that it would need.
    pub probability: f64,
}

/// A level above this is no amount of money any more, and soon no number.
const HIGHEST: f64 = 1e200;

/// A lattice of so many steps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lattice {
    underlying: f64,
    up: f64,
    down: f64,
    /// The risk-neutral probability of a step up.
    pub probability: f64,
    discount: f64,
    /// How many steps it has.
    pub steps: usize,
}

/// How wide the steps are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape {
    /// up and down multiply to one
    CoxRossRubinstein,
    /// up and down lie around the forward price
    Forward,
    /// up and down are such that the exercise price is met from both sides
    LeisenReimer(f64),
    /// the factors themselves
    Given(f64, f64),
}

/// What a lattice is made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Course {
    /// S: what the underlying is worth now; money.
    pub underlying: f64,
    /// T: the time that the lattice covers; years.
    pub years: f64,
    /// r: continuous risk-free rate a year.
    pub rate: f64,
    /// q: continuous yield a year.
    pub yield_rate: f64,
    /// σ: volatility a year.
    pub volatility: f64,
}

impl Course {
    /// The lattice of a shape in so many steps; for Leisen and Reimer the next odd number of them.
    pub fn lattice(&self, shape: Shape, steps: usize) -> Result<Lattice, Unsound> {
        let steps = if matches!(shape, Shape::LeisenReimer(_)) { steps | 1 } else { steps };
        let step = self.years / steps as f64;
        let growth = libm::exp((self.rate - self.yield_rate) * step);
        let wide = libm::exp(self.volatility * step.sqrt());
        let (up, down, probability) = match shape {
            Shape::CoxRossRubinstein => neutral(growth, wide, 1.0 / wide),
            Shape::Forward => neutral(growth, growth * wide, growth / wide),
            Shape::Given(up, down) => neutral(growth, up, down),
            Shape::LeisenReimer(exercise) => {
                let deviation = self.volatility * self.years.sqrt();
                let drift = (self.rate - self.yield_rate) * self.years;
                let second = (libm::log(self.underlying / exercise) + drift) / deviation - deviation / 2.0;
                let probability = inverted(second, steps as f64);
                let up = growth * inverted(second + deviation, steps as f64) / probability;
                (up, (growth - probability * up) / (1.0 - probability), probability)
            }
        };
        let highest = self.underlying * libm::pow(up, steps as f64);
        let sound = probability > 0.0 && probability < 1.0 && down > 0.0 && highest < HIGHEST;
        let discount = libm::exp(-self.rate * step);
        let lattice = Lattice { underlying: self.underlying, up, down, probability, discount, steps };
        if sound { Ok(lattice) } else { Err(Unsound { probability }) }
    }
}

/// The steps with the probability under which the underlying earns its growth.
fn neutral(growth: f64, up: f64, down: f64) -> (f64, f64, f64) {
    (up, down, (growth - down) / (up - down))
}

/// The second inversion of Peizer and Pratt: the binomial probability that stands for Φ(z) in n steps.
fn inverted(z: f64, steps: f64) -> f64 {
    let scaled = z / (steps + 1.0 / 3.0 + 0.1 / (steps + 1.0));
    let half = 0.5 * (-libm::expm1(-scaled * scaled * (steps + 1.0 / 6.0))).sqrt();
    if z < 0.0 { 0.5 - half } else { 0.5 + half }
}

/// What stands at the root of a lattice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Root {
    /// What the first node is worth.
    pub value: f64,
    /// How the value moves with the underlying, from the nodes of the first step.
    pub delta: f64,
    /// How that slope moves with the underlying, from the nodes of the second step; none if there is no such step.
    pub gamma: Option<f64>,
}

impl Lattice {
    /// The value at the root, where `act` says what each node is worth: of its step, the underlying there and
    /// what going on is worth, which at the last step is nothing.
    pub fn value(&self, act: &dyn Fn(usize, f64, f64) -> f64) -> f64 {
        self.root(act).value
    }

    /// The value at the root with its slopes, under the same rule.
    pub fn root(&self, act: &dyn Fn(usize, f64, f64) -> f64) -> Root {
        let ratio = self.up / self.down;
        let lowest = |step: usize| self.underlying * libm::pow(self.down, step as f64);
        let mut level = lowest(self.steps);
        let mut values = Vec::with_capacity(self.steps + 1);
        for _ in 0..=self.steps {
            values.push(act(self.steps, level, 0.0));
            level *= ratio;
        }
        let (mut delta, mut gamma) = (0.0, None);
        let (up, down) = (self.discount * self.probability, self.discount * (1.0 - self.probability));
        for step in (0..self.steps).rev() {
            // The row above is still whole: what it says of slopes is taken before it is written over.
            match step {
                0 => delta = self.slope(&values, 1.0),
                1 => gamma = self.bend(&values),
                _ => {}
            }
            let mut level = lowest(step);
            for node in 0..=step {
                let going_on = match values.get(node..node + 2) {
                    Some(&[below, above]) => up * above + down * below,
                    _ => 0.0,
                };
                if let Some(value) = values.get_mut(node) {
                    *value = act(step, level, going_on);
                }
                level *= ratio;
            }
        }
        Root { value: values.first().copied().unwrap_or(0.0), delta, gamma }
    }

    /// The slope between the two lowest nodes of a row, which come from one that stands at a multiple of the root.
    fn slope(&self, values: &[f64], multiple: f64) -> f64 {
        let apart = self.underlying * multiple * (self.up - self.down);
        match values {
            // Nodes that rounding has laid on each other tell no slope.
            &[below, above, ..] if apart > 0.0 => (above - below) / apart,
            _ => 0.0,
        }
    }

    /// How the slope changes over the three nodes of the second step; none if it has none, or if they meet.
    fn bend(&self, values: &[f64]) -> Option<f64> {
        let rise = self.slope(values.get(1..)?, self.up) - self.slope(values, self.down);
        let apart = self.underlying * (self.up * self.up - self.down * self.down) / 2.0;
        (apart > 0.0).then(|| rise / apart)
    }
}
