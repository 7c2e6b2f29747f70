//! The editions as text: all of them in a table, one with its clauses and parameters, and what of each the
//! engine judges.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::case::Node;
use crate::report::asked::{amount, asked, comma, decided_by, reservation, text_of};
use crate::report::table::{Align, heading, table};
use crate::report::words::{Language, message};
use crate::standard::requirement::Clause;
use crate::standard::{Edition, Standards};

/// The standard that this project proposes, whose coverage is told chapter by chapter.
const PROPOSED: &str = "ipval-valuation";

/// How many clauses the engine judges, a person judges, and nobody has to.
#[derive(Clone, Copy, Default)]
struct Coverage {
    machine: usize,
    person: usize,
    informative: usize,
}

impl Coverage {
    fn of<'c>(clauses: impl IntoIterator<Item = &'c Clause>) -> Self {
        let mut coverage = Self::default();
        for clause in clauses {
            *match decided_by(clause) {
                "machine" => &mut coverage.machine,
                "person" => &mut coverage.person,
                _ => &mut coverage.informative,
            } += 1;
        }
        coverage
    }

    fn total(self) -> usize {
        self.machine + self.person + self.informative
    }

    fn cells(self) -> impl Iterator<Item = String> {
        [self.machine, self.person, self.informative, self.total()].into_iter().map(|count| match count {
            0 => "–".to_owned(),
            count => count.to_string(),
        })
    }

    fn data(self) -> Value {
        json!({
            "machine": self.machine, "person": self.person, "informative": self.informative, "total": self.total()
        })
    }
}

const COVERAGE_HEADINGS: [&str; 4] = ["cli.machine", "cli.person", "cli.informative", "cli.total"];

fn headings(keys: &[&str], language: Language) -> Vec<String> {
    keys.iter().map(|key| message(key, language)).collect()
}

/// How far an edition is here, as one of `Edition`'s states in words.
fn state(edition: &Edition) -> &'static str {
    match edition.node().get("status").and_then(Node::text) {
        Some("example") => "example",
        _ if edition.proposed => "proposed",
        Some("in use") => "in-use",
        _ => "to-be-transcribed",
    }
}

/// From when to when an edition answers.
fn in_force(edition: &Edition) -> String {
    let day = |key: &str| edition.node().get("inForce").and_then(|span| span.get(key)).and_then(Node::text);
    format!("{} – {}", day("from").unwrap_or_default(), day("to").unwrap_or_default()).trim_end().to_owned()
}

/// Editions in a table, with who judges their clauses.
pub fn edition_list(editions: &[&Edition], language: Language) -> String {
    let lines: Vec<Vec<String>> = editions
        .iter()
        .map(|edition| {
            let mut line = vec![
                format!("{}/{}", edition.id, edition.edition),
                message(&format!("group.{}", edition.group), language),
                message(&format!("state.{}", state(edition)), language),
                in_force(edition),
            ];
            line.extend(Coverage::of(&edition.judged).cells());
            line.push(edition.title(language.name()).to_owned());
            line
        })
        .collect();
    let mut names = headings(&["cli.edition", "cli.group", "cli.state", "cli.in-force"], language);
    names.extend(headings(&COVERAGE_HEADINGS, language));
    names.push(message("cli.document", language));
    table(&names, &ALIGNS, &lines)
}

const ALIGNS: [Align; 9] = [
    Align::Left,
    Align::Left,
    Align::Left,
    Align::Left,
    Align::Right,
    Align::Right,
    Align::Right,
    Align::Right,
    Align::Left,
];

/// An edition as data: its names, how far it is here, and who judges its clauses.
pub fn edition_data(edition: &Edition) -> Value {
    let language = |code: &str| edition.title(code).to_owned();
    let day = |key: &str| edition.node().get("inForce").and_then(|span| span.get(key)).and_then(Node::text);
    json!({
        "id": edition.id,
        "edition": edition.edition,
        "title": {"zh": language("zh"), "en": language("en")},
        "group": edition.group,
        "state": state(edition),
        "from": day("from"),
        "to": day("to"),
        "transcribed": edition.transcribed,
        "clauses": Coverage::of(&edition.judged).data(),
    })
}

