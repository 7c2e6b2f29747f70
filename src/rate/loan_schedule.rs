//! A loan paid back in equal instalments (等额本息): what of each is interest and what is principal.
//! ```text
//! Iₜ = −Bₜ · i,  Pₜ = PMT − Iₜ,  Bₜ₊₁ = Bₜ + Pₜ            B₁ = the loan
//! ```
//! Bₜ what is still owed when the interest of period t falls due, PMT the instalment, i the rate a period. Where
//! instalments fall at the beginning of periods the first bears no interest. Received is positive, paid
//! negative, as in a spreadsheet.
//!
//! Stated: as spreadsheets part an instalment (IPMT, PPMT, CUMIPMT, CUMPRINC).

use crate::case::{Field, Inputs, Kind, Measure};
use crate::method::{Method, Setting, Worked};
use crate::problem::{Problem, Remarks};
use crate::rate::time_value::payment;
use crate::rate::{PAYMENT_DAYS, RATE_A_PERIOD, a_period};
use crate::workpaper::{Figure, Paper, Unit};

/// The method as a case calls it.
pub struct LoanSchedule;

const PARTS: &[&str] = &["interest", "principal"];

const FIELDS: &[Field] = &[
    Field::required("loan", Kind::Number(Measure::MONEY)),
    Field::required("periodRate", Kind::Number(RATE_A_PERIOD)),
    Field::required("instalments", Kind::Count(1, 1000)),
    Field::optional("paidAt", Kind::Choice(PAYMENT_DAYS)),
    Field::optional("firstInstalment", Kind::Count(1, 1000)),
    Field::optional("lastInstalment", Kind::Count(1, 1000)),
    Field::required("part", Kind::Choice(PARTS)),
];

impl Method for LoanSchedule {
    fn name(&self) -> &'static str {
        "loanSchedule"
    }

    fn approach(&self) -> &'static str {
        "rate"
    }

    /// Money, as its step says; but no value to conclude from.
    fn gives(&self) -> Unit {
        Unit::Factor
    }

    fn fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn work<'p>(
        &self,
        paper: &'p Paper,
        inputs: &Inputs,
        _: &Setting<'_>,
        remarks: &mut Remarks,
    ) -> Option<Worked<'p>> {
        let count = inputs.count("instalments")?;
        let first = inputs.count("firstInstalment").unwrap_or(1);
        let last = inputs.count("lastInstalment").unwrap_or(count);
        if last > count || first > last {
            let key = if last > count { "lastInstalment" } else { "firstInstalment" };
            let problem = Problem::new(inputs.pointer_to(key), "instalment-beyond-loan");
            remarks.refuse(problem.with("first", f64::from(first)).with("last", f64::from(count)));
        }
        let rate = a_period(inputs, "periodRate", remarks)?.record(paper, "period-rate", Unit::Rate);
        let loan = inputs.number("loan")?.record(paper, "loan", Unit::Money);
        let early = inputs.text("paidAt") == Some("begin");
        let periods = paper.constant(f64::from(count));
        let earlier = early.then(|| 1.0 + rate);
        let instalment = payment(paper, loan, paper.constant(0.0), rate, periods, earlier);
        let (mut owed, mut parts) = (loan, Vec::new());
        for period in 1..=last {
            let interest = if early && period == 1 { paper.constant(0.0) * loan } else { -(owed * rate) };
            let interest = interest.named("interest-part").in_year(period).measured_in(Unit::Money);
            let principal = (instalment - interest).named("principal-part").in_year(period);
            owed = (owed + principal).named("owed").in_year(period);
            if period >= first {
                parts.push((interest, principal));
            }
        }
        let interest: Vec<Figure<'p>> = parts.iter().map(|(interest, _)| *interest).collect();
        let interest = paper.sum(interest).named("cumulative-interest").measured_in(Unit::Money);
        let principal: Vec<Figure<'p>> = parts.iter().map(|(_, principal)| *principal).collect();
        let principal = paper.sum(principal).named("cumulative-principal").measured_in(Unit::Money);
        Some(Worked::of(if inputs.text("part")? == "interest" { interest } else { principal }))
    }
}
