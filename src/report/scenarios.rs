//! Tables of scenarios, and where each input brings the value to a target, in plain text.

use crate::case::Node;
use crate::report::table::{Align, table};
use crate::report::text::{Paper, pairs};
use crate::report::words::{Language, figure, percent, trimmed};
use crate::standard::Standards;
use crate::valuation::{AxisOut, BreakEvenInput, BreakEvenOut, ScenariosOut};

/// A table of scenarios as a person reads it; the present figures stand in brackets.
pub fn scenarios_report(
    case: &Node,
    answer: &ScenariosOut,
    standards: &Standards,
    language: Language,
) -> String {
    let paper = Paper { case, standards, language, terminal: false };
    let columns = answer.columns.as_ref();
    let lines = [
        ("cli.unit", Some(paper.unit_of_case())),
        ("cli.value", Some(figure(answer.value, answer.unit))),
        ("cli.rows", Some(paper.axis(&answer.rows))),
        ("cli.columns", columns.map(|columns| paper.axis(columns))),
    ];
    let mut heading = vec![String::new()];
    match columns {
        Some(columns) => heading.extend(columns.values.iter().map(|&at| shown(columns, at))),
        None => heading.push(paper.say("cli.value")),
    }
    let cell = |value: &Option<f64>| match value {
        Some(value) => figure(*value, answer.unit),
        None => paper.say("cli.no-number"),
    };
    let rows = answer.rows.values.iter().zip(&answer.values);
    let rows: Vec<Vec<String>> = rows
        .map(|(&at, results)| {
            std::iter::once(shown(&answer.rows, at)).chain(results.iter().map(cell)).collect()
        })
        .collect();
    let aligns = vec![Align::Right; heading.len()];
    let title = paper.say("cli.scenarios");
    format!("{title}\n\n{}\n{}", pairs(lines, language), table(&heading, &aligns, &rows))
}

/// The break-even figures as a person reads them.
pub fn break_even_report(
    case: &Node,
    answer: &BreakEvenOut,
    standards: &Standards,
    language: Language,
) -> String {
    let paper = Paper { case, standards, language, terminal: false };
    let lines = [
        ("cli.unit", Some(paper.unit_of_case())),
        ("cli.target", Some(figure(answer.target, answer.unit))),
        ("cli.result", Some(figure(answer.value, answer.unit))),
    ];
    let rows: Vec<Vec<String>> = answer
        .inputs
        .iter()
        .map(|input| {
            let alike = |other: &&BreakEvenInput| other.key == input.key && other.label == input.label;
            let of_many = answer.inputs.iter().filter(alike).count() > 1;
            let part = (of_many && input.pointer.starts_with("/methods")).then_some(input.part.as_str());
            let at = |root: f64| match input.value {
                Some(_) => figure(root, input.unit),
                None => multiple(root),
            };
            vec![
                paper.input(&input.key, input.label.as_deref(), part),
                at(input.value.unwrap_or(1.0)),
                paper.roots(input, answer.unit, &at),
                paper.changed(input),
            ]
        })
        .collect();
    let headings = ["cli.figure-now", "cli.figure-wanted", "cli.change"].map(|key| paper.say(key));
    let heading: Vec<String> = std::iter::once(String::new()).chain(headings).collect();
    let aligns = [Align::Left, Align::Right, Align::Right, Align::Right];
    let title = paper.say("cli.break-even");
    format!("{title}\n\n{}\n{}", pairs(lines, language), table(&heading, &aligns, &rows))
}

impl Paper<'_> {
    /// The unit of money and the currency, as the case names them or is taken to.
    fn unit_of_case(&self) -> String {
        self.unit(self.text_at(&["unit"]).unwrap_or("one"), self.text_at(&["currency"]).unwrap_or("CNY"))
    }

    /// What is moved along one side, what it is now, and whether the figures were proposed.
    fn axis(&self, axis: &AxisOut) -> String {
        // A fact of the case serves all its methods.
        let part = axis.pointer.starts_with("/methods").then_some(axis.part.as_str());
        let name = self.input(&axis.key, axis.label.as_deref(), part);
        let present = match axis.by {
            "multiple" => self.say("cli.multiple-of"),
            _ => format!("({} {})", self.say("cli.present"), figure(axis.value, axis.unit)),
        };
        match axis.proposed {
            true => format!("{name} {present} · {}", self.say("cli.proposed")),
            false => format!("{name} {present}"),
        }
    }

    /// How far away the nearest figure is: of a share or a rate in points, for a per cent of a per cent misleads.
    fn changed(&self, input: &BreakEvenInput) -> String {
        let Some(change) = input.change else { return String::new() };
        match input.value.filter(|_| ["share", "rate"].contains(&input.unit)) {
            Some(value) => {
                let points = trimmed(change * value.abs() * 100.0, 2);
                let points = if change > 0.0 { format!("+{points}") } else { points };
                self.say("cli.percentage-points").replace('…', &points)
            }
            None => signed(change),
        }
    }

    /// Where the target is reached; else why not, and how far the result gets.
    fn roots(&self, input: &BreakEvenInput, unit: &str, at: &dyn Fn(f64) -> String) -> String {
        let roots: Vec<String> = input.roots.iter().map(|&root| at(root)).collect();
        match (input.reason, input.reached) {
            (None, _) => roots.join(" / "),
            (Some("indifferent"), _) => self.say("cli.indifferent"),
            (_, Some(reached)) => {
                let (least, most) = (figure(reached.min, unit), figure(reached.max, unit));
                format!("{} ({least} … {most})", self.say("cli.unreached"))
            }
            _ => self.say("cli.unreached"),
        }
    }
}

fn shown(axis: &AxisOut, at: f64) -> String {
    let text = match axis.by {
        "multiple" => multiple(at),
        _ => figure(at, axis.unit),
    };
    if at.to_bits() == axis.value.to_bits() { format!("[{text}]") } else { text }
}

fn multiple(of: f64) -> String {
    format!("×{}", trimmed(of, 4))
}

fn signed(change: f64) -> String {
    // Beyond a tenth of a per cent nobody judges how far away a figure is.
    let rounded = percent((change * 1000.0).round() / 1000.0);
    if change > 0.0 { format!("+{rounded}") } else { rounded }
}
