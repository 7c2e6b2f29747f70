//! A paper compiled to run over many draws at once.
//!
//! What no uncertain input reaches is folded to its recorded number; what no output needs is dropped; equal
//! steps are computed once; two operations are one where the first serves nobody else; slots are reused as
//! soon as their last reader has read. Each instruction then
//! runs over a block of [`LANES`] draws in loops that the compiler turns into SIMD (two lanes on x86-64 and
//! in WebAssembly), so that the cost of interpreting is paid once a block.
//!
//! The bits of a lane are those that [`Record::replay`] gives for that draw alone: the arithmetic is the
//! same and in the same order, and the simplifications kept are exact (x × 1, x ÷ 1, x − 0).

use std::collections::BTreeMap;

use crate::workpaper::math;
use crate::workpaper::paper::{Comparison, Operation, Record, StepId};

/// Draws in one block: enough to hide the interpreter, few enough that the slots stay in the first cache.
pub const LANES: usize = 256;

/// Instructions over blocks of draws, made from a [`Record`].
#[derive(Debug)]
pub struct Program {
    instructions: Vec<Instruction>,
    inputs: Vec<u32>,
    outputs: Vec<Operand>,
    /// Slots that hold one number throughout.
    numbers: Vec<(u32, f64)>,
    slots: usize,
}

/// The blocks on which a [`Program`] works; one for each thread that runs it.
#[derive(Debug)]
pub struct Scratch {
    slots: Vec<Vec<f64>>,
    constants: Vec<Vec<f64>>,
}

#[derive(Clone, Copy, Debug)]
struct Instruction {
    code: Code,
    operands: [Operand; 4],
    out: u32,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Operand {
    Slot(u32),
    Number(f64),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Code {
    Negation,
    Exponential,
    Logarithm,
    SquareRoot,
    NormalDistribution,
    Addition,
    Subtraction,
    Multiplication,
    Division,
    Power,
    Least,
    Greatest,
    Rounding,
    Selection(Comparison),
    /// Two operations of which the first serves the second alone: what it gives is not stored.
    Pair(First, Second),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum First {
    Plus,
    Minus,
    Times,
    Over,
}

/// What is done with the result of the first and one operand more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Second {
    Plus,
    Minus,
    /// The operand less the result.
    From,
    Times,
    Over,
    /// The operand over the result.
    Into,
}

/// A value while compiling: known already, or the result of node *n*.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Term {
    Known(f64),
    Node(usize),
}

impl Term {
    /// A key under which equal terms meet.
    fn key(self) -> (bool, u64) {
        match self {
            Self::Known(value) => (true, value.to_bits()),
            Self::Node(node) => (false, node as u64),
        }
    }

    fn is(self, value: f64) -> bool {
        matches!(self, Self::Known(known) if known.to_bits() == value.to_bits())
    }
}

#[derive(Clone, Copy, Debug)]
enum Node {
    Input(usize),
    Apply(Code, [Term; 4]),
}

type NodeKey = (Code, [(bool, u64); 4]);

#[derive(Default)]
struct Builder {
    nodes: Vec<Node>,
    known: BTreeMap<NodeKey, usize>,
}

const NOTHING: Term = Term::Known(0.0);

impl Builder {
    fn unary(&mut self, code: Code, a: Term) -> Term {
        self.apply(code, [a, NOTHING, NOTHING, NOTHING])
    }

    fn binary(&mut self, code: Code, a: Term, b: Term) -> Term {
        // Exact for every a, −0 and NaN included, so the bits stay those of the paper.
        match code {
            Code::Multiplication if b.is(1.0) => return a,
            Code::Multiplication if a.is(1.0) => return b,
            Code::Division if b.is(1.0) => return a,
            Code::Subtraction if b.is(0.0) => return a,
            Code::Power if b.is(1.0) => return a,
            Code::Power if b.is(-1.0) => return self.binary(Code::Division, Term::Known(1.0), a),
            Code::Power if b.is(0.5) => return self.unary(Code::SquareRoot, a),
            Code::Power if b.is(-0.5) => {
                let root = self.unary(Code::SquareRoot, a);
                return self.binary(Code::Division, Term::Known(1.0), root);
            }
            _ => {}
        }
        self.apply(code, [a, b, NOTHING, NOTHING])
    }

