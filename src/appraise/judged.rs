//! The clauses of the standards held against a case: the check that a reviewer makes, clause by clause.

use crate::appraise::appraisal::Appraisal;
use crate::appraise::entries::MethodDone;
use crate::appraise::method_named;
use crate::asset::{Date, parse_date};
use crate::case::{MethodEntry, Node};
use crate::problem::{Finding, Problem, Severity};
use crate::standard::judgement::{Evidence, Judgement, Look, Outcome, Used, judge};
use crate::standard::{Edition, Standards};
use crate::valuation::*;
use crate::workpaper::Record;

/// The standard that this project proposes: every case is held against it.
const PROPOSED: &str = "ipval-valuation";

/// Every clause of the governing editions held against a case, valued or refused.
///
/// `standards` in the request names further editions by id; those that the case names under
/// `/engagement/standards` and `/pledge/preset` are held against it as well.
pub fn check(case: &Node, standards: &Standards, request: &Node) -> Result<CheckOut, Box<Refusal>> {
    let Some(day) = case.get("valuationDate").and_then(Node::text).and_then(parse_date) else {
        // Which editions govern hangs on the day; without it nothing can be held against the case.
        let problems = match Appraisal::of_case(case, standards) {
            Err(problems) => problems,
            Ok(_) => vec![Problem::new("/valuationDate", "missing").with("key", "valuationDate")],
        };
        return Err(super::refusal(problems, standards));
    };
    let named = request.get("standards").map(Node::list).unwrap_or_default();
    let governing =
        governing(case, standards, named, day).map_err(|problem| super::refusal(vec![problem], standards))?;
    let (appraisal, problems) = match Appraisal::of_case(case, standards) {
        Ok(appraisal) => (Some(appraisal), Vec::new()),
        Err(problems) => (None, problems),
    };
    // What only the draws show is among the findings of the whole valuation.
    let valuation = appraisal.as_ref().map(|appraisal| appraisal.valuation(standards));
    let findings = valuation.map(|valuation| valuation.findings).unwrap_or_default();
    let found = findings.iter().map(|finding| (finding.about.code, finding.about.pointer.clone()));
    let refused = problems.iter().map(|problem| (problem.code, problem.pointer.clone()));
    let remarks: Vec<(&'static str, String)> = found.chain(refused).collect();
    let entries = entries_of(case);
    let methods = used(&entries, appraisal.as_ref().map(|appraisal| appraisal.methods.as_slice()));
    let record = appraisal.as_ref().map(|appraisal| appraisal.paper.record());
    let evidence = Evidence { case, record: record.as_deref(), methods: &methods, remarks: &remarks, day };
    let mut judgements = Vec::new();
    let mut editions = Vec::new();
    for edition in governing {
        let mut counts = Counts::default();
        for clause in &edition.judged {
            if clause.requires.is_empty() {
                counts.informative += 1;
                continue;
            }
            let (outcome, parts) = judge(clause, edition, standards, &evidence);
            counts.add(outcome);
            judgements.push(JudgementOut::of(edition, &clause.id, outcome, &parts));
        }
        editions.push(EditionChecked { id: edition.id.clone(), edition: edition.edition.clone(), counts });
    }
    let withheld = findings.iter().any(|finding| finding.severity == Severity::Bar.name());
    Ok(CheckOut {
        format: CHECK_FORMAT,
        status: "checked",
        valued: appraisal.is_some(),
        withheld: withheld || appraisal.is_none(),
        editions,
        judgements,
        findings,
        problems: problems.into_iter().map(ProblemOut::from).collect(),
        produced_by: Producer::with(standards.relied_on()),
    })
}

/// The bars among the clauses that a case misses, as findings beside its value.
///
/// A clause that forbids a finding which bars by itself is not said a second time; one that makes a bar of a
/// warning is.
pub(super) fn missed_bars(
    case: &Node,
    record: &Record,
    entries: &[MethodEntry],
    done: &[MethodDone],
    findings: &[Finding],
    standards: &Standards,
    day: Date,
) -> Vec<Finding> {
    let remarks: Vec<(&'static str, String)> =
        findings.iter().map(|finding| (finding.about.code, finding.about.pointer.clone())).collect();
    let methods = used(entries, Some(done));
    let evidence = Evidence { case, record: Some(record), methods: &methods, remarks: &remarks, day };
    let mut missed: Vec<Finding> = Vec::new();
    for edition in governing(case, standards, &[], day).unwrap_or_default() {
        for clause in edition.judged.iter().filter(|clause| clause.may_bar()) {
            let (_, parts) = judge(clause, edition, standards, &evidence);
            let broken = parts
                .iter()
                .filter(|part| part.outcome == Outcome::Missed && part.severity == Some(Severity::Bar));
            let looks: Vec<&Look> = broken.flat_map(|part| &part.looks).collect();
            let bars = |code: &str| {
                let of_code = findings.iter().filter(|finding| finding.about.code == code);
                of_code.into_iter().any(|finding| finding.severity == Severity::Bar)
            };
            let unsaid = |look: &&&Look| !matches!(look, Look::Remark(code, _) if bars(code));
            let Some(look) = looks.iter().find(unsaid) else { continue };
            let pointer = match look {
                Look::Place(pointer) | Look::Remark(_, pointer) => pointer.as_str(),
                Look::Step(_) => "",
            };
            // Two editions that bar for the same reason are one finding with two clauses.
            let name = format!("{}#{}", edition.id, clause.id);
            if let Some(known) = missed.iter_mut().find(|known| known.about.pointer == pointer) {
                known.about.clauses.push(name);
                continue;
            }
            let about = Problem::new(pointer, "clause-missed")
                .with("article", edition.article(&clause.id).unwrap_or_default())
                .by_clause(name);
            missed.push(Finding { severity: Severity::Bar, about });
        }
    }
    missed
}

/// The editions that a case is held against: the law of its jurisdiction, the proposed standard, and what
/// the case or the request names.
fn governing<'s>(
    case: &Node,
    standards: &'s Standards,
    named: &[Node],
    day: Date,
) -> Result<Vec<&'s Edition>, Problem> {
    let at = |section: &str, key: &str| case.get(section).and_then(|section| section.get(key));
    let jurisdiction = at("asset", "jurisdiction").and_then(Node::text).unwrap_or("CN");
    let listed = at("engagement", "standards").map(Node::list).unwrap_or_default();
    let wanted = |id: &str| named.iter().chain(listed).any(|node| node.text() == Some(id));
    let preset = at("pledge", "preset").and_then(Node::text);
    let mut governing: Vec<&Edition> = Vec::new();
    for edition in standards.editions().iter().filter(|edition| edition.transcribed) {
        let chosen = preset == Some(&format!("{}/{}", edition.id, edition.edition));
        let concerns = match edition.group.as_str() {
            "law" => edition.governs(jurisdiction),
            "bank-policy" => edition.is_laid_over() || wanted(&edition.id),
            _ => edition.id == PROPOSED || wanted(&edition.id),
        };
        // A dated example of a bank's policy is quoted on any later day.
        if !(chosen || concerns && edition.is_in_force(day)) {
            continue;
        }
        if let Some(twin) = governing.iter().find(|known| known.id == edition.id) {
            let problem = Problem::new("", "two-editions-in-force").with("id", twin.id.as_str());
            return Err(problem.with("date", crate::asset::written(day)));
        }
        governing.push(edition);
    }
    Ok(governing)
}

