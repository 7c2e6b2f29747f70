//! `ipval standards import`: the table of whoever holds the text, made into an edition.
//!
//! A document that nobody here has read ships as a place: its header, and what it must hold. Its reader
//! writes the content into a table, and this makes the file. Three tables are told apart by their headings:
//!
//! - parameters: `parameter,zh,en,unit,currency,value,from,to,clause,article,source,grade`
//! - indicators: `code,parent,zh,en,weight,score,means_zh,means_en`; a repeated row adds an anchor
//! - clauses: `clause,article,zh,en`
//!
//! Every problem is told at once, with its line and its column, and nothing is written while there is one.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Read as _;

use ipval::asset::parse_date;
use ipval::case::Node;
use ipval::problem::Problem;
use ipval::report;
use ipval::standard::{Edition, GRADES, Standards, UNITS, flaws, is_chinese, is_name};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::standards::refused;
use crate::{Failure, Options, pretty};

/// The keys of an edition in the order in which a person reads them.
const ORDER: [&str; 44] = [
    "format",
    "id",
    "code",
    "edition",
    "group",
    "title",
    "zh",
    "en",
    "name",
    "parent",
    "weight",
    "anchors",
    "score",
    "means",
    "number",
    "issuer",
    "jurisdiction",
    "status",
    "promulgated",
    "inForce",
    "supersedes",
    "unit",
    "currency",
    "governedBy",
    "clause",
    "values",
    "from",
    "to",
    "value",
    "article",
    "gist",
    "text",
    "reading",
    "document",
    "url",
    "read",
    "by",
    "on",
    "grade",
    "source",
    "rights",
    "verified",
    "clauses",
    "requires",
];

/// A document whose keys are written in that order; those outside it come last.
struct InOrder<'v>(&'v Value);

impl Serialize for InOrder<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Object(entries) => {
                let place = |key: &str| ORDER.iter().position(|known| *known == key).unwrap_or(ORDER.len());
                let mut entries: Vec<(&String, &Value)> = entries.iter().collect();
                entries.sort_by_key(|(key, _)| place(key));
                serializer.collect_map(entries.into_iter().map(|(key, value)| (key, InOrder(value))))
            }
            Value::Array(entries) => serializer.collect_seq(entries.iter().map(InOrder)),
            plain => plain.serialize(serializer),
        }
    }
}

/// A kind of table: what it holds, the columns that it must have, and those that it may have.
struct Shape {
    told_by: &'static str,
    must: &'static [&'static str],
    may: &'static [&'static str],
}

const PARAMETERS: Shape = Shape {
    told_by: "parameter",
    must: &["parameter", "zh", "en", "unit", "value"],
    may: &["currency", "from", "to", "clause", "article", "source", "grade"],
};
const INDICATORS: Shape = Shape {
    told_by: "code",
    must: &["code", "zh", "en"],
    may: &["parent", "weight", "score", "means_zh", "means_en"],
};
const CLAUSES: Shape = Shape { told_by: "clause", must: &["clause", "zh", "en"], may: &["article"] };

/// Answers `ipval standards import TABLE.csv`.
pub fn import(path: &str, options: &Options, standards: &Standards) -> Result<String, Failure> {
    let misuse = |why: &str| Failure::Misuse(why.to_owned());
    let place = place_named(options, standards)?;
    let [by] = options.by.as_slice() else { return Err(misuse("--by takes the name of who read the text")) };
    let on = options.on.as_deref().filter(|day| parse_date(day).is_some());
    let on = on.ok_or_else(|| misuse("--on takes the day on which the text was read"))?;
    let refuse = |problems| refused("cli.import-refused", problems, options, standards);
    let table = Table::of(&bytes(path)?).map_err(refuse)?;
    let (edition, read_as) = table.edition(place, by, on).map_err(refuse)?;
    let known: Vec<_> = standards.editions().iter().filter(|known| !std::ptr::eq(*known, place)).collect();
    let known: Vec<_> = known.into_iter().map(|known| known.node().clone()).collect();
    let known = Standards::read(&known).map_err(|problem| refuse(vec![problem]))?;
    let written = pretty(&InOrder(&edition));
    let node = serde_json::from_str(&written).map_err(|error| misuse(&error.to_string()))?;
    let problems = flaws(&node, &known);
    if !problems.is_empty() {
        return Err(refuse(problems));
    }
    let said = read_as.iter().map(|line| format!("{path}:{line}\n")).collect::<String>();
    match &options.out {
        None => {
            // What was understood in a way of its own is said beside the file, not in it.
            let _ = std::io::Write::write_all(&mut std::io::stderr(), said.as_bytes());
            Ok(written)
        }
        Some(out) => {
            std::fs::write(out, written + "\n").map_err(|error| misuse(&format!("{out}: {error}")))?;
            Ok(format!("{said}{out}: {}", report::message("cli.import-done", options.language())))
        }
    }
}