    fn apply(&mut self, code: Code, operands: [Term; 4]) -> Term {
        let key = (code, operands.map(Term::key));
        let nodes = &mut self.nodes;
        let node = *self.known.entry(key).or_insert_with(|| {
            nodes.push(Node::Apply(code, operands));
            nodes.len() - 1
        });
        Term::Node(node)
    }
}

impl Program {
    /// Compiles the steps behind `outputs` with `free` as the inputs that will vary; all others keep their
    /// recorded numbers.
    pub fn compile(record: &Record, outputs: &[StepId], free: &[StepId]) -> Self {
        let mut builder = Builder::default();
        let wanted = wanted(record, outputs);
        let mut terms: Vec<Term> = Vec::with_capacity(record.steps().len());
        for (index, step) in record.steps().iter().enumerate() {
            if !wanted.get(index).copied().unwrap_or(false) {
                terms.push(Term::Known(step.value));
                continue;
            }
            let of = |id: StepId| terms[id.index()];
            let mut varies = false;
            record.for_each_operand(step.operation, |id| varies |= matches!(of(id), Term::Node(_)));
            let position = free.iter().position(|id| id.index() == index);
            let term = match (step.operation, position) {
                (Operation::Input, Some(position)) => {
                    builder.nodes.push(Node::Input(position));
                    Term::Node(builder.nodes.len() - 1)
                }
                _ if !varies => Term::Known(step.value),
                (operation, _) => translate(record, &mut builder, operation, of),
            };
            terms.push(term);
        }
        let outputs: Vec<Term> = outputs.iter().map(|id| terms[id.index()]).collect();
        pair(&mut builder.nodes, &outputs);
        allocate(&builder.nodes, &outputs, free.len())
    }

    /// How many instructions a block costs.
    pub fn len(&self) -> usize {
        self.instructions.len()
    }

    /// Whether nothing is left to do: no output depends on a free input.
    pub fn is_empty(&self) -> bool {
        self.instructions.is_empty()
    }

    /// How many blocks are alive at once.
    pub fn slots(&self) -> usize {
        self.slots
    }

    /// Room to run in.
    pub fn scratch(&self) -> Scratch {
        let constants = self.outputs.iter().map(|output| match *output {
            Operand::Number(value) => vec![value; LANES],
            Operand::Slot(_) => Vec::new(),
        });
        let mut slots = vec![vec![0.0; LANES]; self.slots];
        self.numbers.iter().for_each(|&(slot, number)| slots[slot as usize].fill(number));
        Scratch { slots, constants: constants.collect() }
    }

    /// The block of the `position`-th free input; fill it anew before each run.
    pub fn input<'s>(&self, scratch: &'s mut Scratch, position: usize) -> &'s mut [f64] {
        &mut scratch.slots[self.inputs[position] as usize]
    }

    /// The block of the `position`-th output after a run.
    pub fn output<'s>(&self, scratch: &'s Scratch, position: usize) -> &'s [f64] {
        match self.outputs[position] {
            Operand::Slot(slot) => &scratch.slots[slot as usize],
            Operand::Number(_) => &scratch.constants[position],
        }
    }

    /// Runs all instructions over the block that the inputs hold.
    pub fn run(&self, scratch: &mut Scratch) {
        for instruction in &self.instructions {
            // Taken out while it is written, so that its operands can be read beside it; never one of them.
            let mut out = std::mem::take(&mut scratch.slots[instruction.out as usize]);
            if let Some(lanes) = out.first_chunk_mut::<LANES>() {
                instruction.run(&scratch.slots, lanes);
            }
            scratch.slots[instruction.out as usize] = out;
        }
    }
}

/// Which steps the outputs rest on.
fn wanted(record: &Record, outputs: &[StepId]) -> Vec<bool> {
    let mut wanted = vec![false; record.steps().len()];
    outputs.iter().for_each(|id| wanted[id.index()] = true);
    for index in (0..wanted.len()).rev() {
        if wanted[index] {
            record.for_each_operand(record.steps()[index].operation, |id| wanted[id.index()] = true);
        }
    }
    wanted
}

