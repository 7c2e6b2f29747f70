//! A range as it is drawn while somebody enters it, or everything that is wrong with it.

use crate::appraise::refusal;
use crate::case::{Node, read_spread};
use crate::problem::Remarks;
use crate::standard::Standards;
use crate::uncertainty::Picture;
use crate::valuation::{BarOut, PictureOut, PointOut, Refusal};

/// The picture of a range, and of the figure that it belongs to, if that is known.
///
/// The bounds of the figure itself are those of its place in a case, and are looked at there.
pub fn picture(range: &Node, value: Option<f64>) -> Result<PictureOut, Box<Refusal>> {
    let mut remarks = Remarks::default();
    let read = read_spread(range, value, &mut remarks);
    // An unknown key leaves the shape readable, and is refused all the same.
    let Some(distribution) = read.filter(|_| remarks.problems.is_empty()) else {
        return Err(refusal(remarks.problems, &Standards::default()));
    };
    let Picture { mean, standard_deviation, low, high, percentiles, points, bars } =
        Picture::of(&distribution);
    let finite = |number: f64| Some(number).filter(|number| number.is_finite());
    Ok(PictureOut {
        status: "pictured",
        mean: finite(mean),
        standard_deviation: finite(standard_deviation),
        low,
        high,
        percentiles,
        points: points.into_iter().map(|(x, density)| PointOut { x, density }).collect(),
        bars: bars.into_iter().map(|(x, probability)| BarOut { x, probability }).collect(),
    })
}
