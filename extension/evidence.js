// Evidence as it is explained to people: by the part that the words play.

import { snippet } from './snippet.js';

/** The slots that are explained, in the order it is done. Each has a text, `slot_…`. */
const SLOTS = ['act', 'method', 'account', 'pay', 'reassurance', 'target', 'contact', 'wording', 'own'];

/**
 * The words of each slot that has any, each word once.
 *
 * @param {{ slot: string, text: string }[]} evidence
 * @param {number} most the length of a word, in UTF-16 code units
 * @returns {{ slot: string, words: string[] }[]}
 */
export const bySlot = (evidence, most) =>
  SLOTS.map((slot) => {
    const pieces = evidence.filter((piece) => piece.slot === slot);
    return { slot, words: [...new Set(pieces.map(({ text }) => snippet(text, most)))] };
  }).filter(({ words }) => words.length > 0);
