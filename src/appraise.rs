//! The verbs: a case and the standards in force go in, a valuation with its working paper comes out.
//!
//! Each verb is a pure function of its arguments. [`Appraisal`] is the case once worked out; every verb is
//! a reading of its paper.

use crate::asset::{written, years_between};
use crate::case::{Case, Cell, Field, Inputs, Link, Node, outline, place, read_case, read_object};
use crate::conclusion::{Indication, conclusion};
use crate::method::{LicencePrice, Life, Method, Setting, Worked};
use crate::pledge::{Lendable, lendable_value};
use crate::problem::{Fact, Finding, Problem, Remarks, Severity};
use crate::standard::{Standards, legal_life as legal_life_of};
use crate::uncertainty::{Distribution, Uncertain, simulate};
use crate::valuation::*;
use crate::workpaper::explain::{Explanation, explain as explanation, formula};
use crate::workpaper::solve::{Solution, solve as solution};
use crate::workpaper::{Origin, Paper, Record, StepId, Unit};
use crate::{cost, income, market, rate, review, scoring};

/// The rooms that hold methods.
const ROOMS: [&[&dyn Method]; 6] =
    [income::METHODS, cost::METHODS, market::METHODS, rate::METHODS, scoring::METHODS, review::METHODS];

/// Every method that a case may call, by approach.
pub fn methods() -> impl Iterator<Item = &'static dyn Method> {
    ROOMS.into_iter().flatten().copied()
}

/// The method of a name.
pub fn method_named(name: &str) -> Option<&'static dyn Method> {
    methods().find(|method| method.name() == name)
}

/// Every method with what it asks for, as data.
pub fn outlines() -> Vec<MethodOutline> {
    let of = |method: &'static dyn Method| MethodOutline {
        method: method.name(),
        approach: method.approach(),
        gives: method.gives().name(),
        fields: outline(method.fields()),
    };
    methods().map(of).collect()
}

fn method_names() -> Vec<&'static str> {
    methods().map(|method| method.name()).collect()
}

/// Which engine this is, and what it reads, writes and knows.
pub fn version() -> Version {
    Version {
        engine: "ipval",
        version: env!("CARGO_PKG_VERSION"),
        case_format: crate::case::FORMAT,
        valuation_format: FORMAT,
        methods: method_names(),
    }
}

/// Draws made where the case is silent: the standard error of the mean is then about a hundredth of the
/// standard deviation.
const DRAWS: u32 = 8192;

/// The seed where the case is silent. Any number would do; it is reported with the range.
const SEED: u32 = 1;

/// Values a case, or says everything that keeps it from being valued.
pub fn appraise(case: &Node, standards: &Standards) -> Verdict {
    match Appraisal::of_case(case, standards) {
        Ok(appraisal) => Verdict::Valued(appraisal.valuation(standards)),
        Err(problems) => Verdict::Refused(*refusal(problems, standards)),
    }
}

/// Runs one method alone on given inputs. `asset` and `valuationDate` may stand among them.
pub fn run_method(name: &str, inputs: &Node, standards: &Standards) -> Verdict {
    match Appraisal::of_method(name, inputs, standards) {
        Ok(appraisal) => Verdict::Valued(appraisal.valuation(standards)),
        Err(problems) => Verdict::Refused(*refusal(problems, standards)),
    }
}

