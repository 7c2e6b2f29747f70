//! What is wrong with an edition that somebody brings along: everything at once, each with its place.
//!
//! The pack's own files are held against the published schema by tests. A bank's policy, or a table that
//! was transcribed just now, arrives here instead, and its author is to be told what to mend.

use std::collections::BTreeSet;

use crate::asset::{Date, parse_date};
use crate::case::{Node, place};
use crate::problem::Problem;
use crate::standard::requirement::Demand;
use crate::standard::{Edition, FORMAT, Standards};

/// What may stand under a key.
#[derive(Clone, Copy)]
enum Shape {
    /// words
    Text,
    /// small letters, digits and hyphens
    Name,
    /// a day as `YYYY-MM-DD`
    Day,
    /// one text in Chinese and one in English
    Both,
    /// a number, not negative
    Number,
    /// a list of words
    Texts,
    /// one word of a closed list
    Word(&'static [&'static str]),
    /// an object with these keys
    Object(&'static [Key]),
    /// a list of such objects
    List(&'static [Key]),
    /// looked at elsewhere, or by nobody
    Anything,
}

struct Key {
    name: &'static str,
    shape: Shape,
    required: bool,
}

const fn must(name: &'static str, shape: Shape) -> Key {
    Key { name, shape, required: true }
}

const fn may(name: &'static str, shape: Shape) -> Key {
    Key { name, shape, required: false }
}

/// The groups of editions.
pub const GROUPS: [&str; 3] = ["law", "standard", "bank-policy"];

/// How far an edition is here.
const STATES: [&str; 3] = ["in use", "to be transcribed", "example"];

/// How well a value or a clause is known.
pub const GRADES: &[&str] = &["P", "O", "S", "K", "M-high", "M-med", "own"];

/// What parameters are measured in.
pub const UNITS: &[&str] = &["years", "months", "share", "money", "count", "factor"];

const DEMANDS: [&str; Demand::ALL.len()] = {
    let mut names = [""; Demand::ALL.len()];
    let mut index = 0;
    while index < names.len() {
        names[index] = Demand::ALL[index].1;
        index += 1;
    }
    names
};

const EDITION: &[Key] = &[
    must("format", Shape::Word(&[FORMAT])),
    must("id", Shape::Name),
    must("edition", Shape::Text),
    must("group", Shape::Word(&GROUPS)),
    must("title", Shape::Both),
    may("number", Shape::Text),
    must("issuer", Shape::Both),
    must("jurisdiction", Shape::Text),
    must("status", Shape::Word(&STATES)),
    may("promulgated", Shape::Day),
    must("inForce", Shape::Object(&[must("from", Shape::Day), may("to", Shape::Day)])),
    may("supersedes", Shape::Text),
    must(
        "source",
        Shape::Object(&[must("document", Shape::Text), may("url", Shape::Text), must("read", Shape::Text)]),
    ),
    must("rights", Shape::Word(&["law-text", "own-words", "official-notice"])),
    must(
        "verified",
        Shape::Object(&[
            must("by", Shape::Text),
            must("on", Shape::Day),
            must("grade", Shape::Word(GRADES)),
            may("note", Shape::Text),
        ]),
    ),
    must("clauses", Shape::List(CLAUSE)),
    must("parameters", Shape::List(PARAMETER)),
    may("toBeTranscribed", Shape::Anything),
    may("indicators", Shape::Anything),
    may("document", Shape::Anything),
];

const CLAUSE: &[Key] = &[
    must("id", Shape::Name),
    must("article", Shape::Anything),
    must("gist", Shape::Both),
    may("text", Shape::Anything),
    must("reading", Shape::Word(&["stated", "inferred"])),
    must("grade", Shape::Word(GRADES)),
    must("requires", Shape::List(REQUIREMENT)),
    may("note", Shape::Both),
    may("basis", Shape::Texts),
];

const REQUIREMENT: &[Key] = &[
    must("kind", Shape::Word(&DEMANDS)),
    may("judged", Shape::Word(&["person"])),
    may("severity", Shape::Word(&["bar", "warning", "note"])),
    may("at", Shape::Texts),
    may("steps", Shape::Texts),
    may("methods", Shape::Texts),
    may("approaches", Shape::Texts),
    may("count", Shape::Word(&["methods", "approaches"])),
    may("findings", Shape::Texts),
    may("least", Shape::Text),
    may("most", Shape::Text),
    may("parameter", Shape::Text),
    may("always", Shape::Anything),
    may("when", Shape::Object(WHEN)),
    may("unless", Shape::Object(WHEN)),
];

const WHEN: &[Key] = &[
    may("purpose", Shape::Texts),
    may("kind", Shape::Texts),
    may("basis", Shape::Texts),
    may("approach", Shape::Texts),
    may("method", Shape::Texts),
    may("has", Shape::Texts),
    may("lacks", Shape::Texts),
    may("true", Shape::Texts),
    may("false", Shape::Texts),
    may("is", Shape::Anything),
];

const PARAMETER: &[Key] = &[
    must("id", Shape::Name),
    must("name", Shape::Both),
    must("unit", Shape::Word(UNITS)),
    may("currency", Shape::Text),
    must("governedBy", Shape::Text),
    may("runsTo", Shape::Word(&["anniversary", "yearEnd"])),
    must("clause", Shape::Name),
    must("values", Shape::List(VALUE)),
    may("overlay", Shape::Word(&["lower", "higher"])),
    may("overlays", Shape::Text),
];

const VALUE: &[Key] = &[
    may("from", Shape::Day),
    may("to", Shape::Day),
    may("value", Shape::Number),
    may("bands", Shape::Anything),
    must("grade", Shape::Word(GRADES)),
    must("source", Shape::Text),
    may("note", Shape::Text),
];

/// Whether a word can name a document, a clause or a parameter.
pub fn is_name(word: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    word.starts_with(|letter: char| letter.is_ascii_lowercase())
        && word.split('-').all(|part| !part.is_empty() && part.bytes().all(plain))
}

/// Whether a text holds a Chinese character, so that the two languages are not swapped.
pub fn is_chinese(text: &str) -> bool {
    text.chars().any(|letter| ('一'..='龥').contains(&letter))
}

/// Everything that is wrong with an edition, seen beside the editions that are known already.
pub fn flaws(node: &Node, known: &Standards) -> Vec<Problem> {
    let mut flaws = Vec::new();
    shaped(node, Shape::Object(EDITION), "", &mut flaws);
    if flaws.is_empty() {
        spans(node.get("inForce").into_iter(), "/inForce", &mut flaws);
        names(node, known, &mut flaws);
        values(node, known, &mut flaws);
    }
    flaws
}

/// The same for a file that is to be laid over the packs as a lender's own policy.
///
/// A policy that would have no effect is refused: its reader would believe that it had one.
pub fn policy_flaws(node: &Node, known: &Standards) -> Vec<Problem> {
    let mut flaws = flaws(node, known);
    if flaws.is_empty() {
        let said = |key: &str| node.get(key).and_then(Node::text).unwrap_or_default();
        if said("group") != "bank-policy" {
            flaws.push(Problem::new("/group", "policy-of-no-bank").with("found", said("group")));
        }
        if said("status") != "in use" {
            flaws.push(Problem::new("/status", "policy-not-in-use"));
        }
    }
    flaws
}

/// Held against a shape, and against the shapes below it.
fn shaped(node: &Node, shape: Shape, pointer: &str, flaws: &mut Vec<Problem>) {
    let fits = match (shape, node) {
        (Shape::Anything, _) => true,
        (Shape::Text, Node::Text(text)) => !text.trim().is_empty(),
        (Shape::Name, Node::Text(text)) => is_name(text),
        (Shape::Day, Node::Text(text)) => parse_date(text).is_some(),
        (Shape::Number, Node::Number(number)) => number.is_finite() && *number >= 0.0,
        (Shape::Texts, Node::List(nodes)) => nodes.iter().all(|node| node.text().is_some()),
        (Shape::Both, Node::Object(_)) => {
            let text = |key: &str| node.get(key).and_then(Node::text).unwrap_or_default();
            is_chinese(text("zh")) && !text("en").trim().is_empty()
        }
        (Shape::Word(words), Node::Text(text)) => {
            if !words.contains(&text.as_str()) {
                let about = Problem::new(pointer, "not-a-choice").with("found", text.as_str());
                flaws.push(about.with("choices", words.join(", ")));
            }
            true
        }
        (Shape::Object(keys), Node::Object(entries)) => {
            for (name, _) in entries.iter().filter(|(name, _)| keys.iter().all(|key| key.name != name)) {
                let known: Vec<&str> = keys.iter().map(|key| key.name).collect();
                let about = Problem::new(place(pointer, name), "unknown-key").with("key", name.as_str());
                flaws.push(about.with("known", known.join(", ")));
            }
            for key in keys {
                match node.get(key.name) {
                    Some(below) => shaped(below, key.shape, &place(pointer, key.name), flaws),
                    None if key.required => {
                        flaws.push(Problem::new(pointer, "edition-lacks").with("key", key.name));
                    }
                    None => {}
                }
            }
            true
        }
        (Shape::List(keys), Node::List(nodes)) => {
            for (index, below) in nodes.iter().enumerate() {
                shaped(below, Shape::Object(keys), &place(pointer, &index.to_string()), flaws);
            }
            true
        }
        _ => false,
    };
    if !fits {
        let wanted = match shape {
            Shape::Text | Shape::Word(_) | Shape::Anything => "text",
            Shape::Name => "name",
            Shape::Day => "day",
            Shape::Both => "both",
            Shape::Number => "number",
            Shape::Texts => "texts",
            Shape::Object(_) => "object",
            Shape::List(_) => "list",
        };
        flaws.push(
            Problem::new(pointer, "edition-wrong-shape").with("wanted", wanted).with("found", node.sort()),
        );
    }
}

/// Spans of days that end before they begin, or that overlap.
fn spans<'a>(nodes: impl Iterator<Item = &'a Node>, pointer: &str, flaws: &mut Vec<Problem>) {
    let day = |node: &Node, key: &str| node.get(key).and_then(Node::text).and_then(parse_date);
    let span = |node| (day(node, "from").unwrap_or(Date::MIN), day(node, "to").unwrap_or(Date::MAX));
    let spans: Vec<(Date, Date)> = nodes.map(span).collect();
    let backward = spans.iter().any(|(from, to)| from > to);
    let pairs = spans.iter().enumerate().flat_map(|(index, one)| {
        spans.iter().skip(index + 1).map(move |other| one.0 <= other.1 && other.0 <= one.1)
    });
    if backward || pairs.into_iter().any(|overlaps| overlaps) {
        flaws.push(Problem::new(pointer, "edition-spans-overlap"));
    }
}

