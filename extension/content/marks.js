// The marks of a document: where they are, and how they show. CSS highlights paint them, so the
// page's own elements stay as they are.

import { AROUND, oneLine } from '../snippet.js';
import highlightCss from './highlight.css';
import { Reach } from './reach.js';
import { isWithin } from './shadow.js';
import { ask } from './worker.js';

/** @typedef {{ mark: import('../protocol.js').KnownMark, chunk: import('./visible-text.js').Chunk }} Found */

/**
 * A mark on the page.
 *
 * @typedef {object} PageMark
 * @property {number} id
 * @property {import('../protocol.js').Mark['level']} level
 * @property {string} text
 * @property {{ around: string, start: number, end: number }} place its place among a few of the letters around it
 * @property {string} excerpt what it is called where marks are listed; its text until that is known
 * @property {import('../protocol.js').Evidence[]} evidence
 * @property {string} fingerprint the same for the same offer
 * @property {boolean} said whether its card was read before, where the offer stood earlier
 * @property {{ range: Range, text: string }[]} parts one for each line it stands on
 */

/** What a mark can be; each has a highlight of its own. */
const LEVELS = /** @type {const} */ (['offer', 'suspect', 'own']);
/** Marks that come one after the other are painted together: each painting costs a frame. In ms. */
const PAUSE = 200;
/** How many marks the worker is asked to name at a time. */
const AT_ONCE = 500;

let lastId = 0;

export class Marks {
  /** @type {PageMark[]} in the order of the page */
  all = [];
  reach = new Reach(() => {
    this.#paintSoon();
    this.#page.onReach();
  });
  /** @type {PageMark[]} those that the page was told of */
  #told = [];
  /** @type {Set<PageMark>} */
  #painted = new Set();
  #highlights = { offer: new Highlight(), suspect: new Highlight(), own: new Highlight() };
  #timer = 0;
  #telling = 0;
  /** @type {WeakSet<PageMark>} those whose name the worker was asked for */
  #called = new WeakSet();
  /** When marks were painted last. */
  #last = -PAUSE;
  #page;
  /** @type {WeakSet<ShadowRoot>} */
  #styled = new WeakSet();
  /** @type {CSSStyleSheet | undefined} */
  #sheet;

  /**
   * @param {object} page
   * @param {() => void} page.onChange called when marks come or go
   * @param {() => void} page.onCalled called when some have another name
   * @param {() => void} page.onMove called when the page has changed around them
   * @param {() => void} page.onReach called when others of them may be drawn
   * @param {(element: Element) => boolean} page.isOurs whether an element is one that we added
   */
  constructor(page) {
    this.#page = page;
    this.#highlights.offer.priority = 1;
  }

  /** @param {Element} element */
  isOurs(element) {
    return this.#page.isOurs(element);
  }

  /**
   * Puts the marks found in part of the page in the place of those that were there. What was found
   * beside it is left out, and a mark that is found again stays the one it was.
   *
   * @param {(node: Node) => boolean} inPart
   * @param {Found[]} found
   */
  replace(inPart, found) {
    const isInPart = (/** @type {PageMark} */ { parts }) => parts.some(({ range }) => inPart(range.startContainer));
    const [before, kept] = parted(this.all, isInPart);
    const fresh = found.map(toPageMark).filter(isInPart);
    if (before.length === 0 && fresh.length === 0) return;
    const now = fresh.map((mark) => before.find((other) => isSame(mark, other)) ?? mark);
    // Parts that overlap give the same mark twice.
    this.all = merged(kept, now).filter((mark, at, all) => at === 0 || !samePlace(mark, all[at - 1]));
    this.#paintSoon();
  }

