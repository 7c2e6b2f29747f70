//! Everything that can be wrong, and everything that deserves to be said: where, what, and the facts.
//!
//! A [`Problem`] keeps a case from being valued; a [`Finding`] stands beside a value. Neither carries a
//! sentence: the text, with what to do about it, is looked up by code in the reader's language
//! (`src/text/messages.json`). All problems of a case are gathered before any is returned.

/// A number or a word in a message.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    /// a number, written as the message asks (plain, percent, money, years)
    Number(f64),
    /// a word, a date or a list of words
    Text(String),
}

impl From<f64> for Fact {
    fn from(value: f64) -> Self {
        Self::Number(value)
    }
}

impl From<usize> for Fact {
    fn from(value: usize) -> Self {
        Self::Number(value as f64)
    }
}

impl From<&str> for Fact {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Fact {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

/// Why a case cannot be valued as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// Where, as a JSON pointer into the case.
    pub pointer: String,
    /// What, as one of a closed list of codes.
    pub code: &'static str,
    /// The facts that the message names.
    pub facts: Vec<(&'static str, Fact)>,
    /// The clauses behind it, as `edition-id#clause-id`.
    pub clauses: Vec<String>,
}

impl Problem {
    /// A problem at a place.
    pub fn new(pointer: impl Into<String>, code: &'static str) -> Self {
        Self::at(pointer.into(), code)
    }

    // Written once, not at each of a hundred places: the module's weight is its users' waiting time.
    #[inline(never)]
    fn at(pointer: String, code: &'static str) -> Self {
        Self { pointer, code, facts: Vec::new(), clauses: Vec::new() }
    }

    /// With a fact that the message names.
    #[must_use]
    pub fn with(self, name: &'static str, fact: impl Into<Fact>) -> Self {
        self.with_fact(name, fact.into())
    }

    #[inline(never)]
    fn with_fact(mut self, name: &'static str, fact: Fact) -> Self {
        self.facts.push((name, fact));
        self
    }

    /// With a clause behind it.
    #[must_use]
    pub fn by_clause(mut self, clause: impl Into<String>) -> Self {
        self.clauses.push(clause.into());
        self
    }
}

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The result must not be relied on before this is settled.
    Bar,
    /// A person has to judge it.
    Warning,
    /// Good to know.
    Note,
}

impl Severity {
    /// The spelling that leaves the engine.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bar => "bar",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// What a careful reviewer would write beside a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// How much it weighs.
    pub severity: Severity,
    /// Where, what and why, as for a problem.
    pub about: Problem,
}

impl Finding {
    /// Something that a person has to judge.
    pub fn warning(about: Problem) -> Self {
        Self { severity: Severity::Warning, about }
    }

    /// Something good to know.
    pub fn note(about: Problem) -> Self {
        Self { severity: Severity::Note, about }
    }
}

/// Problems and findings as they are gathered.
#[derive(Clone, Debug, Default)]
pub struct Remarks {
    /// What keeps the case from being valued.
    pub problems: Vec<Problem>,
    /// What stands beside the value.
    pub findings: Vec<Finding>,
}

impl Remarks {
    /// Adds a problem.
    #[inline(never)]
    pub fn refuse(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// Adds a finding.
    #[inline(never)]
    pub fn find(&mut self, finding: Finding) {
        self.findings.push(finding);
    }
}
