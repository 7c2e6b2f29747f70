//! Every word that the engine may ask for is written, in both languages alike, and nothing else is.
//!
//! The sources are read as text: a code, a step or a field is known by the call that makes it. The check is
//! a function from sources and messages to complaints, so that it is shown to be able to complain.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::Path;

use ipval::appraise::methods;
use ipval::asset::AssetKind;
use ipval::case::{BASES, MONEY_UNITS, Node, PURPOSES};
use ipval::method::Binding;
use ipval::problem::Severity;
use ipval::standard::judgement::Outcome as Judged;
use ipval::standard::requirement::Demand;
use ipval::standard::{GRADES, GROUPS};
use ipval::workpaper::Origin;
use serde_json::{Map, Value, json};

type Outcome = Result<(), Box<dyn Error>>;

/// Written before they are used: headings that the paper as text may still want. One that has come into use
/// is named, so that it leaves this list.
const AHEAD: [&str; 4] = ["cli.clauses", "cli.remedy", "cli.to", "cli.why"];

/// What a placeholder may ask for beside a family of messages, as in `{found:sort}`.
const SHAPES: [&str; 3] = ["percent", "money", "years"];

#[test]
fn every_message_is_written_in_both_languages() -> Outcome {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut source = String::new();
    gather(&root.join("src"), &mut source)?;
    let words = fs::read_to_string(root.join("src/report/words.rs"))?;
    let mut messages: Map<String, Value> = Map::new();
    let (mut lines, mut uncarried) = (0, Vec::new());
    for entry in fs::read_dir(root.join("src/text"))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !words.contains(&format!("text/{name}\"")) {
            uncarried.push(format!("{name} is not read by src/report/words.rs"));
        }
        let text = fs::read_to_string(&path)?;
        // Of a key written twice a parser keeps one: a line for each entry shows both.
        lines += text.lines().filter(|line| line.trim_start().starts_with('"')).count();
        messages.extend(serde_json::from_str::<Map<String, Value>>(&text)?);
    }
    let mut complaints = complaints(&source, &closed_lists(), &messages);
    complaints.extend(uncarried);
    if lines != messages.len() {
        complaints.push(format!("{lines} lines hold {} entries: is a key written twice?", messages.len()));
    }
    assert!(messages.len() > 200, "only {} messages were found: is the file whole?", messages.len());
    assert!(complaints.is_empty(), "{} complaints\n{}", complaints.len(), complaints.join("\n"));
    Ok(())
}

#[test]
fn what_is_broken_is_named() -> Outcome {
    let source = r#"
        // A comment is no call: Problem::new(pointer, "only-said").
        const FIELDS: &[Field] = &[Field::required("sales", Kind::Flag), Field::optional("years", Kind::Flag)];
        fn work() {
            let value = cell.record(paper, "stated-value", unit).named("value");
            let about = Problem::new(
                format!("{}/x, \"y\"", pointer),
                "too-long",
            );
            refuse(about.with("life", 1.0).with("key", "cli.title"));
        }
    "#;
    let said = |text: &str| json!({"what": text, "why": "w", "remedy": "r"});
    let field = json!({"label": "l", "help": "h", "example": "e"});
    let both = |part: &Value| json!({"zh": part, "en": part});
    let whole = json!({
        "step.stated-value": both(&json!("s")),
        "step.value": both(&json!("s")),
        "field.sales": both(&field),
        "field.years": both(&field),
        "problem.too-long": both(&said("{life:years} {key:field}")),
        "cli.title": both(&json!("t")),
        "cli.why": both(&json!("t")),
    });
    let with = |key: &str, value: Value| {
        let mut messages = whole.as_object().cloned().unwrap_or_default();
        messages.insert(key.to_owned(), value);
        complaints(source, &[], &messages)
    };
    let without = |key: &str| {
        let mut messages = whole.as_object().cloned().unwrap_or_default();
        messages.remove(key);
        complaints(source, &[], &messages)
    };
    let sound = with("cli.title", both(&json!("t")));
    assert!(sound.is_empty(), "the sample itself must be accepted: {sound:?}");
    let broken = [
        ("a code unsaid", without("problem.too-long")),
        ("a step unsaid", without("step.stated-value")),
        ("a named step unsaid", without("step.value")),
        ("a required field unsaid", without("field.sales")),
        ("an optional field unsaid", without("field.years")),
        ("a key asked for and unsaid", without("cli.title")),
        ("a code that nothing makes", with("problem.only-said", both(&said("x")))),
        ("a step that nothing makes", with("step.last", both(&json!("s")))),
        ("a field that nothing reads", with("field.colour", both(&field))),
        ("a heading that nothing prints", with("cli.footer", both(&json!("t")))),
        ("a heading that waits no longer", {
            let mut messages = whole.as_object().cloned().unwrap_or_default();
            messages.insert("cli.to".to_owned(), both(&json!("t")));
            complaints(&format!("{source} say(\"cli.to\");"), &[], &messages)
        }),
        ("an unknown family", with("colour.value", both(&json!("red")))),
        ("a language missing", with("cli.title", json!({"zh": "t"}))),
        ("a third language", with("cli.title", json!({"zh": "t", "en": "t", "de": "t"}))),
        ("an empty text", with("cli.title", json!({"zh": "t", "en": " "}))),
        ("a part missing", with("field.sales", both(&json!({"label": "l", "help": "h"})))),
        ("an empty part", with("problem.too-long", both(&said("")))),
        ("parts where one text belongs", with("cli.title", both(&field))),
        (
            "a placeholder in one language",
            with("problem.too-long", json!({"zh": said("{life}"), "en": said("")})),
        ),
        ("a fact that nobody gives", with("problem.too-long", both(&said("{end}")))),
        ("a shape that nobody knows", with("problem.too-long", both(&said("{life:feet}")))),
        ("a fact outside a problem", with("cli.title", both(&json!("{life}")))),
    ];
    let accepted: Vec<&str> =
        broken.iter().filter(|(_, complaints)| complaints.is_empty()).map(|(name, _)| *name).collect();
    assert!(accepted.is_empty(), "accepted: {}", accepted.join(", "));
    Ok(())
}

