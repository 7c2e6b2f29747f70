//! Requirements held against a case and its working paper: met, missed, not applicable, or for a person.
//!
//! A clause is met when all that it asks is met; what does not concern the case is left out. Each judgement
//! says what it looked at (places of the case, steps of the paper, codes of findings), so that a reader can
//! look there too. Nothing here computes a value.

use crate::asset::Date;
use crate::case::{MONEY_UNITS, Node, place};
use crate::problem::Severity;
use crate::standard::requirement::{Clause, Demand, Requirement, When};
use crate::standard::{Edition, Standards};
use crate::workpaper::Record;

/// A method that a case uses.
#[derive(Clone, Debug)]
pub struct Used<'a> {
    /// Where it stands, as in `/methods/0`.
    pub pointer: String,
    /// Its name.
    pub name: &'a str,
    /// The approach that it belongs to.
    pub approach: &'a str,
    /// The keys that it takes.
    pub keys: Vec<&'a str>,
    /// Whether the conclusion is drawn from it.
    pub concluding: bool,
}

/// What requirements are held against.
pub struct Evidence<'a> {
    /// The case as it came.
    pub case: &'a Node,
    /// The working paper; none if the case was refused.
    pub record: Option<&'a Record>,
    /// The methods that it uses.
    pub methods: &'a [Used<'a>],
    /// What was found or refused: code and place.
    pub remarks: &'a [(&'static str, String)],
    /// 评估基准日
    pub day: Date,
}

/// How a requirement came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// it does not concern this case
    NotApplicable,
    /// it is met
    Met,
    /// a person has to decide
    Person,
    /// it is missed
    Missed,
}

impl Outcome {
    /// The spelling that leaves the engine.
    pub fn name(self) -> &'static str {
        match self {
            Self::NotApplicable => "notApplicable",
            Self::Met => "met",
            Self::Person => "person",
            Self::Missed => "missed",
        }
    }
}

/// What a judgement looked at.
#[derive(Clone, Debug, PartialEq)]
pub enum Look {
    /// a place of the case
    Place(String),
    /// a step of the paper, by name
    Step(String),
    /// a finding or a problem: its code, and where
    Remark(&'static str, String),
}

/// One requirement judged.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// What was asked.
    pub demand: Demand,
    /// How it came out.
    pub outcome: Outcome,
    /// What missing it means; none where a person judges.
    pub severity: Option<Severity>,
    /// What was looked at: of a missed requirement, what is missing or wrong.
    pub looks: Vec<Look>,
    /// The number asked for, and the number found.
    pub asked: Option<f64>,
    /// The number found.
    pub found: Option<f64>,
}

/// All judgements of a clause, and how it comes out as a whole.
pub fn judge(
    clause: &Clause,
    edition: &Edition,
    standards: &Standards,
    evidence: &Evidence<'_>,
) -> (Outcome, Vec<Judgement>) {
    let judgements: Vec<Judgement> =
        clause.requires.iter().map(|requirement| evidence.judged(requirement, edition, standards)).collect();
    let outcome =
        judgements.iter().map(|judgement| judgement.outcome).max().unwrap_or(Outcome::NotApplicable);
    (outcome, judgements)
}

/// How many of the currency a unit of money is.
fn unit_size(name: &str) -> Option<f64> {
    MONEY_UNITS.iter().find(|(known, _)| *known == name).map(|(_, size)| *size)
}

/// Whether anything is said there: not null, not blank, not empty.
fn is_said(node: &Node) -> bool {
    match node {
        Node::Nothing => false,
        Node::Text(text) => !text.trim().is_empty(),
        Node::List(nodes) => !nodes.is_empty(),
        Node::Object(entries) => !entries.is_empty(),
        Node::Flag(_) | Node::Number(_) | Node::Linked(_) => true,
    }
}

/// The number of a figure, plain or with its source beside it.
fn number_of(node: &Node) -> Option<f64> {
    node.number().or_else(|| node.get("value")?.number())
}

