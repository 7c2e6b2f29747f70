//! What every method is to the rest of the house: a name, a table of inputs, and a formula on the paper.

use crate::asset::{Asset, Date};
use crate::case::{Cell, Field, Inputs};
use crate::problem::{Finding, Problem, Remarks};
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
    /// What earlier entries of the case read: those of their figures that have a range are drawn.
    pub drawn: &'a [Cell],
    /// Whether the case has inputs that are drawn move together.
    pub correlated: bool,
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

/// The entries of a list that must not be empty.
pub fn listed<'i>(inputs: &'i Inputs, key: &str, remarks: &mut Remarks) -> &'i [Inputs] {
    let entries = inputs.list(key);
    if inputs.has(key) && entries.is_empty() {
        remarks.refuse(Problem::new(inputs.pointer_to(key), "nothing-listed"));
    }
    entries
}

/// The numbers behind an estimation. Nothing that is drawn may stand there, for an estimate is made once; and
/// what another entry worked out stays as it was when the estimate was made.
pub fn plain<'c>(cells: impl IntoIterator<Item = &'c Cell>, remarks: &mut Remarks) -> Vec<f64> {
    let plain = cells.into_iter().map(|cell| {
        if cell.range.is_some() {
            remarks.refuse(Problem::new(format!("{}/range", cell.pointer), "estimate-of-range"));
        }
        if cell.link.is_some() {
            remarks.find(Finding::note(Problem::new(cell.pointer.clone(), "estimated-once")));
        }
        cell.value
    });
    plain.collect()
}

/// All of them, or none. Every one is worked out before the first that failed ends it, so that all problems of
/// a list arrive together.
pub fn all<T>(each: impl Iterator<Item = Option<T>>) -> Option<Vec<T>> {
    let each: Vec<Option<T>> = each.collect();
    each.into_iter().collect()
}

/// A figure under the name that the user gave its entry.
pub fn called<'p>(figure: Figure<'p>, entry: &Inputs) -> Figure<'p> {
    let label = entry.text("name").map(str::to_owned);
    figure.annotate(|note| note.label = label)
}

/// Which of several ways of stating something the case took: the first whose first key was given. What else
/// that way needs has to be there, and what belongs to another way only must not; the way comes back all the
/// same, so that the rest of the inputs is looked at.
pub fn way(inputs: &Inputs, ways: &[&[&'static str]], remarks: &mut Remarks) -> Option<usize> {
    let keys = || ways.iter().flat_map(|way| way.iter().copied());
    // A figure that was given and could not be read has had its problem already.
    if keys().any(|key| is_spoken_of(inputs, key, remarks)) {
        return None;
    }
    let chosen = ways.iter().position(|way| way.first().is_some_and(|first| inputs.has(first)));
    let Some(way) = chosen.and_then(|chosen| ways.get(chosen)) else {
        let firsts: Vec<&str> = ways.iter().filter_map(|way| way.first().copied()).collect();
        let (one, others) = firsts.split_first()?;
        let problem = Problem::new(inputs.pointer_to(one), "missing-either").with("one", *one);
        remarks.refuse(problem.with("other", others.join(", ")));
        return None;
    };
    for key in way.iter().filter(|key| !inputs.has(key)) {
        remarks.refuse(Problem::new(inputs.pointer_to(key), "missing").with("key", *key));
    }
    for key in keys().filter(|key| is_own(inputs, key) && !way.contains(key)) {
        // A key that two other ways share is refused once.
        if !is_spoken_of(inputs, key, remarks) {
            let problem = Problem::new(inputs.pointer_to(key), "conflicting");
            remarks.refuse(problem.with("with", way.first().copied().unwrap_or_default()));
        }
    }
    chosen
}

/// Whether a key was given to the method itself: a fact shared with other methods may well be of no use to one.
pub fn is_own(inputs: &Inputs, key: &str) -> bool {
    inputs.has(key) && inputs.pointer_to(key) == format!("{}/{key}", inputs.pointer)
}

/// Whether a key, or anything below it, has been refused already.
pub fn is_spoken_of(inputs: &Inputs, key: &str, remarks: &Remarks) -> bool {
    let places = [format!("{}/{key}", inputs.pointer), format!("/facts/{key}")];
    let speaks_of = |problem: &Problem, place: &String| {
        let rest = problem.pointer.strip_prefix(place.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    remarks.problems.iter().any(|problem| places.iter().any(|place| speaks_of(problem, place)))
}

/// Refuses the want of a key that what else was given asks for.
pub fn need(inputs: &Inputs, key: &'static str, remarks: &mut Remarks) {
    if !inputs.has(key) && !is_spoken_of(inputs, key, remarks) {
        remarks.refuse(Problem::new(inputs.pointer_to(key), "missing").with("key", key));
    }
}

/// A way of valuing.
pub trait Method: Sync {
    /// Its name in a case and on the command line.
    fn name(&self) -> &'static str;

    /// The approach that it belongs to: income, market, cost, or stated; or what it serves: rate, score,
    /// evidence.
    fn approach(&self) -> &'static str;

    /// What its result measures.
    fn gives(&self) -> Unit {
        Unit::Money
    }

    /// Whether its result is a value to conclude from: money, and not a fee, an award or a present value that
    /// only serves as evidence.
    fn concludes(&self) -> bool {
        self.gives() == Unit::Money && !matches!(self.approach(), "rate" | "score" | "evidence")
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
