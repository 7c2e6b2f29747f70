//! Results sorted into buckets as they are drawn, by whoever draws them, and put together afterwards.
//!
//! Percentiles are order statistics. Instead of sorting all results, each is put into one of a row of narrow
//! buckets and counted; then it is known in which few buckets an order statistic lies, and only what those
//! hold (about a twentieth) is looked at a second time. Both looks are made by each worker over its own draws:
//!
//! 1. [`Share::take`] counts into buckets, replicate by replicate, and adds up;
//! 2. [`Wanted`] says, from the counts of all, which buckets must be known result by result;
//! 3. [`Share::collect`] hands over what they hold.
//!
//! Counts are whole numbers, and sums are made within stretches of [`STRETCH`] draws and then in the order of
//! the stretches, so that the bits are the same for any number of workers.

use crate::uncertainty::draws::REPLICATES;

/// Draws that are summed by themselves, and the least that a worker takes.
pub const STRETCH: usize = 4096;

/// The percentiles reported: the first to the ninety-ninth.
pub const PERCENTILES: usize = 99;

/// The replicates, and all of them together as one group more.
pub(super) const GROUPS: usize = REPLICATES + 1;

/// How many buckets there are: always as many, so that what is said does not depend on how many draws were
/// expected. Their counts stay in the second cache.
pub(super) const BUCKETS: usize = 4096;

/// Narrow equal buckets over the middle of the results, and a last one at either end for the rest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Buckets {
    low: f64,
    scale: f64,
    /// Near the middle: about it squares are summed, so that a narrow range far from zero loses no digits.
    middle: f64,
}

/// A number as its nearest whole number in the lowest bits: what lies below 2³¹ is moved to where a double
/// has no room for a fraction.
const TO_WHOLE: f64 = 4_503_599_627_370_496.0;

impl Buckets {
    /// As the first results suggest.
    pub fn over(first: &[f64]) -> Self {
        let mut sorted: Vec<f64> = first.iter().copied().filter(|result| result.is_finite()).collect();
        sorted.sort_by(f64::total_cmp);
        let at = |per_mille: usize| sorted.get(sorted.len() * per_mille / 1000).copied().unwrap_or(0.0);
        let scale = (BUCKETS - 2) as f64 / (at(998) - at(2));
        let scale = if scale.is_finite() { scale } else { 0.0 };
        Self { low: at(2), scale, middle: at(500) }
    }

    /// The bucket of a number; never one of a greater number than of a lesser.
    #[inline(always)]
    pub fn of(&self, number: f64) -> usize {
        let place = (number - self.low) * self.scale + 1.0;
        // Told so that what is no number falls into the first.
        let place = if place > 0.0 { place } else { 0.0 };
        let last = (BUCKETS - 1) as f64;
        let place = if place < last { place } else { last };
        usize::from((place + TO_WHOLE).to_bits() as u16)
    }

    /// How wide each is; of no use where all results are alike.
    pub fn width(&self) -> f64 {
        1.0 / self.scale
    }

    /// About where an order statistic lies, by its place in the bucket; at the inner end of the first and the
    /// last, which have no other.
    fn within(&self, Spot { bucket, place, count }: Spot) -> f64 {
        match bucket {
            0 => self.start(1),
            _ if bucket == BUCKETS - 1 => self.start(bucket),
            _ => self.start(bucket) + self.width() * (place as f64 + 0.5) / count as f64,
        }
    }

    /// Where one begins; not the first, which has no beginning.
    pub fn start(&self, bucket: usize) -> f64 {
        self.low + (bucket as f64 - 1.5) / self.scale
    }
}

/// Sums over the replicates of one stretch.
type Sums = [f64; REPLICATES];

/// What is known of some draws at the first look.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    /// By bucket, then by replicate; the last bucket is of results that are no number.
    counts: Vec<u32>,
    stretches: Vec<Stretch>,
    clamped: usize,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Stretch {
    first: usize,
    draws: usize,
    /// Of results less the buckets' middle, and of its squares.
    sums: Sums,
    squares: Sums,
}

