//! `ipval standards …`: the editions, what they ask, and a case held against them.

use std::io::IsTerminal as _;

use ipval::appraise;
use ipval::asset::{Date, parse_date};
use ipval::case::Node;
use ipval::problem::Problem;
use ipval::report;
use ipval::standard::{Edition, Standards, policy_flaws};
use ipval::valuation::ProblemOut;
use serde_json::{Value, json};

use crate::import::import;
use crate::{Failure, Options, pretty, read_for, request};

/// Answers `ipval standards` with the words that follow it.
pub fn standards(words: &[&str], options: &Options, standards: &Standards) -> Result<String, Failure> {
    match words {
        [] | ["list"] => list(options, standards),
        ["show", id] | [id] if !COMMANDS.contains(id) => show(id, None, options, standards),
        ["show", id, edition] => show(id, Some(edition), options, standards),
        ["check", path] => check(path, options, standards),
        ["coverage"] => Ok(match options.json {
            true => pretty(&report::coverage_data(standards)),
            false => report::coverage(standards, options.language(), std::io::stdout().is_terminal()),
        }),
        ["import", path] => import(path, options, standards),
        [id, edition] if !COMMANDS.contains(id) => show(id, Some(edition), options, standards),
        _ => Err(Failure::Misuse(format!("not understood: standards {}", words.join(" ")))),
    }
}

const COMMANDS: [&str; 5] = ["list", "show", "check", "coverage", "import"];

fn said(key: &str, options: &Options) -> Failure {
    Failure::Refused(report::message(key, options.language()))
}

pub fn refused(title: &str, problems: Vec<Problem>, options: &Options, standards: &Standards) -> Failure {
    let problems: Vec<ProblemOut> = problems.into_iter().map(ProblemOut::from).collect();
    Failure::Refused(match options.json {
        true => pretty(&json!({"status": "refused", "problems": problems})),
        false => report::problems_report(title, &problems, standards, options.language()),
    })
}

fn list(options: &Options, standards: &Standards) -> Result<String, Failure> {
    let chosen = on_day(standards.editions().iter(), options)?;
    Ok(match options.json {
        true => pretty(&chosen.iter().map(|edition| report::edition_data(edition)).collect::<Vec<_>>()),
        false => report::edition_list(&chosen, options.language()),
    })
}

fn on_day<'s>(
    editions: impl Iterator<Item = &'s Edition>,
    options: &Options,
) -> Result<Vec<&'s Edition>, Failure> {
    let day = match &options.on {
        Some(word) => {
            Some(parse_date(word).ok_or_else(|| Failure::Misuse(format!("--on takes a day, not {word}")))?)
        }
        None => None,
    };
    Ok(editions.filter(|edition| day.is_none_or(|day| edition.is_in_force(day))).collect())
}

fn show(
    id: &str,
    edition: Option<&str>,
    options: &Options,
    standards: &Standards,
) -> Result<String, Failure> {
    // `cn-patent-law/2021-06-01` is how an edition is named everywhere else.
    let (id, edition) = match (id.split_once('/'), edition) {
        (Some((id, edition)), None) => (id, Some(edition)),
        _ => (id, edition),
    };
    let named = standards.editions().iter().filter(|each| each.id == id);
    let named = named.filter(|each| edition.is_none_or(|edition| each.edition == edition));
    let chosen = on_day(named, options)?;
    let clause = options.clause.as_deref();
    let holds = |edition: &&&Edition| clause.is_none_or(|clause| edition.clauses().any(|id| id == clause));
    let chosen: Vec<&Edition> = chosen.iter().filter(holds).copied().collect();
    if chosen.is_empty() {
        return Err(said("cli.no-such-edition", options));
    }
    let terminal = std::io::stdout().is_terminal();
    Ok(match options.json {
        true => pretty(&chosen.iter().map(|edition| shown(edition, clause)).collect::<Vec<_>>()),
        false => {
            let pages = chosen
                .iter()
                .map(|edition| report::edition_page(edition, clause, options.language(), terminal));
            pages.collect::<Vec<_>>().join("\n\n")
        }
    })
}