/// Where a step comes from, so many named steps deep. The step is given by its number in the valuation, or
/// by its name.
pub fn explain(case: &Node, standards: &Standards, request: &Node) -> Result<ExplanationOut, Box<Refusal>> {
    let appraisal = Appraisal::of_case(case, standards).map_err(|problems| refusal(problems, standards))?;
    let record = appraisal.paper.record();
    let names = Names::of(&record);
    let refuse = |problem| refusal(vec![problem], standards);
    let step = match request.get("step") {
        Some(Node::Number(number)) if *number >= 0.0 => names.steps.get(*number as usize).copied(),
        Some(Node::Text(key)) => names
            .steps
            .iter()
            .rev()
            .copied()
            .find(|&id| record.note(id).is_some_and(|note| note.key == **key)),
        None | Some(Node::Nothing) => Some(appraisal.result),
        _ => None,
    };
    let step = step.ok_or_else(|| refuse(Problem::new("/step", "no-such-step")))?;
    let depth = request.get("depth").and_then(Node::number).unwrap_or(1.0).clamped(0.0, 12.0) as usize;
    let values: Vec<f64> = record.steps().iter().map(|step| step.value).collect();
    Ok(explained(&record, &names, &values, &explanation(&record, step, depth)))
}

/// The same paper with other inputs, given by their pointers.
pub fn replay(case: &Node, standards: &Standards, request: &Node) -> Result<ReplayOut, Box<Refusal>> {
    let appraisal = Appraisal::of_case(case, standards).map_err(|problems| refusal(problems, standards))?;
    let record = appraisal.paper.record();
    let mut remarks = Remarks::default();
    let mut changes = Vec::new();
    if let Some(Node::Object(inputs)) = request.get("inputs") {
        for (pointer, node) in inputs {
            match (record.input_at(pointer), node) {
                (Some(id), Node::Number(value)) if value.is_finite() => {
                    let (least, most) = appraisal.bounds_of(pointer);
                    if *value < least || *value > most {
                        let problem = Problem::new(pointer.clone(), "out-of-bounds").with("value", *value);
                        remarks.refuse(problem.with("least", least).with("most", most));
                    }
                    changes.push((id, *value));
                }
                (Some(_), node) => {
                    remarks.refuse(Problem::new(pointer.clone(), "not-a-number").with("found", node.sort()));
                }
                (None, _) => remarks.refuse(Problem::new(pointer.clone(), "no-such-input")),
            }
        }
    } else {
        remarks.refuse(Problem::new("/inputs", "missing").with("key", "inputs"));
    }
    if !remarks.problems.is_empty() {
        return Err(refusal(remarks.problems, standards));
    }
    let values = record.replay(&changes);
    let names = Names::of(&record);
    let steps = names.steps.iter().map(|&id| step_out(&record, &names, &values, id)).collect();
    Ok(ReplayOut { status: "replayed", value: values[appraisal.result.index()], steps })
}

/// The input, given by its pointer, at which the value takes the wanted number.
pub fn solve(case: &Node, standards: &Standards, request: &Node) -> Result<SolutionOut, Box<Refusal>> {
    let appraisal = Appraisal::of_case(case, standards).map_err(|problems| refusal(problems, standards))?;
    let record = appraisal.paper.record();
    let refuse = |problem| refusal(vec![problem], standards);
    let names = Names::of(&record);
    let pointer = request.get("input").and_then(Node::text).unwrap_or_default();
    let input = record
        .input_at(pointer)
        .ok_or_else(|| refuse(Problem::new("/input", "no-such-input").with("found", pointer)))?;
    let number = |key: &str| request.get(key).and_then(Node::number).filter(|number| number.is_finite());
    let target =
        number("target").ok_or_else(|| refuse(Problem::new("/target", "missing").with("key", "target")))?;
    let of = match number("of") {
        Some(step) => {
            *names.steps.get(step as usize).ok_or_else(|| refuse(Problem::new("/of", "no-such-step")))?
        }
        None => appraisal.unrounded,
    };
    let (low, high) = appraisal.search_bounds(&record, input);
    let (low, high) = (number("min").unwrap_or(low), number("max").unwrap_or(high));
    if low >= high {
        return Err(refuse(Problem::new("/max", "range-not-ascending")));
    }
    Ok(match solution(&record, of, input, target, low, high) {
        Solution::Found(root) => SolutionOut::Found { roots: vec![root] },
        Solution::Several(roots) => SolutionOut::Several { roots },
        Solution::Indifferent => SolutionOut::None { reason: "indifferent", reached: None },
        Solution::None { least, greatest } => {
            SolutionOut::None { reason: "unreached", reached: Some(Reached { min: least, max: greatest }) }
        }
    })
}

