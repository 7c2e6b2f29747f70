//! Favourable terms (优惠合同): what a contract is worth because its terms are better than the market's.
//! ```text
//! V = Σ Qᵢ · (Aᵢ − Mᵢ)
//! ```
//! Qᵢ a quantity; Aᵢ the price at which the holder's side of the contract was taken up, Mᵢ the price of the
//! same on the market, both in money for a unit; below zero where the terms are worse.
//!
//! Stated: *Freddie Mac v. Commissioner*, T.C. Memo, 2006 (below-market financing: issue price less market
//! price).

use crate::case::{Field, Inputs, Kind, Measure};
use crate::method::{Method, Setting, Worked, called, listed};
use crate::problem::Remarks;
use crate::workpaper::{Figure, Paper, Unit};

/// The method as a case calls it.
pub struct FavourableTerms;

const CONTRACTS: &[Field] = &[
    Field::required("name", Kind::Text),
    Field::required("quantity", Kind::Number(Measure::QUANTITY)),
    Field::required("agreedPrice", Kind::Number(Measure::MONEY)),
    Field::required("marketPrice", Kind::Number(Measure::MONEY)),
];

const FIELDS: &[Field] = &[Field::required("contracts", Kind::List(CONTRACTS))];

impl Method for FavourableTerms {
    fn name(&self) -> &'static str {
        "favourableTerms"
    }

    fn approach(&self) -> &'static str {
        "market"
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
        let contracts = listed(inputs, "contracts", remarks);
        let advantages = contracts.iter().zip(1..).map(|(contract, number)| {
            let quantity = contract.number("quantity")?.record(paper, "quantity", Unit::Count);
            let agreed = contract.number("agreedPrice")?.record(paper, "agreed-price", Unit::Money);
            let market = contract.number("marketPrice")?.record(paper, "market-price", Unit::Money);
            let [quantity, agreed, market] = [quantity, agreed, market].map(|figure| figure.in_year(number));
            Some(called((quantity * (agreed - market)).named("advantage").in_year(number), contract))
        });
        let advantages: Vec<Figure<'p>> = advantages.collect::<Option<_>>()?;
        (!advantages.is_empty()).then(|| Worked::of(paper.sum(advantages).named("value-of-terms")))
    }
}
