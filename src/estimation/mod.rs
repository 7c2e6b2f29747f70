//! Numbers that are found by estimation and not by a formula: roots, eigenvectors, regressions, quantiles.
//!
//! Plain numbers in, plain numbers out, with what vouches for them; the methods put them on the paper.
