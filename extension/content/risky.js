// The steps inside a post that put one in the hands of whoever wrote it: copying a contact, following
// a link out, opening a chat or a reply box, looking at a picture that may be a code.

/** @typedef {'copy' | 'link' | 'chat' | 'picture'} Step */

/** What buttons say that open a chat, a reply or a contact, in the languages of the lexicon. */
const CHAT = new RegExp(
  [
    '私信|私聊|聊一聊|沟通|溝通|联系|聯絡|聯繫|回复|回覆|回帖|评论|評論|留言|我想要|加好友|加微信|复制|複製|投递|應徵|申请|申請|咨询',
    '\\b(chat|message|dm|reply|respond|comment|contact|apply|copy|whatsapp|telegram|call)\\b',
    'nhắn tin|trả lời|liên hệ|sao chép|hubungi|balas|salin|lamar',
    'написать|ответить|откликнуться|позвонить|скопировать',
    'responder|contactar|enviar mensaje|copiar|entrar em contato|enviar mensagem',
    'संपर्क|उत्तर|जवाब|संदेश|ติดต่อ|ตอบกลับ|แชท|คัดลอก',
    '返信|メッセージ|連絡|応募|コピー|답글|댓글|채팅|문의|연락|복사|지원하기',
  ].join('|'),
  'iu',
);
/** The longest text of a button, in code units: more is a text to read. */
const BUTTON = 20;
/** What looks like a contact: a number of five digits or more, a handle, an address. */
const CONTACT = /\d(?:[\s-]?\d){4,}|@[\w.]{3,}|\b[a-z][-_a-z0-9]{5,19}\b|\b(?:https?:|www\.)/iu;
/** The side of the smallest picture that can be a code to scan, in CSS pixels. */
const CODE = 80;
/** What countries have names of one owner stand under, as in `104.com.tw`; not `hh` in `spb.hh.ru`. */
const REGISTRIES = ['ac', 'asn', 'biz', 'co', 'com', 'edu', 'firm', 'gen', 'go', 'gob', 'gov', 'gr', 'idv', 'in', 'ind', 'info', 'ltd', 'me', 'mi', 'mil', 'my', 'ne', 'net', 'nic', 'nom', 'or', 'org', 'plc', 're', 'sch', 'web'];
const EDITOR = 'textarea, [contenteditable]:not([contenteditable="false"]), [role="textbox"], input:is(:not([type]), [type="text"])';
const PICTURE = 'img, canvas, svg, picture';

/**
 * The risky step that an event inside a post is, or null.
 *
 * @param {Event} event
 * @param {Element[]} path the elements from the event's target up to the post
 * @returns {Step | null}
 */
export function stepOf(event, path) {
  if (event instanceof KeyboardEvent) return isTyping(event) && path.some((at) => at.matches(EDITOR)) ? 'chat' : null;
  if (!(event instanceof MouseEvent) || event.button > 1) return null;
  const link = path.find((at) => at.matches('a[href]'));
  if (link instanceof HTMLAnchorElement && leadsOut(link.href)) return 'link';
  if (path.some((at) => at.matches(EDITOR) || opensChat(at))) return 'chat';
  return path.some((at) => at.matches(PICTURE) && mayBeCode(at)) ? 'picture' : null;
}

/**
 * Whether a text holds something by which its writer can be reached.
 *
 * @param {string} text
 * @param {string[]} contacts what the engine took for one
 */
export function holdsContact(text, contacts) {
  const plain = text.normalize('NFKC');
  return CONTACT.test(plain) || contacts.some((contact) => text.includes(contact));
}

/**
 * Whether a link leads to another site, to an application, or to a page that passes one on.
 *
 * @param {string} href
 */
export function leadsOut(href) {
  const url = URL.parse(href);
  if (!url || ['javascript:', 'blob:', 'data:', 'about:'].includes(url.protocol)) return false;
  if (!/^https?:$/.test(url.protocol)) return true;
  if (siteOf(url.hostname) !== siteOf(location.hostname)) return true;
  return [...url.searchParams.values()].some((value) => {
    const target = /^https?:/i.test(value) ? URL.parse(value) : null;
    return target !== null && siteOf(target.hostname) !== siteOf(location.hostname);
  });
}

/**
 * The part of a host name that belongs to one owner, near enough without the public suffix list: with
 * it (`tldts`), the script of every page would be more than twice as large. What this gets wrong is a page that is
 * itself on a host of many owners, such as `github.io`: its links to the others there are not asked about.
 *
 * @param {string} host
 */
export function siteOf(host) {
  const labels = host.split('.');
  const [registry, country] = labels.slice(-2);
  return labels.slice(country?.length === 2 && REGISTRIES.includes(registry) ? -3 : -2).join('.');
}

/** @param {KeyboardEvent} event */
const isTyping = ({ key, ctrlKey, metaKey, altKey }) =>
  !ctrlKey && !metaKey && !altKey && (key.length === 1 || key === 'Process');

/** @param {Element} element */
function opensChat(element) {
  const text = element instanceof HTMLInputElement ? element.value : (element.textContent ?? '').trim();
  const names = [text, element.getAttribute('aria-label') ?? '', element.getAttribute('title') ?? ''];
  if (!names.some((name) => name.length <= BUTTON && CHAT.test(name))) return false;
  // Sites make buttons of anything; what shows a hand is one.
  return (
    element.matches('button, a, summary, [role="button"], [role="link"], input:is([type="button"], [type="submit"])') ||
    getComputedStyle(element).cursor === 'pointer'
  );
}

/** @param {Element} element */
function mayBeCode(element) {
  const { width, height } = element.getBoundingClientRect();
  return width >= CODE && height >= CODE && width / height > 0.7 && width / height < 1.45;
}
