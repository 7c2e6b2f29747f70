//! What others have stated, taken up as it stands.

mod stated_value;

pub use stated_value::StatedValue;
