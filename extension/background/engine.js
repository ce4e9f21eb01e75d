// The engine in the worker: loaded once, when the first page begins.

import { ANOTHER_POST } from '../protocol.js';
import { loadSettings } from '../settings.js';
import { idle } from './turns.js';
import init, { OwnWords, letters as lettersOf, scan as scanText, skim as skimText } from './fournos.js';

/** A text is skimmed in pieces of a few posts, of so many code units: what is urgent waits for one at most. */
const PIECE = 4_000;

/** @type {Promise<unknown> | undefined} */
let loading;

/** @type {Settings | undefined} what holds */
let held;
/** @type {OwnWords | undefined} the user's words of these, as the engine takes them */
let own;

/** @type {Promise<unknown>} the last text that is skimmed: together, the first would be as late as all */
let skimming = Promise.resolve();

/** @typedef {import('../settings.js').Settings} Settings */

/** @param {Settings} settings what the next texts are judged by */
export function goBy(settings) {
  held = settings;
  own = undefined;
}

/** What texts are judged by. */
export async function judgedBy() {
  const settings = held ?? (await loadSettings());
  // What was changed meanwhile was told already.
  held ??= settings;
  return held;
}

/** The user's own words, with a module that is ready. */
async function ready() {
  await loaded();
  const { ownWords, neverWords } = await judgedBy();
  own ??= new OwnWords(ownWords.join('\n'), neverWords.join('\n'));
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
export function skim(text) {
  const places = skimming.then(() => skimNow(text));
  skimming = places.catch(() => {
    // Whoever sent it hears of it.
  });
  return places;
}

/** @param {string} text */
async function skimNow(text) {
  const mine = await ready();
  /** @type {number[]} */
  const places = [];
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf(ANOTHER_POST, start + PIECE) + 1 || text.length;
    await idle();
    for (const place of skimText(text.slice(start, end), mine)) places.push(start + place);
    start = end;
  }
  return places;
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
