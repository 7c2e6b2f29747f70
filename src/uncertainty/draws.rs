//! Uniform numbers: draw *k* of an input without the draws before it.
//!
//! - Sobol: points that fill the space evenly, each of the [`REPLICATES`] replicates scrambled on its own, by
//!   a random triangular matrix over the bits and a random shift (Matoušek, *On the L₂-discrepancy for
//!   anchored boxes*, J. Complexity 14 (1998) 527–556). The variance is that of Owen's full scrambling (Owen,
//!   *Variance with alternative scramblings*, ACM TOMACS 13 (2003) 363–378), and a point costs one XOR. Draw
//!   *k* is point k ÷ 16 of replicate k mod 16, so that any number of draws holds all replicates alike, and
//!   how far they lie apart is an honest standard error.
//! - Random: the finaliser of SplitMix64 (Steele, Lea and Flood, *Fast Splittable Pseudorandom Number
//!   Generators*, OOPSLA 2014) over a Weyl sequence: state `key + k·γ`.
//! - Inferred: dimensions beyond the table are random, which costs evenness there and nothing else.

use crate::uncertainty::directions::{DIMENSIONS, STEERING};
use crate::workpaper::LANES;

/// Independent repetitions of the sequence, from which standard errors are taken.
pub const REPLICATES: usize = 16;

/// How uniform numbers are chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sequence {
    /// evenly, by a scrambled Sobol sequence
    #[default]
    Sobol,
    /// as if by chance
    Random,
}

impl Sequence {
    /// The names in a case, the usual one first.
    pub const NAMES: &[&str] = &["sobol", "random"];

    /// By its name.
    pub fn from_name(name: &str) -> Self {
        if name == "random" { Self::Random } else { Self::Sobol }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sobol => "sobol",
            Self::Random => "random",
        }
    }
}

/// The uniform numbers of one input.
#[derive(Clone, Debug)]
pub enum Draws {
    /// of a Sobol sequence
    Even(Box<Sobol>),
    /// of a random one
    Random(Stream),
}

impl Draws {
    /// The numbers of the `dimension`-th uncertain input.
    pub fn new(sequence: Sequence, seed: u64, dimension: usize) -> Self {
        match sequence {
            Sequence::Sobol if dimension < DIMENSIONS => Self::Even(Box::new(Sobol::new(seed, dimension))),
            _ => Self::Random(Stream::new(seed, dimension)),
        }
    }

    /// The `k`-th number, strictly between 0 and 1.
    pub fn uniform(&self, k: u64) -> f64 {
        match self {
            Self::Even(sobol) => sobol.uniform(k),
            Self::Random(stream) => stream.uniform(k),
        }
    }

    /// The numbers from the `first` on.
    pub fn fill(&self, first: u64, lanes: &mut [f64]) {
        match self {
            Self::Even(sobol) => sobol.fill(first, lanes),
            Self::Random(stream) => stream.fill(first, lanes),
        }
    }
}

/// Points in one block of draws.
const POINTS: usize = LANES / REPLICATES;

/// The numbers of all replicates.
type Row = [u32; REPLICATES];

/// One dimension of a Sobol sequence, scrambled once for each replicate.
#[derive(Clone, Debug)]
pub struct Sobol {
    /// Bit *b* of a point's place turns these bits of it.
    turns: [Row; 32],
    shifts: Row,
    /// What the lowest bits of a place turn together, for the points of one block.
    within: [Row; POINTS],
}

impl Sobol {
    /// The `dimension`-th of the sequence; there are [`DIMENSIONS`].
    pub fn new(seed: u64, dimension: usize) -> Self {
        let key = mixed(mixed(seed ^ GAMMA).wrapping_add((dimension as u64).wrapping_mul(GAMMA)));
        let keys: [u64; REPLICATES] = std::array::from_fn(|replicate| mixed(key ^ (replicate as u64 + 1)));
        let bare = turns(dimension);
        let mut turns = [[0; REPLICATES]; 32];
        for (replicate, key) in keys.into_iter().enumerate() {
            // What each bit, the first one highest, becomes: itself, and by chance any of those behind it.
            let bits: [u32; 32] = std::array::from_fn(|place| {
                let own = 1_u32 << place;
                own | (mixed(key.wrapping_add((place as u64 + 1).wrapping_mul(GAMMA))) as u32 & (own - 1))
            });
            for (turns, bare) in turns.iter_mut().zip(bare) {
                let set = (0..32).filter(|place| bare >> place & 1 == 1);
                turns[replicate] = set.fold(0, |turned, place| turned ^ bits[place]);
            }
        }
        let within = std::array::from_fn(|place| turned([0; REPLICATES], &turns, place as u64));
        Self { turns, shifts: keys.map(|key| key as u32), within }
    }