/// Of each edition, what the engine judges, what a person does; of the proposed standard, by chapters too.
pub fn coverage(standards: &Standards, language: Language, terminal: bool) -> String {
    let editions: Vec<&Edition> =
        standards.editions().iter().filter(|edition| !edition.judged.is_empty()).collect();
    let mut lines: Vec<Vec<String>> = Vec::new();
    for edition in &editions {
        let mut line = vec![format!("{}/{}", edition.id, edition.edition)];
        line.extend(Coverage::of(&edition.judged).cells());
        lines.push(line);
    }
    let mut sum = vec![message("cli.total", language)];
    sum.extend(Coverage::of(editions.iter().flat_map(|edition| &edition.judged)).cells());
    lines.push(sum);
    let mut names = headings(&["cli.edition"], language);
    names.extend(headings(&COVERAGE_HEADINGS, language));
    let aligns = [Align::Left, Align::Right, Align::Right, Align::Right, Align::Right];
    let mut text = heading(&message("cli.coverage", language), terminal) + &table(&names, &aligns, &lines);
    for edition in editions.iter().filter(|edition| edition.id == PROPOSED) {
        let lines: Vec<Vec<String>> = chapters(edition)
            .into_iter()
            .map(|(number, title, coverage)| {
                let title = title.and_then(|title| title.get(language.name())?.text()).unwrap_or_default();
                let mut line = vec![format!("{number} {title}").trim_end().to_owned()];
                line.extend(coverage.cells());
                line
            })
            .collect();
        names[0] = message("cli.chapter", language);
        text.push_str(&heading(edition.title(language.name()), terminal));
        text.push_str(&table(&names, &aligns, &lines));
    }
    text
}

/// The same as data.
pub fn coverage_data(standards: &Standards) -> Value {
    let with_clauses = standards.editions().iter().filter(|edition| !edition.judged.is_empty());
    let editions: Vec<Value> = with_clauses
        .map(|edition| {
            let mut data = edition_data(edition);
            if edition.id == PROPOSED {
                let chapters = chapters(edition).into_iter().map(|(number, title, coverage)| {
                    json!({"number": number, "title": title.map(data_of), "clauses": coverage.data()})
                });
                data["chapters"] = chapters.collect();
            }
            data
        })
        .collect();
    json!({"editions": editions})
}

/// The chapters of a document in their order: number, title, and who judges what stands in them.
fn chapters(edition: &Edition) -> Vec<(&str, Option<&Node>, Coverage)> {
    let mut by_chapter: BTreeMap<&str, Vec<&Clause>> = BTreeMap::new();
    for clause in &edition.judged {
        let article = edition.article(&clause.id).unwrap_or_default();
        by_chapter.entry(article.split('.').next().unwrap_or_default()).or_default().push(clause);
    }
    let written = edition.node().get("document").and_then(|document| document.get("chapters"));
    let numbers = written.map(Node::list).unwrap_or_default().iter().filter_map(|chapter| {
        let number = chapter.get("number")?.text()?;
        let clauses = by_chapter.get(number)?;
        Some((number, chapter.get("title"), Coverage::of(clauses.iter().copied())))
    });
    numbers.collect()
}

/// A node as JSON again.
pub fn data_of(node: &Node) -> Value {
    match node {
        Node::Nothing | Node::Linked(_) => Value::Null,
        Node::Flag(flag) => json!(flag),
        Node::Number(number) if number.fract().abs() < f64::MIN_POSITIVE && number.abs() < 1e15 => {
            json!(*number as i64)
        }
        Node::Number(number) => json!(number),
        Node::Text(text) => json!(text),
        Node::List(nodes) => nodes.iter().map(data_of).collect(),
        Node::Object(entries) => {
            Value::Object(entries.iter().map(|(key, node)| (key.clone(), data_of(node))).collect())
        }
    }
}

/// An edition as a person reads it: where it comes from, its clauses with what they ask, its parameters,
/// and what is still to be transcribed. With a clause named, that clause alone.
pub fn edition_page(edition: &Edition, clause: Option<&str>, language: Language, terminal: bool) -> String {
    let mut text = head(edition, language);
    let chosen = |id: &str| clause.is_none_or(|wanted| wanted == id);
    if !edition.judged.is_empty() {
        text.push_str(&heading(&message("cli.clause-list", language), terminal));
    }
    for judged in edition.judged.iter().filter(|judged| chosen(&judged.id)) {
        text.push_str(&one_clause(edition, judged, language));
    }
    let parameters: Vec<&Node> = edition
        .parameters()
        .iter()
        .filter(|parameter| chosen(parameter.get("clause").and_then(Node::text).unwrap_or_default()))
        .collect();
    if !parameters.is_empty() {
        text.push_str(&heading(&message("cli.parameters", language), terminal));
    }
    for parameter in parameters {
        text.push_str(&one_parameter(parameter, language));
    }
    let open = edition.node().get("toBeTranscribed").map(Node::list).unwrap_or_default();
    if clause.is_none() && !open.is_empty() {
        text.push_str(&heading(&message("cli.to-be-transcribed", language), terminal));
        for place in open {
            let what = text_of(place, "what", language).unwrap_or_default();
            let _ =
                writeln!(text, "  {what}\n      {}", text_of(place, "where", language).unwrap_or_default());
        }
    }
    text
}

