// The engine in the worker: loaded once, when the first text comes.

import init, { letters as lettersOf, scan as scanText, skim as skimText } from './fournos.js';

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
 * The marks in each text.
 *
 * @param {string[]} texts
 * @param {string} title the page's title
 * @returns {Promise<import('../protocol.js').Mark[][]>}
 */
export async function scan(texts, title) {
  await ready();
  return texts.map((text) => scanText(text, title));
}

/**
 * Where in a text it is worth to read exactly.
 *
 * @param {string} text
 * @returns {Promise<number[]>} the start and the end of each place, one after the other
 */
export async function skim(text) {
  await ready();
  return [...skimText(text)];
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
