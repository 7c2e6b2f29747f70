//! What the appraiser knows, as it arrives: `ipval-case/1`.
//!
//! A case is read by tables of fields ([`Field`]); whatever is wrong with it is gathered, with its place.
//! The same tables give the published JSON Schema ([`schema`]).

mod field;
mod inputs;
#[cfg(not(target_arch = "wasm32"))]
mod json;
mod node;
mod outline;
mod reader;
#[cfg(not(target_arch = "wasm32"))]
pub mod schema;

pub use field::{Field, Kind, Measure};
pub use inputs::{Cell, Inputs, Value};
pub use node::{DEEPEST, Link, Node, camel_case};
pub use outline::{FieldOutline, outline};
pub use reader::{GRADES, place, read_object};

use crate::asset::{Asset, AssetKind, Date};
use crate::problem::{Problem, Remarks};

/// The format that this engine reads.
pub const FORMAT: &str = "ipval-case/1";

/// What a valuation is for.
pub const PURPOSES: &[&str] =
    &["pledge", "licence", "transfer", "contribution", "reporting", "litigation", "management", "review"];

/// Bases of value (价值类型).
pub const BASES: &[&str] =
    &["marketValue", "valueInUse", "investmentValue", "liquidationValue", "licenceValue"];

/// Units of money, and how many of the currency each is.
pub const MONEY_UNITS: &[(&str, f64)] =
    &[("one", 1.0), ("thousand", 1e3), ("tenThousand", 1e4), ("million", 1e6), ("hundredMillion", 1e8)];

const UNIT_NAMES: &[&str] = &["one", "thousand", "tenThousand", "million", "hundredMillion"];

const COMPENSATION: &[Field] = &[Field::required("end", Kind::Date), Field::required("decision", Kind::Text)];

/// The fields of `/asset`.
pub const ASSET_FIELDS: &[Field] = &[
    Field::required("kind", Kind::Choice(AssetKind::NAMES)),
    Field::optional("title", Kind::Text),
    Field::optional("number", Kind::Text),
    Field::optional("owner", Kind::Text),
    Field::optional("jurisdiction", Kind::Text),
    Field::optional("filingDate", Kind::Date),
    Field::optional("grantDate", Kind::Date),
    Field::optional("registrationDate", Kind::Date),
    Field::optional("publicationDate", Kind::Date),
    Field::optional("completionDate", Kind::Date),
    Field::optional("creationDate", Kind::Date),
    Field::optional("firstUseDate", Kind::Date),
    Field::optional("deathDate", Kind::Date),
    Field::optional("ownerKind", Kind::Choice(&["person", "entity"])),
    Field::optional("woody", Kind::Flag),
    Field::optional("renewals", Kind::Count(0, 20)),
    Field::optional("termCompensation", Kind::Object(COMPENSATION)),
    Field::optional("legalEnd", Kind::Date),
];

const METHOD_FIELDS: &[Field] = &[
    Field::optional("id", Kind::Text),
    Field::optional("supporting", Kind::Flag),
    Field::required("method", Kind::Text),
    Field::required("inputs", Kind::Anything),
];

const NOT_USED_FIELDS: &[Field] = &[
    Field::required("approach", Kind::Choice(&["income", "cost", "market"])),
    Field::required("reason", Kind::Text),
];

const CONCLUSION_FIELDS: &[Field] = &[
    Field::optional("weights", Kind::Numbers(Measure::SHARE)),
    Field::optional("adopted", Kind::Text),
    Field::optional("notUsed", Kind::List(NOT_USED_FIELDS)),
    Field::optional("reason", Kind::Text),
    Field::optional("rounding", Kind::Number(Measure::MONEY)),
];

const PLEDGE_FIELDS: &[Field] =
    &[Field::optional("loanToValue", Kind::Number(Measure::SHARE)), Field::optional("preset", Kind::Text)];

const LICENCE_FIELDS: &[Field] = &[Field::required("years", Kind::Number(Measure::LIFE))];

const SIMULATION_FIELDS: &[Field] = &[
    Field::optional("seed", Kind::Count(0, u32::MAX)),
    Field::optional("draws", Kind::Count(100, 10_000_000)),
];

const CITATION_FIELDS: &[Field] = &[Field::optional("text", Kind::Text), Field::optional("note", Kind::Text)];

/// The fields of a case.
pub const CASE_FIELDS: &[Field] = &[
    Field::required("format", Kind::Choice(&[FORMAT])),
    Field::optional("title", Kind::Text),
    Field::required("asset", Kind::Object(ASSET_FIELDS)),
    Field::optional("purpose", Kind::Choice(PURPOSES)),
    Field::required("valuationDate", Kind::Date),
    Field::optional("currency", Kind::Text),
    Field::optional("unit", Kind::Choice(UNIT_NAMES)),
    Field::optional("basisOfValue", Kind::Choice(BASES)),
    Field::optional("facts", Kind::Anything),
    Field::required("methods", Kind::List(METHOD_FIELDS)),
    Field::optional("conclusion", Kind::Object(CONCLUSION_FIELDS)),
    Field::optional("pledge", Kind::Object(PLEDGE_FIELDS)),
    Field::optional("licence", Kind::Object(LICENCE_FIELDS)),
    Field::optional("simulation", Kind::Object(SIMULATION_FIELDS)),
    Field::optional("citation", Kind::Object(CITATION_FIELDS)),
];

