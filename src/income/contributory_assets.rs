//! Contributory asset charges (贡献资产费用): what the other assets of a business have to earn first.
//! ```text
//! C = Σ Aⱼ · (onⱼ + ofⱼ)
//! ```
//! Aⱼ the value of the other asset j, or its share of the sales times the sales; onⱼ the return on it and ofⱼ
//! the return of it, both a year and after tax. A charge may be given as such instead.
//!
//! - Stated: *Identification of Contributory Assets and Calculation of Economic Rents* (The Appraisal
//!   Foundation, 2010): charges are returns after tax.
//! - Inferred: the value of an asset given as one figure is its average over the forecast.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::income::forecast::{by_period, joined, refuse_other_length, way};
use crate::problem::{Problem, Remarks};
use crate::workpaper::{Figure, Paper, Unit};

const ALL_FIELDS: [Field; 6] = [
    Field::required("name", Kind::Text),
    Field::optional("value", Kind::Series(Measure::MONEY)),
    Field::optional("returnOn", Kind::Number(Measure::RATE)),
    Field::optional("returnOf", Kind::Number(Measure::RATE)),
    Field::optional("charge", Kind::Series(Measure::CASH)),
    Field::optional("shareOfSales", Kind::Series(Measure::SHARE)),
];

/// The inputs of an asset that serves a business with known sales.
pub(super) const ASSET_FIELDS: &[Field] = &ALL_FIELDS;

/// The inputs of an asset where sales are not known.
pub(super) const FIXED_ASSET_FIELDS: &[Field] = ALL_FIELDS.split_at(5).0;

const WAYS: &[&[&str]] = &[&["charge"], &["shareOfSales", "returnOn"], &["value", "returnOn"]];

/// The charges of all assets together, of a whole period each; money.
///
/// Errors: an asset with neither a charge nor a value with its return; a share of sales where there are none;
/// lists by year of another length than the forecast.
pub(super) fn charges<'p>(
    paper: &'p Paper,
    inputs: &Inputs,
    sales: Option<&[Figure<'p>]>,
    periods: u32,
    remarks: &mut Remarks,
) -> Option<Vec<Figure<'p>>> {
    let before = remarks.problems.len();
    let mut by_asset = Vec::new();
    for (asset, place) in inputs.list("assets").iter().zip(1..) {
        by_asset.push(charge(paper, asset, place, sales, periods, remarks));
    }
    if remarks.problems.len() > before {
        return None;
    }
    let by_asset: Vec<Vec<Figure<'p>>> = by_asset.into_iter().collect::<Option<_>>()?;
    let total = |index: usize| paper.sum(by_asset.iter().filter_map(|charges| charges.get(index).copied()));
    let named = |year: u32| {
        let total = total(year as usize - 1).named("contributory-charges").in_year(year);
        total.measured_in(Unit::Money)
    };
    Some((1..=periods).map(named).collect())
}

/// The charge of one asset by period.
fn charge<'p>(
    paper: &'p Paper,
    asset: &Inputs,
    place: u32,
    sales: Option<&[Figure<'p>]>,
    periods: u32,
    remarks: &mut Remarks,
) -> Option<Vec<Figure<'p>>> {
    let way = way(asset, WAYS, remarks)?;
    for (key, _) in WAYS.iter().filter_map(|way| way.split_first()) {
        refuse_other_length(asset, key, periods as usize, remarks);
    }
    if way == 0 && asset.has("returnOf") {
        remarks.refuse(Problem::new(asset.pointer_to("returnOf"), "conflicting").with("with", "charge"));
    }
    let label = asset.text("name")?.to_owned();
    let labelled = |figure: Figure<'p>| figure.annotate(|note| note.label = Some(label.clone()));
    // One figure for all years belongs to the asset and to no year: its place tells it from the others.
    let placed = |figures: Vec<Figure<'p>>, key: &str| -> Vec<Figure<'p>> {
        let place = |figure: Figure<'p>| if asset.is_by_year(key) { figure } else { figure.in_year(place) };
        figures.into_iter().map(|figure| labelled(place(figure))).collect()
    };
    if way == 0 {
        let charges = by_period(paper, asset, "charge", "asset-charge", Unit::Money, periods)?;
        return Some(placed(charges, "charge"));
    }
    let mut returns = labelled(asset.number("returnOn")?.record(paper, "return-on-asset", Unit::Rate));
    returns = returns.in_year(place);
    if let Some(cell) = asset.number("returnOf") {
        let back = labelled(cell.record(paper, "return-of-asset", Unit::Rate)).in_year(place);
        returns = labelled((returns + back).named("return-on-and-of-asset")).in_year(place);
    }
    let values = if way == 1 {
        let Some(sales) = sales else {
            let problem = Problem::new(asset.pointer_to("shareOfSales"), "needs-other");
            remarks.refuse(problem.with("other", "sales"));
            return None;
        };
        let shares = by_period(paper, asset, "shareOfSales", "asset-share-of-sales", Unit::Share, periods)?;
        let shares = placed(shares, "shareOfSales");
        let values = joined(sales, &shares, |sales, share| (sales * share).named("asset-value"));
        values.into_iter().map(labelled).collect()
    } else {
        placed(by_period(paper, asset, "value", "asset-value", Unit::Money, periods)?, "value")
    };
    let returns = vec![returns; values.len()];
    let charges = joined(&values, &returns, |value, returns| (value * returns).named("asset-charge"));
    Some(charges.into_iter().map(labelled).collect())
}
