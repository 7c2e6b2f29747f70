//! Numbers that are found by estimation and not by a formula: roots, eigenvectors, regressions, quantiles.
//!
//! Plain numbers in, plain numbers out, with what vouches for them; the methods put them on the paper.

pub mod bivariate_normal;
mod describe;
mod doubled;
pub mod eigenvector;
pub mod exercise;
pub mod lattice;
pub mod option;
pub mod quantiles;
mod regression;
pub mod roots;
mod significance;

pub use describe::{Description, OneWay, correlation, describe, one_way};
pub use regression::{Design, NoFit, Regression, regression};
pub use significance::{fisher_tail, incomplete_beta, student_quantile, student_tail};
