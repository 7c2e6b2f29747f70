//! Ranges of inputs, and what they make of a result.
//!
//! Draw *k* of an input depends on the seed, the input's place and *k* alone, so that it is the same
//! whoever computes it and in whatever order.

mod correlation;
mod directions;
mod distribution;
mod draws;
mod drivers;
mod incomplete;
mod moments;
mod normal;
mod picture;
mod replicates;
mod sampler;
mod simulation;
mod tally;

pub use correlation::{Copula, Matrix};
pub use distribution::{Distribution, Steps, Truncated};
pub use draws::{Draws, REPLICATES, Sequence, Sobol, Stream};
pub use drivers::Driver;
pub use normal::normal_quantile;
pub use picture::Picture;
pub use replicates::{Estimate, Histogram};
pub use sampler::Sampler;
#[cfg(not(target_arch = "wasm32"))]
pub use simulation::simulate_by;
pub use simulation::{Accuracy, Plan, SAMPLE, Simulation, Simulator, Uncertain, Undefined, simulate};
pub use tally::{Buckets, Collected, PERCENTILES, STRETCH, Share, Sorted, Tally, Wanted};