fn place_named<'s>(options: &Options, standards: &'s Standards) -> Result<&'s Edition, Failure> {
    let named = options.place.as_deref().ok_or_else(|| {
        Failure::Misuse("--place takes the id of the document, as in --place cn-shenzhen-pledge-guide".into())
    })?;
    let (id, edition) = named.split_once('/').map_or((named, None), |(id, edition)| (id, Some(edition)));
    let of_document = standards.editions().iter().filter(|each| each.id == id);
    let all: Vec<&Edition> =
        of_document.filter(|each| edition.is_none_or(|edition| each.edition == edition)).collect();
    let open = |each: &&&Edition| {
        !each.transcribed && each.node().get("status").and_then(Node::text) != Some("example")
            || each.node().get("toBeTranscribed").is_some()
    };
    let said = |key| Failure::Refused(report::message(key, options.language()));
    match all.iter().filter(open).copied().collect::<Vec<_>>().as_slice() {
        [place] => Ok(place),
        [] if all.is_empty() => Err(said("cli.no-such-edition")),
        [] => Err(said("cli.not-a-place")),
        several => {
            let names = several.iter().map(|each| format!("{}/{}", each.id, each.edition));
            Err(Failure::Misuse(format!("--place is one of: {}", names.collect::<Vec<_>>().join(", "))))
        }
    }
}

fn bytes(path: &str) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = match path {
        "-" => std::io::stdin().read_to_end(&mut bytes),
        _ => std::fs::File::open(path).and_then(|mut file| file.read_to_end(&mut bytes)),
    };
    read.map_err(|error| Failure::Misuse(format!("{path}: {error}")))?;
    Ok(bytes)
}

/// A table as it was read: its shape, its columns and its rows, each with its line.
struct Table {
    shape: &'static Shape,
    columns: Vec<String>,
    /// Those of the right length.
    rows: Vec<(u64, Vec<String>)>,
    /// What is wrong with its headings and with the length of its rows.
    problems: Vec<Problem>,
}

/// One row, with what is found wrong in it.
struct Row<'t> {
    line: u64,
    columns: &'t [String],
    cells: &'t [String],
}

impl<'t> Row<'t> {
    /// What stands in a column; nothing if it is blank or not there.
    fn cell(&self, column: &str) -> Option<&'t str> {
        let place = self.columns.iter().position(|name| name == column)?;
        self.cells.get(place).map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
    }

    fn about(&self, code: &'static str, column: &str) -> Problem {
        let about = Problem::new(format!("/{}/{column}", self.line), code);
        about.with("line", self.line as usize).with("column", column)
    }
}

/// The problems of a table, and what was read in a way that its author should know.
struct Remarks {
    problems: Vec<Problem>,
    read_as: Vec<String>,
}

