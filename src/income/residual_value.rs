//! Residual value (割差法): what is left of a whole when everything else in it has been valued.
//! ```text
//! V = W − Σ Aⱼ
//! ```
//! W the value of the whole business, Aⱼ the values of its other assets, all money.
//!
//! - Stated: goodwill as a residual, in Chinese textbooks of appraisal.
//! - Limit: every error in the whole and in the others falls on the residual. A value claimed for it from
//!   elsewhere must fit into the whole with the others.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::method::{Method, Setting, Worked};
use crate::problem::{Finding, Problem, Remarks, Severity};
use crate::workpaper::{Figure, Paper, Unit};

/// The method as a case calls it.
pub struct ResidualValue;

const OTHER_FIELDS: &[Field] =
    &[Field::required("name", Kind::Text), Field::required("value", Kind::Number(Measure::MONEY))];

const FIELDS: &[Field] = &[
    Field::required("wholeValue", Kind::Number(Measure::MONEY)),
    Field::required("assets", Kind::List(OTHER_FIELDS)),
    Field::optional("claimedValue", Kind::Number(Measure::MONEY)),
];

impl Method for ResidualValue {
    fn name(&self) -> &'static str {
        "residualValue"
    }

    fn approach(&self) -> &'static str {
        "income"
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
        let whole = inputs.number("wholeValue")?.record(paper, "whole-value", Unit::Money);
        let mut others = Vec::new();
        for (asset, place) in inputs.list("assets").iter().zip(1..) {
            let value = asset.number("value")?.record(paper, "asset-value", Unit::Money).in_year(place);
            let label = asset.text("name")?.to_owned();
            others.push(value.annotate(|note| note.label = Some(label)));
        }
        let others = paper.sum(others).named("value-of-other-assets").measured_in(Unit::Money);
        let mut parts = others.value();
        if let Some(cell) = inputs.number("claimedValue") {
            // It stands on the paper beside the residual, which does not rest on it.
            parts += cell.record(paper, "claimed-value", Unit::Money).value();
        }
        find_above_whole(inputs, parts, whole, remarks);
        Some(Worked::of((whole - others).named("residual-value")))
    }
}

/// Parts that come to more than their whole.
fn find_above_whole(inputs: &Inputs, parts: f64, whole: Figure<'_>, remarks: &mut Remarks) {
    if parts <= whole.value() {
        return;
    }
    let place = if inputs.has("claimedValue") { "claimedValue" } else { "assets" };
    let about = Problem::new(inputs.pointer_to(place), "value-above-whole").with("value", parts);
    remarks.find(Finding { severity: Severity::Bar, about: about.with("whole", whole.value()) });
}
