// Where to report, by region. Sources: docs/sources.md. Names stand in the language of the place, so
// that one finds them there; the interface says the rest.
//
// Adding a region is one entry here, its rows in docs/sources.md, which say where it was read, and its
// code in managed_schema.json and in both tables of docs/policies.md.

/**
 * A channel: a telephone line, a web page, a mini program inside WeChat, or an app on the telephone,
 * where `name` is what to press in it. `name` is in `lang`.
 *
 * @typedef {{ name: string, lang: string } & ({ phone: string } | { url: string } | { program: string } | { app: string })} Channel
 */

/** @type {Readonly<Record<string, readonly Channel[]>>} by ISO 3166 code, the best channel first */
export const REGIONS = {
  CN: [
    { name: '腾讯110', lang: 'zh-CN', program: '腾讯110' },
    { name: '反诈专线', lang: 'zh-CN', phone: '96110' },
    { name: '我要举报', lang: 'zh-CN', app: '国家反诈中心' },
    { name: '违法和不良信息举报中心', lang: 'zh-CN', url: 'https://www.12377.cn/' },
    { name: '网络不良与垃圾信息举报', lang: 'zh-CN', phone: '12321' },
  ],
  HK: [
    { name: '防騙易熱線', lang: 'zh-HK', phone: '18222' },
    { name: '反詐騙協調中心', lang: 'zh-HK', url: 'https://www.adcc.gov.hk/' },
    { name: '公眾舉報平台', lang: 'zh-HK', app: '防騙視伏' },
  ],
  MO: [
    { name: '防詐騙查詢熱線', lang: 'zh-MO', phone: '8800 7777' },
    { name: '司法警察局報案熱線', lang: 'zh-MO', phone: '993' },
    { name: '司法警察局', lang: 'zh-MO', url: 'https://www.pj.gov.mo/Web/Policia/hotline/' },
  ],
  TW: [
    { name: '165 反詐騙諮詢專線', lang: 'zh-TW', phone: '165' },
    { name: '165 全民防騙網', lang: 'zh-TW', url: 'https://165.npa.gov.tw/' },
  ],
  SG: [
    { name: 'ScamShield Helpline', lang: 'en', phone: '1799' },
    { name: 'ScamShield', lang: 'en', url: 'https://www.scamshield.gov.sg/' },
    { name: 'Singapore Police Force', lang: 'en', url: 'https://eservices1.police.gov.sg/phub/eservices/landingpage/police-report' },
  ],
  MY: [{ name: 'National Scam Response Centre', lang: 'en', phone: '997' }],
  TH: [
    { name: 'ศูนย์ AOC', lang: 'th', phone: '1441' },
    { name: 'แจ้งความออนไลน์', lang: 'th', url: 'https://www.thaipoliceonline.go.th/' },
  ],
  VN: [
    { name: 'Kiến nghị, phản ánh về ANTT', lang: 'vi', app: 'VNeID' },
    { name: 'Phản ánh cuộc gọi, tin nhắn lừa đảo', lang: 'vi', phone: '156' },
  ],
  ID: [{ name: 'Indonesia Anti-Scam Centre', lang: 'id', url: 'https://iasc.ojk.go.id/' }],
  PH: [
    { name: 'Inter-Agency Response Center', lang: 'en', phone: '1326' },
    { name: 'Report', lang: 'en', app: 'eGovPH' },
  ],
  IN: [
    { name: 'National Cyber Crime Helpline', lang: 'en', phone: '1930' },
    { name: 'National Cyber Crime Reporting Portal', lang: 'en', url: 'https://cybercrime.gov.in/' },
  ],
  JP: [
    { name: '警察相談専用電話', lang: 'ja', phone: '#9110' },
    { name: '警察庁 サイバー事案に関する通報等のオンライン受付窓口', lang: 'ja', url: 'https://www.npa.go.jp/bureau/cyber/soudan.html' },
    { name: '消費者ホットライン', lang: 'ja', phone: '188' },
  ],
  KR: [
    { name: '전기통신금융사기 통합대응단', lang: 'ko', phone: '1394' },
    { name: '전기통신금융사기 통합대응단', lang: 'ko', url: 'https://www.counterscam112.go.kr/' },
    { name: '경찰청 사이버범죄 신고시스템(ECRM)', lang: 'ko', url: 'https://ecrm.police.go.kr/minwon/main' },
  ],
  RU: [
    { name: 'Полиция', lang: 'ru', phone: '102' },
    { name: 'МВД России: приём обращений', lang: 'ru', url: 'https://мвд.рф/request_main' },
  ],
  GB: [
    { name: 'Report Fraud', lang: 'en', url: 'https://www.reportfraud.police.uk/' },
    { name: 'Report Fraud', lang: 'en', phone: '0300 123 2040' },
    { name: 'Police Scotland', lang: 'en', phone: '101' },
  ],
  IE: [
    { name: 'An Garda Síochána: Fraud', lang: 'en', url: 'https://www.garda.ie/en/crime/fraud/' },
    { name: 'Garda Confidential Line', lang: 'en', phone: '1800 666 111' },
  ],
  ES: [
    { name: 'Tu Ayuda en Ciberseguridad (INCIBE)', lang: 'es', phone: '017' },
    { name: 'Tu Ayuda en Ciberseguridad (INCIBE)', lang: 'es', url: 'https://www.incibe.es/linea-de-ayuda-en-ciberseguridad' },
    { name: 'Policía Nacional: delitos tecnológicos', lang: 'es', url: 'https://www.policia.es/_es/colabora_informar.php?strTipo=CGPJDT' },
  ],
  PT: [
    { name: 'Queixa Eletrónica', lang: 'pt-PT', url: 'https://queixaselectronicas.mai.gov.pt/' },
    { name: 'Linha Internet Segura', lang: 'pt-PT', phone: '800 219 090' },
  ],
  FR: [
    { name: '17Cyber', lang: 'fr', url: 'https://17cyber.gouv.fr/' },
    { name: 'Info Escroqueries', lang: 'fr', phone: '0 805 805 817' },
  ],
  DE: [{ name: 'Onlinewache der Polizei', lang: 'de', url: 'https://portal.onlinewache.polizei.de/de/' }],
  US: [
    { name: 'ReportFraud.ftc.gov', lang: 'en', url: 'https://reportfraud.ftc.gov/' },
    { name: 'Internet Crime Complaint Center', lang: 'en', url: 'https://www.ic3.gov/' },
  ],
  CA: [
    { name: 'Report Cybercrime and Fraud', lang: 'en', url: 'https://reportcyberandfraud.canada.ca/' },
    { name: 'Canadian Anti-Fraud Centre', lang: 'en', phone: '1-888-495-8501' },
  ],
  MX: [{ name: 'Guardia Nacional', lang: 'es', phone: '088' }],
  CO: [
    { name: 'CAI Virtual', lang: 'es', url: 'https://caivirtual.policia.gov.co/' },
    { name: '¡ADenunciar!', lang: 'es', url: 'https://adenunciar.policia.gov.co/Adenunciar/' },
  ],
  AR: [{ name: 'Unidad Fiscal Especializada en Ciberdelincuencia (UFECI)', lang: 'es', url: 'https://www.mpf.gob.ar/ufeci/' }],
  BR: [
    { name: 'Delegacia Virtual (vários estados)', lang: 'pt-BR', url: 'https://delegaciavirtual.sinesp.gov.br/' },
    { name: 'Delegacia Eletrônica (São Paulo)', lang: 'pt-BR', url: 'https://www.delegaciaeletronica.policiacivil.sp.gov.br/' },
  ],
  AU: [
    { name: 'Scamwatch', lang: 'en', url: 'https://www.scamwatch.gov.au/report-a-scam' },
    { name: 'ReportCyber', lang: 'en', url: 'https://www.cyber.gov.au/report-and-recover/report' },
    { name: 'Australian Cyber Security Hotline', lang: 'en', phone: '1300 292 371' },
  ],
  NZ: [
    { name: 'Police, non-emergency', lang: 'en', phone: '105' },
    { name: 'Police, non-emergency', lang: 'en', url: 'https://105.police.govt.nz/' },
    { name: 'Netsafe', lang: 'en', url: 'https://netsafe.org.nz/' },
  ],
};

/** @param {unknown} code */
export const isRegion = (code) => typeof code === 'string' && Object.hasOwn(REGIONS, code);

/**
 * The regions as a language names and sorts them.
 *
 * @param {string} lang a BCP 47 tag
 * @returns {{ value: string, name: string }[]}
 */
export function namedRegions(lang) {
  const names = new Intl.DisplayNames(lang, { type: 'region' });
  const { compare } = new Intl.Collator(lang);
  return Object.keys(REGIONS)
    .map((code) => ({ value: code, name: names.of(code) ?? code }))
    .sort((one, other) => compare(one.name, other.name));
}

/**
 * The region that a language of the interface suggests, or '' if it suggests none that is listed. Of a
 * language without a region it is the one where, says the browser, most likely it is spoken: `es` is
 * what Chromium has in Spain, and elsewhere it has `es-419`, which suggests none.
 *
 * @param {string} tag a BCP 47 tag such as `zh-HK`
 * @returns {string}
 */
export function regionOf(tag) {
  const { region } = new Intl.Locale(tag).maximize();
  return region !== undefined && isRegion(region) ? region : '';
}