fn refusal(problems: Vec<Problem>, standards: &Standards) -> Box<Refusal> {
    Box::new(Refusal {
        format: FORMAT,
        status: "refused",
        problems: problems.into_iter().map(ProblemOut::from).collect(),
        produced_by: Producer::with(standards.relied_on()),
    })
}

/// The refusal of something that could not even be read as a document.
pub fn unreadable(pointer: &str, detail: String) -> Verdict {
    let problem = Problem::new(pointer, "unreadable").with("detail", detail);
    Verdict::Refused(Refusal {
        format: FORMAT,
        status: "refused",
        problems: vec![problem.into()],
        produced_by: Producer::with(Vec::new()),
    })
}

/// A case once worked out.
pub struct Appraisal {
    /// The paper on which everything stands.
    pub paper: Paper,
    /// The step that holds the value.
    pub result: StepId,
    /// The value before rounding: what ranges, slopes and searches are about.
    pub unrounded: StepId,
    /// The inputs that are drawn.
    pub uncertain: Vec<Uncertain>,
    cells: Vec<Cell>,
    methods: Vec<MethodDone>,
    life: Option<LifeDone>,
    pledge: Option<PledgeDone>,
    licence: Option<LicenceDone>,
    findings: Vec<Finding>,
    case: Option<Case>,
    seed: u32,
    draws: usize,
}

struct MethodDone {
    id: String,
    name: &'static str,
    approach: &'static str,
    part: String,
    gives: Unit,
    concluding: bool,
    step: StepId,
}

struct LifeDone {
    end: Option<String>,
    binding: &'static str,
    step: StepId,
}

struct PledgeDone {
    value: StepId,
    loan_to_value: StepId,
    preset: Option<String>,
}

struct LicenceDone {
    lump_sum: StepId,
    years: StepId,
}

impl Appraisal {
    /// Works a case out; all its problems, if it has any.
    ///
    /// What fails does not keep the rest from being looked at: a method without a value is carried on as
    /// zero, which nobody sees, because a problem anywhere refuses the case.
    pub fn of_case(node: &Node, standards: &Standards) -> Result<Self, Vec<Problem>> {
        let mut remarks = Remarks::default();
        let case = read_case(node, &mut remarks);
        let surroundings = case.asset.as_ref().zip(case.valuation_date);
        let legal_life =
            surroundings.and_then(|(asset, date)| legal_life_of(asset, date, standards, &mut remarks));
        let setting = Setting {
            asset: case.asset.as_ref(),
            legal_life: legal_life.as_ref(),
            valuation_date: case.valuation_date,
            currency: &case.currency,
            unit_size: case.unit_size,
            purpose: case.inputs.text("purpose"),
            standards,
        };
        find_defaults(&case, &mut remarks);
        let paper = Paper::default();
        let MethodsDone { done: methods, indications, mut cells, life, licence_price } =
            run_methods(&paper, &case, &setting, &mut remarks);
        let concluded =
            conclusion(&paper, &indications, case.inputs.object("conclusion"), None, &mut remarks);
        let concluded = concluded.unwrap_or_else(|| paper.constant(0.0));
        if concluded.value() <= 0.0 {
            remarks.find(Finding::warning(Problem::new("/methods", "value-not-positive")));
        }
        let term = legal_life.as_ref().zip(case.valuation_date);
        let term = term.map(|(life, date)| years_between(date, life.end));
        let pledge = lendable_value(&paper, concluded, &case, term, standards, &mut remarks);
        let licence = licence_years(&case).and_then(|years| {
            paper.begin_part("licence");
            let Some(price) = licence_price else {
                // A method that failed may be the one that would have had the price.
                if methods.len() == case.methods.len() {
                    remarks.refuse(Problem::new("/licence", "no-licence-price"));
                }
                return None;
            };
            let figure = years.record(&paper, "licence-years", Unit::Years);
            Some(LicenceDone { years: figure.id(), lump_sum: price(figure, &mut remarks).id() })
        });
        for part in ["conclusion", "pledge", "licence"] {
            cells
                .extend(case.inputs.object(part).map(Inputs::cells).unwrap_or_default().into_iter().cloned());
        }
        let pledge = pledge.map(|Lendable { value, loan_to_value, preset }| PledgeDone {
            value: value.id(),
            loan_to_value: loan_to_value.id(),
            preset,
        });
        let (life, result) = (life.map(life_done), concluded.id());
        let simulation = case.inputs.object("simulation");
        let count =
            |key: &str, otherwise| simulation.and_then(|inputs| inputs.count(key)).unwrap_or(otherwise);
        let (seed, draws) = (count("seed", SEED), count("draws", DRAWS) as usize);
        let unrounded = unrounded(&paper.record(), result);
        let appraisal = Self {
            uncertain: Vec::new(),
            paper,
            result,
            unrounded,
            cells,
            methods,
            life,
            pledge,
            licence,
            findings: Vec::new(),
            case: Some(case),
            seed,
            draws,
        };
        appraisal.complete(remarks)
    }

