//! The command `ipval`: the only folder that knows a terminal.
//!
//! Exit status: 0 answered, 1 refused (the case or the inputs cannot be valued as they stand, or a check misses
//! more than a note), 2 misuse.

mod import;
mod standards;

use std::io::{IsTerminal as _, Read as _, Write as _};
use std::process::ExitCode;

use ipval::appraise::{self, method_named};
use ipval::case::{Node, schema};
use ipval::report::{self, Language};
use ipval::standard::{Standards, bundled};
use ipval::valuation::{Refusal, Verdict};
use lexopt::prelude::{Long, Short, Value as Word};
use serde_json::{Value, json};

const HELP: &str = "\
ipval: the open valuation engine for intellectual property (an estimate, not an appraisal report)

  ipval appraise CASE [--json] [--lang zh|en]    value a case; the working paper, or the result as JSON
  ipval explain CASE [STEP] [--depth N]          where a figure comes from, as JSON; STEP by name or number
  ipval replay CASE POINTER=NUMBER ...           the same paper with other inputs, as JSON
  ipval solve CASE POINTER TARGET [--min N --max N]
                                                 the input at which the value is TARGET, as JSON
  ipval scenarios CASE POINTER[=A,B,...] [POINTER[=A,B,...]] [--of STEP] [--json] [--lang zh|en]
                                                 the value at some figures of one input, or of two
  ipval break-even CASE --target NUMBER [--of STEP] [--json] [--lang zh|en]
                                                 where each input alone brings the value to a target
  ipval methods                                  the methods, with the JSON Schema of their inputs
  ipval method NAME INPUTS                       one method alone on given inputs, as JSON
  ipval standards list [--on DATE]               the editions known, or those in force on a day
  ipval standards show ID [EDITION] [--clause ID]
                                                 one of them: clauses, what they ask, parameters, sources
  ipval standards check CASE [--by ID ...] [--all]
                                                 a case held against the clauses, as a reviewer prints it
  ipval standards coverage                       how many clauses the engine judges, and how many a person
  ipval standards import TABLE.csv --place ID[/EDITION] --by NAME --on DATE [--out FILE]
                                                 an edition from the table of whoever holds its text
  ipval schema                                   the JSON Schema of a case
  ipval version

CASE and INPUTS are files; - reads standard input. --json gives data in place of text, --lang zh or en chooses
the language. --policy FILE, of appraise and check, lays a lender's own edition over the standards.
Exit status: 0 answered, 1 refused, 2 misuse. Of a check: 0 if nothing is missed that weighs more than a note,
1 if a bar or a warning is missed or the case was refused, 2 misuse.";

/// Why the command ends without an answer.
enum Failure {
    Misuse(String),
    /// What was asked for was read, and cannot be answered; the text says why.
    Refused(String),
}

impl From<lexopt::Error> for Failure {
    fn from(error: lexopt::Error) -> Self {
        Self::Misuse(error.to_string())
    }
}

#[derive(Default)]
struct Options {
    words: Vec<String>,
    json: bool,
    help: bool,
    language: Option<Language>,
    depth: Option<f64>,
    min: Option<f64>,
    max: Option<f64>,
    /// What a break-even is to reach, and the number of the step that is to reach it.
    target: Option<f64>,
    of: Option<f64>,
    on: Option<String>,
    /// Of a check, the further standards to hold the case against; of an import, who read the text.
    by: Vec<String>,
    policies: Vec<String>,
    all: bool,
    clause: Option<String>,
    place: Option<String>,
    out: Option<String>,
}

impl Options {
    fn language(&self) -> Language {
        self.language.unwrap_or(Language::Zh)
    }
}

fn main() -> ExitCode {
    match options().and_then(|options| run(&options)) {
        Ok(text) => {
            print(&text);
            ExitCode::SUCCESS
        }
        Err(Failure::Refused(text)) => {
            print(&text);
            ExitCode::from(1)
        }
        Err(Failure::Misuse(why)) => {
            let _ = writeln!(std::io::stderr(), "ipval: {why}\n\n{HELP}");
            ExitCode::from(2)
        }
    }
}

/// Prints, and takes it quietly if the reader has gone: `ipval … | head` is no mistake.
fn print(text: &str) {
    let mut out = std::io::stdout();
    let _ = out.write_all(text.trim_end().as_bytes()).and_then(|()| out.write_all(b"\n"));
}

