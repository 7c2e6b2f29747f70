//! Messages by key and language, with their facts filled in, and figures as a person writes them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::Value;

use crate::problem::Fact;
use crate::valuation::ProblemOut;

/// The reader's language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// 简体中文
    Zh,
    /// English
    En,
}

impl Language {
    /// By its code.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "zh" | "zh-CN" => Some(Self::Zh),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// Its code.
    pub fn name(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }
}

/// The texts by room; `tests/messages.rs` holds that every file is here and no key stands in two.
const TEXTS: [&str; 10] = [
    include_str!("../text/messages.json"),
    include_str!("../text/case.json"),
    include_str!("../text/cost.json"),
    include_str!("../text/income.json"),
    include_str!("../text/market.json"),
    include_str!("../text/option.json"),
    include_str!("../text/rate.json"),
    include_str!("../text/scoring.json"),
    include_str!("../text/standard.json"),
    include_str!("../text/uncertainty.json"),
];

static MESSAGES: LazyLock<BTreeMap<String, Value>> = LazyLock::new(|| {
    let read = |text: &str| serde_json::from_str::<BTreeMap<String, Value>>(text).unwrap_or_default();
    TEXTS.iter().flat_map(|text| read(text)).collect()
});

fn entry(key: &str, language: Language) -> Option<&'static Value> {
    MESSAGES.get(key)?.get(language.name())
}

/// A message of one sentence, or the label of one with several parts; its key, if nobody has written it.
pub fn message(key: &str, language: Language) -> String {
    match entry(key, language) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Object(parts)) => {
            ["label", "what"].iter().find_map(|part| parts.get(*part)?.as_str()).unwrap_or(key).to_owned()
        }
        _ => key.to_owned(),
    }
}

/// What, why and what to do, with the facts filled in.
pub fn sentences(group: &str, problem: &ProblemOut, language: Language) -> [String; 3] {
    let key = format!("{group}.{}", problem.code);
    ["what", "why", "remedy"].map(|part| {
        let text = entry(&key, language).and_then(|entry| entry.get(part)).and_then(Value::as_str);
        filled(text.unwrap_or(if part == "what" { &key } else { "" }), problem, language)
    })
}

fn filled(text: &str, problem: &ProblemOut, language: Language) -> String {
    let mut rest = text;
    let mut filled = String::new();
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((place, after)) = after.split_once('}') else {
            filled.push('{');
            rest = after;
            continue;
        };
        let (name, shape) = place.split_once(':').unwrap_or((place, ""));
        match problem.fact(name) {
            Some(Fact::Text(word)) => {
                let known = format!("{shape}.{word}");
                let shown =
                    if entry(&known, language).is_some() { message(&known, language) } else { word.clone() };
                filled.push_str(&shown);
            }
            Some(Fact::Number(value)) => filled.push_str(&match shape {
                "percent" => percent(*value),
                "money" => grouped(*value, 2),
                "years" => trimmed(*value, 2),
                _ => trimmed(*value, 6),
            }),
            None => filled.push_str(&format!("{{{place}}}")),
        }
        rest = after;
    }
    filled + rest
}

/// A figure in its unit.
pub fn figure(value: f64, unit: &str) -> String {
    match unit {
        "money" => grouped(value, 2),
        "share" | "rate" => percent(value),
        "years" | "count" => trimmed(value, 4),
        _ => trimmed(value, 6),
    }
}

/// A share or a rate in per cent, to four decimals at most.
pub fn percent(value: f64) -> String {
    format!("{}%", trimmed(value * 100.0, 4))
}

/// Thousands separated, so many decimals; zero is a dash.
pub fn grouped(value: f64, decimals: usize) -> String {
    let digits = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    if digits.bytes().all(|byte| matches!(byte, b'0' | b'.')) {
        return "–".to_owned();
    }
    let mut text = if value < 0.0 { "−".to_owned() } else { String::new() };
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

/// At most so many decimals, and none that are zero.
pub fn trimmed(value: f64, decimals: usize) -> String {
    let digits = format!("{:.decimals$}", value.abs());
    let digits = match digits.contains('.') {
        true => digits.trim_end_matches('0').trim_end_matches('.'),
        false => &digits,
    };
    match value < 0.0 && digits != "0" {
        true => format!("−{digits}"),
        false => digits.to_owned(),
    }
}
