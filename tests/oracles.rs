//! Worked examples that others published, and golden values: each to the tolerance that its digits justify.

use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;

use ipval::appraise::run_method;
use ipval::case::Node;
use ipval::method::Method;
use ipval::report::figures_by_name;
use ipval::standard::{Standards, bundled};
use ipval::valuation::Verdict;
use serde_json::{Value, json};

/// Where a tolerance may come from.
const ORIGINS: [&str; 5] = ["exact", "half-last-digit", "table-factors", "truncated", "method"];

type Outcome = Result<(), Box<dyn Error>>;

fn rows(name: &str) -> Result<Vec<Value>, Box<dyn Error>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracles").join(name);
    Ok(serde_json::from_str(&std::fs::read_to_string(path)?)?)
}

/// Every table but that of figures printed wrongly.
fn published() -> Result<Vec<Value>, Box<dyn Error>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracles"))? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.retain(|name| name.ends_with(".json") && name != "published-errors.json");
    names.sort();
    let tables: Vec<Vec<Value>> = names.iter().map(|name| rows(name)).collect::<Result<_, _>>()?;
    Ok(tables.concat())
}

/// What the engine answers, with the figures by name beside the value.
fn answer(row: &Value, standards: &Standards) -> Result<Value, String> {
    let inputs: Node = serde_json::from_value(row["inputs"].clone()).map_err(|error| error.to_string())?;
    let method = row["method"].as_str().unwrap_or_default();
    match run_method(method, &inputs, standards) {
        Verdict::Valued(valuation) => {
            Ok(json!({"value": valuation.value, "figures": figures_by_name(&valuation.steps)}))
        }
        Verdict::Refused(refusal) => Err(format!("refused: {:?}", refusal.problems)),
    }
}

/// The number under a path such as `figures.sparedAfterTax.0`.
fn at(answer: &Value, path: &str) -> Option<f64> {
    answer.pointer(&format!("/{}", path.replace('.', "/")))?.as_f64()
}

fn failures_of(row: &Value, standards: &Standards) -> Vec<String> {
    let id = &row["id"];
    let answer = match answer(row, standards) {
        Ok(answer) => answer,
        Err(why) => return vec![format!("{id}: {why}")],
    };
    let Some(printed) = row["printed"].as_object().filter(|printed| !printed.is_empty()) else {
        return vec![format!("{id}: nothing printed")];
    };
    let judge = |(path, printed): (&String, &Value)| {
        let tolerance = row["tolerance"][path].as_f64();
        let origin = row["origin"][path].as_str().unwrap_or_default();
        match (at(&answer, path), printed.as_f64(), tolerance) {
            _ if !ORIGINS.contains(&origin) => Some(format!("{id} {path}: no origin of the tolerance")),
            (Some(found), Some(printed), Some(tolerance)) if (found - printed).abs() <= tolerance => None,
            (found, ..) => Some(format!("{id} {path}: {found:?}, printed {printed} ± {tolerance:?}")),
        }
    };
    printed.iter().filter_map(judge).collect()
}

#[test]
fn published_figures_come_out() -> Outcome {
    let standards = bundled().map_err(|problem| format!("{problem:?}"))?;
    let rows = published()?;
    let ids: BTreeSet<&str> = rows.iter().filter_map(|row| row["id"].as_str()).collect();
    assert_eq!(ids.len(), rows.len(), "an id stands twice");
    let failures: Vec<String> = rows.iter().flat_map(|row| failures_of(row, &standards)).collect();
    assert!(failures.is_empty(), "{} rows\n{}", rows.len(), failures.join("\n"));
    Ok(())
}

