//! Quantiles of a sample by the nine definitions in use, and centres that a few outliers do not move.
//! ```text
//! types 4 to 9:  Q(p) = x₍ⱼ₎ + g · (x₍ⱼ₊₁₎ − x₍ⱼ₎),   j + g = a + p · (n + 1 − a − b)
//! Hodges-Lehmann = median of (xᵢ + xⱼ) ÷ 2,           i ≤ j
//! Huber          = Σ wᵢ xᵢ ÷ Σ wᵢ,                    wᵢ = 1 within 1.345 s of it, 1.345 s ÷ |xᵢ − it| beyond
//! ```
//! x₍ⱼ₎ the sample in order; a and b by type: 0, 1 (4); ½, ½ (5); 0, 0 (6); 1, 1 (7); ⅓, ⅓ (8); ⅜, ⅜ (9). Types
//! 1 to 3 jump: 2 takes the mean at a jump. s is 1.4826 times the median distance from the median.
//!
//! Stated: Hyndman and Fan, *Sample Quantiles in Statistical Packages* (1996); R's default is 7.

/// A sample in ascending order.
pub fn ascending(sample: &[f64]) -> Vec<f64> {
    let mut sorted = sample.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}

/// Q(p) of an ordered sample, by type 1 to 9; none of an empty one.
pub fn quantile(sorted: &[f64], probability: f64, definition: u32) -> Option<f64> {
    let (last, count) = (sorted.len().checked_sub(1)?, sorted.len() as f64);
    // The place 1 is the first: places beyond the ends are the ends.
    let at = |place: f64| {
        let index = if place < 1.0 { 0 } else { (place as usize).saturating_sub(1) };
        sorted.get(if index > last { last } else { index }).copied().unwrap_or_default()
    };
    // Products such as 0.7 × 10 miss their whole number by a last place.
    let fuzz = 4.0 * f64::EPSILON;
    let continuous = match definition {
        4 => Some((0.0, 1.0)),
        5 => Some((0.5, 0.5)),
        6 => Some((0.0, 0.0)),
        8 => Some((1.0 / 3.0, 1.0 / 3.0)),
        9 => Some((0.375, 0.375)),
        1..=3 => None,
        _ => Some((1.0, 1.0)),
    };
    if let Some((a, b)) = continuous {
        let place = a + probability * (count + 1.0 - a - b);
        let whole = (place + fuzz).floor();
        let beyond = place - whole;
        let beyond = if beyond.abs() < fuzz { 0.0 } else { beyond };
        let (here, next) = (at(whole), at(whole + 1.0));
        return Some(here + beyond * (next - here));
    }
    let place = count * probability - if definition == 3 { 0.5 } else { 0.0 };
    let whole = (place + fuzz).floor();
    let beyond = place > whole + fuzz;
    Some(match definition {
        1 if !beyond => at(whole),
        2 if !beyond => 0.5 * (at(whole) + at(whole + 1.0)),
        3 if !beyond && whole as i64 % 2 == 0 => at(whole),
        _ => at(whole + 1.0),
    })
}

/// The middle of an ordered sample, or the mean of the two in the middle; none of an empty one.
pub fn median(sorted: &[f64]) -> Option<f64> {
    quantile(sorted, 0.5, 2)
}

/// The median of all means of two; none of an empty sample.
pub fn hodges_lehmann(sample: &[f64]) -> Option<f64> {
    let mut means = Vec::new();
    for (index, one) in sample.iter().enumerate() {
        means.extend(sample[index..].iter().map(|other| 0.5 * (one + other)));
    }
    median(&ascending(&means))
}

/// A mean in which what lies far off counts less; none of an empty sample.
///
/// Edges: where more than half of the sample is one number, that number.
pub fn huber(sample: &[f64]) -> Option<f64> {
    let mut centre = median(&ascending(sample))?;
    let distances: Vec<f64> = sample.iter().map(|each| (each - centre).abs()).collect();
    let reach = 1.345 * 1.4826 * median(&ascending(&distances))?;
    if reach <= 0.0 {
        return Some(centre);
    }
    // The step shrinks by a fixed share each time; the bound is a guard, not a wish.
    for _ in 0..200 {
        let weights = sample.iter().map(|each| {
            let distance = (each - centre).abs();
            if distance > reach { reach / distance } else { 1.0 }
        });
        let (weighed, weight) = sample
            .iter()
            .zip(weights)
            .fold((0.0, 0.0), |(sum, all), (each, weight)| (sum + weight * each, all + weight));
        let next = weighed / weight;
        let moved = (next - centre).abs();
        centre = next;
        if moved <= 1e-15 * reach {
            break;
        }
    }
    Some(centre)
}

/// The share of a sample that lies below a number, those equal to it counting half.
pub fn standing(sample: &[f64], number: f64) -> f64 {
    let below = sample.iter().filter(|each| **each < number).count() as f64;
    let not_above = sample.iter().filter(|each| **each <= number).count() as f64;
    if sample.is_empty() { 0.0 } else { 0.5 * (below + not_above) / sample.len() as f64 }
}
