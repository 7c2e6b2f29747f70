//! The append-only record behind every figure.
//!
//! A [`Step`] is an operation on earlier steps and the number that came out. A [`Note`] says what the
//! number is: its name, period, unit, origin, source and the clauses that ask for it. Operands always
//! stand before their users, so one pass forwards replays a paper and one pass backwards differentiates it.

use std::borrow::Cow;
use std::cell::{Ref, RefCell};
use std::collections::BTreeMap;

use crate::workpaper::figure::Figure;
use crate::workpaper::math;

/// The place of a step on its paper, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StepId(pub(crate) u32);

impl StepId {
    /// The place as an index into anything that holds one entry a step.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A comparison of two figures, on which [`Paper::select`] chooses a third.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Comparison {
    /// a > b
    Above,
    /// a ≥ b
    AtLeast,
    /// a < b
    Below,
    /// a ≤ b
    AtMost,
}

impl Comparison {
    /// Whether `a` stands in this relation to `b`; never, if one of them is NaN.
    #[inline]
    pub fn holds(self, a: f64, b: f64) -> bool {
        match self {
            Self::Above => a > b,
            Self::AtLeast => a >= b,
            Self::Below => a < b,
            Self::AtMost => a <= b,
        }
    }

    pub(crate) fn sign(self) -> &'static str {
        match self {
            Self::Above => ">",
            Self::AtLeast => "≥",
            Self::Below => "<",
            Self::AtMost => "≤",
        }
    }
}

/// How a step came about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Operation {
    /// A number from outside; replay, gradient and solve vary these.
    Input,
    /// A number that stands in the formula itself.
    Constant,
    /// Another step under a second name.
    Same(StepId),
    /// −a
    Negation(StepId),
    /// e to the a
    Exponential(StepId),
    /// natural logarithm of a
    Logarithm(StepId),
    /// √a
    SquareRoot(StepId),
    /// Φ(a)
    NormalDistribution(StepId),
    /// a + b
    Addition(StepId, StepId),
    /// a − b
    Subtraction(StepId, StepId),
    /// a × b
    Multiplication(StepId, StepId),
    /// a ÷ b
    Division(StepId, StepId),
    /// a to the b
    Power(StepId, StepId),
    /// the smaller of a and b
    Least(StepId, StepId),
    /// the larger of a and b
    Greatest(StepId, StepId),
    /// a, rounded to the nearest multiple of b; half away from zero
    Rounding(StepId, StepId),
    /// the third step if the first compares so with the second, else the fourth
    Selection(Comparison, [StepId; 4]),
    /// the sum, in this order, of `count` operands kept in the record's list from `first` on
    Sum {
        /// where the operands begin in the record's list
        first: u32,
        /// how many there are; at least one
        count: u32,
    },
}

/// One operation and the number that came out.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// How the number came about.
    pub operation: Operation,
    /// The number, in the unit of its note.
    pub value: f64,
    /// What it measures, as far as its operands tell.
    unit: Unit,
    note: Option<u32>,
}

/// What a number measures. Money is in the currency and unit of the case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Unit {
    /// an amount, or an amount a period
    Money,
    /// a part of a whole, as a fraction
    Share,
    /// a rate a year, as a fraction
    Rate,
    /// a length of time
    Years,
    /// a number that multiplies
    #[default]
    Factor,
    /// a number of things
    Count,
}

impl Unit {
    /// The spelling that leaves the engine.
    pub fn name(self) -> &'static str {
        match self {
            Self::Money => "money",
            Self::Share => "share",
            Self::Rate => "rate",
            Self::Years => "years",
            Self::Factor => "factor",
            Self::Count => "count",
        }
    }
}

/// Who answers for a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Origin {
    /// the case gave it
    Given,
    /// the engine supposed it, because the case is silent
    Assumed,
    /// a standard or a law in force sets it, or a date computes to it
    Parameter,
    /// an estimation found it: an eigenvector, a root, a regression
    Estimated,
    /// it follows from other steps
    #[default]
    Calculated,
}