fn options() -> Result<Options, Failure> {
    let mut options = Options::default();
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("json") => options.json = true,
            Long("help") | Short('h') => options.help = true,
            Long("version") | Short('V') => options.words.push("version".to_owned()),
            Long("lang") => {
                let name = parser.value()?;
                let language = name.to_str().and_then(Language::from_name);
                options.language =
                    Some(language.ok_or_else(|| Failure::Misuse("--lang is zh or en".to_owned()))?);
            }
            Long("depth") => options.depth = Some(number(&mut parser)?),
            Long("min") => options.min = Some(number(&mut parser)?),
            Long("max") => options.max = Some(number(&mut parser)?),
            Long("target") => options.target = Some(number(&mut parser)?),
            Long("of") => options.of = Some(number(&mut parser)?),
            Long("on") => options.on = Some(text(parser.value()?)?),
            Long("by") => options.by.push(text(parser.value()?)?),
            Long("policy") => options.policies.push(text(parser.value()?)?),
            Long("all") => options.all = true,
            Long("clause") => options.clause = Some(text(parser.value()?)?),
            Long("place") => options.place = Some(text(parser.value()?)?),
            Long("out") => options.out = Some(text(parser.value()?)?),
            Word(word) => options.words.push(text(word)?),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(options)
}

fn text(word: std::ffi::OsString) -> Result<String, Failure> {
    word.into_string().map_err(|word| Failure::Misuse(format!("not readable as text: {}", word.display())))
}

fn number(parser: &mut lexopt::Parser) -> Result<f64, Failure> {
    parsed(&text(parser.value()?)?)
}

fn parsed(word: &str) -> Result<f64, Failure> {
    word.parse()
        .ok()
        .filter(|number: &f64| number.is_finite())
        .ok_or_else(|| Failure::Misuse(format!("not a number: {word}")))
}

fn run(options: &Options) -> Result<String, Failure> {
    if options.help {
        return Ok(HELP.to_owned());
    }
    let standards = bundled().map_err(|problem| Failure::Refused(format!("{problem:?}")))?;
    let words: Vec<&str> = options.words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["appraise", path] => appraise_file(path, options, &standards),
        ["explain", path, rest @ ..] if rest.len() <= 1 => {
            let step = rest.first().map_or(Node::Nothing, |word| {
                word.parse().map_or_else(|_| Node::Text((*word).to_owned()), Node::Number)
            });
            let depth = options.depth.map_or(Node::Nothing, Node::Number);
            reply(appraise::explain(&read(path)?, &standards, &request([("step", step), ("depth", depth)])))
        }
        ["replay", path, changes @ ..] if !changes.is_empty() => {
            let inputs: Result<Vec<(String, Node)>, Failure> =
                changes.iter().map(|change| change_of(change)).collect();
            let inputs = Node::Object(inputs?);
            reply(appraise::replay(&read(path)?, &standards, &request([("inputs", inputs)])))
        }
        ["solve", path, pointer, target] => {
            let bound = |bound: Option<f64>| bound.map_or(Node::Nothing, Node::Number);
            let request = request([
                ("input", Node::Text((*pointer).to_owned())),
                ("target", Node::Number(parsed(target)?)),
                ("min", bound(options.min)),
                ("max", bound(options.max)),
            ]);
            reply(appraise::solve(&read(path)?, &standards, &request))
        }
        ["scenarios", path, axes @ ..] if (1..=2).contains(&axes.len()) => {
            scenarios(path, axes, options, &standards)
        }
        ["break-even", path] => break_even(path, options, &standards),
        ["methods"] => Ok(pretty(&methods())),
        ["method", name, path] => run_method(name, path, &standards),
        ["standards", rest @ ..] => standards::standards(rest, options, &standards),
        ["schema"] => {
            let methods = appraise::methods().map(|method| (method.name(), method.fields()));
            Ok(pretty(&schema::case_schema(methods)))
        }
        ["version"] => Ok(format!("ipval {}", appraise::version().version)),
        [] => Err(Failure::Misuse("no command given".to_owned())),
        [command, ..] => Err(Failure::Misuse(format!("not understood: {command}"))),
    }
}

fn scenarios(path: &str, axes: &[&str], options: &Options, standards: &Standards) -> Result<String, Failure> {
    let mut sides = axes.iter().map(|axis| axis_of(axis));
    let rows = sides.next().unwrap_or(Ok(Node::Nothing))?;
    let columns = sides.next().unwrap_or(Ok(Node::Nothing))?;
    let of = options.of.map_or(Node::Nothing, Node::Number);
    let case = read_for(path, options)?;
    let request = request([("rows", rows), ("columns", columns), ("of", of)]);
    let answer = appraise::scenarios(&case, standards, &request);
    told(answer, options, standards, |answer| {
        report::scenarios_report(&case, answer, standards, options.language())
    })
}

/// One side of a table: an input, and the figures that it takes.
fn axis_of(word: &str) -> Result<Node, Failure> {
    let (pointer, figures) = match word.split_once('=') {
        Some((pointer, figures)) => {
            let figures = figures.split(',').map(|figure| parsed(figure.trim()).map(Node::Number));
            (pointer, Node::List(figures.collect::<Result<_, _>>()?))
        }
        None => (word, Node::Nothing),
    };
    Ok(request([("input", Node::Text(pointer.to_owned())), ("values", figures)]))
}

