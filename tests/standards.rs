//! The pack of standards is sound: every edition keeps to the schema, and to what a schema cannot say.
//!
//! The checks are functions from editions to complaints, so that the same functions are shown, on editions
//! broken on purpose, to be able to complain.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::Path;

use ipval::appraise::methods;
use ipval::case::{CASE_FIELDS, FieldOutline, outline};
use jsonschema::Validator;
use serde_json::{Value, json};
use time::{Date, Month};

type Outcome = Result<(), Box<dyn Error>>;

/// An edition, and its path below `valuation-standards/` with forward slashes.
struct Edition {
    path: String,
    content: Value,
}

#[test]
fn the_pack_is_sound() -> Outcome {
    let editions = editions()?;
    assert!(editions.len() >= 20, "only {} editions were found: is the folder whole?", editions.len());
    let mut complaints = complaints(&editions, &validator()?);
    let engine = Engine::known()?;
    for edition in &editions {
        let found = references_to_nothing(edition, &editions, &engine);
        complaints.extend(found.into_iter().map(|complaint| format!("{}: {complaint}", edition.path)));
    }
    assert!(complaints.is_empty(), "{} complaints\n{}", complaints.len(), complaints.join("\n"));
    Ok(())
}

#[test]
fn references_to_nothing_are_found() -> Outcome {
    let engine = Engine::known()?;
    let of = |requirement: Value| -> Result<usize, Box<dyn Error>> {
        let content = altered(&sample(), "/clauses/0/requires/0", requirement)?;
        let edition = Edition { path: String::new(), content };
        Ok(references_to_nothing(&edition, &[], &engine).len())
    };
    let sound = json!({"kind": "discloses", "severity": "note", "at": ["/methods/*/inputs/sales/source"]});
    assert_eq!(of(sound)?, 0);
    for broken in [
        json!({"kind": "discloses", "at": ["/methods/*/inputs/colour"]}),
        json!({"kind": "discloses", "at": ["/asset/status/colour"]}),
        json!({"kind": "discloses", "at": ["/asset/members/title"]}),
        json!({"kind": "forbids", "findings": ["no-such-code"]}),
        json!({"kind": "uses", "steps": ["no-such-step"]}),
        json!({"kind": "uses", "methods": ["noSuchMethod"]}),
        json!({"kind": "keeps", "at": ["/engagement/retentionYears"], "parameter": "no-such-law#years"}),
        json!({"kind": "discloses", "at": ["/title"], "when": {"is": {"/colour": "red"}}}),
        json!({"kind": "discloses", "at": ["/title"], "unless": {"method": ["noSuchMethod"]}}),
    ] {
        assert_eq!(of(broken.clone())?, 1, "{broken}");
    }
    Ok(())
}

