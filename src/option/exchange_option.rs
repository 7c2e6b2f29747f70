//! The option to exchange one asset for another (交换期权): give up one right or project and receive another.
//! ```text
//! V  = n₁S₁·e^(−q₁T)·Φ(d₁) − n₂S₂·e^(−q₂T)·Φ(d₂)
//! d₁ = (ln(n₁S₁ ÷ n₂S₂) + (q₂ − q₁)·T) ÷ σ√T + σ√T ÷ 2         σ² = σ₁² + σ₂² − 2·ρ·σ₁·σ₂
//! ```
//! Sᵢ, nᵢ, qᵢ, σᵢ the value, the quantity, the yield and the volatility of the asset received (1) and given (2);
//! ρ the correlation of their returns. It is the formula of Black, Scholes and Merton with the asset given as
//! the money, so no interest enters.
//!
//! - Stated: Margrabe, The value of an option to exchange one asset for another (1978).

use crate::case::{Field, Inputs, Kind, Measure};
use crate::method::{Method, Setting, Worked};
use crate::option::black_scholes::OptionTerms;
use crate::option::european_option::find_early;
use crate::option::{EXPIRY, VOLATILE, WORTH, YIELD, yield_rate};
use crate::problem::Remarks;
use crate::workpaper::{Figure, Paper, Unit};

/// The method as a case calls it.
pub struct ExchangeOption;

const CORRELATION: Measure = Measure { unit: Unit::Factor, least: -1.0, most: 1.0 };
const QUANTITY: Measure = Measure { unit: Unit::Count, least: 1e-9, most: 1e9 };

const FIELDS: &[Field] = &[
    Field::required("received", Kind::Object(ASSET_FIELDS)),
    Field::required("given", Kind::Object(ASSET_FIELDS)),
    Field::required("correlation", Kind::Number(CORRELATION)),
    EXPIRY,
];

const ASSET_FIELDS: &[Field] = &[
    Field::required("assetValue", Kind::Number(WORTH)),
    VOLATILE,
    Field::optional("assetQuantity", Kind::Number(QUANTITY)),
    YIELD,
];

/// One side of the exchange.
struct Side<'p> {
    value: Figure<'p>,
    quantity: Figure<'p>,
    yield_rate: Figure<'p>,
    volatility: Figure<'p>,
}

/// The asset received (1) or given (2).
fn side<'p>(paper: &'p Paper, inputs: &Inputs, number: u32) -> Option<Side<'p>> {
    let quantity = match inputs.number("assetQuantity") {
        Some(cell) => cell.record(paper, "asset-quantity", Unit::Count).in_year(number),
        None => paper.constant(1.0),
    };
    Some(Side {
        value: inputs.number("assetValue")?.record(paper, "asset-value", Unit::Money).in_year(number),
        quantity,
        yield_rate: yield_rate(paper, inputs),
        volatility: inputs.number("volatility")?.record(paper, "volatility", Unit::Rate).in_year(number),
    })
}

impl Method for ExchangeOption {
    fn name(&self) -> &'static str {
        "exchangeOption"
    }

    fn approach(&self) -> &'static str {
        "option"
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
        let received = side(paper, inputs.object("received")?, 1)?;
        let given = side(paper, inputs.object("given")?, 2)?;
        let correlation = inputs.number("correlation")?.record(paper, "correlation", Unit::Factor);
        let (one, two) = (received.volatility, given.volatility);
        // Of equal assets that move as one the difference may fall below nothing by its last digit.
        let variance = (one * one + two * two - correlation * one * two * 2.0).greatest(0.0);
        let terms = OptionTerms {
            underlying: received.value * received.quantity,
            exercise: given.value * given.quantity,
            years: inputs.number("yearsToExpiry")?.record(paper, "years-to-expiry", Unit::Years),
            rate: given.yield_rate,
            yield_rate: received.yield_rate,
            volatility: variance.square_root().named("volatility-of-ratio").measured_in(Unit::Rate),
        };
        let outlook = terms.outlook(true);
        let value = outlook.value(true).named("option-value").measured_in(Unit::Money);
        let factor = |figure: Figure<'p>| figure.measured_in(Unit::Factor);
        factor((outlook.underlying_today * outlook.first_weight / received.value).named("delta")).in_year(1);
        factor((-(outlook.exercise_today * outlook.second_weight) / given.value).named("delta")).in_year(2);
        let density = outlook.underlying_today * outlook.density() / outlook.deviation;
        factor((density / (received.value * received.value)).named("gamma")).in_year(1);
        factor((density / (given.value * given.value)).named("gamma")).in_year(2);
        let immediate = (terms.underlying - terms.exercise).named("value-of-immediate-exercise");
        let immediate = immediate.measured_in(Unit::Money);
        (value - immediate.greatest(0.0)).named("value-of-waiting").measured_in(Unit::Money);
        find_early(inputs.pointer_to("received"), immediate, value, remarks);
        Some(Worked::of(value))
    }
}