/// Whether a figure says where it comes from, or a statement says anything.
fn is_justified(node: &Node) -> bool {
    match node {
        Node::List(nodes) => nodes.iter().all(is_justified),
        Node::Object(_) => node.get("from").is_some() || node.get("source").is_some_and(is_said),
        Node::Text(_) => is_said(node),
        _ => false,
    }
}

impl<'a> Evidence<'a> {
    fn judged(&self, requirement: &Requirement, edition: &Edition, standards: &Standards) -> Judgement {
        let judgement = |outcome, looks| Judgement {
            demand: requirement.demand,
            outcome,
            severity: requirement.severity,
            looks,
            asked: None,
            found: None,
        };
        let excepted = requirement.unless.as_ref().is_some_and(|unless| self.concerns(unless));
        if excepted || !self.concerns(&requirement.when) {
            return judgement(Outcome::NotApplicable, Vec::new());
        }
        if requirement.severity.is_none() {
            return judgement(Outcome::Person, self.looks_at(&requirement.at));
        }
        let limit =
            |name: &Option<String>| name.as_ref().and_then(|name| self.limit(name, edition, standards));
        // How much is asked may stand in an edition that is not in force on the day.
        let named = [&requirement.parameter, &requirement.least, &requirement.most];
        if named.into_iter().any(|name| name.is_some() && limit(name).is_none()) {
            return judgement(Outcome::Person, self.looks_at(&requirement.at));
        }
        match requirement.demand {
            Demand::Discloses => self.disclosed(requirement, judgement),
            Demand::Justifies => self.justified(requirement, judgement),
            Demand::Registers | Demand::Consents => {
                let (met, missed) = self.sorted(&requirement.at, |node| *node == Node::Flag(true));
                self.all(met, missed, judgement)
            }
            Demand::Forbids => self.forbidden(requirement, judgement),
            Demand::LimitsLife => {
                let lived = "remaining-life".to_owned();
                let out = self.forbidden(requirement, judgement);
                match out.outcome {
                    Outcome::Missed => out,
                    _ if self.has_step(&lived) => judgement(Outcome::Met, vec![Look::Step(lived)]),
                    _ => judgement(Outcome::NotApplicable, Vec::new()),
                }
            }
            Demand::Uses => self.used(requirement, limit(&requirement.parameter), judgement),
            Demand::Reconciles => self.reconciled(requirement, judgement),
            Demand::Signs | Demand::Keeps => {
                let least = limit(&requirement.parameter).unwrap_or_default();
                let counted = |node: &Node| match node {
                    Node::List(nodes) => nodes.len() as f64,
                    other => number_of(other).unwrap_or(0.0),
                };
                let (met, missed) = self.sorted(&requirement.at, |node| counted(node) >= least);
                let found = requirement.at.first().and_then(|at| self.at(at)).map(counted);
                Judgement { asked: Some(least), found, ..self.all(met, missed, judgement) }
            }
            Demand::Bounds => {
                let (least, most) = (limit(&requirement.least), limit(&requirement.most));
                self.bounded(requirement, least, most, judgement)
            }
        }
    }

    /// Everything asked at several places: nothing there, not applicable; anything missed, missed.
    fn all(
        &self,
        met: Vec<Look>,
        missed: Vec<Look>,
        judgement: impl Fn(Outcome, Vec<Look>) -> Judgement,
    ) -> Judgement {
        match (met.is_empty(), missed.is_empty()) {
            (_, false) => judgement(Outcome::Missed, missed),
            (false, true) => judgement(Outcome::Met, met),
            (true, true) => judgement(Outcome::NotApplicable, Vec::new()),
        }
    }

    fn disclosed(
        &self,
        requirement: &Requirement,
        judgement: impl Fn(Outcome, Vec<Look>) -> Judgement,
    ) -> Judgement {
        let (met, missed) = self.sorted(&requirement.at, is_said);
        self.all(met, missed, judgement)
    }

