// The engine in the worker: loaded once, when the first text comes.

import init, { scan as scanText } from './fournos.js';

/** @type {Promise<unknown> | undefined} */
let ready;

/**
 * The marks in a text.
 *
 * @param {string} text
 * @param {string} title the page's title
 * @returns {Promise<import('../protocol.js').Mark[]>}
 */
export async function scan(text, title) {
  ready ??= init();
  try {
    await ready;
  } catch (error) {
    ready = undefined;
    throw error;
  }
  return scanText(text, title);
}
