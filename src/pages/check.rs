//! "Check a message": a text is pasted, typed or dropped, and its marks, what they rest on and what
//! to do appear beside it.

use super::decode::decode;
use super::dom::{by_id, element, elements, only_young, say, t, text_element, translate};
use super::mime;
use crate::{Level, Mark, OwnWords, Slot};
use gloo_events::{EventListener, EventListenerOptions};
use gloo_timers::callback::Timeout;
use gloo_utils::document;
use js_sys::{Array, Uint8Array};
use std::{cell::RefCell, collections::BTreeSet, rc::Rc};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    CssStyleSheet, DataTransfer, DomParser, DragEvent, Element, Event, File, HtmlElement,
    HtmlInputElement, HtmlTextAreaElement, ShadowRootInit, ShadowRootMode, SupportedType,
};

/// How long the typing has to pause before the text is read, in milliseconds.
const PAUSE: u32 = 200;
/// The most of a text that is read, in UTF-16 code units: some hundred pages.
const MOST_TEXT: usize = 250_000;
/// The largest file that is opened, in bytes.
const LARGEST_FILE: f64 = 20e6;
/// How the names of files end that are read as HTML, and what their types are.
const HTML: [&str; 5] = [
    ".html",
    ".htm",
    ".xhtml",
    "text/html",
    "application/xhtml+xml",
];
/// The same of MIME messages: pages that Chromium saved as one file, and mails.
const MIME: [&str; 6] = [
    ".mhtml",
    ".mht",
    ".eml",
    "multipart/related",
    "application/x-mimearchive",
    "message/rfc822",
];
/// The same of what has its words in no letters.
const PICTURES: [&str; 5] = [".heic", ".heif", "image/", "audio/", "video/"];
/// How files begin that look like a text, and are none that a person reads.
const NO_TEXT: [&str; 2] = ["%PDF-", "{\\rtf"];
/// What of a saved page must not come to life while its text is read.
const ACTIVE: &str = "script, style, template, noscript, iframe, frame, object, embed, link, meta, base, audio, video, img";
/// Where an element's own style waits: Firefox empties the attribute on the way into our page.
const STYLE: &str = "data-fournos-style";
/// The parts that evidence can play, in the order they are explained, with their keys in `_locales`.
const SLOTS: [(Slot, &str); 9] = [
    (Slot::Act, "slot_act"),
    (Slot::Method, "slot_method"),
    (Slot::Account, "slot_account"),
    (Slot::Pay, "slot_pay"),
    (Slot::Reassurance, "slot_reassurance"),
    (Slot::Target, "slot_target"),
    (Slot::Contact, "slot_contact"),
    (Slot::Wording, "slot_wording"),
    (Slot::Own, "slot_own"),
];

#[wasm_bindgen]
extern "C" {
    /// Takes the text that the context menu left for this page, if any; the worker keeps it only
    /// until then.
    #[wasm_bindgen(catch, js_namespace = ["chrome", "runtime"], js_name = sendMessage)]
    async fn send_message(message: &JsValue) -> Result<JsValue, JsValue>;
}

/// The parts of the page.
struct Page {
    message: HtmlTextAreaElement,
    file: HtmlInputElement,
    verdict: HtmlElement,
    notice: HtmlElement,
    result: HtmlElement,
    own: OwnWords,
    /// The reading that waits for the typing to pause.
    waiting: RefCell<Option<Timeout>>,
}

/// Begins the page.
///
/// # Errors
/// If an element is missing.
pub fn begin(own: OwnWords) -> Result<(), JsValue> {
    translate()?;
    document().set_title(&t("check_title"));
    let page = Rc::new(Page {
        message: by_id("message")?,
        file: by_id("file")?,
        verdict: by_id("verdict")?,
        notice: by_id("notice")?,
        result: by_id("result")?,
        own,
        waiting: RefCell::new(None),
    });
    page.message.set_placeholder(&t("check_placeholder"));
    listen(&page);
    show(&page)?;
    spawn_local(async move {
        if let Some(text) = left_text().await {
            page.message.set_value(&text);
            report(show(&page));
        }
    });
    Ok(())
}

/// The listeners live as long as the page.
fn listen(page: &Rc<Page>) {
    let at = Rc::clone(page);
    EventListener::new(&page.message, "input", move |_| {
        let later = Rc::clone(&at);
        let timeout = Timeout::new(PAUSE, move || report(show(&later)));
        at.waiting.replace(Some(timeout));
    })
    .forget();
    let at = Rc::clone(page);
    EventListener::new(&page.file, "change", move |_| {
        if let Some(file) = at.file.files().and_then(|files| files.get(0)) {
            open(&at, file);
        }
        // So that the same file can be chosen again.
        at.file.set_value("");
    })
    .forget();
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(&document(), "dragover", options, Event::prevent_default)
        .forget();
    let at = Rc::clone(page);
    EventListener::new_with_options(&document(), "drop", options, move |event| {
        let Some(dropped) = event
            .dyn_ref::<DragEvent>()
            .and_then(DragEvent::data_transfer)
        else {
            return;
        };
        // Dropped words go where the browser puts them.
        if let Some(file) = dropped.files().and_then(|files| files.get(0)) {
            event.prevent_default();
            if is_folder(&dropped) {
                refuse(&at, "check_folder");
            } else {
                open(&at, file);
            }
        }
    })
    .forget();
}

