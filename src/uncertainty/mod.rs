//! Ranges of inputs, and what they make of a result.
//!
//! Draw *k* of an input depends on the seed, the input's place and *k* alone, so that it is the same
//! whoever computes it and in whatever order.

mod distribution;
mod draws;
mod simulation;

pub use distribution::{Distribution, normal_quantile};
pub use draws::Stream;
pub use simulation::{Simulation, Uncertain, simulate};
