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

use crate::case::{Field, Inputs, Kind, Measure};
use crate::method::{Method, Setting, Worked, is_spoken_of, listed};
use crate::option::only_for;
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

/// A node where it stands: those that follow stand after those that they follow.
struct Place<'i> {
    entry: &'i Inputs,
    /// Where the node that it follows stands.
    after: Option<usize>,
    /// Its number in the list of the case, from 1.
    number: u32,
}

impl Place<'_> {
    fn is(&self, kind: &str) -> bool {
        self.entry.text("nodeKind") == Some(kind)
    }
}

/// The nodes from the root outwards; none if the list is no tree, and then the remarks say why.
fn outwards<'i>(entries: &'i [Inputs], remarks: &mut Remarks) -> Option<Vec<Place<'i>>> {
    let before = remarks.problems.len();
    let names: Vec<Option<&str>> = entries.iter().map(|entry| entry.text("node")).collect();
    let mut tree: Vec<Place<'i>> = Vec::new();
    for (entry, number) in entries.iter().zip(1..) {
        let (name, follows) = (entry.text("node"), entry.text("follows"));
        if name.is_some() && names.iter().take(number as usize - 1).any(|earlier| *earlier == name) {
            let problem = Problem::new(entry.pointer_to("node"), "node-twice");
            remarks.refuse(problem.with("node", name.unwrap_or_default()));
        }
        match follows {
            Some(_) if names.contains(&follows) => {}
            Some(named) => {
                let problem = Problem::new(entry.pointer_to("follows"), "no-such-node");
                remarks.refuse(problem.with("node", named));
            }
            None if is_spoken_of(entry, "follows", remarks) => {}
            None if tree.is_empty() => tree.push(Place { entry, after: None, number }),
            None => remarks.refuse(Problem::new(entry.pointer_to("follows"), "second-root")),
        }
    }
    // Of two nodes with one name each would seem to follow the other.
    if remarks.problems.len() > before {
        return None;
    }
    let mut next = 0;
    while let Some(name) = tree.get(next).map(|place| place.entry.text("node")) {
        let branches = entries
            .iter()
            .zip(1..)
            .filter(|(entry, _)| entry.has("follows") && entry.text("follows") == name);
        tree.extend(branches.map(|(entry, number)| Place { entry, after: Some(next), number }));
        next += 1;
    }
    // What nobody reaches, although all that is named exists, goes round in a circle.
    let reached = |entry: &Inputs| tree.iter().any(|place| place.entry.pointer == entry.pointer);
    if let Some(entry) = entries.iter().find(|entry| !reached(entry)) {
        remarks.refuse(Problem::new(entry.pointer_to("follows"), "nodes-in-a-circle"));
        return None;
    }
    Some(tree)
}

