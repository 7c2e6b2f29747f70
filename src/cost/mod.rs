//! The cost approach: what it took, or would take, to have the right, less what it has lost since.

mod design_around;
mod development_cost;
mod labour_multiple;
mod minimum_fee;
mod obsolescence;
mod opportunity_cost;
mod software_effort;
mod spending;
mod trended_historical_cost;

use crate::method::Method;

pub use design_around::DesignAround;
pub use development_cost::{ReplacementCost, ReproductionCost};
pub use labour_multiple::{LabourMultiple, labour_multiple_cost};
pub use minimum_fee::{MinimumFee, minimum_fee};
pub use obsolescence::{Obsolescence, newness_by_life};
pub use opportunity_cost::OpportunityCost;
pub use software_effort::{SoftwareEffort, effort_by_lines};
pub use trended_historical_cost::TrendedHistoricalCost;

/// The methods of this room.
pub const METHODS: &[&dyn Method] = &[
    &ReproductionCost,
    &ReplacementCost,
    &LabourMultiple,
    &TrendedHistoricalCost,
    &SoftwareEffort,
    &OpportunityCost,
    &Obsolescence,
    &DesignAround,
    &MinimumFee,
];
