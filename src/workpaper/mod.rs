//! The working paper (工作底稿): figures, the steps that made them, and every reading of that one record.
//!
//! A formula is ordinary Rust arithmetic on [`Figure`]s. Each operation appends a step to its [`Paper`];
//! nothing is ever taken off. What a valuer wants to know afterwards is a reading of the [`Record`]:
//!
//! | reading | what it gives | where |
//! |---|---|---|
//! | value | the figure itself | [`Figure::value`] |
//! | explain | where it comes from, named step by named step | [`mod@explain`] |
//! | replay | the same paper with other inputs | [`Record::replay`] |
//! | gradient | sensitivities to every input, in one backward pass | [`Record::gradient`] |
//! | solve | the input that gives a wanted result | [`mod@solve`] |
//! | compile | the same paper over blocks of draws | [`Program`] |
//!
//! Invariant: no Rust branch on the value of a figure. Methods use [`Figure::clamp`], [`Figure::least`]
//! or [`Paper::select`], so that a paper recorded once holds for any inputs.
//!
//! Deliberately absent: any knowledge of rights, methods, standards, files or languages.

pub mod explain;
mod figure;
mod gradient;
pub mod math;
mod paper;
mod program;
mod replay;
pub mod solve;

pub use figure::Figure;
pub use paper::{Comparison, Note, Operation, Origin, Paper, Record, Step, StepId, Unit};
pub use program::{LANES, Program, Scratch};
