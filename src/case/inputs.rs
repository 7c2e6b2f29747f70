//! What was read: figures, words and days by key, each with its place.

use std::collections::BTreeMap;

use crate::asset::Date;
use crate::uncertainty::Distribution;
use crate::workpaper::{Figure, Origin, Paper, StepId, Unit};

/// A figure as the case gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Its place in the case.
    pub pointer: String,
    /// The number.
    pub value: f64,
    /// Its spread, if it is uncertain.
    pub range: Option<Distribution>,
    /// The bounds between which it makes sense.
    pub bounds: (f64, f64),
    /// Where it was found.
    pub source: Option<String>,
    /// A remark.
    pub note: Option<String>,
    /// How good the evidence for it is, out of [`GRADES`](crate::case::GRADES).
    pub grade: Option<String>,
    /// The day that it speaks of.
    pub as_of: Option<Date>,
    /// The step that it was taken from, where an earlier entry of the case worked it out.
    pub link: Option<StepId>,
}

impl Cell {
    /// This figure on a paper, as an input. A fact that several methods share is recorded once, so that
    /// varying it varies it for all of them.
    #[inline(never)]
    pub fn record<'p>(&self, paper: &'p Paper, key: &'static str, unit: Unit) -> Figure<'p> {
        if let Some(shared) = paper.input_at(&self.pointer) {
            return shared;
        }
        if let Some(step) = self.link {
            // Under its new name it is a step of its own, which leads back to the entry that made it.
            return paper.recorded(step).named(key).measured_in(unit);
        }
        paper.input(key, unit, self.value).annotate(|note| {
            note.pointer = Some(self.pointer.clone());
            note.source = self.source.clone();
            note.remark = self.note.clone();
            note.origin = Origin::Given;
        })
    }

    /// The least and the greatest number that the case admits for it.
    pub fn extent(&self) -> (f64, f64) {
        let (low, high) = self.range.as_ref().map_or((self.value, self.value), Distribution::extent);
        let (least, most) = self.bounds;
        (if low > least { low } else { least }, if high < most { high } else { most })
    }
}

/// What stood under a key.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// one figure
    Number(Cell),
    /// figures by year
    Series(Vec<Cell>),
    /// a whole number
    Count(Cell),
    /// true or false
    Flag(bool),
    /// a day
    Date(Date),
    /// days in ascending order
    Dates(Vec<Date>),
    /// words, or a word out of a list
    Text(String),
    /// an object
    Object(Inputs),
    /// a list of objects
    List(Vec<Inputs>),
    /// rows of numbers, with none where an entry was left open
    Matrix(Vec<Vec<Option<f64>>>),
    /// a list of words
    Texts(Vec<String>),
}

/// An object that was read by its table of fields.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inputs {
    /// The object's place in the case.
    pub pointer: String,
    values: BTreeMap<&'static str, (String, Value)>,
}

impl Inputs {
    /// An object at a place, still empty.
    pub fn new(pointer: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), values: BTreeMap::new() }
    }

    pub(crate) fn insert(&mut self, key: &'static str, pointer: String, value: Value) {
        self.values.insert(key, (pointer, value));
    }

    /// These inputs, with what they lack taken from the facts that all methods share.
    pub(crate) fn completed_from(&self, facts: &Self, keys: impl Iterator<Item = &'static str>) -> Self {
        let mut completed = self.clone();
        for key in keys {
            if let (None, Some(fact)) = (self.values.get(key), facts.values.get(key)) {
                completed.values.insert(key, fact.clone());
            }
        }
        completed
    }

    /// The place of a key, whether it was given or not.
    #[inline(never)]
    pub fn pointer_to(&self, key: &str) -> String {
        self.values.get(key).map_or_else(|| format!("{}/{key}", self.pointer), |(pointer, _)| pointer.clone())
    }

    /// Whether anything stands under a key.
    #[inline(never)]
    pub fn has(&self, key: &str) -> bool {
        self.values.contains_key(key)
    }

    /// The keys that were given.
    pub fn keys(&self) -> impl Iterator<Item = &'static str> {
        self.values.keys().copied()
    }

    fn get(&self, key: &str) -> Option<&Value> {
        self.values.get(key).map(|(_, value)| value)
    }

    /// One figure.
    #[inline(never)]
    pub fn number(&self, key: &str) -> Option<&Cell> {
        match self.get(key)? {
            Value::Number(cell) => Some(cell),
            _ => None,
        }
    }

    /// Figures by year; one figure is a series of one.
    #[inline(never)]
    pub fn series(&self, key: &str) -> Option<&[Cell]> {
        match self.get(key)? {
            Value::Series(cells) => Some(cells),
            Value::Number(cell) => Some(std::slice::from_ref(cell)),
            _ => None,
        }
    }

    /// Whether figures by year were given as a list.
    #[inline(never)]
    pub fn is_by_year(&self, key: &str) -> bool {
        matches!(self.get(key), Some(Value::Series(_)))
    }

    /// A whole number.
    #[inline(never)]
    pub fn count(&self, key: &str) -> Option<u32> {
        match self.get(key)? {
            Value::Count(cell) => Some(cell.value as u32),
            _ => None,
        }
    }

    /// A whole number with its source.
    pub fn count_cell(&self, key: &str) -> Option<&Cell> {
        match self.get(key)? {
            Value::Count(cell) => Some(cell),
            _ => None,
        }
    }

    /// True or false.
    pub fn flag(&self, key: &str) -> Option<bool> {
        match self.get(key)? {
            Value::Flag(flag) => Some(*flag),
            _ => None,
        }
    }

    /// A day.
    pub fn date(&self, key: &str) -> Option<Date> {
        match self.get(key)? {
            Value::Date(date) => Some(*date),
            _ => None,
        }
    }

    /// Days in ascending order.
    pub fn dates(&self, key: &str) -> Option<&[Date]> {
        match self.get(key)? {
            Value::Dates(dates) => Some(dates),
            _ => None,
        }
    }

    /// Words.
    pub fn text(&self, key: &str) -> Option<&str> {
        match self.get(key)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Rows of numbers, with none where an entry was left open.
    pub fn matrix(&self, key: &str) -> Option<&[Vec<Option<f64>>]> {
        match self.get(key)? {
            Value::Matrix(rows) => Some(rows),
            _ => None,
        }
    }

    /// A list of words; none if there is no such list.
    pub fn texts(&self, key: &str) -> &[String] {
        match self.get(key) {
            Some(Value::Texts(texts)) => texts,
            _ => &[],
        }
    }

    /// An object.
    pub fn object(&self, key: &str) -> Option<&Self> {
        match self.get(key)? {
            Value::Object(inputs) => Some(inputs),
            _ => None,
        }
    }

    /// A list of objects; none if there is no such list.
    pub fn list(&self, key: &str) -> &[Self] {
        match self.get(key) {
            Some(Value::List(list)) => list,
            _ => &[],
        }
    }

    /// Every figure under every key, with its key.
    pub fn cells(&self) -> Vec<&Cell> {
        let mut cells = Vec::new();
        for (_, value) in self.values.values() {
            match value {
                Value::Number(cell) => cells.push(cell),
                Value::Series(series) => cells.extend(series),
                Value::Object(inputs) => cells.extend(inputs.cells()),
                Value::List(list) => list.iter().for_each(|inputs| cells.extend(inputs.cells())),
                _ => {}
            }
        }
        cells
    }
}