/// The sums of the published schedule over a full life, in yuan.
#[test]
fn annual_fees_add_up_to_the_known_sums() -> Outcome {
    let editions = editions()?;
    let fees = edition(&editions, "law/cn-patent-annual-fees/2021-06-01.json")?;
    let mut wrong = Vec::new();
    for (id, known) in [
        ("annual-fee-invention", 82_300),
        ("annual-fee-utility-model", 11_200),
        ("annual-fee-design", 26_200),
    ] {
        let sum: u64 = list(parameter(fees, id)?, "values")
            .iter()
            .flat_map(|value| list(value, "bands"))
            .map(|band| {
                let years = (number(band, "toYear") + 1).saturating_sub(number(band, "fromYear"));
                years * number(band, "value")
            })
            .sum();
        if sum != known {
            wrong.push(format!("{}: {id} adds up to {sum}, not {known}", fees.path));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[test]
fn the_schema_refuses_what_is_broken() -> Outcome {
    let validator = validator()?;
    let sample = sample();
    assert!(
        validator.is_valid(&sample),
        "the sample itself must be accepted: {:?}",
        refusals(&validator, &sample)
    );
    let broken = [
        ("an unknown field", "/colour", json!("red")),
        ("an unknown field of a clause", "/clauses/0/colour", json!("red")),
        ("an unknown field of a value", "/parameters/0/values/0/colour", json!("red")),
        ("another dialect", "/format", json!("ipval-standard/2")),
        ("no title in English", "/title/en", Value::Null),
        ("a Chinese title without Chinese", "/title/zh", json!("Patent Law")),
        ("a group outside the list", "/group", json!("custom")),
        ("a status outside the list", "/status", json!("draft")),
        ("no source", "/source", Value::Null),
        ("no day in force", "/inForce/from", Value::Null),
        ("a thirteenth month", "/inForce/from", json!("2021-13-01")),
        ("a day in words", "/promulgated", json!("17 October 2020")),
        ("an edition in words", "/edition", json!("first")),
        ("an id with capitals", "/id", json!("CN-Patent-Law")),
        ("an edition in use without a clause", "/clauses", json!([])),
        ("a value in an edition to be transcribed", "/status", json!("to be transcribed")),
        ("a clause without a gist", "/clauses/0/gist", Value::Null),
        ("a clause without a grade", "/clauses/0/grade", Value::Null),
        ("a reading outside the list", "/clauses/0/reading", json!("guessed")),
        ("a requirement outside the list", "/clauses/0/requires/0/kind", json!("suggests")),
        ("a unit outside the list", "/parameters/0/unit", json!("percent")),
        ("a governing date outside the list", "/parameters/0/governedBy", json!("today")),
        ("a term that runs from the valuation date", "/parameters/0/governedBy", json!("valuationDate")),
        ("years with a currency", "/parameters/0/currency", json!("CNY")),
        ("money without a currency", "/parameters/1/currency", Value::Null),
        ("a share above one", "/parameters/2/values/0/value", json!(25)),
        ("a parameter without values", "/parameters/0/values", json!([])),
        ("a value without a source", "/parameters/0/values/0/source", Value::Null),
        ("a value without a grade", "/parameters/0/values/0/grade", Value::Null),
        ("a value of grade X", "/parameters/0/values/0/grade", json!("X")),
        ("a value of grade M-low", "/parameters/0/values/0/grade", json!("M-low")),
        ("a secondary source that does not say so", "/parameters/0/values/0/grade", json!("S")),
        ("a memory that does not say so", "/parameters/0/values/0/grade", json!("M-high")),
        ("a number in quotes", "/parameters/0/values/0/value", json!("20")),
        ("a number below nought", "/parameters/0/values/0/value", json!(-1)),
        ("neither a value nor bands", "/parameters/0/values/0/value", Value::Null),
        ("a value and bands", "/parameters/1/values/0/value", json!(900)),
        ("a band from year nought", "/parameters/1/values/0/bands/0/fromYear", json!(0)),
    ];
    let mut accepted = Vec::new();
    for (what, pointer, replacement) in broken {
        if validator.is_valid(&altered(&sample, pointer, replacement)?) {
            accepted.push(format!("{what} ({pointer}) is accepted"));
        }
    }
    assert!(accepted.is_empty(), "{}", accepted.join("\n"));
    Ok(())
}

#[test]
fn the_checks_find_what_is_broken() -> Outcome {
    let validator = validator()?;
    let sample = sample();
    let pack = |content: Value| vec![Edition { path: "law/cn-sample/2021-06-01.json".to_owned(), content }];
    let sound = complaints(&pack(sample.clone()), &validator);
    assert!(sound.is_empty(), "the sample itself must be sound:\n{}", sound.join("\n"));
    let (clause, term) = (sample["clauses"][0].clone(), sample["parameters"][2].clone());
    let value = sample["parameters"][0]["values"][0].clone();
    let broken = [
        ("path", "/id", json!("cn-other")),
        ("path", "/edition", json!("2021-06-02")),
        ("begins on", "/inForce/from", json!("2021-07-01")),
        ("no such day", "/promulgated", json!("2021-02-30")),
        ("ends before it begins", "/inForce/to", json!("2021-05-31")),
        ("supersedes", "/supersedes", json!("2009-10-01")),
        ("twice", "/clauses/-", clause),
        ("twice", "/parameters/-", term),
        ("no clause", "/parameters/0/clause", json!("nowhere")),
        ("no parameter", "/clauses/0/requires/0/parameter", json!("nowhere")),
        ("overlap", "/parameters/0/values/-", value),
        ("ends before it begins", "/parameters/0/values/0", {
            json!({"from": "2021-06-02", "to": "2021-06-01", "value": 20, "grade": "P", "source": "art 1"})
        }),
        ("year 1", "/parameters/1/values/0/bands/0/fromYear", json!(2)),
        ("year 4", "/parameters/1/values/0/bands/1/fromYear", json!(5)),
        ("year 4", "/parameters/1/values/0/bands/1/fromYear", json!(3)),
        ("ends before it begins", "/parameters/1/values/0/bands/0/toYear", json!(0)),
        ("term of 20", "/parameters/1/values/0/bands/1/toYear", json!(19)),
    ];
    let mut unnoticed = Vec::new();
    for (expected, pointer, replacement) in broken {
        let found = complaints(&pack(altered(&sample, pointer, replacement)?), &validator);
        if !found
            .iter()
            .any(|complaint| complaint.starts_with("law/cn-sample/") && complaint.contains(expected))
        {
            unnoticed.push(format!("{pointer}: nothing says \"{expected}\" in {found:?}"));
        }
    }
    let mut next = altered(&sample, "/edition", json!("2022-01-01"))?;
    next = altered(&next, "/inForce/from", json!("2022-01-01"))?;
    next = altered(&next, "/supersedes", json!("2021-06-01"))?;
    let both = |end: Value| -> Result<Vec<String>, Box<dyn Error>> {
        let mut two = pack(altered(&sample, "/inForce/to", end)?);
        two.push(Edition { path: "law/cn-sample/2022-01-01.json".to_owned(), content: next.clone() });
        Ok(complaints(&two, &validator))
    };
    let sound = both(json!("2021-12-31"))?;
    assert!(sound.is_empty(), "one edition follows the other:\n{}", sound.join("\n"));
    for (expected, end) in
        [("overlap", Value::Null), ("overlap", json!("2022-01-01")), ("day before", json!("2021-12-30"))]
    {
        let found = both(end)?;
        if !found.iter().any(|complaint| complaint.contains(expected)) {
            unnoticed.push(format!("two editions: nothing says \"{expected}\" in {found:?}"));
        }
    }
    assert!(unnoticed.is_empty(), "{}", unnoticed.join("\n"));
    Ok(())
}

/// Everything that is wrong with these editions, each complaint with the path of its file first.
fn complaints(editions: &[Edition], validator: &Validator) -> Vec<String> {
    let mut all = Vec::new();
    for edition in editions {
        let found = [
            refusals(validator, &edition.content),
            misplaced(edition),
            impossible_days(&edition.content),
            names_that_do_not_meet(&edition.content),
            unsound_values(&edition.content),
            unsound_bands(edition, editions),
        ];
        all.extend(found.into_iter().flatten().map(|complaint| format!("{}: {complaint}", edition.path)));
    }
    all.extend(editions_that_do_not_follow(editions));
    all
}

fn refusals(validator: &Validator, content: &Value) -> Vec<String> {
    validator.iter_errors(content).map(|error| format!("{} {error}", error.instance_path())).collect()
}

fn misplaced(edition: &Edition) -> Vec<String> {
    let content = &edition.content;
    let (group, id, name) = (text(content, "group"), text(content, "id"), text(content, "edition"));
    let mut wrong = Vec::new();
    let path = format!("{group}/{id}/{name}.json");
    if path != edition.path {
        wrong.push(format!("its content says that its path is {path}"));
    }
    let from = text(&content["inForce"], "from");
    if !from.starts_with(name) {
        wrong.push(format!("edition {name} begins on {from}"));
    }
    wrong
}

/// The schema knows the shape of a day; the 30th of February has that shape.
fn impossible_days(content: &Value) -> Vec<String> {
    let mut days = vec![(content, "promulgated"), (&content["verified"], "on")];
    let spans = std::iter::once(&content["inForce"])
        .chain(list(content, "parameters").iter().flat_map(|parameter| list(parameter, "values")));
    let mut wrong = Vec::new();
    for span in spans {
        days.extend([(span, "from"), (span, "to")]);
        let (first, last) = days_of(span);
        if first > last {
            wrong.push(format!("what begins on {first} ends before it begins, on {last}"));
        }
    }
    for (holder, key) in days {
        if let Some(written) = holder.get(key).and_then(Value::as_str)
            && day(written).is_none()
        {
            wrong.push(format!("{key}: there is no such day as {written}"));
        }
    }
    wrong
}

fn names_that_do_not_meet(content: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut names = |key| {
        let mut seen = BTreeSet::new();
        for holder in list(content, key) {
            if !seen.insert(text(holder, "id")) {
                wrong.push(format!("{key}: {} stands there twice", text(holder, "id")));
            }
        }
        seen
    };
    let (clauses, parameters) = (names("clauses"), names("parameters"));
    for parameter in list(content, "parameters") {
        let clause = text(parameter, "clause");
        if !clauses.contains(clause) {
            wrong.push(format!("parameter {}: there is no clause {clause}", text(parameter, "id")));
        }
    }
    for (clause, requirement) in requirements(content) {
        for name in limits(requirement).filter(|name| !name.contains('#') && !parameters.contains(name)) {
            wrong.push(format!("clause {clause}: there is no parameter {name}"));
        }
    }
    wrong
}

/// Each requirement with the id of its clause.
fn requirements(content: &Value) -> impl Iterator<Item = (&str, &Value)> {
    list(content, "clauses").iter().flat_map(|clause| {
        list(clause, "requires").iter().map(move |requirement| (text(clause, "id"), requirement))
    })
}

/// The parameters that a requirement names.
fn limits(requirement: &Value) -> impl Iterator<Item = &str> {
    ["parameter", "least", "most"].into_iter().filter_map(|key| requirement.get(key)?.as_str())
}

/// What a file says of other files and of the engine: clauses, parameters, codes, steps, methods, places.
fn references_to_nothing(edition: &Edition, editions: &[Edition], engine: &Engine) -> Vec<String> {
    let content = &edition.content;
    let stands = |key: &str, reference: &str| {
        let Some((id, name)) = reference.split_once('#') else { return false };
        let of_document = editions.iter().filter(|other| text(&other.content, "id") == id);
        of_document.flat_map(|other| list(&other.content, key)).any(|entry| text(entry, "id") == name)
    };
    let mut wrong = Vec::new();
    for clause in list(content, "clauses") {
        for basis in list(clause, "basis").iter().filter_map(Value::as_str) {
            if !stands("clauses", basis) {
                wrong.push(format!("clause {}: its basis {basis} stands nowhere", text(clause, "id")));
            }
        }
    }
    for parameter in list(content, "parameters") {
        let target = text(parameter, "overlays");
        if !target.is_empty() && !stands("parameters", target) {
            wrong.push(format!(
                "parameter {}: it overlays {target}, which stands nowhere",
                text(parameter, "id")
            ));
        }
    }
    for (clause, requirement) in requirements(content) {
        for name in limits(requirement).filter(|name| name.contains('#') && !stands("parameters", name)) {
            wrong.push(format!("clause {clause}: the parameter {name} stands nowhere"));
        }
        let conditions = ["when", "unless"].map(|key| &requirement[key]);
        let words = |key: &'static str| {
            let singular = key.trim_end_matches('s');
            let among = conditions.into_iter().flat_map(move |condition| list(condition, singular));
            list(requirement, key).iter().chain(among).filter_map(Value::as_str)
        };
        for (key, known) in [
            ("findings", &engine.codes),
            ("steps", &engine.steps),
            ("methods", &engine.methods),
            ("approaches", &engine.approaches),
        ] {
            for word in words(key).filter(|word| !known.contains(*word)) {
                wrong.push(format!("clause {clause}: {key} names {word}, which the engine does not know"));
            }
        }
        let is = conditions.into_iter().filter_map(|condition| condition["is"].as_object());
        let pointers = list(requirement, "at")
            .iter()
            .chain(conditions.into_iter().flat_map(|condition| {
                ["has", "lacks", "true", "false"].into_iter().flat_map(move |key| list(condition, key))
            }))
            .filter_map(Value::as_str)
            .chain(is.flat_map(|words| words.keys().map(String::as_str)));
        for pointer in pointers.filter(|pointer| !engine.reads(pointer)) {
            wrong.push(format!("clause {clause}: no case has a place {pointer}"));
        }
    }
    wrong
}

/// What the engine knows by name.
struct Engine {
    codes: BTreeSet<String>,
    steps: BTreeSet<String>,
    methods: BTreeSet<String>,
    approaches: BTreeSet<String>,
    case: Vec<FieldOutline>,
    inputs: Vec<FieldOutline>,
}

impl Engine {
    fn known() -> Result<Self, Box<dyn Error>> {
        let mut engine = Self {
            codes: BTreeSet::new(),
            steps: BTreeSet::new(),
            methods: methods().map(|method| method.name().to_owned()).collect(),
            approaches: methods().map(|method| method.approach().to_owned()).collect(),
            case: outline(CASE_FIELDS),
            inputs: methods().flat_map(|method| outline(method.fields())).collect(),
        };
        for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/text"))? {
            let messages = read(&entry?.path())?;
            for key in messages.as_object().into_iter().flat_map(|messages| messages.keys()) {
                match key.split_once('.') {
                    Some(("finding" | "problem", code)) => engine.codes.insert(code.to_owned()),
                    Some(("step", step)) => engine.steps.insert(step.to_owned()),
                    _ => false,
                };
            }
        }
        Ok(engine)
    }

    /// Whether a case can hold anything there.
    fn reads(&self, pointer: &str) -> bool {
        let keys: Vec<&str> = pointer.split('/').skip(1).collect();
        match keys.as_slice() {
            ["methods", "*", "inputs", rest @ ..] | ["facts", rest @ ..] => leads(&self.inputs, rest),
            keys => leads(&self.case, keys),
        }
    }
}

/// Whether these keys lead somewhere among these fields: into an object, through a list, or to the source,
/// the grade or the day of a figure.
fn leads(fields: &[FieldOutline], keys: &[&str]) -> bool {
    let Some((first, rest)) = keys.split_first() else { return true };
    fields.iter().filter(|field| field.key == *first).any(|field| match (field.kind, rest) {
        (_, []) => true,
        ("object", rest) => leads(&field.fields, rest),
        ("list", [place, rest @ ..]) if *place == "*" || place.parse::<usize>().is_ok() => {
            leads(&field.fields, rest)
        }
        ("number" | "count", [part]) => ["value", "range", "source", "note", "grade", "asOf"].contains(part),
        ("series" | "numbers", ["*"]) => true,
        ("series" | "numbers", [.., part]) => ["source", "note", "grade", "asOf"].contains(part),
        _ => false,
    })
}

fn unsound_values(content: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    for parameter in list(content, "parameters") {
        let (id, values) = (text(parameter, "id"), list(parameter, "values"));
        for (place, value) in values.iter().enumerate() {
            if text(value, "source").trim().is_empty() {
                wrong.push(format!("parameter {id}: value {place} has no source"));
            }
            if matches!(text(value, "grade"), "" | "X" | "M-low") {
                wrong.push(format!("parameter {id}: value {place} has no grade that a file may hold"));
            }
            if values.iter().skip(place + 1).any(|other| overlap(days_of(value), days_of(other))) {
                wrong.push(format!("parameter {id}: value {place} and a later one overlap"));
            }
        }
    }
    wrong
}

/// Bands run from year 1 without gap or overlap to the longest term of the right that they price.
fn unsound_bands(edition: &Edition, editions: &[Edition]) -> Vec<String> {
    let mut wrong = Vec::new();
    for parameter in list(&edition.content, "parameters") {
        let id = text(parameter, "id");
        for bands in list(parameter, "values")
            .iter()
            .map(|value| list(value, "bands"))
            .filter(|bands| !bands.is_empty())
        {
            let mut next = 1;
            for band in bands {
                let (first, last) = (number(band, "fromYear"), number(band, "toYear"));
                if first != next {
                    wrong.push(format!(
                        "parameter {id}: a band begins in year {first} where year {next} is due"
                    ));
                }
                if last < first {
                    wrong.push(format!("parameter {id}: the band from year {first} ends before it begins"));
                }
                next = last + 1;
            }
            match id.strip_prefix("annual-fee-").and_then(|right| longest_term(edition, editions, right)) {
                Some(term) if term + 1 == next => {}
                Some(term) => {
                    wrong.push(format!("parameter {id}: bands end in year {} of a term of {term}", next - 1))
                }
                None => {
                    wrong.push(format!("parameter {id}: no term-… parameter says how far its bands must run"))
                }
            }
        }
    }
    wrong
}

/// The term is looked for in the edition itself, then in the patent law.
fn longest_term(edition: &Edition, editions: &[Edition], right: &str) -> Option<u64> {
    let patent_law = editions.iter().filter(|other| text(&other.content, "id") == "cn-patent-law");
    let name = format!("term-{right}");
    std::iter::once(edition)
        .chain(patent_law)
        .filter_map(|holder| parameter(holder, &name).ok())
        .flat_map(|term| list(term, "values"))
        .map(|value| number(value, "value"))
        .max()
}

fn editions_that_do_not_follow(editions: &[Edition]) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut by_id: BTreeMap<&str, Vec<&Edition>> = BTreeMap::new();
    for edition in editions {
        by_id.entry(text(&edition.content, "id")).or_default().push(edition);
    }
    for same in by_id.values() {
        for (place, edition) in same.iter().enumerate() {
            let days = days_of(&edition.content["inForce"]);
            for other in same.iter().skip(place + 1) {
                if overlap(days, days_of(&other.content["inForce"])) {
                    wrong.push(format!(
                        "{}: in force on days of {} too: they overlap",
                        edition.path, other.path
                    ));
                }
            }
            let Some(older) = edition.content.get("supersedes").and_then(Value::as_str) else { continue };
            match same.iter().find(|other| text(&other.content, "edition") == older) {
                None => wrong.push(format!("{}: supersedes {older}, which is not here", edition.path)),
                Some(older) if days_of(&older.content["inForce"]).1.next_day() != Some(days.0) => {
                    wrong.push(format!("{}: {} does not end on the day before", edition.path, older.path));
                }
                Some(_) => {}
            }
        }
    }
    wrong
}