/// Every source file below a folder, one after the other, without comments and tests.
fn gather(folder: &Path, source: &mut String) -> Outcome {
    let mut paths: Vec<_> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    paths.sort();
    for path in paths {
        if path.is_dir() {
            gather(&path, source)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path)?;
            source.push_str(text.split("#[cfg(test)]").next().unwrap_or_default());
            source.push('\n');
        }
    }
    Ok(())
}

/// The families whose members are known by type.
fn closed_lists() -> Vec<(&'static str, Vec<&'static str>)> {
    let bindings =
        [Binding::Legal, Binding::Economic, Binding::Contractual, Binding::Stated, Binding::Forecast];
    let origins = [Origin::Given, Origin::Assumed, Origin::Parameter, Origin::Estimated, Origin::Calculated];
    let nodes = [
        Node::Nothing,
        Node::Flag(true),
        Node::Number(0.0),
        Node::Text(String::new()),
        Node::List(Vec::new()),
        Node::Object(Vec::new()),
    ];
    let demands = Demand::ALL.map(|(_, name)| name);
    let outcomes = [Judged::Met, Judged::Missed, Judged::Person, Judged::NotApplicable];
    vec![
        ("method", methods().map(|method| method.name()).collect()),
        ("approach", methods().map(|method| method.approach()).collect()),
        ("unit", MONEY_UNITS.iter().map(|(name, _)| *name).collect()),
        ("kind", AssetKind::NAMES.to_vec()),
        ("purpose", PURPOSES.to_vec()),
        ("basis", BASES.to_vec()),
        ("binding", bindings.iter().map(|binding| binding.name()).collect()),
        (
            "severity",
            [Severity::Bar, Severity::Warning, Severity::Note].iter().map(|each| each.name()).collect(),
        ),
        ("origin", origins.iter().map(|origin| origin.name()).collect()),
        ("measure", ["money", "share", "rate", "years", "factor", "count"].to_vec()),
        ("sort", nodes.iter().map(Node::sort).collect()),
        ("demand", demands.to_vec()),
        ("meets", demands.to_vec()),
        ("outcome", outcomes.iter().map(|outcome| outcome.name()).collect()),
        ("grade", GRADES.to_vec()),
        ("group", GROUPS.to_vec()),
        ("state", ["in-use", "to-be-transcribed", "example", "proposed"].to_vec()),
        ("shape", ["text", "name", "day", "both", "number", "texts", "object", "list"].to_vec()),
    ]
}

