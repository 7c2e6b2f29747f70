//! Evidence of bids (竞价与要约证据): what was offered for the right itself, and what its owner did.
//! ```text
//! V = the highest offer accepted, or, if none was, the highest refused
//! ```
//! - Inferred: a price accepted between strangers is the best evidence there is; an offer refused shows only
//!   that the owner thought the right worth more, and an offer that lapsed that somebody was willing.
//! - Limit: a forced sale and an offer between related parties are no evidence of market value.

use crate::case::{Field, Inputs, Kind, Measure};
use crate::market::comparables::{OLDEST, comparables};
use crate::method::{Method, Setting, Worked, called};
use crate::problem::{Finding, Problem, Remarks};
use crate::workpaper::{Figure, Paper, Unit};

/// The method as a case calls it.
pub struct AuctionEvidence;

const OFFERS: &[Field] = &[
    Field::required("name", Kind::Text),
    Field::required("sum", Kind::Number(Measure::MONEY)),
    Field::required("outcome", Kind::Choice(&["accepted", "refused", "lapsed"])),
    Field::optional("date", Kind::Date),
];

const FIELDS: &[Field] = &[Field::required("offers", Kind::List(OFFERS)), OLDEST];

impl Method for AuctionEvidence {
    fn name(&self) -> &'static str {
        "auctionEvidence"
    }

    fn approach(&self) -> &'static str {
        "market"
    }

    fn fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn work<'p>(
        &self,
        paper: &'p Paper,
        inputs: &Inputs,
        setting: &Setting<'_>,
        remarks: &mut Remarks,
    ) -> Option<Worked<'p>> {
        let before = remarks.problems.len();
        let entries = comparables(inputs, "offers", setting, remarks);
        let offers = entries.iter().zip(1..).map(|(entry, number)| {
            let amount = entry.number("sum")?.record(paper, "offer", Unit::Money).in_year(number);
            Some((called(amount, entry), entry.text("outcome")?))
        });
        let offers: Vec<(Figure<'p>, &str)> = offers.collect::<Option<_>>()?;
        let highest = |outcome: Option<&str>| {
            let counted = offers.iter().filter(|(_, own)| outcome.is_none_or(|outcome| outcome == *own));
            counted.map(|(amount, _)| *amount).reduce(|highest, amount| highest.greatest(amount))
        };
        offers.iter().map(|(amount, _)| *amount).reduce(|a, b| a.least(b))?.named("lowest-offer");
        highest(None)?.named("highest-offer");
        let accepted = highest(Some("accepted")).map(|price| price.named("highest-accepted"));
        let refused = highest(Some("refused")).map(|price| price.named("highest-refused"));
        let about = |code| Problem::new(inputs.pointer_to("offers"), code);
        if let (Some(accepted), Some(refused)) = (accepted, refused)
            && refused.value() > accepted.value()
        {
            let about = about("refused-more-than-accepted").with("refused", refused.value());
            remarks.find(Finding::warning(about.with("accepted", accepted.value())));
        }
        if accepted.is_none() && refused.is_some() {
            remarks.find(Finding::warning(about("refused-offer-is-a-bound")));
        }
        if accepted.is_none() && refused.is_none() && remarks.problems.len() == before {
            remarks.refuse(about("no-answered-offer"));
        }
        let value = accepted.or(refused)?.named("value-by-offers");
        (remarks.problems.len() == before).then(|| Worked::of(value))
    }
}
