//! ipval: the open valuation engine for intellectual property.
//!
//! **A valuation is a pure function of a case and of the standards in force on its date, and it returns its
//! own working paper.** Formulas are written once, as ordinary arithmetic on [`workpaper::Figure`]s; every
//! operation is recorded; value, explanation, replay, sensitivities, solving and simulation are readings of
//! that one record. The explanation cannot drift from the number, because there is nothing else.
//!
//! # The house, from the cellar up
//!
//! | room | what stands there |
//! |---|---|
//! | [`problem`] | everything that can be wrong or deserves to be said |
//! | [`workpaper`] | figures and steps; explain, replay, gradient, solve, compile |
//! | [`estimation`] | roots, eigenvectors, regressions, quantiles |
//! | [`asset`] | kinds of rights, their dates, calendar days |
//! | [`uncertainty`] | distributions, draws, simulation |
//! | [`case`] | what the appraiser knows, read by tables of fields; its JSON Schema |
//! | [`standard`] | editions by date, clauses, dated parameters; legal lives, annual fees |
//! | [`method`] | what every method is to the rest |
//! | [`rate`], [`scoring`] | discount rates and rates of return; scores and the shares that follow from them |
//! | [`income`], [`cost`], [`market`], [`review`] | the methods |
//! | [`option`](mod@option) | options and decision trees |
//! | [`conclusion`](mod@conclusion), [`pledge`] | one value out of several; what may be lent on it |
//! | [`valuation`] | what comes back |
//! | [`appraise`](mod@appraise) | the verbs |
//! | `report` | the working paper and the check as text (native builds) |
//! | `wasm` | the only file that knows JavaScript |
//! | `bin/ipval/` | the only folder that knows a terminal |
//!
//! # Invariants, each with the test that holds it
//!
//! - Imports point down this table (`tests/house.rs`).
//! - The same bits on every target: `exp`, `ln`, powers and Φ come from `libm`, the platform's own are
//!   banned (`clippy.toml`), sums have a fixed order (`tests/boundary`, `tests/browser`).
//! - No branch on the value of a figure: a paper recorded once replays for any inputs (`tests/laws.rs`).
//! - One door: nothing but the case and the standards enters, no clock, no environment, no network.
//! - No panic is reachable from input, and all problems of a case arrive together (`tests/refusals.rs`).
//! - Deliberately absent: expressions in data, a second code path for explanations, state between calls.

pub mod appraise;
pub mod asset;
pub mod case;
pub mod conclusion;
pub mod cost;
pub mod estimation;
pub mod income;
pub mod market;
pub mod method;
pub mod option;
pub mod pledge;
pub mod problem;
pub mod rate;
#[cfg(not(target_arch = "wasm32"))]
pub mod report;
pub mod review;
pub mod scoring;
pub mod standard;
pub mod uncertainty;
pub mod valuation;
#[cfg(target_arch = "wasm32")]
mod wasm;
pub mod workpaper;
