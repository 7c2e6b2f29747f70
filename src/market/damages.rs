//! Damages for infringement (侵权损害赔偿), as a check of value and as a conclusion of its own.
//! ```text
//! loss     = N · s · u · c + N · (1 − s) · ρᵤ        s = own share ÷ (1 − infringer's share), at most 1
//! gain     = N · g · c
//! fee      = F · m                                   F as agreed, or sales · ρ, or sales · (e − o)
//! damages  = base · k + expenses
//! ```
//! N the infringing units, u the owner's and g the infringer's profit on one, ρᵤ a royalty on one that the
//! owner would not have sold, c the part that the right has in the profit; ρ a royalty rate, or by the
//! analytical method the margin expected e less the usual one o; m a multiple of the licence fee; k the
//! punitive multiple. Units that the owner lost may be given in place of N · s.
//!
//! - Stated: the order loss, gain, multiple of the fee, statutory amount, and the expenses on top (专利法 art 71,
//!   商标法 art 63, 著作权法 art 54, 反不正当竞争法); the punitive base without expenses (法释〔2021〕4号 art 5);
//!   *TWM v. Dura* (analytical method), *State Industries v. Mor-Flo* (market shares, royalty on the rest).
//! - Inferred: k is the whole of the award over its base, as the statutes' words have it; courts that add the
//!   multiple to the base award 1 + k times.
//! - Limit: what is owed for the past is no price for the future.

use crate::asset::AssetKind;
use crate::case::{Field, Inputs, Kind, Measure};
use crate::method::{Method, Setting, Worked};
use crate::problem::{Finding, Problem, Remarks, Severity};
use crate::workpaper::{Figure, Paper, Unit};

/// The method as a case calls it.
pub struct Damages;

/// The bases in the order of the law.
const BASES: &[&str] = &["actualLoss", "infringerGain", "licenceFee", "statutory"];

const FIELDS: &[Field] = &[
    Field::optional("basis", Kind::Choice(BASES)),
    Field::optional("lostUnits", Kind::Number(Measure::QUANTITY)),
    Field::optional("infringingUnits", Kind::Number(Measure::QUANTITY)),
    Field::optional("unitProfit", Kind::Number(Measure::MONEY)),
    Field::optional("ownShare", Kind::Number(Measure::SHARE)),
    Field::optional("infringerShare", Kind::Number(Measure::SHARE)),
    Field::optional("unitRoyalty", Kind::Number(Measure::MONEY)),
    Field::optional("infringerUnitProfit", Kind::Number(Measure::MONEY)),
    Field::optional("contribution", Kind::Number(Measure::SHARE)),
    Field::optional("licenceFee", Kind::Number(Measure::MONEY)),
    Field::optional("infringingSales", Kind::Number(Measure::MONEY)),
    Field::optional("royaltyRate", Kind::Number(Measure::SHARE)),
    Field::optional("expectedMargin", Kind::Number(Measure::SHARE)),
    Field::optional("usualMargin", Kind::Number(Measure::SHARE)),
    Field::optional("feeMultiple", Kind::Number(Measure::FACTOR)),
    Field::optional("statutoryAmount", Kind::Number(Measure::MONEY)),
    Field::optional("punitiveMultiple", Kind::Number(Measure::FACTOR)),
    Field::optional("reasonableExpenses", Kind::Number(Measure::MONEY)),
];

/// What has no meaning without another.
const TOGETHER: [(&str, &str); 7] = [
    ("infringerShare", "ownShare"),
    ("ownShare", "infringerShare"),
    ("unitRoyalty", "ownShare"),
    ("ownShare", "infringingUnits"),
    ("infringerUnitProfit", "infringingUnits"),
    ("expectedMargin", "usualMargin"),
    ("usualMargin", "expectedMargin"),
];

