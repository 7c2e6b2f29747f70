//! What a bank and a transcriber bring to the standards: a policy laid over them, a table made into an edition.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use ipval::asset::parse_date;
use ipval::case::Node;
use ipval::standard::Standards;
use serde_json::{Value, json};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

const POLICY: &str = "valuation-standards/bank-policy/example-bank/2026-12-01.json";
const PLEDGE: &str = "tests/cases/cn-beijing-pledge-2006.json";

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A file of this test run alone.
fn file(name: &str, content: impl AsRef<[u8]>) -> Outcome<String> {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, content)?;
    Ok(path.to_string_lossy().into_owned())
}

/// Status, standard output and standard error.
fn ipval(arguments: &[&str]) -> Outcome<(i32, String, String)> {
    let output = Command::new(env!("CARGO_BIN_EXE_ipval")).args(arguments).current_dir(root("")).output()?;
    let text = |bytes| String::from_utf8(bytes);
    Ok((output.status.code().unwrap_or(-1), text(output.stdout)?, text(output.stderr)?))
}

fn read(path: &str) -> Outcome<Value> {
    Ok(serde_json::from_str(&fs::read_to_string(root(path))?)?)
}

/// The example policy in use since 2006, with one parameter laid over the proposed standard.
fn policy(name: &str, parameter: &str, unit: &str, value: f64) -> Outcome<String> {
    let mut policy = read(POLICY)?;
    policy["status"] = json!("in use");
    policy["edition"] = json!("2006-01-01");
    policy["inForce"] = json!({"from": "2006-01-01"});
    let mut own = policy["parameters"][0].clone();
    own["id"] = json!("own-number");
    own["unit"] = json!(unit);
    own["overlays"] = json!(format!("ipval-valuation#{parameter}"));
    own["values"] = json!([{"value": value, "grade": "own", "source": "s"}]);
    if unit == "money" {
        own["currency"] = json!("CNY");
    }
    policy["parameters"] = json!([own]);
    for clause in policy["clauses"].as_array_mut().ok_or("no clauses")? {
        clause["requires"] = json!([]);
    }
    file(name, policy.to_string())
}

/// A pledge that is valued again every so many months.
fn pledge(name: &str, months: u32) -> Outcome<String> {
    let mut case = read(PLEDGE)?;
    case["pledge"]["revaluationMonths"] = json!(months);
    file(name, case.to_string())
}

/// The findings about policies beside a value.
fn findings(case: &str, policy: &str) -> Outcome<Vec<(String, Value)>> {
    let (status, out, error) = ipval(&["appraise", case, "--json", "--policy", policy])?;
    assert_eq!(status, 0, "{out}{error}");
    let answer: Value = serde_json::from_str(&out)?;
    let findings = answer["findings"].as_array().cloned().unwrap_or_default();
    let code = |finding: &Value| finding["code"].as_str().unwrap_or_default().to_owned();
    let found = findings.iter().map(|finding| (code(finding), finding["facts"].clone()));
    Ok(found.filter(|(code, _)| code.starts_with("policy-")).collect())
}

/// How the clause on revaluation comes out, and the number that it asks for.
fn revaluation(case: &str, more: &[&str]) -> Outcome<(Value, Value)> {
    let mut arguments = vec!["standards", "check", case, "--json"];
    arguments.extend(more);
    let (_, out, _) = ipval(&arguments)?;
    let check: Value = serde_json::from_str(&out)?;
    let judgements = check["judgements"].as_array().ok_or("no judgements")?;
    let of_pack = |judgement: &&Value| {
        judgement["edition"] == "ipval-valuation" && judgement["clause"] == "revaluation-often-enough"
    };
    let judgement = judgements.iter().find(of_pack).ok_or("the clause is not there")?;
    Ok((judgement["status"].clone(), judgement["requirements"][0]["asked"].clone()))
}

#[test]
fn a_policy_that_tightens_is_followed_and_says_so() -> Outcome {
    let policy = policy("tightens.json", "revaluation-months-most", "months", 6.0)?;
    let case = pledge("nine.json", 9)?;
    assert_eq!(revaluation(&case, &[])?, (json!("met"), json!(12.0)));
    assert_eq!(revaluation(&case, &["--policy", &policy])?, (json!("missed"), json!(6.0)));
    let found = findings(&case, &policy)?;
    let facts = json!({"policy": "example-bank/2006-01-01", "own": 6.0, "base": 12.0});
    assert_eq!(found, [("policy-tightens".to_owned(), facts)]);
    let (_, paper, _) = ipval(&["appraise", &case, "--policy", &policy])?;
    assert!(paper.contains("采用了银行政策 example-bank/2006-01-01 的数值 6，严于标准的 12"), "{paper}");
    let (_, report, _) = ipval(&["standards", "check", &case, "--policy", &policy])?;
    assert!(report.contains("应为 6  实为 9") && report.contains("example-bank/2006-01-01"), "{report}");
    Ok(())
}

