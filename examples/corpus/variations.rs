//! The same texts as somebody might write them who does not want a filter to see them, or as a page
//! might lay them out. Two ways that have nothing to do with each other: disguised letters, and
//! clauses in blocks of their own.

use fastrand::Rng;
use unicode_normalization::UnicodeNormalization;

/// How often a character is disguised that can be.
const OFTEN: f32 = 0.5;

/// A way to write a character otherwise; it may add characters, or leave it as it is.
type Disguise = fn(char, &mut Rng, &mut String);

const DISGUISES: [Disguise; 9] = [
    full_width,
    mathematical,
    circled,
    look_alike,
    unseen,
    separated,
    stressed,
    spelled_money,
    upper_case,
];

/// A text with one to three kinds of disguise over about half of the characters that they fit.
pub fn disguised(text: &str, random: &mut Rng) -> String {
    let mut kinds = DISGUISES;
    random.shuffle(&mut kinds);
    let count = random.usize(1..=3);
    kinds[..count].iter().fold(text.to_owned(), |text, kind| {
        let mut varied = String::with_capacity(text.len() * 2);
        for c in text.chars() {
            if random.f32() < OFTEN {
                kind(c, random, &mut varied);
            } else {
                varied.push(c);
            }
        }
        varied
    })
}

/// A text whose clauses are lines, or blocks of one post.
pub fn split(text: &str, random: &mut Rng) -> String {
    let mut varied = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let ends = matches!(c, '，' | '。' | '！' | '？' | '；' | '、' | '!' | '?' | ';')
            || (matches!(c, ',' | '.') && chars.peek().is_some_and(|next| *next == ' '));
        varied.push(c);
        if ends && chars.peek().is_some() && random.f32() < 0.7 {
            varied.push(['\u{1e}', '\u{1f}'][random.usize(..2)]);
        }
    }
    varied
}

fn push(code: u32, varied: &mut String) {
    varied.extend(char::from_u32(code));
}

fn full_width(c: char, _: &mut Rng, varied: &mut String) {
    match c {
        '!'..='~' => push(c as u32 + 0xfee0, varied),
        _ => varied.push(c),
    }
}

fn mathematical(c: char, random: &mut Rng, varied: &mut String) {
    // Bold, bold script, sans-serif, monospace: blocks without holes.
    let first = [0x1d400, 0x1d4d0, 0x1d5a0, 0x1d670][random.usize(..4)];
    match c {
        'A'..='Z' => push(first + (c as u32 - 'A' as u32), varied),
        'a'..='z' => push(first + 26 + (c as u32 - 'a' as u32), varied),
        '0'..='9' => push(0x1d7ce + (c as u32 - '0' as u32), varied),
        _ => varied.push(c),
    }
}

fn circled(c: char, _: &mut Rng, varied: &mut String) {
    match c {
        '0' => varied.push('⓪'),
        '1'..='9' => push('①' as u32 + (c as u32 - '1' as u32), varied),
        'A'..='Z' => push('Ⓐ' as u32 + (c as u32 - 'A' as u32), varied),
        'a'..='z' => push('ⓐ' as u32 + (c as u32 - 'a' as u32), varied),
        _ => varied.push(c),
    }
}

fn look_alike(c: char, _: &mut Rng, varied: &mut String) {
    const PAIRS: [(char, char); 16] = [
        ('a', 'а'),
        ('c', 'с'),
        ('e', 'е'),
        ('i', 'і'),
        ('o', 'о'),
        ('p', 'р'),
        ('x', 'х'),
        ('y', 'у'),
        ('A', 'Α'),
        ('B', 'В'),
        ('E', 'Ε'),
        ('H', 'Н'),
        ('K', 'К'),
        ('M', 'М'),
        ('T', 'Τ'),
        ('X', 'Χ'),
    ];
    let found = PAIRS.iter().find(|(plain, _)| *plain == c);
    varied.push(found.map_or(c, |(_, alike)| *alike));
}

fn unseen(c: char, random: &mut Rng, varied: &mut String) {
    varied.push(c);
    if c.is_alphanumeric() {
        varied.push(['\u{200b}', '\u{200c}', '\u{2060}', '\u{feff}', '\u{ad}'][random.usize(..5)]);
    }
}

fn separated(c: char, random: &mut Rng, varied: &mut String) {
    varied.push(c);
    if matches!(c, '\u{4e00}'..='\u{9fff}') {
        varied.push([' ', '*', '·', '/', '-', '✨', '🔥'][random.usize(..7)]);
    }
}

fn stressed(c: char, random: &mut Rng, varied: &mut String) {
    varied.push(c);
    if c.is_ascii_alphabetic() {
        varied.push(['\u{301}', '\u{308}', '\u{332}', '\u{336}'][random.usize(..4)]);
    }
}

fn spelled_money(c: char, _: &mut Rng, varied: &mut String) {
    let spelled = match c {
        '元' => '圆',
        '百' => '佰',
        '千' => '仟',
        '一' => '壹',
        '二' => '贰',
        '三' => '叁',
        '五' => '伍',
        '六' => '陆',
        '八' => '捌',
        '信' => '芯',
        '微' => '薇',
        _ => c,
    };
    varied.push(spelled);
}

fn upper_case(c: char, _: &mut Rng, varied: &mut String) {
    // Composed again, as an accented letter has its own capital.
    varied.extend(c.to_uppercase().nfc());
}
