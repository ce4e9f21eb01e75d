// Groups of posts that were only skimmed, until somebody comes near them. They are asked for their
// place after the page was scrolled or laid out anew, never by a clock.

/** How far from the viewport is near, in viewports. */
const REACH = 1;

/** @typedef {import('./outline.js').Group} Group */

export class Far {
  /** @type {Set<Group>} */
  #groups = new Set();

  /** @param {Group[]} groups */
  add(groups) {
    for (const group of groups) this.#groups.add(group);
  }

  get size() {
    return this.#groups.size;
  }

  /**
   * Takes out the groups that are near the viewport. Those whose nodes the page has removed or moved
   * apart are dropped: that change brings its own reading.
   *
   * @returns {Group[]}
   */
  takeNear() {
    const near = [];
    const [width, height] = [innerWidth, innerHeight];
    for (const group of this.#groups) {
      const { first, last } = group;
      if (!first.isConnected || first.parentNode !== last.parentNode) {
        this.#groups.delete(group);
        continue;
      }
      const a = firstPlace(first, last, 'nextSibling');
      const b = first === last ? a : firstPlace(last, first, 'previousSibling');
      if (!a || !b) continue;
      const across = Math.min(a.left, b.left) < width * (1 + REACH) && Math.max(a.right, b.right) > -width * REACH;
      const along = Math.min(a.top, b.top) < height * (1 + REACH) && Math.max(a.bottom, b.bottom) > -height * REACH;
      if (!across || !along) continue;
      this.#groups.delete(group);
      near.push(group);
    }
    return near;
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
  for (let node = /** @type {Node | null} */ (from); node; node = node[step]) {
    const place = placeOf(node);
    if (place || node === to) return place;
  }
  return null;
}

/**
 * The box of a node in the viewport's CSS pixels, or null if it has none.
 *
 * @param {Node} node
 */
function placeOf(node) {
  const rect = node instanceof Element ? node.getBoundingClientRect() : null;
  if (rect && !isEmpty(rect)) return rect;
  // Text, and elements without a box of their own.
  const range = document.createRange();
  range.selectNode(node);
  const around = range.getBoundingClientRect();
  return isEmpty(around) ? null : around;
}

/** @param {DOMRect} rect */
const isEmpty = (rect) => rect.width === 0 && rect.height === 0;
