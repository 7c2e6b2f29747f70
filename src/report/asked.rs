//! What a clause asks, in words: the requirement, where it looks, how much it wants, and when it concerns a
//! case.

use crate::case::Node;
use crate::problem::Severity;
use crate::report::words::{Language, grouped, message, percent, trimmed};
use crate::standard::Edition;
use crate::standard::requirement::{Clause, Requirement, When};

/// Who decides whether a clause is met: machine, person, or nobody, because it only informs.
pub fn decided_by(clause: &Clause) -> &'static str {
    match (clause.requires.is_empty(), clause.is_judged()) {
        (true, _) => "informative",
        (false, true) => "machine",
        (false, false) => "person",
    }
}

/// A place of the case by the labels of its fields: `/engagement/client` is 委托与报告 › 委托人.
pub fn place_name(pointer: &str, language: Language) -> String {
    let mut names: Vec<String> = Vec::new();
    let mut of_method = false;
    for key in pointer.split('/').skip(1) {
        match (key, key.parse::<usize>()) {
            ("inputs" | "*" | "facts", _) => {}
            ("methods", _) => of_method = true,
            (_, Ok(index)) if of_method => {
                names.push(format!("{} {}", message("field.method", language), index + 1));
                of_method = false;
            }
            (_, Ok(index)) => match names.last_mut() {
                Some(name) => name.push_str(&format!(" {}", index + 1)),
                None => names.push((index + 1).to_string()),
            },
            _ => names.push(known(&format!("field.{key}"), key, language)),
        }
    }
    if names.is_empty() && of_method {
        names.push(message("field.methods", language));
    }
    names.join(" › ")
}

/// A message, or a word in its place where nobody has written it.
fn known(key: &str, otherwise: &str, language: Language) -> String {
    let text = message(key, language);
    if text == key { otherwise.to_owned() } else { text }
}

/// What a finding or a problem says, its facts left open.
fn remark(code: &str, language: Language) -> String {
    let said = known(&format!("finding.{code}"), "", language);
    let said = if said.is_empty() { known(&format!("problem.{code}"), code, language) } else { said };
    let mut open = String::new();
    for (index, part) in said.split('{').enumerate() {
        match (index, part.split_once('}')) {
            (0, _) | (_, None) => open.push_str(part),
            (_, Some((_, rest))) => open.extend(["…", rest]),
        }
    }
    open.trim_end_matches(['。', '.']).to_owned()
}

fn named<'a>(
    words: &'a [String],
    family: &'a str,
    language: Language,
) -> impl Iterator<Item = String> + use<'a> {
    words.iter().map(move |word| known(&format!("{family}.{word}"), word, language))
}

fn place_with_pointer(pointer: &String, language: Language) -> String {
    format!("{} {pointer}", place_name(pointer, language))
}

/// Between the entries of a list.
pub fn comma(language: Language) -> &'static str {
    match language {
        Language::Zh => "、",
        Language::En => ", ",
    }
}

/// Before what a word announces.
pub fn colon(language: Language) -> &'static str {
    match language {
        Language::Zh => "：",
        Language::En => ": ",
    }
}

/// A parameter's number as its unit asks.
pub fn amount(value: f64, unit: Option<&str>) -> String {
    match unit {
        Some("share") => percent(value),
        Some("money") => grouped(value, 2),
        _ => trimmed(value, 6),
    }
}

/// The unit of the numbers that a requirement names, if they are of this edition.
pub fn unit_of<'e>(requirement: &Requirement, edition: &'e Edition) -> Option<&'e str> {
    let names = [&requirement.parameter, &requirement.least, &requirement.most];
    let name = names.into_iter().flatten().next()?;
    edition.parameter(name)?.get("unit")?.text()
}

