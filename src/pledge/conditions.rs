//! What the law asks of a right before it can secure a debt or bear a royalty, where dates have to be compared.
//!
//! Plain statements (granted, paid for, undisputed) are requirements of the clauses themselves and are judged
//! there; here stands what takes the end of the right into account, and what two statements make together.

use crate::asset::{Date, after, written, years_between};
use crate::case::{Case, Inputs};
use crate::problem::{Finding, Problem, Remarks, Severity};
use crate::standard::LegalLife;

const DEBT_WITHIN_TERM: &str = "cn-patent-pledge-registration#refused-debt-past-term";
const LICENCE_WITHIN_TERM: &str = "cn-civil-code#licence-within-term";
const OPEN_LICENCE: &str = "cn-patent-rules#open-licence-bar-pledge";
const MARKS_TOGETHER: &str = "cn-trademark-law#assign-together";

/// Finds what bars a pledge or a licence on the facts that the case states.
pub fn find_bars(case: &Case, life: Option<&LegalLife>, remarks: &mut Remarks) {
    let status = case.inputs.object("asset").and_then(|asset| asset.object("status"));
    let stated = |key: &str| status.and_then(|status| status.flag(key));
    let is_pledge = case.inputs.text("purpose") == Some("pledge") || case.inputs.has("pledge");
    let mut bar = |about: Problem| remarks.find(Finding { severity: Severity::Bar, about });
    if let (Some(life), Some(valuation)) = (life, case.valuation_date) {
        let beyond = |inputs: &Inputs, day: &str, years: &str| past(life.end, valuation, inputs, day, years);
        let pledge = case.inputs.object("pledge");
        if let Some((pointer, end)) = pledge.and_then(|pledge| beyond(pledge, "loanEnd", "loanYears")) {
            let about = Problem::new(pointer, "debt-beyond-right").by_clause(DEBT_WITHIN_TERM);
            bar(about.with("end", end).with("rightEnds", written(life.end)));
        }
        let licence = case.inputs.object("licence");
        if let Some((pointer, end)) = licence.and_then(|licence| beyond(licence, "until", "years")) {
            let about = Problem::new(pointer, "royalty-after-expiry").by_clause(LICENCE_WITHIN_TERM);
            bar(about.with("end", end).with("rightEnds", written(life.end)));
        }
    }
    let open = stated("openLicence") == Some(true);
    if is_pledge && open && stated("pledgeeConsents") != Some(true) {
        bar(Problem::new("/asset/status/openLicence", "pledge-while-open-licence").by_clause(OPEN_LICENCE));
    }
    let alike = stated("identicalMarks") == Some(true);
    if is_pledge && alike && stated("identicalMarksIncluded") != Some(true) {
        let pointer = "/asset/status/identicalMarksIncluded";
        bar(Problem::new(pointer, "identical-marks-not-together").by_clause(MARKS_TOGETHER));
    }
}

/// The place and the end, in words, of a term that runs past the right; a stated day goes before a length.
fn past(
    right_ends: Date,
    valuation: Date,
    inputs: &Inputs,
    day: &str,
    years: &str,
) -> Option<(String, String)> {
    if let Some(end) = inputs.date(day) {
        return (end > right_ends).then(|| (inputs.pointer_to(day), written(end)));
    }
    let length = inputs.number(years)?;
    let past = length.value > years_between(valuation, right_ends) + 1e-9;
    let end = after(valuation, length.value)?;
    past.then(|| (length.pointer.clone(), written(end)))
}
