//! What is wrong with a case comes back as problems, all at once, each with its place; and nothing panics.
//!
//! In the tables `@` stands for `/methods/0/inputs`; an edit to `null` takes the key away.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use ipval::appraise::{
    Sharing, appraise, break_even, explain, methods, picture, replay, run_method, scenarios, solve,
};
use ipval::case::Node;
use ipval::standard::{BUNDLED, Standards, bundled};
use ipval::valuation::{ProblemOut, RangeOut, Refusal, Valuation, Verdict};
use serde_json::{Map, Value, json};

type Outcome = Result<(), Box<dyn Error>>;

/// The place and the code of a problem.
type Expected = &'static [(&'static str, &'static str)];

/// A case that is valued as it stands, and each other one with what makes it interesting.
const BASES: [(&str, &str); 4] = [
    (
        "patent",
        r#"{"format": "ipval-case/1", "valuationDate": "2024-12-31", "currency": "CNY",
            "asset": {"kind": "invention", "filingDate": "2014-03-01"},
            "methods": [{"method": "reliefFromRoyalty", "inputs": {"sales": 1000, "years": 5,
              "royaltyRate": 0.03, "taxRate": 0.15, "discountRate": 0.12, "timing": "yearEnd"}}]}"#,
    ),
    (
        "mark",
        r#"{"format": "ipval-case/1", "valuationDate": "2024-12-31", "currency": "CNY",
            "asset": {"kind": "trademark", "registrationDate": "2020-05-01"},
            "methods": [{"method": "reliefFromRoyalty", "inputs": {"sales": 1000, "years": 2,
              "royaltyRate": 0.03, "taxRate": 0.15, "discountRate": 0.12, "terminalGrowth": 0.02}}]}"#,
    ),
    (
        "two",
        r#"{"format": "ipval-case/1", "valuationDate": "2024-12-31",
            "asset": {"kind": "invention", "filingDate": "2014-03-01"},
            "conclusion": {"weights": [0.5, 0.5], "reason": "a test"},
            "methods": [{"method": "statedValue", "inputs": {"value": 600}},
                        {"method": "statedValue", "inputs": {"value": 700}}]}"#,
    ),
    (
        "whole",
        r#"{"format": "ipval-case/1", "title": "t", "valuationDate": "2024-12-31", "currency": "CNY",
            "unit": "tenThousand", "basisOfValue": "marketValue", "purpose": "pledge",
            "asset": {"kind": "invention", "filingDate": "2014-03-01", "grantDate": "2016-03-01",
              "termCompensation": {"end": "2033-09-01", "decision": "d"}, "jurisdiction": "CN"},
            "facts": {"taxRate": 0.15},
            "methods": [
              {"id": "royalty", "method": "reliefFromRoyalty", "inputs": {
                "sales": {"value": 1000, "source": "s", "note": "n",
                  "range": {"distribution": "triangular", "min": 800, "mode": 1000, "max": 1100}},
                "growthRate": [0.05, {"value": 0.04, "range": {"distribution": "uniform", "min": 0, "max": 0.1}}],
                "royaltyRate": {"value": 0.03,
                  "range": {"distribution": "normal", "mean": 0.03, "standardDeviation": 0.01}},
                "decayRate": 0.1, "timing": "midYear", "firstPeriodEnd": "2025-06-30",
                "discountRateBuildUp": {"riskFreeRate": 0.03, "premiums": [{"name": "p", "rate": 0.09}]},
                "economicLife": 6.5, "contractEnd": "2030-01-01", "annualFees": "statutory",
                "feeReduction": 0.85, "taxAmortisationBenefit": true, "amortisationYears": 10}},
              {"method": "statedValue", "inputs": {"value": {"value": 90, "source": "s"}}}],
            "conclusion": {"weights": [0.75, 0.25], "reason": "r", "rounding": 0.01},
            "pledge": {"loanToValue": 0.3, "preset": "bank-bocom-beijing/2006"},
            "licence": {"years": 3}, "simulation": {"seed": 7, "draws": 100},
            "citation": {"text": "t", "note": "n"}}"#,
    ),
];

struct Row {
    name: &'static str,
    base: &'static str,
    edits: &'static str,
    problems: Expected,
}

const fn row(name: &'static str, base: &'static str, edits: &'static str, problems: Expected) -> Row {
    Row { name, base, edits, problems }
}

