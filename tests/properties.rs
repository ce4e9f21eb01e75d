//! What holds for any text at all.

use fournos::{Mark, scan};
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
