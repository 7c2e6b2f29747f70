//! Purchase price allocation (合并对价分摊): what of a price no identified asset accounts for.
//! ```text
//! N = Σ Vᵢ − B − D            D = Σ (Vᵢ − bᵢ) · τ
//! G = P − N                   goodwill where positive, else the gain of a bargain
//! ```
//! P the price paid; Vᵢ the fair values of the assets and bᵢ their tax bases; B the liabilities assumed; D the
//! deferred tax liability at the tax rate τ; N the identified net assets.
//!
//! - Stated: simonplmak-cloud/intangible-valuation, ch. 10 and test_ppa.py (deferred tax).
//! - Inferred: an asset without a tax base bears no deferred tax; a base above the value makes an asset of it.
//! - Limit: goodwill is what is left over; an error in any other asset lands in it.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::method::{Method, Setting, Worked};
use crate::problem::{Finding, Problem, Remarks};
use crate::workpaper::{Figure, Paper, Unit};

/// The method as a case calls it.
pub struct PurchasePriceAllocation;

const ASSET_FIELDS: &[Field] = &[
    Field::required("name", Kind::Text),
    Field::required("value", Kind::Number(Measure::MONEY)),
    Field::optional("taxBase", Kind::Number(Measure::MONEY)),
];

const FIELDS: &[Field] = &[
    Field::required("price", Kind::Number(Measure::MONEY)),
    Field::required("assets", Kind::List(ASSET_FIELDS)),
    Field::optional("liabilities", Kind::Number(Measure::MONEY)),
    Field::optional("taxRate", Kind::Number(Measure::SHARE)),
];

impl Method for PurchasePriceAllocation {
    fn name(&self) -> &'static str {
        "purchasePriceAllocation"
    }

    fn approach(&self) -> &'static str {
        "income"
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
        let before = remarks.problems.len();
        let price = inputs.number("price")?.record(paper, "price", Unit::Money);
        let assets = inputs.list("assets");
        let mut net = Vec::new();
        for (asset, number) in assets.iter().zip(1..) {
            let name = asset.text("name")?.to_owned();
            let value = asset.number("value")?.record(paper, "fair-value", Unit::Money).in_year(number);
            net.push(value.annotate(|note| note.label = Some(name)));
        }
        let taxes = deferred_taxes(paper, inputs, &net, remarks);
        if !taxes.is_empty() {
            net.push(-paper.sum(taxes).named("deferred-tax-liability"));
        }
        net.extend(inputs.number("liabilities").map(|cell| -cell.record(paper, "liabilities", Unit::Money)));
        let net = paper.sum(net).named("identified-net-assets").measured_in(Unit::Money);
        let left = (price - net).named("price-not-allocated");
        let gain = (-left).greatest(0.0).named("bargain-gain");
        // Without net assets there is nothing for a gain to be a share of.
        net.if_above(0.0, gain / net, 0.0).named("bargain-share").measured_in(Unit::Share);
        if left.value() < 0.0 {
            let about = Problem::new(inputs.pointer_to("price"), "bargain-purchase");
            remarks.find(Finding::warning(about.with("gain", gain.value())));
        }
        (remarks.problems.len() == before).then(|| Worked::of(left.greatest(0.0).named("goodwill")))
    }
}

/// The tax that the fair values above their tax bases will cost, for each asset that has a base.
fn deferred_taxes<'p>(
    paper: &'p Paper,
    inputs: &Inputs,
    values: &[Figure<'p>],
    remarks: &mut Remarks,
) -> Vec<Figure<'p>> {
    let mut taxes = Vec::new();
    for ((asset, &value), number) in inputs.list("assets").iter().zip(values).zip(1..) {
        let Some(base) = asset.number("taxBase") else { continue };
        let Some(rate) = inputs.number("taxRate") else {
            remarks.refuse(Problem::new(base.pointer.clone(), "needs-other").with("other", "taxRate"));
            continue;
        };
        let rate = rate.record(paper, "tax-rate", Unit::Share);
        let base = base.record(paper, "tax-base", Unit::Money).in_year(number);
        taxes.push(((value - base) * rate).named("deferred-tax").in_year(number));
    }
    taxes
}
