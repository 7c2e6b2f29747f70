//! The entries of a case, worked out one after the other on one paper; a later one may take what an earlier
//! one found.

use crate::appraise::{method_named, method_names, methods};
use crate::case::{Case, Cell, Field, Inputs, Link, MethodEntry, Node, camel_case, place, read_object};
use crate::conclusion::Indication;
use crate::method::{LicencePrice, Life, Method, Setting, Worked};
use crate::problem::{Finding, Problem, Remarks, Severity};
use crate::workpaper::{Paper, StepId, Unit};

pub(super) struct MethodDone {
    pub(super) id: String,
    pub(super) name: &'static str,
    pub(super) approach: &'static str,
    pub(super) part: String,
    pub(super) gives: Unit,
    pub(super) concluding: bool,
    pub(super) step: StepId,
}

/// What the methods of a case came to.
pub(super) struct MethodsDone<'c, 'p> {
    pub(super) done: Vec<MethodDone>,
    pub(super) indications: Vec<Indication<'c, 'p>>,
    pub(super) cells: Vec<Cell>,
    pub(super) life: Option<Life<'p>>,
    pub(super) licence_price: Option<LicencePrice<'p>>,
}

pub(super) fn run_methods<'c, 'p>(
    paper: &'p Paper,
    case: &'c Case,
    setting: &Setting<'_>,
    remarks: &mut Remarks,
) -> MethodsDone<'c, 'p> {
    let facts = read_facts(case, remarks);
    let mut all = MethodsDone {
        done: Vec::new(),
        indications: Vec::new(),
        cells: Vec::new(),
        life: None,
        licence_price: None,
    };
    for (number, entry) in case.methods.iter().enumerate() {
        if case.methods[..number].iter().any(|earlier| earlier.id == entry.id) {
            let problem = Problem::new(format!("{}/id", entry.pointer), "duplicate-id");
            remarks.refuse(problem.with("id", entry.id.as_str()));
        }
        let Some(method) = method_named(&entry.method) else {
            let known = method_names();
            let problem = Problem::new(format!("{}/method", entry.pointer), "not-a-choice");
            remarks.refuse(problem.with("found", entry.method.as_str()).with("choices", known.join(", ")));
            all.indications.push(Indication { id: &entry.id, approach: "", value: paper.constant(0.0) });
            continue;
        };
        let at = format!("{}/inputs", entry.pointer);
        let given =
            MethodEntry { inputs: linked(&entry.inputs, &at, paper, &all.done, remarks), ..entry.clone() };
        let setting = Setting { drawn: &all.cells, ..*setting };
        let (inputs, worked) = work(paper, method, &given, case.facts.as_ref(), &facts, &setting, remarks);
        all.cells.extend(inputs.cells().into_iter().cloned());
        find_double_benefit(entry, &inputs, &case.methods[..number], remarks);
        let concluding = method.concludes() && !entry.supporting;
        let indication =
            |value| concluding.then(|| Indication { id: &entry.id, approach: method.approach(), value });
        let Some(worked) = worked else {
            all.indications.extend(indication(paper.constant(0.0)));
            continue;
        };
        all.done.push(MethodDone {
            id: entry.id.clone(),
            name: method.name(),
            approach: method.approach(),
            part: entry.pointer.trim_start_matches('/').to_owned(),
            gives: method.gives(),
            concluding,
            step: worked.value.id(),
        });
        all.indications.extend(indication(worked.value));
        all.life = all.life.or(worked.life);
        all.licence_price = all.licence_price.or(worked.licence_price);
    }
    all
}

/// A benefit of amortisation on top of a value that holds one already.
fn find_double_benefit(entry: &MethodEntry, inputs: &Inputs, earlier: &[MethodEntry], remarks: &mut Remarks) {
    const KEY: &str = "taxAmortisationBenefit";
    if inputs.flag(KEY) != Some(true) {
        return;
    }
    // What all methods share has no place of its own among an entry's inputs.
    let shared = inputs.pointer_to(KEY).starts_with("/facts");
    let has_it = |entry: &&MethodEntry| shared || entry.inputs.get(KEY) == Some(&Node::Flag(true));
    if earlier.iter().filter(has_it).any(|source| takes(&entry.inputs, &source.id)) {
        let about = Problem::new(inputs.pointer_to(KEY), "amortisation-double-counted");
        remarks.find(Finding { severity: Severity::Bar, about });
    }
}

/// Whether a figure of these inputs is the result of the entry of that id. A part of a member of a list, as
/// of another asset that has to earn its return, is no part of the income, and may hold a benefit of its own.
fn takes(inputs: &Node, id: &str) -> bool {
    let Node::Object(entries) = inputs else { return false };
    let is_taken = |figure: &Node| figure.get("from").and_then(Node::text) == Some(id);
    entries.iter().any(|(_, figure)| is_taken(figure) || figure.list().iter().any(is_taken))
}

