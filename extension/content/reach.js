// Which marks are drawn: those near the viewport, and on either side of them those that the keyboard
// goes on to. What is drawn for a mark costs something whenever the page changes, wherever it is, and
// there may be hundreds.

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
    this.#draw();
    this.#onChange();
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

  /**
   * Elements have come near the viewport, or gone. Those that do not hold their words are taken for near.
   *
   * @param {IntersectionObserverEntry[]} entries
   */
  #come(entries) {
    for (const { target, isIntersecting, boundingClientRect } of entries) {
      if (this.#anchors.has(target)) this.#near.set(target, isIntersecting || !holdsItsWords(target, boundingClientRect));
    }
    this.#draw();
    this.#onChange();
  }
}

/**
 * Whether what stands in an element is where its box is, more or less. One such as `display: contents` is
 * nowhere, and a box of fixed height may be a fraction of its text.
 *
 * @param {Element} element that was just laid out
 * @param {DOMRectReadOnly} box
 */
const holdsItsWords = ({ scrollHeight, scrollWidth }, { width, height }) =>
  (width > 0 || height > 0) && scrollHeight - height <= innerHeight && scrollWidth - width <= innerWidth;

/** @param {PageMark} mark */
const anchorOf = ({ parts }) => parentOf(parts[0].range.startContainer);