impl Tally {
    /// Takes what another worker counted, or the same one later.
    pub fn add(&mut self, other: Self) {
        if self.counts.is_empty() {
            self.counts = other.counts;
        } else {
            let counts = self.counts.iter_mut().zip(other.counts);
            counts.for_each(|(all, more)| *all = all.saturating_add(more));
        }
        self.stretches.extend(other.stretches);
        self.stretches.sort_by_key(|stretch| stretch.first);
        self.clamped += other.clamped;
    }

    /// How many draws were made.
    pub fn draws(&self) -> usize {
        self.stretches.iter().map(|stretch| stretch.draws).sum()
    }

    /// How many times a draw of an input was set back to its bound.
    pub fn clamped(&self) -> usize {
        self.clamped
    }

    /// The counts of a bucket, replicate by replicate.
    pub(super) fn counts(&self, bucket: usize) -> &[u32] {
        self.counts.get(bucket * REPLICATES..(bucket + 1) * REPLICATES).unwrap_or(&[])
    }

    /// The same, and of all together.
    fn groups(&self, bucket: usize) -> [u64; GROUPS] {
        let mut groups = [0; GROUPS];
        for (group, &count) in groups.iter_mut().zip(self.counts(bucket)) {
            *group = u64::from(count);
        }
        groups[REPLICATES] = groups.iter().sum();
        groups
    }

    /// The sums by replicate of results less the middle, and of their squares.
    pub(super) fn sums(&self) -> (Sums, Sums) {
        let (mut sums, mut squares) = ([0.0; REPLICATES], [0.0; REPLICATES]);
        for stretch in &self.stretches {
            add(&mut sums, &stretch.sums);
            add(&mut squares, &stretch.squares);
        }
        (sums, squares)
    }

    /// As a row of numbers, to be sent from one worker to another.
    pub fn to_numbers(&self) -> Vec<f64> {
        let mut numbers = vec![self.clamped as f64, self.stretches.len() as f64];
        for Stretch { first, draws, sums, squares } in &self.stretches {
            numbers.extend([*first as f64, *draws as f64]);
            numbers.extend(sums);
            numbers.extend(squares);
        }
        numbers.extend(self.counts.as_chunks().0.iter().map(|&[a, b]| f64::from(a) * PAIR + f64::from(b)));
        numbers
    }

    /// Out of such a row; none if it is no such row.
    pub fn from_numbers(numbers: &[f64]) -> Option<Self> {
        let mut rest = numbers;
        let clamped = next(&mut rest)? as usize;
        let count = next(&mut rest)? as usize;
        let mut tally = Self { clamped, ..Self::default() };
        for _ in 0..count {
            let (first, draws) = (next(&mut rest)? as usize, next(&mut rest)? as usize);
            if draws > STRETCH {
                return None;
            }
            let stretch = Stretch { first, draws, sums: row(&mut rest)?, squares: row(&mut rest)? };
            tally.stretches.push(stretch);
        }
        tally.counts = vec![0; 2 * rest.len()];
        for (counts, &pair) in tally.counts.as_chunks_mut().0.iter_mut().zip(rest) {
            let pair = pair as i64;
            *counts = [(pair / PAIR as i64) as u32, (pair % PAIR as i64) as u32];
        }
        // Percentiles are looked for among the results that the counts promise.
        let counted: u64 = tally.counts.iter().map(|&count| u64::from(count)).sum();
        let sound = tally.counts.len() == (BUCKETS + 1) * REPLICATES
            && counted == tally.stretches.iter().map(|stretch| stretch.draws as u64).sum::<u64>();
        sound.then_some(tally)
    }
}

/// Two counts go into one number, for most of such a row is counts; none reaches this.
const PAIR: f64 = 67_108_864.0;

fn add(sums: &mut Sums, more: &Sums) {
    sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
}

fn next(rest: &mut &[f64]) -> Option<f64> {
    let (&first, behind) = rest.split_first()?;
    *rest = behind;
    Some(first)
}