impl Table {
    fn of(bytes: &[u8]) -> Result<Self, Vec<Problem>> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let alone_about = |code| Err(vec![Problem::new("/1", code).with("line", 1.0).with("column", "")]);
        // What a spreadsheet saves as "Unicode text" begins with one of these marks.
        if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
            return alone_about("table-not-utf8");
        }
        let Ok(text) = std::str::from_utf8(bytes) else { return alone_about("table-not-utf8") };
        // A reader that meets both signs of a line's end counts from the second, one line too few.
        let text = text.replace("\r\n", "\n");
        let first = text.lines().next().unwrap_or_default();
        if !first.contains(',') && first.contains(['\t', ';', '，', '；']) {
            return alone_about("table-not-by-commas");
        }
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let lower = |cell: &str| cell.trim().to_ascii_lowercase();
        let columns: Vec<String> =
            reader.headers().map(|headers| headers.iter().map(lower).collect()).unwrap_or_default();
        let mut problems = Vec::new();
        let shapes = [&PARAMETERS, &INDICATORS, &CLAUSES];
        let Some(shape) = shapes.into_iter().find(|shape| columns.iter().any(|name| name == shape.told_by))
        else {
            return alone_about("table-of-nothing-known");
        };
        let heading_about = |code, column: &str| {
            let about = Problem::new(format!("/1/{column}"), code);
            about.with("line", 1.0).with("column", column)
        };
        for missing in shape.must.iter().filter(|name| columns.iter().all(|column| column != *name)) {
            problems.push(heading_about("table-column-missing", missing));
        }
        for (place, column) in columns.iter().enumerate() {
            let known: Vec<&str> = shape.must.iter().chain(shape.may).copied().collect();
            if !known.contains(&column.as_str()) {
                problems.push(heading_about("table-column-unknown", column).with("known", known.join(", ")));
            } else if columns.iter().take(place).any(|earlier| earlier == column) {
                problems.push(heading_about("table-column-twice", column));
            }
        }
        let mut rows = Vec::new();
        for record in reader.records() {
            let Ok(record) = record else { continue };
            let line = record.position().map_or(0, csv::Position::line);
            if record.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            if record.len() != columns.len() {
                let about = Problem::new(format!("/{line}"), "table-row-length");
                let about = about.with("line", line as usize).with("found", record.len());
                problems.push(about.with("wanted", columns.len()));
            } else {
                rows.push((line, record.iter().map(str::to_owned).collect()));
            }
        }
        if rows.is_empty() && problems.is_empty() {
            problems.push(heading_about("table-empty", ""));
        }
        Ok(Self { shape, columns, rows, problems })
    }

    fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        let columns = self.columns.as_slice();
        self.rows.iter().map(move |(line, cells)| Row { line: *line, columns, cells })
    }

    /// The edition that place and table make together.
    fn edition(&self, place: &Edition, by: &str, on: &str) -> Result<(Value, Vec<String>), Vec<Problem>> {
        let mut remarks = Remarks { problems: self.problems.clone(), read_as: Vec::new() };
        let mut edition = report::data_of(place.node());
        let list = |edition: &Value, key: &str| edition[key].as_array().cloned().unwrap_or_default();
        let (mut clauses, mut parameters) = (list(&edition, "clauses"), list(&edition, "parameters"));
        let document = edition["source"]["document"].as_str().unwrap_or_default().to_owned();
        match self.shape.told_by {
            "parameter" => self.parameters(&document, &mut clauses, &mut parameters, &mut remarks),
            "code" => {
                edition["indicators"] = json!(self.indicators(&mut remarks));
                if clauses.is_empty() {
                    let zh = "规定评分指标及其权重和分值。";
                    let en = "Sets what is scored, how it weighs and what each score means.";
                    clauses.push(clause("score-table", "", zh, en, "P"));
                }
            }
            _ => self.clauses(&mut clauses, &mut remarks),
        }
        if !remarks.problems.is_empty() {
            return Err(remarks.problems);
        }
        // A file that held something already still lacks the rest; one that held nothing is now begun.
        if !place.transcribed
            && let Some(edition) = edition.as_object_mut()
        {
            edition.remove("toBeTranscribed");
        }
        edition["status"] = json!("in use");
        edition["clauses"] = json!(clauses);
        edition["parameters"] = json!(parameters);
        edition["source"]["read"] = json!(format!("The document itself, read by {by}."));
        edition["verified"] = json!({
            "by": by, "on": on, "grade": "P",
            "note": "Transcribed from the document by the reader named, by way of a table."
        });
        Ok((edition, remarks.read_as))
    }

    fn parameters(
        &self,
        document: &str,
        clauses: &mut Vec<Value>,
        parameters: &mut Vec<Value>,
        remarks: &mut Remarks,
    ) {
        let known: Vec<String> =
            parameters.iter().filter_map(|each| Some(each["id"].as_str()?.to_owned())).collect();
        let mut made: BTreeMap<String, usize> = BTreeMap::new();
        for row in self.rows() {
            let Some(found) = Found::read(&row, document, &made, remarks) else { continue };
            let about = |code, column| row.about(code, column).with("found", found.id.as_str());
            if known.contains(&found.id) {
                remarks.problems.push(about("table-twice", "parameter"));
            }
            let place = *made.entry(found.id.clone()).or_insert_with(|| {
                let clause_id = found.clause.unwrap_or(&found.id);
                if clauses.iter().all(|clause| clause["id"] != json!(clause_id)) {
                    let (zh, en) = (format!("规定{}。", found.zh), format!("Sets the {}.", found.en));
                    clauses.push(clause(clause_id, &found.article, &zh, &en, &found.grade));
                }
                parameters.push(found.parameter(clause_id));
                parameters.len() - 1
            });
            let Some(parameter) = parameters.get_mut(place) else { continue };
            let agrees = parameter["unit"] == json!(found.unit)
                && found.clause.is_none_or(|own| parameter["clause"] == json!(own))
                && found.currency.is_none_or(|own| parameter["currency"] == json!(own));
            if !agrees {
                remarks.problems.push(about("table-differs", "parameter"));
            }
            if let Some(values) = parameter["values"].as_array_mut() {
                // Days written alike sort as text.
                let span = |value: &Value| {
                    let day = |key: &str| value[key].as_str().map(str::to_owned);
                    (day("from").unwrap_or_default(), day("to").unwrap_or_else(|| "9999-12-31".to_owned()))
                };
                let (from, to) = span(&found.value);
                if from > to || values.iter().map(span).any(|(other, end)| other <= to && from <= end) {
                    remarks.problems.push(about("table-spans-overlap", "from"));
                }
                values.push(found.value);
            }
        }
    }

    fn indicators(&self, remarks: &mut Remarks) -> Vec<Value> {
        let mut indicators: Vec<Value> = Vec::new();
        let codes: Vec<&str> = self
            .rows
            .iter()
            .filter_map(|(line, cells)| Row { line: *line, columns: &self.columns, cells }.cell("code"))
            .collect();
        for row in self.rows() {
            let Some(code) = row.cell("code") else {
                remarks.blank(&row, "code");
                continue;
            };
            let earlier = indicators.iter().position(|indicator| indicator["code"] == json!(code));
            let (zh, en) = both(&row, "zh", "en", earlier.is_none(), remarks);
            let weight = row.cell("weight").and_then(|_| number(&row, "weight", Some("share"), remarks));
            let parent = row.cell("parent");
            if let Some(parent) = parent.filter(|parent| !codes.contains(parent)) {
                remarks.problems.push(row.about("table-no-such-parent", "parent").with("found", parent));
            }
            let place = earlier.unwrap_or_else(|| {
                let mut indicator = json!({"code": code, "name": {"zh": zh, "en": en}});
                if let Some(parent) = parent {
                    indicator["parent"] = json!(parent);
                }
                if let Some(weight) = weight {
                    indicator["weight"] = figure(weight);
                }
                indicators.push(indicator);
                indicators.len() - 1
            });
            let Some(indicator) = indicators.get_mut(place) else { continue };
            let differs = earlier.is_some()
                && (weight.is_some_and(|weight| indicator["weight"] != figure(weight))
                    || parent.is_some_and(|parent| indicator["parent"] != json!(parent)));
            if differs {
                remarks.problems.push(row.about("table-differs", "code").with("found", code));
            }
            if row.cell("score").is_none() {
                match row.cell("means_zh").or(row.cell("means_en")) {
                    Some(_) => remarks.blank(&row, "score"),
                    None if earlier.is_some() => {
                        remarks.problems.push(row.about("table-twice", "code").with("found", code));
                    }
                    None => {}
                }
                continue;
            }
            let score = number(&row, "score", None, remarks);
            let (zh, en) = both(&row, "means_zh", "means_en", true, remarks);
            if let Some(score) = score {
                let anchor = json!({"score": figure(score), "means": {"zh": zh, "en": en}});
                match indicator["anchors"].as_array_mut() {
                    Some(anchors) if anchors.iter().any(|known| known["score"] == figure(score)) => {
                        remarks
                            .problems
                            .push(row.about("table-twice", "score").with("found", score.to_string()));
                    }
                    Some(anchors) => anchors.push(anchor),
                    None => indicator["anchors"] = json!([anchor]),
                }
            }
        }
        indicators
    }

    fn clauses(&self, clauses: &mut Vec<Value>, remarks: &mut Remarks) {
        for row in self.rows() {
            let id = name(&row, "clause", remarks);
            let (zh, en) = both(&row, "zh", "en", true, remarks);
            let article = article(&row, remarks);
            let (Some(id), Some(article)) = (id, article) else { continue };
            if clauses.iter().any(|clause| clause["id"] == json!(id)) {
                remarks.problems.push(row.about("table-twice", "clause").with("found", id.as_str()));
            }
            clauses.push(clause(&id, &article, &zh, &en, "P"));
        }
    }
}

