// The quick look at a page: the text of each of its posts as `textContent` gives it. It asks for no
// style and no layout, so it costs a fraction of what the browser itself needs for `innerText`; for
// the same reason it holds what nobody sees, and lines run together. It only tells where to read.
//
// It goes down from part to part as long as there is a list inside, and stops at what looks like
// one post.

import { isSkippedByName } from './visibility.js';
import { BLOCK, INLINE, ITEM, LINE, SEPARATORS, between, isParted, isInlineByName } from './layout.js';
import {
  classNameOf,
  elementsIn,
  firstChildOf,
  firstElementOf,
  isElement,
  isText,
  nameOf,
  nextElementOf,
  siblingOf,
  textContentOf,
} from './nodes.js';
import { shadowRootOf } from './shadow.js';

/** The first chunk ends at the next post after so many code units, as somebody waits for its marks; */
const FIRST = 4_000;
/** each of the others after half as many again as the one before, but no more than so many. */
const ENOUGH = 100_000;
/** A text node that is longer is cut; the parts overlap, so that no offer is. */
const LONGEST = 100_000;
const OVERLAP = 1_000;
/** More elements than a post has. */
const MANY = 100;
/** More text than a post has, in code units. */
const LONG = 2_000;
/** A post with less text is not looked into, in code units. */
const SHORT = 150;
/** Neighbouring posts are kept in groups of at least so many code units: about a screen. */
const GROUP = 1_000;

/** Text of a chunk: where it begins, and the element or text node that it is the text of. */
/** @typedef {{ start: number, node: Element | Text }} Post */

/** @typedef {{ text: string, posts: Post[] }} Skimmed */

/**
 * Neighbours of one parent, from the first to the last.
 *
 * @typedef {{ first: Element | Text, last: Element | Text }} Group
 */

/**
 * A part of the page whose children are gone through.
 *
 * @typedef {object} Part
 * @property {Node | null} next
 * @property {Node | null} end the last child to look at; null for all
 * @property {Element | null} last its last child with text
 * @property {boolean} small whether that was one post
 * @property {string} name the name of that child
 * @property {unknown} className its class
 * @property {boolean} list whether a neighbour of the same name and class is another post
 */

/**
 * Whether an element holds more than a post does.
 *
 * @param {Element} element
 */
export const isLarge = (element) => elementsIn(element).item(MANY) !== null;

export class Outline {
  /** @type {Part[]} */
  #stack = [];
  /** @type {string[]} */
  #pieces = [];
  /** @type {Post[]} */
  #posts = [];
  #length = 0;
  #enough = FIRST;
  #pending = INLINE;
  /** @type {Skimmed[]} */
  #chunks = [];
  /** @type {Group[]} */
  #groups = [];
  /** The code units in the last group, -1 when it is closed. */
  #grouped = -1;
  /** @type {Element[]} */
  #closed = [];

  /**
   * @param {Node | null} first the part of the page to look at: neighbours from this on
   * @param {Node | null} [end] to this, or all that follow
   */
  constructor(first, end = null) {
    this.#open(first, end);
  }

  /**
   * Looks on until `deadline`, in milliseconds of `performance.now()`. Gives whether all is seen.
   *
   * @param {number} deadline
   */
  read(deadline) {
    for (let steps = 1; this.#stack.length > 0; steps += 1) {
      const part = this.#stack[this.#stack.length - 1];
      const { next } = part;
      if (next === null) {
        this.#stack.pop();
        this.#grouped = -1;
        this.#pending = Math.max(this.#pending, BLOCK);
        continue;
      }
      part.next = next === part.end ? null : siblingOf.nextSibling(next);
      if (isElement(next)) this.#element(next, part);
      else if (isText(next)) this.#text(next, next.data);
      if (steps % 16 === 0 && performance.now() > deadline) return false;
    }
    this.#flush();
    return true;
  }

  /** What was seen since the last call. */
  take() {
    return {
      chunks: this.#chunks.splice(0),
      groups: this.#groups.splice(0, this.#groups.length - (this.#grouped === -1 ? 0 : 1)),
      /** Elements that `textContent` does not look into. */
      closed: this.#closed.splice(0),
    };
  }

