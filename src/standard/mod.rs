//! Standards and law as data: editions by date, clauses, and dated parameters.
//!
//! An edition is one file under `valuation-standards/`. The edition that governs is the one in force on
//! the governing date; none, or two, is a problem and never a default. The engine holds no copy: editions
//! come in beside the case, so that a bank can lay its own file beside ours.

mod annual_fees;
#[cfg(not(target_arch = "wasm32"))]
mod bundled;
mod flaws;
pub mod judgement;
mod legal_life;
mod overlay;
pub mod requirement;
mod term_compensation;

pub use annual_fees::{AnnualFee, annual_fees};
#[cfg(not(target_arch = "wasm32"))]
pub use bundled::{BUNDLED, bundled};
pub use flaws::{GRADES, GROUPS, UNITS, flaws, is_chinese, is_name, policy_flaws};
pub use legal_life::{LegalLife, legal_life};
pub use term_compensation::{TermCompensation, delay_compensation, drug_compensation};

use std::cell::RefCell;
use std::collections::BTreeSet;

use crate::asset::{Date, parse_date, written};
use crate::case::Node;
use crate::problem::{Finding, Problem};
use crate::standard::requirement::Clause;

/// The format of editions that this engine reads.
pub const FORMAT: &str = "ipval-standard/1";

/// One edition of a law, a standard or a policy.
#[derive(Clone, Debug)]
pub struct Edition {
    /// Which document, as in `cn-patent-law`.
    pub id: String,
    /// Which edition of it, named by the day on which it came into force.
    pub edition: String,
    /// What sort of document: law, standard, bank-policy.
    pub group: String,
    /// Whether its content is here; `to be transcribed` if only its place is.
    pub transcribed: bool,
    /// What its clauses ask, in their order.
    pub judged: Vec<Clause>,
    /// Whether it is a proposal of our own, which no authority has adopted.
    pub proposed: bool,
    from: Date,
    to: Option<Date>,
    node: Node,
}

/// A value set by a clause, with all that is needed to cite it.
#[derive(Clone, Debug)]
pub struct Ruling {
    /// The number, or the numbers by year of the right.
    pub value: RulingValue,
    /// How well the value is known: P, O, S, or M-high.
    pub grade: String,
    /// Where it was read.
    pub source: String,
    /// The clause that sets it, as `edition-id#clause-id`.
    pub clause: String,
    /// Whether a term runs to 31 December of its last year.
    pub runs_to_year_end: bool,
}

/// What a parameter may be.
#[derive(Clone, Debug, PartialEq)]
pub enum RulingValue {
    /// one number
    Number(f64),
    /// a number for each band of years: from, to (both included), value
    Bands(Vec<(u32, u32, f64)>),
}

impl Ruling {
    /// The number, if it is one.
    pub fn number(&self) -> Option<f64> {
        match self.value {
            RulingValue::Number(value) => Some(value),
            RulingValue::Bands(_) => None,
        }
    }

    /// What has to be said of a value that was not read in the primary text or on an official page.
    pub fn reservation(&self, pointer: &str) -> Option<Finding> {
        let about = |code| Problem::new(pointer, code).with("source", self.source.as_str());
        match self.grade.as_str() {
            "P" | "O" | "K" | "own" => None,
            "S" => Some(Finding::note(about("secondary-source").by_clause(self.clause.as_str()))),
            _ => Some(Finding::warning(about("unverified-parameter").by_clause(self.clause.as_str()))),
        }
    }

    /// The number of the band that holds a year of the right.
    pub fn in_year(&self, year: u32) -> Option<f64> {
        match &self.value {
            RulingValue::Number(value) => Some(*value),
            RulingValue::Bands(bands) => {
                bands.iter().find(|(from, to, _)| (*from..=*to).contains(&year)).map(|(_, _, value)| *value)
            }
        }
    }
}

