//! The working paper in plain text: the answer, the inputs, the years, the steps, and what to mind.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};
use unicode_width::UnicodeWidthStr as _;

use crate::case::Node;
use crate::case::camel_case;
use crate::report::table::{Align, heading, table};
use crate::report::words::{Language, figure, grouped, message, percent, sentences, trimmed};
use crate::standard::Standards;
use crate::valuation::{FindingOut, MethodOut, ProblemOut, StepOut, Valuation, Verdict};

/// A verdict as a person reads it.
pub fn working_paper(
    case: &Node,
    verdict: &Verdict,
    standards: &Standards,
    language: Language,
    terminal: bool,
) -> String {
    let paper = Paper { case, standards, language, terminal };
    match verdict {
        Verdict::Valued(valuation) => paper.valued(valuation),
        Verdict::Refused(refusal) => paper.refused(&refusal.problems),
    }
}

/// Problems as a person reads them, under a heading.
pub fn problems_report(
    title: &str,
    problems: &[ProblemOut],
    standards: &Standards,
    language: Language,
) -> String {
    let paper = Paper { case: &Node::Nothing, standards, language, terminal: false };
    format!("{}\n{}", message(title, language), paper.problems(problems))
}

/// What to say of a document that is none.
pub fn unreadable(detail: &str, language: Language) -> String {
    let problem = crate::problem::Problem::new("", "unreadable").with("detail", detail);
    let [what, why, remedy] = sentences("problem", &problem.into(), language);
    format!("{what}\n{why}\n{remedy}")
}

/// The figures of named steps under their JSON names: one number, or a list by period.
pub fn figures_by_name(steps: &[StepOut]) -> Value {
    let mut figures: Map<String, Value> = Map::new();
    for step in steps {
        let name = camel_case(&step.key);
        match (step.period, figures.get_mut(&name)) {
            // A figure without a period and a series may share a name: the series says more.
            (Some(_), Some(Value::Array(series))) => series.push(json!(step.value)),
            (Some(_), _) => {
                figures.insert(name, json!([step.value]));
            }
            (None, Some(Value::Array(_))) => {}
            (None, _) => {
                figures.insert(name, json!(step.value));
            }
        }
    }
    Value::Object(figures)
}

/// Names and what they hold, one pair a line; what is not known is left out.
pub(super) fn pairs<const N: usize>(lines: [(&str, Option<String>); N], language: Language) -> String {
    let lines: Vec<(String, String)> =
        lines.into_iter().filter_map(|(key, value)| Some((message(key, language), value?))).collect();
    let width = lines.iter().map(|(name, _)| name.width()).max().unwrap_or(0);
    let mut text = String::new();
    for (name, value) in lines {
        let _ = writeln!(text, "  {name}{}  {value}", " ".repeat(width - name.width()));
    }
    text
}

/// What the parts of a paper are written from.
pub(super) struct Paper<'a> {
    pub(super) case: &'a Node,
    pub(super) standards: &'a Standards,
    pub(super) language: Language,
    pub(super) terminal: bool,
}