/// What one row says of a parameter: the parameter, and one of its values.
struct Found<'t> {
    id: String,
    zh: String,
    en: String,
    unit: String,
    currency: Option<&'t str>,
    clause: Option<&'t str>,
    article: String,
    grade: String,
    value: Value,
}

impl<'t> Found<'t> {
    /// Reads a row; a name in both languages is needed where the parameter is met for the first time.
    fn read(
        row: &Row<'t>,
        document: &str,
        made: &BTreeMap<String, usize>,
        remarks: &mut Remarks,
    ) -> Option<Self> {
        let id = name(row, "parameter", remarks);
        let first = id.as_ref().is_none_or(|id| !made.contains_key(id));
        let (zh, en) = both(row, "zh", "en", first, remarks);
        let unit = word(row, "unit", UNITS, remarks);
        let number = number(row, "value", unit.as_deref(), remarks);
        let grade = row.cell("grade").map_or(Some("P".to_owned()), |_| {
            // Our own proposals are not what a reader of a document transcribes.
            let read: Vec<&str> = GRADES.iter().copied().filter(|grade| *grade != "own").collect();
            word(row, "grade", &read, remarks)
        });
        let article = article(row, remarks);
        let days = ["from", "to"].map(|column| Some((column, day(row, column, remarks)?)));
        let currency = row.cell("currency");
        let is_code = |code: &str| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase());
        let fits = match (unit.as_deref(), currency) {
            (Some("money"), code) => code.is_some_and(is_code),
            (Some(_), code) => code.is_none(),
            (None, _) => true,
        };
        if !fits {
            remarks.problems.push(row.about("table-currency", "currency"));
        }
        let clause = row.cell("clause");
        if clause.is_some() {
            name(row, "clause", remarks);
        }
        let (id, unit, number, grade, article) = (id?, unit?, number?, grade?, article?);
        let cited = if article.is_empty() { String::new() } else { format!(", {article}") };
        let source = row.cell("source").map_or(format!("{document}{cited}"), str::to_owned);
        let mut value = json!({"value": figure(number), "grade": grade, "source": source});
        for (column, day) in days.into_iter().flatten() {
            value[column] = json!(day);
        }
        // The schema asks that these say beside the value what they are.
        match grade.as_str() {
            "S" => value["note"] = json!("secondary source"),
            "M-high" | "M-med" => value["note"] = json!("未核实"),
            _ => {}
        }
        Some(Self { id, zh, en, unit, currency, clause, article, grade, value })
    }

    /// The parameter, without its values.
    fn parameter(&self, clause: &str) -> Value {
        let mut parameter = json!({
            "id": self.id, "name": {"zh": self.zh, "en": self.en}, "unit": self.unit,
            "governedBy": "valuationDate", "clause": clause, "values": []
        });
        if let Some(currency) = self.currency {
            parameter["currency"] = json!(currency);
        }
        parameter
    }
}

