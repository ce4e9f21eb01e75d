// How strongly a page's layout sets two neighbouring blocks apart.

import { ANOTHER_POST } from '../protocol.js';
import { attributeOf, classNameOf, nameOf, nextElementOf, previousElementOf } from './nodes.js';

export const INLINE = 0;
/** A line break, or the next cell of a table. */
export const LINE = 1;
/** Another block of the same post: its title, its price, its body. */
export const BLOCK = 2;
/** Another post, list item, row or part of the page. */
export const ITEM = 3;
/** What stands in a text for each of them. */
export const SEPARATORS = ['', '\u001f', '\u001e', ANOTHER_POST];

const PARTS = new Set('main nav header footer aside form article section dialog'.split(' '));
const ITEMS = new Set('li tr dt dd option'.split(' '));
const ITEM_ROLES = new Set('listitem article row comment'.split(' '));
/** Elements that follow each other inside one text, whatever class they have. */
const PROSE = new Set('p h1 h2 h3 h4 h5 h6'.split(' '));

/** Elements that by default stand inside a line. */
const INLINES = new Set(
  (
    'a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q ruby s ' +
    'samp small span strike strong sub sup time tt u var wbr'
  ).split(' '),
);

/** @param {Element} element */
export const isInlineByName = (element) => INLINES.has(nameOf(element));

/** @param {Element} element */
export const isParted = (element) => PARTS.has(nameOf(element));

/**
 * Whether an element sets its text apart by what it is, however it is displayed: a page may have
 * taken every style from it.
 *
 * @param {Element} element
 */
export function isBlockByName(element) {
  const name = nameOf(element);
  return PARTS.has(name) || ITEMS.has(name) || PROSE.has(name);
}

/** @param {Element} element */
export function isCell(element) {
  const name = nameOf(element);
  return name === 'td' || name === 'th';
}

/**
 * Whether an element is by its name, role or class one of several posts.
 *
 * @param {Element} element
 * @param {Element} sibling
 */
function isItem(element, sibling) {
  const name = nameOf(element);
  if (name !== nameOf(sibling)) return false;
  if (ITEMS.has(name) || ITEM_ROLES.has(attributeOf(element, 'role') ?? '')) return true;
  const className = classNameOf(element);
  return !PROSE.has(name) && typeof className === 'string' && className !== '' && className === classNameOf(sibling);
}

/**
 * The strength of the boundary between two blocks of the same parent.
 *
 * @param {Element} last
 * @param {Element} next
 */
export function between(last, next) {
  if (isCell(next)) return LINE;
  return isParted(last) || isItem(next, last) ? ITEM : BLOCK;
}

/**
 * Whether an element is a post of its own, judged by it and its neighbours: where to look again
 * when something in it has changed.
 *
 * @param {Element} element
 */
export function isPost(element) {
  if (isCell(element)) return false;
  if (isParted(element) || ITEMS.has(nameOf(element))) return true;
  if (ITEM_ROLES.has(attributeOf(element, 'role') ?? '')) return true;
  const before = previousElementOf(element);
  const after = nextElementOf(element);
  return Boolean((before && isItem(element, before)) || (after && isItem(element, after)));
}