    /// Only what is there can be justified; that it is there is another requirement.
    fn justified(
        &self,
        requirement: &Requirement,
        judgement: impl Fn(Outcome, Vec<Look>) -> Judgement,
    ) -> Judgement {
        let (mut met, mut missed) = (Vec::new(), Vec::new());
        for (pointer, node) in requirement.at.iter().flat_map(|at| self.places(at)) {
            match node.filter(|node| is_said(node)) {
                Some(node) if is_justified(node) => met.push(Look::Place(pointer)),
                Some(_) => missed.push(Look::Place(pointer)),
                None => {}
            }
        }
        self.all(met, missed, judgement)
    }

    fn forbidden(
        &self,
        requirement: &Requirement,
        judgement: impl Fn(Outcome, Vec<Look>) -> Judgement,
    ) -> Judgement {
        let raised =
            self.remarks.iter().filter(|(code, _)| requirement.findings.iter().any(|each| each == code));
        let mut missed: Vec<Look> =
            raised.map(|(code, pointer)| Look::Remark(code, pointer.clone())).collect();
        let flagged = requirement.at.iter().flat_map(|at| self.places(at));
        missed.extend(
            flagged
                .filter(|(_, node)| *node == Some(&Node::Flag(true)))
                .map(|(pointer, _)| Look::Place(pointer)),
        );
        match missed.is_empty() {
            // A refused case was never worked out: that nothing was found in it says nothing.
            true if self.record.is_none() && !requirement.findings.is_empty() => {
                judgement(Outcome::NotApplicable, Vec::new())
            }
            true => judgement(Outcome::Met, self.looks_at(&requirement.at)),
            false => judgement(Outcome::Missed, missed),
        }
    }

    fn used(
        &self,
        requirement: &Requirement,
        least: Option<f64>,
        judgement: impl Fn(Outcome, Vec<Look>) -> Judgement,
    ) -> Judgement {
        if let Some(least) = least {
            let mut kinds: Vec<&str> = Vec::new();
            for method in self.methods.iter().filter(|method| method.concluding) {
                let kind = if requirement.counts_approaches { method.approach } else { method.name };
                if !kinds.contains(&kind) {
                    kinds.push(kind);
                }
            }
            let found = kinds.len() as f64;
            let outcome = if found >= least { Outcome::Met } else { Outcome::Missed };
            let looks = self.methods.iter().map(|method| Look::Place(method.pointer.clone())).collect();
            return Judgement { asked: Some(least), found: Some(found), ..judgement(outcome, looks) };
        }
        let steps = requirement.steps.iter().filter(|step| self.has_step(step)).cloned().map(Look::Step);
        let methods = self.methods.iter().filter(|method| {
            requirement.methods.iter().any(|name| name == method.name)
                || requirement.approaches.iter().any(|name| name == method.approach)
        });
        let looks: Vec<Look> =
            steps.chain(methods.map(|method| Look::Place(method.pointer.clone()))).collect();
        match looks.is_empty() {
            false => judgement(Outcome::Met, looks),
            // A refused case has no steps.
            true if self.record.is_none() && !requirement.steps.is_empty() => {
                judgement(Outcome::NotApplicable, Vec::new())
            }
            true => {
                let wanted = requirement.steps.iter().cloned().map(Look::Step).collect();
                judgement(Outcome::Missed, wanted)
            }
        }
    }

    fn reconciled(
        &self,
        requirement: &Requirement,
        judgement: impl Fn(Outcome, Vec<Look>) -> Judgement,
    ) -> Judgement {
        let several = self.methods.iter().filter(|method| method.concluding).count() > 1;
        if !several && !requirement.always {
            return judgement(Outcome::NotApplicable, Vec::new());
        }
        let said = |pointer: &str| self.at(pointer).is_some_and(is_said);
        let reason = "/conclusion/reason";
        let drawn = ["/conclusion/weights", "/conclusion/adopted"];
        let mut missed = Vec::new();
        if several && !drawn.iter().any(|pointer| said(pointer)) {
            missed.push(Look::Place(drawn[0].to_owned()));
        }
        if !said(reason) {
            missed.push(Look::Place(reason.to_owned()));
        }
        match missed.is_empty() {
            true => judgement(Outcome::Met, vec![Look::Place(reason.to_owned())]),
            false => judgement(Outcome::Missed, missed),
        }
    }