/// The facts that all methods share, read by every table that knows their keys.
fn read_facts(case: &Case, remarks: &mut Remarks) -> Inputs {
    let Some(node) = &case.facts else { return Inputs::new("/facts") };
    let mut fields: Vec<Field> = Vec::new();
    for method in case.methods.iter().filter_map(|entry| method_named(&entry.method)) {
        for field in method.fields() {
            if fields.iter().all(|known| known.key != field.key) {
                fields.push(Field { required: false, ..*field });
            }
        }
    }
    // A fact that only an unused method takes stays where it is: taking a method out loses nothing.
    let used = fields.len();
    let known = |key: &str| fields.iter().any(|field| field.key == key);
    if matches!(node, Node::Object(entries) if !entries.iter().all(|(key, _)| known(key))) {
        for field in methods().flat_map(|method| method.fields()) {
            if fields.iter().all(|known| known.key != field.key) {
                fields.push(Field { required: false, ..*field });
            }
        }
    }
    let facts = read_object(node, &fields, "/facts", remarks);
    for field in fields[used..].iter().filter(|field| facts.has(field.key)) {
        let about = Problem::new(facts.pointer_to(field.key), "fact-unused").with("key", field.key);
        remarks.find(Finding::note(about));
    }
    facts
}

fn work<'p>(
    paper: &'p Paper,
    method: &'static dyn Method,
    entry: &MethodEntry,
    raw_facts: Option<&Node>,
    facts: &Inputs,
    setting: &Setting<'_>,
    remarks: &mut Remarks,
) -> (Inputs, Option<Worked<'p>>) {
    paper.begin_part(entry.pointer.trim_start_matches('/').to_owned());
    let stated = |node: &Node| *node != Node::Nothing;
    let among_facts = |key: &str| raw_facts.and_then(|facts| facts.get(key)).is_some_and(stated);
    // What a method must have may stand among the facts: only what neither holds is missing.
    let fields: Vec<Field> = method
        .fields()
        .iter()
        .map(|field| Field { required: field.required && !among_facts(field.key), ..*field })
        .collect();
    let inputs = read_object(&entry.inputs, &fields, &format!("{}/inputs", entry.pointer), remarks);
    let inputs = inputs.completed_from(facts, method.fields().iter().map(|field| field.key));
    let worked = method.work(paper, &inputs, setting, remarks);
    (inputs, worked)
}

/// The inputs of an entry with each `{"from": …}` replaced by the figure that it names: the result of an
/// earlier entry, or one of its steps.
fn linked(node: &Node, pointer: &str, paper: &Paper, done: &[MethodDone], remarks: &mut Remarks) -> Node {
    // Where nothing can stand below, no place has to be written out.
    let within = |key: &str, below: &Node, remarks: &mut Remarks| match below {
        Node::List(_) | Node::Object(_) => linked(below, &place(pointer, key), paper, done, remarks),
        leaf => leaf.clone(),
    };
    match node {
        Node::List(nodes) => {
            let below = nodes.iter().enumerate();
            Node::List(below.map(|(index, below)| within(&index.to_string(), below, remarks)).collect())
        }
        Node::Object(entries) => match link(node, entries, pointer, paper, done, remarks) {
            Some(found) => found,
            None => {
                let below = entries.iter().map(|(key, below)| (key.clone(), within(key, below, remarks)));
                Node::Object(below.collect())
            }
        },
        other => other.clone(),
    }
}

fn link(
    node: &Node,
    entries: &[(String, Node)],
    pointer: &str,
    paper: &Paper,
    done: &[MethodDone],
    remarks: &mut Remarks,
) -> Option<Node> {
    let id = node.get("from").and_then(Node::text)?;
    if entries.iter().any(|(key, _)| !matches!(key.as_str(), "from" | "step" | "period")) {
        return None;
    }
    let Some(entry) = done.iter().find(|entry| entry.id == id) else {
        let known: Vec<&str> = done.iter().map(|entry| entry.id.as_str()).collect();
        let problem = Problem::new(place(pointer, "from"), "no-such-entry").with("id", id);
        remarks.refuse(problem.with("known", known.join(", ")));
        return Some(Node::Nothing);
    };
    let record = paper.record();
    let period = node.get("period").and_then(Node::number);
    let step = match node.get("step").and_then(Node::text) {
        None => Some(entry.step),
        Some(key) => {
            let named = record.named().filter(|(_, note)| {
                note.part == entry.part
                    && camel_case(&note.key) == key
                    && period.is_none_or(|period| note.period.map(f64::from) == Some(period))
            });
            named.last().map(|(id, _)| id)
        }
    };
    let Some(step) = step else {
        remarks.refuse(Problem::new(place(pointer, "step"), "no-such-step-of-entry").with("id", id));
        return Some(Node::Nothing);
    };
    let unit = record.note(step).map_or(entry.gives, |note| note.unit);
    Some(Node::Linked(Link { step, value: record.value(step), unit }))
}
