//! How long income is counted: the shortest of the legal, the economic and the contractual life.
//! ```text
//! L = min(legal life, economic life, contractual life)
//! ```
//! All in years from the valuation date. A life that the case states outright goes in their place, but
//! never beyond the legal one: a patent licence binds only while the patent lives (民法典 art 865).

use crate::asset::{written, years_between};
use crate::case::{Cell, Field, Inputs, Kind, Measure};
use crate::method::{Binding, Life, Setting};
use crate::problem::{Problem, Remarks};
use crate::standard::LegalLife;
use crate::workpaper::{Figure, Origin, Paper, Unit};

/// The inputs that bound a life.
pub const LIFE_FIELDS: [Field; 4] = [
    Field::optional("remainingLife", Kind::Number(Measure::LIFE)),
    Field::optional("economicLife", Kind::Number(Measure::LIFE)),
    Field::optional("contractLife", Kind::Number(Measure::LIFE)),
    Field::optional("contractEnd", Kind::Date),
];

/// A stated life may exceed the legal one by this much: what rounding to one decimal adds.
const ROUNDING: f64 = 0.05;

/// The remaining life; none if nothing bounds it, or if what bounds it is refused.
///
/// - Errors: a stated life beyond the legal one; a contract that ended before the valuation date; both a
///   contract's life and its end.
/// - Edges: the step holds the minimum, so that a life drawn longer is cut back draw by draw.
pub fn remaining_life<'p>(
    paper: &'p Paper,
    inputs: &Inputs,
    setting: &Setting<'_>,
    remarks: &mut Remarks,
) -> Option<Life<'p>> {
    let legal = setting.legal_life;
    let legal_years = legal.zip(setting.valuation_date).map(|(legal, date)| years_between(date, legal.end));
    let mut lives: Vec<(Figure<'p>, Binding, f64)> = Vec::new();
    if let (Some(legal), Some(years)) = (legal, legal_years) {
        lives.push((legal_figure(paper, legal, years), Binding::Legal, years));
    }
    let given = [
        ("remainingLife", "stated-life", Binding::Stated),
        ("economicLife", "economic-life", Binding::Economic),
        ("contractLife", "contract-life", Binding::Contractual),
    ];
    for (key, name, binding) in given {
        if let Some(cell) = inputs.number(key) {
            if let (Binding::Stated, Some(legal), Some(years)) = (binding, legal, legal_years) {
                refuse_beyond(cell, legal, years, remarks);
            }
            lives.push((cell.record(paper, name, Unit::Years), binding, cell.extent().1));
        }
    }
    if let Some(years) = contract(inputs, setting, remarks) {
        let figure = paper.years("contract-life", years).with_origin(Origin::Parameter);
        let end = inputs.date("contractEnd").map(written);
        lives.push((figure.annotate(|note| note.source = end), Binding::Contractual, years));
    }
    let shortest = lives.iter().min_by(|a, b| a.0.value().total_cmp(&b.0.value())).map(|life| life.1)?;
    let years = lives.iter().map(|life| life.0).reduce(|shortest, life| shortest.least(life))?;
    let years = years.named("remaining-life").measured_in(Unit::Years);
    let years =
        if shortest == Binding::Legal { years.by_clause("cn-civil-code#licence-within-term") } else { years };
    let longest = lives.iter().map(|life| life.2).min_by(f64::total_cmp)?;
    Some(Life { years, longest, binding: shortest, legal_end: legal.map(|legal| legal.end) })
}

fn legal_figure<'p>(paper: &'p Paper, legal: &LegalLife, years: f64) -> Figure<'p> {
    let figure =
        paper.years("legal-life", years).with_origin(Origin::Parameter).from_source(legal.source.clone());
    legal.clause.iter().fold(figure, |figure, clause| figure.by_clause(clause.clone()))
}

fn refuse_beyond(cell: &Cell, legal: &LegalLife, years: f64, remarks: &mut Remarks) {
    let (_, longest) = cell.extent();
    if longest > years + ROUNDING {
        let problem = Problem::new(cell.pointer.clone(), "life-beyond-legal-term").with("life", longest);
        let problem = problem.with("limit", years).with("end", written(legal.end));
        remarks.refuse(problem.by_clause("cn-civil-code#licence-within-term"));
    }
}

/// The years that a contract still runs, by its end.
fn contract(inputs: &Inputs, setting: &Setting<'_>, remarks: &mut Remarks) -> Option<f64> {
    let end = inputs.date("contractEnd")?;
    let pointer = inputs.pointer_to("contractEnd");
    if inputs.has("contractLife") {
        remarks.refuse(Problem::new(pointer, "conflicting").with("with", "contractLife"));
        return None;
    }
    let Some(date) = setting.valuation_date else {
        remarks.refuse(Problem::new(pointer, "needs-valuation-date"));
        return None;
    };
    if end <= date {
        remarks.refuse(Problem::new(pointer, "before-valuation-date").with("date", written(end)));
        return None;
    }
    Some(years_between(date, end))
}