/// Everything that is wrong with the messages, seen from the sources and the closed lists.
fn complaints(source: &str, lists: &[(&str, Vec<&str>)], messages: &Map<String, Value>) -> Vec<String> {
    let source = without_comments(source);
    let literals = literals(&source);
    let codes = codes(&source);
    let steps = steps(&source);
    let facts = first_arguments(&source, ".with(");
    let mut fields = first_arguments(&source, "Field::required(");
    fields.extend(first_arguments(&source, "Field::optional("));
    // The tables of the case write their commonest kinds by helpers, each a line of its own.
    for helper in ["    text(", "    flag(", "    date(", "    number(", "    choice("] {
        fields.extend(first_arguments(&source, &format!("\n{helper}")));
    }
    let has = |family: &str, name: &str| messages.contains_key(&format!("{family}.{name}"));
    let mut complaints = Vec::new();
    let mut want = |family: &str, name: &str| {
        if !has(family, name) {
            complaints.push(format!("{family}.{name} is used and not written"));
        }
    };
    codes.iter().filter(|code| !has("finding", code)).for_each(|code| want("problem", code));
    steps.iter().for_each(|step| want("step", step));
    fields.iter().for_each(|field| want("field", field));
    literals.iter().filter_map(|literal| literal.strip_prefix("cli.")).for_each(|name| want("cli", name));
    for (family, names) in lists {
        names.iter().for_each(|name| want(family, name));
    }
    for (key, entry) in messages {
        let (family, name) = key.split_once('.').unwrap_or((key, ""));
        let used = match family {
            "problem" | "finding" => codes.contains(name),
            "step" => steps.contains(name),
            // Parts of a range and of a request are no table's fields, but are missed under their names.
            "field" => literals.contains(name),
            "cli" => literals.contains(key),
            _ => lists.iter().any(|(known, names)| *known == family && names.contains(&name)),
        };
        match (used, AHEAD.contains(&key.as_str())) {
            (false, false) => complaints.push(format!("{key} is written and not used")),
            (true, true) => {
                complaints.push(format!("{key} is used now: take it off the list of those ahead"))
            }
            _ => {}
        }
        complaints.extend(flaws(key, entry).into_iter().map(|flaw| format!("{key} {flaw}")));
        for (name, shape) in placeholders(&entry.to_string()) {
            if !matches!(family, "problem" | "finding") || !facts.contains(&name) {
                complaints.push(format!("{key} asks for {{{name}}}, which nobody gives"));
            }
            let family = format!("{shape}.");
            let known =
                SHAPES.contains(&shape.as_str()) || messages.keys().any(|key| key.starts_with(&family));
            if !shape.is_empty() && !known {
                complaints.push(format!("{key} asks for the unknown shape {shape}"));
            }
        }
    }
    complaints
}

/// What is wrong with one entry by itself.
fn flaws(key: &str, entry: &Value) -> Vec<String> {
    let wanted: &[&str] = match key.split('.').next() {
        Some("problem" | "finding") => &["what", "why", "remedy"],
        Some("field") => &["label", "help", "example"],
        _ => &[],
    };
    let languages: Vec<&String> = entry.as_object().map(|entry| entry.keys().collect()).unwrap_or_default();
    let mut sorted = languages.clone();
    sorted.sort();
    if sorted != ["en", "zh"] {
        return vec![format!("has the languages {languages:?}")];
    }
    let mut flaws = Vec::new();
    for language in ["zh", "en"] {
        let text = &entry[language];
        if wanted.is_empty() {
            // A sum in single units of its currency has no word for the unit in English.
            if text.as_str().is_none_or(|text| text.trim().is_empty() && key != "unit.one") {
                flaws.push(format!("is not one text in {language}"));
            }
            continue;
        }
        let parts: Vec<&String> = text.as_object().map(|parts| parts.keys().collect()).unwrap_or_default();
        if parts.len() != wanted.len() {
            flaws.push(format!("has the parts {parts:?} in {language}, not {wanted:?}"));
        }
        for part in wanted {
            if text[part].as_str().is_none_or(|text| text.trim().is_empty()) {
                flaws.push(format!("says nothing in {language} under {part}"));
            }
        }
    }
    let names = |text: &Value| -> BTreeSet<String> {
        placeholders(&text.to_string()).into_iter().map(|(name, _)| name).collect()
    };
    let parts = if wanted.is_empty() { vec![(&entry["zh"], &entry["en"], "")] } else { Vec::new() };
    let by_part = wanted.iter().map(|part| (&entry["zh"][part], &entry["en"][part], *part));
    for (zh, en, part) in parts.into_iter().chain(by_part) {
        let (zh, en) = (names(zh), names(en));
        if zh != en {
            flaws.push(format!("{part} names the facts {zh:?} in zh and {en:?} in en"));
        }
    }
    flaws
}

