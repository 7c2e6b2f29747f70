//! Draws of a shape, in blocks that SIMD can take.
//!
//! A single draw and a block run the same code, so that their bits agree. The inverses of beta and gamma
//! cost a search each; they are drawn from a table over the normal curve instead, on which they are smooth:
//! 256 stretches, each a polynomial of the fifth degree that meets value, slope and bend at both ends. It
//! stays within one part in a billion of the spread (tested below); the tails beyond it are searched.

use crate::uncertainty::distribution::{Distribution, Truncated, triangular, uniform};
use crate::uncertainty::normal::{normals, quintic};
use crate::workpaper::math::{normal_density, normal_distribution};

/// A distribution made ready for many draws.
#[derive(Debug)]
pub struct Sampler {
    by: By,
    truncated: Option<std::sync::Arc<Truncated>>,
}

#[derive(Debug)]
enum By {
    /// Straight from the uniform number.
    Share(Distribution),
    /// By way of a place on the normal curve.
    Curve(Distribution),
    /// The same, from a table.
    Table(Box<Table>),
}

#[derive(Debug)]
struct Table {
    of: Distribution,
    stretches: Vec<[f64; 6]>,
}

/// Where the table ends on either side; a number of 32 bits never lies beyond.
const REACH: f64 = 6.4;
const STRETCHES: usize = 256;
const STEP: f64 = 2.0 * REACH / STRETCHES as f64;

impl Sampler {
    /// The draws of a distribution.
    pub fn of(distribution: &Distribution) -> Self {
        let (whole, truncated) = match distribution {
            Distribution::Truncated(kept) => (&kept.of, Some(kept.clone())),
            whole => (whole, None),
        };
        let by = match whole {
            Distribution::Normal { .. } | Distribution::LogNormal { .. } | Distribution::Halves { .. } => {
                By::Curve(whole.clone())
            }
            Distribution::Beta { .. } | Distribution::Gamma { .. } => By::Table(Box::new(Table::of(whole))),
            _ => By::Share(whole.clone()),
        };
        Self { by, truncated }
    }

    /// Turns uniform numbers into draws, in place.
    pub fn shape(&self, lanes: &mut [f64]) {
        if let Some(kept) = &self.truncated {
            lanes.iter_mut().for_each(|u| *u = kept.moved(*u));
        }
        match &self.by {
            By::Share(whole) => by_share(whole, lanes),
            _ => {
                normals(lanes);
                self.bend(lanes);
            }
        }
        if let Some(kept) = &self.truncated {
            lanes.iter_mut().for_each(|draw| *draw = kept.inside(*draw));
        }
    }

    /// Turns places on the normal curve into draws, in place.
    pub fn shape_normals(&self, lanes: &mut [f64]) {
        if self.truncated.is_none() && !matches!(self.by, By::Share(_)) {
            return self.bend(lanes);
        }
        lanes.iter_mut().for_each(|z| *z = normal_distribution(*z));
        self.shape(lanes);
    }

    fn bend(&self, lanes: &mut [f64]) {
        match &self.by {
            By::Share(_) => {}
            // Told apart outside the loop: the bell, by far the commonest, is then a loop of its own.
            By::Curve(Distribution::Normal { mean, standard_deviation }) => {
                lanes.iter_mut().for_each(|z| *z = mean + standard_deviation * *z);
            }
            By::Curve(whole) => lanes.iter_mut().for_each(|z| *z = whole.bent(*z).unwrap_or(f64::NAN)),
            By::Table(table) => lanes.iter_mut().for_each(|z| *z = table.at(*z)),
        }
    }
}

/// The commonest told apart outside the loop, which is then one that SIMD can take.
fn by_share(whole: &Distribution, lanes: &mut [f64]) {
    match *whole {
        Distribution::Uniform { min, max } => lanes.iter_mut().for_each(|u| *u = uniform(min, max, *u)),
        Distribution::Triangular { min, mode, max } if max > min => {
            lanes.iter_mut().for_each(|u| *u = triangular(min, mode, max, *u));
        }
        _ => lanes.iter_mut().for_each(|u| *u = whole.quantile(*u)),
    }
}

impl Table {
    fn of(whole: &Distribution) -> Self {
        let nodes: Vec<[f64; 3]> =
            (0..=STRETCHES).map(|node| knot(whole, node as f64 * STEP - REACH)).collect();
        let stretches = nodes.windows(2).map(|pair| quintic(pair[0], pair[1])).collect();
        Self { of: whole.clone(), stretches }
    }

    fn at(&self, z: f64) -> f64 {
        let place = (z + REACH) / STEP;
        if !(place >= 0.0 && place < STRETCHES as f64) {
            return self.of.quantile(normal_distribution(z));
        }
        let t = place - (place as usize) as f64;
        self.stretches[place as usize].iter().rev().fold(0.0, |sum, next| sum * t + next)
    }
}

