//! How long the law lets a right live: the day on which its term ends, by the edition in force.
//!
//! The edition is that in force on the valuation date; the parameter may be governed by another day (the
//! term of a design by its filing date). A term ends on the corresponding day, or on 31 December of its
//! last year, as the pack says. A stated end, or the end after a compensation, goes before the computed one.

use crate::asset::{Asset, AssetKind, Date, written, year_end_after, years_after};
use crate::problem::{Finding, Problem, Remarks};
use crate::standard::Standards;

/// The end of a right and what it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct LegalLife {
    /// The day on which the right ends.
    pub end: Date,
    /// How that day follows, as in `2012-05-18 + 20`.
    pub source: String,
    /// The clause that sets the term; none if the case states the end.
    pub clause: Option<String>,
}

/// The legal end of a right; nothing where the law sets none, or where the case does not tell enough.
///
/// What is missing, assumed or in doubt goes into the remarks. A right that ended on or before the
/// valuation date is refused: nothing of it is left to value.
pub fn legal_life(
    asset: &Asset,
    valuation: Date,
    standards: &Standards,
    remarks: &mut Remarks,
) -> Option<LegalLife> {
    let life = match (asset.legal_end, asset.compensated_end) {
        (Some(end), _) => Some(LegalLife { end, source: written(end), clause: None }),
        (None, Some(end)) => Some(LegalLife {
            end,
            source: written(end),
            clause: Some("cn-patent-law#term-compensation-delay".to_owned()),
        }),
        (None, None) if asset.jurisdiction != "CN" => {
            let about = Problem::new("/asset/legalEnd", "jurisdiction-not-covered");
            remarks.find(Finding::note(about.with("jurisdiction", asset.jurisdiction.as_str())));
            None
        }
        (None, None) => computed(asset, valuation, standards, remarks),
    }?;
    if life.end <= valuation {
        let problem = Problem::new("/asset", "right-has-ended").with("end", written(life.end));
        let problem = problem.with("valuationDate", written(valuation));
        remarks
            .refuse(life.clause.iter().fold(problem, |problem, clause| problem.by_clause(clause.as_str())));
        return None;
    }
    Some(life)
}

/// A term of the law: its document, its parameter, and the day from which it runs.
struct Term {
    document: &'static str,
    parameter: &'static str,
    from: Option<Date>,
    /// The key of the asset that holds that day.
    key: &'static str,
}

fn computed(
    asset: &Asset,
    valuation: Date,
    standards: &Standards,
    remarks: &mut Remarks,
) -> Option<LegalLife> {
    let term = |document, parameter, from, key| Term { document, parameter, from, key };
    let published =
        |document, parameter| term(document, parameter, asset.publication_date, "publicationDate");
    match asset.kind {
        AssetKind::TradeSecret => None,
        AssetKind::Invention => end_of(
            term("cn-patent-law", "term-invention", asset.filing_date, "filingDate"),
            valuation,
            standards,
            remarks,
        ),
        AssetKind::UtilityModel => end_of(
            term("cn-patent-law", "term-utility-model", asset.filing_date, "filingDate"),
            valuation,
            standards,
            remarks,
        ),
        AssetKind::Design => end_of(
            term("cn-patent-law", "term-design", asset.filing_date, "filingDate"),
            valuation,
            standards,
            remarks,
        ),
        AssetKind::Trademark => mark(asset, valuation, standards, remarks),
        AssetKind::Copyright if asset.owned_by_person => {
            let life = term("cn-copyright-law", "term-copyright-person", asset.death_date, "deathDate");
            end_of(life, valuation, standards, remarks)
        }
        AssetKind::Copyright if asset.publication_date.is_none() && asset.completion_date.is_some() => {
            let life =
                term("cn-copyright-law", "copyright-unpublished", asset.completion_date, "completionDate");
            end_of(life, valuation, standards, remarks)
        }
        AssetKind::Copyright => {
            end_of(published("cn-copyright-law", "term-copyright-entity"), valuation, standards, remarks)
        }
        AssetKind::Software if asset.owned_by_person => {
            let life = term("cn-software-regulation", "term-software-person", asset.death_date, "deathDate");
            end_of(life, valuation, standards, remarks)
        }
        AssetKind::Software if asset.publication_date.is_none() && asset.completion_date.is_some() => {
            let life = term(
                "cn-software-regulation",
                "software-unpublished",
                asset.completion_date,
                "completionDate",
            );
            end_of(life, valuation, standards, remarks)
        }
        AssetKind::Software => {
            end_of(published("cn-software-regulation", "term-software-entity"), valuation, standards, remarks)
        }
        AssetKind::LayoutDesign => layout(asset, valuation, standards, remarks),
        AssetKind::PlantVariety => {
            let parameter = if asset.woody { "term-plant-woody" } else { "term-plant-other" };
            let life = term("cn-plant-variety-regulation", parameter, asset.grant_date, "grantDate");
            end_of(life, valuation, standards, remarks)
        }
    }
}

