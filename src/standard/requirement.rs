//! What a clause asks of a valuation, as typed data: a closed list of kinds, never an expression.
//!
//! The data say where to look and what must be there; how that is judged is [`judgement`](super::judgement).

use crate::case::Node;
use crate::problem::Severity;

/// The closed list of what a clause can ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demand {
    /// the case says something
    Discloses,
    /// a figure names its source, or a statement its reason
    Justifies,
    /// a step, a method or an approach is used, or enough of them
    Uses,
    /// something must not be found
    Forbids,
    /// a figure lies between two numbers
    Bounds,
    /// several indications are brought to one, with a reason
    Reconciles,
    /// no income is counted beyond the life of the right
    LimitsLife,
    /// enough people sign
    Signs,
    /// papers are kept long enough
    Keeps,
    /// something is registered
    Registers,
    /// somebody consents
    Consents,
}

impl Demand {
    /// All of them, with the spelling of the data.
    pub const ALL: [(Self, &'static str); 11] = [
        (Self::Discloses, "discloses"),
        (Self::Justifies, "justifies"),
        (Self::Uses, "uses"),
        (Self::Forbids, "forbids"),
        (Self::Bounds, "bounds"),
        (Self::Reconciles, "reconciles"),
        (Self::LimitsLife, "limits-life"),
        (Self::Signs, "signs"),
        (Self::Keeps, "keeps"),
        (Self::Registers, "registers"),
        (Self::Consents, "consents"),
    ];

    /// The spelling that leaves the engine.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(demand, _)| *demand == self).map_or("", |(_, name)| name)
    }
}

/// One thing that a clause asks.
#[derive(Clone, Debug)]
pub struct Requirement {
    /// What sort of thing.
    pub demand: Demand,
    /// What missing it means; none if a person has to judge it.
    pub severity: Option<Severity>,
    /// Places in the case; `*` stands for every entry of a list.
    pub at: Vec<String>,
    /// Steps of the paper, by name.
    pub steps: Vec<String>,
    /// Methods, one of which is to be used.
    pub methods: Vec<String>,
    /// Approaches, one of which is to be used.
    pub approaches: Vec<String>,
    /// Codes that must not be raised.
    pub findings: Vec<String>,
    /// Whether `parameter` counts approaches and not methods.
    pub counts_approaches: bool,
    /// The parameter that says how much.
    pub parameter: Option<String>,
    /// The parameter below which a figure must not lie.
    pub least: Option<String>,
    /// The parameter above which a figure must not lie.
    pub most: Option<String>,
    /// Whether one indication alone needs a reason too.
    pub always: bool,
    /// When the clause concerns a case at all.
    pub when: When,
    /// When it does not, although `when` holds.
    pub unless: Option<When>,
}

/// When a requirement concerns a case: everything that is named holds.
#[derive(Clone, Debug, Default)]
pub struct When {
    /// what the valuation is for
    pub purpose: Vec<String>,
    /// the kind of right
    pub kind: Vec<String>,
    /// the basis of value
    pub basis: Vec<String>,
    /// one of these approaches is used
    pub approach: Vec<String>,
    /// one of these methods is used
    pub method: Vec<String>,
    /// all of these are given
    pub has: Vec<String>,
    /// none of these is given
    pub lacks: Vec<String>,
    /// each of these flags is true, of a starred one at any of its places
    pub is_true: Vec<String>,
    /// each of these flags is false
    pub is_false: Vec<String>,
    /// each of these places holds that word
    pub is: Vec<(String, String)>,
}

/// A clause, as far as it is judged.
#[derive(Clone, Debug)]
pub struct Clause {
    /// Its name.
    pub id: String,
    /// What it asks; nothing where it only informs.
    pub requires: Vec<Requirement>,
}

impl Clause {
    /// Whether the engine judges any of it.
    pub fn is_judged(&self) -> bool {
        self.requires.iter().any(|requirement| requirement.severity.is_some())
    }

    /// Whether missing it may bar a conclusion.
    pub fn may_bar(&self) -> bool {
        self.requires.iter().any(|requirement| requirement.severity == Some(Severity::Bar))
    }

    /// Reads a clause; none if it asks something that this engine does not know.
    pub fn read(node: &Node) -> Option<Self> {
        let requires = node.get("requires").map(Node::list).unwrap_or_default();
        Some(Self {
            id: node.get("id")?.text()?.to_owned(),
            requires: requires.iter().map(Requirement::read).collect::<Option<_>>()?,
        })
    }
}

fn words(node: &Node, key: &str) -> Vec<String> {
    let list = node.get(key).map(Node::list).unwrap_or_default();
    list.iter().filter_map(Node::text).map(str::to_owned).collect()
}

impl Requirement {
    fn read(node: &Node) -> Option<Self> {
        let kind = node.get("kind")?.text()?;
        let (demand, _) = Demand::ALL.into_iter().find(|(_, name)| *name == kind)?;
        let text = |key: &str| node.get(key).and_then(Node::text).map(str::to_owned);
        let severity = match text("severity").as_deref() {
            Some("bar") => Some(Severity::Bar),
            Some("warning") => Some(Severity::Warning),
            Some("note") => Some(Severity::Note),
            Some(_) => return None,
            None => None,
        };
        Some(Self {
            demand,
            severity: severity.filter(|_| node.get("judged").is_none()),
            at: words(node, "at"),
            steps: words(node, "steps"),
            methods: words(node, "methods"),
            approaches: words(node, "approaches"),
            findings: words(node, "findings"),
            counts_approaches: text("count").as_deref() == Some("approaches"),
            parameter: text("parameter"),
            least: text("least"),
            most: text("most"),
            always: node.get("always") == Some(&Node::Flag(true)),
            when: node.get("when").map(When::read).unwrap_or_default(),
            unless: node.get("unless").map(When::read),
        })
    }
}

impl When {
    fn read(node: &Node) -> Self {
        let is = match node.get("is") {
            Some(Node::Object(entries)) => entries
                .iter()
                .filter_map(|(pointer, word)| Some((pointer.clone(), word.text()?.to_owned())))
                .collect(),
            _ => Vec::new(),
        };
        Self {
            purpose: words(node, "purpose"),
            kind: words(node, "kind"),
            basis: words(node, "basis"),
            approach: words(node, "approach"),
            method: words(node, "method"),
            has: words(node, "has"),
            lacks: words(node, "lacks"),
            is_true: words(node, "true"),
            is_false: words(node, "false"),
            is,
        }
    }
}
