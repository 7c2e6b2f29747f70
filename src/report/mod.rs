//! The working paper and the check as text, in the reader's language, as a person would draw them up.
//!
//! Only native builds carry it: the page draws its own from the same valuation and the same messages.

mod asked;
mod check;
mod editions;
mod range;
mod scenarios;
mod table;
mod text;
mod words;

pub use check::{check_report, has_missed};
pub use editions::{coverage, coverage_data, data_of, edition_data, edition_list, edition_page};
pub use scenarios::{break_even_report, scenarios_report};
pub use text::{figures_by_name, problems_report, unreadable, working_paper};
pub use words::{Language, message};
