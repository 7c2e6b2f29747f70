//! What a document may hold: tables of fields, from which reading, refusing and the JSON Schema all follow.

use crate::workpaper::Unit;

/// One key of an object.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name in JSON.
    pub key: &'static str,
    /// What may stand there.
    pub kind: Kind,
    /// Whether the object is incomplete without it.
    pub required: bool,
}

impl Field {
    /// A key that must be there.
    pub const fn required(key: &'static str, kind: Kind) -> Self {
        Self { key, kind, required: true }
    }

    /// A key that may be left out.
    pub const fn optional(key: &'static str, kind: Kind) -> Self {
        Self { key, kind, required: false }
    }
}

/// What may stand under a key.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// one figure: a number, or `{"value", "range", "source", "note"}`
    Number(Measure),
    /// figures by year: a list, or one figure for all
    Series(Measure),
    /// a whole number between two bounds, both included
    Count(u32, u32),
    /// true or false
    Flag,
    /// a day as `YYYY-MM-DD`
    Date,
    /// words
    Text,
    /// one word out of a closed list
    Choice(&'static [&'static str]),
    /// one word out of a closed list, or days in ascending order
    ChoiceOrDates(&'static [&'static str]),
    /// one word out of a closed list, or figures by year
    ChoiceOrSeries(&'static [&'static str], Measure),
    /// an object with these keys
    Object(&'static [Field]),
    /// a list of such objects
    List(&'static [Field]),
    /// a list of plain numbers
    Numbers(Measure),
    /// rows of plain numbers; `null` is an entry left open, and `"1/3"` a fraction
    Matrix(Measure),
    /// a list of words
    Texts,
    /// anything; read by somebody else
    Anything,
}

/// What a figure measures and between which bounds it makes sense; both bounds are included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measure {
    /// The unit.
    pub unit: Unit,
    /// The least figure admitted.
    pub least: f64,
    /// The greatest figure admitted.
    pub most: f64,
}

impl Measure {
    /// Money that is received or owned: not negative.
    pub const MONEY: Self = Self { unit: Unit::Money, least: 0.0, most: 1e15 };
    /// Money that may also be lost.
    pub const CASH: Self = Self { unit: Unit::Money, least: -1e15, most: 1e15 };
    /// A part of a whole.
    pub const SHARE: Self = Self { unit: Unit::Share, least: 0.0, most: 1.0 };
    /// A discount rate. A rate near −1 would make money of tomorrow worth without end.
    pub const DISCOUNT: Self = Self { unit: Unit::Rate, least: -0.5, most: 1.0 };
    /// A premium or a yield; bonds have yielded less than nothing.
    pub const RATE: Self = Self { unit: Unit::Rate, least: -0.5, most: 1.0 };
    /// Growth from one year to the next: from the loss of all to a doubling.
    pub const GROWTH: Self = Self { unit: Unit::Rate, least: -1.0, most: 1.0 };
    /// A life that still runs.
    pub const LIFE: Self = Self { unit: Unit::Years, least: 0.0, most: 200.0 };
    /// A number that multiplies.
    pub const FACTOR: Self = Self { unit: Unit::Factor, least: 0.0, most: 1e12 };
    /// Any number at all.
    pub const ANY: Self = Self { unit: Unit::Factor, least: -1e15, most: 1e15 };
    /// A number of things, parts of one included.
    pub const QUANTITY: Self = Self { unit: Unit::Count, least: 0.0, most: 1e12 };
    /// A part of a year.
    pub const PART_OF_YEAR: Self = Self { unit: Unit::Years, least: 0.0, most: 1.0 };
    /// How two inputs go together, from opposite ways to as one.
    pub const RANK: Self = Self { unit: Unit::Factor, least: -1.0, most: 1.0 };
    /// How far off a figure may be, as a share of itself.
    pub const ERROR: Self = Self { unit: Unit::Share, least: 1e-6, most: 0.5 };

    /// Whether a figure above 1 was probably meant as a percentage.
    pub fn is_fraction(self) -> bool {
        matches!(self.unit, Unit::Share | Unit::Rate)
    }
}