    fn bounded(
        &self,
        requirement: &Requirement,
        least: Option<f64>,
        most: Option<f64>,
        judgement: impl Fn(Outcome, Vec<Look>) -> Judgement,
    ) -> Judgement {
        let mut figures: Vec<(Look, f64)> = Vec::new();
        for (pointer, node) in requirement.at.iter().flat_map(|at| self.places(at)) {
            figures.extend(node.and_then(number_of).map(|number| (Look::Place(pointer), number)));
        }
        let named = self.record.into_iter().flat_map(Record::named);
        for (id, note) in named.filter(|(_, note)| requirement.steps.iter().any(|step| *step == note.key)) {
            let value = self.record.map_or(0.0, |record| record.value(id));
            figures.push((Look::Step(note.key.to_string()), value));
        }
        let below = |number: f64| least.filter(|least| number < *least);
        let above = |number: f64| most.filter(|most| number > *most);
        let broken = figures.iter().filter_map(|(look, number)| {
            let asked = below(*number).or(above(*number))?;
            Some((look.clone(), *number, asked))
        });
        let broken: Vec<(Look, f64, f64)> = broken.collect();
        match (figures.first(), broken.first()) {
            (None, _) => judgement(Outcome::NotApplicable, Vec::new()),
            (_, Some((_, found, asked))) => {
                let (found, asked) = (Some(*found), Some(*asked));
                let looks = broken.into_iter().map(|(look, ..)| look).collect();
                Judgement { asked, found, ..judgement(Outcome::Missed, looks) }
            }
            (Some((_, found)), None) => {
                let (found, asked) = (Some(*found), least.or(most));
                let looks = figures.iter().map(|(look, _)| look.clone()).collect();
                Judgement { asked, found, ..judgement(Outcome::Met, looks) }
            }
        }
    }

    /// The number of a parameter, of the same edition or of another as `edition-id#parameter`.
    fn limit(&self, name: &str, edition: &Edition, standards: &Standards) -> Option<f64> {
        let (id, parameter) = name.split_once('#').unwrap_or((&edition.id, name));
        let (edition, ruling) = match id == edition.id {
            true => {
                let own = edition.ruling(parameter, self.day)?;
                (edition, standards.overlaid(id, parameter, own, self.day))
            }
            false => {
                let other = standards.in_force(id, self.day).ok()?;
                (other, standards.ruling(id, parameter, self.day, self.day).ok()?)
            }
        };
        // Limits of money stand in whole units of the currency, the figures of a case in its own unit.
        let unit = match edition.is_money(parameter) {
            true => self.at("/unit").and_then(Node::text).and_then(unit_size).unwrap_or(1.0),
            false => 1.0,
        };
        Some(ruling.number()? / unit)
    }

    fn concerns(&self, when: &When) -> bool {
        let one_of = |words: &[String], pointer: &str, otherwise: &str| {
            let word = self.at(pointer).and_then(Node::text).unwrap_or(otherwise);
            words.is_empty() || words.iter().any(|each| each == word)
        };
        let flags = |pointers: &[String], flag| {
            let flagged = |pointer: &String| {
                self.places(pointer).iter().any(|(_, node)| *node == Some(&Node::Flag(flag)))
            };
            pointers.iter().all(flagged)
        };
        one_of(&when.purpose, "/purpose", "")
            && one_of(&when.kind, "/asset/kind", "")
            && one_of(&when.basis, "/basisOfValue", "marketValue")
            && (when.approach.is_empty()
                || self.methods.iter().any(|method| when.approach.iter().any(|each| each == method.approach)))
            && (when.method.is_empty()
                || self.methods.iter().any(|method| when.method.iter().any(|each| each == method.name)))
            && when.has.iter().all(|at| self.places(at).iter().any(|(_, node)| node.is_some_and(is_said)))
            && when.lacks.iter().all(|at| self.places(at).iter().all(|(_, node)| !node.is_some_and(is_said)))
            && flags(&when.is_true, true)
            && flags(&when.is_false, false)
            && when.is.iter().all(|(at, word)| self.at(at).and_then(Node::text) == Some(word.as_str()))
    }

