//! The check of a case against the clauses, as a reviewer would print it: what is missed, by how much it
//! weighs; what a person has to decide; and how many clauses are met or do not concern the case.

use std::fmt::Write as _;

use crate::case::Node;
use crate::problem::Severity;
use crate::report::asked::{amount, colon, comma, place_name, subjects, unit_of};
use crate::report::table::{Align, table};
use crate::report::text::Paper;
use crate::report::words::{Language, message, sentences};
use crate::standard::requirement::Requirement;
use crate::standard::{Edition, Standards};
use crate::valuation::{CheckOut, Counts, JudgementOut, RequirementOut};

const MISSED: &str = "missed";

/// Whether anything is missed that weighs more than a note, or the case was refused.
pub fn has_missed(check: &CheckOut) -> bool {
    let weighs = |judgement: &JudgementOut| matches!(weight(judgement), Some("bar" | "warning"));
    !check.problems.is_empty() || check.judgements.iter().any(weighs)
}

/// How much a missed clause weighs: as much as the gravest thing in it that is missed.
fn weight(judgement: &JudgementOut) -> Option<&'static str> {
    let of = |wanted: Severity| {
        let name = wanted.name();
        let mut missed = judgement.requirements.iter().filter(|requirement| requirement.status == MISSED);
        missed.any(|requirement| requirement.severity == Some(name)).then_some(name)
    };
    of(Severity::Bar).or_else(|| of(Severity::Warning)).or_else(|| of(Severity::Note))
}

/// A check as a person reads it; with `all`, the clauses that are met or do not concern the case too.
pub fn check_report(
    case: &Node,
    check: &CheckOut,
    standards: &Standards,
    language: Language,
    terminal: bool,
    all: bool,
) -> String {
    let report = Report { paper: Paper { case, standards, language, terminal }, check };
    let mut text = report.head();
    text.push_str(&report.counts());
    if !check.problems.is_empty() {
        text.push_str(&report.heading("cli.refused"));
        text.push_str(&report.paper.problems(&check.problems));
    }
    for severity in [Severity::Bar, Severity::Warning, Severity::Note] {
        text.push_str(&report.missed(severity.name()));
    }
    text.push_str(&report.listed("person"));
    if all {
        text.push_str(&report.listed("met"));
        text.push_str(&report.listed("notApplicable"));
    }
    text.push_str(&report.other_findings());
    let producer = &check.produced_by;
    let _ = write!(text, "\n{} {}\n", producer.engine, producer.version);
    text
}

struct Report<'a> {
    paper: Paper<'a>,
    check: &'a CheckOut,
}

