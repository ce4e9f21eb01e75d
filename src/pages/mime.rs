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

/// The text that a message shows: its first page, or where it has none its first plain text.
pub fn text(message: &[u8]) -> Option<Text> {
    let message = MessageParser::new().parse(message)?;
    let first = |html| {
        let part = message.parts.iter().find(|part| is_text(part, html))?;
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
        let charset = charset.map(str::to_owned);
        Some(Text {
            bytes,
            charset,
            html,
        })
    };
    first(true).or_else(|| first(false))
}

/// Whether a part is a page, or a plain text, that is whole.
fn is_text(part: &MessagePart, html: bool) -> bool {
    let kind = if html { "html" } else { "plain" };
    // What names no type is a plain text.
    let fits = part.is_content_type("text", kind) || !html && part.content_type().is_none();
    fits && !part.is_encoding_problem
}
