//! The boundary to JavaScript: plain objects in, plain objects out; the only file that knows either side.
//!
//! Guards: documents are walked into a tree first ([`Node`]), which keeps unknown keys, duplicate keys, NaN
//! and infinity for the reader to refuse with their places, and stops at a depth that no honest case has.
//! Whatever cannot be read at all is a refusal too; no verb throws.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Float64Array, Reflect};
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsError, JsValue};

use crate::appraise;
use crate::case::{CASE_FIELDS, DEEPEST, Node, outline};
use crate::standard::Standards;
use crate::valuation::{ProblemOut, Verdict};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("wasm.d.ts");

/// No case and no set of standards comes near this; an object that names another twice a hundred levels deep
/// would otherwise unfold without end.
const MOST_NODES: u32 = 200_000;

thread_local! {
    /// The standards read last, and the array that they were read from. Reading them again for each step of
    /// a dragged handle would cost more than the valuation; an array that was passed must not be changed.
    static LAST: RefCell<Option<(JsValue, Rc<Standards>)>> = const { RefCell::new(None) };
}

/// Values a case under the given editions.
#[wasm_bindgen(unchecked_return_type = "Verdict")]
pub fn appraise(
    #[wasm_bindgen(unchecked_param_type = "Case | unknown")] case: JsValue,
    #[wasm_bindgen(unchecked_param_type = "readonly Edition[]")] standards: JsValue,
) -> Result<JsValue, JsError> {
    answer(&case, &standards, appraise::appraise)
}

/// Where a step comes from, so many named steps deep.
#[wasm_bindgen(unchecked_return_type = "Explanation | Refusal")]
pub fn explain(
    #[wasm_bindgen(unchecked_param_type = "Case | unknown")] case: JsValue,
    #[wasm_bindgen(unchecked_param_type = "readonly Edition[]")] standards: JsValue,
    #[wasm_bindgen(unchecked_param_type = "ExplainRequest")] request: JsValue,
) -> Result<JsValue, JsError> {
    request_answer(&case, &standards, &request, |case, standards, request| {
        either(appraise::explain(case, standards, request))
    })
}

/// The same paper with other inputs, given by their pointers.
#[wasm_bindgen(unchecked_return_type = "Replay | Refusal")]
pub fn replay(
    #[wasm_bindgen(unchecked_param_type = "Case | unknown")] case: JsValue,
    #[wasm_bindgen(unchecked_param_type = "readonly Edition[]")] standards: JsValue,
    #[wasm_bindgen(unchecked_param_type = "ReplayRequest")] request: JsValue,
) -> Result<JsValue, JsError> {
    request_answer(&case, &standards, &request, |case, standards, request| {
        either(appraise::replay(case, standards, request))
    })
}

/// The input at which the value takes the wanted number.
#[wasm_bindgen(unchecked_return_type = "Solution | Refusal")]
pub fn solve(
    #[wasm_bindgen(unchecked_param_type = "Case | unknown")] case: JsValue,
    #[wasm_bindgen(unchecked_param_type = "readonly Edition[]")] standards: JsValue,
    #[wasm_bindgen(unchecked_param_type = "SolveRequest")] request: JsValue,
) -> Result<JsValue, JsError> {
    request_answer(&case, &standards, &request, |case, standards, request| {
        either(appraise::solve(case, standards, request))
    })
}

/// The value at each of some figures of one input, or of two.
#[wasm_bindgen(unchecked_return_type = "Scenarios | Refusal")]
pub fn scenarios(
    #[wasm_bindgen(unchecked_param_type = "Case | unknown")] case: JsValue,
    #[wasm_bindgen(unchecked_param_type = "readonly Edition[]")] standards: JsValue,
    #[wasm_bindgen(unchecked_param_type = "ScenariosRequest")] request: JsValue,
) -> Result<JsValue, JsError> {
    request_answer(&case, &standards, &request, |case, standards, request| {
        either(appraise::scenarios(case, standards, request))
    })
}

