//! A lender's own policy laid over the packs: it may tighten what a pack leaves open to it, and nothing else.
//!
//! A parameter of a pack says which way it may be moved (`overlay`: lower, higher; absent: no way). A
//! parameter of a bank's file names the one that it replaces (`overlays`). Where it tightens, the bank's
//! number is used and says so; where it loosens, or where nothing may be moved, the pack's number stands.

use crate::asset::Date;
use crate::case::Node;
use crate::problem::{Finding, Problem};
use crate::standard::{Edition, Ruling, Standards};

/// A bank's number beside the one that it would replace.
struct Overlay<'s> {
    bank: &'s Edition,
    own: Ruling,
    base: Ruling,
    tightens: bool,
}

impl Standards {
    /// A ruling as the lender's policy leaves it.
    pub(crate) fn overlaid(&self, id: &str, parameter: &str, base: Ruling, day: Date) -> Ruling {
        let target = format!("{id}#{parameter}");
        let own = self.overlays(day, Some(&target)).into_iter().filter(|overlay| overlay.tightens);
        own.map(|overlay| overlay.own).next_back().unwrap_or(base)
    }

    /// What a reader has to know of the policies laid over the packs: where they tighten, and where they
    /// would loosen and are not followed.
    pub fn overlay_findings(&self, day: Date) -> Vec<Finding> {
        let found = self.overlays(day, None).into_iter().map(|overlay| {
            let code = if overlay.tightens { "policy-tightens" } else { "policy-loosens" };
            let name = format!("{}/{}", overlay.bank.id, overlay.bank.edition);
            let about = Problem::new("/pledge", code).with("policy", name);
            let about = about
                .with("own", overlay.own.number().unwrap_or_default())
                .with("base", overlay.base.number().unwrap_or_default())
                .by_clause(overlay.own.clause.as_str())
                .by_clause(overlay.base.clause.as_str());
            if overlay.tightens { Finding::note(about) } else { Finding::warning(about) }
        });
        found.collect()
    }

    /// The bank's numbers for one parameter of a pack, or for all of them.
    fn overlays(&self, day: Date, wanted: Option<&str>) -> Vec<Overlay<'_>> {
        let banks = self.editions.iter().filter(|edition| {
            edition.group == "bank-policy" && edition.transcribed && edition.is_in_force(day)
        });
        let mut overlays = Vec::new();
        for bank in banks {
            for parameter in bank.parameters() {
                let text = |key: &str| parameter.get(key).and_then(Node::text);
                let Some(((id, name), own)) = text("overlays")
                    .filter(|target| wanted.is_none_or(|wanted| wanted == *target))
                    .and_then(|target| target.split_once('#'))
                    .zip(text("id").and_then(|id| bank.ruling(id, day)))
                else {
                    continue;
                };
                let base = self
                    .editions
                    .iter()
                    .find(|edition| edition.id == id && edition.transcribed && edition.is_in_force(day));
                let Some((base, ruling)) = base.and_then(|base| Some((base, base.ruling(name, day)?))) else {
                    continue;
                };
                let direction = base
                    .parameters()
                    .iter()
                    .find(|each| each.get("id").and_then(Node::text) == Some(name))
                    .and_then(|each| each.get("overlay")?.text());
                let tightens = match (direction, own.number(), ruling.number()) {
                    (Some("lower"), Some(own), Some(base)) => own <= base,
                    (Some("higher"), Some(own), Some(base)) => own >= base,
                    _ => false,
                };
                overlays.push(Overlay { bank, own, base: ruling, tightens });
            }
        }
        overlays
    }
}