  /**
   * @param {Element} element
   * @param {Part} part
   */
  #element(element, part) {
    const name = nameOf(element);
    const className = classNameOf(element);
    const isAlike = name === part.name && className === part.className;
    if (isAlike && part.list) {
      // Most elements of a page are: what is known of the one before is not asked again.
      this.#pending = ITEM;
      this.#block(element, part, part.small);
      this.#pending = Math.max(this.#pending, BLOCK);
      return;
    }
    if (name === 'br') {
      this.#pending = Math.max(this.#pending, LINE);
      return;
    }
    if (isSkippedByName(element)) return;
    const inline = isInlineByName(element);
    const parted = isParted(element);
    const strength = part.last ? between(part.last, element) : BLOCK;
    if (!inline || strength === ITEM) this.#pending = Math.max(this.#pending, parted ? ITEM : strength);
    // A custom element shows what is in its shadow root.
    const custom = name.includes('-');
    if (custom) this.#closed.push(element);
    part.list = isAlike && strength === ITEM && !inline && !parted && !custom;
    part.name = name;
    part.className = className;
    this.#block(element, part, part.small && strength === ITEM);
    if (!inline) this.#pending = Math.max(this.#pending, parted ? ITEM : BLOCK);
  }

  /**
   * @param {Element} element
   * @param {Part} part
   * @param {boolean} expected whether it is like its neighbour, which was one post
   */
  #block(element, part, expected) {
    const text = this.#textOf(element, expected);
    part.last = element;
    part.small = text !== null;
    if (text === null) this.#open(firstChildOf(element), null);
    else this.#text(element, text);
    // What has no text of its own may show that of its shadow root.
    const empty = text !== null && !/\S/.test(text);
    if (empty && this.#closed.at(-1) !== element && shadowRootOf(element)) this.#closed.push(element);
  }

  /**
   * The text of an element, or null if it holds more than a post.
   *
   * @param {Element} element
   * @param {boolean} expected whether it is like its neighbour, which was one post
   */
  #textOf(element, expected) {
    if (!expected && isLarge(element)) return null;
    const text = textContentOf(element) ?? '';
    if (text.length <= SHORT) return text;
    const first = firstElementOf(element);
    if (!first) return text;
    const second = nextElementOf(first);
    const isList = second !== null && between(first, second) === ITEM;
    return isList || text.length > LONG ? null : text;
  }

  /**
   * @param {Node | null} first
   * @param {Node | null} end
   */
  #open(first, end) {
    this.#grouped = -1;
    this.#stack.push({ next: first, end, last: null, small: false, name: '', className: '', list: false });
  }

  /**
   * @param {Element | Text} node
   * @param {string} text
   */
  #text(node, text) {
    if (!/\S/.test(text)) {
      if (text !== '' && this.#pending === INLINE && this.#length > 0) this.#push(' ');
      return;
    }
    this.#group(node, text.length);
    if (this.#pending !== INLINE) {
      if (this.#pending >= BLOCK && this.#length >= this.#enough) this.#flush();
      if (this.#length > 0) this.#push(SEPARATORS[this.#pending]);
      this.#pending = INLINE;
    }
    for (let from = 0; ; from += LONGEST - OVERLAP) {
      this.#posts.push({ start: this.#length, node });
      this.#push(text.slice(from, from + LONGEST));
      if (from + LONGEST >= text.length) break;
      this.#flush();
    }
  }

  /**
   * @param {Element | Text} node
   * @param {number} length
   */
  #group(node, length) {
    if (this.#grouped === -1 || this.#grouped >= GROUP) {
      this.#groups.push({ first: node, last: node });
      this.#grouped = 0;
    }
    this.#groups[this.#groups.length - 1].last = node;
    this.#grouped += length;
  }

  /** @param {string} piece */
  #push(piece) {
    this.#pieces.push(piece);
    this.#length += piece.length;
  }

  #flush() {
    if (this.#posts.length > 0) {
      this.#chunks.push({ text: this.#pieces.join(''), posts: this.#posts });
      this.#enough = Math.min(this.#enough * 1.5, ENOUGH);
    }
    this.#pieces = [];
    this.#posts = [];
    this.#length = 0;
  }
}
