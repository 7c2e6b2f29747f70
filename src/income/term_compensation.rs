//! The compensation of a patent's term as a method: how many years a request can add, and until when.
//!
//! The rules are in [`crate::standard`], `term_compensation`; here they stand on the paper with their clauses.
//! - Published law, computed: filed 2016-03-01 and approved 2024-09-01, a drug patent gains 914 days, because
//!   its term may end no later than 14 years after approval; without that cap it would be 1280.
//! - Limit: only a granted compensation lengthens a term. A value counts it where the decision is at hand, in
//!   `/asset/termCompensation`; in the time added a drug patent covers the approved use alone.

use crate::asset::{Asset, AssetKind, Date, written, years_between};
use crate::case::{Field, Inputs, Kind};
use crate::method::{Method, Setting, Worked};
use crate::problem::{Finding, Problem, Remarks};
use crate::standard::{delay_compensation, drug_compensation};
use crate::workpaper::{Figure, Origin, Paper, Unit};

/// The method as a case calls it.
pub struct PatentTermCompensation;

const FIELDS: &[Field] = &[
    Field::required("compensationFor", Kind::Choice(&["delay", "drug"])),
    Field::optional("filingDate", Kind::Date),
    Field::optional("examinationRequestDate", Kind::Date),
    Field::optional("grantDate", Kind::Date),
    Field::optional("excludedDays", Kind::Count(0, 7305)),
    Field::optional("approvalDate", Kind::Date),
];

impl Method for PatentTermCompensation {
    fn name(&self) -> &'static str {
        "patentTermCompensation"
    }

    fn approach(&self) -> &'static str {
        "evidence"
    }

    fn gives(&self) -> Unit {
        Unit::Years
    }

    fn fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn work<'p>(
        &self,
        paper: &'p Paper,
        inputs: &Inputs,
        setting: &Setting<'_>,
        remarks: &mut Remarks,
    ) -> Option<Worked<'p>> {
        let pointer = inputs.pointer_to("compensationFor");
        let asset = setting.asset;
        if asset.is_some_and(|asset| asset.kind != AssetKind::Invention) {
            let problem = Problem::new(pointer.clone(), "compensation-for-inventions-only");
            remarks.refuse(problem.by_clause("cn-patent-law#term-compensation-delay"));
        }
        if setting.valuation_date.is_none() {
            remarks.refuse(Problem::new(pointer.clone(), "needs-valuation-date"));
        }
        let mut day = |key, of: fn(&Asset) -> Option<Date>| {
            let day = inputs.date(key).or_else(|| asset.and_then(of));
            if day.is_none() {
                remarks.refuse(Problem::new(inputs.pointer_to(key), "missing").with("key", key));
            }
            day
        };
        let filed = day("filingDate", |asset| asset.filing_date);
        let is_drug = inputs.text("compensationFor")? == "drug";
        let computed = if is_drug {
            let approved = day("approvalDate", |_| None);
            drug_compensation(filed?, approved?, setting.valuation_date?, setting.standards)
        } else {
            let requested = day("examinationRequestDate", |_| None);
            let granted = day("grantDate", |asset| asset.grant_date);
            delay_compensation(filed?, requested?, granted?, setting.valuation_date?, setting.standards)
        };
        let compensation = match computed {
            Ok(compensation) => compensation,
            Err(problem) => {
                remarks.refuse(Problem { pointer, ..problem });
                return None;
            }
        };
        let excluded = inputs.count("excludedDays").unwrap_or(0) as i32;
        let days = compensation.days(excluded);
        let end = compensation.end(days)?;
        if days == 0 {
            remarks.find(Finding::note(Problem::new(pointer, "no-compensation-due")));
        } else if is_drug {
            let about = Problem::new(pointer, "drug-compensation-scope").with("end", written(end));
            remarks.find(Finding::note(about.by_clause("cn-patent-rules#compensation-drug-scope")));
        }
        let counted = count(paper.input("days-counted", Unit::Count, f64::from(compensation.counted)));
        let counted = counted.from_source(format!("{} →", written(compensation.counted_from)));
        let mut sum = counted.by_clause(compensation.clause.clone());
        if excluded > 0 {
            sum = sum - paper.input("days-excluded", Unit::Count, f64::from(excluded));
        }
        for (cap, clause) in &compensation.caps {
            sum = sum.least(
                count(paper.input("days-at-most", Unit::Count, f64::from(*cap))).by_clause(clause.clone()),
            );
        }
        sum.greatest(0.0).named("days-of-compensation");
        let years = paper.years("term-compensation", years_between(compensation.term_end, end));
        let source = format!("{} + {days} = {}", written(compensation.term_end), written(end));
        Some(Worked::of(years.with_origin(Origin::Parameter).from_source(source)))
    }
}

/// A number of days that dates and the law compute to.
fn count(days: Figure<'_>) -> Figure<'_> {
    days.with_origin(Origin::Parameter)
}