    /// Works one method out on given inputs; `asset` and `valuationDate` may stand among them.
    pub fn of_method(name: &str, node: &Node, standards: &Standards) -> Result<Self, Vec<Problem>> {
        let Some(method) = method_named(name) else {
            let problem = Problem::new("", "not-a-choice").with("found", name);
            return Err(vec![problem.with("choices", method_names().join(", "))]);
        };
        let mut remarks = Remarks::default();
        let (surroundings, own) = divided(node);
        let around = read_object(&surroundings, SURROUNDINGS, "", &mut remarks);
        let asset = around.object("asset").and_then(|asset| crate::case::read_asset(asset, &mut remarks));
        let valuation_date = around.date("valuationDate");
        let legal_life = asset.as_ref().zip(valuation_date);
        let legal_life =
            legal_life.and_then(|(asset, date)| legal_life_of(asset, date, standards, &mut remarks));
        let setting = Setting {
            asset: asset.as_ref(),
            legal_life: legal_life.as_ref(),
            valuation_date,
            currency: "CNY",
            unit_size: 1.0,
            purpose: None,
            standards,
        };
        let paper = Paper::default();
        let inputs = read_object(&own, method.fields(), "", &mut remarks);
        let worked = method.work(&paper, &inputs, &setting, &mut remarks);
        let Some((result, life)) = worked.map(settled) else { return Err(remarks.problems) };
        let done = MethodDone {
            id: "1".to_owned(),
            name: method.name(),
            approach: method.approach(),
            part: String::new(),
            gives: method.gives(),
            concluding: true,
            step: result,
        };
        let cells = inputs.cells().into_iter().cloned().collect();
        let appraisal = Self {
            uncertain: Vec::new(),
            paper,
            result,
            unrounded: result,
            cells,
            methods: vec![done],
            life,
            pledge: None,
            licence: None,
            findings: Vec::new(),
            case: None,
            seed: SEED,
            draws: DRAWS as usize,
        };
        appraisal.complete(remarks)
    }

