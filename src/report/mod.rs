//! The working paper as text, in the reader's language, as a person would draw it up.
//!
//! Only native builds carry it: the page draws its own from the same valuation and the same messages.

mod table;
mod text;
mod words;

pub use text::{edition_clauses, edition_line, figures_by_name, unreadable, working_paper};
pub use words::{Language, message};