fn row(rest: &mut &[f64]) -> Option<Sums> {
    let (row, behind) = rest.split_first_chunk::<REPLICATES>()?;
    *rest = behind;
    Some(*row)
}

/// The draws of one worker, which stay with it: ten bytes a draw.
#[derive(Clone, Debug, Default)]
pub struct Share {
    results: Vec<f64>,
    /// The bucket of each.
    places: Vec<u16>,
    /// The first draw of each stretch, and how many it has.
    stretches: Vec<(usize, usize)>,
}

impl Share {
    /// Makes room for so many draws more, which would else be moved each time that it runs out.
    pub fn reserve(&mut self, draws: usize) {
        self.results.reserve(draws);
        self.places.reserve(draws);
    }

    /// Takes the results of a stretch that begins with draw `first`, and counts them.
    pub fn take(
        &mut self,
        tally: &mut Tally,
        buckets: &Buckets,
        first: usize,
        results: &[f64],
        clamped: usize,
    ) {
        tally.counts.resize((BUCKETS + 1) * REPLICATES, 0);
        let (mut sums, mut squares) = ([0.0; REPLICATES], [0.0; REPLICATES]);
        let rows = tally.counts.as_chunks_mut::<REPLICATES>().0;
        let mut take = |results: &[f64]| {
            let mut places = [BUCKETS as u16; REPLICATES];
            for (((&result, place), sum), square) in
                results.iter().zip(&mut places).zip(&mut sums).zip(&mut squares)
            {
                let known = result.is_finite();
                let bucket = buckets.of(result) as u16;
                *place = if known { bucket } else { *place };
                let away = if known { result - buckets.middle } else { 0.0 };
                *sum += away;
                *square += away * away;
            }
            for (replicate, &place) in places.iter().enumerate().take(results.len()) {
                rows[usize::from(place)][replicate] += 1;
            }
            self.places.extend_from_slice(&places[..results.len()]);
        };
        // Whole rows apart from the rest, so that their length is known and SIMD takes them.
        let (whole, rest) = results.as_chunks::<REPLICATES>();
        whole.iter().for_each(|row| take(row));
        take(rest);
        self.results.extend_from_slice(results);
        self.stretches.push((first, results.len()));
        tally.stretches.push(Stretch { first, draws: results.len(), sums, squares });
        tally.clamped += clamped;
    }

    /// The results in the buckets wanted, and the sums below the worst of them.
    pub fn collect(&self, wanted: &Wanted) -> Collected {
        // What all workers hold; none of it can be more than this one has.
        let most = self.results.len();
        let lists = wanted.lists.iter().map(|&count| Vec::with_capacity(count.min(most)));
        let mut collected = Collected { lists: lists.collect(), worst: Vec::new() };
        let mut done = 0;
        let mut seen = [0_u16; STRETCH];
        for &(first, draws) in &self.stretches {
            let (places, results) = (&self.places[done..done + draws], &self.results[done..done + draws]);
            // Most are not wanted: found without a branch, which would be foretold wrongly once in ten draws.
            let mut count = 0;
            for (draw, &place) in (0..).zip(places) {
                // Both masks change nothing, and spare the looks whether the place is there.
                seen[count % STRETCH] = draw;
                count += usize::from(wanted.slots[usize::from(place) % SLOTS] != UNWANTED);
            }
            let mut worst = [0.0; REPLICATES];
            for &draw in &seen[..count] {
                let draw = usize::from(draw);
                let (place, result, replicate) = (places[draw], results[draw], draw % REPLICATES);
                match collected.lists.get_mut(usize::from(wanted.slots[usize::from(place)])) {
                    Some(list) => list.push((result, replicate as u8)),
                    None => worst[replicate] += result,
                }
            }
            done += draws;
            collected.worst.push((first, worst));
        }
        collected
    }
}

/// A bucket whose results need not be looked at again.
const UNWANTED: u16 = u16::MAX;

/// Room for all buckets and the results that are no number, up to a power of two.
const SLOTS: usize = 2 * BUCKETS;

