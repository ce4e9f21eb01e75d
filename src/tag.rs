//! The part a word can play in an offer or in its surroundings.
//!
//! Shared by the build script, which reads tags out of `lexicon/*.toml`, and by the engine,
//! which reads them off the words it finds. The names in the lexicon are `slot.kind`.

/// One part a word can play. A word may play several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Tag {
    /// An account by its full name: 微信号, "WhatsApp account".
    AccountNamed,
    /// The word account with no platform to it: 账号, "account".
    AccountNoun,
    /// A platform, which may be the account or only a way to get in touch: 微信, "WhatsApp".
    AccountPlatform,
    /// A stand-in so short that it counts only right beside an act: v, 号.
    AccountBare,
    /// An adjective of accounts for hire: 闲置, 实名, "aged".
    AccountModifier,
    /// Somebody's own: 你的, "your".
    AccountOwner,
    /// Gives the account away: 出租, "rent out".
    ActGive,
    /// Asks for the account: 高价收, "looking to rent".
    ActTake,
    /// Too common a word to act at a distance: 租, 收, 出.
    ActShort,
    /// Uses somebody's account, harmless unless paid: 登录, "use".
    ActUse,
    /// A way of handing the account over that has its own name: 扫码登录, 辅助解封.
    MethodStrong,
    /// The same, where the word also has an everyday use: 扫码, 拉群.
    MethodWeak,
    /// Money for it: 日结, "daily payout".
    PayWord,
    /// A lure that also stands in honest adverts: 轻松, "extra income".
    PayWeak,
    /// Calms the owner: 不封号, "no password needed".
    ReassuranceAny,
    /// Whom the offer wants: 宝妈, "students".
    TargetAny,
    /// Asks to get in touch: 加我, "DM me".
    ContactAny,
    /// How many, how old, how verified: 量大从优, "bulk".
    QuantityAny,
    /// Another thing that is rented, sold or lent: 房子, "apartment".
    OtherThing,
    /// A word of those other trades: 押一付三, "square feet".
    OtherTrade,
    /// Game accounts, which are a trade of their own.
    GameAny,
    /// A word that only contains one of the others: 接收, 公众号.
    PlainAny,
    /// A word of warnings that hardly stands in an offer: 警方, "scammers".
    WarnStrong,
    /// A word of warnings that dealers use as well: 诈骗, "scam".
    WarnWeak,
    /// Tells what others say or do: 有人说, 标榜, "claims".
    ReportAny,
    /// A word of laws and terms of service: 不得, "shall not".
    LawAny,
    /// Denies the act that follows: 不要, "do not".
    NegationAny,
    /// Asks about it: 靠谱吗, "is it safe".
    QuestionAny,
    /// Unpaid help between people who know each other: 好友, 求助.
    HelpAny,
    /// Honest work and its terms: 五险一金, 面试, "interview".
    JobAny,
    /// What help pages and shops write about: 设置, 套餐, "settings".
    ProductAny,
    /// A time that one may be paid for: 一天, 一礼拜, "a week".
    TimeAny,
    /// Tells what has happened: 后来, 没想到, "turned out".
    StoryAny,
    /// Who warns or decides, besides the police: 辅导员, 平台, "bank".
    AuthorityAny,
    /// Lies about unused: 闲着, 吃灰, "gathering dust".
    IdleAny,
    /// Tells others of a page: 分享到, "share".
    ShareAny,
    /// An amount for a time or a piece: 50元/天, "$20 per day".
    PayRate,
    /// An amount: 50元, "$20".
    PayAmount,
    /// Somebody's number or handle: 微信 abc123, "@name".
    ContactId,
}
