//! An option with one day of exercise (欧式期权): to buy, or to sell, and what it pays by a rule of its own.
//! ```text
//! plain            ±(S·e^(−qT)·Φ(±d₁) − K·e^(−rT)·Φ(±d₂))
//! cashOrNothing    X·e^(−rT)·Φ(±d₂)
//! assetOrNothing   S·e^(−qT)·Φ(±d₁)
//! gap              ±(S·e^(−qT)·Φ(±d₁) − X·e^(−rT)·Φ(±d₂))       K the trigger, X what is paid
//! delta ±e^(−qT)·Φ(±d₁)      gamma e^(−qT)·φ(d₁) ÷ (S·σ√T)     vega S·e^(−qT)·φ(d₁)·√T
//! theta −S·e^(−qT)·φ(d₁)·σ ÷ 2√T ± (q·S·e^(−qT)·Φ(±d₁) − r·K·e^(−rT)·Φ(±d₂))
//! rho   ±K·T·e^(−rT)·Φ(±d₂)  elasticity delta · S ÷ value
//! ```
//! Symbols and sources as in `black_scholes`. A project's own value may stand beside, for the sum of both.
//!
//! - Stated: Haug, The Complete Guide to Option Pricing Formulas, pp. 2–16 and 88–90.
//! - Limit: a right that may be used on any day is worth no less; see `americanOption` and `latticeOption`.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::method::{Method, Setting, Worked};
use crate::option::black_scholes::{OptionTerms, Outlook};
use crate::option::{
    COMPOUNDING, EXERCISE, EXPIRY, OPTION_TYPE, RISK_FREE, UNDERLYING, VOLATILE, YIELD, is_call, only_for,
    risk_free, yield_rate,
};
use crate::problem::{Finding, Problem, Remarks};
use crate::workpaper::{Figure, Paper, Unit};

/// The method as a case calls it.
pub struct EuropeanOption;

/// What is paid when the option ends in the money.
const PAYOFFS: &[&str] = &["plain", "cashOrNothing", "assetOrNothing", "gap"];

const FIELDS: &[Field] = &[
    OPTION_TYPE,
    UNDERLYING,
    EXERCISE,
    EXPIRY,
    RISK_FREE,
    COMPOUNDING,
    YIELD,
    VOLATILE,
    Field::optional("payoff", Kind::Choice(PAYOFFS)),
    Field::optional("cashAmount", Kind::Number(Measure::MONEY)),
    Field::optional("gapPrice", Kind::Number(Measure::MONEY)),
    Field::optional("valueWithoutOption", Kind::Number(Measure::CASH)),
];

/// How the value moves with what it rests on, and what exercise today would bring.
pub(super) fn find_slopes<'p>(
    terms: &OptionTerms<'p>,
    outlook: &Outlook<'p>,
    call: bool,
    value: Figure<'p>,
) -> Figure<'p> {
    let OptionTerms { underlying, exercise, years, rate, yield_rate, volatility } = *terms;
    let signed = |figure: Figure<'p>| if call { figure } else { -figure };
    let factor = |figure: Figure<'p>| figure.measured_in(Unit::Factor);
    let money = |figure: Figure<'p>| figure.measured_in(Unit::Money);
    let density = outlook.underlying_today * outlook.density();
    let received = outlook.underlying_today * outlook.first_weight;
    let paid = outlook.exercise_today * outlook.second_weight;
    let delta = factor(signed(received / underlying).named("delta"));
    factor((density / (underlying * underlying * outlook.deviation)).named("gamma"));
    money((density * years.square_root()).named("vega"));
    let decay = density * volatility * volatility / (outlook.deviation * 2.0);
    let theta = money((signed(yield_rate * received - rate * paid) - decay).named("theta"));
    money((theta / 365.0).named("theta-per-day"));
    money(signed(paid * years).named("rho"));
    // An option that is worth all but nothing has no elasticity that could be told.
    factor((delta * underlying / value.greatest(underlying * 1e-12)).named("elasticity"));
    let immediate = money(signed(underlying - exercise).named("value-of-immediate-exercise"));
    money((value - immediate.greatest(0.0)).named("value-of-waiting"));
    immediate
}

/// Says where exercise today beats the right to exercise at the end.
pub(super) fn find_early(pointer: String, immediate: Figure<'_>, value: Figure<'_>, remarks: &mut Remarks) {
    if immediate.value() > value.value() {
        let about = Problem::new(pointer, "exercise-at-once");
        let about = about.with("immediate", immediate.value()).with("waiting", value.value());
        remarks.find(Finding::warning(about));
    }
}

impl Method for EuropeanOption {
    fn name(&self) -> &'static str {
        "europeanOption"
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
        let payoff = inputs.text("payoff").unwrap_or("plain");
        only_for(inputs, "cashAmount", payoff == "cashOrNothing", "payoff", remarks);
        only_for(inputs, "gapPrice", payoff == "gap", "payoff", remarks);
        let call = is_call(inputs);
        let terms = OptionTerms {
            underlying: inputs.number("underlyingValue")?.record(paper, "underlying-value", Unit::Money),
            exercise: inputs.number("exercisePrice")?.record(paper, "exercise-price", Unit::Money),
            years: inputs.number("yearsToExpiry")?.record(paper, "years-to-expiry", Unit::Years),
            rate: risk_free(paper, inputs)?,
            yield_rate: yield_rate(paper, inputs),
            volatility: inputs.number("volatility")?.record(paper, "volatility", Unit::Rate),
        };
        let outlook = terms.outlook(call);
        let received = outlook.underlying_today * outlook.first_weight;
        let discount = (-(terms.rate * terms.years)).exponential();
        let paid = |amount: Figure<'p>| amount * discount * outlook.second_weight;
        let value = match payoff {
            "cashOrNothing" => paid(inputs.number("cashAmount")?.record(paper, "cash-amount", Unit::Money)),
            "assetOrNothing" => received,
            "gap" => {
                let paid = paid(inputs.number("gapPrice")?.record(paper, "gap-price", Unit::Money));
                if call { received - paid } else { paid - received }
            }
            _ => outlook.value(call),
        };
        let value = value.named("option-value").measured_in(Unit::Money);
        if payoff == "plain" {
            let immediate = find_slopes(&terms, &outlook, call, value);
            find_early(inputs.pointer_to("underlyingValue"), immediate, value, remarks);
        }
        if let Some(cell) = inputs.number("valueWithoutOption") {
            let without = cell.record(paper, "value-without-option", Unit::Money);
            (without + value).named("value-with-option");
        }
        Some(Worked::of(value))
    }
}
