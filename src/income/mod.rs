//! The income approach: what a right will earn, seen from the valuation date.

mod amortisation;
mod annual_fee_due;
mod annual_fees;
mod capitalised_income;
mod contributory_assets;
mod cost_saving;
mod customer_lifetime;
mod declining_technology;
mod discounting;
mod economic_life;
mod endless;
mod equivalent_investment_share;
mod excess_earnings;
mod excess_earnings_single;
mod forecast;
mod income_stream;
mod incremental_income;
mod life_curve;
mod marginal_analysis;
mod present_value;
mod profit_share;
mod purchase_price_allocation;
mod relief_from_royalty;
mod remaining_life;
mod residual_return;
mod residual_value;
mod scenarios;
mod staged_development;
mod staged_income;
mod technology_factor;
mod term_compensation;
mod with_and_without;

use crate::method::Method;

pub use annual_fee_due::PatentAnnualFee;
pub use capitalised_income::{CapitalisedIncome, annuity, return_and_recapture};
pub use cost_saving::CostSaving;
pub use customer_lifetime::{CustomerLifetime, lifetime_multiple};
pub use declining_technology::{DecliningTechnology, decayed_value};
pub use discounting::{PaymentDay, Period, Schedule, Timing, discounting, elapsed_factor};
pub use economic_life::{EconomicLifeFromDecay, economic_life};
pub use endless::perpetuity;
pub use equivalent_investment_share::{EquivalentInvestmentShare, equivalent_investment_share};
pub use excess_earnings::ExcessEarnings;
pub use excess_earnings_single::ExcessEarningsSingle;
pub use income_stream::IncomeStream;
pub use incremental_income::IncrementalIncome;
pub use marginal_analysis::MarginalAnalysis;
pub use profit_share::ProfitShare;
pub use purchase_price_allocation::PurchasePriceAllocation;
pub use relief_from_royalty::{HypotheticalLicence, ReliefFromRoyalty, lump_sum, relief_from_royalty};
pub use remaining_life::{LIFE_FIELDS, remaining_life};
pub use residual_return::{ResidualReturn, residual_return};
pub use residual_value::ResidualValue;
pub use scenarios::Scenarios;
pub use staged_development::{Stage, StagedDevelopment, staged_development};
pub use staged_income::StagedIncome;
pub use technology_factor::TechnologyFactor;
pub use term_compensation::PatentTermCompensation;
pub use with_and_without::WithAndWithout;

/// The methods of this room.
pub const METHODS: &[&dyn Method] = &[
    &ReliefFromRoyalty,
    &ProfitShare,
    &ExcessEarnings,
    &ExcessEarningsSingle,
    &IncrementalIncome,
    &CostSaving,
    &WithAndWithout,
    &ResidualValue,
    &ResidualReturn,
    &EquivalentInvestmentShare,
    &MarginalAnalysis,
    &TechnologyFactor,
    &IncomeStream,
    &StagedIncome,
    &CapitalisedIncome,
    &Scenarios,
    &StagedDevelopment,
    &CustomerLifetime,
    &DecliningTechnology,
    &EconomicLifeFromDecay,
    &PurchasePriceAllocation,
    &PatentTermCompensation,
    &PatentAnnualFee,
];
