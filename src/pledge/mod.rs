//! Pledge financing: what may be lent on a right.

mod conditions;
mod lendable_value;

pub use conditions::find_bars;
pub use lendable_value::{Lendable, lendable_value};
