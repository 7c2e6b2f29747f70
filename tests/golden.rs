//! Golden files: what the engine answers to each worked case, whole and to the last bit.
//!
//! `make golden` renews them; review the difference before you commit it.

use std::error::Error;
use std::path::Path;

use ipval::appraise::appraise;
use ipval::case::Node;
use ipval::report::{Language, working_paper};
use ipval::standard::bundled;

#[expect(
    clippy::disallowed_methods,
    reason = "the one place where a test is told to write instead of compare"
)]
fn renewing() -> bool {
    std::env::var("IPVAL_GOLDEN").is_ok_and(|wish| wish == "write")
}

#[test]
fn worked_cases_keep_their_answers() -> Result<(), Box<dyn Error>> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut failures = Vec::new();
    let mut seen = 0;
    for entry in std::fs::read_dir(tests.join("cases"))? {
        let path = entry?.path();
        let name = path.file_stem().ok_or("a case without a name")?.to_string_lossy().into_owned();
        let case: Node = serde_json::from_str(&std::fs::read_to_string(&path)?)?;
        let standards = bundled().map_err(|problem| format!("{problem:?}"))?;
        let verdict = appraise(&case, &standards);
        let answers = [
            (format!("{name}.json"), serde_json::to_string_pretty(&verdict)? + "\n"),
            (format!("{name}.zh.txt"), working_paper(&case, &verdict, &standards, Language::Zh, false)),
            (format!("{name}.en.txt"), working_paper(&case, &verdict, &standards, Language::En, false)),
        ];
        for (file, answer) in answers {
            let golden = tests.join("golden").join(&file);
            seen += 1;
            if renewing() {
                std::fs::write(golden, answer)?;
            } else if std::fs::read_to_string(golden).ok().as_deref() != Some(answer.as_str()) {
                failures.push(file);
            }
        }
    }
    assert!(seen >= 15, "only {seen} golden files");
    assert!(failures.is_empty(), "changed (make golden shows how): {}", failures.join(", "));
    Ok(())
}
