//! A portfolio (知识产权组合): members counted once each, and no more than the whole that they serve.
//! ```text
//! V = Σ Vᵢ        over the members counted by themselves
//! ```
//! A member is *counted* with a value of its own, or *subsumed*: its income is already in another's, as that
//! of a mark's variants in the mark's. Values are entered or taken from other entries of the case.
//!
//! - Stated: the sum of parts in *DHL Corp. v. Commissioner*, T.C. Memo. 1998-461 (IRS economist): 289.30 and
//!   227.22 million come to 516.52.
//! - Stated: marks alike in law move together (商标法 (2019) art 42), so one value holds them.
//! - Limit: values that rest on the same income may not be added, whatever they are called; the sum of all
//!   cannot exceed the whole (`wholeValue`) that they serve.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::method::{Method, Setting, Worked};
use crate::problem::{Finding, Problem, Remarks, Severity};
use crate::workpaper::{Figure, Paper, Unit};

/// The method as a case calls it.
pub struct Portfolio;

const MEMBER_FIELDS: &[Field] = &[
    Field::required("title", Kind::Text),
    Field::optional("number", Kind::Text),
    Field::optional("value", Kind::Number(Measure::MONEY)),
    Field::required("inclusion", Kind::Choice(&["counted", "subsumed"])),
    Field::optional("withMember", Kind::Text),
];

const FIELDS: &[Field] = &[
    Field::required("members", Kind::List(MEMBER_FIELDS)),
    Field::optional("wholeValue", Kind::Number(Measure::MONEY)),
];

impl Method for Portfolio {
    fn name(&self) -> &'static str {
        "portfolio"
    }

    fn approach(&self) -> &'static str {
        "stated"
    }

    fn fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn work<'p>(
        &self,
        paper: &'p Paper,
        inputs: &Inputs,
        _: &Setting<'_>,
        remarks: &mut Remarks,
    ) -> Option<Worked<'p>> {
        let before = remarks.problems.len();
        find_twice_counted(inputs, remarks);
        let values = member_values(paper, inputs, remarks);
        let value = paper.sum(values).named("portfolio").measured_in(Unit::Money);
        if let Some(cell) = inputs.number("wholeValue") {
            let whole = cell.record(paper, "whole-value", Unit::Money);
            (whole - value).named("rest-of-whole");
            if value.value() > whole.value() {
                let about = Problem::new(cell.pointer.clone(), "value-above-whole");
                let about = about.with("value", value.value()).with("whole", whole.value());
                remarks.find(Finding { severity: Severity::Bar, about });
            }
        }
        (remarks.problems.len() == before).then(|| Worked::of(value))
    }
}

/// The values of the members counted by themselves.
fn member_values<'p>(paper: &'p Paper, inputs: &Inputs, remarks: &mut Remarks) -> Vec<Figure<'p>> {
    let members = inputs.list("members");
    let counted = |member: &&Inputs| member.text("inclusion") == Some("counted");
    let known: Vec<&str> = members.iter().filter(counted).filter_map(|member| member.text("title")).collect();
    if known.is_empty() {
        remarks.refuse(Problem::new(inputs.pointer_to("members"), "no-member-counted"));
    }
    let mut values = Vec::new();
    for (member, number) in members.iter().zip(1..) {
        let missing = |key: &'static str| Problem::new(member.pointer_to(key), "missing").with("key", key);
        if !counted(&member) {
            match member.text("withMember") {
                None => remarks.refuse(missing("withMember")),
                Some(title) if known.contains(&title) => {}
                Some(title) => {
                    let problem = Problem::new(member.pointer_to("withMember"), "not-a-choice");
                    remarks.refuse(problem.with("found", title).with("choices", known.join(", ")));
                }
            }
            continue;
        }
        let Some(cell) = member.number("value") else {
            remarks.refuse(missing("value"));
            continue;
        };
        let title = member.text("title").map(str::to_owned);
        let value = cell.record(paper, "member-value", Unit::Money).in_year(number);
        values.push(value.annotate(|note| note.label = title));
    }
    values
}

/// A right that is counted under two titles makes the sum wrong, not doubtful.
fn find_twice_counted(inputs: &Inputs, remarks: &mut Remarks) {
    let mut seen: Vec<&str> = Vec::new();
    for member in inputs.list("members") {
        let Some(number) = member.text("number").filter(|_| member.text("inclusion") == Some("counted"))
        else {
            continue;
        };
        if seen.contains(&number) {
            let about = Problem::new(member.pointer_to("number"), "double-counted-members");
            remarks.find(Finding { severity: Severity::Bar, about: about.with("number", number) });
        }
        seen.push(number);
    }
}
