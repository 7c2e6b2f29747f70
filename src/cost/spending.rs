//! What was spent, item by item: at which prices, when, and what it would have earned elsewhere.
//! ```text
//! Cⱼ′ = Cⱼ · Iᵥ ÷ Iⱼ                        in the prices of the valuation date
//! capital cost = Σ Cⱼ′ · ((1 + i)^hⱼ − 1)
//! ```
//! Cⱼ an amount spent; Iⱼ and Iᵥ a price index when it was spent and on the valuation date; hⱼ the years
//! from the middle of the spending to the valuation date; i a rate a year.
//!
//! - Stated: capital cost on spending taken midway.
//! - Inferred: where a day is given, hⱼ runs from that day, in whole years and the part of the year begun.

use crate::asset::{written, years_between};
use crate::case::{Field, Inputs, Kind, Measure};
use crate::method::{Setting, all, called, listed};
use crate::problem::{Problem, Remarks};
use crate::workpaper::{Figure, Origin, Paper, Unit};

/// A number that something is divided by: never zero.
pub(super) const POSITIVE: Measure = Measure { unit: Unit::Factor, least: 1e-9, most: 1e12 };

/// An item of spending.
pub(super) const SPENDING: Kind = Kind::List(&[
    Field::required("name", Kind::Text),
    Field::required("sum", Kind::Number(Measure::MONEY)),
    Field::optional("indexFrom", Kind::Number(POSITIVE)),
    Field::optional("indexTo", Kind::Number(POSITIVE)),
    Field::optional("elapsed", Kind::Number(Measure::LIFE)),
    Field::optional("date", Kind::Date),
]);

/// An amount in the prices of the valuation date, and how long it has been tied up.
pub(super) struct Spent<'p> {
    pub amount: Figure<'p>,
    pub elapsed: Option<Figure<'p>>,
}

/// The items under `items`; none if one of them is refused, or if there is none.
pub(super) fn spending<'p>(
    paper: &'p Paper,
    inputs: &Inputs,
    setting: &Setting<'_>,
    remarks: &mut Remarks,
) -> Option<Vec<Spent<'p>>> {
    let spent = listed(inputs, "items", remarks).iter().zip(1..).map(|(item, number)| {
        let elapsed = elapsed(paper, item, number, setting, remarks);
        let index = index_ratio(paper, item, remarks);
        let amount = item.number("sum")?.record(paper, "amount-spent", Unit::Money).in_year(number);
        let amount = called(amount, item);
        let amount = index.map_or(amount, |index| trended(amount, index).in_year(number));
        Some(Spent { amount, elapsed })
    });
    // Every item is looked at before any is given up, so that all problems arrive together.
    let spent = all(spent)?;
    (!spent.is_empty()).then_some(spent)
}

/// An amount in later prices; money.
pub(super) fn trended<'p>(amount: Figure<'p>, index_ratio: Figure<'p>) -> Figure<'p> {
    (amount * index_ratio).named("amount-in-current-prices")
}

/// How far prices have moved between two readings of an index; a factor.
pub(super) fn index_ratio<'p>(
    paper: &'p Paper,
    inputs: &Inputs,
    remarks: &mut Remarks,
) -> Option<Figure<'p>> {
    for (key, other) in [("indexFrom", "indexTo"), ("indexTo", "indexFrom")] {
        if inputs.has(key) && !inputs.has(other) {
            remarks.refuse(Problem::new(inputs.pointer_to(key), "needs-other").with("other", other));
        }
    }
    let from = inputs.number("indexFrom")?.record(paper, "index-then", Unit::Factor);
    let to = inputs.number("indexTo")?.record(paper, "index-now", Unit::Factor);
    Some((to / from).named("price-index-ratio"))
}

/// What the amounts would have earned at a rate a year until the valuation date, item by item; money.
pub(super) fn capital_costs<'p>(spent: &[Spent<'p>], rate: Figure<'p>) -> Vec<Figure<'p>> {
    let growth = 1.0 + rate;
    let tied_up = spent.iter().zip(1..).filter_map(|(item, number)| Some((item, item.elapsed?, number)));
    tied_up
        .map(|(item, elapsed, number)| {
            (item.amount * (growth.to_the(elapsed) - 1.0)).named("capital-cost").in_year(number)
        })
        .collect()
}

/// Refuses items of which nobody can tell how long they have been tied up.
pub(super) fn refuse_undated(inputs: &Inputs, remarks: &mut Remarks) {
    for item in inputs.list("items").iter().filter(|item| !item.has("elapsed") && !item.has("date")) {
        let problem = Problem::new(item.pointer_to("elapsed"), "missing-either").with("one", "elapsed");
        remarks.refuse(problem.with("other", "date"));
    }
}

fn elapsed<'p>(
    paper: &'p Paper,
    item: &Inputs,
    number: u32,
    setting: &Setting<'_>,
    remarks: &mut Remarks,
) -> Option<Figure<'p>> {
    if item.has("elapsed") && item.has("date") {
        remarks.refuse(Problem::new(item.pointer_to("elapsed"), "conflicting").with("with", "date"));
    }
    if let Some(cell) = item.number("elapsed") {
        return Some(cell.record(paper, "elapsed", Unit::Years).in_year(number));
    }
    let date = item.date("date")?;
    let pointer = item.pointer_to("date");
    let Some(valuation) = setting.valuation_date else {
        remarks.refuse(Problem::new(pointer, "needs-valuation-date"));
        return None;
    };
    if date > valuation {
        remarks.refuse(Problem::new(pointer, "after-valuation-date").with("date", written(date)));
        return None;
    }
    let source = format!("{} → {}", written(date), written(valuation));
    let years = paper.years("elapsed", years_between(date, valuation)).in_year(number);
    Some(years.with_origin(Origin::Parameter).from_source(source))
}