/// The facts that a text asks for, each with its shape, which may be empty.
fn placeholders(text: &str) -> Vec<(String, String)> {
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let inside = text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(inside, _)| inside);
    let pairs = inside.map(|inside| inside.split_once(':').unwrap_or((inside, "")));
    let named = pairs.filter(|(name, shape)| is_word(name) && (shape.is_empty() || is_word(shape)));
    named.map(|(name, shape)| (name.to_owned(), shape.to_owned())).collect()
}

/// The codes of problems and findings: what `Problem::new` is given, at once or by way of a helper.
fn codes(source: &str) -> BTreeSet<String> {
    let mut codes: BTreeSet<String> =
        calls(source, "Problem::new(").iter().filter_map(|call| literal(call.last()?)).collect();
    codes.extend(calls(source, "refuse_sort(").iter().filter_map(|call| literal(call.get(1)?)));
    for helper in ["about(", "count("] {
        // These names have other uses, whose words are single.
        codes.extend(first_arguments(source, helper).into_iter().filter(|word| word.contains('-')));
    }
    for choice in source.split("let code = ").skip(1) {
        codes.extend(literals(choice.split(';').next().unwrap_or_default()));
    }
    codes
}

/// The names of steps, given at once or by way of a helper.
fn steps(source: &str) -> BTreeSet<String> {
    let mut steps = BTreeSet::new();
    for maker in [".named(", ".flow(", ".share(", ".rate(", ".years(", ".input(", ".estimated("] {
        steps.extend(first_arguments(source, maker));
    }
    for (maker, place) in [(".record(", 1), ("by_period(", 3), ("growing(", 3), ("growing(", 4)] {
        steps.extend(calls(source, maker).iter().filter_map(|call| literal(call.get(place)?)));
    }
    // Lives stand in a table: the key, the step, what it binds.
    let ends: Vec<&str> = source.split(", Binding::").collect();
    let before = ends.split_last().map_or(&[][..], |(_, before)| before);
    steps.extend(before.iter().filter_map(|text| {
        let start = text.strip_suffix('"')?.rfind('"')?;
        literal(&text[start..])
    }));
    steps
}

/// The first arguments of all calls, as far as they are literals.
fn first_arguments(source: &str, opening: &str) -> BTreeSet<String> {
    calls(source, opening).iter().filter_map(|call| literal(call.first()?)).collect()
}

/// The arguments of all calls that open so, each as it stands in the source.
fn calls(source: &str, opening: &str) -> Vec<Vec<String>> {
    source.split(opening).skip(1).map(arguments).collect()
}

/// The arguments up to the parenthesis that closes the call.
fn arguments(source: &str) -> Vec<String> {
    let mut arguments = vec![String::new()];
    let (mut depth, mut quoted, mut escaped) = (0, false, false);
    for letter in source.chars() {
        match letter {
            _ if escaped => {}
            '"' => quoted = !quoted,
            _ if quoted => {}
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth == 0 => break,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => {
                arguments.push(String::new());
                continue;
            }
            _ => {}
        }
        escaped = quoted && letter == '\\' && !escaped;
        if let Some(argument) = arguments.last_mut() {
            argument.push(letter);
        }
    }
    // A comma may stand after the last argument.
    arguments.retain(|argument| !argument.trim().is_empty());
    arguments
}

/// The text of an argument that is a plain literal.
fn literal(argument: &str) -> Option<String> {
    let inside = argument.trim().strip_prefix('"')?.strip_suffix('"')?;
    (!inside.contains(['"', '\\'])).then(|| inside.to_owned())
}

/// Every literal that is one word: a key, a name, a code.
fn literals(source: &str) -> BTreeSet<String> {
    let is_word = |text: &&str| {
        !text.is_empty()
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'))
    };
    // Between any two quotation marks: what stands between two literals is never a word alone.
    source.split('"').filter(is_word).map(str::to_owned).collect()
}

fn without_comments(source: &str) -> String {
    let lines = source.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}
