//! The shape of the house: imports point down, nothing foreign comes in, and every edition is carried.

use std::collections::BTreeSet;
use std::error::Error;
use std::path::{Path, PathBuf};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// The rooms from the cellar up: a room may use only rooms that stand before it, and itself.
const ROOMS: [&str; 23] = [
    "problem",
    "workpaper",
    "estimation",
    "asset",
    "uncertainty",
    "case",
    "standard",
    "method",
    "rate",
    "scoring",
    "income",
    "cost",
    "market",
    "option",
    "review",
    "conclusion",
    "pledge",
    "valuation",
    "appraise",
    "report",
    "wasm",
    "bin",
    "lib",
];

fn files_under(folder: &Path, extension: &str) -> Outcome<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(files_under(&path, extension)?);
        } else if path.extension().is_some_and(|found| found == extension) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The room that a file of `src/` belongs to.
fn room_of(path: &Path) -> Outcome<String> {
    let inside = path.strip_prefix(root().join("src"))?;
    let first = inside.components().next().ok_or("a file without a name")?;
    Ok(Path::new(first.as_os_str())
        .file_stem()
        .ok_or("a file without a stem")?
        .to_string_lossy()
        .into_owned())
}

fn level(room: &str) -> Option<usize> {
    ROOMS.iter().position(|known| *known == room)
}

/// Uses of a room above the user, in one file's text.
fn upward(user: &str, text: &str) -> Vec<String> {
    let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let code = code.join("\n");
    let used = code.split("crate::").skip(1).map(|rest| {
        rest.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect::<String>()
    });
    let used: BTreeSet<String> = used.collect();
    used.into_iter().filter(|room| level(room) > level(user)).collect()
}

#[test]
fn imports_point_down() -> Outcome {
    let mut failures = Vec::new();
    for path in files_under(&root().join("src"), "rs")? {
        let (room, text) = (room_of(&path)?, std::fs::read_to_string(&path)?);
        if level(&room).is_none() {
            failures.push(format!("{}: a room that is not in the list", path.display()));
        }
        failures.extend(
            upward(&room, &text).into_iter().map(|used| format!("{room} uses {used}, which stands above it")),
        );
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert_eq!(upward("rate", "use crate::income::Timing;\nuse crate::problem::Problem;"), ["income"]);
    Ok(())
}

#[test]
fn only_the_doors_know_the_outside() -> Outcome {
    let foreign =
        ["wasm_bindgen", "js_sys", "std::env", "std::fs", "std::io", "println!", "std::net", "std::process"];
    let mut failures = Vec::new();
    for path in files_under(&root().join("src"), "rs")? {
        let room = room_of(&path)?;
        let text = std::fs::read_to_string(&path)?;
        for word in foreign.iter().filter(|word| text.contains(**word)) {
            if !matches!((room.as_str(), *word), ("wasm", "wasm_bindgen" | "js_sys") | ("bin", _)) {
                failures.push(format!("{}: {word}", path.display()));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    Ok(())
}

#[test]
fn every_edition_is_carried() -> Outcome {
    let folder = root().join("valuation-standards");
    let mut found = BTreeSet::new();
    for path in files_under(&folder, "json")? {
        let name = path.strip_prefix(&folder)?.to_string_lossy().replace('\\', "/");
        if !name.starts_with("schema/") {
            found.insert(name);
        }
    }
    let carried: BTreeSet<String> =
        ipval::standard::BUNDLED.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(found, carried, "src/standard/bundled.rs and valuation-standards/ differ");
    Ok(())
}

#[test]
fn every_clause_cited_exists() -> Outcome {
    let standards = ipval::standard::bundled().map_err(|problem| format!("{problem:?}"))?;
    let mut failures = Vec::new();
    let mut cited = 0;
    for path in files_under(&root().join("src"), "rs")? {
        let text = std::fs::read_to_string(&path)?;
        for reference in text
            .split('"')
            .filter(|word| word.contains('#') && word.starts_with("cn-") && !word.contains('{'))
        {
            cited += 1;
            if standards.clause(reference, None).is_none() {
                failures.push(format!("{}: {reference}", path.display()));
            }
        }
    }
    assert!(failures.is_empty() && cited >= 4, "{cited} cited\n{}", failures.join("\n"));
    Ok(())
}

/// The keys of a table of fields, those of the objects below it included.
fn keys(fields: &[ipval::case::FieldOutline], found: &mut BTreeSet<&'static str>) {
    for field in fields {
        found.insert(field.key);
        keys(&field.fields, found);
    }
}

#[test]
fn every_key_of_a_case_has_its_type() -> Outcome {
    let types = std::fs::read_to_string(root().join("src/wasm.d.ts"))?;
    let mut wanted = BTreeSet::new();
    keys(&ipval::case::outline(ipval::case::CASE_FIELDS), &mut wanted);
    let typed =
        |key: &str| [format!(" {key}: "), format!(" {key}?: ")].iter().any(|written| types.contains(written));
    let missing: Vec<&str> = wanted.iter().copied().filter(|key| !typed(key)).collect();
    assert!(wanted.len() > 100 && missing.is_empty(), "src/wasm.d.ts lacks {missing:?}");
    assert!(!typed("colour"));
    Ok(())
}