#[test]
fn a_policy_that_loosens_or_may_not_move_is_a_finding_and_does_not_win() -> Outcome {
    let case = pledge("eighteen.json", 18)?;
    let loosens = policy("loosens.json", "revaluation-months-most", "months", 24.0)?;
    assert_eq!(revaluation(&case, &["--policy", &loosens])?, (json!("missed"), json!(12.0)));
    assert_eq!(findings(&case, &loosens)?[0].0, "policy-loosens");
    for value in [0.1, 0.3] {
        let fixed = policy("fixed.json", "open-licence-sales-royalty-most", "share", value)?;
        let found = findings(&case, &fixed)?;
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].0, "policy-loosens", "{value}");
    }
    Ok(())
}

#[test]
fn a_policy_that_is_broken_or_without_effect_is_refused_with_its_places() -> Outcome {
    let sound = read(&policy("sound.json", "coverage-least", "factor", 1.5)?)?;
    let table: &[(&str, Value, &str)] = &[
        ("/status", json!("example"), "/status · policy-not-in-use"),
        ("/group", json!("standard"), "/group · policy-of-no-bank"),
        ("/inForce", json!({"from": "2030-01-01"}), "/inForce · policy-not-in-force"),
        ("/inForce", json!({"from": "2006-01-01", "to": "2005-01-01"}), "/inForce · edition-spans-overlap"),
        ("/inForce/from", json!("2006-13-01"), "/inForce/from · edition-wrong-shape"),
        ("/issuer", Value::Null, "/issuer · edition-wrong-shape"),
        ("/colour", json!("red"), "/colour · unknown-key"),
        ("/title/zh", json!("Policy"), "/title · edition-wrong-shape"),
        ("/clauses/0/grade", json!("A"), "/clauses/0/grade · not-a-choice"),
        ("/clauses/0/requires", json!([{"kind": "suggests"}]), "/clauses/0/requires/0/kind · not-a-choice"),
        ("/clauses/0/requires", json!([{"kind": "signs"}]), "/clauses/0/requires/0 · edition-lacks"),
        (
            "/clauses/0/requires",
            json!([{"kind": "keeps", "severity": "note", "at": ["/a"], "parameter": "none"}]),
            "/clauses/0/requires/0/parameter · edition-no-such-name",
        ),
        ("/clauses/1/id", sound["clauses"][0]["id"].clone(), "/clauses/1/id · edition-twice"),
        ("/parameters/0/clause", json!("none"), "/parameters/0/clause · edition-no-such-name"),
        ("/parameters/0/unit", json!("share"), "/parameters/0/overlays · edition-units-differ"),
        ("/parameters/0/currency", json!("CNY"), "/parameters/0 · edition-currency"),
        ("/parameters/0/values", json!([]), "/parameters/0 · edition-lacks"),
        ("/parameters/0/values/0/value", json!(-1), "/parameters/0/values/0/value · edition-wrong-shape"),
        (
            "/parameters/0/overlays",
            json!("ipval-valuation#none"),
            "/parameters/0/overlays · edition-no-such-name",
        ),
    ];
    let mut wrong = Vec::new();
    for (pointer, value, wanted) in table {
        let mut broken = sound.clone();
        match (broken.pointer_mut(pointer), pointer.strip_prefix('/')) {
            (Some(place), _) => *place = value.clone(),
            (None, Some(key)) if !key.contains('/') => broken[key] = value.clone(),
            (None, _) => broken["parameters"][0]["currency"] = value.clone(),
        }
        let path = file("broken.json", broken.to_string())?;
        for arguments in [&["appraise", PLEDGE, "--policy"][..], &["standards", "check", PLEDGE, "--policy"]]
        {
            let (status, out, error) = ipval(&[arguments, &[&path]].concat())?;
            if status != 1 || !out.contains(wanted) || !error.is_empty() {
                wrong.push(format!("{pointer}: {status}, no “{wanted}” in {out}{error}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let (status, out, _) = ipval(&["appraise", PLEDGE, "--policy", POLICY])?;
    assert!(status == 1 && out.contains("/edition · edition-twice"), "the example is known already: {out}");
    Ok(())
}

/// The edition that a table makes, checked against the published schema and read by the engine.
fn imported(table: &str, place: &str) -> Outcome<(Value, Standards)> {
    let path = file(&format!("{place}.csv"), table)?;
    let (status, out, error) =
        ipval(&["standards", "import", &path, "--place", place, "--by", "张某", "--on", "2026-11-23"])?;
    assert_eq!(status, 0, "{out}{error}");
    let edition: Value = serde_json::from_str(&out)?;
    let validator = jsonschema::validator_for(&read("valuation-standards/schema/edition.schema.json")?)?;
    let refused: Vec<String> = validator.iter_errors(&edition).map(|error| error.to_string()).collect();
    assert!(refused.is_empty(), "{}\n{out}", refused.join("\n"));
    let node: Node = serde_json::from_str(&out)?;
    let standards = Standards::read(&[node]).map_err(|problem| format!("{problem:?}"))?;
    Ok((edition, standards))
}

#[test]
fn a_table_of_parameters_becomes_an_edition_that_rules() -> Outcome {
    let table = "\u{feff}parameter,zh,en,unit,currency,value,from,to,clause,article,source,grade\r\n\
        ratio,补偿比例,compensation ratio,share,,５０％,2024/3/27,2025-03-26,,5(1),,\r\n\
        ratio,,,share,,0.4,2025-03-27,,,5(1),,\r\n\
        largest-loan,单户贷款上限,largest loan,money,CNY,\"10,000,000\",,,cap,6,会议纪要,S\r\n";
    let place = "cn-shenzhen-risk-pool-rules";
    let (edition, standards) = imported(table, place)?;
    assert_eq!(edition["status"], "in use");
    assert_eq!(edition["verified"]["by"], "张某");
    assert_eq!(edition["verified"]["grade"], "P");
    assert_eq!(edition["clauses"][0]["id"], "ratio", "a clause for the parameter that names none");
    assert_eq!(edition["clauses"][1]["id"], "cap");
    let day = |text| parse_date(text).ok_or("no day");
    for (parameter, on, wanted, grade) in [
        ("ratio", "2024-06-01", 0.5, "P"),
        ("ratio", "2026-01-01", 0.4, "P"),
        ("largest-loan", "2026-01-01", 1e7, "S"),
    ] {
        let ruling = standards.ruling(place, parameter, day(on)?, day(on)?);
        let ruling = ruling.map_err(|problem| format!("{problem:?}"))?;
        assert_eq!(ruling.number(), Some(wanted), "{parameter} on {on}");
        assert_eq!(ruling.grade, grade);
    }
    let path = file("said.csv", table)?;
    let by = ["--by", "张某", "--on", "2026-11-23", "--place", place];
    let (_, _, said) = ipval(&[&["standards", "import", &path], &by[..]].concat())?;
    assert!(said.contains(":2: value: ５０％ = 0.5") && said.contains("2024/3/27 = 2024-03-27"), "{said}");
    Ok(())
}

#[test]
fn tables_of_indicators_and_of_clauses_become_editions() -> Outcome {
    let table = "code,parent,zh,en,weight,score,means_zh,means_en\n\
        A,,法律价值,legal value,40%,,,\n\
        A1,A,权利稳定性,stability,0.6,100,经无效程序维持,upheld in invalidation\n\
        A1,,,,,60,未经检验,untested\n\
        B,,技术价值,technical value,0.6,,,\n";
    let (edition, _) = imported(table, "db37t-4455")?;
    assert_eq!(edition["indicators"].as_array().map(Vec::len), Some(3));
    assert_eq!(edition["indicators"][1]["anchors"][1]["score"], 60);
    assert_eq!(edition["indicators"][1]["parent"], "A");
    let table = "clause,article,zh,en\nscope,1,适用范围。,Its scope.\nterms,3.1,术语。,Its terms.\n";
    let (edition, standards) = imported(table, "cn-shenzhen-pledge-guide")?;
    assert_eq!(edition["clauses"][1]["article"], "3.1");
    let clause = standards.clause("cn-shenzhen-pledge-guide#scope", None);
    assert_eq!(clause.and_then(|(edition, clause)| edition.gist(clause, "en")), Some("Its scope."));
    Ok(())
}

#[test]
fn every_complaint_about_a_table_comes_at_once_and_nothing_is_written() -> Outcome {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("never-written.json");
    let _ = fs::remove_file(&out);
    let out = out.to_string_lossy().into_owned();
    let gbk: &[u8] = b"clause,article,zh,en\nscope,1,\xca\xca\xd3\xc3,x\n";
    let heading = "parameter,zh,en,unit,currency,value,from,to,clause,article,grade\n";
    let rows = [
        "Ratio,Ratio,,percent,,五成,2024-13-01,,,第五条,X\n",
        "a,比例,ratio,share,,50,,,,,\n",
        "b,户数,count,count,,5%,,,,,\n",
        "c,上限,cap,money,,1,,,,,own\n",
        "d,比例,ratio,share,,-0.1,,,,,\n",
        "e,比例,ratio,share,,0.1,2025-01-01,,,,\n",
        "e,,,share,,0.2,2026-01-01,,,,\n",
        "e,,,count,,2,2020-01-01,2020-12-31,,,\n",
        "f,比例,ratio,share,,\n",
    ];
    let table: &[(&[u8], &[&str])] = &[
        (gbk, &["/1 · table-not-utf8", "CSV UTF-8"]),
        (b"\xff\xfec\0", &["/1 · table-not-utf8"]),
        ("parameter；zh；en\n".as_bytes(), &["/1 · table-not-by-commas"]),
        (b"x,y\n1,2\n", &["/1 · table-of-nothing-known"]),
        (b"clause,zh,zh,colour\n", &["/1/en · table-column-missing", "/1/zh · table-column-twice", "/1/colour · table-column-unknown"]),
        (b"clause,zh,en\n\n", &["table-empty"]),
        (
            &[heading, &rows.concat()].concat().into_bytes(),
            &[
                "/2/parameter · table-not-a-name",
                "/2/zh · table-not-chinese",
                "/2/en · table-blank",
                "/2/unit · table-not-a-choice",
                "/2/value · table-not-a-number",
                "/2/from · table-not-a-day",
                "/2/article · table-not-an-article",
                "/2/grade · table-not-a-choice",
                "/3/value · table-share-above-one",
                "/4/value · table-per-cent",
                "/5/currency · table-currency",
                "/5/grade · table-not-a-choice",
                "/6/value · table-below-nought",
                "/8/from · table-spans-overlap",
                "/9/parameter · table-differs",
                "/10 · table-row-length",
            ],
        ),
        (
            "code,parent,zh,en,weight,score,means_zh,means_en\nA,Z,甲,a,2,,,\nA,,,,,,,\nA,,,,,,好,good\nA,,,,,5,好,good\nA,,,,0.5,5,好,\n,,乙,b,,,,\n".as_bytes(),
            &[
                "/2/parent · table-no-such-parent",
                "/2/weight · table-share-above-one",
                "/3/code · table-twice",
                "/4/score · table-blank",
                "/6/code · table-differs",
                "/6/score · table-twice",
                "/6/means_en · table-blank",
                "/7/code · table-blank",
            ],
        ),
        ("clause,zh,en\na,甲,a\na,乙,b\n".as_bytes(), &["/3/clause · table-twice"]),
    ];
    let mut wrong = Vec::new();
    for (bytes, complaints) in table {
        let path = file("bad.csv", bytes)?;
        let by = ["--place", "db37t-4455", "--by", "x", "--on", "2026-11-23", "--out", &out];
        let (status, said, error) = ipval(&[&["standards", "import", &path], &by[..]].concat())?;
        let missing: Vec<_> = complaints.iter().filter(|complaint| !said.contains(**complaint)).collect();
        let count = said.lines().filter(|line| line.contains(" · table-")).count();
        if status != 1
            || !missing.is_empty()
            || count != complaints.iter().filter(|c| c.contains("table-")).count()
        {
            wrong.push(format!("{status}, {count} complaints, lacks {missing:?}:\n{said}{error}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(!Path::new(&out).exists(), "nothing is written while anything is wrong");
    let good = file("good.csv", "clause,zh,en\na,甲,a\n")?;
    let by = ["--place", "db37t-4455", "--by", "x", "--on", "2026-11-23", "--out", &out];
    let (status, said, _) = ipval(&[&["standards", "import", &good], &by[..]].concat())?;
    assert!(status == 0 && said.contains(&out) && Path::new(&out).exists(), "{said}");
    Ok(())
}