    /// Gathers what is uncertain, and turns remaining problems into a refusal.
    fn complete(mut self, remarks: Remarks) -> Result<Self, Vec<Problem>> {
        if !remarks.problems.is_empty() {
            return Err(without_echoes(remarks.problems));
        }
        let uncertain: Vec<Uncertain> = {
            let record = self.paper.record();
            let drawn = self.cells.iter().filter_map(|cell| {
                let step = record.input_at(&cell.pointer)?;
                Some(Uncertain { step, distribution: cell.range?, bounds: cell.bounds })
            });
            drawn.collect()
        };
        let findings = remarks.findings;
        // A value that is no number would be shown as one.
        if !self.paper.record().value(self.result).is_finite() {
            return Err(vec![Problem::new("", "no-finite-value")]);
        }
        let weights: Vec<f64> = findings.iter().map(|finding| f64::from(finding.severity as u8)).collect();
        let mut findings: Vec<Finding> =
            ascending(&weights).into_iter().map(|place| findings[place].clone()).collect();
        // Two methods find the same thing in the same place: it is said once.
        let mut seen: Vec<Finding> = Vec::new();
        findings.retain(|finding| {
            let new = !seen.contains(finding);
            seen.push(finding.clone());
            new
        });
        self.uncertain = uncertain;
        self.findings = findings;
        Ok(self)
    }

    /// Everything that leaves the engine about this case.
    pub fn valuation(&self, standards: &Standards) -> Valuation {
        let record = self.paper.record();
        let names = Names::of(&record);
        let values: Vec<f64> = record.steps().iter().map(|step| step.value).collect();
        let of = |id: StepId| names.place(id);
        let mut findings = self.findings.clone();
        let range = (!self.uncertain.is_empty()).then(|| {
            let simulation =
                simulate(&record, self.unrounded, &self.uncertain, u64::from(self.seed), self.draws);
            let mut count = |code, times: usize| {
                if times > 0 {
                    let about = Problem::new("/simulation", code).with("times", times);
                    findings.push(Finding::warning(about.with("draws", simulation.draws)));
                }
            };
            count("draws-clamped", simulation.clamped);
            count("draws-undefined", simulation.undefined);
            RangeOut::of(&simulation, self.seed)
        });
        let mut produced_by = Producer::with(standards.relied_on());
        produced_by.seed = range.as_ref().map(|range| range.seed);
        produced_by.draws = range.as_ref().map(|range| range.draws);
        let steps: Vec<StepOut> =
            names.steps.iter().map(|&id| step_out(&record, &names, &values, id)).collect();
        let assumed = steps.iter().filter(|step| step.kind == Origin::Assumed.name()).map(|step| step.id);
        Valuation {
            format: FORMAT,
            status: "valued",
            value: record.value(self.result),
            currency: self.case.as_ref().map_or("CNY", |case| &case.currency).to_owned(),
            unit: self.case.as_ref().map_or("one", |case| case.unit),
            basis_of_value: self.case.as_ref().map(|case| case.basis_of_value.clone()),
            valuation_date: self.case.as_ref().and_then(|case| case.valuation_date).map(written),
            result: of(self.result),
            range,
            methods: self
                .methods
                .iter()
                .map(|done| MethodOut {
                    id: done.id.clone(),
                    method: done.name.to_owned(),
                    approach: done.approach,
                    value: record.value(done.step),
                    gives: done.gives.name(),
                    concluding: done.concluding,
                    step: of(done.step),
                    part: done.part.clone(),
                })
                .collect(),
            assumed: assumed.collect(),
            sensitivities: self.sensitivities(&record, &names),
            life: self.life.as_ref().map(|life| LifeOut {
                end: life.end.clone(),
                years: record.value(life.step),
                binding: life.binding,
                step: of(life.step),
            }),
            pledge: self.pledge.as_ref().map(|pledge| PledgeOut {
                lendable_value: record.value(pledge.value),
                loan_to_value: record.value(pledge.loan_to_value),
                step: of(pledge.value),
                preset: pledge.preset.clone(),
            }),
            licence: self.licence.as_ref().map(|licence| LicenceOut {
                lump_sum: record.value(licence.lump_sum),
                years: record.value(licence.years),
                step: of(licence.lump_sum),
            }),
            findings: findings.into_iter().map(FindingOut::from).collect(),
            steps,
            produced_by,
        }
    }

