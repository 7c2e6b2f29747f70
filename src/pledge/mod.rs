//! Pledge financing: what may be lent on a right.

mod lendable_value;

pub use lendable_value::{Lendable, lendable_value};