/// The figure of each input at which the value takes the target, all others unchanged.
#[wasm_bindgen(js_name = breakEven, unchecked_return_type = "BreakEven | Refusal")]
pub fn break_even(
    #[wasm_bindgen(unchecked_param_type = "Case | unknown")] case: JsValue,
    #[wasm_bindgen(unchecked_param_type = "readonly Edition[]")] standards: JsValue,
    #[wasm_bindgen(unchecked_param_type = "BreakEvenRequest")] request: JsValue,
) -> Result<JsValue, JsError> {
    request_answer(&case, &standards, &request, |case, standards, request| {
        either(appraise::break_even(case, standards, request))
    })
}

/// A range as it is drawn while it is entered; with its figure, whether that lies in it is looked at too.
#[wasm_bindgen(unchecked_return_type = "Picture | Refusal")]
pub fn picture(
    #[wasm_bindgen(unchecked_param_type = "Range | unknown")] range: JsValue,
    value: Option<f64>,
) -> Result<JsValue, JsError> {
    match read(&range) {
        Ok(range) => written(&either(appraise::picture(&range, value))),
        Err(unreadable) => written(&unreadable),
    }
}

/// Holds a case against the clauses of the standards.
#[wasm_bindgen(unchecked_return_type = "Check | Refusal")]
pub fn check(
    #[wasm_bindgen(unchecked_param_type = "Case | unknown")] case: JsValue,
    #[wasm_bindgen(unchecked_param_type = "readonly Edition[]")] standards: JsValue,
    #[wasm_bindgen(unchecked_param_type = "CheckRequest")] request: JsValue,
) -> Result<JsValue, JsError> {
    request_answer(&case, &standards, &request, |case, standards, request| {
        either(appraise::check(case, standards, request))
    })
}

/// Everything that is wrong with an edition that somebody brings along, seen beside the others; a lender's
/// own policy is laid over them by passing it among them.
#[wasm_bindgen(unchecked_return_type = "Problem[] | Refusal")]
pub fn flaws(
    #[wasm_bindgen(unchecked_param_type = "Edition | unknown")] edition: JsValue,
    #[wasm_bindgen(unchecked_param_type = "readonly Edition[]")] standards: JsValue,
) -> Result<JsValue, JsError> {
    match (read(&edition), read_standards(&standards)) {
        (Ok(edition), Ok(standards)) => {
            let problems = crate::standard::policy_flaws(&edition, &standards).into_iter();
            written(&problems.map(ProblemOut::from).collect::<Vec<_>>())
        }
        (Err(unreadable), _) | (_, Err(unreadable)) => written(&unreadable),
    }
}

/// Runs one method alone on given inputs.
#[wasm_bindgen(unchecked_return_type = "Verdict")]
pub fn method(
    name: &str,
    #[wasm_bindgen(unchecked_param_type = "Readonly<Record<string, unknown>>")] inputs: JsValue,
    #[wasm_bindgen(unchecked_param_type = "readonly Edition[]")] standards: JsValue,
) -> Result<JsValue, JsError> {
    answer(&inputs, &standards, |inputs, standards| appraise::run_method(name, inputs, standards))
}

/// One range worked out by several workers: each opens the same case, draws other stretches, and is told what
/// all have counted. Free it when the range is known.
#[wasm_bindgen]
pub struct Sharing {
    own: appraise::Sharing,
}

#[wasm_bindgen]
impl Sharing {
    /// Opens a case; a refusal if it cannot be valued or nothing in it is uncertain.
    #[wasm_bindgen(unchecked_return_type = "Sharing | Refusal")]
    pub fn open(
        #[wasm_bindgen(unchecked_param_type = "Case | unknown")] case: JsValue,
        #[wasm_bindgen(unchecked_param_type = "readonly Edition[]")] standards: JsValue,
    ) -> Result<JsValue, JsError> {
        match (read(&case), read_standards(&standards)) {
            (Ok(case), Ok(standards)) => match appraise::Sharing::open(&case, &standards) {
                Ok(own) => Ok(Self { own }.into()),
                Err(refusal) => written(&refusal),
            },
            (Err(unreadable), _) | (_, Err(unreadable)) => written(&unreadable),
        }
    }

