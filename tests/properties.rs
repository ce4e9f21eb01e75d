//! What holds for any text at all.

use fournos::{Level, Mark, OwnWords, Slot, scan, scan_with, skim_with};
use proptest::prelude::*;

/// Pieces of offers, disguises and layout, so that random texts often come near an offer.
const PIECES: [&str; 40] = [
    "出租",
    "收",
    "高价收",
    "微信",
    "微信号",
    "QQ号",
    "v",
    "薇 信",
    "闲置小号",
    "扫码登录",
    "辅助解封",
    "一天50元",
    "180/天",
    "日结",
    "加我",
    "学生",
    "宝妈",
    "不封号",
    "警方提醒",
    "切勿",
    "不要",
    "吗？",
    "“",
    "”",
    "，",
    "。",
    "\n",
    "\n\n",
    "\u{1d}",
    "\u{1e}",
    "\u{1f}",
    "\u{200b}",
    "🌟",
    "𝐖𝐞𝐂𝐡𝐚𝐭",
    "🆅🆇",
    "rent your ",
    "WhatsApp account ",
    "$20 per day ",
    "亻言",
    "\u{fffd}",
];

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        proptest::collection::vec(
            prop_oneof![
                4 => proptest::sample::select(&PIECES[..]).prop_map(str::to_owned),
                1 => any::<char>().prop_map(String::from),
            ],
            0..40
        )
        .prop_map(|pieces| pieces.concat()),
    ]
}

/// What somebody may have put on a list of own words.
fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        4 => proptest::sample::select(&PIECES[..]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    proptest::collection::vec(word, 0..6).prop_map(|words| words.join("\n"))
}

fn slice(units: &[u16], start: usize, end: usize) -> String {
    String::from_utf16(&units[start..end]).expect("a mark never splits a surrogate pair")
}

fn check(text: &str, marks: &[Mark]) {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut last = 0;
    for mark in marks {
        assert!(last <= mark.start && mark.start < mark.end && mark.end <= units.len());
        assert_eq!(mark.text, slice(&units, mark.start, mark.end));
        assert!(!mark.evidence.is_empty());
        for piece in &mark.evidence {
            assert!(piece.start < piece.end && piece.end <= units.len());
            assert_eq!(piece.text, slice(&units, piece.start, piece.end));
        }
        last = mark.end;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn every_mark_is_the_exact_text_at_its_offsets(text in texts()) {
        check(&text, &scan(&text, ""));
    }

    #[test]
    fn the_same_text_gives_the_same_marks(text in texts(), title in texts()) {
        prop_assert_eq!(scan(&text, &title), scan(&text, &title));
    }

    #[test]
    fn another_post_does_not_move_a_mark(text in texts()) {
        let text = text.replace('\u{1d}', "");
        let plain = "\u{1d}周末一起去爬山。".repeat(3);
        let alone: Vec<_> = scan(&text, "").into_iter().map(|mark| (mark.start, mark.end)).collect();
        let followed: Vec<_> = scan(&(text + &plain), "").into_iter().map(|mark| (mark.start, mark.end)).collect();
        prop_assert_eq!(alone, followed);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn own_words_leave_every_mark_the_exact_text_at_its_offsets(text in texts(), marked in words(), never in words()) {
        check(&text, &scan_with(&text, "", &OwnWords::new(&marked, &never)));
    }

    #[test]
    fn an_own_word_is_marked_wherever_it_stands_and_takes_no_mark_away(text in texts(), word in "[一-龥a-zа-я]{2,8}") {
        let own = OwnWords::new(&word, "");
        let text = format!("{text}\u{1d}{word}\u{1d}{text}");
        let marks = scan_with(&text, "", &own);
        let own_piece = |mark: &Mark| mark.evidence.iter().any(|piece| piece.slot == Slot::Own && piece.text == word);
        prop_assert!(marks.iter().any(own_piece), "{:?}", marks);
        for mark in scan(&text, "") {
            let kept = |other: &&Mark| other.start <= mark.start && mark.end <= other.end;
            let kept = marks.iter().find(kept);
            prop_assert!(kept.is_some_and(|kept| kept.level == mark.level), "{:?} is not in {:?}", mark, marks);
        }
        let at = text.encode_utf16().count() / 2;
        let covered = skim_with(&text, &own).iter().any(|place| place.contains(&at));
        prop_assert!(covered, "the word would not be read");
    }

    #[test]
    fn no_mark_holds_a_word_never_to_mark(text in texts(), marked in words(), word in "[一-龥]{2,3}|微信号|出租|日结|加我") {
        let own = OwnWords::new(&marked, &word);
        let looked_for = OwnWords::new(&word, "");
        for mark in scan_with(&text, "", &own) {
            let found = scan_with(&mark.text, "", &looked_for);
            prop_assert!(!found.iter().any(|mark| mark.evidence.iter().any(|piece| piece.slot == Slot::Own)), "{:?}", mark);
        }
    }

    #[test]
    fn without_own_words_nothing_changes(text in texts(), title in texts()) {
        let none = OwnWords::new("租\n!\n\n两\u{1d}行", "。");
        prop_assert_eq!(scan_with(&text, &title, &none), scan(&text, &title));
    }
}

#[test]
fn own_words_are_found_as_people_write_them() {
    let cases = [
        // Marked, never, the text, and the marks with their levels.
        ("刷单", "", "诚招刷单员", vec![("刷单", Level::Own)]),
        ("刷單", "", "诚招 刷*单 员", vec![("刷*单", Level::Own)]),
        (
            "rent",
            "",
            "parents rent cars, rental",
            vec![("rent", Level::Own)],
        ),
        (
            "Quick Money",
            "",
            "QUICK  MONEY here",
            vec![("QUICK  MONEY", Level::Own)],
        ),
        ("刷单", "", "诚招刷\u{1d}单", vec![]),
        (
            "一天60元",
            "",
            "长期收微信号，一天60元，加我",
            vec![("长期收微信号，一天60元，加我", Level::Offer)],
        ),
        ("", "微信号", "长期收微信号，一天60元，加我", vec![]),
        (
            "",
            "支付宝",
            "长期收微信号，一天60元，加我",
            vec![("长期收微信号，一天60元，加我", Level::Offer)],
        ),
        (
            "租号",
            "租号玩",
            "租号玩游戏。租号",
            vec![("租号", Level::Own)],
        ),
    ];
    for (marked, never, text, expected) in cases {
        let marks = scan_with(text, "", &OwnWords::new(marked, never));
        let found: Vec<_> = marks
            .iter()
            .map(|mark| (mark.text.as_str(), mark.level))
            .collect();
        assert_eq!(found, expected, "{text} with {marked}, without {never}");
    }
}

#[test]
fn an_offer_has_the_same_letters_however_it_is_written() {
    let plain = fournos::letters("长期收微信号，一天50元");
    assert_eq!(plain, "长期收微信号一天50元");
    for other in [
        "長期收微信號 一天５０元！",
        "长期收微\u{200b}信号\u{1f}一天\u{1e}⑤⓪元。",
    ] {
        assert_eq!(fournos::letters(other), plain);
    }
    assert_ne!(fournos::letters("长期收微信号，一天60元"), plain);
}

#[test]
fn a_text_of_ten_million_units_is_read() {
    let offer = "长期收微信号，一天50元，加我";
    let text = format!("{}\n{offer}", "今天天气不错".repeat(1_700_000));
    let marks = scan(&text, "");
    assert_eq!(marks.len(), 1);
    check(&text, &marks);
}
