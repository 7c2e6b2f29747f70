//! A rate on another footing: before or after tax, with or without inflation, and by how often it is paid.
//! ```text
//! after tax   = before tax · (1 − τ)
//! 1 + nominal = (1 + real) · (1 + π)                 Fisher
//! effective   = (1 + nominal ÷ m)^m − 1              m times a year
//! effective   = e^continuous − 1
//! ```
//! τ the tax rate; π inflation a year; m how often a year interest is paid.
//!
//! - Published (simonplmak-cloud/intangible-valuation, chapter 2): 12 % a year paid monthly is 12.6825 %.
//! - Limit: the rate before tax that matches flows before tax equals this one only for flows without end.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::method::{Method, Setting, Worked, need};
use crate::problem::{Problem, Remarks};
use crate::rate::{RATE_A_PERIOD, a_period};
use crate::workpaper::{Figure, Paper, Unit};

/// Each conversion with what it needs beside the rate.
const CONVERSIONS: [(&str, Option<&str>); 8] = [
    ("preTaxToAfterTax", Some("taxRate")),
    ("afterTaxToPreTax", Some("taxRate")),
    ("nominalToReal", Some("inflation")),
    ("realToNominal", Some("inflation")),
    ("nominalToEffective", Some("paymentsPerYear")),
    ("effectiveToNominal", Some("paymentsPerYear")),
    ("continuousToEffective", None),
    ("effectiveToContinuous", None),
];

const CONVERSION_NAMES: &[&str] = &{
    let mut names = [""; CONVERSIONS.len()];
    let mut index = 0;
    while index < names.len() {
        names[index] = CONVERSIONS[index].0;
        index += 1;
    }
    names
};

const PAYMENTS: Measure = Measure { unit: Unit::Count, least: 1.0, most: 366.0 };

/// The method as a case calls it.
pub struct RateConversion;

const FIELDS: &[Field] = &[
    Field::required("quotedRate", Kind::Number(RATE_A_PERIOD)),
    Field::required("conversion", Kind::Choice(CONVERSION_NAMES)),
    Field::optional("taxRate", Kind::Number(Measure::SHARE)),
    Field::optional("inflation", Kind::Number(Measure::RATE)),
    Field::optional("paymentsPerYear", Kind::Number(PAYMENTS)),
];

impl Method for RateConversion {
    fn name(&self) -> &'static str {
        "rateConversion"
    }

    fn approach(&self) -> &'static str {
        "rate"
    }

    fn gives(&self) -> Unit {
        Unit::Rate
    }

    fn fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn work<'p>(
        &self,
        paper: &'p Paper,
        inputs: &Inputs,
        _: &Setting<'_>,
        remarks: &mut Remarks,
    ) -> Option<Worked<'p>> {
        let conversion = inputs.text("conversion")?;
        let needed = CONVERSIONS.iter().find(|(name, _)| *name == conversion).and_then(|(_, needed)| *needed);
        if let Some(key) = needed {
            need(inputs, key, remarks);
        }
        for key in ["taxRate", "inflation", "paymentsPerYear"] {
            if inputs.has(key) && needed != Some(key) {
                let problem = Problem::new(inputs.pointer_to(key), "conflicting");
                remarks.refuse(problem.with("with", "conversion"));
            }
        }
        let rate = a_period(inputs, "quotedRate", remarks)?.record(paper, "quoted-rate", Unit::Rate);
        let beside = match needed {
            Some("taxRate") => inputs.number("taxRate")?.record(paper, "tax-rate", Unit::Share),
            Some("inflation") => inputs.number("inflation")?.record(paper, "inflation", Unit::Rate),
            Some(_) => inputs.number("paymentsPerYear")?.record(paper, "payments-per-year", Unit::Count),
            None => rate,
        };
        if conversion == "afterTaxToPreTax" && beside.value() >= 1.0 {
            remarks.refuse(Problem::new(inputs.pointer_to("taxRate"), "everything-taxed"));
            return None;
        }
        let converted = converted(conversion, rate, beside);
        Some(Worked::of(converted.named("converted-rate").measured_in(Unit::Rate)))
    }
}

/// The rate on its new footing; `beside` is τ, π or m, whichever the conversion needs.
fn converted<'p>(conversion: &str, rate: Figure<'p>, beside: Figure<'p>) -> Figure<'p> {
    match conversion {
        "preTaxToAfterTax" => rate * (1.0 - beside),
        "afterTaxToPreTax" => rate / (1.0 - beside),
        "nominalToReal" => (1.0 + rate) / (1.0 + beside) - 1.0,
        "realToNominal" => (1.0 + rate) * (1.0 + beside) - 1.0,
        "nominalToEffective" => (1.0 + rate / beside).to_the(beside) - 1.0,
        "effectiveToNominal" => ((1.0 + rate).to_the(1.0 / beside) - 1.0) * beside,
        "continuousToEffective" => rate.exponential() - 1.0,
        _ => (1.0 + rate).logarithm(),
    }
}
