//! The annual fees (年费) that keep a patent alive, by the schedule in force.
//!
//! Year *k* of a patent begins on the corresponding day *k* − 1 years after filing; its fee is due by then
//! (专利法实施细则 (2023) art 115) and is taken as paid on that day. Fees start with the year of grant
//! (专利法 art 43).

use crate::asset::{Asset, AssetKind, Date, years_after, years_between};
use crate::problem::Problem;
use crate::standard::Standards;

/// One year's fee.
#[derive(Clone, Debug, PartialEq)]
pub struct AnnualFee {
    /// Which year of the patent it keeps alive, from 1.
    pub patent_year: u32,
    /// The day by which it is due.
    pub due: Date,
    /// Years from the valuation date to that day.
    pub elapsed: f64,
    /// The fee before any reduction, in yuan.
    pub yuan: f64,
    /// The clause that sets it.
    pub clause: String,
    /// Where the schedule was read.
    pub source: String,
}

/// The fees due from the valuation date on, to the end of the term.
///
/// Nothing is due for a right that pays none. An unknown filing date, or no schedule in force, is a problem.
pub fn annual_fees(
    asset: &Asset,
    end: Date,
    valuation: Date,
    standards: &Standards,
) -> Result<Vec<AnnualFee>, Problem> {
    let parameter = match asset.kind {
        AssetKind::Invention => "annual-fee-invention",
        AssetKind::UtilityModel => "annual-fee-utility-model",
        AssetKind::Design => "annual-fee-design",
        _ => return Ok(Vec::new()),
    };
    let missing = || Problem::new("/asset/filingDate", "missing").with("key", "filingDate");
    let filed = asset.filing_date.ok_or_else(missing)?;
    let schedule = standards.ruling("cn-patent-annual-fees", parameter, valuation, valuation)?;
    let mut fees = Vec::new();
    for patent_year in 1.. {
        let (Some(due), Some(next)) =
            (years_after(filed, patent_year as i32 - 1), years_after(filed, patent_year as i32))
        else {
            break;
        };
        if due >= end {
            break;
        }
        let granted = asset.grant_date.is_none_or(|grant| grant < next);
        if due < valuation || !granted {
            continue;
        }
        // A term that was compensated runs beyond the schedule; what is due then nobody has verified.
        let Some(yuan) = schedule.in_year(patent_year) else {
            return Err(Problem::new("/asset/termCompensation", "no-ruling")
                .with("id", "cn-patent-annual-fees")
                .with("parameter", parameter)
                .with("date", crate::asset::written(due)));
        };
        fees.push(AnnualFee {
            patent_year,
            due,
            elapsed: years_between(valuation, due),
            yuan,
            clause: schedule.clause.clone(),
            source: schedule.source.clone(),
        });
    }
    Ok(fees)
}
