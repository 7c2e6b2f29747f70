//! The range of a value in plain text: how far it reaches, how well that is known, and what carries it.

use crate::problem::Problem;
use crate::report::table::{Align, table};
use crate::report::text::Paper;
use crate::report::words::{Language, grouped, sentences, trimmed};
use crate::valuation::{DriverOut, RangeOut, ThresholdOut, Valuation};

impl Paper<'_> {
    /// The section on the range; nothing where no input has one.
    pub(super) fn range(&self, valuation: &Valuation) -> String {
        let Some(range) = &valuation.range else { return String::new() };
        let mut text = self.heading(&self.say("cli.spread"));
        text.push_str(&self.figures(range));
        text.push('\n');
        text.push_str(&self.pairs([("cli.draws", Some(self.draws(range)))]));
        text.push_str(&self.carried(&range.drivers));
        text
    }

    /// Figures with their standard errors: what a further run with another seed may differ by.
    fn figures(&self, range: &RangeOut) -> String {
        let at = |nth: usize| range.percentile_errors.get(nth - 1).copied();
        let worst = self.say("cli.worst-mean").replace('…', &share(range.worst.share));
        let mut lines = vec![
            self.line("P5", range.p5, at(5)),
            self.line("P50", range.p50, at(50)),
            self.line("P95", range.p95, at(95)),
            self.line(&self.say("cli.mean"), range.mean, Some(range.standard_error)),
            self.line(&self.say("cli.standard-deviation"), range.standard_deviation, None),
            self.line(&worst, range.worst.mean, Some(range.worst.standard_error)),
        ];
        lines.extend(range.thresholds.iter().map(|threshold| self.below(threshold)));
        let heading = [String::new(), self.say("cli.value"), self.say("cli.standard-error")];
        table(&heading, &[Align::Left, Align::Right, Align::Right], &lines)
    }

    fn line(&self, name: &str, value: f64, error: Option<f64>) -> Vec<String> {
        vec![name.to_owned(), grouped(value, 2), error.map_or_else(String::new, two_digits)]
    }

    /// How often the value falls below a figure.
    fn below(&self, threshold: &ThresholdOut) -> Vec<String> {
        let at = grouped(threshold.at, 2);
        let name = match threshold.key {
            "loan" => Some(self.say("cli.loan")),
            _ => threshold.name.clone(),
        };
        let figure = match (threshold.key, name, self.language) {
            ("zero", ..) => self.say("cli.zero"),
            (_, Some(name), Language::Zh) => format!(" {at}（{name}）"),
            (_, Some(name), Language::En) => format!("{at} ({name})"),
            (_, None, Language::Zh) => format!(" {at} "),
            (_, None, Language::En) => at,
        };
        let name = self.say("cli.below").replace('…', &figure);
        vec![name, share(threshold.below), share(threshold.standard_error)]
    }

    fn draws(&self, range: &RangeOut) -> String {
        let sequence = match range.sequence {
            "random" => self.say("cli.random"),
            _ => self.say("cli.sobol"),
        };
        let draws = grouped(range.draws as f64, 0);
        format!("{draws} ({sequence}, {} {})", self.say("cli.seed"), range.seed)
    }

    /// The sentence on the two inputs that carry most of the range.
    fn carried(&self, drivers: &[DriverOut]) -> String {
        let Some(first) = drivers.first().filter(|first| first.first_order > 0.0) else {
            return String::new();
        };
        let alike = |driver: &DriverOut| drivers.iter().filter(|other| other.key == driver.key).count() > 1;
        let name = |driver: &DriverOut| {
            self.input(&driver.key, driver.label.as_deref(), alike(driver).then_some(driver.part.as_str()))
        };
        let about = match drivers.get(1).filter(|second| hundredths(second.first_order) > 0.0) {
            Some(second) => {
                let about = Problem::new("/simulation", "range-carried-by-two").with("second", name(second));
                about.with("secondShare", hundredths(second.first_order))
            }
            None => Problem::new("/simulation", "range-carried-by-one"),
        };
        let about = about.with("first", name(first)).with("share", hundredths(first.first_order));
        let about = about.with("narrowing", hundredths(first.narrowing));
        let [what, why, remedy] = sentences("finding", &about.into(), self.language);
        format!("\n  {what}{}{why}{}{remedy}\n", self.gap(), self.gap())
    }
}

/// A standard error to two digits: more of it is not known.
fn two_digits(error: f64) -> String {
    let decimals = (0..8).find(|&decimals| (0..decimals).fold(error, |scaled, _| scaled * 10.0) >= 10.0);
    grouped(error, decimals.unwrap_or(8) as usize)
}

/// A share in per cent, to one decimal: a simulation knows no more.
fn share(value: f64) -> String {
    format!("{}%", trimmed(value * 100.0, 1))
}

/// A share to whole per cent.
fn hundredths(share: f64) -> f64 {
    (share * 100.0).round() / 100.0
}