    /// The `k`-th number, strictly between 0 and 1.
    pub fn uniform(&self, k: u64) -> f64 {
        spread(self.points(k / REPLICATES as u64)[(k % REPLICATES as u64) as usize])
    }

    /// The numbers from the `first` on.
    pub fn fill(&self, first: u64, lanes: &mut [f64]) {
        if !first.is_multiple_of(LANES as u64) || lanes.len() != LANES {
            lanes.iter_mut().zip(first..).for_each(|(lane, k)| *lane = self.uniform(k));
            return;
        }
        let base = self.points(first / REPLICATES as u64);
        for (within, lanes) in self.within.iter().zip(lanes.chunks_exact_mut(REPLICATES)) {
            for ((lane, base), within) in lanes.iter_mut().zip(&base).zip(within) {
                *lane = spread(base ^ within);
            }
        }
    }

    /// The bits of a point in each replicate.
    fn points(&self, place: u64) -> Row {
        turned(self.shifts, &self.turns, place)
    }
}

/// Bits turned by what each bit of a point's place turns.
fn turned(mut bits: Row, turns: &[Row; 32], mut place: u64) -> Row {
    for turns in turns {
        if place == 0 {
            break;
        }
        if place & 1 == 1 {
            bits.iter_mut().zip(turns).for_each(|(bits, turn)| *bits ^= turn);
        }
        place >>= 1;
    }
    bits
}

/// What each bit of a point's place turns, from the steering numbers of a dimension.
fn turns(dimension: usize) -> [u32; 32] {
    let mut numbers: Vec<u32> = vec![1; 32];
    let mut rest: &[u16] = &STEERING;
    for nth in 1..=dimension {
        let Some((&polynomial, odd)) = rest.split_first() else { break };
        let degree = polynomial.ilog2() as usize;
        let (odd, behind) = odd.split_at(degree.min(odd.len()));
        rest = behind;
        if nth == dimension {
            for bit in 0..32 {
                numbers[bit] = match odd.get(bit) {
                    Some(&given) => given.into(),
                    None => (1..=degree).fold(numbers[bit - degree], |number, back| {
                        let counts = (polynomial >> (degree - back)) & 1 == 1;
                        number ^ if counts { numbers[bit - back] << back } else { 0 }
                    }),
                };
            }
        }
    }
    std::array::from_fn(|bit| numbers[bit] << (31 - bit))
}

/// The middle of the stretch of 2⁻³² that the bits name, the first bit highest.
#[inline(always)]
fn spread(bits: u32) -> f64 {
    // A number in [1, 2), less 1 − 2⁻³³: exact, and never 0 or 1.
    f64::from_bits(u64::from(bits) << 20 | 0x3FF0_0000_0000_0000) - (1.0 - f64::EPSILON * 524_288.0)
}

/// 2⁶⁴ divided by the golden ratio, the step of the Weyl sequence.
const GAMMA: u64 = 0x9E37_79B9_7F4A_7C15;

/// The uniform numbers of one input under one seed.
#[derive(Clone, Copy, Debug)]
pub struct Stream {
    key: u64,
}

impl Stream {
    /// The stream of the `dimension`-th uncertain input.
    pub fn new(seed: u64, dimension: usize) -> Self {
        // Mixed twice, so that neighbouring seeds and dimensions share no stretch of the sequence.
        Self { key: mixed(mixed(seed ^ GAMMA).wrapping_add((dimension as u64).wrapping_mul(GAMMA))) }
    }

    /// The `k`-th number, strictly between 0 and 1.
    #[inline(always)]
    pub fn uniform(self, k: u64) -> f64 {
        let bits = mixed(self.key.wrapping_add(k.wrapping_mul(GAMMA)));
        // 52 bits as the fraction of a number in [1, 2), less 1 − 2⁻⁵³: exact, and never 0 or 1.
        f64::from_bits((bits >> 12) | 0x3FF0_0000_0000_0000) - (1.0 - f64::EPSILON / 2.0)
    }

