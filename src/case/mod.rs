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
mod range;
mod reader;
#[cfg(not(target_arch = "wasm32"))]
pub mod schema;
mod tables;

pub use field::{Field, Kind, Measure};
pub use inputs::{Cell, Inputs, Value};
pub use node::{DEEPEST, Link, Node, camel_case};
pub use outline::{FieldOutline, outline};
pub use range::read_spread;
pub use reader::{GRADES, place, read_object};
pub use tables::{ASSET_FIELDS, BASES, CASE_FIELDS, MONEY_UNITS, PURPOSES};

use crate::asset::{Asset, AssetKind, Date};
use crate::problem::{Problem, Remarks};

/// The format that this engine reads.
pub const FORMAT: &str = "ipval-case/1";

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
        last_use: inputs.object("status").and_then(|status| status.date("lastUse")),
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
