// The user's own words: what a word is, and how many there may be. They are found by the engine.

/** The most words on a list: the user looks after them by hand. */
export const MOST_WORDS = 200;
/** The longest word, in UTF-16 code units. */
export const LONGEST_WORD = 60;
/** The fewest letters and digits of a word: one alone stands in every other line. */
const FEWEST = 2;

/**
 * What is wrong with a word, or null.
 *
 * @param {string} word
 * @returns {'short' | 'long' | null}
 */
export function wrongWith(word) {
  if (word.length > LONGEST_WORD) return 'long';
  return (word.match(/[\p{L}\p{N}]/gu) ?? []).length < FEWEST ? 'short' : null;
}

/** @param {unknown} value */
export const isWordList = (value) =>
  Array.isArray(value) &&
  value.length <= MOST_WORDS &&
  value.every((word) => typeof word === 'string' && !/[\n\r]/.test(word) && wrongWith(word) === null);