impl Paper<'_> {
    pub(super) fn say(&self, key: &str) -> String {
        message(key, self.language)
    }

    pub(super) fn heading(&self, text: &str) -> String {
        heading(text, self.terminal)
    }

    pub(super) fn text_at(&self, keys: &[&str]) -> Option<&str> {
        keys.iter().try_fold(self.case, |node, key| node.get(key)).and_then(Node::text)
    }

    pub(super) fn refused(&self, problems: &[ProblemOut]) -> String {
        format!("{}\n{}", self.say("cli.refused"), self.problems(problems))
    }

    pub(super) fn problems(&self, problems: &[ProblemOut]) -> String {
        let mut text = String::new();
        for problem in problems {
            let [what, why, remedy] = sentences("problem", problem, self.language);
            let pointer = if problem.pointer.is_empty() { "/" } else { &problem.pointer };
            let _ = write!(text, "\n{pointer} · {}\n  {what}\n  {why}\n  {remedy}\n", problem.code);
            text.push_str(&self.clauses(&problem.clauses));
        }
        text
    }

    fn valued(&self, valuation: &Valuation) -> String {
        let mut text = self.head(valuation);
        text.push_str(&self.answer(valuation));
        text.push_str(&self.findings(&valuation.findings));
        text.push_str(&self.inputs(valuation));
        for method in &valuation.methods {
            text.push_str(&self.years(valuation, method));
        }
        text.push_str(&self.range(valuation));
        text.push_str(&self.sensitivities(valuation));
        text.push_str(&self.steps(valuation));
        text.push_str(&self.produced_by(valuation));
        text
    }

    fn head(&self, valuation: &Valuation) -> String {
        let title = self.text_at(&["title"]).or(self.text_at(&["asset", "title"])).unwrap_or_default();
        let mut text = format!("{}\n{title}\n{}\n\n", self.say("cli.title"), self.say("cli.estimate"));
        let kind = self.text_at(&["asset", "kind"]).map(|kind| self.say(&format!("kind.{kind}")));
        let purpose = self.text_at(&["purpose"]).map(|purpose| self.say(&format!("purpose.{purpose}")));
        let basis = valuation.basis_of_value.as_ref().map(|basis| self.say(&format!("basis.{basis}")));
        let unit = self.unit(valuation.unit, &valuation.currency);
        let lines = [
            ("cli.valuation-date", valuation.valuation_date.clone()),
            ("cli.asset", kind),
            ("cli.number", self.text_at(&["asset", "number"]).map(str::to_owned)),
            ("cli.owner", self.text_at(&["asset", "owner"]).map(str::to_owned)),
            ("cli.purpose", purpose),
            ("cli.basis", basis),
            ("cli.unit", Some(unit)),
            ("cli.source", self.text_at(&["citation", "text"]).map(str::to_owned)),
        ];
        text.push_str(&self.pairs(lines));
        text
    }

    /// The unit of money and the currency; 元 belongs to the yuan alone.
    pub(super) fn unit(&self, unit: &str, currency: &str) -> String {
        let unit = self.say(&format!("unit.{unit}"));
        let unit = if currency == "CNY" { &unit } else { unit.trim_end_matches('元') };
        format!("{unit} {currency}").trim().to_owned()
    }

    pub(super) fn pairs<const N: usize>(&self, lines: [(&str, Option<String>); N]) -> String {
        pairs(lines, self.language)
    }

    fn answer(&self, valuation: &Valuation) -> String {
        let money = |value: f64| grouped(value, 2);
        let life = valuation.life.as_ref().map(|life| {
            format!("{} ({})", trimmed(life.years, 4), self.say(&format!("binding.{}", life.binding)))
        });
        let legal_end = valuation.life.as_ref().and_then(|life| life.end.clone());
        let lines = [
            ("cli.value", Some(money(valuation.value))),
            (
                "cli.range",
                valuation.range.as_ref().map(|range| format!("{} – {}", money(range.p5), money(range.p95))),
            ),
            ("cli.life", life),
            ("cli.legal-end", legal_end),
            (
                "cli.lendable",
                valuation.pledge.as_ref().map(|pledge| {
                    format!("{} ({})", money(pledge.lendable_value), percent(pledge.loan_to_value))
                }),
            ),
            (
                "cli.licence",
                valuation.licence.as_ref().map(|licence| {
                    format!(
                        "{} ({} {})",
                        money(licence.lump_sum),
                        trimmed(licence.years, 4),
                        self.say("cli.years")
                    )
                }),
            ),
        ];
        format!("\n{}", self.pairs(lines))
    }

    pub(super) fn findings(&self, findings: &[FindingOut]) -> String {
        if findings.is_empty() {
            return String::new();
        }
        let mut text = self.heading(&self.say("cli.findings"));
        for finding in findings {
            let [what, why, remedy] = sentences("finding", &finding.about, self.language);
            let severity = self.say(&format!("severity.{}", finding.severity));
            let _ = writeln!(text, "  [{severity}] {what}{}{why}{}{remedy}", self.gap(), self.gap());
            text.push_str(&self.clauses(&finding.about.clauses));
        }
        text
    }

    /// Between two sentences: a space in English, none in Chinese.
    pub(super) fn gap(&self) -> &'static str {
        match self.language {
            Language::Zh => "",
            Language::En => " ",
        }
    }

    fn inputs(&self, valuation: &Valuation) -> String {
        let given: Vec<&StepOut> = valuation.steps.iter().filter(|step| step.kind != "calculated").collect();
        let lines: Vec<Vec<String>> = given
            .iter()
            .map(|step| {
                let source = step.source.clone().unwrap_or_else(|| match step.kind {
                    "input" => self.say("cli.no-source"),
                    _ => String::new(),
                });
                vec![
                    self.name(step),
                    figure(step.value, step.unit),
                    self.say(&format!("origin.{}", step.kind)),
                    source,
                ]
            })
            .collect();
        let heading = [String::new(), String::new(), String::new(), self.say("cli.source")];
        let aligns = [Align::Left, Align::Right, Align::Left, Align::Left];
        self.heading(&self.say("cli.inputs")) + &table(&heading, &aligns, &lines)
    }

    /// The steps of a part that stand in columns: one line a period, where a part counts by periods at all.
    fn years(&self, valuation: &Valuation, method: &MethodOut) -> String {
        let own = valuation.steps.iter().filter(|step| step.part == method.part && step.label.is_none());
        let own: Vec<&StepOut> = own.collect();
        let discounted = own.iter().filter(|step| step.key == "present-value");
        let Some(periods) = discounted.filter_map(|step| step.period).max() else { return String::new() };
        let at = |key: &str, period: u32| {
            own.iter().rev().find(|step| step.key == key && step.period == Some(period))
        };
        let columns = columns(&own, periods);
        let mut heading = vec![self.say("cli.year")];
        heading.extend(columns.iter().map(|key| self.say(&format!("step.{key}"))));
        let lines = (1..=periods).map(|period| {
            let cells = columns.iter().map(|key| match at(key, period) {
                None => "–".to_owned(),
                Some(step) if step.unit == "factor" => format!("{:.6}", step.value),
                Some(step) => figure(step.value, step.unit),
            });
            std::iter::once(period.to_string()).chain(cells).collect()
        });
        let lines: Vec<Vec<String>> = lines.collect();
        let aligns = vec![Align::Right; heading.len()];
        let mut title = self.say("cli.by-year");
        if valuation.methods.len() > 1 {
            let _ = write!(title, " · {}", self.say(&format!("method.{}", method.method)));
        }
        self.heading(&title) + &table(&heading, &aligns, &lines)
    }

    fn sensitivities(&self, valuation: &Valuation) -> String {
        if valuation.sensitivities.is_empty() {
            return String::new();
        }
        let lines: Vec<Vec<String>> = valuation
            .sensitivities
            .iter()
            .map(|bar| {
                let step = bar.steps.first().and_then(|&place| valuation.steps.get(place));
                let unit = step.map_or("factor", |step| step.unit);
                let tried = |input: f64| match bar.value {
                    Some(_) => figure(input, unit),
                    None => format!("×{}", trimmed(input, 2)),
                };
                let name = bar.label.clone().unwrap_or_else(|| self.say(&format!("step.{}", bar.key)));
                vec![
                    name,
                    format!("{} … {}", tried(bar.low.input), tried(bar.high.input)),
                    format!("{} … {}", grouped(bar.low.value, 2), grouped(bar.high.value, 2)),
                    trimmed(bar.elasticity, 3),
                ]
            })
            .collect();
        let heading = [String::new(), String::new(), self.say("cli.value"), "%/%".to_owned()];
        let aligns = [Align::Left, Align::Right, Align::Right, Align::Right];
        self.heading(&self.say("cli.sensitivities")) + &table(&heading, &aligns, &lines)
    }

    /// The calculated steps that belong to no period, each with its formula in words.
    fn steps(&self, valuation: &Valuation) -> String {
        let mut text = self.heading(&self.say("cli.steps"));
        let whole = |step: &&StepOut| step.kind == "calculated" && step.period.is_none();
        for step in valuation.steps.iter().filter(whole) {
            let mut formula = step.formula.clone();
            for (place, &operand) in step.operands.iter().enumerate() {
                let name = valuation.steps.get(operand).map(|operand| self.name(operand)).unwrap_or_default();
                formula = formula.replace(&format!("{{{place}}}"), &name);
            }
            let _ = writeln!(text, "  {} = {}", self.name(step), figure(step.value, step.unit));
            let _ = writeln!(text, "      = {formula}");
            text.push_str(&self.clauses(&step.clauses));
        }
        text
    }

    fn name(&self, step: &StepOut) -> String {
        let mut name = self.say(&format!("step.{}", step.key));
        if let Some(label) = &step.label {
            let _ = write!(name, " ({label})");
        } else if let Some(period) = step.period {
            let _ = write!(name, " [{period}]");
        }
        name
    }

    /// An input by its name and label, and by the method of its part where the name alone is not enough.
    pub(super) fn input(&self, key: &str, label: Option<&str>, part: Option<&str>) -> String {
        let mut name = self.say(&format!("step.{key}"));
        if let Some(label) = label {
            let _ = write!(name, " ({label})");
        }
        let place = part.and_then(|part| part.strip_prefix("methods/")?.parse::<usize>().ok());
        let entry = place.and_then(|place| self.case.get("methods")?.list().get(place));
        if let Some(method) = entry.and_then(|entry| entry.get("method")?.text()) {
            let _ = write!(name, " · {}", self.say(&format!("method.{method}")));
        }
        name
    }

    pub(super) fn clauses(&self, clauses: &[String]) -> String {
        let mut text = String::new();
        for reference in clauses {
            if let Some((edition, clause)) = self.standards.clause(reference, None) {
                let gist = edition.gist(clause, self.language.name()).unwrap_or_default();
                let article = edition.article(clause).unwrap_or_default();
                let title = edition.title(self.language.name());
                let _ = writeln!(
                    text,
                    "      § {title} {article}{}{gist}",
                    if article.is_empty() { "" } else { " " }
                );
            }
        }
        text
    }

    fn produced_by(&self, valuation: &Valuation) -> String {
        let producer = &valuation.produced_by;
        let mut text = self.heading(&self.say("cli.produced-by"));
        let _ = writeln!(text, "  {} {}", producer.engine, producer.version);
        for edition in &producer.standards {
            let _ = writeln!(text, "  {}/{}", edition.id, edition.edition);
        }
        if let (Some(seed), Some(draws)) = (producer.seed, producer.draws) {
            let _ = writeln!(text, "  {} {draws} · {} {seed}", self.say("cli.draws"), self.say("cli.seed"));
        }
        text
    }
}