impl Origin {
    /// The spelling that leaves the engine.
    pub fn name(self) -> &'static str {
        match self {
            Self::Given => "input",
            Self::Assumed => "assumed",
            Self::Parameter => "parameter",
            Self::Estimated => "estimated",
            Self::Calculated => "calculated",
        }
    }
}

/// What a named step is: the words beside the number.
#[derive(Clone, Debug, Default)]
pub struct Note {
    /// The name, as in `royalty-rate`; its text is looked up by the reader's language.
    pub key: Cow<'static, str>,
    /// The part of the valuation in which the name is unique, as in `methods/0`; empty for the whole.
    pub part: Cow<'static, str>,
    /// The period that it belongs to, from 1.
    pub period: Option<u32>,
    /// What the user called it, where a name is the user's to give.
    pub label: Option<String>,
    /// What it measures.
    pub unit: Unit,
    /// Who answers for it.
    pub origin: Origin,
    /// Where it was found, in the user's words or the standard's.
    pub source: Option<String>,
    /// A remark of the user's.
    pub remark: Option<String>,
    /// Where it stands in the case, as a JSON pointer.
    pub pointer: Option<String>,
    /// The clauses that ask for it, as `edition-id#clause-id`.
    pub clauses: Vec<Cow<'static, str>>,
}

/// Steps in the order of their making, and their notes. Every reading is a method of this.
#[derive(Debug, Default)]
pub struct Record {
    steps: Vec<Step>,
    summands: Vec<StepId>,
    notes: Vec<Note>,
    constants: BTreeMap<u64, StepId>,
    /// Where the inputs stand: whoever looks for one need not turn every leaf.
    inputs: Vec<StepId>,
    part: Cow<'static, str>,
}

impl Record {
    /// All steps, operands before their users.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The number that a step holds.
    pub fn value(&self, id: StepId) -> f64 {
        self.steps[id.index()].value
    }

    /// The words beside a step, if it was named.
    pub fn note(&self, id: StepId) -> Option<&Note> {
        self.steps[id.index()].note.map(|note| &self.notes[note as usize])
    }

    /// All named steps, in order.
    pub fn named(&self) -> impl Iterator<Item = (StepId, &Note)> {
        (0..)
            .map(StepId)
            .zip(&self.steps)
            .filter_map(|(id, step)| step.note.map(|note| (id, &self.notes[note as usize])))
    }

    /// All inputs, in order.
    pub fn inputs(&self) -> impl Iterator<Item = StepId> {
        self.inputs.iter().copied()
    }

    /// The input that stands at this place of the case.
    pub fn input_at(&self, pointer: &str) -> Option<StepId> {
        self.inputs().find(|&id| self.note(id).is_some_and(|note| note.pointer.as_deref() == Some(pointer)))
    }

    /// Calls `visit` with each operand of an operation, in the order in which it uses them.
    pub fn for_each_operand(&self, operation: Operation, mut visit: impl FnMut(StepId)) {
        use Operation::*;
        match operation {
            Input | Constant => {}
            Same(a) | Negation(a) | Exponential(a) | Logarithm(a) | SquareRoot(a) | NormalDistribution(a) => {
                visit(a);
            }
            Addition(a, b)
            | Subtraction(a, b)
            | Multiplication(a, b)
            | Division(a, b)
            | Power(a, b)
            | Least(a, b)
            | Greatest(a, b)
            | Rounding(a, b) => {
                visit(a);
                visit(b);
            }
            Selection(_, operands) => operands.into_iter().for_each(visit),
            Sum { first, count } => self.summands(first, count).iter().copied().for_each(visit),
        }
    }

    pub(crate) fn summands(&self, first: u32, count: u32) -> &[StepId] {
        &self.summands[first as usize..(first + count) as usize]
    }

