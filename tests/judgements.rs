//! Cases held against the clauses of the standards: what a careful reviewer would write of each, and nothing
//! else.
//!
//! The cases stand in `tests/standards/`: good ones, which miss nothing; flawed ones, with the faults that
//! reviewers meet; refused ones. `expected.json` says of each fault what it misses and what the engine finds.
//! `touches.json` says of every clause that the engine judges where it is met and where it is missed, in a
//! case as it stands or with a few changes. All names and numbers in the cases are invented.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::Path;

use ipval::appraise::check;
use ipval::case::Node;
use ipval::standard::{BUNDLED, Standards};
use ipval::valuation::CheckOut;
use serde_json::{Value, json};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

fn read(name: &str) -> Outcome<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/standards").join(name);
    Ok(serde_json::from_str(&fs::read_to_string(path)?)?)
}

fn case(name: &str) -> Outcome<Value> {
    read(&format!("{name}.json"))
}

/// The bundled editions, and others beside them.
fn standards(beside: &[Value]) -> Outcome<Standards> {
    let nodes: Result<Vec<Node>, _> = BUNDLED.iter().map(|(_, text)| serde_json::from_str(text)).collect();
    let mut nodes = nodes?;
    for edition in beside {
        nodes.push(serde_json::from_value(edition.clone())?);
    }
    Ok(Standards::read(&nodes).map_err(|problem| format!("{problem:?}"))?)
}

fn checked(case: &Value, standards: &Standards, request: &Value) -> Outcome<CheckOut> {
    let (case, request): (Node, Node) =
        (serde_json::from_value(case.clone())?, serde_json::from_value(request.clone())?);
    standards.forget_use();
    Ok(check(&case, standards, &request).map_err(|refusal| format!("{:?}", refusal.problems))?)
}

/// The case with changes: a value put in a place, nothing there after `null`; the end of a list is extended.
fn changed(case: &Value, changes: &[Value]) -> Outcome<Value> {
    let mut case = case.clone();
    for change in changes {
        let pointer = change["pointer"].as_str().ok_or("a change without a place")?;
        put(&mut case, pointer.trim_start_matches('/'), &change["value"]).ok_or(pointer)?;
    }
    Ok(case)
}

fn put(node: &mut Value, pointer: &str, value: &Value) -> Option<()> {
    let (key, rest) = pointer.split_once('/').map_or((pointer, None), |(key, rest)| (key, Some(rest)));
    match (node, rest) {
        (Value::Object(entries), Some(rest)) => {
            put(entries.entry(key).or_insert_with(|| json!({})), rest, value)
        }
        (Value::Array(entries), Some(rest)) => put(entries.get_mut(key.parse::<usize>().ok()?)?, rest, value),
        (Value::Object(entries), None) if value.is_null() => entries.remove(key).map(|_| ()).or(Some(())),
        (Value::Object(entries), None) => {
            entries.insert(key.to_owned(), value.clone()).map(|_| ()).or(Some(()))
        }
        (Value::Array(entries), None) => {
            let place = key.parse::<usize>().ok().filter(|place| *place <= entries.len())?;
            match value.is_null() {
                true if place < entries.len() => drop(entries.remove(place)),
                true => return None,
                false if place == entries.len() => entries.push(value.clone()),
                false => *entries.get_mut(place)? = value.clone(),
            }
            Some(())
        }
        _ => None,
    }
}

