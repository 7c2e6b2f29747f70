//! The value at each of some figures of one input, or of two: tables of one and of two ways.
//!
//! A cell has the bits of the replay at its figures. A series is moved by multiples of what it is. Where the
//! request names no figures, seven round ones are proposed, the present one in the middle.

use crate::appraise::appraisal::Appraisal;
use crate::appraise::levers::Lever;
use crate::appraise::refusal;
use crate::appraise::steps::{Names, step_asked};
use crate::case::{Field, Kind, Node, place, read_object};
use crate::problem::{Problem, Remarks};
use crate::standard::Standards;
use crate::valuation::{AxisOut, Refusal, ScenariosOut};
use crate::workpaper::math::{minimum, rounded};
use crate::workpaper::{LANES, Program, Record, StepId, Unit};

/// What a request may hold.
const REQUEST: &[Field] = &[
    Field::required("rows", Kind::Object(AXIS)),
    Field::optional("columns", Kind::Object(AXIS)),
    Field::optional("of", Kind::Count(0, u32::MAX)),
];

const AXIS: &[Field] = &[Field::required("input", Kind::Text), Field::optional("values", Kind::Anything)];

/// Figures of one side: more are no table that anybody reads, and a square of them is computed in a blink.
const MOST_FIGURES: usize = 100;

/// Figures proposed to either side of the present one.
const TO_EITHER_SIDE: i32 = 3;

/// The results at the figures of one input, or of two: those of a step given by its number, else the value.
pub fn scenarios(case: &Node, standards: &Standards, request: &Node) -> Result<ScenariosOut, Box<Refusal>> {
    let appraisal = Appraisal::of_case(case, standards).map_err(|problems| refusal(problems, standards))?;
    let record = appraisal.paper.record();
    let mut remarks = Remarks::default();
    let asked = read_object(request, REQUEST, "", &mut remarks);
    let of = step_asked(&asked, &Names::of(&record), appraisal.result, &mut remarks);
    let mut axis = |key: &str| {
        let input = asked.object(key)?.text("input")?;
        let values = request.get(key).and_then(|axis| axis.get("values"));
        Axis::read(&appraisal, &record, input, values, &place("", key), &mut remarks)
    };
    let (rows, columns) = (axis("rows"), axis("columns"));
    if let (Some(rows), Some(columns)) = (&rows, &columns)
        && rows.shares_an_input_with(columns)
    {
        remarks.refuse(Problem::new("/columns/input", "crossed-with-itself"));
    }
    match (rows, of) {
        (Some(rows), Some(of)) if remarks.problems.is_empty() => {
            Ok(tabled(&record, of, &rows, columns.as_ref()))
        }
        _ => Err(refusal(remarks.problems, standards)),
    }
}

/// One side of the table.
struct Axis<'c> {
    lever: Lever<'c>,
    figures: Vec<f64>,
    proposed: bool,
}

impl<'c> Axis<'c> {
    // Once for both sides: the module's weight is its users' waiting time.
    #[inline(never)]
    fn read(
        appraisal: &'c Appraisal,
        record: &Record,
        input: &str,
        values: Option<&Node>,
        pointer: &str,
        remarks: &mut Remarks,
    ) -> Option<Self> {
        let at_input = place(pointer, "input");
        if input.starts_with("/conclusion/weights") {
            remarks.refuse(Problem::new(at_input, "weight-moved-alone"));
            return None;
        }
        let Some(lever) = appraisal.lever_at(record, input) else {
            remarks.refuse(Problem::new(at_input, "no-such-input").with("found", input));
            return None;
        };
        let bounds = lever.bounds(record);
        match values.filter(|node| **node != Node::Nothing) {
            Some(node) => {
                let figures = read_figures(node, bounds, &place(pointer, "values"), remarks)?;
                Some(Self { lever, figures, proposed: false })
            }
            None => {
                let of_share = matches!(lever.note(record)?.unit, Unit::Share | Unit::Rate);
                let figures = proposal(lever.present(record), bounds, of_share);
                Some(Self { lever, figures, proposed: true })
            }
        }
    }

    fn shares_an_input_with(&self, other: &Self) -> bool {
        let members = &other.lever.members;
        self.lever.members.iter().any(|(step, _)| members.iter().any(|(known, _)| known == step))
    }

    fn out(&self, record: &Record) -> AxisOut {
        let note = self.lever.note(record).cloned().unwrap_or_default();
        let single = self.lever.single().is_some();
        AxisOut {
            key: note.key.into_owned(),
            part: note.part.into_owned(),
            label: note.label.filter(|_| single),
            pointer: self.lever.pointer.clone(),
            unit: note.unit.name(),
            by: if single { "figure" } else { "multiple" },
            value: self.lever.present(record),
            values: self.figures.clone(),
            proposed: self.proposed,
        }
    }
}

/// The figures of a request, every problem with its place.
fn read_figures(
    node: &Node,
    (least, most): (f64, f64),
    pointer: &str,
    remarks: &mut Remarks,
) -> Option<Vec<f64>> {
    let Node::List(nodes) = node else {
        remarks.refuse(Problem::new(pointer, "not-a-list").with("found", node.sort()));
        return None;
    };
    if nodes.is_empty() || nodes.len() > MOST_FIGURES {
        let problem = Problem::new(pointer, "table-size").with("most", MOST_FIGURES);
        remarks.refuse(problem.with("length", nodes.len()));
        return None;
    }
    let mut figures = Vec::new();
    for (index, node) in nodes.iter().enumerate() {
        let at = place(pointer, &index.to_string());
        match *node {
            Node::Number(figure) if figure >= least && figure <= most => figures.push(figure),
            Node::Number(figure) if !figure.is_finite() => remarks.refuse(Problem::new(at, "not-finite")),
            Node::Number(figure) => {
                let problem = Problem::new(at, "out-of-bounds").with("value", figure);
                remarks.refuse(problem.with("least", least).with("most", most));
            }
            _ => remarks.refuse(Problem::new(at, "not-a-number").with("found", node.sort())),
        }
    }
    (figures.len() == nodes.len()).then_some(figures)
}

