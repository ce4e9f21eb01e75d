//! What a MIME message shows: a mail, or a page that Chromium has saved as one file (MHTML).

use mail_parser::{
    Encoding, MessageParser, MessagePart, MimeHeaders,
    decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode},
};

/// A text among the parts of a message.
pub struct Text {
    pub bytes: Vec<u8>,
    /// The encoding that the message names.
    pub charset: Option<String>,
    pub html: bool,
}

/// The text that a message shows of itself: a page, or where it has none a plain text, and what is
/// attached to it only where that is all.
pub fn text(message: &[u8]) -> Option<Text> {
    let message = MessageParser::new().parse(message)?;
    let shown = message.html_body.iter();
    let shown = shown.filter_map(|number| message.parts.get(*number as usize));
    let part = shown.chain(&message.parts).find(|part| is_text(part))?;
    let range = part.offset_body as usize..part.offset_end as usize;
    // Its letters are the browser's to read, so that the parser's own reading is not used.
    let raw = message.raw_message.get(range)?;
    let bytes = match part.encoding {
        Encoding::None => raw.to_vec(),
        Encoding::QuotedPrintable => quoted_printable_decode(raw)?,
        Encoding::Base64 => base64_decode(raw)?,
    };
    let charset = part
        .content_type()
        .and_then(|kind| kind.attribute("charset"));
    Some(Text {
        bytes,
        charset: charset.map(str::to_owned),
        html: part.is_content_type("text", "html"),
    })
}

/// Whether a part is a page or a plain text, and whole.
fn is_text(part: &MessagePart) -> bool {
    let kinds = ["html", "plain"];
    let mut kinds = kinds.iter().map(|kind| part.is_content_type("text", kind));
    // What names no type is a plain text.
    let fits = kinds.any(|fits| fits) || part.content_type().is_none();
    fits && !part.is_encoding_problem
}