impl Method for Damages {
    fn name(&self) -> &'static str {
        "damages"
    }

    fn approach(&self) -> &'static str {
        "evidence"
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
        refuse_fragments(inputs, remarks);
        let law = law_of(setting);
        let clause = |figure: Figure<'p>, clause: &str| match law {
            Some(law) => figure.by_clause(format!("{law}#{clause}")),
            None => figure,
        };
        let bases = [
            actual_loss(paper, inputs),
            infringer_gain(paper, inputs),
            licence_fee(paper, inputs),
            inputs.number("statutoryAmount").map(|cell| cell.record(paper, "statutory-amount", Unit::Money)),
        ];
        let basis = match inputs.text("basis") {
            Some(stated) => BASES.iter().position(|basis| *basis == stated),
            None => bases.iter().position(Option::is_some),
        };
        let base = basis.and_then(|basis| bases[basis].map(|base| (basis, base)));
        judge_statutory(inputs, setting, remarks);
        judge_punitive(inputs, setting, basis, remarks);
        let Some((basis, base)) = base else {
            remarks.refuse(Problem::new(inputs.pointer_to("basis"), "basis-without-figures"));
            return None;
        };
        if basis >= 2 && bases[..2].iter().any(Option::is_some) {
            let about = Problem::new(inputs.pointer_to("basis"), "damages-out-of-order");
            let about = law.iter().fold(about, |about, law| about.by_clause(format!("{law}#damages-order")));
            remarks.find(Finding::warning(about));
        }
        let mut award = clause(base.named("damages-base"), "damages-order");
        if let Some(cell) = inputs.number("punitiveMultiple") {
            let multiple = cell.record(paper, "punitive-multiple", Unit::Factor);
            award = clause((award * multiple).named("punitive-damages"), "punitive-damages");
        }
        if let Some(cell) = inputs.number("reasonableExpenses") {
            award =
                award + clause(cell.record(paper, "reasonable-expenses", Unit::Money), "damages-expenses");
        }
        (remarks.problems.len() == before).then(|| Worked::of(award.named("damages")))
    }
}

/// Figures that need others, and ways that exclude each other.
fn refuse_fragments(inputs: &Inputs, remarks: &mut Remarks) {
    for (key, other) in TOGETHER {
        if inputs.has(key) && !inputs.has(other) {
            remarks.refuse(Problem::new(inputs.pointer_to(key), "needs-other").with("other", other));
        }
    }
    let ways =
        [("lostUnits", "ownShare"), ("licenceFee", "infringingSales"), ("royaltyRate", "expectedMargin")];
    for (one, other) in ways {
        if inputs.has(one) && inputs.has(other) {
            remarks.refuse(Problem::new(inputs.pointer_to(one), "conflicting").with("with", other));
        }
    }
    if let Some(cell) = inputs.number("infringerShare").filter(|cell| cell.extent().1 >= 1.0) {
        remarks.refuse(Problem::new(cell.pointer.clone(), "market-of-infringer-alone"));
    }
}

/// What the owner would have sold, at the owner's profit; and a royalty on what others would have sold.
fn actual_loss<'p>(paper: &'p Paper, inputs: &Inputs) -> Option<Figure<'p>> {
    let profit = inputs.number("unitProfit")?.record(paper, "unit-profit", Unit::Money);
    if let Some(lost) = inputs.number("lostUnits") {
        let lost = lost.record(paper, "lost-units", Unit::Count);
        return contributed(paper, inputs, lost * profit).map(|loss| loss.named("actual-loss"));
    }
    let units = inputs.number("infringingUnits")?.record(paper, "infringing-units", Unit::Count);
    let (Some(own), Some(infringer)) = (inputs.number("ownShare"), inputs.number("infringerShare")) else {
        return contributed(paper, inputs, units * profit).map(|loss| loss.named("actual-loss"));
    };
    let own = own.record(paper, "own-market-share", Unit::Share);
    let infringer = infringer.record(paper, "infringer-market-share", Unit::Share);
    let share =
        (own / (1.0 - infringer)).least(1.0).named("share-without-infringer").measured_in(Unit::Share);
    let lost = (units * share).named("lost-units").measured_in(Unit::Count);
    let loss = contributed(paper, inputs, lost * profit)?;
    let Some(royalty) = inputs.number("unitRoyalty") else { return Some(loss.named("actual-loss")) };
    let royalty = royalty.record(paper, "unit-royalty", Unit::Money);
    let rest = (1.0 - share).named("share-under-royalty").measured_in(Unit::Share);
    let on_rest = (units * rest * royalty).named("royalty-on-rest").measured_in(Unit::Money);
    Some((loss.named("profits-lost") + on_rest).named("actual-loss"))
}

fn infringer_gain<'p>(paper: &'p Paper, inputs: &Inputs) -> Option<Figure<'p>> {
    let profit = inputs.number("infringerUnitProfit")?.record(paper, "infringer-unit-profit", Unit::Money);
    let units = inputs.number("infringingUnits")?.record(paper, "infringing-units", Unit::Count);
    contributed(paper, inputs, units * profit).map(|gain| gain.named("infringer-gain"))
}