fn head(edition: &Edition, language: Language) -> String {
    let node = edition.node();
    let of = |section: &str, key: &str| {
        node.get(section).and_then(|section| text_of(section, key, language)).map(str::to_owned)
    };
    let grade = of("verified", "grade").map(|grade| message(&format!("grade.{grade}"), language));
    let verified = [of("verified", "on"), of("verified", "by"), grade].into_iter().flatten();
    let lines = [
        ("cli.issuer", text_of(node, "issuer", language).map(str::to_owned)),
        ("cli.document-number", text_of(node, "number", language).map(str::to_owned)),
        ("cli.group", Some(message(&format!("group.{}", edition.group), language))),
        ("cli.state", Some(message(&format!("state.{}", state(edition)), language))),
        ("cli.in-force", (!edition.proposed).then(|| in_force(edition))),
        ("cli.source", of("source", "document")),
        ("cli.address", of("source", "url")),
        ("cli.read-in", of("source", "read")),
        ("cli.verified", Some(verified.collect::<Vec<_>>().join(comma(language)))),
        ("cli.note", of("verified", "note")),
    ];
    let mut text = format!("{}/{}  {}\n\n", edition.id, edition.edition, edition.title(language.name()));
    text.push_str(&crate::report::text::pairs(lines, language));
    text
}

/// The grade behind a figure or a clause; what is not the document itself is marked.
fn graded(grade: &str, language: Language) -> String {
    match reservation(grade, language) {
        Some(reservation) => format!("{grade} ⚠ {reservation}"),
        None => message(&format!("grade.{grade}"), language),
    }
}

fn one_clause(edition: &Edition, clause: &Clause, language: Language) -> String {
    let Some(node) = edition.clause(&clause.id) else { return String::new() };
    let article = edition.article(&clause.id).unwrap_or_default();
    let read = |key: &str| node.get(key).and_then(Node::text).unwrap_or_default();
    let inferred = match read("reading") {
        "inferred" => format!("  {}", message("cli.inferred", language)),
        _ => String::new(),
    };
    let mut text = format!("  #{}  {article}  {}{inferred}\n", clause.id, graded(read("grade"), language));
    let _ = writeln!(text, "      {}", edition.gist(&clause.id, language.name()).unwrap_or_default());
    // Only our own wording is printed whole: of anything else the gist is what we may show.
    if let Some(own) = text_of(node, "text", language).filter(|_| edition.proposed) {
        let _ = writeln!(text, "      “{own}”");
    }
    match clause.requires.is_empty() {
        true => {
            let _ = writeln!(text, "      {}", message("cli.informative", language));
        }
        false => {
            for line in clause.requires.iter().flat_map(|requirement| asked(requirement, edition, language)) {
                let _ = writeln!(text, "      {line}");
            }
        }
    }
    text
}

fn one_parameter(parameter: &Node, language: Language) -> String {
    let read = |key: &str| parameter.get(key).and_then(Node::text).unwrap_or_default();
    let name = text_of(parameter, "name", language).unwrap_or_default();
    let unit = match read("unit") {
        "money" => read("currency"),
        unit => unit,
    };
    let mut text = format!("  {}  {name} ({unit})  #{}\n", read("id"), read("clause"));
    for value in parameter.get("values").map(Node::list).unwrap_or_default() {
        let word = |key: &str| value.get(key).and_then(Node::text).unwrap_or_default();
        let number = value.get("value").and_then(Node::number);
        let shown = number.map_or_else(|| bands(value), |number| amount(number, Some(read("unit"))));
        let span = match (word("from"), word("to")) {
            ("", "") => String::new(),
            (from, to) => format!("  {from} – {to}").trim_end().to_owned(),
        };
        let _ =
            writeln!(text, "      {shown}{span}  {}  {}", graded(word("grade"), language), word("source"));
    }
    text
}

/// A table by year of the right, in one line.
fn bands(value: &Node) -> String {
    let band = |band: &Node| {
        let number = |key: &str| band.get(key).and_then(Node::number).map(|number| amount(number, None));
        Some(format!("{}–{}: {}", number("fromYear")?, number("toYear")?, number("value")?))
    };
    let bands = value.get("bands").map(Node::list).unwrap_or_default();
    bands.iter().filter_map(band).collect::<Vec<_>>().join(", ")
}
