// What is read exactly: a post, with as much of its neighbours as the engine looks at to tell an
// offer from one that a warning stands beside.

import { isElement, siblingOf, textContentOf } from './nodes.js';
import { isLarge } from './outline.js';

/** How far the engine looks around a post, in code units. */
const SURROUNDINGS = 400;

/**
 * Neighbours of one parent, from the first to the last, and which of them are read for their own
 * sake; null for all.
 *
 * @typedef {{ first: Node, last: Node, core: Set<Node> | null }} Run
 */

/**
 * The runs around some posts, in the order of the page: those of posts that are near each other are
 * one.
 *
 * @param {Node[]} posts
 * @returns {Run[]}
 */
export function runsAround(posts) {
  /** @type {Run[]} */
  const runs = [];
  /** @type {Set<Node>} what stands after the last post of the last run, in it */
  let after = new Set();
  for (const post of posts) {
    const run = runs.at(-1);
    if (run?.core && after.has(post)) {
      run.core.add(post);
    } else {
      runs.push({ first: surroundings(post, 'previousSibling').at(-1) ?? post, last: post, core: new Set([post]) });
    }
    const following = surroundings(post, 'nextSibling');
    after = new Set(following);
    runs[runs.length - 1].last = following.at(-1) ?? post;
  }
  return runs;
}

/**
 * The neighbours of a post on one side, from the nearest on.
 *
 * @param {Node} post
 * @param {'previousSibling' | 'nextSibling'} side
 */
function surroundings(post, side) {
  const sibling = siblingOf[side];
  const nodes = [];
  let length = 0;
  for (let node = sibling(post); node && length < SURROUNDINGS; node = sibling(node)) {
    if (isElement(node) && isLarge(node)) break;
    length += textContentOf(node)?.trim().length ?? 0;
    nodes.push(node);
  }
  return nodes;
}

/**
 * The nodes of a run, as long as they stand together.
 *
 * @param {Run} run
 */
export function nodesOf({ first, last }) {
  const nodes = [];
  for (let node = /** @type {Node | null} */ (first); node; node = siblingOf.nextSibling(node)) {
    nodes.push(node);
    if (node === last) return nodes;
  }
  return [];
}
