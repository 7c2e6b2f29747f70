//! The command answers, refuses and sends help, each with its own exit status.

use std::error::Error;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

type Outcome = Result<(), Box<dyn Error>>;

const EXAM: &str = "tests/cases/cn-exam-sole-licence.json";
const THREE: &str = "tests/cases/example-three-approaches.json";
/// Two figures with ranges, a loan and an asking price.
const RANGED: &str = r#"{"format": "ipval-case/1", "valuationDate": "2024-12-31", "asset": {"kind": "tradeSecret"},
    "methods": [{"method": "reliefFromRoyalty", "inputs": {"years": 5, "taxRate": 0.15, "discountRate": 0.12,
        "sales": {"value": 1000, "range": {"distribution": "triangular", "min": 800, "mode": 1000, "max": 1300}},
        "royaltyRate": {"value": 0.05, "range": {"distribution": "pert", "min": 0.02, "mode": 0.05, "max": 0.08}}}}],
    "pledge": {"loan": 150, "loanToValue": 0.3},
    "simulation": {"seed": 3, "draws": 1024, "thresholds": [{"name": "要价", "at": 120}]}}"#;
const RELIEF: &str =
    r#"{"sales": 1000, "years": 5, "royaltyRate": 0.05, "taxRate": 0.25, "discountRate": 0.15"#;

/// Status, standard output and standard error of one run in the project's folder.
fn run(arguments: &[&str], input: &str) -> Result<(i32, String, String), Box<dyn Error>> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_ipval"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    if let Some(mut pipe) = child.stdin.take() {
        // A command that reads nothing may be gone already.
        let _ = pipe.write_all(input.as_bytes());
    }
    let output = child.wait_with_output()?;
    Ok((
        output.status.code().unwrap_or(-1),
        String::from_utf8(output.stdout)?,
        String::from_utf8(output.stderr)?,
    ))
}

fn answer(arguments: &[&str], input: &str) -> Result<Value, Box<dyn Error>> {
    let (status, out, error) = run(arguments, input)?;
    if status == 0 {
        Ok(serde_json::from_str(&out)?)
    } else {
        Err(format!("{arguments:?}: {out}{error}").into())
    }
}