fn translate(
    record: &Record,
    builder: &mut Builder,
    operation: Operation,
    of: impl Fn(StepId) -> Term,
) -> Term {
    use Operation::*;
    match operation {
        // Neither varies by its operands, and an input that does was taken before.
        Input | Constant => NOTHING,
        Same(a) => of(a),
        Negation(a) => builder.unary(Code::Negation, of(a)),
        Exponential(a) => builder.unary(Code::Exponential, of(a)),
        Logarithm(a) => builder.unary(Code::Logarithm, of(a)),
        SquareRoot(a) => builder.unary(Code::SquareRoot, of(a)),
        NormalDistribution(a) => builder.unary(Code::NormalDistribution, of(a)),
        Addition(a, b) => builder.binary(Code::Addition, of(a), of(b)),
        Subtraction(a, b) => builder.binary(Code::Subtraction, of(a), of(b)),
        Multiplication(a, b) => builder.binary(Code::Multiplication, of(a), of(b)),
        Division(a, b) => builder.binary(Code::Division, of(a), of(b)),
        Power(a, b) => builder.binary(Code::Power, of(a), of(b)),
        Least(a, b) => builder.binary(Code::Least, of(a), of(b)),
        Greatest(a, b) => builder.binary(Code::Greatest, of(a), of(b)),
        Rounding(a, b) => builder.binary(Code::Rounding, of(a), of(b)),
        Selection(comparison, [left, right, then, otherwise]) => match (of(left), of(right)) {
            (Term::Known(a), Term::Known(b)) => of(if comparison.holds(a, b) { then } else { otherwise }),
            (a, b) => builder.apply(Code::Selection(comparison), [a, b, of(then), of(otherwise)]),
        },
        Sum { first, count } => record
            .summands(first, count)
            .iter()
            .map(|&id| of(id))
            .reduce(|sum, next| match (sum, next) {
                (Term::Known(a), Term::Known(b)) => Term::Known(a + b),
                _ => builder.binary(Code::Addition, sum, next),
            })
            .unwrap_or(NOTHING),
    }
}

/// Joins operations with the one that alone reads them, two by two: a block less to write and to read.
fn pair(nodes: &mut [Node], outputs: &[Term]) {
    let mut readers = vec![0_usize; nodes.len()];
    let mut count = |terms: &[Term]| {
        for term in terms {
            if let Term::Node(node) = *term {
                readers[node] += 1;
            }
        }
    };
    count(outputs);
    for node in nodes.iter() {
        if let Node::Apply(_, operands) = node {
            count(operands);
        }
    }
    for index in 0..nodes.len() {
        let Node::Apply(code, [left, right, ..]) = nodes[index] else { continue };
        let alone = |term: Term| match term {
            Term::Node(node) if readers[node] == 1 => match nodes[node] {
                Node::Apply(code, [a, b, ..]) => Some((first(code)?, a, b)),
                Node::Input(_) => None,
            },
            _ => None,
        };
        let joined = match (alone(left), alone(right)) {
            (Some((first, a, b)), _) => {
                second(code, true).map(|second| (first, second, [a, b, right, NOTHING]))
            }
            (None, Some((first, a, b))) => {
                second(code, false).map(|second| (first, second, [a, b, left, NOTHING]))
            }
            (None, None) => None,
        };
        if let Some((first, second, operands)) = joined {
            nodes[index] = Node::Apply(Code::Pair(first, second), operands);
        }
    }
}

fn first(code: Code) -> Option<First> {
    match code {
        Code::Addition => Some(First::Plus),
        Code::Subtraction => Some(First::Minus),
        Code::Multiplication => Some(First::Times),
        Code::Division => Some(First::Over),
        _ => None,
    }
}

fn second(code: Code, result_is_left: bool) -> Option<Second> {
    match (code, result_is_left) {
        (Code::Addition, _) => Some(Second::Plus),
        (Code::Multiplication, _) => Some(Second::Times),
        (Code::Subtraction, true) => Some(Second::Minus),
        (Code::Subtraction, false) => Some(Second::From),
        (Code::Division, true) => Some(Second::Over),
        (Code::Division, false) => Some(Second::Into),
        _ => None,
    }
}