/// The columns of a table by years: the keys of the last year in order of appearance, without those that repeat
/// another column, and of rates and shares without those that stand still; money is shown even if it is the
/// same every year, because it is what the table is about. Of too many, what follows the present value goes first, and
/// then the middle, so that each line still leads from what is earned to what it is worth today.
fn columns<'s>(steps: &[&'s StepOut], periods: u32) -> Vec<&'s str> {
    const MOST: usize = 8;
    let figures = |key: &str| -> Vec<u64> {
        let of_key = steps.iter().filter(|step| step.key == key && step.period.is_some());
        of_key.map(|step| step.value.to_bits()).collect()
    };
    let mut columns: Vec<(&str, Vec<u64>)> = Vec::new();
    for step in steps.iter().filter(|step| step.period == Some(periods)) {
        let figures = figures(&step.key);
        let stands_still =
            periods > 1 && step.unit != "money" && figures.iter().all(|bits| *bits == figures[0]);
        let repeats = columns.iter().any(|(_, other)| *other == figures);
        if step.key == "present-value" || !stands_still && !repeats {
            columns.push((&step.key, figures));
        }
    }
    let mut columns: Vec<&str> = columns.into_iter().map(|(key, _)| key).collect();
    if let (true, Some(last)) = (columns.len() > MOST, columns.iter().position(|key| *key == "present-value"))
    {
        columns.truncate(last + 1);
    }
    if columns.len() > MOST {
        columns.drain(MOST / 2..MOST / 2 + columns.len() - MOST);
    }
    columns
}
