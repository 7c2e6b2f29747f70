//! Where a figure comes from: named steps, one level at a time, down to inputs.
//!
//! Unnamed steps fold into the named step that they serve: what a reader sees is a formula over named
//! operands, as in `{0} × (1 − {1})`, where `{i}` stands for the *i*-th operand.

use crate::workpaper::paper::{Operation, Record, StepId};

/// A named step as a formula over other named steps.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula {
    /// The formula, with `{i}` for the *i*-th operand; empty for an input.
    pub text: String,
    /// The named steps that it stands on, each once, in the order of their first appearance.
    pub operands: Vec<StepId>,
}

/// A named step with what it stands on, to a bounded depth.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The step explained.
    pub step: StepId,
    /// How it follows from its operands.
    pub formula: Formula,
    /// The explanations of the operands; empty where the depth ends or an input is reached.
    pub operands: Vec<Explanation>,
}

/// A formula longer than this is given as a list of what it depends on: nobody reads further.
const LONGEST: usize = 400;

/// An explanation stops growing at this many steps: a step shared by many is told anew under each.
const MOST_STEPS: usize = 20_000;

/// A sum of more terms than this is written with its first and its last.
const TERMS: usize = 4;

/// How a step follows from the named steps nearest below it.
pub fn formula(record: &Record, step: StepId) -> Formula {
    let mut writer = Writer { record, text: String::new(), operands: Vec::new(), visits: 0 };
    let operation = record.steps()[step.index()].operation;
    if operation == Operation::Constant {
        writer.number(record.value(step));
    } else {
        writer.operation(operation);
    }
    if writer.text.len() > LONGEST {
        let places: Vec<String> = (0..writer.operands.len()).map(|index| format!("{{{index}}}")).collect();
        writer.text = format!("f({})", places.join(", "));
    }
    Formula { text: writer.text, operands: writer.operands }
}

/// How a step comes about, `depth` levels of named steps deep, and no more than `MOST_STEPS` in all.
pub fn explain(record: &Record, step: StepId, depth: usize) -> Explanation {
    bounded(record, step, depth, &mut MOST_STEPS.clone())
}

fn bounded(record: &Record, step: StepId, depth: usize, left: &mut usize) -> Explanation {
    let formula = formula(record, step);
    *left = left.saturating_sub(1 + formula.operands.len());
    let operands = match depth {
        0 => Vec::new(),
        _ if *left == 0 => Vec::new(),
        _ => formula.operands.iter().map(|&operand| bounded(record, operand, depth - 1, left)).collect(),
    };
    Explanation { step, formula, operands }
}

/// A formula that walks through more unnamed steps than this stops gathering operands.
const MOST_VISITS: usize = 4096;

struct Writer<'r> {
    record: &'r Record,
    text: String,
    operands: Vec<StepId>,
    visits: usize,
}

/// How tightly a formula binds, loosest first.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Binding {
    Sum,
    Product,
    Power,
    Atom,
}

