// Every message between the page, the worker and the popup. Offsets are UTF-16 code units.

/**
 * A piece of evidence: the part it plays and its place in the text that was sent.
 *
 * @typedef {{ slot: string, start: number, end: number, text: string }} Evidence
 */

/**
 * What the engine found in a text.
 *
 * @typedef {object} Mark
 * @property {number} start
 * @property {number} end
 * @property {string} text the text between the two
 * @property {'offer' | 'suspect' | 'own'} level `own` is what nobody judged: one of the user's own words
 * @property {Evidence[]} evidence
 */

/**
 * A mark as the worker gives it to a page.
 *
 * @typedef {Mark & { fingerprint: string, said: boolean }} KnownMark `fingerprint` is the same for
 *   the same offer on this device only; `said` tells that its card was read before
 */

/**
 * From the page to the worker: what is offered in these texts? The layout's boundaries stand in them
 * as U+001F (line), U+001E (block of the same post) and U+001D (another post). The answer is a
 * {@link ScanAnswer}.
 *
 * @typedef {{ type: 'scan', texts: string[], title: string }} ScanRequest
 */

/** The marks of each text. */
/** @typedef {{ marks: KnownMark[][] } | { error: string }} ScanAnswer */

/**
 * From the page to the worker: where in this text is it worth to read exactly? It may have lost its
 * lines and hold what nobody sees. The answer is a {@link SkimAnswer}.
 *
 * @typedef {{ type: 'skim', text: string }} SkimRequest
 */

/** The start and the end of each place, one after the other. */
/** @typedef {{ places: number[] } | { error: string }} SkimAnswer */

/**
 * From the page to the worker: what are these marks called where they are listed? Each comes with its
 * place among the letters around it. The answer is an {@link ExcerptAnswer}.
 *
 * @typedef {{ type: 'excerpt', marks: { around: string, start: number, end: number }[] }} ExcerptRequest
 */

/** Their words on one line, whole ones at both ends, with the sign where they go on. */
/** @typedef {{ excerpts: string[] } | { error: string }} ExcerptAnswer */

/**
 * From the page to the worker: is this site switched on, and what has the user chosen? `begins`
 * says that the page asks for the first time. The answer is an {@link EnabledAnswer}.
 *
 * @typedef {{ type: 'enabled', begins: boolean }} EnabledRequest
 */

/**
 * `guarded` says that there is a guardian; `texts` are those of the language that the user chose; null for the browser's own.
 *
 * @typedef {{ enabled: boolean, guarded: boolean, settings: import('./settings.js').Settings, texts: import('./texts.js').Texts | null }} EnabledAnswer
 */

/**
 * From the page to the worker: an offer's card was read, or the user says that it is none; with
 * `forget`, that is taken back. The answer is empty, and comes when it is written down.
 *
 * @typedef {{ type: 'remember', what: 'said' | 'dismissed', fingerprint: string, forget: boolean }} RememberMessage
 */

/** From the page to the worker: open the options. The answer is empty. */
/** @typedef {{ type: 'options' }} OptionsMessage */

/**
 * From the page to the worker: how many marks this frame has. The answer is empty.
 *
 * @typedef {{ type: 'count', count: number }} CountMessage
 */

/**
 * From the page to the worker: something happened that a guardian's summary counts. The answer is empty.
 *
 * @typedef {{ type: 'tally', what: Counted, count: number }} TallyMessage
 */

/**
 * From the page that checks a message to the worker: the text that the user selected for it. The
 * answer is `{ text: string }`, empty if there is none.
 *
 * @typedef {{ type: 'selection' }} SelectionRequest
 */

/**
 * A post that the user wants to report, as its page has it.
 *
 * @typedef {object} ReportedPost
 * @property {string} title the page's
 * @property {string} text the post's
 * @property {{ slot: string, text: string }[]} evidence
 */

/**
 * From the page to the worker: open the page that makes a report of this post. The answer is empty.
 *
 * @typedef {{ type: 'report', post: ReportedPost }} ReportMessage
 */

/** @typedef {ReportedPost & { address: string, time: number }} Report `time` in milliseconds, as in `Date` */

/**
 * From the page of a report to the worker: the post that was left for it. The answer is
 * `{ report: Report | null }`.
 *
 * @typedef {{ type: 'reported' }} ReportRequest
 */

/** @typedef {ReportMessage | ReportRequest | ScanRequest | SkimRequest | ExcerptRequest | EnabledRequest | RememberMessage | OptionsMessage | SelectionRequest | CountMessage | TallyMessage} Message */

