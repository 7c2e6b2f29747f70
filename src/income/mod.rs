//! The income approach: what a right will earn, seen from the valuation date.

mod amortisation;
mod annual_fees;
mod discounting;
mod forecast;
mod relief_from_royalty;
mod remaining_life;

use crate::method::Method;

pub use discounting::{PaymentDay, Period, Schedule, Timing, discounting, elapsed_factor};
pub use relief_from_royalty::{HypotheticalLicence, ReliefFromRoyalty, lump_sum, relief_from_royalty};
pub use remaining_life::{LIFE_FIELDS, remaining_life};

/// The methods of this room.
pub const METHODS: &[&dyn Method] = &[&ReliefFromRoyalty];
