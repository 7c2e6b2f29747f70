//! The compensation of a patent's term (专利权期限补偿): for delay in examination, and for a new drug.
//! ```text
//! delay:  grant − the later of (filing + 4 years, examination request + 3 years) − excluded days
//! drug:   approval − (filing + 5 years), at most 5 years, and the term ends 14 years after approval at most
//! ```
//! Inventions only, and on request. All years by corresponding day.
//!
//! - Stated: 专利法 (2020) art 42; 专利法实施细则 (2023) arts 77–82. The numbers are in the law pack.
//! - Limit: what delay was reasonable, or the applicant's own, the office decides; here it is given.

use crate::asset::{Date, years_after};
use crate::problem::Problem;
use crate::standard::Standards;

/// The days by which a term is longer, before and after what bounds them.
#[derive(Clone, Debug, PartialEq)]
pub struct TermCompensation {
    /// The end of the term without compensation.
    pub term_end: Date,
    /// The day from which days are counted.
    pub counted_from: Date,
    /// Days counted, before anything is taken off and before any cap; negative if there was no delay.
    pub counted: i32,
    /// The most days that each cap leaves, with the clause that sets it.
    pub caps: Vec<(i32, String)>,
    /// The clause that sets how days are counted.
    pub clause: String,
}

/// Years set by the law pack, with the clause that sets them.
struct Years<'a> {
    standards: &'a Standards,
    valuation: Date,
}

impl Years<'_> {
    /// The corresponding day so many years on.
    fn after(&self, from: Date, document: &str, parameter: &str) -> Result<(Date, String), Problem> {
        let ruling = self.standards.ruling(document, parameter, self.valuation, from)?;
        let end = ruling.number().and_then(|years| years_after(from, years as i32));
        let none = || Problem::new("", "no-ruling").with("id", document).with("parameter", parameter);
        Ok((end.ok_or_else(|| none().with("date", crate::asset::written(from)))?, ruling.clause))
    }
}

/// The compensation for a grant that came late.
pub fn delay_compensation(
    filed: Date,
    examination_requested: Date,
    granted: Date,
    valuation: Date,
    standards: &Standards,
) -> Result<TermCompensation, Problem> {
    let years = Years { standards, valuation };
    let (term_end, _) = years.after(filed, "cn-patent-law", "term-invention")?;
    let (by_filing, clause) = years.after(filed, "cn-patent-law", "delay-years-from-filing")?;
    let (by_request, _) =
        years.after(examination_requested, "cn-patent-law", "delay-years-from-examination-request")?;
    let counted_from = by_filing.max(by_request);
    Ok(TermCompensation {
        term_end,
        counted_from,
        counted: days(counted_from, granted),
        caps: Vec::new(),
        clause,
    })
}

/// The compensation for the time that a new drug's approval took.
pub fn drug_compensation(
    filed: Date,
    approved: Date,
    valuation: Date,
    standards: &Standards,
) -> Result<TermCompensation, Problem> {
    let years = Years { standards, valuation };
    let (term_end, _) = years.after(filed, "cn-patent-law", "term-invention")?;
    let (counted_from, clause) = years.after(filed, "cn-patent-rules", "drug-compensation-deduction")?;
    let (longest, by_length) = years.after(term_end, "cn-patent-law", "drug-compensation-maximum")?;
    let (last, by_end) = years.after(approved, "cn-patent-law", "drug-effective-term-maximum")?;
    Ok(TermCompensation {
        term_end,
        counted_from,
        counted: days(counted_from, approved),
        caps: vec![(days(term_end, longest), by_length), (days(term_end, last), by_end)],
        clause,
    })
}

fn days(from: Date, to: Date) -> i32 {
    to.to_julian_day() - from.to_julian_day()
}

impl TermCompensation {
    /// The days granted: those counted, less those excluded, within the caps; never below zero.
    pub fn days(&self, excluded: i32) -> i32 {
        let least = self.caps.iter().map(|(cap, _)| *cap).fold(self.counted - excluded, Ord::min);
        least.max(0)
    }

    /// The end of the term with so many days more.
    pub fn end(&self, days: i32) -> Option<Date> {
        Date::from_julian_day(self.term_end.to_julian_day().checked_add(days)?).ok()
    }
}
