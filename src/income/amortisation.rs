//! The switch of the tax amortisation benefit: over how many years, and what has to be said of it.

use crate::case::Inputs;
use crate::income::discounting::{Schedule, Timing};
use crate::method::Setting;
use crate::problem::{Finding, Problem, Remarks};
use crate::rate::tax_amortisation_factor;
use crate::workpaper::{Figure, Origin, Paper};

/// The factor by which amortisation for tax raises a value; none if the case does not carry it.
pub(super) fn amortisation<'p>(
    paper: &'p Paper,
    inputs: &Inputs,
    setting: &Setting<'_>,
    schedule: &Schedule<'p>,
    discount_rate: Figure<'p>,
    tax_rate: Figure<'p>,
    remarks: &mut Remarks,
) -> Option<Figure<'p>> {
    let pointer = inputs.pointer_to("taxAmortisationBenefit");
    if matches!(setting.purpose, Some("pledge")) {
        remarks.find(Finding::warning(Problem::new(pointer.clone(), "amortisation-benefit-in-pledge")));
    }
    let least = setting.valuation_date.and_then(|date| {
        setting.standards.ruling("cn-income-tax-rules", "amortisation-years-minimum", date, date).ok()
    });
    let least_years = least.as_ref().and_then(|ruling| ruling.number());
    let given = inputs.count("amortisationYears");
    let years = match (given, least_years) {
        (Some(years), _) => years,
        (None, Some(least)) => least as u32,
        (None, None) => {
            let problem = Problem::new(inputs.pointer_to("amortisationYears"), "missing");
            remarks.refuse(problem.with("key", "amortisationYears"));
            return None;
        }
    };
    if let (Some(ruling), Some(least)) = (&least, least_years)
        && f64::from(years) < least
    {
        let about = Problem::new(inputs.pointer_to("amortisationYears"), "amortisation-below-minimum");
        let about = about.with("years", f64::from(years)).with("least", least);
        remarks.find(Finding::warning(about.by_clause(ruling.clause.as_str())));
    }
    let growth = 1.0 + discount_rate;
    let shift = (schedule.timing == Timing::MidYear).then(|| growth.square_root());
    let years = paper
        .years("amortisation-years", f64::from(years))
        .with_origin(if given.is_some() { Origin::Given } else { Origin::Assumed })
        .annotate(|note| {
            // No pointer: the count shapes the paper, so neither replay nor a search may vary it.
            note.source = inputs.count_cell("amortisationYears").and_then(|cell| cell.source.clone());
            note.clauses.extend(least.map(|ruling| ruling.clause.into()));
        });
    let factor = tax_amortisation_factor(paper, tax_rate, years, growth.to_the(-1.0), shift);
    // Under a rate below zero the savings can exceed any price: then no price solves the equation.
    if factor.value().is_finite() && factor.value() >= 1.0 {
        return Some(factor);
    }
    remarks.refuse(Problem::new(pointer, "amortisation-without-price"));
    None
}
