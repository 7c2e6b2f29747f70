//! What others have stated, taken up as it stands.

mod portfolio;
mod stated_value;

use crate::method::Method;

pub use portfolio::Portfolio;
pub use stated_value::StatedValue;

/// The methods of this room.
pub const METHODS: &[&dyn Method] = &[&StatedValue, &Portfolio];