/// A bucket of which only the sum is wanted.
const SUMMED: u16 = u16::MAX - 1;

/// Which buckets must be known result by result, and where in them the order statistics lie.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The list of each bucket; the last is of results that are no number.
    slots: Box<[u16; SLOTS]>,
    /// How many results each list holds, over all workers.
    lists: Vec<usize>,
    groups: Vec<Group>,
}

/// A replicate, or all of them.
#[derive(Clone, Debug, Default)]
struct Group {
    count: u64,
    /// The order statistics wanted, ascending, from zero.
    ranks: Vec<u64>,
    spots: Vec<Spot>,
}

/// Where an order statistic lies.
#[derive(Clone, Copy, Debug)]
struct Spot {
    bucket: usize,
    /// Its place among the group's results in the bucket, and how many those are.
    place: usize,
    count: usize,
}

/// The place of a percentile among `count` sorted results: the *i*-th lies in the middle of its share (R type
/// 5; Hyndman and Fan, *The American Statistician* 50 (1996) 361–365). Of evenly spread points the other
/// types lie to one side.
fn place(percent: usize, count: u64) -> (u64, u64, f64) {
    let (last, place) = (count.saturating_sub(1), percent as f64 * count as f64 / 100.0 - 0.5);
    let place = if place > 0.0 { place } else { 0.0 };
    let below = (place as u64).min(last);
    (below, (below + 1).min(last), place - below as f64)
}

impl Wanted {
    /// For the percentiles of all results, and whatever else must be told apart exactly. Those of a replicate
    /// serve to see how far the replicates lie apart: where they fall into other buckets, a place within the
    /// bucket is exact enough.
    pub fn of(tally: &Tally, buckets: &Buckets, thresholds: &[f64]) -> Self {
        let mut groups = vec![Group::default(); GROUPS];
        let mut counts = [0; GROUPS];
        for bucket in 0..BUCKETS {
            counts.iter_mut().zip(tally.groups(bucket)).for_each(|(all, count)| *all += count);
        }
        groups.iter_mut().zip(counts).for_each(|(group, count)| group.count = count);
        for group in groups.iter_mut().filter(|group| group.count > 0) {
            let ranks = (1..=PERCENTILES).flat_map(|percent| {
                let (below, above, _) = place(percent, group.count);
                [below, above]
            });
            group.ranks = ranks.collect();
            group.ranks.sort_unstable();
            group.ranks.dedup();
        }
        let mut before = [0_u64; GROUPS];
        // The next order statistic of each group: whether a bucket holds any is one comparison for all.
        let mut next: [u64; GROUPS] =
            std::array::from_fn(|group| groups[group].ranks.first().copied().unwrap_or(u64::MAX));
        for bucket in 0..BUCKETS {
            let counts = tally.groups(bucket);
            let after: [u64; GROUPS] = std::array::from_fn(|group| before[group] + counts[group]);
            if after.iter().zip(&next).fold(false, |any, (after, next)| any | (after > next)) {
                for (nth, group) in groups.iter_mut().enumerate() {
                    while let Some(&rank) = group.ranks.get(group.spots.len())
                        && rank < after[nth]
                    {
                        let (place, count) = ((rank - before[nth]) as usize, counts[nth] as usize);
                        group.spots.push(Spot { bucket, place, count });
                    }
                    next[nth] = group.ranks.get(group.spots.len()).copied().unwrap_or(u64::MAX);
                }
            }
            before = after;
        }
        let all = &groups[REPLICATES];
        let mut wanted = vec![false; BUCKETS + 1];
        all.spots.iter().for_each(|spot| wanted[spot.bucket] = true);
        thresholds.iter().for_each(|&at| wanted[buckets.of(at)] = true);
        let fifth = all.ranks.binary_search(&place(5, all.count).0).unwrap_or(0);
        let worst = all.spots.get(fifth).map_or(0, |spot| spot.bucket);
        let mut lists = Vec::new();
        let mut slots = Box::new([UNWANTED; SLOTS]);
        for (bucket, (slot, wanted)) in slots.iter_mut().zip(wanted).enumerate() {
            if wanted {
                *slot = lists.len() as u16;
                lists.push(tally.groups(bucket)[REPLICATES] as usize);
            } else if bucket < worst {
                *slot = SUMMED;
            }
        }
        Self { slots, lists, groups }
    }
}

