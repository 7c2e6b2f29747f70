//! The discount for lack of marketability (缺乏流动性折扣) as the price of an option to sell.
//! ```text
//! chaffe           D = P(S, K = S) ÷ S                                  what insures the price of today
//! finnerty         D = e^(−qT)·(2·Φ(v ÷ 2) − 1)   v² = x + ln(2·(eˣ − x − 1)) − 2·ln(eˣ − 1)
//! ghaidarov        the same with                  v² = ln(2·(eˣ − x − 1)) − 2·ln(x)
//! differentialPut  D = 1 − (1 − D of this interest) ÷ (1 − D of the marketable one), each by Chaffe
//! ```
//! x = σ²·T, T how long it cannot be sold, σ the volatility, q the yield, r the risk-free rate. The two in the
//! middle price a put struck at the average price of the time without a market.
//!
//! - Stated: Chaffe (1993); Finnerty (2012); Ghaidarov (2009); the formulas as printed with the oracles.
//! - Inferred: below x = 0.01 the series v² = x ÷ 3 − x² ÷ 18 and x ÷ 3 + x² ÷ 36 + x³ ÷ 810, for the logarithms
//!   lose their digits there.
//! - Limit: discounts of shares that could soon be sold; a right without any market is another matter.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::method::{Method, Setting, Worked};
use crate::option::black_scholes::OptionTerms;
use crate::option::{COMPOUNDING, VOLATILE, VOLATILITY, YIELD, only_for, risk_free, yield_rate};
use crate::problem::Remarks;
use crate::workpaper::{Comparison, Figure, Paper, Unit};

/// The method as a case calls it.
pub struct MarketabilityDiscount;

const MODELS: &[&str] = &["chaffe", "finnerty", "ghaidarov", "differentialPut"];
/// Beyond some decades the exponential of the variance leaves the range of numbers.
const RESTRICTED: Measure = Measure { unit: Unit::Years, least: 0.0, most: 30.0 };

const FIELDS: &[Field] = &[
    Field::required("discountModel", Kind::Choice(MODELS)),
    Field::required("restrictedYears", Kind::Number(RESTRICTED)),
    VOLATILE,
    Field::optional("marketableVolatility", Kind::Number(VOLATILITY)),
    Field::optional("riskFreeRate", Kind::Number(Measure::RATE)),
    COMPOUNDING,
    YIELD,
];

/// The discount of an average-strike put, of Finnerty or of Ghaidarov; a share.
///
/// - Edges: without time or volatility nothing; Finnerty's never exceeds 32.3 %, whatever the volatility.
/// - Published (pyvallib, test-suite): 10 years at 90 %: 0.32231816 after Finnerty.
/// ```
/// # use ipval::{option::average_strike_discount, workpaper::Paper};
/// let paper = Paper::default();
/// let (volatility, years) = (paper.rate("volatility", 0.9), paper.years("restricted-years", 10.0));
/// let discount = average_strike_discount(volatility, years, paper.rate("yield-rate", 0.0), true);
/// assert!((discount.value() - 0.322_318_16).abs() < 6e-9);
/// ```
pub fn average_strike_discount<'p>(
    volatility: Figure<'p>,
    years: Figure<'p>,
    yield_rate: Figure<'p>,
    finnerty: bool,
) -> Figure<'p> {
    let paper = volatility.paper();
    let variance = (volatility * volatility * years).named("variance-over-restriction");
    let x = variance.measured_in(Unit::Factor);
    // The branch that is not taken has to stay a number too.
    let wide = x.greatest(SMALL);
    let grown = wide.exponential();
    let shared = ((grown - wide - 1.0) * 2.0).logarithm();
    let (formula, series) = if finnerty {
        (wide + shared - (grown - 1.0).logarithm() * 2.0, x / 3.0 - x * x / 18.0)
    } else {
        (shared - wide.logarithm() * 2.0, x / 3.0 + x * x / 36.0 + x * x * x / 810.0)
    };
    let average = paper.select(x, Comparison::Below, paper.constant(SMALL), series, formula);
    let average = average.named("variance-against-average").measured_in(Unit::Factor);
    // At nought the root would have no slope.
    let deviation = average.greatest(1e-18).square_root();
    let kept = (-(yield_rate * years)).exponential();
    (kept * ((deviation / 2.0).normal_distribution() * 2.0 - 1.0)).measured_in(Unit::Share)
}

/// Below this variance the series is taken.
const SMALL: f64 = 0.01;

impl Method for MarketabilityDiscount {
    fn name(&self) -> &'static str {
        "marketabilityDiscount"
    }

    fn approach(&self) -> &'static str {
        "option"
    }

    fn gives(&self) -> Unit {
        Unit::Share
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
        let model = inputs.text("discountModel")?;
        let average = matches!(model, "finnerty" | "ghaidarov");
        only_for(inputs, "riskFreeRate", !average, "discountModel", remarks);
        only_for(inputs, "marketableVolatility", model == "differentialPut", "discountModel", remarks);
        let years = inputs.number("restrictedYears")?.record(paper, "restricted-years", Unit::Years);
        let volatility = inputs.number("volatility")?.record(paper, "volatility", Unit::Rate);
        let yield_rate = yield_rate(paper, inputs);
        if remarks.problems.len() > before {
            return None;
        }
        if average {
            let discount = average_strike_discount(volatility, years, yield_rate, model == "finnerty");
            return Some(Worked::of(discount.named("marketability-discount")));
        }
        let rate = risk_free(paper, inputs)?;
        let protective_put = |volatility: Figure<'p>| {
            let one = paper.constant(1.0);
            let terms = OptionTerms { underlying: one, exercise: one, years, rate, yield_rate, volatility };
            terms.outlook(false).value(false).named("protective-put").measured_in(Unit::Share)
        };
        let own = protective_put(volatility);
        let discount = match inputs.number("marketableVolatility") {
            Some(cell) => {
                let marketable = cell.record(paper, "marketable-volatility", Unit::Rate);
                1.0 - (1.0 - own) / (1.0 - protective_put(marketable))
            }
            None => own,
        };
        Some(Worked::of(discount.named("marketability-discount").measured_in(Unit::Share)))
    }
}