fn tabled(record: &Record, of: StepId, rows: &Axis, columns: Option<&Axis>) -> ScenariosOut {
    let across: Vec<Option<f64>> = match columns {
        Some(columns) => columns.figures.iter().copied().map(Some).collect(),
        None => vec![None],
    };
    let scenario = |row: f64, column: Option<f64>| {
        let mut changes = rows.lever.moved(record, row);
        if let (Some(columns), Some(column)) = (columns, column) {
            changes.extend(columns.lever.moved(record, column));
        }
        changes
    };
    let cells = rows.figures.iter().flat_map(|&row| across.iter().map(move |&column| (row, column)));
    let scenarios: Vec<Vec<(StepId, f64)>> = cells.map(|(row, column)| scenario(row, column)).collect();
    let results = replayed(record, of, &scenarios);
    let finite =
        |row: &[f64]| row.iter().map(|value| Some(*value).filter(|value| value.is_finite())).collect();
    ScenariosOut {
        status: "tabled",
        value: record.value(of),
        unit: record.note(of).map_or(Unit::Money, |note| note.unit).name(),
        rows: rows.out(record),
        columns: columns.map(|columns| columns.out(record)),
        values: results.chunks(across.len()).map(finite).collect(),
    }
}

/// One step's number in many scenarios that all move the same inputs, a block at a time.
fn replayed(record: &Record, of: StepId, scenarios: &[Vec<(StepId, f64)>]) -> Vec<f64> {
    let free: Vec<StepId> = scenarios.iter().take(1).flatten().map(|(step, _)| *step).collect();
    let program = Program::compile(record, &[of], &free);
    let mut scratch = program.scratch();
    let mut results = Vec::with_capacity(scenarios.len());
    for block in scenarios.chunks(LANES) {
        for position in 0..free.len() {
            let lanes = program.input(&mut scratch, position).iter_mut();
            lanes.zip(block).for_each(|(lane, changes)| *lane = changes[position].1);
        }
        program.run(&mut scratch);
        results.extend_from_slice(&program.output(&scratch, 0)[..block.len()]);
    }
    results
}

/// Round figures to either side of the present one, a tenth of it apart or nearly so, and within its bounds.
///
/// Where the bounds are near, the steps are smaller; where one is nearer than a step of a tenth of that, the
/// present figure stands at that end. Of nought no size is known: steps are then a hundredth, or one.
fn proposal(present: f64, (least, most): (f64, f64), of_share: bool) -> Vec<f64> {
    let size = match present.abs() {
        0.0 if of_share => 0.01,
        0.0 => 1.0,
        size => 0.1 * size,
    };
    // Beyond these a decimal step has no exact power of ten to stand on.
    if !(1e-15..1e18).contains(&size) {
        return vec![present];
    }
    let room = minimum(present - least, most - present) / f64::from(TO_EITHER_SIDE);
    let step = Decimal::at_most(if room >= 0.1 * size { minimum(1.4 * size, room) } else { 1.4 * size });
    let at = |place: i32| if place == 0 { present } else { step.beside(present, f64::from(place)) };
    let reach = |side: i32| {
        let mut far = 0;
        while far < 2 * TO_EITHER_SIDE && (least..=most).contains(&at(side * (far + 1))) {
            far += 1;
        }
        far
    };
    let (below, above) = (reach(-1), reach(1));
    let below = below.min(2 * TO_EITHER_SIDE - above.min(TO_EITHER_SIDE));
    (-below..=above.min(2 * TO_EITHER_SIDE - below)).map(at).collect()
}

/// A round step, as a whole number of tenths of a power of ten.
#[derive(Clone, Copy)]
struct Decimal {
    tenths: f64,
    power: i32,
}

impl Decimal {
    /// The largest of 1, 2 and 5 times a power of ten that is not above a size.
    fn at_most(size: f64) -> Self {
        let power = libm::floor(libm::log10(size)) as i32;
        // By the last bits the logarithm may reach the next power: then the next smaller step serves.
        let steps = [(50.0, power), (20.0, power), (10.0, power), (50.0, power - 1)];
        let fitting = steps.into_iter().map(|(tenths, power)| Self { tenths, power });
        let mut fitting = fitting.filter(|step| step.times(step.tenths) <= size * (1.0 + 1e-9));
        fitting.next().unwrap_or(Self { tenths: 20.0, power: power - 1 })
    }

    /// So many steps from a figure, to a tenth of a step: a whole number over a power of ten, as it is typed.
    fn beside(self, figure: f64, steps: f64) -> f64 {
        let unit = self.tenths / 10.0;
        let at = rounded(figure / self.times(1.0), unit) + steps * self.tenths;
        self.times(at)
    }

    /// A number of tenths of the power of ten, exact to the last bit where the number is whole.
    fn times(self, tenths: f64) -> f64 {
        let power = self.power - 1;
        let ten = (0..power.abs()).fold(1.0, |product, _| product * 10.0);
        if power < 0 { tenths / ten } else { tenths * ten }
    }
}