/// The text that the user selected on another page for this one.
async fn left_text() -> Option<String> {
    let request = js_sys::Object::new();
    js_sys::Reflect::set(&request, &"type".into(), &"selection".into()).ok()?;
    let answer = send_message(&request).await.ok()?;
    let text = js_sys::Reflect::get(&answer, &"text".into())
        .ok()?
        .as_string()?;
    (!text.is_empty()).then_some(text)
}

/// Reads a file into the box.
fn open(page: &Rc<Page>, file: File) {
    let page = Rc::clone(page);
    spawn_local(async move {
        match read(&file).await {
            Ok(text) => {
                page.message.set_value(&text);
                report(show(&page));
            }
            Err(key) => refuse(&page, key),
        }
    });
}

/// Says why nothing was read. What was in the box stays there.
fn refuse(page: &Page, key: &str) {
    page.notice.set_text_content(Some(&t(key)));
}

/// Whether a folder is the first of what was dropped: a browser gives it as a file.
fn is_folder(dropped: &DataTransfer) -> bool {
    let entry = dropped
        .items()
        .get(0)
        .map(|item| item.webkit_get_as_entry());
    matches!(entry, Some(Ok(Some(entry))) if entry.is_directory())
}

/// The text of a file, or the key of what is wrong with it.
async fn read(file: &File) -> Result<String, &'static str> {
    let (name, kind) = (file.name().to_lowercase(), file.type_());
    let is = |kinds: &[&str]| {
        let fits = |one: &&str| match one.starts_with('.') {
            true => name.ends_with(one),
            false => kind.starts_with(one),
        };
        kinds.iter().any(fits)
    };
    if is(&PICTURES) {
        return Err("check_picture");
    }
    if file.size() > LARGEST_FILE {
        return Err("check_large_file");
    }
    let buffer = JsFuture::from(file.array_buffer()).await;
    let mut bytes = Uint8Array::new(&buffer.map_err(|_| "check_unreadable_file")?);
    let (mut charset, mut html) = (None, is(&HTML));
    if is(&MIME) {
        let text = mime::text(&bytes.to_vec()).ok_or("check_wrong_file")?;
        bytes = Uint8Array::from(&*text.bytes);
        (charset, html) = (text.charset, text.html);
    }
    // A text may be called anything, such as .md or .log.
    let text = decode(&bytes, charset, html)
        .filter(|text| html || !NO_TEXT.iter().any(|beginning| text.starts_with(beginning)));
    html |= text.as_deref().is_some_and(begins_as_page);
    let text = text.ok_or(if html || is(&[".txt", "text/plain"]) {
        "check_unknown_letters"
    } else {
        "check_wrong_file"
    })?;
    let text = if html {
        visible(&text).ok()
    } else {
        Some(text)
    };
    text.filter(|text| !text.trim().is_empty())
        .ok_or("check_wrong_file")
}

/// Whether a text is a page, by how it begins: one may be saved under the name of a program.
fn begins_as_page(text: &str) -> bool {
    let beginnings = ["<!doctype html", "<html"];
    beginnings.iter().any(|beginning| {
        let first = text.trim_start().get(..beginning.len());
        first.is_some_and(|first| first.eq_ignore_ascii_case(beginning))
    })
}

/// The text that an HTML page shows, as the browser lays it out by the styles in it. Nothing of it
/// runs, and nothing is fetched.
fn visible(html: &str) -> Result<String, JsValue> {
    let parsed = DomParser::new()?.parse_from_string(html, SupportedType::TextHtml)?;
    let sheets = Array::new();
    for style in elements(&parsed.query_selector_all("style")?) {
        let sheet = CssStyleSheet::new()?;
        let media = style.get_attribute("media").unwrap_or_default();
        sheet.media().set_media_text(&media);
        sheet.replace_sync(&style.text_content().unwrap_or_default())?;
        sheets.push(&sheet);
    }
    for element in elements(&parsed.query_selector_all(ACTIVE)?) {
        element.remove();
    }
    for element in elements(&parsed.query_selector_all("[style]")?) {
        element.set_attribute(STYLE, &element.get_attribute("style").unwrap_or_default())?;
    }
    let host = element("div", "aside", &[])?;
    let root = host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Closed))?;
    let inside: HtmlElement = element("div", "", &[])?.unchecked_into();
    if let Some(body) = parsed.body() {
        inside.append_child(&document().import_node_with_deep(&body, true)?)?;
    }
    root.append_child(&inside)?;
    // Our page lets no markup bring a style along, but what it hides is not to be read.
    root.set_adopted_style_sheets(&sheets);
    let page = document().body().ok_or("the page has no body")?;
    page.append_child(&host)?;
    for element in elements(&root.query_selector_all(&format!("[{STYLE}]"))?) {
        if let (Some(style), Some(element)) = (
            element.get_attribute(STYLE),
            element.dyn_ref::<HtmlElement>(),
        ) {
            element.style().set_css_text(&style);
        }
    }
    let mut text = inside.inner_text();
    if text.trim().is_empty() {
        // Some pages hide themselves until a script of theirs runs.
        root.set_adopted_style_sheets(&Array::new());
        text = inside.inner_text();
    }
    host.remove();
    Ok(text)
}