/// A case whose own keys were read; the inputs of its methods are read by the methods' tables.
#[derive(Clone, Debug)]
pub struct Case {
    /// What is valued; none if that could not be read.
    pub asset: Option<Asset>,
    /// 评估基准日; none if that could not be read.
    pub valuation_date: Option<Date>,
    /// The currency, as an ISO 4217 code.
    pub currency: String,
    /// The unit of money, out of [`MONEY_UNITS`].
    pub unit: &'static str,
    /// How many of the currency the unit is.
    pub unit_size: f64,
    /// 价值类型
    pub basis_of_value: String,
    /// Everything else, by key.
    pub inputs: Inputs,
    /// The methods, in the order of the case.
    pub methods: Vec<MethodEntry>,
    /// What stood under `/facts`.
    pub facts: Option<Node>,
}

/// One method of a case.
#[derive(Clone, Debug)]
pub struct MethodEntry {
    /// How the case calls it; its number, if the case does not.
    pub id: String,
    /// Which method.
    pub method: String,
    /// Whether it only serves other entries, and its own value is none of those concluded from.
    pub supporting: bool,
    /// What it was given, not yet read.
    pub inputs: Node,
    /// Where that stands.
    pub pointer: String,
}

/// Reads a case, as far as it can be read.
pub fn read_case(node: &Node, remarks: &mut Remarks) -> Case {
    let inputs = read_object(node, CASE_FIELDS, "", remarks);
    let raw_methods = node.get("methods").map(Node::list).unwrap_or_default();
    let methods: Vec<MethodEntry> = inputs
        .list("methods")
        .iter()
        .zip(raw_methods)
        .enumerate()
        .filter_map(|(index, (entry, raw))| {
            Some(MethodEntry {
                id: entry.text("id").map_or_else(|| (index + 1).to_string(), str::to_owned),
                method: entry.text("method")?.to_owned(),
                supporting: entry.flag("supporting").unwrap_or(false),
                inputs: raw.get("inputs")?.clone(),
                pointer: format!("/methods/{index}"),
            })
        })
        .collect();
    if inputs.has("methods") && raw_methods.is_empty() {
        remarks.refuse(Problem::new("/methods", "no-method"));
    }
    let asset = inputs.object("asset").and_then(|asset| read_asset(asset, remarks));
    let named_unit = inputs.text("unit").unwrap_or("one");
    let known = MONEY_UNITS.iter().copied().find(|(name, _)| *name == named_unit);
    let (unit, unit_size) = known.unwrap_or(("one", 1.0));
    let currency = inputs.text("currency").unwrap_or("CNY").to_owned();
    if currency.len() != 3 || !currency.bytes().all(|byte| byte.is_ascii_uppercase()) {
        remarks.refuse(Problem::new("/currency", "not-a-currency").with("found", currency.as_str()));
    }
    Case {
        asset,
        valuation_date: inputs.date("valuationDate"),
        currency,
        unit,
        unit_size,
        basis_of_value: inputs.text("basisOfValue").unwrap_or("marketValue").to_owned(),
        methods,
        facts: node.get("facts").cloned(),
        inputs,
    }
}

/// Reads `/asset`; nothing without a kind.
pub fn read_asset(inputs: &Inputs, remarks: &mut Remarks) -> Option<Asset> {
    let asset = Asset {
        kind: AssetKind::from_name(inputs.text("kind")?)?,
        jurisdiction: inputs.text("jurisdiction").unwrap_or("CN").to_owned(),
        filing_date: inputs.date("filingDate"),
        grant_date: inputs.date("grantDate"),
        registration_date: inputs.date("registrationDate"),
        publication_date: inputs.date("publicationDate"),
        completion_date: inputs.date("completionDate"),
        creation_date: inputs.date("creationDate"),
        first_use_date: inputs.date("firstUseDate"),
        death_date: inputs.date("deathDate"),
        owned_by_person: inputs.text("ownerKind") == Some("person"),
        woody: inputs.flag("woody").unwrap_or(false),
        renewals: inputs.count("renewals").unwrap_or(0),
        compensated_end: inputs.object("termCompensation").and_then(|compensation| compensation.date("end")),
        legal_end: inputs.date("legalEnd"),
    };
    for later in ["grantDate", "registrationDate"] {
        if let (Some(filed), Some(date)) = (asset.filing_date, inputs.date(later))
            && date < filed
        {
            remarks.refuse(Problem::new(inputs.pointer_to(later), "before-filing"));
        }
    }
    if inputs.has("termCompensation") && asset.kind != AssetKind::Invention {
        let problem = Problem::new(inputs.pointer_to("termCompensation"), "compensation-for-inventions-only");
        remarks.refuse(problem.by_clause("cn-patent-law#term-compensation-delay"));
    }
    Some(asset)
}