    /// The numbers from the `first` on.
    pub fn fill(self, first: u64, lanes: &mut [f64]) {
        lanes.iter_mut().zip(first..).for_each(|(lane, k)| *lane = self.uniform(k));
    }
}

#[inline(always)]
fn mixed(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_uniform_and_independent_enough() {
        // 200,000 draws: mean within 5 standard errors of ½, and no correlation between neighbours.
        let (first, second) = (Stream::new(7, 0), Stream::new(7, 1));
        let count = 200_000_u64;
        let (mut sum, mut product) = (0.0, 0.0);
        for k in 0..count {
            let (u, v) = (first.uniform(k), second.uniform(k));
            assert!(u > 0.0 && u < 1.0);
            sum += u;
            product += (u - 0.5) * (v - 0.5);
        }
        let standard_error = (1.0 / 12.0 / count as f64).sqrt();
        assert!((sum / count as f64 - 0.5).abs() < 5.0 * standard_error);
        assert!((product / count as f64).abs() < 5.0 / 12.0 / (count as f64).sqrt());
    }

    #[test]
    fn any_stretch_holds_the_same_draws() {
        for draws in [0, 3, 100, 101, 500].map(|dimension| Draws::new(Sequence::Sobol, 1, dimension)) {
            for (first, count) in [(0, LANES), (1024, LANES), (1000, 16), (1 << 33, LANES)] {
                let mut lanes = vec![0.0; count];
                draws.fill(first, &mut lanes);
                for (lane, k) in lanes.iter().zip(first..) {
                    assert_eq!(lane.to_bits(), draws.uniform(k).to_bits(), "{draws:?} at {k}");
                }
            }
        }
    }

    #[test]
    fn every_replicate_of_every_dimension_has_one_point_in_each_share() {
        // 256 points of one replicate: one in each 256th, whatever the scramble.
        for dimension in 0..DIMENSIONS {
            let sobol = Sobol::new(9, dimension);
            for replicate in [0, 7] {
                let mut taken = [0; 256];
                for point in 0..256 {
                    taken[(sobol.uniform(point * 16 + replicate) * 256.0) as usize] += 1;
                }
                assert_eq!(taken, [1; 256], "dimension {dimension}");
            }
        }
    }

    #[test]
    fn two_dimensions_are_even_together() {
        // The first two dimensions are a (0, m, 2)-net: one of 256 points in each rectangle of any shape.
        let (first, second) = (Sobol::new(3, 0), Sobol::new(3, 1));
        for cut in 0..=8_u32 {
            let (wide, high) = (1 << cut, 1 << (8 - cut));
            let mut taken = [0; 256];
            for point in 0..256 {
                let (x, y) = (first.uniform(point * 16 + 5), second.uniform(point * 16 + 5));
                taken[(x * f64::from(wide)) as usize * high + (y * high as f64) as usize] += 1;
            }
            assert_eq!(taken, [1; 256], "{wide} by {high}");
        }
    }

    #[test]
    fn the_points_are_those_of_joe_and_kuo() {
        // The tenth point in Gray order is place 9 ^ 4 = 13 here; the figures are those of their own program.
        let bare = |dimension, place: u64| {
            let turns = turns(dimension);
            let bits = (0..32).filter(|bit| place >> bit & 1 == 1).fold(0, |bits, bit| bits ^ turns[bit]);
            f64::from(bits) / 4_294_967_296.0
        };
        for (place, wanted) in
            [(9 ^ 4, [0.6875, 0.8125, 0.4375, 0.0625, 0.5625]), (5 ^ 2, [0.875, 0.875, 0.125, 0.625, 0.125])]
        {
            let found = [0, 1, 2, 50, 100].map(|dimension| bare(dimension, place));
            assert_eq!(found.map(f64::to_bits), wanted.map(f64::to_bits));
        }
    }

    #[test]
    fn scrambles_are_far_apart() {
        // 1,000 seeds: the first number is as uniform as chance has it, and so is how two replicates differ.
        let (mut sum, mut product) = (0.0, 0.0);
        for seed in 0..1000 {
            let sobol = Sobol::new(seed, 2);
            let (u, v) = (sobol.uniform(0), sobol.uniform(1));
            sum += u;
            product += (u - 0.5) * (v - 0.5);
        }
        assert!((sum / 1000.0 - 0.5).abs() < 5.0 * (1.0 / 12_000.0_f64).sqrt());
        assert!((product / 1000.0).abs() < 5.0 / 12.0 / 1000.0_f64.sqrt());
    }
}