    /// The swing of the value with each input that the case gave, largest first.
    fn sensitivities(&self, record: &Record, names: &Names) -> Vec<Sensitivity> {
        let slopes = record.gradient(self.unrounded);
        let value = record.value(self.unrounded);
        let at = |changes: &[(StepId, f64)]| record.replay(changes)[self.unrounded.index()];
        let mut bars: Vec<(String, Vec<(StepId, &Cell)>)> = Vec::new();
        // A weight moved alone would no longer leave the whole at one: it has no swing of its own.
        for cell in self.cells.iter().filter(|cell| !cell.pointer.starts_with("/conclusion")) {
            let Some(step) = record.input_at(&cell.pointer) else { continue };
            let group = group_of(&cell.pointer);
            match bars.iter_mut().find(|(pointer, _)| pointer == group) {
                // A fact shared by two methods is one input of the case, recorded by each of them.
                Some((_, members)) if members.iter().any(|(known, _)| *known == step) => {}
                Some((_, members)) => members.push((step, cell)),
                None => bars.push((group.to_owned(), vec![(step, cell)])),
            }
        }
        let mut sensitivities: Vec<Sensitivity> = Vec::new();
        for (pointer, members) in bars {
            let Some(note) = members.first().and_then(|(step, _)| record.note(*step)) else { continue };
            let weighted: f64 =
                members.iter().map(|(step, _)| record.value(*step) * slopes[step.index()]).sum();
            let single = match members.as_slice() {
                [(step, cell)] if cell.pointer == pointer => Some((*step, *cell)),
                _ => None,
            };
            let multiple = |factor: f64| {
                let changes: Vec<(StepId, f64)> =
                    members.iter().map(|(step, _)| (*step, record.value(*step) * factor)).collect();
                at(&changes)
            };
            let (low, high, swing) = match single {
                Some((step, cell)) => {
                    let (low, high, swing) = tried(cell);
                    let end = |input| Swing { input, value: at(&[(step, input)]) };
                    (end(low), end(high), swing)
                }
                None => {
                    let end = |input| Swing { input, value: multiple(input) };
                    (end(0.9), end(1.1), "tenPercent")
                }
            };
            let moves = low.value.to_bits() != high.value.to_bits();
            if !moves || !low.value.is_finite() || !high.value.is_finite() {
                continue;
            }
            sensitivities.push(Sensitivity {
                key: note.key.to_string(),
                part: note.part.to_string(),
                label: note.label.clone().filter(|_| single.is_some()),
                pointer,
                steps: members.iter().map(|(step, _)| names.place(*step)).collect(),
                value: single.map(|(step, _)| record.value(step)),
                gradient: single.map(|(step, _)| slopes[step.index()]),
                elasticity: if value == 0.0 { 0.0 } else { weighted / value },
                low,
                high,
                swing,
            });
        }
        let widths: Vec<f64> =
            sensitivities.iter().map(|bar| -(bar.high.value - bar.low.value).abs()).collect();
        ascending(&widths).into_iter().map(|place| sensitivities[place].clone()).collect()
    }

    /// The bounds between which the input at a place makes sense.
    fn bounds_of(&self, pointer: &str) -> (f64, f64) {
        let cell = self.cells.iter().find(|cell| cell.pointer == pointer);
        cell.map_or((f64::NEG_INFINITY, f64::INFINITY), |cell| cell.bounds)
    }

    /// Where to search for an input: its bounds, or a hundred times its own size where those are far away.
    fn search_bounds(&self, record: &Record, input: StepId) -> (f64, f64) {
        let recorded = record.value(input);
        let pointer = record.note(input).and_then(|note| note.pointer.clone()).unwrap_or_default();
        let (least, most) = self.bounds_of(&pointer);
        let far = 100.0 * if recorded.abs() > 1.0 { recorded.abs() } else { 1.0 };
        (if least < -far { -far } else { least }, if most > 1000.0 { far } else { most })
    }
}