    /// How many draws a stretch has: a worker's first draw is a multiple of it.
    pub fn stretch() -> usize {
        crate::uncertainty::STRETCH
    }

    /// Makes draws and counts them; what was counted, for all workers.
    pub fn draw(&mut self, first: usize, count: usize) -> Vec<f64> {
        self.own.draw(first, count)
    }

    /// Takes note of what a worker counted: each must hear of all, of its own draws too.
    pub fn hear(&mut self, #[wasm_bindgen(unchecked_param_type = "Float64Array")] tally: JsValue) {
        self.own.hear(&row(&tally).unwrap_or_default());
    }

    /// What this worker holds of the results that matter, once all that was counted has been heard.
    pub fn collect(&self) -> Vec<f64> {
        self.own.collect()
    }

    /// The range, from all that was heard and what all have collected.
    #[wasm_bindgen(unchecked_return_type = "Spread | Refusal")]
    pub fn range(
        &self,
        #[wasm_bindgen(unchecked_param_type = "readonly Float64Array[]")] collected: JsValue,
    ) -> Result<JsValue, JsError> {
        // What is no row counts for nothing, and is then missed.
        let rows = collected.dyn_ref::<Array>().map(Array::to_vec).unwrap_or_default();
        written(&either(self.own.range(&rows.iter().filter_map(row).collect::<Vec<_>>())))
    }
}

fn row(array: &JsValue) -> Option<Vec<f64>> {
    array.dyn_ref::<Float64Array>().map(Float64Array::to_vec)
}

/// Every method that a case may call, with what it asks for.
#[wasm_bindgen(unchecked_return_type = "MethodOutline[]")]
pub fn methods() -> Result<JsValue, JsError> {
    written(&appraise::outlines())
}

/// The keys of a case outside its methods, section by section.
#[wasm_bindgen(js_name = caseFields, unchecked_return_type = "FieldOutline[]")]
pub fn case_fields() -> Result<JsValue, JsError> {
    written(&outline(CASE_FIELDS))
}

/// Which engine this is.
#[wasm_bindgen(unchecked_return_type = "Version")]
pub fn version() -> Result<JsValue, JsError> {
    written(&appraise::version())
}

/// An answer of one of two kinds, both plain objects.
#[derive(Serialize)]
#[serde(untagged)]
enum Either<T, R> {
    Answer(T),
    Refusal(R),
}

fn either<T, R>(result: Result<T, R>) -> Either<T, R> {
    match result {
        Ok(answer) => Either::Answer(answer),
        Err(refusal) => Either::Refusal(refusal),
    }
}

fn answer(
    document: &JsValue,
    standards: &JsValue,
    verb: impl FnOnce(&Node, &Standards) -> Verdict,
) -> Result<JsValue, JsError> {
    match (read(document), read_standards(standards)) {
        (Ok(document), Ok(standards)) => written(&verb(&document, &standards)),
        (Err(unreadable), _) | (_, Err(unreadable)) => written(&unreadable),
    }
}

fn request_answer<T: Serialize>(
    case: &JsValue,
    standards: &JsValue,
    request: &JsValue,
    verb: impl Fn(&Node, &Standards, &Node) -> T,
) -> Result<JsValue, JsError> {
    let verb = |case: &Node, standards: &Standards, request: &Node| written(&verb(case, standards, request));
    documents_answer(case, standards, request, &verb)
}