fn clause(id: &str, article: &str, zh: &str, en: &str, grade: &str) -> Value {
    json!({
        "id": id, "article": article, "gist": {"zh": zh, "en": en}, "reading": "stated", "grade": grade,
        "requires": []
    })
}

/// The name in a column that must hold one.
fn name(row: &Row<'_>, column: &str, remarks: &mut Remarks) -> Option<String> {
    match row.cell(column) {
        Some(word) if is_name(word) => return Some(word.to_owned()),
        Some(word) => remarks.problems.push(row.about("table-not-a-name", column).with("found", word)),
        None => remarks.blank(row, column),
    }
    None
}

/// A text in both languages; blank ones are a problem where they are needed.
fn both(row: &Row<'_>, zh: &str, en: &str, needed: bool, remarks: &mut Remarks) -> (String, String) {
    for column in [zh, en] {
        if needed && row.cell(column).is_none() {
            remarks.blank(row, column);
        }
    }
    if let Some(text) = row.cell(zh).filter(|text| !is_chinese(text)) {
        remarks.problems.push(row.about("table-not-chinese", zh).with("found", text));
    }
    let text = |column: &str| row.cell(column).unwrap_or_default().to_owned();
    (text(zh), text(en))
}

fn word(row: &Row<'_>, column: &str, words: &[&str], remarks: &mut Remarks) -> Option<String> {
    match row.cell(column) {
        Some(word) if words.contains(&word) => return Some(word.to_owned()),
        Some(word) => {
            let about = row.about("table-not-a-choice", column).with("found", word);
            remarks.problems.push(about.with("choices", words.join(", ")));
        }
        None => remarks.blank(row, column),
    }
    None
}

