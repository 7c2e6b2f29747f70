//! JSON Schema (draft 2020-12) out of the same tables that reading uses, so that the two cannot differ.

use serde_json::{Map, Value, json};

use crate::case::field::{Field, Kind, Measure};
use crate::case::range::{Part, SHAPES, measure_of};
use crate::case::reader::GRADES;
use crate::case::tables::METHOD_FIELDS;
use crate::case::{CASE_FIELDS, FORMAT};

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of an object with these fields, as a document of its own.
pub fn object_schema(title: &str, fields: &[Field]) -> Value {
    document(title, fields, &[fields])
}

fn document(title: &str, fields: &[Field], all: &[&[Field]]) -> Value {
    let Value::Object(object) = object(fields) else { return Value::Null };
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), json!(DIALECT));
    schema.insert("title".to_owned(), json!(title));
    schema.extend(object);
    // A figure and its shapes are written once for each measure, and not at each of hundreds of keys.
    let mut figures = Map::new();
    all.iter().for_each(|fields| define(fields, &mut figures));
    schema.insert("$defs".to_owned(), Value::Object(figures));
    Value::Object(schema)
}

/// The schema of a case, whose methods take the inputs that their own schemas describe.
pub fn case_schema<'m>(methods: impl Iterator<Item = (&'m str, &'m [Field])>) -> Value {
    let methods: Vec<(&str, &[Field])> = methods.collect();
    let mut all: Vec<&[Field]> = methods.iter().map(|(_, fields)| *fields).collect();
    all.push(CASE_FIELDS);
    let mut schema = document(FORMAT, CASE_FIELDS, &all);
    let entries: Vec<Value> = methods
        .into_iter()
        .map(|(name, fields)| {
            let mut inputs = object(fields);
            // What a method needs may stand among the facts of the case instead.
            if let Some(object) = inputs.as_object_mut() {
                object.remove("required");
            }
            let mut entry = object(METHOD_FIELDS);
            entry["properties"]["method"] = json!({"const": name});
            entry["properties"]["inputs"] = inputs;
            entry
        })
        .collect();
    if let Some(items) = schema.pointer_mut("/properties/methods/items") {
        *items = json!({"oneOf": entries});
    }
    schema
}

fn object(fields: &[Field]) -> Value {
    let properties: Map<String, Value> =
        fields.iter().map(|field| (field.key.to_owned(), kind_schema(field.kind))).collect();
    let required: Vec<&str> = fields.iter().filter(|field| field.required).map(|field| field.key).collect();
    json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false})
}

fn kind_schema(kind: Kind) -> Value {
    match kind {
        Kind::Number(measure) => cell(measure),
        Kind::Series(measure) => json!({"anyOf": [cell(measure), list(cell(measure))]}),
        Kind::Numbers(measure) => {
            json!({"type": "array", "minItems": 1, "maxItems": 5000, "items": cell(measure)})
        }
        Kind::Count(least, most) => {
            let count = json!({"type": "integer", "minimum": least, "maximum": most});
            json!({"anyOf": [count, {
                "type": "object",
                "required": ["value"],
                "properties": {"value": count, "source": {"type": "string"}, "note": {"type": "string"}},
                "additionalProperties": false,
            }]})
        }
        Kind::Flag => json!({"type": "boolean"}),
        Kind::Date => json!({"type": "string", "format": "date", "pattern": "^\\d{4}-\\d{2}-\\d{2}$"}),
        Kind::Text => json!({"type": "string"}),
        Kind::Choice(choices) => json!({"enum": choices}),
        Kind::ChoiceOrDates(choices) => json!({"anyOf": [{"enum": choices}, list(kind_schema(Kind::Date))]}),
        Kind::ChoiceOrSeries(choices, measure) => {
            json!({"anyOf": [{"enum": choices}, cell(measure), list(cell(measure))]})
        }
        Kind::Object(fields) => object(fields),
        Kind::List(fields) => json!({"type": "array", "items": object(fields)}),
        Kind::Matrix(measure) => {
            let fraction = json!({"type": "string", "pattern": "^ *[0-9]+ */ *[0-9]+ *$"});
            let entry = json!({"anyOf": [number(measure), fraction, {"type": "null"}]});
            json!({"type": "array", "minItems": 1, "items": {"type": "array", "items": entry}})
        }
        Kind::Texts => json!({"type": "array", "items": {"type": "string"}}),
        Kind::Anything => json!({"type": "object"}),
    }
}

fn list(items: Value) -> Value {
    json!({"type": "array", "minItems": 1, "maxItems": 200, "items": items})
}

fn number(measure: Measure) -> Value {
    json!({"type": "number", "minimum": measure.least, "maximum": measure.most, "x-unit": measure.unit.name()})
}

fn define(fields: &[Field], figures: &mut Map<String, Value>) {
    for field in fields {
        match field.kind {
            Kind::Number(measure)
            | Kind::Series(measure)
            | Kind::Numbers(measure)
            | Kind::ChoiceOrSeries(_, measure) => {
                figures.entry(name(measure)).or_insert_with(|| figure(measure));
            }
            Kind::Object(fields) | Kind::List(fields) => define(fields, figures),
            _ => {}
        }
    }
}

fn name(measure: Measure) -> String {
    format!("{} from {} to {}", measure.unit.name(), measure.least, measure.most).replace(' ', "-")
}

fn cell(measure: Measure) -> Value {
    json!({"$ref": format!("#/$defs/{}", name(measure))})
}

/// A plain number, or one with its range, its source and a remark.
fn figure(measure: Measure) -> Value {
    let ranges: Vec<Value> = SHAPES
        .iter()
        .map(|(shape, parts)| {
            let part = |&(key, part): &(&str, Part)| (key.to_owned(), part_schema(part, measure));
            let mut properties: Map<String, Value> = parts.iter().map(part).collect();
            properties.insert("distribution".to_owned(), json!({"const": shape}));
            properties.insert(
                "truncated".to_owned(),
                json!({
                    "type": "object",
                    "properties": {"min": number(measure), "max": number(measure)},
                    "additionalProperties": false,
                }),
            );
            let mut required = vec!["distribution"];
            required.extend(parts.iter().map(|(key, _)| *key));
            json!({
                "type": "object", "properties": properties, "required": required,
                "additionalProperties": false,
            })
        })
        .collect();
    json!({"anyOf": [number(measure), {
        "type": "object",
        "required": ["value"],
        "properties": {
            "value": number(measure),
            "range": {"oneOf": ranges},
            "source": {"type": "string"},
            "note": {"type": "string"},
            "grade": {"enum": GRADES},
            "asOf": kind_schema(Kind::Date),
        },
        "additionalProperties": false,
    }, {
        "description": "A figure that an earlier entry worked out: its result, or a step of its.",
        "type": "object",
        "required": ["from"],
        "properties": {
            "from": {"type": "string"},
            "step": {"type": "string"},
            "period": {"type": "integer", "minimum": 1},
        },
        "additionalProperties": false,
    }]})
}

fn part_schema(part: Part, measure: Measure) -> Value {
    let one = number(measure_of(part, measure));
    match part {
        Part::Figures | Part::Shares => {
            json!({"type": "array", "minItems": 1, "maxItems": 5000, "items": one})
        }
        _ => one,
    }
}