/// A small edition in which nothing is wrong, with a term, a table by year and a share.
fn sample() -> Value {
    let both = |zh: &str, en: &str| json!({"zh": zh, "en": en});
    let clause = |id: &str| {
        json!({
            "id": id, "article": "42(1)", "gist": both("条文要旨。", "What the clause says."), "reading": "stated",
            "grade": "P",
            "requires": [{"kind": "limits-life", "parameter": "term-sample", "severity": "note"}]
        })
    };
    let band = |from: u64, to: u64, fee: u64| json!({"fromYear": from, "toYear": to, "value": fee});
    json!({
        "format": "ipval-standard/1", "id": "cn-sample", "edition": "2021-06-01", "group": "law",
        "title": both("样本法", "Sample law"), "issuer": both("样本机关", "Sample authority"), "jurisdiction": "CN",
        "status": "in use", "promulgated": "2020-10-17", "inForce": {"from": "2021-06-01"},
        "source": {"document": "样本法", "read": "nowhere"}, "rights": "law-text",
        "verified": {"by": "test", "on": "2026-11-22", "grade": "P"},
        "clauses": [clause("term"), clause("fee")],
        "parameters": [
            {
                "id": "term-sample", "name": both("期限", "term"), "unit": "years", "governedBy": "filingDate",
                "runsTo": "anniversary", "clause": "term",
                "values": [{"from": "2021-06-01", "value": 20, "grade": "P", "source": "art 42"}]
            },
            {
                "id": "annual-fee-sample", "name": both("年费", "annual fee"), "unit": "money", "currency": "CNY",
                "governedBy": "valuationDate", "clause": "fee",
                "values": [{"bands": [band(1, 3, 900), band(4, 20, 1200)], "grade": "O", "source": "schedule"}]
            },
            {
                "id": "discount", "name": both("减收比例", "discount"), "unit": "share",
                "governedBy": "valuationDate", "clause": "fee",
                "values": [{"value": 0.15, "grade": "P", "source": "art 51"}]
            }
        ]
    })
}

