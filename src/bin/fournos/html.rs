//! The text that an HTML page shows, with its layout's boundaries, as [`fournos::scan`] takes it.
//!
//! No style sheet is read: what hides text here is the element, the `hidden` attribute and inline
//! style. In the browser, the extension's own collector asks the browser instead.

use html5ever::{parse_document, tendril::TendrilSink};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// Nesting beyond this is left out, so that no page can exhaust the stack. Blink's parser stops
/// nesting here as well.
const DEEPEST: usize = 512;

/// A boundary of the layout; the character stands for it in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Boundary {
    Line,
    Block,
    Item,
}

impl Boundary {
    fn separator(self) -> char {
        match self {
            Boundary::Line => '\u{1f}',
            Boundary::Block => '\u{1e}',
            Boundary::Item => '\u{1d}',
        }
    }
}

/// The text that a page shows.
pub fn visible_text(html: &str) -> String {
    let dom = parse_document(RcDom::default(), Default::default()).one(html);
    let mut page = Page::default();
    page.children(&dom.document, 0, false);
    page.text
}

#[derive(Default)]
struct Page {
    text: String,
    pending: Option<Boundary>,
}

impl Page {
    fn children(&mut self, node: &Handle, depth: usize, preformatted: bool) {
        if depth > DEEPEST {
            return;
        }
        let mut last: Option<Handle> = None;
        for child in node.children.borrow().iter() {
            match &child.data {
                NodeData::Text { contents } => self.push(&contents.borrow(), preformatted),
                NodeData::Element { name, .. } => {
                    let tag = &*name.local;
                    if tag == "br" || tag == "hr" {
                        self.boundary(Boundary::Line);
                    } else if is_hidden(child, tag) {
                        continue;
                    } else if is_inline(tag) {
                        self.children(child, depth + 1, preformatted);
                    } else {
                        self.boundary(between(last.as_ref(), child));
                        self.children(child, depth + 1, preformatted || tag == "pre");
                        self.boundary(if is_cell(tag) {
                            Boundary::Line
                        } else {
                            Boundary::Block
                        });
                        last = Some(child.clone());
                    }
                }
                _ => {}
            }
        }
    }

    fn boundary(&mut self, boundary: Boundary) {
        self.pending = self.pending.max(Some(boundary));
    }

    fn push(&mut self, text: &str, preformatted: bool) {
        if text.trim().is_empty() {
            // White space between two words of a line is one space, elsewhere nothing.
            if self.pending.is_none() && !self.text.is_empty() && !text.is_empty() {
                self.text.push(' ');
            }
            return;
        }
        if let Some(boundary) = self.pending.take()
            && !self.text.is_empty()
        {
            self.text.push(boundary.separator());
        }
        self.text.extend(text.chars().map(|c| match c {
            '\n' if preformatted => Boundary::Line.separator(),
            '\n' | '\r' | '\t' => ' ',
            '\u{1c}'..='\u{1f}' => '\u{200b}',
            c => c,
        }));
    }
}

fn tag(node: &Handle) -> &str {
    match &node.data {
        NodeData::Element { name, .. } => &name.local,
        _ => "",
    }
}

fn attribute(node: &Handle, name: &str) -> Option<String> {
    let NodeData::Element { attrs, .. } = &node.data else {
        return None;
    };
    let attrs = attrs.borrow();
    attrs
        .iter()
        .find(|attr| &*attr.name.local == name)
        .map(|attr| attr.value.to_string())
}

