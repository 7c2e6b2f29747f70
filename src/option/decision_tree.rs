//! A decision tree (决策树): chances and choices one after another, folded back from their outcomes; lawsuits, trials
//! and launches alike.
//! ```text
//! branch   Bᵢ = (Wᵢ − Cᵢ) · (1 + r)^−(tᵢ − t)            to node i at tᵢ, at the cost Cᵢ, from a node at t
//! chance   W  = Σ pᵢ·Bᵢ ÷ Σ pᵢ       decision  W = max Bᵢ       outcome  W = the value that it brings
//! reached  Pᵢ = P · pᵢ ÷ Σ p after a chance;  P after the choice that is best, 0 after the others
//! ```
//! The nodes are a list, each naming the node that it follows; the one that follows none is where the tree begins.
//! What a node costs is paid when it is reached.
//!
//! - Stated: Raiffa, Decision Analysis; the value is the expected one.
//! - Inferred: the division by Σ pᵢ, as in `scenarios`; of choices alike the first is taken.
//! - Limit: risk is in the probabilities; a rate raised for it as well counts it twice.

use std::collections::BTreeMap;

use crate::case::{Field, Inputs, Kind, Measure};
use crate::method::{Method, Setting, Worked, called, is_spoken_of, listed, need};
use crate::problem::{Problem, Remarks};
use crate::workpaper::{Comparison, Figure, Paper, Unit};

/// The method as a case calls it.
pub struct DecisionTree;

const NODE_KINDS: &[&str] = &["chance", "decision", "outcome"];

const FIELDS: &[Field] = &[
    Field::required("nodes", Kind::List(NODE_FIELDS)),
    Field::optional("discountRate", Kind::Number(Measure::DISCOUNT)),
];

const NODE_FIELDS: &[Field] = &[
    Field::required("node", Kind::Text),
    Field::optional("name", Kind::Text),
    Field::required("nodeKind", Kind::Choice(NODE_KINDS)),
    Field::optional("follows", Kind::Text),
    Field::optional("probability", Kind::Number(Measure::SHARE)),
    Field::optional("cost", Kind::Number(Measure::CASH)),
    Field::optional("value", Kind::Number(Measure::CASH)),
    Field::optional("year", Kind::Number(Measure::LIFE)),
];

/// The list as a tree: places of nodes, those that follow after those that they follow.
struct Tree<'i> {
    entries: &'i [Inputs],
    /// The place of the node that each follows.
    follows: Vec<Option<usize>>,
    /// From the root outwards.
    order: Vec<usize>,
}

impl<'i> Tree<'i> {
    /// The tree that the entries describe; none if they describe another thing, and then the remarks say what.
    fn read(entries: &'i [Inputs], remarks: &mut Remarks) -> Option<Self> {
        let before = remarks.problems.len();
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        for (place, entry) in entries.iter().enumerate() {
            let Some(node) = entry.text("node") else { continue };
            if places.insert(node, place).is_some() {
                remarks.refuse(Problem::new(entry.pointer_to("node"), "node-twice").with("node", node));
            }
        }
        let mut root = None;
        let mut follows = Vec::new();
        for (place, entry) in entries.iter().enumerate() {
            let parent = entry.text("follows").and_then(|parent| places.get(parent).copied());
            match (entry.text("follows"), parent) {
                (Some(named), None) => {
                    let problem = Problem::new(entry.pointer_to("follows"), "no-such-node");
                    remarks.refuse(problem.with("node", named));
                }
                (None, _) if is_spoken_of(entry, "follows", remarks) => {}
                (None, _) if root.is_some() => {
                    remarks.refuse(Problem::new(entry.pointer_to("follows"), "second-root"));
                }
                (None, _) => root = Some(place),
                _ => {}
            }
            follows.push(parent);
        }
        let mut tree = Self { entries, follows, order: Vec::new() };
        tree.order.extend(root);
        let mut next = 0;
        while let Some(&place) = tree.order.get(next) {
            let branches: Vec<usize> = tree.branches(place).collect();
            tree.order.extend(branches);
            next += 1;
        }
        // What cannot be reached although all that is named exists goes round in a circle.
        if remarks.problems.len() == before && tree.order.len() < entries.len() {
            let circling = entries.iter().enumerate().find(|(place, _)| !tree.order.contains(place));
            if let Some((_, entry)) = circling {
                remarks.refuse(Problem::new(entry.pointer_to("follows"), "nodes-in-a-circle"));
            }
        }
        (remarks.problems.len() == before).then_some(tree)
    }

