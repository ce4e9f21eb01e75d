// The engine in the worker: loaded once, when the first text comes.

import init, { scan as scanText, skim as skimText } from './fournos.js';

/** @type {Promise<unknown> | undefined} */
let ready;

/**
 * The marks in each text.
 *
 * @param {string[]} texts
 * @param {string} title the page's title
 * @returns {Promise<import('../protocol.js').Mark[][]>}
 */
export async function scan(texts, title) {
  await loaded();
  return texts.map((text) => scanText(text, title));
}

/**
 * Where in a text it is worth to read exactly.
 *
 * @param {string} text
 * @returns {Promise<number[]>} the start and the end of each place, one after the other
 */
export async function skim(text) {
  await loaded();
  return [...skimText(text)];
}

async function loaded() {
  ready ??= init();
  try {
    await ready;
  } catch (error) {
    ready = undefined;
    throw error;
  }
}
