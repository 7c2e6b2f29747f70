//! A case once worked out: the paper on which everything stands, and all that leaves the engine about it.

use crate::appraise::entries::{MethodDone, MethodsDone, run_methods};
use crate::appraise::judged::missed_bars;
use crate::appraise::numbers::ascending;
use crate::appraise::range::Planned;
use crate::appraise::steps::{Names, step_out};
use crate::appraise::{method_named, method_names};
use crate::asset::{written, years_between};
use crate::case::{Case, Cell, Field, Inputs, Node, read_case, read_object};
use crate::conclusion::conclusion;
use crate::method::{Life, Setting, Worked};
use crate::pledge::{Lendable, find_bars, lendable_value};
use crate::problem::{Finding, Problem, Remarks, Severity};
use crate::standard::{Standards, legal_life as legal_life_of};
use crate::uncertainty::Uncertain;
use crate::valuation::*;
use crate::workpaper::{Origin, Paper, Record, StepId, Unit};

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
    pub(super) cells: Vec<Cell>,
    pub(super) methods: Vec<MethodDone>,
    life: Option<LifeDone>,
    pledge: Option<PledgeDone>,
    licence: Option<LicenceDone>,
    pub(super) findings: Vec<Finding>,
    pub(super) case: Option<Case>,
    pub(super) planned: Planned,
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
            drawn: &[],
            correlated: case.inputs.object("simulation").is_some_and(is_correlated),
        };
        find_defaults(&case, &mut remarks);
        find_member_faults(&case, &mut remarks);
        let paper = Paper::default();
        let MethodsDone { done: methods, indications, mut cells, life, licence_price } =
            run_methods(&paper, &case, &setting, &mut remarks);
        if indications.is_empty() && !case.methods.is_empty() {
            remarks.refuse(Problem::new("/methods", "no-value"));
        }
        let widest = case.valuation_date.and_then(|day| standards.proposed("divergence-most", day));
        let concluded =
            conclusion(&paper, &indications, case.inputs.object("conclusion"), widest, &mut remarks);
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
        find_bars(&case, legal_life.as_ref(), &mut remarks);
        if let (Some(day), true) = (case.valuation_date, remarks.problems.is_empty()) {
            remarks.findings.extend(standards.overlay_findings(day));
            let missed = missed_bars(
                node,
                &paper.record(),
                &case.methods,
                &methods,
                &remarks.findings,
                standards,
                day,
            );
            remarks.findings.extend(missed);
        }
        let (life, result) = (life.map(life_done), concluded.id());
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
            planned: Planned::default(),
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
            drawn: &[],
            correlated: false,
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
            planned: Planned::default(),
        };
        appraisal.complete(remarks)
    }

    /// Gathers what is uncertain, and turns remaining problems into a refusal.
    fn complete(mut self, mut remarks: Remarks) -> Result<Self, Vec<Problem>> {
        self.uncertain = {
            let record = self.paper.record();
            let drawn = self.cells.iter().filter_map(|cell| {
                let step = record.input_at(&cell.pointer)?;
                let pointer = cell.pointer.clone();
                Some(Uncertain { step, pointer, distribution: cell.range.clone()?, bounds: cell.bounds })
            });
            drawn.collect()
        };
        if let Some(case) = &self.case {
            self.planned = Planned::of(case, &self.uncertain, &mut remarks);
        }
        if !remarks.problems.is_empty() {
            return Err(without_echoes(remarks.problems));
        }
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
        let range = match self.uncertain.as_slice() {
            [] => None,
            uncertain => self.planned.range(&record, self.unrounded, uncertain, &names, &mut findings),
        };
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
            withheld: findings.iter().any(|finding| finding.severity == Severity::Bar),
            findings: findings.into_iter().map(FindingOut::from).collect(),
            steps,
            produced_by,
        }
    }

    pub(super) fn bounds_of(&self, pointer: &str) -> (f64, f64) {
        let cell = self.cells.iter().find(|cell| cell.pointer == pointer);
        cell.map_or((f64::NEG_INFINITY, f64::INFINITY), |cell| cell.bounds)
    }

    /// Where to search for an input: its bounds, or a hundred times its own size where those are far away.
    pub(super) fn search_bounds(&self, record: &Record, input: StepId) -> (f64, f64) {
        let recorded = record.value(input);
        let pointer = record.note(input).and_then(|note| note.pointer.clone()).unwrap_or_default();
        let (least, most) = self.bounds_of(&pointer);
        let far = 100.0 * if recorded.abs() > 1.0 { recorded.abs() } else { 1.0 };
        (if least < -far { -far } else { least }, if most > 1000.0 { far } else { most })
    }
}

/// The problems that stand on their own: that a day is needed is no news where the day itself is refused.
fn without_echoes(mut problems: Vec<Problem>) -> Vec<Problem> {
    let day_refused = problems.iter().any(|problem| problem.pointer == "/valuationDate");
    let thing_refused = problems.iter().any(|problem| problem.pointer.starts_with("/asset"));
    // A figure taken from an entry that is not there is missing too, which nobody needs to be told.
    let broken_links: Vec<String> = problems
        .iter()
        .filter(|problem| matches!(problem.code, "no-such-entry" | "no-such-step-of-entry"))
        .filter_map(|problem| Some(problem.pointer.rsplit_once('/')?.0.to_owned()))
        .collect();
    problems.retain(|problem| match problem.code {
        "missing" | "missing-either" => !broken_links.contains(&problem.pointer),
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

/// A portfolio that counts one right twice, or gives away more than all of it.
fn find_member_faults(case: &Case, remarks: &mut Remarks) {
    let members = case.inputs.object("asset").map(|asset| asset.list("members")).unwrap_or_default();
    let mut bar = |about: Problem| remarks.find(Finding { severity: Severity::Bar, about });
    let counted = |member: &&Inputs| member.text("inclusion") != Some("subsumed");
    for (place, member) in members.iter().enumerate() {
        let Some(number) = member.text("number") else { continue };
        let mut earlier = members[..place].iter().filter(counted);
        if counted(&member) && earlier.any(|known| known.text("number") == Some(number)) {
            let about = Problem::new(member.pointer_to("number"), "double-counted-members");
            bar(about.with("number", number));
        }
    }
    let sum: f64 = members.iter().filter_map(|member| Some(member.number("share")?.value)).sum();
    // Shares typed in thirds miss 1 by their last digit, not by more.
    if sum > 1.0 + 1e-6 {
        bar(Problem::new("/asset/members", "shares-above-whole").with("sum", sum));
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

/// Whether a simulation has any two inputs move together.
fn is_correlated(simulation: &Inputs) -> bool {
    simulation.has("correlations") || simulation.has("correlationMatrix")
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
