//! Finding: the words, amounts and contacts of a text, each with the parts it can play.

use crate::{
    fold::{Folded, Gap, Separators, fold},
    tag::Tag,
    tags::Tags,
};
use regex::Regex;
use std::{ops::Range, sync::LazyLock};

/// A word, amount or contact found in a folded text.
#[derive(Debug, Clone)]
pub struct Token {
    /// The parts it can play.
    pub tags: Tags,
    /// Its folded characters.
    pub chars: Range<usize>,
    /// The most that had to be taken out between its letters to read it.
    pub gap: Gap,
}

impl Token {
    /// A token over some folded characters.
    pub fn new(folded: &Folded, tags: Tags, chars: Range<usize>) -> Token {
        let inner = folded
            .chars
            .get(chars.start + 1..chars.end)
            .unwrap_or_default();
        let gap = inner.iter().map(|char| char.gap).max().unwrap_or(Gap::None);
        Token { tags, chars, gap }
    }

    /// Whether it can play this part.
    pub fn is(&self, tag: Tag) -> bool {
        self.tags.has(tag)
    }
}

/// A regex over folded text, and what its first group is when it matches.
struct Pattern {
    regex: Regex,
    tag: Tag,
}

/// A number as people write it: 1,500, 50-180, 一百五, 3k.
const NUMBER: &str = r"(?:[0-9][0-9,.]*(?: ?[-~到至] ?[0-9][0-9,.]*)?|[一二两三四五六七八九十百千几半]{1,6})(?:[多来]|\+)? ?(?:k|w|万|千|百)?";
/// Money behind a number. 米, 大洋 and 刀 are slang; a bare u is USDT.
const MONEY: &str = r"(?:元钱|元|块钱|块|米|刀|大洋|人民币|软妹币|软妹|rmb|r|￥|¥|港币|港元|港纸|台币|新台币|蚊|美金|美元|usdt|usd|u)";
/// Money before a number.
const SIGN: &str = r"(?:us\$|hk\$|nt\$|nt|rmb|rm|rs\.?|php|ngn|usd|inr|gbp|[$£€₹¥￥₦₱])";
/// Money behind a number, in words that have spaces.
const MONEY_WORD: &str = r"(?:usdt?|dollars?|bucks|rs|inr|rupees|rupaye|php|pesos?|naira|gbp|eur|euros?|quid|pounds|kes|shillings|ringgit|rm|sgd)";
/// A time or a piece to be paid by.
const PER: &str =
    r"(?:天|日|晚|小时|钟头|周|星期|礼拜|月|个月|年|单|次|个|号|条|位|张|人|台|只|笔|份)";
/// The same in English.
const PER_WORD: &str = r"(?:days?|daily|nights?|weeks?|weekly|wk|months?|monthly|mo|mth|pm|hours?|hourly|hr|year|yr|accounts?|accts?|acc|sim|scan|login|profile|number|line|message|head|person)";