/// The nodes that the outputs need, each after its operands and as late as it can stand.
///
/// A paper is recorded column by column; run in that order, every column would be alive at once and the
/// blocks would leave the first cache. Walked from the outputs, each year is finished before the next.
fn schedule(nodes: &[Node], outputs: &[Term]) -> Vec<usize> {
    let mut order = Vec::new();
    let mut entered = vec![false; nodes.len()];
    let mut left = vec![false; nodes.len()];
    // A stack of its own: a paper of many years nests deeper than the call stack should.
    let mut stack: Vec<usize> = Vec::new();
    for output in outputs {
        let Term::Node(output) = *output else { continue };
        stack.push(output);
        while let Some(&node) = stack.last() {
            if !entered[node] {
                entered[node] = true;
                if let Node::Apply(_, operands) = &nodes[node] {
                    for operand in operands.iter().rev() {
                        if let Term::Node(operand) = *operand
                            && !entered[operand]
                        {
                            stack.push(operand);
                        }
                    }
                }
                continue;
            }
            stack.pop();
            if !left[node] {
                left[node] = true;
                order.push(node);
            }
        }
    }
    order
}

/// Gives every node a slot, and frees it after its last reader.
fn allocate(nodes: &[Node], outputs: &[Term], inputs: usize) -> Program {
    let order = schedule(nodes, outputs);
    let mut readers_left = vec![0_usize; nodes.len()];
    let mut count = |terms: &[Term]| {
        for term in terms {
            if let Term::Node(node) = *term {
                readers_left[node] += 1;
            }
        }
    };
    // What an output holds is read once more, after the last instruction.
    count(outputs);
    for &index in &order {
        if let Node::Apply(_, operands) = &nodes[index] {
            count(operands);
        }
    }
    let mut slots = 0_u32;
    let mut new_slot = || {
        slots += 1;
        slots - 1
    };
    // Inputs first: all of them are filled before the first instruction runs.
    let input_slots: Vec<u32> = (0..inputs).map(|_| new_slot()).collect();
    let mut slot_of = vec![0_u32; nodes.len()];
    let mut free: Vec<u32> = Vec::new();
    let mut instructions = Vec::new();
    let mut numbers: Vec<(u32, f64)> = Vec::new();
    for &index in &order {
        let (code, terms) = match nodes[index] {
            Node::Input(position) => {
                slot_of[index] = input_slots[position];
                continue;
            }
            Node::Apply(code, terms) => (code, terms),
        };
        // Taken before the operands' slots are freed: no instruction writes where it reads.
        let out = free.pop().unwrap_or_else(&mut new_slot);
        slot_of[index] = out;
        let operands = terms.map(|term| match (term, code) {
            (Term::Node(node), _) => Operand::Slot(slot_of[node]),
            // One loop for all sorts of operands instead of eight: numbers get blocks of their own.
            (Term::Known(value), Code::Pair(..)) => {
                let known = numbers.iter().find(|(_, number)| number.to_bits() == value.to_bits());
                let slot = known.map_or_else(&mut new_slot, |(slot, _)| *slot);
                if known.is_none() {
                    numbers.push((slot, value));
                }
                Operand::Slot(slot)
            }
            (Term::Known(value), _) => Operand::Number(value),
        });
        instructions.push(Instruction { code, operands, out });
        for term in terms {
            if let Term::Node(node) = term {
                readers_left[node] -= 1;
                if readers_left[node] == 0 {
                    free.push(slot_of[node]);
                }
            }
        }
    }
    let outputs = outputs.iter().map(|output| match *output {
        Term::Known(value) => Operand::Number(value),
        Term::Node(node) => Operand::Slot(slot_of[node]),
    });
    let outputs = outputs.collect();
    Program { instructions, inputs: input_slots, outputs, numbers, slots: slots as usize }
}

impl Instruction {
    #[inline]
    fn run(&self, slots: &[Vec<f64>], out: &mut [f64; LANES]) {
        let [a, b, ..] = self.operands;
        match self.code {
            Code::Negation => unary(slots, out, a, |x| -x),
            Code::Exponential => unary(slots, out, a, libm::exp),
            Code::Logarithm => unary(slots, out, a, libm::log),
            Code::SquareRoot => unary(slots, out, a, f64::sqrt),
            Code::NormalDistribution => unary(slots, out, a, math::normal_distribution),
            Code::Addition => binary(slots, out, a, b, |x, y| x + y),
            Code::Subtraction => binary(slots, out, a, b, |x, y| x - y),
            Code::Multiplication => binary(slots, out, a, b, |x, y| x * y),
            Code::Division => binary(slots, out, a, b, |x, y| x / y),
            Code::Power => binary(slots, out, a, b, math::power),
            Code::Least => binary(slots, out, a, b, math::minimum),
            Code::Greatest => binary(slots, out, a, b, math::maximum),
            Code::Rounding => binary(slots, out, a, b, math::rounded),
            Code::Selection(comparison) => select(slots, out, comparison, self.operands),
            Code::Pair(First::Plus, second) => paired(slots, out, self.operands, |x, y| x + y, second),
            Code::Pair(First::Minus, second) => paired(slots, out, self.operands, |x, y| x - y, second),
            Code::Pair(First::Times, second) => paired(slots, out, self.operands, |x, y| x * y, second),
            Code::Pair(First::Over, second) => paired(slots, out, self.operands, |x, y| x / y, second),
        }
    }
}

