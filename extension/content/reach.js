// Which marks are drawn: those near the viewport, and on either side of them those that the keyboard
// goes on to. What is drawn for a mark costs something whenever the page changes, wherever it is, and
// there may be hundreds.

import { laidOut } from './frame.js';
import { parentOf } from './shadow.js';

/** @typedef {import('./marks.js').PageMark} PageMark */

/**
 * How far from the edge of what scrolls, the page or a box in it, is near: as far as one sees of it at a
 * time. In a frame from another site only what is in view.
 */
const NEAR = '100%';
/** So many marks are drawn on either side of each that is near or was used last, and at both ends. */
const BESIDE = 50;

export class Reach {
  /** @type {Set<PageMark>} the marks that are drawn, in the order of the page */
  drawn = new Set();
  #onChange;
  /** @type {PageMark[]} */
  #marks = [];
  /** @type {Set<Element>} the elements that marks begin in */
  #anchors = new Set();
  /** @type {WeakMap<Element, boolean>} whether they are near, as far as it is known */
  #near = new WeakMap();
  /** @type {PageMark | undefined} */
  #used;
  #observer = new IntersectionObserver((entries) => this.#come(entries), { scrollMargin: NEAR });

  /** @param {() => void} onChange called when others may be drawn now */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  /**
   * Takes the marks there are now; a page may have put the words of one into another element, too.
   *
   * @param {PageMark[]} marks in the order of the page
   */
  follow(marks) {
    this.#marks = marks;
    const anchors = new Set(marks.map(anchorOf).filter((anchor) => anchor !== null));
    for (const anchor of anchors.difference(this.#anchors)) this.#observer.observe(anchor);
    // A mark that is read anew is as near as it was.
    for (const anchor of this.#anchors.difference(anchors)) this.#observer.unobserve(anchor);
    this.#anchors = anchors;
    if (this.#used && !marks.includes(this.#used)) this.#used = undefined;
    this.#draw();
  }

  /**
   * Has a mark drawn wherever it is, until another is used: the focus may be there, or come back to it.
   *
   * @param {PageMark} mark
   */
  use(mark) {
    if (mark === this.#used) return;
    this.#used = mark;
    this.#drawAnew();
  }

  /** Whether a mark is near the viewport; undefined until it is known. @param {PageMark} mark */
  isNear(mark) {
    const anchor = anchorOf(mark);
    return anchor ? this.#near.get(anchor) : undefined;
  }

  /** Says which marks are drawn now. */
  #draw() {
    const all = this.#marks;
    this.drawn = new Set();
    let next = 0;
    for (const [at, mark] of all.entries()) {
      if (at > 0 && at < all.length - 1 && mark !== this.#used && !this.isNear(mark)) continue;
      const end = Math.min(all.length, at + BESIDE + 1);
      for (next = Math.max(next, at - BESIDE); next < end; next += 1) this.drawn.add(all[next]);
    }
  }

  #drawAnew() {
    this.#draw();
    this.#onChange();
  }

  /**
   * Elements have come near the viewport, or gone. One without a box, such as `display: contents`, is
   * taken for near, as it is nowhere, and its words may be anywhere; so is one that its words stand far
   * outside of.
   *
   * @param {IntersectionObserverEntry[]} entries
   */
  async #come(entries) {
    /** @type {Element[]} */
    const gone = [];
    for (const { target, isIntersecting, boundingClientRect: { width, height } } of entries) {
      if (!this.#anchors.has(target)) continue;
      const isNear = isIntersecting || (width === 0 && height === 0);
      this.#near.set(target, isNear);
      if (!isNear) gone.push(target);
    }
    this.#drawAnew();
    if (gone.length === 0) return;
    // An observer of this kind tells when the page may have to be laid out anew.
    await laidOut();
    const isGone = (/** @type {Element} */ element) => this.#anchors.has(element) && this.#near.get(element) === false;
    const wider = gone.filter((element) => isGone(element) && overflows(element));
    if (wider.length === 0) return;
    for (const element of wider) this.#near.set(element, true);
    this.#drawAnew();
  }
}

/**
 * Whether words of an element may stand farther from its box than what is near: a box of fixed height may
 * be a fraction of its text.
 *
 * @param {Element} element of a page that was just laid out
 */
const overflows = ({ scrollHeight, scrollWidth, clientHeight, clientWidth }) =>
  scrollHeight - clientHeight > innerHeight || scrollWidth - clientWidth > innerWidth;

/** @param {PageMark} mark */
const anchorOf = ({ parts }) => parentOf(parts[0].range.startContainer);
