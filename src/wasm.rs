//! The worker's door into the engine.

use wasm_bindgen::prelude::*;

/// Makes the engine ready, so that the first scan does not pay for it.
#[wasm_bindgen(start)]
pub fn start() {
    crate::load();
}

/// The user's own words: made once, and handed over with each text.
#[wasm_bindgen]
pub struct OwnWords(crate::OwnWords);

#[wasm_bindgen]
impl OwnWords {
    /// Takes the words to mark and those never to mark, as the user wrote them, one a line.
    #[wasm_bindgen(constructor)]
    pub fn new(marked: &str, never: &str) -> OwnWords {
        OwnWords(crate::OwnWords::new(marked, never))
    }
}

/// Reads a page's text and gives its marks, as an array of objects with the fields of
/// [`crate::Mark`]. Offsets are in UTF-16 code units, as JavaScript counts.
///
/// # Errors
/// If the marks cannot be turned into JavaScript values.
#[wasm_bindgen]
pub fn scan(text: &str, title: &str, own: &OwnWords) -> Result<JsValue, JsValue> {
    let marks = crate::scan_with(text, title, &own.0);
    Ok(serde_wasm_bindgen::to_value(&marks)?)
}

/// The folded letters and digits of a text, by which an offer is known again.
#[wasm_bindgen]
pub fn letters(text: &str) -> String {
    crate::letters(text)
}

/// The places of a text that has lost its lines where there may be an offer or an own word: the first
/// and the last code unit of each, one after the other.
#[wasm_bindgen]
pub fn skim(text: &str, own: &OwnWords) -> Vec<u32> {
    let places = crate::skim_with(text, &own.0).into_iter();
    places
        .flat_map(|place| [place.start as u32, place.end as u32])
        .collect()
}
