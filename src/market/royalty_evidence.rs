//! Evidence of royalty rates: what licences between strangers have cost, in quartiles and a robust centre.
//! ```text
//! quartiles and median by type 1 to 9 of Hyndman and Fan; the centre is the median unless the case says
//! mean, Hodges-Lehmann or Huber
//! ```
//! - Stated: the formulas of [`crate::estimation::quantiles`].
//! - Inferred: free licences and licences between related parties are kept apart, because neither is a price;
//!   of the licences recorded in China in 2023 more than half were free.
//! - Limit: rates come with bases, terms and fields; what is not alike has no place in one list.

use crate::case::{Cell, Field, Inputs, Kind, Measure};
use crate::estimation::quantiles::{ascending, hodges_lehmann, huber, median, quantile, standing};
use crate::market::comparables::{OLDEST, comparables};
use crate::method::{Method, Setting, Worked, plain};
use crate::problem::{Finding, Problem, Remarks};
use crate::workpaper::{Paper, Unit};

/// The method as a case calls it.
pub struct RoyaltyEvidence;

const LICENCES: &[Field] = &[
    Field::optional("name", Kind::Text),
    Field::required("royaltyRate", Kind::Number(Measure::SHARE)),
    Field::optional("date", Kind::Date),
    Field::optional("free", Kind::Flag),
    Field::optional("related", Kind::Flag),
];

/// The definition of a quantile, by its number.
pub(super) const QUANTILE_TYPE: Field = Field::optional("quantileType", Kind::Count(1, 9));

/// R's choice.
pub(super) const USUAL_TYPE: u32 = 7;

const FIELDS: &[Field] = &[
    Field::required("licences", Kind::List(LICENCES)),
    Field::optional("robustCentre", Kind::Choice(&["median", "mean", "hodgesLehmann", "huber"])),
    QUANTILE_TYPE,
    Field::optional("includeFree", Kind::Flag),
    Field::optional("includeRelated", Kind::Flag),
    Field::optional("ratePlaced", Kind::Number(Measure::SHARE)),
    OLDEST,
];

impl Method for RoyaltyEvidence {
    fn name(&self) -> &'static str {
        "royaltyEvidence"
    }

    fn approach(&self) -> &'static str {
        "evidence"
    }

    fn gives(&self) -> Unit {
        Unit::Share
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
        let entries = comparables(inputs, "licences", setting, remarks);
        let rates = rates(paper, inputs, entries, remarks);
        let sorted = ascending(&rates);
        if sorted.is_empty() && remarks.problems.len() == before && !entries.is_empty() {
            remarks.refuse(Problem::new(inputs.pointer_to("licences"), "no-licence-at-a-price"));
        }
        let definition = inputs.count("quantileType").unwrap_or(USUAL_TYPE);
        let of = |probability: f64| quantile(&sorted, probability, definition);
        let (low, high) = (of(0.25)?, of(0.75)?);
        paper.estimated("sample-size", Unit::Count, sorted.len() as f64);
        paper.estimated("sample-minimum", Unit::Share, *sorted.first()?);
        paper.estimated("lower-quartile", Unit::Share, low);
        paper.estimated("median", Unit::Share, of(0.5)?);
        paper.estimated("upper-quartile", Unit::Share, high);
        paper.estimated("sample-maximum", Unit::Share, *sorted.last()?);
        paper.estimated("interquartile-range", Unit::Share, high - low);
        if let Some(cell) = inputs.number("ratePlaced") {
            let rate = plain([cell], remarks)[0];
            paper.estimated("standing-of-rate", Unit::Share, standing(&sorted, rate));
            if rate < low || rate > high {
                let about = Problem::new(cell.pointer.clone(), "rate-outside-quartiles").with("rate", rate);
                remarks.find(Finding::warning(about.with("low", low).with("high", high)));
            }
        }
        let centre = match inputs.text("robustCentre") {
            Some("mean") => sorted.iter().sum::<f64>() / sorted.len() as f64,
            Some("hodgesLehmann") => hodges_lehmann(&sorted)?,
            Some("huber") => huber(&sorted)?,
            _ => median(&sorted)?,
        };
        let centre = paper.estimated("royalty-rate-of-evidence", Unit::Share, centre);
        (remarks.problems.len() == before).then(|| Worked::of(centre))
    }
}

/// The rates that are prices; what is not is counted, and averaged in only where the case insists.
fn rates(paper: &Paper, inputs: &Inputs, entries: &[Inputs], remarks: &mut Remarks) -> Vec<f64> {
    let is_free = |entry: &Inputs| {
        entry.flag("free") == Some(true) || entry.number("royaltyRate").is_some_and(|cell| cell.value <= 0.0)
    };
    let is_related = |entry: &Inputs| entry.flag("related") == Some(true);
    let free = entries.iter().filter(|entry| is_free(entry)).count();
    let related = entries.iter().filter(|entry| is_related(entry)).count();
    let (with_free, with_related) =
        (inputs.flag("includeFree") == Some(true), inputs.flag("includeRelated") == Some(true));
    paper.estimated("free-licences", Unit::Count, free as f64);
    paper.estimated("related-licences", Unit::Count, related as f64);
    if with_free && free > 0 {
        let about = Problem::new(inputs.pointer_to("includeFree"), "free-licences-averaged");
        remarks.find(Finding::warning(about.with("count", free)));
    }
    if with_related && related > 0 {
        let about = Problem::new(inputs.pointer_to("includeRelated"), "related-licences-averaged");
        remarks.find(Finding::warning(about.with("count", related)));
    }
    let counted =
        entries.iter().filter(|entry| (with_free || !is_free(entry)) && (with_related || !is_related(entry)));
    let cells: Vec<&Cell> = counted.filter_map(|entry| entry.number("royaltyRate")).collect();
    plain(cells, remarks)
}