static PATTERNS: LazyLock<Vec<Pattern>> = LazyLock::new(|| {
    let sources = [
        (Tag::PayRate, format!(r"({NUMBER} ?{MONEY}(?: ?[/每一起] ?|){PER})")),
        (
            Tag::PayRate,
            r"([0-9]{2,5} ?[一每](?:天|日|晚|周|星期|礼拜|月|个月|单|次|个|号|小时))".to_owned(),
        ),
        (Tag::PayRate, format!(r"({NUMBER} ?(?:{MONEY})? ?/ ?[一每]?{PER})")),
        (
            Tag::PayRate,
            format!(
                r"((?:[一1每]{PER}|日入|日赚|日结|日薪|周结|月结|月入|月租|日租|周租|包月|包天|包周|包年|按天|时薪)[^0-9\n，,。]{{0,6}}?{NUMBER}(?: ?{MONEY})?)(?:[^0-9:点月号年]|$)"
            ),
        ),
        (Tag::PayRate, format!(r"({NUMBER} ?{MONEY} ?(?:日结|周结|月结|包月|包天|包周|包年|秒结|现结|封顶))")),
        (Tag::PayAmount, format!(r"({NUMBER} ?{MONEY})(?:[^a-z]|$)")),
        (
            Tag::PayRate,
            format!(
                r"(?:^|[^a-z])({SIGN} ?[0-9][0-9,.]*k?(?: ?(?:-|to|~) ?{SIGN}? ?[0-9][0-9,.]*k?)?\+? ?(?:usdt?|php|cash)? ?(?:/|per|an?|each|every|for each|p)? ?{PER_WORD})(?:[^a-z]|$)"
            ),
        ),
        (
            Tag::PayRate,
            format!(
                r"([0-9][0-9,.]*k?(?: ?(?:-|to) ?[0-9][0-9,.]*k?)? ?(?:{MONEY_WORD})? ?(?:/|per|an?|each|every) ?{PER_WORD})(?:[^a-z]|$)"
            ),
        ),
        (
            Tag::PayRate,
            format!(
                r"({MONEY_WORD}? ?[0-9][0-9,.]*k? ?{MONEY_WORD} ?{PER_WORD})(?:[^a-z]|$)"
            ),
        ),
        (Tag::PayAmount, format!(r"(?:^|[^a-z])({SIGN} ?[0-9][0-9,.]*k?)")),
        (Tag::PayAmount, format!(r"([0-9][0-9,.]*k? ?{MONEY_WORD})(?:[^a-z]|$)")),
        (
            Tag::ContactId,
            r"(?:^|[^a-z])((?:微信|weixin|wechat|vx|wx|[v微薇威维徽葳]信?|绿泡泡?|qq|q|扣扣|扣|企鹅|tg|飞机|电报|telegram|whatsapp|whats app|wa|ws|line|signal|电话|手机)(?:号码|号|id|同号)? ?[:;=]? ?[+@]?(?:[a-z_-]{1,12}[0-9_][0-9a-z_-]{2,}|[0-9][0-9a-z_-]{4,}))".to_owned(),
        ),
        (
            Tag::ContactId,
            r"((?:微信|weixin|wechat|vx|wx|[v微薇威]信?|qq|tg|telegram|whatsapp|line)(?:号|id)? ?[:@] ?@?[a-z][0-9a-z_-]{4,})".to_owned(),
        ),
        (Tag::ContactId, r"(?:^|[^0-9])(1[3-9][0-9]{9})(?:[^0-9]|$)".to_owned()),
        (Tag::ContactId, r"(\+[0-9][0-9 ()-]{7,}[0-9])".to_owned()),
        (Tag::ContactId, r"(?:^|[^0-9a-z_.])(@[a-z0-9_]{4,})".to_owned()),
    ];
    sources
        .into_iter()
        .map(|(tag, source)| Pattern {
            regex: Regex::new(&source).expect("the patterns above are well-formed"),
            tag,
        })
        .collect()
});

/// The amounts and contacts in part of a text, as tokens over the folded characters.
///
/// Their strokes and dots are gone from the folded text, so `original` (the text of those folded
/// characters, before folding) is folded again with them kept.
pub fn amounts_and_contacts(folded: &Folded, chars: Range<usize>, original: &str) -> Vec<Token> {
    let Some(first) = folded.chars.get(chars.start) else {
        return Vec::new();
    };
    let kept = fold(original, first.start, Separators::Keep);
    let bytes: Vec<usize> = kept.text.char_indices().map(|(byte, _)| byte).collect();
    let char_at = |byte: usize| bytes.partition_point(|start| *start < byte);
    // From an offset in the original to the folded character at or behind it.
    let folded_at = |offset: u32| {
        let within = &folded.chars[chars.clone()];
        chars.start + within.partition_point(|char| char.start < offset)
    };
    let mut tokens: Vec<Token> = Vec::new();
    for Pattern { regex, tag } in PATTERNS.iter() {
        for captures in regex.captures_iter(&kept.text) {
            let Some(group) = captures.get(1) else {
                continue;
            };
            let trimmed = group.as_str().trim_end();
            let (start, end) = (
                char_at(group.start()),
                char_at(group.start() + trimmed.len()),
            );
            let (Some(start), Some(end)) = (kept.chars.get(start), kept.chars.get(end - 1)) else {
                continue;
            };
            let range = folded_at(start.start)..folded_at(end.end);
            let free =
                |token: &Token| range.end <= token.chars.start || token.chars.end <= range.start;
            if !range.is_empty() && tokens.iter().all(free) {
                tokens.push(Token {
                    tags: Tags::of(&[*tag]),
                    chars: range,
                    gap: Gap::None,
                });
            }
        }
    }
    tokens
}
