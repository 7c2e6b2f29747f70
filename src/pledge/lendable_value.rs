//! The lendable value (可贷金额): the value as collateral, times the ratio that the bank lends on it.
//! ```text
//! lendable = max(min(V · LTV, the policy's largest loan), 0)
//! ```
//! The ratio is the bank's own, or that of a dated bank policy among the standards; no national ratio
//! exists. Published (交通银行北京分行, 2006): a patent appraised at 6.0 m yuan, 1.5 m lent: 25 %.

use crate::asset::{AssetKind, Date};
use crate::case::{Case, Inputs};
use crate::problem::{Finding, Problem, Remarks};
use crate::standard::Standards;
use crate::standard::{Edition, Ruling};
use crate::workpaper::{Figure, Origin, Paper, Unit};

/// What may be lent, and on what ground.
pub struct Lendable<'p> {
    /// The amount; money.
    pub value: Figure<'p>,
    /// The loan to value; a share.
    pub loan_to_value: Figure<'p>,
    /// The policy that set the ratio, if one did.
    pub preset: Option<String>,
}

/// What a bank would lend on a value; none if the case does not say at which ratio.
///
/// Errors: an unknown policy; a policy that says nothing of this kind of right. A ratio above the policy's
/// and a remaining term below its least are findings; so is a loan cut back to its largest.
pub fn lendable_value<'p>(
    paper: &'p Paper,
    value: Figure<'p>,
    case: &Case,
    legal_years: Option<f64>,
    standards: &Standards,
    remarks: &mut Remarks,
) -> Option<Lendable<'p>> {
    let inputs = case.inputs.object("pledge")?;
    paper.begin_part("pledge");
    let policy = match inputs.text("preset") {
        Some(name) => Some(policy(name, standards, remarks)?),
        None => None,
    };
    let ruled = |parameter: &str| policy.and_then(|policy| ruling(policy, parameter, case));
    let ratio = ruled("loan-to-value");
    // Without a thing and a day nothing can be looked up, and their own problems stand already.
    let known = case.asset.is_some() && case.valuation_date.is_some();
    if let (true, Some(_), None) = (known, policy, &ratio) {
        let problem = Problem::new("/pledge/preset", "preset-does-not-cover");
        let problem = problem.with("preset", inputs.text("preset").unwrap_or_default());
        remarks
            .refuse(problem.with("kind", case.asset.as_ref().map_or("", |asset| parameter_kind(asset.kind))));
        return None;
    }
    let loan_to_value = match (inputs.number("loanToValue"), &ratio) {
        (Some(own), ratio) => {
            warn_above(own.extent().1, ratio.as_ref(), inputs, remarks);
            own.record(paper, "loan-to-value", Unit::Share)
        }
        (None, Some(ratio)) => {
            remarks.findings.extend(ratio.reservation("/pledge/preset"));
            stated(paper.share("loan-to-value", ratio.number()?), ratio)
        }
        (None, None) => {
            if !inputs.has("preset") {
                let problem = Problem::new("/pledge/loanToValue", "missing-either");
                remarks.refuse(problem.with("one", "loanToValue").with("other", "preset"));
            }
            return None;
        }
    };
    let mut lendable = value * loan_to_value;
    if let Some(largest) = ruled("loan-maximum").filter(|_| case.currency == "CNY") {
        let limit = largest.number()? / case.unit_size;
        if lendable.value() > limit {
            let about = Problem::new("/pledge", "loan-cut-to-maximum").with("maximum", limit);
            remarks.find(Finding::warning(about.by_clause(largest.clause.as_str())));
        }
        lendable = lendable.least(stated(paper.flow("loan-maximum", limit), &largest));
    }
    if let (Some(least), Some(years)) = (ruled("remaining-term-minimum"), legal_years)
        && least.number()? > years
    {
        let about = Problem::new("/pledge/preset", "remaining-term-below-minimum").with("years", years);
        let about = about.with("least", least.number()?);
        remarks.find(Finding::warning(about.by_clause(least.clause.as_str())));
    }
    // A value below nothing secures nothing, and calls for no loan of less than nothing.
    let lendable = lendable.greatest(0.0);
    Some(Lendable {
        value: lendable.named("lendable-value").measured_in(Unit::Money),
        loan_to_value,
        preset: inputs.text("preset").filter(|_| !inputs.has("loanToValue")).map(str::to_owned),
    })
}

fn policy<'s>(name: &str, standards: &'s Standards, remarks: &mut Remarks) -> Option<&'s Edition> {
    let policy = standards.named(name).filter(|edition| edition.group == "bank-policy");
    if policy.is_none() {
        let known: Vec<String> = standards
            .editions()
            .iter()
            .filter(|edition| edition.group == "bank-policy")
            .map(|edition| format!("{}/{}", edition.id, edition.edition))
            .collect();
        let problem = Problem::new("/pledge/preset", "not-a-choice").with("found", name);
        remarks.refuse(problem.with("choices", known.join(", ")));
    }
    policy
}

/// The policy's value for the kind of right, or for all kinds. A dated example is quoted on any later day.
fn ruling(policy: &Edition, parameter: &str, case: &Case) -> Option<Ruling> {
    let governing: Date = case.valuation_date?;
    let own = format!("{parameter}-{}", parameter_kind(case.asset.as_ref()?.kind));
    policy.ruling(&own, governing).or_else(|| policy.ruling(parameter, governing))
}

/// The kind of right as parameters spell it.
fn parameter_kind(kind: AssetKind) -> &'static str {
    match kind {
        AssetKind::Invention => "invention",
        AssetKind::UtilityModel => "utility-model",
        AssetKind::Design => "design",
        AssetKind::Trademark => "trademark",
        AssetKind::Copyright => "copyright",
        AssetKind::Software => "software",
        AssetKind::TradeSecret => "trade-secret",
        AssetKind::LayoutDesign => "layout-design",
        AssetKind::PlantVariety => "plant-variety",
    }
}

fn stated<'p>(figure: Figure<'p>, ruling: &Ruling) -> Figure<'p> {
    figure.with_origin(Origin::Parameter).by_clause(ruling.clause.clone()).from_source(ruling.source.clone())
}

fn warn_above(own: f64, ratio: Option<&Ruling>, inputs: &Inputs, remarks: &mut Remarks) {
    let Some((ratio, most)) = ratio.and_then(|ratio| Some((ratio, ratio.number()?))) else { return };
    if own > most {
        let about = Problem::new(inputs.pointer_to("loanToValue"), "loan-to-value-above-policy");
        let about = about.with("own", own).with("policy", most);
        remarks.find(Finding::warning(about.by_clause(ratio.clause.as_str())));
    }
}