/// What some workers hold of the buckets wanted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Collected {
    /// Results with their replicates.
    lists: Vec<Vec<(f64, u8)>>,
    /// By stretch, the sums over those buckets of which no more is wanted.
    worst: Vec<(usize, Sums)>,
}

impl Collected {
    /// Takes what another worker holds.
    pub fn add(&mut self, other: Self) {
        if self.lists.is_empty() {
            self.lists = other.lists;
        } else {
            self.lists.iter_mut().zip(other.lists).for_each(|(all, more)| all.extend(more));
        }
        self.worst.extend(other.worst);
    }

    /// As a row of numbers, to be sent from one worker to another.
    pub fn to_numbers(&self) -> Vec<f64> {
        let mut numbers = vec![self.worst.len() as f64];
        for (first, sums) in &self.worst {
            numbers.push(*first as f64);
            numbers.extend(sums);
        }
        for list in &self.lists {
            numbers.push(list.len() as f64);
            numbers.extend(list.iter().map(|(result, _)| *result));
            numbers.extend(list.iter().map(|(_, replicate)| f64::from(*replicate)));
        }
        numbers
    }

    /// Out of such a row; none if it is no such row.
    pub fn from_numbers(numbers: &[f64], wanted: &Wanted) -> Option<Self> {
        let mut rest = numbers;
        let mut collected = Self::default();
        for _ in 0..next(&mut rest)? as usize {
            collected.worst.push((next(&mut rest)? as usize, row(&mut rest)?));
        }
        for _ in &wanted.lists {
            let count = next(&mut rest)? as usize;
            let (results, behind) = rest.split_at_checked(count)?;
            let (replicates, behind) = behind.split_at_checked(count)?;
            rest = behind;
            let replicates = replicates.iter().map(|&replicate| replicate as u8 % REPLICATES as u8);
            collected.lists.push(results.iter().copied().zip(replicates).collect());
        }
        rest.is_empty().then_some(collected)
    }
}

/// All that the buckets say: sums of the whole, and order statistics of each group.
#[derive(Debug)]
pub struct Sorted<'t> {
    tally: &'t Tally,
    buckets: &'t Buckets,
    wanted: &'t Wanted,
    lists: Vec<Vec<(f64, u8)>>,
    /// By group, the order statistics wanted.
    values: Vec<Vec<f64>>,
    /// Sums over the buckets below the fifth percentile's, and how many results they hold.
    worst: Sums,
}

impl<'t> Sorted<'t> {
    /// Out of both looks; none if the second does not hold what the first promised.
    pub fn of(
        tally: &'t Tally,
        buckets: &'t Buckets,
        wanted: &'t Wanted,
        mut collected: Collected,
    ) -> Option<Self> {
        let complete = collected.lists.iter().zip(&wanted.lists).all(|(list, count)| list.len() == *count);
        if !complete || collected.lists.len() != wanted.lists.len() {
            return None;
        }
        let mut values: Vec<Vec<f64>> =
            wanted.groups.iter().map(|group| vec![f64::NAN; group.spots.len()]).collect();
        let mut asked = vec![Vec::new(); collected.lists.len()];
        for (nth, group) in wanted.groups.iter().enumerate() {
            for (rank, &spot) in group.spots.iter().enumerate() {
                match asked.get_mut(usize::from(wanted.slots[spot.bucket])) {
                    Some(asked) => asked.push((nth, rank, spot.place)),
                    None => values[nth][rank] = buckets.within(spot),
                }
            }
        }
        let mut results: [Vec<f64>; GROUPS] = Default::default();
        for (list, asked) in collected.lists.iter().zip(asked) {
            results.iter_mut().for_each(Vec::clear);
            for &(result, replicate) in list {
                results[usize::from(replicate)].push(result);
                results[REPLICATES].push(result);
            }
            for (nth, rank, place) in asked {
                // A replicate's own count may be missed where a row of numbers was meddled with.
                if place >= results[nth].len() {
                    return None;
                }
                // Not sorted whole: one or two places of each list are asked for.
                values[nth][rank] = *results[nth].select_nth_unstable_by(place, f64::total_cmp).1;
            }
        }
        collected.worst.sort_by_key(|(first, _)| *first);
        let mut worst = [0.0; REPLICATES];
        collected.worst.iter().for_each(|(_, sums)| add(&mut worst, sums));
        Some(Self { tally, buckets, wanted, lists: collected.lists, values, worst })
    }

