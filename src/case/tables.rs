//! The keys of a case, section by section.
//!
//! What a method needs stands in its own table. What stands here serves the whole valuation: the thing, the
//! engagement, the conclusion, the pledge, the licence and the report under review. Most of it changes no
//! figure: it is what the standards ask a valuation to say, and what their requirements are held against.

use crate::asset::AssetKind;
use crate::case::FORMAT;
use crate::case::field::{Field, Kind, Measure};
use crate::uncertainty::Sequence;

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

const fn text(key: &'static str) -> Field {
    Field::optional(key, Kind::Text)
}

const fn flag(key: &'static str) -> Field {
    Field::optional(key, Kind::Flag)
}

const fn date(key: &'static str) -> Field {
    Field::optional(key, Kind::Date)
}

const fn number(key: &'static str, measure: Measure) -> Field {
    Field::optional(key, Kind::Number(measure))
}

const fn choice(key: &'static str, choices: &'static [&'static str]) -> Field {
    Field::optional(key, Kind::Choice(choices))
}

const COMPENSATION: &[Field] = &[Field::required("end", Kind::Date), Field::required("decision", Kind::Text)];

/// How the right stands on the day it was looked up (权属与法律状态).
const STATUS_FIELDS: &[Field] = &[
    date("asOf"),
    text("registryExtract"),
    flag("granted"),
    flag("inForce"),
    flag("feesPaid"),
    flag("disputed"),
    flag("preserved"),
    choice("invalidation", &["none", "pending", "declared"]),
    flag("invalidationDeclared"),
    flag("coOwned"),
    flag("coOwnersConsent"),
    flag("pledged"),
    flag("pledgeeConsents"),
    flag("openLicence"),
    flag("exclusiveLicence"),
    flag("dualFiling"),
    flag("dualFilingDeclared"),
    flag("identicalMarks"),
    flag("identicalMarksIncluded"),
    flag("evaluationReport"),
    date("lastUse"),
    number("useYears", Measure::LIFE),
    text("secrecyMeasures"),
    text("stability"),
    text("freedomToOperate"),
    text("encumbrances"),
];

const MEMBER_FIELDS: &[Field] = &[
    Field::required("title", Kind::Text),
    choice("kind", AssetKind::NAMES),
    text("number"),
    text("owner"),
    number("share", Measure::SHARE),
    number("ownValue", Measure::MONEY),
    choice("inclusion", &["counted", "subsumed"]),
];

/// The fields of `/asset`.
pub const ASSET_FIELDS: &[Field] = &[
    Field::required("kind", Kind::Choice(AssetKind::NAMES)),
    text("title"),
    text("number"),
    text("owner"),
    text("jurisdiction"),
    date("filingDate"),
    date("grantDate"),
    date("registrationDate"),
    date("publicationDate"),
    date("completionDate"),
    date("creationDate"),
    date("firstUseDate"),
    date("deathDate"),
    choice("ownerKind", &["person", "entity"]),
    flag("woody"),
    Field::optional("renewals", Kind::Count(0, 20)),
    Field::optional("termCompensation", Kind::Object(COMPENSATION)),
    date("legalEnd"),
    text("description"),
    text("scopeOfRight"),
    text("products"),
    text("goods"),
    flag("practised"),
    Field::optional("status", Kind::Object(STATUS_FIELDS)),
    Field::optional("members", Kind::List(MEMBER_FIELDS)),
];

pub(super) const METHOD_FIELDS: &[Field] = &[
    text("id"),
    flag("supporting"),
    Field::required("method", Kind::Text),
    Field::required("inputs", Kind::Anything),
];

const SIGNATORY_FIELDS: &[Field] =
    &[Field::required("name", Kind::Text), choice("qualification", &["appraiser", "professional"])];

/// Who asked for the valuation, who made it, and what may be done with it (委托与报告).
const ENGAGEMENT_FIELDS: &[Field] = &[
    text("client"),
    text("intendedUsers"),
    text("use"),
    text("premise"),
    text("agency"),
    text("reportNumber"),
    date("startDate"),
    date("reportDate"),
    date("validUntil"),
    flag("statutory"),
    flag("stateOwned"),
    text("independence"),
    text("inspection"),
    text("materials"),
    text("limits"),
    text("specialAssumptions"),
    text("subsequentEvents"),
    Field::optional("signatories", Kind::List(SIGNATORY_FIELDS)),
    flag("sealed"),
    number("retentionYears", Measure::LIFE),
    Field::optional("standards", Kind::Texts),
];

const NOT_USED_FIELDS: &[Field] = &[
    Field::required("approach", Kind::Choice(&["income", "cost", "market"])),
    Field::required("reason", Kind::Text),
];

const CONCLUSION_FIELDS: &[Field] = &[
    Field::optional("weights", Kind::Numbers(Measure::SHARE)),
    text("adopted"),
    Field::optional("notUsed", Kind::List(NOT_USED_FIELDS)),
    text("reason"),
    number("rounding", Measure::MONEY),
];

const PLEDGE_FIELDS: &[Field] = &[
    number("loanToValue", Measure::SHARE),
    text("preset"),
    number("loan", Measure::MONEY),
    number("loanYears", Measure::LIFE),
    date("loanEnd"),
    number("forcedSaleDiscount", Measure::SHARE),
    number("disposalCost", Measure::MONEY),
    number("disposalYears", Measure::LIFE),
    number("disposalRate", Measure::RATE),
    number("coverageLeast", Measure::FACTOR),
    Field::optional("revaluationMonths", Kind::Count(1, 120)),
    flag("writtenContract"),
    flag("registered"),
    date("registrationDate"),
    flag("pledgorIsOwner"),
    flag("wholeAsset"),
    flag("forfeiture"),
    flag("securityDemand"),
    flag("proceedsEscrow"),
    text("disposalPlan"),
    text("watch"),
];

const LICENCE_FIELDS: &[Field] = &[
    number("years", Measure::LIFE),
    choice("type", &["exclusive", "sole", "ordinary", "open"]),
    choice("payment", &["lumpSum", "instalments", "royalty", "entryFeeAndRoyalty"]),
    choice("base", &["price", "addedValue", "profit", "sales"]),
    choice("rateShape", &["fixed", "increasing", "decreasing"]),
    text("territory"),
    text("field"),
    text("improvements"),
    text("stacking"),
    flag("sublicence"),
    flag("audit"),
    flag("relatedParties"),
    flag("recorded"),
    date("signedOn"),
    date("recordedOn"),
    date("until"),
    flag("declared"),
    date("declarationDate"),
    number("royaltyCap", Measure::SHARE),
    number("annualFee", Measure::MONEY),
    Field::optional("expectedLicensees", Kind::Count(1, 1_000_000)),
    number("licensorValue", Measure::MONEY),
    number("licenseeValue", Measure::MONEY),
];

/// The report that is cross-checked (复核).
const REVIEW_FIELDS: &[Field] = &[
    number("statedValue", Measure::MONEY),
    date("reportDate"),
    text("reportNumber"),
    text("agency"),
    text("opinion"),
    number("tolerance", Measure::SHARE),
    flag("recomputed"),
];

const CORRELATION_FIELDS: &[Field] =
    &[Field::required("between", Kind::Texts), Field::required("rank", Kind::Number(Measure::RANK))];

const CORRELATION_MATRIX_FIELDS: &[Field] =
    &[Field::required("between", Kind::Texts), Field::required("ranks", Kind::Matrix(Measure::RANK))];

const THRESHOLD_FIELDS: &[Field] = &[text("name"), Field::required("at", Kind::Number(Measure::CASH))];

const ACCURACY_FIELDS: &[Field] = &[
    Field::required("relativeError", Kind::Number(Measure::ERROR)),
    Field::optional("mostDraws", Kind::Count(100, 10_000_000)),
];

/// How uncertain figures are drawn, and what is looked for. Each draw is kept as ten bytes, so the most
/// draws take 100 MB.
const SIMULATION_FIELDS: &[Field] = &[
    Field::optional("seed", Kind::Count(0, u32::MAX)),
    Field::optional("draws", Kind::Count(100, 10_000_000)),
    choice("sequence", Sequence::NAMES),
    Field::optional("correlations", Kind::List(CORRELATION_FIELDS)),
    Field::optional("correlationMatrix", Kind::Object(CORRELATION_MATRIX_FIELDS)),
    Field::optional("thresholds", Kind::List(THRESHOLD_FIELDS)),
    Field::optional("accuracy", Kind::Object(ACCURACY_FIELDS)),
];

const CITATION_FIELDS: &[Field] = &[text("text"), text("note")];

/// The fields of a case.
pub const CASE_FIELDS: &[Field] = &[
    Field::required("format", Kind::Choice(&[FORMAT])),
    text("title"),
    Field::required("asset", Kind::Object(ASSET_FIELDS)),
    choice("purpose", PURPOSES),
    Field::required("valuationDate", Kind::Date),
    text("currency"),
    choice("unit", UNIT_NAMES),
    choice("basisOfValue", BASES),
    Field::optional("engagement", Kind::Object(ENGAGEMENT_FIELDS)),
    Field::optional("facts", Kind::Anything),
    Field::required("methods", Kind::List(METHOD_FIELDS)),
    Field::optional("conclusion", Kind::Object(CONCLUSION_FIELDS)),
    Field::optional("pledge", Kind::Object(PLEDGE_FIELDS)),
    Field::optional("licence", Kind::Object(LICENCE_FIELDS)),
    Field::optional("review", Kind::Object(REVIEW_FIELDS)),
    Field::optional("simulation", Kind::Object(SIMULATION_FIELDS)),
    Field::optional("citation", Kind::Object(CITATION_FIELDS)),
];