fn day(row: &Row<'_>, column: &str, remarks: &mut Remarks) -> Option<String> {
    let word = row.cell(column)?;
    // A spreadsheet turns 2026-03-01 into 2026/3/1.
    let parts = half_width(word).replace(['/', '.'], "-");
    let parts: Vec<String> = parts.split('-').map(|part| format!("{part:0>2}")).collect();
    let plain = parts.join("-");
    if parse_date(&plain).is_none() {
        remarks.problems.push(row.about("table-not-a-day", column).with("found", word));
        return None;
    }
    remarks.say(row, column, word, &plain);
    Some(plain)
}

/// The article of a clause: `42`, `42(1)` or `5.1.2`; empty if the document has none.
fn article(row: &Row<'_>, remarks: &mut Remarks) -> Option<String> {
    let Some(word) = row.cell("article") else { return Some(String::new()) };
    let plain = half_width(word);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = plain.split('(');
    let bracketed =
        parts.next().is_some_and(digits) && parts.all(|part| part.strip_suffix(')').is_some_and(digits));
    let (first, rest) = plain.split_once('.').unwrap_or((&plain, ""));
    let chaptered = !first.is_empty()
        && first.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
        && rest.split('.').all(digits);
    if !bracketed && !chaptered {
        remarks.problems.push(row.about("table-not-an-article", "article").with("found", word));
        return None;
    }
    remarks.say(row, "article", word, &plain);
    Some(plain)
}

/// A number as a person writes it: full-width digits, separators of thousands and per cent are understood.
fn number(row: &Row<'_>, column: &str, unit: Option<&str>, remarks: &mut Remarks) -> Option<f64> {
    let Some(word) = row.cell(column) else {
        remarks.blank(row, column);
        return None;
    };
    let plain = half_width(word);
    let (digits, per_cent) = plain.strip_suffix('%').map_or((plain.as_str(), false), |rest| (rest, true));
    let groups: Vec<&str> = digits.split('.').next().unwrap_or_default().split(',').collect();
    let grouped = groups.len() < 2 || groups.iter().skip(1).all(|group| group.len() == 3);
    let figures = digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b'-'));
    let read = digits.replace(',', "").parse::<f64>().ok();
    let Some(read) = read.filter(|read| figures && grouped && read.is_finite()) else {
        remarks.problems.push(row.about("table-not-a-number", column).with("found", word));
        return None;
    };
    let share = unit == Some("share");
    if per_cent && !share {
        remarks.problems.push(row.about("table-per-cent", column).with("found", word));
        return None;
    }
    // Through the decimal spelling: 7 % is 0.07 and not 7 ÷ 100 with its last bit gone astray.
    let value = match per_cent {
        true => format!("{}e-2", digits.replace(',', "")).parse().unwrap_or(read / 100.0),
        false => read,
    };
    if value < 0.0 && column != "score" || share && value > 1.0 {
        let code = if value < 0.0 { "table-below-nought" } else { "table-share-above-one" };
        remarks.problems.push(row.about(code, column).with("found", word));
        return None;
    }
    if word != digits {
        remarks.say(row, column, word, &value.to_string());
    }
    Some(value)
}

impl Remarks {
    /// Misses what a cell must hold; of a column that is not there at all, the heading said so already.
    fn blank(&mut self, row: &Row<'_>, column: &str) {
        if row.columns.iter().any(|name| name == column) {
            self.problems.push(row.about("table-blank", column));
        }
    }

    /// Says how a cell was read, if it was not read as it stands.
    fn say(&mut self, row: &Row<'_>, column: &str, word: &str, read: &str) {
        if word != read {
            let mut line = String::new();
            let _ = write!(line, "{}: {column}: {word} = {read}", row.line);
            self.read_as.push(line);
        }
    }
}

/// A number as it is written by hand: 3 and not 3.0.
fn figure(value: f64) -> Value {
    report::data_of(&Node::Number(value))
}

/// Full-width digits and signs as their plain ones.
fn half_width(text: &str) -> String {
    let plain = |letter: char| match letter {
        '！'..='～' => char::from_u32(letter as u32 - 0xfee0).unwrap_or(letter),
        '。' => '.',
        '−' => '-',
        '　' => ' ',
        letter => letter,
    };
    text.chars().map(plain).filter(|letter| *letter != ' ').collect()
}