/// A profit, less what other parts of the product have in it.
fn contributed<'p>(paper: &'p Paper, inputs: &Inputs, profit: Figure<'p>) -> Option<Figure<'p>> {
    let contribution = inputs.number("contribution");
    let contribution = contribution.map(|cell| cell.record(paper, "contribution", Unit::Share));
    Some(contribution.map_or(profit, |contribution| profit * contribution))
}

/// A licence fee, as agreed or as it would have been agreed, and its multiple.
fn licence_fee<'p>(paper: &'p Paper, inputs: &Inputs) -> Option<Figure<'p>> {
    let fee = if let Some(cell) = inputs.number("licenceFee") {
        cell.record(paper, "licence-fee", Unit::Money)
    } else {
        let rate = match inputs.number("royaltyRate") {
            Some(cell) => cell.record(paper, "royalty-rate", Unit::Share),
            None => {
                let expected = inputs.number("expectedMargin")?.record(paper, "expected-margin", Unit::Share);
                let usual = inputs.number("usualMargin")?.record(paper, "usual-margin", Unit::Share);
                (expected - usual).greatest(0.0).named("royalty-rate").measured_in(Unit::Share)
            }
        };
        let sales = inputs.number("infringingSales")?.record(paper, "infringing-sales", Unit::Money);
        (sales * rate).named("licence-fee")
    };
    let Some(multiple) = inputs.number("feeMultiple") else { return Some(fee) };
    Some((fee * multiple.record(paper, "fee-multiple", Unit::Factor)).named("multiple-of-fee"))
}

/// The edition whose articles on damages govern a right, where one does.
fn law_of(setting: &Setting<'_>) -> Option<&'static str> {
    let asset = setting.asset.filter(|asset| asset.jurisdiction == "CN")?;
    Some(match asset.kind {
        AssetKind::Invention | AssetKind::UtilityModel | AssetKind::Design => "cn-patent-law",
        AssetKind::Trademark => "cn-trademark-law",
        AssetKind::Copyright | AssetKind::Software => "cn-copyright-law",
        AssetKind::TradeSecret => "cn-unfair-competition-law",
        AssetKind::LayoutDesign | AssetKind::PlantVariety => return None,
    })
}

/// A parameter of the law, with the clause behind it.
fn ruled(setting: &Setting<'_>, parameter: &str) -> Option<(f64, String)> {
    let (law, date) = (law_of(setting)?, setting.valuation_date?);
    let ruling = setting.standards.ruling(law, parameter, date, date).ok()?;
    Some((ruling.number()?, ruling.clause))
}

fn judge_statutory(inputs: &Inputs, setting: &Setting<'_>, remarks: &mut Remarks) {
    let Some(cell) = inputs.number("statutoryAmount").filter(|_| setting.currency == "CNY") else { return };
    let least = ruled(setting, "statutory-damages-least").map_or(0.0, |(least, _)| least);
    let Some((most, clause)) = ruled(setting, "statutory-damages-most") else { return };
    let (least, most) = (least / setting.unit_size, most / setting.unit_size);
    if cell.value < least || cell.value > most {
        let about = Problem::new(cell.pointer.clone(), "statutory-amount-beyond-law").by_clause(clause);
        let about = about.with("amount", cell.value).with("least", least).with("most", most);
        remarks.find(Finding { severity: Severity::Bar, about });
    }
}

fn judge_punitive(inputs: &Inputs, setting: &Setting<'_>, basis: Option<usize>, remarks: &mut Remarks) {
    let Some(cell) = inputs.number("punitiveMultiple") else { return };
    if basis == Some(3) {
        remarks.refuse(Problem::new(cell.pointer.clone(), "conflicting").with("with", "statutoryAmount"));
    }
    let (Some((least, _)), Some((most, clause))) =
        (ruled(setting, "punitive-multiple-least"), ruled(setting, "punitive-multiple-most"))
    else {
        return;
    };
    if cell.value < least || cell.value > most {
        let about = Problem::new(cell.pointer.clone(), "punitive-multiple-beyond-law").by_clause(clause);
        let about = about.with("multiple", cell.value).with("least", least).with("most", most);
        remarks.find(Finding { severity: Severity::Bar, about });
    }
}
