//! Worked examples that others published, and golden values: each to the tolerance that its digits justify.

use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;

use ipval::appraise::run_method;
use ipval::case::Node;
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