    fn has_step(&self, key: &str) -> bool {
        self.record.is_some_and(|record| record.named().any(|(_, note)| note.key == key))
    }

    fn looks_at(&self, at: &[String]) -> Vec<Look> {
        at.iter().flat_map(|at| self.places(at)).map(|(pointer, _)| Look::Place(pointer)).collect()
    }

    /// The places that hold what is asked, and those that do not.
    fn sorted(&self, at: &[String], holds: impl Fn(&Node) -> bool) -> (Vec<Look>, Vec<Look>) {
        let places = at.iter().flat_map(|at| self.places(at));
        let (met, missed): (Vec<_>, Vec<_>) = places.partition(|(_, node)| node.is_some_and(&holds));
        let look = |(pointer, _): (String, Option<&Node>)| Look::Place(pointer);
        (met.into_iter().map(look).collect(), missed.into_iter().map(look).collect())
    }

    /// What stands at a pointer without a star.
    fn at(&self, pointer: &str) -> Option<&'a Node> {
        let mut node = self.case;
        for key in pointer.split('/').skip(1) {
            node = match node {
                Node::List(nodes) => nodes.get(key.parse::<usize>().ok()?)?,
                other => other.get(key)?,
            };
        }
        Some(node)
    }

    /// The places that a pointer stands for, each with what is there, if anything.
    ///
    /// An input of a method may stand among the facts that all methods share; a method that does not take
    /// the key has no such place.
    fn places(&self, pattern: &str) -> Vec<(String, Option<&'a Node>)> {
        if let Some(rest) = pattern.strip_prefix("/methods/*/inputs/") {
            let key = rest.split('/').next().unwrap_or_default();
            let taking = self.methods.iter().filter(|method| method.keys.contains(&key));
            let places = taking.flat_map(|method| {
                let roots = [format!("{}/inputs", method.pointer), "/facts".to_owned()];
                let given = roots.iter().find(|root| self.at(&format!("{root}/{key}")).is_some());
                match (given, rest.strip_prefix(key)) {
                    (Some(root), Some(below)) => self.below(&format!("{root}/{key}"), below),
                    // What is not given has no source and no range that could be missing.
                    (None, Some("")) => vec![(format!("{}/{key}", roots[0]), None)],
                    _ => Vec::new(),
                }
            });
            // A fact that several methods share is one place.
            let mut once: Vec<(String, Option<&Node>)> = Vec::new();
            for found in places {
                if once.iter().all(|known| known.0 != found.0) {
                    once.push(found);
                }
            }
            return once;
        }
        self.expanded(pattern)
    }

    /// The places below an input: of a series, what each of its figures says of itself; of a figure that an
    /// earlier entry of the case worked out, nothing, for what is to be said of it is said there.
    fn below(&self, input: &str, rest: &str) -> Vec<(String, Option<&'a Node>)> {
        match self.at(input) {
            Some(node) if !rest.is_empty() && node.get("from").is_some() => Vec::new(),
            Some(Node::List(nodes)) if !rest.is_empty() && !rest.starts_with("/*") => {
                let figures = (0..nodes.len()).map(|index| format!("{input}/{index}"));
                figures.flat_map(|figure| self.below(&figure, rest)).collect()
            }
            _ => self.expanded(&format!("{input}{rest}")),
        }
    }

    fn expanded(&self, pattern: &str) -> Vec<(String, Option<&'a Node>)> {
        let Some((list, rest)) = pattern.split_once("/*") else {
            return vec![(pattern.to_owned(), self.at(pattern))];
        };
        let entries = self.at(list).map(Node::list).unwrap_or_default();
        let below = (0..entries.len())
            .flat_map(|index| self.expanded(&format!("{}{rest}", place(list, &index.to_string()))));
        below.collect()
    }
}
