// The text that a person sees, from the page's flat tree: with shadow roots and their slots.
//
// Text is gathered a slice at a time, so that the page is never held up, and comes out in chunks of
// one string each with the text nodes it came from. Where the layout sets two runs of text apart,
// the string holds a separator: U+001F for a new line, U+001E for a block of the same post, U+001D
// for another post.

import { ITEM, BLOCK, LINE, INLINE, SEPARATORS, between, isBlockByName, isCell, isParted } from './layout.js';
import { childNodesOf, firstChildOf, isElement, isText, nameOf, siblingOf } from './nodes.js';
import { groundOf, isSkipped, isUnseen, showsText } from './visibility.js';
import { parentOf, shadowRootOf } from './shadow.js';

/** A chunk ends at the next post after so many code units, */
const ENOUGH = 50_000;
/** at the next block after so many, */
const MUCH = 100_000;
/** and inside a text node that is longer than this; the parts overlap, so no offer is cut. */
const LONGEST = 100_000;
const OVERLAP = 1_000;

/**
 * Text from one text node.
 *
 * @typedef {object} Run
 * @property {number} start where it begins in the chunk
 * @property {number} end
 * @property {Text} node
 * @property {number} offset where it begins in the node
 * @property {number} part runs with the same number follow each other, with nothing unread between them
 */

/** @typedef {{ text: string, runs: Run[] }} Chunk */

/**
 * An element that is being walked.
 *
 * @typedef {object} Frame
 * @property {ArrayLike<Node>} children
 * @property {number} next
 * @property {Element | null} element null for a shadow root
 * @property {boolean} inline
 * @property {boolean} seen whether text right inside it is shown
 * @property {import('./visibility.js').Ground} ground
 * @property {boolean} preformatted
 * @property {number} separator the piece that sets it apart, -1 before its first text
 * @property {boolean} many whether it holds more than one block with text
 * @property {{ element: Element, many: boolean } | null} last its last block with text
 */

export class VisibleText {
  /** @type {Frame[]} */
  #stack = [];
  /** @type {string[]} */
  #pieces = [];
  /** @type {Run[]} */
  #runs = [];
  /** @type {Chunk[]} */
  #chunks = [];
  #length = 0;
  #pending = INLINE;
  #part = 0;
  /** @type {(root: ShadowRoot) => void} */
  #onShadowRoot;

  /**
   * @param {Node[]} nodes what to read: neighbours in one parent
   * @param {import('./visibility.js').Sight} sight
   * @param {(root: ShadowRoot) => void} onShadowRoot told of every shadow root on the way
   */
  constructor(nodes, sight, onShadowRoot) {
    this.#onShadowRoot = onShadowRoot;
    const parent = parentOf(nodes[0]);
    const around = parent && sight.inside(parent);
    if (!around) {
      this.#stack.push(frame(nodes, null, false, true, false, null));
    } else if (around.seen) {
      const { style, ground } = around;
      this.#stack.push(frame(nodes, null, false, showsText(style, ground), isPreformatted(style), ground));
    }
  }

  /**
   * Reads on until `deadline`, in milliseconds of `performance.now()`. Gives whether all is read.
   *
   * @param {number} deadline
   */
  read(deadline) {
    for (let steps = 1; this.#stack.length > 0; steps += 1) {
      this.#step();
      // The clock is asked now and then: asking costs as much as a step.
      if (steps % 16 === 0 && performance.now() > deadline) return false;
    }
    this.#flush();
    return true;
  }

  /** The chunks read since the last call. */
  take() {
    return this.#chunks.splice(0);
  }

