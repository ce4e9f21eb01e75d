// Where to report, by region. Sources: docs/sources.md. Names stand in the language of the place, so
// that one finds them there; the interface says the rest.
//
// Adding a region is one entry here, and a line in docs/sources.md that says where it was read.

/**
 * A channel: a telephone line, a web page, or a mini program inside WeChat. `name` is in `lang`.
 *
 * @typedef {{ name: string, lang: string } & ({ phone: string } | { url: string } | { program: string })} Channel
 */

/** @type {Readonly<Record<string, readonly Channel[]>>} by ISO 3166 code, the best channel first */
export const REGIONS = {
  CN: [
    { name: '腾讯110', lang: 'zh-CN', program: '腾讯110' },
    { name: '反诈专线', lang: 'zh-CN', phone: '96110' },
    { name: '违法和不良信息举报中心', lang: 'zh-CN', url: 'https://www.12377.cn/' },
    { name: '网络不良与垃圾信息举报', lang: 'zh-CN', phone: '12321' },
  ],
  HK: [{ name: '防騙易熱線', lang: 'zh-HK', phone: '18222' }],
  TW: [
    { name: '165 反詐騙諮詢專線', lang: 'zh-TW', phone: '165' },
    { name: '165 全民防騙網', lang: 'zh-TW', url: 'https://165.npa.gov.tw/' },
  ],
  SG: [{ name: 'ScamShield Helpline', lang: 'en', phone: '1799' }],
  MY: [{ name: 'National Scam Response Centre', lang: 'en', phone: '997' }],
  TH: [{ name: 'ศูนย์ AOC', lang: 'th', phone: '1441' }],
  ID: [{ name: 'Indonesia Anti-Scam Centre', lang: 'id', url: 'https://iasc.ojk.go.id/' }],
  IN: [
    { name: 'National Cyber Crime Helpline', lang: 'en', phone: '1930' },
    { name: 'National Cyber Crime Reporting Portal', lang: 'en', url: 'https://cybercrime.gov.in/' },
  ],
  JP: [
    { name: '警察相談専用電話', lang: 'ja', phone: '#9110' },
    { name: '消費者ホットライン', lang: 'ja', phone: '188' },
  ],
  GB: [
    { name: 'Report Fraud', lang: 'en', url: 'https://www.reportfraud.police.uk/' },
    { name: 'Report Fraud', lang: 'en', phone: '0300 123 2040' },
    { name: 'Police Scotland', lang: 'en', phone: '101' },
  ],
  US: [
    { name: 'ReportFraud.ftc.gov', lang: 'en', url: 'https://reportfraud.ftc.gov/' },
    { name: 'Internet Crime Complaint Center', lang: 'en', url: 'https://www.ic3.gov/' },
  ],
};

/** The region that a language tag without one suggests. */
const BY_LANGUAGE = new Map([
  ['zh', 'CN'],
  ['ms', 'MY'],
  ['th', 'TH'],
  ['id', 'ID'],
  ['hi', 'IN'],
  ['ja', 'JP'],
]);

/** @param {unknown} code */
export const isRegion = (code) => typeof code === 'string' && Object.hasOwn(REGIONS, code);

/**
 * The region that a language of the interface suggests, or '' if it suggests none that is listed.
 *
 * @param {string} tag a BCP 47 tag such as `zh-HK`
 * @returns {string}
 */
export function regionOf(tag) {
  const { language, script, region } = new Intl.Locale(tag);
  if (region !== undefined) return isRegion(region) ? region : '';
  if (language === 'zh' && script === 'Hant') return 'TW';
  return BY_LANGUAGE.get(language) ?? '';
}