    /// How many results of each replicate are numbers.
    pub fn counts(&self) -> Sums {
        std::array::from_fn(|replicate| self.wanted.groups[replicate].count as f64)
    }

    /// A percentile of a replicate, or of all where `group` is [`REPLICATES`].
    pub fn percentile(&self, group: usize, percent: usize) -> f64 {
        let Group { count, ranks, .. } = &self.wanted.groups[group];
        let (below, above, way) = place(percent, *count);
        let at = |rank: u64| {
            let place = ranks.binary_search(&rank).ok();
            place.and_then(|place| self.values[group].get(place)).copied().unwrap_or(f64::NAN)
        };
        let (low, high) = (at(below), at(above));
        low + way * (high - low)
    }

    /// How many results of each replicate lie below each of some numbers, given in ascending order, whose
    /// buckets hold no result that was not collected.
    pub fn below(&self, numbers: &[f64]) -> Vec<Sums> {
        let mut before = [0.0; REPLICATES];
        let mut bucket = 0;
        let of = |&number: &f64| {
            let at = self.buckets.of(number);
            while bucket < at {
                for (before, &count) in before.iter_mut().zip(self.tally.counts(bucket)) {
                    *before += f64::from(count);
                }
                bucket += 1;
            }
            let mut below = before;
            let list = self.lists.get(usize::from(self.wanted.slots[at]));
            for &(result, replicate) in list.into_iter().flatten() {
                below[usize::from(replicate)] += if result < number { 1.0 } else { 0.0 };
            }
            below
        };
        numbers.iter().map(of).collect()
    }

    /// The sums and counts by replicate of the results that do not exceed the fifth percentile.
    pub fn worst(&self) -> (Sums, Sums) {
        let (mut sums, mut counts) = (self.worst, [0.0; REPLICATES]);
        let fifth = self.percentile(REPLICATES, 5);
        for bucket in 0..=self.buckets.of(fifth) {
            let list = self.lists.get(usize::from(self.wanted.slots[bucket]));
            match list {
                Some(list) => {
                    let mut list: Vec<(f64, u8)> =
                        list.iter().copied().filter(|(result, _)| *result <= fifth).collect();
                    // In an order of its own: it may come from several workers.
                    list.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
                    for (result, replicate) in list {
                        sums[usize::from(replicate)] += result;
                        counts[usize::from(replicate)] += 1.0;
                    }
                }
                None => {
                    for (all, &count) in counts.iter_mut().zip(self.tally.counts(bucket)) {
                        *all += f64::from(count);
                    }
                }
            }
        }
        (sums, counts)
    }

    /// The sum of each replicate's results.
    pub fn sums(&self) -> Sums {
        let (sums, _) = self.tally.sums();
        let counts = self.counts();
        std::array::from_fn(|replicate| sums[replicate] + counts[replicate] * self.buckets.middle)
    }

    /// The variance of all results, over n − 1.
    pub fn variance(&self) -> f64 {
        let (sums, squares) = self.tally.sums();
        let count: f64 = self.counts().iter().sum();
        let sum: f64 = sums.iter().sum();
        (squares.iter().sum::<f64>() - sum * sum / count) / (count - 1.0)
    }

    /// How many results each bucket holds.
    pub fn bucket(&self, bucket: usize) -> u32 {
        self.tally.counts(bucket).iter().sum()
    }
}
