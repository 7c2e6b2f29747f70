//! Legal lives and annual fees: dates in, dates and yuan out, by the editions in force.

use std::error::Error;

use ipval::asset::{parse_date, written, years_actual_365, years_after, years_between};
use ipval::case::{ASSET_FIELDS, Node, read_asset, read_object};
use ipval::problem::Remarks;
use ipval::standard::{annual_fees, bundled, legal_life};
use serde_json::json;

type Outcome = Result<(), Box<dyn Error>>;

/// Asset, valuation date, and the day on which the right ends; or `!` and the code of the problem or finding.
const ROWS: &[(&str, &str, &str)] = &[
    (r#"{"kind":"invention","filingDate":"2012-05-18"}"#, "2025-12-31", "2032-05-18"),
    (r#"{"kind":"invention","filingDate":"2012-02-29"}"#, "2025-12-31", "2032-02-29"),
    (r#"{"kind":"utilityModel","filingDate":"2016-02-29"}"#, "2025-12-31", "2026-02-28"),
    (r#"{"kind":"design","filingDate":"2021-06-01"}"#, "2025-12-31", "2036-06-01"),
    (r#"{"kind":"design","filingDate":"2021-05-31"}"#, "2025-12-31", "2031-05-31"),
    (
        r#"{"kind":"invention","filingDate":"2012-05-18","termCompensation":{"end":"2034-01-02","decision":"x"}}"#,
        "2025-12-31",
        "2034-01-02",
    ),
    (r#"{"kind":"invention","legalEnd":"2030-01-01"}"#, "2025-12-31", "2030-01-01"),
    (r#"{"kind":"invention"}"#, "2025-12-31", "!legal-term-unknown"),
    (r#"{"kind":"invention","filingDate":"2012-05-18"}"#, "2019-12-31", "!no-edition-in-force"),
    (r#"{"kind":"invention","filingDate":"2004-05-18"}"#, "2025-12-31", "!right-has-ended"),
    (r#"{"kind":"invention","jurisdiction":"US"}"#, "2025-12-31", "!jurisdiction-not-covered"),
    (r#"{"kind":"trademark","registrationDate":"2020-03-07"}"#, "2025-12-31", "2030-03-07"),
    (r#"{"kind":"trademark","registrationDate":"2001-03-07"}"#, "2025-12-31", "2031-03-07"),
    (r#"{"kind":"trademark","registrationDate":"2020-03-07","renewals":2}"#, "2025-12-31", "2050-03-07"),
    (r#"{"kind":"trademark","registrationDate":"2020-03-07"}"#, "2027-01-01", "!edition-not-transcribed"),
    (r#"{"kind":"copyright","ownerKind":"person","deathDate":"1999-04-05"}"#, "2025-12-31", "2049-12-31"),
    (r#"{"kind":"copyright","publicationDate":"2010-07-01"}"#, "2025-12-31", "2060-12-31"),
    (r#"{"kind":"copyright","completionDate":"2010-07-01"}"#, "2025-12-31", "2060-07-01"),
    (r#"{"kind":"software","publicationDate":"2015-07-01"}"#, "2025-12-31", "2065-12-31"),
    (r#"{"kind":"software","ownerKind":"person","deathDate":"2020-04-05"}"#, "2025-12-31", "2070-12-31"),
    (
        r#"{"kind":"layoutDesign","filingDate":"2020-05-01","firstUseDate":"2019-08-01"}"#,
        "2025-12-31",
        "2029-08-01",
    ),
    (
        r#"{"kind":"layoutDesign","filingDate":"2020-05-01","creationDate":"2012-01-15"}"#,
        "2025-12-31",
        "2027-01-15",
    ),
    (r#"{"kind":"plantVariety","grantDate":"2025-07-01","woody":true}"#, "2025-12-31", "2050-07-01"),
    (r#"{"kind":"plantVariety","grantDate":"2025-07-01"}"#, "2025-12-31", "2045-07-01"),
    (r#"{"kind":"plantVariety","grantDate":"2015-07-01","woody":true}"#, "2025-05-31", "2035-07-01"),
    (r#"{"kind":"plantVariety","grantDate":"2015-07-01"}"#, "2025-05-31", "2030-07-01"),
    (r#"{"kind":"tradeSecret"}"#, "2025-12-31", ""),
];

#[test]
fn rights_end_when_the_law_says() -> Outcome {
    let standards = bundled().map_err(|problem| format!("{problem:?}"))?;
    let mut failures = Vec::new();
    for (asset, valuation, expected) in ROWS {
        let node: Node = serde_json::from_str(asset)?;
        let mut remarks = Remarks::default();
        let inputs = read_object(&node, ASSET_FIELDS, "/asset", &mut remarks);
        let asset_read = read_asset(&inputs, &mut remarks).ok_or("no kind")?;
        let valuation = parse_date(valuation).ok_or("not a day")?;
        let life = legal_life(&asset_read, valuation, &standards, &mut remarks);
        let said = remarks.problems.iter().map(|problem| problem.code);
        let said: Vec<&str> = said.chain(remarks.findings.iter().map(|finding| finding.about.code)).collect();
        let right = match expected.strip_prefix('!') {
            Some(code) => life.is_none() && said.contains(&code),
            None => {
                life.as_ref().map(|life| written(life.end)).unwrap_or_default() == *expected
                    && remarks.problems.is_empty()
            }
        };
        if !right {
            failures.push(format!("{asset}: expected {expected}, found {life:?} {said:?}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    Ok(())
}

#[test]
fn a_mark_out_of_use_for_three_years_is_exposed() -> Outcome {
    let standards = bundled().map_err(|problem| format!("{problem:?}"))?;
    let valuation = parse_date("2025-12-31").ok_or("not a day")?;
    for (used, exposed) in [("2022-12-31", true), ("2023-01-01", false), ("2025-06-30", false)] {
        let node: Node = serde_json::from_value(
            json!({"kind": "trademark", "registrationDate": "2020-03-07", "status": {"lastUse": used}}),
        )?;
        let mut remarks = Remarks::default();
        let asset = read_asset(&read_object(&node, ASSET_FIELDS, "/asset", &mut remarks), &mut remarks)
            .ok_or("no kind")?;
        let life = legal_life(&asset, valuation, &standards, &mut remarks).ok_or("no life")?;
        // It is exposed, not ended: the term stays what it is.
        assert_eq!(written(life.end), "2030-03-07");
        let found = remarks.findings.iter().any(|finding| finding.about.code == "non-use-exposes-mark");
        assert_eq!(found, exposed, "{used}");
    }
    Ok(())
}

#[test]
fn years_are_counted_by_corresponding_day() -> Outcome {
    let day = |text: &str| parse_date(text).ok_or("not a day");
    let rows = [
        ("2024-12-31", "2025-12-31", 1.0),
        ("2024-02-29", "2025-02-28", 1.0),
        ("2023-12-31", "2024-12-31", 1.0),
        ("2025-06-30", "2025-12-31", 184.0 / 365.0),
        ("2023-12-31", "2024-06-30", 182.0 / 366.0),
        ("2025-12-31", "2024-12-31", -1.0),
        ("2025-12-31", "2025-12-31", 0.0),
    ];
    for (from, to, years) in rows {
        let found: f64 = years_between(day(from)?, day(to)?);
        assert_eq!(found.to_bits(), f64::to_bits(years), "{from} to {to}: {found}");
    }
    assert_eq!(
        years_actual_365(day("2023-12-31")?, day("2024-12-31")?).to_bits(),
        (366.0_f64 / 365.0).to_bits()
    );
    assert_eq!(years_after(day("2024-02-29")?, 1).map(written).as_deref(), Some("2025-02-28"));
    for wrong in [
        "2023-02-29",
        "2023-13-01",
        "2023-1-1",
        "20230101",
        "２０２３-01-01",
        "2023-01-01T00",
        "",
        "----------",
    ] {
        assert!(parse_date(wrong).is_none(), "{wrong}");
    }
    Ok(())
}

#[test]
fn annual_fees_follow_the_schedule() -> Outcome {
    let standards = bundled().map_err(|problem| format!("{problem:?}"))?;
    let day = |text: &str| parse_date(text).ok_or("not a day");
    // The whole life, valued on the filing date: the published sums of the schedule.
    for (kind, filed, end, sum) in [
        ("invention", "2022-01-01", "2042-01-01", 82_300.0),
        ("utilityModel", "2022-01-01", "2032-01-01", 11_200.0),
        ("design", "2022-01-01", "2037-01-01", 26_200.0),
    ] {
        let node: Node = serde_json::from_value(json!({"kind": kind, "filingDate": filed}))?;
        let mut remarks = Remarks::default();
        let asset = read_asset(&read_object(&node, ASSET_FIELDS, "/asset", &mut remarks), &mut remarks)
            .ok_or("no kind")?;
        let fees = annual_fees(&asset, day(end)?, day(filed)?, &standards)
            .map_err(|problem| format!("{problem:?}"))?;
        assert_eq!(fees.iter().map(|fee| fee.yuan).sum::<f64>().to_bits(), f64::to_bits(sum), "{kind}");
    }
    // Granted in its fourth year: the fees of the first three never fell due.
    let node: Node = serde_json::from_value(
        json!({"kind": "invention", "filingDate": "2022-01-01", "grantDate": "2025-03-01"}),
    )?;
    let mut remarks = Remarks::default();
    let asset = read_asset(&read_object(&node, ASSET_FIELDS, "/asset", &mut remarks), &mut remarks)
        .ok_or("no kind")?;
    let fees = annual_fees(&asset, day("2042-01-01")?, day("2022-01-01")?, &standards)
        .map_err(|problem| format!("{problem:?}"))?;
    assert_eq!(fees.first().map(|fee| fee.patent_year), Some(4));
    Ok(())
}
