// What the pages of ours that JavaScript drives have in common.

import { element } from '../dom.js';

/**
 * The element of the page with this id.
 *
 * @template {HTMLElement} Wanted
 * @param {string} id
 * @param {new () => Wanted} type
 */
export function byId(id, type) {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`the page has no ${id}`);
  return found;
}

/**
 * Has the browser keep something as a file.
 *
 * @param {string} name
 * @param {string} content
 * @param {string} type as in `Blob`
 */
export function download(name, content, type) {
  // It is there as long as this page is: a browser may ask for a folder first.
  const href = URL.createObjectURL(new Blob([content], { type }));
  element('a', { href, download: name }).click();
}
