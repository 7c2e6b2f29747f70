//! Market multiples (乘数法): what others paid for each unit of a figure that this right has too.
//! ```text
//! V = M · mean, weighted mean or median of (Pᵢ ÷ Mᵢ)
//! ```
//! M a figure of the subject in money, such as royalties or sales a year; Pᵢ the price of comparable i and Mᵢ
//! the same figure of it, or their ratio as published.
//!
//! Inferred: an adjustment of a multiple for risk and growth is a factor of the comparable.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::market::comparables::{CENTRE, OLDEST, SIMILARITY, centre, comparables};
use crate::method::{Method, Setting, Worked, called};
use crate::problem::{Problem, Remarks};
use crate::workpaper::{Figure, Paper, Unit};

/// The method as a case calls it.
pub struct Multiples;

const COMPARABLES: &[Field] = &[
    Field::required("name", Kind::Text),
    Field::optional("multiple", Kind::Number(Measure::FACTOR)),
    Field::optional("dealPrice", Kind::Number(Measure::MONEY)),
    Field::optional("metric", Kind::Number(Measure { least: 1e-9, ..Measure::MONEY })),
    Field::optional("factor", Kind::Number(Measure::FACTOR)),
    Field::optional("date", Kind::Date),
    SIMILARITY,
];

const FIELDS: &[Field] = &[
    Field::required("metric", Kind::Number(Measure::MONEY)),
    Field::required("comparables", Kind::List(COMPARABLES)),
    CENTRE,
    OLDEST,
];

impl Method for Multiples {
    fn name(&self) -> &'static str {
        "multiples"
    }

    fn approach(&self) -> &'static str {
        "market"
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
        let before = remarks.problems.len();
        let entries = comparables(inputs, "comparables", setting, remarks);
        let multiples =
            entries.iter().zip(1..).map(|(entry, number)| multiple(paper, entry, number, remarks));
        let multiples: Vec<Option<Figure<'p>>> = multiples.collect();
        let multiples: Vec<Figure<'p>> = multiples.into_iter().collect::<Option<_>>()?;
        let metric = inputs.number("metric")?.record(paper, "metric", Unit::Money);
        if multiples.is_empty() {
            return None;
        }
        let multiple = centre(paper, inputs, entries, &multiples, remarks)?;
        let value = (metric * multiple.named("multiple")).named("value-by-multiple");
        (remarks.problems.len() == before).then(|| Worked::of(value))
    }
}

/// A comparable's multiple: as published, or its price over its figure; adjusted if the case says so.
fn multiple<'p>(paper: &'p Paper, entry: &Inputs, number: u32, remarks: &mut Remarks) -> Option<Figure<'p>> {
    let multiple = if let Some(cell) = entry.number("multiple") {
        for key in ["dealPrice", "metric"].into_iter().filter(|key| entry.has(key)) {
            remarks.refuse(Problem::new(entry.pointer_to(key), "conflicting").with("with", "multiple"));
        }
        cell.record(paper, "comparable-multiple", Unit::Factor)
    } else {
        if !entry.has("dealPrice") {
            let problem = Problem::new(entry.pointer_to("multiple"), "missing-either");
            remarks.refuse(problem.with("one", "multiple").with("other", "dealPrice"));
        } else if !entry.has("metric") {
            let problem = Problem::new(entry.pointer_to("dealPrice"), "needs-other");
            remarks.refuse(problem.with("other", "metric"));
        }
        let price = entry.number("dealPrice")?.record(paper, "comparable-price", Unit::Money).in_year(number);
        let metric = entry.number("metric")?.record(paper, "comparable-metric", Unit::Money).in_year(number);
        (price / metric).named("comparable-multiple")
    };
    let multiple = called(multiple.in_year(number), entry);
    let Some(cell) = entry.number("factor") else { return Some(multiple) };
    let factor = cell.record(paper, "adjustment-factor", Unit::Factor).in_year(number);
    Some((multiple * factor).named("adjusted-multiple").in_year(number))
}
