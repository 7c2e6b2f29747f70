//! What the README and the published schema say is what the engine does.

use std::error::Error;
use std::path::Path;
use std::process::Command;

type Outcome = Result<(), Box<dyn Error>>;

fn read(name: &str) -> Result<String, Box<dyn Error>> {
    Ok(std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name))?)
}

/// The blocks of code in a language, without their fences.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}\n");
    let inside = text.split(&fence).skip(1).filter_map(|rest| rest.split("```").next());
    inside.map(str::to_owned).collect()
}

fn ipval(words: &[&str], input: &str) -> Result<String, Box<dyn Error>> {
    use std::io::Write as _;
    let mut child = Command::new(env!("CARGO_BIN_EXE_ipval"))
        .args(words)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()?;
    child.stdin.take().ok_or("no stdin")?.write_all(input.as_bytes())?;
    let output = child.wait_with_output()?;
    assert!(output.status.success(), "ipval {words:?} refused");
    Ok(String::from_utf8(output.stdout)?)
}

#[test]
fn the_commands_of_the_readme_print_what_it_shows() -> Outcome {
    let readme = read("README.md")?;
    let shell = blocks(&readme, "sh").join("\n");
    let appraise = shell.lines().find(|line| line.contains("-- appraise")).ok_or("no appraise command")?;
    let words: Vec<&str> = appraise.split("-- ").nth(1).ok_or("no words")?.split_whitespace().collect();
    let printed = ipval(&words, "")?;
    let shown = blocks(&readme, "text").concat();
    assert!(shown.lines().count() >= 4 && printed.contains(&shown), "shown:\n{shown}\nprinted:\n{printed}");

    let inputs = shell.split("echo '").nth(1).and_then(|rest| rest.split('\'').next()).ok_or("no inputs")?;
    let answer = ipval(&["method", "reliefFromRoyalty", "-"], inputs)?;
    let value =
        readme.split("`\"value\": ").nth(1).and_then(|rest| rest.split('`').next()).ok_or("no value")?;
    assert!(answer.contains(&format!("\"value\": {value}")), "{value}");
    let formula =
        readme.split("such as `").nth(1).and_then(|rest| rest.split('`').next()).ok_or("no formula")?;
    assert!(answer.contains(formula), "{formula}");
    Ok(())
}

/// The lines about standards, run where their files lie; only a check may end with a refusal.
#[test]
fn the_commands_about_standards_are_answered() -> Outcome {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("standards-readme");
    std::fs::create_dir_all(&folder)?;
    let (readme, guide) = (read("README.md")?, read("valuation-standards/README.md")?);
    std::fs::write(folder.join("table.csv"), blocks(&guide, "csv").concat())?;
    std::fs::write(folder.join("case.json"), read("tests/cases/cn-exam-sole-licence.json")?)?;
    let mut policy: serde_json::Value =
        serde_json::from_str(&read("valuation-standards/bank-policy/example-bank/2026-12-01.json")?)?;
    policy["id"] = "my-bank".into();
    policy["status"] = "in use".into();
    policy["inForce"]["from"] = "2024-12-01".into();
    std::fs::write(folder.join("my-bank.json"), policy.to_string())?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let of = |text: &str, start: &str, folder: &Path| -> Vec<(String, std::path::PathBuf)> {
        let shell = blocks(text, "sh").join("\n");
        let lines = shell.lines().filter_map(|line| line.strip_prefix(start));
        lines.map(|line| (line.to_owned(), folder.to_owned())).collect()
    };
    let mut lines = of(&readme, "cargo run --release -- standards", root);
    lines.iter_mut().for_each(|(line, _)| line.insert_str(0, "standards"));
    lines.extend(of(&guide, "ipval ", &folder));
    let mut wrong = Vec::new();
    for (line, folder) in &lines {
        let words = line.split_whitespace();
        let output = Command::new(env!("CARGO_BIN_EXE_ipval")).args(words).current_dir(folder).output()?;
        let (status, said) = (output.status.code(), String::from_utf8(output.stdout)?);
        let answered =
            status == Some(0) || status == Some(1) && said.contains("cn-appraisal-law#two-methods");
        if !answered {
            wrong.push(format!("{line}: {status:?}\n{said}"));
        }
    }
    assert!(lines.len() >= 9 && wrong.is_empty(), "{} lines\n{}", lines.len(), wrong.join("\n"));
    assert!(folder.join("edition.json").exists());
    Ok(())
}

#[test]
fn every_command_of_the_table_is_known() -> Outcome {
    let (readme, help) = (read("README.md")?, ipval(&["--help"], "")?);
    let named = readme.split("`ipval ").skip(1).filter_map(|rest| rest.split(['`', ' ']).next());
    let unknown: Vec<&str> = named.filter(|name| !help.contains(&format!("ipval {name}"))).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    Ok(())
}

#[test]
fn links_lead_somewhere() -> Outcome {
    let readme = read("README.md")?;
    let links = readme.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let broken: Vec<&str> =
        links.filter(|link| !Path::new(env!("CARGO_MANIFEST_DIR")).join(link).exists()).collect();
    assert!(broken.is_empty(), "{broken:?}");
    Ok(())
}

#[test]
fn the_published_schema_is_the_engines() -> Outcome {
    let published: serde_json::Value = serde_json::from_str(&read("www/public/ipval-case-1.schema.json")?)?;
    let own: serde_json::Value = serde_json::from_str(&ipval(&["schema"], "")?)?;
    assert_eq!(published, own, "renew it: ipval schema > www/public/ipval-case-1.schema.json");
    Ok(())
}
