//! Reads an object by its table of fields, and names everything that is wrong with it.
//!
//! Nothing is guessed: 15 where a fraction belongs is refused with the question whether 0.15 was meant,
//! and an unknown key is refused with the nearest known one.

use crate::asset::{Date, looks_like_date, parse_date};
use crate::case::field::{Field, Kind, Measure};
use crate::case::inputs::{Cell, Inputs, Value};
use crate::case::node::Node;
use crate::case::range::read_range;
use crate::problem::{Problem, Remarks};
use crate::workpaper::Unit;

/// More years than this belong to no right and to no forecast.
const LONGEST_SERIES: usize = 200;

/// More observations than this are no comparables that anybody looked at.
pub(super) const LONGEST_LIST: usize = 5000;

/// Reads an object; every problem is gathered, and what could be read is returned all the same.
pub fn read_object(node: &Node, fields: &[Field], pointer: &str, remarks: &mut Remarks) -> Inputs {
    let mut inputs = Inputs::new(pointer);
    let Node::Object(entries) = node else {
        remarks.refuse(Problem::new(pointer, "not-an-object").with("found", node.sort()));
        return inputs;
    };
    refuse_unknown(entries, fields, pointer, remarks);
    for field in fields {
        // A key set to null is a key left out: forms write it so.
        match node.get(field.key).filter(|node| **node != Node::Nothing) {
            Some(node) => {
                let place = place(pointer, field.key);
                if let Some(value) = read_value(node, field.kind, &place, remarks) {
                    inputs.insert(field.key, place, value);
                }
            }
            None if field.required => {
                let problem = Problem::new(place(pointer, field.key), "missing");
                remarks.refuse(problem.with("key", field.key));
            }
            None => {}
        }
    }
    inputs
}

/// The pointer to a key of the object at a pointer (RFC 6901).
pub fn place(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"))
}

fn refuse_unknown(entries: &[(String, Node)], fields: &[Field], pointer: &str, remarks: &mut Remarks) {
    for (index, (key, _)) in entries.iter().enumerate() {
        if entries[..index].iter().any(|(earlier, _)| earlier == key) {
            remarks.refuse(Problem::new(place(pointer, key), "duplicate-key").with("key", key.as_str()));
        }
        if fields.iter().any(|field| field.key == key) {
            continue;
        }
        let nearest = fields
            .iter()
            .map(|field| (strsim::normalized_damerau_levenshtein(field.key, key), field.key))
            .filter(|(likeness, _)| *likeness > 0.6)
            .max_by(|a, b| a.0.total_cmp(&b.0));
        let problem = match nearest {
            Some((_, nearest)) => Problem::new(place(pointer, key), "misspelt-key").with("nearest", nearest),
            None => {
                let known: Vec<&str> = fields.iter().map(|field| field.key).collect();
                Problem::new(place(pointer, key), "unknown-key").with("known", known.join(", "))
            }
        };
        remarks.refuse(problem.with("key", key.as_str()));
    }
}