    /// The number that an operation makes of its operands' numbers; `own` stands for inputs and constants.
    ///
    /// Recording and replaying both come here, so that equal inputs give equal bits.
    pub(crate) fn evaluate(&self, operation: Operation, own: f64, of: impl Fn(StepId) -> f64) -> f64 {
        use Operation::*;
        match operation {
            Input | Constant => own,
            Same(a) => of(a),
            Negation(a) => -of(a),
            Exponential(a) => libm::exp(of(a)),
            Logarithm(a) => libm::log(of(a)),
            SquareRoot(a) => of(a).sqrt(),
            NormalDistribution(a) => math::normal_distribution(of(a)),
            Addition(a, b) => of(a) + of(b),
            Subtraction(a, b) => of(a) - of(b),
            Multiplication(a, b) => of(a) * of(b),
            Division(a, b) => of(a) / of(b),
            Power(a, b) => math::power(of(a), of(b)),
            Least(a, b) => math::minimum(of(a), of(b)),
            Greatest(a, b) => math::maximum(of(a), of(b)),
            Rounding(a, b) => math::rounded(of(a), of(b)),
            Selection(comparison, [left, right, then, otherwise]) => {
                if comparison.holds(of(left), of(right)) { of(then) } else { of(otherwise) }
            }
            Sum { first, count } => self
                .summands(first, count)
                .iter()
                .map(|&id| of(id))
                .reduce(|sum, next| sum + next)
                .unwrap_or(0.0),
        }
    }

    fn append(&mut self, operation: Operation, own: f64) -> StepId {
        let value = self.evaluate(operation, own, |id| self.value(id));
        let unit = self.implied_unit(operation);
        // A paper of four billion steps would have filled the memory long before its index overflows.
        let id = StepId(self.steps.len() as u32);
        if operation == Operation::Input {
            self.inputs.push(id);
        }
        self.steps.push(Step { operation, value, unit, note: None });
        id
    }
}

/// The sheet on which figures record themselves.
#[derive(Debug, Default)]
pub struct Paper {
    record: RefCell<Record>,
}

impl Paper {
    /// What has been recorded so far.
    pub fn record(&self) -> Ref<'_, Record> {
        self.record.borrow()
    }

    /// Names of the steps from here on belong to this part of the valuation.
    pub fn begin_part(&self, part: impl Into<Cow<'static, str>>) {
        self.record.borrow_mut().part = part.into();
    }

    /// An amount of money, in the currency and unit of the case.
    pub fn flow(&self, key: &'static str, value: f64) -> Figure<'_> {
        self.input(key, Unit::Money, value)
    }

    /// A part of a whole, as a fraction.
    pub fn share(&self, key: &'static str, value: f64) -> Figure<'_> {
        self.input(key, Unit::Share, value)
    }

    /// A rate a year, as a fraction.
    pub fn rate(&self, key: &'static str, value: f64) -> Figure<'_> {
        self.input(key, Unit::Rate, value)
    }

    /// A length of time, in years with decimals.
    pub fn years(&self, key: &'static str, value: f64) -> Figure<'_> {
        self.input(key, Unit::Years, value)
    }

    /// A number from outside, under a name and with its unit.
    #[inline(never)]
    pub fn input(&self, key: &'static str, unit: Unit, value: f64) -> Figure<'_> {
        let figure = self.figure(Operation::Input, value);
        figure.annotate(|note| {
            note.key = key.into();
            note.unit = unit;
            note.origin = Origin::Given;
        });
        figure
    }

    /// The input recorded for this place of the case, if there is one.
    pub fn input_at(&self, pointer: &str) -> Option<Figure<'_>> {
        let known = self.record.borrow().input_at(pointer);
        known.map(|id| Figure::new(self, id))
    }

    /// A figure that stands on this paper already.
    pub fn recorded(&self, step: StepId) -> Figure<'_> {
        Figure::new(self, step)
    }

    /// A number that was found by an estimation and not by a formula: an eigenvector's entry, a root, a
    /// coefficient. It enters as one step; what vouches for it (a residual, a ratio) is named beside it.
    /// Replay keeps it as it is, so that nothing which is drawn or varied may stand behind it.
    #[inline(never)]
    pub fn estimated(&self, key: &'static str, unit: Unit, value: f64) -> Figure<'_> {
        let figure = self.figure(Operation::Same(self.constant(value).id()), 0.0);
        figure.annotate(|note| {
            note.key = key.into();
            note.unit = unit;
            note.origin = Origin::Estimated;
        });
        figure
    }

    /// A number that stands in the formula itself; equal ones share a step.
    #[inline(never)]
    pub fn constant(&self, value: f64) -> Figure<'_> {
        let known = self.record.borrow().constants.get(&value.to_bits()).copied();
        let id = known.unwrap_or_else(|| {
            let mut record = self.record.borrow_mut();
            let id = record.append(Operation::Constant, value);
            record.constants.insert(value.to_bits(), id);
            id
        });
        Figure::new(self, id)
    }

    /// The sum of figures in the order given; zero of none.
    pub fn sum<'p>(&'p self, figures: impl IntoIterator<Item = Figure<'p>>) -> Figure<'p> {
        let summands: Vec<StepId> = figures.into_iter().map(|figure| figure.id()).collect();
        if summands.is_empty() {
            return self.constant(0.0);
        }
        let count = summands.len() as u32;
        let first = {
            let mut record = self.record.borrow_mut();
            let first = record.summands.len() as u32;
            record.summands.extend(summands);
            first
        };
        self.figure(Operation::Sum { first, count }, 0.0)
    }

    /// `then` if `left` compares so with `right`, else `otherwise`: a choice that replay makes anew.
    #[inline(never)]
    pub fn select<'p>(
        &'p self,
        left: Figure<'p>,
        comparison: Comparison,
        right: Figure<'p>,
        then: Figure<'p>,
        otherwise: Figure<'p>,
    ) -> Figure<'p> {
        let operands = [left.id(), right.id(), then.id(), otherwise.id()];
        self.figure(Operation::Selection(comparison, operands), 0.0)
    }

    #[inline(never)]
    pub(crate) fn figure(&self, operation: Operation, own: f64) -> Figure<'_> {
        Figure::new(self, self.record.borrow_mut().append(operation, own))
    }

    pub(crate) fn annotate(&self, id: StepId, describe: impl FnOnce(&mut Note)) {
        let mut record = self.record.borrow_mut();
        let index = record.note_of(id);
        describe(&mut record.notes[index]);
    }
}