impl Writer<'_> {
    fn operation(&mut self, operation: Operation) {
        use Operation::*;
        match operation {
            Input => {}
            Constant => {}
            Same(a) => self.operand(a, Binding::Sum),
            Negation(a) => {
                self.text.push('−');
                self.operand(a, Binding::Product);
            }
            Exponential(a) => self.function("exp", &[a]),
            Logarithm(a) => self.function("ln", &[a]),
            SquareRoot(a) => {
                self.text.push('√');
                self.operand(a, Binding::Atom);
            }
            NormalDistribution(a) => self.function("Φ", &[a]),
            Addition(a, b) => self.infix(a, " + ", b, Binding::Sum, Binding::Sum),
            Subtraction(a, b) => self.infix(a, " − ", b, Binding::Sum, Binding::Product),
            Multiplication(a, b) => self.infix(a, " × ", b, Binding::Product, Binding::Product),
            Division(a, b) => self.infix(a, " ÷ ", b, Binding::Product, Binding::Power),
            Power(a, b) => self.infix(a, "^", b, Binding::Atom, Binding::Atom),
            Least(a, b) => self.function("min", &[a, b]),
            Greatest(a, b) => self.function("max", &[a, b]),
            Rounding(a, b) => self.function("round", &[a, b]),
            Selection(comparison, [left, right, then, otherwise]) => {
                self.text.push_str("if(");
                self.infix(left, &format!(" {} ", comparison.sign()), right, Binding::Sum, Binding::Sum);
                for branch in [then, otherwise] {
                    self.text.push_str(", ");
                    self.operand(branch, Binding::Sum);
                }
                self.text.push(')');
            }
            Sum { first, count } => self.sum(first, count),
        }
    }

    fn sum(&mut self, first: u32, count: u32) {
        let summands = self.record.summands(first, count).to_vec();
        let shown = summands.len() <= TERMS;
        let last = summands.len() - 1;
        for (index, &summand) in summands.iter().enumerate() {
            let hidden = !shown && index != 0 && index != last;
            let length = self.text.len();
            if index > 0 {
                self.text.push_str(if shown { " + " } else { " + … + " });
            }
            self.operand(summand, Binding::Sum);
            // A term between the first and the last is an operand all the same: it can be opened.
            if hidden {
                self.text.truncate(length);
            }
        }
    }

    fn function(&mut self, name: &str, arguments: &[StepId]) {
        self.text.push_str(name);
        self.text.push('(');
        for (index, &argument) in arguments.iter().enumerate() {
            if index > 0 {
                self.text.push_str(", ");
            }
            self.operand(argument, Binding::Sum);
        }
        self.text.push(')');
    }

    fn infix(&mut self, a: StepId, sign: &str, b: StepId, left: Binding, right: Binding) {
        self.operand(a, left);
        self.text.push_str(sign);
        self.operand(b, right);
    }

    fn operand(&mut self, id: StepId, at_least: Binding) {
        if self.record.note(id).is_some() {
            let index = self.operands.iter().position(|&known| known == id).unwrap_or_else(|| {
                self.operands.push(id);
                self.operands.len() - 1
            });
            self.text.push_str(&format!("{{{index}}}"));
            return;
        }
        let operation = self.record.steps()[id.index()].operation;
        if operation == Operation::Constant {
            let value = self.record.value(id);
            let negative = value.is_sign_negative() && at_least > Binding::Sum;
            self.text.push_str(if negative { "(" } else { "" });
            self.number(value);
            self.text.push_str(if negative { ")" } else { "" });
            return;
        }
        // Unnamed steps shared by many others would otherwise be walked once for each path to them.
        self.visits += 1;
        if self.visits > MOST_VISITS {
            return;
        }
        // Past this length the text is replaced by a list of operands: still gather them, write no more.
        let loose = binding(operation) < at_least;
        if self.text.len() > 2 * LONGEST {
            let mut below = Vec::new();
            self.record.for_each_operand(operation, |operand| below.push(operand));
            below.into_iter().for_each(|operand| self.operand(operand, Binding::Sum));
            return;
        }
        self.text.push_str(if loose { "(" } else { "" });
        self.operation(operation);
        self.text.push_str(if loose { ")" } else { "" });
    }

    /// A number that stands in a formula, to six decimals: written by way of an integer, because the exact
    /// formatting of floats would weigh a twentieth of the module.
    fn number(&mut self, value: f64) {
        let millionths = (value.abs() * 1e6).round();
        self.text.push_str(if value < 0.0 { "−" } else { "" });
        if millionths >= 9e18 {
            self.text.push('∞');
            return;
        }
        let (whole, rest) = (millionths as u64 / 1_000_000, millionths as u64 % 1_000_000);
        self.text.push_str(&whole.to_string());
        if rest > 0 {
            self.text.push_str(format!(".{rest:06}").trim_end_matches('0'));
        }
    }
}

fn binding(operation: Operation) -> Binding {
    use Operation::*;
    match operation {
        Addition(..) | Subtraction(..) | Sum { .. } => Binding::Sum,
        Multiplication(..) | Division(..) | Negation(_) => Binding::Product,
        Power(..) | SquareRoot(_) => Binding::Power,
        _ => Binding::Atom,
    }
}
