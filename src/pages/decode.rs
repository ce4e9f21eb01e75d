//! The letters of a file: which of the browser's encodings its bytes are in.

use super::dom::{elements, t};
use js_sys::Uint8Array;
use web_sys::{DomParser, SupportedType, TextDecoder, TextDecoderOptions};

/// How much of a page is looked at for the encoding that it names, in bytes.
const HEAD: u32 = 16 * 1024;
/// The marks at the beginning of a file that tell its encoding.
const BYTE_ORDER: [(&[u8], &str); 3] = [
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16le"),
    (b"\xfe\xff", "utf-16be"),
];
/// Encodings in which every byte is a letter.
const ANYTHING: [&str; 4] = ["us-ascii", "iso-8859-1", "latin1", "windows-1252"];
/// What a Chinese text has many of, whichever script it is in. The bytes of GB 18030 nearly always
/// mean something in Big5 too, and the other way round, but seldom this.
const COMMON: &str = "，。、：！？的一不是有在我你他人了上大個个這这們们來来說说要會会天";

/// The text of a file; none if it is in no encoding that we know or guess. `charset` is the encoding
/// that it came with, if any.
pub fn decode(bytes: &Uint8Array, charset: Option<String>, html: bool) -> Option<String> {
    let told = marked(bytes)
        .or(charset.filter(|label| TextDecoder::new_with_label(label).is_ok()))
        .or_else(|| html.then(|| named(bytes)).flatten());
    let told = told.as_deref();
    // What is no text, such as a picture, has these soon.
    let exactly = |label: &str| text(bytes, label, true).filter(|text| !text.contains('\0'));
    // Any bytes are one of these, and programs name them for others.
    let likelier = |label: &&str| !ANYTHING.contains(&&*label.to_lowercase());
    told.filter(likelier)
        .and_then(exactly)
        .or_else(|| exactly("utf-8"))
        .or_else(|| told.and_then(exactly))
        .or_else(|| {
            let common = |text: &String| text.chars().filter(|one| COMMON.contains(*one)).count();
            usual().into_iter().filter_map(exactly).max_by_key(common)
        })
        // A page that is damaged at one place is shown all the same, as a browser does.
        .or_else(|| text(bytes, told?, false))
}

/// What Chinese files are in that do not say it, the likelier of two last.
fn usual() -> [&'static str; 2] {
    if ["zh-TW", "zh-HK"].contains(&&*t("lang")) {
        ["gb18030", "big5"]
    } else {
        ["big5", "gb18030"]
    }
}

/// The bytes in an encoding, which has to fit them if it is to be `exact`.
fn text(bytes: &Uint8Array, label: &str, exact: bool) -> Option<String> {
    let options = TextDecoderOptions::new();
    options.set_fatal(exact);
    let decoder = TextDecoder::new_with_label_and_options(label, &options).ok()?;
    decoder.decode_with_js_u8_array(bytes).ok()
}

/// The encoding that the first bytes are the mark of.
fn marked(bytes: &Uint8Array) -> Option<String> {
    let first = bytes.subarray(0, 3).to_vec();
    let found = BYTE_ORDER
        .iter()
        .find(|(mark, _)| first.starts_with(mark))?;
    Some(found.1.to_owned())
}

/// The encoding that a page names itself, in its XML declaration or a `<meta>`.
fn named(bytes: &Uint8Array) -> Option<String> {
    let head = text(&bytes.subarray(0, HEAD), "windows-1252", false)?;
    let declaration = head
        .strip_prefix("<?xml")
        .and_then(|rest| rest.split_once("?>"));
    let label = declaration
        .and_then(|(inside, _)| value(inside, "encoding"))
        .or_else(|| in_meta(&head))?;
    let encoding = TextDecoder::new_with_label(&label).ok()?.encoding();
    // These could not be read as we just did.
    (!encoding.starts_with("utf-16")).then_some(encoding)
}

/// The encoding that the first `<meta>` of a page names that names one.
fn in_meta(head: &str) -> Option<String> {
    let parser = DomParser::new().ok()?;
    let parsed = parser
        .parse_from_string(head, SupportedType::TextHtml)
        .ok()?;
    let metas = parsed
        .query_selector_all("meta[charset], meta[http-equiv='content-type' i][content]")
        .ok()?;
    elements(&metas).iter().find_map(|meta| {
        let content = || value(&meta.get_attribute("content")?, "charset");
        meta.get_attribute("charset").or_else(content)
    })
}

/// What stands behind `name=`, with or without quotation marks.
fn value(text: &str, name: &str) -> Option<String> {
    let text = text.to_ascii_lowercase();
    let (_, behind) = text.split_once(name)?;
    let value = behind.trim_start().strip_prefix('=')?.trim_start();
    let value = value.trim_start_matches(['"', '\'']);
    let end = value.find(['"', '\'', ';', ' ']).unwrap_or(value.len());
    Some(value[..end].to_owned())
}