#[test]
fn published_errors_do_not() -> Outcome {
    let standards = bundled().map_err(|problem| format!("{problem:?}"))?;
    let mut failures = Vec::new();
    for row in rows("published-errors.json")? {
        let answer = answer(&row, &standards)?;
        for (path, wrong) in row["wrong"].as_object().into_iter().flatten() {
            match (at(&answer, path), wrong.as_f64(), row["apart"].as_f64()) {
                (Some(found), Some(wrong), Some(apart)) if (found - wrong).abs() >= apart => {}
                (found, ..) => {
                    failures.push(format!("{} {path}: {found:?}, printed wrongly {wrong}", row["id"]))
                }
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    Ok(())
}

#[test]
fn a_wrong_figure_is_seen() -> Outcome {
    let standards = bundled().map_err(|problem| format!("{problem:?}"))?;
    let mut row = rows("golden-values.json")?.into_iter().find(|row| row["id"] == "G-02").ok_or("no G-02")?;
    row["printed"]["value"] = json!(125.705_816_3);
    assert_eq!(failures_of(&row, &standards).len(), 1);
    Ok(())
}

#[test]
fn every_printed_difference_is_explained() -> Outcome {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracles/differences.md");
    let explained = std::fs::read_to_string(path)?;
    let unexplained: Vec<String> = published()?
        .iter()
        .filter(|row| !row["id"].as_str().is_some_and(|id| id.starts_with("G-")))
        .chain(&rows("published-errors.json")?)
        .filter(|row| {
            row["origin"].as_object().is_none_or(|origins| origins.values().any(|origin| origin != "exact"))
        })
        .filter_map(|row| row["id"].as_str().map(str::to_owned))
        .filter(|id| !explained.contains(id.as_str()))
        .collect();
    assert!(unexplained.is_empty(), "not in differences.md: {unexplained:?}");
    Ok(())
}

/// Published figures first, then golden values of our own.
fn is_published(row: &Value) -> bool {
    row["id"].as_str().is_some_and(|id| !id.starts_with("G-"))
}

/// To how many digits a row comes out: of its worst figure, against what was printed.
fn digits(row: &Value, standards: &Standards) -> Result<u32, String> {
    let answer = answer(row, standards)?;
    let agree = |(path, printed): (&String, &Value)| -> Option<u32> {
        let (found, printed) = (at(&answer, path)?, printed.as_f64()?);
        // Of what is nothing but for rounding there are no digits to count: it is held against one.
        let nothing = row["tolerance"][path].as_f64().is_some_and(|tolerance| printed.abs() <= tolerance);
        let size = if nothing || printed == 0.0 { 1.0 } else { printed.abs() };
        let apart = (found - printed).abs() / size;
        // A double holds fifteen decimal digits of any number, and no more is claimed.
        Some(if apart < 1e-15 { 15 } else { (1e-9 - libm::log10(apart)).floor() as u32 })
    };
    let agreeing = row["printed"].as_object().into_iter().flatten().map(agree);
    let agreeing: Option<Vec<u32>> = agreeing.collect();
    agreeing.and_then(|digits| digits.into_iter().min()).ok_or_else(|| format!("{}: no figure", row["id"]))
}

/// Where the proposed standard speaks of a method: its formulas, and the clauses that name it.
fn clauses_on(method: &str, standard: &Value) -> String {
    let list = |node: &Value| node.as_array().cloned().unwrap_or_default();
    let chapters = list(&standard["document"]["chapters"]);
    let formulas = chapters.iter().flat_map(|chapter| list(&chapter["formulas"]));
    let formulas = formulas.filter(|formula| formula["method"] == method);
    let mut places: Vec<String> =
        formulas.filter_map(|formula| formula["number"].as_str().map(str::to_owned)).collect();
    let names = |requirement: &Value| {
        [&requirement["methods"], &requirement["when"]["method"]]
            .into_iter()
            .any(|named| list(named).iter().any(|name| name == method))
    };
    for clause in list(&standard["clauses"]) {
        if list(&clause["requires"]).iter().any(names) {
            places.extend(clause["article"].as_str().map(str::to_owned));
        }
    }
    if places.is_empty() { "–".to_owned() } else { places.join(", ") }
}

/// The files of laws that try a method.
fn laws_on(method: &str) -> Result<Vec<String>, Box<dyn Error>> {
    let mut laws = Vec::new();
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests"))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with("laws") && std::fs::read_to_string(&path)?.contains(&format!("\"{method}\"")) {
            laws.push(name);
        }
    }
    laws.sort();
    Ok(laws)
}

/// What stands where a method has neither an example nor a law; the test does not pass while it does.
const NONE: &str = "nothing yet";

/// What one method reproduces.
struct Reproduced {
    approach: &'static str,
    line: String,
    published: usize,
    digits: Vec<u32>,
}

