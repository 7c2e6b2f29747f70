//! When income arrives and what it is then worth: year end, mid-year, a stub period, or days on a calendar.
//! ```text
//! fₜ = (L − sₜ) ÷ ℓₜ, kept between 0 and 1        how much of period t the right lives
//! hₜ = sₜ + m · fₜ · ℓₜ                           m = 1 at year end, ½ at mid-year
//! Dₜ = (1 + r)^−hₜ
//! ```
//! L the remaining life, sₜ the start and ℓₜ the length of period t, all in years; r the discount rate.
//! Periods last a year, but the first may be a stub. Income on given days is discounted to those days by
//! Actual/365 and not moved when the right ends within the period.
//!
//! - Stated: mid-year and stub: a stub flow at f ÷ 2, then flow t at f + t − ½.
//! - Inferred: a last period that counts in part, with its income in the middle, or at the end, of what is
//!   left of it.

use crate::workpaper::{Figure, Paper, Unit};

/// When within its period an income arrives.
#[derive(Clone, Debug, PartialEq)]
pub enum Timing {
    /// 期末
    YearEnd,
    /// 期中
    MidYear,
    /// on these days, ascending
    Dated(Vec<PaymentDay>),
}

/// A day on which income is paid, in the two measures of time that it needs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PaymentDay {
    /// Years from the valuation date by Actual/365, for discounting.
    pub discounted: f64,
    /// Years by corresponding day, as lives are counted: a contract that ends on this day covers it whole.
    pub lived: f64,
}

/// The periods of a forecast.
#[derive(Clone)]
pub struct Schedule<'p> {
    /// When income arrives.
    pub timing: Timing,
    /// The length of the first period where it is no whole year.
    pub stub: Option<Figure<'p>>,
    /// How many periods there are.
    pub periods: u32,
}

impl<'p> Schedule<'p> {
    /// Whether a period, counted from 1, lasts a year.
    pub(super) fn is_whole_year(&self, number: u32) -> bool {
        let dated = matches!(self.timing, Timing::Dated(_));
        !dated && (number > 1 || self.stub.is_none())
    }

    /// Years from the valuation date to the start of each period, and to the end of the last.
    pub(super) fn starts(&self, paper: &'p Paper) -> Vec<Figure<'p>> {
        if let Timing::Dated(days) = &self.timing {
            let ends = days.iter().map(|day| paper.constant(day.lived));
            return std::iter::once(paper.constant(0.0)).chain(ends).collect();
        }
        let start = |number| match (number, self.stub) {
            (1, _) => paper.constant(0.0),
            (2, Some(stub)) => stub,
            (_, Some(stub)) => stub + f64::from(number - 2),
            (_, None) => paper.constant(f64::from(number - 1)),
        };
        (1..=self.periods + 1).map(start).collect()
    }

    /// Years from the valuation date to the end of the last period.
    pub fn span(&self) -> f64 {
        match &self.timing {
            Timing::Dated(days) => days.last().map_or(0.0, |day| day.lived),
            _ => self.stub.map_or(f64::from(self.periods), |stub| stub.value() + f64::from(self.periods - 1)),
        }
    }
}

/// One period of a forecast, discounted.
#[derive(Clone, Copy)]
pub struct Period<'p> {
    /// Its number, from 1.
    pub number: u32,
    /// How much of it the right lives; a share.
    pub alive: Figure<'p>,
    /// Dₜ, for the income of the period.
    pub discount_factor: Figure<'p>,
    /// Years from the valuation date to its start.
    pub start: Figure<'p>,
    /// (1 + r)^−s, for what is paid at its start.
    pub start_factor: Figure<'p>,
}

/// The periods of a schedule with their shares of life and their discount factors.
pub fn discounting<'p>(
    paper: &'p Paper,
    schedule: &Schedule<'p>,
    discount_rate: Figure<'p>,
    remaining_life: Option<Figure<'p>>,
) -> Vec<Period<'p>> {
    let growth = 1.0 + discount_rate;
    match &schedule.timing {
        Timing::Dated(days) => dated(paper, days, growth, remaining_life),
        Timing::YearEnd => periodic(paper, schedule, growth, remaining_life, 1.0),
        Timing::MidYear => periodic(paper, schedule, growth, remaining_life, 0.5),
    }
}

