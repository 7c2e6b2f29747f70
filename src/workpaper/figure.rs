//! A number on a working paper: `Copy`, with the ordinary operators, each of which records a step.

use std::borrow::Cow;
use std::ops::{Add, Div, Mul, Neg, Sub};

use crate::workpaper::paper::{Comparison, Note, Operation, Origin, Paper, StepId, Unit};

/// A number and the step that made it.
#[derive(Clone, Copy)]
pub struct Figure<'p> {
    paper: &'p Paper,
    id: StepId,
}

impl<'p> Figure<'p> {
    pub(crate) fn new(paper: &'p Paper, id: StepId) -> Self {
        Self { paper, id }
    }

    /// The step behind this figure.
    pub fn id(self) -> StepId {
        self.id
    }

    /// The paper that it stands on.
    pub fn paper(self) -> &'p Paper {
        self.paper
    }

    /// The number itself, in the figure's unit.
    #[inline(never)]
    pub fn value(self) -> f64 {
        self.paper.record().value(self.id)
    }

    /// This figure under a name. A figure that has one keeps it, and the new name becomes a step of its own.
    #[inline(never)]
    pub fn named(self, key: &'static str) -> Self {
        let named = self.paper.record().note(self.id).is_some();
        // A constant is shared by all formulas that use the number: naming it would name it for all.
        let shared = matches!(self.paper.record().steps()[self.id.index()].operation, Operation::Constant);
        let figure = if named || shared { self.paper.figure(Operation::Same(self.id), 0.0) } else { self };
        figure.annotate(|note| note.key = key.into())
    }

    /// The period that a named figure belongs to, from 1.
    #[inline(never)]
    pub fn in_year(self, period: u32) -> Self {
        self.annotate(|note| note.period = Some(period))
    }

    /// What it measures, where that does not follow from the operands.
    #[inline(never)]
    pub fn measured_in(self, unit: Unit) -> Self {
        self.annotate(|note| note.unit = unit)
    }

    /// The clause that asks for it, as `edition-id#clause-id`.
    pub fn by_clause(self, clause: impl Into<Cow<'static, str>>) -> Self {
        let clause = clause.into();
        self.annotate(|note| {
            if !note.clauses.contains(&clause) {
                note.clauses.push(clause);
            }
        })
    }

    /// Who answers for it.
    #[inline(never)]
    pub fn with_origin(self, origin: Origin) -> Self {
        self.annotate(|note| note.origin = origin)
    }

    /// Where it was found.
    pub fn from_source(self, source: impl Into<String>) -> Self {
        let source = source.into();
        self.annotate(|note| note.source = Some(source))
    }

    /// Any other words beside it.
    pub fn annotate(self, describe: impl FnOnce(&mut Note)) -> Self {
        self.paper.annotate(self.id, describe);
        self
    }

    /// e to this figure.
    pub fn exponential(self) -> Self {
        self.paper.figure(Operation::Exponential(self.id), 0.0)
    }

    /// Natural logarithm; NaN below zero.
    pub fn logarithm(self) -> Self {
        self.paper.figure(Operation::Logarithm(self.id), 0.0)
    }

    /// √; NaN below zero.
    pub fn square_root(self) -> Self {
        self.paper.figure(Operation::SquareRoot(self.id), 0.0)
    }

    /// Φ, the standard normal distribution function.
    pub fn normal_distribution(self) -> Self {
        self.paper.figure(Operation::NormalDistribution(self.id), 0.0)
    }

    /// This figure to the power of another.
    pub fn to_the(self, exponent: impl Operand<'p>) -> Self {
        self.binary(exponent, Operation::Power)
    }

    /// The smaller of two. At a tie the gradient follows the first.
    pub fn least(self, other: impl Operand<'p>) -> Self {
        self.binary(other, Operation::Least)
    }

    /// The larger of two. At a tie the gradient follows the second.
    pub fn greatest(self, other: impl Operand<'p>) -> Self {
        self.binary(other, Operation::Greatest)
    }

    /// This figure kept between two others; at a bound the gradient is that from below.
    pub fn clamp(self, low: impl Operand<'p>, high: impl Operand<'p>) -> Self {
        self.greatest(low).least(high)
    }

    /// This figure rounded to the nearest multiple of a unit; half away from zero.
    pub fn rounded_to(self, unit: impl Operand<'p>) -> Self {
        self.binary(unit, Operation::Rounding)
    }

    /// `then` where this figure stands above `other`, else `otherwise`.
    pub fn if_above(
        self,
        other: impl Operand<'p>,
        then: impl Operand<'p>,
        otherwise: impl Operand<'p>,
    ) -> Self {
        let (other, then, otherwise) = (other.on(self.paper), then.on(self.paper), otherwise.on(self.paper));
        self.paper.select(self, Comparison::Above, other, then, otherwise)
    }

    fn binary(self, other: impl Operand<'p>, operation: fn(StepId, StepId) -> Operation) -> Self {
        self.with(other.on(self.paper), operation)
    }

    #[inline(never)]
    fn with(self, other: Self, operation: fn(StepId, StepId) -> Operation) -> Self {
        debug_assert!(std::ptr::eq(self.paper, other.paper), "two papers in one formula");
        self.paper.figure(operation(self.id, other.id), 0.0)
    }
}

/// What may stand beside a figure in a formula: another figure, or a number.
pub trait Operand<'p> {
    /// The figure that it is on this paper.
    fn on(self, paper: &'p Paper) -> Figure<'p>;
}

impl<'p> Operand<'p> for Figure<'p> {
    fn on(self, _: &'p Paper) -> Figure<'p> {
        self
    }
}

impl<'p> Operand<'p> for f64 {
    fn on(self, paper: &'p Paper) -> Figure<'p> {
        paper.constant(self)
    }
}

macro_rules! operator {
    ($operator:ident, $function:ident, $operation:ident) => {
        impl<'p, T: Operand<'p>> $operator<T> for Figure<'p> {
            type Output = Figure<'p>;

            fn $function(self, other: T) -> Figure<'p> {
                self.binary(other, Operation::$operation)
            }
        }

        impl<'p> $operator<Figure<'p>> for f64 {
            type Output = Figure<'p>;

            fn $function(self, other: Figure<'p>) -> Figure<'p> {
                other.paper.constant(self).binary(other, Operation::$operation)
            }
        }
    };
}

operator!(Add, add, Addition);
operator!(Sub, sub, Subtraction);
operator!(Mul, mul, Multiplication);
operator!(Div, div, Division);

impl<'p> Neg for Figure<'p> {
    type Output = Figure<'p>;

    fn neg(self) -> Figure<'p> {
        self.paper.figure(Operation::Negation(self.id), 0.0)
    }
}