/// The draw at a place on the normal curve, its slope and its bend there, for steps of the table.
fn knot(whole: &Distribution, z: f64) -> [f64; 3] {
    let draw = whole.quantile(normal_distribution(z));
    let slope = normal_density(z) / whole.density(draw);
    // How the logarithm of the density moves with the draw.
    let lean = match *whole {
        Distribution::Beta { first, second, min, max } => {
            (first - 1.0) / (draw - min) - (second - 1.0) / (max - draw)
        }
        Distribution::Gamma { shape, scale } => (shape - 1.0) / draw - 1.0 / scale,
        _ => 0.0,
    };
    let bend = -z * slope - lean * slope * slope;
    // A draw on its bound to the last bit no longer moves.
    let kept = |number: f64| if number.is_finite() { number } else { 0.0 };
    [draw, kept(slope) * STEP, kept(bend) * STEP * STEP]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::uncertainty::normal_quantile;

    fn shapes() -> Vec<Distribution> {
        let beta = |first, second| Distribution::Beta { first, second, min: 0.0, max: 1.0 };
        let mut shapes = vec![
            Distribution::Normal { mean: 3.0, standard_deviation: 2.0 },
            Distribution::Triangular { min: 1.0, mode: 2.0, max: 4.0 },
            Distribution::Uniform { min: -1.0, max: 1.0 },
            Distribution::log_normal(3.0, 2.0),
            Distribution::quantiles(1.0, 2.0, 5.0),
            Distribution::discrete(&[3.0, 1.0, 2.0], &[0.25, 0.5, 0.25]),
            Distribution::observed(&[3.0, 1.0, 2.0, 7.0]),
            Distribution::pert(1.0, 2.0, 6.0),
            Distribution::gamma(3.0, 2.0),
            Distribution::gamma(3.0, 9.0),
            beta(0.5, 0.5),
            beta(2.0, 30.0),
            beta(400.0, 300.0),
        ];
        let cut = shapes.clone().into_iter().filter_map(|shape| {
            let (low, high) = (shape.quantile(0.2), shape.quantile(0.9));
            shape.truncated(low, high)
        });
        let cut: Vec<Distribution> = cut.collect();
        shapes.extend(cut);
        shapes
    }

    #[test]
    fn a_block_holds_the_bits_of_its_single_draws() {
        for shape in shapes() {
            let sampler = Sampler::of(&shape);
            let uniform: Vec<f64> = (1..1000).map(|index| f64::from(index) / 1000.0).collect();
            let mut lanes = uniform.clone();
            sampler.shape(&mut lanes);
            for (u, draw) in uniform.iter().zip(lanes) {
                let mut alone = [*u];
                sampler.shape(&mut alone);
                assert_eq!(alone[0].to_bits(), draw.to_bits(), "{shape:?} at {u}");
            }
        }
    }

    #[test]
    fn draws_are_the_quantiles_and_the_quantiles_undo_the_distribution_function() {
        for shape in shapes() {
            let sampler = Sampler::of(&shape);
            let spread = shape.quantile(0.95) - shape.quantile(0.05);
            for index in 1..2000 {
                let u =
                    if index < 60 { libm::exp2(-0.5 * f64::from(index)) } else { f64::from(index) / 2000.0 };
                let mut draw = [u];
                sampler.shape(&mut draw);
                let exact = shape.quantile(u);
                assert!((draw[0] - exact).abs() <= 1e-9 * spread, "{shape:?} at {u}: {} {exact}", draw[0]);
                let mut by_curve = [normal_quantile(u)];
                sampler.shape_normals(&mut by_curve);
                let discrete = matches!(&shape, Distribution::Discrete(_))
                    || matches!(&shape, Distribution::Truncated(kept) if matches!(kept.of, Distribution::Discrete(_)));
                if discrete {
                    assert!(shape.cumulative(exact) >= u - 1e-15, "{shape:?} at {u}");
                    continue;
                }
                assert!((by_curve[0] - exact).abs() <= 1e-9 * spread, "{shape:?} at {u} by the curve");
                // What a number near its bound keeps of the share below it.
                let back = shape.cumulative(exact);
                assert!((back - u).abs() <= 1e-11 * u + 1e-13, "{shape:?} at {u}: {exact}, back {back}");
            }
        }
    }

    #[test]
    fn densities_are_the_slopes_of_the_distribution_function_and_moments_those_of_the_draws() {
        for shape in shapes() {
            if matches!(&shape, Distribution::Discrete(_) | Distribution::Truncated(_)) {
                continue;
            }
            let spread = shape.quantile(0.95) - shape.quantile(0.05);
            for u in [0.11, 0.35, 0.62, 0.93] {
                let (x, h) =
                    (shape.quantile(u), 1e-2 * (shape.quantile(u + 1e-3) - shape.quantile(u - 1e-3)));
                let slope = (shape.cumulative(x + h) - shape.cumulative(x - h)) / (2.0 * h);
                assert!((shape.density(x) / slope - 1.0).abs() < 1e-6, "{shape:?} at {x}");
            }
            // The middle of each of many equal shares; what it leaves out lies in the tails.
            let count = 200_000;
            let mut draws: Vec<f64> = (0..count).map(|k| (f64::from(k) + 0.5) / f64::from(count)).collect();
            shape.shape(&mut draws);
            let mean = draws.iter().sum::<f64>() / f64::from(count);
            let variance = draws.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / f64::from(count);
            let (closed, of_variance) = shape.moments().unwrap_or((f64::NAN, f64::NAN));
            assert!((mean - closed).abs() < 1e-4 * spread, "{shape:?}: {mean} {closed}");
            assert!((variance / of_variance - 1.0).abs() < 5e-3, "{shape:?}: {variance} {of_variance}");
        }
    }
}