const ROWS: &[Row] = &[
    // Keys.
    row("unknown key", "patent", r#"{"/colour": "red"}"#, &[("/colour", "unknown-key")]),
    row("unknown key of the right", "patent", r#"{"/asset/colour": 1}"#, &[("/asset/colour", "unknown-key")]),
    row("misspelt key", "patent", r#"{"@/royaltyrate": 0.1}"#, &[("@/royaltyrate", "misspelt-key")]),
    row(
        "misspelt key in place of a needed one",
        "patent",
        r#"{"@/royaltyRate": null, "@/royalltyRate": 0.1}"#,
        &[("@/royaltyRate", "missing"), ("@/royalltyRate", "misspelt-key")],
    ),
    row(
        "a key that a pointer must escape",
        "patent",
        r#"{"/asset/a~1b~0c": 1}"#,
        &[("/asset/a~1b~0c", "unknown-key")],
    ),
    row("an empty key", "patent", r#"{"/": 1}"#, &[("/", "unknown-key")]),
    row(
        "unknown key of a figure",
        "patent",
        r#"{"@/sales": {"value": 1, "per": 2}}"#,
        &[("@/sales/per", "unknown-key")],
    ),
    row("unknown fact", "patent", r#"{"/facts": {"colour": 1}}"#, &[("/facts/colour", "unknown-key")]),
    row(
        "a method's key among the keys of the case",
        "patent",
        r#"{"/taxRate": 0.1}"#,
        &[("/taxRate", "unknown-key")],
    ),
    // What must be there.
    row("no format", "patent", r#"{"/format": null}"#, &[("/format", "missing")]),
    row("no right", "patent", r#"{"/asset": null}"#, &[("/asset", "missing")]),
    row("no kind", "patent", r#"{"/asset/kind": null}"#, &[("/asset/kind", "missing")]),
    row("no day", "patent", r#"{"/valuationDate": null}"#, &[("/valuationDate", "missing")]),
    row("no methods", "patent", r#"{"/methods": null}"#, &[("/methods", "missing")]),
    row("no sales", "patent", r#"{"@/sales": null}"#, &[("@/sales", "missing")]),
    row("no tax", "patent", r#"{"@/taxRate": null}"#, &[("@/taxRate", "missing")]),
    row("no royalty", "patent", r#"{"@/royaltyRate": null}"#, &[("@/royaltyRate", "missing")]),
    row("no stated value", "two", r#"{"@/value": null}"#, &[("@/value", "missing")]),
    row(
        "a figure without its number",
        "patent",
        r#"{"@/taxRate": {"source": "s"}}"#,
        &[("@/taxRate/value", "missing")],
    ),
    row(
        "several missing",
        "patent",
        r#"{"@/sales": null, "@/taxRate": null, "@/discountRate": null}"#,
        &[("@/sales", "missing"), ("@/taxRate", "missing"), ("@/discountRate", "missing-either")],
    ),
    // Sorts.
    row("another format", "patent", r#"{"/format": "ipval-case/2"}"#, &[("/format", "not-a-choice")]),
    row("a format that is a number", "patent", r#"{"/format": 1}"#, &[("/format", "not-a-text")]),
    row("a title that is a number", "patent", r#"{"/title": 5}"#, &[("/title", "not-a-text")]),
    row("a right that is a text", "patent", r#"{"/asset": "patent"}"#, &[("/asset", "not-an-object")]),
    row("an unknown kind", "patent", r#"{"/asset/kind": "domain"}"#, &[("/asset/kind", "not-a-choice")]),
    row("a flag in words", "patent", r#"{"/asset/woody": "yes"}"#, &[("/asset/woody", "not-a-flag")]),
    row("half a renewal", "mark", r#"{"/asset/renewals": 0.5}"#, &[("/asset/renewals", "not-a-count")]),
    row("an unknown purpose", "patent", r#"{"/purpose": "fun"}"#, &[("/purpose", "not-a-choice")]),
    row("an unknown basis", "patent", r#"{"/basisOfValue": "fair"}"#, &[("/basisOfValue", "not-a-choice")]),
    row("an unknown unit", "patent", r#"{"/unit": "dozen"}"#, &[("/unit", "not-a-choice")]),
    row("a currency in words", "patent", r#"{"/currency": "yuan"}"#, &[("/currency", "not-a-currency")]),
    row(
        "a currency in small letters",
        "patent",
        r#"{"/currency": "cny"}"#,
        &[("/currency", "not-a-currency")],
    ),
    row("a number in quotes", "patent", r#"{"@/sales": "1000"}"#, &[("@/sales", "not-a-number")]),
    row(
        "a flag for a number",
        "patent",
        r#"{"@/discountRate": true}"#,
        &[("@/discountRate", "not-a-number")],
    ),
    row(
        "a list for one number",
        "patent",
        r#"{"@/discountRate": [0.1]}"#,
        &[("@/discountRate", "not-a-number")],
    ),
    row(
        "a bad year among good ones",
        "patent",
        r#"{"@/sales": [1, "x", 3, 4, 5]}"#,
        &[("@/sales/1", "not-a-number")],
    ),
    row(
        "a source that is a number",
        "patent",
        r#"{"@/sales": {"value": 1, "source": 5}}"#,
        &[("@/sales/source", "not-a-text")],
    ),
    row("facts that are a list", "patent", r#"{"/facts": []}"#, &[("/facts", "not-an-object")]),
    row(
        "inputs that are a number",
        "patent",
        r#"{"@": 5}"#,
        &[("@", "not-an-object"), ("@/discountRate", "missing-either")],
    ),
    row("methods that are no list", "patent", r#"{"/methods": {}}"#, &[("/methods", "not-a-list")]),
    row("a method that is no object", "patent", r#"{"/methods": [5]}"#, &[("/methods/0", "not-an-object")]),
    row(
        "a method without all",
        "patent",
        r#"{"/methods": [{}]}"#,
        &[("/methods/0/method", "missing"), ("@", "missing")],
    ),
    row("no method in the list", "patent", r#"{"/methods": []}"#, &[("/methods", "no-method")]),
    row(
        "an unknown method",
        "patent",
        r#"{"/methods/0/method": "guess"}"#,
        &[("/methods/0/method", "not-a-choice")],
    ),
    // Days.
    row(
        "an impossible day",
        "patent",
        r#"{"/asset/filingDate": "2023-02-30"}"#,
        &[("/asset/filingDate", "impossible-date")],
    ),
    row(
        "a thirteenth month",
        "patent",
        r#"{"/asset/filingDate": "2013-13-01"}"#,
        &[("/asset/filingDate", "impossible-date")],
    ),
    row(
        "29 February of a common year",
        "patent",
        r#"{"/valuationDate": "2023-02-29"}"#,
        &[("/valuationDate", "impossible-date")],
    ),
    row(
        "a day without its zeros",
        "patent",
        r#"{"/asset/filingDate": "2014-3-1"}"#,
        &[("/asset/filingDate", "not-a-date")],
    ),
    row(
        "a day with its hour",
        "patent",
        r#"{"/valuationDate": "2024-12-31T00:00"}"#,
        &[("/valuationDate", "not-a-date")],
    ),
    row(
        "a day as a number",
        "patent",
        r#"{"/valuationDate": 20241231}"#,
        &[("/valuationDate", "not-a-date")],
    ),
    row(
        "a day of five-digit years",
        "patent",
        r#"{"/valuationDate": "99999-01-01"}"#,
        &[("/valuationDate", "not-a-date")],
    ),
    row(
        "granted before filed",
        "patent",
        r#"{"/asset/grantDate": "2014-02-28"}"#,
        &[("/asset/grantDate", "before-filing")],
    ),
    row(
        "registered before filed",
        "mark",
        r#"{"/asset/filingDate": "2021-01-01"}"#,
        &[("/asset/registrationDate", "before-filing")],
    ),
    // Magnitudes.
    row("negative sales", "patent", r#"{"@/sales": -1}"#, &[("@/sales", "out-of-bounds")]),
    row("sales beyond the world's", "patent", r#"{"@/sales": 1e16}"#, &[("@/sales", "out-of-bounds")]),
    row("a tax rate in per cent", "patent", r#"{"@/taxRate": 15}"#, &[("@/taxRate", "rate-as-percent")]),
    row(
        "a discount rate in per cent",
        "patent",
        r#"{"@/discountRate": 12}"#,
        &[("@/discountRate", "rate-as-percent")],
    ),
    row("growth in per cent", "patent", r#"{"@/growthRate": 5}"#, &[("@/growthRate", "rate-as-percent")]),
    row("a rate beyond per cent", "patent", r#"{"@/taxRate": 101}"#, &[("@/taxRate", "out-of-bounds")]),
    row("a negative royalty", "patent", r#"{"@/royaltyRate": -0.01}"#, &[("@/royaltyRate", "out-of-bounds")]),
    row(
        "a discount rate near minus one",
        "patent",
        r#"{"@/discountRate": -0.9}"#,
        &[("@/discountRate", "out-of-bounds")],
    ),
    row("a negative life", "patent", r#"{"@/economicLife": -1}"#, &[("@/economicLife", "negative-life")]),
    row(
        "a life of centuries",
        "patent",
        r#"{"@/economicLife": 201}"#,
        &[("@/economicLife", "out-of-bounds")],
    ),
    row("no years", "patent", r#"{"@/years": 0}"#, &[("@/years", "not-a-count")]),
    row(
        "years with a range",
        "patent",
        r#"{"@/years": {"value": 5, "range": {"distribution": "uniform", "min": 4, "max": 6}}}"#,
        &[("@/years/range", "count-has-range")],
    ),
    row("half years", "patent", r#"{"@/years": 2.5}"#, &[("@/years", "not-a-count")]),
    row("years in quotes", "patent", r#"{"@/years": "5"}"#, &[("@/years", "not-a-number")]),
    row(
        "too few draws",
        "patent",
        r#"{"/simulation": {"draws": 99}}"#,
        &[("/simulation/draws", "not-a-count")],
    ),
    row(
        "a negative seed",
        "patent",
        r#"{"/simulation": {"seed": -1}}"#,
        &[("/simulation/seed", "not-a-count")],
    ),
    row("sales of no year", "patent", r#"{"@/sales": []}"#, &[("@/sales", "series-length")]),
    row("payments on no day", "patent", r#"{"@/timing": []}"#, &[("@/timing", "series-length")]),
    // Ranges.
    row(
        "a range that is a number",
        "patent",
        r#"{"@/sales": {"value": 1, "range": 2}}"#,
        &[("@/sales/range", "not-an-object")],
    ),
    row(
        "a range without its shape",
        "patent",
        r#"{"@/sales": {"value": 1, "range": {"min": 0, "max": 2}}}"#,
        &[("@/sales/range/distribution", "missing")],
    ),
    row(
        "a range of unknown shape",
        "patent",
        r#"{"@/sales": {"value": 1, "range": {"distribution": "cauchy"}}}"#,
        &[("@/sales/range/distribution", "not-a-choice")],
    ),
    row(
        "a range that lacks its ends",
        "patent",
        r#"{"@/sales": {"value": 1, "range": {"distribution": "triangular", "mode": 1}}}"#,
        &[("@/sales/range/min", "missing"), ("@/sales/range/max", "missing")],
    ),
    row(
        "a range with the key of another",
        "patent",
        r#"{"@/sales": {"value": 1, "range": {"distribution": "uniform", "min": 0, "max": 2, "mode": 1}}}"#,
        &[("@/sales/range/mode", "unknown-key")],
    ),
    row(
        "a range upside down",
        "patent",
        r#"{"@/sales": {"value": 1, "range": {"distribution": "uniform", "min": 2, "max": 0}}}"#,
        &[("@/sales/range", "range-not-ascending")],
    ),
    row(
        "a mode outside its range",
        "patent",
        r#"{"@/sales": {"value": 1, "range": {"distribution": "triangular", "min": 0, "mode": 3, "max": 2}}}"#,
        &[("@/sales/range", "range-not-ascending")],
    ),
    row(
        "a figure outside its range",
        "patent",
        r#"{"@/sales": {"value": 9, "range": {"distribution": "uniform", "min": 0, "max": 2}}}"#,
        &[("@/sales/range", "value-outside-range")],
    ),
    row(
        "a range in per cent",
        "patent",
        r#"{"@/taxRate": {"value": 0.2, "range": {"distribution": "uniform", "min": 0.1, "max": 25}}}"#,
        &[("@/taxRate/range/max", "rate-as-percent")],
    ),
    row(
        "a negative deviation",
        "patent",
        r#"{"@/taxRate": {"value": 0.2, "range": {"distribution": "normal", "mean": 0.2, "standardDeviation": -1}}}"#,
        &[("@/taxRate/range/standardDeviation", "out-of-bounds")],
    ),
    row(
        "shapes that lack what they need, or hold what cannot be",
        "patent",
        r#"{"@/sales": {"value": 1, "range": {"distribution": "logNormal", "mean": 0, "standardDeviation": 1}},
            "@/royaltyRate": {"value": 0.1, "range": {"distribution": "discrete", "values": [0.1, 0.2], "probabilities": [1]}},
            "@/taxRate": {"value": 0.1, "range": {"distribution": "discrete", "values": [0.1, 0.2], "probabilities": [0.5, 0.4]}},
            "@/discountRate": {"value": 0.1, "range": {"distribution": "observed", "observations": [0.1]}}}"#,
        &[
            ("@/sales/range/mean", "range-not-positive"),
            ("@/royaltyRate/range/probabilities", "values-and-probabilities"),
            ("@/taxRate/range/probabilities", "probabilities-not-one"),
            ("@/discountRate/range/observations", "too-few-to-spread"),
        ],
    ),
    row(
        "shapes out of order and out of bounds",
        "patent",
        r#"{"@/sales": {"value": 1, "range": {"distribution": "quantiles", "p10": 3, "p50": 2, "p90": 4}},
            "@/royaltyRate": {"value": 0.1, "range": {"distribution": "pert", "min": 0, "mode": 0.3, "max": 0.2}},
            "@/taxRate": {"value": 0.1, "range": {"distribution": "beta", "shape1": 2, "shape2": 0, "min": 0}},
            "@/discountRate": {"value": 0.1, "range": {"distribution": "gamma", "mean": 0.1, "standardDeviation": 0}}}"#,
        &[
            ("@/sales/range", "range-not-ascending"),
            ("@/royaltyRate/range", "range-not-ascending"),
            ("@/taxRate/range/shape2", "out-of-bounds"),
            ("@/taxRate/range/max", "missing"),
            ("@/discountRate/range/standardDeviation", "out-of-bounds"),
        ],
    ),
    row(
        "truncations that leave nothing, or make no sense",
        "patent",
        r#"{"@/sales": {"value": 1, "range": {"distribution": "normal", "mean": 1, "standardDeviation": 1, "truncated": {"min": 90}}},
            "@/royaltyRate": {"value": 0.1, "range": {"distribution": "uniform", "min": 0, "max": 0.2, "truncated": {"min": 0.2, "max": 0.1}}},
            "@/taxRate": {"value": 0.1, "range": {"distribution": "uniform", "min": 0, "max": 0.2, "truncated": {"mode": 0.1}}},
            "@/discountRate": {"value": 0.3, "range": {"distribution": "normal", "mean": 0.1, "standardDeviation": 0.1, "truncated": {"max": 0.2}}}}"#,
        &[
            ("@/sales/range/truncated", "truncated-to-nothing"),
            ("@/royaltyRate/range/truncated", "range-not-ascending"),
            ("@/taxRate/range/truncated/mode", "unknown-key"),
            ("@/discountRate/range", "value-outside-range"),
        ],
    ),
    row(
        "correlations of nothing, of one, of three, and twice",
        "whole",
        r#"{"/simulation": {"correlations": [
              {"between": ["@/sales", "/methods/0/inputs/decayRate"], "rank": 0.5},
              {"between": ["/methods/0/inputs/sales", "/methods/0/inputs/sales"], "rank": 0.5},
              {"between": ["a", "b", "c"], "rank": 0.5},
              {"between": ["/methods/0/inputs/sales", "/methods/0/inputs/royaltyRate"], "rank": 0.5},
              {"between": ["/methods/0/inputs/royaltyRate", "/methods/0/inputs/sales"], "rank": 0.5}]}}"#,
        &[
            ("/simulation/correlations/0/between", "nothing-drawn-there"),
            ("/simulation/correlations/0/between", "nothing-drawn-there"),
            ("/simulation/correlations/1/between", "correlated-twice"),
            ("/simulation/correlations/2/between", "correlates-two"),
            ("/simulation/correlations/4/between", "correlated-twice"),
        ],
    ),
    row(
        "a matrix that is none",
        "whole",
        r#"{"/simulation": {"correlationMatrix": {"between": ["/methods/0/inputs/sales", "/methods/0/inputs/royaltyRate"],
              "ranks": [[1, 0.5], [0.4, 1]]}}}"#,
        &[("/simulation/correlationMatrix/ranks", "not-a-correlation-matrix")],
    ),
    row(
        "correlations that cannot be",
        "whole",
        r#"{"/simulation": {"correlationMatrix": {
              "between": ["/methods/0/inputs/sales", "/methods/0/inputs/royaltyRate", "/methods/0/inputs/growthRate/1"],
              "ranks": [[1, 0.9, -0.9], [null, 1, 0.9], [null, null, 1]]}}}"#,
        &[("/simulation", "correlations-impossible")],
    ),
    row(
        "a rank beyond one, an accuracy of nothing, a threshold with a range",
        "whole",
        r#"{"/simulation": {"sequence": "halton", "accuracy": {"relativeError": 0},
              "correlations": [{"between": ["/methods/0/inputs/sales", "/methods/0/inputs/royaltyRate"], "rank": -1.5}],
              "thresholds": [{"at": {"value": 1, "range": {"distribution": "uniform", "min": 0, "max": 2}}}]}}"#,
        &[
            ("/simulation/sequence", "not-a-choice"),
            ("/simulation/correlations/0/rank", "out-of-bounds"),
            ("/simulation/accuracy/relativeError", "out-of-bounds"),
            ("/simulation/thresholds/0/at/range", "estimate-of-range"),
        ],
    ),
    // Lengths.
    row(
        "royalties for other years",
        "patent",
        r#"{"@/royaltyRate": [0.1, 0.1]}"#,
        &[("@/royaltyRate", "lengths-differ")],
    ),
    row(
        "taxes for other years",
        "patent",
        r#"{"@/taxRate": [0.1, 0.1]}"#,
        &[("@/taxRate", "lengths-differ")],
    ),
    row(
        "growth for every year",
        "patent",
        r#"{"@/growthRate": [0, 0, 0, 0, 0]}"#,
        &[("@/growthRate", "lengths-differ")],
    ),
    row(
        "fees for other years",
        "patent",
        r#"{"@/annualFees": [1, 1]}"#,
        &[("@/annualFees", "lengths-differ")],
    ),
    row("other days", "patent", r#"{"@/timing": ["2025-12-31"]}"#, &[("@/timing", "lengths-differ")]),
    row("years beside sales", "patent", r#"{"@/sales": [1, 2, 3]}"#, &[("@/years", "lengths-differ")]),
    row(
        "all lengths",
        "patent",
        r#"{"@/sales": [1, 2, 3], "@/royaltyRate": [0.1], "@/taxRate": [0.1], "@/timing": ["2025-12-31"]}"#,
        &[
            ("@/royaltyRate", "lengths-differ"),
            ("@/taxRate", "lengths-differ"),
            ("@/timing", "lengths-differ"),
            ("@/years", "lengths-differ"),
        ],
    ),
    row(
        "a stub before income without end",
        "mark",
        r#"{"@/years": 1, "@/stub": 0.5}"#,
        &[("@/terminalGrowth", "lengths-differ")],
    ),
    // What cannot stand beside each other.
    row(
        "growth of known sales",
        "patent",
        r#"{"@/years": null, "@/sales": [1, 2], "@/growthRate": 0.1}"#,
        &[("@/growthRate", "conflicting")],
    ),
    row(
        "decay of known royalties",
        "patent",
        r#"{"@/years": 2, "@/royaltyRate": [0.1, 0.1], "@/decayRate": 0.1}"#,
        &[("@/decayRate", "conflicting")],
    ),
    row(
        "two discount rates",
        "patent",
        r#"{"@/discountRateBuildUp": {"riskFreeRate": 0.03, "premiums": [{"name": "p", "rate": 0.1}]}}"#,
        &[("@/discountRateBuildUp", "conflicting")],
    ),
    row("no discount rate", "patent", r#"{"@/discountRate": null}"#, &[("@/discountRate", "missing-either")]),
    row(
        "two stubs",
        "patent",
        r#"{"@/stub": 0.5, "@/firstPeriodEnd": "2025-06-30"}"#,
        &[("@/stub", "conflicting")],
    ),
    row(
        "a stub before known days",
        "patent",
        r#"{"@/years": 1, "@/timing": ["2025-12-31"], "@/stub": 0.5}"#,
        &[("@/stub", "conflicting")],
    ),
    row(
        "a first period before known days",
        "patent",
        r#"{"@/years": 1, "@/timing": ["2025-12-31"], "@/firstPeriodEnd": "2025-06-30"}"#,
        &[("@/firstPeriodEnd", "conflicting")],
    ),
    row("an end without end", "mark", r#"{"@/remainingLife": 5}"#, &[("@/terminalGrowth", "conflicting")]),
    row(
        "a contract without end",
        "mark",
        r#"{"@/contractEnd": "2030-01-01"}"#,
        &[("@/terminalGrowth", "conflicting")],
    ),
    row(
        "days without end",
        "mark",
        r#"{"@/timing": ["2025-12-31", "2026-12-31"]}"#,
        &[("@/terminalGrowth", "conflicting")],
    ),
    row(
        "two contracts",
        "patent",
        r#"{"@/contractLife": 3, "@/contractEnd": "2030-01-01"}"#,
        &[("@/contractEnd", "conflicting")],
    ),
    row(
        "a benefit at many taxes",
        "patent",
        r#"{"@/years": 2, "@/taxRate": [0.1, 0.2], "@/taxAmortisationBenefit": true}"#,
        &[("@/taxAmortisationBenefit", "conflicting")],
    ),
    row(
        "amortisation of no benefit",
        "patent",
        r#"{"@/amortisationYears": 10}"#,
        &[("@/amortisationYears", "needs-other")],
    ),
    row(
        "a reduction of no fees",
        "patent",
        r#"{"@/feeReduction": 0.85}"#,
        &[("@/feeReduction", "needs-other")],
    ),
    // Discount rates.
    row(
        "a risky income discounted as a safe one",
        "patent",
        r#"{"@/discountRate": null, "@/discountRateBuildUp": {"riskFreeRate": 0.03, "premiums": []}}"#,
        &[("@/discountRateBuildUp/premiums", "no-premium")],
    ),
    row(
        "premiums without a name, without a rate, in per cent",
        "patent",
        r#"{"@/discountRate": null, "@/discountRateBuildUp": {"riskFreeRate": 3,
            "premiums": [{"rate": 0.1}, {"name": "p"}, {"name": "p", "rate": 5}]}}"#,
        &[
            ("@/discountRateBuildUp/premiums/0/name", "missing"),
            ("@/discountRateBuildUp/premiums/1/rate", "missing"),
            ("@/discountRateBuildUp/premiums/2/rate", "rate-as-percent"),
            ("@/discountRateBuildUp/riskFreeRate", "rate-as-percent"),
        ],
    ),
    row(
        "premiums that are no list",
        "patent",
        r#"{"@/discountRate": null, "@/discountRateBuildUp": {"riskFreeRate": 0.03, "premiums": 5}}"#,
        &[("@/discountRateBuildUp/premiums", "not-a-list")],
    ),
    // Times.
    row("an unknown timing", "patent", r#"{"@/timing": "monthly"}"#, &[("@/timing", "not-a-choice")]),
    row("a timing that is a number", "patent", r#"{"@/timing": 5}"#, &[("@/timing", "not-a-text")]),
    row(
        "days out of order",
        "patent",
        r#"{"@/years": 2, "@/timing": ["2026-12-31", "2025-12-31"]}"#,
        &[("@/timing/1", "dates-not-ascending")],
    ),
    row(
        "the same day twice",
        "patent",
        r#"{"@/years": 2, "@/timing": ["2025-12-31", "2025-12-31"]}"#,
        &[("@/timing/1", "dates-not-ascending")],
    ),
    row(
        "days of the past",
        "patent",
        r#"{"@/years": 1, "@/timing": ["2024-12-31"]}"#,
        &[("@/timing", "before-valuation-date")],
    ),
    row(
        "a contract of the past",
        "patent",
        r#"{"@/contractEnd": "2024-12-31"}"#,
        &[("@/contractEnd", "before-valuation-date")],
    ),
    row("an empty stub", "patent", r#"{"@/stub": 0}"#, &[("@/stub", "empty-stub")]),
    row("a stub of years", "patent", r#"{"@/stub": 1.5}"#, &[("@/stub", "out-of-bounds")]),
    row(
        "a first period of years",
        "patent",
        r#"{"@/firstPeriodEnd": "2027-12-31"}"#,
        &[("@/firstPeriodEnd", "not-a-first-period")],
    ),
    row(
        "a first period of the past",
        "patent",
        r#"{"@/firstPeriodEnd": "2024-12-31"}"#,
        &[("@/firstPeriodEnd", "not-a-first-period")],
    ),
    row(
        "nobody knows how long",
        "patent",
        r#"{"/asset": {"kind": "tradeSecret"}, "@/years": null}"#,
        &[("@/sales", "horizon-unknown")],
    ),
    // Lives.
    row(
        "a life beyond the legal term",
        "patent",
        r#"{"@/remainingLife": 12}"#,
        &[("@/remainingLife", "life-beyond-legal-term")],
    ),
    row(
        "a life that may be drawn beyond the legal term",
        "patent",
        r#"{"@/remainingLife": {"value": 8, "range": {"distribution": "uniform", "min": 7, "max": 10}}}"#,
        &[("@/remainingLife", "life-beyond-legal-term")],
    ),
    row(
        "a right that has ended",
        "patent",
        r#"{"/asset/filingDate": "2004-12-31"}"#,
        &[("/asset", "right-has-ended")],
    ),
    row(
        "a right whose stated end has passed",
        "mark",
        r#"{"@/terminalGrowth": null, "/asset/legalEnd": "2020-01-01"}"#,
        &[("/asset", "right-has-ended")],
    ),
    row(
        "a patent without end",
        "patent",
        r#"{"@/terminalGrowth": 0.02}"#,
        &[("@/terminalGrowth", "endless-income-of-finite-right")],
    ),
    row(
        "growth as high as the discount",
        "mark",
        r#"{"@/terminalGrowth": 0.12}"#,
        &[("@/terminalGrowth", "growth-not-below-discount")],
    ),
    row(
        "growth that may be drawn above the discount",
        "mark",
        r#"{"@/terminalGrowth": {"value": 0.02, "range": {"distribution": "uniform", "min": 0, "max": 0.2}}}"#,
        &[("@/terminalGrowth", "growth-not-below-discount")],
    ),
    row(
        "a compensation for a design",
        "patent",
        r#"{"/asset/kind": "design", "/asset/filingDate": "2022-01-01", "/asset/termCompensation": {"end": "2038-01-01", "decision": "d"}}"#,
        &[("/asset/termCompensation", "compensation-for-inventions-only")],
    ),
    row(
        "a compensation that nobody decided",
        "patent",
        r#"{"/asset/termCompensation": {"end": "2035-01-01"}}"#,
        &[("/asset/termCompensation/decision", "missing")],
    ),
    row(
        "a day before any patent law known",
        "patent",
        r#"{"/valuationDate": "2019-12-31"}"#,
        &[("/asset/legalEnd", "no-edition-in-force")],
    ),
    row(
        "a mark under the law of 2027",
        "mark",
        r#"{"@/terminalGrowth": null, "/valuationDate": "2027-06-30"}"#,
        &[("/asset/legalEnd", "edition-not-transcribed")],
    ),
    // Fees.
    row(
        "fees of an unknown sort",
        "patent",
        r#"{"@/annualFees": "official"}"#,
        &[("@/annualFees", "not-a-choice")],
    ),
    row(
        "statutory fees of a mark",
        "mark",
        r#"{"@/terminalGrowth": null, "@/annualFees": "statutory"}"#,
        &[("@/annualFees", "no-statutory-fees")],
    ),
    row(
        "statutory fees in dollars",
        "patent",
        r#"{"/currency": "USD", "@/annualFees": "statutory"}"#,
        &[("@/annualFees", "statutory-fees-in-yuan")],
    ),
    row(
        "statutory fees from nobody knows when",
        "patent",
        r#"{"/asset": {"kind": "invention", "legalEnd": "2034-03-01"}, "@/annualFees": "statutory"}"#,
        &[("/asset/filingDate", "missing")],
    ),
    row(
        "statutory fees beyond the schedule",
        "patent",
        r#"{"/asset/termCompensation": {"end": "2036-03-01", "decision": "d"}, "@/annualFees": "statutory"}"#,
        &[("/asset/termCompensation", "no-ruling")],
    ),
    // The conclusion, the pledge, the licence.
    row(
        "two methods and no word of weights",
        "two",
        r#"{"/conclusion": null}"#,
        &[("/conclusion/weights", "conclusion-needs-weights")],
    ),
    row(
        "weights that miss one",
        "two",
        r#"{"/conclusion/weights": [0.5, 0.4]}"#,
        &[("/conclusion/weights", "weights-not-one")],
    ),
    row(
        "too many weights",
        "two",
        r#"{"/conclusion/weights": [0.5, 0.25, 0.25]}"#,
        &[("/conclusion/weights", "lengths-differ")],
    ),
    row(
        "weights in per cent",
        "two",
        r#"{"/conclusion/weights": [60, 40]}"#,
        &[
            ("/conclusion/weights", "conclusion-needs-weights"),
            ("/conclusion/weights/0", "rate-as-percent"),
            ("/conclusion/weights/1", "rate-as-percent"),
        ],
    ),
    row(
        "an unknown policy",
        "patent",
        r#"{"/pledge": {"preset": "bank-of-nowhere/2020"}}"#,
        &[("/pledge/preset", "not-a-choice")],
    ),
    row(
        "a law for a policy",
        "patent",
        r#"{"/pledge": {"preset": "cn-patent-law/2021-06-01"}}"#,
        &[("/pledge/preset", "not-a-choice")],
    ),
    row(
        "a policy that knows no designs",
        "patent",
        r#"{"/asset/kind": "design", "/asset/filingDate": "2022-01-01", "/pledge": {"preset": "bank-bocom-beijing/2006"}}"#,
        &[("/pledge/preset", "preset-does-not-cover")],
    ),
    row(
        "a pledge without a ratio",
        "patent",
        r#"{"/pledge": {}}"#,
        &[("/pledge/loanToValue", "missing-either")],
    ),
    row(
        "a licence of a stated value",
        "two",
        r#"{"/licence": {"years": 3}}"#,
        &[("/licence", "no-licence-price")],
    ),
    row(
        "a licence of less than no length",
        "patent",
        r#"{"/licence": {"years": -1}}"#,
        &[("/licence/years", "negative-life")],
    ),
    // Entries that serve each other.
    row(
        "two entries of one name",
        "whole",
        r#"{"/methods/0/id": "a", "/methods/1/id": "a"}"#,
        &[("/methods/1/id", "duplicate-id")],
    ),
    row(
        "a figure from nowhere",
        "patent",
        r#"{"@/royaltyRate": {"from": "nobody"}}"#,
        &[("@/royaltyRate/from", "no-such-entry")],
    ),
    row(
        "a figure from the entry itself",
        "patent",
        r#"{"/methods/0/id": "own", "@/royaltyRate": {"from": "own"}}"#,
        &[("@/royaltyRate/from", "no-such-entry")],
    ),
    row(
        "a step that the entry does not take",
        "whole",
        r#"{"/methods/0/id": "a", "/methods/1/inputs/value": {"from": "a", "step": "colour"}}"#,
        &[("/methods/1/inputs/value/step", "no-such-step-of-entry")],
    ),
    row(
        "years where money is wanted",
        "whole",
        r#"{"/methods/0/id": "a", "/methods/1/inputs/value": {"from": "a", "step": "remainingLife"}}"#,
        &[("/methods/1/inputs/value", "units-differ")],
    ),
    row(
        "an entry that serves nobody",
        "patent",
        r#"{"/methods/0/supporting": true}"#,
        &[("/methods", "no-value")],
    ),
    row(
        "an adopted entry that is not there",
        "patent",
        r#"{"/conclusion": {"adopted": "nobody"}}"#,
        &[("/conclusion/adopted", "no-such-entry")],
    ),
    // A tax of all leaves nothing, and the benefit of amortising it would be without end.
    row(
        "a benefit that no price can carry",
        "patent",
        r#"{"@/taxRate": 1, "@/discountRate": 0, "@/taxAmortisationBenefit": true}"#,
        &[("@/taxAmortisationBenefit", "amortisation-without-price")],
    ),
    row(
        "everything at once",
        "patent",
        r#"{"/colour": "red", "/asset/filingdate": "2014-03-01", "/asset/woody": "yes", "/unit": "dozen",
            "/currency": "yuan", "/purpose": 5, "/licence": {"years": -1}, "/simulation": {"draws": 5},
            "@/taxRate": 15, "@/years": 2.5, "@/timing": "monthly", "@/royaltyRate": -1, "@/economicLife": -3,
            "@/discountRate": null}"#,
        &[
            ("/asset/filingdate", "misspelt-key"),
            ("/asset/woody", "not-a-flag"),
            ("/colour", "unknown-key"),
            ("/currency", "not-a-currency"),
            ("/licence/years", "negative-life"),
            ("/purpose", "not-a-text"),
            ("/simulation/draws", "not-a-count"),
            ("/unit", "not-a-choice"),
            ("@/discountRate", "missing-either"),
            ("@/economicLife", "negative-life"),
            ("@/royaltyRate", "out-of-bounds"),
            ("@/taxRate", "rate-as-percent"),
            ("@/timing", "not-a-choice"),
            ("@/years", "not-a-count"),
        ],
    ),
];

/// Documents that no edit of a parsed one can make.
const TEXTS: &[(&str, &str, Expected)] = &[
    ("null", "null", &[("", "not-an-object")]),
    ("a number", "5", &[("", "not-an-object")]),
    ("a text", "\"case\"", &[("", "not-an-object")]),
    ("a list", "[]", &[("", "not-an-object")]),
    (
        "nothing at all",
        "{}",
        &[
            ("/asset", "missing"),
            ("/format", "missing"),
            ("/methods", "missing"),
            ("/valuationDate", "missing"),
        ],
    ),
    (
        "the same key twice",
        r#"{"format": "ipval-case/1", "format": "ipval-case/1", "valuationDate": "2024-12-31",
            "asset": {"kind": "invention", "kind": "design"},
            "methods": [{"method": "statedValue", "inputs": {"value": 1, "value": 2}}]}"#,
        &[("/asset/kind", "duplicate-key"), ("/format", "duplicate-key"), ("@/value", "duplicate-key")],
    ),
    (
        "an unknown key twice",
        r#"{"format": "ipval-case/1", "valuationDate": "2024-12-31", "asset": {"kind": "invention"},
            "colour": 1, "colour": 1, "methods": [{"method": "statedValue", "inputs": {"value": 1}}]}"#,
        &[("/colour", "duplicate-key"), ("/colour", "unknown-key"), ("/colour", "unknown-key")],
    ),
    (
        "the volatility of a value that may be lost whole",
        r#"{"format": "ipval-case/1", "valuationDate": "2024-12-31", "asset": {"kind": "tradeSecret"},
            "methods": [{"id": "project", "method": "statedValue", "inputs": {"value": {"value": 1000,
                "range": {"distribution": "normal", "mean": 1000, "standardDeviation": 900}}}},
              {"method": "volatility", "inputs": {"simulatedValue": {"from": "project"}, "yearsAhead": 1}}]}"#,
        &[("/methods/1/inputs/simulatedValue", "value-may-vanish")],
    ),
];

/// Texts that cannot be read as a tree at all: the boundary says `unreadable`.
const UNREADABLE: &[(&str, &str)] = &[
    ("no JSON", "format: ipval-case/1"),
    ("half a document", "{\"format\": "),
    ("two documents", "{} {}"),
    ("a number beyond all", "{\"valuationDate\": 1e999}"),
    ("not a number", "{\"valuationDate\": NaN}"),
    ("infinity", "{\"valuationDate\": -Infinity}"),
];

/// Requests to the other verbs, on the case `patent`.
const REQUESTS: &[(&str, &str, &str, Expected)] = &[
    ("no such step by number", "explain", r#"{"step": 100000}"#, &[("/step", "no-such-step")]),
    ("no such step by name", "explain", r#"{"step": "vaule"}"#, &[("/step", "no-such-step")]),
    ("a step below zero", "explain", r#"{"step": -1}"#, &[("/step", "no-such-step")]),
    ("a step that is a list", "explain", r#"{"step": []}"#, &[("/step", "no-such-step")]),
    ("no inputs", "replay", "{}", &[("/inputs", "missing")]),
    ("inputs that are a list", "replay", r#"{"inputs": []}"#, &[("/inputs", "missing")]),
    (
        "unknown inputs, and no numbers",
        "replay",
        r#"{"inputs": {"/methods/0/inputs/taxrate": 1, "/methods/0/inputs/taxRate": "x", "/methods/0/inputs/sales": null}}"#,
        &[("@/sales", "not-a-number"), ("@/taxRate", "not-a-number"), ("@/taxrate", "no-such-input")],
    ),
    ("no input", "solve", r#"{"target": 1}"#, &[("/input", "no-such-input")]),
    ("an unknown input", "solve", r#"{"target": 1, "input": "/nowhere"}"#, &[("/input", "no-such-input")]),
    ("no target", "solve", r#"{"input": "/methods/0/inputs/taxRate"}"#, &[("/target", "missing")]),
    (
        "of no step",
        "solve",
        r#"{"input": "/methods/0/inputs/taxRate", "target": 1, "of": 100000}"#,
        &[("/of", "no-such-step")],
    ),
    (
        "between bounds upside down",
        "solve",
        r#"{"input": "/methods/0/inputs/taxRate", "target": 1, "min": 1, "max": 0}"#,
        &[("/max", "range-not-ascending")],
    ),
    ("no rows", "table", "{}", &[("/rows", "missing")]),
    ("a request that is a number", "table", "3", &[("", "not-an-object")]),
    (
        "rows without an input, and a word that nobody knows",
        "table",
        r#"{"rows": {"values": [1]}, "cols": {}}"#,
        &[("/cols", "unknown-key"), ("/rows/input", "missing")],
    ),
    (
        "figures beyond the bounds and none at all, on both sides",
        "table",
        r#"{"rows": {"input": "/methods/0/inputs/taxRate", "values": [0.1, 2, -0.5, "x", null]},
            "columns": {"input": "/methods/0/inputs/royaltyRate", "values": [3]}, "of": 100000}"#,
        &[
            ("/rows/values/1", "out-of-bounds"),
            ("/rows/values/2", "out-of-bounds"),
            ("/rows/values/3", "not-a-number"),
            ("/rows/values/4", "not-a-number"),
            ("/columns/values/0", "out-of-bounds"),
            ("/of", "no-such-step"),
        ],
    ),
    (
        "figures that are no list",
        "table",
        r#"{"rows": {"input": "/methods/0/inputs/taxRate", "values": 0.1}}"#,
        &[("/rows/values", "not-a-list")],
    ),
    (
        "a side without figures, and one of nothing",
        "table",
        r#"{"rows": {"input": "/methods/0/inputs/taxRate", "values": []}, "columns": {"input": "/nowhere"}}"#,
        &[("/rows/values", "table-size"), ("/columns/input", "no-such-input")],
    ),
    (
        "one input on both sides",
        "table",
        r#"{"rows": {"input": "/methods/0/inputs/taxRate"}, "columns": {"input": "/methods/0/inputs/taxRate"}}"#,
        &[("/columns/input", "crossed-with-itself")],
    ),
    (
        "a weight moved alone",
        "table",
        r#"{"rows": {"input": "/conclusion/weights/0"}}"#,
        &[("/rows/input", "weight-moved-alone")],
    ),
    ("no target of all inputs", "breakEven", "{}", &[("/target", "missing")]),
    (
        "a target with a range, of no step",
        "breakEven",
        r#"{"target": {"value": 1, "range": {"distribution": "uniform", "min": 0, "max": 2}}, "of": 100000}"#,
        &[("/target/range", "estimate-of-range"), ("/of", "no-such-step")],
    ),
    (
        "a target of half a step",
        "breakEven",
        r#"{"target": "x", "of": 1.5}"#,
        &[("/of", "not-a-count"), ("/target", "not-a-number")],
    ),
    (
        "a range by itself",
        "picture",
        r#"{"distribution": "triangular", "min": 1, "mode": "x", "colour": 2}"#,
        &[("/colour", "unknown-key"), ("/max", "missing"), ("/mode", "not-a-number")],
    ),
    // Shared draws: the case, the stretches drawn, and whether they were collected.
    (
        "nothing to share",
        "sharing",
        r#"{"case": {"format": "ipval-case/1", "asset": {"kind": "tradeSecret"}, "valuationDate": "2024-12-31",
          "methods": [{"method": "statedValue", "inputs": {"value": 5}}]}}"#,
        &[("", "nothing-uncertain")],
    ),
    (
        "a stretch that begins nowhere",
        "sharing",
        r#"{"case": {"format": "ipval-case/1", "asset": {"kind": "tradeSecret"}, "valuationDate": "2024-12-31",
          "methods": [{"method": "statedValue", "inputs": {"value": {"value": 5,
            "range": {"distribution": "uniform", "min": 4, "max": 6}}}}]}, "draws": [[0, 4096], [4097, 4096]]}"#,
        &[("/simulation", "not-all-draws")],
    ),
    (
        "draws that nobody handed over",
        "sharing",
        r#"{"case": {"format": "ipval-case/1", "asset": {"kind": "tradeSecret"}, "valuationDate": "2024-12-31",
          "methods": [{"method": "statedValue", "inputs": {"value": {"value": 5,
            "range": {"distribution": "uniform", "min": 4, "max": 6}}}}]}, "draws": [[0, 4096]]}"#,
        &[("/simulation", "not-all-draws")],
    ),
    (
        "too few draws to share",
        "sharing",
        r#"{"case": {"format": "ipval-case/1", "asset": {"kind": "tradeSecret"}, "valuationDate": "2024-12-31",
          "methods": [{"method": "statedValue", "inputs": {"value": {"value": 5,
            "range": {"distribution": "uniform", "min": 4, "max": 6}}}}]}, "draws": [[0, 16]], "collect": true}"#,
        &[("/simulation", "no-range")],
    ),
    // A method alone: the request is its inputs.
    ("an unknown method", "guess", "{}", &[("", "not-a-choice")]),
    ("inputs that are a list", "statedValue", "[]", &[("", "not-an-object")]),
    ("a stated nothing", "statedValue", "{}", &[("/value", "missing")]),
    (
        "days without a day",
        "reliefFromRoyalty",
        r#"{"sales": [1], "royaltyRate": 0.1, "taxRate": 0.1, "discountRate": 0.1, "contractEnd": "2030-01-01",
            "firstPeriodEnd": "2025-06-30"}"#,
        &[("/contractEnd", "needs-valuation-date"), ("/firstPeriodEnd", "needs-valuation-date")],
    ),
    (
        "statutory fees of nothing",
        "reliefFromRoyalty",
        r#"{"sales": [1], "royaltyRate": 0.1, "taxRate": 0.1, "discountRate": 0.1, "annualFees": "statutory"}"#,
        &[("/annualFees", "needs-asset-and-date")],
    ),
    (
        "amortisation over nobody knows how long",
        "reliefFromRoyalty",
        r#"{"sales": [1], "royaltyRate": 0.1, "taxRate": 0.1, "discountRate": 0.1, "taxAmortisationBenefit": true}"#,
        &[("/amortisationYears", "missing")],
    ),
    // Income in its many ways.
    (
        "a profit in no way",
        "profitShare",
        r#"{"profitShare": 0.3, "years": 3, "taxRate": 0.25, "discountRate": 0.1}"#,
        &[("/profit", "missing-either")],
    ),
    (
        "a profit in two ways",
        "profitShare",
        r#"{"profit": 100, "profitMargin": 0.1, "profitShare": [0.3, 0.2], "decayRate": 0.1, "taxRate": 0.25,
            "discountRate": 0.1, "terminalIncome": 90}"#,
        &[
            ("/decayRate", "conflicting"),
            ("/profitMargin", "conflicting"),
            ("/terminalIncome", "needs-other"),
        ],
    ),
    (
        "a way half gone",
        "incrementalIncome",
        r#"{"genericMargin": 0.1, "sales": [100, 100], "growthRate": 0.1, "taxRate": 0.25, "discountRate": 0.1}"#,
        &[("/growthRate", "conflicting"), ("/profitMargin", "missing")],
    ),
    (
        "a figure that nobody could read",
        "costSaving",
        r#"{"saving": "much", "years": 3, "taxRate": 0.25, "discountRate": 0.1}"#,
        &[("/saving", "not-a-number")],
    ),
    (
        "two values, and a forecast for nothing",
        "withAndWithout",
        r#"{"valueWith": 10, "valueWithout": 5, "discountRate": 0.1, "years": 3}"#,
        &[("/discountRate", "conflicting"), ("/years", "conflicting")],
    ),
    (
        "charges meant before tax",
        "excessEarnings",
        r#"{"earnings": 100, "years": 2, "taxRate": 0.25, "discountRate": 0.1, "chargesBasis": "beforeTax",
            "assets": [{"name": "a", "charge": 1, "returnOf": 0.1}, {"name": "b", "shareOfSales": 0.1, "returnOn": 0.1},
              {"name": "c", "value": [1, 2, 3], "returnOn": 0.1}, {"name": "d"}, {"name": "e", "value": 1}]}"#,
        &[
            ("/assets/0/returnOf", "conflicting"),
            ("/assets/1/shareOfSales", "needs-other"),
            ("/assets/2/value", "lengths-differ"),
            ("/assets/3/charge", "missing-either"),
            ("/assets/4/returnOn", "missing"),
            ("/chargesBasis", "charges-taxed-twice"),
        ],
    ),
    (
        "an excess without a rate",
        "excessEarningsSingle",
        r#"{"income": 100, "taxRate": 0.25, "capitalisationRate": 0, "years": 5, "assets": []}"#,
        &[("/capitalisationRate", "rate-not-positive"), ("/years", "conflicting")],
    ),
    (
        "an excess without end of a right that ends",
        "excessEarningsSingle",
        r#"{"asset": {"kind": "invention", "filingDate": "2014-03-01"}, "valuationDate": "2024-12-31",
            "income": 100, "taxRate": 0.25, "capitalisationRate": 0.1, "assets": []}"#,
        &[("/capitalisationRate", "endless-income-of-finite-right")],
    ),
    (
        "others that leave nothing",
        "residualReturn",
        r#"{"income": 100, "taxRate": 0, "overallReturn": 0.1, "assets": [{"name": "a", "weight": 0.4, "returnOn": 0.05},
            {"name": "b", "weight": 0.6, "returnOn": 0.05}]}"#,
        &[("/assets", "nothing-left-of-whole")],
    ),
    (
        "others that earn it all",
        "residualReturn",
        r#"{"income": 100, "taxRate": 0, "overallReturn": 0.02, "assets": [{"name": "a", "weight": 0.4, "returnOn": 0.05}]}"#,
        &[("/overallReturn", "rate-not-positive")],
    ),
    (
        "no profit to share",
        "marginalAnalysis",
        r#"{"profit": [10, -30], "addedProfit": [1, 1], "discountRate": 0.1}"#,
        &[("/profit", "no-profit-to-share")],
    ),
    (
        "a curve without its own, with another's",
        "technologyFactor",
        r#"{"businessIncome": 10, "technologyFactor": 1, "years": 3, "taxRate": 0, "discountRate": 0.1,
            "lifeCurve": {"shape": "geometric", "midpoint": 3}}"#,
        &[("/lifeCurve/decline", "missing"), ("/lifeCurve/midpoint", "conflicting")],
    ),
    (
        "survivors of other years, and a curve beside an income without end",
        "technologyFactor",
        r#"{"businessIncome": 10, "technologyFactor": 1, "years": 3, "taxRate": 0, "discountRate": 0.1,
            "lifeCurve": {"shape": "survivor", "survivors": [1, 0.5]}, "terminalGrowth": 0}"#,
        &[("/terminalGrowth", "conflicting")],
    ),
    (
        "survivors of other years",
        "technologyFactor",
        r#"{"businessIncome": 10, "technologyFactor": 1, "years": 3, "taxRate": 0, "discountRate": 0.1,
            "lifeCurve": {"shape": "survivor", "survivors": [1, 0.5]}}"#,
        &[("/lifeCurve/survivors", "lengths-differ")],
    ),
    // Costs, comparables, evidence and damages.
    ("nothing spent", "reproductionCost", r#"{"items": []}"#, &[("/items", "nothing-listed")]),
    (
        "spending of the future, and of no day",
        "opportunityCost",
        r#"{"valuationDate": "2024-12-31", "alternativeYield": 0.03, "items": [{"name": "a", "sum": 1, "date": "2025-01-01"},
            {"name": "b", "sum": 1}, {"name": "c", "sum": 1, "elapsed": 1, "date": "2020-01-01", "indexFrom": 1}]}"#,
        &[
            ("/items/0/date", "after-valuation-date"),
            ("/items/1/elapsed", "missing-either"),
            ("/items/2/elapsed", "conflicting"),
            ("/items/2/indexFrom", "needs-other"),
        ],
    ),
    (
        "research that always fails",
        "labourMultiple",
        r#"{"materialCost": 1, "labourCost": 1, "labourMultiple": 1, "failureRate": 1}"#,
        &[("/failureRate", "failure-certain")],
    ),
    (
        "age without a life, and an excess without a rate",
        "obsolescence",
        r#"{"replacementCost": 1, "obsolescence": {"usedYears": 1, "excessYearlyCost": 1}}"#,
        &[
            ("/obsolescence/discountRate", "missing"),
            ("/obsolescence/remainingLife", "missing-either"),
            ("/obsolescence/taxRate", "missing"),
        ],
    ),
    ("a spread of none", "describeSpread", r#"{"figure": 1}"#, &[("/figure", "no-spread")]),
    (
        "a quantile without end",
        "describeSpread",
        r#"{"figure": {"value": 1, "range": {"distribution": "normal", "mean": 1, "standardDeviation": 1}}, "probabilities": [0.5, 1]}"#,
        &[("/probabilities/1", "no-finite-quantile")],
    ),
    (
        "two sizes of one program",
        "softwareEffort",
        r#"{"functionPoints": 1, "thousandLines": 1, "labourRate": 1}"#,
        &[("/functionPoints", "conflicting")],
    ),
    (
        "a program of no size",
        "softwareEffort",
        r#"{"labourRate": 1}"#,
        &[("/functionPoints", "missing-either")],
    ),
    (
        "a delay that costs nothing",
        "designAround",
        r#"{"redesignCost": 1, "delayYears": 1}"#,
        &[("/delayYears", "needs-other"), ("/delayYears", "needs-other")],
    ),
    (
        "weights for some, and for a median",
        "comparableTransactions",
        r#"{"comparables": [{"name": "a", "dealPrice": 1, "similarity": 1}, {"name": "b", "dealPrice": 1,
            "factors": [{"name": "f"}, {"name": "g", "subject": 1}, {"name": "h", "factor": 1, "comparable": 1}]}], "oldest": 1}"#,
        &[
            ("/comparables/1/factors/0/factor", "missing-either"),
            ("/comparables/1/factors/1/subject", "needs-other"),
            ("/comparables/1/factors/2/factor", "conflicting"),
            ("/oldest", "needs-valuation-date"),
        ],
    ),
    (
        "a rate that is drawn, as evidence",
        "royaltyEvidence",
        r#"{"licences": [{"royaltyRate": {"value": 0.1, "range": {"distribution": "uniform", "min": 0, "max": 1}}}]}"#,
        &[("/licences/0/royaltyRate/range", "estimate-of-range")],
    ),
    (
        "free licences alone",
        "royaltyEvidence",
        r#"{"licences": [{"royaltyRate": 0}, {"royaltyRate": 0.1, "related": true}]}"#,
        &[("/licences", "no-licence-at-a-price")],
    ),
    (
        "a royalty of more than the sales",
        "adjustedRoyalty",
        r#"{"royaltyRate": 0.5, "factors": [{"name": "a", "factor": 2.1}]}"#,
        &[("/factors", "royalty-above-sales")],
    ),
    (
        "as many attributes as sales",
        "hedonicRegression",
        r#"{"prices": [1, 2], "attributes": [[1], [2]], "subject": [1]}"#,
        &[("/prices", "too-few-observations")],
    ),
    (
        "an attribute twice",
        "hedonicRegression",
        r#"{"prices": [1, 2, 4, 3], "attributes": [[1, 2], [2, 4], [3, 6], [5, 10]], "subject": [1, 2]}"#,
        &[("/attributes", "dependent-attributes")],
    ),
    (
        "rows of all lengths",
        "hedonicRegression",
        r#"{"prices": [1, 2, 4], "attributes": [[1, 2], [2], [3, null], [1, 1]], "subject": [1]}"#,
        &[
            ("/attributes", "lengths-differ"),
            ("/attributes/1", "lengths-differ"),
            ("/attributes/2", "observation-incomplete"),
        ],
    ),
    (
        "groups of one number",
        "oneWayAnalysis",
        r#"{"groups": [{"observations": [1, 1]}, {"observations": [1]}]}"#,
        &[("/groups", "nothing-varies")],
    ),
    (
        "offers that nobody answered",
        "auctionEvidence",
        r#"{"offers": [{"name": "a", "sum": 1, "outcome": "lapsed"}]}"#,
        &[("/offers", "no-answered-offer")],
    ),
    (
        "damages of nothing",
        "damages",
        r#"{"basis": "actualLoss", "licenceFee": 1, "infringerShare": 1}"#,
        &[
            ("/basis", "basis-without-figures"),
            ("/infringerShare", "market-of-infringer-alone"),
            ("/infringerShare", "needs-other"),
        ],
    ),
    (
        "a punishment on a statutory sum",
        "damages",
        r#"{"statutoryAmount": 1, "punitiveMultiple": 2}"#,
        &[("/punitiveMultiple", "conflicting")],
    ),
    // Income as it comes, development, allocation, portfolios and the term of a patent.
    (
        "an income without end that grows too fast",
        "capitalisedIncome",
        r#"{"income": 1, "growthRate": 0.1, "discountRate": 0.1}"#,
        &[("/growthRate", "growth-not-below-discount")],
    ),
    (
        "an income without end of a patent",
        "capitalisedIncome",
        r#"{"asset": {"kind": "invention", "filingDate": "2015-01-01"}, "valuationDate": "2024-12-31",
            "income": 1, "discountRate": 0.1}"#,
        &[("/growthRate", "endless-income-of-finite-right")],
    ),
    (
        "a sinking fund for nothing",
        "capitalisedIncome",
        r#"{"income": 1, "growthRate": 0.1, "discountRate": 0, "sinkingFundRate": 0.03}"#,
        &[
            ("/discountRate", "rate-not-positive"),
            ("/growthRate", "growth-not-below-discount"),
            ("/sinkingFundRate", "conflicting"),
            ("/sinkingFundRate", "needs-other"),
        ],
    ),
    (
        "customers that never leave",
        "customerLifetime",
        r#"{"sales": 1, "profitMargin": 0.1, "retentionRate": 1, "discountRate": 0}"#,
        &[("/retentionRate", "growth-not-below-discount")],
    ),
    (
        "an income said twice",
        "incomeStream",
        r#"{"income": [1], "units": [1], "discountRate": 0.1}"#,
        &[("/units", "conflicting")],
    ),
    (
        "no income said",
        "incomeStream",
        r#"{"years": 3, "discountRate": 0.1}"#,
        &[("/income", "missing-either")],
    ),
    (
        "no stages",
        "stagedIncome",
        r#"{"income": 1, "stages": [], "discountRate": 0.1}"#,
        &[("/stages", "series-length")],
    ),
    (
        "too long a staging",
        "stagedIncome",
        r#"{"income": 1, "discountRate": 0.1, "timing": "yearEnd",
            "stages": [{"years": 150, "growthRate": 0}, {"years": 51, "growthRate": 0}]}"#,
        &[("/stages", "series-length")],
    ),
    (
        "scenarios that leave something out",
        "scenarios",
        r#"{"scenarios": [{"name": "a", "probability": 0.5, "value": 1}, {"name": "b", "probability": 0.4}]}"#,
        &[("/scenarios", "probabilities-not-one"), ("/scenarios/1/value", "missing-either")],
    ),
    (
        "a development that stops without leave",
        "stagedDevelopment",
        r#"{"launchValue": 9, "discountRate": 0.1,
            "stages": [{"name": "s", "years": 1, "cost": 1, "successProbability": 0.5, "abandonmentValue": 3}]}"#,
        &[("/stages/0/abandonmentValue", "needs-other")],
    ),
    (
        "a development that leads nobody knows how far",
        "stagedDevelopment",
        r#"{"income": 9, "discountRate": 0.1, "stages": [{"name": "s", "years": 1, "cost": 1, "successProbability": 0.5}]}"#,
        &[("/income", "horizon-unknown")],
    ),
    (
        "an endless development with an end",
        "stagedDevelopment",
        r#"{"income": [9, 9], "growthRate": 0.1, "remainingLife": 5, "terminalGrowth": 0.2, "discountRate": 0.1,
            "stages": [{"name": "s", "years": 1, "cost": 1, "successProbability": 0.5}]}"#,
        &[
            ("/growthRate", "conflicting"),
            ("/terminalGrowth", "conflicting"),
            ("/terminalGrowth", "growth-not-below-discount"),
        ],
    ),
    (
        "deferred tax at no rate",
        "purchasePriceAllocation",
        r#"{"price": 9, "assets": [{"name": "a", "value": 5, "taxBase": 1}]}"#,
        &[("/assets/0/taxBase", "needs-other")],
    ),
    (
        "a compensation of nobody knows when",
        "patentTermCompensation",
        r#"{"compensationFor": "delay"}"#,
        &[
            ("/compensationFor", "needs-valuation-date"),
            ("/examinationRequestDate", "missing"),
            ("/filingDate", "missing"),
            ("/grantDate", "missing"),
        ],
    ),
    (
        "a compensation before there were rules",
        "patentTermCompensation",
        r#"{"valuationDate": "2022-06-30", "compensationFor": "drug", "filingDate": "2010-01-01", "approvalDate": "2020-01-01"}"#,
        &[("/compensationFor", "no-edition-in-force")],
    ),
    (
        "a compensation for a design",
        "patentTermCompensation",
        r#"{"asset": {"kind": "design", "filingDate": "2018-01-01", "grantDate": "2023-01-01"}, "valuationDate": "2024-12-31",
            "compensationFor": "delay", "examinationRequestDate": "2018-01-01"}"#,
        &[("/compensationFor", "compensation-for-inventions-only")],
    ),
    (
        "the annual fee of a mark",
        "patentAnnualFee",
        r#"{"asset": {"kind": "trademark", "registrationDate": "2020-05-01"}, "valuationDate": "2024-12-31", "patentYear": 3}"#,
        &[("/patentYear", "no-statutory-fees")],
    ),
    (
        "the fee of a year that no patent reaches",
        "patentAnnualFee",
        r#"{"asset": {"kind": "design", "filingDate": "2020-05-01"}, "valuationDate": "2024-12-31", "patentYear": 16}"#,
        &[("/patentYear", "not-a-count")],
    ),
    (
        "the annual fee of nothing",
        "patentAnnualFee",
        r#"{"patentYear": 3}"#,
        &[("/patentYear", "needs-asset-and-date")],
    ),
    (
        "a portfolio that counts nothing",
        "portfolio",
        r#"{"members": [{"title": "a", "inclusion": "subsumed", "withMember": "b"}]}"#,
        &[("/members", "no-member-counted"), ("/members/0/withMember", "not-a-choice")],
    ),
    (
        "members that lack what they need",
        "portfolio",
        r#"{"members": [{"title": "a", "inclusion": "counted"}, {"title": "b", "inclusion": "subsumed"}]}"#,
        &[("/members/0/value", "missing"), ("/members/1/withMember", "missing")],
    ),
    // Rates, functions of finance and scores.
    ("a build-up of nothing", "buildUp", r#"{"riskFreeRate": 0.02}"#, &[("/premiums", "missing-either")]),
    (
        "four risks with a score too many",
        "buildUp",
        r#"{"riskFreeRate": 0.02, "fourRisks": {"greatestPremium": 0.05, "technicalRisk": [1, 2, 3, 4, 5],
            "marketRisk": 50, "fundingRisk": 50, "managementRisk": 101}}"#,
        &[("/fourRisks/managementRisk", "out-of-bounds"), ("/fourRisks/technicalRisk", "lengths-differ")],
    ),
    (
        "two betas",
        "capm",
        r#"{"riskFreeRate": 0.02, "equityRiskPremium": 0.06, "beta": 1, "unleveredBeta": 0.9}"#,
        &[("/unleveredBeta", "conflicting")],
    ),
    (
        "no beta",
        "capm",
        r#"{"riskFreeRate": 0.02, "equityRiskPremium": 0.06}"#,
        &[("/beta", "missing-either")],
    ),
    (
        "a beta of comparables without their debt",
        "capm",
        r#"{"riskFreeRate": 0.02, "equityRiskPremium": 0.06, "comparableBeta": 1.1}"#,
        &[("/comparableDebtToEquity", "missing"), ("/debtToEquity", "missing"), ("/taxRate", "missing")],
    ),
    (
        "a cost of capital told twice, and of no capital",
        "wacc",
        r#"{"costOfEquity": 0.1, "capm": {"riskFreeRate": 0.02, "equityRiskPremium": 0.06, "beta": 1},
            "costOfDebt": 0.05, "taxRate": 0.25}"#,
        &[("/capm", "conflicting"), ("/debtShare", "missing-either")],
    ),
    (
        "two returns unknown, and one asset worth nothing",
        "wara",
        r#"{"assetGroups": [{"name": "a", "amount": 0}, {"name": "b", "amount": 1}]}"#,
        &[
            ("/assetGroups/0/amount", "asset-without-amount"),
            ("/assetGroups/1/requiredReturn", "second-unknown-return"),
        ],
    ),
    (
        "a return unknown of an unknown whole",
        "wara",
        r#"{"assetGroups": [{"name": "a", "amount": 1}]}"#,
        &[("/overallReturn", "missing")],
    ),
    (
        "a whole that nothing is left to fill",
        "wara",
        r#"{"assetGroups": [{"name": "a", "amount": 1, "requiredReturn": 0.1}], "overallReturn": 0.1}"#,
        &[("/overallReturn", "conflicting")],
    ),
    ("a return on no assets", "wara", r#"{"assetGroups": []}"#, &[("/assetGroups", "nothing-listed")]),
    (
        "money that only comes in",
        "internalRateOfReturn",
        r#"{"flows": [1, 2], "due": "now"}"#,
        &[("/flows", "flows-of-one-sign")],
    ),
    (
        "a stream worth something at every rate",
        "internalRateOfReturn",
        r#"{"flows": [1, -2, 1.1], "due": "now"}"#,
        &[("/flows", "no-internal-rate")],
    ),
    (
        "a flow that is drawn behind an estimate",
        "internalRateOfReturn",
        r#"{"flows": [-1, {"value": 2, "range": {"distribution": "uniform", "min": 1, "max": 3}}], "due": "now"}"#,
        &[("/flows/1/range", "estimate-of-range")],
    ),
    (
        "half of a modified rate",
        "internalRateOfReturn",
        r#"{"flows": [-1, 2], "due": "now", "financeRate": 0.1}"#,
        &[("/financeRate", "needs-other")],
    ),
    (
        "the other half of a modified rate",
        "internalRateOfReturn",
        r#"{"flows": [-1, 2], "due": "now", "reinvestmentRate": 0.1}"#,
        &[("/reinvestmentRate", "needs-other")],
    ),
    (
        "a modified rate of money that only goes out",
        "internalRateOfReturn",
        r#"{"flows": [-1, -2], "due": "now", "financeRate": 0.1, "reinvestmentRate": 0.1}"#,
        &[("/flows", "flows-of-one-sign")],
    ),
    (
        "a price of nothing that comes in",
        "impliedRate",
        r#"{"pricePaid": 5, "flows": [-1, 0], "due": "yearEnd"}"#,
        &[("/pricePaid", "flows-of-one-sign")],
    ),
    (
        "fewer days than flows",
        "presentValueByDates",
        r#"{"flows": [1, 2], "due": ["2024-12-31"], "discountRate": 0.1}"#,
        &[("/due", "lengths-differ")],
    ),
    (
        "a flow before the valuation date",
        "presentValueByDates",
        r#"{"valuationDate": "2025-01-01", "flows": [1], "due": ["2024-12-31"], "discountRate": 0.1}"#,
        &[("/due", "before-valuation-date")],
    ),
    (
        "a rate before all is taxed away",
        "rateConversion",
        r#"{"quotedRate": 0.1, "conversion": "afterTaxToPreTax", "taxRate": 1, "inflation": 0.02}"#,
        &[("/inflation", "conflicting"), ("/taxRate", "everything-taxed")],
    ),
    (
        "a conversion without what it needs",
        "rateConversion",
        r#"{"quotedRate": 0.1, "conversion": "nominalToReal"}"#,
        &[("/inflation", "missing")],
    ),
    (
        "a benefit above any price",
        "taxAmortisationBenefit",
        r#"{"taxRate": 0.9, "discountRate": -0.4, "amortisationYears": 10, "timing": "yearEnd"}"#,
        &[("/taxRate", "amortisation-without-price")],
    ),
    (
        "a growth from debt to debt",
        "timeValue",
        r#"{"wanted": "periodRate", "periods": 2, "presentValue": -13.65, "futureValue": -329.67}"#,
        &[("/wanted", "no-such-quantity")],
    ),
    (
        "what is wanted and given, and what is neither",
        "timeValue",
        r#"{"wanted": "periods", "periods": 2}"#,
        &[("/periodRate", "missing"), ("/periods", "conflicting")],
    ),
    (
        "a rate of two and a half payments",
        "timeValue",
        r#"{"wanted": "periodRate", "periods": 2.5, "periodicPayment": 1, "presentValue": -2}"#,
        &[("/periods", "not-a-count")],
    ),
    (
        "instalments after the last",
        "loanSchedule",
        r#"{"loan": 1, "periodRate": 0.1, "instalments": 3, "lastInstalment": 4, "part": "interest"}"#,
        &[("/lastInstalment", "instalment-beyond-loan")],
    ),
    (
        "more left than there was, after the end",
        "depreciation",
        r#"{"grossCost": 1, "salvage": 2, "usefulLife": 5, "period": 6, "pattern": "straightLine"}"#,
        &[("/period", "period-beyond-life"), ("/salvage", "salvage-above-cost")],
    ),
    (
        "judgements that are no square",
        "ahp",
        r#"{"matrix": [[1, 2], [3]]}"#,
        &[("/matrix", "matrix-not-square")],
    ),
    (
        "judgements and their mirror",
        "ahp",
        r#"{"matrix": [[2, 3], [3, 1]]}"#,
        &[("/matrix/0/0", "not-reciprocal"), ("/matrix/1/0", "not-reciprocal")],
    ),
    (
        "comparisons that leave one alone",
        "ahp",
        r#"{"matrix": [[1, 2, null], [null, 1, null], [null, null, 1]]}"#,
        &[("/matrix", "comparisons-not-connected")],
    ),
    (
        "more compared than the table knows",
        "ahp",
        r#"{"matrix": [[1,1,1,1,1,1,1,1,1],[1,1,1,1,1,1,1,1,1],[1,1,1,1,1,1,1,1,1],[1,1,1,1,1,1,1,1,1],[1,1,1,1,1,1,1,1,1],
            [1,1,1,1,1,1,1,1,1],[1,1,1,1,1,1,1,1,1],[1,1,1,1,1,1,1,1,1],[1,1,1,1,1,1,1,1,1]], "randomIndex": "doneganDodd"}"#,
        &[("/randomIndex", "no-random-index")],
    ),
    ("judgements of nobody", "ahp", "{}", &[("/matrix", "missing-either")]),
    (
        "judgements of all and of some, and a name too few",
        "ahp",
        r#"{"matrix": [[1, 2], [null, 1]], "judges": [{"matrix": [[1, 2], [null, 1]]}], "compared": ["a"]}"#,
        &[("/compared", "lengths-differ"), ("/judges", "conflicting")],
    ),
    (
        "weights that miss one indicator",
        "weightedScore",
        r#"{"indicators": [{"name": "a", "weight": 0.5, "score": 1}, {"name": "b", "weight": 0.4, "level": "good"}]}"#,
        &[("/indicators", "indicator-weights-not-one"), ("/indicators/1/level", "not-a-choice")],
    ),
    (
        "an indicator without weight, score and scale",
        "weightedScore",
        r#"{"indicators": [{"name": "a"}], "fullScore": 0}"#,
        &[
            ("/fullScore", "full-score-of-nought"),
            ("/indicators/0/score", "missing-either"),
            ("/indicators/0/weight", "missing"),
        ],
    ),
    (
        "shares of nothing",
        "weightedScore",
        r#"{"indicators": [{"name": "a", "weight": 1}], "normalisation": "sum",
            "alternatives": [{"name": "p", "scores": [0]}, {"name": "q", "scores": [0]}]}"#,
        &[("/alternatives", "nothing-to-share")],
    ),
    (
        "memberships with a gap, and weights too few",
        "fuzzyEvaluation",
        r#"{"memberships": [[0.5, null], [0.5, 0.5]], "indicatorWeights": [0.5], "operator": "productSum"}"#,
        &[("/indicatorWeights", "indicator-weights-not-one"), ("/memberships/0", "membership-left-open")],
    ),
    (
        "more classes named than there are",
        "fuzzyEvaluation",
        r#"{"memberships": [[0.5, 0.5]], "indicatorWeights": [1], "operator": "minMax", "classes": ["a"]}"#,
        &[("/classes", "lengths-differ")],
    ),
    (
        "a share above its bounds",
        "scoredShare",
        r#"{"lowerBound": 0.4, "upperBound": 0.3, "score": 70}"#,
        &[("/score", "score-above-full"), ("/upperBound", "bounds-not-ascending")],
    ),
    // Options and decision trees.
    (
        "an option to wait on a right without an end",
        "optionToWait",
        r#"{"underlyingValue": 10, "exercisePrice": 9,
        "riskFreeRate": 0.03, "volatility": 0.3}"#,
        &[("/remainingLife", "missing")],
    ),
    (
        "a payoff without its sum, and a sum without its payoff",
        "europeanOption",
        r#"{"optionType": "call", "underlyingValue": 10, "exercisePrice": 9, "yearsToExpiry": 1, "riskFreeRate": 0.03,
            "volatility": 0.3, "payoff": "gap", "cashAmount": 2}"#,
        &[("/cashAmount", "conflicting"), ("/gapPrice", "missing")],
    ),
    (
        "an underlying that is nothing, and volatility in per cent",
        "europeanOption",
        r#"{"optionType": "call", "underlyingValue": 0, "exercisePrice": 9, "yearsToExpiry": 1, "riskFreeRate": 0.03,
            "volatility": 30}"#,
        &[("/underlyingValue", "out-of-bounds"), ("/volatility", "rate-as-percent")],
    ),
    (
        "an approximation under a negative rate",
        "americanOption",
        r#"{"optionType": "put", "underlyingValue": 10, "exercisePrice": 9, "yearsToExpiry": 1, "riskFreeRate": -0.03,
            "volatility": 0.3, "approximation": "baroneAdesiWhaley"}"#,
        &[("/approximation", "beyond-approximation")],
    ),
    (
        "a drawn volatility on a lattice",
        "latticeOption",
        r#"{"optionType": "put", "exercisePrice": 9, "exercise": "american", "underlyingValue": 10, "yearsToExpiry": 1,
            "riskFreeRate": 0.03, "volatility": {"value": 0.3, "range": {"distribution": "uniform", "min": 0.2, "max": 0.4}}}"#,
        &[("/volatility/range", "estimate-of-range")],
    ),
    (
        "a lattice without volatility",
        "latticeOption",
        r#"{"optionType": "put", "exercisePrice": 9, "exercise": "american", "underlyingValue": 10, "yearsToExpiry": 1,
            "riskFreeRate": 0.03, "volatility": 0}"#,
        &[("/latticeSteps", "lattice-unsound")],
    ),
    (
        "actions that are none",
        "latticeOption",
        r#"{"underlyingValue": 10, "yearsToExpiry": 1, "riskFreeRate": 0.03, "volatility": 0.3, "lattice": "leisenReimer",
            "upFactor": 1.1, "actions": [
              {"action": "expand", "projectFactor": 0.9, "actionAmount": 1},
              {"action": "abandon", "projectFactor": 0, "actionAmount": 1},
              {"action": "contract", "actionAmount": 1},
              {"action": "license", "projectFactor": 0.8, "actionAmount": 1, "fromYear": 0.5, "toYear": 2}]}"#,
        &[
            ("/actions/0/projectFactor", "factor-against-action"),
            ("/actions/1/projectFactor", "conflicting"),
            ("/actions/2/projectFactor", "missing"),
            ("/actions/3/toYear", "years-not-ascending"),
            ("/exercisePrice", "missing"),
            ("/upFactor", "conflicting"),
        ],
    ),
    (
        "paths of two lengths, and what only drawn ones read",
        "simulatedOption",
        r#"{"optionType": "put", "exercisePrice": 9, "yearsToExpiry": 1, "riskFreeRate": 0.03, "seed": 2,
            "paths": [[10, 9, 8], [10, 9]], "volatility": 0.3}"#,
        &[("/paths", "paths-uneven"), ("/seed", "conflicting"), ("/volatility", "conflicting")],
    ),
    (
        "paths that begin apart",
        "simulatedOption",
        r#"{"optionType": "put", "exercisePrice": 9, "yearsToExpiry": 1, "riskFreeRate": 0.03,
            "paths": [[10, 9, 8], [11, 9, 8]]}"#,
        &[("/paths", "paths-uneven")],
    ),
    (
        "more paths and dates than can be waited for",
        "simulatedOption",
        r#"{"optionType": "put", "underlyingValue": 10, "exercisePrice": 9, "yearsToExpiry": 1, "riskFreeRate": 0.03,
            "volatility": 0.3, "exerciseDates": 1000, "draws": 1000000}"#,
        &[("/exerciseDates", "simulation-too-large")],
    ),
    (
        "dates of exercise that all are today",
        "simulatedOption",
        r#"{"optionType": "put", "underlyingValue": 10, "exercisePrice": 9, "yearsToExpiry": 0, "riskFreeRate": 0.03,
            "volatility": 0.3, "exerciseDates": 2}"#,
        &[("/yearsToExpiry", "years-not-ascending")],
    ),
    (
        "a first option that outlives the second",
        "compoundOption",
        r#"{"optionType": "call", "compoundType": "call", "compoundPrice": 1, "compoundYears": 2, "underlyingValue": 10,
            "exercisePrice": 9, "yearsToExpiry": 1, "riskFreeRate": 0.03, "volatility": 0.3}"#,
        &[("/compoundYears", "years-not-ascending")],
    ),
    (
        "stages out of order",
        "sequentialStages",
        r#"{"underlyingValue": 10, "riskFreeRate": 0.03, "volatility": 0.3,
            "stages": [{"name": "b", "year": 2, "cost": 1}, {"name": "a", "year": 1, "cost": 1}]}"#,
        &[("/stages/1/year", "years-not-ascending")],
    ),
    (
        "a list that is no tree",
        "decisionTree",
        r#"{"nodes": [{"node": "a", "nodeKind": "decision"}, {"node": "b", "nodeKind": "outcome", "value": 1},
            {"node": "a", "follows": "a", "nodeKind": "outcome", "value": 1},
            {"node": "c", "follows": "d", "nodeKind": "outcome", "value": 1}]}"#,
        &[
            ("/nodes/1/follows", "second-root"),
            ("/nodes/2/node", "node-twice"),
            ("/nodes/3/follows", "no-such-node"),
        ],
    ),
    (
        "nodes that follow each other",
        "decisionTree",
        r#"{"nodes": [{"node": "a", "nodeKind": "outcome", "value": 1},
            {"node": "b", "follows": "c", "nodeKind": "decision"}, {"node": "c", "follows": "b", "nodeKind": "decision"}]}"#,
        &[("/nodes/1/follows", "nodes-in-a-circle")],
    ),
    (
        "nodes that say what they must not",
        "decisionTree",
        r#"{"nodes": [{"node": "a", "nodeKind": "chance"},
            {"node": "b", "follows": "a", "nodeKind": "outcome", "value": 1, "probability": 0.5},
            {"node": "c", "follows": "a", "nodeKind": "decision", "probability": 0.4, "value": 2, "year": 1}]}"#,
        &[
            ("/nodes/0", "probabilities-not-one"),
            ("/nodes/2/nodeKind", "node-kind-against-branches"),
            ("/nodes/2/value", "conflicting"),
            ("/nodes/2/year", "needs-other"),
        ],
    ),
    (
        "a branch before its node, and a choice with a probability",
        "decisionTree",
        r#"{"discountRate": 0.1, "nodes": [{"node": "a", "nodeKind": "decision", "year": 2},
            {"node": "b", "follows": "a", "nodeKind": "outcome", "probability": 1, "year": 1}]}"#,
        &[
            ("/nodes/1/probability", "conflicting"),
            ("/nodes/1/value", "missing"),
            ("/nodes/1/year", "years-not-ascending"),
        ],
    ),
    (
        "a discount with the inputs of another model",
        "marketabilityDiscount",
        r#"{"discountModel": "finnerty", "restrictedYears": 2, "volatility": 0.3, "riskFreeRate": 0.03}"#,
        &[("/riskFreeRate", "conflicting")],
    ),
    (
        "two prices",
        "volatility",
        r#"{"prices": [1, 2], "observationsPerYear": 12}"#,
        &[("/prices", "too-few-observations")],
    ),
    (
        "a simulation of a figure that nothing is drawn for",
        "volatility",
        r#"{"simulatedValue": 100, "yearsAhead": 1}"#,
        &[("/simulatedValue", "nothing-drawn-behind")],
    ),
    (
        "a seed for prices that were observed",
        "volatility",
        r#"{"prices": [1, 2, 3], "observationsPerYear": 12, "seed": 3}"#,
        &[("/seed", "conflicting")],
    ),
    (
        "a range upside down",
        "volatility",
        r#"{"lowValue": 3, "highValue": 2, "deviationsApart": 3.29, "yearsAhead": 1}"#,
        &[("/highValue", "range-not-ascending")],
    ),
];

