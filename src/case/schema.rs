//! JSON Schema (draft 2020-12) out of the same tables that reading uses, so that the two cannot differ.

use serde_json::{Map, Value, json};

use crate::case::field::{Field, Kind, Measure};
use crate::case::reader::{GRADES, SHAPES};
use crate::case::{CASE_FIELDS, FORMAT};

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of an object with these fields, as a document of its own.
pub fn object_schema(title: &str, fields: &[Field]) -> Value {
    let Value::Object(object) = object(fields) else { return Value::Null };
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), json!(DIALECT));
    schema.insert("title".to_owned(), json!(title));
    schema.extend(object);
    Value::Object(schema)
}

/// The schema of a case, whose methods take the inputs that their own schemas describe.
pub fn case_schema<'m>(methods: impl Iterator<Item = (&'m str, &'m [Field])>) -> Value {
    let mut schema = object_schema(FORMAT, CASE_FIELDS);
    let entries: Vec<Value> = methods
        .map(|(name, fields)| {
            let mut inputs = object(fields);
            // What a method needs may stand among the facts of the case instead.
            if let Some(object) = inputs.as_object_mut() {
                object.remove("required");
            }
            json!({
                "type": "object",
                "required": ["method", "inputs"],
                "properties": {"id": {"type": "string"}, "method": {"const": name}, "inputs": inputs},
                "additionalProperties": false,
            })
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
            let fraction = json!({"type": "string", "pattern": "^[0-9.]+ */ *[0-9.]+$"});
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

/// A plain number, or one with its range, its source and a remark.
fn cell(measure: Measure) -> Value {
    let ranges: Vec<Value> = SHAPES
        .iter()
        .map(|(shape, keys)| {
            let mut properties: Map<String, Value> =
                keys.iter().map(|&key| (key.to_owned(), number(of_key(key, measure)))).collect();
            properties.insert("distribution".to_owned(), json!({"const": shape}));
            let mut required = vec!["distribution"];
            required.extend(*keys);
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

fn of_key(key: &str, measure: Measure) -> Measure {
    match key {
        "standardDeviation" => Measure { least: 0.0, ..measure },
        _ => measure,
    }
}