impl Report<'_> {
    fn say(&self, key: &str) -> String {
        self.paper.say(key)
    }

    fn heading(&self, key: &str) -> String {
        self.paper.heading(&self.say(key))
    }

    fn head(&self) -> String {
        let at = |keys: &[&str]| self.paper.text_at(keys).map(str::to_owned);
        let named = |keys: &[&str], family: &str| Some(self.say(&format!("{family}.{}", at(keys)?)));
        let outcome = match (self.check.valued, self.check.withheld) {
            (false, _) => "cli.not-valued",
            (true, true) => "cli.withheld",
            (true, false) => "cli.valued",
        };
        let lines = [
            ("cli.valuation-date", at(&["valuationDate"])),
            ("cli.asset", named(&["asset", "kind"], "kind")),
            ("cli.purpose", named(&["purpose"], "purpose")),
            ("cli.report-number", at(&["engagement", "reportNumber"])),
            ("cli.outcome", Some(self.say(outcome))),
        ];
        let title = at(&["title"]).or(at(&["asset", "title"])).unwrap_or_default();
        let head = format!("{}\n{title}\n{}\n\n", self.say("cli.check-title"), self.say("cli.check-limit"));
        head + &self.paper.pairs(lines)
    }

    fn counts(&self) -> String {
        let cells = |counts: &Counts| {
            let all = [counts.met, counts.missed, counts.person, counts.not_applicable, counts.informative];
            all.map(|count| if count == 0 { "–".to_owned() } else { count.to_string() })
        };
        let mut sum = Counts::default();
        let mut lines: Vec<Vec<String>> = Vec::new();
        for edition in &self.check.editions {
            let Counts { met, missed, person, not_applicable, informative } = edition.counts;
            sum.met += met;
            sum.missed += missed;
            sum.person += person;
            sum.not_applicable += not_applicable;
            sum.informative += informative;
            let mut line = vec![format!("{}/{}", edition.id, edition.edition)];
            line.extend(cells(&edition.counts));
            lines.push(line);
        }
        let mut line = vec![self.say("cli.total")];
        line.extend(cells(&sum));
        lines.push(line);
        let outcomes = ["met", "missed", "person", "notApplicable"].map(|name| format!("outcome.{name}"));
        let mut names = vec![self.say("cli.edition")];
        names.extend(outcomes.iter().map(|key| self.say(key)));
        names.push(self.say("cli.informative"));
        let right = Align::Right;
        self.heading("cli.held-against")
            + &table(&names, &[Align::Left, right, right, right, right, right], &lines)
    }

    /// The clauses missed that weigh so much, each with what is missing and what would meet it.
    fn missed(&self, severity: &'static str) -> String {
        let missed: Vec<&JudgementOut> =
            self.check.judgements.iter().filter(|judgement| weight(judgement) == Some(severity)).collect();
        if missed.is_empty() {
            return String::new();
        }
        let word = self.say(&format!("severity.{severity}"));
        let title = format!("{} · {word} ({})", self.say("outcome.missed"), missed.len());
        let mut text = self.paper.heading(&title);
        for judgement in missed {
            let edition = self.edition(judgement);
            text.push_str(&self.clause(edition, judgement));
            let asked = edition
                .and_then(|edition| edition.judged.iter().find(|clause| clause.id == judgement.clause));
            let asked = asked.map(|clause| clause.requires.as_slice()).unwrap_or_default();
            let mut parts: Vec<String> = Vec::new();
            for (place, requirement) in judgement.requirements.iter().enumerate() {
                let part = self.requirement(edition.zip(asked.get(place)), requirement);
                // What is asked twice, each time under its own condition, is missed once.
                if requirement.status == MISSED && !parts.contains(&part) {
                    parts.push(part);
                }
            }
            text.push_str(&parts.concat());
        }
        text
    }

    fn edition(&self, judgement: &JudgementOut) -> Option<&Edition> {
        let checked = self.check.editions.iter().find(|edition| edition.id == judgement.edition)?;
        let mut editions = self.paper.standards.editions().iter();
        editions.find(|edition| edition.id == checked.id && edition.edition == checked.edition)
    }

    fn clause(&self, edition: Option<&Edition>, judgement: &JudgementOut) -> String {
        let language = self.paper.language;
        let title = edition.map_or(&*judgement.edition, |edition| edition.title(language.name()));
        let article = edition.and_then(|edition| edition.article(&judgement.clause)).unwrap_or_default();
        let gist = edition.and_then(|edition| edition.gist(&judgement.clause, language.name()));
        format!(
            "\n  § {title}{}{article}  {}#{}\n    {}\n",
            if article.is_empty() { "" } else { " " },
            judgement.edition,
            judgement.clause,
            gist.unwrap_or_default()
        )
    }

    fn requirement(&self, asked: Option<(&Edition, &Requirement)>, requirement: &RequirementOut) -> String {
        let language = self.paper.language;
        let mut text = String::new();
        let mut line = |line: String| {
            let _ = writeln!(text, "      {line}");
        };
        let demand = self.say(&format!("demand.{}", requirement.kind));
        line(format!("– {}{}{demand}", self.say("cli.asked-for"), colon(language)));
        for pointer in &requirement.places {
            line(format!("    {}  {pointer}", place_name(pointer, language)));
        }
        if !requirement.steps.is_empty() {
            let names: Vec<String> =
                requirement.steps.iter().map(|step| message(&format!("step.{step}"), language)).collect();
            line(format!("    {}", names.join(comma(language))));
        }
        for code in &requirement.remarks {
            line(format!("    {}", self.remark(code)));
        }
        // Where nothing was there to look at, what was looked for says it.
        let nothing =
            requirement.places.is_empty() && requirement.steps.is_empty() && requirement.remarks.is_empty();
        if let (true, Some((edition, wanted))) = (nothing, asked) {
            line(format!("    {}", subjects(wanted, edition, language).join(comma(language))));
        }
        if let (Some(asked_for), Some(found)) = (requirement.asked, requirement.found) {
            let unit = asked.and_then(|(edition, requirement)| unit_of(requirement, edition));
            let (asked_for, found) = (amount(asked_for, unit), amount(found, unit));
            line(format!("    {} {asked_for}  {} {found}", self.say("cli.asked"), self.say("cli.found")));
        }
        line(format!("→ {}", self.say(&format!("meets.{}", requirement.kind))));
        text
    }

    /// What a finding or a problem of this check says, with what to do about it.
    fn remark(&self, code: &str) -> String {
        let language = self.paper.language;
        let found = self.check.findings.iter().map(|finding| ("finding", &finding.about));
        let refused = self.check.problems.iter().map(|problem| ("problem", problem));
        let remark = found.chain(refused).find(|(_, about)| about.code == code);
        remark.map_or_else(
            || code.to_owned(),
            |(group, about)| {
                let [what, _, remedy] = sentences(group, about, language);
                format!("{what}{}{remedy}", self.paper.gap())
            },
        )
    }

    /// The clauses that came out so, one after the other.
    fn listed(&self, status: &str) -> String {
        let listed: Vec<&JudgementOut> =
            self.check.judgements.iter().filter(|judgement| judgement.status == status).collect();
        if listed.is_empty() {
            return String::new();
        }
        let title = format!("{} ({})", self.say(&format!("outcome.{status}")), listed.len());
        let clauses = listed.iter().map(|judgement| self.clause(self.edition(judgement), judgement));
        self.paper.heading(&title) + &clauses.collect::<String>()
    }

    /// What the engine found that no missed clause has named above.
    fn other_findings(&self) -> String {
        let missed = self.check.judgements.iter().flat_map(|judgement| &judgement.requirements);
        let said: Vec<&String> = missed
            .filter(|requirement| requirement.status == MISSED)
            .flat_map(|requirement| &requirement.remarks)
            .collect();
        let others = self.check.findings.iter().filter(|finding| {
            finding.about.code != "clause-missed" && !said.iter().any(|code| *code == finding.about.code)
        });
        self.paper.findings(&others.cloned().collect::<Vec<_>>())
    }
}