    /// The places of the nodes that follow one.
    fn branches(&self, place: usize) -> impl Iterator<Item = usize> {
        let follows = self.follows.iter().enumerate();
        follows.filter(move |(_, parent)| **parent == Some(place)).map(|(branch, _)| branch)
    }

    fn kind(&self, place: usize) -> &str {
        self.entries.get(place).and_then(|entry| entry.text("nodeKind")).unwrap_or_default()
    }

    /// What each node must say, and must not, where it stands.
    fn refuse_misplaced(&self, remarks: &mut Remarks) {
        for (place, entry) in self.entries.iter().enumerate() {
            let parent = self.follows.get(place).copied().flatten();
            let after_chance = parent.is_some_and(|parent| self.kind(parent) == "chance");
            let mut only = |key: &'static str, wanted: bool, with: &'static str| {
                if wanted {
                    need(entry, key, remarks);
                } else if entry.has(key) {
                    remarks.refuse(Problem::new(entry.pointer_to(key), "conflicting").with("with", with));
                }
            };
            only("probability", after_chance, "follows");
            only("value", self.kind(place) == "outcome", "nodeKind");
            let branches = self.branches(place).count();
            if (self.kind(place) == "outcome") != (branches == 0) && !self.kind(place).is_empty() {
                let problem = Problem::new(entry.pointer_to("nodeKind"), "node-kind-against-branches");
                remarks.refuse(problem.with("branches", branches));
            }
            if self.kind(place) == "chance" && branches > 0 {
                let cells = self.branches(place).map(|branch| self.entries.get(branch)?.number("probability"));
                let sum = cells.map(|cell| cell.map(|cell| cell.value)).sum::<Option<f64>>();
                if let Some(sum) = sum.filter(|sum| (sum - 1.0).abs() > 1e-6) {
                    let problem = Problem::new(entry.pointer.clone(), "probabilities-not-one");
                    remarks.refuse(problem.with("sum", sum));
                }
            }
        }
    }
}

/// What each node has to the formula, by place.
struct Sheet<'p> {
    years: Vec<Figure<'p>>,
    costs: Vec<Option<Figure<'p>>>,
    weights: Vec<Option<Figure<'p>>>,
    values: Vec<Option<Figure<'p>>>,
}

impl<'p> Sheet<'p> {
    fn of(paper: &'p Paper, tree: &Tree<'_>, remarks: &mut Remarks) -> Self {
        let none = vec![None; tree.entries.len()];
        let mut sheet = Self {
            years: vec![paper.constant(0.0); tree.entries.len()],
            costs: none.clone(),
            weights: none.clone(),
            values: none,
        };
        for &place in &tree.order {
            let Some(entry) = tree.entries.get(place) else { continue };
            let number = place as u32 + 1;
            let label = |figure: Figure<'p>| {
                let node = entry.text("name").or(entry.text("node")).map(str::to_owned);
                figure.in_year(number).annotate(|note| note.label = node)
            };
            let before = tree.follows.get(place).copied().flatten();
            let before = before.and_then(|parent| sheet.years.get(parent)).copied();
            let year = entry.number("year");
            let at = match year {
                Some(cell) => label(cell.record(paper, "node-year", Unit::Years)),
                None => before.unwrap_or(paper.constant(0.0)),
            };
            if let (Some(cell), Some(before)) = (year, before.filter(|before| before.value() > at.value())) {
                let problem = Problem::new(cell.pointer.clone(), "years-not-ascending");
                remarks.refuse(problem.with("year", before.value()).with("later", at.value()));
            }
            let cost = entry.number("cost").map(|cell| label(cell.record(paper, "node-cost", Unit::Money)));
            let weight =
                entry.number("probability").map(|cell| label(cell.record(paper, "probability", Unit::Share)));
            let value =
                entry.number("value").map(|cell| label(cell.record(paper, "outcome-value", Unit::Money)));
            sheet.put(place, at, cost, weight, value);
        }
        sheet
    }

    fn put(
        &mut self,
        place: usize,
        year: Figure<'p>,
        cost: Option<Figure<'p>>,
        weight: Option<Figure<'p>>,
        value: Option<Figure<'p>>,
    ) {
        self.years[place] = year;
        self.costs[place] = cost;
        self.weights[place] = weight;
        self.values[place] = value;
    }
}
