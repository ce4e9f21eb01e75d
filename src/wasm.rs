//! The worker's door into the engine.

use wasm_bindgen::prelude::*;

/// Makes the engine ready, so that the first scan does not pay for it.
#[wasm_bindgen(start)]
pub fn start() {
    crate::load();
}

/// Reads a page's text and gives its marks, as an array of objects with the fields of
/// [`crate::Mark`]. Offsets are in UTF-16 code units, as JavaScript counts.
///
/// # Errors
/// If the marks cannot be turned into JavaScript values.
#[wasm_bindgen]
pub fn scan(text: &str, title: &str) -> Result<JsValue, JsValue> {
    Ok(serde_wasm_bindgen::to_value(&crate::scan(text, title))?)
}

/// The folded letters and digits of a text, by which an offer is known again.
#[wasm_bindgen]
pub fn letters(text: &str) -> String {
    crate::letters(text)
}

/// The places of a text that has lost its lines where there may be an offer: the first and the last
/// code unit of each, one after the other.
#[wasm_bindgen]
pub fn skim(text: &str) -> Vec<u32> {
    let places = crate::skim(text).into_iter();
    places
        .flat_map(|place| [place.start as u32, place.end as u32])
        .collect()
}
