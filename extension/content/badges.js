// A badge beside each mark that is drawn: what a keyboard reaches, and what says by its shape how sure
// the mark is.

import { element } from '../dom.js';
import { isWithin, parentOf } from './shadow.js';
import { SIGNS } from './signs.js';
import { t } from '../texts.js';

/** @typedef {import('./marks.js').PageMark} PageMark */

/** The side of a badge, in CSS pixels; WCAG 2.2 asks for 24 at least. */
const BADGE = 24;
/** How much of it stands over its line: so much that the letters of the line can be read. */
const RAISED = 11 / 12;
/** The place of a badge that is not shown. */
const NOWHERE = '';
/** How many new badges come at a time, those near the viewport first. */
const AT_ONCE = 10;

/**
 * @typedef {object} Badge
 * @property {PageMark} mark
 * @property {HTMLButtonElement | undefined} button as long as it is there
 * @property {boolean} again whether its offer was said before
 * @property {string} excerpt what its mark was called when it was named
 * @property {string | null} place its `translate`, or NOWHERE; null until it is put in its place
 * @property {boolean} follows whether it stays in the window when the page is scrolled
 * @property {boolean | undefined} near whether its mark was near the viewport when it was put in its place
 */

export class Badges {
  element = element('div', { role: 'group', className: 'badges' });
  #reach;
  #calls;
  /** @type {Map<number, Badge>} by the marks' ids */
  #badges = new Map();

  /**
   * @param {import('./reach.js').Reach} reach
   * @param {object} calls
   * @param {(mark: PageMark) => void} calls.open opens the card of a mark
   * @param {(mark: PageMark) => void} calls.view brings a mark into view
   * @param {() => void} calls.due called when there are more to be placed
   */
  constructor(reach, calls) {
    this.#reach = reach;
    this.#calls = calls;
  }

