// Shadow roots, open and closed. Each browser has its own way for extensions to reach them.

import { api } from '../browser.js';
import { nameOf, parentElementOf, parentNodeOf } from './nodes.js';

/** The elements that may have a shadow root, besides custom elements (the DOM standard's list). */
const HOSTS = new Set(
  'article aside blockquote body div footer h1 h2 h3 h4 h5 h6 header main nav p section span'.split(' '),
);

/**
 * @param {Element} element
 * @returns {ShadowRoot | null}
 */
export function shadowRootOf(element) {
  const name = nameOf(element);
  if (!HOSTS.has(name) && !name.includes('-')) return null;
  const { openOrClosedShadowRoot } = /** @type {{ openOrClosedShadowRoot?: ShadowRoot | null }} */ (
    /** @type {unknown} */ (element)
  );
  if (openOrClosedShadowRoot !== undefined) return openOrClosedShadowRoot;
  return element instanceof HTMLElement ? api.dom.openOrClosedShadowRoot(element) : null;
}

/**
 * The parent in the flat tree's direction: out of a shadow root to its host.
 *
 * @param {Node} node
 * @returns {Element | null}
 */
export function parentOf(node) {
  const element = parentElementOf(node);
  const parent = element ?? parentNodeOf(node);
  if (element || parent?.nodeType !== Node.DOCUMENT_FRAGMENT_NODE) return element;
  return /** @type {Partial<ShadowRoot>} */ (parent).host ?? null;
}

/**
 * Whether a node is one of some or stands in one of them, in shadow roots as well.
 *
 * @param {Node | null} node
 * @param {Set<Node>} nodes
 */
export function isWithin(node, nodes) {
  for (let at = node; at; at = parentOf(at)) if (nodes.has(at)) return true;
  return false;
}
