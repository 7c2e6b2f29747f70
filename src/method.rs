//! What every method is to the rest of the house: a name, a table of inputs, and a formula on the paper.

use crate::asset::{Asset, Date};
use crate::case::{Field, Inputs};
use crate::problem::Remarks;
use crate::standard::{LegalLife, Standards};
use crate::workpaper::{Figure, Paper, Unit};

/// The surroundings of a method: what is valued, when, in which money, under which standards.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    /// The thing; none where a method runs alone on given inputs.
    pub asset: Option<&'a Asset>,
    /// 评估基准日; none where a method runs alone on given inputs.
    pub valuation_date: Option<Date>,
    /// The currency, as an ISO 4217 code.
    pub currency: &'a str,
    /// How many of the currency one unit of the case's money is.
    pub unit_size: f64,
    /// When the right ends, where the law or the case sets an end.
    pub legal_life: Option<&'a LegalLife>,
    /// What the valuation is for, if the case says so.
    pub purpose: Option<&'a str>,
    /// The editions that came beside the case.
    pub standards: &'a Standards,
}

/// What ended the life of the income.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binding {
    /// the term of the right
    Legal,
    /// the economic life
    Economic,
    /// a contract
    Contractual,
    /// a life that the case states
    Stated,
    /// nothing but the length of the forecast
    Forecast,
}

impl Binding {
    /// The spelling that leaves the engine.
    pub fn name(self) -> &'static str {
        match self {
            Self::Legal => "legal",
            Self::Economic => "economic",
            Self::Contractual => "contractual",
            Self::Stated => "stated",
            Self::Forecast => "forecast",
        }
    }
}

/// How long income is counted, and why no longer.
#[derive(Clone)]
pub struct Life<'p> {
    /// Years from the valuation date.
    pub years: Figure<'p>,
    /// The most that it may be drawn to, in years; a forecast has to reach that far.
    pub longest: f64,
    /// What ends it.
    pub binding: Binding,
    /// The day on which the right itself ends, where the law or the case sets one.
    pub legal_end: Option<Date>,
}

/// What a method gives.
pub struct Worked<'p> {
    /// The value, in the unit that the method gives.
    pub value: Figure<'p>,
    /// The life that it counted, if it counts one.
    pub life: Option<Life<'p>>,
    /// The price of a licence under this right, if the method knows the royalties that it would bear.
    pub licence_price: Option<LicencePrice<'p>>,
}

impl<'p> Worked<'p> {
    /// A figure alone.
    pub fn of(value: Figure<'p>) -> Self {
        Self { value, life: None, licence_price: None }
    }
}

/// The price of a licence, as one sum, for a figure of years; recorded under the part begun before.
pub type LicencePrice<'p> = Box<dyn FnOnce(Figure<'p>, &mut Remarks) -> Figure<'p> + 'p>;

/// A way of valuing.
pub trait Method: Sync {
    /// Its name in a case and on the command line.
    fn name(&self) -> &'static str;

    /// The approach that it belongs to: income, market, cost, or stated; or what it serves: rate, score,
    /// evidence.
    fn approach(&self) -> &'static str;

    /// What its result measures. Only money is a value to conclude from; a rate or a score serves others.
    fn gives(&self) -> Unit {
        Unit::Money
    }

    /// The inputs that it takes.
    fn fields(&self) -> &'static [Field];

    /// Works out the value; none if the inputs do not carry it, and then the remarks say why.
    fn work<'p>(
        &self,
        paper: &'p Paper,
        inputs: &Inputs,
        setting: &Setting<'_>,
        remarks: &mut Remarks,
    ) -> Option<Worked<'p>>;
}