/// The sample with one place replaced; null takes the place away, and `-` adds to the end of a list.
fn altered(sample: &Value, pointer: &str, replacement: Value) -> Result<Value, Box<dyn Error>> {
    let mut copy = sample.clone();
    let (parent, key) = pointer.rsplit_once('/').ok_or("a pointer begins with a slash")?;
    match copy.pointer_mut(parent).ok_or_else(|| format!("{pointer}: there is no {parent}"))? {
        Value::Object(fields) if replacement.is_null() => {
            fields.remove(key);
        }
        Value::Object(fields) => {
            fields.insert(key.to_owned(), replacement);
        }
        Value::Array(items) if key == "-" => items.push(replacement),
        Value::Array(items) => {
            *items
                .get_mut(key.parse::<usize>()?)
                .ok_or_else(|| format!("{pointer}: there is no such item"))? = replacement;
        }
        _ => return Err(format!("{pointer}: {parent} holds nothing").into()),
    }
    Ok(copy)
}

fn validator() -> Result<Validator, Box<dyn Error>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("valuation-standards/schema/edition.schema.json");
    Ok(jsonschema::validator_for(&read(&path)?)?)
}

/// All editions of the pack, in the order of their paths.
fn editions() -> Result<Vec<Edition>, Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("valuation-standards");
    let mut editions = Vec::new();
    let mut folders = vec![(root, String::new())];
    while let Some((folder, below)) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let path = format!("{below}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                if path != "schema" {
                    folders.push((entry.path(), format!("{path}/")));
                }
            } else if path.ends_with(".json") {
                editions.push(Edition { path, content: read(&entry.path())? });
            }
        }
    }
    editions.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(editions)
}