fn limit(word: &str, name: &Option<String>, edition: &Edition, language: Language) -> Option<String> {
    let name = name.as_ref()?;
    let own = edition.parameter(name);
    let title = own.and_then(|own| own.get("name")?.get(language.name())?.text()).unwrap_or(name);
    let unit = own.and_then(|own| own.get("unit")?.text());
    let newest = own.and_then(|own| own.get("values")?.list().last()?.get("value")?.number());
    let number = newest.map(|value| format!(" {}", amount(value, unit))).unwrap_or_default();
    Some(format!("{}{number} ({title})", message(word, language)))
}

/// What a requirement is about: places with their pointers, steps, methods, findings, and how much.
pub fn subjects(requirement: &Requirement, edition: &Edition, language: Language) -> Vec<String> {
    let mut subjects: Vec<String> =
        requirement.at.iter().map(|at| place_with_pointer(at, language)).collect();
    subjects.extend(named(&requirement.steps, "step", language));
    subjects.extend(named(&requirement.methods, "method", language));
    subjects.extend(named(&requirement.approaches, "approach", language));
    subjects.extend(requirement.findings.iter().map(|code| remark(code, language)));
    let limits = [
        limit("cli.at-least", &requirement.parameter, edition, language),
        limit("cli.at-least", &requirement.least, edition, language),
        limit("cli.at-most", &requirement.most, edition, language),
    ];
    subjects.extend(limits.into_iter().flatten());
    subjects
}

/// One requirement in words: what, how much, how it weighs; and on a line of its own, when.
pub fn asked(requirement: &Requirement, edition: &Edition, language: Language) -> Vec<String> {
    let weight = match requirement.severity.map(Severity::name) {
        Some(severity) => message(&format!("severity.{severity}"), language),
        None => message("outcome.person", language),
    };
    let demand = message(&format!("demand.{}", requirement.demand.name()), language);
    let subjects = subjects(requirement, edition, language).join(comma(language));
    let between = if subjects.is_empty() { "" } else { colon(language) };
    let mut lines = vec![format!("[{weight}] {demand}{between}{subjects}")];
    let when = [(&requirement.when, "cli.when")];
    let unless = requirement.unless.as_ref().map(|unless| (unless, "cli.unless"));
    for (when, word) in when.into_iter().chain(unless) {
        let conditions = conditions(when, language);
        if !conditions.is_empty() {
            let joined = conditions.join(if language == Language::Zh { "；" } else { "; " });
            lines.push(format!("{}{}{joined}", message(word, language), colon(language)));
        }
    }
    lines
}

fn conditions(when: &When, language: Language) -> Vec<String> {
    let listed = |word: &str, names: Vec<String>| {
        let text = format!("{} {}", message(word, language), names.join(comma(language)));
        (!names.is_empty()).then_some(text)
    };
    let words = |words: &[String], family: &str| named(words, family, language).collect::<Vec<_>>();
    let places = |places: &[String]| {
        places.iter().map(|pointer| place_name(pointer, language)).collect::<Vec<String>>()
    };
    let is = when.is.iter().map(|(at, word)| format!("{} = {word}", place_name(at, language)));
    let all = [
        listed("cli.purpose", words(&when.purpose, "purpose")),
        listed("cli.asset", words(&when.kind, "kind")),
        listed("cli.basis", words(&when.basis, "basis")),
        listed("cli.when-approach", words(&when.approach, "approach")),
        listed("cli.when-method", words(&when.method, "method")),
        listed("cli.when-has", places(&when.has)),
        listed("cli.when-lacks", places(&when.lacks)),
        listed("cli.when-true", places(&when.is_true)),
        listed("cli.when-false", places(&when.is_false)),
    ];
    all.into_iter().flatten().chain(is).collect()
}

/// The mark of a grade that is not the document itself, as in （二手来源）; nothing for the others.
pub fn reservation(grade: &str, language: Language) -> Option<String> {
    matches!(grade, "S" | "K" | "M-high" | "M-med").then(|| message(&format!("grade.{grade}"), language))
}

/// The text under a key in a language, or the one text that there is.
pub fn text_of<'a>(node: &'a Node, key: &str, language: Language) -> Option<&'a str> {
    let node = node.get(key)?;
    node.text().or_else(|| node.get(language.name())?.text())
}