/// Names that stand twice, and names that nothing bears.
fn names(node: &Node, known: &Standards, flaws: &mut Vec<Problem>) {
    let id = node.get("id").and_then(Node::text).unwrap_or_default();
    let edition = node.get("edition").and_then(Node::text).unwrap_or_default();
    if known.editions().iter().any(|each| each.id == id && each.edition == edition) {
        flaws.push(Problem::new("/edition", "edition-twice").with("name", format!("{id}/{edition}")));
    }
    let list = |key: &str| node.get(key).map(Node::list).unwrap_or_default();
    let mut seen = |key: &str| {
        let mut names = BTreeSet::new();
        for (index, name) in
            list(key).iter().enumerate().filter_map(|(i, each)| Some((i, each.get("id")?.text()?)))
        {
            if !names.insert(name) {
                flaws.push(Problem::new(format!("/{key}/{index}/id"), "edition-twice").with("name", name));
            }
        }
        names
    };
    let (clauses, parameters) = (seen("clauses"), seen("parameters"));
    for (index, parameter) in list("parameters").iter().enumerate() {
        let clause = parameter.get("clause").and_then(Node::text).unwrap_or_default();
        if !clauses.contains(clause) {
            let pointer = format!("/parameters/{index}/clause");
            flaws.push(Problem::new(pointer, "edition-no-such-name").with("name", clause));
        }
    }
    for (index, clause) in list("clauses").iter().enumerate() {
        for (part, requirement) in
            clause.get("requires").map(Node::list).unwrap_or_default().iter().enumerate()
        {
            let pointer = format!("/clauses/{index}/requires/{part}");
            if requirement.get("judged").is_none() && requirement.get("severity").is_none() {
                flaws.push(Problem::new(&*pointer, "edition-lacks").with("key", "severity"));
            }
            for key in ["parameter", "least", "most"] {
                let Some(name) = requirement.get(key).and_then(Node::text) else { continue };
                let there = match name.split_once('#') {
                    Some((id, name)) => parameter_of(known, id, name).is_some(),
                    None => parameters.contains(name),
                };
                if !there {
                    let about = Problem::new(place(&pointer, key), "edition-no-such-name");
                    flaws.push(about.with("name", name));
                }
            }
        }
    }
}

