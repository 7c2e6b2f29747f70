//! Scores: how judges weigh what has no price, and the shares that follow from it. A score is not a price.

use crate::method::Method;

/// The methods of this room.
pub const METHODS: &[&dyn Method] = &[];
