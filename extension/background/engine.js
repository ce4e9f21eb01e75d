// The engine in the worker: loaded once, when the first text comes.

import init, { letters as lettersOf, scan as scanText } from './fournos.js';

/** @type {Promise<unknown> | undefined} */
let loading;

async function ready() {
  loading ??= init();
  try {
    await loading;
  } catch (error) {
    loading = undefined;
    throw error;
  }
}

/**
 * The marks in a text.
 *
 * @param {string} text
 * @param {string} title the page's title
 * @returns {Promise<import('../protocol.js').Mark[]>}
 */
export async function scan(text, title) {
  await ready();
  return scanText(text, title);
}

/**
 * The folded letters and digits of a text: the same for every way to write it.
 *
 * @param {string} text
 */
export async function letters(text) {
  await ready();
  return lettersOf(text);
}
