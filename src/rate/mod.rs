//! Discount rates, and what taxes do to a value.

mod build_up;
mod tax_amortisation_benefit;

use crate::method::Method;

pub use build_up::{BUILD_UP_FIELDS, build_up};
pub use tax_amortisation_benefit::tax_amortisation_factor;

/// The methods of this room.
pub const METHODS: &[&dyn Method] = &[];