/// An edition as its file says it, one clause alone if one was named, and who judges its clauses.
fn shown(edition: &Edition, clause: Option<&str>) -> Value {
    let mut content = report::data_of(edition.node());
    if let Some(clause) = clause {
        for (list, key) in [("clauses", "id"), ("parameters", "clause")] {
            if let Some(entries) = content[list].as_array_mut() {
                entries.retain(|entry| entry[key] == clause);
            }
        }
    }
    let mut data = report::edition_data(edition);
    data["content"] = content;
    data
}

fn check(path: &str, options: &Options, standards: &Standards) -> Result<String, Failure> {
    let case = read_for(path, options)?;
    for id in &options.by {
        match standards.editions().iter().find(|edition| edition.id == *id && edition.transcribed) {
            Some(_) => {}
            None if standards.editions().iter().any(|edition| edition.id == *id) => {
                return Err(said("cli.nothing-to-hold-against", options));
            }
            None => return Err(said("cli.no-such-edition", options)),
        }
    }
    let laid_over = with_policies(&case, options, standards)?;
    let (standards, policies) = match &laid_over {
        Some((laid_over, names)) => (laid_over, names.as_slice()),
        None => (standards, &[][..]),
    };
    let named = options.by.iter().chain(policies).map(|id| Node::Text(id.clone())).collect();
    let request = request([("standards", Node::List(named))]);
    let language = options.language();
    match appraise::check(&case, standards, &request) {
        Ok(check) => {
            if let Some(id) = options.by.iter().find(|id| check.editions.iter().all(|held| held.id != **id)) {
                let day = case.get("valuationDate").and_then(Node::text).unwrap_or_default();
                let about = Problem::new("/valuationDate", "no-edition-in-force").with("id", id.as_str());
                return Err(refused("cli.refused", vec![about.with("date", day)], options, standards));
            }
            let text = match options.json {
                true => pretty(&check),
                false => report::check_report(
                    &case,
                    &check,
                    standards,
                    language,
                    std::io::stdout().is_terminal(),
                    options.all,
                ),
            };
            if report::has_missed(&check) { Err(Failure::Refused(text)) } else { Ok(text) }
        }
        Err(refusal) => Err(Failure::Refused(match options.json {
            true => pretty(&refusal),
            false => report::problems_report("cli.refused", &refusal.problems, standards, language),
        })),
    }
}

/// The packs with the policies that `--policy` names laid over them, and their ids; nothing if none is named.
///
/// A policy that would have no effect is refused: a reader would believe that it had one.
pub fn with_policies(
    case: &Node,
    options: &Options,
    standards: &Standards,
) -> Result<Option<(Standards, Vec<String>)>, Failure> {
    if options.policies.is_empty() {
        return Ok(None);
    }
    let nodes: Vec<Node> = standards.editions().iter().map(|edition| edition.node().clone()).collect();
    let broken = |problem| refused("cli.policy-refused", vec![problem], options, standards);
    let mut extended = Standards::read(&nodes).map_err(broken)?;
    let mut names = Vec::new();
    let day = case.get("valuationDate").and_then(Node::text).and_then(parse_date);
    for path in &options.policies {
        let node = read_for(path, options)?;
        let mut problems = policy_flaws(&node, &extended);
        let edition = Edition::read(&node);
        if let Ok(edition) = &edition {
            problems.extend(not_in_force(edition, day));
        }
        let own = match edition {
            Ok(own) if problems.is_empty() => own,
            Err(problem) if problems.is_empty() => return Err(broken(problem)),
            _ => return Err(refused("cli.policy-refused", problems, options, standards)),
        };
        names.push(own.id.clone());
        extended = extended.with(own);
    }
    Ok(Some((extended, names)))
}

fn not_in_force(edition: &Edition, day: Option<Date>) -> Option<Problem> {
    let day = day.filter(|day| !edition.is_in_force(*day))?;
    Some(Problem::new("/inForce", "policy-not-in-force").with("date", ipval::asset::written(day)))
}