/// The places that follow one.
fn branches(tree: &[Place<'_>], place: usize) -> impl Iterator<Item = usize> {
    let places = tree.iter().enumerate();
    places.filter(move |(_, branch)| branch.after == Some(place)).map(|(branch, _)| branch)
}

/// Refuses what a node says where it has no use, and the want of what it must say where it stands.
fn refuse_misplaced(tree: &[Place<'_>], discounted: bool, remarks: &mut Remarks) {
    for (index, place) in tree.iter().enumerate() {
        let entry = place.entry;
        let before = place.after.and_then(|after| tree.get(after));
        let after_chance = before.is_some_and(|before| before.is("chance"));
        only_for(entry, "probability", after_chance, "follows", remarks);
        only_for(entry, "value", place.is("outcome"), "nodeKind", remarks);
        if !discounted && entry.has("year") {
            let problem = Problem::new(entry.pointer_to("year"), "needs-other");
            remarks.refuse(problem.with("other", "discountRate"));
        }
        let following: Vec<&Place<'_>> =
            branches(tree, index).filter_map(|branch| tree.get(branch)).collect();
        if entry.has("nodeKind") && place.is("outcome") != following.is_empty() {
            let problem = Problem::new(entry.pointer_to("nodeKind"), "node-kind-against-branches");
            remarks.refuse(problem.with("branches", following.len()));
        }
        let cells = following.iter().map(|branch| branch.entry.number("probability"));
        let sum = cells.map(|cell| cell.map(|cell| cell.value)).sum::<Option<f64>>();
        if let Some(sum) = sum.filter(|sum| place.is("chance") && (sum - 1.0).abs() > 1e-6) {
            remarks.refuse(Problem::new(entry.pointer.clone(), "probabilities-not-one").with("sum", sum));
        }
    }
}

/// A node on the paper.
struct Node<'p> {
    year: Figure<'p>,
    cost: Option<Figure<'p>>,
    weight: Option<Figure<'p>>,
    /// What it is worth when it is reached; none until what follows is known.
    worth: Option<Figure<'p>>,
    /// That, less its cost, seen from the node before.
    branch: Option<Figure<'p>>,
}

/// A figure that belongs to a node, under the node's name.
fn of_node<'p>(figure: Figure<'p>, place: &Place<'_>) -> Figure<'p> {
    let name = place.entry.text("name").or(place.entry.text("node")).map(str::to_owned);
    figure.in_year(place.number).annotate(|note| note.label = name)
}

/// What the case says of each node.
fn nodes<'p>(paper: &'p Paper, tree: &[Place<'_>], remarks: &mut Remarks) -> Vec<Node<'p>> {
    let mut nodes: Vec<Node<'p>> = Vec::new();
    for place in tree {
        let before = place.after.and_then(|after| nodes.get(after)).map(|before| before.year);
        let before = before.unwrap_or_else(|| paper.constant(0.0));
        let cell = |key: &str| place.entry.number(key);
        let year = cell("year").map(|cell| (cell, cell.record(paper, "node-year", Unit::Years)));
        if let Some((cell, year)) = year.filter(|(_, year)| year.value() < before.value()) {
            let problem = Problem::new(cell.pointer.clone(), "years-not-ascending");
            remarks.refuse(problem.with("year", before.value()).with("later", year.value()));
        }
        let named = |figure| of_node(figure, place);
        nodes.push(Node {
            year: year.map_or(before, |(_, year)| named(year)),
            cost: cell("cost").map(|cell| named(cell.record(paper, "node-cost", Unit::Money))),
            weight: cell("probability").map(|cell| named(cell.record(paper, "probability", Unit::Share))),
            worth: cell("value").map(|cell| named(cell.record(paper, "outcome-value", Unit::Money))),
            branch: None,
        });
    }
    nodes
}

/// Folds the tree back from its outcomes; the value of its root.
fn folded<'p>(
    paper: &'p Paper,
    tree: &[Place<'_>],
    nodes: &mut [Node<'p>],
    growth: Option<Figure<'p>>,
) -> Option<Figure<'p>> {
    for (index, place) in tree.iter().enumerate().rev() {
        let following: Vec<&Node<'p>> =
            branches(tree, index).filter_map(|branch| nodes.get(branch)).collect();
        let worth = if place.is("outcome") {
            nodes.get(index)?.worth?
        } else if place.is("chance") {
            let weighted: Option<Vec<_>> =
                following.iter().map(|node| Some(node.weight? * node.branch?)).collect();
            let weights: Option<Vec<_>> = following.iter().map(|node| node.weight).collect();
            paper.sum(weighted?) / paper.sum(weights?)
        } else {
            let branches = following.iter().filter_map(|node| node.branch);
            branches.reduce(|best, next| best.greatest(next))?
        };
        let worth = of_node(worth.named("node-value"), place).measured_in(Unit::Money);
        let before = place.after.and_then(|after| nodes.get(after)).map(|before| before.year);
        let node = nodes.get_mut(index)?;
        let net = node.cost.map_or(worth, |cost| worth - cost);
        let elapsed = node.year - before.unwrap_or_else(|| paper.constant(0.0));
        let seen = growth.map_or(net, |growth| net * growth.to_the(-elapsed));
        node.worth = Some(worth);
        node.branch = Some(of_node(seen.named("branch-value"), place).measured_in(Unit::Money));
    }
    nodes.first()?.branch
}

/// Which choices are best, and with which probability each outcome is reached if they are made.
fn find_reached<'p>(paper: &'p Paper, tree: &[Place<'_>], nodes: &[Node<'p>]) -> Option<()> {
    let mut reached: Vec<Figure<'p>> = Vec::new();
    for (index, place) in tree.iter().enumerate() {
        let mut share = place.after.and_then(|after| reached.get(after)).copied();
        if let (Some(after), Some(before)) = (place.after, share) {
            let node = nodes.get(index)?;
            let beside = || branches(tree, after).filter_map(|branch| Some((branch, nodes.get(branch)?)));
            let part = if let Some(weight) = node.weight {
                weight / paper.sum(beside().filter_map(|(_, other)| other.weight))
            } else {
                // Of choices alike the first is taken, as a person would read the list.
                beside().filter(|(branch, _)| *branch != index).fold(
                    paper.constant(1.0),
                    |chosen, (branch, other)| {
                        let (Some(own), Some(other)) = (node.branch, other.branch) else { return chosen };
                        let beats = if branch < index { Comparison::Above } else { Comparison::AtLeast };
                        paper.select(own, beats, other, chosen, paper.constant(0.0))
                    },
                )
            };
            if node.weight.is_none() {
                of_node(part.named("chosen"), place).measured_in(Unit::Share);
            }
            share = Some(before * part);
        }
        let mut share = share.unwrap_or_else(|| paper.constant(1.0));
        if place.is("outcome") {
            share = of_node(share.named("probability-of-outcome"), place).measured_in(Unit::Share);
        }
        reached.push(share);
    }
    Some(())
}

impl Method for DecisionTree {
    fn name(&self) -> &'static str {
        "decisionTree"
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
        let before = remarks.problems.len();
        let tree = outwards(listed(inputs, "nodes", remarks), remarks)?;
        let rate = inputs.number("discountRate");
        refuse_misplaced(&tree, rate.is_some(), remarks);
        let growth = rate.map(|cell| 1.0 + cell.record(paper, "discount-rate", Unit::Rate));
        let mut nodes = nodes(paper, &tree, remarks);
        if remarks.problems.len() > before {
            return None;
        }
        let value = folded(paper, &tree, &mut nodes, growth)?;
        find_reached(paper, &tree, &nodes)?;
        Some(Worked::of(value.named("decision-tree").measured_in(Unit::Money)))
    }
}