/// A line of the table: method, clauses, and up to three examples with the digits to which they come out.
fn reproduced(
    method: &dyn Method,
    rows: &[Value],
    standards: &Standards,
    standard: &Value,
) -> Result<Reproduced, Box<dyn Error>> {
    let own = || rows.iter().filter(|row| row["method"] == method.name());
    let published = own().filter(|row| is_published(row)).count();
    // The examples of one case carry suffixes, and one source may have many: the first of each source is shown.
    let mut examples: Vec<&Value> = Vec::new();
    for row in own().filter(|row| is_published(row) || published == 0) {
        if examples.len() < 3 && examples.iter().all(|shown| shown["source"] != row["source"]) {
            examples.push(row);
        }
    }
    let shown = examples.iter().map(|row| -> Result<String, String> {
        let (id, source) =
            (row["id"].as_str().unwrap_or_default(), row["source"].as_str().unwrap_or_default());
        Ok(format!("{id}, {} ({})", source.replace('|', "/"), digits(row, standards)?))
    });
    let mut shown: Vec<String> = shown.collect::<Result<_, _>>()?;
    if shown.is_empty() {
        shown.extend(laws_on(method.name())?.into_iter().map(|file| format!("law: `tests/{file}`")));
    }
    if shown.is_empty() {
        shown.push(NONE.to_owned());
    }
    let digits: Vec<u32> =
        own().filter(|row| is_published(row)).map(|row| digits(row, standards)).collect::<Result<_, _>>()?;
    let range = match (digits.iter().min(), digits.iter().max()) {
        (Some(least), Some(most)) if least != most => format!("{least} to {most}"),
        (Some(least), _) => least.to_string(),
        _ => "–".to_owned(),
    };
    let clauses = clauses_on(method.name(), standard);
    let line =
        format!("| `{}` | {clauses} | {} | {published} | {range} |\n", method.name(), shown.join("; "));
    Ok(Reproduced { approach: method.approach(), line, published, digits })
}

/// The table of every method, and the short one by approach.
fn tables() -> Result<[String; 2], Box<dyn Error>> {
    let standards = bundled().map_err(|problem| format!("{problem:?}"))?;
    let rows = published()?;
    let (_, standard) = ipval::standard::BUNDLED
        .iter()
        .find(|(path, _)| path.starts_with("standard/ipval-valuation/"))
        .ok_or("no proposed standard")?;
    let standard: Value = serde_json::from_str(standard)?;
    let lines: Vec<Reproduced> = ipval::appraise::methods()
        .map(|method| reproduced(method, &rows, &standards, &standard))
        .collect::<Result<_, _>>()?;
    let mut approaches: Vec<&str> = Vec::new();
    for line in &lines {
        if !approaches.contains(&line.approach) {
            approaches.push(line.approach);
        }
    }
    let mut long = "# What comes out, method by method\n\n\
        Generated by `make golden` from the tables in this folder, by running every row; a test fails where it \
        is not what runs.\n\
        The clauses are those of the [proposed standard](../../valuation-standards/README.md) that name the \
        method, its formulas first.\n\
        Behind each example stands to how many digits the engine agrees with its worst printed figure; rounding \
        by the publisher counts, and [differences.md](differences.md) explains it.\n\
        A method without a published example shows golden values of the project, or the laws that try it.\n"
        .to_owned();
    let mut short = "| approach | methods | with a published example | published rows | digits, median |\n\
        |---|---|---|---|---|\n"
        .to_owned();
    for approach in approaches {
        let own: Vec<&Reproduced> = lines.iter().filter(|line| line.approach == approach).collect();
        long += &format!("\n## {approach}\n\n| method | clauses | examples (digits) | rows | digits |\n");
        long += "|---|---|---|---|---|\n";
        own.iter().for_each(|line| long += &line.line);
        let mut digits: Vec<u32> = own.iter().flat_map(|line| line.digits.iter().copied()).collect();
        digits.sort_unstable();
        let median = digits.get(digits.len() / 2).map_or("–".to_owned(), u32::to_string);
        let with = own.iter().filter(|line| line.published > 0).count();
        let rows: usize = own.iter().map(|line| line.published).sum();
        short += &format!("| {approach} | {} | {with} | {rows} | {median} |\n", own.len());
    }
    Ok([long, short])
}

/// `make golden` writes both tables; otherwise they have to be what the rows give.
#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "a test is told to write instead of compare, as golden files are"
)]
fn the_tables_of_methods_are_what_the_rows_give() -> Outcome {
    const MARKS: [&str; 2] = ["<!-- methods: written by make golden -->\n", "<!-- end of methods -->"];
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let [long, short] = tables()?;
    let readme = std::fs::read_to_string(root.join("README.md"))?;
    let (before, rest) = readme.split_once(MARKS[0]).ok_or("README.md lacks the first mark")?;
    let (_, after) = rest.split_once(MARKS[1]).ok_or("README.md lacks the second mark")?;
    let renewed = [before, MARKS[0], &short, MARKS[1], after].concat();
    if std::env::var("IPVAL_GOLDEN").is_ok_and(|wish| wish == "write") {
        std::fs::write(root.join("README.md"), renewed)?;
        std::fs::write(root.join("tests/oracles/README.md"), &long)?;
    } else {
        assert_eq!(renewed, readme, "README.md: run make golden");
        assert_eq!(std::fs::read_to_string(root.join("tests/oracles/README.md"))?, long, "run make golden");
    }
    let bare: Vec<&str> = long.lines().filter(|line| line.contains(NONE)).collect();
    assert!(bare.is_empty(), "neither an example nor a law:\n{}", bare.join("\n"));
    Ok(())
}