fn read_value(node: &Node, kind: Kind, pointer: &str, remarks: &mut Remarks) -> Option<Value> {
    match kind {
        Kind::Number(measure) => read_cell(node, measure, pointer, remarks).map(Value::Number),
        Kind::Series(measure) => read_series(node, measure, pointer, remarks),
        Kind::Count(least, most) => read_count(node, least, most, pointer, remarks).map(Value::Count),
        Kind::Flag => match node {
            Node::Flag(flag) => Some(Value::Flag(*flag)),
            _ => refuse_sort(node, "not-a-flag", pointer, remarks),
        },
        Kind::Date => read_date(node, pointer, remarks).map(Value::Date),
        Kind::Text => match node {
            Node::Text(text) => Some(Value::Text(text.clone())),
            _ => refuse_sort(node, "not-a-text", pointer, remarks),
        },
        Kind::Choice(choices) => read_choice(node, choices, pointer, remarks),
        Kind::ChoiceOrDates(choices) => match node {
            Node::List(nodes) => read_dates(nodes, pointer, remarks),
            _ => read_choice(node, choices, pointer, remarks),
        },
        Kind::ChoiceOrSeries(choices, measure) => match node {
            Node::Text(_) => read_choice(node, choices, pointer, remarks),
            _ => read_series(node, measure, pointer, remarks),
        },
        Kind::Object(fields) => Some(Value::Object(read_object(node, fields, pointer, remarks))),
        Kind::List(fields) => match node {
            Node::List(nodes) if nodes.len() > LONGEST_SERIES => {
                let problem = Problem::new(pointer, "series-length").with("most", LONGEST_SERIES);
                remarks.refuse(problem.with("length", nodes.len()));
                None
            }
            Node::List(nodes) => {
                let objects = nodes.iter().enumerate();
                let read = objects.map(|(index, node)| {
                    read_object(node, fields, &place(pointer, &index.to_string()), remarks)
                });
                Some(Value::List(read.collect()))
            }
            _ => refuse_sort(node, "not-a-list", pointer, remarks),
        },
        Kind::Numbers(measure) => match node {
            Node::List(_) => read_cells(node, measure, LONGEST_LIST, pointer, remarks),
            _ => refuse_sort(node, "not-a-list", pointer, remarks),
        },
        Kind::Matrix(measure) => read_matrix(node, measure, pointer, remarks).map(Value::Matrix),
        Kind::Texts => match node {
            Node::List(nodes) if nodes.len() <= LONGEST_LIST => {
                let texts = nodes.iter().enumerate().map(|(index, node)| match node {
                    Node::Text(text) => Some(text.clone()),
                    _ => refuse_sort(node, "not-a-text", &place(pointer, &index.to_string()), remarks),
                });
                texts.collect::<Option<_>>().map(Value::Texts)
            }
            Node::List(nodes) => refuse_length(nodes.len(), LONGEST_LIST, pointer, remarks),
            _ => refuse_sort(node, "not-a-list", pointer, remarks),
        },
        Kind::Anything => None,
    }
}

pub(super) fn refuse_sort<T>(
    node: &Node,
    code: &'static str,
    pointer: &str,
    remarks: &mut Remarks,
) -> Option<T> {
    remarks.refuse(Problem::new(pointer, code).with("found", node.sort()));
    None
}

pub(super) fn refuse_length<T>(
    length: usize,
    most: usize,
    pointer: &str,
    remarks: &mut Remarks,
) -> Option<T> {
    remarks.refuse(Problem::new(pointer, "series-length").with("most", most).with("length", length));
    None
}

/// Rows of plain numbers; what the rows must be like is for the method to say.
fn read_matrix(
    node: &Node,
    measure: Measure,
    pointer: &str,
    remarks: &mut Remarks,
) -> Option<Vec<Vec<Option<f64>>>> {
    let Node::List(rows) = node else { return refuse_sort(node, "not-a-list", pointer, remarks) };
    if rows.is_empty() || rows.len() > LONGEST_LIST {
        return refuse_length(rows.len(), LONGEST_LIST, pointer, remarks);
    }
    let before = remarks.problems.len();
    let mut matrix = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let at = place(pointer, &index.to_string());
        let Node::List(entries) = row else {
            let _: Option<()> = refuse_sort(row, "not-a-list", &at, remarks);
            continue;
        };
        if entries.len() > LONGEST_SERIES {
            let _: Option<()> = refuse_length(entries.len(), LONGEST_SERIES, &at, remarks);
            continue;
        }
        let mut read = Vec::new();
        for (column, entry) in entries.iter().enumerate() {
            let at = place(&at, &column.to_string());
            read.push(match (entry, fraction(entry)) {
                (Node::Nothing, _) => None,
                (_, Some(fraction)) => read_number(&Node::Number(fraction), measure, &at, remarks),
                _ => read_number(entry, measure, &at, remarks),
            });
        }
        matrix.push(read);
    }
    (remarks.problems.len() == before).then_some(matrix)
}

/// `1/3` as judges write it.
fn fraction(node: &Node) -> Option<f64> {
    let (over, under) = node.text()?.split_once('/')?;
    // Whole numbers, as judges write them; reading any decimal would weigh 15 kB in the module.
    let (over, under) = (over.trim().parse::<u32>().ok()?, under.trim().parse::<u32>().ok()?);
    Some(f64::from(over) / f64::from(under))
}

