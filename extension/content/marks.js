// The marks of a document: where they are, and how they show. CSS highlights paint them, so the
// page's own elements stay as they are.

import highlightCss from './highlight.css';

/** @typedef {{ mark: import('../protocol.js').KnownMark, chunk: import('./visible-text.js').Chunk }} Found */

/**
 * A mark on the page.
 *
 * @typedef {object} PageMark
 * @property {number} id
 * @property {import('../protocol.js').Mark['level']} level
 * @property {string} text
 * @property {import('../protocol.js').Evidence[]} evidence
 * @property {string} fingerprint the same for the same offer
 * @property {boolean} said whether its card was read before, where the offer stood earlier
 * @property {{ range: Range, text: string }[]} parts one for each line it stands on
 */

/** What a mark can be; each has a highlight of its own. */
const LEVELS = /** @type {const} */ (['offer', 'suspect', 'own']);

let lastId = 0;

export class Marks {
  /** @type {PageMark[]} in the order of the page */
  all = [];
  #highlights = { offer: new Highlight(), suspect: new Highlight(), own: new Highlight() };
  #onChange;
  #isOurs;
  /** @type {WeakSet<ShadowRoot>} */
  #styled = new WeakSet();
  /** @type {CSSStyleSheet | undefined} */
  #sheet;

  /**
   * @param {() => void} onChange called when marks come or go
   * @param {(element: Element) => boolean} isOurs whether an element is one that we added
   */
  constructor(onChange, isOurs) {
    this.#onChange = onChange;
    this.#isOurs = isOurs;
    this.#highlights.offer.priority = 1;
  }

  /** @param {Element} element */
  isOurs(element) {
    return this.#isOurs(element);
  }

  /**
   * Puts the marks found in part of the page in the place of those that were there. What was found
   * beside it is left out.
   *
   * @param {(node: Node) => boolean} inPart
   * @param {Found[]} found
   */
  replace(inPart, found) {
    const isInPart = (/** @type {PageMark} */ { parts }) => parts.some(({ range }) => inPart(range.startContainer));
    const kept = this.all.filter((mark) => !isInPart(mark));
    const fresh = found.map(toPageMark).filter(isInPart);
    if (kept.length === this.all.length && fresh.length === 0) return;
    // Parts that overlap give the same mark twice.
    this.all = [...kept, ...fresh]
      .sort(byPlace)
      .filter((mark, at, all) => at === 0 || !samePlace(mark, all[at - 1]));
    this.#paint();
  }

  /** Drops the marks whose words are gone or have changed. */
  validate() {
    const valid = this.all.filter((mark) =>
      mark.parts.every(({ range, text }) => range.startContainer.isConnected && range.toString() === text),
    );
    if (valid.length === this.all.length) return;
    this.all = valid;
    this.#paint();
  }

  /**
   * Drops marks that the user does not want to see, and gives them back.
   *
   * @param {(mark: PageMark) => boolean} unwanted
   */
  drop(unwanted) {
    const dropped = this.all.filter(unwanted);
    this.all = this.all.filter((mark) => !dropped.includes(mark));
    this.#paint();
    return dropped;
  }

  clear() {
    this.all = [];
    this.#paint();
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
    return this.all.find((mark) => mark.parts.some(({ range }) => [...range.getClientRects()].some(inside)));
  }

  #paint() {
    for (const level of LEVELS) {
      const highlight = this.#highlights[level];
      highlight.clear();
      for (const mark of this.all) {
        if (mark.level !== level) continue;
        for (const { range } of mark.parts) {
          highlight.add(range);
          this.#style(range.startContainer.getRootNode());
        }
      }
      CSS.highlights.set(`fournos-${level}`, highlight);
    }
    this.#onChange();
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
 * @param {Found} found
 * @returns {PageMark}
 */
function toPageMark({ mark, chunk }) {
  lastId += 1;
  return {
    id: lastId,
    level: mark.level,
    text: mark.text,
    evidence: mark.evidence,
    fingerprint: mark.fingerprint,
    said: mark.said,
    parts: ranges(chunk.runs, mark.start, mark.end).map((range) => ({ range, text: range.toString() })),
  };
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