/// Reads what is in the box and shows what was found in it.
fn show(page: &Page) -> Result<(), JsValue> {
    page.waiting.replace(None);
    let units: Vec<u16> = page.message.value().encode_utf16().collect();
    let read = &units[..units.len().min(MOST_TEXT)];
    page.notice
        .set_text_content(Some(&if units.len() > read.len() {
            t("check_long")
        } else {
            String::new()
        }));
    page.result.set_text_content(None);
    let text = String::from_utf16_lossy(read);
    if text.trim().is_empty() {
        page.verdict.set_class_name("");
        page.verdict.set_text_content(None);
        return Ok(());
    }
    let marks = crate::scan_with(&text, "", &page.own);
    let (class, key) = match marks.iter().map(|mark| mark.level).max() {
        Some(Level::Offer) => ("offer", "title_offer"),
        Some(Level::Suspect) => ("suspect", "title_suspect"),
        Some(Level::Own) | None => ("none", "check_none"),
    };
    page.verdict.set_class_name(class);
    page.verdict.set_text_content(Some(&t(key)));
    if marks.is_empty() {
        return Ok(());
    }
    let mut parts = vec![
        quotation(read, &marks)?,
        text_element("h2", "", &t("why"))?,
        explanation(&marks)?,
    ];
    if class != "none" {
        parts.push(advice(&marks)?);
    }
    for part in parts {
        page.result.append_child(&part)?;
    }
    Ok(())
}

/// The class of what shows a level.
fn class_of(level: Level) -> &'static str {
    match level {
        Level::Offer => "offer",
        Level::Suspect => "suspect",
        Level::Own => "own",
    }
}

/// The text with its marks.
fn quotation(units: &[u16], marks: &[Mark]) -> Result<Element, JsValue> {
    let quotation = element("blockquote", "", &[])?;
    let push = |units: &[u16]| {
        let text = document().create_text_node(&String::from_utf16_lossy(units));
        quotation.append_child(&text).map(|_| ())
    };
    let mut at = 0;
    for mark in marks {
        push(&units[at..mark.start])?;
        quotation.append_child(&*text_element("mark", class_of(mark.level), &mark.text)?)?;
        at = mark.end;
    }
    push(&units[at..])?;
    Ok(quotation)
}

/// The words that the marks rest on, and what each of them is for.
fn explanation(marks: &[Mark]) -> Result<Element, JsValue> {
    let list = element("dl", "", &[])?;
    for (slot, key) in SLOTS {
        let words: BTreeSet<&str> = marks
            .iter()
            .flat_map(|mark| &mark.evidence)
            .filter(|piece| piece.slot == slot)
            .map(|piece| piece.text.as_str())
            .collect();
        if words.is_empty() {
            continue;
        }
        let words: Vec<Element> = words
            .into_iter()
            .map(|word| text_element("mark", "", word))
            .collect::<Result<_, _>>()?;
        list.append_child(&*element("dt", "", &words)?)?;
        list.append_child(&*text_element("dd", "", &t(key))?)?;
    }
    Ok(list)
}

/// What to believe, to fear and to do.
fn advice(marks: &[Mark]) -> Result<Element, JsValue> {
    let offers = marks.iter().filter(|mark| mark.level == Level::Offer);
    let scans = |mark: &Mark| mark.evidence.iter().any(|piece| piece.slot == Slot::Method);
    // The belief that the offers play on, as on the card.
    let belief = match offers.map(scans).reduce(|any, scan| any || scan) {
        Some(true) => "belief_scan",
        Some(false) => "belief_lend",
        None => "belief_suspect",
    };
    let list = |keys: &[&str]| {
        let items: Vec<Element> = keys
            .iter()
            .map(|key| text_element("li", "", &say(key)))
            .collect::<Result<_, _>>()?;
        element("ul", "", &items)
    };
    let mut parts = vec![
        text_element("p", "belief", &say(belief))?,
        text_element("p", "", &say("question"))?,
        text_element("p", "nos", &t("four_nos"))?,
    ];
    for key in only_young() {
        parts.push(text_element("p", "", &t(&key))?);
    }
    parts.extend([
        text_element("h2", "", &t("risks"))?,
        list(&["risk_identity", "risk_money", "risk_account"])?,
        text_element("h2", "", &t("advice"))?,
        list(&["advice_stay_calm", "advice_call"])?,
        text_element("p", "source", &t("source"))?,
    ]);
    element("section", "", &parts)
}

/// Tells the browser's console of an error that has no other place to go.
fn report(result: Result<(), JsValue>) {
    if let Err(error) = result {
        wasm_bindgen::throw_val(error);
    }
}