fn read_series(node: &Node, measure: Measure, pointer: &str, remarks: &mut Remarks) -> Option<Value> {
    match node {
        Node::List(_) => read_cells(node, measure, LONGEST_SERIES, pointer, remarks),
        _ => read_cell(node, measure, pointer, remarks).map(Value::Number),
    }
}

fn read_cells(
    node: &Node,
    measure: Measure,
    most: usize,
    pointer: &str,
    remarks: &mut Remarks,
) -> Option<Value> {
    let nodes = node.list();
    if nodes.is_empty() || nodes.len() > most {
        return refuse_length(nodes.len(), most, pointer, remarks);
    }
    let before = remarks.problems.len();
    let cells = nodes.iter().enumerate();
    let cells = cells
        .filter_map(|(year, node)| read_cell(node, measure, &place(pointer, &year.to_string()), remarks));
    let cells: Vec<Cell> = cells.collect();
    (remarks.problems.len() == before).then_some(Value::Series(cells))
}

/// The keys of a figure that says more than its number.
const CELL_KEYS: [&str; 6] = ["value", "range", "source", "note", "grade", "asOf"];

/// Grades of evidence, best first: a public register, an audited or judicial document; an independent third
/// party; a party to the case; an assumption.
pub const GRADES: &[&str] = &["registered", "independent", "party", "assumed"];

fn read_cell(node: &Node, measure: Measure, pointer: &str, remarks: &mut Remarks) -> Option<Cell> {
    let bounds = (measure.least, measure.most);
    let plain = |value| Cell {
        pointer: pointer.to_owned(),
        value,
        range: None,
        bounds,
        source: None,
        note: None,
        grade: None,
        as_of: None,
        link: None,
    };
    if let Node::Linked(link) = node {
        if !measures_alike(link.unit, measure.unit) {
            let problem = Problem::new(pointer, "units-differ").with("found", link.unit.name());
            remarks.refuse(problem.with("wanted", measure.unit.name()));
            return None;
        }
        let value = read_number(&Node::Number(link.value), measure, pointer, remarks)?;
        return Some(Cell { link: Some(link.step), ..plain(value) });
    }
    let Node::Object(entries) = node else {
        return read_number(node, measure, pointer, remarks).map(plain);
    };
    for (key, _) in entries.iter().filter(|(key, _)| !CELL_KEYS.contains(&key.as_str())) {
        let problem = Problem::new(place(pointer, key), "unknown-key").with("known", CELL_KEYS.join(", "));
        remarks.refuse(problem.with("key", key.as_str()));
    }
    let mut words = |key: &str| match node.get(key) {
        None | Some(Node::Nothing) => None,
        Some(Node::Text(text)) => Some(text.clone()),
        Some(other) => refuse_sort(other, "not-a-text", &place(pointer, key), remarks),
    };
    let (source, note) = (words("source"), words("note"));
    let grade = match node.get("grade").filter(|node| **node != Node::Nothing) {
        Some(grade) => match read_choice(grade, GRADES, &place(pointer, "grade"), remarks)? {
            Value::Text(grade) => Some(grade),
            _ => None,
        },
        None => None,
    };
    let as_of = match node.get("asOf").filter(|node| **node != Node::Nothing) {
        Some(day) => Some(read_date(day, &place(pointer, "asOf"), remarks)?),
        None => None,
    };
    let Some(value) = node.get("value").filter(|node| **node != Node::Nothing) else {
        remarks.refuse(Problem::new(place(pointer, "value"), "missing").with("key", "value"));
        return None;
    };
    // The pointer of a figure is that of its cell: a plain number turned into a cell keeps its place.
    let value = read_number(value, measure, pointer, remarks)?;
    let range = match node.get("range").filter(|node| **node != Node::Nothing) {
        Some(range) => Some(read_range(range, value, measure, &place(pointer, "range"), remarks)?),
        None => None,
    };
    Some(Cell { range, source, note, grade, as_of, ..plain(value) })
}

