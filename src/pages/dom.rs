//! The browser's side of a page: its elements, and the texts in the user's language.

use gloo_utils::document;
use wasm_bindgen::prelude::*;
use web_sys::{Element, NodeList};

// Beside the page's module in the extension.
#[wasm_bindgen(raw_module = "../texts.js")]
extern "C" {
    /// A text in the user's language, by its key in `_locales`. Empty for a key that is not there.
    pub fn t(key: &str) -> String;
}

#[wasm_bindgen(raw_module = "../wording.js")]
extern "C" {
    /// The same, in other words where the user wants those for a young reader.
    pub fn say(key: &str) -> String;

    /// The keys of what only a young reader is told.
    #[wasm_bindgen(js_name = onlyYoung)]
    pub fn only_young() -> Vec<String>;
}

/// The element of the page with this id.
///
/// # Errors
/// If there is none, or it is of another type.
pub fn by_id<T: JsCast>(id: &str) -> Result<T, JsValue> {
    let found = document().get_element_by_id(id);
    let found = found.and_then(|element| element.dyn_into().ok());
    found.ok_or_else(|| JsError::new(&format!("the page has no {id}")).into())
}

/// The elements of a list of nodes.
pub fn elements(found: &NodeList) -> Vec<Element> {
    let nodes = (0..found.length()).filter_map(|at| found.item(at));
    nodes.filter_map(|node| node.dyn_into().ok()).collect()
}

/// A new element with this class, if any, and these children.
///
/// # Errors
/// Those of the browser.
pub fn element(name: &str, class: &str, children: &[Element]) -> Result<Element, JsValue> {
    let element = document().create_element(name)?;
    if !class.is_empty() {
        element.set_class_name(class);
    }
    for child in children {
        element.append_child(child)?;
    }
    Ok(element)
}

/// A new element with this class, if any, and this text.
///
/// # Errors
/// Those of the browser.
pub fn text_element(name: &str, class: &str, text: &str) -> Result<Element, JsValue> {
    let element = element(name, class, &[])?;
    element.set_text_content(Some(text));
    Ok(element)
}

/// Puts the texts in the user's language where the page's `data-t` ask for them.
///
/// # Errors
/// Those of the browser.
pub fn translate() -> Result<(), JsValue> {
    if let Some(root) = document().document_element() {
        root.set_attribute("lang", &t("lang"))?;
    }
    for element in elements(&document().query_selector_all("[data-t]")?) {
        let key = element.get_attribute("data-t").unwrap_or_default();
        element.set_text_content(Some(&t(&key)));
    }
    Ok(())
}
