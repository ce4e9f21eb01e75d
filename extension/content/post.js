// The post that a mark stands in: what is hidden as a whole, where the guard watches, what is reported.

import { isPost } from './layout.js';
import { attributeOf, nameOf, textContentOf } from './nodes.js';
import { parentOf } from './shadow.js';
import { Sight } from './visibility.js';
import { VisibleText } from './visible-text.js';

/** The most text of a post, in UTF-16 code units: what holds more is a page or a part of one. */
const MOST = 5_000;

/**
 * The elements that a mark's post is made of: one, or the blocks with its words where nothing
 * smaller than the page holds them all.
 *
 * @param {import('./marks.js').PageMark} mark
 * @returns {Element[]}
 */
export function postOf(mark) {
  const starts = mark.parts.map(({ range }) => parentOf(range.startContainer)).filter((start) => start !== null);
  const whole = starts.reduce(
    (common, start) => (common ? sharedAncestor(common, start) : null),
    /** @type {Element | null} */ (starts[0] ?? null),
  );
  if (!whole || isPage(whole)) return [...new Set(starts.map(blockOf))].filter((block) => !isPage(block));
  for (let at = /** @type {Element | null} */ (whole); at && !isPage(at); at = parentOf(at)) {
    if ((textContentOf(at) ?? '').length > MOST) break;
    if (isPost(at)) return [at];
  }
  return [blockOf(whole)].filter((block) => !isPage(block));
}

/**
 * The text of a post, as a person sees it, in lines.
 *
 * @param {Element[]} elements
 */
export function textOf(elements) {
  const sight = new Sight();
  const lines = elements.flatMap((element) => {
    const reader = new VisibleText([element], sight, () => {});
    reader.read(Infinity);
    return reader.take().flatMap(({ text }) => text.split(/[\u001d-\u001f]/));
  });
  return lines.map((line) => line.replace(/\s+/g, ' ').trim()).filter((line) => line !== '').join('\n');
}

/**
 * @param {Element} one
 * @param {Element} other
 */
function sharedAncestor(one, other) {
  const ancestors = new Set(upFrom(one));
  return upFrom(other).find((ancestor) => ancestors.has(ancestor)) ?? null;
}

/** @param {Element} element */
function upFrom(element) {
  const all = [];
  for (let at = /** @type {Element | null} */ (element); at; at = parentOf(at)) all.push(at);
  return all;
}

/** @param {Element} element */
const isPage = (element) =>
  ['html', 'body', 'main'].includes(nameOf(element)) || attributeOf(element, 'role') === 'main';

/**
 * The nearest element that is set as a block.
 *
 * @param {Element} element
 */
function blockOf(element) {
  for (let at = /** @type {Element | null} */ (element); at; at = parentOf(at)) {
    if (!/^(inline$|contents)/.test(getComputedStyle(at).display)) return at;
  }
  return element;
}