impl Record {
    /// The place of a step's note, which is begun if there is none.
    #[inline(never)]
    fn note_of(&mut self, id: StepId) -> usize {
        if let Some(index) = self.steps[id.index()].note {
            return index as usize;
        }
        let (unit, part, index) = (self.unit_of(id), self.part.clone(), self.notes.len());
        self.notes.push(Note { unit, part, ..Note::default() });
        self.steps[id.index()].note = Some(index as u32);
        index
    }

    /// What a step measures: what its namer said, or what its operands tell.
    fn unit_of(&self, id: StepId) -> Unit {
        self.note(id).map_or(self.steps[id.index()].unit, |note| note.unit)
    }

    /// The unit that follows from the operands, where one follows; the namer may correct it.
    fn implied_unit(&self, operation: Operation) -> Unit {
        use Operation::*;
        let first_told = |a: StepId, b: StepId| match self.unit_of(a) {
            Unit::Factor => self.unit_of(b),
            unit => unit,
        };
        match operation {
            Input | Constant | Exponential(_) | Logarithm(_) | NormalDistribution(_) | Power(..) => {
                Unit::Factor
            }
            Same(a) | Negation(a) | SquareRoot(a) => self.unit_of(a),
            Addition(a, b) | Subtraction(a, b) | Least(a, b) | Greatest(a, b) | Rounding(a, b) => {
                first_told(a, b)
            }
            Multiplication(a, b) => match (self.unit_of(a), self.unit_of(b)) {
                (Unit::Money, _) | (_, Unit::Money) => Unit::Money,
                _ => first_told(a, b),
            },
            Division(a, b) if self.unit_of(a) == self.unit_of(b) => Unit::Factor,
            Division(a, _) => self.unit_of(a),
            Selection(_, [_, _, then, otherwise]) => first_told(then, otherwise),
            Sum { first, count } => {
                self.summands(first, count).first().map_or(Unit::Factor, |&summand| self.unit_of(summand))
            }
        }
    }
}