/// The inputs that a swing tries: the percentiles of the range, or a tenth to either side, within bounds.
fn tried(cell: &Cell) -> (f64, f64, &'static str) {
    let (least, most) = cell.bounds;
    let inside = |value: f64| value.clamped(least, most);
    match cell.range {
        Some(range) => {
            let at = |share| inside(Distribution::quantile(range, share));
            (at(0.1), at(0.9), "range")
        }
        None => (inside(cell.value * 0.9), inside(cell.value * 1.1), "tenPercent"),
    }
}

/// The pointer of a series, of which this is a member; else the pointer itself.
fn group_of(pointer: &str) -> &str {
    match pointer.rsplit_once('/') {
        Some((series, last)) if !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit()) => series,
        _ => pointer,
    }
}

/// The problems that stand on their own: that a day is needed is no news where the day itself is refused.
fn without_echoes(mut problems: Vec<Problem>) -> Vec<Problem> {
    let day_refused = problems.iter().any(|problem| problem.pointer == "/valuationDate");
    let thing_refused = problems.iter().any(|problem| problem.pointer.starts_with("/asset"));
    problems.retain(|problem| match problem.code {
        "needs-valuation-date" => !day_refused,
        "needs-asset-and-date" => !day_refused && !thing_refused,
        _ => true,
    });
    problems
}

/// The value before the last step rounded it.
fn unrounded(record: &Record, result: StepId) -> StepId {
    match record.steps()[result.index()].operation {
        crate::workpaper::Operation::Rounding(value, _) => value,
        _ => result,
    }
}

fn find_defaults(case: &Case, remarks: &mut Remarks) {
    for (key, value) in
        [("currency", case.currency.as_str()), ("unit", case.unit), ("basisOfValue", &case.basis_of_value)]
    {
        if !case.inputs.has(key) {
            let about = Problem::new(format!("/{key}"), "default-assumed").with("key", key);
            remarks.find(Finding::note(about.with("value", value)));
        }
    }
}

/// What the methods of a case came to.
struct MethodsDone<'c, 'p> {
    done: Vec<MethodDone>,
    indications: Vec<Indication<'c, 'p>>,
    cells: Vec<Cell>,
    life: Option<Life<'p>>,
    licence_price: Option<LicencePrice<'p>>,
}

fn run_methods<'c, 'p>(
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
        let given = linked(&entry.inputs, &format!("{}/inputs", entry.pointer), paper, &all.done, remarks);
        let (inputs, worked) =
            work(paper, method, entry, &given, case.facts.as_ref(), &facts, setting, remarks);
        all.cells.extend(inputs.cells().into_iter().cloned());
        let concluding = method.gives() == Unit::Money && !entry.supporting;
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
    read_object(node, &fields, "/facts", remarks)
}

fn work<'p>(
    paper: &'p Paper,
    method: &'static dyn Method,
    entry: &crate::case::MethodEntry,
    given: &Node,
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
    let inputs = read_object(given, &fields, &format!("{}/inputs", entry.pointer), remarks);
    let inputs = inputs.completed_from(facts, method.fields().iter().map(|field| field.key));
    let worked = method.work(paper, &inputs, setting, remarks);
    (inputs, worked)
}

