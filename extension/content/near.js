// Groups of posts that were only skimmed, until somebody comes near them. They are asked for their
// place after the page was scrolled or laid out anew, never by a clock.

import { boxOf, isConnected, isElement, parentNodeOf, siblingOf } from './nodes.js';

/** How far from the viewport is near, in viewports. */
const REACH = 1;

/** So many groups that follow each other are asked for their place as one. */
const MANY = 8;

/** @typedef {import('./outline.js').Group} Group */

export class Far {
  /** @type {Set<Group[]>} groups that follow each other in one parent */
  #rows = new Set();
  /** @type {WeakMap<Node, Node>} where each of them ends, by where it begins */
  #ends = new WeakMap();

  /** @param {Group[]} groups */
  add(groups) {
    // What changes again and again far from view is there already.
    const fresh = groups.filter(({ first, last }) => this.#ends.get(first) !== last);
    this.#keep(fresh);
  }

  /** @param {Group[]} groups */
  #keep(groups) {
    /** @type {Group[]} */
    let row = [];
    for (const group of groups) {
      this.#ends.set(group.first, group.last);
      if (row.length === 0 || row.length === MANY || parentNodeOf(row[0].first) !== parentNodeOf(group.first)) {
        row = [];
        this.#rows.add(row);
      }
      row.push(group);
    }
  }

  get isEmpty() {
    return this.#rows.size === 0;
  }

  /**
   * Takes out the groups that are near the viewport. Those whose nodes the page has removed or moved
   * apart are dropped: that change brings its own reading.
   *
   * @returns {Group[]}
   */
  takeNear() {
    /** @type {Group[]} */
    const near = [];
    const view = new View();
    for (const row of [...this.#rows]) {
      const whole = { first: row[0].first, last: row[row.length - 1].last };
      if (isTogether(whole) && !view.isNear(whole)) continue;
      this.#rows.delete(row);
      /** @type {Group[]} */
      const rest = [];
      for (const group of row) {
        this.#ends.delete(group.first);
        if (isTogether(group)) (view.isNear(group) ? near : rest).push(group);
      }
      this.#keep(rest);
    }
    return near;
  }
}

/**
 * Whether neighbours still stand in one parent, in the document.
 *
 * @param {{ first: Node, last: Node }} group
 */
export const isTogether = ({ first, last }) => isConnected(first) && parentNodeOf(first) === parentNodeOf(last);

/** The viewport, at the moment. */
export class View {
  #width = innerWidth;
  #height = innerHeight;

  /** @param {{ first: Node, last: Node }} group neighbours of one parent */
  isNear({ first, last }) {
    const [width, height] = [this.#width, this.#height];
    // A row of which nothing is shown is asked once, not node by node.
    const a = placeOf(first) ?? (placeOf(first, last) && firstPlace(first, last, 'nextSibling'));
    if (!a) return false;
    const b = first === last ? a : firstPlace(last, first, 'previousSibling');
    if (!b) return false;
    const across = Math.min(a.left, b.left) < width * (1 + REACH) && Math.max(a.right, b.right) > -width * REACH;
    const along = Math.min(a.top, b.top) < height * (1 + REACH) && Math.max(a.bottom, b.bottom) > -height * REACH;
    return across && along;
  }
}

/**
 * The box of the first of some neighbours that has one, or null.
 *
 * @param {Node} from
 * @param {Node} to
 * @param {'nextSibling' | 'previousSibling'} step
 */
function firstPlace(from, to, step) {
  for (let node = /** @type {Node | null} */ (from); node; node = siblingOf[step](node)) {
    const place = placeOf(node);
    if (place || node === to) return place;
  }
  return null;
}

/**
 * The box of a node, or of some neighbours, in the viewport's CSS pixels, or null if there is none.
 *
 * @param {Node} node
 * @param {Node} [last]
 */
function placeOf(node, last = node) {
  const rect = node === last && isElement(node) ? boxOf(node) : null;
  if (rect && !isEmpty(rect)) return rect;
  // Text, and elements without a box of their own.
  const range = document.createRange();
  range.setStartBefore(node);
  range.setEndAfter(last);
  const around = range.getBoundingClientRect();
  return isEmpty(around) ? null : around;
}

/** @param {DOMRect} rect */
const isEmpty = (rect) => rect.width === 0 && rect.height === 0;