impl Edition {
    /// Reads an edition; what it says beyond its dates is looked up when it is asked for.
    pub fn read(node: &Node) -> Result<Self, Problem> {
        let broken = || {
            let id = node.get("id").and_then(Node::text).unwrap_or("?");
            Problem::new("", "not-an-edition").with("id", id)
        };
        let text = |key: &str| node.get(key).and_then(Node::text).map(str::to_owned).ok_or_else(broken);
        if text("format")? != FORMAT {
            return Err(broken());
        }
        let in_force = node.get("inForce").ok_or_else(broken)?;
        let date = |key: &str| in_force.get(key).and_then(Node::text).and_then(parse_date);
        let clauses = node.get("clauses").map(Node::list).unwrap_or_default();
        Ok(Self {
            judged: clauses.iter().map(Clause::read).collect::<Option<_>>().ok_or_else(broken)?,
            id: text("id")?,
            edition: text("edition")?,
            group: text("group")?,
            transcribed: text("status")? == "in use",
            // A lender's policy is its own as well, and yet a rule where it is in force.
            proposed: text("group")? != "bank-policy"
                && node.get("verified").and_then(|by| by.get("grade")).and_then(Node::text) == Some("own"),
            from: date("from").ok_or_else(broken)?,
            to: date("to"),
            node: node.clone(),
        })
    }

    /// Whether it answers on a day. A proposal is in force nowhere, and is held against a case of any day.
    pub fn is_in_force(&self, day: Date) -> bool {
        self.proposed || self.from <= day && self.to.is_none_or(|to| day <= to)
    }

    /// Whether it speaks for a jurisdiction.
    pub fn governs(&self, jurisdiction: &str) -> bool {
        let own = self.node.get("jurisdiction").and_then(Node::text);
        own.is_some_and(|own| own == jurisdiction || own == "INT")
    }

    /// Whether it is laid over other editions: a lender's own policy, and not a dated example of one.
    pub fn is_laid_over(&self) -> bool {
        self.parameters().iter().any(|parameter| parameter.get("overlays").is_some())
    }

    /// Its title in a language, `zh` or `en`.
    pub fn title(&self, language: &str) -> &str {
        self.node.get("title").and_then(|title| title.get(language)).and_then(Node::text).unwrap_or(&self.id)
    }

    /// What a clause says, in a language.
    pub fn gist(&self, clause: &str, language: &str) -> Option<&str> {
        self.clause(clause)?.get("gist")?.get(language)?.text()
    }

    /// The article that a clause stands in.
    pub fn article(&self, clause: &str) -> Option<&str> {
        self.clause(clause)?.get("article")?.text()
    }

    /// The names of its clauses.
    pub fn clauses(&self) -> impl Iterator<Item = &str> {
        let clauses = self.node.get("clauses").map(Node::list).unwrap_or_default();
        clauses.iter().filter_map(|clause| clause.get("id").and_then(Node::text))
    }

    /// Its parameters, as they stand in the file.
    pub(crate) fn parameters(&self) -> &[Node] {
        self.node.get("parameters").map(Node::list).unwrap_or_default()
    }

    /// The rows of its score table; none where it has none.
    pub fn indicators(&self) -> &[Node] {
        self.node.get("indicators").map(Node::list).unwrap_or_default()
    }

    /// Whether a parameter is a sum of money.
    pub(crate) fn is_money(&self, parameter: &str) -> bool {
        let named = |node: &&Node| node.get("id").and_then(Node::text) == Some(parameter);
        let unit = self.parameters().iter().find(named).and_then(|parameter| parameter.get("unit"));
        unit.and_then(Node::text) == Some("money")
    }

    /// One of its parameters, as it stands in the file.
    pub(crate) fn parameter(&self, id: &str) -> Option<&Node> {
        self.parameters().iter().find(|parameter| parameter.get("id").and_then(Node::text) == Some(id))
    }

    /// The document as it was read.
    pub fn node(&self) -> &Node {
        &self.node
    }

    /// One of its clauses, as it stands in the file.
    pub(crate) fn clause(&self, id: &str) -> Option<&Node> {
        self.node
            .get("clauses")?
            .list()
            .iter()
            .find(|clause| clause.get("id").and_then(Node::text) == Some(id))
    }

    /// The value of a parameter for the day that governs it.
    pub fn ruling(&self, parameter: &str, governing: Date) -> Option<Ruling> {
        let parameter = self.parameter(parameter)?;
        let day = |value: &Node, key: &str| value.get(key).and_then(Node::text).and_then(parse_date);
        let value = parameter.get("values")?.list().iter().find(|value| {
            day(value, "from").is_none_or(|from| from <= governing)
                && day(value, "to").is_none_or(|to| governing <= to)
        })?;
        let bands = || {
            let band = |band: &Node| {
                let number = |key: &str| band.get(key).and_then(Node::number);
                Some((number("fromYear")? as u32, number("toYear")? as u32, number("value")?))
            };
            RulingValue::Bands(
                value.get("bands").map(Node::list).unwrap_or_default().iter().filter_map(band).collect(),
            )
        };
        let words =
            |node: &Node, key: &str| node.get(key).and_then(Node::text).unwrap_or_default().to_owned();
        Some(Ruling {
            value: value.get("value").and_then(Node::number).map_or_else(bands, RulingValue::Number),
            grade: words(value, "grade"),
            source: words(value, "source"),
            clause: format!("{}#{}", self.id, words(parameter, "clause")),
            runs_to_year_end: parameter.get("runsTo").and_then(Node::text) == Some("yearEnd"),
        })
    }
}

