//! Market multiples (乘数法): what others paid for each unit of a figure that this right has too.
//! ```text
//! V = M · (mean, weighted mean or median of (Pᵢ ÷ Mᵢ) − G)
//! ```
//! M a figure of the subject in money, such as royalties or sales a year; Pᵢ the price of comparable i and Mᵢ
//! the same figure of it, or their ratio as published; of a listed firm Pᵢ is equity at market value, plus debt,
//! less cash. G is the multiple of businesses without such a right: with it the comparables are firms that own
//! one, the subject among them, and the value is what the right adds; otherwise nothing is taken off.
//!
//! - Stated: the multiples with a brand and without, *Damodaran on Valuation*, chapter 11.
//! - Inferred: an adjustment of a multiple for risk and growth is a factor of the comparable.
//! - Limit: all that sets the owner apart from the others is put down to the right.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::market::comparables::{CENTRE, OLDEST, SIMILARITY, centre, comparables};
use crate::method::{Method, Setting, Worked, all, called, way};
use crate::problem::Remarks;
use crate::workpaper::{Figure, Paper, Unit};

/// The method as a case calls it.
pub struct Multiples;

const COMPARABLES: &[Field] = &[
    Field::required("name", Kind::Text),
    Field::optional("multiple", Kind::Number(Measure::FACTOR)),
    Field::optional("dealPrice", Kind::Number(Measure::MONEY)),
    Field::optional("equityValue", Kind::Number(Measure::MONEY)),
    Field::optional("debt", Kind::Number(Measure::MONEY)),
    Field::optional("cash", Kind::Number(Measure::MONEY)),
    Field::optional("metric", Kind::Number(Measure { least: 1e-9, ..Measure::MONEY })),
    Field::optional("factor", Kind::Number(Measure::FACTOR)),
    Field::optional("date", Kind::Date),
    SIMILARITY,
];

const FIELDS: &[Field] = &[
    Field::required("metric", Kind::Number(Measure::MONEY)),
    Field::required("comparables", Kind::List(COMPARABLES)),
    Field::optional("genericMultiple", Kind::Number(Measure::FACTOR)),
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
        let multiples = all(multiples)?;
        let metric = inputs.number("metric")?.record(paper, "metric", Unit::Money);
        if multiples.is_empty() {
            return None;
        }
        let multiple = centre(paper, inputs, entries, &multiples, remarks)?.named("multiple");
        let counted = inputs.number("genericMultiple").map_or(multiple, |generic| {
            let generic = generic.record(paper, "generic-multiple", Unit::Factor);
            (multiple - generic).named("multiple-in-excess")
        });
        let value = (metric * counted).named("value-by-multiple");
        (remarks.problems.len() == before).then(|| Worked::of(value))
    }
}

/// A comparable's multiple: as published, or its price over its figure; adjusted if the case says so.
fn multiple<'p>(paper: &'p Paper, entry: &Inputs, number: u32, remarks: &mut Remarks) -> Option<Figure<'p>> {
    const WAYS: [&[&str]; 3] =
        [&["multiple"], &["dealPrice", "metric"], &["equityValue", "debt", "cash", "metric"]];
    let multiple = match way(entry, &WAYS, remarks)? {
        0 => entry.number("multiple")?.record(paper, "comparable-multiple", Unit::Factor),
        taken => {
            let price = if taken == 1 {
                entry.number("dealPrice")?.record(paper, "comparable-price", Unit::Money).in_year(number)
            } else {
                let equity = entry.number("equityValue")?.record(paper, "equity-value", Unit::Money);
                let debt = entry.number("debt")?.record(paper, "debt", Unit::Money);
                let cash = entry.number("cash")?.record(paper, "cash", Unit::Money);
                let [equity, debt, cash] = [equity, debt, cash].map(|figure| figure.in_year(number));
                (equity + debt - cash).named("enterprise-value").in_year(number)
            };
            let metric = entry.number("metric")?.record(paper, "comparable-metric", Unit::Money);
            (price / metric.in_year(number)).named("comparable-multiple")
        }
    };
    let multiple = called(multiple.in_year(number), entry);
    let Some(cell) = entry.number("factor") else { return Some(multiple) };
    let factor = cell.record(paper, "adjustment-factor", Unit::Factor).in_year(number);
    Some((multiple * factor).named("adjusted-multiple").in_year(number))
}