/**
 * From a frame to the popup, whenever its marks change.
 *
 * @typedef {{ frame: string, marks: { id: number, level: Mark['level'], text: string }[] }} FrameMarks
 */

/**
 * From the popup to the frames: bring a mark into view.
 *
 * @typedef {{ jump: { frame: string, id: number } }} Jump
 */

/** What a guardian's summary counts: offers that were marked, cards that were read, the guard's questions, and the times that one went on. */
export const COUNTED = /** @type {const} */ (['offers', 'cards', 'asked', 'goneOn']);

/** @typedef {typeof COUNTED[number]} Counted */

/** The name of the popup's port to the frames. */
export const POPUP_PORT = 'popup';

/** What stands in a text where another post begins. */
export const ANOTHER_POST = '\u001d';

/** The most text that one request may hold, in code units. */
export const MOST_TEXT = 250_000;

/** The most that a report holds: of a post and of a title or a piece of evidence, in code units; and pieces. */
export const MOST_REPORTED = Object.freeze({ post: 20_000, words: 500, pieces: 100 });

/**
 * Whether a value is a fingerprint: a SHA-256 in base64url.
 *
 * @param {unknown} value
 */
export const isFingerprint = (value) => typeof value === 'string' && /^[\w-]{43}$/.test(value);

/**
 * @param {unknown} value
 * @param {number} most its length, in code units
 */
const isText = (value, most) => typeof value === 'string' && value.length <= most;

/**
 * @param {unknown} values
 * @param {number} most their length together, in code units
 */
const areTexts = (values, most) =>
  Array.isArray(values) &&
  values.every((value) => typeof value === 'string') &&
  values.reduce((sum, { length }) => sum + length, 0) <= most;

/** @param {any} post */
const isReportedPost = (post) =>
  isText(post?.title, MOST_REPORTED.words) &&
  isText(post.text, MOST_REPORTED.post) &&
  Array.isArray(post.evidence) &&
  post.evidence.length <= MOST_REPORTED.pieces &&
  post.evidence.every(
    (/** @type {any} */ piece) => isText(piece?.slot, MOST_REPORTED.words) && isText(piece.text, MOST_REPORTED.words),
  );

/**
 * @param {any} report
 * @returns {report is Report}
 */
export const isReport = (report) =>
  isReportedPost(report) && typeof report.address === 'string' && Number.isFinite(report.time);

/**
 * Whether a message is from a page of ours, not from a script in somebody else's.
 *
 * @param {chrome.runtime.MessageSender} sender
 */
const isOwnPage = ({ url = '' }) => /^(chrome|moz)-extension:/.test(url);

/**
 * A message of the right shape from one of our own pages or content scripts, or null.
 *
 * @param {any} message
 * @param {chrome.runtime.MessageSender} sender
 * @param {string} id the extension's own id
 * @returns {Message | null}
 */
export function validMessage(message, sender, id) {
  if (sender.id !== id || typeof message !== 'object' || message === null) return null;
  switch (message.type) {
    case 'scan':
      return areTexts(message.texts, MOST_TEXT) && typeof message.title === 'string' ? message : null;
    case 'skim':
      return isText(message.text, MOST_TEXT) ? message : null;
    case 'excerpt':
      return Array.isArray(message.marks) &&
        areTexts(message.marks.map((/** @type {any} */ mark) => mark?.around), MOST_TEXT) &&
        message.marks.every((/** @type {any} */ { start, end }) => Number.isSafeInteger(start) && Number.isSafeInteger(end))
        ? message
        : null;
    case 'enabled':
      return typeof message.begins === 'boolean' ? message : null;
    case 'remember':
      return (message.what === 'said' || message.what === 'dismissed') &&
        isFingerprint(message.fingerprint) &&
        typeof message.forget === 'boolean'
        ? message
        : null;
    case 'report':
      return sender.tab && isReportedPost(message.post) ? message : null;
    case 'options':
      return message;
    case 'reported':
    case 'selection':
      return isOwnPage(sender) ? message : null;
    case 'count':
      return Number.isSafeInteger(message.count) && message.count >= 0 ? message : null;
    case 'tally':
      return COUNTED.includes(message.what) && Number.isSafeInteger(message.count) && message.count > 0 ? message : null;
    default:
      return null;
  }
}

/**
 * @param {any} message
 * @returns {message is Jump}
 */
export const isJump = (message) =>
  typeof message?.jump?.frame === 'string' && Number.isSafeInteger(message.jump.id);
