//! The market approach: what others paid, and how far their bargains are like this one.

mod adjusted_royalty;
mod auction_evidence;
mod comparable_transactions;
mod comparables;
mod damages;
mod favourable_terms;
mod hedonic_regression;
mod multiples;
mod royalty_evidence;
mod samples;
mod spreads;

use crate::method::Method;

pub use adjusted_royalty::{AdjustedRoyalty, adjusted_royalty};
pub use auction_evidence::AuctionEvidence;
pub use comparable_transactions::{ComparableTransactions, adjusted_price};
pub use damages::Damages;
pub use favourable_terms::FavourableTerms;
pub use hedonic_regression::HedonicRegression;
pub use multiples::Multiples;
pub use royalty_evidence::RoyaltyEvidence;
pub use samples::{Correlation, DescribeSample, OneWayAnalysis};
pub use spreads::{DescribeSpread, FitSpread, kolmogorov};

/// The methods of this room.
pub const METHODS: &[&dyn Method] = &[
    &ComparableTransactions,
    &Multiples,
    &HedonicRegression,
    &AuctionEvidence,
    &FavourableTerms,
    &RoyaltyEvidence,
    &AdjustedRoyalty,
    &Damages,
    &DescribeSample,
    &OneWayAnalysis,
    &Correlation,
    &DescribeSpread,
    &FitSpread,
];
