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
mod normal;
mod replicates;
mod sampler;
mod simulation;

pub use correlation::{Copula, Matrix};
pub use distribution::{Distribution, Steps, Truncated};
pub use draws::{Draws, REPLICATES, Sequence, Sobol, Stream};
pub use drivers::Driver;
pub use normal::normal_quantile;
pub use replicates::{Estimate, Histogram, PERCENTILES};
pub use sampler::Sampler;
pub use simulation::{Accuracy, Part, Plan, SAMPLE, Simulation, Simulator, Uncertain, Undefined, simulate};