/// The inputs of an entry with each `{"from": …}` replaced by the figure that it names: the result of an
/// earlier entry, or one of its steps.
fn linked(node: &Node, pointer: &str, paper: &Paper, done: &[MethodDone], remarks: &mut Remarks) -> Node {
    let within = |key: &str, below: &Node, remarks: &mut Remarks| {
        linked(below, &place(pointer, key), paper, done, remarks)
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
                    && crate::case::camel_case(&note.key) == key
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

fn settled(worked: Worked<'_>) -> (StepId, Option<LifeDone>) {
    (worked.value.id(), worked.life.map(life_done))
}

fn life_done(life: Life<'_>) -> LifeDone {
    LifeDone { end: life.legal_end.map(written), binding: life.binding.name(), step: life.years.id() }
}

fn licence_years(case: &Case) -> Option<&Cell> {
    case.inputs.object("licence")?.number("years")
}

const SURROUNDINGS: &[Field] = &[
    Field::optional("asset", crate::case::Kind::Object(crate::case::ASSET_FIELDS)),
    Field::optional("valuationDate", crate::case::Kind::Date),
];

/// The keys of a method's surroundings, and all others.
fn divided(node: &Node) -> (Node, Node) {
    let Node::Object(entries) = node else { return (Node::Object(Vec::new()), node.clone()) };
    let known = |entry: &&(String, Node)| SURROUNDINGS.iter().any(|field| field.key == entry.0);
    let around = entries.iter().filter(known).cloned().collect();
    let own = entries.iter().filter(|entry| !known(entry)).cloned().collect();
    (Node::Object(around), Node::Object(own))
}

/// The named steps of a paper, and their places in the list that leaves the engine.
struct Names {
    steps: Vec<StepId>,
    places: Vec<usize>,
}

impl Names {
    fn of(record: &Record) -> Self {
        let steps: Vec<StepId> = record.named().map(|(id, _)| id).collect();
        let mut places = vec![0; record.steps().len()];
        steps.iter().enumerate().for_each(|(place, id)| places[id.index()] = place);
        Self { steps, places }
    }

    fn place(&self, id: StepId) -> usize {
        self.places[id.index()]
    }
}

fn step_out(record: &Record, names: &Names, values: &[f64], id: StepId) -> StepOut {
    let note = record.note(id).cloned().unwrap_or_default();
    let formula = formula(record, id);
    StepOut {
        id: names.place(id),
        key: note.key.into_owned(),
        part: note.part.into_owned(),
        period: note.period,
        label: note.label,
        unit: note.unit.name(),
        value: values[id.index()],
        kind: note.origin.name(),
        formula: formula.text,
        operands: formula.operands.iter().map(|&operand| names.place(operand)).collect(),
        pointer: note.pointer,
        source: note.source,
        note: note.remark,
        clauses: note.clauses.into_iter().map(|clause| clause.into_owned()).collect(),
    }
}

fn explained(record: &Record, names: &Names, values: &[f64], explanation: &Explanation) -> ExplanationOut {
    ExplanationOut {
        step: step_out(record, names, values, explanation.step),
        operands: explanation.operands.iter().map(|below| explained(record, names, values, below)).collect(),
    }
}

/// The places of some keys in ascending order; equal ones as they came. One sort for every use: each sorting
/// of another type would weigh kilobytes in the module.
fn ascending(keys: &[f64]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..keys.len()).collect();
    places.sort_by(|&a, &b| keys[a].total_cmp(&keys[b]));
    places
}

/// `clamp` that does not panic and leaves no sign of zero to the platform.
trait Clamped {
    fn clamped(self, low: f64, high: f64) -> f64;
}

impl Clamped for f64 {
    fn clamped(self, low: f64, high: f64) -> f64 {
        if self < low {
            low
        } else if self > high {
            high
        } else {
            self
        }
    }
}

impl Verdict {
    /// Whether a value was reached.
    pub fn is_valued(&self) -> bool {
        matches!(self, Self::Valued(_))
    }

    /// Whether any finding bars reliance on the value.
    pub fn is_barred(&self) -> bool {
        match self {
            Self::Valued(valuation) => {
                valuation.findings.iter().any(|finding| finding.severity == Severity::Bar.name())
            }
            Self::Refused(_) => true,
        }
    }

    /// The problems, if it was refused.
    pub fn problems(&self) -> &[ProblemOut] {
        match self {
            Self::Valued(_) => &[],
            Self::Refused(refusal) => &refusal.problems,
        }
    }
}

impl ProblemOut {
    /// A fact by its name.
    pub fn fact(&self, name: &str) -> Option<&Fact> {
        self.facts.0.iter().find(|(known, _)| *known == name).map(|(_, fact)| fact)
    }
}
