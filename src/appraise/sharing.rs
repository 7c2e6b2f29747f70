//! One range worked out by several workers, each with an engine of its own.
//!
//! All open the same case and draw different stretches. What they send each other are rows of numbers whose
//! meaning is the engine's own: first what each counted, then, once all counts are known, what each holds of
//! the few buckets that matter ([`tally`](crate::uncertainty::Tally)). The bits are those of one worker alone.

use crate::appraise::appraisal::Appraisal;
use crate::appraise::refusal;
use crate::appraise::steps::Names;
use crate::case::Node;
use crate::problem::Problem;
use crate::standard::Standards;
use crate::uncertainty::{Collected, STRETCH, Share, Simulator, Sorted, Tally, Wanted};
use crate::valuation::{RangeOut, Refusal};

/// No worker draws beyond this, as no case asks for more.
const MOST_DRAWS: usize = 10_000_000;

/// A case opened by one of several workers.
pub struct Sharing {
    appraisal: Appraisal,
    simulator: Simulator,
    share: Share,
    /// What all have counted; none once something could not be read.
    heard: Option<Tally>,
}

impl Sharing {
    /// A case of which some figures are uncertain.
    pub fn open(case: &Node, standards: &Standards) -> Result<Self, Box<Refusal>> {
        let appraisal =
            Appraisal::of_case(case, standards).map_err(|problems| refusal(problems, standards))?;
        if appraisal.uncertain.is_empty() {
            return Err(refusal(vec![Problem::new("", "nothing-uncertain")], standards));
        }
        let plan = appraisal.planned.plan();
        let simulator =
            Simulator::new(&appraisal.paper.record(), appraisal.unrounded, &appraisal.uncertain, plan);
        Ok(Self { appraisal, simulator, share: Share::default(), heard: Some(Tally::default()) })
    }

    /// Draws a stretch or several, the first of which begins with draw `first`; what was counted. Where no
    /// stretch begins, nothing is drawn and the row is empty.
    pub fn draw(&mut self, first: usize, count: usize) -> Vec<f64> {
        let end = first.saturating_add(count);
        if !first.is_multiple_of(STRETCH) || end > MOST_DRAWS {
            return Vec::new();
        }
        self.simulator.draw_into(&mut self.share, first..end).to_numbers()
    }

    /// Takes note of what a worker counted: each must hear of all, of its own draws too, and of each once.
    pub fn hear(&mut self, tally: &[f64]) {
        let told = Tally::from_numbers(tally);
        self.heard = self.heard.take().zip(told).map(|(mut heard, told)| {
            heard.add(told);
            heard
        });
    }

    /// What this worker holds of the buckets that matter, by all that was heard; empty if nothing was.
    pub fn collect(&self) -> Vec<f64> {
        let tally = self.heard();
        tally.map(|tally| self.share.collect(&self.wanted(tally)).to_numbers()).unwrap_or_default()
    }

    /// The range, from all that was heard and what all have collected.
    pub fn range(&self, collected: &[Vec<f64>]) -> Result<RangeOut, Box<Refusal>> {
        let none = Standards::default();
        let incomplete = || refusal(vec![Problem::new("/simulation", "not-all-draws")], &none);
        let tally = self.heard().ok_or_else(incomplete)?;
        let wanted = self.wanted(tally);
        let mut all = Collected::default();
        for numbers in collected {
            all.add(Collected::from_numbers(numbers, &wanted).ok_or_else(incomplete)?);
        }
        let sorted = Sorted::of(tally, self.simulator.buckets(), &wanted, all).ok_or_else(incomplete)?;
        let planned = &self.appraisal.planned;
        let summary = self.simulator.summary(tally, &sorted, planned.plan());
        let simulation =
            summary.map_err(|_| refusal(vec![Problem::new("/simulation", "no-range")], &none))?;
        let record = self.appraisal.paper.record();
        Ok(planned.out(&simulation, &record, &self.appraisal.uncertain, &Names::of(&record)))
    }

    fn heard(&self) -> Option<&Tally> {
        self.heard.as_ref().filter(|tally| tally.draws() > 0)
    }

    fn wanted(&self, tally: &Tally) -> Wanted {
        Wanted::of(tally, self.simulator.buckets(), &self.appraisal.planned.plan().thresholds)
    }
}
