//! Comparable transactions (可比交易法): what others paid, adjusted to this right factor by factor.
//! ```text
//! pᵢ = Pᵢ · Π fᵢₖ        fᵢₖ = index of the subject ÷ index of the comparable, or a factor as given
//! V  = mean, weighted mean or median of the pᵢ
//! ```
//! Pᵢ the price of comparable i in money.
//!
//! - Stated: price × adjustment factors, 高等教育自学考试《资产评估》; the factors are date, scope of the right and
//!   kind of licence, remaining life, technology, market, terms.
//! - Limit: the usual bounds on adjustments, 20 % and 30 %, come from the real-estate code and are no rule
//!   for intellectual property; the proposed standard has wider ones of its own, and the case may set others.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::market::comparables::{Bound, CENTRE, OLDEST, SIMILARITY, bound, centre, comparables};
use crate::method::{Method, Setting, Worked, all, called};
use crate::problem::{Problem, Remarks};
use crate::workpaper::{Figure, Paper, Unit};

/// A price after its adjustments; money.
///
/// Published (高等教育自学考试《资产评估》, kaotiyun.com/show/whZM777K): 50 × 1.3 × 1.1 × 1.2 = 85.8.
/// ```
/// # use ipval::{market::adjusted_price, workpaper::Paper};
/// let paper = Paper::default();
/// let factors = [1.3, 1.1, 1.2].map(|factor| paper.constant(factor));
/// assert!((adjusted_price(paper.flow("price", 50.0), &factors).value() - 85.8).abs() <= 1e-12);
/// ```
pub fn adjusted_price<'p>(price: Figure<'p>, factors: &[Figure<'p>]) -> Figure<'p> {
    factors.iter().fold(price, |price, &factor| price * factor).named("adjusted-price")
}

/// The method as a case calls it.
pub struct ComparableTransactions;

const FACTORS: &[Field] = &[
    Field::required("name", Kind::Text),
    Field::optional("factor", Kind::Number(Measure::FACTOR)),
    Field::optional("subject", Kind::Number(Measure::FACTOR)),
    Field::optional("comparable", Kind::Number(Measure { unit: Unit::Factor, least: 1e-9, most: 1e12 })),
];

const COMPARABLES: &[Field] = &[
    Field::required("name", Kind::Text),
    Field::required("dealPrice", Kind::Number(Measure::MONEY)),
    Field::optional("date", Kind::Date),
    Field::optional("factors", Kind::List(FACTORS)),
    SIMILARITY,
];

const FIELDS: &[Field] = &[
    Field::required("comparables", Kind::List(COMPARABLES)),
    CENTRE,
    Field::optional("singleBound", Kind::Number(Measure::SHARE)),
    Field::optional("grossBound", Kind::Number(Measure::SHARE)),
    OLDEST,
];

impl Method for ComparableTransactions {
    fn name(&self) -> &'static str {
        "comparableTransactions"
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
        setting: &Setting<'_>,
        remarks: &mut Remarks,
    ) -> Option<Worked<'p>> {
        let before = remarks.problems.len();
        let entries = comparables(inputs, "comparables", setting, remarks);
        let single = bound(inputs.number("singleBound"), "adjustment-most", setting);
        let gross = bound(inputs.number("grossBound"), "gross-adjustment-most", setting);
        let bounds = (single.as_ref(), gross.as_ref());
        let prices = entries.iter().zip(1..).map(|(entry, number)| {
            let factors = factors(paper, entry, number, bounds, remarks)?;
            let price =
                entry.number("dealPrice")?.record(paper, "comparable-price", Unit::Money).in_year(number);
            Some(adjusted_price(called(price, entry), &factors).in_year(number))
        });
        let prices = all(prices)?;
        if prices.is_empty() {
            return None;
        }
        let value = centre(paper, inputs, entries, &prices, remarks)?.named("value-by-comparison");
        (remarks.problems.len() == before).then(|| Worked::of(value))
    }
}

/// The factors of one comparable, with what has to be said of their size, one by one and together.
fn factors<'p>(
    paper: &'p Paper,
    entry: &Inputs,
    number: u32,
    (single, most): (Option<&Bound>, Option<&Bound>),
    remarks: &mut Remarks,
) -> Option<Vec<Figure<'p>>> {
    let given = entry.list("factors").iter();
    let factors = all(given.map(|factor| adjustment(paper, factor, number, remarks)))?;
    if let Some(single) = single {
        for (factor, figure) in entry.list("factors").iter().zip(&factors) {
            let about = Problem::new(factor.pointer.clone(), "adjustment-beyond-bound");
            single.find_beyond((figure.value() - 1.0).abs(), about, remarks);
        }
    }
    let sizes: Vec<Figure<'p>> =
        factors.iter().map(|&factor| (factor - 1.0).greatest(1.0 - factor)).collect();
    let gross = paper.sum(sizes).named("gross-adjustment").in_year(number).measured_in(Unit::Share);
    if let Some(most) = most {
        let about = Problem::new(entry.pointer.clone(), "gross-adjustment-beyond-bound");
        most.find_beyond(gross.value(), about, remarks);
    }
    Some(factors)
}

/// One factor: as given, or the subject's index over the comparable's.
fn adjustment<'p>(
    paper: &'p Paper,
    factor: &Inputs,
    number: u32,
    remarks: &mut Remarks,
) -> Option<Figure<'p>> {
    let indices = factor.has("subject") || factor.has("comparable");
    if factor.has("factor") {
        if indices {
            let key = if factor.has("subject") { "subject" } else { "comparable" };
            remarks.refuse(Problem::new(factor.pointer_to("factor"), "conflicting").with("with", key));
        }
        let given = factor.number("factor")?.record(paper, "adjustment-factor", Unit::Factor);
        return Some(called(given.in_year(number), factor));
    }
    if !indices {
        let problem = Problem::new(factor.pointer_to("factor"), "missing-either").with("one", "factor");
        remarks.refuse(problem.with("other", "subject"));
    }
    for (key, other) in [("subject", "comparable"), ("comparable", "subject")] {
        if factor.has(key) && !factor.has(other) {
            remarks.refuse(Problem::new(factor.pointer_to(key), "needs-other").with("other", other));
        }
    }
    let subject = factor.number("subject")?.record(paper, "subject-index", Unit::Factor).in_year(number);
    let other = factor.number("comparable")?.record(paper, "comparable-index", Unit::Factor).in_year(number);
    Some(called((subject / other).named("adjustment-factor").in_year(number), factor))
}
