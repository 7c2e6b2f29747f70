//! A JSON document as it arrived, before anything is believed of it.
//!
//! Typed deserialisation stops at its first error, forgets where it was, and at the JavaScript boundary
//! lets unknown keys, NaN and infinity through. A tree keeps them all, duplicate keys too, so that the
//! reader can name every problem of a case at once, each with its place.

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
        }
    }
}