/// The editions that came beside a case, and which of them it relied on.
#[derive(Debug, Default)]
pub struct Standards {
    editions: Vec<Edition>,
    relied_on: RefCell<BTreeSet<(String, String)>>,
}

impl Standards {
    /// Reads editions; the first that cannot be read is the problem returned.
    pub fn read(nodes: &[Node]) -> Result<Self, Problem> {
        let editions = nodes.iter().map(Edition::read).collect::<Result<_, _>>()?;
        Ok(Self { editions, relied_on: RefCell::default() })
    }

    /// With one more edition, as a lender's own policy beside the packs.
    #[must_use]
    pub fn with(mut self, edition: Edition) -> Self {
        self.editions.push(edition);
        self
    }

    /// All editions.
    pub fn editions(&self) -> &[Edition] {
        &self.editions
    }

    /// The editions that rulings were taken from, as id and edition, in order.
    pub fn relied_on(&self) -> Vec<(String, String)> {
        self.relied_on.borrow().iter().cloned().collect()
    }

    fn rely_on(&self, edition: &Edition) {
        self.relied_on.borrow_mut().insert((edition.id.clone(), edition.edition.clone()));
    }

    /// Starts anew to note which editions are relied on: one set may serve many cases.
    pub fn forget_use(&self) {
        self.relied_on.borrow_mut().clear();
    }

    /// The one edition of a document in force on a day.
    pub fn in_force(&self, id: &str, day: Date) -> Result<&Edition, Problem> {
        let mut valid = self.editions.iter().filter(|edition| edition.id == id && edition.is_in_force(day));
        let about = |code| Problem::new("", code).with("id", id).with("date", written(day));
        let edition = valid.next().ok_or_else(|| about("no-edition-in-force"))?;
        if valid.next().is_some() {
            return Err(about("two-editions-in-force"));
        }
        if !edition.transcribed {
            return Err(about("edition-not-transcribed").with("edition", edition.edition.as_str()));
        }
        self.rely_on(edition);
        Ok(edition)
    }

    /// The value of a parameter: by the edition in force on the valuation date, for the governing day.
    pub fn ruling(
        &self,
        id: &str,
        parameter: &str,
        valuation: Date,
        governing: Date,
    ) -> Result<Ruling, Problem> {
        let edition = self.in_force(id, valuation)?;
        let ruling = edition.ruling(parameter, governing).ok_or_else(|| {
            let about = Problem::new("", "no-ruling").with("id", id).with("parameter", parameter);
            about.with("date", written(governing))
        })?;
        Ok(self.overlaid(id, parameter, ruling, valuation))
    }

    /// A limit that the proposed standard sets, as a lender's policy leaves it; none where it is not at hand.
    pub fn proposed(&self, parameter: &str, day: Date) -> Option<Ruling> {
        let edition = self.editions.iter().find(|edition| edition.proposed)?;
        Some(self.overlaid(&edition.id, parameter, edition.ruling(parameter, day)?, day))
    }

    /// An edition by its two names, as in `bank-bocom-beijing/2006`.
    pub fn named(&self, name: &str) -> Option<&Edition> {
        let (id, edition) = name.split_once('/')?;
        let named = self.editions.iter().find(|each| each.id == id && each.edition == edition)?;
        self.rely_on(named);
        Some(named)
    }

    /// What a clause says, given as `edition-id#clause-id`, by the edition in force or the newest there is.
    pub fn clause<'s>(&'s self, reference: &str, day: Option<Date>) -> Option<(&'s Edition, &'s str)> {
        let (id, clause) = reference.split_once('#')?;
        let place_in = |edition: &'s Edition| edition.clauses().find(|name| *name == clause);
        // An edition that is still to be transcribed cannot say what the clause says.
        let holding = || {
            let editions = self.editions.iter().filter(|edition| edition.id == id);
            editions.filter_map(|edition| Some((edition, place_in(edition)?)))
        };
        holding()
            .find(|(edition, _)| day.is_some_and(|day| edition.is_in_force(day)))
            .or_else(|| holding().next_back())
    }
}