/// (1 + r)^−h for a time h in years.
pub fn elapsed_factor<'p>(paper: &'p Paper, discount_rate: Figure<'p>, elapsed: f64) -> Figure<'p> {
    if elapsed == 0.0 { paper.constant(1.0) } else { (1.0 + discount_rate).to_the(-elapsed) }
}

fn periodic<'p>(
    paper: &'p Paper,
    schedule: &Schedule<'p>,
    growth: Figure<'p>,
    remaining_life: Option<Figure<'p>>,
    share: f64,
) -> Vec<Period<'p>> {
    let length_of = |number: u32| schedule.stub.filter(|_| number == 1);
    let yearly = growth.to_the(-1.0).named("yearly-factor");
    let whole_year = growth.to_the(-share).named("period-factor");
    let whole = |number: u32| {
        length_of(number).map_or(whole_year, |stub| growth.to_the(stub * -share).named("stub-factor"))
    };
    let starts = schedule.starts(paper);
    // The last period lived in part is one, whichever it is: one power discounts it for the whole paper.
    // Its start is found by selection, because the life may be drawn.
    let partial = remaining_life.map(|life| {
        let lived = (1..=schedule.periods).zip(&starts[1..]).map(|(number, &end)| {
            let length = length_of(number).unwrap_or_else(|| paper.constant(1.0));
            life.if_above(end, length, 0.0)
        });
        let lived = paper.sum(lived).named("whole-periods-lived").measured_in(Unit::Years);
        let rest = (life - lived).clamp(0.0, 1.0).named("last-fraction").measured_in(Unit::Years);
        growth.to_the(rest * -share).named("last-period-factor")
    });
    let mut start_factor = paper.constant(1.0).named("start-factor").in_year(1);
    let mut periods = Vec::new();
    for (number, pair) in (1..=schedule.periods).zip(starts.windows(2)) {
        let (start, end) = (pair[0], pair[1]);
        let alive = remaining_life.map_or_else(
            || paper.constant(1.0).named("alive"),
            |life| {
                let left = if number == 1 { life } else { life - start };
                length_of(number).map_or(left, |length| left / length).clamp(0.0, 1.0).named("alive")
            },
        );
        let within = match (remaining_life, partial) {
            (Some(life), Some(partial)) => life.if_above(end, whole(number), partial),
            _ => whole(number),
        };
        periods.push(Period {
            number,
            alive: alive.in_year(number).measured_in(Unit::Share),
            discount_factor: (start_factor * within)
                .named("discount-factor")
                .in_year(number)
                .measured_in(Unit::Factor),
            start,
            start_factor,
        });
        if number == schedule.periods {
            break;
        }
        let over = length_of(number).map_or(yearly, |stub| growth.to_the(-stub));
        start_factor = (start_factor * over).named("start-factor").in_year(number + 1);
    }
    periods
}

fn dated<'p>(
    paper: &'p Paper,
    days: &[PaymentDay],
    growth: Figure<'p>,
    remaining_life: Option<Figure<'p>>,
) -> Vec<Period<'p>> {
    let (mut before, mut factor) = (PaymentDay { discounted: 0.0, lived: 0.0 }, paper.constant(1.0));
    let mut periods = Vec::new();
    for (&day, number) in days.iter().zip(1..) {
        let (start, start_factor) = (paper.constant(before.lived), factor);
        factor = factor * growth.to_the(before.discounted - day.discounted);
        let alive = remaining_life.map_or_else(
            || paper.constant(1.0).named("alive"),
            |life| ((life - before.lived) / (day.lived - before.lived)).clamp(0.0, 1.0).named("alive"),
        );
        factor = factor.named("discount-factor").in_year(number).measured_in(Unit::Factor);
        periods.push(Period {
            number,
            alive: alive.in_year(number).measured_in(Unit::Share),
            discount_factor: factor,
            start,
            start_factor,
        });
        before = day;
    }
    periods
}