// Written once, not for each verb: the module's weight is its users' waiting time.
#[inline(never)]
fn documents_answer(
    case: &JsValue,
    standards: &JsValue,
    request: &JsValue,
    verb: &dyn Fn(&Node, &Standards, &Node) -> Result<JsValue, JsError>,
) -> Result<JsValue, JsError> {
    match (read(case), read_standards(standards), read(request)) {
        (Ok(case), Ok(standards), Ok(request)) => verb(&case, &standards, &request),
        (Err(unreadable), ..) | (_, Err(unreadable), _) | (.., Err(unreadable)) => written(&unreadable),
    }
}

fn read(value: &JsValue) -> Result<Node, Box<Verdict>> {
    let mut nodes_left = MOST_NODES;
    walked(value, DEEPEST, &mut nodes_left).map_err(|why| Box::new(appraise::unreadable("", why.to_owned())))
}

/// A JavaScript value as a tree. What has no place in a document (a function, a symbol, a big integer) is
/// refused by its name; a getter or a proxy that throws is refused too, and not passed on.
fn walked(value: &JsValue, depth: u8, nodes_left: &mut u32) -> Result<Node, &'static str> {
    *nodes_left = nodes_left.checked_sub(1).ok_or("more entries than any case has")?;
    if value.is_undefined() || value.is_null() {
        return Ok(Node::Nothing);
    }
    if let Some(flag) = value.as_bool() {
        return Ok(Node::Flag(flag));
    }
    if let Some(number) = value.as_f64() {
        return Ok(Node::Number(number));
    }
    if let Some(text) = value.as_string() {
        return Ok(Node::Text(text));
    }
    if value.is_function() || value.is_symbol() || value.is_bigint() || !value.is_object() {
        return Err("a function, a symbol or a big integer");
    }
    let below = depth.checked_sub(1).ok_or("nested too deeply")?;
    // First of all, and for arrays too: of a revoked proxy nothing else may be asked.
    let keys = Reflect::own_keys(value).map_err(|_| "an object that hides its keys")?;
    let hidden = |_| "an object that hides its values";
    if Array::is_array(value) {
        let length = Reflect::get(value, &"length".into()).map_err(hidden)?.as_f64().unwrap_or(0.0);
        // A sparse array of a billion holes would be walked hole by hole.
        if length > f64::from(MOST_NODES) {
            return Err("more entries than any case has");
        }
        let nodes = (0..length as u32).map(|index| {
            let entry = Reflect::get_u32(value, index).map_err(hidden)?;
            walked(&entry, below, nodes_left)
        });
        return nodes.collect::<Result<_, _>>().map(Node::List);
    }
    let mut entries = Vec::new();
    for key in keys.iter() {
        if let Some(name) = key.as_string() {
            let entry = Reflect::get(value, &key).map_err(hidden)?;
            entries.push((name, walked(&entry, below, nodes_left)?));
        }
    }
    Ok(Node::Object(entries))
}

fn read_standards(value: &JsValue) -> Result<Rc<Standards>, Box<Verdict>> {
    let known = LAST.with_borrow(|last| match last {
        Some((array, standards)) if array == value => Some(Rc::clone(standards)),
        _ => None,
    });
    if let Some(standards) = known {
        standards.forget_use();
        return Ok(standards);
    }
    let node = read(value)?;
    if !matches!(node, Node::List(_)) {
        return Err(Box::new(appraise::unreadable("/standards", "not an array of editions".to_owned())));
    }
    let standards = Standards::read(node.list())
        .map_err(|problem| Box::new(appraise::unreadable("/standards", problem.code.to_owned())))?;
    let standards = Rc::new(standards);
    LAST.set(Some((value.clone(), Rc::clone(&standards))));
    Ok(standards)
}

fn written<T: Serialize>(value: &T) -> Result<JsValue, JsError> {
    value
        .serialize(&serde_wasm_bindgen::Serializer::json_compatible())
        .map_err(|error| JsError::new(&error.to_string()))
}