/// Values that cannot be, and parameters laid over nothing.
fn values(node: &Node, known: &Standards, flaws: &mut Vec<Problem>) {
    for (index, parameter) in node.get("parameters").map(Node::list).unwrap_or_default().iter().enumerate() {
        let pointer = format!("/parameters/{index}");
        let text = |key: &str| parameter.get(key).and_then(Node::text);
        let unit = text("unit").unwrap_or_default();
        let values = parameter.get("values").map(Node::list).unwrap_or_default();
        spans(values.iter(), &place(&pointer, "values"), flaws);
        if values.is_empty() {
            flaws.push(Problem::new(&*pointer, "edition-lacks").with("key", "values"));
        }
        if (unit == "money") != text("currency").is_some() {
            flaws.push(Problem::new(&*pointer, "edition-currency"));
        }
        for (row, value) in values.iter().enumerate() {
            let pointer = format!("{pointer}/values/{row}/value");
            match (value.get("value").and_then(Node::number), value.get("bands")) {
                (Some(share), None) if unit == "share" && share > 1.0 => {
                    flaws.push(
                        Problem::new(pointer, "rate-as-percent")
                            .with("value", share)
                            .with("suggestion", share / 100.0),
                    );
                }
                (Some(_), None) | (None, Some(_)) => {}
                _ => flaws.push(Problem::new(pointer, "edition-lacks").with("key", "value")),
            }
        }
        if let Some(target) = text("overlays") {
            let found = target.split_once('#').and_then(|(id, name)| parameter_of(known, id, name));
            let about = |code| Problem::new(place(&pointer, "overlays"), code).with("name", target);
            match found.and_then(|found| found.get("unit")?.text()) {
                None => flaws.push(about("edition-no-such-name")),
                Some(other) if other != unit => {
                    flaws.push(about("edition-units-differ").with("own", unit).with("base", other));
                }
                Some(_) => {}
            }
        }
    }
}

fn parameter_of<'s>(known: &'s Standards, id: &str, name: &str) -> Option<&'s Node> {
    let editions = known.editions().iter().filter(|edition| edition.id == id);
    let mut parameters = editions.flat_map(Edition::parameters);
    parameters.find(|parameter| parameter.get("id").and_then(Node::text) == Some(name))
}
