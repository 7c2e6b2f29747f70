//! The cost of equity by the capital asset pricing model (资本资产定价模型), with relevered betas.
//! ```text
//! Re = Rf + β · ERP + s + α
//! β  = βu · (1 + (1 − τ) · D/E)           Hamada; βu = βl ÷ (1 + (1 − τ) · D/E of the comparables)
//! ```
//! Rf the risk-free rate and ERP the equity risk premium, a year; β how the equity moves with the market; βu
//! without debt, βl with the debt of the comparables; τ the tax rate; D/E debt over equity at market values;
//! s a premium for size, α one for what is peculiar to the firm.
//!
//! - Stated: the standard texts of valuation; Hamada's form, with tax and riskless debt.
//! - Limit: a rate for equity as a whole. What a right alone must earn is for `wara` to say.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::method::{Method, Setting, Worked, way};
use crate::problem::Remarks;
use crate::rate::{LEVERAGE, of_the_day};
use crate::workpaper::{Figure, Paper, Unit};

const BETA: Measure = Measure { unit: Unit::Factor, least: -10.0, most: 10.0 };

/// The inputs of the model.
pub const CAPM_FIELDS: &[Field] = &[
    Field::required("riskFreeRate", Kind::Number(Measure::RATE)),
    Field::required("equityRiskPremium", Kind::Number(Measure::RATE)),
    Field::optional("beta", Kind::Number(BETA)),
    Field::optional("unleveredBeta", Kind::Number(BETA)),
    Field::optional("comparableBeta", Kind::Number(BETA)),
    Field::optional("comparableDebtToEquity", Kind::Number(LEVERAGE)),
    Field::optional("debtToEquity", Kind::Number(LEVERAGE)),
    Field::optional("taxRate", Kind::Number(Measure::SHARE)),
    Field::optional("sizePremium", Kind::Number(Measure::RATE)),
    Field::optional("specificPremium", Kind::Number(Measure::RATE)),
];

/// As it is, relevered, or unlevered and relevered.
const BETA_WAYS: &[&[&str]] = &[
    &["beta"],
    &["unleveredBeta", "debtToEquity", "taxRate"],
    &["comparableBeta", "comparableDebtToEquity", "debtToEquity", "taxRate"],
];

/// β with debt, out of β without: βu · (1 + (1 − τ) · D/E).
///
/// - Published (simonplmak-cloud/intangible-valuation, TestBetaRelevered): 0.87 at 0.6 and 25 % is 1.2615.
/// ```
/// # use ipval::{rate::relevered_beta, workpaper::{Paper, Unit}};
/// let paper = Paper::default();
/// let beta = paper.input("unlevered-beta", Unit::Factor, 0.87);
/// let beta = relevered_beta(beta, paper.share("tax-rate", 0.25), paper.share("debt-to-equity", 0.6));
/// assert!((beta.value() - 1.2615).abs() < 1e-12);
/// ```
pub fn relevered_beta<'p>(unlevered: Figure<'p>, tax_rate: Figure<'p>, debt: Figure<'p>) -> Figure<'p> {
    (unlevered * (1.0 + (1.0 - tax_rate) * debt)).named("relevered-beta").measured_in(Unit::Factor)
}

/// β without debt, out of β with: βl ÷ (1 + (1 − τ) · D/E).
pub fn unlevered_beta<'p>(levered: Figure<'p>, tax_rate: Figure<'p>, debt: Figure<'p>) -> Figure<'p> {
    (levered / (1.0 + (1.0 - tax_rate) * debt)).named("unlevered-beta").measured_in(Unit::Factor)
}

/// The cost of equity; a rate a year.
pub fn capm<'p>(paper: &'p Paper, inputs: &Inputs, remarks: &mut Remarks) -> Option<Figure<'p>> {
    let beta = beta(paper, inputs, remarks);
    let risk_free = of_the_day(inputs, "riskFreeRate", remarks);
    let premium = of_the_day(inputs, "equityRiskPremium", remarks);
    let risk_free = risk_free?.record(paper, "risk-free-rate", Unit::Rate);
    let premium = premium?.record(paper, "equity-risk-premium", Unit::Rate);
    let mut cost = risk_free + beta? * premium;
    if let Some(size) = inputs.number("sizePremium") {
        cost = cost + size.record(paper, "size-premium", Unit::Rate);
    }
    if let Some(specific) = inputs.number("specificPremium") {
        cost = cost + specific.record(paper, "specific-premium", Unit::Rate);
    }
    Some(cost.named("cost-of-equity").measured_in(Unit::Rate))
}

/// β as it is given, or relevered from one without debt, or from one with the debt of the comparables.
fn beta<'p>(paper: &'p Paper, inputs: &Inputs, remarks: &mut Remarks) -> Option<Figure<'p>> {
    if way(inputs, BETA_WAYS, remarks)? == 0 {
        return Some(inputs.number("beta")?.record(paper, "beta", Unit::Factor));
    }
    let tax_rate = inputs.number("taxRate")?.record(paper, "tax-rate", Unit::Share);
    let debt = inputs.number("debtToEquity")?.record(paper, "debt-to-equity", Unit::Factor);
    let unlevered = match inputs.number("comparableBeta") {
        Some(levered) => {
            let theirs = inputs.number("comparableDebtToEquity")?;
            let theirs = theirs.record(paper, "comparable-debt-to-equity", Unit::Factor);
            unlevered_beta(levered.record(paper, "comparable-beta", Unit::Factor), tax_rate, theirs)
        }
        None => inputs.number("unleveredBeta")?.record(paper, "unlevered-beta", Unit::Factor),
    };
    Some(relevered_beta(unlevered, tax_rate, debt))
}

/// The method as a case calls it.
pub struct Capm;

impl Method for Capm {
    fn name(&self) -> &'static str {
        "capm"
    }

    fn approach(&self) -> &'static str {
        "rate"
    }

    fn gives(&self) -> Unit {
        Unit::Rate
    }

    fn fields(&self) -> &'static [Field] {
        CAPM_FIELDS
    }

    fn work<'p>(
        &self,
        paper: &'p Paper,
        inputs: &Inputs,
        _: &Setting<'_>,
        remarks: &mut Remarks,
    ) -> Option<Worked<'p>> {
        capm(paper, inputs, remarks).map(Worked::of)
    }
}