#[test]
fn every_command_ends_with_its_status_and_its_words() -> Outcome {
    // Arguments, standard input, status, words on standard output (of status 2: on standard error).
    let table: &[(&[&str], &str, i32, &[&str])] = &[
        (&["appraise", EXAM], "", 0, &["310", "测算结果，非资产评估报告。", "复核意见"]),
        (&["appraise", EXAM, "--lang", "en"], "", 0, &["An estimate, not an appraisal report."]),
        (&["appraise", EXAM, "--json"], "", 0, &["\"status\": \"valued\""]),
        (&["appraise", "-"], "{}", 1, &["/valuationDate · missing"]),
        (&["appraise", "-", "--json"], "{}", 1, &["\"status\": \"refused\"", "\"missing\""]),
        (&["appraise", "-", "--json"], "{", 1, &["\"unreadable\""]),
        (&["appraise", "-", "--json"], "{\"a\": 1e999}", 1, &["\"unreadable\""]),
        (&["explain", EXAM, "discount-rate"], "", 0, &["\"discount-rate\""]),
        (&["explain", EXAM], "", 0, &["\"value\"", "\"operands\""]),
        (&["explain", EXAM, "nothing"], "", 1, &["no-such-step"]),
        (&["replay", EXAM, "/nowhere=1"], "", 1, &["no-such-input"]),
        (&["solve", EXAM, "/nowhere", "1"], "", 1, &["no-such-input"]),
        (
            &["scenarios", EXAM, "/methods/0/inputs/discountRate"],
            "",
            0,
            &["情景分析表", "折现率 · 许可费节省法 (当前为 15%)", "数值由程序取整", "[15%]"],
        ),
        (
            &["scenarios", THREE, "/facts/sales", "/facts/taxRate=0.15, 0.25", "--lang", "en"],
            "",
            0,
            &["Rows     first year's sales (now 12,000.00)", "[12,000.00]", "[25%]", "1,730.00"],
        ),
        (&["scenarios", EXAM, "/nowhere"], "", 1, &["/rows/input · no-such-input"]),
        (&["scenarios", EXAM, "/nowhere", "--json"], "", 1, &["\"no-such-input\""]),
        (
            &["break-even", THREE, "--target", "1000"],
            "",
            0,
            &["目标值", "首年营业收入", "8,211.03", "−31.6%", "利润率 · 多期超额收益法", "达不到"],
        ),
        (&["break-even", THREE, "--target", "1000", "--of", "99999"], "", 1, &["/of · no-such-step"]),
        (&["break-even", "-", "--target", "1"], "{", 1, &["文件无法读取"]),
        (
            &["appraise", "-"],
            RANGED,
            0,
            &[
                "价值区间\n",
                "P50",
                "最差 5% 的均值（CVaR）",
                "价值低于 120.00（要价）的概率",
                "价值低于 150.00（贷款金额）的概率",
                "1,024 (Sobol 序列, 种子 3)",
                "对区间影响最大的两项是“收入分成率”（占方差",
                "若“收入分成率”已确知，区间约收窄",
            ],
        ),
        (
            &["appraise", "-", "--lang", "en"],
            RANGED,
            0,
            &["Range of the value\n", "Probability of a value below 120.00 (要价)", "narrower"],
        ),
        (&["standards"], "", 0, &["cn-patent-law/2021-06-01", "cn-trademark-law/2027-01-01"]),
        (&["standards", "cn-patent-law"], "", 0, &["#term-invention", "42"]),
        (
            &["standards", "--on", "2026-01-01"],
            "",
            0,
            &["cn-patent-law/2021-06-01", "cn-trademark-law/2019-11-01"],
        ),
        (&["standards", "no-such-law"], "", 1, &["ipval standards"]),
        (&["standards", "cn-patent-law/2021-06-01", "--lang", "en"], "", 0, &["the document itself"]),
        (
            &["standards", "list"],
            "",
            0,
            &["cn-patent-law/2021-06-01", "待录入", "示例", "建议稿", "程序判断"],
        ),
        (&["standards", "list", "--json"], "", 0, &["\"machine\"", "\"state\": \"to-be-transcribed\""]),
        (
            &["standards", "show", "cn-appraisal-law", "--clause", "two-methods"],
            "",
            0,
            &[
                "#two-methods  26(1)  原文",
                "[注意] 采用：不低于 2",
                "适用于：评估目的 质押融资、许可",
                "methods-minimum",
            ],
        ),
        (
            &["standards", "show", "gbt-29187", "2012"],
            "",
            0,
            &["S ⚠ 二手来源", "由人判断", "openstd.samr.gov.cn"],
        ),
        (&["standards", "show", "cn-appraisal-law", "--json"], "", 0, &["\"content\"", "\"requires\""]),
        (&["standards", "show", "cn-appraisal-law", "--clause", "none"], "", 1, &["ipval standards"]),
        (&["standards", "coverage"], "", 0, &["ipval-valuation/2026-12-01", "18 质押融资"]),
        (&["standards", "coverage", "--json"], "", 0, &["\"chapters\"", "\"person\""]),
        (
            &["standards", "check", EXAM],
            "",
            1,
            &[
                "标准符合性核对",
                "未满足 · 注意",
                "cn-appraisal-law#two-methods",
                "应为 2  实为 1",
                "委托与报告 › 独立性声明  /engagement/independence",
                "由人判断 (",
            ],
        ),
        (
            &["standards", "check", EXAM, "--lang", "en"],
            "",
            1,
            &["Check against the standards", "wanted 2  found 1"],
        ),
        (&["standards", "check", "tests/standards/pledge-good.json"], "", 0, &["已测算，无不得采用的事项"]),
        (
            &["standards", "check", "tests/standards/pledge-flawed.json"],
            "",
            1,
            &[
                "未满足 · 不得采用",
                "评估对象 › 权属与法律状态 › 年费已缴  /asset/status/feesPaid",
                "→ 请办妥后填“是”",
            ],
        ),
        (
            &["standards", "check", "tests/standards/licence-refused.json", "--lang", "en"],
            "",
            1,
            &["the case cannot be valued", "missed · Not to be relied on"],
        ),
        (&["standards", "check", EXAM, "--all"], "", 1, &["不适用 ("]),
        (&["standards", "check", EXAM, "--json"], "", 1, &["\"ipval-check/1\"", "\"notApplicable\""]),
        (&["standards", "check", EXAM, "--by", "din-77100"], "", 1, &["din-77100/2011-05"]),
        (&["standards", "check", EXAM, "--by", "no-such"], "", 1, &["ipval standards"]),
        (&["standards", "check", EXAM, "--by", "db37t-4455"], "", 1, &["尚未录入"]),
        (&["standards", "check", "-"], "{}", 1, &["/valuationDate · missing"]),
        (&["standards", "check", "-"], "{", 1, &["文件无法读取"]),
        (
            &["standards", "import", "-", "--place", "cn-patent-law", "--by", "x", "--on", "2026-11-23"],
            "",
            1,
            &["不缺内容"],
        ),
        (&["version"], "", 0, &["ipval "]),
        (&["--version"], "", 0, &["ipval "]),
        (&["--help"], "", 0, &["ipval appraise CASE"]),
        (&[], "", 2, &["ipval appraise CASE"]),
        (&["guess"], "", 2, &["guess", "ipval appraise CASE"]),
        (&["appraise"], "", 2, &["ipval appraise CASE"]),
        (&["appraise", EXAM, "--colour"], "", 2, &["--colour"]),
        (&["appraise", EXAM, "--lang", "de"], "", 2, &["--lang"]),
        (&["appraise", "tests/no-such-case.json"], "", 2, &["tests/no-such-case.json"]),
        (&["replay", EXAM, "/a"], "", 2, &["POINTER=NUMBER"]),
        (&["replay", EXAM, "/a=NaN"], "", 2, &["NaN"]),
        (&["solve", EXAM, "/a", "inf"], "", 2, &["inf"]),
        (&["scenarios", EXAM], "", 2, &["scenarios"]),
        (&["scenarios", EXAM, "/a=1,x"], "", 2, &["not a number: x"]),
        (&["break-even", EXAM], "", 2, &["--target"]),
        (&["method", "guess", "-"], "{}", 2, &["reliefFromRoyalty"]),
        (&["standards", "--on", "2026-02-30"], "", 2, &["--on"]),
        (&["standards", "check"], "", 2, &["standards check"]),
        (&["standards", "check", EXAM, "--policy", "no-such-policy.json"], "", 2, &["no-such-policy.json"]),
        (&["standards", "import", "-"], "", 2, &["--place"]),
        (&["standards", "import", "-", "--place", "cn-trademark-law"], "", 2, &["--by"]),
        (&["standards", "import", "-", "--place", "db37t-4455", "--by", "x"], "", 2, &["--on"]),
    ];
    let mut wrong = Vec::new();
    for (arguments, input, wanted, words) in table {
        let (status, out, error) = run(arguments, input)?;
        let said = if *wanted == 2 { &error } else { &out };
        let silent = if *wanted == 2 { out.is_empty() } else { error.is_empty() };
        let missing: Vec<_> = words.iter().filter(|word| !said.contains(**word)).collect();
        if status != *wanted || !silent || !missing.is_empty() {
            wrong.push(format!(
                "{arguments:?}: status {status}, lacks {missing:?}, other stream silent: {silent}"
            ));
        }
    }
    let (_, on, _) = run(&["standards", "--on", "2026-01-01"], "")?;
    if on.contains("2027-01-01") {
        wrong.push("an edition of 2027 is in force in 2026".to_owned());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[test]
fn a_method_alone_gives_the_golden_figures() -> Outcome {
    // Within 1e-8 of what was computed aside with thirty digits.
    let table = [
        (format!("{RELIEF}, \"timing\": \"yearEnd\"}}"), 125.705_816_175),
        (format!("{RELIEF}, \"timing\": \"midYear\"}}"), 134.804_469_708),
        (
            r#"{"sales": [1000000, 1100000, 1200000, 1300000, 1400000], "royaltyRate": 0.05, "taxRate": 0.25,
                "discountRate": 0.12, "timing": "yearEnd", "taxAmortisationBenefit": true, "amortisationYears": 5}"#
                .to_owned(),
            194_163.763_386,
        ),
    ];
    let mut wrong = Vec::new();
    for (inputs, wanted) in table {
        let found = answer(&["method", "reliefFromRoyalty", "-"], &inputs)?;
        let value = found["value"].as_f64().unwrap_or(f64::NAN);
        let near = (value / wanted - 1.0).abs() <= 1e-8;
        let lacking: Vec<&str> = ["royaltySpared", "sparedAfterTax", "discountFactor", "presentValue"]
            .into_iter()
            .filter(|name| found["figures"][name].is_null())
            .collect();
        if !near || !lacking.is_empty() {
            wrong.push(format!("{value} for {wanted}; figures lack {lacking:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[test]
fn the_schemas_are_schemas_and_tell_cases_from_others() -> Outcome {
    let schema = answer(&["schema"], "")?;
    let mut wrong = Vec::new();
    let methods = answer(&["methods"], "")?;
    let methods = methods.as_array().ok_or("no methods")?;
    for schema in methods.iter().map(|method| &method["inputs"]).chain([&schema]) {
        if !jsonschema::meta::is_valid(schema) {
            wrong.push(format!("no schema: {}", schema["title"]));
        }
    }
    let validator = jsonschema::validator_for(&schema)?;
    let mut cases = 0;
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases"))? {
        let path = entry?.path();
        let case: Value = serde_json::from_str(&fs::read_to_string(&path)?)?;
        cases += 1;
        if !validator.is_valid(&case) {
            wrong.push(format!("refused: {}", path.display()));
        }
        for (pointer, value) in [
            ("/format", json!("x")),
            ("/asset/kind", json!("x")),
            ("/valuationDate", json!(1)),
            ("/methods", json!({})),
            ("/methods/0/method", json!("x")),
            ("/methods/0/inputs", json!({"x": 1})),
        ] {
            let mut broken = case.clone();
            *broken.pointer_mut(pointer).ok_or("no such place")? = value;
            if validator.is_valid(&broken) {
                wrong.push(format!("accepted: {} broken at {pointer}", path.display()));
            }
        }
    }
    assert!(cases >= 5 && wrong.is_empty(), "{cases} cases\n{}", wrong.join("\n"));
    Ok(())
}

#[test]
fn the_verbs_agree_with_each_other() -> Outcome {
    let value = answer(&["appraise", EXAM, "--json"], "")?["value"].clone();
    let rate = "/methods/0/inputs/discountRate";
    let solved = answer(&["solve", EXAM, rate, &value.to_string()], "")?;
    assert_eq!(solved["status"], json!("found"), "{solved}");
    let root = solved["roots"][0].as_f64().unwrap_or(f64::NAN);
    assert!((root - 0.15).abs() < 1e-9, "the implied discount rate is {root}");
    assert_eq!(answer(&["solve", EXAM, rate, "1e12"], "")?["status"], json!("none"));
    let even = answer(&["break-even", EXAM, "--target", &value.to_string(), "--json"], "")?;
    let inputs = even["inputs"].as_array().ok_or("no inputs")?;
    let of_rate =
        inputs.iter().find(|input| input["pointer"] == json!(rate)).ok_or("not among the inputs")?;
    assert_eq!(of_rate["roots"], solved["roots"], "break-even and solve");
    let tabled = answer(&["scenarios", EXAM, &format!("{rate}=0.15,0.2"), "--json"], "")?;
    assert_eq!(tabled["values"][0], json!([value]), "the present figure's cell");
    let replayed = answer(&["replay", EXAM, &format!("{rate}=0.15")], "")?;
    assert_eq!(replayed["value"], value);
    assert_ne!(answer(&["replay", EXAM, &format!("{rate}=0.2")], "")?["value"], value);
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(EXAM))?;
    assert_eq!(answer(&["appraise", "-", "--json"], &text)?["value"], value, "standard input");
    let standards = ipval::standard::bundled().map_err(|problem| format!("{problem:?}"))?;
    let library = ipval::appraise::appraise(&serde_json::from_str(&text)?, &standards);
    assert_eq!(
        serde_json::to_value(library)?,
        answer(&["appraise", EXAM, "--json"], "")?,
        "the library's result"
    );
    Ok(())
}
