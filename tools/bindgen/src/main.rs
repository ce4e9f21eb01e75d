//! `bindgen IN.wasm FOLDER` writes the module that browsers load, its JavaScript and its types.
//!
//! `wasm-bindgen` and its generator must be of one version. As a member of the workspace this
//! program shares the engine's `Cargo.lock`, where cargo lets the two have only one.

use anyhow::Context;
use std::env;
use wasm_bindgen_cli_support::Bindgen;

fn main() -> anyhow::Result<()> {
    let mut arguments = env::args_os().skip(1);
    let module = arguments.next().context("usage: bindgen IN.wasm FOLDER")?;
    let folder = arguments.next().context("usage: bindgen IN.wasm FOLDER")?;
    Bindgen::new()
        .input_path(module)
        .web(true)?
        .typescript(true)
        .omit_default_module_path(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(folder)
}