fn end_of(term: Term, valuation: Date, standards: &Standards, remarks: &mut Remarks) -> Option<LegalLife> {
    let pointer = format!("/asset/{}", term.key);
    let Some(from) = term.from else {
        let about = Problem::new(pointer, "legal-term-unknown").with("key", term.key);
        remarks.find(Finding::warning(about.by_clause(format!("{}#{}", term.document, term.parameter))));
        return None;
    };
    if from > valuation && term.key != "deathDate" {
        let problem = Problem::new(pointer.clone(), "begins-after-valuation").with("date", written(from));
        remarks.find(Finding::warning(problem.with("valuationDate", written(valuation))));
    }
    let ruling = match standards.ruling(term.document, term.parameter, valuation, from) {
        Ok(ruling) => ruling,
        Err(mut problem) => {
            problem.pointer = "/asset/legalEnd".to_owned();
            remarks.refuse(problem);
            return None;
        }
    };
    remarks.findings.extend(ruling.reservation(&pointer));
    let years = ruling.number()? as i32;
    let end = if ruling.runs_to_year_end { year_end_after(from, years) } else { years_after(from, years) }?;
    let source = format!("{} + {years} = {}", written(from), written(end));
    Some(LegalLife { end, source, clause: Some(ruling.clause) })
}

/// The current term of a mark, whose renewals up to the valuation date are supposed, and such further
/// renewals as the case counts on.
fn mark(asset: &Asset, valuation: Date, standards: &Standards, remarks: &mut Remarks) -> Option<LegalLife> {
    let from = asset.registration_date;
    let term =
        Term { document: "cn-trademark-law", parameter: "term-trademark", from, key: "registrationDate" };
    let first = end_of(term, valuation, standards, remarks)?;
    let registered = from?;
    let renewal = match standards.ruling("cn-trademark-law", "term-trademark-renewal", valuation, registered)
    {
        Ok(ruling) => ruling,
        Err(problem) => {
            remarks.refuse(problem);
            return None;
        }
    };
    // A pack that renewed by nothing would have this go on without end.
    let years = renewal.number().filter(|years| *years >= 1.0)? as i32;
    let mut life = first;
    let mut renewed = 0_u32;
    while life.end <= valuation {
        life.end = years_after(life.end, years)?;
        renewed += 1;
    }
    if renewed > 0 {
        let about =
            Problem::new("/asset/registrationDate", "renewal-supposed").with("times", f64::from(renewed));
        remarks.find(Finding::note(about.with("end", written(life.end)).by_clause(renewal.clause.as_str())));
    }
    for _ in 0..asset.renewals {
        life.end = years_after(life.end, years)?;
    }
    if let Some(used) = asset.last_use {
        find_non_use(used, valuation, standards, remarks);
    }
    let terms = 1 + renewed + asset.renewals;
    life.source = format!("{} + {terms} × {years} = {}", written(registered), written(life.end));
    Some(life)
}

/// A mark out of use for as long as the law allows may be revoked at anybody's request, whatever its term.
fn find_non_use(used: Date, valuation: Date, standards: &Standards, remarks: &mut Remarks) {
    let Ok(ruling) = standards.ruling("cn-trademark-law", "non-use-years", valuation, used) else { return };
    let Some(exposed) = ruling.number().and_then(|years| years_after(used, years as i32)) else { return };
    if exposed <= valuation {
        let about = Problem::new("/asset/status/lastUse", "non-use-exposes-mark").by_clause(ruling.clause);
        remarks.find(Finding::note(about.with("used", written(used)).with("since", written(exposed))));
    }
}

/// Ten years from filing or first use, whichever is earlier, and never beyond fifteen from creation.
fn layout(asset: &Asset, valuation: Date, standards: &Standards, remarks: &mut Remarks) -> Option<LegalLife> {
    let from = match (asset.filing_date, asset.first_use_date) {
        (Some(filed), Some(used)) => Some(filed.min(used)),
        (filed, used) => filed.or(used),
    };
    let term = Term { document: "cn-layout-regulation", parameter: "term-layout", from, key: "filingDate" };
    let life = end_of(term, valuation, standards, remarks)?;
    let Some(created) = asset.creation_date else { return Some(life) };
    let stop = Term {
        document: "cn-layout-regulation",
        parameter: "term-layout-stop",
        from: Some(created),
        key: "creationDate",
    };
    let stop = end_of(stop, valuation, standards, remarks)?;
    Some(if stop.end < life.end { stop } else { life })
}
