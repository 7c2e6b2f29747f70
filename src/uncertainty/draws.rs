//! Uniform numbers by counter: draw *k* of a stream without the draws before it.
//!
//! The finaliser of SplitMix64 (Steele, Lea and Flood, *Fast Splittable Pseudorandom Number Generators*,
//! OOPSLA 2014) over a Weyl sequence: state `key + k·γ`, so any draw is one call.

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
        let stream = Stream::new(1, 3);
        let mut lanes = [0.0; 16];
        stream.fill(1000, &mut lanes);
        assert_eq!(lanes[5].to_bits(), stream.uniform(1005).to_bits());
    }
}