fn strings(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The clauses that came out so, as `edition-id#clause-id`.
fn clauses(out: &CheckOut, status: &str) -> Vec<String> {
    let found = out.judgements.iter().filter(|judgement| judgement.status == status);
    found.map(|judgement| format!("{}#{}", judgement.edition, judgement.clause)).collect()
}

/// What was found or refused: code and place.
fn remarks(out: &CheckOut) -> Vec<String> {
    let found =
        out.findings.iter().map(|finding| format!("{} {}", finding.about.code, finding.about.pointer));
    let refused = out.problems.iter().map(|problem| format!("{} {}", problem.code, problem.pointer));
    found.chain(refused).collect()
}

/// What is in one list and not in the other, either way.
fn differences(expected: Vec<String>, found: Vec<String>) -> Vec<String> {
    let lacking = expected.iter().filter(|each| !found.contains(each)).map(|each| format!("lacks {each}"));
    let unexpected = found.iter().filter(|each| !expected.contains(each)).map(|each| format!("also {each}"));
    lacking.chain(unexpected).collect()
}

#[test]
fn each_case_misses_what_a_careful_reviewer_would_write() -> Outcome {
    let standards = standards(&[])?;
    let expected = read("expected.json")?;
    let expected = expected.as_object().ok_or("not an object")?;
    let files: BTreeSet<String> =
        fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/standards"))?
            .map(|entry| Ok(entry?.path().file_stem().ok_or("no name")?.to_string_lossy().into_owned()))
            .filter(|name: &Outcome<String>| !matches!(name.as_deref(), Ok("expected" | "touches")))
            .collect::<Outcome<_>>()?;
    assert_eq!(files, expected.keys().cloned().collect(), "the files and what is expected of them");
    let mut wrong = Vec::new();
    for (name, expected) in expected {
        let faults = expected["faults"].as_array().ok_or("no list of faults")?;
        let out = checked(&case(name)?, &standards, &Value::Null)?;
        let all = |key: &str| faults.iter().flat_map(|fault| strings(&fault[key])).collect();
        wrong
            .extend(differences(all("missed"), clauses(&out, "missed")).into_iter().map(|each| (name, each)));
        wrong.extend(differences(all("findings"), remarks(&out)).into_iter().map(|each| (name, each)));
        let refused = expected["refused"] == json!(true);
        assert_eq!(out.valued, !refused, "{name} is valued");
        assert_eq!(faults.is_empty(), name.ends_with("-good"), "{name} has faults");
        assert!(!name.ends_with("-good") || !out.withheld, "{name} is withheld");
        for fault in faults {
            let says = |language: &str| fault["why"][language].as_str().is_some_and(|why| !why.is_empty());
            assert!(says("zh") && says("en"), "{name}: a fault that says nothing: {fault}");
            let touches = strings(&fault["missed"]).len() + strings(&fault["findings"]).len();
            assert!(touches > 0, "{name}: a fault that nothing shows: {fault}");
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    Ok(())
}

#[test]
fn every_judged_clause_is_met_somewhere_and_missed_somewhere() -> Outcome {
    let touches = read("touches.json")?;
    let mut left: BTreeMap<(String, String, String), BTreeSet<&str>> = BTreeMap::new();
    let plain = standards(&[])?;
    for edition in plain.editions().iter().filter(|edition| edition.transcribed) {
        for clause in edition.judged.iter().filter(|clause| clause.is_judged()) {
            let key = (edition.id.clone(), edition.edition.clone(), clause.id.clone());
            left.insert(key, BTreeSet::from(["met", "missed"]));
        }
    }
    assert!(left.len() > 300, "only {} clauses are judged", left.len());
    let mut wrong = Vec::new();
    for (name, groups) in touches["cases"].as_object().ok_or("no cases")? {
        let base = case(name)?;
        for group in groups.as_array().ok_or("not a list")? {
            let with_policy;
            let standards = match group["policy"].as_str() {
                Some(policy) => {
                    with_policy = self::standards(&[touches["policies"][policy].clone()])?;
                    &with_policy
                }
                None => &plain,
            };
            let changes = group["changes"].as_array().map(Vec::as_slice).unwrap_or_default();
            let out = checked(&changed(&base, changes)?, standards, &Value::Null)?;
            for status in ["met", "missed"] {
                let found = clauses(&out, status);
                for clause in strings(&group[status]) {
                    let (id, article) = clause.split_once('#').ok_or("not a clause")?;
                    let edition = out.editions.iter().find(|edition| edition.id == id);
                    let edition = edition.map_or("", |edition| edition.edition.as_str());
                    match left.get_mut(&(id.to_owned(), edition.to_owned(), article.to_owned())) {
                        None => wrong.push(format!("{name}: {clause} is not judged")),
                        Some(_) if !found.contains(&clause) => {
                            wrong.push(format!("{name}: {clause} is not {status} with {changes:?}"));
                        }
                        Some(left) => drop(left.remove(status)),
                    }
                }
            }
        }
    }
    for ((id, edition, clause), left) in left {
        if !left.is_empty() {
            wrong.push(format!("{id}/{edition}#{clause} lacks {left:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} complaints\n{}", wrong.len(), wrong.join("\n"));
    Ok(())
}

#[test]
fn the_counts_of_an_edition_add_up() -> Outcome {
    let standards = standards(&[])?;
    for name in ["pledge-good", "pledge-flawed", "contribution-refused", "reporting-good"] {
        let out = checked(&case(name)?, &standards, &Value::Null)?;
        assert!(out.editions.iter().any(|edition| edition.id == "ipval-valuation"), "{name}");
        let mut judged = 0;
        for checked in &out.editions {
            let counts = checked.counts;
            let edition = standards
                .editions()
                .iter()
                .find(|each| each.id == checked.id && each.edition == checked.edition);
            let edition = edition.ok_or("an edition that nobody gave")?;
            let sum = counts.met + counts.missed + counts.person + counts.not_applicable;
            assert_eq!(sum + counts.informative, edition.judged.len(), "{name}: {}", checked.id);
            let missed = clauses(&out, "missed")
                .iter()
                .filter(|clause| clause.split_once('#').is_some_and(|(id, _)| id == checked.id))
                .count();
            assert_eq!(counts.missed, missed, "{name}: {}", checked.id);
            judged += sum;
        }
        assert_eq!(judged, out.judgements.len(), "{name}");
    }
    Ok(())
}

/// An edition of one clause, as the request of a check names it.
fn sample(requires: Value) -> Value {
    json!({
        "format": "ipval-standard/1", "id": "sample", "edition": "2020-01-01", "group": "standard",
        "title": {"zh": "样例", "en": "Sample"}, "jurisdiction": "CN", "status": "in use",
        "inForce": {"from": "2020-01-01"},
        "clauses": [{"id": "clause", "article": "1", "requires": requires}],
        "parameters": [{"id": "two", "unit": "count", "governedBy": "valuationDate", "clause": "clause",
                        "values": [{"value": 2, "grade": "own", "source": "s"}]}]
    })
}

/// How a case comes out against a clause that asks this.
fn against(case: &Value, requires: Value) -> Outcome<(String, Vec<String>)> {
    let standards = standards(&[sample(requires)])?;
    let out = checked(case, &standards, &json!({"standards": ["sample"]}))?;
    let judgement =
        out.judgements.iter().find(|judgement| judgement.edition == "sample").ok_or("not judged")?;
    let places = judgement.requirements.iter().flat_map(|requirement| requirement.places.clone());
    Ok((judgement.status.to_owned(), places.collect()))
}

#[test]
fn a_clause_concerns_a_case_when_all_that_it_names_holds() -> Outcome {
    let pledge = case("pledge-good")?;
    let rows = [
        (json!({}), json!(null), "met"),
        (json!({"purpose": ["pledge", "licence"]}), json!(null), "met"),
        (json!({"purpose": ["licence"]}), json!(null), "notApplicable"),
        (json!({"kind": ["invention"], "approach": ["market"]}), json!(null), "met"),
        (json!({"kind": ["invention"], "approach": ["cost"]}), json!(null), "notApplicable"),
        (json!({"method": ["reliefFromRoyalty"], "basis": ["marketValue"]}), json!(null), "met"),
        (json!({"has": ["/pledge/loan"], "lacks": ["/licence"]}), json!(null), "met"),
        (json!({"lacks": ["/pledge/loan"]}), json!(null), "notApplicable"),
        (json!({"true": ["/pledge/registered"], "false": ["/pledge/forfeiture"]}), json!(null), "met"),
        (json!({"true": ["/pledge/forfeiture"]}), json!(null), "notApplicable"),
        // What is not said is neither true nor false.
        (json!({"false": ["/asset/status/dualFilingDeclared"]}), json!(null), "notApplicable"),
        (json!({"is": {"/asset/status/invalidation": "none"}}), json!(null), "met"),
        (json!({"purpose": ["pledge"]}), json!({"kind": ["invention"]}), "notApplicable"),
        (json!({"purpose": ["pledge"]}), json!({"kind": ["design"]}), "met"),
        (json!({"has": ["/methods/*/inputs/comparables"]}), json!(null), "met"),
        (json!({"lacks": ["/methods/*/inputs/remainingLife"]}), json!(null), "met"),
    ];
    let mut wrong = Vec::new();
    for (when, unless, expected) in rows {
        let mut asked =
            json!({"kind": "discloses", "at": ["/asset/title"], "severity": "note", "when": when});
        if !unless.is_null() {
            asked["unless"] = unless;
        }
        let (status, _) = against(&pledge, json!([asked]))?;
        if status != expected {
            wrong.push(format!("{asked}: {status}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    Ok(())
}

#[test]
fn a_pointer_finds_every_place_that_it_stands_for() -> Outcome {
    let pledge = case("pledge-good")?;
    let rows = [
        // A fact serves every method that takes it, and is one place.
        (
            json!({"kind": "justifies", "at": ["/methods/*/inputs/discountRate"]}),
            "met",
            vec!["/facts/discountRate"],
        ),
        (
            json!({"kind": "justifies", "at": ["/methods/*/inputs/royaltyRate"]}),
            "met",
            vec!["/methods/1/inputs/royaltyRate"],
        ),
        // A method that takes the key and was not given it.
        (
            json!({"kind": "discloses", "at": ["/methods/*/inputs/terminalGrowth"]}),
            "missed",
            vec!["/methods/1/inputs/terminalGrowth"],
        ),
        // Nothing is asked of a figure that is not there.
        (
            json!({"kind": "discloses", "at": ["/methods/*/inputs/terminalGrowth/source"]}),
            "notApplicable",
            vec![],
        ),
        (json!({"kind": "justifies", "at": ["/methods/*/inputs/terminalGrowth"]}), "notApplicable", vec![]),
        // No method takes the key.
        (json!({"kind": "discloses", "at": ["/methods/*/inputs/labourMultiple"]}), "notApplicable", vec![]),
        (
            json!({"kind": "discloses", "at": ["/methods/*/inputs/comparables/*/date"]}),
            "met",
            vec![
                "/methods/2/inputs/comparables/0/date",
                "/methods/2/inputs/comparables/1/date",
                "/methods/2/inputs/comparables/2/date",
            ],
        ),
        (json!({"kind": "discloses", "at": ["/asset/members/*/title"]}), "notApplicable", vec![]),
        (
            json!({"kind": "discloses", "at": ["/engagement/signatories/*/qualification"]}),
            "met",
            vec!["/engagement/signatories/0/qualification", "/engagement/signatories/1/qualification"],
        ),
        (
            json!({"kind": "uses", "count": "methods", "parameter": "two"}),
            "met",
            vec!["/methods/0", "/methods/1", "/methods/2"],
        ),
        (
            json!({"kind": "signs", "at": ["/engagement/signatories"], "parameter": "two"}),
            "met",
            vec!["/engagement/signatories"],
        ),
        (
            json!({"kind": "bounds", "at": ["/pledge/loanYears"], "most": "two"}),
            "met",
            vec!["/pledge/loanYears"],
        ),
        (json!({"kind": "bounds", "at": ["/pledge/loan"], "most": "two"}), "missed", vec!["/pledge/loan"]),
    ];
    let mut wrong = Vec::new();
    for (mut asked, expected, places) in rows {
        asked["severity"] = json!("warning");
        let found = against(&pledge, json!([asked]))?;
        if (found.0.as_str(), found.1.iter().map(String::as_str).collect()) != (expected, places.clone()) {
            wrong.push(format!("{asked}: {found:?}, not {expected} {places:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    Ok(())
}

#[test]
fn what_is_asked_of_a_figure_is_asked_of_each_of_a_series_and_not_of_a_link() -> Outcome {
    let asked = |sub: &str| json!([{"kind": "discloses", "at": [format!("/methods/*/inputs/royaltyRate/{sub}")], "severity": "note"}]);
    let with = |royalty: Value| -> Outcome<Value> {
        changed(
            &case("pledge-good")?,
            &[json!({"pointer": "/methods/1/inputs/royaltyRate", "value": royalty})],
        )
    };
    let cell = json!({"value": 0.04, "grade": "registered"});
    let series = with(json!([cell, cell, cell, cell, cell, 0.04]))?;
    assert_eq!(
        against(&series, asked("grade"))?,
        ("missed".into(), vec!["/methods/1/inputs/royaltyRate/5/grade".into()])
    );
    let whole = with(json!([cell, cell, cell, cell, cell, cell]))?;
    assert_eq!(against(&whole, asked("grade"))?.0, "met");
    let linked = with(json!({"from": "licences"}))?;
    assert_eq!(against(&linked, asked("grade"))?.0, "notApplicable");
    let justified =
        json!([{"kind": "justifies", "at": ["/methods/*/inputs/royaltyRate"], "severity": "note"}]);
    assert_eq!(against(&linked, justified)?.0, "met");
    Ok(())
}

#[test]
fn several_requirements_come_out_as_the_worst_of_them() -> Outcome {
    let pledge = case("pledge-good")?;
    let met = json!({"kind": "discloses", "at": ["/asset/title"], "severity": "note"});
    let missed = json!({"kind": "discloses", "at": ["/licence/territory"], "severity": "note"});
    let person = json!({"kind": "discloses", "judged": "person"});
    let away = json!({"kind": "discloses", "at": ["/asset/title"], "severity": "note", "when": {"purpose": ["transfer"]}});
    for (requires, expected) in [
        (json!([met, away]), "met"),
        (json!([met, person]), "person"),
        (json!([met, person, missed]), "missed"),
        (json!([away]), "notApplicable"),
    ] {
        assert_eq!(against(&pledge, requires.clone())?.0, expected, "{requires}");
    }
    Ok(())
}

#[test]
fn a_refused_case_is_judged_by_what_it_says_and_not_by_a_paper_that_it_has_not() -> Outcome {
    let standards = standards(&[])?;
    let out = checked(&case("contribution-refused")?, &standards, &Value::Null)?;
    assert!(!out.valued && out.withheld);
    assert!(!out.problems.is_empty() && out.findings.is_empty());
    let status = |clause: &str| {
        let found = out
            .judgements
            .iter()
            .find(|judgement| judgement.edition == "ipval-valuation" && judgement.clause == clause);
        found.map_or("", |judgement| judgement.status)
    };
    // By a problem, by a word of the case, and by what only a paper could show.
    assert_eq!(status("conclusion-weights-sum"), "missed");
    assert_eq!(status("right-named"), "met");
    assert_eq!(status("tax-basis-consistent"), "notApplicable");
    Ok(())
}

#[test]
fn two_editions_of_one_document_in_force_refuse_the_check() -> Outcome {
    let mut later = sample(json!([]));
    later["edition"] = json!("2021-01-01");
    let standards = standards(&[sample(json!([])), later])?;
    let node: Node = serde_json::from_value(case("pledge-good")?)?;
    let request: Node = serde_json::from_value(json!({"standards": ["sample"]}))?;
    let Err(refusal) = check(&node, &standards, &request) else { return Err("not refused".into()) };
    assert_eq!(refusal.problems[0].code, "two-editions-in-force");
    Ok(())
}