/// Packs broken on purpose: an edit of the patent law, laid beside it or in its place; on the case `patent`.
const PACKS: &[(&str, bool, &str, Expected)] = &[
    (
        "two laws in force",
        true,
        r#"{"/edition": "2022-01-01"}"#,
        &[("/asset/legalEnd", "two-editions-in-force")],
    ),
    ("a law without terms", false, r#"{"/parameters": []}"#, &[("/asset/legalEnd", "no-ruling")]),
    (
        "a law not transcribed",
        false,
        r#"{"/status": "to be transcribed"}"#,
        &[("/asset/legalEnd", "edition-not-transcribed")],
    ),
    (
        "a law out of force",
        false,
        r#"{"/inForce/to": "2023-01-01"}"#,
        &[("/asset/legalEnd", "no-edition-in-force")],
    ),
    ("a law from no day", false, r#"{"/inForce/from": "2021"}"#, &[("", "not-an-edition")]),
    ("a law without an edition", false, r#"{"/edition": null}"#, &[("", "not-an-edition")]),
    ("a law of another format", true, r#"{"/format": "ipval-standard/2"}"#, &[("", "not-an-edition")]),
];

/// Codes that no tree of numbers, words and lists can cause, with the test that causes each.
const EXCUSED: &[(&str, &str)] = &[
    ("unreadable", "what is no document: UNREADABLE, tests/command.rs, tests/boundary"),
    ("no-finite-value", "a last guard: every figure is bounded, and what could diverge is refused by name"),
    ("not-finite", "JSON holds no NaN and no infinity: a_number_that_is_none_is_refused, tests/boundary"),
];

/// The range of a case by draws that one worker made as it was told.
fn shared(request: &Node, standards: &Standards) -> Result<RangeOut, Box<Refusal>> {
    let mut sharing = Sharing::open(request.get("case").unwrap_or(&Node::Nothing), standards)?;
    let draws = request.get("draws").map_or(&[][..], Node::list).iter().map(|stretch| {
        let number = |place: usize| stretch.list().get(place).and_then(Node::number).unwrap_or(0.0) as usize;
        (number(0), number(1))
    });
    for (first, count) in draws {
        let tally = sharing.draw(first, count);
        sharing.hear(&tally);
    }
    let collected = request.get("collect").map(|_| sharing.collect());
    sharing.range(collected.as_slice())
}

#[test]
fn every_broken_case_is_refused_with_all_that_is_wrong() -> Outcome {
    let standards = bundled().map_err(|problem| format!("{problem:?}"))?;
    let mut wrong = Vec::new();
    for row in ROWS {
        let case = tree(&edited(&base(row.base)?, row.edits)?)?;
        let verdict = appraise(&case, &standards);
        wrong.extend(difference(row.name, verdict.problems(), row.problems));
    }
    for (name, text, expected) in TEXTS {
        let case: Node = serde_json::from_str(text)?;
        wrong.extend(difference(name, appraise(&case, &standards).problems(), expected));
    }
    for (name, verb, request, expected) in REQUESTS {
        let case = tree(&base("patent")?)?;
        let request: Node = serde_json::from_str(request)?;
        let problems = match *verb {
            "explain" => explain(&case, &standards, &request).err().map(|refusal| refusal.problems),
            "replay" => replay(&case, &standards, &request).err().map(|refusal| refusal.problems),
            "solve" => solve(&case, &standards, &request).err().map(|refusal| refusal.problems),
            "table" => scenarios(&case, &standards, &request).err().map(|refusal| refusal.problems),
            "breakEven" => break_even(&case, &standards, &request).err().map(|refusal| refusal.problems),
            "picture" => picture(&request, None).err().map(|refusal| refusal.problems),
            "sharing" => shared(&request, &standards).err().map(|refusal| refusal.problems),
            method => Some(run_method(method, &request, &standards).problems().to_vec()),
        };
        wrong.extend(difference(name, &problems.unwrap_or_default(), expected));
    }
    for (name, beside, edits, expected) in PACKS {
        let case = tree(&base("patent")?)?;
        let problems = match Standards::read(&pack(*beside, edits)?) {
            Ok(standards) => appraise(&case, &standards).problems().to_vec(),
            Err(problem) => vec![problem.into()],
        };
        wrong.extend(difference(name, &problems, expected));
    }
    assert!(ROWS.len() >= 60, "only {} rows are left", ROWS.len());
    assert!(wrong.is_empty(), "{} rows\n{}", wrong.len(), wrong.join("\n"));
    Ok(())
}

/// Otherwise a row could be refused for what its base lacks.
#[test]
fn what_the_rows_start_from_is_valued() -> Outcome {
    let standards = bundled().map_err(|problem| format!("{problem:?}"))?;
    let mut wrong = Vec::new();
    for (name, text) in BASES {
        let verdict = appraise(&serde_json::from_str(text)?, &standards);
        wrong.extend(difference(name, verdict.problems(), &[]));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

/// Facts and clauses that the messages and the reader need: what was meant, and what forbids it.
#[test]
fn a_problem_says_what_was_meant_and_what_forbids_it() -> Outcome {
    let known: Vec<&str> = methods().map(|method| method.name()).collect();
    let table = [
        ("a tax rate in per cent", "/facts/suggestion", json!(0.15)),
        ("a tax rate in per cent", "/facts/value", json!(15.0)),
        ("misspelt key", "/facts/nearest", json!("royaltyRate")),
        ("an unknown method", "/facts/choices", json!(known.join(", "))),
        ("an unknown policy", "/facts/found", json!("bank-of-nowhere/2020")),
        ("years beside sales", "/facts/wanted", json!(3.0)),
        ("weights that miss one", "/facts/sum", json!(0.9)),
        ("two methods and no word of weights", "/clauses/0", json!("cn-appraisal-law#two-methods")),
        ("a life beyond the legal term", "/facts/end", json!("2034-03-01")),
        ("a life beyond the legal term", "/clauses/0", json!("cn-civil-code#licence-within-term")),
        ("a right that has ended", "/facts/end", json!("2024-12-31")),
        ("a right that has ended", "/clauses/0", json!("cn-patent-law#term-invention")),
        ("a compensation for a design", "/clauses/0", json!("cn-patent-law#term-compensation-delay")),
        ("a mark under the law of 2027", "/facts/edition", json!("2027-01-01")),
        ("a day before any patent law known", "/facts/id", json!("cn-patent-law")),
    ];
    let standards = bundled().map_err(|problem| format!("{problem:?}"))?;
    let mut wrong = Vec::new();
    for (name, pointer, expected) in table {
        let row = ROWS.iter().find(|row| row.name == name).ok_or_else(|| format!("no row {name}"))?;
        let verdict = appraise(&tree(&edited(&base(row.base)?, row.edits)?)?, &standards);
        let problem = serde_json::to_value(verdict.problems().first())?;
        let found = problem.pointer(pointer);
        if found != Some(&expected) {
            wrong.push(format!("{name}: {pointer} is {found:?}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[test]
fn every_code_is_caused_by_some_row() -> Outcome {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut source = String::new();
    gather(&root.join("src"), &mut source)?;
    let mut messages: Map<String, Value> = Map::new();
    for entry in fs::read_dir(root.join("src/text"))? {
        messages.extend(serde_json::from_str::<Map<String, Value>>(&fs::read_to_string(entry?.path())?)?);
    }
    // That every code in the sources has its message is held by tests/messages.rs.
    let made: BTreeSet<&str> =
        source.split('"').filter(|word| messages.contains_key(&format!("problem.{word}"))).collect();
    let rows = ROWS.iter().map(|row| row.problems).chain(TEXTS.iter().map(|row| row.2));
    let rows = rows.chain(REQUESTS.iter().map(|row| row.3)).chain(PACKS.iter().map(|row| row.3));
    let caused: BTreeSet<&str> = rows.flatten().map(|(_, code)| *code).collect();
    let excused: BTreeSet<&str> = EXCUSED.iter().map(|(code, _)| *code).collect();
    let covered: BTreeSet<&str> = caused.union(&excused).copied().collect();
    assert!(made.len() > 50, "only {} codes were found in the sources", made.len());
    // What is wrong with a file of a standard, or with a table to be imported, is caused there.
    let elsewhere = fs::read_to_string(root.join("tests/standards_command.rs"))?;
    let uncaused: Vec<_> = made.difference(&covered).filter(|code| !elsewhere.contains(**code)).collect();
    let unmade: Vec<_> = covered.difference(&made).collect();
    assert!(uncaused.is_empty(), "no row causes {uncaused:?}");
    assert!(unmade.is_empty(), "caused or excused, and made nowhere: {unmade:?}");
    assert!(caused.is_disjoint(&excused), "caused now, and still excused");
    Ok(())
}

#[test]
fn what_is_no_document_is_not_read() {
    let read: Vec<&str> = UNREADABLE
        .iter()
        .filter(|(_, text)| serde_json::from_str::<Node>(text).is_ok())
        .map(|(name, _)| *name)
        .collect();
    assert!(read.is_empty(), "read: {}", read.join(", "));
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(serde_json::from_str::<Node>(&nested(32)).is_ok(), "the deepest that is admitted");
    assert!(serde_json::from_str::<Node>(&nested(33)).is_err(), "one deeper");
    assert!(serde_json::from_str::<Node>(&nested(100_000)).is_err(), "far deeper");
}

#[test]
fn a_number_that_is_none_is_refused() -> Outcome {
    let standards = bundled().map_err(|problem| format!("{problem:?}"))?;
    let mut wrong = Vec::new();
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        for (pointer, code) in
            [("@/sales", "not-finite"), ("@/taxRate", "not-finite"), ("@/years", "not-finite")]
        {
            let mut case = tree(&base("patent")?)?;
            let key = pointer.trim_start_matches("@/");
            let found = input_of(&mut case, key).ok_or_else(|| format!("no {key}"))?;
            *found = Node::Number(number);
            let problems = appraise(&case, &standards).problems().to_vec();
            let pairs = pairs(&problems);
            if pairs != [(pointer.to_owned(), code.to_owned())] {
                wrong.push(format!("{number} at {pointer}: {pairs:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

/// Every place of every case takes every hostile value in turn; each verb answers, and with finite numbers.
#[test]
fn no_hostile_value_causes_a_panic_or_a_number_that_is_none() -> Outcome {
    let standards = bundled().map_err(|problem| format!("{problem:?}"))?;
    let hostile = hostile_values();
    let (mut wrong, mut tried, mut valued) = (Vec::new(), 0_u32, 0_u32);
    for (name, case) in sample_cases()? {
        let pointers = pointers(&case);
        // A long case has many places of a kind: not every value is tried at every one of them.
        // A case that draws costs a simulation each time.
        let draws = case.to_string().contains("\"range\"");
        let stride = pointers.len().div_ceil(50) * if draws { 8 } else { 1 };
        for (turn, pointer) in pointers.iter().enumerate() {
            for (index, value) in hostile.iter().enumerate().skip(turn % stride).step_by(stride) {
                let mut mutant = case.clone();
                let Some(place) = mutant.pointer_mut(pointer) else { continue };
                *place = value.clone();
                tried += 1;
                // A tree too deep is refused while it is read.
                let Ok(node) = tree(&mutant) else { continue };
                let about = || format!("{name} with value {index} at {pointer}");
                match appraise(&node, &standards) {
                    Verdict::Valued(valuation) => {
                        valued += 1;
                        wrong.extend(
                            unsound(&node, &standards, &valuation)?.map(|why| format!("{}: {why}", about())),
                        );
                    }
                    Verdict::Refused(refusal) => {
                        let refused = [
                            explain(&node, &standards, &Node::Nothing).is_err(),
                            replay(&node, &standards, &Node::Nothing).is_err(),
                            solve(&node, &standards, &Node::Nothing).is_err(),
                            scenarios(&node, &standards, &Node::Nothing).is_err(),
                            break_even(&node, &standards, &Node::Nothing).is_err(),
                        ];
                        if refusal.problems.is_empty() || refused.contains(&false) {
                            wrong.push(format!("{}: refused, and {refused:?}", about()));
                        }
                    }
                }
            }
        }
    }
    assert!(tried > 3000 && valued > 300, "only {tried} tried, {valued} valued");
    assert!(wrong.is_empty(), "{} of {tried}\n{}", wrong.len(), wrong.join("\n"));
    Ok(())
}

/// The other verbs take hostile requests.
#[test]
fn no_hostile_request_causes_a_panic() -> Outcome {
    let standards = bundled().map_err(|problem| format!("{problem:?}"))?;
    let case = tree(&base("patent")?)?;
    let input = "/methods/0/inputs/discountRate";
    let mut wrong = Vec::new();
    for value in hostile_values().into_iter().chain([json!(input), json!(3), json!(0.1), json!(0.2)]) {
        let requests = [
            value.clone(),
            json!({"step": value, "depth": value}),
            json!({"depth": value}),
            json!({"inputs": value}),
            json!({"inputs": {input: value}}),
            json!({"input": value, "target": value}),
            json!({"input": input, "target": value}),
            json!({"input": input, "target": 90, "of": value}),
            json!({"input": input, "target": 90, "min": value}),
            json!({"input": input, "target": 90, "max": value}),
            json!({"input": input, "target": 90, "min": -1e308, "max": value}),
            json!({"target": value}),
            json!({"target": 90, "of": value}),
            json!({"rows": value}),
            json!({"rows": {"input": input}, "columns": value, "of": value}),
            json!({"rows": {"input": value, "values": value}}),
            json!({"rows": {"input": input, "values": value}, "columns": {"input": input, "values": [value]}}),
            json!({"distribution": "normal", "mean": value, "standardDeviation": value, "truncated": value}),
            json!({"distribution": "observed", "observations": value}),
            json!({"distribution": "gamma", "mean": value, "standardDeviation": 1, "truncated": {"min": value}}),
        ];
        for request in requests {
            let Ok(node) = tree(&request) else { continue };
            let answers = [
                explain(&case, &standards, &node).ok().map(serde_json::to_value),
                replay(&case, &standards, &node).ok().map(serde_json::to_value),
                solve(&case, &standards, &node).ok().map(serde_json::to_value),
                break_even(&case, &standards, &node).ok().map(serde_json::to_value),
                picture(&node, Some(0.5)).ok().map(serde_json::to_value),
                // A table may hold what gives no number; that it comes back at all is what is asked here.
                scenarios(&case, &standards, &node).ok().map(serde_json::to_value),
            ];
            let sound = [&answers[0], &answers[2], &answers[3], &answers[4]];
            for (verb, answer) in ["explain", "solve", "break-even", "picture"].iter().zip(sound) {
                if let Some(Ok(answer)) = answer
                    && let Some(place) = none_in(answer, "")
                {
                    wrong.push(format!("{verb} {request}: no number at {place}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

/// What is wrong with a valuation, or with what the other verbs make of its case.
fn unsound(
    case: &Node,
    standards: &Standards,
    valuation: &Valuation,
) -> Result<Option<String>, Box<dyn Error>> {
    if let Some(place) = none_in(&serde_json::to_value(valuation)?, "") {
        return Ok(Some(format!("no number at {place}")));
    }
    let deep = tree(&json!({"depth": 2}))?;
    if explain(case, standards, &deep).is_err() {
        return Ok(Some("cannot be explained".to_owned()));
    }
    let Some(input) = valuation.steps.iter().find_map(|step| Some((step.pointer.as_ref()?, step.value)))
    else {
        return Ok(None);
    };
    let again = tree(&json!({"inputs": {input.0: input.1}}))?;
    match replay(case, standards, &again) {
        Ok(answer) if answer.value.to_bits() == valuation.value.to_bits() => {}
        Ok(answer) => return Ok(Some(format!("replays to {} for {}", answer.value, valuation.value))),
        Err(_) => return Ok(Some("cannot be replayed".to_owned())),
    }
    let sought = tree(&json!({"input": input.0, "target": valuation.value}))?;
    match solve(case, standards, &sought) {
        Ok(answer) => {
            Ok(none_in(&serde_json::to_value(answer)?, "")
                .map(|place| format!("solved to nothing at {place}")))
        }
        Err(_) => Ok(Some("cannot be solved".to_owned())),
    }
}

/// The first place that holds null, which is how JSON writes a number that is none; the engine writes no other.
fn none_in(value: &Value, pointer: &str) -> Option<String> {
    match value {
        Value::Null => Some(pointer.to_owned()),
        Value::Array(list) => {
            list.iter().enumerate().find_map(|(index, value)| none_in(value, &format!("{pointer}/{index}")))
        }
        Value::Object(entries) => {
            entries.iter().find_map(|(key, value)| none_in(value, &format!("{pointer}/{key}")))
        }
        _ => None,
    }
}

fn hostile_values() -> Vec<Value> {
    let nested = |depth: usize| (0..depth).fold(json!(0), |inside, _| json!([inside]));
    let mut values = vec![
        Value::Null,
        json!(true),
        json!(false),
        json!(""),
        json!("x"),
        json!("\u{0}\u{fffd}\u{1F4A9}é"),
        json!(-1),
        json!(-0.0),
        json!(0),
        json!(1),
        json!(2),
        json!(0.999_999_999_999),
        json!(1e308),
        json!(-1e308),
        json!(5e-324),
        json!(1e15),
        json!(-0.5),
        json!(200),
        json!(u64::MAX),
        json!([]),
        json!({}),
        json!([[]]),
        json!([{}]),
        nested(20),
        nested(60),
        json!("2025-06-30"),
        json!("9999-12-31"),
        json!("0000-01-01"),
        json!("99999-01-01"),
        json!("0000-00-00"),
        json!(["2025-12-31", "9999-12-31"]),
        json!(vec![0.5; 60]),
        json!(vec![1.0; 500]),
        json!({"": {"": {}}}),
        json!({"value": 0}),
        json!({"value": null, "range": null, "source": null, "note": null}),
    ];
    let spread = [
        (0.5, json!({"distribution": "uniform", "min": 0, "max": 1})),
        (0.0, json!({"distribution": "uniform", "min": 0, "max": 0})),
        (1.0, json!({"distribution": "triangular", "min": 0, "mode": 1, "max": 1})),
        (0.5, json!({"distribution": "triangular", "min": 0.5, "mode": 0.5, "max": 0.5})),
        (0.5, json!({"distribution": "normal", "mean": 0.5, "standardDeviation": 1})),
        (0.0, json!({"distribution": "normal", "mean": 0, "standardDeviation": 0})),
        (1.0, json!({"distribution": "normal", "mean": 1, "standardDeviation": 1e15})),
    ];
    values.extend(spread.map(|(value, range)| json!({"value": value, "range": range})));
    values
}

/// The cases of the repository, and the one of this file that uses every key, with few draws.
fn sample_cases() -> Result<Vec<(String, Value)>, Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    let mut cases = Vec::new();
    for path in paths {
        let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        cases.push((name, serde_json::from_str(&fs::read_to_string(path)?)?));
    }
    for (name, text) in BASES.into_iter().filter(|(name, _)| *name == "whole") {
        cases.push((name.to_owned(), serde_json::from_str(text)?));
    }
    for (_, case) in &mut cases {
        let case: &mut Value = case;
        case["simulation"] = json!({"seed": 7, "draws": 100});
    }
    Ok(cases)
}

/// Every place of a document, the whole first.
fn pointers(value: &Value) -> Vec<String> {
    let mut found = vec![String::new()];
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(entries) => entries.iter().map(|(key, value)| (escaped(key), value)).collect(),
        Value::Array(list) => {
            list.iter().enumerate().map(|(index, value)| (index.to_string(), value)).collect()
        }
        _ => Vec::new(),
    };
    for (key, value) in inner {
        found.extend(pointers(value).into_iter().map(|below| format!("/{key}{below}")));
    }
    found
}

fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

fn base(name: &str) -> Result<Value, Box<dyn Error>> {
    let (_, text) =
        BASES.iter().find(|(known, _)| *known == name).ok_or_else(|| format!("no base {name}"))?;
    Ok(serde_json::from_str(text)?)
}

/// The patent law edited, beside the whole pack or in its place there.
fn pack(beside: bool, edits: &str) -> Result<Vec<Node>, Box<dyn Error>> {
    let mut nodes = Vec::new();
    for (path, text) in BUNDLED {
        let law = path.starts_with("law/cn-patent-law/");
        if law {
            nodes.push(tree(&edited(&serde_json::from_str(text)?, edits)?)?);
        }
        if !law || beside {
            nodes.push(serde_json::from_str(text)?);
        }
    }
    Ok(nodes)
}

/// A document with some places set, or taken away where the edit says null.
fn edited(document: &Value, edits: &str) -> Result<Value, Box<dyn Error>> {
    let mut document = document.clone();
    let edits: Map<String, Value> = serde_json::from_str(edits)?;
    for (pointer, value) in edits {
        let pointer = whole(&pointer);
        let (parent, key) = pointer.rsplit_once('/').ok_or("an edit of the whole")?;
        let parent = document.pointer_mut(parent).ok_or_else(|| format!("nothing above {pointer}"))?;
        let key = key.replace("~1", "/").replace("~0", "~");
        match (parent, value) {
            (Value::Object(entries), Value::Null) => {
                drop(entries.remove(&key).ok_or_else(|| format!("no {pointer}"))?)
            }
            (Value::Object(entries), value) => drop(entries.insert(key, value)),
            _ => return Err(format!("no object above {pointer}").into()),
        }
    }
    Ok(document)
}

fn whole(pointer: &str) -> String {
    pointer.replacen('@', "/methods/0/inputs", 1)
}

fn tree(value: &Value) -> Result<Node, serde_json::Error> {
    serde_json::from_value(value.clone())
}

/// The input of the first method under a key.
fn input_of<'n>(case: &'n mut Node, key: &str) -> Option<&'n mut Node> {
    let under = |node: &'n mut Node, key: &str| match node {
        Node::Object(entries) => entries.iter_mut().find(|(known, _)| known == key).map(|(_, node)| node),
        _ => None,
    };
    let Node::List(methods) = under(case, "methods")? else { return None };
    under(under(methods.first_mut()?, "inputs")?, key)
}

fn pairs(problems: &[ProblemOut]) -> Vec<(String, String)> {
    let short = |pointer: &str| pointer.replacen("/methods/0/inputs", "@", 1);
    let mut pairs: Vec<_> =
        problems.iter().map(|problem| (short(&problem.pointer), problem.code.to_owned())).collect();
    pairs.sort();
    pairs
}

/// How the problems differ from the expected ones, if they do; their order is open.
fn difference(name: &str, problems: &[ProblemOut], expected: Expected) -> Option<String> {
    let found = pairs(problems);
    let mut expected: Vec<(String, String)> =
        expected.iter().map(|(pointer, code)| ((*pointer).to_owned(), (*code).to_owned())).collect();
    expected.sort();
    (found != expected).then(|| format!("{name}: found {found:?}, expected {expected:?}"))
}

/// Every source file below a folder, one after the other, without comments and tests.
fn gather(folder: &Path, source: &mut String) -> Outcome {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            gather(&path, source)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path)?;
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
            source.extend(lines.flat_map(|line| [line, "\n"]));
        }
    }
    Ok(())
}
