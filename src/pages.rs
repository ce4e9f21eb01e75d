//! The extension's pages that Rust drives itself.
//!
//! They are built apart from the worker's module (`--features pages`), so that the worker, which
//! every page waits for, stays small.

mod check;
mod dom;

use wasm_bindgen::prelude::*;

/// Begins the page that loaded the module.
///
/// # Errors
/// If the page lacks an element that it should have.
#[wasm_bindgen(start)]
pub fn start() -> Result<(), JsValue> {
    crate::load();
    check::begin()
}