  #step() {
    const top = this.#stack[this.#stack.length - 1];
    if (top.next >= top.children.length) {
      this.#stack.pop();
      this.#leave(top);
      return;
    }
    const node = top.children[top.next];
    top.next += 1;
    if (isText(node)) {
      if (top.seen) this.#text(node, top);
      else this.#part += 1;
    } else if (isElement(node)) {
      this.#enter(node, top);
    }
  }

  /**
   * @param {Element} element
   * @param {Frame} parent
   */
  #enter(element, parent) {
    if (nameOf(element) === 'br') {
      this.#pending = Math.max(this.#pending, LINE);
      return;
    }
    const style = isSkipped(element) ? null : getComputedStyle(element);
    if (!style || isUnseen(element, style)) {
      // A mark is painted in parts around what is not read.
      this.#part += 1;
      return;
    }
    const inline = /^(inline$|inline |contents|ruby|none)/.test(style.display) && !isBlockByName(element);
    if (!inline) {
      const strength = parent.last ? between(parent.last.element, element) : BLOCK;
      this.#pending = Math.max(this.#pending, isParted(element) ? ITEM : strength);
      this.#cut(ENOUGH, ITEM);
      this.#cut(MUCH, BLOCK);
    }
    const root = shadowRootOf(element);
    if (root) this.#onShadowRoot(root);
    const ground = groundOf(style, parent.ground);
    this.#stack.push(
      frame(children(element, root), element, inline, showsText(style, ground), isPreformatted(style), ground),
    );
  }

  /** @param {Frame} left */
  #leave(left) {
    const parent = this.#stack[this.#stack.length - 1];
    if (!parent) return;
    if (left.many) parent.many = true;
    if (left.inline || !left.element) return;
    if (left.separator !== -1) {
      // Two of a kind that each hold a title, a price and so on are two posts.
      const { last } = parent;
      if (
        last &&
        nameOf(last.element) === nameOf(left.element) &&
        (left.many || last.many) &&
        this.#pieces[left.separator]
      ) {
        this.#pieces[left.separator] = SEPARATORS[ITEM];
      }
      parent.last = { element: left.element, many: left.many };
    }
    const after = isParted(left.element) ? ITEM : isCell(left.element) ? LINE : BLOCK;
    this.#pending = Math.max(this.#pending, after);
  }

  /**
   * @param {Text} node
   * @param {Frame} parent
   */
  #text(node, parent) {
    const { data } = node;
    if (!/\S/.test(data)) {
      if (this.#pending === INLINE && data !== '' && this.#length > 0) this.#push(' ');
      return;
    }
    for (let offset = 0; offset < data.length; ) {
      let end = data.length;
      if (end - offset > LONGEST) {
        end = offset + LONGEST;
        const space = data.slice(end - OVERLAP, end).search(/[\s\p{P}][^\s\p{P}]*$/u);
        if (space > 0) end = end - OVERLAP + space + 1;
      }
      this.#run(node, offset, end, parent);
      if (end === data.length) break;
      this.#flush();
      offset = end - OVERLAP;
    }
  }

  /**
   * @param {Text} node
   * @param {number} offset
   * @param {number} end
   * @param {Frame} parent
   */
  #run(node, offset, end, parent) {
    // The first text of a chunk is set apart from nothing.
    const separator = this.#length > 0 ? this.#pieces.length : Infinity;
    if (this.#pending !== INLINE) {
      if (this.#length > 0) this.#push(SEPARATORS[this.#pending]);
      this.#part += 1;
      for (let at = this.#stack.length - 1; at >= 0; at -= 1) {
        const open = this.#stack[at];
        if (open.separator !== -1) {
          if (this.#pending >= BLOCK) open.many = true;
          break;
        }
        open.separator = separator;
      }
      this.#pending = INLINE;
    }
    const raw = node.data.slice(offset, end);
    // One code unit for one, so that offsets hold. A page's own separators mean nothing.
    const text = raw
      .replace(/[\u001c-\u001f]/g, '\u200b')
      .replace(/\n/g, parent.preformatted ? SEPARATORS[LINE] : ' ')
      .replace(/[\r\t]/g, ' ');
    const start = this.#length;
    this.#push(text);
    this.#runs.push({ start, end: this.#length, node, offset, part: this.#part });
  }

  /** @param {string} piece */
  #push(piece) {
    this.#pieces.push(piece);
    this.#length += piece.length;
  }

  /**
   * Ends the chunk if it is long enough for a boundary of this strength.
   *
   * @param {number} length
   * @param {number} strength
   */
  #cut(length, strength) {
    if (this.#length >= length && this.#pending >= strength) this.#flush();
  }

  #flush() {
    if (this.#runs.length > 0) {
      this.#chunks.push({ text: this.#pieces.join(''), runs: this.#runs });
    }
    this.#pieces = [];
    this.#runs = [];
    this.#length = 0;
    // What is open goes on in the next chunk, where its separator has no place any more.
    for (const open of this.#stack) if (open.separator !== -1) open.separator = Infinity;
  }
}

/** @param {CSSStyleDeclaration} style */
const isPreformatted = (style) => /^(pre|break-spaces)/.test(style.whiteSpace);

/**
 * @param {ArrayLike<Node>} children
 * @param {Element | null} element
 * @param {boolean} inline
 * @param {boolean} seen
 * @param {boolean} preformatted
 * @param {import('./visibility.js').Ground} ground
 * @returns {Frame}
 */
const frame = (children, element, inline, seen, preformatted, ground) => ({
  children,
  next: 0,
  element,
  inline,
  seen,
  preformatted,
  ground,
  separator: -1,
  many: false,
  last: null,
});

/**
 * What the flat tree has inside an element, as it is now: the page may change it while we read.
 *
 * @param {Element} element
 * @param {ShadowRoot | null} root
 */
function children(element, root) {
  if (root) return [...root.childNodes];
  if (nameOf(element) === 'slot' && element instanceof HTMLSlotElement) {
    const assigned = element.assignedNodes();
    if (assigned.length > 0) return assigned;
  }
  const first = firstChildOf(element);
  if (!first) return [];
  // Most elements have one child, and a list of all of them costs much more.
  return siblingOf.nextSibling(first) ? [...childNodesOf(element)] : [first];
}
