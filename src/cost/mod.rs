//! The cost approach: what it took, or would take, to have the right, less what it has lost since.

use crate::method::Method;

/// The methods of this room.
pub const METHODS: &[&dyn Method] = &[];
