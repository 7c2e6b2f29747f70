//! Calendar days, and the time between two of them.
//!
//! - A *life* is counted in whole years by corresponding day, and the rest as a part of the year that it
//!   begins: from 2024-12-31 to 2025-12-31 is one year, leap year or not.
//! - A *payment* on a date is discounted over Actual/365, as XNPV does.
//! - A term of years ends on the corresponding day, and where the month has none on its last day
//!   (专利法实施细则 (2023), rule on periods counted in years; 民法典 art 202).

pub use time::Date;
use time::Month;

/// The day written as `YYYY-MM-DD`; nothing else is a date here.
pub fn parse_date(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    let digits = |range: std::ops::Range<usize>| -> Option<u16> {
        text.get(range).filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()))?.parse().ok()
    };
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let month = Month::try_from(u8::try_from(digits(5..7)?).ok()?).ok()?;
    Date::from_calendar_date(i32::from(digits(0..4)?), month, u8::try_from(digits(8..10)?).ok()?).ok()
}

/// Whether a text has the shape of a date, be the day on the calendar or not.
pub fn looks_like_date(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(index, byte)| match index {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

/// A day as `YYYY-MM-DD`.
pub fn written(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day())
}

/// The corresponding day some years on; 29 February falls on the 28th of a common year.
///
/// Nothing if the year leaves the calendar.
pub fn years_after(date: Date, years: i32) -> Option<Date> {
    let year = date.year().checked_add(years)?;
    date.replace_year(year).ok().or_else(|| Date::from_calendar_date(year, date.month(), 28).ok())
}

/// The day so many years later, parts of a year by days; none beyond the calendar.
pub fn after(date: Date, years: f64) -> Option<Date> {
    let whole = years_after(date, years.trunc() as i32)?;
    let next = years_after(whole, 1)?;
    let days = (next - whole).whole_days() as f64 * years.fract();
    whole.checked_add(time::Duration::days(days.round() as i64))
}

/// 31 December of the year that begins so many years after the one of this day.
pub fn year_end_after(date: Date, years: i32) -> Option<Date> {
    Date::from_calendar_date(date.year().checked_add(years)?, Month::December, 31).ok()
}

/// Years from one day to another: whole years by corresponding day, then the share of the year begun.
/// Negative if `to` comes first.
pub fn years_between(from: Date, to: Date) -> f64 {
    if to < from {
        return -years_between(to, from);
    }
    let mut whole = to.year() - from.year();
    if years_after(from, whole).is_none_or(|anniversary| anniversary > to) {
        whole -= 1;
    }
    let (Some(last), Some(next)) = (years_after(from, whole), years_after(from, whole + 1)) else {
        return f64::from(whole);
    };
    let (begun, year) =
        (to.to_julian_day() - last.to_julian_day(), next.to_julian_day() - last.to_julian_day());
    f64::from(whole) + f64::from(begun) / f64::from(year)
}

/// Years from one day to another by Actual/365.
pub fn years_actual_365(from: Date, to: Date) -> f64 {
    f64::from(to.to_julian_day() - from.to_julian_day()) / 365.0
}