/// How strongly a block is set apart from its sibling before it.
fn between(last: Option<&Handle>, next: &Handle) -> Boundary {
    let parted = |node: &Handle| {
        matches!(
            tag(node),
            "main"
                | "nav"
                | "header"
                | "footer"
                | "aside"
                | "form"
                | "article"
                | "section"
                | "dialog"
        )
    };
    if is_cell(tag(next)) {
        return Boundary::Line;
    }
    let Some(last) = last else {
        return if parted(next) {
            Boundary::Item
        } else {
            Boundary::Block
        };
    };
    let same_tag = tag(last) == tag(next);
    let list = matches!(tag(next), "li" | "tr" | "dt" | "dd" | "option")
        || matches!(
            attribute(next, "role").as_deref(),
            Some("listitem" | "article" | "row" | "comment")
        );
    let class = attribute(next, "class").filter(|class| !class.trim().is_empty());
    let text_block = matches!(tag(next), "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
    let same_class = !text_block && class.is_some() && class == attribute(last, "class");
    let siblings =
        same_tag && (list || same_class || holds_blocks(last, 0) || holds_blocks(next, 0));
    if parted(last) || parted(next) || siblings {
        Boundary::Item
    } else {
        Boundary::Block
    }
}

/// Whether an element holds more than one block.
fn holds_blocks(node: &Handle, depth: usize) -> bool {
    let children = node.children.borrow();
    let mut blocks = children.iter().filter(|child| {
        matches!(child.data, NodeData::Element { .. })
            && !is_inline(tag(child))
            && !is_hidden(child, tag(child))
    });
    match (blocks.next(), blocks.next()) {
        (Some(_), Some(_)) => true,
        (Some(only), None) => depth < DEEPEST && holds_blocks(only, depth + 1),
        _ => false,
    }
}

fn is_cell(tag: &str) -> bool {
    matches!(tag, "td" | "th")
}

fn is_hidden(node: &Handle, tag: &str) -> bool {
    let element = matches!(
        tag,
        "head"
            | "script"
            | "style"
            | "template"
            | "noscript"
            | "input"
            | "textarea"
            | "select"
            | "datalist"
            | "iframe"
            | "object"
            | "svg"
            | "canvas"
            | "audio"
            | "video"
            | "br"
    );
    let style = attribute(node, "style")
        .unwrap_or_default()
        .replace(' ', "")
        .to_ascii_lowercase();
    let editable = attribute(node, "contenteditable").is_some_and(|value| value != "false");
    element
        || editable
        || attribute(node, "hidden").is_some()
        || [
            "display:none",
            "visibility:hidden",
            "opacity:0;",
            "font-size:0",
        ]
        .iter()
        .any(|rule| style.contains(rule))
        || style.ends_with("opacity:0")
}

/// The elements that HTML's own style sheet shows inline.
fn is_inline(tag: &str) -> bool {
    matches!(
        tag,
        "a" | "abbr"
            | "acronym"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "button"
            | "cite"
            | "code"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "img"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "meter"
            | "nobr"
            | "output"
            | "picture"
            | "progress"
            | "q"
            | "rp"
            | "rt"
            | "ruby"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
            | "wbr"
            | "slot"
    )
}

#[cfg(test)]
mod tests {
    use super::visible_text;

    #[test]
    fn a_page_reads_as_people_see_it() {
        for (html, text) in [
            ("<p>出<b>租</b><span>微信</span></p>", "出租微信"),
            ("出租<br>微信", "出租\u{1f}微信"),
            ("<h3>标题</h3><p>正文</p>", "标题\u{1e}正文"),
            ("<ul><li>甲</li><li>乙</li></ul>", "甲\u{1d}乙"),
            (
                "<div class=post>甲</div><div class=post>乙</div>",
                "甲\u{1d}乙",
            ),
            (
                "<div><p>甲</p><p>乙</p></div><div><p>丙</p></div>",
                "甲\u{1e}乙\u{1d}丙",
            ),
            (
                "<p>出<span hidden>x</span><i style='display: none'>y</i>租</p><script>微信</script>",
                "出租",
            ),
            (
                "<table><tr><td>甲<td>乙<tr><td>丙</table>",
                "甲\u{1f}乙\u{1d}丙",
            ),
            ("<a>rent</a> <a>out</a>", "rent out"),
        ] {
            assert_eq!(visible_text(html).trim(), text, "{html}");
        }
    }

    #[test]
    fn deep_nesting_is_no_danger() {
        assert_eq!(visible_text(&"<div>".repeat(5_000)), "");
    }
}