  /**
   * Whether there is a mark in any of some nodes, or was until they changed.
   *
   * @param {Set<Node>} nodes
   */
  hasIn(nodes) {
    // Most are both.
    const marks = new Set([...this.all, ...this.#told]);
    return [...marks].some(({ parts }) => parts.some(({ range }) => isWithin(range.startContainer, nodes)));
  }

  /** To be called when the page has changed: drops the marks whose words are gone or others now. */
  validate() {
    if (this.all.length === 0) return;
    this.#page.onMove();
    this.all = this.all.filter(stands);
    // What has changed is read again now, and may be marked as before.
    this.#paintSoon(PAUSE);
  }

  /**
   * Drops marks that the user does not want to see, and gives them back.
   *
   * @param {(mark: PageMark) => boolean} unwanted
   */
  drop(unwanted) {
    const [dropped, kept] = parted(this.all, unwanted);
    this.all = kept;
    this.#paint();
    this.#tell();
    return dropped;
  }

  clear() {
    this.all = [];
    this.#paint();
    this.#tell();
    for (const level of LEVELS) CSS.highlights.delete(`fournos-${level}`);
  }

  /**
   * The mark whose words are painted at a point of the viewport, in CSS pixels.
   *
   * @param {number} x
   * @param {number} y
   */
  at(x, y) {
    const inside = (/** @type {DOMRect} */ rect) =>
      rect.left <= x && x <= rect.right && rect.top <= y && y <= rect.bottom;
    const isAt = (/** @type {PageMark} */ { parts }) => parts.some(({ range }) => [...range.getClientRects()].some(inside));
    return this.all.find((mark) => this.#painted.has(mark) && isAt(mark));
  }

  /**
   * Paints at once what is the first for a while, and what follows together.
   *
   * @param {number} [patience] how long there is to wait for more, in milliseconds
   */
  #paintSoon(patience = 0) {
    if (!this.#isStale()) return;
    const wait = Math.max(patience, this.#last + PAUSE - performance.now());
    if (wait <= 0) this.#paint();
    else this.#timer ||= window.setTimeout(() => this.#paint(), wait);
  }

  #isStale() {
    this.reach.follow(this.all);
    return !isSameList(this.all, this.#told) || !isSameList([...this.reach.drawn], [...this.#painted]);
  }

  #paint() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    if (!this.#isStale()) return;
    const now = this.reach.drawn;
    for (const { level, parts } of this.#painted.difference(now)) {
      for (const { range } of parts) this.#highlights[level].delete(range);
    }
    for (const { level, parts } of now.difference(this.#painted)) {
      for (const { range } of parts) {
        this.#highlights[level].add(range);
        this.#style(range.startContainer.getRootNode());
      }
    }
    for (const level of LEVELS) CSS.highlights.set(`fournos-${level}`, this.#highlights[level]);
    this.#painted = now;
    this.#last = performance.now();
    if (isSameList(this.all, this.#told)) return;
    this.#told = this.all;
    // What else is drawn for a mark takes longer than to mark its words, and comes a moment later.
    this.#telling ||= window.setTimeout(() => this.#tell());
  }

  #tell() {
    clearTimeout(this.#telling);
    this.#telling = 0;
    this.#page.onChange();
    const fresh = this.all.filter((mark) => !this.#called.has(mark));
    for (let at = 0; at < fresh.length; at += AT_ONCE) this.#call(fresh.slice(at, at + AT_ONCE));
  }

  /** Learns what some marks are called where they are listed. @param {PageMark[]} marks */
  async #call(marks) {
    for (const mark of marks) this.#called.add(mark);
    try {
      const { excerpts } = /** @type {{ excerpts: string[] }} */ (await ask({ type: 'excerpt', marks: marks.map(({ place }) => place) }));
      for (const [at, mark] of marks.entries()) mark.excerpt = excerpts[at];
      this.#page.onCalled();
    } catch {
      // They are called by their text until they are told of again.
      for (const mark of marks) this.#called.delete(mark);
    }
  }

  /**
   * Brings the highlights' style into a shadow root; the document has it from the manifest.
   *
   * @param {Node} root
   */
  #style(root) {
    if (!(root instanceof ShadowRoot) || this.#styled.has(root)) return;
    this.#styled.add(root);
    if (!this.#sheet) {
      this.#sheet = new CSSStyleSheet();
      this.#sheet.replaceSync(highlightCss);
    }
    root.adoptedStyleSheets.push(this.#sheet);
  }
}

/**
 * Whether the words of a mark are still those that were marked.
 *
 * @param {PageMark} mark
 */
export const stands = ({ parts }) =>
  parts.every(({ range, text }) => range.startContainer.isConnected && range.toString() === text);

/**
 * @param {Found} found
 * @returns {PageMark}
 */
function toPageMark({ mark, chunk }) {
  lastId += 1;
  return {
    id: lastId,
    level: mark.level,
    text: mark.text,
    place: placeIn(chunk.text, mark),
    excerpt: oneLine(mark.text),
    evidence: mark.evidence,
    fingerprint: mark.fingerprint,
    said: mark.said,
    parts: ranges(chunk.runs, mark.start, mark.end).map((range) => ({ range, text: range.toString() })),
  };
}

/**
 * @param {string} text
 * @param {import('../protocol.js').Mark} mark that was found in it
 */
function placeIn(text, { start, end }) {
  const from = Math.max(0, start - AROUND);
  return { around: text.slice(from, end + AROUND), start: start - from, end: end - from };
}

/**
 * The ranges of the document that show part of a chunk: one for each run of text with nothing
 * between its nodes, as a longer range would take in what is hidden there.
 *
 * @param {import('./visible-text.js').Run[]} runs
 * @param {number} start
 * @param {number} end
 */
function ranges(runs, start, end) {
  /** @type {{ range: Range, part: number }[]} */
  const parts = [];
  for (const run of runs) {
    if (run.end <= start || run.start >= end) continue;
    const from = Math.max(start, run.start) - run.start + run.offset;
    const to = Math.min(end, run.end) - run.start + run.offset;
    // The page may have changed since it was read; the change brings its own scan.
    if (!run.node.isConnected || to > run.node.length) return [];
    const last = parts.at(-1);
    if (last?.part === run.part && last.range.startContainer.getRootNode() === run.node.getRootNode()) {
      last.range.setEnd(run.node, to);
    } else {
      const range = document.createRange();
      range.setStart(run.node, from);
      range.setEnd(run.node, to);
      parts.push({ range, part: run.part });
    }
  }
  return parts.map(({ range }) => range);
}

/**
 * Marks in the order of the page. To compare two places costs the browser a walk over what stands around
 * them, so each new mark is put in its place among those that are in order already.
 *
 * @param {PageMark[]} ordered
 * @param {PageMark[]} others most of them one behind the other
 */
function merged(ordered, others) {
  const all = [...ordered];
  let next = 0;
  for (const mark of others) {
    let [low, high] = [0, all.length];
    const guesses = [next - 1, next];
    while (low < high) {
      const at = guesses.pop() ?? (low + high) >> 1;
      if (at < low || at >= high) continue;
      if (byPlace(mark, all[at]) < 0) high = at;
      else low = at + 1;
    }
    all.splice(low, 0, mark);
    next = low + 1;
  }
  return all;
}

/**
 * @param {PageMark} a
 * @param {PageMark} b
 */
function byPlace(a, b) {
  const [first, second] = [a.parts[0].range, b.parts[0].range];
  if (first.startContainer === second.startContainer) return first.startOffset - second.startOffset;
  const position = first.startContainer.compareDocumentPosition(second.startContainer);
  return position & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
}

/**
 * @param {PageMark} a
 * @param {PageMark} b
 */
const samePlace = (a, b) =>
  a.parts[0].range.startContainer === b.parts[0].range.startContainer &&
  a.parts[0].range.startOffset === b.parts[0].range.startOffset;

/**
 * Whether two marks say the same of the same words.
 *
 * @param {PageMark} a
 * @param {PageMark} b
 */
const isSame = (a, b) =>
  a.level === b.level &&
  a.text === b.text &&
  a.evidence.length === b.evidence.length &&
  a.evidence.every(({ slot, text }, at) => slot === b.evidence[at].slot && text === b.evidence[at].text) &&
  a.parts.length === b.parts.length &&
  a.parts.every(({ range }, at) => isSameRange(range, b.parts[at].range));

/**
 * @param {Range} a
 * @param {Range} b
 */
const isSameRange = (a, b) =>
  a.startContainer === b.startContainer &&
  a.startOffset === b.startOffset &&
  a.endContainer === b.endContainer &&
  a.endOffset === b.endOffset;

/**
 * @param {PageMark[]} a
 * @param {PageMark[]} b
 */
const isSameList = (a, b) => a.length === b.length && a.every((mark, at) => mark === b[at]);

/**
 * Those of some marks for which something holds, and the others.
 *
 * @param {PageMark[]} marks
 * @param {(mark: PageMark) => boolean} holds
 */
function parted(marks, holds) {
  /** @type {[PageMark[], PageMark[]]} */
  const [yes, no] = [[], []];
  for (const mark of marks) (holds(mark) ? yes : no).push(mark);
  return [yes, no];
}
