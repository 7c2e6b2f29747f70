//! The tables of fields as plain data, for whoever draws a form from them.

use serde::Serialize;

use crate::case::field::{Field, Kind, Measure};

/// One key that may be filled in.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FieldOutline {
    /// Its name in JSON; its words are the message `field.<key>`.
    pub key: &'static str,
    /// number, series, numbers, matrix, count, flag, date, text, texts, choice, object, list, anything
    pub kind: &'static str,
    /// Whether the object is incomplete without it.
    pub required: bool,
    /// What a figure measures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<&'static str>,
    /// The least figure admitted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub least: Option<f64>,
    /// The greatest figure admitted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most: Option<f64>,
    /// The words of a closed list.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub choices: &'static [&'static str],
    /// What may stand instead of one of the words: dates, or a series.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub or: Option<&'static str>,
    /// The keys of an object, or of each object of a list.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldOutline>,
}

/// A table of fields, as data.
pub fn outline(fields: &[Field]) -> Vec<FieldOutline> {
    fields.iter().map(one).collect()
}

fn one(field: &Field) -> FieldOutline {
    let plain = |kind| FieldOutline {
        key: field.key,
        kind,
        required: field.required,
        unit: None,
        least: None,
        most: None,
        choices: &[],
        or: None,
        fields: Vec::new(),
    };
    let figure = |kind, measure: Measure| FieldOutline {
        unit: Some(measure.unit.name()),
        least: Some(measure.least),
        most: Some(measure.most),
        ..plain(kind)
    };
    match field.kind {
        Kind::Number(measure) => figure("number", measure),
        Kind::Series(measure) => figure("series", measure),
        Kind::Numbers(measure) => figure("numbers", measure),
        Kind::Matrix(measure) => figure("matrix", measure),
        Kind::Count(least, most) => {
            FieldOutline { least: Some(least.into()), most: Some(most.into()), ..plain("count") }
        }
        Kind::Flag => plain("flag"),
        Kind::Date => plain("date"),
        Kind::Text => plain("text"),
        Kind::Texts => plain("texts"),
        Kind::Choice(choices) => FieldOutline { choices, ..plain("choice") },
        Kind::ChoiceOrDates(choices) => FieldOutline { choices, or: Some("dates"), ..plain("choice") },
        Kind::ChoiceOrSeries(choices, measure) => {
            FieldOutline { choices, or: Some("series"), ..figure("choice", measure) }
        }
        Kind::Object(fields) => FieldOutline { fields: outline(fields), ..plain("object") },
        Kind::List(fields) => FieldOutline { fields: outline(fields), ..plain("list") },
        Kind::Anything => plain("anything"),
    }
}