fn paired(
    slots: &[Vec<f64>],
    out: &mut [f64; LANES],
    operands: [Operand; 4],
    first: impl Fn(f64, f64) -> f64,
    second: Second,
) {
    match second {
        Second::Plus => ternary(slots, out, operands, |x, y, z| first(x, y) + z),
        Second::Minus => ternary(slots, out, operands, |x, y, z| first(x, y) - z),
        Second::From => ternary(slots, out, operands, |x, y, z| z - first(x, y)),
        Second::Times => ternary(slots, out, operands, |x, y, z| first(x, y) * z),
        Second::Over => ternary(slots, out, operands, |x, y, z| first(x, y) / z),
        Second::Into => ternary(slots, out, operands, |x, y, z| z / first(x, y)),
    }
}

fn lanes(slots: &[Vec<f64>], slot: u32) -> Option<&[f64; LANES]> {
    slots[slot as usize].first_chunk::<LANES>()
}

#[inline(always)]
fn unary(slots: &[Vec<f64>], out: &mut [f64; LANES], a: Operand, apply: impl Fn(f64) -> f64) {
    match a {
        Operand::Slot(a) => {
            let Some(a) = lanes(slots, a) else { return };
            out.iter_mut().zip(a).for_each(|(out, &a)| *out = apply(a));
        }
        Operand::Number(a) => out.fill(apply(a)),
    }
}

#[inline(always)]
fn binary(
    slots: &[Vec<f64>],
    out: &mut [f64; LANES],
    a: Operand,
    b: Operand,
    apply: impl Fn(f64, f64) -> f64,
) {
    match (a, b) {
        (Operand::Slot(a), Operand::Slot(b)) => {
            let (Some(a), Some(b)) = (lanes(slots, a), lanes(slots, b)) else { return };
            out.iter_mut().zip(a.iter().zip(b)).for_each(|(out, (&a, &b))| *out = apply(a, b));
        }
        (Operand::Slot(a), Operand::Number(b)) => {
            let Some(a) = lanes(slots, a) else { return };
            out.iter_mut().zip(a).for_each(|(out, &a)| *out = apply(a, b));
        }
        (Operand::Number(a), Operand::Slot(b)) => {
            let Some(b) = lanes(slots, b) else { return };
            out.iter_mut().zip(b).for_each(|(out, &b)| *out = apply(a, b));
        }
        (Operand::Number(a), Operand::Number(b)) => out.fill(apply(a, b)),
    }
}

/// All operands are slots: numbers have been given some.
#[inline(always)]
fn ternary(
    slots: &[Vec<f64>],
    out: &mut [f64; LANES],
    operands: [Operand; 4],
    apply: impl Fn(f64, f64, f64) -> f64,
) {
    let [Operand::Slot(a), Operand::Slot(b), Operand::Slot(c), _] = operands else { return };
    let (Some(a), Some(b), Some(c)) = (lanes(slots, a), lanes(slots, b), lanes(slots, c)) else { return };
    out.iter_mut().zip(a.iter().zip(b).zip(c)).for_each(|(out, ((&a, &b), &c))| *out = apply(a, b, c));
}

fn select(slots: &[Vec<f64>], out: &mut [f64; LANES], comparison: Comparison, operands: [Operand; 4]) {
    let at = |operand: Operand, lane: usize| match operand {
        Operand::Slot(slot) => slots[slot as usize][lane],
        Operand::Number(value) => value,
    };
    let [left, right, then, otherwise] = operands;
    for (lane, out) in out.iter_mut().enumerate() {
        let holds = comparison.holds(at(left, lane), at(right, lane));
        *out = at(if holds { then } else { otherwise }, lane);
    }
}