fn entries_of(case: &Node) -> Vec<MethodEntry> {
    crate::case::read_case(case, &mut Default::default()).methods
}

fn used<'a>(entries: &'a [MethodEntry], done: Option<&[MethodDone]>) -> Vec<Used<'a>> {
    let known = entries.iter().filter_map(|entry| {
        let method = method_named(&entry.method)?;
        let concluding = match done {
            Some(done) => done.iter().any(|done| done.id == entry.id && done.concluding),
            None => !entry.supporting,
        };
        Some(Used {
            pointer: entry.pointer.clone(),
            name: method.name(),
            approach: method.approach(),
            keys: method.fields().iter().map(|field| field.key).collect(),
            concluding,
        })
    });
    known.collect()
}

impl JudgementOut {
    fn of(edition: &Edition, clause: &str, outcome: Outcome, parts: &[Judgement]) -> Self {
        Self {
            edition: edition.id.clone(),
            clause: clause.to_owned(),
            status: outcome.name(),
            requirements: parts.iter().map(RequirementOut::from).collect(),
        }
    }
}

impl From<&Judgement> for RequirementOut {
    fn from(judgement: &Judgement) -> Self {
        let of = |pick: fn(&Look) -> Option<String>| judgement.looks.iter().filter_map(pick).collect();
        Self {
            kind: judgement.demand.name(),
            status: judgement.outcome.name(),
            severity: judgement.severity.map(Severity::name),
            places: of(|look| match look {
                Look::Place(pointer) => Some(pointer.clone()),
                _ => None,
            }),
            steps: of(|look| match look {
                Look::Step(key) => Some(key.clone()),
                _ => None,
            }),
            remarks: of(|look| match look {
                Look::Remark(code, _) => Some((*code).to_owned()),
                _ => None,
            }),
            asked: judgement.asked,
            found: judgement.found,
        }
    }
}

impl Counts {
    fn add(&mut self, outcome: Outcome) {
        let count = match outcome {
            Outcome::Met => &mut self.met,
            Outcome::Missed => &mut self.missed,
            Outcome::Person => &mut self.person,
            Outcome::NotApplicable => &mut self.not_applicable,
        };
        *count += 1;
    }
}
