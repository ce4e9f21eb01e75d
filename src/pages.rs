//! The extension's pages that Rust drives itself.
//!
//! They are built apart from the worker's module (`--features pages`), so that the worker, which
//! every page waits for, stays small.

mod check;
mod decode;
mod dom;
mod mime;

use crate::OwnWords;
use wasm_bindgen::prelude::*;

/// Begins the page that loaded the module. `marked` and `never` are the user's own words: those to
/// mark and those never to mark, one a line.
///
/// # Errors
/// If the page lacks an element that it should have.
#[wasm_bindgen]
pub fn begin(marked: &str, never: &str) -> Result<(), JsValue> {
    crate::load();
    check::begin(OwnWords::new(marked, never))
}
