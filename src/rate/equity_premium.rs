//! The equity risk premium that prices imply (隐含市场风险溢价).
//! ```text
//! ERP = 1 ÷ (P/E) · q + g − Rf
//! ```
//! P/E the price of the market over its earnings of the next year; q the share of earnings that is paid out, all
//! of it unless said; g growth without end; Rf the risk-free rate.
//!
//! - Stated: Gordon's formula, solved for the return.
//! - Limit: it is as good as g. Without growth it is the earnings yield less the risk-free rate.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::method::{Method, Setting, Worked};
use crate::problem::Remarks;
use crate::rate::of_the_day;
use crate::workpaper::{Paper, Unit};

/// The method as a case calls it.
pub struct ImpliedEquityPremium;

const FIELDS: &[Field] = &[
    Field::required("priceEarnings", Kind::Number(Measure { least: 0.1, most: 1e4, ..Measure::FACTOR })),
    Field::optional("payout", Kind::Number(Measure::SHARE)),
    Field::optional("marketGrowth", Kind::Number(Measure::GROWTH)),
    Field::required("riskFreeRate", Kind::Number(Measure::RATE)),
];

impl Method for ImpliedEquityPremium {
    fn name(&self) -> &'static str {
        "impliedEquityPremium"
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
        let ratio = of_the_day(inputs, "priceEarnings", remarks)?;
        let earnings = 1.0 / ratio.record(paper, "price-earnings", Unit::Factor);
        let paid = match inputs.number("payout") {
            Some(payout) => earnings * payout.record(paper, "payout", Unit::Share),
            None => earnings,
        };
        let market = match inputs.number("marketGrowth") {
            Some(growth) => paid + growth.record(paper, "market-growth", Unit::Rate),
            None => paid,
        };
        let market = market.named("market-return").measured_in(Unit::Rate);
        let risk_free = of_the_day(inputs, "riskFreeRate", remarks)?;
        let premium = market - risk_free.record(paper, "risk-free-rate", Unit::Rate);
        Some(Worked::of(premium.named("equity-risk-premium").measured_in(Unit::Rate)))
    }
}