  /**
   * Takes the badges away that are of none of some marks; those that are missing come when they are
   * placed.
   *
   * @param {PageMark[]} marks in their order
   */
  show(marks) {
    const badges = new Map(marks.map((mark) => [mark.id, this.#badges.get(mark.id) ?? badgeFor(mark)]));
    for (const [id, { button }] of this.#badges) if (!badges.has(id)) button?.remove();
    this.#badges = badges;
    const said = new Set();
    for (const one of badges.values()) {
      const { level, fingerprint } = one.mark;
      one.again = level !== 'own' && (one.mark.said || said.has(fingerprint));
      said.add(fingerprint);
    }
  }

  /**
   * The badge of a mark, for the focus to go to or come back to; it is there until another is used.
   *
   * @param {PageMark} mark
   */
  of(mark) {
    this.#reach.use(mark);
    const one = this.#badges.get(mark.id);
    if (one) this.#fill(this.#drawn(), [one]);
    return one?.button;
  }

  /**
   * Has the badges there that are to be, beside their marks; one whose mark is scrolled out of its box is
   * not shown. To be called when the page is laid out.
   *
   * @param {DOMRect} origin what the badges' positions are counted from
   * @param {Node | null} [scrolled] what was scrolled, where nothing else has moved; null for all
   * @param {PageMark} [wanted] one whose badge is placed wherever it is
   */
  place(origin, scrolled = null, wanted) {
    const boxes = new Boxes();
    const within = new Set(scrolled ? [scrolled] : []);
    const hasMoved = (/** @type {Badge} */ { mark, follows }) =>
      scrolled === document ? follows : !scrolled || isWithin(mark.parts[0].range.startContainer, within);
    const drawn = this.#drawn();
    const missing = drawn.filter((one) => !one.button);
    const nearby = missing.filter(({ mark }) => this.#reach.isNear(mark));
    const fresh = [...new Set([...nearby, ...missing])].slice(0, AT_ONCE);
    if (missing.length > fresh.length) requestAnimationFrame(this.#calls.due);
    const moved = drawn.filter((one) => {
      if (!one.button && !fresh.includes(one)) return false;
      const near = this.#reach.isNear(one.mark);
      const isDue = one.place === null || one.near !== near || one.mark === wanted;
      one.near = near;
      return isDue || (near && hasMoved(one));
    });
    // Reading all before writing any, so that the page is laid out once.
    const places = moved.map((badge) => {
      const rect = firstLineOf(badge.mark);
      const { clips, follows } = boxes.around(badge.mark.parts[0].range.startContainer);
      badge.follows = follows;
      return isHidden(rect, clips)
        ? NOWHERE
        : `${Math.round(rect.right - origin.left - BADGE / 4)}px ${Math.max(0, Math.round(rect.top - origin.top - BADGE * RAISED))}px`;
    });
    this.#fill(drawn, fresh);
    for (const [at, one] of moved.entries()) {
      if (one.place === places[at] || !one.button) continue;
      one.place = places[at];
      one.button.hidden = one.place === NOWHERE;
      // No layout, and no shift of the layout.
      one.button.style.translate = one.place;
    }
  }

  /** The badges that are to be there, in the order of their marks. */
  #drawn() {
    return [...this.#reach.drawn].flatMap(({ id }) => this.#badges.get(id) ?? []);
  }

  /**
   * @param {Badge[]} drawn all that are to be there
   * @param {Badge[]} fresh those that come now
   */
  #fill(drawn, fresh) {
    const wanted = new Set(drawn);
    for (const one of this.#badges.values()) {
      if (wanted.has(one)) continue;
      one.button?.remove();
      one.button = undefined;
      one.place = null;
    }
    for (const one of fresh) one.button ??= this.#make(one);
    // Those that are there stay where they are: one of them may have the focus.
    let next = this.element.firstChild;
    for (const one of drawn) {
      const { button } = one;
      if (!button) continue;
      name(button, one);
      if (button === next) next = button.nextSibling;
      else this.element.insertBefore(button, next);
    }
  }

  /** @param {Badge} one */
  #make(one) {
    const button = element(
      'button',
      { type: 'button', 'aria-haspopup': 'dialog', hidden: true, onclick: () => this.#calls.open(one.mark) },
      element('span', { 'aria-hidden': 'true' }, SIGNS[one.mark.level]),
    );
    // Far off it may stand where its mark was before the page moved, and is not seen.
    button.onfocus = () => (this.#reach.isNear(one.mark) ? this.of(one.mark) : this.#calls.view(one.mark));
    return button;
  }
}

/**
 * @param {PageMark} mark
 * @returns {Badge}
 */
const badgeFor = (mark) => ({
  mark,
  button: undefined,
  again: false,
  excerpt: '',
  place: null,
  follows: false,
  near: undefined,
});

/**
 * Has a badge say what it is. An offer is said once: where it stands again, its badge is small.
 *
 * @param {HTMLButtonElement} button
 * @param {Badge} badge
 */
function name(button, badge) {
  const { mark, again, near } = badge;
  button.toggleAttribute('data-far', near === false);
  const className = `badge ${mark.level}${again ? ' again' : ''}`;
  if (button.className === className && badge.excerpt === mark.excerpt) return;
  badge.excerpt = mark.excerpt;
  button.className = className;
  button.title = t(`badge_${mark.level}${again ? '_again' : ''}`);
  button.ariaLabel = `${button.title} ${mark.excerpt}`;
}

/**
 * The first line of a mark, from where its last piece begins, in the viewport's CSS pixels. Over the
 * end of any other line the mark's own words may stand.
 *
 * @param {PageMark} mark
 */
function firstLineOf(mark) {
  const [first = new DOMRect(), ...others] = rectsOf(mark);
  const next = others.findIndex((rect) => rect.top >= first.bottom || rect.bottom <= first.top || rect.left < first.left);
  return others.slice(0, next === -1 ? undefined : next).at(-1) ?? first;
}

/**
 * The last line of a mark, in the viewport's CSS pixels.
 *
 * @param {PageMark} mark
 */
export const rectOf = (mark) => rectsOf(mark).at(-1) ?? new DOMRect();

/** @param {PageMark} mark */
const rectsOf = (mark) => mark.parts.flatMap(({ range }) => [...range.getClientRects()]);

/** What the elements around some marks do to them, each asked once. */
class Boxes {
  /** @type {Map<Element, Around>} */
  #known = new Map();

  /**
   * @param {Node} node
   * @returns {Around}
   */
  around(node) {
    const parent = parentOf(node);
    if (!parent || parent === document.body || parent === document.documentElement) return OPEN;
    const known = this.#known.get(parent);
    if (known) return known;
    const outer = this.around(parent);
    const { overflow, position } = getComputedStyle(parent);
    const clips = position === 'fixed' ? [] : outer.clips;
    const around = {
      clips: overflow === 'visible' ? clips : [...clips, parent.getBoundingClientRect()],
      follows: outer.follows || position === 'fixed' || position === 'sticky',
    };
    this.#known.set(parent, around);
    return around;
  }
}

/**
 * `clips` are the boxes that show a part of what is in them; `follows` says whether it stays in the
 * window when the page is scrolled.
 *
 * @typedef {{ clips: DOMRect[], follows: boolean }} Around
 */

/** @type {Around} */
const OPEN = { clips: [], follows: false };

/**
 * @param {DOMRect} rect
 * @param {DOMRect[]} clips
 */
const isHidden = (rect, clips) =>
  (rect.width === 0 && rect.height === 0) ||
  clips.some(({ top, right, bottom, left }) => rect.bottom < top || rect.top > bottom || rect.left > right || rect.right < left);
