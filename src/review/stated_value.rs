//! A value that somebody else has stated, as in an appraisal report that a bank holds.
//!
//! Nothing is computed: the figure stands on the paper with its source, so that what rests on it, as a
//! lendable value does, leads back to it. A stated value without a source draws a warning.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::method::{Method, Setting, Worked};
use crate::problem::{Finding, Problem, Remarks};
use crate::workpaper::{Paper, Unit};

/// The method as a case calls it.
pub struct StatedValue;

const FIELDS: &[Field] = &[Field::required("value", Kind::Number(Measure::MONEY))];

impl Method for StatedValue {
    fn name(&self) -> &'static str {
        "statedValue"
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
        let cell = inputs.number("value")?;
        if cell.source.is_none() {
            remarks.find(Finding::warning(Problem::new(cell.pointer.clone(), "stated-without-source")));
        }
        let value = cell.record(paper, "stated-value", Unit::Money);
        Some(Worked { value, life: None, licence_price: None })
    }
}
