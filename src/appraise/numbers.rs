//! Sorting and keeping within bounds, as the whole engine does them.

/// The places of some keys in ascending order; equal ones as they came. One sort for every use: each sorting
/// of another type would weigh kilobytes in the module.
pub(super) fn ascending(keys: &[f64]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..keys.len()).collect();
    places.sort_by(|&a, &b| keys[a].total_cmp(&keys[b]));
    places
}

/// `clamp` that does not panic and leaves no sign of zero to the platform.
pub(super) trait Clamped {
    fn clamped(self, low: f64, high: f64) -> f64;
}

impl Clamped for f64 {
    fn clamped(self, low: f64, high: f64) -> f64 {
        if self < low {
            low
        } else if self > high {
            high
        } else {
            self
        }
    }
}
