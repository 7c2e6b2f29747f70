//! A JSON document as it arrived, before anything is believed of it.
//!
//! Typed deserialisation stops at its first error, forgets where it was, and at the JavaScript boundary
//! lets unknown keys, NaN and infinity through. A tree keeps them all, duplicate keys too, so that the
//! reader can name every problem of a case at once, each with its place.

use crate::workpaper::{StepId, Unit};

/// A document deeper than this is refused: an object that contains itself would never end.
pub const DEEPEST: u8 = 32;

/// One value of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// null, undefined
    Nothing,
    /// true, false
    Flag(bool),
    /// any number, NaN and infinity included
    Number(f64),
    /// a string
    Text(String),
    /// an array
    List(Vec<Node>),
    /// an object, with its keys in the order given, twice if given twice
    Object(Vec<(String, Node)>),
    /// a figure that an earlier entry of the case worked out; put in place of `{"from": …}`, never read
    Linked(Link),
}

/// A figure that stands on the paper already.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// Its step.
    pub step: StepId,
    /// Its number.
    pub value: f64,
    /// What it measures.
    pub unit: Unit,
}

impl Node {
    /// The value under a key; of a key given twice, the first.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Object(entries) => entries.iter().find(|(name, _)| name == key).map(|(_, node)| node),
            _ => None,
        }
    }

    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number, if it is one.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The entries of a list; none of anything else.
    pub fn list(&self) -> &[Self] {
        match self {
            Self::List(nodes) => nodes,
            _ => &[],
        }
    }

    /// What a person would call it, as a code.
    pub fn sort(&self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Flag(_) => "flag",
            Self::Number(_) => "number",
            Self::Text(_) => "text",
            Self::List(_) => "list",
            Self::Object(_) => "object",
            Self::Linked(_) => "number",
        }
    }
}

/// The JSON spelling of a step's key: `royalty-rate` is `royaltyRate`.
pub fn camel_case(key: &str) -> String {
    let mut parts = key.split('-');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |mut joined, part| {
        let mut letters = part.chars();
        joined.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        joined.push_str(letters.as_str());
        joined
    })
}
