//! The market approach: what others paid, and how far their bargains are like this one.

use crate::method::Method;

/// The methods of this room.
pub const METHODS: &[&dyn Method] = &[];