/// Whether a figure of one unit may stand where another is asked for: a share, a rate and a bare factor are
/// all fractions, a count is a bare number too; money and years are themselves alone.
fn measures_alike(found: Unit, wanted: Unit) -> bool {
    let apart = |unit| matches!(unit, Unit::Money | Unit::Years);
    found == wanted || !apart(found) && !apart(wanted)
}

pub(super) fn read_number(
    node: &Node,
    measure: Measure,
    pointer: &str,
    remarks: &mut Remarks,
) -> Option<f64> {
    let Node::Number(value) = *node else { return refuse_sort(node, "not-a-number", pointer, remarks) };
    if !value.is_finite() {
        remarks.refuse(Problem::new(pointer, "not-finite"));
        return None;
    }
    if measure.is_fraction() && value > measure.most && value <= 100.0 {
        let problem = Problem::new(pointer, "rate-as-percent").with("value", value);
        remarks.refuse(problem.with("suggestion", value / 100.0));
        return None;
    }
    if value < measure.least || value > measure.most {
        let code = match measure.unit {
            Unit::Years if value < measure.least => "negative-life",
            Unit::Count => "not-a-count",
            _ => "out-of-bounds",
        };
        let problem = Problem::new(pointer, code).with("value", value);
        remarks.refuse(problem.with("least", measure.least).with("most", measure.most));
        return None;
    }
    // A negative zero would show up as −0 in every product behind it.
    Some(if value == 0.0 { 0.0 } else { value })
}

/// A whole number, plain or with its source. It shapes the paper, so it has no range.
fn read_count(node: &Node, least: u32, most: u32, pointer: &str, remarks: &mut Remarks) -> Option<Cell> {
    let measure = Measure { unit: Unit::Count, least: f64::from(least), most: f64::from(most) };
    let mut cell = read_cell(node, measure, pointer, remarks)?;
    if cell.value.fract() != 0.0 {
        let problem = Problem::new(pointer, "not-a-count").with("value", cell.value);
        remarks.refuse(problem.with("least", measure.least).with("most", measure.most));
        return None;
    }
    if cell.range.take().is_some() {
        remarks.refuse(Problem::new(place(pointer, "range"), "count-has-range"));
        return None;
    }
    Some(cell)
}

fn read_date(node: &Node, pointer: &str, remarks: &mut Remarks) -> Option<Date> {
    let Node::Text(text) = node else { return refuse_sort(node, "not-a-date", pointer, remarks) };
    let date = parse_date(text);
    if date.is_none() {
        let code = if looks_like_date(text) { "impossible-date" } else { "not-a-date" };
        remarks.refuse(Problem::new(pointer, code).with("found", text.as_str()));
    }
    date
}

fn read_dates(nodes: &[Node], pointer: &str, remarks: &mut Remarks) -> Option<Value> {
    if nodes.is_empty() || nodes.len() > LONGEST_SERIES {
        let problem = Problem::new(pointer, "series-length").with("most", LONGEST_SERIES);
        remarks.refuse(problem.with("length", nodes.len()));
        return None;
    }
    let mut dates: Vec<Date> = Vec::new();
    for (index, node) in nodes.iter().enumerate() {
        let place = place(pointer, &index.to_string());
        let date = read_date(node, &place, remarks)?;
        if dates.last().is_some_and(|last| *last >= date) {
            remarks.refuse(Problem::new(place, "dates-not-ascending"));
            return None;
        }
        dates.push(date);
    }
    Some(Value::Dates(dates))
}

pub(super) fn read_choice(
    node: &Node,
    choices: &[&'static str],
    pointer: &str,
    remarks: &mut Remarks,
) -> Option<Value> {
    let Node::Text(text) = node else { return refuse_sort(node, "not-a-text", pointer, remarks) };
    match choices.contains(&text.as_str()) {
        true => Some(Value::Text(text.clone())),
        false => {
            let problem = Problem::new(pointer, "not-a-choice").with("found", text.as_str());
            remarks.refuse(problem.with("choices", choices.join(", ")));
            None
        }
    }
}