fn break_even(path: &str, options: &Options, standards: &Standards) -> Result<String, Failure> {
    let target =
        options.target.ok_or_else(|| Failure::Misuse("break-even needs --target NUMBER".to_owned()))?;
    let of = options.of.map_or(Node::Nothing, Node::Number);
    let case = read_for(path, options)?;
    let answer =
        appraise::break_even(&case, standards, &request([("target", Node::Number(target)), ("of", of)]));
    told(answer, options, standards, |answer| {
        report::break_even_report(&case, answer, standards, options.language())
    })
}

/// An answer, or its refusal, as JSON or in words.
fn told<T: serde::Serialize>(
    answer: Result<T, Box<Refusal>>,
    options: &Options,
    standards: &Standards,
    in_words: impl FnOnce(&T) -> String,
) -> Result<String, Failure> {
    match answer {
        answer if options.json => reply(answer),
        Ok(answer) => Ok(in_words(&answer)),
        Err(refusal) => {
            let language = options.language();
            let text = report::problems_report("cli.refused", &refusal.problems, standards, language);
            Err(Failure::Refused(text))
        }
    }
}

fn change_of(change: &str) -> Result<(String, Node), Failure> {
    let (pointer, value) = change
        .split_once('=')
        .ok_or_else(|| Failure::Misuse(format!("expected POINTER=NUMBER, found {change}")))?;
    Ok((pointer.to_owned(), Node::Number(parsed(value)?)))
}

fn request<const N: usize>(entries: [(&str, Node); N]) -> Node {
    Node::Object(entries.into_iter().map(|(key, node)| (key.to_owned(), node)).collect())
}

fn read(path: &str) -> Result<Node, Failure> {
    let mut text = String::new();
    let read = match path {
        "-" => std::io::stdin().read_to_string(&mut text),
        _ => std::fs::File::open(path).and_then(|mut file| file.read_to_string(&mut text)),
    };
    read.map_err(|error| Failure::Misuse(format!("{path}: {error}")))?;
    // A byte order mark is what some editors on Windows put first.
    serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
        Failure::Refused(pretty(&json!(appraise::unreadable("", format!("{path}: {error}")))))
    })
}

fn pretty<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

fn reply<T: serde::Serialize>(answer: Result<T, Box<Refusal>>) -> Result<String, Failure> {
    match answer {
        Ok(answer) => Ok(pretty(&answer)),
        Err(refusal) => Err(Failure::Refused(pretty(&refusal))),
    }
}

/// Reads a document for a command that answers in text: one that cannot be read is said in text too.
fn read_for(path: &str, options: &Options) -> Result<Node, Failure> {
    match read(path) {
        Err(Failure::Refused(json)) if !options.json => {
            let detail = serde_json::from_str::<Value>(&json).ok();
            let detail = detail.as_ref().and_then(|value| value.pointer("/problems/0/facts/detail"));
            let detail = detail.and_then(Value::as_str).unwrap_or(path);
            Err(Failure::Refused(report::unreadable(detail, options.language())))
        }
        answer => answer,
    }
}

fn appraise_file(path: &str, options: &Options, standards: &Standards) -> Result<String, Failure> {
    let node = read_for(path, options)?;
    let laid_over = standards::with_policies(&node, options, standards)?;
    let standards = laid_over.as_ref().map_or(standards, |(laid_over, _)| laid_over);
    let verdict = appraise::appraise(&node, standards);
    let terminal = std::io::stdout().is_terminal();
    let text = match options.json {
        true => pretty(&verdict),
        false => report::working_paper(&node, &verdict, standards, options.language(), terminal),
    };
    if verdict.is_valued() { Ok(text) } else { Err(Failure::Refused(text)) }
}

/// The result of one method, with its figures by name beside the steps.
fn run_method(name: &str, path: &str, standards: &Standards) -> Result<String, Failure> {
    if method_named(name).is_none() {
        let known: Vec<&str> = appraise::methods().map(|method| method.name()).collect();
        return Err(Failure::Misuse(format!("no method {name}; there are: {}", known.join(", "))));
    }
    let verdict = appraise::run_method(name, &read(path)?, standards);
    let mut answer = json!(verdict);
    match &verdict {
        Verdict::Valued(valuation) => {
            answer["figures"] = report::figures_by_name(&valuation.steps);
            Ok(pretty(&answer))
        }
        Verdict::Refused(_) => Err(Failure::Refused(pretty(&answer))),
    }
}

fn methods() -> Value {
    let methods = appraise::methods().map(|method| {
        let text = |language: Language| report::message(&format!("method.{}", method.name()), language);
        json!({
            "method": method.name(),
            "approach": method.approach(),
            "gives": method.gives().name(),
            "name": {"zh": text(Language::Zh), "en": text(Language::En)},
            "inputs": schema::object_schema(method.name(), method.fields()),
        })
    });
    methods.collect()
}
