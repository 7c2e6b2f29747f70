//! The market approach: what others paid, and how far their bargains are like this one.

mod auction_evidence;
mod comparable_transactions;
mod comparables;
mod damages;
mod favourable_terms;
mod hedonic_regression;
mod multiples;
mod royalty_evidence;
mod samples;

use crate::method::Method;

pub use auction_evidence::AuctionEvidence;
pub use comparable_transactions::{ComparableTransactions, adjusted_price};
pub use damages::Damages;
pub use favourable_terms::FavourableTerms;
pub use hedonic_regression::HedonicRegression;
pub use multiples::Multiples;
pub use royalty_evidence::RoyaltyEvidence;
pub use samples::{Correlation, DescribeSample, OneWayAnalysis};

/// The methods of this room.
pub const METHODS: &[&dyn Method] = &[
    &ComparableTransactions,
    &Multiples,
    &HedonicRegression,
    &AuctionEvidence,
    &FavourableTerms,
    &RoyaltyEvidence,
    &Damages,
    &DescribeSample,
    &OneWayAnalysis,
    &Correlation,
];