fn read(path: &Path) -> Result<Value, Box<dyn Error>> {
    let written = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(serde_json::from_str(&written).map_err(|error| format!("{}: {error}", path.display()))?)
}

fn edition<'a>(editions: &'a [Edition], path: &str) -> Result<&'a Edition, String> {
    editions.iter().find(|edition| edition.path == path).ok_or_else(|| format!("{path} is missing"))
}

fn parameter<'a>(edition: &'a Edition, id: &str) -> Result<&'a Value, String> {
    list(&edition.content, "parameters")
        .iter()
        .find(|parameter| text(parameter, "id") == id)
        .ok_or_else(|| format!("{}: there is no parameter {id}", edition.path))
}

/// The first and the last day, both included; without an end, the calendar's own.
fn days_of(span: &Value) -> (Date, Date) {
    let read = |key| span.get(key).and_then(Value::as_str).and_then(day);
    (read("from").unwrap_or(Date::MIN), read("to").unwrap_or(Date::MAX))
}

fn overlap(one: (Date, Date), other: (Date, Date)) -> bool {
    one.0 <= other.1 && other.0 <= one.1
}

fn day(written: &str) -> Option<Date> {
    let mut parts = written.splitn(3, '-');
    let year = parts.next()?.parse::<i32>().ok()?;
    let month = Month::try_from(parts.next()?.parse::<u8>().ok()?).ok()?;
    Date::from_calendar_date(year, month, parts.next()?.parse::<u8>().ok()?).ok()
}

// What is missing reads as empty here, since it is the schema's part to miss it.

fn text<'a>(holder: &'a Value, key: &str) -> &'a str {
    holder.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn list<'a>(holder: &'a Value, key: &str) -> &'a [Value] {
    holder.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn number(holder: &Value, key: &str) -> u64 {
    holder.get(key).and_then(Value::as_u64).unwrap_or_default()
}
