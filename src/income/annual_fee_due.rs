//! The annual fee of one year of a patent (年费), with what lateness adds and what reliefs take off.
//! ```text
//! due = F_k · (1 − ρ) + F_k · s · months        ρ the best single relief
//! ```
//! F_k the full fee of year k, by the schedule in force; s the surcharge a month of delay, on the full fee; ρ
//! the reduction that the office granted or the relief of a practised open licence, whichever is larger.
//!
//! - Stated: 专利法实施细则 (2023) art 115 (lateness); the notice on open licences of 2024-07-24, by which
//!   reliefs do not add up. The numbers are in the law pack.
//! - Elsewhere: all fees that are still due, as a charge on a value: `annualFees` of the income methods.

use crate::asset::AssetKind;
use crate::case::{Field, Inputs, Kind, Measure};
use crate::method::{Method, Setting, Worked};
use crate::problem::{Problem, Remarks};
use crate::standard::Ruling;
use crate::workpaper::{Figure, Origin, Paper, Unit};

/// The method as a case calls it.
pub struct PatentAnnualFee;

const FIELDS: &[Field] = &[
    Field::required("patentYear", Kind::Count(1, 20)),
    Field::optional("monthsLate", Kind::Count(0, 6)),
    Field::optional("feeReduction", Kind::Number(Measure::SHARE)),
    Field::optional("openLicence", Kind::Flag),
];

impl Method for PatentAnnualFee {
    fn name(&self) -> &'static str {
        "patentAnnualFee"
    }

    fn approach(&self) -> &'static str {
        "evidence"
    }

    fn fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn work<'p>(
        &self,
        paper: &'p Paper,
        inputs: &Inputs,
        setting: &Setting<'_>,
        remarks: &mut Remarks,
    ) -> Option<Worked<'p>> {
        let pointer = inputs.pointer_to("patentYear");
        let (Some(asset), Some(date)) = (setting.asset, setting.valuation_date) else {
            remarks.refuse(Problem::new(pointer, "needs-asset-and-date"));
            return None;
        };
        let schedule = match asset.kind {
            AssetKind::Invention => "annual-fee-invention",
            AssetKind::UtilityModel => "annual-fee-utility-model",
            AssetKind::Design => "annual-fee-design",
            _ => {
                remarks.refuse(Problem::new(pointer, "no-statutory-fees"));
                return None;
            }
        };
        let mut ruling = |document, parameter| match setting.standards.ruling(document, parameter, date, date)
        {
            Ok(ruling) => Some(ruling),
            Err(problem) => {
                remarks.refuse(Problem { pointer: pointer.clone(), ..problem });
                None
            }
        };
        let schedule = ruling("cn-patent-annual-fees", schedule)?;
        let year = inputs.count("patentYear")?;
        let months = inputs.count("monthsLate").unwrap_or(0);
        let late = if months > 0 { Some(ruling("cn-patent-rules", "late-surcharge-share")?) } else { None };
        let open = inputs.flag("openLicence") == Some(true);
        let open = match open {
            true => Some(ruling("cn-patent-annual-fees", "annual-fee-discount-open-licence")?),
            false => None,
        };
        let Some(yuan) = schedule.in_year(year) else {
            remarks.refuse(Problem::new(pointer, "not-a-count").with("value", f64::from(year)));
            return None;
        };
        remarks.findings.extend(open.iter().filter_map(|ruling| ruling.reservation(&pointer)));
        let full = by_law(paper.flow("annual-fee", yuan / setting.unit_size), &schedule).in_year(year);
        let granted = inputs.number("feeReduction");
        let granted = granted.map(|cell| cell.record(paper, "fee-reduction", Unit::Share));
        let open =
            open.and_then(|open| Some(by_law(paper.share("open-licence-relief", open.number()?), &open)));
        let relief = match (granted, open) {
            (Some(granted), Some(open)) => Some(granted.greatest(open).named("best-relief")),
            (granted, open) => granted.or(open),
        };
        let mut due = relief.map_or(full, |relief| full * (1.0 - relief));
        if let Some((late, share)) = late.as_ref().and_then(|late| Some((late, late.number()?))) {
            let share = by_law(paper.share("late-surcharge-share", share), late);
            due = due.named("fee-after-relief") + (full * share * f64::from(months)).named("late-surcharge");
        }
        Some(Worked::of(due.named("annual-fee-due").measured_in(Unit::Money)))
    }
}

/// A number that a ruling sets, with its clause and its source.
fn by_law<'p>(figure: Figure<'p>, ruling: &Ruling) -> Figure<'p> {
    let figure = figure.with_origin(Origin::Parameter).by_clause(ruling.clause.clone());
    figure.from_source(ruling.source.clone())
}
