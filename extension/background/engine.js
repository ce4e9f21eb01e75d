// The engine in the worker: loaded once, when the first page begins.

import { loadSettings } from '../settings.js';
import init, { OwnWords, letters as lettersOf, scan as scanText, skim as skimText } from './fournos.js';

/** @type {Promise<unknown> | undefined} */
let loading;

/** @type {Words | undefined} the words that hold */
let words;
/** @type {OwnWords | undefined} the same words, as the engine takes them */
let own;

/** @typedef {Pick<import('../settings.js').Settings, 'ownWords' | 'neverWords'>} Words */

/** @param {Words} settings what the next texts are judged by */
export function goBy(settings) {
  words = settings;
  own = undefined;
}

/** The user's own words, with a module that is ready. */
async function ready() {
  await loaded();
  words ??= await loadSettings();
  own ??= new OwnWords(words.ownWords.join('\n'), words.neverWords.join('\n'));
  return own;
}

/** Loads it before the first text comes: a page that begins will soon send one. */
export const prepare = () => void loaded().catch(() => {
  // Whoever sends a text hears of it.
});

async function loaded() {
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
  const mine = await ready();
  return texts.map((text) => scanText(text, title, mine));
}

/**
 * Where in a text it is worth to read exactly.
 *
 * @param {string} text
 * @returns {Promise<number[]>} the start and the end of each place, one after the other
 */
export async function skim(text) {
  const mine = await ready();
  // Somebody looks at what is to be scanned; what is skimmed is mostly far from view.
  await scheduler.postTask(() => {}, { priority: 'background' });
  return [...skimText(text, mine)];
}

/**
 * The folded letters and digits of a text: the same for every way to write it.
 *
 * @param {string} text
 */
export async function letters(text) {
  await loaded();
  return lettersOf(text);
}
