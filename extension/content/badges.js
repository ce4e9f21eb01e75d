// A badge beside each mark: what a keyboard reaches, and what says by its shape how sure the mark is.

import { excerpt, snippet } from '../snippet.js';
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
/** The most of a mark's words that a badge's name holds, in code units. */
const MOST_NAMED = 60;
/** How far from the viewport a badge still follows its mark: a screen. */
const NEAR = '100%';
/** How many badges farther off are put in their place at a time. */
const AT_ONCE = 40;

/**
 * @typedef {object} Badge
 * @property {PageMark} mark
 * @property {HTMLButtonElement} badge
 * @property {string} place its `translate`, or NOWHERE
 * @property {boolean} follows whether it stays in the window when the page is scrolled
 * @property {Element | null} anchor the element that the mark begins in
 * @property {boolean | undefined} near whether that is near the viewport, once it is known
 * @property {boolean} due whether it is to be put in its place even if it is not
 */

export class Badges {
  element = element('div', { role: 'group', className: 'badges' });
  #calls;
  /** @type {Map<number, Badge>} by the marks' ids */
  #badges = new Map();
  /** @type {Set<Element | null>} those that are watched */
  #anchors = new Set();
  #observer = new IntersectionObserver((entries) => this.#come(entries), { rootMargin: NEAR });

  /**
   * @param {object} calls
   * @param {(mark: PageMark) => void} calls.open opens the card of a mark
   * @param {(mark: PageMark) => void} calls.view brings a mark into view
   * @param {() => void} calls.due called when some badges are to be placed
   */
  constructor(calls) {
    this.#calls = calls;
  }

  /**
   * Shows a badge for each mark, in their order, and none else.
   *
   * @param {PageMark[]} marks
   */
  show(marks) {
    const badges = new Map(
      marks.map((mark) => [mark.id, this.#badges.get(mark.id) ?? this.#make(mark)]),
    );
    for (const [id, { badge }] of this.#badges) if (!badges.has(id)) badge.remove();
    this.#badges = badges;
    // Those that are there stay where they are: one of them may have the focus.
    let next = this.element.firstChild;
    for (const { badge } of badges.values()) {
      if (badge === next) next = badge.nextSibling;
      else this.element.insertBefore(badge, next);
    }
    this.#name();
    this.#anchor();
  }

  /** @param {PageMark} mark */
  of(mark) {
    return this.#badges.get(mark.id)?.badge;
  }

  /**
   * Puts the badges beside their marks that are near the viewport, and some of those that have no place
   * yet; one whose mark is scrolled out of its box is not shown. To be called when the page is laid out.
   *
   * @param {DOMRect} origin what the badges' positions are counted from
   * @param {Node | null} [scrolled] what was scrolled, where nothing else has moved; null for all
   * @param {PageMark} [wanted] one whose badge is placed wherever it is
   */
  place(origin, scrolled = null, wanted) {
    this.#anchor();
    const boxes = new Boxes();
    const within = new Set(scrolled ? [scrolled] : []);
    const hasMoved = (/** @type {Badge} */ { mark, follows }) =>
      scrolled === document ? follows : !scrolled || isWithin(mark.parts[0].range.startContainer, within);
    const all = [...this.#badges.values()];
    const far = all.filter(({ due, near }) => due && !near);
    const first = new Set(far.slice(0, AT_ONCE));
    const moved = all.filter((one) => one.mark === wanted || first.has(one) || (one.near && (one.due || hasMoved(one))));
    if (far.length > AT_ONCE) requestAnimationFrame(this.#calls.due);
    // Reading all before writing any, so that the page is laid out once.
    const places = moved.map((badge) => {
      const rect = firstLineOf(badge.mark);
      const { clips, follows } = boxes.around(badge.mark.parts[0].range.startContainer);
      badge.follows = follows;
      badge.due = false;
      return isHidden(rect, clips)
        ? NOWHERE
        : `${Math.round(rect.right - origin.left - BADGE / 4)}px ${Math.max(0, Math.round(rect.top - origin.top - BADGE * RAISED))}px`;
    });
    for (const [at, one] of moved.entries()) {
      if (one.place === places[at]) continue;
      one.place = places[at];
      one.badge.hidden = one.place === NOWHERE;
      // No layout, and no shift of the layout.
      one.badge.style.translate = one.place;
    }
  }

  /**
   * @param {PageMark} mark
   * @returns {Badge}
   */
  #make(mark) {
    const badge = element(
      'button',
      { type: 'button', 'aria-haspopup': 'dialog', hidden: true, onclick: () => this.#calls.open(mark) },
      element('span', { 'aria-hidden': 'true' }, SIGNS[mark.level]),
    );
    /** @type {Badge} */
    const made = { mark, badge, place: NOWHERE, follows: false, anchor: null, near: undefined, due: true };
    // Far off it may stand where its mark was before the page moved, and is not seen.
    badge.onfocus = () => made.near || this.#calls.view(mark);
    return made;
  }

  /** Watches the elements that marks begin in: a page may have put a mark's text into another one. */
  #anchor() {
    /** @type {Set<Element | null>} */
    const anchors = new Set();
    for (const one of this.#badges.values()) {
      const anchor = parentOf(one.mark.parts[0].range.startContainer);
      if (anchor && anchor !== one.anchor) {
        // An observer tells of what it has just begun to observe.
        this.#observer.unobserve(anchor);
        this.#observer.observe(anchor);
      }
      one.anchor = anchor;
      anchors.add(anchor);
    }
    for (const anchor of this.#anchors) if (anchor && !anchors.has(anchor)) this.#observer.unobserve(anchor);
    this.#anchors = anchors;
  }

  /**
   * Elements have come near the viewport, or gone. One without a box, such as `display: contents`, is
   * taken for near: it is nowhere, and its words may be anywhere.
   *
   * @param {IntersectionObserverEntry[]} entries
   */
  #come(entries) {
    const near = new Map(
      entries.map(({ target, isIntersecting, boundingClientRect: { width, height } }) => [
        target,
        isIntersecting || (width === 0 && height === 0),
      ]),
    );
    let due = false;
    for (const one of this.#badges.values()) {
      const is = one.anchor ? near.get(one.anchor) : undefined;
      if (is === undefined || is === one.near) continue;
      one.near = is;
      one.due = true;
      one.badge.toggleAttribute('data-far', !is);
      due = true;
    }
    if (due) this.#calls.due();
  }

  /** An offer is said once: where it stands again, its badge is small. */
  #name() {
    const said = new Set();
    for (const { mark, badge } of this.#badges.values()) {
      const again = mark.level !== 'own' && (mark.said || said.has(mark.fingerprint));
      said.add(mark.fingerprint);
      const name = `badge ${mark.level}${again ? ' again' : ''}`;
      if (badge.className === name) continue;
      badge.className = name;
      badge.title = t(`badge_${mark.level}${again ? '_again' : ''}`);
      badge.ariaLabel = `${badge.title} ${snippet(excerpt(mark), MOST_NAMED)}`;
    }
  }
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
